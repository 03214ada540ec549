//! Facts with their scope: zone, subject and period of a number that is named, and how sure that is.

use std::sync::Arc;

use zhibiao_model::unit::Unit;

use super::doubts::{doubts, held, subject_reason, zone_reason};
use super::{Assembler, CONFIDENCE, Candidate, Topics};
use crate::fact::{Fact, FactPeriod, IndicatorRef, Measure, PeriodBasis, Reason, SubjectRef, ZoneRef};
use crate::indicators::without_subject;
use crate::joint::{Joint, of_each};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::Scene;
use crate::tables::cues::NOMINAL;
use crate::tables::subjects::{OF_ALL, OF_ZONES, TENANTS};
use crate::tables::zones::SURE_ENDINGS;
use crate::zones::is_aggregate;

/// The word of an indicator that is an increase.
const NET_INCREASE: &str = "净增";

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

/// Of which zone, subject and time a number is, and whether its own sentence says so.
struct Scope {
    zone: Option<ZoneRef>,
    zone_here: bool,
    /// Whether another zone was spoken of before.
    is_zone_unclear: bool,
    subject: Option<SubjectRef>,
    subject_here: bool,
    /// Whether the text has left the subject of the sentence before, and whether it may have.
    is_left: bool,
    is_subject_unclear: bool,
    period: Option<FactPeriod>,
    /// Whether it is told of several years together.
    is_several: bool,
    /// Whether its time had not ended when the text was issued.
    is_open: bool,
    /// Whether its time may have ended with the subject before.
    is_time_unclear: bool,
    /// Whether it is a growth over another time than the year before.
    is_over_years: bool,
}

impl Scope {
    /// `has_left` is whether the sentence has left the subject of the one before.
    fn of(
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        candidate: &Candidate<'_>,
        draft: &Draft,
        has_left: bool,
    ) -> Self {
        let Draft {
            quantity,
            said,
            name,
            period,
            ..
        } = draft;
        let number = quantity.extent.start;
        let paired = candidate.pair.and_then(|pair| pair.period);
        let is_several =
            topics.periods.is_several(number) && period.or(paired.map(FactPeriod::stated)).is_none();
        let period = period
            .or(paired.map(FactPeriod::stated))
            .or_else(|| scene.period_behind(quantity))
            .or_else(|| {
                topics
                    .periods
                    .standing()
                    .filter(|_| scene.stands(&name.indicator))
            })
            .or_else(|| topics.periods.at(number))
            .filter(|_| !draft.reasons.contains(&Reason::SeveralYears));
        let paired_zone = candidate.pair.and_then(|pair| pair.zone.clone());
        let is_zone_unclear = paired_zone.is_none() && topics.zones.is_unclear(number);
        let (zone, zone_here) = match paired_zone {
            Some(zone) => (Some(zone), true),
            None => topics.zones.at(number),
        };
        let paired_subject = candidate.pair.and_then(|pair| pair.subject.clone());
        let (subject, subject_here) = match paired_subject {
            Some(subject) => (Some(subject), true),
            None => scene.subject(topics.subjects, quantity, name),
        };
        let is_left = !subject_here && (has_left || is_of_zones(&name.indicator, subject.as_ref()));
        let is_subject_unclear =
            is_left || !subject_here && is_hardly_of(scene, &name.indicator, subject.as_ref());
        let subject = subject.filter(|_| !is_left);
        let spoken = period.filter(|told| subject.is_none() && told.basis == PeriodBasis::Paragraph);
        let behind = spoken.and_then(|told| topics.periods.behind_subject(told));
        let is_after_event =
            period.is_some_and(|told| told.basis != PeriodBasis::Default) && topics.periods.is_after_event();
        let is_time_unclear = behind.is_some() || paired.is_none() && is_after_event;
        let period = scene.period_of_plan(said, behind.or(period));
        let is_open = period.is_some_and(|period| topics.periods.is_open(period));
        let is_over_years = scene
            .other_base(said, period)
            .is_some_and(|base| !NOMINAL.contains(&base.as_str()))
            || said.told == Measure::Delta && scene.is_gain_of_years(quantity, period);
        Self {
            zone,
            zone_here,
            is_zone_unclear,
            subject,
            subject_here,
            is_left,
            is_subject_unclear,
            period,
            is_several,
            is_time_unclear,
            is_open,
            is_over_years,
        }
    }

    /// 新站高新区和经开区: a zone that is called by its kind alone, or all zones of a kind.
    fn is_zone_vague(&self) -> bool {
        let is_kind = |name: &String| SURE_ENDINGS.contains(&name.as_str()) || is_aggregate(name);
        matches!(&self.zone, Some(ZoneRef::Proposed(name)) if is_kind(name))
    }

    /// The indicator that a name is of the subject, by what is said of it.
    fn indicator(&self, scene: &Scene<'_>, name: IndicatorRef, said: &Said, unit: &Unit) -> IndicatorRef {
        let named = without_subject(name, self.subject.as_ref());
        let measured = scene.measured(named, said, self.period);
        scene.of_frequency(scene.recognised(measured, unit), said, self.period)
    }

