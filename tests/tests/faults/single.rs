//! One cell, written and read with as few tries as a test wants to see.

use zhibiao_client::Hub;
use zhibiao_proto::observation::v1::{
    Consistency, ReadSeriesRequest, SeriesKey, WriteObservationsRequest, WriteObservationsResponse,
    consistency::Requirement,
};
use zhibiao_runtime::error::Problem;
use zhibiao_testkit::observations;

/// Writes the cell.
pub(crate) async fn write(hub: &Hub, batch: &str, value: f64) -> Result<WriteObservationsResponse, Problem> {
    let request = WriteObservationsRequest {
        batch_id: batch.to_owned(),
        observations: Some(observations::columns([observations::cell(
            "shared", "zones/a", "2023", value,
        )])),
        unchanged_since: None,
        units: Vec::new(),
    };
    let written = hub.retrying(|| {
        let (mut client, request) = (hub.observations(), request.clone());
        async move { client.write_observations(request).await }
    });
    written.await
}

/// Reads the cell: the revision that it was read at, and the value.
pub(crate) async fn read(hub: &Hub, consistency: Option<Consistency>) -> Result<(i64, Option<f64>), Problem> {
    let request = ReadSeriesRequest {
        keys: vec![key()],
        consistency,
        ..ReadSeriesRequest::default()
    };
    let answer = hub.read(request).await?;
    Ok((answer.revision, answer.series[0].values.first().copied()))
}

pub(crate) fn key() -> SeriesKey {
    SeriesKey {
        subject: "zones/a".into(),
        indicator: "indicators/shared".into(),
    }
}

/// At least as fresh as a token.
pub(crate) fn token(token: &str) -> Option<Consistency> {
    Some(Consistency {
        requirement: Some(Requirement::AtLeastAsFresh(token.to_owned())),
    })
}

/// The newest there is.
pub(crate) fn newest() -> Option<Consistency> {
    Some(Consistency {
        requirement: Some(Requirement::FullyConsistent(true)),
    })
}
