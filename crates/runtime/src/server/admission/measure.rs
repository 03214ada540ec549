//! What admission tells of itself: how many calls there are, and how many were refused.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::queue::Queue;
use crate::telemetry::{Counter, KeyValue, Telemetry};

/// Tells how many calls are worked on and wait, whenever somebody asks.
pub(super) fn tell_taken(telemetry: &Telemetry, working: &Arc<Semaphore>, waiting: &Arc<Queue>) {
    let (most, working, waiting) = (
        working.available_permits(),
        Arc::clone(working),
        Arc::clone(waiting),
    );
    telemetry
        .meter()
        .u64_observable_gauge("zhibiao.server.calls")
        .with_unit("{call}")
        .with_description("Calls that are worked on until their answer begins, and that wait for it")
        .with_callback(move |observer| {
            let worked_on = most.saturating_sub(working.available_permits());
            for (state, count) in [("working", worked_on), ("waiting", waiting.length())] {
                observer.observe(count as u64, &[KeyValue::new("state", state)]);
            }
        })
        .build();
}

/// Counts the calls that are refused.
pub(super) fn refused(telemetry: &Telemetry) -> Counter<u64> {
    let refused = telemetry
        .meter()
        .u64_counter("zhibiao.server.calls.refused")
        .with_unit("{call}")
        .with_description("Calls that were refused because too many were under way")
        .build();
    // Told from the start: of a counter that begins with its first refusal, that one is no increase.
    refused.add(0, &[]);
    refused
}
