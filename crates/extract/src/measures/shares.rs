//! Shares whose whole stands before the number and what is shared behind: 创造了全市19.3%的地区生产总值.

use super::Said;
use crate::fact::{Caliber, Measure};
use crate::lexicon::Mention;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::{Scene, is_pause};
use crate::tables::cues::{Cue, PLANNED, WHOLES};
use crate::tokens::Token;

/// How many parts of one whole are listed.
const LONGEST_LIST: usize = 8;

impl Scene<'_> {
    /// 全市62%以上的高新技术企业, and 全市19.3%的GDP、31%的税收收入.
    pub(crate) fn share_of_place(&self, quantity: &Quantity) -> Option<Said> {
        // Most numbers stand before no 的.
        if !is_part(self, quantity) {
            return None;
        }
        let caliber = match self.whole_before(quantity) {
            Some(whole) => Caliber::Stated(whole),
            None => self.caliber_of_list(quantity)?,
        };
        Some(Said {
            caliber: Some(caliber),
            ..Said::plain(Measure::Share)
        })
    }

    /// 全市19.3%的GDP、31%的税收收入, 贡献了32%的GDP、45%的税收收入: of what the parts are that are listed before it.
    fn caliber_of_list(&self, quantity: &Quantity) -> Option<Caliber> {
        let next = self.first_token(|token| token.extent().start < quantity.extent.start);
        let mut last = quantity;
        for token in self.tokens.tokens.get(..next)?.iter().rev().take(LONGEST_LIST) {
            let joint = last.extent.start.saturating_sub(1);
            let Token::Quantity(before) = token else {
                return None;
            };
            let between = before.extent.end..joint;
            let is_listed = matches!(self.page.at(joint), '、' | '和' | '与' | '及') && is_part(self, before);
            if !is_listed || between.into_iter().any(|at| is_pause(self.page.at(at))) {
                return None;
            }
            if let Some(whole) = self.whole_before(before) {
                return Some(Caliber::Stated(whole));
            }
            last = before;
            let cue = self
                .cues(self.clause_start(before.extent.start), before.extent.start)
                .last();
            if cue.is_some_and(|(word, cue)| *cue == Cue::Share && word.end == before.extent.start) {
                return Some(Caliber::Unknown);
            }
        }
        None
    }

    /// 完成全年任务的63.3%: the plan of which so much is done.
    pub(super) fn completed(&self, number: usize) -> Option<String> {
        let end = number - usize::from(self.page.before(number) == '的');
        if !PLANNED.iter().any(|word| self.page.ends(end, word).is_some()) {
            return None;
        }
        let clause = self.clause_start(number);
        let achieved = &self.rules.plans.achieved;
        // 为年度计划的52%.
        let start = match self.page.at(clause) {
            '为' | '达' | '占' => clause + 1,
            _ => {
                achieved
                    .at(self.page, achieved.first_in(self.page, clause..end)?)?
                    .0
            }
        };
        let start = start + usize::from(self.page.at(start) == '了');
        Some(self.page.text(start.min(end)..end))
    }

    /// 在全市占比30%: the place whose whole the part is of, that alone stands before the word.
    pub(super) fn place_shared(&self, cue: usize) -> Option<String> {
        let start = self.clause_start(cue);
        let start = start + usize::from(self.page.at(start) == '在');
        (start < cue && self.is_all_place(&(start..cue))).then(|| self.page.text(start..cue))
    }

    /// Whether an extent is the name of a place beyond the zone.
    fn is_all_place(&self, extent: &Extent) -> bool {
        let place = self.rules.scope.elsewhere.at(self.page, extent.start);
        let outer = || {
            let hit = self
                .hits
                .get(self.first_hit(|hit| hit.extent.start < extent.start))?;
            let zone = self.lexicon.entry(hit.entry)?.zone.as_ref()?;
            (zone.1 == Mention::Outer).then_some(hit.extent.end)
        };
        place.map(|(end, ())| end).or_else(outer) == Some(extent.end)
    }

    /// Whether a name says nothing but of which place something is a part: 在全市占比.
    pub(crate) fn is_place_share(&self, name: &Extent) -> bool {
        let start = name.start + usize::from(self.page.at(name.start) == '在');
        let words = ["占比", "比重", "占比重"];
        let ends = words.iter().filter_map(|word| self.page.ends(name.end, word));
        ends.min()
            .is_some_and(|cue| start < cue && self.is_all_place(&(start..cue)))
    }

    /// The whole that stands right before a part: 全市 of 全市62%的.
    fn whole_before(&self, quantity: &Quantity) -> Option<String> {
        if !is_part(self, quantity) {
            return None;
        }
        let end = quantity.extent.start;
        if let Some((start, ())) = self.rules.scope.elsewhere.before(self.page, end) {
            let whole = self.page.text(start..end);
            return WHOLES.contains(&whole.as_str()).then_some(whole);
        }
        // 创造了某市8%的经济总量.
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.end < end));
        let hit = hit.filter(|hit| hit.extent.end == end)?;
        let (_, mention) = self.lexicon.entry(hit.entry)?.zone.as_ref()?;
        matches!(mention, Mention::Outer | Mention::City).then(|| self.page.text(hit.extent.clone()))
    }
}

/// Whether a ratio is told of what stands behind it.
fn is_part(scene: &Scene<'_>, quantity: &Quantity) -> bool {
    let unit = quantity.unit.as_deref();
    scene.page.at(quantity.extent.end) == '的' && unit.is_some_and(|unit| unit.dimension().is_one())
}
