//! From which state answers are given: cold start, tokens, lost connections.

use std::time::Duration;

use zhibiao_client::Hub;
use zhibiao_compare::Config;
use zhibiao_model::revision::{Revision, StoreId, Token};
use zhibiao_proto::compare::v1::RankRequest;
use zhibiao_runtime::{clock::Clock, error::Code};
use zhibiao_store::Limits;
use zhibiao_testkit::{catalog::Small, eventually, link::Link, observations::cell, store::TestStore};

use super::{Fixture, as_of, newest, places, since};

fn catalog() -> Small {
    Small::default()
        .zone("a", "甲")
        .zone("b", "乙")
        .indicator("revenue", "亿元")
}

fn of_revenue() -> RankRequest {
    RankRequest {
        indicator: "indicators/revenue".into(),
        ..RankRequest::default()
    }
}

/// The service behind a link to the store that can be cut.
async fn behind_a_link(store: TestStore, up: bool, config: Config) -> (Fixture, Link) {
    let link = Link::new(store.listen().await, up).await;
    let upstream = Hub::connect(&link.uri()).unwrap();
    (Fixture::on(store, upstream, config), link)
}

#[tokio::test]
async fn a_cold_start_serves_nothing_until_everything_is_loaded() {
    let store = TestStore::holding(&catalog()).await;
    store.write([cell("revenue", "zones/a", "2023", 1.0)]).await;
    let (hub, link) = behind_a_link(store, false, Config::default()).await;
    assert!(!*hub.running.serving().borrow());
    let problem = hub.rank(of_revenue()).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::Unavailable, "COLUMNS_LOADING")
    );
    assert!(problem.retry_after.is_some());
    link.bring_up();
    hub.serving().await;
    assert_eq!(
        places(&hub.rank(of_revenue()).await.unwrap()),
        [(1.0, "zones/a", 1.0)]
    );
}

#[tokio::test]
async fn a_writer_reads_its_own_write() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    for value in 1..50 {
        let value = f64::from(value);
        let token = hub.store.write([cell("revenue", "zones/a", "2023", value)]).await;
        let request = RankRequest {
            consistency: since(token),
            ..of_revenue()
        };
        let answer = hub.rank(request).await.unwrap();
        assert_eq!(places(&answer), [(1.0, "zones/a", value)]);
        assert_eq!(answer.revision, token.revision.get());
        let answer = hub
            .rank(RankRequest {
                consistency: newest(),
                ..of_revenue()
            })
            .await
            .unwrap();
        assert_eq!(answer.revision, token.revision.get());
    }
}

#[tokio::test]
async fn tokens_that_no_waiting_reaches_are_refused() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    let head = hub.store.write([cell("revenue", "zones/a", "2023", 1.0)]).await;
    let ahead = Token {
        revision: Revision::new(head.revision.get() + 1).unwrap(),
        ..head
    };
    let problem = hub
        .rank(RankRequest {
            consistency: since(ahead),
            ..of_revenue()
        })
        .await
        .unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::OutOfRange, "REVISION_NOT_YET")
    );
    let foreign = Token {
        store: StoreId(1),
        ..head
    };
    let problem = hub
        .rank(RankRequest {
            consistency: since(foreign),
            ..of_revenue()
        })
        .await
        .unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::InvalidArgument, "TOKEN_OF_ANOTHER_STORE")
    );
    let problem = hub
        .rank(RankRequest {
            as_of: as_of(ahead),
            ..of_revenue()
        })
        .await
        .unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::OutOfRange, "REVISION_NOT_YET")
    );
}

#[tokio::test]
async fn without_the_store_old_answers_go_on_and_fresh_ones_wait_in_bounds() {
    let store = TestStore::holding(&catalog()).await;
    store.write([cell("revenue", "zones/a", "2023", 1.0)]).await;
    let config = Config {
        patience: Duration::from_millis(200),
        ..Config::default()
    };
    let (hub, link) = behind_a_link(store, true, config).await;
    hub.serving().await;
    link.take_down();
    let unseen = hub.store.write([cell("revenue", "zones/a", "2023", 2.0)]).await;
    assert_eq!(
        places(&hub.rank(of_revenue()).await.unwrap()),
        [(1.0, "zones/a", 1.0)]
    );
    for consistency in [since(unseen), newest()] {
        let problem = hub
            .rank(RankRequest {
                consistency,
                ..of_revenue()
            })
            .await
            .unwrap_err();
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::Unavailable, "STORE_UNREACHABLE")
        );
        assert!(problem.retry_after.is_some());
    }
    link.bring_up();
    let reached = RankRequest {
        consistency: since(unseen),
        ..of_revenue()
    };
    eventually("the feed is taken up again", || async {
        hub.rank(reached.clone()).await.is_ok()
    })
    .await;
    assert_eq!(places(&hub.rank(reached).await.unwrap()), [(1.0, "zones/a", 2.0)]);
}

#[tokio::test]
async fn a_lost_feed_is_loaded_anew() {
    let limits = Limits {
        retention: 1,
        ..Limits::default()
    };
    let store = TestStore::with(limits, Clock::system()).await;
    store.apply(&catalog()).await;
    let (hub, link) = behind_a_link(store, true, Config::default()).await;
    hub.serving().await;
    link.take_down();
    for value in 0..200 {
        hub.store
            .write([cell("revenue", "zones/a", "2023", f64::from(value))])
            .await;
    }
    let last = hub.store.apply(&catalog().zone("c", "丙")).await;
    link.bring_up();
    let reached = RankRequest {
        consistency: since(last),
        ..of_revenue()
    };
    eventually("everything is loaded anew", || async {
        hub.rank(reached.clone()).await.is_ok()
    })
    .await;
    let answer = hub.rank(reached).await.unwrap();
    assert_eq!(places(&answer), [(1.0, "zones/a", 199.0)]);
    assert_eq!(
        answer
            .unranked
            .iter()
            .map(|row| row.subject.as_str())
            .collect::<Vec<_>>(),
        ["zones/b", "zones/c"]
    );
}

#[tokio::test]
async fn no_answer_mixes_revisions() {
    let hub = Fixture::holding(&catalog()).await;
    let first = hub
        .store
        .write(["a", "b"].map(|zone| cell("revenue", &format!("zones/{zone}"), "2023", 0.0)))
        .await;
    hub.serving().await;
    hub.rank(RankRequest {
        consistency: since(first),
        ..of_revenue()
    })
    .await
    .unwrap();
    let write = async {
        for value in 1..100 {
            let both =
                ["a", "b"].map(|zone| cell("revenue", &format!("zones/{zone}"), "2023", f64::from(value)));
            hub.store.write(both).await;
        }
    };
    let read = async {
        let mut seen = 0;
        while seen < 99 {
            let answer = hub.rank(of_revenue()).await.unwrap();
            assert_eq!(
                answer.ranked[0].value, answer.ranked[1].value,
                "both were written by one batch"
            );
            seen = answer.ranked[0].value as i32;
        }
    };
    tokio::join!(write, read);
}

#[tokio::test]
async fn after_the_shutdown_it_does_not_serve() {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    hub.shutdown.cancel();
    hub.running.serving().wait_for(|serving| !serving).await.unwrap();
}
