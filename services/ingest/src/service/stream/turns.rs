//! One stream an interface: a newer one takes over. A client that reconnects would else wait for its own connection
//! that it knows to be dead and the hub does not yet.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

/// Whose turn each interface is. Keeps an entry for each interface that was ever opened: as many as the catalogue has.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Seat>>);

#[derive(Debug, Default)]
struct Seat {
    /// Cancelled when a newer stream is opened.
    newest: CancellationToken,
    /// Held while a stream works.
    busy: Arc<tokio::sync::Mutex<()>>,
}

/// The newest stream's claim on an interface.
#[derive(Debug)]
pub(super) struct Turn {
    taken_over: CancellationToken,
    busy: Arc<tokio::sync::Mutex<()>>,
}

impl Turns {
    /// Ends the stream that has the interface and claims it.
    pub(super) fn take(&self, interface: &str) -> Turn {
        let mut seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seat = seats.entry(interface.to_owned()).or_default();
        let taken_over = CancellationToken::new();
        std::mem::replace(&mut seat.newest, taken_over.clone()).cancel();
        Turn {
            taken_over,
            busy: Arc::clone(&seat.busy),
        }
    }
}

impl Turn {
    /// Cancelled when a newer stream takes over.
    pub(super) fn taken_over(&self) -> CancellationToken {
        self.taken_over.clone()
    }

    /// Waits until the stream before has let go.
    pub(super) async fn begin(self) -> OwnedMutexGuard<()> {
        self.busy.lock_owned().await
    }
}
