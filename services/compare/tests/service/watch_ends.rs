//! `WatchRanking`: what is refused, and how a watch ends.

use std::time::Duration;

use zhibiao_client::Hub;
use zhibiao_compare::Config;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, ApplyMode},
    compare::v1::{RankRequest, WatchRankingRequest},
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{catalog::Small, eventually, link::Link, store::TestStore};

use super::{
    Fixture, as_of,
    watching::{Watch, catalog, of, revenue, serving, with},
};

#[tokio::test(start_paused = true)]
async fn a_slow_watcher_is_dropped() {
    let zones = 400;
    let wide = (0..zones).fold(catalog(), |catalog, z| {
        catalog.zone(&format!("z{z}"), &format!("{z}{}", "名".repeat(90)))
    });
    let store = TestStore::holding(&wide).await;
    let upstream = store.hub.clone();
    let config = Config {
        watch_patience: Duration::from_secs(1),
        ..Config::default()
    };
    let hub = Fixture::on(store, upstream, config);
    hub.serving().await;
    let request = RankRequest {
        limit: zones,
        ..of("revenue")
    };
    let mut watch = Watch::begin(&hub, request.clone()).await.unwrap();
    watch.ranking().await;
    // More than flow control and the buffers between hold: each answer has more than a hundred kilobytes. A reader of
    // the same makes sure that each is told.
    let mut prompt = Watch::begin(&hub, request).await.unwrap();
    prompt.ranking().await;
    for value in 1..=100 {
        let all = (0..zones).map(|z| revenue(&format!("z{z}"), f64::from(value)));
        hub.store.write(all).await;
        while prompt.ranking().await.ranked[0].value < f64::from(value) {}
    }
    // Time is paused: it moves on only once everything waits for the watcher.
    tokio::time::sleep(Duration::from_secs(10)).await;
    let problem = watch.end().await;
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::ResourceExhausted, "WATCHER_TOO_SLOW")
    );
    hub.store.write([revenue("z0", 1_000.0)]).await;
    assert_eq!(prompt.ranking().await.ranked[0].value, 1_000.0);
}

#[tokio::test]
async fn draining_ends_the_streams_while_other_calls_go_on() {
    let hub = serving().await;
    let mut watch = Watch::begin(&hub, of("revenue")).await.unwrap();
    watch.ranking().await;
    hub.running.streams().cancel();
    let problem = watch.end().await;
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Unavailable, "SHUTTING_DOWN")
    );
    assert!(problem.is_retryable());
    hub.rank(of("revenue")).await.unwrap();
}

#[tokio::test]
async fn a_watch_ends_with_its_indicator() {
    let hub = serving().await;
    let mut watch = Watch::begin(&hub, of("profit")).await.unwrap();
    watch.ranking().await;
    let without = Small::default().zone("a", "甲").indicator("revenue", "亿元");
    let request = ApplyCatalogRequest {
        catalog: Some(without.message()),
        mode: ApplyMode::Replace.into(),
        ..ApplyCatalogRequest::default()
    };
    hub.store.hub.catalog().apply_catalog(request).await.unwrap();
    let problem = watch.end().await;
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::NotFound, "INDICATOR_NOT_FOUND")
    );
    assert_eq!(problem.violations[0].field, "rank.indicator");
    let again = Watch::begin(&hub, of("profit")).await.err().unwrap();
    assert_eq!(again.code, Code::NotFound);
}

#[tokio::test]
async fn there_are_only_so_many_watchers() {
    let config = Config {
        watchers: 2,
        ..Config::default()
    };
    let hub = with(config).await;
    let mut first = Watch::begin(&hub, of("revenue")).await.unwrap();
    let _second = Watch::begin(&hub, of("revenue")).await.unwrap();
    first.ranking().await;
    let problem = Watch::begin(&hub, of("revenue")).await.err().unwrap();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::ResourceExhausted, "TOO_MANY_WATCHERS")
    );
    assert!(problem.retry_after.is_some());
    drop(first);
    eventually("a place is free again", || async {
        Watch::begin(&hub, of("profit")).await.is_ok()
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_whole() {
    let hub = serving().await;
    let head = hub.store.write([revenue("a", 1.0)]).await;
    let request = RankRequest {
        period: "2023-13".into(),
        limit: -1,
        ..of("revenue")
    };
    let fields =
        |problem: &Problem| -> Vec<String> { problem.violations.iter().map(|v| v.field.clone()).collect() };
    let problem = Watch::begin(&hub, request.clone()).await.err().unwrap();
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(fields(&problem), ["rank.period", "rank.limit"]);
    let of_past = RankRequest {
        as_of: as_of(head),
        ..request
    };
    let problem = Watch::begin(&hub, of_past).await.err().unwrap();
    assert_eq!(problem.code, Code::InvalidArgument);
    assert_eq!(fields(&problem), ["rank.period", "rank.limit", "rank.as_of"]);
    let problem = Watch::begin(&hub, of("revenu")).await.err().unwrap();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::NotFound, "INDICATOR_NOT_FOUND")
    );
    let nothing = WatchRankingRequest { question: None };
    let status = hub.hub.comparisons().watch_ranking(nothing).await.unwrap_err();
    let problem = Problem::from_status(&status);
    assert_eq!(
        (problem.code, fields(&problem)),
        (Code::InvalidArgument, vec!["question".to_owned()])
    );
}

#[tokio::test]
async fn a_watch_ends_with_its_store() {
    let store = TestStore::holding(&catalog()).await;
    let first = Link::new(store.listen().await, true).await;
    let other = TestStore::holding(&catalog()).await;
    let second = Link::new(other.listen().await, false).await;
    let upstream = Hub::balanced(&[first.uri(), second.uri()]).unwrap();
    let hub = Fixture::on(store, upstream, Config::default());
    hub.serving().await;
    let mut watch = Watch::begin(&hub, of("revenue")).await.unwrap();
    watch.ranking().await;
    // The feed has told of the first store by then, and the second stands at the same revision.
    let figure = || [revenue("a", 77.0)];
    other.write(figure()).await;
    hub.store.write(figure()).await;
    watch.ranking().await;
    first.take_down();
    second.bring_up();
    let problem = watch.end().await;
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Unavailable, "STORE_REPLACED")
    );
    assert!(problem.is_retryable());
    Watch::begin(&hub, of("revenue")).await.unwrap().ranking().await;
}

#[tokio::test]
async fn nothing_is_told_before_everything_is_loaded() {
    let store = TestStore::holding(&catalog()).await;
    let link = Link::new(store.listen().await, false).await;
    let upstream = Hub::connect(&link.uri()).unwrap();
    let hub = Fixture::on(store, upstream, Config::default());
    let problem = Watch::begin(&hub, of("revenue")).await.err().unwrap();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Unavailable, "COLUMNS_LOADING")
    );
}
