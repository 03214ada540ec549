//! The first stage of a stream: from the connection, numbered and checked.

use std::time::Duration;

use tokio::sync::mpsc;
use tonic::{Status, Streaming};
use zhibiao_proto::report::v1::{
    ObservationBatch, OpenStream, StreamObservationsRequest, stream_observations_request::Part,
};
use zhibiao_runtime::error::{Code, Problem};

use super::{Batch, Job, OpenedStream};

impl OpenedStream {
    /// Takes batches until the client has no more, and hands them on checked.
    pub(super) async fn receive(
        &self,
        mut incoming: Streaming<StreamObservationsRequest>,
        give: mpsc::Sender<Job>,
    ) -> Result<(), Problem> {
        let mut next = self.term.durable + 1;
        loop {
            let message = tokio::select! {
                biased;
                problem = self.ending.reached() => return Err(problem),
                () = give.closed() => return Ok(()),
                message = next_part(&mut incoming, self.shared.stream_idle) => message?,
            };
            let Some(part) = message else {
                return Ok(());
            };
            let batch = numbered(part, next)?;
            let job = if batch.sequence < next {
                let batch = Batch::of(batch).await?;
                Job::Repeat(batch.sequence, batch.digest)
            } else {
                next += 1;
                let ready = tokio::select! {
                    () = give.closed() => return Ok(()),
                    ready = self.receive_new(batch) => ready?,
                };
                Job::Write(Box::new(ready))
            };
            if give.send(job).await.is_err() {
                return Ok(());
            }
        }
    }
}

/// How the stream opens: its first message.
///
/// # Errors
/// INVALID_ARGUMENT when it is something else.
pub(super) async fn first(
    incoming: &mut Streaming<StreamObservationsRequest>,
    idle: Duration,
) -> Result<OpenStream, Problem> {
    match next_part(incoming, idle).await? {
        Some(Part::Open(open)) => Ok(open),
        Some(Part::Batch(_)) => Err(invalid(
            "STREAM_NOT_OPEN",
            "a batch came before the stream was opened: send `open` with the interface first",
        )),
        None => Err(invalid(
            "STREAM_NOT_OPEN",
            "the stream ended before it was opened: send `open` with the interface, then batches",
        )),
    }
}

/// A batch that is the next one or came before.
fn numbered(part: Part, next: u64) -> Result<ObservationBatch, Problem> {
    let batch = match part {
        Part::Batch(batch) => batch,
        Part::Open(_) => {
            let message = "the stream is open already: send batches, or begin another stream";
            return Err(invalid("STREAM_OPEN_ALREADY", message));
        }
    };
    match batch.sequence {
        0 => Err(
            invalid("SEQUENCE_INVALID", "batch.sequence: sequences count from 1")
                .violation("batch.sequence", "is 0: sequences count from 1"),
        ),
        sequence if sequence > next => {
            let message =
                format!("batch {sequence} came where {next} comes next: send what is missing before it");
            Err(Problem::new(Code::FailedPrecondition, "SEQUENCE_GAP", message)
                .with("expected", next)
                .with("sequence", sequence))
        }
        _ => Ok(batch),
    }
}

async fn next_part(
    incoming: &mut Streaming<StreamObservationsRequest>,
    idle: Duration,
) -> Result<Option<Part>, Problem> {
    let message = tokio::time::timeout(idle, incoming.message());
    let message = message.await.map_err(|_| {
        let message = format!(
            "nothing came for {} s: open the stream again when there is something to send",
            idle.as_secs_f64()
        );
        Problem::new(Code::DeadlineExceeded, "STREAM_IDLE", message)
    })?;
    match message.map_err(interrupted)? {
        None => Ok(None),
        Some(StreamObservationsRequest { part: Some(part) }) => Ok(Some(part)),
        Some(StreamObservationsRequest { part: None }) => Err(invalid(
            "PART_EMPTY",
            "a message carries neither opening nor batch: leave it out",
        )),
    }
}

/// A message that did not come whole. Who broke the connection off is not told any more; a message past the limit is.
fn interrupted(status: Status) -> Problem {
    let problem = Problem::of_request(&status);
    if problem.code == Code::OutOfRange {
        let message = format!(
            "a batch is larger than the hub takes: send smaller ones ({})",
            status.message()
        );
        return invalid("BATCH_TOO_LARGE", message);
    }
    problem
}

fn invalid(reason: &str, message: impl Into<String>) -> Problem {
    Problem::new(Code::InvalidArgument, reason, message)
}
