//! What the engine says, as callers are told.

use zhibiao_runtime::error::{Code, Problem, Violation};
use zhibiao_scoring::{Error, Fault};

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
        Error::Limit {
            what, asked, most, ..
        } => Problem::new(Code::InvalidArgument, LIMIT_EXCEEDED, message)
            .with("what", what)
            .with("asked", asked)
            .with("limit", most),
        Error::Cancelled => Problem::new(Code::Cancelled, "CANCELLED", "the computation was stopped"),
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
