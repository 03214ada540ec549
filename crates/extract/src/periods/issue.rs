//! When a text was issued, and which times that leaves: no result is of what had not ended then.

use zhibiao_model::period::{Frequency, Period, PeriodReading};

use super::Periods;
use crate::fact::{FactPeriod, PeriodBasis};
use crate::page::{BlockKind, Extent, Page, is_han};
use crate::scene::is_pause;
use crate::tables::cues::{
    DATELINES, HEARING, ISSUE_GLUE, ISSUE_LABELS, ISSUE_LINES, ISSUES, REPORTER, REPORTERS,
};
use crate::tables::zones::HEARD;
use crate::times::{Time, TimeMention};

/// The last month in which texts still tell of the year before without saying so.
pub(crate) const EARLY: i8 = 3;
/// The month of reports on the year that ends with it.
pub(super) const LAST_MONTH: i8 = 12;
/// Blocks with which a text opens: title, date and first paragraph.
const OPENING: usize = 3;

/// Last characters of a time that is a day: 3月12日, 12号.
const DAYS: [char; 2] = ['日', '号'];
/// Characters of who heard something, and from whom.
const LONGEST_HEARING: usize = 30;
/// Blocks in which a text may say when it was issued: above it stand its number, office, source and the like, a line each.
const HEAD_LINES: usize = 12;

/// The day or month of issue that a line at the head of a text states: 发布日期：2024年3月12日.
pub(crate) fn issue_stated(page: &Page<'_>, times: &[TimeMention]) -> Option<Period> {
    let mut lines = page.blocks.iter().take(HEAD_LINES);
    lines.find_map(|line| {
        let is_line = line.kind != BlockKind::Prose;
        let behind = times
            .iter()
            .skip_while(|time| time.extent.start < line.extent.start);
        let mut inside = behind.take_while(|time| time.extent.start < line.extent.end);
        let tells = |time: &&TimeMention| match is_line {
            true => tells_issue(page, &line.extent, time),
            false => is_labelled(page, time.extent.start),
        };
        let issue = inside.find(tells)?;
        issue.time.stated().map(|told| told.period)
    })
}

/// 发布时间:2024-07-30: whether a label that says so stands right before a time, however long its line is.
fn is_labelled(page: &Page<'_>, time: usize) -> bool {
    let label = time - usize::from(page.before(time) == ' ');
    let label = label - usize::from(page.before(label) == ':');
    label < time && ISSUE_LABELS.iter().any(|word| page.ends(label, word).is_some())
}

/// Whether a time that stands in a line is that of issue: beside a word that says so, or alone, as a day.
fn tells_issue(page: &Page<'_>, line: &Extent, mention: &TimeMention) -> bool {
    let stated = mention.time.stated();
    let is_daily = |told: FactPeriod| told.period.frequency() == Frequency::Daily;
    let is_day =
        stated.is_some_and(is_daily) || matches!(&mention.time, Time::Part(part) if part.ends_with(DAYS));
    let is_month =
        stated.is_some_and(|told| told.period.frequency() == Frequency::Monthly && !told.cumulative);
    if mention.is_until || !(is_day || is_month) {
        return false;
    }
    let says = page.text(line.clone());
    let is_mark = |at: &usize| !page.at(*at).is_alphanumeric();
    let is_clock = |at: &usize| page.at(*at).is_ascii_digit() || is_mark(at);
    let is_alone = || {
        (line.start..mention.extent.start).all(|at| is_mark(&at))
            && (mention.extent.end..line.end).all(|at| is_clock(&at))
    };
    let before = page.text(line.start..mention.extent.start);
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric() || ISSUE_GLUE.contains(c));
    let is_told = |word: &&str| before.ends_with(*word) || says.starts_with(*word);
    ISSUES.iter().any(is_told) || ISSUE_LINES.iter().any(|word| says.contains(word)) || is_day && is_alone()
}

