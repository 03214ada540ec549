//! `scale`: the same questions and the same load at 1 and at 10 million observations over 14,000 indicators, every role
//! a process of its own over PostgreSQL; and the store's memory at the end.

use std::time::Instant;

use zhibiao_client::{Hub, stream::Sender};
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    compare::v1::{RankRequest, RankResponse},
    observation::v1::{
        Consistency, ObservationColumns, ReadSeriesRequest, ReadSeriesResponse, SeriesKey,
        consistency::Requirement,
    },
    report::v1::EntryColumns,
};

use super::LOAD;
use crate::{
    Outcome,
    deployment::Deployment,
    hub,
    load::calls_per_second,
    measure::{Bar, Row},
};

const READ: &str = "/zhibiao.observation.v1.ObservationService/ReadSeries";
const RANK: &str = "/zhibiao.compare.v1.CompareService/Rank";

const INDICATORS: usize = 14_000;

/// Zones that are ranked and read: of one indicator besides, the same at both sizes.
const PROBED: usize = 3_000;
const PROBED_MONTHS: usize = 24;

/// The bulk: every indicator of so many zones, month by month.
const BULK_ZONES: usize = 72;

/// Indicators in a batch.
const SLICE: usize = 700;
const BATCHES_A_MONTH: usize = INDICATORS / SLICE;
const A_MONTH: usize = INDICATORS * BULK_ZONES;

/// Months at the small and at the large size: 1 and 10 million observations.
const SMALL: usize = 1;
const LARGE: usize = 10;

/// What was measured at one size.
struct Figures {
    reads: Vec<f64>,
    ranks: Vec<f64>,
    rows: f64,
}

pub(super) async fn run(runs: usize) -> Outcome<Vec<Row>> {
    let Some(deployment) = Deployment::start(&[]).await? else {
        return Ok(Vec::new());
    };
    let store = deployment.of_store()?;
    hub::apply_catalog(&store, PROBED, INDICATORS + 1).await?;
    for month in 0..PROBED_MONTHS {
        hub::write(&store, &format!("probed-{month}"), probed(month)).await?;
    }
    let mut sender = Sender::open(deployment.of_ingest()?, hub::INTERFACE, "generated").await?;
    let small = Figures {
        rows: fill(&mut sender, 0..SMALL).await?,
        reads: reads(&deployment, runs).await?,
        ranks: ranks(&deployment, runs).await?,
    };
    fill(&mut sender, SMALL..LARGE - 1).await?;
    let large = Figures {
        rows: fill(&mut sender, LARGE - 1..LARGE).await?,
        reads: reads(&deployment, runs).await?,
        ranks: ranks(&deployment, runs).await?,
    };
    let memory = deployment.store.memory("VmHWM")?;
    Ok(rows(small, large, memory))
}

fn rows(small: Figures, large: Figures, memory: f64) -> Vec<Row> {
    // At most 1.3 times the time.
    let bar = Bar::AtLeast(1.0 / 1.3);
    let row = |what, unit, pairs| Row {
        name: "scale",
        what,
        unit,
        pairs,
        bar,
    };
    let pairs = |ours: Vec<f64>, floor: Vec<f64>| ours.into_iter().zip(floor).collect();
    vec![
        row(
            "read-hot at 10 million observations / at 1 million",
            "calls/s",
            pairs(large.reads, small.reads),
        ),
        row(
            "rank at 10 million observations / at 1 million",
            "calls/s",
            pairs(large.ranks, small.ranks),
        ),
        row(
            "ingest-pg from 9 to 10 million observations / up to 1 million",
            "rows/s",
            vec![(large.rows, small.rows)],
        ),
        Row {
            bar: Bar::AtMost(1.0),
            ..row(
                "most resident memory of the store so far / 1 GiB",
                "MiB",
                vec![(memory, 1024.0)],
            )
        },
    ]
}

