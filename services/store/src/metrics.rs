//! What a store measures. Everything is read off when somebody asks; no call pays for it.

use std::sync::Arc;

use tokio::sync::watch;
use zhibiao_runtime::telemetry::{KeyValue, Telemetry};

use crate::{
    cached::{Ledger, Outcomes},
    cube::Head,
    feeds::Feeds,
};

/// Tells where the store stands, how far its feeds lag, and what becomes of reads. It holds nothing open.
pub(crate) fn tell(
    telemetry: &Telemetry,
    heads: watch::Receiver<Head>,
    feeds: &Arc<Feeds>,
    ledger: Arc<Ledger>,
) {
    let meter = telemetry.meter();
    let head = heads.clone();
    meter
        .i64_observable_gauge("zhibiao.store.revision")
        .with_unit("{revision}")
        .with_description("Newest revision that this process knows")
        .with_callback(move |observer| observer.observe(head.borrow().revision.get(), &[]))
        .build();
    let followed = Arc::clone(feeds);
    meter
        .u64_observable_gauge("zhibiao.store.feeds")
        .with_unit("{feed}")
        .with_description("Change feeds that are followed")
        .with_callback(move |observer| observer.observe(followed.count() as u64, &[]))
        .build();
    let followed = Arc::clone(feeds);
    telemetry.tell_lag("feed", move || {
        // Revisions that the slowest feed still lacks; without feeds nothing lags.
        let head = heads.borrow().revision;
        Some((head, followed.slowest().unwrap_or(head)))
    });
    meter
        .u64_observable_counter("zhibiao.store.cache.reads")
        .with_unit("{key}")
        .with_description("Keys that were read through the cache, by what became of them")
        .with_callback(move |observer| {
            for (outcome, keys) in named(ledger.total()) {
                observer.observe(keys, &[KeyValue::new("outcome", outcome)]);
            }
        })
        .build();
}

fn named(outcomes: Outcomes) -> [(&'static str, u64); 6] {
    let Outcomes {
        near_hits,
        redis_hits,
        misses,
        too_old,
        errors,
        folded,
    } = outcomes;
    [
        ("near_hit", near_hits),
        ("redis_hit", redis_hits),
        ("miss", misses),
        ("too_old", too_old),
        ("error", errors),
        ("folded", folded),
    ]
}
