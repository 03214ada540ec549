//! Numbers as people read them. Machines get the whole number.

use zhibiao_proto::observation::v1::Qualifier;

/// Decimals that a figure of at least 1 is shown with.
const DECIMALS: usize = 4;

/// Significant digits that a figure below 1 is shown with.
const DIGITS: usize = 4;

/// From here on a figure is shown with a power of ten: more digits than a double has tell nothing.
const LARGE: f64 = 1e16;

/// A figure with thousands separators: at most four decimals, or four significant digits below 1; a very large one with a
/// power of ten.
pub(crate) fn figure(value: f64) -> String {
    if value.is_finite() && value.abs() >= LARGE {
        return scientific(value);
    }
    let decimals = decimals(value);
    let plain = format!("{value:.decimals$}");
    let short = if plain.contains('.') {
        plain.trim_end_matches('0').trim_end_matches('.')
    } else {
        &plain
    };
    grouped(if short == "-0" { "0" } else { short })
}

/// A figure with a power of ten: 1.2346e300.
fn scientific(value: f64) -> String {
    let shown = format!("{value:.DECIMALS$e}");
    match shown.split_once('e') {
        Some((digits, power)) => format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.')),
        None => shown,
    }
}

/// A figure that is enough to get somewhere from another: what is cut off its decimals is never what makes it so.
pub(crate) fn enough(value: f64, from: Option<f64>) -> String {
    let decimals = decimals(value);
    let shown: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
    let step = 10_f64.powi(-i32::try_from(decimals).unwrap_or_default());
    let up = from.is_none_or(|from| value >= from);
    figure(match up {
        true if shown < value => shown + step,
        false if shown > value => shown - step,
        true | false => shown,
    })
}

/// Decimals that a figure is shown with at most.
fn decimals(value: f64) -> usize {
    let size = value.abs();
    if size != 0.0 && size < 1.0 {
        let leading = -size.log10().floor();
        // `leading` is between 1 and 324 for every f64 in (0, 1).
        (leading as usize + DIGITS - 1).min(12)
    } else {
        DECIMALS
    }
}

/// Places gained or lost, with an arrow.
pub(crate) fn gained(places: f64) -> String {
    if places == 0.0 {
        "=".to_owned()
    } else if places > 0.0 {
        format!("▲{}", figure(places))
    } else {
        format!("▼{}", figure(-places))
    }
}

/// A share as a percentage, to a tenth.
pub(crate) fn percent(share: f64) -> String {
    format!("{}%", figure((share * 1e3).round() / 10.0))
}

/// A difference, with its sign.
pub(crate) fn signed(difference: f64) -> String {
    if difference > 0.0 {
        format!("+{}", figure(difference))
    } else {
        figure(difference)
    }
}

/// A whole number with thousands separators.
pub(crate) fn count(value: impl Into<i128>) -> String {
    grouped(&value.into().to_string())
}

/// The sign before a qualified figure: ≥ at least, ≤ at most, ≈ about.
pub(crate) fn sign(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Unspecified | Qualifier::Exact => "",
        Qualifier::AtLeast => "≥",
        Qualifier::AtMost => "≤",
        Qualifier::Approximate => "≈",
    }
}

fn grouped(number: &str) -> String {
    let (minus, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, decimals) = digits
        .split_once('.')
        .map_or((digits, None), |(w, d)| (w, Some(d)));
    let mut out = String::with_capacity(number.len() + whole.len() / 3 + 1);
    out.push_str(minus);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_short() {
        for (value, shown) in [
            (0.0, "0"),
            (-0.0, "0"),
            (10302.209262, "10,302.2093"),
            (24294.0, "24,294"),
            (-1234.5, "-1,234.5"),
            (0.000123456, "0.0001235"),
            (-0.05, "-0.05"),
            (999.0, "999"),
            (1e15, "1,000,000,000,000,000"),
            (1e16, "1e16"),
            (-1.234_567e300, "-1.2346e300"),
            (f64::MAX, "1.7977e308"),
        ] {
            assert_eq!(figure(value), shown);
        }
        assert_eq!(count(1_234_567), "1,234,567");
    }

    #[test]
    fn a_figure_that_is_enough_is_never_cut_short() {
        for (value, from, shown) in [
            (14.232_107, Some(13.0), "14.2322"),
            (14.232_197, Some(13.0), "14.2322"),
            (14.232_193, Some(20.0), "14.2321"),
            (0.000_123_46, None, "0.0001235"),
            (12.5, Some(1.0), "12.5"),
            (-3.000_04, Some(-2.0), "-3.0001"),
            (-2.000_06, Some(-3.0), "-2"),
        ] {
            assert_eq!(enough(value, from), shown, "{value} from {from:?}");
        }
    }
}