/// Streams months of the bulk; gives the rows a second.
async fn fill(sender: &mut Sender, months: std::ops::Range<usize>) -> Outcome<f64> {
    let expected = months.len() * A_MONTH;
    let begun = Instant::now();
    let mut written = 0;
    for month in months {
        for slice in 0..BATCHES_A_MONTH {
            sender.send(bulk(month, slice)).await?;
        }
    }
    while let Some(acknowledged) = sender.acknowledged().await? {
        written += acknowledged.written_rows as usize;
    }
    if written != expected {
        return Err(format!("{written} of {expected} rows were written").into());
    }
    Ok(expected as f64 / begun.elapsed().as_secs_f64())
}

/// A slice of the indicators at one month.
fn bulk(month: usize, slice: usize) -> EntryColumns {
    let cells = || (0..SLICE).flat_map(|indicator| (0..BULK_ZONES).map(move |zone| (indicator, zone)));
    let value = |(indicator, zone)| (indicator * 31 + zone + 100) as f64 * (1.0 + month as f64 * 0.01);
    EntryColumns {
        subjects: (0..BULK_ZONES).map(hub::zone).collect(),
        indicators: (0..SLICE)
            .map(|i| hub::indicator(1 + slice * SLICE + i))
            .collect(),
        periods: vec![hub::month(month)],
        subject: cells().map(|(_, zone)| zone as u32).collect(),
        indicator: cells().map(|(indicator, _)| indicator as u32).collect(),
        period: vec![0; SLICE * BULK_ZONES],
        value: cells().map(value).collect(),
        ..EntryColumns::default()
    }
}

/// The probed indicator at one month.
fn probed(month: usize) -> ObservationColumns {
    ObservationColumns {
        subjects: (0..PROBED).map(hub::zone).collect(),
        indicators: vec![hub::indicator(0)],
        periods: vec![hub::month(month)],
        subject: (0..PROBED as u32).collect(),
        indicator: vec![0; PROBED],
        period: vec![0; PROBED],
        value: (0..PROBED)
            .map(|zone| (zone * 1_009 % PROBED / 2) as f64)
            .collect(),
        ..ObservationColumns::default()
    }
}

async fn reads(deployment: &Deployment, runs: usize) -> Outcome<Vec<f64>> {
    let key = SeriesKey {
        subject: hub::zone(0),
        indicator: hub::indicator(0),
    };
    let request = ReadSeriesRequest {
        keys: vec![key],
        ..ReadSeriesRequest::default()
    };
    let mut figures = Vec::new();
    for _ in 0..runs {
        let address = deployment.store.address();
        figures.push(calls_per_second::<_, ReadSeriesResponse>(address, READ, request.clone(), LOAD).await?);
    }
    Ok(figures)
}

async fn ranks(deployment: &Deployment, runs: usize) -> Outcome<Vec<f64>> {
    let request = RankRequest {
        indicator: hub::indicator(0),
        limit: 50,
        ..RankRequest::default()
    };
    caught_up(deployment, request.clone()).await?;
    let mut figures = Vec::new();
    for _ in 0..runs {
        let address = deployment.compare.address();
        figures.push(calls_per_second::<_, RankResponse>(address, RANK, request.clone(), LOAD).await?);
    }
    Ok(figures)
}

/// Waits until compare has followed everything.
async fn caught_up(deployment: &Deployment, mut request: RankRequest) -> Outcome<()> {
    let store: Hub = deployment.of_store()?;
    let summary = store
        .catalog()
        .get_summary(GetSummaryRequest {})
        .await?
        .into_inner();
    request.consistency = Some(Consistency {
        requirement: Some(Requirement::AtLeastAsFresh(summary.token)),
    });
    let compare = deployment.of_compare()?;
    let answer = compare
        .retrying(|| {
            let (mut client, request) = (compare.comparisons(), request.clone());
            async move { client.rank(request).await }
        })
        .await?;
    if answer.ranked_count as usize == PROBED {
        Ok(())
    } else {
        Err(format!("ranked {} of {PROBED}", answer.ranked_count).into())
    }
}
