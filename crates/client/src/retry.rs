//! Trying again: exponential back-off with full jitter, or when the server says.

use std::time::Duration;

use tonic::Status;
use zhibiao_runtime::error::Problem;

/// How often and how soon a call is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Tries in all.
    pub tries: u32,
    /// Longest wait before the second try; doubles with each further one.
    pub first_wait: Duration,
    /// Longest wait before any try.
    pub longest_wait: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 5,
            first_wait: Duration::from_millis(50),
            longest_wait: Duration::from_secs(5),
        }
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

    pub(crate) async fn run<T, F>(&self, mut call: impl FnMut() -> F) -> Result<T, Problem>
    where
        F: Future<Output = Result<tonic::Response<T>, Status>>,
    {
        let mut failed = 0;
        loop {
            let problem = match call().await {
                Ok(response) => return Ok(response.into_inner()),
                Err(status) => Problem::from_status(&status),
            };
            failed += 1;
            if failed >= self.tries || !problem.is_retryable() {
                return Err(problem);
            }
            tokio::time::sleep(self.wait(failed, problem.retry_after)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_runtime::error::Code;

    use super::*;

    async fn tries_of(code: Code) -> u32 {
        let mut tries = 0;
        let outcome: Result<(), Problem> = Retry::default()
            .run(|| {
                tries += 1;
                async move { Err(Status::from(Problem::new(code, "TEST", "no"))) }
            })
            .await;
        assert_eq!(outcome.unwrap_err().code, code);
        tries
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
