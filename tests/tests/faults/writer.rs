//! Writers: batches straight to the store, reports and a machine's stream through ingest.

use std::collections::{BTreeMap, VecDeque};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use ulid::Ulid;
use zhibiao_client::{Hub, Retry, stream::Sender};
use zhibiao_proto::{
    observation::v1::{ReadColumnsRequest, WriteObservationsRequest},
    report::v1::{ReportHeader, ReportState, SubmitReportRequest},
};
use zhibiao_runtime::error::Code;
use zhibiao_tests::{
    cube::{to_columns, to_entries},
    history::{Cell, Freshness, Outcome, Write},
};

use crate::{
    calls::{CALL, Stage, contended_or_own, impatient, pause},
    world::INTERFACE,
};

/// Batches that the stream sends before one is acknowledged.
const IN_FLIGHT: usize = 3;

/// Whose cells the stream writes beside those that all write.
const STREAMED: usize = 2;

/// A batch that is written until it is known how that ended.
#[derive(Debug, Clone)]
struct Batch {
    id: String,
    cells: BTreeMap<Cell, f64>,
    unchanged_since: Option<i64>,
}

/// Writes batches to the store until the round is over.
pub(crate) async fn batches(stage: Stage, number: usize, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let name = format!("writer-{number}");
    let hub = stage.world.hub().with_timeout(CALL).with_retry(impatient());
    let mut written: Vec<Batch> = Vec::new();
    while !stage.over.is_cancelled() {
        let cells = new_cells(&stage, &mut random, number);
        let batch = match random.random_range(0..20) {
            0..=1 if !written.is_empty() => written[random.random_range(0..written.len())].clone(),
            // The same values under another id: it changes little or nothing, and is a revision all the same.
            2 if !written.is_empty() => Batch {
                id: format!("{name}-{}", stage.world.number()),
                unchanged_since: None,
                ..written[written.len() - 1].clone()
            },
            3..=6 => Batch {
                id: format!("{name}-{}", stage.world.number()),
                cells,
                unchanged_since: newest(&hub, &stage).await,
            },
            _ => Batch {
                id: format!("{name}-{}", stage.world.number()),
                cells,
                unchanged_since: None,
            },
        };
        if settle(&stage, &name, &hub, &batch).await {
            written.push(batch);
        }
    }
}

/// Files reports until the round is over. They are approved automatically.
pub(crate) async fn reports(stage: Stage, number: usize, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let name = format!("reporter-{number}");
    let hub = stage
        .world
        .ingest
        .hub()
        .with_timeout(CALL)
        .with_retry(impatient());
    while !stage.over.is_cancelled() {
        let id = Ulid::from_parts(stage.world.number(), random.random()).to_string();
        let batch = Batch {
            id: format!("reports/{id}"),
            cells: new_cells(&stage, &mut random, number),
            unchanged_since: None,
        };
        let request = SubmitReportRequest {
            header: Some(ReportHeader {
                report_id: id,
                department: "departments/stats".into(),
                ..ReportHeader::default()
            }),
            entries: Some(to_entries(&batch.cells)),
        };
        let mut failed = 0;
        loop {
            let began = stage.recorder.now();
            let outcome = submit(&stage, &name, &hub, &request).await;
            note(&stage, &name, began, &batch, outcome);
            if outcome != Outcome::Unknown {
                break;
            }
            failed += 1;
            pause(failed).await;
        }
    }
}

/// Delivers through an interface until the round is over, several batches at a time.
pub(crate) async fn stream(stage: Stage, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let name = "machine";
    let interface = format!("interfaces/{INTERFACE}");
    let retry = Retry {
        tries: 1_000,
        ..impatient()
    };
    let opened = Sender::open_with(stage.world.ingest.hub(), &interface, "", retry).await;
    let mut sender = match opened {
        Ok(sender) => sender,
        Err(problem) => {
            stage.recorder.unexpected(format!("{name} opens: {problem:?}"));
            return;
        }
    };
    let mut sent: VecDeque<(u64, Batch)> = VecDeque::new();
    while !stage.over.is_cancelled() || !sent.is_empty() {
        while sent.len() < IN_FLIGHT && !stage.over.is_cancelled() {
            let began = stage.recorder.now();
            let cells = new_cells(&stage, &mut random, STREAMED);
            let sequence = sender.send(to_entries(&cells)).await.unwrap();
            let batch = Batch {
                id: format!("{interface}/{sequence}"),
                cells,
                unchanged_since: None,
            };
            sent.push_back((began, batch));
        }
        match sender.acknowledged().await {
            Ok(Some(told)) => {
                let (began, batch) = sent.pop_front().unwrap();
                if !batch.id.ends_with(&format!("/{}", told.sequence)) || told.rejected_rows > 0 {
                    stage
                        .recorder
                        .unexpected(format!("{name}: {} got {told:?}", batch.id));
                }
                let revision = told.revision;
                note(&stage, name, began, &batch, Outcome::Standing { revision });
            }
            Ok(None) => {}
            Err(problem) => {
                stage.recorder.unexpected(format!("{name}: {problem:?}"));
                return;
            }
        }
    }
}

