//! Who has no rank and why, and what readers of a result should know.

use zhibiao_proto::compare::v1::{EvaluationWarning, UnscoredSubject};
use zhibiao_scoring::{Cause, Evaluation, Index, Note, Warning};

use super::{Made, answer::called};
use crate::peers::Presence;

/// Peers without a rank, each reason once.
pub(super) fn unscored(made: &Made, index: &Index<'_>, evaluation: &Evaluation) -> Vec<UnscoredSubject> {
    let catalog = &made.catalog.catalog;
    let of = |subject: &str, reason: &str| UnscoredSubject {
        subject: subject.to_owned(),
        names: Some(called(catalog, subject)),
        reason: reason.to_owned(),
        ..UnscoredSubject::default()
    };
    let screened = index.screened().iter().map(|screened| UnscoredSubject {
        branch: screened.branch.clone(),
        available: Some(screened.available),
        needed: Some(screened.needed),
        message: screened.lack(),
        ..of(&screened.unit, "TOO_FEW_FIGURES")
    });
    let units = evaluation.units().iter().enumerate();
    let without = units.filter_map(|(at, unit)| {
        let why = evaluation.unscored(at)?;
        let message = why.to_string();
        let (component, value) = match why.cause {
            Cause::Negative { component, value } => (component, Some(value)),
            Cause::WithoutCost { component, value } => (component, value),
            Cause::TooFew { .. } | Cause::Undefined => (String::new(), None),
        };
        Some(UnscoredSubject {
            branch: why.aggregate,
            message,
            component,
            value,
            ..of(unit, "NO_SCORE")
        })
    });
    let period = made.basis.period;
    let absent = made.basis.absent.iter().map(|(subject, presence)| {
        let (reason, when) = match presence {
            Presence::NotYet => ("NOT_YET", "after"),
            Presence::Here | Presence::NoLonger => ("NO_LONGER", "before"),
        };
        UnscoredSubject {
            message: format!("it existed only {when} {period}: ask for another period"),
            ..of(subject.as_str(), reason)
        }
    });
    let mut unscored: Vec<UnscoredSubject> = screened.chain(without).chain(absent).collect();
    unscored.sort_by(|a, b| a.subject.cmp(&b.subject));
    unscored
}

/// The aggregate that is the index itself.
pub(super) fn index_of(evaluation: &Evaluation) -> &str {
    evaluation.framework().aggregates().last().unwrap_or_default()
}

/// The warnings of an evaluation, what its uncertainty analysis does not vary, then an analysis's own.
pub(super) fn with_own(
    evaluation: &Evaluation,
    own: impl IntoIterator<Item = EvaluationWarning>,
) -> Vec<EvaluationWarning> {
    let partly = evaluation.framework().partly_varied();
    let warnings = evaluation.warnings().iter().chain(&partly);
    warnings.map(warning).chain(own).collect()
}

/// A warning of the engine.
#[must_use]
pub fn warning(warning: &Warning) -> EvaluationWarning {
    let (reason, count) = match &warning.note {
        Note::Constant | Note::SameForAll | Note::BeyondForAll => ("CONSTANT", 0),
        Note::AllMissing => ("ALL_MISSING", 0),
        Note::NoDenominator(who) => ("NO_DENOMINATOR", who.count()),
        Note::NegativeDenominator(who) => ("NEGATIVE_DENOMINATOR", who.count()),
        Note::NotImputed(who) => ("NOT_IMPUTED", who.count()),
        Note::StillSkewed => ("STILL_SKEWED", 0),
        Note::BeyondPowers => ("BEYOND_POWERS", 0),
        Note::PowerAtBound => ("POWER_AT_BOUND", 0),
        Note::OutsideDomain(who) => ("OUTSIDE_DOMAIN", who.count()),
        Note::EqualWeights(_) => ("EQUAL_WEIGHTS", 0),
        Note::Negative { who, .. } => ("NEGATIVE", who.count()),
        Note::Undefined(who) => ("UNDEFINED", who.count()),
        Note::Zeroed(who) | Note::ZeroShare(who) => ("ZEROED", who.count()),
        Note::SharesLoosened { who, .. } => ("SHARES_LOOSENED", who.count()),
        Note::WithoutCost { who, .. } => ("UNDEFINED", who.count()),
        Note::TooFewComponents(who) => ("TOO_FEW_COMPONENTS", who.count()),
        Note::NeverRanked(who) => ("NEVER_RANKED", who.count()),
        Note::WeightsUnread { .. } => ("WEIGHTS_UNREAD", 0),
        Note::AlternativesPartial { .. } | Note::AlternativesOverridden { .. } => ("ALTERNATIVES_PARTIAL", 0),
        Note::Inconsistent { .. } => ("INCONSISTENT", 0),
    };
    let named = match &warning.note {
        Note::Negative { component, who } => {
            let (subjects, values) = who.first().iter().cloned().unzip();
            EvaluationWarning {
                component: component.clone(),
                subjects,
                values,
                ..EvaluationWarning::default()
            }
        }
        Note::WithoutCost { component, who } => EvaluationWarning {
            component: component.clone(),
            subjects: who.first().to_vec(),
            ..EvaluationWarning::default()
        },
        Note::NoDenominator(who)
        | Note::SharesLoosened { who, .. }
        | Note::NegativeDenominator(who)
        | Note::NotImputed(who)
        | Note::OutsideDomain(who)
        | Note::Undefined(who)
        | Note::Zeroed(who)
        | Note::ZeroShare(who)
        | Note::TooFewComponents(who)
        | Note::NeverRanked(who) => EvaluationWarning {
            subjects: who.first().to_vec(),
            ..EvaluationWarning::default()
        },
        Note::Constant
        | Note::SameForAll
        | Note::BeyondForAll
        | Note::AllMissing
        | Note::StillSkewed
        | Note::BeyondPowers
        | Note::PowerAtBound
        | Note::EqualWeights(_)
        | Note::WeightsUnread { .. }
        | Note::AlternativesPartial { .. }
        | Note::AlternativesOverridden { .. }
        | Note::Inconsistent { .. } => EvaluationWarning::default(),
    };
    EvaluationWarning {
        about: warning.about.clone(),
        reason: reason.to_owned(),
        count: count as u32,
        message: warning.note.to_string(),
        ..named
    }
}
