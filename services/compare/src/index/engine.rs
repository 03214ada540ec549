//! What the engine says, as callers are told.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::Catalog,
    framework::{Assumptions, Overrides},
    period::Period,
};
use zhibiao_proto::{
    catalog::v1::Names,
    convert::{field_of_overrides, overrides_as_far},
};
use zhibiao_runtime::error::{Code, Problem, Violation};
use zhibiao_scoring::{Error, Fault, Part, Screened, Warning};

use super::{Made, answer, changes};

/// The field that names a framework.
const FRAMEWORK: &str = "query.framework";

/// Reason of everything that a framework needs and the figures lack, and of questions that can't be asked of a result.
pub(crate) const INAPPLICABLE: &str = "INAPPLICABLE";

/// Reason of more than is taken on.
pub(crate) const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";

/// Reason of a framework of an older engine.
pub(super) const UNSOUND: &str = "FRAMEWORK_UNSOUND";

/// Reason of figures that can't be computed with.
pub(super) const UNUSABLE: &str = "FIGURES_UNUSABLE";

/// The engine's error as a problem, in the words of requests.
pub(crate) fn problem(error: Error) -> Problem {
    let message = error.to_string();
    match error {
        Error::Framework(faults) => told(Code::FailedPrecondition, UNSOUND, "framework", faults),
        Error::Table(faults) => told(Code::FailedPrecondition, UNUSABLE, "table", faults),
        Error::Inapplicable(faults) => told(
            Code::FailedPrecondition,
            INAPPLICABLE,
            "cannot be applied",
            faults,
        ),
        Error::Unranked(screened) => unranked(&screened, None),
        Error::Unscored(warnings) => Problem {
            violations: warnings.iter().take(MAX_LACKING).map(unscored).collect(),
            ..Problem::new(Code::FailedPrecondition, INAPPLICABLE, message)
        },
        Error::Limit {
            what, asked, most, ..
        } => Problem::new(Code::InvalidArgument, LIMIT_EXCEEDED, message)
            .with("what", what)
            .with("asked", asked)
            .with("limit", most),
        Error::Cancelled => Problem::new(Code::Cancelled, "CANCELLED", "the computation was stopped"),
    }
}

/// The engine's error about one that a request names, or about its rank: the field of the request that named it.
pub(super) fn problem_of(error: Error, fields: &[(&str, &str)]) -> Problem {
    problem(placed_at(error, fields))
}

/// The same, still the engine's.
pub(super) fn placed_at(error: Error, fields: &[(&str, &str)]) -> Error {
    let Error::Inapplicable(faults) = error else {
        return error;
    };
    let faults = faults.into_iter().map(|fault| {
        let path = fault.path();
        match fields.iter().find(|(own, _)| *own == path) {
            Some((_, field)) => Fault {
                part: Part::Question,
                field: (*field).to_owned(),
                ..fault
            },
            None => fault,
        }
    });
    Error::Inapplicable(faults.collect())
}

/// The engine's error about what an index is made from; subjects are told by their names, and methods by the field of
/// the request that chose them.
pub(super) fn problem_at(error: Error, made: &Made) -> Problem {
    let (period, catalog) = (made.basis.period, &made.catalog.catalog);
    match error {
        Error::Unranked(screened) => unranked(&screened, Some((period, catalog))),
        Error::Inapplicable(faults) => {
            let overrides = made.query.asked.overrides.clone().unwrap_or_default();
            let (overrides, _) = overrides_as_far(overrides);
            let asked = |fault: Fault| match field_of(&fault, &overrides, made.query.assumed.as_ref()) {
                Some(field) => Fault {
                    part: Part::Question,
                    field,
                    ..fault
                },
                None => fault,
            };
            problem(Error::Inapplicable(faults.into_iter().map(asked).collect()))
        }
        Error::Framework(_)
        | Error::Table(_)
        | Error::Unscored(_)
        | Error::Limit { .. }
        | Error::Cancelled => problem(error),
    }
}

