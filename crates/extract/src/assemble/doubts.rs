//! What makes a fact less sure: how far its zone and subject were said from it, and what was not said at all.

use super::facts::Draft;
use super::{Assembler, Candidate};
use crate::fact::{Caliber, FactPeriod, PeriodBasis, Reason, SubjectRef, ZoneRef};
use crate::quantity::{Quantity, Script};
use crate::scene::Scene;

impl Assembler<'_> {
    /// What the words around a number leave open of it. `reason` is where its name was found.
    pub(super) fn doubt_words(
        &self,
        scene: &Scene<'_>,
        candidate: &Candidate<'_>,
        reason: Reason,
        draft: &mut Draft,
    ) {
        let Draft {
            quantity,
            said,
            name,
            reasons,
            ..
        } = draft;
        let is_unsure = self.is_plan_before(scene, said, candidate)
            || self.may_be_plan(scene, said)
            || self.may_be_expected(scene, candidate)
            || self.is_below_plans(scene, said, candidate)
            || self.is_planned_gain(said)
            || self.is_one_of_several(scene, quantity, reason)
            || self.is_beside_plan(scene, said, quantity)
            || scene.is_carried_from_bracket(name, reason, quantity.extent.start)
            || scene.is_aside_growth(quantity, candidate.from);
        reasons.extend(held([
            (
                self.is_behind_whole(scene, quantity, candidate),
                Reason::SeveralZones,
            ),
            (scene.is_conversion(candidate), Reason::Conversion),
            (is_unsure, Reason::ModifiedName),
        ]));
    }
}

/// The reasons that hold.
pub(super) fn held<const N: usize>(reasons: [(bool, Reason); N]) -> impl Iterator<Item = Reason> {
    let held = reasons.into_iter().filter(|(holds, _)| *holds);
    held.map(|(_, reason)| reason)
}

pub(super) fn zone_reason(zone: Option<&ZoneRef>, is_here: bool) -> Reason {
    match zone {
        None => Reason::NoZone,
        Some(_) if is_here => Reason::ZoneInSentence,
        Some(_) => Reason::CarriedZone,
    }
}

pub(super) fn subject_reason(subject: Option<&SubjectRef>, is_here: bool) -> Option<Reason> {
    match subject? {
        _ if !is_here => Some(Reason::CarriedSubject),
        SubjectRef::Proposed { .. } => Some(Reason::ProposedSubject),
        SubjectRef::Known { .. } => None,
    }
}

pub(super) fn doubts(
    quantity: &Quantity,
    caliber: Option<&Caliber>,
    period: Option<FactPeriod>,
) -> [(bool, Reason); 4] {
    let is_undated = period.is_none_or(|period| period.basis == PeriodBasis::Default);
    [
        (quantity.is_range_end, Reason::RangeEnd),
        (quantity.script == Script::Chinese, Reason::ChineseNumeral),
        (caliber == Some(&Caliber::Unknown), Reason::CaliberUnknown),
        (is_undated, Reason::NoPeriod),
    ]
}
