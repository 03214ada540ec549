//! Numbers of workbook cells as an office sees them.

use std::fmt::Write;

/// How a number format shows numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As a number.
    Plain,
    /// As a percentage.
    Percentage,
    /// As a year.
    Year,
    /// As a year and a month.
    Month,
    /// As a date.
    Day,
}

/// A number as text: whole numbers without a point, others with as many digits as tell them apart.
pub(crate) fn show(number: f64) -> String {
    let mut text = String::new();
    show_into(number, &mut text);
    text
}

pub(crate) fn show_into(number: f64, text: &mut String) {
    let written = if number == 0.0 {
        text.push('0');
        Ok(())
    } else if (1e-9..1e17).contains(&number.abs()) {
        write!(text, "{number}")
    } else {
        write!(text, "{number:e}")
    };
    debug_assert!(written.is_ok(), "writing to a string can't fail");
}

/// The date of a serial number, as precise as it is shown; None when it is no date.
pub(crate) fn show_date(serial: f64, shown: Shown, since_1904: bool) -> Option<String> {
    // 9999-12-31 is 2,958,465; the serial 60 is the day that 1900 never had.
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    let days_since_1970 = if since_1904 {
        days - 24_107
    } else if days < 60 {
        days - 25_568
    } else {
        days - 25_569
    };
    let (year, month, day) = civil(days_since_1970);
    match shown {
        Shown::Year => Some(format!("{year:04}")),
        Shown::Month => Some(format!("{year:04}-{month:02}")),
        Shown::Day => Some(format!("{year:04}-{month:02}-{day:02}")),
        Shown::Plain | Shown::Percentage => None,
    }
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date
/// algorithms", `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// How a built-in number format shows numbers (ECMA-376 part 1, 18.8.30, with the Chinese formats 27 to 58).
pub(crate) fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percentage,
        17 | 27 | 36 | 50 | 52 | 57 => Shown::Month,
        14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Shown::Day,
        _ => Shown::Plain,
    }
}

/// How a number format's code shows numbers; only its first section counts, which is the one for positive numbers.
pub(crate) fn of_code(code: &str) -> Shown {
    let (mut year, mut month, mut day, mut percent, mut hour) = (false, false, false, false, false);
    let mut chars = code.chars();
    if code.to_ascii_lowercase().starts_with("general") {
        return Shown::Plain;
    }
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            '%' => percent = true,
            'y' | 'Y' => year = true,
            'd' | 'D' => day = true,
            // Minutes after hours are written with the same letter as months.
            'm' | 'M' if !hour => month = true,
            'h' | 'H' => hour = true,
            _ => {}
        }
    }
    match (year, month, day, percent) {
        (_, _, true, _) => Shown::Day,
        (true, true, false, _) => Shown::Month,
        (true, false, false, _) => Shown::Year,
        (false, _, false, true) => Shown::Percentage,
        (false, _, false, false) => Shown::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_both_epochs() {
        let day = |serial, since_1904| show_date(serial, Shown::Day, since_1904);
        assert_eq!(day(45170.0, false).as_deref(), Some("2023-09-01"));
        assert_eq!(day(43708.0, true).as_deref(), Some("2023-09-01"));
        assert_eq!(day(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(day(59.0, false).as_deref(), Some("1900-02-28"));
        assert_eq!(day(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(day(2_958_465.9, false).as_deref(), Some("9999-12-31"));
        assert_eq!(day(2_958_466.0, false), None);
        assert_eq!(day(f64::NAN, false), None);
        assert_eq!(day(-1.0, false), None);
        assert_eq!(
            show_date(45170.5, Shown::Month, false).as_deref(),
            Some("2023-09")
        );
        assert_eq!(show_date(45170.0, Shown::Year, false).as_deref(), Some("2023"));
    }

    #[test]
    fn codes() {
        for (code, shown) in [
            ("General", Shown::Plain),
            ("0.0%", Shown::Percentage),
            ("yyyy\"年\"m\"月\"", Shown::Month),
            ("yyyy-mm-dd", Shown::Day),
            ("[$-409]mmm\\-yy;@", Shown::Month),
            ("yyyy", Shown::Year),
            ("#,##0.00_);[Red](#,##0.00)", Shown::Plain),
            ("h:mm", Shown::Plain),
            ("0\"人/day\"", Shown::Plain),
            ("\"", Shown::Plain),
        ] {
            assert_eq!(of_code(code), shown, "{code}");
        }
    }

    #[test]
    fn numbers() {
        for (number, text) in [
            (2023.0, "2023"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (55_014_940_375.0, "55014940375"),
            (1e308, "1e308"),
            (-1.5e-7, "-0.00000015"),
        ] {
            assert_eq!(show(number), text);
        }
    }
}
