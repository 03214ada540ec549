//! What admission tells of itself: how many calls there are, and how many were refused.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::telemetry::{Counter, KeyValue, Telemetry};

/// Tells how many of the places behind these semaphores are taken, whenever somebody asks.
pub(super) fn tell_taken(telemetry: &Telemetry, working: &Arc<Semaphore>, waiting: &Arc<Semaphore>) {
    let places = [("working", working), ("waiting", waiting)].map(|(state, semaphore)| {
        let most = semaphore.available_permits();
        ([KeyValue::new("state", state)], most, Arc::clone(semaphore))
    });
    telemetry
        .meter()
        .u64_observable_gauge("zhibiao.server.calls")
        .with_unit("{call}")
        .with_description("Calls that are worked on until their answer begins, and that wait for it")
        .with_callback(move |observer| {
            for (attributes, most, semaphore) in &places {
                let taken = most.saturating_sub(semaphore.available_permits());
                observer.observe(taken as u64, attributes);
            }
        })
        .build();
}

/// Counts the calls that are refused.
pub(super) fn refused(telemetry: &Telemetry) -> Counter<u64> {
    telemetry
        .meter()
        .u64_counter("zhibiao.server.calls.refused")
        .with_unit("{call}")
        .with_description("Calls that were refused because too many were under way")
        .build()
}
