//! Units that the head of a list or table names for what stands below: 总额（亿元）.

use std::collections::BTreeMap;
use std::sync::Arc;

use zhibiao_model::unit::Unit;

use crate::fact::Caliber;
use crate::measures::Said;
use crate::page::{Extent, Page, is_han};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::names::RECKONING;
use crate::units::Units;

/// Characters from the opening bracket to the closing one.
const LONGEST: usize = 14;

/// A unit in the head of a list, with and without its scale: 亿元 and 元.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeadUnit {
    pub(crate) scaled: Arc<Unit>,
    pub(crate) base: Arc<Unit>,
}

/// A unit in brackets, which open at a position.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    open: usize,
    unit: HeadUnit,
}

/// Every unit in brackets of a page, in order.
pub(crate) fn heads(page: &Page<'_>, units: &Units) -> Vec<Head> {
    let opens = page.chars.iter().enumerate().filter(|(_, c)| **c == '(');
    // A page has few units, each in many heads.
    let mut known = BTreeMap::new();
    let heads = opens.filter_map(|(open, _)| {
        let close = (open..open + LONGEST).find(|at| page.at(*at) == ')')?;
        let inside = page.slice(open + 1..close);
        let unit = known.entry(inside).or_insert_with(|| {
            let text: String = inside.iter().collect();
            let text = text.trim_start_matches("单位").trim_start_matches([':', ' ']);
            split_scale(text, units)
        });
        Some(Head {
            open,
            unit: unit.clone()?,
        })
    });
    heads.collect()
}

impl Scene<'_> {
    /// 实际到位外资（部口径）8845万美元: by whose reckoning the number is told.
    pub(crate) fn with_bracketed_caliber(&self, said: Said, quantity: &Quantity) -> Said {
        if said.caliber.is_some() {
            return said;
        }
        let clause = self.clause_start(quantity.whole.start);
        let number = self.strip_linked(clause..quantity.whole.start);
        if self.page.before(number) != ')' {
            return said;
        }
        let start = number.saturating_sub(LONGEST).max(clause);
        let open = (start..number).rev().find(|at| self.page.at(*at) == '(');
        let inside = open.map(|open| self.page.text(open + 1..number - 1));
        let stated = inside.filter(|inside| inside.ends_with(RECKONING));
        Said {
            caliber: stated.map(Caliber::Stated),
            ..said
        }
    }

    /// The end of an extent without the linking words before it.
    fn strip_linked(&self, extent: Extent) -> usize {
        let mut end = extent.end;
        while let Some(start) = self.rules.naming.linking_before(self.page, end)
            && start > extent.start
        {
            end = start;
        }
        end
    }

    /// The last unit in brackets that open in an extent, with the scale that it has: 总额（亿元）.
    pub(crate) fn unit_in_head(&self, from: usize, to: usize) -> Option<HeadUnit> {
        let upto = self.heads.partition_point(|head| head.open < to);
        let last = self.heads.get(upto.checked_sub(1)?)?;
        (last.open >= from).then(|| last.unit.clone())
    }
}

/// 亿元 is 元 with a scale; 千瓦 is 千瓦.
pub(crate) fn split_scale(text: &str, units: &Units) -> Option<HeadUnit> {
    let is_scale = |c: char| matches!(c, '十' | '百' | '千' | '万' | '亿');
    // Nearly all that stands in brackets is no unit, and trying to read it as one takes long.
    let is_word = text.starts_with(|c| is_han(c) && c != '每');
    if is_word && !(units.may_begin(text) || units.may_begin(text.trim_start_matches(is_scale))) {
        return None;
    }
    let scaled = Unit::parse(text).ok().filter(|unit| *unit != Unit::one())?;
    // 亿千瓦时 has the scale 亿: the longest spelling of the model that is left is the unit.
    let scales = text.char_indices().take_while(|(_, c)| is_scale(*c));
    let behind = scales.map(|(at, c)| at + c.len_utf8());
    let rest = std::iter::once(0)
        .chain(behind)
        .filter_map(|at| text.get(at..))
        .find(|rest| units.is_spelling(rest));
    let base = rest
        .and_then(|rest| Unit::parse(rest).ok())
        .filter(|unit| *unit != Unit::one() && unit.converts_to(&scaled));
    let scaled = Arc::new(scaled);
    Some(HeadUnit {
        base: base.map_or_else(|| Arc::clone(&scaled), Arc::new),
        scaled,
    })
}
