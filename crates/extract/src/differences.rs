//! By how much one is more than another: 比合肥高新区多640家, 增速比全市高0.9个百分点.

use std::sync::Arc;

use zhibiao_model::unit::{Base, Unit};

use crate::fact::{Caliber, Measure};
use crate::measures::Said;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::{Scene, is_pause};
use crate::tables::cues::{AHEAD_OF, Cue, SET_AGAINST};
use crate::tables::zones::JOINTS;
use crate::tokens::Token;
use crate::units::{is_of, is_relative};
use crate::zones::ZoneMention;

/// How far before a difference the comparison may end that it goes on from.
const FAR: usize = 60;
/// Characters of what something is compared with: 国家高新区平均水平.
const LONGEST: usize = 16;

impl Scene<'_> {
    /// 比去年多100家: the number is a difference, no level.
    pub(crate) fn difference(&self, quantity: &Quantity, from: usize) -> Option<Said> {
        let number = quantity.whole.start;
        if let Some(cue) = self.ahead_of(from, number) {
            return Some(Said::change(Measure::Delta, cue));
        }
        let (word, cue) = self.rules.times.differences.before(self.page, number)?;
        let object = self.compared_object(from..word);
        object
            .or_else(|| self.compared_before(word))
            .or_else(|| self.compared_beside(word))?;
        let listing = self
            .cues(from, word)
            .iter()
            .find(|(_, cue)| *cue == Cue::Separately);
        let end = listing.map_or(word, |(list, _)| list.start);
        let others = object.and_then(|object| self.others_compared(object..end));
        let is_ratio = quantity.unit.as_deref().is_some_and(is_relative);
        // 比上年高5% is a growth, 比全市高5% is none.
        let is_growth = is_ratio && self.span_ending(word).is_some();
        let measure = if is_growth { Measure::Yoy } else { Measure::Delta };
        Some(Said {
            caliber: others,
            ..Said::change(measure, cue)
        })
    }

    /// 高于全市平均水平4.9个百分点: the place or the others that a difference is to; a time is none.
    pub(crate) fn others_compared(&self, extent: Extent) -> Option<Caliber> {
        let Extent { start, end } = extent;
        let is_place = || {
            self.rules.scope.elsewhere.begins(self.page, start)
                || self.zones.iter().any(|zone| zone.extent.start == start)
                || self.rules.times.averages.ends(self.page, end)
        };
        let is_short = start < end && end - start <= LONGEST;
        (is_short && is_place()).then(|| Caliber::Stated(self.page.text(start..end)))
    }

    /// 高于全国0.7、全省2.3个百分点: the second is a difference too, from the place before it.
    pub(crate) fn listed_points(&self, quantity: &Quantity, from: usize) -> Option<Said> {
        let start = from + usize::from(self.page.at(from) == '、');
        let is_points = is_points(quantity) && self.page.before(start) == '、';
        let others = is_points.then(|| self.others_compared(start..quantity.whole.start))??;
        let before = self.cues(self.clause_start(from), from).last();
        let is_decline = before.is_some_and(|(_, cue)| *cue == Cue::Decline);
        Some(Said {
            is_decline,
            caliber: Some(others),
            ..Said::plain(Measure::Delta)
        })
    }

    /// 压缩至8个、5个工作日: what the first counts stands behind the last.
    pub(crate) fn days_behind(&self, quantity: &Quantity) -> Option<Arc<Unit>> {
        let end = quantity.extent.end;
        if self.page.at(end) != '、' || self.page.before(end) != '个' {
            return None;
        }
        let Token::Quantity(next) = self.tokens.tokens.get(self.token_past(end))? else {
            return None;
        };
        let unit = next.unit.as_ref().filter(|unit| is_of(unit, Base::WorkingDays))?;
        (next.whole.start == end + 1).then(|| Arc::clone(unit))
    }

    /// 高于全国0.7、全省2.3个百分点: the unit of the first number of such a list, which stands behind the last.
    pub(crate) fn points_behind(&self, quantity: &Quantity) -> Option<Arc<Unit>> {
        let end = quantity.extent.end;
        let Token::Quantity(next) = self.tokens.tokens.get(self.token_past(end))? else {
            return None;
        };
        let start = next.whole.start;
        let is_list = self.page.at(end) == '、' && start > end + 1 && is_points(next);
        let others = is_list.then(|| self.others_compared(end + 1..start)).flatten();
        others.and(next.unit.clone())
    }

    /// Where the comparison begins that a name ends with: 企业数比合肥高新区多, 增速高于全市.
    pub(crate) fn comparison_end(&self, start: usize, end: usize) -> Option<usize> {
        let difference = self.rules.times.differences.before(self.page, end);
        if let Some((word, _)) = difference.filter(|(word, _)| *word > start) {
            // 同比多640户: the comparison goes with the word.
            if let Some(start) = self.compared_beside(word) {
                return Some(start);
            }
            let compared = || self.compared_before(word).map(|_| word);
            return self.comparison_before(start..word).or_else(compared);
        }
        if let Some(word) = self.compared_place(start, end) {
            return Some(word);
        }
        let (place, ()) = self.rules.scope.elsewhere.before(self.page, end)?;
        let whole = || {
            self.rules
                .naming
                .part_of
                .before(self.page, place)
                .map(|(word, ())| word)
        };
        let alone = || (place == start).then_some(start);
        let word = self.comparing_ending(place).or_else(whole).or_else(alone);
        word.filter(|word| *word >= start)
    }

    /// 增速快于宝鸡市, 增速高于全市平均水平: where the words begin that compare with a place or an average which ends there.
    fn compared_place(&self, start: usize, end: usize) -> Option<usize> {
        let object = self.object_compared(start, end)?;
        self.comparing_ending(object).filter(|word| *word >= start)
    }

    /// Where such a place or average begins.
    fn object_compared(&self, start: usize, end: usize) -> Option<usize> {
        let is_average = || self.rules.times.averages.ends(self.page, end);
        if !self.may_end_place(end) && !is_average() {
            return None;
        }
        let from = start.max(end.saturating_sub(LONGEST));
        let mut objects = (from..end).rev();
        let object = objects.find(|at| self.comparing_ending(*at).is_some())?;
        let is_named = self
            .hits_in(object..end)
            .filter_map(|hit| self.lexicon.entry(hit.entry))
            .any(|entry| entry.indicator.is_some());
        (!is_named).then_some(object)
    }

    /// 领先佛山高新区20家, 落后于江门市30家: that somebody is ahead or behind, where whom of ends at a number.
    fn ahead_of(&self, from: usize, number: usize) -> Option<Cue> {
        let zone = self.zones.iter().find(|zone| zone.extent.end == number);
        let object = match zone {
            Some(zone) => zone.extent.start,
            None => self.object_compared(from, number)?,
        };
        let words = AHEAD_OF
            .iter()
            .filter(|(word, _)| self.page.ends(object, word).is_some());
        words.map(|(_, cue)| *cue).next()
    }

    /// 领先佛山高新区、江门市1.2个百分点: whether words begin at a position that are joined to a zone which is compared with.
    pub(crate) fn is_joint_peer(&self, start: usize) -> bool {
        let joins = |zone: &ZoneMention| {
            zone.extent.end + 1 == start && JOINTS.contains(&self.page.at(zone.extent.end))
        };
        self.zones.iter().any(|zone| zone.is_companion && joins(zone))
    }

    /// Where 比 or its like begins whose object ends an extent.
    fn comparison_before(&self, extent: Extent) -> Option<usize> {
        self.comparing_ending(self.compared_object(extent)?)
    }

    /// Where what is compared with begins that ends an extent: behind 比 or its like.
    pub(crate) fn compared_object(&self, extent: Extent) -> Option<usize> {
        let from = extent.start.max(extent.end.saturating_sub(LONGEST));
        let object = (from..extent.end)
            .rev()
            .find(|at| self.comparing_ending(*at).is_some())?;
        let begins = self.comparing_ending(object)?;
        (begins >= extent.start).then_some(object)
    }

    /// 同比多640户: where a comparison with another time begins that ends at a position.
    fn compared_beside(&self, at: usize) -> Option<usize> {
        let start = self.clause_start(at);
        let (word, cue) = self.cues(start, at).last()?;
        (*cue == Cue::Compare && word.end == at).then_some(word.start)
    }

    /// 与某软件园相比，企业数少60家: where a comparison before ends that the sentence goes on from.
    fn compared_before(&self, at: usize) -> Option<usize> {
        let from = self.sentence.start.max(at.saturating_sub(FAR));
        let word = (from..at)
            .rev()
            .find(|at| self.page.ends(*at, SET_AGAINST).is_some())?;
        is_pause(self.page.at(word)).then_some(word)
    }

    /// Where the word of comparison begins that ends at a position; 占比 and 同比 compare nothing.
    pub(crate) fn comparing_ending(&self, end: usize) -> Option<usize> {
        let (begin, ()) = self.rules.times.changed_since.before(self.page, end)?;
        let is_part = matches!(
            self.page.before(begin),
            '占' | '同' | '环' | '对' | '类' | '相' | '不'
        );
        let goes_on = matches!(self.page.at(end), '重' | '例' | '率' | '为');
        (!is_part && !goes_on).then_some(begin)
    }

    /// 低于全省高新区平均水平5万元: whether a word compares with others that no name of an indicator stands among.
    pub(crate) fn differs_from(&self, word: &Extent, number: usize) -> bool {
        let others = word.end..number.max(word.end);
        let is_named = || {
            self.hits_in(others.clone())
                .filter_map(|hit| self.lexicon.entry(hit.entry))
                .any(|entry| entry.indicator.is_some())
        };
        let places = &self.rules.scope.elsewhere;
        self.rules.times.changed_since.ends(self.page, word.end)
            && (1..=LONGEST).contains(&others.len())
            && (places.begins(self.page, word.end) || self.rules.times.averages.ends(self.page, number))
            && !is_named()
    }

    /// Whether a zone is all that stands between two positions.
    pub(crate) fn is_all_zone(&self, from: usize, to: usize) -> bool {
        self.zones
            .iter()
            .any(|zone| zone.extent.start == from && zone.extent.end == to)
    }
}

/// Whether a number is told in percentage points.
pub(crate) fn is_points(quantity: &Quantity) -> bool {
    let unit = quantity.unit.as_deref();
    unit.is_some_and(|unit| is_of(unit, Base::PercentagePoints))
}
