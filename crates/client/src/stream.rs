//! Delivering through an interface of the hub: numbered batches that are sent until they are acknowledged.
//!
//! [`Sender::send`] numbers a batch and hands it on; what is not acknowledged yet is kept and sent again after each
//! reconnect, from the one that follows the hub's last durable batch. So nothing is lost while the sender lives, and
//! nothing is doubled. A client that itself begins anew asks [`Sender::durable`] where to go on.
//!
//! ```no_run
//! # async fn example(entries: zhibiao_proto::report::v1::EntryColumns) -> Result<(), zhibiao_runtime::error::Problem> {
//! use zhibiao_client::{Hub, stream::Sender};
//! let hub = Hub::connect("http://127.0.0.1:7890")?;
//! let mut sender = Sender::open(hub, "interfaces/torch-monthly", "直报系统").await?;
//! let sequence = sender.send(entries).await?;
//! while let Some(acknowledged) = sender.acknowledged().await? {
//!     println!("{} rows were rejected", acknowledged.rejected_rows);
//!     if acknowledged.sequence == sequence { break }
//! }
//! # Ok(()) }
//! ```

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use zhibiao_proto::report::v1::{
    BatchAcknowledged, EntryColumns, ObservationBatch, OpenStream, StreamObservationsRequest,
    StreamObservationsResponse, StreamOpened, stream_observations_request::Part,
    stream_observations_response::Answer,
};
use zhibiao_runtime::error::{Code, Problem};

use crate::{Hub, Retry};

/// Batches that are sent and not acknowledged, unless set otherwise: the 6 that the hub takes in, and two more on their
/// way, so that it never waits for the next.
const WINDOW: usize = 8;

/// Delivers batches through one interface.
#[derive(Debug)]
pub struct Sender {
    hub: Hub,
    opening: OpenStream,
    retry: Retry,
    window: usize,
    line: Option<Line>,
    /// Highest sequence that the hub has said is durable.
    durable: u64,
    /// Sequence of the next batch.
    next: u64,
    /// Sent or to be sent, not acknowledged; bounded by the window.
    pending: VecDeque<ObservationBatch>,
    /// How many of them were given to the line.
    given: usize,
    /// Acknowledgements that came while a batch was sent.
    told: VecDeque<BatchAcknowledged>,
    failed: u32,
}

/// A stream that is connected.
#[derive(Debug)]
struct Line {
    give: mpsc::Sender<StreamObservationsRequest>,
    answers: Streaming<StreamObservationsResponse>,
}

impl Sender {
    /// Opens a stream of an interface; tries again while the hub is away.
    ///
    /// # Errors
    /// What the hub says when it refuses, or is away for longer than the retries last.
    pub async fn open(hub: Hub, interface: &str, source: &str) -> Result<Self, Problem> {
        Self::open_with(hub, interface, source, Retry::default()).await
    }

