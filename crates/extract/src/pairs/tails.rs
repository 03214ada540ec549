//! What the last name of a list lends to the others: 电子信息、生物医药产值, 甲、乙两大产业产值.

use crate::fact::IndicatorRef;
use crate::naming::Named;
use crate::tables::names::{ALL_OF, SHARED_TAILS};
use crate::tokens::is_digit;

/// 轨道交通、航空动力两大产业产值, 电子信息、生物医药产值: what the last item counts is counted of all.
pub(super) fn with_shared_tail(mut names: Vec<Named>) -> Vec<Named> {
    let last = names
        .last()
        .map(|name| name.indicator.zh().to_owned())
        .unwrap_or_default();
    let counted = split_counted(&last);
    let has_tail = |name: &Named| {
        SHARED_TAILS
            .iter()
            .any(|tail| name.indicator.zh().ends_with(tail))
    };
    let others = names.split_last().map_or(&[][..], |(_, others)| others);
    let are_bare = || {
        others
            .iter()
            .all(|name| name.indicator.code().is_none() && !has_tail(name))
    };
    let shared = || {
        let tail = SHARED_TAILS.iter().find(|tail| last.ends_with(*tail))?;
        let item = last
            .strip_suffix(tail)
            .filter(|item| item.chars().nth(1).is_some())?;
        are_bare().then_some((item, *tail))
    };
    let Some((item, tail)) = counted.or_else(shared) else {
        return names;
    };
    let count = names.len();
    for (n, name) in names.iter_mut().enumerate() {
        let own = if n + 1 == count { item } else { name.indicator.zh() };
        name.indicator = IndicatorRef::Proposed {
            zh: format!("{own}{tail}"),
        };
    }
    names
}

/// 航空动力两大产业产值: the last item of the list, and what is told of so many of them.
fn split_counted(last: &str) -> Option<(&str, &str)> {
    let (before, tail) = last.split_once(ALL_OF)?;
    let number = before.chars().next_back()?;
    let is_number = is_digit(number) && !matches!(number, '一' | '百' | '千' | '万' | '亿');
    let item = before.strip_suffix(number).filter(|_| is_number)?;
    Some((item, tail))
}
