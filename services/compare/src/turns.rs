//! Computations that one caller waits for: they run off the threads that serve, a few at a time, and stop when nobody
//! waits for them any more.

use std::sync::Arc;

use tokio::sync::Semaphore;
use zhibiao_runtime::{
    deadline::{self, Deadline},
    error::Problem,
};

use crate::long::{Gauge, StopOnDrop, over};

/// How long a computation takes, where figures are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// As long as one ranking.
    Short,
    /// Many times that.
    Long,
}

/// Computations at once: more would only slow each other down. Short ones don't wait behind long ones.
#[derive(Debug)]
pub(crate) struct Turns {
    short: Arc<Semaphore>,
    long: Arc<Semaphore>,
}

impl Turns {
    /// So many of each kind at once, but one at least.
    pub(crate) fn new(at_once: usize) -> Self {
        let turns = || Arc::new(Semaphore::new(at_once.max(1)));
        Self {
            short: turns(),
            long: turns(),
        }
    }

    /// Computes when its turn has come. The gauge tells the computation to stop at the deadline, and when this future is
    /// dropped because the caller is gone.
    ///
    /// # Errors
    /// DEADLINE_EXCEEDED; what the computation says.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        takes: Takes,
        deadline: Deadline,
        computation: impl FnOnce(&Gauge) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let gauge = Arc::new(Gauge::default());
        let _stop = StopOnDrop(Arc::clone(&gauge));
        let work = async {
            let turns = match takes {
                Takes::Short => &self.short,
                Takes::Long => &self.long,
            };
            let turn = Arc::clone(turns).acquire_owned().await;
            let turn = turn.map_err(Problem::internal)?;
            let task = tokio::task::spawn_blocking(move || {
                // Held to the end: a computation that stops late is still one.
                let _turn = turn;
                computation(&gauge)
            });
            task.await.map_err(Problem::internal)?
        };
        tokio::select! {
            biased;
            done = work => done,
            () = over(deadline) => Err(deadline::exceeded()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Duration};

    use tokio::sync::oneshot;
    use zhibiao_runtime::error::Code;
    use zhibiao_scoring::Progress as _;

    use super::*;

    /// Works until it is told to stop; says when it began.
    fn endless(began: oneshot::Sender<()>) -> impl FnOnce(&Gauge) -> Result<(), Problem> {
        move |gauge| {
            began.send(()).unwrap();
            while gauge.keep_going(0, 0) {
                std::thread::yield_now();
            }
            Ok(())
        }
    }

    #[tokio::test]
    async fn who_goes_gives_the_turn_back() {
        let turns = Turns::new(1);
        let (began, under_way) = oneshot::channel();
        {
            let gone = turns.compute(Takes::Short, Deadline::NONE, endless(began));
            tokio::select! {
                ended = gone => panic!("nobody stopped it: {ended:?}"),
                begun = under_way => begun.unwrap(),
            }
        }
        // The one turn there is comes only once that computation has stopped.
        let next = turns.compute(Takes::Short, Deadline::NONE, |_| Ok(7)).await;
        assert_eq!(next.unwrap(), 7);
    }

    #[tokio::test]
    async fn the_deadline_ends_work_and_waiting() {
        let turns = Turns::new(1);
        let (began, _under_way) = oneshot::channel();
        let late = turns.compute(
            Takes::Short,
            Deadline::within(Duration::from_millis(1)),
            endless(began),
        );
        assert_eq!(late.await.unwrap_err().code, Code::DeadlineExceeded);
        let (go_on, wait) = mpsc::channel();
        let (began, under_way) = oneshot::channel();
        let held = turns.compute(Takes::Short, Deadline::NONE, move |_| {
            began.send(()).unwrap();
            wait.recv().map_err(Problem::internal)
        });
        let waiting = async {
            under_way.await.unwrap();
            let over = Deadline::within(Duration::ZERO);
            let waited = turns.compute(Takes::Short, over, |_| Ok(())).await;
            go_on.send(()).unwrap();
            waited.unwrap_err().code
        };
        let (held, waited) = tokio::join!(held, waiting);
        held.unwrap();
        assert_eq!(waited, Code::DeadlineExceeded);
    }

    #[tokio::test]
    async fn short_ones_do_not_wait_behind_long_ones() {
        let turns = Turns::new(1);
        let (began, has_begun) = oneshot::channel();
        let long = turns.compute(Takes::Long, Deadline::NONE, endless(began));
        let short = async {
            has_begun.await.unwrap();
            turns.compute(Takes::Short, Deadline::NONE, |_| Ok(7)).await
        };
        tokio::select! {
            ended = long => panic!("it works until it is told to stop: {ended:?}"),
            done = short => assert_eq!(done.unwrap(), 7),
        }
    }
}
