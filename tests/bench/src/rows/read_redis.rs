//! `read-redis`: series of 24 values, each read a Redis hit, against an echo of the same bytes.
//!
//! The store is deployed over PostgreSQL, without a cache in memory. Every caller reads a series of its own, so that no
//! read is answered by another's; the store's own count of outcomes shows that Redis answered each.

use std::time::{Duration, Instant};

use prost::Message as _;
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::{CacheOutcomes, GetSummaryRequest},
    observation::v1::{ReadSeriesRequest, ReadSeriesResponse},
};
use zhibiao_testkit::redis::RedisServer;

use super::{
    LOAD,
    read_db::{columns, request},
};
use crate::{
    Outcome,
    deployment::Deployment,
    echo::{self, Payload},
    hub::{self, Echo},
    load::{CALLERS, calls_per_second, calls_per_second_of},
    measure::{Bar, Row},
};

const PATH: &str = "/zhibiao.observation.v1.ObservationService/ReadSeries";
const VALUES: usize = 24;

/// Longest wait until Redis holds every series.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn run(runs: usize) -> Outcome<Vec<Row>> {
    let Some(redis) = RedisServer::start() else {
        return Ok(Vec::new());
    };
    let of_store = ["--near-cache", "0", "--redis", &redis.uri()];
    let Some(deployment) = Deployment::start(&of_store).await? else {
        return Ok(Vec::new());
    };
    let client = deployment.of_store()?;
    hub::apply_catalog(&client, CALLERS, 1).await?;
    hub::write(&client, "read-redis", columns()).await?;
    let requests: Vec<ReadSeriesRequest> = (0..CALLERS).map(request).collect();
    let answer = fill(&client, &requests).await?;
    let payload = Payload {
        bytes: answer.encode_to_vec().into(),
    };
    let echo = Echo::start().await?;
    let mut pairs = Vec::new();
    let before = outcomes(&client).await?;
    for _ in 0..runs {
        let address = deployment.store.address();
        let ours = calls_per_second_of::<_, ReadSeriesResponse>(address, PATH, &requests, LOAD).await?;
        let floor = calls_per_second::<_, Payload>(&echo.address, echo::PATH, payload.clone(), LOAD).await?;
        pairs.push((ours, floor));
    }
    let after = outcomes(&client).await?;
    let hits = CacheOutcomes {
        redis_hits: after.redis_hits,
        ..before
    };
    if after != hits || after.redis_hits == before.redis_hits {
        return Err(format!("not every read was a Redis hit: {before:?}, then {after:?}").into());
    }
    Ok(vec![Row {
        name: "read-redis",
        what: "ReadSeries, 24 values, Redis hit / echo of the same bytes",
        unit: "calls/s",
        pairs,
        bar: Bar::AtLeast(0.60),
    }])
}

/// Reads every series until Redis answers for each; gives the last answer.
async fn fill(client: &Hub, requests: &[ReadSeriesRequest]) -> Outcome<ReadSeriesResponse> {
    let end = Instant::now() + PATIENCE;
    loop {
        let before = outcomes(client).await?.redis_hits;
        let mut last = ReadSeriesResponse::default();
        for request in requests {
            last = client
                .observations()
                .read_series(request.clone())
                .await?
                .into_inner();
            if last
                .series
                .first()
                .is_none_or(|series| series.values.len() != VALUES)
            {
                return Err("the series is not whole".into());
            }
        }
        if outcomes(client).await?.redis_hits == before + i64::try_from(requests.len())? {
            return Ok(last);
        }
        if Instant::now() > end {
            return Err("redis does not hold every series".into());
        }
    }
}

async fn outcomes(client: &Hub) -> Outcome<CacheOutcomes> {
    let summary = client.catalog().get_summary(GetSummaryRequest {}).await?;
    Ok(summary.into_inner().cache.ok_or("no outcomes")?)
}
