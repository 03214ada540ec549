//! When a text was issued, and which times that leaves: no result is of what had not ended then.

use zhibiao_model::period::{Frequency, Period, PeriodReading};

use super::Periods;
use crate::fact::FactPeriod;
use crate::times::{Time, TimeMention};

/// The last month in which texts still tell of the year before without saying so.
pub(super) const EARLY: i8 = 3;
/// The month of reports on the year that ends with it.
pub(super) const LAST_MONTH: i8 = 12;
/// Blocks that are the head of a text: title, date and first paragraph.
const HEAD: usize = 3;

impl Periods<'_> {
    /// The day of a meeting or of issue at the head of a text says when it was told.
    pub(super) fn note_day(&mut self, mention: &TimeMention) {
        let Time::Whole(reading) = mention.time else {
            return;
        };
        let is_head = self.paragraph.is_none_or(|block| block < HEAD);
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

    /// 1至11月, 截至6月底 in a text of February: months that have gone by are of the year before, unless a year was stated or
    /// they are aimed at; so is 上半年 early in the year.
    pub(super) fn not_to_come(
        &self,
        mention: &TimeMention,
        told: PeriodReading,
        year: Option<i16>,
    ) -> PeriodReading {
        if let Some(before) = self.whole_year_before(mention, told) {
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
