//! Something that was read from elsewhere and is read again when it changes there.

use std::sync::{Arc, PoisonError, RwLock};

/// What was read last.
#[derive(Debug)]
pub(super) struct Watched<T>(RwLock<Arc<T>>);

impl<T> Watched<T> {
    pub(super) fn new(value: T) -> Self {
        Self(RwLock::new(Arc::new(value)))
    }

    pub(super) fn get(&self) -> Arc<T> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn set(&self, value: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(value);
    }
}
