//! Notes what callers do, as they do it.

use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{History, Moment, Read, Span, State, Watch, Write};

/// Takes notes of any number of callers at once.
#[derive(Debug, Default)]
pub struct Recorder {
    moments: AtomicU64,
    history: Mutex<History>,
}

impl Recorder {
    /// Begins at a state.
    #[must_use]
    pub fn new(before: State) -> Self {
        Self {
            moments: AtomicU64::new(0),
            history: Mutex::new(History {
                before,
                ..History::default()
            }),
        }
    }

    /// The next moment.
    pub fn now(&self) -> Moment {
        self.moments.fetch_add(1, Ordering::SeqCst)
    }

    /// The time since a moment, as a caller's call.
    pub fn span(&self, caller: &str, began: Moment) -> Span {
        Span {
            caller: caller.to_owned(),
            began,
            ended: self.now(),
        }
    }

    /// Notes a try to write.
    pub fn write(&self, write: Write) {
        self.history().writes.push(write);
    }

    /// Notes a read.
    pub fn read(&self, read: Read) {
        self.history().reads.push(read);
    }

    /// Notes all that a watcher saw.
    pub fn watch(&self, watch: Watch) {
        self.history().watches.push(watch);
    }

    /// Notes an answer that should not be.
    pub fn unexpected(&self, what: String) {
        self.history().unexpected.push(what);
    }

    /// What was noted.
    #[must_use]
    pub fn finish(&self) -> History {
        self.history().clone()
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
