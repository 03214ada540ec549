//! Periods: the time an observation is about, as ISO 8601 and SDMX write it.
//!
//! A [`Period`] is a half-open interval of days with a [`Frequency`], valid by construction. Its strict text
//! (`2023`, `2023-S1`, `2023-Q4`, `2023-09`, `2023-W37`, `2023-09-17`) is read by [`FromStr`](std::str::FromStr)
//! and printed by [`Display`](std::fmt::Display); [`read`] accepts what people write in heads and cells.

use std::cmp::Ordering;

use jiff::SignedDuration;
use jiff::civil::{Date, ISOWeekDate, Weekday};

mod iso;
mod read;
#[cfg(test)]
mod tests;

pub use iso::{InvalidPeriod, PeriodFault, UnknownFrequency};
pub use read::{PeriodReading, read, read_in_year};

/// The first year a period can lie in.
pub const FIRST_YEAR: i16 = 1000;
/// The last year a period can lie in: the exclusive end of 9999 would be no date of four digits.
pub const LAST_YEAR: i16 = 9998;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);
/// The Monday of the ISO week in which 1970 began, in days since the epoch.
const EPOCH_MONDAY: i32 = -3;
const SECONDS_A_DAY: i64 = 86_400;

/// How often an indicator is observed; ordered from coarse to fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// One period a calendar year: `2023`.
    Annual,
    /// Two periods a year: `2023-S1`.
    Semiannual,
    /// Four periods a year: `2023-Q4`.
    Quarterly,
    /// Twelve periods a year: `2023-09`.
    Monthly,
    /// ISO weeks, Monday to Sunday: `2023-W37`.
    Weekly,
    /// Calendar days: `2023-09-17`.
    Daily,
}

/// A half-open interval of days `[start, end)` of one frequency.
///
/// Ordered by start; of two that start on one day the coarser comes first, so a whole stands before its parts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    frequency: Frequency,
    ordinal: i32,
}

impl Frequency {
    /// Every frequency, from coarse to fine.
    pub const ALL: [Self; 6] = [
        Self::Annual,
        Self::Semiannual,
        Self::Quarterly,
        Self::Monthly,
        Self::Weekly,
        Self::Daily,
    ];

    /// Periods in one year, where that number is the same every year.
    pub fn periods_a_year(self) -> Option<i32> {
        match self {
            Self::Annual => Some(1),
            Self::Semiannual => Some(2),
            Self::Quarterly => Some(4),
            Self::Monthly => Some(12),
            Self::Weekly | Self::Daily => None,
        }
    }

    /// The lowest and highest ordinal: every day of every period lies in [`FIRST_YEAR`]..=[`LAST_YEAR`].
    fn ordinals(self) -> (i32, i32) {
        if let Some(n) = self.periods_a_year() {
            return (n * i32::from(FIRST_YEAR), n * i32::from(LAST_YEAR) + n - 1);
        }
        let first = days(Date::constant(FIRST_YEAR, 1, 1));
        let last = days(Date::constant(LAST_YEAR, 12, 31));
        if self == Self::Daily {
            return (first, last);
        }
        let first_monday = first - EPOCH_MONDAY;
        let after_last = last + 1 - EPOCH_MONDAY;
        (
            first_monday.div_euclid(7) + i32::from(first_monday.rem_euclid(7) != 0),
            after_last.div_euclid(7) - 1,
        )
    }
}

impl Period {
    /// The calendar year.
    pub fn annual(year: i16) -> Result<Self, InvalidPeriod> {
        Self::within_year(Frequency::Annual, year, 1)
    }

    /// Half 1 or 2 of a calendar year.
    pub fn semiannual(year: i16, half: u8) -> Result<Self, InvalidPeriod> {
        Self::within_year(Frequency::Semiannual, year, half)
    }

    /// Quarter 1 to 4 of a calendar year.
    pub fn quarterly(year: i16, quarter: u8) -> Result<Self, InvalidPeriod> {
        Self::within_year(Frequency::Quarterly, year, quarter)
    }

