//! `read-hot`: one series of 24 values from the near cache, against an echo of the same bytes.

use std::path::Path;

use prost::Message as _;
use zhibiao_client::Hub;
use zhibiao_proto::observation::v1::{ObservationColumns, ReadSeriesRequest, ReadSeriesResponse, SeriesKey};

use super::LOAD;
use crate::{
    Outcome,
    echo::{self, Payload},
    hub::{self, Echo},
    load::calls_per_second,
    measure::{Bar, Row},
};

pub(super) const PATH: &str = "/zhibiao.observation.v1.ObservationService/ReadSeries";
const VALUES: u32 = 24;

/// Writes the series, and gives the request that reads it and its answer.
pub(super) async fn prepare(client: &Hub) -> Outcome<(ReadSeriesRequest, ReadSeriesResponse)> {
    hub::apply_catalog(client, 1, 1).await?;
    let columns = ObservationColumns {
        subjects: vec![hub::zone(0)],
        indicators: vec![hub::indicator(0)],
        periods: (0..VALUES as usize).map(hub::month).collect(),
        subject: vec![0; VALUES as usize],
        indicator: vec![0; VALUES as usize],
        period: (0..VALUES).collect(),
        value: (0..VALUES).map(|i| f64::from(i) * 1.25 + 100.0).collect(),
        ..ObservationColumns::default()
    };
    hub::write(client, "read-hot", columns).await?;
    let key = SeriesKey {
        subject: hub::zone(0),
        indicator: hub::indicator(0),
    };
    let request = ReadSeriesRequest {
        keys: vec![key],
        ..ReadSeriesRequest::default()
    };
    let answer = client
        .observations()
        .read_series(request.clone())
        .await?
        .into_inner();
    if answer
        .series
        .first()
        .is_none_or(|series| series.values.len() != VALUES as usize)
    {
        return Err("the series is not whole".into());
    }
    Ok((request, answer))
}

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let (process, client) = hub::start(program).await?;
    let (request, answer) = prepare(&client).await?;
    let payload = Payload {
        bytes: answer.encode_to_vec().into(),
    };
    let echo = Echo::start().await?;
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let ours =
            calls_per_second::<_, ReadSeriesResponse>(process.address(), PATH, request.clone(), LOAD).await?;
        let floor = calls_per_second::<_, Payload>(&echo.address, echo::PATH, payload.clone(), LOAD).await?;
        pairs.push((ours, floor));
    }
    let what = "ReadSeries, 24 values, near cache / echo of the same bytes";
    Ok(vec![Row {
        name: "read-hot",
        what,
        unit: "calls/s",
        pairs,
        bar: Bar::AtLeast(0.80),
    }])
}
