//! Numbers with what belongs to them: qualifier, scale and unit.

use std::sync::Arc;

use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::Unit;

use crate::page::{Extent, Page};
use crate::ranges::product;
use crate::ratios::per_part;
use crate::rules::Rules;
use crate::tables::noise::NOT_AFTER_CHINESE;
use crate::tables::numbers::{BEFORE_SCALE, BEHIND_ROUND, BETWEEN_PARTS, HALF, LOSS, NO_LOSS};
use crate::units::{WrittenUnit, is_relative};
use crate::values::{is_scale, plain, scaled};

/// Digits of one number; longer runs are no figure of an office.
pub(crate) const LONGEST_NUMBER: usize = 32;
/// Above it a Chinese numeral numbers nothing: 二期 and 三层, but 招聘会一百二十场.
const LAST_LABEL: f64 = 10.0;

/// What stands before a bound that was passed, and behind any verb.
const PASSING: char = '过';
/// The unit of tenths.
pub(crate) const TENTHS: &str = "成";
/// All tenths of something.
const MOST_TENTHS: f64 = 10.0;
/// That of a multiple, of which there may be half a one more: 一倍半.
const TIMES: &str = "倍";
/// The measure word and the scale of 12个亿.
const COUNTER: char = '个';
const COUNTED: char = '亿';

/// One number of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// The digits with their scale, or the whole product 2×100万.
    pub(crate) number: Extent,
    /// With qualifier and unit.
    pub(crate) extent: Extent,
    /// The same, of both ends of a range together.
    pub(crate) whole: Extent,
    /// In `unit`, or plain.
    pub(crate) value: f64,
    pub(crate) unit: Option<Arc<Unit>>,
    pub(crate) qualifier: Qualifier,
    pub(crate) script: Script,
    /// Whether it is one end of a range.
    pub(crate) is_range_end: bool,
}

/// In which digits a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Arabic,
    Chinese,
}

/// What stands where a number begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scan {
    /// One number, or the two ends of a range.
    Quantities(Vec<Quantity>),
    /// Digits that make no number.
    Malformed(Extent),
}

/// Whether a character may begin a number in Chinese numerals.
pub(crate) fn is_chinese_digit(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
    )
}

