//! Times that something is compared with: 较2022年的5亿元增长8%, 上年同期为5亿元. They are of the number beside them at most.

use crate::page::{Extent, Page};
use crate::rules::Rules;
use crate::scene::is_pause;
use crate::tables::cues::{CHANGE_LINKS, LISTING_ENDS, NO_WITH, SAME_PERIOD, SEEN, SEEN_WITHIN, TIME_LINKS};
use crate::times::{InYear, Time, TimeMention, is_base};
use crate::tokens::is_digit;

/// How far behind a time its number may begin.
const BESIDE: usize = 8;
/// How far behind 上年同期 it may, with a name between.
const AHEAD: usize = 20;
/// Characters of a decimal.
const DECIMAL: usize = 10;
/// The word before what something is compared with that ends many others.
const WITH: char = '同';
/// Characters of such a list.
const LONGEST_LIST: usize = 60;

/// What a time is of, where it is compared with or 同期 stands behind it.
pub(crate) fn compared(page: &Page<'_>, rules: &Rules, mut mention: TimeMention) -> TimeMention {
    let words = &rules.times;
    let start = mention.extent.start;
    let is_object = words.compared.ends(page, start) && !ends_otherwise(page, start);
    mention.is_compared = match mention.time {
        Time::Whole(_) => is_object,
        // 是去年的1.2倍 says nothing of last year.
        Time::Relative(..) | Time::Before(_) | Time::Month(_) => {
            let end = mention.extent.end;
            is_object || is_base(page, end) || words.bases.begins(page, end)
        }
        // 一季度和二季度 are two times of figures.
        Time::Part(_) | Time::Years | Time::Since(_) => {
            // 由前两个月的下降1.6%转为增长.
            let from = matches!(page.before(start), '由' | '从') && page.at(mention.extent.end) == '的';
            words.changed_since.ends(page, start) || from
        }
        Time::Past | Time::Same(_) | Time::Now | Time::Other => false,
    };
    if page.before(start) == '从' && (is_seen(page, mention.extent.end) || spans(&mention.time)) {
        mention.is_compared = false;
    }
    // 由上年的下降5.2%转为增长: the growth that was.
    let is_from = matches!(page.before(start), '由' | '从');
    let links = |c: char| TIME_LINKS.contains(c) || is_from && CHANGE_LINKS.contains(c);
    mention.beside = number_within(page, mention.extent.end, BESIDE, is_from, links);
    mention.beside = mention.beside.map(|beside| with_list(page, beside));
    if page.starts(mention.extent.end, SAME_PERIOD)
        && let Some(same) = same_of(&mention.time)
    {
        mention.time = Time::Same(same);
        mention.extent.end += SAME_PERIOD.chars().count();
        let is_clause = |c: char| !matches!(c, '，' | '。' | ';' | '、' | ')');
        mention.beside = if mention.is_compared {
            number_within(page, mention.extent.end, BESIDE, is_from, links)
        } else {
            number_within(page, mention.extent.end, AHEAD, false, is_clause)
        };
        mention.is_compared = true;
    }
    // 2024年同期，税收收入12亿元: what stands behind the pause is of then.
    let opens = page.at(mention.extent.end) == '，' && !is_object;
    if opens && matches!(mention.time, Time::Same(InYear::Stated(_))) {
        mention.is_compared = false;
    }
    if mention.is_compared && mention.beside.is_none() {
        mention.time = Time::Other;
    }
    mention
}

/// Whether 同 before a position is the end of another word: 合同.
fn ends_otherwise(page: &Page<'_>, at: usize) -> bool {
    page.before(at) == WITH && NO_WITH.contains(page.before(at - 1))
}

/// Where the words begin by which a time, which begins at a position, is compared with: 同上年, and 与上年 before 相比.
pub(crate) fn with_before(page: &Page<'_>, time: usize, is_said: bool) -> Option<usize> {
    let is_word = match page.before(time) {
        WITH => !ends_otherwise(page, time),
        '与' | '和' | '跟' => is_said,
        _ => false,
    };
    is_word.then(|| time - 1)
}

/// 从今年上半年运行情况来看: what follows is of then.
fn is_seen(page: &Page<'_>, end: usize) -> bool {
    let mut ahead = end..end + SEEN_WITHIN;
    let stop = ahead.find(|at| page.at(*at) == SEEN || is_pause(page.at(*at)));
    stop.is_some_and(|at| page.at(at) == SEEN && is_pause(page.at(at + 1)))
}

/// 从今年1月至7月: a time from one month to another.
fn spans(time: &Time) -> bool {
    matches!(time, Time::Relative(_, part) | Time::Part(part) if part.contains(['至', '到', '-']))
}

/// 上年分别为5亿元、4亿元: all of the list is of the time.
fn with_list(page: &Page<'_>, beside: Extent) -> Extent {
    if !LISTING_ENDS
        .iter()
        .any(|word| page.slice(beside.clone()).contains(word))
    {
        return beside;
    }
    let is_end = |at: &usize| matches!(page.at(*at), '，' | ';' | '。' | '\n' | '\0');
    let limit = beside.end + LONGEST_LIST;
    let end = (beside.end..limit).find(is_end);
    beside.start..end.unwrap_or(limit)
}

/// Which year 同期 is in behind a time that names no part of it.
fn same_of(time: &Time) -> Option<InYear> {
    if let Time::Relative(_, part) | Time::Before(part) = time
        && !part.is_empty()
    {
        return None;
    }
    let is_before = matches!(time, Time::Before(_));
    time.in_year().or(is_before.then_some(InYear::After(-1)))
}

/// From a position to the first digit behind it, where only such characters stand between; 上年的1.2倍 and 上年的98% are
/// multiples of it, no figures; 由上年的98% is what something has changed from.
fn number_within(
    page: &Page<'_>,
    from: usize,
    reach: usize,
    is_from: bool,
    may_lead: impl Fn(char) -> bool,
) -> Option<Extent> {
    let begins = |at: &usize| is_digit(page.at(*at)) || !may_lead(page.at(*at));
    let digit = (from..from + reach)
        .find(begins)
        .filter(|at| is_digit(page.at(*at)))?;
    let is_part = |at: &usize| is_digit(page.at(*at)) || page.at(*at) == '.';
    let end = (digit..digit + DECIMAL).find(|at| !is_part(at)).unwrap_or(digit);
    let is_multiple = !is_from && page.at(from) == '的' && matches!(page.at(end), '%' | '倍' | '成');
    (!is_multiple).then_some(from..digit + 1)
}
