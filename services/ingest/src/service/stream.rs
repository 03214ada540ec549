//! StreamObservations: what a machine delivers, batch by batch.
//!
//! A stream is a pipeline of two stages. [`receive`] takes a batch from the connection, checks it and hands it on;
//! [`write`] notes what was decided, writes the batch to the store and acknowledges it, in the order of sequences. The
//! next batch is checked while others are written, several at once where they write to different columns. What is
//! handed on is bounded, so that a client that sends faster than
//! the store writes waits in its connection.
//!
//! The store is the truth: a batch is written under the id `interfaces/{id}/{sequence}`, and what is decided about it,
//! with when and by whom it came first, is noted before. Whatever is killed in between, and whatever the catalogue has
//! become since, the same batch sent again is answered as the first time if the store has it ([`earlier`]).

mod check;
mod earlier;
mod ending;
mod note;
mod opening;
mod receive;
mod turns;
mod write;

use std::{collections::HashSet, sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::{Stream, wrappers::ReceiverStream};
use tonic::{Status, Streaming, metadata::MetadataMap};
use zhibiao_proto::report::v1::{
    OpenStream, StreamObservationsRequest, StreamObservationsResponse, StreamOpened,
    stream_observations_response::Answer,
};
use zhibiao_runtime::{
    access::Permit,
    error::{Code, Problem},
    language::Language,
    telemetry::InContext as _,
};

pub(crate) use turns::Turns;

use self::{
    check::{Batch, Ready},
    ending::Ending,
    receive::first,
};
use super::Shared;
use crate::{
    log::{StreamLog, Term},
    publish::blocking,
    report::Digest,
};

/// Most rows of a batch.
pub(crate) const MAX_ROWS: usize = 100_000;
/// Batches that are worked on at once: one is checked, some are written, the others wait between.
const WINDOW: usize = write::AT_ONCE + 3;
/// Answers that wait for the client to read them.
const ANSWERS: usize = 16;
/// When a client that found no room may come back.
const COME_BACK: Duration = Duration::from_secs(1);

type Answers = mpsc::Sender<Result<StreamObservationsResponse, Status>>;

/// A stream that is open.
struct OpenedStream {
    shared: Arc<Shared>,
    permit: Permit,
    language: Language,
    opening: OpenStream,
    term: Term,
    answers: Answers,
    ending: Ending,
}

/// A batch on its way from the connection to the store.
enum Job {
    /// Checked, to be written.
    Write(Box<Ready>),
    /// Sent before: its sequence and digest.
    Repeat(u64, Digest),
}

impl Job {
    /// The columns that it writes to.
    fn columns(&self) -> HashSet<u64> {
        match self {
            Self::Write(ready) => ready.columns.clone(),
            Self::Repeat(..) => HashSet::new(),
        }
    }
}

impl Shared {
    /// Starts a stream.
    ///
    /// # Errors
    /// UNAUTHENTICATED for a caller without a name; RESOURCE_EXHAUSTED when too many streams are open.
    pub(super) fn stream_observations(
        self: Arc<Self>,
        permit: Permit,
        metadata: &MetadataMap,
        incoming: Streaming<StreamObservationsRequest>,
    ) -> Result<impl Stream<Item = Result<StreamObservationsResponse, Status>> + Send + use<>, Problem> {
        permit.caller()?;
        let room = Arc::clone(&self.open_streams).try_acquire_owned();
        let room = room.map_err(|_| {
            let message = "too many streams are open; open this one again in a moment";
            Problem::new(Code::ResourceExhausted, "TOO_MANY_STREAMS", message).retry_after(COME_BACK)
        })?;
        let language = Language::of(metadata);
        let (answers, answered) = mpsc::channel(ANSWERS);
        let streaming = self.stream_to_end(permit, language, incoming, answers, room);
        tokio::spawn(streaming.with_current_context());
        Ok(ReceiverStream::new(answered))
    }

    async fn stream_to_end(
        self: Arc<Self>,
        permit: Permit,
        language: Language,
        incoming: Streaming<StreamObservationsRequest>,
        answers: Answers,
        _room: OwnedSemaphorePermit,
    ) {
        // The place of the last word is kept free: a client that reads nothing can still be told why it is dropped.
        let Ok(last_word) = answers.clone().reserve_owned().await else {
            return;
        };
        if let Err(problem) = self.stream(permit, language, incoming, answers).await {
            last_word.send(Err(problem.into()));
        }
    }

    async fn stream(
        self: Arc<Self>,
        permit: Permit,
        language: Language,
        mut incoming: Streaming<StreamObservationsRequest>,
        answers: Answers,
    ) -> Result<(), Problem> {
        let opening = first(&mut incoming, self.idle).await?;
        let atlas = self.atlases.current().await?;
        let header = opening::read(&opening, &atlas)?;
        self.admit(&permit, &header.wire).await?;
        let turn = self.turns.take(&opening.interface);
        let ending = Ending::new(self.streams.clone(), turn.taken_over(), opening.interface.clone());
        let _turn = tokio::select! {
            turn = turn.begin() => turn,
            problem = ending.reached() => return Err(problem),
            () = answers.closed() => return Ok(()),
        };
        let (log, interface) = (Arc::clone(&self.stream_log), opening.interface.clone());
        let term = blocking(move || log.begin(&interface)).await?;
        let stream = OpenedStream {
            shared: self,
            permit,
            language,
            opening,
            term,
            answers,
            ending,
        };
        stream
            .answer(Answer::Opened(StreamOpened {
                durable_sequence: stream.term.durable,
                max_rows: u32::try_from(MAX_ROWS).unwrap_or(u32::MAX),
                max_batches: u32::try_from(WINDOW).unwrap_or(u32::MAX),
            }))
            .await?;
        stream.run(incoming).await
    }
}

impl OpenedStream {
    /// Works until the client ends the stream, or it can't go on.
    async fn run(&self, incoming: Streaming<StreamObservationsRequest>) -> Result<(), Problem> {
        // Of the others one is with the first stage, and one waits in the second.
        let (give, take) = mpsc::channel(WINDOW - write::AT_ONCE - 2);
        let (received, written) = tokio::join!(self.receive(incoming, give), self.write(take));
        written.and(received)
    }

    /// Tells the client something.
    async fn answer(&self, answer: Answer) -> Result<(), Problem> {
        let answer = StreamObservationsResponse { answer: Some(answer) };
        let sent = self.answers.send_timeout(Ok(answer), self.shared.unread).await;
        sent.map_err(|_| {
            let message = "the answers are not read: read them while you send, then open the stream again";
            Problem::new(Code::ResourceExhausted, "ANSWERS_UNREAD", message)
        })
    }

    fn log(&self) -> Arc<dyn StreamLog> {
        Arc::clone(&self.shared.stream_log)
    }
}
