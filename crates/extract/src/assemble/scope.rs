//! Of which zone, subject and time a number is.

use super::facts::{Draft, Figure};
use super::{Candidate, Topics};
use crate::fact::{FactPeriod, IndicatorRef, Measure, PeriodBasis, SubjectRef, ZoneRef};
use crate::indicators::without_subject;
use crate::measures::Said;
use crate::naming::Named;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::cues::NOMINAL;
use crate::tables::kinds::PROJECTS;
use crate::tables::subjects::{FIRMS_COUNTED, OF_ALL, OF_ZONES};
use crate::tables::zones::SURE_ENDINGS;
use crate::zones::is_aggregate;
use zhibiao_model::unit::Unit;

/// Of which zone, subject and time a number is, and whether its own sentence says so.
pub(super) struct Scope {
    pub(super) zone: Option<ZoneRef>,
    pub(super) zone_here: bool,
    /// Whether another zone was spoken of before.
    pub(super) is_zone_unclear: bool,
    pub(super) subject: Option<SubjectRef>,
    pub(super) subject_here: bool,
    /// Whether the text has left the subject of the sentence before, and whether it may have.
    pub(super) is_left: bool,
    pub(super) is_subject_unclear: bool,
    pub(super) time: TimeTold,
}

/// Of which time a number is, and what its words leave open of that.
pub(super) struct TimeTold {
    /// Whether it is for when something is built.
    pub(super) is_once_built: bool,
    pub(super) period: Option<FactPeriod>,
    /// Whether it is told of several years together.
    pub(super) is_several: bool,
    /// Whether it had not ended when the text was issued.
    pub(super) is_open: bool,
    /// Whether it may have ended with the subject before.
    pub(super) is_unclear: bool,
    /// Whether the number is a growth over another time than the year before.
    pub(super) is_over_years: bool,
}

impl Scope {
    /// `has_left` is whether the sentence has left the subject of the one before.
    pub(super) fn of(
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        candidate: &Candidate<'_>,
        draft: &Draft,
        has_left: bool,
    ) -> Self {
        let Draft { quantity, name, .. } = draft;
        let number = quantity.extent.start;
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
        let is_left = !subject_here
            && (has_left
                || is_of_zones(&name.indicator, subject.as_ref())
                || is_of_no_project(name, quantity, subject.as_ref()));
        let is_subject_unclear =
            is_left || !subject_here && is_hardly_of(scene, &name.indicator, subject.as_ref());
        let subject = subject.filter(|_| !is_left);
        let time = TimeTold::of(scene, topics, candidate, draft, subject.as_ref());
        Self {
            zone,
            zone_here,
            is_zone_unclear,
            subject,
            subject_here,
            is_left,
            is_subject_unclear,
            time,
        }
    }

    /// 新站高新区和经开区: a zone that is called by its kind alone, or all zones of a kind.
    pub(super) fn is_zone_vague(&self) -> bool {
        let is_kind = |name: &String| SURE_ENDINGS.contains(&name.as_str()) || is_aggregate(name);
        matches!(&self.zone, Some(ZoneRef::Proposed(name)) if is_kind(name))
    }

    /// The indicator that a name is of the subject, by what is said of it.
    pub(super) fn indicator(
        &self,
        scene: &Scene<'_>,
        name: IndicatorRef,
        said: &Said,
        unit: &Unit,
    ) -> IndicatorRef {
        let named = without_subject(name, self.subject.as_ref());
        let measured = scene.measured(named, said, self.time.period);
        scene.of_frequency(scene.recognised(measured, unit), said, self.time.period)
    }

    /// Whether a number that nobody is named for seems to be somebody's all the same.
    pub(super) fn is_anothers(
        &self,
        scene: &Scene<'_>,
        topics: &Topics<'_, '_>,
        figure: &Figure<'_>,
    ) -> bool {
        let Figure {
            indicator,
            name,
            quantity,
            ..
        } = figure;
        let seems = || {
            scene.is_of_subjects(indicator) || scene.is_of_firms(name) || scene.is_beside_somebody(quantity)
        };
        self.subject.is_none()
            && (topics.subjects.is_unnamed(quantity.extent.start) || indicator.code().is_some() && seems())
    }
}

impl TimeTold {
    /// `subject` is what in the zone the number is of.
    fn of(
        scene: &Scene<'_>,
        topics: &mut Topics<'_, '_>,
        candidate: &Candidate<'_>,
        draft: &Draft,
        subject: Option<&SubjectRef>,
    ) -> Self {
        let Draft {
            quantity, said, name, ..
        } = draft;
        let number = quantity.extent.start;
        let periods = &mut *topics.periods;
        let paired = candidate.pair.and_then(|pair| pair.period);
        let stated = draft.period.or(paired.map(FactPeriod::stated));
        let is_several = periods.is_several(number) && stated.is_none();
        let standing = || periods.standing(number).filter(|_| scene.stands(&name.indicator));
        let period = stated
            .or_else(|| scene.period_behind(quantity))
            .or_else(standing)
            .or_else(|| periods.at(number));
        let spoken = period.filter(|told| subject.is_none() && told.basis == PeriodBasis::Paragraph);
        let behind = spoken.and_then(|told| periods.behind_subject(told));
        let is_after_event =
            period.is_some_and(|told| told.basis != PeriodBasis::Default) && periods.is_after_event();
        let is_unclear = behind.is_some() || paired.is_none() && is_after_event;
        let is_once_built = scene.is_once_built(said, quantity);
        let period = scene
            .period_of_plan(said, behind.or(period))
            .filter(|_| !is_once_built);
        let period = period.map(|told| scene.period_of_years_plan(said, quantity, told));
        let is_over_years = scene
            .other_base(said, period)
            .is_some_and(|base| !NOMINAL.contains(&base.as_str()))
            || said.told == Measure::Delta && scene.is_gain_of_years(quantity, period);
        Self {
            period,
            is_once_built,
            is_several,
            is_open: period.is_some_and(|period| periods.is_open(period)),
            is_unclear,
            is_over_years,
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

/// 某项目开工。7家企业入规: a project that a sentence before was about has no firms.
fn is_of_no_project(name: &Named, quantity: &Quantity, subject: Option<&SubjectRef>) -> bool {
    let is_project = subject.is_some_and(|subject| subject.kind() == PROJECTS);
    let zh = name.indicator.zh();
    let are_firms = zh.ends_with(FIRMS_COUNTED) || zh.starts_with(FIRMS_COUNTED);
    is_project && is_proposed(subject) && are_firms && quantity.unit.as_deref().is_some_and(counts)
}

/// Whether a sentence that does not go on about the subject of the one before tells of it all the same.
fn is_hardly_of(scene: &Scene<'_>, indicator: &IndicatorRef, subject: Option<&SubjectRef>) -> bool {
    indicator.code().is_some() && is_proposed(subject) && !scene.opens_with_deed()
}

fn is_proposed(subject: Option<&SubjectRef>) -> bool {
    matches!(subject, Some(SubjectRef::Proposed { .. }))
}
