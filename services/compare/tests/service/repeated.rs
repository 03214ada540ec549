//! `EvaluateFramework` asked again: what is given again is what would be computed anew.

use zhibiao_compare::Config;
use zhibiao_proto::compare::v1::{Against, Detail, EvaluateFrameworkRequest, IndexQuery, against};
use zhibiao_runtime::error::Code;
use zhibiao_testkit::{observations::cell, store::TestStore};

use super::{
    Fixture,
    index::{asking, catalog, figures, query},
    since,
};

fn request(hub_token: zhibiao_model::revision::Token) -> EvaluateFrameworkRequest {
    EvaluateFrameworkRequest {
        details: vec![Detail::Contributions.into(), Detail::Raw.into()],
        against: Some(Against {
            baseline: Some(against::Baseline::Period("2022".into())),
        }),
        ..asking(IndexQuery {
            consistency: since(hub_token),
            ..query()
        })
    }
}

#[tokio::test]
async fn an_answer_is_given_again_only_while_it_is_the_one_that_would_be_computed() {
    let store = TestStore::holding(&catalog().indicator("visitors", "万人次")).await;
    store.write(figures("2022")).await;
    let mut token = store.write(figures("2023")).await;
    let upstream = store.hub.clone();
    let keeping = Fixture::on(store, upstream.clone(), Config::default());
    let forgetful = Config {
        kept_answers: 0,
        ..Config::default()
    };
    let forgetful = Fixture::on(TestStore::holding(&catalog()).await, upstream, forgetful);
    keeping.serving().await;
    forgetful.serving().await;
    let first = keeping.evaluate(request(token)).await.unwrap();
    // A figure that it is not made from, one that it is, and one of its baseline.
    let changes = [
        ("visitors", "2023", 1.0),
        ("energy", "2023", 1.0),
        ("revenue", "2022", 50.0),
    ];
    let mut before = first;
    for (indicator, period, value) in changes {
        token = keeping
            .store
            .write([cell(indicator, "zones/b", period, value)])
            .await;
        for _ in 0..2 {
            let again = keeping.evaluate(request(token)).await.unwrap();
            assert_eq!(again, forgetful.evaluate(request(token)).await.unwrap());
            assert_eq!(again.revision, token.revision.get());
            assert_eq!(again.manifest.as_ref().unwrap().revision, token.revision.get());
        }
        let after = keeping.evaluate(request(token)).await.unwrap();
        let same = (&after.scores, &after.baseline_scores) == (&before.scores, &before.baseline_scores);
        assert_eq!(same, indicator == "visitors", "{indicator}");
        before = after;
    }
    token = keeping.store.apply(&catalog().zone("a", "甲区")).await;
    let renamed = keeping.evaluate(request(token)).await.unwrap();
    assert!(renamed.subject_names.iter().any(|names| names.zh == "甲区"));
}

#[tokio::test]
async fn a_fault_is_told_though_the_answer_without_it_is_kept() {
    let hub = Fixture::holding(&catalog()).await;
    hub.store.write(figures("2022")).await;
    let token = hub.store.write(figures("2023")).await;
    hub.serving().await;
    hub.evaluate(request(token)).await.unwrap();
    let mut wrong = request(token);
    if let Some(query) = &mut wrong.query {
        query.consistency = Some(zhibiao_proto::observation::v1::Consistency {
            requirement: Some(
                zhibiao_proto::observation::v1::consistency::Requirement::AtLeastAsFresh("nonsense".into()),
            ),
        });
    }
    let refused = hub.evaluate(wrong).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidArgument);
    assert_eq!(refused.violations[0].field, "query.consistency.at_least_as_fresh");
}
