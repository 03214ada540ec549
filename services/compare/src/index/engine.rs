//! What the engine says, as callers are told.

use std::collections::BTreeSet;

use zhibiao_model::period::Period;
use zhibiao_runtime::error::{Code, Problem, Violation};
use zhibiao_scoring::{Error, Fault, Screened};

/// Reason of everything that a framework needs and the figures lack, and of questions that can't be asked of a result.
pub(crate) const INAPPLICABLE: &str = "INAPPLICABLE";

/// Reason of more than is taken on.
pub(crate) const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";

/// Reason of a framework of an older engine.
pub(super) const UNSOUND: &str = "FRAMEWORK_UNSOUND";

/// Reason of figures that can't be computed with.
pub(super) const UNUSABLE: &str = "FIGURES_UNUSABLE";

/// The engine's error as a problem.
pub(crate) fn problem(error: Error) -> Problem {
    let message = error.to_string();
    match error {
        Error::Framework(faults) => told(Code::FailedPrecondition, UNSOUND, message, faults),
        Error::Table(faults) => told(Code::FailedPrecondition, UNUSABLE, message, faults),
        Error::Inapplicable(faults) => told(Code::FailedPrecondition, INAPPLICABLE, message, faults),
        Error::Unranked(screened) => unranked(&screened, None),
        Error::Limit {
            what, asked, most, ..
        } => Problem::new(Code::InvalidArgument, LIMIT_EXCEEDED, message)
            .with("what", what)
            .with("asked", asked)
            .with("limit", most),
        Error::Cancelled => Problem::new(Code::Cancelled, "CANCELLED", "the computation was stopped"),
    }
}

/// The engine's error about the figures of a period.
pub(super) fn problem_at(error: Error, period: Period) -> Problem {
    match error {
        Error::Unranked(screened) => unranked(&screened, Some(period)),
        Error::Framework(_)
        | Error::Table(_)
        | Error::Inapplicable(_)
        | Error::Limit { .. }
        | Error::Cancelled => problem(error),
    }
}

/// Most subjects that are told to have too few figures.
const MAX_LACKING: usize = 100;

/// Nobody has figures enough: who lacks how much, and what to do.
fn unranked(screened: &[Screened], period: Option<Period>) -> Problem {
    let subjects: BTreeSet<&str> = screened.iter().map(|one| one.unit.as_str()).collect();
    let message = format!(
        "nobody can be ranked{}: {} too few figures; ask for another period, let older figures be carried, rank \
         others, or have the framework's `screen` ask for less",
        period.map_or_else(String::new, |period| format!(" at {period}")),
        match subjects.len() {
            1 => "the only subject has".to_owned(),
            count => format!("all {count} subjects have"),
        }
    );
    let violation = |one: &Screened| Violation {
        field: one.unit.clone(),
        description: one.to_string(),
    };
    Problem {
        violations: screened.iter().take(MAX_LACKING).map(violation).collect(),
        ..Problem::new(Code::FailedPrecondition, INAPPLICABLE, message)
    }
}

fn told(code: Code, reason: &str, message: String, faults: Vec<Fault>) -> Problem {
    let violation = |fault: Fault| Violation {
        field: fault.path,
        description: fault.problem,
    };
    Problem {
        violations: faults.into_iter().map(violation).collect(),
        ..Problem::new(code, reason, message)
    }
}
