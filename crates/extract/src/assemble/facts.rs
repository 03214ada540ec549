//! Facts of a number that is named and whose scope is known, and how sure they are.

use std::sync::Arc;

use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::Unit;

use super::doubts::{doubts, held, subject_reason, zone_reason};
use super::scope::Scope;
use super::{Assembler, CONFIDENCE, Candidate, Topics};
use crate::fact::{Fact, FactPeriod, IndicatorRef, Measure, Reason, SubjectRef};
use crate::indicators::without_subject;
use crate::joint::{Joint, of_each};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::plans::Plan;
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::Scene;
use crate::tables::names::NET_INCREASE;
use crate::tables::subjects::TENANTS;

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

/// A number with its name, as its scope is asked about it.
pub(super) struct Figure<'a> {
    pub(super) indicator: &'a IndicatorRef,
    /// Where the name stands.
    pub(super) name: &'a Extent,
    pub(super) quantity: &'a Quantity,
    pub(super) unit: &'a Unit,
    pub(super) said: &'a Said,
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
        let scope = Scope::of(scene, topics, candidate, &draft, self.has_left);
        self.has_left = scope.is_left || self.has_left && !scope.subject_here;
        let Draft {
            quantity,
            unit,
            said,
            name,
            mut reasons,
            ..
        } = draft;
        let said = scene.of_time_to_come(said, scope.time.period);
        self.carry_without(scope.subject.as_ref());
        let evidence = name.extent.start.min(quantity.extent.start)..name.extent.end.max(quantity.extent.end);
        let indicator = scope.indicator(scene, name.indicator, &said, &unit);
        let said = self.of_net_increase(scene, said, &indicator);
        let joint = scene.joint(&quantity).filter(|_| candidate.pair.is_none());
        name_reasons(&indicator, &mut reasons);
        let figure = Figure {
            indicator: &indicator,
            name: &name.extent,
            quantity: &quantity,
            unit: &unit,
            said: &said,
        };
        self.doubt_figure(scene, topics, &scope, &figure, &mut reasons);
        reasons.push(zone_reason(scope.zone.as_ref(), scope.zone_here));
        let is_new = scope.zone.as_ref().is_some_and(|zone| topics.zones.is_new(zone));
        let is_paired = candidate.pair.is_some();
        let is_unclear =
            joint == Some(Joint::Unclear) || self.is_zone_unclear(scene, &scope, &quantity, is_paired);
        reasons.extend(held([
            (is_new, Reason::ProposedZone),
            (is_unclear, Reason::SeveralZones),
        ]));
        reasons.extend(subject_reason(scope.subject.as_ref(), scope.subject_here));
        let (value, qualifier) = signed(&quantity, said.is_decline);
        let caliber = said.caliber.filter(|_| !scene.defines_ratio(&indicator));
        reasons.extend(held(doubts(&quantity, caliber.as_ref(), scope.time.period)));
        reasons.extend(held([(!scene.converts(&indicator, &unit), Reason::UnitDiffers)]));
        let fact = Fact {
            zone: scope.zone,
            subject: scope.subject,
            indicator,
            measure: said.measure,
            value,
            unit,
            qualifier,
            caliber,
            period: scope.time.period,
            evidence: self.page.span(&evidence),
            number: self.page.span(&quantity.number),
            written: self.page.span(&quantity.extent),
            confidence: self.confidence(&reasons),
            reasons,
        };
        self.tell(fact, joint, &quantity.extent);
    }

    /// What is left open of whose figure it is, of which time, and whether of all that its name stands for.
    fn doubt_figure(
        &mut self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        scope: &Scope,
        figure: &Figure<'_>,
        reasons: &mut Vec<Reason>,
    ) {
        let Figure {
            indicator,
            quantity,
            said,
            ..
        } = figure;
        let time = &scope.time;
        let is_anothers = scope.is_anothers(scene, topics, figure);
        let is_part = self.is_of_part(scene, scope, figure);
        self.part = self.part.or(is_anothers.then_some(quantity.extent.end));
        self.anothers |= is_anothers;
        let is_in_place = self.is_in_place(scope, indicator);
        let is_of_increase = said.measure == Measure::Yoy && is_net_increase(indicator);
        let is_of_all = said.measure == Measure::Level
            && scene.may_be_of_all_years(indicator, quantity.extent.start, time.period);
        reasons.extend(held([
            (is_in_place, Reason::ModifiedName),
            (
                is_anothers
                    || scope.is_subject_unclear
                    || scope.time.is_once_built && scope.subject.is_none(),
                Reason::UnknownSubject,
            ),
            (is_part || time.is_unclear || is_of_increase, Reason::ModifiedName),
            (
                time.is_several || time.is_over_years || is_of_all,
                Reason::SeveralYears,
            ),
            (
                time.is_open && Plan::of(said.measure).is_none(),
                Reason::OpenPeriod,
            ),
        ]));
    }

    /// Whether another zone may be meant than the one spoken of.
    fn is_zone_unclear(
        &self,
        scene: &Scene<'_>,
        scope: &Scope,
        quantity: &Quantity,
        is_paired: bool,
    ) -> bool {
        scope.is_zone_unclear
            || scope.is_zone_vague()
            || !is_paired && scene.has_stray_zone(quantity.extent.start)
            || !scope.zone_here && self.is_behind_place(scene, quantity)
    }

    /// 高新技术企业净增102家: so many are the value of the indicator that is the net increase itself; what is reached behind it
    /// (，达到500家) is what has increased.
    fn of_net_increase(&mut self, scene: &Scene<'_>, said: Said, indicator: &IndicatorRef) -> Said {
        let is_gain = said.measure == Measure::Delta && !said.is_decline;
        if !is_gain || !is_net_increase(indicator) {
            return said;
        }
        if let Some(carried) = self.carried.take() {
            let whole = carried.indicator.zh().replacen(NET_INCREASE, "", 1);
            let indicator = scene.indicator_called(whole);
            self.carried = Some(Named { indicator, ..carried });
        }
        Said::plain(Measure::Level)
    }

    /// 某产业园入驻企业120家，其中规上12家: what is carried on is 入驻企业.
    fn carry_without(&mut self, subject: Option<&SubjectRef>) {
        if subject.is_some()
            && let Some(carried) = self.carried.take()
        {
            let indicator = without_subject(carried.indicator, subject);
            self.carried = Some(Named { indicator, ..carried });
        }
    }

    /// How sure a fact is. One that leans on the one before is no surer than that: 3450亿元左右，去年同期为3312亿元.
    fn confidence(&self, reasons: &[Reason]) -> f64 {
        let leans = reasons.contains(&Reason::CarriedName);
        let base = self.reading.facts.last().filter(|_| leans);
        let limit = base.map_or(CONFIDENCE.1, |base| base.confidence);
        let cost: f64 = reasons.iter().map(|reason| reason.cost()).sum();
        (1.0 - cost).clamp(CONFIDENCE.0, CONFIDENCE.1).min(limit)
    }

    /// 某小镇入园企业2300家，上市企业37家: whether what zones have too is told behind the firms of a place that no rule knows.
    fn is_in_place(&mut self, scope: &Scope, indicator: &IndicatorRef) -> bool {
        if scope.subject.is_some() || indicator.code().is_some() {
            return self.here.holds_tenants && scope.subject.is_none();
        }
        let owners = TENANTS
            .iter()
            .filter_map(|tenants| indicator.zh().strip_suffix(tenants));
        self.here.holds_tenants |= owners.into_iter().any(|owner| owner.chars().nth(2).is_some());
        false
    }

    /// Whether a figure of the catalogue's name may be that of a part of the zone: by the words before the name, or by those
    /// of a clause before that it goes on from.
    fn is_of_part(&mut self, scene: &Scene<'_>, scope: &Scope, figure: &Figure<'_>) -> bool {
        let Figure {
            indicator,
            name,
            quantity,
            unit,
            ..
        } = figure;
        let number = quantity.extent.start;
        let last = self
            .part
            .filter(|last| !scene.is_home((*last).min(number)..number));
        let goes_on = || last.is_some() && scope.subject.is_none() && scene.goes_on_about(name, unit);
        let is_known = indicator.code().is_some();
        let subject = scope.subject.as_ref();
        let is_subjects = subject.is_some_and(|subject| scene.opens_with_subject(subject, number));
        let is_part = !is_subjects && scene.opens_with_part(name, number)
            || goes_on()
            || subject.is_none() && scene.is_under_part(number)
            || is_known && scene.is_modified(name, scope.subject.as_ref());
        // 远迈精工拥有发明专利200件，从业人员3000人.
        let is_unknown = || !is_known && subject.is_none() && scene.is_done_by_unknown(name);
        self.part = (is_part || is_unknown()).then_some(quantity.extent.end);
        is_known && is_part
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
}

/// Whether the catalogue has an indicator for an increase itself: 高新技术企业净增.
fn is_net_increase(indicator: &IndicatorRef) -> bool {
    indicator.code().is_some() && indicator.zh().contains(NET_INCREASE)
}

/// The value as a fact tells it, below zero where it goes down: a fall of more than 5% is a growth of less than -5%.
fn signed(quantity: &Quantity, is_decline: bool) -> (f64, Qualifier) {
    match is_decline {
        true => (0.0 - quantity.value, quantity.qualifier.flipped()),
        false => (quantity.value, quantity.qualifier),
    }
}

/// Says whether the catalogue knows what is measured, which a name that was put together, paired or carried leaves open.
fn name_reasons(indicator: &IndicatorRef, reasons: &mut Vec<Reason>) {
    if indicator.code().is_some() {
        let proposed = reasons
            .iter_mut()
            .filter(|reason| **reason == Reason::ProposedName);
        proposed.for_each(|reason| *reason = Reason::CatalogName);
    } else if !reasons.contains(&Reason::ProposedName) {
        reasons.retain(|reason| *reason != Reason::CatalogName);
        reasons.push(Reason::ProposedName);
    }
}
