//! The queue of calls that wait for one under way to be answered.
//!
//! A queue that takes up a burst empties again within the patience of those in it; one that does not is a standing queue,
//! which makes every call later by its whole length and answers none more. So whoever joins a queue that has not been
//! empty for that long waits for a short time only (controlled delay, after Nichols and Jacobson's CoDel as Facebook's
//! servers apply it to requests): under an overload that lasts the calls taken on are nearly as fast as without.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Share of the patience that is left in a standing queue.
const STANDING: u32 = 20;

/// Calls that wait.
#[derive(Debug)]
pub(super) struct Queue {
    most: usize,
    patience: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    length: usize,
    /// Since when it has not been empty.
    since: Option<Instant>,
}

/// A place in the queue, which is left when dropped.
#[derive(Debug)]
pub(super) struct Place {
    queue: Arc<Queue>,
    /// How long to wait in it.
    pub(super) patience: Duration,
}

impl Queue {
    pub(super) fn new(most: usize, patience: Duration) -> Self {
        Self {
            most,
            patience,
            state: Mutex::default(),
        }
    }

    /// Takes a place; there is none in a queue that is full.
    pub(super) fn join(self: &Arc<Self>) -> Option<Place> {
        let mut state = self.state();
        if state.length >= self.most {
            return None;
        }
        state.length += 1;
        let since = *state.since.get_or_insert_with(Instant::now);
        let patience = if since.elapsed() > self.patience {
            self.patience / STANDING
        } else {
            self.patience
        };
        Some(Place {
            queue: Arc::clone(self),
            patience,
        })
    }

    /// Whether there is no place left.
    pub(super) fn is_full(&self) -> bool {
        self.length() >= self.most
    }

    /// How many wait.
    pub(super) fn length(&self) -> usize {
        self.state().length
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        state.length -= 1;
        if state.length == 0 {
            state.since = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(100);

    #[tokio::test(start_paused = true)]
    async fn a_burst_may_wait_and_a_standing_queue_may_not() {
        let queue = Arc::new(Queue::new(2, PATIENCE));
        let first = queue.join().unwrap();
        assert_eq!(first.patience, PATIENCE);
        tokio::time::advance(PATIENCE * 2).await;
        let second = queue.join().unwrap();
        assert_eq!(second.patience, PATIENCE / STANDING);
        assert!(queue.join().is_none(), "it is full");
        drop(first);
        // Somebody still waits, as somebody has all along.
        assert_eq!(queue.join().unwrap().patience, PATIENCE / STANDING);
        drop(second);
        assert_eq!(queue.length(), 0);
        assert_eq!(queue.join().unwrap().patience, PATIENCE, "it was empty");
    }
}