impl Periods<'_> {
    /// Whether a time says when the text was issued, and dates no figure: 发布日期：2024年3月12日, 3月11日讯, 记者3月11日获悉.
    pub(super) fn is_of_issue(&self, mention: &TimeMention) -> bool {
        let Extent { start, end } = mention.extent;
        if is_labelled(self.page, start) {
            return true;
        }
        if self.line.contains(&start) {
            return tells_issue(self.page, &self.line, mention);
        }
        let is_day = DAYS.contains(&self.page.before(end)) && !mention.is_until;
        // 3月31日电子信息产业产值… is none.
        let is_dateline = |word: &&str| {
            let behind = end + word.chars().count();
            self.page.starts(end, word)
                && (!is_han(self.page.at(behind)) || self.page.starts(behind, REPORTER))
        };
        is_day
            && (DATELINES.iter().any(is_dateline)
                || REPORTERS.iter().any(|word| self.page.ends(start, word).is_some())
                || self.is_heard(end))
    }

    /// 3月11日，记者从某高新区获悉: whether the clause behind a day tells that something was heard.
    fn is_heard(&self, end: usize) -> bool {
        let start = end + 1;
        let opens = self.page.at(end) == '，' && HEARING.iter().any(|word| self.page.starts(start, word));
        let clause = start..start + LONGEST_HEARING;
        let close = clause.clone().find(|at| is_pause(self.page.at(*at)));
        opens && close.is_some_and(|close| HEARD.iter().any(|word| self.page.ends(close, word).is_some()))
    }

    /// The day of a meeting or of issue at the head of a text says when it was told.
    pub(super) fn note_day(&mut self, mention: &TimeMention) {
        let Time::Whole(reading) = mention.time else {
            return;
        };
        let is_head = self.paragraph.is_none_or(|block| block < OPENING);
        let is_day = reading.period.frequency() == Frequency::Daily && !mention.is_until;
        if self.day.is_none() && is_head && is_day && !mention.is_compared {
            self.day = Some(reading.period);
        }
    }

    /// When the text was issued, as the caller knows or its head says.
    pub(super) fn told_on(&self) -> Option<Period> {
        self.issued.or(self.day)
    }

    /// Whether a time had not ended when the text was issued: no result is of all of it.
    pub(crate) fn is_open(&self, told: FactPeriod) -> bool {
        self.told_on().is_some_and(|on| told.period.end() > on.end())
    }

    /// 全年 in a text of January: a year that can't have ended is the one before, whatever year its meeting was in.
    fn whole_year_before(&self, mention: &TimeMention, told: PeriodReading) -> Option<PeriodReading> {
        let on = self.told_on()?;
        // 预计2025年一季度增长6%，全年增长7%: behind an aim the year is aimed at too.
        let is_closed = mention.time.closes_year() && !mention.is_aim && self.before_aim.is_none();
        let is_early = on.start().month() <= EARLY && told.period.end() > on.end();
        let period = told.period.year_ago().filter(|_| is_closed && is_early)?;
        Some(PeriodReading { period, ..told })
    }

    /// 2019年，某高新区全年目标是…: the sentence has told the year.
    fn is_year_told(&self, told: PeriodReading) -> bool {
        let last = self.last.filter(|_| self.in_sentence);
        last.is_some_and(|(reading, basis, _)| reading == told && basis == PeriodBasis::Stated)
    }

    /// 1至11月, 截至6月底 in a text of February: months that have gone by are of the year before, unless a year was stated or
    /// they are aimed at; so is 上半年 early in the year.
    pub(super) fn not_to_come(
        &self,
        mention: &TimeMention,
        told: PeriodReading,
        year: Option<i16>,
    ) -> PeriodReading {
        if self.is_ahead {
            return told;
        }
        if !self.is_year_told(told)
            && let Some(before) = self.whole_year_before(mention, told)
        {
            return before;
        }
        let is_part = matches!(mention.time, Time::Part(_)) && year.is_none() && !mention.is_aim;
        let (Some(issued), true) = (self.issued, is_part) else {
            return told;
        };
        let is_sum = told.cumulative || mention.is_until;
        let is_past = is_sum && told.period.start() >= issued.end();
        let is_long = matches!(
            told.period.frequency(),
            Frequency::Quarterly | Frequency::Semiannual
        );
        let is_early = issued.start().month() <= EARLY && told.period.end() > issued.end();
        match told.period.year_ago() {
            Some(period) if is_past || is_long && is_early => PeriodReading { period, ..told },
            Some(_) | None => told,
        }
    }
}
