//! Times that are told from the one spoken of or from that of issue: 同期, 上年, 过去一年.

use zhibiao_model::period::{Period, PeriodReading};

use super::Periods;
use super::issue::{EARLY, LAST_MONTH};
use crate::fact::PeriodBasis;
use crate::times::{InYear, Time};

impl Periods<'_> {
    /// The same part of another year as is spoken of.
    pub(super) fn same(&self, same: InYear) -> Option<PeriodReading> {
        let issued = || {
            Some(PeriodReading {
                period: self.issued?,
                cumulative: false,
            })
        };
        let spoken = self.last.map(|(reading, ..)| reading).or_else(issued)?;
        let years = match same {
            InYear::After(years) => years,
            InYear::Stated(year) => year.checked_sub(spoken.period.start().year())?,
        };
        let period = match spoken.period.frequency().periods_a_year() {
            Some(a_year) => spoken.period.offset(a_year.checked_mul(i32::from(years))?)?,
            // The same day of another year has no number of its own.
            None if years > 0 => return None,
            None => (years..0).try_fold(spoken.period, |period, _| period.year_ago())?,
        };
        Some(PeriodReading { period, ..spoken })
    }

    /// 2023年…，上年为4亿元: the year before that of the figure which it is told to compare with, or which the title or its
    /// paragraph speaks of, else before the one of issue.
    pub(super) fn year_before(&self, part: &str, compares: bool) -> Option<PeriodReading> {
        let is_spoken_of = |(reading, basis, block): &(PeriodReading, PeriodBasis, usize)| {
            let is_of_title = self.of_title == Some(reading.period.start().year());
            *basis != PeriodBasis::Now && (compares || is_of_title || Some(*block) == self.paragraph)
        };
        let spoken = self.last.filter(is_spoken_of);
        let issued = || Some(self.issued?.start().year());
        match spoken {
            Some(_) if part.is_empty() => self.same(InYear::After(-1)),
            Some((spoken, ..)) => Time::Relative(-1, part.to_owned())
                .period(Period::annual(spoken.period.start().year()).ok(), None),
            None => Time::Relative(-1, part.to_owned()).period(Period::annual(issued()?).ok(), None),
        }
    }

    /// 过去一年: early in a year the one before, at its end the year itself; no year of the calendar between.
    pub(super) fn past_year(&self) -> Option<PeriodReading> {
        let on = self.told_on()?.start();
        let year = match on.month() {
            ..=EARLY => on.year() - 1,
            LAST_MONTH => on.year(),
            _ => return None,
        };
        Some(Period::annual(year).ok()?.into())
    }
}
