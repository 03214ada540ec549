//! Callers who file reports.

use std::{collections::BTreeMap, time::Duration};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use ulid::Ulid;
use zhibiao_proto::report::v1::{Report, ReportHeader, ReportState, SubmitReportRequest};
use zhibiao_runtime::clock::Clock;
use zhibiao_tests::{
    cube::to_entries,
    history::{Cell, Outcome, Write},
};

use super::{Pace, catalog::DEPARTMENT, stage::Stage};

/// Time between two reports of one.
const PACE: Duration = Duration::from_millis(50);

/// Files reports until it is over.
pub(crate) async fn report(stage: Stage, number: usize) {
    let mut random = StdRng::seed_from_u64(rand::random());
    let mut pace = Pace::new(&stage, PACE);
    while pace.turn().await {
        let cells = stage.new_cells(&mut random, number);
        file(&stage, number, random.random(), cells).await;
    }
}

/// Files one, again and again until it is published: approved it is as soon as it is kept, published once the store has it.
async fn file(stage: &Stage, number: usize, random: u128, cells: BTreeMap<Cell, f64>) {
    let millis = Clock::system().now().as_millisecond().unsigned_abs();
    let id = Ulid::from_parts(millis, random).to_string();
    let batch = format!("reports/{id}");
    let request = SubmitReportRequest {
        header: Some(ReportHeader {
            report_id: id,
            department: format!("departments/{DEPARTMENT}"),
            ..ReportHeader::default()
        }),
        entries: Some(to_entries(&cells)),
    };
    let name = format!("reporter-{number}");
    loop {
        let began = stage.recorder.now();
        let answer = submit(stage, &request).await;
        let outcome = answer
            .as_ref()
            .map_or(Outcome::Unknown, |report| outcome(stage, report));
        stage.recorder.write(Write {
            span: stage.recorder.span(&name, began),
            batch: batch.clone(),
            cells: cells.clone(),
            unchanged_since: None,
            outcome,
        });
        if outcome != Outcome::Unknown {
            return;
        }
        tokio::time::sleep(PACE).await;
    }
}

async fn submit(stage: &Stage, request: &SubmitReportRequest) -> Option<Report> {
    let hub = &stage.hubs.ingest;
    let submitted = hub.retrying(|| {
        let (mut client, request) = (hub.reports(), request.clone());
        async move { client.submit_report(request).await }
    });
    let answer = stage.tally.note("reports", submitted.await)?;
    Some(answer.report.unwrap_or_default())
}

fn outcome(stage: &Stage, report: &Report) -> Outcome {
    match report.state() {
        ReportState::Published => Outcome::Acknowledged {
            revision: report.published_revision,
        },
        ReportState::Approved => Outcome::Unknown,
        ReportState::Unspecified
        | ReportState::Blocked
        | ReportState::Pending
        | ReportState::Returned
        | ReportState::Withdrawn => {
            let what = format!("{} is {:?}", report.name, report.state());
            stage.tally.wrong(what);
            Outcome::Refused
        }
    }
}
