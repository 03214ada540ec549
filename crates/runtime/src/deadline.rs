//! By when an answer is needed: read from a call, handed on to every call that is made for it.

use std::time::Duration;

use tokio::time::Instant;
use tonic::{codegen::http::HeaderMap, metadata::MetadataMap};

use crate::error::{Code, Problem};

/// Metadata key of the time that a caller gives, as gRPC defines it.
const TIMEOUT_KEY: &str = "grpc-timeout";

/// A moment after which nobody waits for the answer any more; or none, when the caller waits for as long as it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// The caller waits for as long as it takes.
    pub const NONE: Self = Self(None);

    /// The deadline of a call whose metadata this is, as of now; none when there is none that can be read.
    #[must_use]
    pub fn of(metadata: &MetadataMap) -> Self {
        Self::of_headers(metadata.as_ref())
    }

    /// The same, of a call's headers.
    #[must_use]
    pub fn of_headers(headers: &HeaderMap) -> Self {
        let text = headers.get(TIMEOUT_KEY).and_then(|value| value.to_str().ok());
        text.and_then(timeout).map_or(Self::NONE, Self::within)
    }

    /// So much time from now on.
    #[must_use]
    pub fn within(time: Duration) -> Self {
        Self(Instant::now().checked_add(time))
    }

    /// The earlier of two.
    #[must_use]
    pub fn earlier(self, other: Self) -> Self {
        Self(match (self.0, other.0) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        })
    }

    /// The time that is left, zero when it is over; `None` without deadline.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.0.map(|at| at.saturating_duration_since(Instant::now()))
    }

    /// Whether it is over after waiting so long.
    #[must_use]
    pub fn is_over_after(self, wait: Duration) -> bool {
        self.left().is_some_and(|left| left <= wait)
    }
}

/// The problem of a call whose deadline is over.
#[must_use]
pub fn exceeded() -> Problem {
    Problem::new(
        Code::DeadlineExceeded,
        "DEADLINE_EXCEEDED",
        "there was no answer in time",
    )
}

/// Reads `grpc-timeout`: at most eight digits and a unit.
fn timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3_600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_call_s_time_runs() {
        let mut metadata = MetadataMap::new();
        assert_eq!(Deadline::of(&metadata), Deadline::NONE);
        metadata.insert(TIMEOUT_KEY, "1500m".parse().unwrap());
        let deadline = Deadline::of(&metadata);
        tokio::time::advance(Duration::from_millis(400)).await;
        assert_eq!(deadline.left(), Some(Duration::from_millis(1_100)));
        assert!(deadline.is_over_after(Duration::from_millis(1_100)));
        assert!(!deadline.is_over_after(Duration::from_millis(1_099)));
        let later = Deadline::within(Duration::from_secs(9));
        assert_eq!(deadline.earlier(later), deadline);
        assert_eq!(Deadline::NONE.earlier(later), later);
        tokio::time::advance(Duration::from_secs(9)).await;
        assert_eq!(deadline.left(), Some(Duration::ZERO));
    }

    #[test]
    fn what_grpc_does_not_define_is_no_timeout() {
        assert_eq!(timeout("2H"), Some(Duration::from_secs(7_200)));
        assert_eq!(timeout("99999999n"), Some(Duration::from_nanos(99_999_999)));
        for wrong in ["", "S", "123456789S", "1", "1s", "-1S", "1.5S", "1米"] {
            assert_eq!(timeout(wrong), None, "{wrong}");
        }
    }
}
