//! `WatchRanking`: what is told, and when.

use std::time::Duration;

use tonic::Streaming;
use zhibiao_compare::Config;
use zhibiao_model::revision::Token;
use zhibiao_proto::compare::v1::{
    Against, EvaluateFrameworkResponse, RankRequest, RankResponse, WatchRankingRequest, WatchRankingResponse,
    against, watch_ranking_request::Question, watch_ranking_response::Event,
};
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::{catalog::Small, observations::cell, store::TestStore};

use super::{Fixture, as_of, newest, places, since};

pub(super) fn catalog() -> Small {
    Small::default()
        .zone("a", "甲")
        .zone("b", "乙")
        .indicator("revenue", "亿元")
        .indicator("profit", "亿元")
        .indicator_with("margin", "%", |i| {
            i.formula = Some("{profit} / {revenue}".parse().unwrap())
        })
}

pub(super) fn of(indicator: &str) -> RankRequest {
    RankRequest {
        indicator: format!("indicators/{indicator}"),
        ..RankRequest::default()
    }
}

pub(super) fn revenue(zone: &str, value: f64) -> zhibiao_model::observation::Observation {
    cell("revenue", &format!("zones/{zone}"), "2023", value)
}

pub(super) async fn serving() -> Fixture {
    let hub = Fixture::holding(&catalog()).await;
    hub.serving().await;
    hub
}

pub(super) async fn with(config: Config) -> Fixture {
    let store = TestStore::holding(&catalog()).await;
    let upstream = store.hub.clone();
    let hub = Fixture::on(store, upstream, config);
    hub.serving().await;
    hub
}

/// A ranking that is followed.
pub(super) struct Watch(Streaming<WatchRankingResponse>);

impl Watch {
    pub(super) async fn begin(hub: &Fixture, rank: RankRequest) -> Result<Self, Problem> {
        Self::of(hub, Question::Rank(rank)).await
    }

    pub(super) async fn of(hub: &Fixture, question: Question) -> Result<Self, Problem> {
        let request = WatchRankingRequest {
            question: Some(question),
        };
        let watched = hub.hub.comparisons().watch_ranking(request).await;
        watched
            .map(|watched| Self(watched.into_inner()))
            .map_err(|status| Problem::from_status(&status))
    }

    async fn event(&mut self) -> Result<Event, Problem> {
        let message = self.0.message().await;
        let message = message.map_err(|status| Problem::from_status(&status))?;
        Ok(message.unwrap().event.unwrap())
    }

    /// The next ranking; heartbeats are passed over.
    pub(super) async fn ranking(&mut self) -> RankResponse {
        loop {
            match self.event().await.unwrap() {
                Event::Ranking(ranking) => return ranking,
                Event::Checkpoint(_) => {}
                Event::Evaluation(evaluation) => panic!("{evaluation:?}"),
            }
        }
    }

    /// The next evaluation; heartbeats are passed over.
    pub(super) async fn evaluation(&mut self) -> EvaluateFrameworkResponse {
        loop {
            match self.event().await.unwrap() {
                Event::Evaluation(evaluation) => return evaluation,
                Event::Checkpoint(_) => {}
                Event::Ranking(ranking) => panic!("{ranking:?}"),
            }
        }
    }

    /// The next event, which must be a heartbeat.
    pub(super) async fn checkpoint(&mut self) -> i64 {
        match self.event().await.unwrap() {
            Event::Checkpoint(checkpoint) => {
                let token: Token = checkpoint.token.parse().unwrap();
                assert_eq!(token.revision.get(), checkpoint.revision);
                checkpoint.revision
            }
            told @ (Event::Ranking(_) | Event::Evaluation(_)) => panic!("{told:?}"),
        }
    }

    /// Why it ends.
    pub(super) async fn end(&mut self) -> Problem {
        loop {
            if let Err(problem) = self.event().await {
                return problem;
            }
        }
    }
}

