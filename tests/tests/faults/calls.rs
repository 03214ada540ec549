//! What all callers share: the conversion of answers into what histories hold, and which errors a fault excuses.

use std::{sync::Arc, time::Duration};

use rand::{RngExt as _, rngs::StdRng};
use tokio_util::sync::CancellationToken;
use zhibiao_client::Retry;
use zhibiao_model::revision::{Revision, StoreId, Token};
use zhibiao_proto::observation::v1::{Consistency, consistency::Requirement};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_tests::history::{Cell, Freshness, Recorder};

use crate::world::{INDICATORS, PERIODS, World, ZONES};

/// Longest time of one call.
pub(crate) const CALL: Duration = Duration::from_secs(3);

/// What a caller of a round has.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) world: Arc<World>,
    pub(crate) recorder: Arc<Recorder>,
    /// The store whose tokens are used.
    pub(crate) store: StoreId,
    /// Cancelled when callers shall finish what they have begun.
    pub(crate) over: CancellationToken,
}

impl Stage {
    /// Notes an error that no fault excuses, and says whether it was one.
    pub(crate) fn notes(&self, who: &str, problem: &Problem) -> bool {
        let is_excused = problem.is_retryable() || problem.code == Code::DeadlineExceeded;
        if !is_excused {
            self.recorder.unexpected(format!("{who}: {problem:?}"));
        }
        !is_excused
    }

    pub(crate) fn token(&self, revision: i64) -> String {
        let revision = Revision::new(revision).unwrap();
        Token {
            store: self.store,
            revision,
        }
        .to_string()
    }

    pub(crate) fn consistency(&self, freshness: Freshness) -> Option<Consistency> {
        let requirement = match freshness {
            Freshness::Any => Requirement::MinimizeLatency(true),
            Freshness::AtLeast(revision) => Requirement::AtLeastAsFresh(self.token(revision)),
            Freshness::Newest => Requirement::FullyConsistent(true),
        };
        Some(Consistency {
            requirement: Some(requirement),
        })
    }
}

/// Few tries: histories tell calls apart, and callers repeat them.
pub(crate) fn impatient() -> Retry {
    Retry {
        tries: 3,
        longest_wait: Duration::from_millis(200),
        ..Retry::default()
    }
}

/// Waits before the next try, longer each time.
pub(crate) async fn pause(failed: u32) {
    let retry = Retry {
        first_wait: Duration::from_millis(10),
        longest_wait: Duration::from_millis(200),
        ..Retry::default()
    };
    tokio::time::sleep(retry.wait(failed, None)).await;
}

pub(crate) fn random_cell(random: &mut StdRng, indicator: &str) -> Cell {
    Cell {
        indicator: format!("indicators/{indicator}"),
        period: PERIODS[random.random_range(0..PERIODS.len())].to_owned(),
        subject: format!("zones/{}", ZONES[random.random_range(0..ZONES.len())]),
    }
}

/// A cell that everybody writes, or one of this writer alone.
pub(crate) fn contended_or_own(random: &mut StdRng, writer: usize) -> Cell {
    if random.random_bool(0.5) {
        return Cell {
            indicator: format!("indicators/{}", INDICATORS[0]),
            period: PERIODS[0].to_owned(),
            subject: format!("zones/{}", ZONES[random.random_range(0..2)]),
        };
    }
    random_cell(random, INDICATORS[1 + writer % (INDICATORS.len() - 1)])
}
