//! The connections of a server: so many at once, told as they are taken and refused.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    outage::Outage,
    telemetry::{Counter, Telemetry},
};

/// Places for connections.
#[derive(Debug, Clone)]
pub(super) struct Connections {
    most: usize,
    free: Arc<Semaphore>,
    refused: Counter<u64>,
    told: Arc<Mutex<Outage>>,
}

impl Connections {
    pub(super) fn new(most: usize, telemetry: &Telemetry) -> Self {
        let free = Arc::new(Semaphore::new(most));
        let meter = telemetry.meter();
        let left = Arc::clone(&free);
        meter
            .u64_observable_gauge("zhibiao.server.connections")
            .with_unit("{connection}")
            .with_description("Connections that are open")
            .with_callback(move |observer| {
                observer.observe(most.saturating_sub(left.available_permits()) as u64, &[]);
            })
            .build();
        let refused = meter
            .u64_counter("zhibiao.server.connections.refused")
            .with_unit("{connection}")
            .with_description("Connections that were closed because too many were open")
            .build();
        // Told from the start: of a counter that begins with its first refusal, that one is no increase.
        refused.add(0, &[]);
        Self {
            most,
            free,
            refused,
            told: Arc::default(),
        }
    }

    /// Takes a place; there is none when too many are open.
    pub(super) fn take(&self) -> Option<OwnedSemaphorePermit> {
        let place = Arc::clone(&self.free).try_acquire_owned().ok();
        if place.is_none() {
            self.refused.add(1, &[]);
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.is_due() {
                tracing::warn!(most = self.most, "connections are refused: too many are open");
            }
        }
        place
    }
}
