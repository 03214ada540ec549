//! Multiples that no unit tells: 城乡居民收入比为2.18:1, 同比翻了一番.

use std::sync::Arc;

use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::Unit;

use crate::page::Page;
use crate::quantity::{Quantity, Script, digits_end, qualifier_before};
use crate::scene::Scene;
use crate::tables::numbers::RATIOS;
use crate::tokens::{Token, Walk};
use crate::values::plain;

/// The word of what has grown by as much again, and what may follow it.
pub(crate) const DOUBLED: char = '翻';
const FOLD: char = '番';
/// Most doublings that a text tells of.
const MOST: f64 = 5.0;

impl Walk<'_> {
    /// 2.18:1: how many times as much the first is.
    pub(crate) fn ratio_to_one(&self, at: usize) -> Option<Quantity> {
        let page = self.page;
        let end = digits_end(page, at);
        let is_to_one = page.at(end) == ':' && page.at(end + 1) == '1';
        let goes_on = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '%');
        let (qualifier, start) = qualifier_before(page, self.rules, at);
        if !is_to_one
            || goes_on(page.at(end + 2))
            || !RATIOS.iter().any(|word| page.ends(start, word).is_some())
        {
            return None;
        }
        let value = plain(page.slice(at..end))?;
        Some(Quantity {
            number: at..end + 2,
            extent: start..end + 2,
            whole: start..end + 2,
            value,
            unit: Some(Arc::clone(&self.rules.multiple)),
            qualifier,
            script: Script::Arabic,
            is_range_end: false,
        })
    }

    /// 翻一番, 翻了两番多, 翻番: a growth by all there was, once or more; what does not tell it goes on behind its word.
    pub(crate) fn doubling(&mut self, at: usize) -> usize {
        match doubling(self.page, &self.rules.percent, at) {
            Some(quantity) => {
                let end = quantity.extent.end;
                self.found.tokens.push(Token::Quantity(quantity));
                end
            }
            None => at + 1,
        }
    }
}

fn doubling(page: &Page<'_>, percent: &Arc<Unit>, at: usize) -> Option<Quantity> {
    let start = at + 1 + usize::from(page.at(at + 1) == '了');
    let (about, start) = match page.at(start) {
        '近' => (Qualifier::Approximate, start + 1),
        _ => (Qualifier::Exact, start),
    };
    let (times, fold) = match page.at(start) {
        FOLD => (1.0, start),
        _ => (plain(page.slice(start..start + 1))?, start + 1),
    };
    if page.at(fold) != FOLD || !(1.0..=MOST).contains(&times) {
        return None;
    }
    let more = page.at(fold + 1) == '多';
    let end = fold + 1 + usize::from(more);
    Some(Quantity {
        number: at..fold + 1,
        extent: at..end,
        whole: at..end,
        value: 100.0 * (times.exp2() - 1.0),
        unit: Some(Arc::clone(percent)),
        qualifier: if more { Qualifier::AtLeast } else { about },
        script: Script::Chinese,
        is_range_end: false,
    })
}

impl Scene<'_> {
    /// Whether a number is one of doublings, which tell a growth only where the text says over what.
    pub(crate) fn is_doubling(&self, quantity: &Quantity) -> bool {
        self.page.at(quantity.number.start) == DOUBLED
    }
}
