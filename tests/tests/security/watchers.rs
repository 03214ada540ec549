//! Who watches, or asks what another was told before, is told only what the catalogue of the moment lets him read.

use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, ApplyMode, Catalog, FrameworkIndicator},
    compare::v1::{
        EvaluateFrameworkRequest, WatchRankingRequest, WatchRankingResponse, watch_ranking_request::Question,
        watch_ranking_response::Event,
    },
};
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    comparisons::{index, ranked},
    world::{self, ADMIN, World},
};

async fn watch(hub: &Hub, question: Question) -> tonic::Streaming<WatchRankingResponse> {
    let request = WatchRankingRequest {
        question: Some(question),
    };
    let mut told = hub
        .comparisons()
        .watch_ranking(request)
        .await
        .unwrap()
        .into_inner();
    let first = told.message().await.unwrap().unwrap().event.unwrap();
    assert!(!matches!(first, Event::Checkpoint(_)), "{first:?}");
    told
}

/// Why a watch ends; that it tells anything but heartbeats before is a leak.
async fn end(mut told: tonic::Streaming<WatchRankingResponse>) -> Problem {
    loop {
        match told.message().await {
            Ok(Some(message)) => {
                let event = message.event.unwrap();
                assert!(matches!(event, Event::Checkpoint(_)), "{event:?}");
            }
            Ok(None) => panic!("it ended as if all were told"),
            Err(status) => return Problem::from_status(&status),
        }
    }
}

async fn apply(world: &World, catalog: Catalog, mode: ApplyMode) {
    let root = world.bearing(&world.token(ADMIN, &[]));
    let request = ApplyCatalogRequest {
        catalog: Some(catalog),
        mode: mode.into(),
        ..ApplyCatalogRequest::default()
    };
    root.catalog().apply_catalog(request).await.unwrap();
}

fn evaluation() -> Question {
    Question::Evaluation(EvaluateFrameworkRequest {
        query: index(),
        ..EvaluateFrameworkRequest::default()
    })
}

fn ranking() -> Question {
    Question::Rank(ranked())
}

#[tokio::test]
async fn a_framework_that_comes_to_read_what_others_own_ends_the_watch() {
    let world = World::start().await;
    let statistics = world.bearing(&world.token("li", &["right"]));
    let everybody = world.bearing(&world.token("zhao", &["everything"]));
    let told = watch(&statistics, evaluation()).await;
    let mut allowed = watch(&everybody, evaluation()).await;
    let mut changed = world::catalog();
    changed.frameworks.retain(|one| one.name == world::FRAMEWORK);
    let leaves = &mut changed.frameworks[0].indicators;
    leaves.push(FrameworkIndicator {
        indicator: "indicators/budget".into(),
        ..leaves[0].clone()
    });
    let only = Catalog {
        frameworks: changed.frameworks,
        ..Catalog::default()
    };
    apply(&world, only, ApplyMode::Merge).await;
    let denied = end(told).await;
    assert_eq!(denied.code, Code::PermissionDenied, "{denied:?}");
    // Who may read finance's numbers too is told on: the same question, answered once.
    loop {
        let message = allowed.message().await.unwrap().unwrap();
        if let Event::Evaluation(now) = message.event.unwrap() {
            break assert_eq!(now.manifest.unwrap().columns.len(), 2);
        }
    }
}

#[tokio::test]
async fn a_grant_that_is_taken_back_ends_what_is_watched_by_it() {
    let world = World::start().await;
    let statistics = world.bearing(&world.token("li", &["right"]));
    let evaluated = watch(&statistics, evaluation()).await;
    let ranked = watch(&statistics, ranking()).await;
    let mut without = world::catalog();
    without.grants.retain(|grant| grant.name != "grants/right");
    apply(&world, without, ApplyMode::Replace).await;
    for told in [evaluated, ranked] {
        let denied = end(told).await;
        assert_eq!(denied.code, Code::PermissionDenied, "{denied:?}");
    }
}

#[tokio::test]
async fn what_was_told_to_one_who_may_read_it_is_refused_to_one_who_may_not() {
    let world = World::start().await;
    let request = EvaluateFrameworkRequest {
        query: index(),
        ..EvaluateFrameworkRequest::default()
    };
    let evaluate = |role: &'static str| {
        let hub = world.bearing(&world.token("li", &[role]));
        let request = request.clone();
        async move { hub.comparisons().evaluate_framework(request).await }
    };
    for _ in 0..2 {
        evaluate("everything").await.unwrap();
        evaluate("right").await.unwrap();
        for role in ["wrong-department", "wrong-zone", "nobody"] {
            let refused = Problem::from_status(&evaluate(role).await.unwrap_err());
            assert_eq!(refused.code, Code::PermissionDenied, "{role}: {refused:?}");
        }
    }
}
