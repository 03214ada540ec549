//! Trying again: exponential back-off with full jitter, or when the server says; never past the deadline, and never so
//! much that a service in trouble gets more calls than it had before.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tonic::Status;
use zhibiao_runtime::{deadline::Deadline, error::Problem};

/// How often and how soon a call is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Tries in all.
    pub tries: u32,
    /// Longest wait before the second try; doubles with each further one.
    pub first_wait: Duration,
    /// Longest wait before any try.
    pub longest_wait: Duration,
    /// Time after which no further try begins.
    pub patience: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 5,
            first_wait: Duration::from_millis(50),
            longest_wait: Duration::from_secs(5),
            patience: Duration::from_secs(60),
        }
    }
}

/// What further tries cost, shared by all calls of a connection: gRPC's retry throttling. Every failure takes a token,
/// every success gives a tenth of one back, and nothing is tried again while less than half of them are left.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    /// Counted in tenths of a token.
    const FULL: u32 = 1_000;
    const TOKEN: u32 = 10;

    /// Whether something may be sent once more.
    pub(crate) fn allows(&self) -> bool {
        self.0.load(Ordering::Relaxed) > Self::FULL / 2
    }

    fn failed(&self) {
        self.change(|tenths| tenths.saturating_sub(Self::TOKEN));
    }

    fn succeeded(&self) {
        // Nearly always full: reading alone does not pull the number from the other cores.
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            self.change(|tenths| (tenths + 1).min(Self::FULL));
        }
    }

    fn change(&self, to: impl Fn(u32) -> u32) {
        // It never gives up, so it never fails.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tenths| Some(to(tenths)));
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }
}

impl Retry {
    /// One try.
    #[must_use]
    pub fn never() -> Self {
        Self {
            tries: 1,
            ..Self::default()
        }
    }

    /// The wait after a number of failed tries.
    #[must_use]
    pub fn wait(&self, failed: u32, asked: Option<Duration>) -> Duration {
        let ceiling = self
            .first_wait
            .saturating_mul(1 << failed.saturating_sub(1).min(20))
            .min(self.longest_wait);
        let jittered = ceiling.mul_f64(rand::random::<f64>());
        // A server that names a time is obeyed, with jitter on top so that callers do not come back all at once.
        asked.map_or(jittered, |asked| asked + jittered)
    }

    /// Makes a call, and again while that can help: a failure that may pass, tries left, budget left, and an answer
    /// that would still be in time.
    pub(crate) async fn run<T, F>(
        &self,
        budget: &Budget,
        deadline: Deadline,
        mut call: impl FnMut() -> F,
    ) -> Result<T, Problem>
    where
        F: Future<Output = Result<tonic::Response<T>, Status>>,
    {
        let deadline = deadline.earlier(Deadline::within(self.patience));
        let mut failed = 0;
        loop {
            let problem = match call().await {
                Ok(response) => {
                    budget.succeeded();
                    return Ok(response.into_inner());
                }
                Err(status) => Problem::from_status(&status),
            };
            if !problem.is_retryable() {
                return Err(problem);
            }
            budget.failed();
            failed += 1;
            let wait = self.wait(failed, problem.retry_after);
            if failed >= self.tries || !budget.allows() || deadline.is_over_after(wait) {
                return Err(problem);
            }
            tokio::time::sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_runtime::error::Code;

    use super::*;

    async fn tries_of(code: Code) -> u32 {
        let mut tries = 0;
        let call = || {
            tries += 1;
            async move { Err(Status::from(Problem::new(code, "TEST", "no"))) }
        };
        let outcome: Result<(), Problem> = Retry::default()
            .run(&Budget::default(), Deadline::NONE, call)
            .await;
        assert_eq!(outcome.unwrap_err().code, code);
        tries
    }

    /// Tries that fail with a wait asked for, under a deadline; and the time they took.
    async fn tries_within(deadline: Deadline, asked: Duration) -> (u32, Duration) {
        let (mut tries, begun) = (0, tokio::time::Instant::now());
        let call = || {
            tries += 1;
            let busy = Problem::new(Code::ResourceExhausted, "TEST", "no").retry_after(asked);
            async move { Err(Status::from(busy)) }
        };
        let retry = Retry {
            tries: 1_000,
            ..Retry::default()
        };
        let outcome: Result<(), Problem> = retry.run(&Budget::default(), deadline, call).await;
        assert_eq!(outcome.unwrap_err().reason, "TEST");
        (tries, begun.elapsed())
    }

    #[tokio::test(start_paused = true)]
    async fn no_try_begins_after_the_deadline() {
        let second = Duration::from_secs(1);
        let (tries, took) = tries_within(Deadline::within(second * 3), second).await;
        assert!(
            (2..=3).contains(&tries) && took < second * 3,
            "{tries} tries in {took:?}"
        );
        let (tries, took) = tries_within(Deadline::NONE, second * 10).await;
        assert!(
            (4..=6).contains(&tries) && took < second * 60,
            "{tries} tries in {took:?}"
        );
        assert_eq!(tries_within(Deadline::within(second), second * 2).await.0, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_in_trouble_is_left_alone_until_it_answers_again() {
        let budget = Budget::default();
        let mut calls = 0;
        for _ in 0..100 {
            let call = || {
                calls += 1;
                async { Err(Status::from(Problem::new(Code::Unavailable, "TEST", "no"))) }
            };
            let outcome: Result<(), Problem> = Retry::default().run(&budget, Deadline::NONE, call).await;
            outcome.unwrap_err();
        }
        assert!(calls < 100 + 50, "{calls} tries of 100 calls");
        for _ in 0..Budget::FULL {
            Retry::default()
                .run(&budget, Deadline::NONE, || async { Ok(tonic::Response::new(())) })
                .await
                .unwrap();
        }
        assert!(budget.allows());
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_may_pass_is_tried_again() {
        assert_eq!(tries_of(Code::Unavailable).await, 5);
        assert_eq!(tries_of(Code::InvalidArgument).await, 1);
    }

    #[test]
    fn waits_are_bounded_and_obey_the_server() {
        let retry = Retry::default();
        for failed in 1..40 {
            assert!(retry.wait(failed, None) <= retry.longest_wait);
        }
        assert!(retry.wait(1, Some(Duration::from_secs(9))) >= Duration::from_secs(9));
    }
}
