//! Why a stream ends although its client would go on.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use zhibiao_client::Retry;
use zhibiao_runtime::error::{Code, Problem};

use crate::publish::is_final;

/// Longest time that a step is tried again while the store does not answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// When a client may come back after a shutdown.
const COME_BACK: Duration = Duration::from_millis(500);

/// The ways in which a stream is ended from outside.
#[derive(Debug)]
pub(super) struct Ending {
    shutdown: CancellationToken,
    taken_over: CancellationToken,
    interface: String,
}

impl Ending {
    pub(super) fn new(shutdown: CancellationToken, taken_over: CancellationToken, interface: String) -> Self {
        Self {
            shutdown,
            taken_over,
            interface,
        }
    }

    /// Waits until the stream is to end, and says why.
    pub(super) async fn reached(&self) -> Problem {
        tokio::select! {
            () = self.taken_over.cancelled() => {
                let message = format!(
                    "the stream of {} was taken over by one that was opened later",
                    self.interface
                );
                Problem::new(Code::Aborted, "STREAM_TAKEN_OVER", message).with("interface", &self.interface)
            }
            () = self.shutdown.cancelled() => {
                let message = "the hub shuts down: open the stream again and go on after the last durable sequence";
                Problem::new(Code::Unavailable, "SHUTTING_DOWN", message).retry_after(COME_BACK)
            }
        }
    }

    /// Tries a step until it succeeds, fails for good, or patience or the stream ends.
    pub(super) async fn outlast<T, F>(&self, mut step: impl FnMut() -> F) -> Result<T, Problem>
    where
        F: Future<Output = Result<T, Problem>>,
    {
        let retry = Retry::default();
        let patience = tokio::time::sleep(PATIENCE);
        tokio::pin!(patience);
        let mut failed = 0;
        loop {
            let problem = match step().await {
                Ok(value) => return Ok(value),
                Err(problem) if is_final(problem.code) => return Err(problem),
                Err(problem) => problem,
            };
            failed += 1;
            tracing::debug!(
                interface = self.interface,
                reason = problem.reason,
                failed,
                "step of a stream failed"
            );
            tokio::select! {
                ended = self.reached() => return Err(ended),
                () = &mut patience => return Err(unavailable(&problem)),
                () = tokio::time::sleep(retry.wait(failed, problem.retry_after)) => {}
            }
        }
    }
}

/// The store stayed away.
fn unavailable(problem: &Problem) -> Problem {
    let message = format!(
        "the store did not take the batch for {} s ({}): open the stream again and go on after the last durable sequence",
        PATIENCE.as_secs(),
        problem.message
    );
    Problem::new(Code::Unavailable, "STORE_UNAVAILABLE", message).retry_after(COME_BACK)
}
