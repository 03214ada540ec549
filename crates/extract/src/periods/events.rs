//! Years that date nothing of now: of what has happened to a zone (2010年升级为国家级高新区), and of what is only referred to.

use zhibiao_model::period::{Frequency, Period, PeriodReading};

use super::{Periods, Said, lies_within};
use crate::fact::{FactPeriod, PeriodBasis};
use crate::page::{BREAK, Extent};
use crate::scene::is_pause;
use crate::tables::cues::{APPROVED, EVENT_STARTS, EVENTS, FOUNDED, MEASURED_AGAINST, REFERRING, STANDING};
use crate::times::{Time, TimeMention};

/// How far behind a year its event may be told, in characters.
const EVENT: usize = 60;
/// Years after which no figures of then are told beside what happened.
const LONG_AGO: i16 = 5;
/// Characters of numbers that no digits are written of.
const SCALES: [char; 4] = ['十', '百', '千', '万'];
/// How far before a number 现有 may stand.
const NEAR: usize = 24;

impl Periods<'_> {
    /// Whether a time is only said of something, a longer one than is spoken of and with no figure in its clause:
    /// 1—3月…，实现了今年“开门红”; 制定全年项目投资计划.
    pub(super) fn is_aside(&self, mention: &TimeMention, told: PeriodReading) -> bool {
        let is_part = matches!(mention.time, Time::Relative(0, _) | Time::Part(_));
        let is_within = || {
            self.last
                .is_some_and(|last| lies_within(Some(last), (told, PeriodBasis::Stated, 0)))
        };
        let Extent { start, end } = mention.extent;
        let opens = || {
            is_pause(self.page.before(start))
                || matches!(self.page.before(start), '在' | '至' | '到' | ' ' | BREAK)
        };
        let stops = |at: &usize| is_pause(self.page.at(*at)) && !matches!(self.page.at(*at), '“' | '”');
        let tells_figure = || {
            let mut clause = (end..end + EVENT).take_while(|at| !stops(at));
            stops(&end)
                || clause.any(|at| self.page.at(at).is_ascii_digit() || SCALES.contains(&self.page.at(at)))
        };
        is_part && !self.line.contains(&start) && !opens() && is_within() && !tells_figure()
    }

    /// Whether a year dates nothing that is told of now: 对照2025年发展目标, or what happened before the time of the report.
    pub(super) fn dates_nothing(&self, mention: &TimeMention) -> bool {
        let Time::Whole(reading) = &mention.time else {
            return false;
        };
        let start = mention.extent.start;
        let is_before = |word: &&str| self.page.ends(start, word).is_some();
        // 2010年12月18日，某高新区正式成立: no figure is of that day, but one of 开工 may be.
        let is_day = || reading.period.frequency() == Frequency::Daily && self.is_founded(mention);
        MEASURED_AGAINST.iter().any(is_before)
            || (is_day() || !self.heads_clause(mention)) && self.is_past_event(mention, *reading)
    }

    /// 2018年，园区获评国家绿色园区。企业356家: whether an event that opens a sentence leaves open what the next ones are of.
    pub(super) fn may_end(&self, mention: &TimeMention) -> bool {
        let Time::Whole(reading) = &mention.time else {
            return false;
        };
        self.heads_clause(mention) && self.is_past_event(mention, *reading)
    }

    /// Whether what is told at hand stands behind the sentence of such an event, or behind its clause.
    pub(crate) fn is_after_event(&self) -> bool {
        match self.in_sentence {
            true => self.is_long_ago,
            false => self.is_event,
        }
    }

    /// Whether the clause of a day, or the one behind it, ends with the word by which a zone came to be, and the sentence with it.
    fn is_founded(&self, mention: &TimeMention) -> bool {
        let end = mention.extent.end;
        let stop = (end..end + EVENT).find(|at| matches!(self.page.at(*at), '。' | ';' | BREAK | '\0'));
        stop.is_some_and(|stop| FOUNDED.iter().any(|word| self.page.ends(stop, word).is_some()))
    }

    fn is_past_event(&self, mention: &TimeMention, reading: PeriodReading) -> bool {
        self.is_old(reading) && self.has_event(mention)
    }

    /// Whether a pause stands right behind a time, so that all of the sentence is of it.
    fn heads_clause(&self, mention: &TimeMention) -> bool {
        self.page.at(mention.extent.end) == '，'
    }

    /// 根据2022年考核结果，…: a year that is referred to ends with its sentence.
    pub(super) fn is_referred_to(&self, mention: &TimeMention) -> bool {
        let is_before = |word: &&str| self.page.ends(mention.extent.start, word).is_some();
        matches!(mention.time, Time::Whole(_)) && REFERRING.iter().any(is_before)
    }

    /// Whether a time lies before the year that the text reports on, as far as that is known.
    fn is_old(&self, reading: PeriodReading) -> bool {
        let issued = self.told_on().map(|on| on.start().year() - 1);
        let reported = self.of_title.or(issued);
        reported.is_none_or(|reported| reading.period.start().year() < reported)
    }

    /// 2006年，某高新区升级为省级开发区，企业300家: whether a time lies so far back that figures are hardly of it.
    pub(super) fn is_long_ago(&self, reading: PeriodReading) -> bool {
        let told = self.told_on().map(|on| on.start().year());
        told.is_some_and(|told| reading.period.start().year() + LONG_AGO < told)
    }

    /// Whether the words behind a year tell what happened then, in a clause without a number.
    fn has_event(&self, mention: &TimeMention) -> bool {
        let end = mention.extent.end + usize::from(self.heads_clause(mention));
        let stops = |at: usize| {
            self.page.at(at).is_ascii_digit() || matches!(self.page.at(at), '。' | ';' | '\n' | '\0')
        };
        if APPROVED.iter().any(|word| self.page.starts(end, word)) {
            return true;
        }
        let mut ahead = (end..end + EVENT).take_while(|at| !stops(*at));
        let begins = |at: usize| {
            EVENT_STARTS.contains(self.page.at(at)) && EVENTS.iter().any(|word| self.page.starts(at, word))
        };
        let event = ahead.find(|at| begins(*at));
        event.is_some_and(|event| {
            let mut behind = event..event + EVENT;
            behind
                .find(|at| is_pause(self.page.at(*at)) || self.page.at(*at).is_ascii_digit())
                .is_some_and(|at| is_pause(self.page.at(at)) || self.begins_time(at))
        })
    }

    /// 1991年3月创建、1992年11月获批: whether what was told ends where another time is stated.
    fn begins_time(&self, at: usize) -> bool {
        let next = self.times.partition_point(|time| time.extent.start < at);
        self.times.get(next).is_some_and(|time| time.extent.start == at)
    }

    /// 到2025年，企业达到600家。现有孵化器12家: the period of what stands now, where that spoken of is another one.
    pub(super) fn of_now(&self, position: usize, told: Said) -> Option<Option<FactPeriod>> {
        let (reading, ..) = told?;
        let is_ahead = self.told_on().is_some_and(|on| reading.period.start() > on.end());
        if !(is_ahead || self.is_old(reading)) {
            return None;
        }
        let from = position.saturating_sub(NEAR);
        let clause = (from..position)
            .rev()
            .find(|at| is_pause(self.page.at(*at)))
            .map_or(from, |at| at + 1);
        let is_standing = |at: usize| STANDING.iter().any(|word| self.page.starts(at, word));
        if !(clause..position).any(is_standing) {
            return None;
        }
        let of_title = self.of_title.and_then(|year| Period::annual(year).ok());
        let told = of_title.map(|period| FactPeriod::told(period.into(), PeriodBasis::Article));
        Some(told.or_else(|| Some(FactPeriod::told(self.issued?.into(), PeriodBasis::Default))))
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::cues::{EVENT_STARTS, EVENTS};

    #[test]
    fn every_event_begins_with_a_character_that_is_looked_for() {
        for event in EVENTS {
            assert!(event.starts_with(|c| EVENT_STARTS.contains(c)), "{event}");
        }
    }
}