#[tokio::test]
async fn it_begins_with_what_rank_answers_and_tells_each_change() {
    let hub = serving().await;
    let first = hub.store.write([revenue("a", 1.0), revenue("b", 2.0)]).await;
    let request = RankRequest {
        consistency: since(first),
        ..of("revenue")
    };
    let mut watch = Watch::begin(&hub, request.clone()).await.unwrap();
    let told = watch.ranking().await;
    assert_eq!(told.revision, first.revision.get());
    assert_eq!(told, hub.rank(request).await.unwrap());
    for (zone, value) in [("a", 3.0), ("b", 4.0), ("b", 1.0)] {
        let token = hub.store.write([revenue(zone, value)]).await;
        let told = watch.ranking().await;
        let asked = RankRequest {
            consistency: since(token),
            ..of("revenue")
        };
        assert_eq!(told, hub.rank(asked).await.unwrap());
        assert_eq!(
            (told.revision, told.token),
            (token.revision.get(), token.to_string())
        );
        assert!(told.ranked.iter().any(|row| row.value == value));
    }
}

#[tokio::test]
async fn a_formula_s_inputs_and_the_catalogue_change_a_ranking() {
    let hub = serving().await;
    let token = hub
        .store
        .write([revenue("a", 10.0), cell("profit", "zones/a", "2023", 1.0)])
        .await;
    let request = RankRequest {
        consistency: since(token),
        ..of("margin")
    };
    let mut watch = Watch::begin(&hub, request).await.unwrap();
    assert_eq!(places(&watch.ranking().await), [(1.0, "zones/a", 10.0)]);
    hub.store.write([revenue("a", 20.0)]).await;
    let told = watch.ranking().await;
    assert_eq!(places(&told), [(1.0, "zones/a", 5.0)]);
    assert_eq!(told.unranked[0].reason, "NOT_REPORTED");
    hub.store.write([revenue("b", 20.0)]).await;
    assert_eq!(watch.ranking().await.unranked[0].reason, "MISSING_INPUT");
    let renamed = hub.store.apply(&catalog().zone("a", "甲区")).await;
    let told = watch.ranking().await;
    assert_eq!(told.ranked[0].names.as_ref().unwrap().zh, "甲区");
    assert_eq!(told.revision, renamed.revision.get());
}

#[tokio::test]
async fn what_changes_nothing_of_it_is_told_as_a_checkpoint_only() {
    let config = Config {
        checkpoint_every: Duration::from_millis(20),
        ..Config::default()
    };
    let hub = with(config).await;
    hub.store.write([revenue("a", 1.0)]).await;
    let request = RankRequest {
        consistency: newest(),
        ..of("revenue")
    };
    let mut watch = Watch::begin(&hub, request).await.unwrap();
    let mut last = watch.ranking().await.revision;
    // Another indicator, another period than the one asked about, the same value again, a name that is not shown.
    hub.store.write([cell("profit", "zones/a", "2023", 1.0)]).await;
    hub.store.write([cell("revenue", "zones/a", "2022", 1.0)]).await;
    hub.store.write([revenue("a", 1.0)]).await;
    let unseen = hub.store.apply(&catalog().indicator("patents", "件")).await;
    while last < unseen.revision.get() {
        let next = watch.checkpoint().await;
        assert!(next >= last);
        last = next;
    }
    let seen = hub.store.write([revenue("a", 2.0)]).await;
    assert_eq!(watch.ranking().await.revision, seen.revision.get());
}

#[tokio::test(start_paused = true)]
async fn silence_is_told_from_death() {
    let hub = serving().await;
    let mut watch = Watch::begin(&hub, of("revenue")).await.unwrap();
    let first = watch.ranking().await;
    let begun = tokio::time::Instant::now();
    for _ in 0..3 {
        assert_eq!(watch.checkpoint().await, first.revision);
    }
    let waited = begun.elapsed();
    assert!(
        waited >= Duration::from_secs(14) && waited < Duration::from_secs(17),
        "{waited:?}"
    );
}

