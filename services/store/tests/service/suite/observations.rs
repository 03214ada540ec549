//! The way through: applied, written, watched, read, exported.

use zhibiao_proto::observation::v1::{
    ExportObservationsRequest, ReadColumnsRequest, ReadSeriesRequest, WatchChangesRequest,
    export_observations_response::Part, watch_changes_response::Event,
};
use zhibiao_testkit::observations::cell;

use super::BACKEND;
use crate::store::{Store, key, small};

#[tokio::test]
async fn what_is_written_is_read_watched_and_exported() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    assert_eq!(store.apply(&small()).await.revision, 1);
    let mut watch = store
        .observations
        .clone()
        .watch_changes(WatchChangesRequest::default())
        .await
        .unwrap()
        .into_inner();

    let written = store
        .write(
            "b1",
            [
                cell("revenue", "zones/west", "2023", 200.0),
                cell("revenue", "zones/east", "2022", 80.0),
                cell("revenue", "zones/east", "2023", 100.0),
                cell("profit", "zones/east", "2023", 50_000.0),
            ],
        )
        .await;
    assert_eq!(
        (written.revision, written.inserted, written.replayed),
        (2, 4, false)
    );

    let request = ReadSeriesRequest {
        keys: vec![
            key("zones/east", "revenue"),
            key("zones/east", "profit-rate"),
            key("zones/west", "profit"),
        ],
        ..Default::default()
    };
    let answer = store
        .observations
        .clone()
        .read_series(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (answer.revision, answer.token.as_str()),
        (2, written.token.as_str())
    );
    let [revenue, rate, none] = answer.series.try_into().unwrap();
    assert_eq!(
        (revenue.periods, revenue.values),
        (vec!["2022".into(), "2023".into()], vec![80.0, 100.0])
    );
    assert_eq!(
        (rate.periods, rate.values, rate.computed),
        (vec!["2023".into()], vec![5.0], vec![true])
    );
    assert_eq!(
        rate.unanswered[0].missing_inputs[0].indicator,
        "indicators/profit"
    );
    assert!(none.periods.is_empty() && none.unit == "万元");

    let request = ReadColumnsRequest {
        indicators: vec!["indicators/revenue".into(), "indicators/profit-rate".into()],
        periods: vec!["2023".into()],
        ..Default::default()
    };
    let answer = store
        .observations
        .clone()
        .read_columns(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.subjects, ["zones/east", "zones/west"]);
    assert_eq!(answer.columns[0].values, [100.0, 200.0]);
    assert_eq!(
        (&answer.columns[1].subject, &answer.columns[1].values),
        (&vec![0], &vec![5.0])
    );

    let mut events = Vec::new();
    while events.len() < 3 {
        events.push(watch.message().await.unwrap().unwrap().event.unwrap());
    }
    let Event::Change(change) = &events[2] else {
        panic!("{events:?}")
    };
    assert_eq!((change.revision, change.batch_id.as_str()), (2, "b1"));
    assert_eq!(change.observations.as_ref().unwrap().value.len(), 4);

    let mut export = store
        .observations
        .clone()
        .export_observations(ExportObservationsRequest::default())
        .await
        .unwrap()
        .into_inner();
    let part = export.message().await.unwrap().unwrap();
    let Some(Part::Columns(columns)) = part.part else {
        panic!()
    };
    assert_eq!(columns.value, [50_000.0, 80.0, 100.0, 200.0]);
    assert!(export.message().await.unwrap().is_none());
}
