//! Numbers that say by themselves what they are parts of: 百分之五, 万分之二, 三分之一.

use std::sync::Arc;

use zhibiao_model::unit::Unit;

use crate::page::{Extent, Page};
use crate::quantity::{Quantity, Script, is_chinese_digit, qualifier_after, qualifier_before, run};
use crate::ranges::neighbours;
use crate::rules::Rules;
use crate::tables::numbers::{FRACTION, PerPart};
use crate::values::plain;

/// Characters of 1/10 and 99/100.
const LONGEST_PART: usize = 6;

/// 百分之五, 百分之12.5.
pub(crate) fn per_part(page: &Page<'_>, rules: &Rules, words: Extent, share: PerPart) -> Option<Quantity> {
    let is_digit = |c: char| c.is_ascii_digit() || is_chinese_digit(c) || matches!(c, '.' | '点');
    let end = run(page, words.end, is_digit);
    let digits = page.slice(words.end..end);
    // 百分之七八 is no 78 %.
    let value = plain(digits).filter(|_| neighbours(digits).is_none())?;
    let unit = if share.unit == rules.percent.symbol() {
        &rules.percent
    } else {
        &rules.per_mille
    };
    Some(ratio(page, rules, words.start..end, value / share.of, unit))
}

/// 三分之一: told as a percentage, as every other share is.
pub(crate) fn fraction(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Quantity> {
    let words = run(page, at, is_chinese_digit);
    let start = words + FRACTION.chars().count();
    let end = run(page, start, is_chinese_digit);
    let whole = plain(page.slice(at..words)).filter(|whole| *whole > 0.0)?;
    let part = plain(page.slice(start..end)).filter(|part| *part <= whole)?;
    let value = part * 100.0 / whole;
    page.starts(words, FRACTION)
        .then(|| ratio(page, rules, at..end, value, &rules.percent))
}

/// 贡献了全市1/10的工业增加值: a part of what stands behind it, or of which much; any other 1/10 may number or date something.
pub(crate) fn written_fraction(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Quantity> {
    let digits = |at: usize| run(page, at, |c| c.is_ascii_digit());
    let slash = digits(at);
    let end = digits(slash + 1);
    if page.at(slash) != '/' || at + LONGEST_PART < end {
        return None;
    }
    let part = plain(page.slice(at..slash)).filter(|part| *part > 0.0)?;
    let whole = plain(page.slice(slash + 1..end)).filter(|whole| *whole > part)?;
    let is_of_place = || rules.scope.elsewhere.ends(page, at) || page.before(at) == '的';
    let says = page.at(end) == '的' || qualifier_after(page, rules, end).1 > end || is_of_place();
    says.then(|| ratio(page, rules, at..end, part * 100.0 / whole, &rules.percent))
}

/// A number that says its unit by itself.
fn ratio(page: &Page<'_>, rules: &Rules, number: Extent, value: f64, unit: &Arc<Unit>) -> Quantity {
    let (before, begin) = qualifier_before(page, rules, number.start);
    let (after, tail) = qualifier_after(page, rules, number.end);
    let script = if page.before(number.end).is_ascii_digit() {
        Script::Arabic
    } else {
        Script::Chinese
    };
    Quantity {
        number,
        extent: begin..tail,
        whole: begin..tail,
        value,
        unit: Some(Arc::clone(unit)),
        qualifier: before.combine(after),
        script,
        is_range_end: false,
    }
}
