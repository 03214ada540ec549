//! `ingest-sqlite`: 2 million observations through an interface's stream (all checks, durable), against bare prepared
//! INSERTs of the same rows in one transaction a batch with the same pragmas.
//!
//! [`deliver`] is the load; it takes any ingest, so that the same load measures other engines.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use rusqlite::{Connection, params};
use zhibiao_client::{Hub, stream::Sender};
use zhibiao_proto::report::v1::{EntryColumns, ReportHeader, ReportState, SubmitReportRequest};

use crate::{
    Outcome, hub,
    measure::{Bar, Row},
};

/// Rows of a batch: 500 zones × 100 indicators at one month.
pub(super) const ZONES: u32 = 500;
pub(super) const INDICATORS: u32 = 100;
pub(super) const BATCH: u32 = ZONES * INDICATORS;
pub(super) const BATCHES: u32 = 40;

/// Reports under way at once where a row [submits](submit) them: one is checked while another is written.
pub(super) const IN_FLIGHT: u32 = 2;

pub(super) async fn run(program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    let rows = f64::from(BATCH * BATCHES);
    let mut pairs = Vec::new();
    for _ in 0..runs {
        let ours = rows / through_the_hub(program).await?;
        let folder = tempfile::tempdir()?;
        let begun = Instant::now();
        let done = Command::new(std::env::current_exe()?)
            .arg("insert")
            .arg(folder.path())
            .stdout(Stdio::null())
            .status()?;
        if !done.success() {
            return Err("the floor failed".into());
        }
        pairs.push((ours, rows / begun.elapsed().as_secs_f64()));
    }
    let what = "2 million observations, gRPC, all checks, durable / prepared INSERT";
    Ok(vec![Row {
        name: "ingest-sqlite",
        what,
        unit: "rows/s",
        pairs,
        bar: Bar::AtLeast(0.50),
    }])
}

/// Seconds that the hub takes.
async fn through_the_hub(program: &Path) -> Outcome<f64> {
    let (_process, client) = hub::start(program).await?;
    hub::apply_catalog(&client, ZONES as usize, INDICATORS as usize).await?;
    deliver(&client).await
}

/// Streams every batch to ingest; gives the seconds from the first one until the last is durable.
pub(super) async fn deliver(client: &Hub) -> Outcome<f64> {
    let mut sender = Sender::open(client.clone(), hub::INTERFACE, "generated").await?;
    let begun = Instant::now();
    let mut written = 0;
    for batch in 0..BATCHES {
        sender.send(entries(hub::month(batch as usize), batch)).await?;
    }
    while let Some(acknowledged) = sender.acknowledged().await? {
        written += acknowledged.written_rows;
    }
    let seconds = begun.elapsed().as_secs_f64();
    if written == BATCH * BATCHES {
        Ok(seconds)
    } else {
        Err(format!("{written} of {} rows were written", BATCH * BATCHES).into())
    }
}

/// Reports one batch: every zone and indicator at one period.
pub(super) async fn submit(client: &Hub, period: String, batch: u32) -> Outcome<()> {
    let request = SubmitReportRequest {
        header: Some(ReportHeader {
            department: hub::DEPARTMENT.into(),
            title: format!("generated batch {batch}"),
            ..ReportHeader::default()
        }),
        entries: Some(entries(period, batch)),
    };
    let report = client
        .reports()
        .submit_report(request)
        .await?
        .into_inner()
        .report
        .unwrap_or_default();
    if report.state() == ReportState::Published {
        Ok(())
    } else {
        Err(format!("batch {batch} is {:?}: {:?}", report.state(), report.findings).into())
    }
}

fn entries(period: String, batch: u32) -> EntryColumns {
    let rows = 0..BATCH;
    EntryColumns {
        subjects: (0..ZONES as usize).map(hub::zone).collect(),
        indicators: (0..INDICATORS as usize).map(hub::indicator).collect(),
        periods: vec![period],
        subject: rows.clone().map(|row| row % ZONES).collect(),
        indicator: rows.clone().map(|row| row / ZONES).collect(),
        period: vec![0; BATCH as usize],
        value: rows.map(|row| value(batch, row)).collect(),
        ..EntryColumns::default()
    }
}

/// Grows slowly, so that no change is out of the ordinary.
pub(super) fn value(batch: u32, row: u32) -> f64 {
    f64::from(row % 9_973 + 100) * (1.0 + f64::from(batch) * 0.01)
}

/// The floor, as a process of its own.
pub(crate) fn floor(folder: &Path) -> Outcome<()> {
    let mut connection = Connection::open(folder.join("floor.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE observation (
             indicator INTEGER NOT NULL, period INTEGER NOT NULL, subject INTEGER NOT NULL,
             value REAL, qualifier INTEGER NOT NULL, status INTEGER NOT NULL,
             provenance INTEGER, evidence BLOB, revision INTEGER NOT NULL,
             PRIMARY KEY (indicator, period, subject)
         ) WITHOUT ROWID;",
    )?;
    for batch in 0..BATCHES {
        let transaction = connection.transaction()?;
        {
            let mut insert =
                transaction.prepare("INSERT INTO observation VALUES (?, ?, ?, ?, 0, 0, ?, NULL, ?)")?;
            for row in 0..BATCH {
                insert.execute(params![
                    row / ZONES,
                    batch,
                    row % ZONES,
                    value(batch, row),
                    batch,
                    batch
                ])?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}