/// The field of the request that gave the method which a fault is of: to all indicators without one of their own, or as
/// one that might as well have been taken.
fn field_of(fault: &Fault, overrides: &Overrides, assumed: Option<&Assumptions>) -> Option<String> {
    let Fault {
        part: Part::Framework,
        field,
        ..
    } = fault
    else {
        return None;
    };
    let is_given = match field.split('.').next() {
        Some("normalise") => overrides.normalise.is_some(),
        Some("impute") => overrides.impute.is_some(),
        Some("uncertainty") => return Some(changes::field_of(assumed?, field)),
        Some(_) | None => false,
    };
    is_given.then(|| format!("query.overrides.{}", field_of_overrides(overrides, field)))
}

fn unscored(warning: &Warning) -> Violation {
    Violation {
        field: FRAMEWORK.to_owned(),
        description: warning.to_string(),
    }
}

/// Most subjects that are told to have too few figures, and most reasons why nobody has a score.
const MAX_LACKING: usize = 100;

/// Nobody has figures enough: who lacks how much, and what to do.
fn unranked(screened: &[Screened], of: Option<(Period, &Catalog)>) -> Problem {
    let subjects: BTreeSet<&str> = screened.iter().map(|one| one.unit.as_str()).collect();
    let at = of.map_or_else(String::new, |(period, _)| format!(" at {period}"));
    let who = match subjects.len() {
        1 => "the only subject has".to_owned(),
        count => format!("all {count} subjects have"),
    };
    let asked_for_none = screened
        .iter()
        .all(|one| one.available == 0.0 && one.needed == 0.0);
    let message = match asked_for_none {
        // Nothing asks for more than one figure, so nothing could ask for less.
        true => format!(
            "nobody can be ranked{at}: {who} no figure of any indicator; ask for another period, let older figures be \
             carried, or rank others"
        ),
        false => format!(
            "nobody can be ranked{at}: {who} too few figures; ask for another period, let older figures be carried, rank \
             others, or have the framework's `screen` ask for less"
        ),
    };
    let violation = |one: &Screened| {
        let names = of.map(|(_, catalog)| answer::called(catalog, &one.unit));
        let called =
            names.and_then(|Names { zh, en, .. }| [en, zh].into_iter().find(|name| !name.is_empty()));
        Violation {
            field: one.unit.clone(),
            description: match called {
                Some(name) => format!("{name} {}", one.lack()),
                None => one.lack(),
            },
        }
    };
    Problem {
        violations: screened.iter().take(MAX_LACKING).map(violation).collect(),
        unlisted: screened.len().saturating_sub(MAX_LACKING) as u32,
        ..Problem::new(Code::FailedPrecondition, INAPPLICABLE, message).with("lacking", "figures")
    }
}

/// A field as messages have it: they call the unit that others are compared with a subject.
fn of_subject(field: String) -> String {
    match field.strip_suffix(".unit") {
        Some(method) => format!("{method}.subject"),
        None => field,
    }
}

/// The field of a request that a place of the engine belongs to, and what is to be said of it.
fn placed(fault: Fault) -> Violation {
    let description = fault.told();
    if fault.part == Part::Question {
        let field = fault.field;
        return Violation { field, description };
    }
    let place = Fault {
        field: of_subject(fault.field.clone()),
        ..fault
    };
    Violation {
        field: FRAMEWORK.to_owned(),
        description: format!("{}: {description}", place.path()),
    }
}

fn told(code: Code, reason: &str, what: &str, faults: Vec<Fault>) -> Problem {
    let violations: Vec<Violation> = faults.into_iter().map(placed).collect();
    let said = violations
        .iter()
        .map(|one| format!("{}: {}", one.field, one.description));
    let message = format!("{what}: {}", said.collect::<Vec<_>>().join("; "));
    Problem {
        violations,
        ..Problem::new(code, reason, message)
    }
}
