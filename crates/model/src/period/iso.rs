//! The strict text of periods and frequencies, and what is wrong with text that is none.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{FIRST_YEAR, Frequency, LAST_YEAR, Period, days_in};

/// Text or numbers that are no period, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("period \"{text}\": {fault}")]
pub struct InvalidPeriod {
    text: String,
    fault: PeriodFault,
}

/// What is wrong with a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodFault {
    /// None of the forms a period has.
    #[error("expected a form such as 2023, 2023-S1, 2023-Q4, 2023-09, 2023-W37 or 2023-09-17")]
    Form,
    /// A year outside the supported ones.
    #[error("year {year} is not in {FIRST_YEAR}..={LAST_YEAR}")]
    Year {
        /// The year given.
        year: i16,
    },
    /// A half, quarter or month that a year does not have.
    #[error("{} {part} is not in 1..={last}", part_name(*.frequency))]
    Part {
        /// Whose part it is.
        frequency: Frequency,
        /// The part given.
        part: u8,
        /// The last part of a year.
        last: i32,
    },
    /// A week that the ISO year does not have.
    #[error("week {week} is not in 1..={last}")]
    Week {
        /// The week given.
        week: u8,
        /// The last week of that ISO year.
        last: u8,
    },
    /// A day that the month does not have.
    #[error("day {day} is not in 1..={last}")]
    Day {
        /// The day given.
        day: u8,
        /// The last day of that month.
        last: u8,
    },
    /// A week whose days do not all lie in the supported years.
    #[error("the week does not lie wholly in the years {FIRST_YEAR}..={LAST_YEAR}")]
    AcrossYears,
    /// A position outside the supported years.
    #[error("{frequency} ordinal {ordinal} is not in {first}..={last}")]
    Ordinal {
        /// Of which frequency.
        frequency: Frequency,
        /// The ordinal given.
        ordinal: i32,
        /// The lowest one accepted.
        first: i32,
        /// The highest one accepted.
        last: i32,
    },
}

/// A word that names no frequency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("frequency \"{text}\": expected one of annual, semiannual, quarterly, monthly, weekly, daily")]
pub struct UnknownFrequency {
    /// The word given.
    pub text: String,
}

impl InvalidPeriod {
    /// The text, or the numbers written as a period.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong with it.
    pub fn fault(&self) -> &PeriodFault {
        &self.fault
    }
}

impl PeriodFault {
    pub(super) fn of(self, text: impl Into<String>) -> InvalidPeriod {
        InvalidPeriod {
            text: text.into(),
            fault: self,
        }
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Annual => "annual",
            Self::Semiannual => "semiannual",
            Self::Quarterly => "quarterly",
            Self::Monthly => "monthly",
            Self::Weekly => "weekly",
            Self::Daily => "daily",
        })
    }
}

impl FromStr for Frequency {
    type Err = UnknownFrequency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|frequency| frequency.to_string() == text)
            .ok_or_else(|| UnknownFrequency {
                text: text.to_owned(),
            })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Text::of(*self).as_str())
    }
}

/// The text, made without the machinery of `format!`: answers are full of periods, and there each would cost more than
/// everything else that is done for its value.
impl From<Period> for String {
    fn from(period: Period) -> Self {
        Text::of(period).as_str().to_owned()
    }
}

/// The text of a period.
struct Text {
    bytes: [u8; 10],
    length: usize,
}

impl Text {
    fn of(period: Period) -> Self {
        let (year, part, day) = period.numbers();
        let ([a, b], [c, d]) = (two_digits(year / 100), two_digits(year % 100));
        let ([e, f], [g, h]) = (two_digits(part), two_digits(day));
        let (bytes, length) = match period.frequency {
            Frequency::Annual => ([a, b, c, d, 0, 0, 0, 0, 0, 0], 4),
            Frequency::Semiannual => ([a, b, c, d, b'-', b'S', f, 0, 0, 0], 7),
            Frequency::Quarterly => ([a, b, c, d, b'-', b'Q', f, 0, 0, 0], 7),
            Frequency::Monthly => ([a, b, c, d, b'-', e, f, 0, 0, 0], 7),
            Frequency::Weekly => ([a, b, c, d, b'-', b'W', e, f, 0, 0], 8),
            Frequency::Daily => ([a, b, c, d, b'-', e, f, b'-', g, h], 10),
        };
        Self { bytes, length }
    }

