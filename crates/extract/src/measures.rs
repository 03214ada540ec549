//! What a number says about its indicator, told by the words around it.

mod growths;
mod shares;

use zhibiao_model::unit::Base;

use crate::differences::is_points;
use crate::fact::{Caliber, Measure};
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::{Scene, is_pause};
use crate::tables::cues::{CHANGE_VERBS, CHANGES, Cue, EXTENTS, FALLS, NET_CHANGES, PLACES};
use crate::units::is_of;

/// What a number says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) measure: Measure,
    /// Whether it goes down.
    pub(crate) is_decline: bool,
    pub(crate) caliber: Option<Caliber>,
    /// What the words say where no plan makes a target of it.
    pub(crate) told: Measure,
    /// What a growth is over, where that is not the year before: 环比, 较2019年.
    pub(crate) base: Option<Extent>,
}

impl Said {
    pub(crate) fn plain(measure: Measure) -> Self {
        Self {
            measure,
            is_decline: false,
            caliber: None,
            told: measure,
            base: None,
        }
    }

    pub(crate) fn change(measure: Measure, cue: Cue) -> Self {
        Self {
            is_decline: cue == Cue::Decline,
            ..Self::plain(measure)
        }
    }
}

impl Scene<'_> {
    /// Tells the measure of a number whose words begin at `from`.
    pub(crate) fn measure(&self, quantity: &Quantity, from: usize, is_rank: bool) -> Said {
        if is_rank {
            return Said::plain(Measure::Rank);
        }
        let said = self.measure_now(quantity, from);
        let is_growth = said.measure == Measure::Yoy;
        let base = is_growth.then(|| self.growth_base(from, quantity.whole.start));
        let completed = || self.completed(quantity.whole.start).map(Caliber::Stated);
        let is_open = said.measure == Measure::Ratio && said.caliber == Some(Caliber::Unknown);
        let said = Said {
            base: base.flatten(),
            caliber: is_open.then(completed).flatten().or(said.caliber),
            ..said
        };
        match self.plan(quantity) {
            Some(plan) => Said {
                measure: plan.into(),
                ..said
            },
            None => said,
        }
    }

    /// Where the words that tell a number's measure may begin: behind the number before, or the pause before it.
    pub(crate) fn words_from(&self, quantity: &Quantity, from: usize) -> usize {
        let number = quantity.whole.start;
        let parts = |at: &usize| matches!(self.page.at(*at), '，' | ';' | '。' | ':' | '、');
        let mut pauses = (from..number).rev().filter(parts);
        let Some(pause) = pauses.next() else {
            return from;
        };
        // 低于全省、全市0.4个百分点: another place, no other words.
        let is_place = self.page.at(pause) == '、'
            && self.rules.scope.elsewhere.begins(self.page, pause + 1)
            && is_points(quantity)
            && !self.cues(pause, number).iter().any(|(_, cue)| decides(*cue));
        if is_place {
            return pauses
                .find(|at| self.page.at(*at) != '、')
                .map_or(from, |at| at + 1);
        }
        pause + 1
    }

    /// Where a number of a list has a word of change of its own, its words begin there: 6.5%和下降2%.
    pub(crate) fn own_words(&self, quantity: &Quantity, from: usize) -> Option<usize> {
        let number = quantity.whole.start;
        let from = self.words_from(quantity, from);
        let joint = ["以及", "和", "及", "与"]
            .iter()
            .find(|joint| self.page.starts(from, joint));
        let from = joint.map_or(from, |joint| from + joint.chars().count());
        let is_own = self.cues(from, number).iter().any(|(_, cue)| decides(*cue));
        is_own.then_some(from)
    }

    /// 上升3位 behind a rank: places, no people.
    pub(crate) fn is_move_in_rank(&self, quantity: &Quantity, from: usize) -> bool {
        let end = quantity.extent.end;
        // 上升3位, 上升两个位次.
        let is_place = self.page.before(end) == '位' || PLACES.iter().any(|word| self.page.starts(end, word));
        if !is_place {
            return false;
        }
        let number = quantity.whole.start;
        let moves = self
            .cues(from, number)
            .iter()
            .any(|(_, cue)| matches!(cue, Cue::Growth | Cue::Decline));
        let ranks = self
            .cues(self.sentence.start, number)
            .iter()
            .any(|(_, cue)| *cue == Cue::Rank);
        moves && ranks
    }

    /// The measure, plans aside: the last word of change, share or arrival before the number decides.
    fn measure_now(&self, quantity: &Quantity, from: usize) -> Said {
        let number = quantity.whole.start;
        let cues = self.cues(from, number);
        let last = cues.iter().rev().find(|(_, cue)| decides(*cue));
        let Some((extent, cue)) = last else {
            return self.measure_uncued(quantity, from, cues);
        };
        let is_beside = || self.is_beside(extent.end, number);
        let unit = quantity.unit.as_deref();
        let is_ratio = unit.is_some_and(|unit| unit.dimension().is_one());
        if is_points(quantity) {
            return self.in_points(extent, *cue, number);
        }
        let said = match cue {
            Cue::Growth | Cue::Decline => self.changed(quantity, from, cues, (extent, *cue)),
            Cue::Gain if !is_ratio && is_beside() && self.is_gained(from, extent.start, quantity) => {
                Some(Said::change(Measure::Delta, *cue))
            }
            Cue::Arrival if is_ratio && is_beside() => self
                .growth_told(extent.start)
                .or_else(|| self.share_told(extent.start, number)),
            Cue::Saving if is_beside() => {
                Some(Said::plain(if is_ratio { Measure::Yoy } else { Measure::Delta }))
            }
            Cue::Share if is_ratio => self
                .share_of_place(quantity)
                .or_else(|| Some(self.share(extent.start, number))),
            Cue::Gain
            | Cue::Saving
            | Cue::Compare
            | Cue::Base
            | Cue::Share
            | Cue::Rank
            | Cue::Target
            | Cue::Forecast
            | Cue::Arrival
            | Cue::Separately
            | Cue::Former
            | Cue::Latter
            | Cue::OtherPlace
            | Cue::Neutral => None,
        };
        said.unwrap_or_else(|| by_unit(quantity))
    }

    /// Whether a number behind a word of growth or decline, the last of `cues`, tells that growth, or by how much something
    /// has changed or is apart.
    fn changed(
        &self,
        quantity: &Quantity,
        from: usize,
        cues: &[(Extent, Cue)],
        (word, cue): (&Extent, Cue),
    ) -> Option<Said> {
        let number = quantity.whole.start;
        let unit = quantity.unit.as_deref();
        let is_ratio = unit.is_some_and(|unit| unit.dimension().is_one());
        let is_beside = self.is_beside(word.end, number);
        let compares = || {
            cues.iter()
                .any(|(_, cue)| matches!(cue, Cue::Compare | Cue::Base))
                || self.is_changed_since(from, number)
        };
        if is_ratio && (is_beside || compares()) {
            return Some(Said::change(Measure::Yoy, cue));
        }
        // 增加5家 right behind a pause says how the number before has changed.
        let is_change = || {
            compares()
                || unit.is_some_and(|unit| is_of(unit, Base::Rank))
                || cues[0].0.start == from
                || self.is_change(word)
                || NET_CHANGES.iter().any(|net| self.page.starts(word.start, net))
        };
        // 净减少经营主体185户: what has changed stands behind the verb.
        let has_object = || self.object_of_change(self.past_leading(from)) == Some(word.end);
        if !is_ratio && (is_beside && is_change() || has_object()) {
            return Some(Said::change(Measure::Delta, cue));
        }
        // 低于全省高新区平均水平5万元.
        if self.differs_from(word, number) {
            return Some(Said {
                caliber: self.others_compared(word.end..number),
                ..Said::change(Measure::Delta, cue)
            });
        }
        // 多于合肥高新区100家.
        let is_apart = !is_ratio && self.is_all_zone(word.end, number);
        is_apart.then(|| Said::change(Measure::Delta, cue))
    }

    /// 下降2个百分点, 降幅比全省小6.2个百分点, 降幅收窄3.4个百分点: a smaller fall is a gain.
    fn in_points(&self, word: &Extent, cue: Cue, number: usize) -> Said {
        let difference = self.rules.times.differences.before(self.page, number);
        let turned = difference.filter(|(start, _)| *start >= word.end);
        let is_less = turned.is_some_and(|(_, turned)| turned == Cue::Decline);
        let end = turned.map_or(number, |(start, _)| start);
        let others = self.compared_object(word.start..end).unwrap_or(word.end)..end;
        let clause = self.cues(self.clause_start(word.start), word.start);
        let is_fall = |(noun, _): &(Extent, Cue)| FALLS.iter().any(|fall| self.page.starts(noun.start, fall));
        Said {
            is_decline: (cue == Cue::Decline) ^ is_less ^ clause.iter().any(is_fall),
            caliber: self.others_compared(others),
            ..Said::plain(Measure::Delta)
        }
    }

    /// The measure of a number that no word of change, share or arrival stands before.
    fn measure_uncued(&self, quantity: &Quantity, from: usize, cues: &[(Extent, Cue)]) -> Said {
        if let Some(said) = self.difference(quantity, from) {
            return said;
        }
        // 同比+6.2%: no word but the comparison tells that it grows.
        let is_ratio = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| unit.dimension().is_one());
        let compared = cues
            .iter()
            .rev()
            .find(|(_, cue)| matches!(cue, Cue::Compare | Cue::Base));
        let number = quantity.whole.start;
        if is_ratio && compared.is_some_and(|(extent, _)| self.is_beside(extent.end, number)) {
            return Said::plain(Measure::Yoy);
        }
        if is_ratio && self.is_behind_growth(number) {
            return Said::plain(Measure::Yoy);
        }
        if let Some(growth) = self.growth_behind(quantity).filter(|_| is_ratio) {
            return Said::change(Measure::Yoy, growth);
        }
        self.share_of_place(quantity)
            .or_else(|| self.listed_share(quantity, from))
            .or_else(|| self.listed_points(quantity, from))
            .or_else(|| self.listed_growth(quantity, from).filter(|_| is_ratio))
            .unwrap_or_else(|| by_unit(quantity))
    }

    /// 5G基站新增300个, …，新增300个: what has gained was named before. 新增300个基站 names what is new.
    fn is_gained(&self, from: usize, gain: usize, quantity: &Quantity) -> bool {
        let end = quantity.extent.end;
        // 日均新增16户 is an average.
        if self.rules.naming.per_one.ends(self.page, gain) {
            return false;
        }
        self.past_leading(from) < gain
            || is_pause(self.page.at(end))
            || matches!(self.page.at(end), '、' | ')' | '和')
    }

    /// 规上企业减少3家: no number of things is left. 户均增收 is the name of an average.
    fn is_change(&self, word: &Extent) -> bool {
        let said = self.page.slice(word.clone());
        let is_average = || self.rules.naming.per_one.ends(self.page, word.start);
        CHANGES.iter().any(|known| known.chars().eq(said.iter().copied())) && !is_average()
    }

    /// Where what has changed begins, if a verb of change opens a clause: 减少经营主体185户.
    pub(crate) fn object_of_change(&self, at: usize) -> Option<usize> {
        let (extent, _) = self.cues(at, at + 1).first()?;
        let verb = self.page.slice(extent.clone());
        let is_verb = CHANGE_VERBS
            .iter()
            .any(|known| known.chars().eq(verb.iter().copied()));
        is_verb.then_some(extent.end)
    }

    /// Whether nothing but linking words stands between a word and a number.
    pub(crate) fn is_beside(&self, from: usize, number: usize) -> bool {
        let mut at = from;
        while at < number {
            let linking = self.rules.naming.linking.at(self.page, at).map(|(end, ())| end);
            let extent = || {
                let word = EXTENTS.iter().find(|word| self.page.starts(at, word))?;
                Some(at + word.chars().count())
            };
            match linking.or_else(extent) {
                Some(end) => at = end,
                None => return false,
            }
        }
        true
    }
}

fn decides(cue: Cue) -> bool {
    match cue {
        Cue::Growth | Cue::Gain | Cue::Decline | Cue::Saving | Cue::Share | Cue::Rank | Cue::Arrival => true,
        Cue::Compare
        | Cue::Base
        | Cue::Target
        | Cue::Forecast
        | Cue::Separately
        | Cue::Former
        | Cue::Latter
        | Cue::OtherPlace
        | Cue::Neutral => false,
    }
}

/// What a number says when no word tells.
pub(crate) fn by_unit(quantity: &Quantity) -> Said {
    match quantity.unit.as_deref() {
        Some(unit) if is_of(unit, Base::PercentagePoints) => Said::plain(Measure::Delta),
        Some(unit) if unit.dimension().is_one() => Said {
            caliber: Some(Caliber::Unknown),
            ..Said::plain(Measure::Ratio)
        },
        Some(_) | None => Said::plain(Measure::Level),
    }
}