#[tokio::test]
async fn a_burst_is_folded_and_never_goes_back() {
    let hub = serving().await;
    let mut watch = Watch::begin(&hub, of("revenue")).await.unwrap();
    let mut last = watch.ranking().await.revision;
    let write = async {
        let mut token = None;
        for value in 1..=300 {
            token = Some(hub.store.write([revenue("a", f64::from(value))]).await);
        }
        token.unwrap()
    };
    let read = async {
        let (mut told, mut value) = (0, 0.0);
        while value < 300.0 {
            let ranking = watch.ranking().await;
            assert!(ranking.revision > last, "{} after {last}", ranking.revision);
            assert!(
                ranking.ranked[0].value > value,
                "an older state after a newer one"
            );
            (last, value, told) = (ranking.revision, ranking.ranked[0].value, told + 1);
        }
        told
    };
    let (token, told) = tokio::join!(write, read);
    assert_eq!(last, token.revision.get());
    assert!(told <= 300);
}

#[tokio::test]
async fn who_reads_late_gets_the_newest_only() {
    let hub = serving().await;
    let mut watch = Watch::begin(&hub, of("revenue")).await.unwrap();
    // A second watcher of the same question says when the last change was told.
    let mut prompt = Watch::begin(&hub, of("revenue")).await.unwrap();
    assert_eq!(watch.ranking().await, prompt.ranking().await);
    let mut value = 0.0;
    for next in 1..=50 {
        hub.store.write([revenue("a", f64::from(next))]).await;
    }
    while value < 50.0 {
        value = prompt.ranking().await.ranked[0].value;
    }
    let mut seen = Vec::new();
    while seen.last() != Some(&50.0) {
        seen.push(watch.ranking().await.ranked[0].value);
    }
    assert!(seen.is_sorted(), "{seen:?}");
}

#[tokio::test]
async fn a_hundred_watchers_see_the_same() {
    let hub = serving().await;
    hub.store.write([revenue("a", 1.0), revenue("b", 2.0)]).await;
    let mut watches = Vec::new();
    for watcher in 0..100 {
        // Of several questions, so that some are shared and some are not about the change.
        let indicator = ["revenue", "margin", "profit"][watcher % 3];
        let request = RankRequest {
            limit: 1 + watcher as i32 % 5,
            consistency: newest(),
            ..of(indicator)
        };
        let mut watch = Watch::begin(&hub, request).await.unwrap();
        watch.ranking().await;
        watches.push((indicator, watch));
    }
    let both = [cell("profit", "zones/a", "2023", 3.0), revenue("a", 6.0)];
    let token = hub.store.write(both).await;
    for (indicator, watch) in &mut watches {
        let told = watch.ranking().await;
        assert_eq!(told.revision, token.revision.get());
        let expected = match *indicator {
            "revenue" => 6.0,
            "margin" => 50.0,
            _ => 3.0,
        };
        assert_eq!(told.ranked[0].value, expected);
    }
}

#[tokio::test]
async fn ranks_are_followed_against_a_moment_of_the_past() {
    let hub = serving().await;
    let before = hub.store.write([revenue("a", 1.0), revenue("b", 2.0)]).await;
    let against = Some(Against {
        baseline: Some(against::Baseline::AsOf(as_of(before).unwrap())),
    });
    let request = RankRequest {
        against,
        consistency: since(before),
        ..of("revenue")
    };
    let mut watch = Watch::begin(&hub, request).await.unwrap();
    assert_eq!(watch.ranking().await.ranked[0].rank_change, Some(0.0));
    for value in [3.0, 4.0] {
        hub.store.write([revenue("a", value)]).await;
        let told = watch.ranking().await;
        let top = &told.ranked[0];
        assert_eq!(
            (
                top.subject.as_str(),
                top.value,
                top.rank_change,
                top.baseline_value
            ),
            ("zones/a", value, Some(1.0), Some(1.0))
        );
    }
}