/// One number, or a product of two; Err with its extent when its digits are malformed.
pub(crate) fn part(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Result<Quantity, Extent>> {
    if let Some((start, share)) = rules.numbers.per_parts.at(page, at) {
        return per_part(page, rules, at..start, share).map(Ok);
    }
    if page.at(at).is_ascii_digit() {
        product(page, rules, at)
    } else {
        chinese(page, rules, at).map(Ok)
    }
}

pub(crate) fn figure(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Result<Quantity, Extent>> {
    let digits = digits_end(page, at);
    let written = written_end(page, at);
    if written > digits {
        // 1,10 is neither 1 and 10 nor 110, and 1.2.3 is no decimal.
        return Some(Err(at..written));
    }
    let Some(value) = plain(page.slice(at..digits)) else {
        return Some(Err(at..digits));
    };
    // 利润负5亿元, but 肩负5项任务.
    let is_loss = page.before(at) == LOSS && !NO_LOSS.contains(&page.before(at - 1));
    let is_negative = page.before(at) == '-' && !page.before(at - 1).is_ascii_alphanumeric();
    let begin = if is_negative { at - 1 } else { at };
    let value = if is_negative { 0.0 - value } else { value };
    let mut quantity = complete(page, rules, begin..digits, value, Script::Arabic);
    if is_loss {
        quantity.value = 0.0 - quantity.value;
        quantity.number.start = at - 1;
        quantity.extent.start = quantity.extent.start.min(at - 1);
        quantity.whole.start = quantity.extent.start;
    }
    Some(Ok(quantity))
}

fn chinese(page: &Page<'_>, rules: &Rules, at: usize) -> Option<Quantity> {
    let whole = run(page, at, is_chinese_digit);
    let fraction =
        page.at(whole) == '点' && is_chinese_digit(page.at(whole + 1)) && !is_scale(page.at(whole + 1));
    let end = if fraction {
        run(page, whole + 1, is_chinese_digit)
    } else {
        whole
    };
    let (qualifier, _) = qualifier_before(page, rules, at);
    let opens_with_scale = is_scale(page.at(at)) && page.at(at) != '十';
    // 百家, 千亿元 count nothing unless a word of doubt makes a bound of them: 近百家, 上千亿元, 百余家.
    if opens_with_scale && qualifier == Qualifier::Exact && more(page, rules, end).is_none() {
        return None;
    }
    // 千瓦 and 百分点 begin like scales: a longer number is given up for a shorter one with a unit.
    let ends = (at + 1..=end)
        .rev()
        .take_while(|cut| *cut == end || is_scale(page.at(*cut)));
    for cut in ends {
        // Most numerals in running text count nothing: reading them is for those that a unit follows.
        let behind = more(page, rules, cut).map_or(cut, |(_, after)| after);
        if rules.units.read(page, skip_space(page, behind)).is_none() {
            continue;
        }
        let digits = page.slice(at..cut);
        let value = if opens_with_scale {
            plain(&[&['一'], digits].concat())
        } else {
            plain(digits)
        };
        let Some(value) = value else { continue };
        let quantity = complete(page, rules, at..cut, value, Script::Chinese);
        let Some(unit) = &quantity.unit else { continue };
        // 一倍 and 一个百分点 are said of growth, 一个 of anything.
        let is_article = digits == ['一'] && !is_relative(unit);
        let is_label = value <= LAST_LABEL && quantity.qualifier == Qualifier::Exact;
        let is_doubtful = is_label && NOT_AFTER_CHINESE.contains(&unit.symbol());
        return (!is_article && !is_doubtful).then_some(quantity);
    }
    None
}

/// Adds scale, unit and qualifiers to digits.
pub(crate) fn complete(
    page: &Page<'_>,
    rules: &Rules,
    digits: Extent,
    value: f64,
    script: Script,
) -> Quantity {
    let (before, begin) = qualifier_before(page, rules, digits.start);
    let mut qualifier = before;
    let mut number_end = digits.end;
    let mut end = past_counter(page, number_end);
    let is_counted = end > number_end;
    end = past_gap(page, rules, end);
    // 1000多万元: a word of doubt may stand on either side of the scale.
    for _ in 0..2 {
        if let Some((more, after)) = more(page, rules, end) {
            qualifier = qualifier.combine(more);
            end = after;
        }
        if (script == Script::Arabic || is_counted)
            && let Some(cut) = scale_end(page, rules, end)
        {
            (end, number_end) = (cut, cut);
        }
    }
    let scale = page.slice(digits.end..number_end);
    let with_scale = (!scale.is_empty()).then(|| scaled(page.slice(digits.clone()), scale));
    let mut value = with_scale.flatten().unwrap_or(value);
    let mut unit = None;
    let mut tail = end;
    // 2023成都…: there are ten tenths of anything.
    let read = rules.units.read(page, skip_space(page, end));
    let written = read.filter(|written| written.unit.symbol() != TENTHS || value <= MOST_TENTHS);
    if let Some(written) = written {
        let is_tenths = written.unit.symbol() == TENTHS;
        let (own, unit_end) = in_unit(page, rules, &written, &mut value);
        if is_tenths && unit_end > written.extent.end {
            number_end = unit_end;
        }
        unit = Some(own);
        let (after, after_end) = qualifier_after(page, rules, unit_end);
        qualifier = qualifier.combine(after);
        tail = after_end;
    } else if is_counted {
        unit = Some(Arc::clone(&rules.yuan));
    }
    Quantity {
        number: digits.start..number_end,
        extent: begin..tail,
        whole: begin..tail,
        value,
        unit,
        qualifier,
        script,
        is_range_end: false,
    }
}

/// The unit that a value is told in, and where it ends: 两倍半; 六成 and 九成五 as percentages, as every other share is.
fn in_unit(page: &Page<'_>, rules: &Rules, written: &WrittenUnit, value: &mut f64) -> (Arc<Unit>, usize) {
    let mut end = written.extent.end;
    if written.unit.symbol() == TIMES && page.at(end) == HALF {
        *value += 0.5;
        end += 1;
    }
    if written.unit.symbol() != TENTHS {
        return (Arc::clone(&written.unit), end);
    }
    *value *= 10.0;
    if let Some(more) = hundredths(page, rules, end) {
        *value += more;
        end += 1;
    }
    (rules.percent.clone(), end)
}

/// Behind the measure word of 12个亿, 3个多亿元, which counts hundred millions of 元 and nothing else.
fn past_counter(page: &Page<'_>, at: usize) -> usize {
    let doubt = usize::from(BETWEEN_PARTS.iter().any(|(word, _)| page.at(at + 1) == *word));
    let is_counter = page.at(at) == COUNTER && page.at(at + 1 + doubt) == COUNTED;
    at + usize::from(is_counter)
}

/// Behind the space that pasted text has between digits and scale: 1268.5 亿元.
fn past_gap(page: &Page<'_>, rules: &Rules, at: usize) -> usize {
    let scale = at + 1;
    let end = run(page, scale, is_scale);
    let has_unit = || rules.units.read(page, skip_space(page, end)).is_some();
    let is_gap = page.at(at) == ' ' && end > scale && has_unit();
    at + usize::from(is_gap)
}

/// What one more numeral behind tenths adds: 九成五, 六成半; 三成五家 is none.
fn hundredths(page: &Page<'_>, rules: &Rules, at: usize) -> Option<f64> {
    let next = page.at(at + 1);
    if is_chinese_digit(next) || rules.units.read(page, at + 1).is_some() {
        return None;
    }
    match page.at(at) {
        HALF => Some(5.0),
        c if is_chinese_digit(c) && !is_scale(c) => plain(&[c]),
        _ => None,
    }
}

/// The end of a scale; None where a unit begins (千瓦). The shortest scale that a unit follows wins: 100万千瓦.
fn scale_end(page: &Page<'_>, rules: &Rules, at: usize) -> Option<usize> {
    let end = run(page, at, is_scale);
    if end == at || rules.units.read(page, at).is_some() {
        return None;
    }
    let before_unit = (at + 1..end).find(|cut| rules.units.read(page, *cut).is_some());
    Some(before_unit.unwrap_or(end))
}

/// 余, 多, 来 between digits and unit: 160余家, 1000多万元, 十来家.
fn more(page: &Page<'_>, rules: &Rules, at: usize) -> Option<(Qualifier, usize)> {
    let word = page.at(at);
    let said_by = |words: &[(char, Qualifier)]| {
        words
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, said)| *said)
    };
    // 三万来自外省 says where from.
    let is_round = is_scale(page.before(at)) || page.before(at) == '0';
    let behind_round =
        || said_by(BEHIND_ROUND).filter(|_| is_round && rules.units.read(page, at + 1).is_some());
    let qualifier = said_by(BETWEEN_PARTS).or_else(behind_round)?;
    Some((qualifier, at + 1))
}

