//! The one error that leaves a service.
//!
//! Services have error enums of their own; each turns into a [`Problem`] at the edge, and a problem into a
//! `google.rpc.Status` with `ErrorInfo`, `BadRequest`, `RetryInfo`. What a driver said is logged there and goes no
//! further.

mod alike;
mod code;

use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    fmt,
    time::Duration,
};

use tonic::Status;
use tonic_types::{ErrorDetails, ErrorInfo, StatusExt as _};
use zhibiao_proto::convert::{InvalidField, InvalidMessage};

pub use code::Code;

/// The `ErrorInfo.domain` of every error of the hub.
pub const DOMAIN: &str = "zhibiao";

/// Reason of a call that no server answered.
pub const CONNECTION_FAILED: &str = "CONNECTION_FAILED";

/// Most violations that one answer lists.
pub const MAX_VIOLATIONS: usize = 200;

/// Most bytes of an error's details. They travel in a header, base64-encoded, beside the percent-encoded message, and
/// clients of other languages drop answers whose headers pass 8 KiB: a long error must not hide itself.
const MAX_DETAILS: usize = 3 << 10;

/// Most bytes of a message; a byte outside ASCII takes three in the header.
const MAX_MESSAGE: usize = 768;

/// Most bytes of one text inside the details.
const MAX_TEXT: usize = 512;

/// Stands where a text was cut.
const ELLIPSIS: char = '…';

/// Fact that says how many violations there are, listed or not.
const VIOLATIONS: &str = "violations";

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field, such as `observations.value[3]`.
    pub field: String,
    /// What is wrong and what to do.
    pub description: String,
}

/// An error as callers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Kind of error.
    pub code: Code,
    /// UPPER_SNAKE constant that programs branch on.
    pub reason: String,
    /// What was wrong, for people.
    pub message: String,
    /// Facts as fields.
    pub facts: BTreeMap<String, String>,
    /// Everything that is wrong with the request, as far as it was listed.
    pub violations: Vec<Violation>,
    /// How many more violations there are, as another server counted them.
    pub unlisted: u32,
    /// When to try again.
    pub retry_after: Option<Duration>,
}

/// Fact that says that a write may have been committed all the same.
const MAYBE_COMMITTED: &str = "maybe_committed";

impl Problem {
    /// A problem with a reason.
    pub fn new(code: Code, reason: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.to_owned(),
            message: message.into(),
            facts: BTreeMap::new(),
            violations: Vec::new(),
            unlisted: 0,
            retry_after: None,
        }
    }

    /// A request that is wrong in every place listed.
    #[must_use]
    pub fn invalid(violations: Vec<Violation>) -> Self {
        let message = match violations.as_slice() {
            [] => "the request is not valid".to_owned(),
            [one] => format!("{}: {}", one.field, one.description),
            [one, rest @ ..] => format!("{}: {} (and {} more)", one.field, one.description, rest.len()),
        };
        Self {
            violations,
            ..Self::new(Code::InvalidArgument, "REQUEST_INVALID", message)
        }
    }

    /// A fault of the hub. What the source says is logged here and shown to nobody.
    #[must_use]
    pub fn internal(source: impl fmt::Display) -> Self {
        tracing::error!(error = %source, "internal error");
        Self::new(Code::Internal, "INTERNAL", "the hub failed; its log says why")
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        self.facts.insert(key.to_owned(), value.to_string());
        self
    }

    /// Adds a violation.
    #[must_use]
    pub fn violation(mut self, field: impl Into<String>, description: impl Into<String>) -> Self {
        self.violations.push(Violation {
            field: field.into(),
            description: description.into(),
        });
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// Says that a write may have been committed all the same: try again with the same id.
    #[must_use]
    pub fn maybe_committed(self) -> Self {
        self.with(MAYBE_COMMITTED, true)
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.retry_after.is_some() || self.code == Code::Unavailable
    }

    /// Reads a problem back from a status, also from one that another server gave.
    #[must_use]
    pub fn from_status(status: &Status) -> Self {
        if let Some(source) = status.source() {
            return Self::of_connection(source);
        }
        let details = status.get_error_details();
        let info = details.error_info();
        let of = |v: &tonic_types::FieldViolation| Violation {
            field: v.field.clone(),
            description: v.description.clone(),
        };
        let listed = details.bad_request().map(|bad| bad.field_violations.iter());
        let listed = listed.into_iter().flatten().map(of);
        let violations: Vec<Violation> = listed.flat_map(alike::apart).collect();
        let counted = info.and_then(|info| info.metadata.get(VIOLATIONS)?.parse().ok());
        Self {
            code: status.code().into(),
            reason: info.map(|i| i.reason.clone()).unwrap_or_default(),
            message: status.message().to_owned(),
            facts: info.map(facts).unwrap_or_default(),
            unlisted: counted.map_or(0, |all: u32| all.saturating_sub(violations.len() as u32)),
            violations,
            retry_after: details.retry_info().and_then(|retry| retry.retry_delay),
        }
    }
}

