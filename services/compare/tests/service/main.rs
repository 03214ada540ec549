//! The service over gRPC on the real store.

#![allow(clippy::unwrap_used, reason = "a test that can't go on panics")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod agreement;
mod analyses;
mod asem;
mod audit;
mod baseline;
mod calls;
mod comparing;
mod faults;
mod frameworks;
mod freshness;
mod hostile;
mod index;
mod methods;
mod ranking;
mod repeated;
mod replay;
mod watch_ends;
mod watching;
mod watching_indices;
mod why;

use tokio_util::sync::CancellationToken;
use zhibiao_client::Hub;
use zhibiao_compare::{Config, Running};
use zhibiao_model::revision::Token;
use zhibiao_proto::{
    compare::v1::{
        CompareRequest, CompareResponse, EvaluateFrameworkRequest, EvaluateFrameworkResponse, RankRequest,
        RankResponse,
    },
    observation::v1::{AsOf, Consistency, as_of, consistency},
};
use zhibiao_runtime::{channel, error::Problem, telemetry::Telemetry};
use zhibiao_testkit::{catalog::Small, store::TestStore};

/// A store and the service on it.
struct Fixture {
    store: TestStore,
    hub: Hub,
    running: Running,
    shutdown: CancellationToken,
}

impl Fixture {
    async fn holding(catalog: &Small) -> Self {
        let store = TestStore::holding(catalog).await;
        let upstream = store.hub.clone();
        Self::on(store, upstream, Config::default())
    }

    /// The service that reaches the store through a client of its own.
    fn on(store: TestStore, upstream: Hub, config: Config) -> Self {
        let shutdown = CancellationToken::new();
        let running = config.build(upstream, &Telemetry::none(), shutdown.clone());
        let hub = Hub::over(channel::in_process(running.routes(), shutdown.clone()));
        Self {
            store,
            hub,
            running,
            shutdown,
        }
    }

    /// Waits until it serves.
    async fn serving(&self) {
        self.running.serving().wait_for(|serving| *serving).await.unwrap();
    }

    async fn rank(&self, request: RankRequest) -> Result<RankResponse, Problem> {
        let answer = self.hub.comparisons().rank(request).await;
        answer
            .map(|answer| answer.into_inner())
            .map_err(|status| Problem::from_status(&status))
    }

    async fn evaluate(
        &self,
        request: EvaluateFrameworkRequest,
    ) -> Result<EvaluateFrameworkResponse, Problem> {
        let answer = self.hub.comparisons().evaluate_framework(request).await;
        answer
            .map(|answer| answer.into_inner())
            .map_err(|status| Problem::from_status(&status))
    }

    async fn compare(&self, request: CompareRequest) -> Result<CompareResponse, Problem> {
        let answer = self.hub.comparisons().compare(request).await;
        answer
            .map(|answer| answer.into_inner())
            .map_err(|status| Problem::from_status(&status))
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// At least as fresh as a write.
fn since(token: Token) -> Option<Consistency> {
    let requirement = consistency::Requirement::AtLeastAsFresh(token.to_string());
    Some(Consistency {
        requirement: Some(requirement),
    })
}

fn newest() -> Option<Consistency> {
    Some(Consistency {
        requirement: Some(consistency::Requirement::FullyConsistent(true)),
    })
}

/// As it stood right after a write.
fn as_of(token: Token) -> Option<AsOf> {
    Some(AsOf {
        moment: Some(as_of::Moment::Revision(token.revision.get())),
    })
}

/// Places, subjects and values of a ranking.
fn places(answer: &RankResponse) -> Vec<(f64, &str, f64)> {
    answer
        .ranked
        .iter()
        .map(|row| (row.rank, row.subject.as_str(), row.value))
        .collect()
}

/// Numbers that are these but for rounding.
#[track_caller]
fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    let near = found
        .iter()
        .zip(expected)
        .all(|(found, expected)| (found - expected).abs() < 1e-6);
    assert!(near, "{found:?} is not {expected:?}");
}
