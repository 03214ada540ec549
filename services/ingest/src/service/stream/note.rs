//! What is noted of a batch before it is written: what makes its write the same when it is made again, and what the
//! client is told.

use std::borrow::Cow;

use prost::Message;
use zhibiao_proto::report::v1::{BatchAcknowledged, FindingCount, RejectedRow};
use zhibiao_runtime::{error::Problem, language::Language};

use super::super::wire;
use crate::{
    check::Reject,
    finding::{Check, Finding, Position},
    report::Publication,
};

/// A note.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Note {
    /// When the batch came first, in microseconds since 1970.
    #[prost(int64, tag = "1")]
    pub(super) received_at: i64,
    /// Who sent it first.
    #[prost(string, tag = "2")]
    pub(super) submitter: String,
    /// What the stream said that it comes from.
    #[prost(string, tag = "3")]
    pub(super) source: String,
    /// The store's revision at which the check saw the published figures.
    #[prost(int64, optional, tag = "4")]
    pub(super) seen: Option<i64>,
    /// Every rejected row, ascending.
    #[prost(uint32, repeated, tag = "5")]
    pub(super) rejected: Vec<u32>,
    /// The first of them with their findings.
    #[prost(message, repeated, tag = "6")]
    pub(super) rejects: Vec<NotedReject>,
    /// All findings by code.
    #[prost(message, repeated, tag = "7")]
    pub(super) counts: Vec<FindingCount>,
    /// Rows that are written.
    #[prost(uint32, tag = "8")]
    pub(super) written: u32,
    /// Whether the store turned out to have other content under the batch's id, which nothing was noted of.
    #[prost(bool, tag = "9")]
    pub(super) taken: bool,
}

/// A rejected row, in no language.
#[derive(Clone, PartialEq, Message)]
pub(super) struct NotedReject {
    /// The row, from 0.
    #[prost(uint32, tag = "1")]
    row: u32,
    /// Name of the check.
    #[prost(string, tag = "2")]
    check: String,
    /// Entry that the finding names.
    #[prost(uint32, tag = "3")]
    entry: u32,
    /// Row of its position.
    #[prost(uint32, tag = "4")]
    position: u32,
    /// Field of its position.
    #[prost(string, tag = "5")]
    field: String,
    /// What was read.
    #[prost(string, tag = "6")]
    read: String,
    /// Names and values of its facts in turn.
    #[prost(string, repeated, tag = "7")]
    facts: Vec<String>,
    /// The nearest names.
    #[prost(string, repeated, tag = "8")]
    candidates: Vec<String>,
}

impl From<Reject> for NotedReject {
    fn from(reject: Reject) -> Self {
        let Reject { row, finding } = reject;
        let Finding {
            check,
            position,
            read,
            facts,
            candidates,
            entry,
            others: _,
        } = finding;
        Self {
            row,
            check: check.id().to_owned(),
            entry,
            position: position.row,
            field: position.column.into_owned(),
            read,
            facts: facts
                .into_iter()
                .flat_map(|(name, value)| [name.into_owned(), value])
                .collect(),
            candidates,
        }
    }
}

impl NotedReject {
    fn told(&self, language: Language) -> RejectedRow {
        let check = Check::ALL.iter().find(|check| check.id() == self.check);
        let finding = check.map(|check| Finding {
            check: *check,
            position: Position {
                row: self.position,
                column: Cow::Owned(self.field.clone()),
                ..Position::default()
            },
            read: self.read.clone(),
            facts: self
                .facts
                .chunks_exact(2)
                .map(|pair| (Cow::Owned(pair[0].clone()), pair[1].clone()))
                .collect(),
            candidates: self.candidates.clone(),
            entry: self.entry,
            others: Vec::new(),
        });
        RejectedRow {
            row: self.row,
            finding: finding.map(|finding| wire::finding(&finding, language)),
        }
    }
}

impl Note {
    /// Reads what was noted.
    ///
    /// # Errors
    /// INTERNAL when it can't be read.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        Self::decode(bytes).map_err(Problem::internal)
    }

    /// What the client is told once the batch is durable.
    pub(super) fn acknowledged(
        &self,
        sequence: u64,
        publication: Publication,
        repeated: bool,
        language: Language,
    ) -> BatchAcknowledged {
        BatchAcknowledged {
            sequence,
            revision: publication.revision.get(),
            token: publication.token,
            written_rows: self.written,
            rejected_rows: u32::try_from(self.rejected.len()).unwrap_or(u32::MAX),
            rejected: self.rejects.iter().map(|reject| reject.told(language)).collect(),
            findings: self.counts.clone(),
            repeated,
        }
    }
}
