//! `scale`: the same questions and the same load at 1 and at 10 million observations over 14,000 indicators, every role
//! a process of its own over PostgreSQL; and the store's memory at the end.
//!
//! Reads go all over the indicators, each of which has the same series of one zone at both sizes.

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
    load::{calls_per_second, calls_per_second_of},
    measure::{Bar, Row},
};

const READ: &str = "/zhibiao.observation.v1.ObservationService/ReadSeries";
const RANK: &str = "/zhibiao.compare.v1.CompareService/Rank";

const INDICATORS: usize = 14_000;

/// Zones that are ranked: of one indicator besides, the same at both sizes.
const PROBED: usize = 3_000;
const PROBED_MONTHS: usize = 24;

/// The bulk: every indicator of so many zones, month by month. They come after the zone whose series are read.
const BULK_ZONES: usize = 72;

/// Steps over the indicators from one read to the next: prime to their number, so that all are read, in no order that
/// they are kept in.
const STRIDE: usize = 5_003;

/// Slices of the first month that are revised, at both sizes.
const REVISED_SLICES: usize = 4;

/// Indicators in a batch.
const SLICE: usize = 700;
const BATCHES_A_MONTH: usize = INDICATORS / SLICE;

/// Months at the small and at the large size: 1 and 10 million observations.
const SMALL: usize = 1;
const LARGE: usize = 10;

/// What was measured at one size.
struct Figures {
    reads: Vec<f64>,
    ranks: Vec<f64>,
    rows: f64,
    revised: f64,
}

pub(super) async fn run(runs: usize) -> Outcome<Vec<Row>> {
    let Some(deployment) = Deployment::start(&[]).await? else {
        return Ok(Vec::new());
    };
    let store = deployment.of_store()?;
    hub::apply_catalog(&store, PROBED, INDICATORS + 1).await?;
    for month in 0..PROBED_MONTHS {
        hub::write(&store, &format!("probed-{month}"), probed(month)).await?;
        hub::write(&store, &format!("read-{month}"), read(month)).await?;
    }
    let mut sender = Sender::open(deployment.of_ingest()?, hub::INTERFACE, "generated").await?;
    let small = Figures {
        rows: fill(&mut sender, 0..SMALL).await?,
        revised: revise(&mut sender, 1.0).await?,
        reads: reads(&deployment, runs).await?,
        ranks: ranks(&deployment, runs).await?,
    };
    fill(&mut sender, SMALL..LARGE - 1).await?;
    let large = Figures {
        rows: fill(&mut sender, LARGE - 1..LARGE).await?,
        revised: revise(&mut sender, 2.0).await?,
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
            "read-hot over 14,000 indicators at 10 million observations / at 1 million",
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
        row(
            "ingest-pg of revisions at 10 million observations / at 1 million",
            "rows/s",
            vec![(large.revised, small.revised)],
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
    let slices = months.flat_map(|month| (0..BATCHES_A_MONTH).map(move |slice| (month, slice)));
    stream(sender, slices.map(|(month, slice)| bulk(month, slice, 0.0))).await
}

/// Streams other values for a part of the first month; gives the rows a second.
async fn revise(sender: &mut Sender, more: f64) -> Outcome<f64> {
    stream(sender, (0..REVISED_SLICES).map(|slice| bulk(0, slice, more))).await
}

async fn stream(sender: &mut Sender, batches: impl Iterator<Item = EntryColumns>) -> Outcome<f64> {
    let begun = Instant::now();
    let (mut sent, mut written) = (0, 0);
    for batch in batches {
        sent += batch.value.len();
        sender.send(batch).await?;
    }
    while let Some(acknowledged) = sender.acknowledged().await? {
        written += acknowledged.written_rows as usize;
    }
    if written != sent {
        return Err(format!("{written} of {sent} rows were written").into());
    }
    Ok(sent as f64 / begun.elapsed().as_secs_f64())
}

/// A slice of the indicators at one month, with so much more in each cell.
fn bulk(month: usize, slice: usize, more: f64) -> EntryColumns {
    let cells = || (0..SLICE).flat_map(|indicator| (0..BULK_ZONES).map(move |zone| (indicator, zone)));
    let value = |(indicator, zone)| (indicator * 31 + zone + 100) as f64 * (1.0 + month as f64 * 0.01) + more;
    EntryColumns {
        subjects: (1..=BULK_ZONES).map(hub::zone).collect(),
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

/// Every indicator of the zone that is read, at one month.
fn read(month: usize) -> ObservationColumns {
    ObservationColumns {
        subjects: vec![hub::zone(0)],
        indicators: (1..=INDICATORS).map(hub::indicator).collect(),
        periods: vec![hub::month(month)],
        subject: vec![0; INDICATORS],
        indicator: (0..INDICATORS as u32).collect(),
        period: vec![0; INDICATORS],
        value: (0..INDICATORS)
            .map(|indicator| (indicator + month) as f64 * 1.25)
            .collect(),
        ..ObservationColumns::default()
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
    let request = |number| ReadSeriesRequest {
        keys: vec![SeriesKey {
            subject: hub::zone(0),
            indicator: hub::indicator(1 + number * STRIDE % INDICATORS),
        }],
        ..ReadSeriesRequest::default()
    };
    let requests: Vec<ReadSeriesRequest> = (0..INDICATORS).map(request).collect();
    let address = deployment.store.address();
    let load = async || calls_per_second_of::<_, ReadSeriesResponse>(address, READ, &requests, LOAD).await;
    // Until the near cache holds them.
    load().await?;
    let mut figures = Vec::new();
    for _ in 0..runs {
        figures.push(load().await?);
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