    /// Whether a number that nobody is named for seems to be somebody's all the same.
    fn is_anothers(
        &self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        indicator: &IndicatorRef,
        name: &Extent,
        quantity: &Quantity,
    ) -> bool {
        let seems = || {
            scene.is_of_subjects(indicator) || scene.is_of_firms(name) || scene.is_beside_somebody(quantity)
        };
        self.subject.is_none()
            && (topics.subjects.is_unnamed(quantity.extent.start) || indicator.code().is_some() && seems())
    }
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
        let said = scene.of_time_to_come(said, scope.period);
        self.carry_without(scope.subject.as_ref());
        let evidence = name.extent.start.min(quantity.extent.start)..name.extent.end.max(quantity.extent.end);
        let indicator = scope.indicator(scene, name.indicator, &said, &unit);
        let is_of_increase = said.measure == Measure::Yoy && is_net_increase(&indicator);
        let said = self.of_net_increase(scene, said, &indicator);
        let caliber = said.caliber.filter(|_| !scene.defines_ratio(&indicator));
        let joint = scene.joint(&quantity).filter(|_| candidate.pair.is_none());
        name_reasons(&indicator, &mut reasons);
        let is_anothers = scope.is_anothers(scene, topics, &indicator, &name.extent, &quantity);
        let is_part = self.is_of_part(scene, &scope, &indicator, &name.extent, &quantity, &unit);
        self.part = self.part.or(is_anothers.then_some(quantity.extent.end));
        self.anothers |= is_anothers;
        let is_in_place = self.is_in_place(&scope, &indicator);
        let is_of_all = said.measure == Measure::Level
            && scene.may_be_of_all_years(&indicator, quantity.extent.start, scope.period);
        let doubtful = [
            (is_in_place, Reason::ModifiedName),
            (is_anothers || scope.is_subject_unclear, Reason::UnknownSubject),
            (
                is_part || scope.is_time_unclear || is_of_increase,
                Reason::ModifiedName,
            ),
            (
                scope.is_several || scope.is_over_years || is_of_all,
                Reason::SeveralYears,
            ),
            (scope.is_open && is_result(said.measure), Reason::OpenPeriod),
        ];
        reasons.extend(held(doubtful));
        reasons.push(zone_reason(scope.zone.as_ref(), scope.zone_here));
        let is_unclear = joint == Some(Joint::Unclear) || scope.is_zone_unclear || scope.is_zone_vague();
        let is_stray = candidate.pair.is_none() && scene.has_stray_zone(quantity.extent.start);
        let is_place_before = !scope.zone_here && self.is_behind_place(scene, &quantity);
        let is_unclear = is_unclear || is_stray || is_place_before;
        reasons.extend(held([(is_unclear, Reason::SeveralZones)]));
        reasons.extend(subject_reason(scope.subject.as_ref(), scope.subject_here));
        reasons.extend(held(doubts(&quantity, caliber.as_ref(), scope.period)));
        reasons.extend(held([(!scene.converts(&indicator, &unit), Reason::UnitDiffers)]));
        let (value, qualifier) = if said.is_decline {
            (0.0 - quantity.value, quantity.qualifier.flipped())
        } else {
            (quantity.value, quantity.qualifier)
        };
        let fact = Fact {
            zone: scope.zone,
            subject: scope.subject,
            indicator,
            measure: said.measure,
            value,
            unit,
            qualifier,
            caliber,
            period: scope.period,
            evidence: self.page.span(&evidence),
            number: self.page.span(&quantity.number),
            written: self.page.span(&quantity.extent),
            confidence: self.confidence(&reasons),
            reasons,
        };
        self.tell(fact, joint, &quantity.extent);
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

    /// How sure a fact is. One that leans on the one before is no surer than that: 3450亿元左右，去年同期为3312亿元; but what the
    /// value behind 由 leaves open is only when it was.
    fn confidence(&self, reasons: &[Reason]) -> f64 {
        let leans = reasons.contains(&Reason::CarriedName);
        let is_dated = !reasons.contains(&Reason::NoPeriod);
        let base = self.reading.facts.last().filter(|_| leans);
        let base = base.filter(|base| base.period.is_some() || !is_dated);
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
    fn is_of_part(
        &mut self,
        scene: &Scene<'_>,
        scope: &Scope,
        indicator: &IndicatorRef,
        name: &Extent,
        quantity: &Quantity,
        unit: &Unit,
    ) -> bool {
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

/// What zones have alone is no subject's that was named a sentence before: 某项目…。全年签约项目68个.
fn is_of_zones(indicator: &IndicatorRef, subject: Option<&SubjectRef>) -> bool {
    let zh = indicator.zh();
    let words = match indicator.code() {
        Some(_) => OF_ZONES,
        None => OF_ALL,
    };
    is_proposed(subject) && words.iter().any(|word| zh.contains(word))
}

/// Whether a sentence that does not go on about the subject of the one before tells of it all the same.
fn is_hardly_of(scene: &Scene<'_>, indicator: &IndicatorRef, subject: Option<&SubjectRef>) -> bool {
    indicator.code().is_some() && is_proposed(subject) && !scene.opens_with_deed()
}

/// Whether the catalogue has an indicator for an increase itself: 高新技术企业净增.
fn is_net_increase(indicator: &IndicatorRef) -> bool {
    indicator.code().is_some() && indicator.zh().contains(NET_INCREASE)
}

fn is_proposed(subject: Option<&SubjectRef>) -> bool {
    matches!(subject, Some(SubjectRef::Proposed { .. }))
}

/// Whether a measure tells what has come about, as plans don't.
fn is_result(measure: Measure) -> bool {
    !matches!(measure, Measure::Target | Measure::Forecast)
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
