//! `rank`: one indicator, 3,000 zones, top 50, against an echo of the same answer size.

use std::path::Path;

use prost::Message as _;
use zhibiao_proto::{
    compare::v1::{RankRequest, RankResponse},
    observation::v1::ObservationColumns,
};

use super::LOAD;
use crate::{
    Outcome,
    echo::{self, Payload},
    hub::{self, Echo},
    load::calls_per_second,
    measure::{Bar, Row},
};

const PATH: &str = "/zhibiao.compare.v1.CompareService/Rank";
const ZONES: u32 = 3_000;
const TOP: i32 = 50;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let (process, client) = hub::start(program).await?;
    hub::apply_catalog(&client, ZONES as usize, 1).await?;
    let columns = ObservationColumns {
        subjects: (0..ZONES as usize).map(hub::zone).collect(),
        indicators: vec![hub::indicator(0)],
        periods: vec![hub::month(0)],
        subject: (0..ZONES).collect(),
        indicator: vec![0; ZONES as usize],
        period: vec![0; ZONES as usize],
        // A permutation of 0..3000 with some ties.
        value: (0..ZONES).map(|i| f64::from(i * 1_009 % ZONES / 2)).collect(),
        ..ObservationColumns::default()
    };
    hub::write(&client, "rank", columns).await?;
    let fresh = client
        .catalog()
        .get_summary(zhibiao_proto::catalog::v1::GetSummaryRequest {})
        .await?
        .into_inner()
        .token;
    let consistency = zhibiao_proto::observation::v1::Consistency {
        requirement: Some(zhibiao_proto::observation::v1::consistency::Requirement::AtLeastAsFresh(fresh)),
    };
    let mut request = RankRequest {
        indicator: hub::indicator(0),
        limit: TOP,
        consistency: Some(consistency),
        ..RankRequest::default()
    };
    let answer = client.comparisons().rank(request.clone()).await?.into_inner();
    if answer.ranked.len() != TOP as usize || answer.ranked_count != ZONES {
        return Err(format!("ranked {} of {}", answer.ranked.len(), answer.ranked_count).into());
    }
    request.consistency = None;
    let payload = Payload {
        bytes: answer.encode_to_vec().into(),
    };
    let echo = Echo::start().await?;
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let ours =
            calls_per_second::<_, RankResponse>(process.address(), PATH, request.clone(), LOAD).await?;
        let floor = calls_per_second::<_, Payload>(&echo.address, echo::PATH, payload.clone(), LOAD).await?;
        pairs.push((ours, floor));
    }
    let what = "Rank, 3,000 zones, top 50 / echo of the same size";
    Ok(vec![Row {
        name: "rank",
        what,
        unit: "calls/s",
        pairs,
        bar: Bar::AtLeast(0.60),
    }])
}
