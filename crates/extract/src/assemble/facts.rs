//! Facts with their scope: zone, subject and period of a number that is named, and how sure that is.

use std::sync::Arc;

use zhibiao_model::unit::Unit;

use super::doubts::{doubts, subject_reason, zone_reason};
use super::{Assembler, CONFIDENCE, Candidate, Topics};
use crate::fact::{Fact, FactPeriod, Reason};
use crate::indicators::without_subject;
use crate::joint::{Joint, of_each};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::Scene;

/// A fact without its scope.
pub(super) struct Draft {
    pub(super) quantity: Quantity,
    pub(super) unit: Arc<Unit>,
    pub(super) said: Said,
    pub(super) name: Named,
    /// Where the head of a table says it.
    pub(super) period: Option<FactPeriod>,
    pub(super) reasons: Vec<Reason>,
}

impl Assembler<'_> {
    /// Tells a number of what the text speaks of.
    pub(super) fn fact(
        &mut self,
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        candidate: &Candidate<'_>,
        draft: Draft,
    ) {
        let Draft {
            quantity,
            unit,
            said,
            name,
            period,
            mut reasons,
        } = draft;
        let is_several = period.is_none() && topics.periods.is_several(quantity.extent.start);
        let paired = candidate
            .pair
            .and_then(|pair| pair.period)
            .map(FactPeriod::stated);
        let period = period
            .or(paired)
            .or_else(|| scene.period_behind(&quantity))
            .or_else(|| topics.periods.at(quantity.extent.start));
        let period = scene.period_of_plan(&said, period);
        let said = scene.of_time_to_come(said, period);
        let (zone, zone_here) = match candidate.pair.and_then(|pair| pair.zone.clone()) {
            Some(zone) => (Some(zone), true),
            None => topics.zones.at(quantity.extent.start),
        };
        let (subject, subject_here) = match candidate.pair.and_then(|pair| pair.subject.clone()) {
            Some(subject) => (Some(subject), true),
            None => scene.subject(topics.subjects, &quantity, &name),
        };
        let evidence = name.extent.start.min(quantity.extent.start)..name.extent.end.max(quantity.extent.end);
        let indicator = scene.measured(without_subject(name.indicator, subject.as_ref()), &said, period);
        let indicator = scene.recognised(indicator, &unit);
        let indicator = scene.of_frequency(indicator, &said, period);
        if indicator.code().is_some() {
            let proposed = reasons
                .iter_mut()
                .filter(|reason| **reason == Reason::ProposedName);
            proposed.for_each(|reason| *reason = Reason::CatalogName);
        }
        // 年均增长, and names that were paired or put together, are no names of the catalogue.
        let is_guess = indicator.code().is_none() && !reasons.contains(&Reason::ProposedName);
        reasons.retain(|reason| !(is_guess && *reason == Reason::CatalogName));
        let is_unnamed = subject.is_none() && topics.subjects.is_unnamed(quantity.extent.start);
        let is_anothers = subject.is_none()
            && indicator.code().is_some()
            && (scene.is_of_subjects(&indicator)
                || scene.is_of_firms(&name.extent)
                || scene.is_beside_somebody(&quantity));
        let is_part = indicator.code().is_some() && scene.is_modified(&name.extent, subject.as_ref());
        let caliber = said.caliber.filter(|_| !scene.defines_ratio(&indicator));
        let joint = scene.joint(&quantity).filter(|_| candidate.pair.is_none());
        let mut doubt = |holds: bool, reason: Reason| {
            if holds {
                reasons.push(reason);
            }
        };
        doubt(is_guess, Reason::ProposedName);
        doubt(is_unnamed || is_anothers, Reason::UnknownSubject);
        doubt(is_part, Reason::ModifiedName);
        doubt(is_several, Reason::SeveralYears);
        doubt(true, zone_reason(zone.as_ref(), zone_here));
        doubt(joint == Some(Joint::Unclear), Reason::SeveralZones);
        if let Some(reason) = subject_reason(subject.as_ref(), subject_here) {
            doubt(true, reason);
        }
        for (holds, reason) in doubts(&quantity, caliber.as_ref(), period) {
            doubt(holds, reason);
        }
        doubt(!scene.converts(&indicator, &unit), Reason::UnitDiffers);
        let value = if said.is_decline {
            0.0 - quantity.value
        } else {
            quantity.value
        };
        let doubt: f64 = reasons.iter().map(|reason| reason.cost()).sum();
        let fact = Fact {
            zone,
            subject,
            indicator,
            measure: said.measure,
            value,
            unit,
            qualifier: if said.is_decline {
                quantity.qualifier.flipped()
            } else {
                quantity.qualifier
            },
            caliber,
            period,
            evidence: self.page.span(&evidence),
            number: self.page.span(&quantity.number),
            confidence: (1.0 - doubt).clamp(CONFIDENCE.0, CONFIDENCE.1),
            reasons,
        };
        self.tell(fact, joint, &quantity.extent);
    }

    /// Takes a fact up, of each of several zones; what was said before is none.
    fn tell(&mut self, fact: Fact, joint: Option<Joint>, number: &Extent) {
        let before = self.reading.facts.len();
        match joint {
            Some(Joint::Each(zones)) => of_each(&fact, zones)
                .into_iter()
                .for_each(|fact| self.take_up(fact)),
            _ => self.take_up(fact),
        }
        if self.reading.facts.len() == before {
            self.noise(number, NoiseKind::Repeat);
        }
    }

    fn take_up(&mut self, fact: Fact) {
        if !self.said.is_repeat(&fact, &self.reading.facts) {
            self.reading.facts.push(fact);
        }
    }
}