/// The longest word of doubt that ends at a position, and where it begins.
pub(crate) fn qualifier_before(page: &Page<'_>, rules: &Rules, at: usize) -> (Qualifier, usize) {
    let words = &rules.numbers;
    let end = at - usize::from(page.before(at) == ' ');
    // 上百家, 过万人: said of scales only.
    let vague = is_scale(page.at(at)) && BEFORE_SCALE.contains(&page.before(end));
    // 年收入过10亿, where 承办过3届 only tells that it was done.
    let vague = vague || page.before(end) == PASSING && is_scale(page.at(digits_end(page, at)));
    match words.before.before(page, end) {
        Some((start, qualifier)) if !words.no_qualifier.ends(page, end) => (qualifier, start),
        None if vague && !words.no_qualifier.ends(page, end) => (Qualifier::AtLeast, end - 1),
        Some(_) | None => (Qualifier::Exact, at),
    }
}

/// The longest word of doubt that begins at a position, and where it ends.
pub(crate) fn qualifier_after(page: &Page<'_>, rules: &Rules, at: usize) -> (Qualifier, usize) {
    match rules.numbers.after.at(page, at) {
        Some((end, qualifier)) if !rules.numbers.no_doubt.begins(page, at) => (qualifier, end),
        Some(_) | None => (Qualifier::Exact, at),
    }
}

/// The end of a run of digits with separators of thousands and one point.
pub(crate) fn digits_end(page: &Page<'_>, at: usize) -> usize {
    let mut end = run(page, at, |c| c.is_ascii_digit());
    // A full-width comma parts thousands only among full-width digits; else it parts clauses.
    while end < at + LONGEST_NUMBER
        && (page.at(end) == ',' || page.at(end) == '，' && page.is_wide(end - 1))
        && is_group(page, end + 1)
    {
        end += 4;
    }
    if page.at(end) == '.' && page.at(end + 1).is_ascii_digit() {
        end = run(page, end + 1, |c| c.is_ascii_digit());
    }
    end.min(at + LONGEST_NUMBER)
}

/// The end of digits with whatever may part them, however many they are and whether or not they make one number.
pub(crate) fn written_end(page: &Page<'_>, at: usize) -> usize {
    let is_mark = |at: usize| match page.at(at) {
        ',' | '.' | '\'' | '’' => true,
        '，' => page.is_wide(at - 1) && is_group(page, at + 1),
        _ => false,
    };
    let mut end = at;
    while page.at(end).is_ascii_digit() || end > at && is_mark(end) && page.at(end + 1).is_ascii_digit() {
        end += 1;
    }
    end
}

/// Exactly three digits.
pub(crate) fn is_group(page: &Page<'_>, at: usize) -> bool {
    (at..at + 3).all(|at| page.at(at).is_ascii_digit()) && !page.at(at + 3).is_ascii_digit()
}

pub(crate) fn skip_space(page: &Page<'_>, at: usize) -> usize {
    if page.at(at) == ' ' { at + 1 } else { at }
}

pub(crate) fn run(page: &Page<'_>, at: usize, is_part: impl Fn(char) -> bool) -> usize {
    (at..at + LONGEST_NUMBER)
        .find(|at| !is_part(page.at(*at)))
        .unwrap_or(at + LONGEST_NUMBER)
}