    /// Month 1 to 12 of a calendar year.
    pub fn monthly(year: i16, month: u8) -> Result<Self, InvalidPeriod> {
        Self::within_year(Frequency::Monthly, year, month)
    }

    /// An ISO 8601 week: 1 to 52, or 53 in long ISO years.
    pub fn weekly(iso_year: i16, week: u8) -> Result<Self, InvalidPeriod> {
        let text = || format!("{iso_year}-W{week:02}");
        iso::check_year(iso_year).map_err(|fault| fault.of(text()))?;
        let last = weeks_in(iso_year);
        let monday = i8::try_from(week)
            .ok()
            .and_then(|week| ISOWeekDate::new(iso_year, week, Weekday::Monday).ok())
            .ok_or(PeriodFault::Week { week, last })
            .map_err(|fault| fault.of(text()))?;
        let ordinal = (days(monday.date()) - EPOCH_MONDAY).div_euclid(7);
        Self::checked(Frequency::Weekly, ordinal).ok_or_else(|| PeriodFault::AcrossYears.of(text()))
    }

    /// One calendar day.
    pub fn daily(date: Date) -> Result<Self, InvalidPeriod> {
        iso::check_year(date.year()).map_err(|fault| fault.of(date.to_string()))?;
        Ok(Self {
            frequency: Frequency::Daily,
            ordinal: days(date),
        })
    }

    /// The period of `frequency` that `date` lies in.
    ///
    /// Dates before [`FIRST_YEAR`] or after [`LAST_YEAR`] give the first or the last period there is.
    pub fn containing(date: Date, frequency: Frequency) -> Self {
        let year = i32::from(date.year());
        let month = i32::from(date.month()) - 1;
        let ordinal = match frequency {
            Frequency::Annual => year,
            Frequency::Semiannual => 2 * year + month / 6,
            Frequency::Quarterly => 4 * year + month / 3,
            Frequency::Monthly => 12 * year + month,
            Frequency::Weekly => (days(date) - EPOCH_MONDAY).div_euclid(7),
            Frequency::Daily => days(date),
        };
        let (first, last) = frequency.ordinals();
        Self {
            frequency,
            ordinal: ordinal.clamp(first, last),
        }
    }

    /// The frequency.
    pub fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The position among the periods of its frequency: the year, `2 × year + half − 1`, `4 × year + quarter − 1`,
    /// `12 × year + month − 1`, ISO weeks since the one of 1970-01-01, or days since 1970-01-01.
    pub fn ordinal(self) -> i32 {
        self.ordinal
    }

    /// The period at a position, the inverse of [`Self::ordinal`].
    pub fn from_ordinal(frequency: Frequency, ordinal: i32) -> Result<Self, InvalidPeriod> {
        let (first, last) = frequency.ordinals();
        Self::checked(frequency, ordinal).ok_or_else(|| {
            PeriodFault::Ordinal {
                frequency,
                ordinal,
                first,
                last,
            }
            .of(ordinal.to_string())
        })
    }

    /// The first day.
    pub fn start(self) -> Date {
        let (year, position) = match self.frequency.periods_a_year() {
            Some(n) => (self.ordinal.div_euclid(n), self.ordinal.rem_euclid(n) * (12 / n)),
            None if self.frequency == Frequency::Weekly => return date(self.ordinal * 7 + EPOCH_MONDAY),
            None => return date(self.ordinal),
        };
        // Both fit: the ordinal was checked against the years of four digits.
        Date::constant(year as i16, position as i8 + 1, 1)
    }

    /// The day after the last one.
    pub fn end(self) -> Date {
        Self {
            frequency: self.frequency,
            ordinal: self.ordinal + 1,
        }
        .start()
    }

    /// The period just before, if there is one.
    pub fn previous(self) -> Option<Self> {
        self.offset(-1)
    }

