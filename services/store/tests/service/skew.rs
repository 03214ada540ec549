//! Clocks that disagree: two stores over one database, one a year ahead. Revisions decide what is newest and what was
//! the case when, never the times that commits are dated with.

use zhibiao_proto::observation::v1::{
    AsOf, Consistency, ReadObservationRequest, ReadObservationResponse, as_of::Moment,
    consistency::Requirement,
};
use zhibiao_testkit::{observations::cell, postgres};

use crate::store::{Store, small};

const AHEAD: &str = "2031-01-01T00:00:00Z";
const BEHIND: &str = "2030-01-01T00:00:00Z";

async fn read(store: &Store, as_of: Option<Moment>) -> ReadObservationResponse {
    let consistency = Consistency {
        requirement: Some(Requirement::FullyConsistent(true)),
    };
    let request = ReadObservationRequest {
        subject: "zones/east".into(),
        indicator: "indicators/revenue".into(),
        period: "2023".into(),
        consistency: as_of.is_none().then_some(consistency),
        as_of: as_of.map(|moment| AsOf { moment: Some(moment) }),
    };
    let answer = store.observations.clone().read_observation(request).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn revisions_decide_where_clocks_disagree() {
    let Some(schema) = postgres::shared().await else {
        return;
    };
    let (ahead, behind) = (
        Store::over(&schema, AHEAD).await,
        Store::over(&schema, BEHIND).await,
    );
    let catalog = ahead.apply(&small()).await.revision;
    // By turns: each write replaces what the other store wrote, whatever it is dated.
    let mut written = Vec::new();
    for (number, store) in [&ahead, &behind, &ahead, &behind].into_iter().enumerate() {
        let value = cell("revenue", "zones/east", "2023", number as f64);
        written.push(store.write(&format!("batch-{number}"), [value]).await.revision);
    }
    assert_eq!(written, [catalog + 1, catalog + 2, catalog + 3, catalog + 4]);
    for store in [&ahead, &behind] {
        let newest = read(store, None).await;
        assert_eq!(newest.current.unwrap().value, Some(3.0));
        let history: Vec<f64> = newest
            .history
            .iter()
            .filter_map(|vintage| vintage.value)
            .collect();
        assert_eq!(history, [3.0, 2.0, 1.0, 0.0], "newest first");
        for (number, revision) in written.iter().enumerate() {
            let then = read(store, Some(Moment::Revision(*revision))).await;
            assert_eq!(then.current.unwrap().value, Some(number as f64));
        }
    }
    let again = cell("revenue", "zones/east", "2023", 0.0);
    let replayed = behind.write("batch-0", [again]).await;
    assert!(
        replayed.replayed,
        "delivered twice, to a store with another clock"
    );
    assert_eq!(replayed.revision, written[0]);
}
