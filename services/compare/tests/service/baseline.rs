//! A baseline that ranks nobody: the answer says why, and is one all the same.

use zhibiao_proto::compare::v1::{Against, EvaluateFrameworkRequest, EvaluateFrameworkResponse, against};
use zhibiao_testkit::observations::cell;

use super::{
    Fixture,
    index::{asking, catalog, figures, query},
};

async fn against_period(hub: &Fixture, period: &str) -> EvaluateFrameworkResponse {
    let request = EvaluateFrameworkRequest {
        against: Some(Against {
            baseline: Some(against::Baseline::Period(period.into())),
        }),
        ..asking(query())
    };
    hub.evaluate(request).await.unwrap()
}

#[tokio::test]
async fn a_baseline_without_ranks_says_why() {
    let demanding = r#"
        id = "zones"
        screen = { overall = 1.0 }
        aggregates = [{ id = "index" }]
        indicators = [{ code = "revenue", parent = "index" }, { code = "energy", parent = "index" }]
    "#;
    let hub = Fixture::holding(&catalog().framework(demanding)).await;
    hub.store.write(figures("2023")).await;
    // In 2022 everybody lacks something: only the engine sees that nobody is left.
    let zones = ["zones/a", "zones/b", "zones/c"];
    hub.store
        .write(zones.map(|zone| cell("revenue", zone, "2022", 1.0)))
        .await;
    hub.serving().await;
    for period in ["2022", "1999"] {
        let answer = against_period(&hub, period).await;
        assert_eq!(answer.ranked_count, 3);
        assert_eq!(answer.baseline_ranks, None);
        let failure = answer.baseline_failure.unwrap();
        assert_eq!(failure.reason, "INAPPLICABLE", "{period}: {failure:?}");
        assert!(!failure.message.is_empty());
        let manifest = answer.manifest.unwrap().against.unwrap();
        assert_eq!(
            (manifest.period.as_str(), manifest.result_digest.len()),
            (period, 0)
        );
    }
    hub.store.write(figures("2022")).await;
    let answer = against_period(&hub, "2022").await;
    assert_eq!(answer.baseline_failure, None);
    assert!(answer.baseline_ranks.is_some());
}