    fn as_str(&self) -> &str {
        // Only ASCII stands there.
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// The last two decimal digits of a number.
fn two_digits(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

impl Period {
    /// The year, the half, quarter, month or week of it, and the day of the month, as far as its text says them.
    fn numbers(self) -> (u32, u32, u32) {
        // With the periods of a year as constants nothing is divided at run time.
        match self.frequency {
            Frequency::Annual => (self.ordinal.unsigned_abs(), 0, 0),
            Frequency::Semiannual => self.part_of_year(2),
            Frequency::Quarterly => self.part_of_year(4),
            Frequency::Monthly => self.part_of_year(12),
            Frequency::Weekly => {
                let week = self.start().iso_week_date();
                (
                    week.year().unsigned_abs().into(),
                    week.week().unsigned_abs().into(),
                    0,
                )
            }
            Frequency::Daily => {
                let date = self.start();
                let [month, day] = [date.month(), date.day()].map(|part| part.unsigned_abs().into());
                (date.year().unsigned_abs().into(), month, day)
            }
        }
    }

    #[inline]
    fn part_of_year(self, of: i32) -> (u32, u32, u32) {
        let (year, before) = (self.ordinal.div_euclid(of), self.ordinal.rem_euclid(of));
        (year.unsigned_abs(), before.unsigned_abs() + 1, 0)
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map_err(|fault| fault.of(text))
    }
}

fn parse(text: &str) -> Result<Period, PeriodFault> {
    let bytes = text.as_bytes();
    let year = number(bytes.get(..4)).ok_or(PeriodFault::Form)? as i16;
    let part = |at: usize, len: usize| number(bytes.get(at..at + len)).map(|n| n as u8);
    let made = match (bytes.get(4), bytes.get(5), bytes.get(7), bytes.len()) {
        (None, None, None, 4) => Period::annual(year),
        (Some(b'-'), Some(b'S'), None, 7) => Period::semiannual(year, part(6, 1).ok_or(PeriodFault::Form)?),
        (Some(b'-'), Some(b'Q'), None, 7) => Period::quarterly(year, part(6, 1).ok_or(PeriodFault::Form)?),
        (Some(b'-'), Some(b'W'), Some(_), 8) => Period::weekly(year, part(6, 2).ok_or(PeriodFault::Form)?),
        (Some(b'-'), Some(_), None, 7) => Period::monthly(year, part(5, 2).ok_or(PeriodFault::Form)?),
        (Some(b'-'), Some(_), Some(b'-'), 10) => {
            let month = part(5, 2).ok_or(PeriodFault::Form)?;
            let day = part(8, 2).ok_or(PeriodFault::Form)?;
            return calendar_day(year, month, day);
        }
        _ => return Err(PeriodFault::Form),
    };
    made.map_err(|invalid| invalid.fault)
}

/// The period of one calendar day, or which of the three numbers is wrong.
pub(super) fn calendar_day(year: i16, month: u8, day: u8) -> Result<Period, PeriodFault> {
    Period::monthly(year, month).map_err(|invalid| invalid.fault)?;
    let last = days_in(year, month);
    let fault = PeriodFault::Day { day, last };
    if !(1..=last).contains(&day) {
        return Err(fault);
    }
    let date = Date::new(year, month as i8, day as i8).map_err(|_| fault)?;
    Period::daily(date).map_err(|invalid| invalid.fault)
}

pub(super) fn check_year(year: i16) -> Result<(), PeriodFault> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        Ok(())
    } else {
        Err(PeriodFault::Year { year })
    }
}

/// `2023`, `2023-S1`, `2023-Q4`, `2023-09`: the frequencies that divide calendar years.
pub(super) fn year_part(frequency: Frequency, year: i32, part: i32) -> String {
    match frequency {
        Frequency::Annual => format!("{year:04}"),
        Frequency::Semiannual => format!("{year:04}-S{part}"),
        Frequency::Quarterly => format!("{year:04}-Q{part}"),
        Frequency::Monthly | Frequency::Weekly | Frequency::Daily => format!("{year:04}-{part:02}"),
    }
}

fn part_name(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Annual => "year",
        Frequency::Semiannual => "half",
        Frequency::Quarterly => "quarter",
        Frequency::Monthly => "month",
        Frequency::Weekly => "week",
        Frequency::Daily => "day",
    }
}

/// A number of ASCII digits alone, so that neither a sign nor a space slips in.
fn number(digits: Option<&[u8]>) -> Option<u16> {
    let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
    Some(digits.iter().fold(0, |n, digit| n * 10 + u16::from(digit - b'0')))
}
