//! Who does what is told: the part of the zone by which a clause opened, which those behind it leave out.

use super::{Assembler, Candidate, Topics};
use crate::naming::Named;
use crate::parts::{PartTold, SaidOfPart};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::scopes::OTHER_TRADES;

impl Assembler<'_> {
    /// 规上工业企业实现营业收入100亿元；实现利润总额31亿元: what the part before the semicolon has is called by it.
    pub(super) fn of_actor(
        &mut self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        name: Named,
        quantity: &Quantity,
    ) -> Named {
        let number = quantity.whole.start;
        let clause = scene.clause_start(number);
        if let Some(part) = scene.actor(clause..number, true) {
            self.actor = Some(self.page.text(part));
            return name;
        }
        // 增长5% tells more of the number before.
        if name.extent.start < clause {
            return name;
        }
        let is_somebodys = topics.subjects.at(number).0.is_some();
        if is_somebodys || scene.is_home(clause..number) || !scene.goes_on_earning(&name, clause) {
            self.actor = None;
            return name;
        }
        match &self.actor {
            Some(part) => scene.called_by(part, name),
            None => name,
        }
    }

    /// 电子信息产业延续高位运行，规上工业总产值4702亿元: what is told behind a clause about a part is called by it; where it may be
    /// about something else, nothing is sure.
    pub(super) fn of_part_told(
        &self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        candidate: &Candidate<'_>,
        name: Named,
    ) -> (Named, bool) {
        let number = &candidate.quantity.extent;
        let is_zones = candidate
            .pair
            .is_some_and(|pair| pair.zone.is_some() || pair.subject.is_some());
        // 增长5% tells more of the number before, which has its name.
        let is_carried = name.extent.start < scene.clause_start(number.start);
        let is_somebodys = || topics.subjects.at(number.start).0.is_some();
        let told = scene.part_of(topics.subjects.parts(), &name, number);
        // 外资企业贡献了45%的税收: what it does stands before its figure.
        let is_behind = |told: &PartTold| told.said == SaidOfPart::Figure && name.extent.start >= number.end;
        match told.filter(|_| !is_zones && !is_carried && !is_somebodys()) {
            Some(told)
                if (told.said == SaidOfPart::State || is_behind(told))
                    && !names_part(name.indicator.zh()) =>
            {
                let part = scene.page.text(told.part.clone());
                (scene.called_by(&part, name), false)
            }
            // A name that the catalogue doesn't know is asked of anyway.
            told => {
                let may_be_part = told.is_some() && name.indicator.code().is_some();
                (name, may_be_part)
            }
        }
    }
}

/// 规上制造业总产值 is of what it says, whoever was spoken of before.
fn names_part(zh: &str) -> bool {
    let mut ends = zh
        .match_indices('业')
        .filter_map(|(at, _)| zh.get(..at)?.chars().next_back());
    ends.any(|before| !OTHER_TRADES.contains(before))
}
