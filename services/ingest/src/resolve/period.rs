//! Periods as an indicator takes them.

use zhibiao_model::{
    catalog::Indicator,
    period::{self, Period, PeriodReading},
};

/// Dimension by which an indicator says which span of time its values cover.
const SPAN: &str = "span";
/// The span of values that count from the start of the year.
const YEAR_TO_DATE: &str = "year-to-date";

/// How a period fits an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is one of the indicator's periods.
    Period(Period),
    /// It is of another length.
    WrongFrequency,
    /// It counts from the start of the year, the indicator does not.
    YearToDate,
    /// The text is no period.
    Unknown,
}

/// Whether an indicator counts from the start of the year to the end of its period.
pub(crate) fn is_year_to_date(indicator: &Indicator) -> bool {
    indicator
        .dimensions
        .get(SPAN)
        .is_some_and(|span| span == YEAR_TO_DATE)
}

/// Fits a text to an indicator. Parts of a year without their year (`1-6月`) belong to `year`.
pub(crate) fn fit(text: &str, year: Option<i16>, indicator: &Indicator) -> Fit {
    let in_year = || year.and_then(|year| period::read_in_year(text, year));
    match period::read(text).or_else(in_year) {
        Some(reading) => fit_reading(reading, indicator),
        None => Fit::Unknown,
    }
}

fn fit_reading(reading: PeriodReading, indicator: &Indicator) -> Fit {
    let PeriodReading { period, cumulative } = reading;
    let frequency = indicator.frequency;
    if is_year_to_date(indicator) {
        return match period.frequency() == frequency {
            true => Fit::Period(period),
            false => last_part(period, indicator).map_or(Fit::WrongFrequency, Fit::Period),
        };
    }
    match (cumulative, period.frequency() == frequency) {
        (true, _) => Fit::YearToDate,
        (false, true) => Fit::Period(period),
        (false, false) => Fit::WrongFrequency,
    }
}

/// `1-6月` reads as the half year and means June to a monthly year-to-date indicator: the last of the indicator's
/// periods in a span that begins with the year.
fn last_part(period: Period, indicator: &Indicator) -> Option<Period> {
    let start = period.start();
    let from_new_year = start.month() == 1 && start.day() == 1;
    (from_new_year && period.frequency() < indicator.frequency)
        .then(|| period.parts(indicator.frequency).last())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::indicator;

    fn fitted(text: &str, unit: &str, frequency: &str, span: &str) -> String {
        let indicator = indicator("x", unit, frequency, span);
        match fit(text, Some(2023), &indicator) {
            Fit::Period(period) => period.to_string(),
            other @ (Fit::WrongFrequency | Fit::YearToDate | Fit::Unknown) => format!("{other:?}"),
        }
    }

    #[test]
    fn periods_fit_the_indicator_s_frequency() {
        for (text, frequency, span, expected) in [
            ("2023年", "annual", "", "2023"),
            ("2023-13", "monthly", "", "Unknown"),
            ("2023年9月", "monthly", "", "2023-09"),
            ("2023年", "monthly", "", "WrongFrequency"),
            ("2023年1-9月", "monthly", "", "YearToDate"),
            ("2023年1-9月", "monthly", "year-to-date", "2023-09"),
            ("2023年1-6月", "monthly", "year-to-date", "2023-06"),
            ("2023年前三季度", "monthly", "year-to-date", "2023-09"),
            ("2023年", "monthly", "year-to-date", "2023-12"),
            ("2023年三季度", "monthly", "year-to-date", "WrongFrequency"),
            ("2023年上半年", "semiannual", "", "2023-S1"),
            ("三季度", "quarterly", "", "2023-Q3"),
        ] {
            assert_eq!(
                fitted(text, "亿元", frequency, span),
                expected,
                "{text} {frequency} {span}"
            );
        }
    }
}
