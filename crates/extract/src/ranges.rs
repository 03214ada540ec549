//! Two numbers that make one figure: ranges, `3至5亿元`, and products, `2×100万千瓦`.

use zhibiao_model::qualifier::Qualifier;

use crate::page::{Extent, Page};
use crate::quantity::{
    Quantity, Scan, Script, TENTHS, complete, digits_end, figure, is_chinese_digit, part, qualifier_before,
    run, skip_space,
};
use crate::rules::Rules;
use crate::tables::numbers::RANGE_MARKS;
use crate::values::{is_scale, plain, scaled};

/// How far before a number the word may stand that makes a change of a range: 从2021年的30家到50家.
const FORMER: usize = 10;

/// Reads the number that begins at a position; None when what begins there is a word (统一, 百姓).
pub(crate) fn read(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Scan> {
    if let Some(pair) = neighbouring(page, rules, at) {
        return Some(pair);
    }
    let first = match part(page, rules, at) {
        Some(Ok(first)) => first,
        Some(Err(extent)) => return Some(Scan::Malformed(extent)),
        None => low_end(page, rules, at)?,
    };
    let mark = RANGE_MARKS
        .iter()
        .find(|mark| page.starts(first.extent.end, mark));
    let second = mark
        .map(|mark| first.extent.end + mark.chars().count())
        .filter(|at| page.at(*at).is_ascii_digit() || is_chinese_digit(page.at(*at)))
        .and_then(|at| part(page, rules, at)?.ok());
    Some(Scan::Quantities(match second {
        Some(second) if is_change(page, rules, &first, &second) => vec![first, second],
        Some(second) if is_range(&first, &second) => range(page, first, second),
        Some(_) | None => vec![first],
    }))
}

/// Where two digits stand side by side in Chinese numerals, with no scale between them: 五六, 十七八, 二三十.
pub(crate) fn neighbours(digits: &[char]) -> Option<usize> {
    let counts = |c: char| is_chinese_digit(c) && !is_scale(c) && !matches!(c, '零' | '〇');
    digits.windows(2).position(|pair| pair.iter().all(|c| counts(*c)))
}

/// 五六名, 十七八家, 二三十家: two digits side by side are the ends of a range, and no 56. What is left of more of them, or
/// of two that don't rise, is no number.
fn neighbouring(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Scan> {
    let end = run(page, at, is_chinese_digit);
    let digits = page.slice(at..end);
    let first = neighbours(digits)?;
    // 三四千瓦: the last scale may belong to the unit.
    let cut = (at + first + 2..=end)
        .rev()
        .take_while(|cut| *cut == end || is_scale(page.at(*cut)))
        .find(|cut| rules.units.read(page, skip_space(page, *cut)).is_some())?;
    let end_of = |skipped: usize| {
        let kept = page.slice(at..cut).iter().enumerate();
        let kept: Vec<char> = kept.filter(|(n, _)| *n != skipped).map(|(_, c)| *c).collect();
        plain(&kept).filter(|_| neighbours(&kept).is_none())
    };
    let (Some(low), Some(high)) = (end_of(first + 1), end_of(first)) else {
        return Some(Scan::Malformed(at..cut));
    };
    if low >= high {
        return Some(Scan::Malformed(at..cut));
    }
    let [mut low, mut high] = [low, high].map(|value| complete(page, rules, at..cut, value, Script::Chinese));
    let middle = at + first + 1;
    (low.number.end, high.number.start) = (middle, middle);
    (low.extent.end, high.extent.start) = (middle, middle);
    bound(&mut low, &mut high);
    Some(Scan::Quantities(vec![low, high]))
}

/// The lower end of 两至三成 and 三到五家, which has no unit of its own and is no number without the upper one.
fn low_end(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Quantity> {
    let end = run(page, at, is_chinese_digit);
    let mark = RANGE_MARKS.iter().find(|mark| page.starts(end, mark))?;
    let upper = end + mark.chars().count();
    let value = plain(page.slice(at..end)).filter(|_| is_chinese_digit(page.at(upper)))?;
    let low = complete(page, rules, at..end, value, Script::Chinese);
    let high = part(page, rules, upper)?.ok()?;
    (low.unit.is_none() && is_range(&low, &high)).then_some(low)
}

fn is_range(low: &Quantity, high: &Quantity) -> bool {
    let alike = match (&low.unit, &high.unit) {
        (None, _) => true,
        (Some(low), Some(high)) => low.converts_to(high),
        (Some(_), None) => false,
    };
    alike && low.script == high.script
}

/// 由30家到50家 tells of a change; 由3至5名专家 and 从10万元到20万元不等 do not.
fn is_change(page: &Page<'_>, rules: &Rules, low: &Quantity, high: &Quantity) -> bool {
    let start = low.extent.start;
    let former = &rules.numbers.former;
    let is_dated = || {
        let year =
            page.before(start) == '的' && matches!(page.before(start - 1), '年' | '月' | '底' | '末' | '初');
        year && (start.saturating_sub(FORMER)..start).any(|at| former.ends(page, at))
    };
    let is_told = low.unit.is_some() && (former.ends(page, start) || is_dated());
    is_told && low.whole.end < high.number.start && !page.starts(high.extent.end, "不等")
}

/// `3至5亿元`: the first end has the scale and unit of the second when it has none itself, and each end bounds the
/// true value from its side. Words of doubt before or behind the range are said of both ends.
fn range(page: &Page<'_>, mut low: Quantity, mut high: Quantity) -> Vec<Quantity> {
    if low.unit.is_none() {
        inherit_unit(page, &mut low, &high);
    }
    high.number.start = high.number.start.max(low.extent.end + 1);
    high.extent.start = high.number.start;
    high.value = high.value.abs();
    bound(&mut low, &mut high);
    low.whole = low.extent.start..high.extent.end;
    high.whole.clone_from(&low.whole);
    vec![low, high]
}

/// Makes two numbers the ends of a range.
fn bound(low: &mut Quantity, high: &mut Quantity) {
    let is_about = [low.qualifier, high.qualifier].contains(&Qualifier::Approximate);
    let about = if is_about {
        Qualifier::Approximate
    } else {
        Qualifier::Exact
    };
    low.qualifier = about.combine(Qualifier::AtLeast);
    high.qualifier = about.combine(Qualifier::AtMost);
    (low.is_range_end, high.is_range_end) = (true, true);
}

/// A number, or a product of two: 2×100万千瓦.
pub(crate) fn product(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Result<Quantity, Extent>> {
    let digits = digits_end(page, at);
    let multiplies =
        |at: usize| matches!(page.at(at), '×' | 'x' | 'X' | '*') && page.at(at + 1).is_ascii_digit();
    if !multiplies(digits) {
        return figure(page, rules, at);
    }
    let end = digits_end(page, digits + 1);
    if multiplies(end) {
        // 2×3×4 is a size, no product of a count and an amount.
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '×' | 'x' | 'X' | '*' | '.');
        return Some(Err(at..run(page, end, is_part)));
    }
    let factor = plain(page.slice(at..digits));
    let (Some(factor), Some(Ok(mut quantity))) = (factor, figure(page, rules, digits + 1)) else {
        return Some(Err(at..end));
    };
    let (qualifier, begin) = qualifier_before(page, rules, at);
    quantity.value *= factor;
    quantity.number.start = at;
    quantity.extent.start = begin;
    quantity.whole.start = begin;
    quantity.qualifier = qualifier;
    Some(Ok(quantity))
}

/// Gives a number without a unit the unit and scale of another: 1、2、3亿元.
pub(crate) fn inherit_unit(page: &Page<'_>, quantity: &mut Quantity, from: &Quantity) {
    quantity.unit.clone_from(&from.unit);
    let digits = page.slice(quantity.number.clone());
    let tenths = page.starts(from.number.end, TENTHS);
    if tenths {
        quantity.value *= 10.0;
    } else if quantity.script == Script::Chinese {
        quantity.value =
            with_scale(digits, page.slice(from.number.clone()), from.value).unwrap_or(quantity.value);
    } else if !digits.iter().any(|c| is_scale(*c)) {
        quantity.value = scaled(digits, page.slice(from.number.clone())).unwrap_or(quantity.value);
    }
}

/// 三 of 三至五万家 is 三万; 八 of 八至十家 is eight, for 十 is a digit there.
fn with_scale(digits: &[char], upper: &[char], most: f64) -> Option<f64> {
    let last = upper.iter().rposition(|c| !is_scale(*c));
    let from = last.or_else(|| upper.starts_with(&['十']).then_some(0))? + 1;
    let scale = upper.get(from..).filter(|scale| !scale.is_empty())?;
    let has_none = !digits.iter().any(|c| is_scale(*c));
    scaled(digits, scale).filter(|value| has_none && *value < most)
}