    /// Opens a stream that is taken up again otherwise than by default; a batch that gets through starts the count of
    /// tries anew.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(hub: Hub, interface: &str, source: &str, retry: Retry) -> Result<Self, Problem> {
        let mut sender = Self {
            hub,
            opening: OpenStream {
                interface: interface.to_owned(),
                source: source.to_owned(),
            },
            retry,
            window: WINDOW,
            line: None,
            durable: 0,
            next: 1,
            pending: VecDeque::new(),
            given: 0,
            told: VecDeque::new(),
            failed: 0,
        };
        sender.connect().await?;
        sender.next = sender.durable + 1;
        Ok(sender)
    }

    /// Keeps at most so many batches that are not acknowledged; more wait in [`Self::send`].
    #[must_use]
    pub fn with_window(mut self, batches: usize) -> Self {
        self.window = batches.max(1);
        self
    }

    /// Highest sequence that the hub has said is durable; 0 for none.
    #[must_use]
    pub fn durable(&self) -> u64 {
        self.durable
    }

    /// Batches that are not acknowledged.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Sends a batch and gives its sequence. Waits while the window is full; acknowledgements that come meanwhile are
    /// kept for [`Self::acknowledged`].
    ///
    /// # Errors
    /// What the hub says when it ends the stream for good. The batch is then not sent.
    pub async fn send(&mut self, entries: EntryColumns) -> Result<u64, Problem> {
        while self.pending.len() >= self.window {
            let acknowledged = self.next_acknowledged().await?;
            self.told.push_back(acknowledged);
        }
        let sequence = self.next;
        self.next += 1;
        self.pending.push_back(ObservationBatch {
            sequence,
            entries: Some(entries),
        });
        self.give();
        Ok(sequence)
    }

    /// The next acknowledgement, in the order of sequences; `None` when everything that was sent is acknowledged.
    ///
    /// # Errors
    /// What the hub says when it ends the stream for good.
    pub async fn acknowledged(&mut self) -> Result<Option<BatchAcknowledged>, Problem> {
        if let Some(told) = self.told.pop_front() {
            return Ok(Some(told));
        }
        if self.pending.is_empty() {
            return Ok(None);
        }
        self.next_acknowledged().await.map(Some)
    }

    /// Waits for the first pending batch to be acknowledged, across reconnects.
    async fn next_acknowledged(&mut self) -> Result<BatchAcknowledged, Problem> {
        loop {
            self.give();
            let Some(line) = &mut self.line else {
                self.connect().await?;
                continue;
            };
            let problem = match line.answers.message().await {
                Ok(Some(StreamObservationsResponse {
                    answer: Some(Answer::Acknowledged(acknowledged)),
                })) => {
                    if self.pending.front().map(|batch| batch.sequence) != Some(acknowledged.sequence) {
                        // Of a batch before those that are waited for.
                        continue;
                    }
                    self.pending.pop_front();
                    self.given = self.given.saturating_sub(1);
                    self.durable = self.durable.max(acknowledged.sequence);
                    self.failed = 0;
                    return Ok(acknowledged);
                }
                Ok(Some(_)) => continue,
                Ok(None) => Problem::new(Code::Unavailable, "STREAM_ENDED", "the hub ended the stream"),
                Err(status) => Problem::from_status(&status),
            };
            self.interrupted(problem).await?;
        }
    }

    /// Gives the line what it was not given yet; what a broken one does not take is given to the next.
    fn give(&mut self) {
        let Some(line) = &self.line else {
            return;
        };
        while let Some(batch) = self.pending.get(self.given) {
            // A line that is full takes more once answers have come.
            let Ok(room) = line.give.try_reserve() else {
                return;
            };
            room.send(StreamObservationsRequest {
                part: Some(Part::Batch(batch.clone())),
            });
            self.given += 1;
        }
    }

    /// Forgets the line, and waits before the next one.
    ///
    /// # Errors
    /// The problem itself when another try would not help.
    async fn interrupted(&mut self, problem: Problem) -> Result<(), Problem> {
        self.line = None;
        self.failed += 1;
        if !may_pass(&problem) || self.failed >= self.retry.tries {
            return Err(problem);
        }
        tracing::debug!(
            reason = problem.reason,
            failed = self.failed,
            "stream interrupted"
        );
        tokio::time::sleep(self.retry.wait(self.failed, problem.retry_after)).await;
        Ok(())
    }

    /// Connects until it succeeds. Whatever the hub has not acknowledged is given again: what it has already is
    /// answered with its first acknowledgement.
    async fn connect(&mut self) -> Result<(), Problem> {
        loop {
            match self.begin().await {
                Ok((line, opened)) => {
                    self.line = Some(line);
                    self.given = 0;
                    self.durable = self.durable.max(opened.durable_sequence);
                    return Ok(());
                }
                Err(problem) => self.interrupted(problem).await?,
            }
        }
    }

    async fn begin(&self) -> Result<(Line, StreamOpened), Problem> {
        let (give, take) = mpsc::channel(self.window + 1);
        let opening = StreamObservationsRequest {
            part: Some(Part::Open(self.opening.clone())),
        };
        give.try_send(opening).map_err(Problem::internal)?;
        let of = |status: tonic::Status| Problem::from_status(&status);
        let mut client = self.hub.reports();
        let begun = client.stream_observations(ReceiverStream::new(take)).await;
        let mut answers = begun.map_err(of)?.into_inner();
        let answer = answers
            .message()
            .await
            .map_err(of)?
            .and_then(|message| message.answer);
        match answer {
            Some(Answer::Opened(opened)) => Ok((Line { give, answers }, opened)),
            Some(Answer::Acknowledged(_)) | None => {
                let message = "the hub did not open the stream";
                Err(Problem::new(Code::Unavailable, "STREAM_ENDED", message))
            }
        }
    }
}

/// Whether the stream may go on after a problem. One that was taken over does not: its successor goes on, and to take
/// it back would end that one.
fn may_pass(problem: &Problem) -> bool {
    problem.is_retryable()
        || match problem.code {
            Code::DeadlineExceeded | Code::Cancelled | Code::Unknown | Code::Internal => true,
            Code::Aborted => problem.reason != "STREAM_TAKEN_OVER",
            Code::InvalidArgument
            | Code::NotFound
            | Code::AlreadyExists
            | Code::FailedPrecondition
            | Code::OutOfRange
            | Code::PermissionDenied
            | Code::Unauthenticated
            | Code::ResourceExhausted
            | Code::Unavailable
            | Code::Unimplemented
            | Code::DataLoss => false,
        }
}
