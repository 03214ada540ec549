//! What a time that is read says of the figures behind it: they are of it, or only the number beside it is.

use zhibiao_model::period::{Frequency, PeriodReading};

use super::{Periods, Said, lies_within};
use crate::fact::PeriodBasis;
use crate::page::Extent;
use crate::tables::cues::{AMONG_TIMES, EXPECTED, OF_THE_MONTH};
use crate::times::{Time, TimeMention};

impl Periods<'_> {
    /// Takes up what a time says of the figures behind it, or of the number beside it.
    pub(super) fn take(&mut self, mention: &TimeMention) {
        if self.is_of_issue(mention) {
            self.note_day(mention);
            return;
        }
        if self.dates_nothing(mention) {
            return;
        }
        let looked_back = self
            .of_article
            .filter(|_| self.year.is_none() && mention.time.closes_year());
        let year = self.year.or(looked_back).or(self.of_title);
        let basis = match looked_back {
            Some(_) => PeriodBasis::Article,
            None => basis_of(&mention.time),
        };
        let told = match mention.time {
            Time::Same(same) => self.same(same),
            Time::Before(ref part) => self.year_before(part, mention.beside.is_some()),
            Time::Past => self.past_year(),
            Time::Whole(_)
            | Time::Relative(..)
            | Time::Month(_)
            | Time::Part(_)
            | Time::Now
            | Time::Years
            | Time::Since(_)
            | Time::Other => mention.time.period(self.issued, year),
        };
        let told = told.map(|told| self.not_to_come(mention, told, year));
        if told.is_some_and(|told| self.is_aside(mention, told)) {
            return;
        }
        let is_of_number = mention.is_compared || told.is_some_and(|told| self.is_earlier(mention, told));
        self.note_day(mention);
        match told {
            _ if is_of_number => {
                let beside = told.zip(mention.beside.clone());
                self.beside = beside.map(|(reading, beside)| (reading, basis, beside));
            }
            Some(reading) => self.turn_to(mention, reading, basis),
            None => {
                self.turn_away(&mention.time, year);
                let years = Some(&mention.extent).filter(|_| mention.time == Time::Years);
                self.years = years.cloned().or(self.years.take());
            }
        }
    }

    /// 目前, 今年 and 上半年 without a date of issue: no year stated before is meant any more.
    fn turn_away(&mut self, time: &Time, year: Option<i16>) {
        let is_recent = match time {
            Time::Now | Time::Relative(..) | Time::Before(_) | Time::Month(_) => true,
            // 年初 in a year that is known is no other time.
            Time::Part(part) => !part.contains(['日', '号']) && year.is_none(),
            Time::Years | Time::Since(_) | Time::Past => {
                self.is_several = true;
                false
            }
            Time::Whole(_) | Time::Same(_) | Time::Other => false,
        };
        if is_recent {
            (self.last, self.lead) = (None, None);
        }
    }

    /// The figures behind a time are of it.
    fn turn_to(&mut self, mention: &TimeMention, reading: PeriodReading, basis: PeriodBasis) {
        // A day dates the report rather than the figure, unless nothing else does.
        let is_daily = reading.period.frequency() == Frequency::Daily;
        if is_daily && !mention.is_until && self.last.is_some() && !self.in_sentence {
            return;
        }
        self.is_several = false;
        self.years = None;
        let may_end = self.may_end(mention);
        self.is_long_ago = may_end && self.is_long_ago(reading);
        self.is_event = may_end || self.may_be_of_sentence(mention, reading);
        if basis != PeriodBasis::Now {
            self.year = Some(reading.period.start().year());
        }
        if basis == PeriodBasis::Stated && self.heading.contains(&mention.extent.start) {
            self.of_title = self.year;
        }
        let looks_back = basis == PeriodBasis::Stated || mention.time == Time::Past;
        let is_referred_to = self.is_referred_to(mention);
        let ends_soon = mention.is_aim || is_referred_to || self.is_looked_ahead_to(reading);
        if looks_back && !ends_soon && reading.period.frequency() == Frequency::Annual {
            self.of_article = self.year;
        }
        if ends_soon && self.before_aim.is_none() {
            self.before_aim = Some(self.last);
        }
        let told = Some((reading, basis, self.paragraph.unwrap_or_default()));
        if self.whole.is_none() && self.is_in_passing(mention, told) {
            self.whole = Some(self.last);
        }
        let around = self.spoken_around(mention, told);
        (self.around, self.point) = (self.around.or(around), None);
        self.last = told;
        self.is_of_subject = false;
        if self.heading.contains(&mention.extent.start) {
            self.headed = self.last.filter(|_| !mention.is_aim);
        }
        // 目前 looks back on nothing: what a text goes on with is of now.
        let leads = self.block.contains(&mention.extent.start) && !is_referred_to && around.is_none();
        if leads || basis == PeriodBasis::Now {
            self.lead_before = std::mem::replace(&mut self.lead, self.last);
        } else if self.comes_back(reading) {
            self.lead = self.last;
        }
        self.in_sentence = mention.extent.start >= self.sentence;
    }

    /// 1—11月增长9%，11月当月增长12%; 上半年税收收入60亿元，其中6月10亿元: whether a time is only a part of the one that the
    /// sentence tells of.
    fn is_in_passing(&self, mention: &TimeMention, told: Said) -> bool {
        let Extent { start, end } = mention.extent;
        let (Some((reading, ..)), Some(whole)) = (told, self.last.filter(|_| self.in_sentence)) else {
            return false;
        };
        let is_said = AMONG_TIMES
            .iter()
            .any(|word| self.page.ends(start, word).is_some())
            || OF_THE_MONTH.iter().any(|word| self.page.starts(end, word));
        (self.is_last_month(reading) || is_said) && !mention.is_until && lies_within(told, whole)
    }

    /// 1—5月…。5月份…: whether a month is the last one of those that the text speaks of.
    fn is_last_month(&self, told: PeriodReading) -> bool {
        let is_month = told.period.frequency() == Frequency::Monthly && !told.cumulative;
        let said = Some((told, PeriodBasis::Stated, 0));
        self.last.is_some_and(|whole| {
            is_month && whole.0.period.end() == told.period.end() && lies_within(said, whole)
        })
    }

    /// 5月份…, 全年预计120亿元: whether a sentence goes to the last month of those spoken of, or to what is expected of a time, and
    /// nothing tells whether the next ones do.
    fn may_be_of_sentence(&self, mention: &TimeMention, told: PeriodReading) -> bool {
        let end = mention.extent.end;
        let is_end = mention.is_until || matches!(self.page.before(end), '末' | '底');
        let is_expected = || EXPECTED.iter().any(|word| self.page.starts(end, word));
        let is_another = |(spoken, ..): (PeriodReading, PeriodBasis, usize)| spoken.period != told.period;
        !is_end && self.is_last_month(told) || self.last.is_some_and(is_another) && is_expected()
    }

    /// 2023年新引进项目30个，2025年投产后…: whether a sentence on what was done looks ahead to a time.
    fn is_looked_ahead_to(&self, told: PeriodReading) -> bool {
        let Some(issued) = self.issued.filter(|_| self.in_sentence) else {
            return false;
        };
        let is_ahead = |reading: PeriodReading| reading.period.start() > issued.end();
        is_ahead(told) && self.last.is_some_and(|(spoken, ..)| !is_ahead(spoken))
    }

    /// 前三季度…。1—8月…，前三季度…: whether what a paragraph goes on with is again the time that the text was about, of which
    /// the one at its head is a part.
    fn comes_back(&self, told: PeriodReading) -> bool {
        let is_same = |(before, ..): (PeriodReading, PeriodBasis, usize)| {
            before.period == told.period && before.cumulative == told.cumulative
        };
        self.lead_before.is_some_and(is_same) && lies_within(self.lead, (told, PeriodBasis::Stated, 0))
    }

    /// Whether the line right before a block holds a time and nothing else; a month or day alone may be that of issue.
    pub(super) fn is_headed_by(&self, block: &Extent, told: PeriodReading) -> bool {
        let is_long = told.cumulative
            || matches!(
                told.period.frequency(),
                Frequency::Annual | Frequency::Semiannual | Frequency::Quarterly
            );
        let last = self.next.checked_sub(1).and_then(|last| self.times.get(last));
        let is_mark = |at: usize| !self.page.at(at).is_alphanumeric();
        let is_alone = |time: &TimeMention| {
            let Extent { start, end } = self.heading;
            (start..time.extent.start).all(is_mark) && (time.extent.end..end).all(is_mark)
        };
        let is_next = self.heading.end + 1 == block.start;
        is_long
            && is_next
            && last.is_some_and(|time| time.extent.start >= self.heading.start && is_alone(time))
    }

    /// 上半年税收收入9亿元。截至6月底，企业320家。投资43亿元: what the text goes on with behind a sentence on how things stand at
    /// the end of the time that it speaks of.
    fn spoken_around(&self, mention: &TimeMention, told: Said) -> Said {
        let (reading, ..) = told?;
        let is_end = mention.is_until || matches!(self.page.before(mention.extent.end), '末' | '底');
        let spoken = [self.last, self.headed].into_iter().flatten();
        let mut around = spoken.filter(|whole| is_end && !reading.cumulative && lies_within(told, *whole));
        around.next()
    }

    /// 2024年营业收入5亿元，2023年为4亿元，增长25%: an earlier time with nothing but its number is told to compare.
    fn is_earlier(&self, mention: &TimeMention, told: PeriodReading) -> bool {
        let start = mention.extent.start;
        // 2023年为5亿元；2022年为4亿元.
        let goes_on = start == self.sentence && self.page.before(start) == ';';
        let is_told_beside = self.in_sentence || goes_on || matches!(mention.time, Time::Before(_));
        let spoken = self.last.filter(|_| is_told_beside && mention.beside.is_some());
        spoken.is_some_and(|(spoken, ..)| {
            spoken.period.frequency() == told.period.frequency()
                && told.period.start() < spoken.period.start()
        })
    }
}

/// What a time by itself is known by.
fn basis_of(time: &Time) -> PeriodBasis {
    match time {
        Time::Whole(_) => PeriodBasis::Stated,
        Time::Now => PeriodBasis::Now,
        Time::Relative(..)
        | Time::Before(_)
        | Time::Past
        | Time::Month(_)
        | Time::Part(_)
        | Time::Same(_)
        | Time::Years
        | Time::Since(_)
        | Time::Other => PeriodBasis::Relative,
    }
}
