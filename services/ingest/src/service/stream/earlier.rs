//! What was noted of a batch before its stream ended: whether the store has it since.
//!
//! The write that followed a note can't always be made again: once the catalogue has other names, ranges or departments,
//! the same batch makes another write, which a store that has the first one refuses for ever. So the store is asked for
//! the batch before anything else is noted of it. What it has stands, as it was noted.

use zhibiao_proto::observation::v1::{
    ObservationColumns, WriteObservationsRequest, WriteObservationsResponse,
};
use zhibiao_runtime::error::{Code, Problem};

use super::{Batch, OpenedStream, note::Note};
use crate::{log::KeptBatch, publish::CONTENT_DIFFERS, report::Digest};

/// What was noted of a batch before.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    /// Digest of the batch as it was sent then.
    pub(super) digest: Digest,
    pub(super) note: Note,
}

impl Earlier {
    /// Reads what the log has.
    ///
    /// # Errors
    /// INTERNAL when it can't be read.
    pub(super) fn read(kept: &KeptBatch) -> Result<Self, Problem> {
        Ok(Self {
            digest: kept.digest,
            note: Note::read(&kept.note)?,
        })
    }

    /// Whether it is about this batch, and not about another one that was sent with its sequence.
    pub(super) fn is_of(&self, batch: &Batch) -> bool {
        self.digest == batch.digest && !self.note.taken
    }
}

impl OpenedStream {
    /// Where the store has a batch, whatever it wrote; `None` when it does not know the batch's id.
    ///
    /// # Errors
    /// What the store says when it stays away.
    pub(super) async fn in_store(&self, sequence: u64) -> Result<Option<WriteObservationsResponse>, Problem> {
        let request = unwritable(batch_id(&self.opening.interface, sequence));
        match self.ending.outlast(|| self.write_once(request.clone())).await {
            Ok(_) => Err(Problem::internal(
                "the store wrote two frequencies of one indicator",
            )),
            Err(problem) if problem.reason == CONTENT_DIFFERS => first_answer(problem).map(Some),
            Err(problem) if problem.code == Code::InvalidArgument => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

/// The id under which the store has a batch.
pub(super) fn batch_id(interface: &str, sequence: u64) -> String {
    format!("{interface}/{sequence}")
}

/// The answer that the write got that has a batch's id.
///
/// # Errors
/// The problem itself when it does not say.
pub(super) fn first_answer(problem: Problem) -> Result<WriteObservationsResponse, Problem> {
    let revision = problem.facts.get("revision").and_then(|text| text.parse().ok());
    match (revision, problem.facts.get("token")) {
        (Some(revision), Some(token)) => Ok(WriteObservationsResponse {
            revision,
            token: token.clone(),
            replayed: true,
            ..WriteObservationsResponse::default()
        }),
        (Some(_) | None, _) => Err(problem),
    }
}

/// A write that no catalogue lets through, for an indicator has one frequency: the store answers whether it knows the
/// batch id, and changes nothing.
fn unwritable(batch_id: String) -> WriteObservationsRequest {
    WriteObservationsRequest {
        batch_id,
        observations: Some(ObservationColumns {
            subjects: vec!["zones/any".to_owned()],
            indicators: vec!["indicators/any".to_owned()],
            periods: vec!["2000".to_owned(), "2000-01".to_owned()],
            subject: vec![0, 0],
            indicator: vec![0, 0],
            period: vec![0, 1],
            value: vec![0.0, 0.0],
            ..ObservationColumns::default()
        }),
        unchanged_since: None,
        units: Vec::new(),
    }
}