    /// The period just after, if there is one.
    #[allow(
        clippy::should_implement_trait,
        reason = "a period is no iterator; the name is the field's"
    )]
    pub fn next(self) -> Option<Self> {
        self.offset(1)
    }

    /// The period `n` positions later, or earlier when negative.
    pub fn offset(self, n: i32) -> Option<Self> {
        Self::checked(self.frequency, self.ordinal.checked_add(n)?)
    }

    /// The same position one year earlier: what year-on-year growth is measured against.
    ///
    /// None for an ISO week 53 after a year of 52 weeks, for 29 February, and before the first year.
    pub fn year_ago(self) -> Option<Self> {
        let start = self.start();
        match self.frequency {
            Frequency::Weekly => {
                let week = start.iso_week_date();
                Self::weekly(week.year() - 1, week.week().unsigned_abs()).ok()
            }
            Frequency::Daily => {
                Self::daily(Date::new(start.year() - 1, start.month(), start.day()).ok()?).ok()
            }
            Frequency::Annual | Frequency::Semiannual | Frequency::Quarterly | Frequency::Monthly => {
                self.offset(-self.frequency.periods_a_year()?)
            }
        }
    }

    /// Whether every day of `other` lies in this period.
    pub fn contains(self, other: Self) -> bool {
        self.start() <= other.start() && other.end() <= self.end()
    }

    /// The one period of `frequency` that contains this one wholly.
    ///
    /// None when there is none: a finer frequency, or a week that lies across a month's end.
    pub fn enclosing(self, frequency: Frequency) -> Option<Self> {
        Some(Self::containing(self.start(), frequency)).filter(|whole| whole.contains(self))
    }

    /// The periods of `frequency` that lie wholly inside this one, in order.
    ///
    /// They tile it except for weeks, which may stand out at both ends.
    pub fn parts(self, frequency: Frequency) -> impl Iterator<Item = Self> {
        let mut first = Self::containing(self.start(), frequency);
        if first.start() < self.start() {
            first.ordinal += 1;
        }
        let mut last = Self::containing(self.end(), frequency).ordinal;
        if (Self {
            frequency,
            ordinal: last,
        })
        .end()
            > self.end()
        {
            last -= 1;
        }
        (first.ordinal..=last).map(move |ordinal| Self { frequency, ordinal })
    }

    fn within_year(frequency: Frequency, year: i16, part: u8) -> Result<Self, InvalidPeriod> {
        let n = frequency.periods_a_year().unwrap_or(1);
        let text = || iso::year_part(frequency, i32::from(year), i32::from(part));
        iso::check_year(year).map_err(|fault| fault.of(text()))?;
        if !(1..=n).contains(&i32::from(part)) {
            return Err(PeriodFault::Part {
                frequency,
                part,
                last: n,
            }
            .of(text()));
        }
        Ok(Self {
            frequency,
            ordinal: n * i32::from(year) + i32::from(part) - 1,
        })
    }

    fn checked(frequency: Frequency, ordinal: i32) -> Option<Self> {
        let (first, last) = frequency.ordinals();
        (first..=last)
            .contains(&ordinal)
            .then_some(Self { frequency, ordinal })
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.frequency == other.frequency {
            return self.ordinal.cmp(&other.ordinal);
        }
        self.start()
            .cmp(&other.start())
            .then(self.frequency.cmp(&other.frequency))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Days since 1970-01-01; every date jiff knows fits.
fn days(date: Date) -> i32 {
    (date.duration_since(EPOCH).as_secs() / SECONDS_A_DAY) as i32
}

/// The day so many days after 1970-01-01; held at the ends of the calendar.
fn date(days: i32) -> Date {
    EPOCH.saturating_add(SignedDuration::from_secs(i64::from(days) * SECONDS_A_DAY))
}

/// Weeks of an ISO year: 28 December always lies in the last one.
fn weeks_in(iso_year: i16) -> u8 {
    Date::new(iso_year, 12, 28).map_or(52, |date| date.iso_week_date().week().unsigned_abs())
}

/// Days of a month that exists.
fn days_in(year: i16, month: u8) -> u8 {
    let first = i8::try_from(month)
        .ok()
        .and_then(|month| Date::new(year, month, 1).ok());
    first.map_or(31, |first| first.days_in_month().unsigned_abs())
}
