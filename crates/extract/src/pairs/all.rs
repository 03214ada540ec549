//! One number of each name of a list: 出口、进口均增长12%.

use super::tails::with_shared_tail;
use super::{Items, Pair};
use crate::naming::Named;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::names::{NO_OF_ALL_NAMES, OF_ALL_NAMES, SHARED_TAILS};
use crate::tables::zones::JOINTS;
use crate::tokens::Token;

/// How far before a number the word may stand: 均比上年同期增长.
const NEAR: usize = 16;
/// Most names that one number is told of.
const MOST: usize = 8;

impl Scene<'_> {
    /// 固定资产投资、工业投资均增长12%: the names that one number is told of, where each of them is a name.
    pub(crate) fn names_of_all(&self, quantity: &Quantity) -> Option<Vec<Pair>> {
        let number = quantity.extent.start;
        let clause = self.clause_start(number);
        let is_word = |at: &usize| {
            OF_ALL_NAMES.contains(&self.page.at(*at)) && !NO_OF_ALL_NAMES.contains(self.page.before(*at))
        };
        let first = clause.max(number.saturating_sub(NEAR));
        let end = (first..number).rev().find(is_word)?;
        if !self.is_beside(end + 1, number) || self.tokens_over(&(clause..end)).any(Token::is_figure) {
            return None;
        }
        let joints = self.page.slice(clause..end).iter();
        let joints = joints.filter(|c| JOINTS.contains(*c)).count();
        if joints == 0 || joints >= MOST {
            return None;
        }
        let marks = self.page.slice(clause..end).iter();
        let marks = marks.filter(|c| **c == '、').count();
        // 卫生和社会工作、教育: 和 may be a part of a name where a mark lists them.
        let mut counts_of_items = [joints + 1, marks + 1].into_iter().filter(|count| *count > 1);
        let names = counts_of_items.find_map(|count| self.names_listed(end, count, quantity))?;
        let told = |n: usize| Pair::of(quantity.clone(), Items::Names(names.clone()).told(n), None);
        Some((0..names.len()).map(told).collect())
    }

    /// So many names in a list that ends at a position; None where one of its items is none.
    fn names_listed(&self, end: usize, count: usize, quantity: &Quantity) -> Option<Vec<Named>> {
        let (items, is_longer) = self.item_extents(end, count)?;
        if is_longer || self.zones_of(&items).is_some() || self.subjects_of(&items).is_some() {
            return None;
        }
        let names: Option<Vec<Named>> = items.iter().map(|item| self.name_in(item.clone())).collect();
        let names = self.with_shared_gain(&items, names?);
        let names = with_shared_tail(names);
        let counts_things = quantity.unit.as_deref().is_some_and(counts);
        let is_name = |name: &Named| {
            let zh = name.indicator.zh();
            name.indicator.code().is_some()
                || counts_things
                || self.rules.naming.amounts.end(zh)
                || zh.ends_with('业')
                || SHARED_TAILS.iter().any(|tail| zh.ends_with(tail))
        };
        names.iter().all(is_name).then_some(names)
    }
}
