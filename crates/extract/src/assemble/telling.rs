//! What the words beside a number tell: the name of what it counts, and what it says of that.

use super::facts::Draft;
use super::{Assembler, Candidate, Topics};
use crate::fact::{Measure, Reason};
use crate::indicators::part_of;
use crate::measures::Said;
use crate::naming::Named;
use crate::quantity::Quantity;
use crate::ranked::Ranked;
use crate::scene::Scene;

impl Assembler<'_> {
    /// The name: by 分别, inside a subject's name, beside the number, or that of the number before.
    pub(super) fn name(
        &self,
        scene: &Scene<'_>,
        quantity: &Quantity,
        candidate: &Candidate<'_>,
    ) -> Option<(Named, Reason)> {
        if let Some(name) = candidate.pair.and_then(|pair| pair.name.clone()) {
            return Some((name, Reason::Paired));
        }
        let carries = self.carried.is_some();
        let is_of_zone = candidate.pair.is_some_and(|pair| pair.zone.is_some());
        let beside = scene
            .inside_name(quantity)
            .or_else(|| scene.name(quantity, candidate.from, candidate.to, carries))
            // 两区分别为1435亿元和3290亿元: what stands before says of which zones, not what.
            .filter(|name| name.indicator.code().is_some() || !is_of_zone);
        match beside {
            Some(name) if name.indicator.code().is_some() => Some((name, Reason::CatalogName)),
            Some(name) => Some((name, Reason::ProposedName)),
            None => {
                // 技术合同成交额翻一番、突破500亿元: the name may stand before a pause.
                if let Some(picked) = scene.picked_by_bound(quantity, candidate.from) {
                    return Some((picked, Reason::ProposedName));
                }
                if let Some(named) = scene.named_by_state(quantity) {
                    return Some((named, Reason::ProposedName));
                }
                if let Some(outer) = scene.name_before_bracket(candidate.from) {
                    return Some((outer, Reason::CatalogName));
                }
                let said = scene.last_known(candidate.from, quantity.whole.start);
                said.map(|name| (name, Reason::CatalogName))
                    .or_else(|| Some((self.carried.clone()?, Reason::CarriedName)))
            }
        }
    }

    /// What a name is with that of the number before, for which it is the next.
    pub(super) fn as_carried(
        &mut self,
        scene: &Scene<'_>,
        name: Named,
        from: usize,
        quantity: &Quantity,
    ) -> Named {
        let name = scene.whole_of(name, self.carried.as_ref(), from, quantity);
        let name = part_of(name, self.carried.as_ref());
        let name = match quantity.unit.as_deref() {
            Some(unit) => {
                let name = scene.held_part(name, self.carried.as_ref(), unit);
                scene.with_shared_word(name, unit)
            }
            None => name,
        };
        let name = scene.with_gain_of_clause(scene.picked(name, quantity));
        let name = scene.picked_by_amount(name, quantity);
        self.carried = Some(name.clone());
        name
    }

    /// The measure; of numbers that 分别 pairs it is told once, before the first, or for each.
    pub(super) fn said(
        &mut self,
        scene: &Scene<'_>,
        quantity: &mut Quantity,
        candidate: &Candidate<'_>,
    ) -> Said {
        let group = candidate.pair.and_then(|pair| pair.group);
        let shared = self
            .here
            .paired
            .as_ref()
            .filter(|(known, _)| Some(*known) == group);
        let own = shared.and_then(|_| scene.own_words(quantity, candidate.from));
        if let (Some((_, said)), None) = (shared, own) {
            return said.clone();
        }
        let from = own.unwrap_or_else(|| scene.words_from(quantity, candidate.from));
        if scene.is_move_in_rank(quantity, from) {
            quantity.unit = Some(scene.rules.places.clone());
        }
        let is_listed = scene.is_place_listed(&quantity.extent);
        if is_listed {
            quantity.unit = Some(scene.rules.places.clone());
        }
        let is_rank = candidate.is_rank || is_listed;
        let said = self.planned(scene, scene.measure(quantity, from, is_rank), quantity);
        if let Some(group) = group {
            self.here.paired = Some((group, said.clone()));
        }
        said
    }

    /// What a number is called by those who have it: a part of the zone, an industry, or the things just counted.
    pub(super) fn call(
        &mut self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        candidate: &Candidate<'_>,
        reason: Reason,
        draft: &mut Draft,
    ) {
        let (quantity, said) = (&draft.quantity, &draft.said);
        let name = self.of_actor(scene, topics, draft.name.clone(), quantity);
        let (name, may_be_part) = self.of_part_told(scene, topics, candidate, name);
        let name = if said.told == Measure::Yoy {
            let whole = self.carried.as_ref().or(self.told_of_all.as_ref());
            scene.amount_of_industry(name, whole)
        } else {
            name
        };
        let things = self.of_things(scene, topics, candidate, &name, quantity);
        let is_of_things = things.is_some();
        let name = self.as_carried(scene, things.unwrap_or(name), candidate.from, quantity);
        if !is_of_things {
            self.count_things(scene, &name, quantity, said, reason);
        }
        draft.name = name;
        draft.reasons.extend(may_be_part.then_some(Reason::ModifiedName));
    }

    /// What of a name is left open by the numbers before, or says more than it: 其中 of counted firms, a rank behind a growth.
    pub(super) fn settle_name(
        &mut self,
        scene: &Scene<'_>,
        is_unpaired: bool,
        reason: Reason,
        draft: &mut Draft,
    ) {
        let Draft {
            quantity,
            unit,
            said,
            name,
            reasons,
            ..
        } = draft;
        let is_doubtful = self.is_among_counted(scene, name, quantity, is_unpaired);
        reasons.extend(is_doubtful.then_some(Reason::ModifiedName));
        self.count_firms(name, unit);
        if said.measure == Measure::Delta && scene.is_gap_of_growth(quantity, self.here.last) {
            name.indicator = scene.growth_of(name.indicator.clone());
            return;
        }
        if said.measure != Measure::Rank {
            self.here.last = Some(said.measure);
            return;
        }
        match scene.ranked(name, quantity) {
            Ranked::Amount if reason == Reason::CarriedName && self.here.last == Some(Measure::Yoy) => {
                reasons.push(Reason::ModifiedName);
            }
            Ranked::Amount => {}
            Ranked::Growth => name.indicator = scene.growth_named(name.indicator.clone()),
            Ranked::Unclear => reasons.push(Reason::ModifiedName),
        }
    }
}
