//! A machine that delivers through an interface.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use rand::{SeedableRng as _, rngs::StdRng};
use zhibiao_client::stream::Sender;
use zhibiao_runtime::error::Problem;
use zhibiao_tests::{
    cube::to_entries,
    history::{Cell, Moment, Outcome, Write},
};

use super::{
    Pace,
    catalog::{INTERFACE, MACHINE},
    stage::Stage,
};

/// Time between two batches.
const PACE: Duration = Duration::from_millis(50);

/// Batches that are sent before one is acknowledged.
const IN_FLIGHT: usize = 3;

/// A batch that was sent.
#[derive(Debug)]
struct Sent {
    began: Moment,
    sequence: u64,
    cells: BTreeMap<Cell, f64>,
}

/// Opens the interface.
///
/// # Errors
/// When the hub refuses, or is away for longer than the client waits.
pub(crate) async fn open(stage: &Stage) -> Result<Sender, Problem> {
    Sender::open(stage.hubs.ingest.clone(), &interface(), "").await
}

fn interface() -> String {
    format!("interfaces/{INTERFACE}")
}

/// Delivers until it is over, and until everything that was sent is acknowledged.
pub(crate) async fn deliver(stage: Stage, mut sender: Sender) {
    let mut random = StdRng::seed_from_u64(rand::random());
    let mut sent: VecDeque<Sent> = VecDeque::new();
    let mut pace = Pace::new(&stage, PACE);
    while pace.turn().await {
        let cells = stage.new_cells(&mut random, MACHINE);
        let began = stage.recorder.now();
        match sender.send(to_entries(&cells)).await {
            Ok(sequence) => sent.push_back(Sent {
                began,
                sequence,
                cells,
            }),
            Err(problem) => stopped(&stage, problem),
        }
        while sent.len() >= IN_FLIGHT && acknowledged(&stage, &mut sender, &mut sent).await {}
    }
    while acknowledged(&stage, &mut sender, &mut sent).await {}
}

/// Waits for the first batch to be acknowledged; whether there was one.
async fn acknowledged(stage: &Stage, sender: &mut Sender, sent: &mut VecDeque<Sent>) -> bool {
    let told = match sender.acknowledged().await {
        Ok(Some(told)) => told,
        Ok(None) => return false,
        Err(problem) => {
            stopped(stage, problem);
            return false;
        }
    };
    let Some(batch) = sent.pop_front() else {
        return false;
    };
    if batch.sequence != told.sequence || told.rejected_rows > 0 {
        stage
            .tally
            .wrong(format!("batch {} got {told:?}", batch.sequence));
    }
    stage.tally.note("batches", Ok(()));
    stage.recorder.write(Write {
        span: stage.recorder.span("machine", batch.began),
        batch: format!("{}/{}", interface(), batch.sequence),
        cells: batch.cells,
        unchanged_since: None,
        outcome: Outcome::Standing {
            revision: told.revision,
        },
    });
    true
}

/// The stream ended for good: nothing more is sent.
fn stopped(stage: &Stage, problem: Problem) {
    stage.tally.note::<()>("batches", Err(problem));
    stage.over.cancel();
}
