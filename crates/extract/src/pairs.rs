//! Lists paired in order: 营业收入、利润总额分别达到100亿元和20亿元，同比分别增长5%和6%.

use std::collections::BTreeMap;

use zhibiao_model::unit::Unit;

use crate::fact::{IndicatorRef, ZoneRef};
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::{Quantity, inherit_unit};
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tokens::Token;

/// Most items of a list.
const MOST: usize = 24;

/// What the list before 分别 names.
#[derive(Clone, Debug)]
enum Items {
    /// One indicator a number.
    Names(Vec<Named>),
    /// One zone a number; all numbers are of one indicator.
    Zones(Vec<ZoneRef>),
}

/// A list of numbers with the list that names them.
#[derive(Clone, Debug)]
struct Pairing {
    /// Indexes of the numbers among the tokens.
    numbers: Vec<usize>,
    items: Items,
}

/// What a pairing says about one of its numbers.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    /// With the unit that the last one names for all.
    pub(crate) quantity: Quantity,
    pub(crate) name: Option<Named>,
    pub(crate) zone: Option<ZoneRef>,
    /// The token that the list begins at.
    pub(crate) group: usize,
}

impl Scene<'_> {
    /// What the pairings of the sentence say, by the index of the number's token.
    pub(crate) fn pairs(&self) -> BTreeMap<usize, Pair> {
        let mut pairs = BTreeMap::new();
        for Pairing { numbers, items } in self.pairings() {
            let quantities = self.with_units(&numbers);
            let group = numbers.first().copied().unwrap_or_default();
            for (n, (at, quantity)) in numbers.iter().zip(quantities).enumerate() {
                let (name, zone) = match &items {
                    Items::Names(names) => (names.get(n).cloned(), None),
                    Items::Zones(zones) => (None, zones.get(n).cloned()),
                };
                let pair = Pair {
                    quantity,
                    name,
                    zone,
                    group,
                };
                pairs.insert(*at, pair);
            }
        }
        pairs
    }

    /// The pairings of the sentence, in order.
    fn pairings(&self) -> Vec<Pairing> {
        let mut found: Vec<Pairing> = Vec::new();
        for (extent, _) in self
            .cues(self.sentence.start, self.sentence.end)
            .iter()
            .filter(|(_, cue)| *cue == Cue::Separately)
        {
            let numbers = self.run_of_numbers(extent.end);
            if numbers.len() < 2 {
                continue;
            }
            let named = self.items(extent.start, numbers.len());
            let carried = || {
                let last = found
                    .iter()
                    .rev()
                    .find(|pairing| pairing.numbers.len() == numbers.len())?;
                Some(last.items.clone())
            };
            if let Some(items) = named.or_else(carried) {
                found.push(Pairing { numbers, items });
            }
        }
        found
    }

    /// The numbers behind a position that only 、 and 和 part.
    fn run_of_numbers(&self, from: usize) -> Vec<usize> {
        let tokens = &self.tokens.tokens;
        let first = tokens.partition_point(|token| token.extent().start < from);
        let mut numbers: Vec<usize> = Vec::new();
        for (at, token) in tokens.iter().enumerate().skip(first).take(MOST) {
            let is_number = matches!(token, Token::Quantity(_) | Token::Rank(_))
                && token.extent().start < self.sentence.end;
            let follows = match numbers.last().and_then(|last| tokens.get(*last)) {
                Some(last) => {
                    let between = self
                        .page
                        .text(last.extent().end..token.extent().start.max(last.extent().end));
                    matches!(
                        between.as_str(),
                        "、" | "和" | "及" | "与" | "以及" | "，" | "、第" | "位、"
                    )
                }
                None => self.clause_end(from, token.extent().start) >= token.extent().start,
            };
            if !is_number || !follows {
                break;
            }
            numbers.push(at);
        }
        numbers
    }

    /// The last so many items of the list that ends at 分别.
    fn items(&self, end: usize, wanted: usize) -> Option<Items> {
        let page = self.page;
        let mut end = end;
        let linking = |end: usize| self.rules.naming.linking.before(page, end);
        while let Some((cut, ())) = linking(end).filter(|(cut, ())| *cut > self.sentence.start) {
            end = cut;
        }
        let mut items: Vec<Extent> = Vec::new();
        let mut item_end = end;
        let mut at = end;
        while items.len() < wanted {
            let start = self.sentence.start;
            let separator = (start..at)
                .rev()
                .find(|at| matches!(page.at(*at), '、' | '和' | '与' | '及' | '，'));
            match separator {
                Some(separator) if page.at(separator) != '，' && items.len() + 1 < wanted => {
                    items.push(separator + 1..item_end);
                    (item_end, at) = (separator, separator);
                }
                Some(separator) => {
                    items.push(separator + 1..item_end);
                    break;
                }
                None => {
                    items.push(start..item_end);
                    break;
                }
            }
        }
        items.reverse();
        if items.len() != wanted {
            return None;
        }
        let zones: Option<Vec<ZoneRef>> = items.iter().map(|item| self.zone_that_is(item)).collect();
        if let Some(zones) = zones {
            return Some(Items::Zones(zones));
        }
        let names: Option<Vec<Named>> = items.iter().map(|item| self.name_in(item.clone())).collect();
        names.map(|names| Items::Names(with_shared_tail(names)))
    }

    fn zone_that_is(&self, item: &Extent) -> Option<ZoneRef> {
        let inside = self
            .zones
            .iter()
            .find(|mention| mention.extent.start >= item.start && mention.extent.end <= item.end)?;
        (inside.extent.end + 2 >= item.end).then(|| inside.zone.clone())
    }

    /// The numbers of a pairing, each with the unit that the last one names for all: 分别为1、2、3亿元.
    fn with_units(&self, numbers: &[usize]) -> Vec<Quantity> {
        let tokens = numbers
            .iter()
            .filter_map(|at| match self.tokens.tokens.get(*at)? {
                Token::Quantity(quantity) | Token::Rank(quantity) => Some(quantity.clone()),
                Token::Noise(..) | Token::Malformed(_) => None,
            });
        let mut quantities: Vec<Quantity> = tokens.collect();
        let last = quantities.last().cloned();
        for quantity in &mut quantities {
            if let Some(last) = &last
                && quantity.unit.is_none()
            {
                inherit_unit(self.page, quantity, last);
            }
        }
        quantities
    }

    /// The unit in brackets before a position in its block, with the scale that it has: 总额（亿元）.
    pub(crate) fn unit_in_head(&self, from: usize, at: usize) -> Option<HeadUnit> {
        let open = (from..at)
            .rev()
            .find(|at| self.page.at(*at) == '(' && self.head_of(*at).is_some())?;
        self.head_of(open)
    }

    fn head_of(&self, open: usize) -> Option<HeadUnit> {
        let close = (open..open + 14).find(|at| self.page.at(*at) == ')')?;
        let text = self.page.text(open + 1..close);
        let text = text.trim_start_matches("单位").trim_start_matches([':', ' ']);
        split_scale(text)
    }
}

/// 轨道交通、航空动力两大产业产值: what the last item counts is counted of all.
fn with_shared_tail(mut names: Vec<Named>) -> Vec<Named> {
    let last = names
        .last()
        .map(|name| name.indicator.zh().to_owned())
        .unwrap_or_default();
    let Some((item, tail)) = ["两大", "三大", "四大", "五大", "六大"]
        .iter()
        .find_map(|word| last.split_once(word))
    else {
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

/// A unit in the head of a list, with and without its scale: 亿元 and 元.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HeadUnit {
    pub(crate) scaled: Unit,
    pub(crate) base: Unit,
}

/// 亿元 is 元 with a scale; 千瓦 is 千瓦.
pub(crate) fn split_scale(text: &str) -> Option<HeadUnit> {
    let scaled = Unit::parse(text).ok().filter(|unit| *unit != Unit::one())?;
    let base = text.trim_start_matches(['十', '百', '千', '万', '亿']);
    let base = Unit::parse(base)
        .ok()
        .filter(|unit| *unit != Unit::one() && unit.converts_to(&scaled));
    Some(HeadUnit {
        base: base.unwrap_or_else(|| scaled.clone()),
        scaled,
    })
}
