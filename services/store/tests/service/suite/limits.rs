//! Limits, just under and just over.

use zhibiao_proto::observation::v1::{
    ObservationColumns, ReadColumnsRequest, ReadSeriesRequest, WriteObservationsRequest,
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::{catalog::Small, observations::cell};

use super::BACKEND;
use crate::store::{Store, key, small};

/// So many rows of one indicator and zone, day by day.
fn days(rows: u32) -> ObservationColumns {
    let day = |i: u32| {
        zhibiao_model::period::Period::from_ordinal(
            zhibiao_model::period::Frequency::Daily,
            i as i32 - 300_000,
        )
        .unwrap()
        .to_string()
    };
    ObservationColumns {
        subjects: vec!["zones/east".into()],
        indicators: vec!["indicators/daily".into()],
        periods: (0..rows).map(day).collect(),
        subject: vec![0; rows as usize],
        indicator: vec![0; rows as usize],
        period: (0..rows).collect(),
        value: vec![1.0; rows as usize],
        ..ObservationColumns::default()
    }
}

fn daily() -> Small {
    small().indicator_with("daily", "人", |i| {
        i.frequency = zhibiao_model::period::Frequency::Daily
    })
}

async fn write(store: &Store, id: &str, observations: ObservationColumns) -> Result<u64, Problem> {
    let request = WriteObservationsRequest {
        batch_id: id.to_owned(),
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
async fn a_batch_has_a_most_of_rows() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&daily()).await;
    let problem = write(&store, "b1", days(200_001)).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.reason.as_str()),
        (Code::InvalidArgument, "BATCH_TOO_LARGE")
    );
    assert_eq!(write(&store, "b1", days(200_000)).await.unwrap(), 200_000);
}

#[tokio::test]
async fn batch_ids_have_a_form() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    for wrong in [
        String::new(),
        "a b".into(),
        "批".into(),
        "x\n".into(),
        "a".repeat(129),
    ] {
        let problem = store.try_write(&wrong, []).await.unwrap_err();
        assert_eq!(
            (problem.reason.as_str(), problem.violations[0].field.as_str()),
            ("BATCH_ID_INVALID", "batch_id")
        );
    }
    assert_eq!(store.write(&"a".repeat(128), []).await.revision, 2);
}

#[tokio::test]
async fn a_list_of_many_violations_arrives() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&daily()).await;
    let mut message = days(2_000);
    message.value = vec![f64::NAN; 2_000];
    let problem = write(&store, "b1", message).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument, "{problem:?}");
    assert!(problem.message.contains("1999 more"), "{}", problem.message);
    assert!(problem.violations.len() >= 50, "{}", problem.violations.len());
}

#[tokio::test]
async fn a_request_for_series_has_a_most_of_keys() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let request = |keys| ReadSeriesRequest {
        keys: vec![key("zones/east", "revenue"); keys],
        ..ReadSeriesRequest::default()
    };
    let answer = store
        .observations
        .clone()
        .read_series(request(1_000))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.series.len(), 1_000);
    let status = store
        .observations
        .clone()
        .read_series(request(1_001))
        .await
        .unwrap_err();
    assert_eq!(Problem::from_status(&status).violations[0].field, "keys");
}

#[tokio::test]
async fn a_request_for_columns_has_a_most_of_each() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let request = |indicators: usize, periods: u32| ReadColumnsRequest {
        indicators: vec!["indicators/revenue".into(); indicators],
        periods: (0..periods).map(|i| format!("{}", 1_900 + i)).collect(),
        ..ReadColumnsRequest::default()
    };
    assert!(
        store
            .observations
            .clone()
            .read_columns(request(500, 100))
            .await
            .is_ok()
    );
    for (indicators, periods, field) in [(501, 1, "indicators"), (1, 101, "periods")] {
        let status = store
            .observations
            .clone()
            .read_columns(request(indicators, periods))
            .await
            .unwrap_err();
        assert_eq!(Problem::from_status(&status).violations[0].field, field);
    }
}

#[tokio::test]
async fn an_answer_has_a_most_of_columns() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&daily()).await;
    write(&store, "b1", days(50_001)).await.unwrap();
    let request = ReadColumnsRequest {
        indicators: vec!["indicators/daily".into()],
        ..ReadColumnsRequest::default()
    };
    let status = store
        .observations
        .clone()
        .read_columns(request)
        .await
        .unwrap_err();
    assert_eq!(Problem::from_status(&status).reason, "TOO_MANY_COLUMNS");
    assert_eq!(
        store
            .write("b2", [cell("revenue", "zones/east", "2023", 1.0)])
            .await
            .revision,
        3
    );
}

#[tokio::test]
async fn long_names_in_many_violations_still_make_an_error_that_arrives() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&daily()).await;
    let mut message = days(500);
    message.indicators = (0..500)
        .map(|i| format!("indicators/{}-{i}", "long".repeat(15)))
        .collect();
    message.indicator = (0..500).collect();
    message.subjects.push("x".repeat(100_000));
    let problem = write(&store, "b1", message.clone()).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument, "{problem:?}");
    assert_eq!(problem.violations[0].field, "observations.subjects[1]");
    message.subjects.pop();
    let problem = write(&store, "b1", message).await.unwrap_err();
    assert_eq!(problem.code, Code::InvalidArgument, "{problem:?}");
    assert!(
        problem.message.contains("499 more") && problem.violations.len() >= 10,
        "{problem:?}"
    );
}

#[tokio::test]
async fn a_request_has_a_most_of_bytes() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    store.apply(&small()).await;
    let named = |bytes: usize| ObservationColumns {
        subjects: vec!["z".repeat(bytes)],
        ..Default::default()
    };
    let read = write(&store, "b1", named(31 << 20)).await.unwrap_err();
    assert_eq!(read.violations[0].field, "observations.subjects[0]");
    let refused = write(&store, "b1", named(33 << 20)).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.violations.len()),
        (Code::OutOfRange, 0),
        "{refused:?}"
    );
}