fn new_cells(stage: &Stage, random: &mut StdRng, writer: usize) -> BTreeMap<Cell, f64> {
    let count = random.random_range(1..=5);
    (0..count)
        .map(|_| (contended_or_own(random, writer), stage.world.number() as f64))
        .collect()
}

/// Writes a batch until it is known how that ended; whether it was written.
async fn settle(stage: &Stage, name: &str, hub: &Hub, batch: &Batch) -> bool {
    let mut failed = 0;
    loop {
        let began = stage.recorder.now();
        let outcome = write(stage, name, hub, batch).await;
        note(stage, name, began, batch, outcome);
        match outcome {
            Outcome::Acknowledged { .. } => return true,
            Outcome::Refused => return false,
            Outcome::Standing { .. } | Outcome::Unknown => {}
        }
        failed += 1;
        pause(failed).await;
    }
}

fn note(stage: &Stage, name: &str, began: u64, batch: &Batch, outcome: Outcome) {
    stage.recorder.write(Write {
        span: stage.recorder.span(name, began),
        batch: batch.id.clone(),
        cells: batch.cells.clone(),
        unchanged_since: batch.unchanged_since,
        outcome,
    });
}

async fn write(stage: &Stage, name: &str, hub: &Hub, batch: &Batch) -> Outcome {
    let request = WriteObservationsRequest {
        batch_id: batch.id.clone(),
        observations: Some(to_columns(&batch.cells)),
        unchanged_since: batch.unchanged_since,
        units: Vec::new(),
    };
    let written = hub.retrying(|| {
        let (mut client, request) = (hub.observations(), request.clone());
        async move { client.write_observations(request).await }
    });
    match written.await {
        Ok(answer) => Outcome::Acknowledged {
            revision: answer.revision,
        },
        Err(problem) if problem.reason == "CELLS_CHANGED" && batch.unchanged_since.is_some() => {
            Outcome::Refused
        }
        Err(problem) => {
            stage.notes(name, &problem);
            Outcome::Unknown
        }
    }
}

async fn submit(stage: &Stage, name: &str, hub: &Hub, request: &SubmitReportRequest) -> Outcome {
    let submitted = hub.retrying(|| {
        let (mut client, request) = (hub.reports(), request.clone());
        async move { client.submit_report(request).await }
    });
    let answer = match submitted.await {
        Ok(answer) => answer,
        Err(problem) => {
            // Somebody else may be at the same report: what a caller gave up on goes on.
            if problem.code != Code::Aborted {
                stage.notes(name, &problem);
            }
            return Outcome::Unknown;
        }
    };
    let report = answer.report.unwrap_or_default();
    match report.state() {
        ReportState::Published => Outcome::Acknowledged {
            revision: report.published_revision,
        },
        // Until the store is back.
        ReportState::Approved => Outcome::Unknown,
        // What it would replace was published meanwhile: a person has to look at it.
        ReportState::Pending
            if answer
                .findings
                .iter()
                .any(|finding| finding.code == "FIGURES_CHANGED") =>
        {
            Outcome::Refused
        }
        ReportState::Unspecified
        | ReportState::Blocked
        | ReportState::Pending
        | ReportState::Returned
        | ReportState::Withdrawn => {
            let what = format!(
                "{name}: {} is {:?}: {:?}",
                report.name,
                report.state(),
                answer.findings
            );
            stage.recorder.unexpected(what);
            Outcome::Refused
        }
    }
}

/// The newest revision, to protect what was written since.
async fn newest(hub: &Hub, stage: &Stage) -> Option<i64> {
    let request = ReadColumnsRequest {
        indicators: vec!["indicators/shared".into()],
        consistency: stage.consistency(Freshness::Newest),
        ..ReadColumnsRequest::default()
    };
    hub.read(request).await.ok().map(|answer| answer.revision)
}
