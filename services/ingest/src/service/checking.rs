//! Places for checks: so many run at once, since more would only slow each other down.

use tokio::sync::{Semaphore, SemaphorePermit};
use zhibiao_runtime::{
    deadline::{self, Deadline},
    error::Problem,
};

/// The places that there are.
#[derive(Debug)]
pub(crate) struct Checking(Semaphore);

impl Checking {
    pub(crate) fn new(at_once: usize) -> Self {
        Self(Semaphore::new(at_once))
    }

    /// Waits for a place, but no longer than the caller does.
    ///
    /// # Errors
    /// DEADLINE_EXCEEDED.
    pub(crate) async fn place(&self, deadline: Deadline) -> Result<SemaphorePermit<'_>, Problem> {
        let place = self.0.acquire();
        let place = match deadline.left() {
            Some(left) => tokio::time::timeout(left, place)
                .await
                .map_err(|_| deadline::exceeded())?,
            None => place.await,
        };
        place.map_err(Problem::internal)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use zhibiao_runtime::error::Code;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_longer_than_the_caller() {
        let checking = Checking::new(1);
        let soon = || Deadline::within(Duration::from_secs(5));
        let held = checking.place(soon()).await.unwrap();
        let late = checking.place(soon()).await.unwrap_err();
        assert_eq!(late.code, Code::DeadlineExceeded);
        drop(held);
        drop(checking.place(soon()).await.unwrap());
    }
}
