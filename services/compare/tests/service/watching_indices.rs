//! `WatchRanking` by a framework: what is told, and when.

use std::time::Duration;

use prost::Message as _;
use zhibiao_compare::Config;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, ApplyMode},
    compare::v1::{
        Against, Detail, EvaluateFrameworkRequest, EvaluateFrameworkResponse, IndexQuery, against,
        watch_ranking_request::Question,
    },
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{observations::cell, store::TestStore};

use super::{
    Fixture, as_of,
    index::{asking, catalog, figures, query},
    newest, since,
    watching::Watch,
};

async fn with(config: Config) -> Fixture {
    let store = TestStore::holding(&catalog()).await;
    store.write(figures("2022")).await;
    store.write(figures("2023")).await;
    let upstream = store.hub.clone();
    let hub = Fixture::on(store, upstream, config);
    hub.serving().await;
    hub
}

async fn begin(hub: &Fixture, request: EvaluateFrameworkRequest) -> Result<Watch, Problem> {
    Watch::of(hub, Question::Evaluation(request)).await
}

fn manifest_revision(evaluation: &EvaluateFrameworkResponse) -> i64 {
    evaluation.manifest.as_ref().unwrap().revision
}

#[tokio::test]
async fn it_begins_with_the_evaluation_and_tells_each_change() {
    let hub = with(Config::default()).await;
    let request = EvaluateFrameworkRequest {
        details: vec![Detail::Contributions.into()],
        against: Some(Against {
            baseline: Some(against::Baseline::Period("2022".into())),
        }),
        ..asking(query())
    };
    let mut watch = begin(&hub, request.clone()).await.unwrap();
    let first = watch.evaluation().await;
    assert_eq!(first, hub.evaluate(request.clone()).await.unwrap());
    // A figure of now, one of the baseline, and the framework itself.
    for (period, value) in [("2023", 1.0), ("2022", 100.0)] {
        let token = hub.store.write([cell("energy", "zones/a", period, value)]).await;
        let told = watch.evaluation().await;
        let asked = EvaluateFrameworkRequest {
            query: Some(IndexQuery {
                consistency: since(token),
                ..query()
            }),
            ..request.clone()
        };
        assert_eq!(told, hub.evaluate(asked).await.unwrap());
        assert_eq!(
            (told.revision, told.token.as_str(), manifest_revision(&told)),
            (
                token.revision.get(),
                token.to_string().as_str(),
                token.revision.get()
            )
        );
    }
    let renamed = hub.store.apply(&catalog().zone("a", "甲区")).await;
    let told = watch.evaluation().await;
    assert_eq!(told.revision, renamed.revision.get());
    assert!(told.subject_names.iter().any(|names| names.zh == "甲区"));
}

#[tokio::test]
async fn what_changes_nothing_of_it_is_told_as_a_checkpoint_only() {
    let hub = with(Config {
        checkpoint_every: Duration::from_millis(20),
        ..Config::default()
    })
    .await;
    let mut watch = begin(&hub, asking(query())).await.unwrap();
    let first = watch.evaluation().await;
    // Another period than the one asked about; an indicator that it does not read; the same figures again.
    hub.store.write([cell("energy", "zones/a", "2021", 1.0)]).await;
    hub.store.apply(&catalog().indicator("patents", "件")).await;
    let unseen = hub.store.write(figures("2023")).await;
    let mut last = first.revision;
    while last < unseen.revision.get() {
        let next = watch.checkpoint().await;
        assert!(next >= last);
        last = next;
    }
    let seen = hub.store.write([cell("energy", "zones/a", "2023", 1.0)]).await;
    assert_eq!(watch.evaluation().await.revision, seen.revision.get());
}

#[tokio::test]
async fn a_moment_of_the_past_is_refused_and_a_framework_that_goes_ends_it() {
    let hub = with(Config::default()).await;
    let now = hub.store.write(figures("2021")).await;
    let then = IndexQuery {
        as_of: as_of(now),
        consistency: None,
        period: "23".into(),
        ..query()
    };
    let refused = begin(&hub, asking(then)).await.err().unwrap();
    let fields: Vec<&str> = refused.violations.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(refused.code, Code::InvalidArgument);
    assert_eq!(fields, ["evaluation.query.period", "evaluation.query.as_of"]);
    let unknown = IndexQuery {
        framework: "frameworks/nothing".into(),
        ..query()
    };
    let refused = begin(&hub, asking(unknown)).await.err().unwrap();
    assert_eq!(refused.reason, "FRAMEWORK_NOT_FOUND");
    let mut watch = begin(&hub, asking(query())).await.unwrap();
    watch.evaluation().await;
    let mut without = catalog().message();
    without.frameworks.clear();
    let request = ApplyCatalogRequest {
        catalog: Some(without),
        mode: ApplyMode::Replace.into(),
        ..ApplyCatalogRequest::default()
    };
    hub.store.hub.catalog().apply_catalog(request).await.unwrap();
    assert_eq!(watch.end().await.reason, "FRAMEWORK_NOT_FOUND");
}

/// The first answer fits twice, but for the indices of another period there is no room; those who ask the same share it.
#[tokio::test]
async fn answers_beyond_the_room_for_watchers_are_refused() {
    let one = with(Config::default()).await;
    let whole = one.evaluate(asking(query())).await.unwrap();
    let hub = with(Config {
        watched_answers: whole.encoded_len() as u64 * 3 / 2,
        ..Config::default()
    })
    .await;
    let mut first = begin(&hub, asking(query())).await.unwrap();
    first.evaluation().await;
    let other = IndexQuery {
        period: "2022".into(),
        ..query()
    };
    let refused = begin(&hub, asking(other)).await.err().unwrap();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::ResourceExhausted, "WATCHED_ANSWERS_FULL")
    );
    assert!(refused.facts.contains_key("limit") && refused.retry_after.is_some());
    let mut second = begin(&hub, asking(query())).await.unwrap();
    second.evaluation().await;
    // What changes takes the place of what was there before.
    let token = hub.store.write([cell("energy", "zones/a", "2023", 1.0)]).await;
    for watch in [&mut first, &mut second] {
        assert_eq!(watch.evaluation().await.revision, token.revision.get());
    }
}

/// A past is computed once; of another period it is another one.
#[tokio::test]
async fn a_past_that_is_compared_with_stays_as_it_was() {
    let hub = with(Config::default()).await;
    let then = hub.store.write([cell("energy", "zones/a", "2023", 40.0)]).await;
    hub.store.write([cell("energy", "zones/a", "2023", 10.0)]).await;
    let request = |consistency| EvaluateFrameworkRequest {
        against: Some(Against {
            baseline: as_of(then).map(against::Baseline::AsOf),
        }),
        ..asking(IndexQuery {
            period: String::new(),
            consistency,
            ..query()
        })
    };
    let mut watch = begin(&hub, request(newest())).await.unwrap();
    let first = watch.evaluation().await;
    assert!(
        first.baseline_ranks.is_some() && first.period == "2023",
        "{first:?}"
    );
    for (period, value) in [("2023", 11.0), ("2023", 99.0), ("2024", 1.0)] {
        let token = hub.store.write([cell("energy", "zones/a", period, value)]).await;
        let told = watch.evaluation().await;
        assert_eq!(told.period, period);
        assert_eq!(told, hub.evaluate(request(since(token))).await.unwrap());
    }
}
