//! WriteObservations.

use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, ApplyMode},
    observation::v1::{ObservationColumns, WriteObservationsRequest},
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{
    catalog::Small,
    observations::{cell, columns},
};

use super::BACKEND;
use crate::store::{Store, small};

#[tokio::test]
async fn a_batch_is_written_once_whatever_its_order() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let cells = [
        cell("revenue", "zones/east", "2023", 1.0),
        cell("profit", "zones/west", "2023", 2.0),
    ];
    let first = store.write("b1", cells.clone()).await;
    assert_eq!((first.revision, first.inserted, first.replayed), (2, 2, false));
    let again = store.write("b1", cells.iter().rev().cloned()).await;
    assert_eq!((again.revision, again.inserted, again.replayed), (2, 2, true));
    assert_eq!(again.token, first.token);

    let problem = store
        .try_write("b1", [cell("revenue", "zones/east", "2023", 9.0)])
        .await
        .unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::AlreadyExists, "BATCH_CONTENT_DIFFERS")
    );
    assert_eq!(problem.facts["revision"], "2");
    assert_eq!(problem.facts["token"], first.token);
}

#[tokio::test]
async fn a_written_batch_is_replayed_though_the_catalogue_moved_on() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small().indicator("jobs", "人")).await;
    let mut message = columns([cell("revenue", "zones/east", "2023", 1.0)]);
    // Named but not used: no observation refers to it, so that it can be removed later.
    message.indicators.push("indicators/jobs".into());
    assert_eq!(write_columns(&store, "b1", message.clone()).await.unwrap(), 1);
    let replace = ApplyCatalogRequest {
        catalog: Some(small().message()),
        mode: ApplyMode::Replace.into(),
        ..Default::default()
    };
    store.catalog.clone().apply_catalog(replace).await.unwrap();
    assert_eq!(write_columns(&store, "b1", message.clone()).await.unwrap(), 1);
    let problem = write_columns(&store, "b2", message).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "observations.indicators[1]");
    assert_eq!(store.summary().await.revision, 3);
}

#[tokio::test]
async fn every_violation_is_told_with_its_row() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small().subject("platforms/p", "平台", "east")).await;
    let problem = store
        .try_write(
            "b1",
            [
                cell("revenue", "zones/east", "2023", 1.0),
                cell("revenue", "zones/east", "2023-Q1", 1.0),
                cell("revenues", "zones/eats", "2023", 1.0),
                cell("revenue", "platforms/p", "2023", 1.0),
            ],
        )
        .await
        .unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument);
    let fields: Vec<&str> = problem.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "observations.indicators[1]",
            "observations.subjects[1]",
            "observations.period[1]",
            "observations.subject[3]"
        ]
    );
    assert!(
        problem.violations[0].description.contains("indicators/revenue"),
        "{problem:?}"
    );
    assert!(
        problem.violations[3].description.contains("about zones"),
        "{problem:?}"
    );

    let twice = [
        cell("revenue", "zones/east", "2023", 1.0),
        cell("revenue", "zones/east", "2023", 1.0),
    ];
    let problem = store.try_write("b2", twice).await.unwrap_err();
    assert_eq!(problem.violations[0].field, "observations.value[1]");
    assert!(problem.violations[0].description.contains("row 0"));
}

async fn write_columns(
    store: &Store,
    batch_id: &str,
    observations: ObservationColumns,
) -> Result<u64, Problem> {
    let request = WriteObservationsRequest {
        batch_id: batch_id.to_owned(),
        observations: Some(observations),
        unchanged_since: None,
        units: Vec::new(),
    };
    let answer = store.observations.clone().write_observations(request).await;
    answer
        .map(|a| a.into_inner().inserted)
        .map_err(|status| Problem::from_status(&status))
}

#[tokio::test]
async fn values_that_are_no_numbers_are_refused() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut message = columns([cell("revenue", "zones/east", "2023", 1.0)]);
        message.value[0] = value;
        let problem = write_columns(&store, "b1", message).await.unwrap_err();
        assert_eq!(problem.violations[0].field, "observations.value[0]");
    }
    let extreme = [
        cell("revenue", "zones/east", "2023", 1e308),
        cell("revenue", "zones/west", "2023", -1e308),
        cell("revenue", "zones/east", "2022", 5e-324),
    ];
    assert_eq!(store.write("b2", extreme).await.inserted, 3);
}

#[tokio::test]
async fn values_in_another_unit_than_the_catalogue_s_are_refused() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let write = async |batch: &str, units: &[&str]| {
        let request = WriteObservationsRequest {
            batch_id: batch.to_owned(),
            observations: Some(columns([cell("revenue", "zones/east", "2023", 1.0)])),
            unchanged_since: None,
            units: units.iter().map(|unit| (*unit).to_owned()).collect(),
        };
        let answer = store.observations.clone().write_observations(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(|status| Problem::from_status(&status))
    };
    let refused = async |units: &[&str]| {
        let problem = write("b1", units).await.unwrap_err();
        (problem.reason, problem.violations[0].field.clone())
    };
    let told = |reason: &str, field: &str| (reason.to_owned(), field.to_owned());
    assert_eq!(refused(&["元"]).await, told("UNITS_CHANGED", "units[0]"));
    assert_eq!(refused(&["亿元", "亿元"]).await, told("REQUEST_INVALID", "units"));
    assert_eq!(refused(&["亿元亿元"]).await.1, "units[0]");
    assert_eq!(store.summary().await.observations, 0);
    assert_eq!(write("b1", &["亿元"]).await.unwrap().inserted, 1);
    // What was written once stays written, whatever is said of its units the next time.
    assert!(write("b1", &["元"]).await.unwrap().replayed);
}

#[tokio::test]
async fn what_is_yet_to_come_protects_nothing() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let head = store
        .write("b1", [cell("revenue", "zones/east", "2023", 1.0)])
        .await
        .revision;
    let write = async |batch: &str, since: i64| {
        let request = WriteObservationsRequest {
            batch_id: batch.to_owned(),
            observations: Some(columns([cell("revenue", "zones/east", "2023", 2.0)])),
            unchanged_since: Some(since),
            units: Vec::new(),
        };
        let answer = store.observations.clone().write_observations(request).await;
        answer
            .map(tonic::Response::into_inner)
            .map_err(|status| Problem::from_status(&status))
    };
    let refused = write("b2", head + 1).await.unwrap_err();
    assert_eq!(refused.reason, "REVISION_NOT_YET");
    assert_eq!(write("b2", head).await.unwrap().revised, 1);
}

#[tokio::test]
async fn a_dictionary_entry_given_twice_is_one_name() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let mut message = columns([
        cell("revenue", "zones/east", "2023", 1.0),
        cell("revenue", "zones/west", "2023", 2.0),
    ]);
    message.subjects[1] = "zones/east".into();
    let problem = write_columns(&store, "b1", message).await.unwrap_err();
    assert_eq!(
        problem.violations[0].field, "observations.value[1]",
        "{problem:?}"
    );
}

#[tokio::test]
async fn batches_under_way_while_the_catalogue_changes_are_written() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let writing = async {
        for number in 0..30 {
            let cells = [cell("revenue", "zones/east", "2023", f64::from(number))];
            store.write(&format!("b{number}"), cells).await;
        }
    };
    let applying = async {
        for number in 0..30 {
            store
                .apply(&Small::default().zone(&format!("new{number}"), &format!("新区{number}")))
                .await;
        }
    };
    tokio::join!(writing, applying);
    let summary = store.summary().await;
    assert_eq!(
        (summary.revision, summary.past_observations, summary.zones),
        (61, 29, 32)
    );
}
