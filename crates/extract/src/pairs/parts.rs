//! Lists that refer back to what was paired, or share the word that they number: 前者, 其中发明专利分别, 第一、二、三产业.

use zhibiao_model::qualifier::Qualifier;

use super::{Items, Pair, Pairing, Pairs};
use crate::fact::ZoneRef;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tokens::Token;

/// What 第一, 第二 and 第三 number in lists.
const SECTOR: &str = "产业";

/// Characters of what several zones are called together.
const REGION: usize = 8;

impl Scene<'_> {
    /// 分别突破100亿元、20亿元: what stands between 分别 and the first number is said of each.
    pub(super) fn shared_qualifier(&self, first: &Quantity) -> Option<Qualifier> {
        let start = first.extent.start;
        let is_of_all = ["分别", "依次"]
            .iter()
            .any(|word| self.page.ends(start, word).is_some());
        let is_before = start < first.number.start && first.qualifier != Qualifier::Exact;
        (is_of_all && is_before).then_some(first.qualifier)
    }

    /// 前者增长5%: the first of the two just told; of none where no list tells which two.
    pub(super) fn one_of_two(&self, word: &Extent, which: usize, found: &[Pairing], pairs: &mut Pairs) {
        let figures = self.figures_of_clause(word.end);
        let last = found.iter().rev().find(|pairing| pairing.numbers.len() == 2);
        let Some(of) = last.map(|pairing| pairing.items.told(which)) else {
            return pairs.unpaired.extend(figures);
        };
        for at in figures {
            if let Some(Token::Quantity(quantity) | Token::Rank(quantity)) = self.tokens.tokens.get(at) {
                pairs
                    .told
                    .insert(at, Pair::of(quantity.clone(), of.clone(), None));
            }
        }
    }

    /// 三区营业收入分别为…: the zones that the last list named, in their order.
    pub(super) fn of_listed(&self, cue: &Extent, numbers: &[usize], listed: &[ZoneRef]) -> Option<Items> {
        let clause = self.past_leading(self.clause_start(cue.start));
        let near = clause..cue.start.min(clause + REGION);
        // 长株潭三区: what they are called together.
        let several = self.rules.scope.several.first_in(self.page, near)?;
        let (behind, ()) = self.rules.scope.several.at(self.page, several)?;
        let name = self.name_in(behind..cue.start.max(behind));
        (numbers.len() > 1 && numbers.len() == listed.len()).then(|| Items::Zones(listed.to_vec(), name))
    }

    /// 三区固定资产投资分别…；工业投资分别为…: one name behind such a list, with as many numbers, is told of the same zones.
    pub(super) fn of_listed_again(
        &self,
        cue: &Extent,
        numbers: &[usize],
        listed: &[ZoneRef],
    ) -> Option<Items> {
        let clause = self.clause_start(cue.start);
        let is_next = clause == self.sentence.start && self.page.before(clause) == ';';
        let name = self
            .name_in(clause..cue.start)
            .filter(|_| is_next && self.zones.is_empty())?;
        let is_known = name.indicator.code().is_some();
        (is_known && numbers.len() > 1 && numbers.len() == listed.len())
            .then(|| Items::Zones(listed.to_vec(), Some(name)))
    }

    /// 三区研发投入强度分别为…, of zones that no list names.
    pub(super) fn is_of_several_zones(&self, cue: &Extent) -> bool {
        let clause = self.clause_start(cue.start);
        self.rules.scope.several.is_in(self.page, clause..cue.start)
    }

    /// 第一、二、三产业增加值: the word behind the last number belongs to each.
    pub(super) fn numbered_sectors(&self, items: &[Extent]) -> Option<Vec<Named>> {
        let (last, others) = items.split_last()?;
        let text = self.page.text(last.clone());
        let (number, tail) = text.split_once(SECTOR)?;
        let last_number = number.strip_prefix('第').unwrap_or(number);
        let numbers = others
            .iter()
            .map(|item| Some(self.page.before(item.end).to_string()));
        let numbers = numbers.chain([Some(last_number.to_owned())]);
        let names = numbers.zip(items).map(|(number, item)| {
            let number = number.filter(|number| ["一", "二", "三"].contains(&number.as_str()))?;
            Some(Named {
                indicator: self.indicator_called(format!("第{number}{SECTOR}{tail}")),
                extent: item.clone(),
            })
        });
        names.collect()
    }

    /// 专利申请量、授权量分别为…，其中发明专利分别为…: parts of what was just paired.
    pub(super) fn parts_of(&self, own: &Named, whole: &Pairing) -> Option<Items> {
        let Items::Names(names) = &whole.items else {
            return None;
        };
        let part = own.indicator.zh();
        let parts = names.iter().map(|name| {
            let zh = name.indicator.zh();
            let rests = part
                .char_indices()
                .filter_map(|(at, _)| zh.strip_prefix(part.get(at..)?));
            let rest = rests.min_by_key(|rest| rest.len()).unwrap_or(zh);
            Named {
                indicator: self.indicator_called(format!("{part}{rest}")),
                extent: own.extent.clone(),
            }
        });
        Some(Items::Names(parts.collect()))
    }
}

/// Which of two that were told a word means.
pub(super) fn which_of_two(cue: Cue) -> Option<usize> {
    if cue == Cue::Former {
        return Some(0);
    }
    (cue == Cue::Latter).then_some(1)
}
