//! What all callers share.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::{RngExt as _, rngs::StdRng};
use tokio_util::sync::CancellationToken;
use zhibiao_client::Hub;
use zhibiao_model::revision::{Revision, StoreId, Token};
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    observation::v1::{Consistency, consistency::Requirement},
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_tests::{
    cube,
    history::{Cell, Freshness, Recorder, State},
};

use super::{
    catalog::{PERIODS, ZONES, indicator},
    tally::Tally,
};

/// Longest time of one call with all its tries.
const CALL: Duration = Duration::from_secs(60);

/// Clients of the roles.
#[derive(Debug, Clone)]
pub(crate) struct Hubs {
    pub(crate) store: Hub,
    pub(crate) ingest: Hub,
    pub(crate) compare: Hub,
}

/// What a caller has.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) hubs: Hubs,
    pub(crate) recorder: Arc<Recorder>,
    pub(crate) tally: Arc<Tally>,
    /// Cancelled when callers shall finish what they have begun.
    pub(crate) over: CancellationToken,
    /// The revision that the history begins after.
    pub(crate) after: i64,
    store: StoreId,
    numbers: Arc<AtomicU64>,
}

impl Stage {
    /// Begins at the state that the hub has now.
    ///
    /// # Errors
    /// When the store can't be read.
    pub(crate) async fn begin(hubs: Hubs) -> Result<Self, Problem> {
        let summary = hubs.store.read(GetSummaryRequest {}).await?;
        let unreadable = |_| {
            Problem::new(
                Code::Internal,
                "TOKEN_MALFORMED",
                "the store's token can't be read",
            )
        };
        let store = summary.token.parse::<Token>().map_err(unreadable)?.store;
        let before: State = cube::state(&hubs.store).await?;
        let bounded = |hub: &Hub| hub.clone().with_timeout(CALL);
        Ok(Self {
            hubs: Hubs {
                ingest: bounded(&hubs.ingest),
                compare: bounded(&hubs.compare),
                store: hubs.store,
            },
            after: before.revision,
            recorder: Arc::new(Recorder::new(before)),
            tally: Arc::default(),
            over: CancellationToken::new(),
            store,
            numbers: Arc::new(AtomicU64::new(1)),
        })
    }

    /// The store, for calls that come to an end.
    pub(crate) fn store(&self) -> Hub {
        self.hubs.store.clone().with_timeout(CALL)
    }

    /// New values for some cells of a writer. No value is ever written twice.
    pub(crate) fn new_cells(&self, random: &mut StdRng, writer: usize) -> BTreeMap<Cell, f64> {
        let count = random.random_range(1..=5);
        (0..count)
            .map(|_| (random_cell(random, writer), self.number() as f64))
            .collect()
    }

    /// A number that was never given before.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// How fresh a read shall be, as calls say it.
    pub(crate) fn consistency(&self, freshness: Freshness) -> Option<Consistency> {
        let requirement = match freshness {
            Freshness::Any => Requirement::MinimizeLatency(true),
            Freshness::Newest => Requirement::FullyConsistent(true),
            Freshness::AtLeast(revision) => Requirement::AtLeastAsFresh(
                Token {
                    store: self.store,
                    revision: Revision::new(revision)?,
                }
                .to_string(),
            ),
        };
        Some(Consistency {
            requirement: Some(requirement),
        })
    }
}

/// A cell of a writer.
pub(crate) fn random_cell(random: &mut StdRng, writer: usize) -> Cell {
    Cell {
        indicator: format!("indicators/{}", indicator(writer)),
        period: PERIODS[random.random_range(0..PERIODS.len())].to_owned(),
        subject: format!("zones/{}", ZONES[random.random_range(0..ZONES.len())]),
    }
}

/// How fresh a reader asks for, who has seen a revision.
pub(crate) fn random_freshness(random: &mut StdRng, seen: i64) -> Freshness {
    match random.random_range(0..4) {
        0..=1 => Freshness::Any,
        2 if seen > 0 => Freshness::AtLeast(seen),
        _ => Freshness::Newest,
    }
}
