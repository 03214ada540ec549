//! Parts of a whole: 占全省的5%, and those whose whole stands before the number and what is shared behind,
//! 创造了全市19.3%的地区生产总值.

use super::Said;
use crate::fact::{Caliber, Measure};
use crate::lexicon::Mention;
use crate::page::Extent;
use crate::quantity::{Quantity, qualifier_before};
use crate::scene::{Scene, is_pause};
use crate::tables::cues::{Cue, PLANNED, SHARE_NOUNS, WHOLE_ENDS, WHOLES};
use crate::tokens::Token;
use zhibiao_model::qualifier::Qualifier;

/// How many parts of one whole are listed.
const LONGEST_LIST: usize = 8;
/// Characters of a whole between 占 and 比重.
const LONGEST_WHOLE: usize = 24;

impl Scene<'_> {
    /// 占全国的5%、全球的2%: the second is a share too, of what stands before it.
    pub(super) fn listed_share(&self, quantity: &Quantity, from: usize) -> Option<Said> {
        let is_ratio = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| unit.dimension().is_one());
        let joint = match (self.page.before(from), self.page.at(from)) {
            ('、' | '，', _) => from,
            (_, '和' | '与' | '及') => from + 1,
            _ => return None,
        };
        if !is_ratio {
            return None;
        }
        let clause = self.clause_start(from.saturating_sub(1));
        let shares = self.cues(clause, from).iter().any(|(_, cue)| *cue == Cue::Share);
        let whole = self.page.text(joint..quantity.extent.start.max(joint));
        // 占全省三分之一、全国九分之一.
        let is_place = || self.rules.scope.elsewhere.ends(self.page, quantity.extent.start);
        let bare = is_place().then_some(whole.as_str());
        let whole = whole.strip_suffix('的').or(bare).filter(|_| shares)?;
        Some(Said {
            caliber: Some(Caliber::Stated(whole.to_owned())),
            ..Said::plain(Measure::Share)
        })
    }

    /// 占规上工业增加值比重35%: of what stands between the word and 比重.
    pub(crate) fn share(&self, cue: usize, number: usize) -> Said {
        // 占全国比重为13.5%: the whole stands before 比重.
        let clause = self.clause_start(cue).max(cue.saturating_sub(LONGEST_WHOLE));
        let is_apart =
            |at: &usize| self.page.at(*at) == '占' && self.tokens_over(&(*at..cue)).next().is_none();
        let opening = (clause..=cue).rev().find(is_apart);
        let text = self.page.text(opening.unwrap_or(cue)..number);
        let whole = text.strip_prefix('占').map(|whole| {
            let whole = whole.strip_prefix('到').unwrap_or(whole);
            let end = WHOLE_ENDS.iter().filter_map(|word| whole.find(word)).min();
            let whole = whole.get(..end.unwrap_or(whole.len())).unwrap_or(whole);
            whole.trim_end_matches(['达', '到', '为', '近', '约', '超'])
        });
        // 占比分别为 names no whole, 在全市占比 does.
        let place = self.place_shared(cue);
        let whole = place.as_deref().or(whole);
        let stated = whole.filter(|whole| whole.chars().nth(1).is_some() && !whole.starts_with('比'));
        let is_progress = stated.is_some_and(|whole| PLANNED.iter().any(|plan| whole.ends_with(plan)));
        let measure = if is_progress {
            Measure::Ratio
        } else {
            Measure::Share
        };
        Said {
            caliber: Some(stated.map_or(Caliber::Unknown, |whole| Caliber::Stated(whole.to_owned()))),
            ..Said::plain(measure)
        }
    }

    /// 约占全市的四分之一: the word of doubt stands before that of the share.
    pub(crate) fn qualifier_of_share(&self, quantity: &Quantity, from: usize) -> Qualifier {
        let cues = self.cues(from, quantity.whole.start);
        let share = cues.iter().rev().find(|(_, cue)| *cue == Cue::Share);
        let before = share.map(|(word, _)| qualifier_before(self.page, self.rules, word.start).0);
        before.unwrap_or(Qualifier::Exact).combine(quantity.qualifier)
    }

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
        // 为年度计划的52%; 达到 and 完成 may stand anywhere.
        let done = achieved.first_in(self.page, clause..end);
        let start = match done.and_then(|done| achieved.at(self.page, done)) {
            Some((start, ())) => start,
            None if matches!(self.page.at(clause), '为' | '达' | '占') => clause + 1,
            None => return None,
        };
        let start = start + usize::from(self.page.at(start) == '到');
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
        let ends = SHARE_NOUNS
            .iter()
            .filter_map(|word| self.page.ends(name.end, word));
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
