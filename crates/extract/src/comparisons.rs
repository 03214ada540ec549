//! Times that something is compared with: 较2022年的5亿元增长8%, 上年同期为5亿元. They are of the number beside them at most.

use crate::page::{Extent, Page};
use crate::rules::Rules;
use crate::tables::cues::SAME_PERIOD;
use crate::times::{SameOf, Time, TimeMention, is_base};
use crate::tokens::is_digit;

/// How far behind a time its number may begin.
const BESIDE: usize = 8;
/// How far behind 上年同期 it may, with a name between.
const AHEAD: usize = 20;
/// Characters of a decimal.
const DECIMAL: usize = 10;
/// Characters between a time and the number that is of it.
const LINKS: &str = "的为是达到仅有只约近超过逾不足完成实现突破 :";

/// What a time is of, where it is compared with or 同期 stands behind it.
pub(crate) fn compared(page: &Page<'_>, rules: &Rules, mut mention: TimeMention) -> TimeMention {
    let words = &rules.times;
    let start = mention.extent.start;
    mention.is_compared = match mention.time {
        Time::Whole(_) => words.compared.ends(page, start),
        // 是去年的1.2倍 says nothing of last year.
        Time::Relative(..) | Time::YearBefore(_) | Time::Month(_) => {
            words.compared.ends(page, start) || is_base(page, mention.extent.end)
        }
        // 一季度和二季度 are two times of figures.
        Time::Part(_) | Time::Years | Time::Since(_) => words.changed_since.ends(page, start),
        Time::Same(_) | Time::Now | Time::Other => false,
    };
    mention.beside = number_within(page, mention.extent.end, BESIDE, |c| LINKS.contains(c));
    if page.starts(mention.extent.end, SAME_PERIOD)
        && let Some(same) = same_of(&mention.time)
    {
        mention.time = Time::Same(same);
        mention.extent.end += SAME_PERIOD.chars().count();
        let is_clause = |c: char| !matches!(c, '，' | '。' | ';' | '、' | ')');
        mention.beside = if mention.is_compared {
            number_within(page, mention.extent.end, BESIDE, |c| LINKS.contains(c))
        } else {
            number_within(page, mention.extent.end, AHEAD, is_clause)
        };
        mention.is_compared = true;
    }
    if mention.is_compared && mention.beside.is_none() {
        mention.time = Time::Other;
    }
    mention
}

fn same_of(time: &Time) -> Option<SameOf> {
    match time {
        Time::Relative(years, part) if part.is_empty() => Some(SameOf::After(*years)),
        Time::YearBefore(part) if part.is_empty() => Some(SameOf::After(-1)),
        Time::Whole(reading) => Some(SameOf::Year(reading.period.start().year())),
        Time::Relative(..)
        | Time::YearBefore(_)
        | Time::Month(_)
        | Time::Part(_)
        | Time::Same(_)
        | Time::Now
        | Time::Years
        | Time::Since(_)
        | Time::Other => None,
    }
}

/// From a position to the first digit behind it, where only such characters stand between; 上年的1.2倍 and 上年的98% are
/// multiples of it, no figures.
fn number_within(
    page: &Page<'_>,
    from: usize,
    reach: usize,
    may_lead: impl Fn(char) -> bool,
) -> Option<Extent> {
    let begins = |at: &usize| is_digit(page.at(*at)) || !may_lead(page.at(*at));
    let digit = (from..from + reach)
        .find(begins)
        .filter(|at| is_digit(page.at(*at)))?;
    let is_part = |at: &usize| is_digit(page.at(*at)) || page.at(*at) == '.';
    let end = (digit..digit + DECIMAL).find(|at| !is_part(at)).unwrap_or(digit);
    let is_multiple = page.at(from) == '的' && matches!(page.at(end), '%' | '倍' | '成');
    (!is_multiple).then_some(from..digit + 1)
}
