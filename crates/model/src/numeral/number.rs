//! A cell's number with everything around it: words of doubt, sign, currency, scale and unit.

use super::decimal::{self, Decimal};
use super::{CellNumber, NumeralFault, chinese};
use crate::qualifier::Qualifier;
use crate::unit::{Unit, leading_scale};
use crate::width::half_width;

/// Currencies that stand before an amount; one that begins with another stands first.
const CURRENCIES: [&str; 15] = [
    "人民币",
    "RMB",
    "CNY",
    "USD",
    "EUR",
    "HKD",
    "JPY",
    "GBP",
    "US$",
    "HK$",
    "￥",
    "¥",
    "$",
    "€",
    "£",
];
const LATIN_SCALES: [&str; 3] = ["k", "K", "M"];
const NOT_FINITE: [&str; 9] = [
    "nan",
    "inf",
    "infinity",
    "+inf",
    "-inf",
    "+infinity",
    "-infinity",
    "∞",
    "-∞",
];

/// Reads a trimmed cell; None when it is no number.
pub(super) fn read(text: &str) -> Result<Option<CellNumber>, NumeralFault> {
    let folded: String = text.chars().map(fold).collect();
    if NOT_FINITE.iter().any(|word| folded.eq_ignore_ascii_case(word)) {
        return Err(NumeralFault::NotFinite);
    }
    let mut qualifier = Qualifier::Exact;
    let mut rest = folded.as_str();
    while let Some((found, after)) = Qualifier::strip_before(rest) {
        qualifier = qualifier.combine(found);
        rest = after.trim_start();
    }
    let (sign, rest) = sign(rest);
    let (currency, rest) = currency(rest);
    // ￥-5 is written as well as -￥5.
    let (sign, rest) = if sign.is_none() && currency.is_some() {
        self::sign(rest)
    } else {
        (sign, rest)
    };
    let (is_bracketed, body) = match bracketed(rest) {
        Some(inner) if sign.is_none() => (true, inner),
        Some(_) | None => (false, rest.to_owned()),
    };
    let is_negative = is_bracketed || sign == Some('-');
    let outer = Outer {
        qualifier,
        is_negative,
        currency,
    };
    match decimal::read(&body)? {
        Some((decimal, after)) => outer.complete(&decimal, after, None),
        None => outer.in_chinese(&body),
    }
}

/// What stands before the digits.
struct Outer {
    qualifier: Qualifier,
    is_negative: bool,
    currency: Option<Unit>,
}

impl Outer {
    /// `三十余`, `百分之五`: the first reading that leaves a unit or nothing.
    fn in_chinese(&self, body: &str) -> Result<Option<CellNumber>, NumeralFault> {
        let part = [("百分之", "%"), ("千分之", "‰")]
            .into_iter()
            .find_map(|(words, symbol)| Some((body.strip_prefix(words)?, symbol)));
        if let Some((after, symbol)) = part
            && let Some((decimal, rest)) = decimal::read(after)?
        {
            return self.complete(&decimal, rest, Unit::parse(symbol).ok());
        }
        let (digits, symbol) = part.map_or((body, None), |(after, symbol)| (after, Some(symbol)));
        for (decimal, rest) in chinese::read(digits) {
            let unit = symbol.and_then(|symbol| Unit::parse(symbol).ok());
            if let Some(number) = self.complete(&decimal, rest, unit)? {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// Reads what follows the digits; None when it is neither a word of doubt nor a unit.
    fn complete(
        &self,
        decimal: &Decimal,
        after: &str,
        part: Option<Unit>,
    ) -> Result<Option<CellNumber>, NumeralFault> {
        let mut following = Qualifier::Exact;
        let mut rest = after.trim();
        while let Some((found, after)) = Qualifier::strip_after(rest) {
            following = following.combine(found);
            rest = after.trim_start();
        }
        while let Some((found, before)) = Qualifier::strip_after_end(rest) {
            following = following.combine(found);
            rest = before.trim_end();
        }
        let Some((power, unit, inner)) = self.scale_and_unit(rest) else {
            return Ok(None);
        };
        let unit = match (unit, part) {
            (unit, None) => unit,
            (None, Some(part)) => Some(part),
            (Some(_), Some(_)) => return Ok(None),
        };
        let value = decimal.value(power)?;
        let following = following.combine(inner);
        // -20余 bounds the amount and -5以上 the number: behind a minus nobody can tell which is meant.
        let following = if self.is_negative {
            following.combine(following.flipped())
        } else {
            following
        };
        let value = if self.is_negative { 0.0 - value } else { value };
        let qualifier = self.qualifier.combine(following);
        Ok(Some(CellNumber {
            value,
            qualifier,
            unit,
        }))
    }

    /// The power of ten of a scale that stands alone, the unit, and a word of doubt between the two (`万余人`).
    fn scale_and_unit(&self, text: &str) -> Option<(i32, Option<Unit>, Qualifier)> {
        if text.is_empty() {
            return Some((0, self.currency.clone(), Qualifier::Exact));
        }
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if let Ok(unit) = Unit::parse(text) {
            // 3- and 3/ would else be 3 of the unit of plain numbers.
            let is_unit = self.fits(&unit) && unit != Unit::one();
            return is_unit.then_some((0, Some(unit), Qualifier::Exact));
        }
        let (power, after) = leading_scale(text)?;
        let scale = &text[..text.len() - after.len()];
        let (inner, rest) = Qualifier::strip_after(after).unwrap_or((Qualifier::Exact, after));
        let scaled = |base: &str| {
            Unit::parse(&format!("{scale}{base}"))
                .ok()
                .filter(|unit| self.fits(unit))
        };
        match (rest.trim_start(), &self.currency) {
            // 5M and 5k are more than a number, but of what they do not say.
            ("", None) if LATIN_SCALES.contains(&scale) => None,
            ("", None) => Some((power as i32, None, inner)),
            ("", Some(currency)) => Some((0, Some(scaled(currency.symbol())?), inner)),
            (_, _) if inner == Qualifier::Exact => None,
            (base, _) => Some((0, Some(scaled(base)?), inner)),
        }
    }

    fn fits(&self, unit: &Unit) -> bool {
        self.currency
            .as_ref()
            .is_none_or(|currency| unit.converts_to(currency))
    }
}

fn sign(text: &str) -> (Option<char>, &str) {
    match text.chars().next() {
        Some(c @ ('+' | '-')) => (Some(c), text[c.len_utf8()..].trim_start()),
        Some(c @ '负') => (Some('-'), &text[c.len_utf8()..]),
        Some(_) | None => (None, text),
    }
}

fn currency(text: &str) -> (Option<Unit>, &str) {
    let found = CURRENCIES
        .iter()
        .find_map(|name| Some((text.strip_prefix(name)?, Unit::parse(name).ok()?)));
    match found {
        Some((rest, unit)) => (Some(unit), rest.trim_start()),
        None => (None, text),
    }
}

/// The accounting form of a negative number, `(12.3)` or `(12.3)%`, without its brackets; digits only stand first.
fn bracketed(text: &str) -> Option<String> {
    let (inner, after) = text.strip_prefix('(')?.split_once(')')?;
    let starts = inner.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    starts.then(|| format!("{inner}{after}"))
}

fn fold(c: char) -> char {
    match c {
        '\u{2212}' | '\u{2013}' => '-',
        _ => half_width(c),
    }
}
