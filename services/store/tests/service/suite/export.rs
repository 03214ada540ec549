//! ExportObservations.

use zhibiao_proto::{
    convert::{columns::Columns, consistency::ReadAt},
    observation::v1::{
        ExportFormat, ExportObservationsRequest, ExportObservationsResponse,
        export_observations_response::Part,
    },
};
use zhibiao_runtime::error::{Code, Problem};
use zhibiao_testkit::observations::{cell, missing};

use super::BACKEND;
use crate::store::{Store, small};

async fn export(
    store: &Store,
    request: ExportObservationsRequest,
) -> Result<Vec<ExportObservationsResponse>, Problem> {
    let problem = |status| Problem::from_status(&status);
    let mut stream = store
        .observations
        .clone()
        .export_observations(request)
        .await
        .map_err(problem)?
        .into_inner();
    let mut parts = Vec::new();
    while let Some(part) = stream.message().await.map_err(problem)? {
        parts.push(part);
    }
    Ok(parts)
}

/// The rows of an export as text: indicator, period, subject, value, revision.
fn rows(parts: &[ExportObservationsResponse]) -> Vec<String> {
    let mut rows = Vec::new();
    for part in parts {
        let Some(Part::Columns(columns)) = &part.part else {
            panic!("{part:?}")
        };
        let columns = Columns::try_from(columns.clone()).unwrap();
        for (observation, revision) in columns.observations().zip(&part.revisions) {
            let key = observation.key;
            let value = observation.figure.value().unwrap_or(f64::NAN);
            rows.push(format!(
                "{} {} {} {value} {revision}",
                key.indicator.id(),
                key.period,
                key.subject.id()
            ));
        }
    }
    rows
}

async fn filled() -> Option<Store> {
    let store = Store::start(BACKEND).await?;
    store.apply(&small()).await;
    store
        .write(
            "b1",
            [
                cell("revenue", "zones/west", "2022", 1.0),
                cell("revenue", "zones/east", "2022", 2.0),
                cell("profit", "zones/west", "2023", 3.0),
            ],
        )
        .await;
    store
        .write(
            "b2",
            [
                missing("revenue", "zones/west", "2022"),
                cell("profit", "zones/east", "2021", 4.0),
            ],
        )
        .await;
    Some(store)
}

#[tokio::test]
async fn rows_come_in_order_at_one_revision() {
    let Some(store) = filled().await else { return };
    let parts = export(&store, ExportObservationsRequest::default())
        .await
        .unwrap();
    assert_eq!(
        rows(&parts),
        [
            "profit 2021 east 4 3",
            "profit 2023 west 3 2",
            "revenue 2022 east 2 2",
            "revenue 2022 west NaN 3"
        ]
    );
    assert!(parts.iter().all(|part| part.revision == 3));
    let (consistency, as_of) = ReadAt::Revision(zhibiao_model::revision::Revision::new(2).unwrap()).fields();
    let past = ExportObservationsRequest {
        consistency,
        as_of,
        ..Default::default()
    };
    assert_eq!(
        rows(&export(&store, past).await.unwrap()),
        [
            "profit 2023 west 3 2",
            "revenue 2022 east 2 2",
            "revenue 2022 west 1 2"
        ]
    );
}

#[tokio::test]
async fn a_filter_takes_its_rows() {
    let Some(store) = filled().await else { return };
    let of = async |request| rows(&export(&store, request).await.unwrap());
    let indicators = vec!["indicators/profit".to_owned()];
    let one = ExportObservationsRequest {
        indicators,
        from: "2022".into(),
        ..Default::default()
    };
    assert_eq!(of(one).await, ["profit 2023 west 3 2"]);
    let east = ExportObservationsRequest {
        subjects: vec!["zones/east".into()],
        ..Default::default()
    };
    assert_eq!(of(east).await, ["profit 2021 east 4 3", "revenue 2022 east 2 2"]);
    let none = ExportObservationsRequest {
        kind: "platforms".into(),
        ..Default::default()
    };
    let parts = export(&store, none).await.unwrap();
    assert_eq!((parts.len(), parts[0].revision, rows(&parts).len()), (1, 3, 0));
    let unknown = ExportObservationsRequest {
        indicators: vec!["indicators/x".into()],
        ..Default::default()
    };
    assert_eq!(
        export(&store, unknown).await.unwrap_err().reason,
        "INDICATOR_NOT_FOUND"
    );
}

#[tokio::test]
async fn text_is_sdmx_csv() {
    let Some(store) = filled().await else { return };
    let request = ExportObservationsRequest {
        format: ExportFormat::SdmxCsv.into(),
        ..Default::default()
    };
    let parts = export(&store, request).await.unwrap();
    let text: Vec<u8> = parts
        .into_iter()
        .flat_map(|part| match part.part {
            Some(Part::SdmxCsv(text)) => text,
            Some(Part::Columns(_)) | None => panic!("not text"),
        })
        .collect();
    assert_eq!(
        String::from_utf8(text).unwrap(),
        "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,TIME_PERIOD,SUBJECT,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,QUALIFIER\r\n\
         dataflow,ZHIBIAO:OBSERVATIONS(1.0),I,profit,2021,zones/east,4,万元,A,exact\r\n\
         dataflow,ZHIBIAO:OBSERVATIONS(1.0),I,profit,2023,zones/west,3,万元,A,exact\r\n\
         dataflow,ZHIBIAO:OBSERVATIONS(1.0),I,revenue,2022,zones/east,2,亿元,A,exact\r\n\
         dataflow,ZHIBIAO:OBSERVATIONS(1.0),I,revenue,2022,zones/west,,亿元,M,exact\r\n"
    );
}

#[tokio::test]
async fn a_large_export_comes_in_parts() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    let mut catalog = small();
    for z in 0..250 {
        catalog = catalog.zone(&format!("z{z:03}"), &format!("区{z}"));
    }
    store.apply(&catalog).await;
    let cells = (0..100).flat_map(|year| {
        (0..250).map(move |z| {
            cell(
                "revenue",
                &format!("zones/z{z:03}"),
                &format!("{}", 1900 + year),
                1.0,
            )
        })
    });
    store.write("b1", cells).await;
    let parts = export(&store, ExportObservationsRequest::default())
        .await
        .unwrap();
    assert!(parts.len() > 1);
    let rows = rows(&parts);
    assert_eq!(rows.len(), 25_000);
    assert!(rows.is_sorted());
}

#[tokio::test]
async fn an_export_that_a_stopping_store_cuts_off_does_not_end_well() {
    let Some(store) = filled().await else {
        return;
    };
    store.shutdown.cancel();
    let cut_off = export(&store, ExportObservationsRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        (cut_off.code, cut_off.reason.as_str()),
        (Code::Unavailable, "SHUTTING_DOWN")
    );
    assert!(cut_off.is_retryable());
}

#[tokio::test]
async fn exports_are_bounded() {
    let Some(store) = Store::start_with(BACKEND, |config| config.limits.exports = 0).await else {
        return;
    };
    store.apply(&small()).await;
    let refused = export(&store, ExportObservationsRequest::default())
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code, refused.reason.as_str()),
        (Code::ResourceExhausted, "TOO_MANY_EXPORTS")
    );
    assert!(refused.retry_after.is_some());
}
