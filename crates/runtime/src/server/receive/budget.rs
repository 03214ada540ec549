//! The bytes of requests that a process holds at once.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// Messages up to so many bytes are small: a part of the budget is theirs alone, so that a few large ones do not keep
/// everybody out.
pub(super) const SMALL: usize = 64 << 10;

/// Share of the budget that large messages leave to small ones, as its inverse.
const LEFT_TO_SMALL: usize = 4;

/// How many bytes there may be, and how many there are.
#[derive(Debug)]
pub(super) struct Budget {
    most: usize,
    taken: AtomicUsize,
}

/// What one request has taken; given back when dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            taken: AtomicUsize::new(0),
        }
    }

    /// A share of nothing yet.
    pub(super) fn share(self: &Arc<Self>) -> Share {
        Share {
            budget: Arc::clone(self),
            bytes: 0,
        }
    }
}

impl Share {
    /// Takes more, for a message of so many bytes in all; gives whether there was room for it.
    pub(super) fn grow(&mut self, bytes: usize, message: usize) -> bool {
        let Budget { most, taken } = &*self.budget;
        let most = if message > SMALL {
            most - most / LEFT_TO_SMALL
        } else {
            *most
        };
        // Nothing else is ordered by it: each process of taking and giving stands for itself.
        let grown = taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |taken| {
            taken.checked_add(bytes).filter(|taken| *taken <= most)
        });
        if grown.is_ok() {
            self.bytes += bytes;
        }
        grown.is_ok()
    }

    /// Gives some of it back.
    pub(super) fn shrink(&mut self, bytes: usize) {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        self.budget.taken.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.shrink(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_messages_leave_room_to_small_ones_and_all_is_given_back() {
        let budget = Arc::new(Budget::new(1_000));
        let (mut large, mut small) = (budget.share(), budget.share());
        assert!(large.grow(750, SMALL + 1));
        assert!(!large.grow(1, SMALL + 1) && small.grow(250, SMALL));
        assert!(!small.grow(1, SMALL));
        large.shrink(50);
        assert!(small.grow(50, SMALL));
        drop(large);
        drop(small);
        assert!(budget.share().grow(1_000, SMALL));
    }
}