impl Problem {
    /// Reads the problem of a message that a caller sent and that did not come in. What is no message at all is the
    /// caller's mistake; the decoder, which can't know whose message it reads, calls it INTERNAL and gives no reason.
    #[must_use]
    pub fn of_request(status: &Status) -> Self {
        let problem = Self::from_status(status);
        if problem.code == Code::Internal && problem.reason.is_empty() {
            tracing::debug!(error = %status, "a message can't be read");
            let message = "a message can't be read: is it of this call, and of this version of the protos?";
            return Self::new(Code::InvalidArgument, "MESSAGE_INVALID", message);
        }
        problem
    }
}

impl From<InvalidMessage> for Problem {
    fn from(invalid: InvalidMessage) -> Self {
        let message = invalid.to_string();
        let violation = |InvalidField { field, description }| Violation { field, description };
        let violations = invalid.fields.into_iter().map(violation).collect();
        Self {
            message,
            unlisted: invalid.more as u32,
            ..Self::invalid(violations)
        }
    }
}

impl Problem {
    /// A call that no server answered: the connection failed or broke, or the call's own deadline passed. tonic gives
    /// such a status a source and one of several codes; a server's answer never has one.
    fn of_connection(source: &(dyn Error + 'static)) -> Self {
        let mut at = Some(source);
        while let Some(error) = at {
            if error.is::<tonic::TimeoutExpired>() {
                let message = "there was no answer in time";
                return Self::new(Code::DeadlineExceeded, "DEADLINE_EXCEEDED", message).maybe_committed();
            }
            at = error.source();
        }
        tracing::debug!(error = %source, "connection failed");
        let message = "the server can't be reached: is it running, and is the address right?";
        Self::new(Code::Unavailable, CONNECTION_FAILED, message).maybe_committed()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Problem {}

impl From<Problem> for Status {
    fn from(problem: Problem) -> Self {
        let Problem {
            code,
            reason,
            message,
            facts,
            violations,
            unlisted,
            retry_after,
        } = problem;
        let mut details = ErrorDetails::new();
        let mut room = MAX_DETAILS;
        let mut kept = HashMap::new();
        for (key, value) in facts {
            let value = cut(value, MAX_TEXT);
            if let Some(left) = room.checked_sub(key.len() + value.len()) {
                room = left;
                kept.insert(key, value);
            }
        }
        // Said whenever there are some, so that a caller sees when not all of them fit.
        let all = violations.len().saturating_add(unlisted as usize);
        if all > 0 {
            kept.insert(VIOLATIONS.to_owned(), all.to_string());
        }
        details.set_error_info(reason, DOMAIN, kept);
        for Violation { field, description } in alike::listed(violations, room) {
            details.add_bad_request_violation(field, description);
        }
        if retry_after.is_some() {
            details.set_retry_info(retry_after);
        }
        Self::with_error_details(code.into(), cut(message, MAX_MESSAGE), details)
    }
}

/// The facts of an error, without the one that the violations tell.
fn facts(info: &ErrorInfo) -> BTreeMap<String, String> {
    let told = info.metadata.iter().filter(|(key, _)| *key != VIOLATIONS);
    told.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// A text of at most so many bytes.
fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most - ELLIPSIS.len_utf8()));
        text.push(ELLIPSIS);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_survives_the_wire() {
        let problem = Problem::new(
            Code::OutOfRange,
            "REVISION_NOT_YET",
            "revision 9 is not committed yet",
        )
        .with("head", 7)
        .violation("as_of.revision", "at most 7")
        .retry_after(Duration::from_millis(250))
        .maybe_committed();
        let status = Status::from(problem.clone());
        assert_eq!(status.code(), tonic::Code::OutOfRange);
        assert_eq!(Problem::from_status(&status), problem);
        assert!(problem.is_retryable());
    }

    #[test]
    fn an_answer_lists_a_bounded_number_of_violations() {
        let violation = Violation {
            field: "f".into(),
            description: "d".into(),
        };
        let problem = Problem::invalid(vec![violation; MAX_VIOLATIONS + 1]);
        assert!(problem.message.ends_with("(and 200 more)"), "{}", problem.message);
        let told =
            |status: &Status| status.get_error_details().error_info().unwrap().metadata[VIOLATIONS].clone();
        let status = Status::from(problem);
        assert_eq!(told(&status), "201");
        let passed_on = Problem::from_status(&status);
        assert_eq!(passed_on.violations.len(), MAX_VIOLATIONS);
        // A server that passes an answer on tells of as many.
        assert_eq!(told(&passed_on.into()), "201");
    }

    /// As many as an index has of indicators that another hub calls otherwise, with the longest codes.
    #[test]
    fn violations_that_say_the_same_are_all_told() {
        let violation = |at: usize| Violation {
            field: format!("framework.indicators[share-of-another-{at:03}]"),
            description: format!(
                "`share-of-another-{at:03}` is no indicator of the catalogue: add it or correct the code; the nearest is `share`"
            ),
        };
        let problem = Problem::invalid((0..100).map(violation).collect());
        let status = Status::from(problem);
        let header = status.details().len().div_ceil(3) * 4 + status.message().len() * 3;
        assert!(header < 8 << 10, "{header}");
        let details = status.get_error_details();
        assert_eq!(details.error_info().unwrap().metadata[VIOLATIONS], "100");
        let told = details.bad_request().unwrap().field_violations.len();
        assert!(told < 40, "{told}");
        let read = Problem::from_status(&status);
        assert_eq!((read.violations.len(), read.unlisted), (100, 0));
        assert_eq!(read.violations[99].field, violation(99).field);
        assert!(
            read.violations[99]
                .description
                .starts_with("`share-of-another-099` is no indicator")
        );
        // A server that passes it on tells as many.
        assert_eq!(Problem::from_status(&read.clone().into()), read);
    }

    #[test]
    fn an_error_fits_into_a_header() {
        let long = "指标".repeat(100_000);
        let violation = Violation {
            field: long.clone(),
            description: long.clone(),
        };
        let problem = Problem::invalid(vec![violation; 1_000])
            .with("read", &long)
            .with("name", long);
        let status = Status::from(problem);
        assert!(status.message().len() <= MAX_MESSAGE && status.message().ends_with(ELLIPSIS));
        // base64 adds a third; the message's bytes take three each.
        let header = status.details().len().div_ceil(3) * 4 + status.message().len() * 3;
        assert!(header < 8 << 10, "{header}");
        assert!(!Problem::from_status(&status).violations.is_empty());
    }

    #[test]
    fn a_call_that_nobody_answered_may_be_tried_again() {
        let of = |code, source: Box<dyn Error + Send + Sync>| {
            let mut status = Status::new(code, "operation was canceled");
            status.set_source(source.into());
            Problem::from_status(&status)
        };
        let broken = of(tonic::Code::Cancelled, "connection closed".into());
        assert_eq!((broken.code, broken.is_retryable()), (Code::Unavailable, true));
        let late = of(tonic::Code::Cancelled, Box::new(tonic::TimeoutExpired(())));
        assert_eq!((late.code, late.is_retryable()), (Code::DeadlineExceeded, false));
        let answered = Problem::from_status(&Status::new(tonic::Code::Cancelled, "cancelled"));
        assert_eq!(answered.code, Code::Cancelled);
    }

    #[test]
    fn a_driver_s_text_stays_inside() {
        let status = Status::from(Problem::internal("UNIQUE constraint failed: secret.table"));
        assert!(!format!("{status:?}").contains("secret"));
    }
}
