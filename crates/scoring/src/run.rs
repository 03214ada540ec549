//! Long computations: how many threads, and who may stop them.

use std::{
    fmt,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use crate::fault::Error;

/// Hears how far a computation is, and may stop it.
///
/// It is called between draws and within long ones, from any of the computation's threads, and should return at once.
/// `done` never exceeds `total`; calls may come out of order, and 0 of 0 says nothing about how far it is.
/// Whoever said to stop need not say so again: the first word ends it.
pub trait Progress: Sync {
    /// Whether to go on.
    fn keep_going(&self, done: u64, total: u64) -> bool;
}

/// Never stops anything.
impl Progress for () {
    fn keep_going(&self, _done: u64, _total: u64) -> bool {
        true
    }
}

impl<F: Fn(u64, u64) -> bool + Sync> Progress for F {
    fn keep_going(&self, done: u64, total: u64) -> bool {
        self(done, total)
    }
}

/// Asks within a step whether to go on. By default nobody is asked, and nothing is stopped.
#[derive(Clone, Copy, Default)]
pub(crate) struct Halt<'a>(Option<&'a dyn Progress>);

impl<'a> Halt<'a> {
    /// Asks one who hears of the computation.
    pub(crate) fn of(progress: &'a dyn Progress) -> Self {
        Self(Some(progress))
    }

    /// Goes on, or ends the step: what it has left behind then is no result.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub(crate) fn ask(self) -> Result<(), Error> {
        match self.0 {
            Some(progress) if !progress.keep_going(0, 0) => Err(Error::Cancelled),
            Some(_) | None => Ok(()),
        }
    }
}

impl fmt::Debug for Halt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Halt").field(&self.0.is_some()).finish()
    }
}

/// How a long computation is run. Results do not depend on it.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// Number of threads; 0 is 1.
    pub threads: usize,
    /// Who hears of it.
    pub progress: &'a dyn Progress,
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("threads", &self.threads)
            .finish_non_exhaustive()
    }
}

impl Run<'static> {
    /// On so many threads, without anybody who stops it.
    #[must_use]
    pub fn on(threads: usize) -> Self {
        Self {
            threads,
            progress: &(),
        }
    }
}

/// Draws that a thread takes at a time: enough that the shared counter costs nothing, few enough that all end together.
const BLOCK: usize = 16;

impl Run<'_> {
    /// Makes `total` draws on all threads. Each thread has a state of its own; the states come back in no order, so what
    /// is gathered in them has to be sums of whole numbers, or carry the number of its draw.
    pub(crate) fn draws<S: Send>(
        &self,
        total: usize,
        state: impl Fn() -> S + Sync,
        draw: impl Fn(&mut S, usize) -> Result<(), Error> + Sync,
    ) -> Result<Vec<S>, Error> {
        let next = AtomicUsize::new(0);
        let done = AtomicUsize::new(0);
        let stopped = AtomicBool::new(!self.progress.keep_going(0, total as u64));
        let work = || {
            let mut state = state();
            while !stopped.load(Ordering::Relaxed) {
                let from = next.fetch_add(BLOCK, Ordering::Relaxed);
                if from >= total {
                    break;
                }
                for number in from..(from + BLOCK).min(total) {
                    // Draws may take long: whoever stops them need not wait for a whole block.
                    if stopped.load(Ordering::Relaxed) {
                        break;
                    }
                    // A draw ends before it is made only because it was told to.
                    if draw(&mut state, number).is_err() {
                        stopped.store(true, Ordering::Relaxed);
                        break;
                    }
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    if !self.progress.keep_going(done as u64, total as u64) {
                        stopped.store(true, Ordering::Relaxed);
                    }
                }
            }
            state
        };
        let threads = self.threads.clamp(1, total.div_ceil(BLOCK).max(1));
        let states = if threads == 1 {
            vec![work()]
        } else {
            std::thread::scope(|scope| {
                let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
                handles
                    .into_iter()
                    .map(|handle| {
                        handle
                            .join()
                            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                    })
                    .collect()
            })
        };
        // A call to stop after the last draw comes too late to matter.
        if done.into_inner() < total {
            Err(Error::Cancelled)
        } else {
            Ok(states)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_is_made_once() {
        for threads in [0, 1, 2, 8] {
            let states = Run::on(threads)
                .draws(1_000, Vec::new, |list, number| {
                    list.push(number);
                    Ok(())
                })
                .unwrap();
            let mut all: Vec<usize> = states.into_iter().flatten().collect();
            all.sort_unstable();
            assert_eq!(all, (0..1_000).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whoever_listens_can_stop_it() {
        let stop = |done: u64, _: u64| done < 100;
        let run = Run {
            threads: 2,
            progress: &stop,
        };
        assert_eq!(
            run.draws(100_000, || (), |(), _| Ok(())).unwrap_err(),
            Error::Cancelled
        );
        let never = |_: u64, _: u64| false;
        let run = Run {
            threads: 1,
            progress: &never,
        };
        let made = run.draws(10, || (), |(), _| panic!("nothing is drawn"));
        assert_eq!(made.unwrap_err(), Error::Cancelled);
    }
}
