//! Numbers of a whole that zones lie in, or of several zones together: none is the zone's that the text speaks of.

use super::{Assembler, Candidate};
use crate::fact::{Measure, Reason};
use crate::measures::Said;
use crate::naming::Named;
use crate::others::Other;
use crate::quantity::Quantity;
use crate::reading::Missing;
use crate::scene::Scene;

impl Assembler<'_> {
    /// Leaves out a value of others. 5G基站占全市9800座的21%: the share behind is of what the whole was named by.
    pub(super) fn leave_other(&mut self, scene: &Scene<'_>, quantity: &Quantity, candidate: &Candidate<'_>) {
        if scene.is_base_of_ratio(quantity) {
            let named = self.name(scene, quantity, candidate).map(|(name, _)| name);
            let known = named.filter(|name| name.indicator.code().is_some());
            self.carried = known.or(self.carried.take());
        }
        self.unmatched(&quantity.extent, Missing::Scope);
    }

    /// Leaves out a number of another place. 全市GDP2900亿元，其中肇庆高新区500亿元: a zone's part of the whole has its name.
    pub(super) fn leave_elsewhere(&mut self, quantity: &Quantity, name: Named) {
        self.here.elsewhere = Some(quantity.extent.end);
        self.carried = Some(name)
            .filter(|name| name.indicator.code().is_some())
            .or(self.carried.take());
        self.unmatched(&quantity.extent, Missing::Scope);
    }

    /// What the value of a plan is and is called: 税收收入88亿元，超过年度目标任务（80亿元） is a target of what was told of.
    pub(super) fn of_plan(&self, said: Said, other: Option<Other>) -> (Said, Option<(Named, Reason)>) {
        if other != Some(Other::Plan) {
            return (said, None);
        }
        let said = Said {
            measure: Measure::Target,
            ..said
        };
        let carried = self.carried.clone();
        (said, carried.map(|name| (name, Reason::CarriedName)))
    }

    /// 全国178家国家高新区实现生产总值18万亿元，占全国比重14.3%: the clause behind goes on about the same, until a zone is named
    /// or another indicator is.
    pub(super) fn is_elsewhere(
        &self,
        scene: &Scene<'_>,
        quantity: &Quantity,
        said: &Said,
        candidate: &Candidate<'_>,
        reason: Reason,
    ) -> bool {
        let is_carried = reason == Reason::CarriedName;
        if said.measure == Measure::Rank {
            return is_carried && self.is_behind_whole(scene, quantity, candidate)
                || scene.is_of_whole(quantity, said, candidate.from);
        }
        let has_zone = candidate.pair.is_some_and(|pair| pair.zone.is_some());
        // 某市GDP1.24万亿元；完成进出口总额1.23万亿元.
        let goes_on = scene.page.before(scene.sentence.start) == ';' && scene.opens_with_deed();
        if !has_zone && goes_on && self.is_behind_place(scene, quantity) {
            return true;
        }
        if !has_zone && scene.is_of_several(quantity) || scene.is_of_whole(quantity, said, candidate.from) {
            return true;
        }
        let goes_on = is_carried || said.measure == Measure::Share;
        goes_on && self.is_behind_whole(scene, quantity, candidate)
    }

    /// 某市GDP2510亿元。规上工业企业2100家: whether the sentence before ended with figures of a city or of all zones, and nothing
    /// since says whose these are.
    pub(super) fn is_behind_place(&self, scene: &Scene<'_>, quantity: &Quantity) -> bool {
        self.here.place_before && !scene.is_home(scene.sentence.start..quantity.extent.start)
    }

    /// 全市GDP增长5%，工业投资增长3%: another indicator behind a number of a whole may be of the whole too.
    pub(super) fn is_behind_whole(
        &self,
        scene: &Scene<'_>,
        quantity: &Quantity,
        candidate: &Candidate<'_>,
    ) -> bool {
        let number = quantity.extent.start;
        let has_zone = candidate.pair.is_some_and(|pair| pair.zone.is_some());
        let last = self.here.elsewhere.filter(|_| !has_zone);
        last.is_some_and(|last| !scene.is_home(last.min(number)..number))
    }
}
