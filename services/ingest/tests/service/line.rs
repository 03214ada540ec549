//! A stream from the side of its client.

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Streaming;
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    BatchAcknowledged, EntryColumns, ObservationBatch, OpenStream, StreamObservationsRequest,
    StreamObservationsResponse, StreamOpened, stream_observations_request::Part,
    stream_observations_response::Answer,
};
use zhibiao_runtime::error::Problem;

use crate::hub::answer;

/// The interface of the yearbook, whose reports nobody has to approve.
pub(crate) const INTERFACE: &str = "interfaces/torch-monthly";

/// A stream under way.
pub(crate) struct Line {
    give: mpsc::Sender<StreamObservationsRequest>,
    answers: Streaming<StreamObservationsResponse>,
}

impl Line {
    /// Begins a stream without opening it.
    pub(crate) async fn begin(hub: &Hub) -> Result<Self, Problem> {
        let (give, take) = mpsc::channel(1);
        let answers = answer(hub.reports().stream_observations(ReceiverStream::new(take)).await)?;
        Ok(Self { give, answers })
    }

    /// Opens a stream of an interface.
    pub(crate) async fn open(hub: &Hub, interface: &str) -> Result<(Self, StreamOpened), Problem> {
        let mut line = Self::begin(hub).await?;
        line.send(Part::Open(OpenStream {
            interface: interface.to_owned(),
            source: "火炬统计直报".to_owned(),
        }))
        .await;
        match line.next().await? {
            Some(Answer::Opened(opened)) => Ok((line, opened)),
            other => panic!("not opened: {other:?}"),
        }
    }

    /// Sends a part; nothing happens when the hub has ended the stream.
    pub(crate) async fn send(&self, part: Part) {
        let _ = self
            .give
            .send(StreamObservationsRequest { part: Some(part) })
            .await;
    }

    /// Sends a batch.
    pub(crate) async fn batch(&self, sequence: u64, entries: EntryColumns) {
        let batch = ObservationBatch {
            sequence,
            entries: Some(entries),
        };
        self.send(Part::Batch(batch)).await;
    }

    /// The next answer; `None` when the hub has ended the stream.
    pub(crate) async fn next(&mut self) -> Result<Option<Answer>, Problem> {
        let message = self.answers.message().await;
        message
            .map(|message| message.and_then(|message| message.answer))
            .map_err(|status| Problem::from_status(&status))
    }

    /// The next answer, which is an acknowledgement.
    pub(crate) async fn acknowledged(&mut self) -> BatchAcknowledged {
        match self.next().await.unwrap() {
            Some(Answer::Acknowledged(acknowledged)) => acknowledged,
            other => panic!("not acknowledged: {other:?}"),
        }
    }

    /// What the hub ends the stream with; acknowledgements before it are passed over.
    pub(crate) async fn problem(&mut self) -> Problem {
        loop {
            match self.next().await {
                Err(problem) => return problem,
                Ok(Some(_)) => {}
                Ok(None) => panic!("the stream ended well"),
            }
        }
    }

    /// Ends the stream and waits for the hub to end it too.
    pub(crate) async fn close(self) {
        let Self { give, mut answers } = self;
        drop(give);
        while answers.message().await.unwrap().is_some() {}
    }
}
