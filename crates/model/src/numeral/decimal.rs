//! Numbers in Arabic digits, with separators of thousands, a point and an exponent.

use super::NumeralFault;

/// A number before it is given to f64: kept in decimal so that a scale such as 万 costs no rounding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Digits with at most one point; no sign.
    pub(super) digits: String,
    /// Power of ten.
    pub(super) exponent: i32,
}

impl Decimal {
    /// The value times a power of ten, rounded once.
    pub(super) fn value(&self, power: i32) -> Result<f64, NumeralFault> {
        let exponent = self.exponent.saturating_add(power);
        let value: f64 = format!("{}e{exponent}", self.digits)
            .parse()
            .map_err(|_| NumeralFault::OutOfRange)?;
        let is_zero = self.digits.bytes().all(|digit| matches!(digit, b'0' | b'.'));
        if value.is_normal() || is_zero {
            Ok(value)
        } else {
            Err(NumeralFault::OutOfRange)
        }
    }
}

/// Reads the number at the front of a text; None when there is none. Gives what follows it.
pub(super) fn read(text: &str) -> Result<Option<(Decimal, &str)>, NumeralFault> {
    let (mut digits, rest) = whole(text)?;
    let rest = match rest.strip_prefix('.').map(run) {
        Some((fraction, rest)) if !fraction.is_empty() => {
            digits.push('.');
            digits.push_str(fraction);
            if rest.strip_prefix(',').is_some_and(starts_with_digit) {
                return Err(NumeralFault::Grouping);
            }
            rest
        }
        Some(_) | None => rest,
    };
    if digits.is_empty() {
        return Ok(None);
    }
    let (exponent, rest) = exponent(rest).unwrap_or((0, rest));
    Ok(Some((Decimal { digits, exponent }, rest)))
}

/// The digits before the point, without their separators.
fn whole(text: &str) -> Result<(String, &str), NumeralFault> {
    let (first, mut rest) = run(text);
    let mut groups = vec![first];
    let mut separators = Vec::new();
    while let Some(c) = rest.chars().next().filter(|c| is_separator(*c))
        && starts_with_digit(&rest[c.len_utf8()..])
        && !first.is_empty()
    {
        let (group, after) = run(&rest[c.len_utf8()..]);
        separators.push(c);
        groups.push(group);
        rest = after;
    }
    if groups.len() > 1 {
        let is_grouped = (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && groups.iter().skip(1).all(|group| group.len() == 3)
            && separators.iter().all(|c| *c == separators[0]);
        if !is_grouped {
            return Err(NumeralFault::Grouping);
        }
    }
    Ok((groups.concat(), rest))
}

/// `E+05` and the like; the letter alone is left to the unit (`5EB`).
fn exponent(text: &str) -> Option<(i32, &str)> {
    let after = text.strip_prefix(['e', 'E'])?;
    let (sign, after) = match after.strip_prefix('-') {
        Some(after) => (-1, after),
        None => (1, after.strip_prefix('+').unwrap_or(after)),
    };
    let (digits, rest) = run(after);
    if digits.is_empty() {
        return None;
    }
    // Any exponent of more digits is as much out of range as this one.
    Some((sign * digits.parse().unwrap_or(99_999).min(99_999), rest))
}

fn run(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Comma, space, no-break space, figure and thin spaces.
fn is_separator(c: char) -> bool {
    matches!(c, ',' | ' ' | '\u{A0}' | '\u{2007}'..='\u{2009}' | '\u{202F}')
}
