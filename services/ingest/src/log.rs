//! The log of reports: what was sent, found and decided, and how far it got.
//!
//! [`ReportLog`] is what the service needs of a database for reports, [`StreamLog`] for the streams of interfaces.
//! [`SqliteLog`], the embedded one, and [`PostgresLog`], the one that several processes share, are both. Their methods
//! block: call them from a thread that may.

mod chunk;
#[cfg(test)]
pub(crate) mod conformance;
mod error;
mod postgres;
mod sqlite;
mod stream;

use std::{fmt, io::Read, ops::Range};

use jiff::Timestamp;
use zhibiao_model::revision::Revision;
use zhibiao_proto::report::v1 as wire;

pub(crate) use chunk::{Chunk, pack, preview, unpack};
pub use error::LogError;
pub use postgres::PostgresLog;
pub use sqlite::SqliteLog;
pub use stream::{KeptBatch, REMEMBERED, StreamLog, Term};

use crate::{
    finding::{Finding, Severity},
    report::{Count, Decided, Digest, Publication, Report, ReportId, State},
    review::{Outcome, Proposal, Review, Reviewed},
};

/// Entries kept in one chunk.
pub(crate) const CHUNK_ROWS: usize = 4_096;

/// Approved reports, or proposed aliases, that are taken up at once.
pub const TAKEN_UP: usize = 16;

/// A report that is to be kept.
pub struct NewReport<'a> {
    /// Its id.
    pub id: ReportId,
    /// Where it stands: blocked, pending, or approved when nobody has to be asked.
    pub state: State,
    /// What its sender said.
    pub header: wire::ReportHeader,
    /// Who sent it.
    pub submitter: String,
    /// When the hub had it whole.
    pub submitted_at: Timestamp,
    /// Whether it came as columns.
    pub structured: bool,
    /// What the reader understood.
    pub tables: Vec<String>,
    /// Digest of the content.
    pub digest: Digest,
    /// Its bytes.
    pub source: &'a mut dyn Read,
    /// The entries.
    pub chunks: &'a [PackedChunk],
    /// Findings, the gravest first.
    pub findings: &'a [Finding],
    /// All findings by code.
    pub counts: Vec<Count>,
    /// Set when approval is automatic.
    pub decided: Option<Decided>,
    /// The store's revision at which the check saw the published figures.
    pub seen: Option<Revision>,
}

impl fmt::Debug for NewReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewReport")
            .field("id", &self.id)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Some thousand entries in the form in which they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedChunk {
    /// Number of the first entry.
    pub first: u32,
    /// Number of entries.
    pub rows: u32,
    /// How many of them an error blocks.
    pub blocked: u32,
    /// The entries.
    pub data: Vec<u8>,
}

/// The digest of a report's entries as they are kept: what was approved is what is published.
#[must_use]
pub fn seal<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for chunk in chunks {
        hasher.update(&(chunk.len() as u64).to_le_bytes());
        hasher.update(chunk);
    }
    hasher.finalize().into()
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq)]
pub enum Submitted {
    /// It was kept.
    Kept(Report),
    /// It was kept before, with the same content.
    Known(Report),
}

/// What is decided about a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The state it leads to: approved, returned or withdrawn.
    pub state: State,
    /// Who, when and why.
    pub decided: Decided,
    /// Entries that go back, with the reason.
    pub returned: Vec<(u32, String)>,
    /// Tells decisions apart: the same person's same decision sent again has the same key.
    pub key: Digest,
}

/// Which reports to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportFilter {
    /// Only reports in this state.
    pub state: Option<State>,
    /// Only reports of this department, by resource name; empty for all.
    pub department: String,
}

/// Keeps reports.
///
/// Guarantees:
/// - every change is durable when the method returns, and whole or not at all;
/// - changes of one report happen one after the other, each gives it another etag;
/// - the source never changes once kept; entries and findings change by reviews only, and every review is kept;
/// - a decision is made at most once: of two with one etag, one is refused, unless it is the same one again.
pub trait ReportLog: Send + Sync + fmt::Debug + 'static {
    /// Keeps a report, or gives the one that was kept under its id with the same header and content.
    ///
    /// # Errors
    /// [`LogError::ContentDiffers`] when its id is known for another header or content.
    fn submit(&self, report: NewReport<'_>) -> Result<Submitted, LogError>;

    /// A report.
    ///
    /// # Errors
    /// [`LogError::NotFound`].
    fn report(&self, id: ReportId) -> Result<Report, LogError>;

    /// Reports that arrived before a sequence number (all when `None`), newest first.
    ///
    /// # Errors
    /// When the database fails.
    fn reports(
        &self,
        filter: &ReportFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Report>, LogError>;

    /// How many reports stand in a state, counted up to a bound.
    ///
    /// # Errors
    /// When the database fails.
    fn count(&self, state: State, most: u32) -> Result<u32, LogError>;

    /// When the first of the reports that are approved and not published yet was approved; of the first that arrived,
    /// up to a bound. `None` when none waits.
    ///
    /// # Errors
    /// When the database fails.
    fn approved_since(&self, most: u32) -> Result<Option<Timestamp>, LogError>;

    /// The approved reports that are not published yet and arrived after a report, oldest first, at most [`TAKEN_UP`];
    /// where several processes share a log, those that no other process has taken up a moment ago.
    ///
    /// # Errors
    /// When the database fails.
    fn approved(&self, after: Option<ReportId>) -> Result<Vec<ReportId>, LogError>;

    /// The chunks of a report that hold its entries from a number on; at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    fn chunks(&self, id: ReportId, from: u32, limit: usize) -> Result<Vec<PackedChunk>, LogError>;

    /// Returned entries from a number on with their reasons, in order; at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    fn returned(&self, id: ReportId, from: u32, limit: usize) -> Result<Vec<(u32, String)>, LogError>;

    /// Findings after a place in their order, the gravest first, at least as grave as `least`; with their places.
    ///
    /// # Errors
    /// When the database fails.
    fn findings(
        &self,
        id: ReportId,
        least: Severity,
        after: i64,
        limit: usize,
    ) -> Result<Vec<(i64, Finding)>, LogError>;

    /// Bytes of the source from an offset; fewer than asked for at its end, or at the end of a part.
    ///
    /// # Errors
    /// When the database fails.
    fn source(&self, id: ReportId, offset: u64, most: usize) -> Result<Vec<u8>, LogError>;

    /// Decides about an open report whose etag is still this one.
    ///
    /// # Errors
    /// [`LogError::EtagMismatch`], [`LogError::NotOpen`], [`LogError::NotFound`].
    fn decide(&self, id: ReportId, etag: &str, decision: &Decision) -> Result<Report, LogError>;

    /// Keeps a review of an open report whose etag is still this one: its decisions, and entries and findings as they are
    /// with them, in the place of those before. It may approve the report.
    ///
    /// # Errors
    /// [`LogError::EtagMismatch`], [`LogError::NotOpen`], [`LogError::NotFound`].
    fn review(&self, id: ReportId, etag: &str, reviewed: &Reviewed<'_>) -> Result<Report, LogError>;

    /// Every review of the entries in a range, by entry, then in the order in which they were made.
    ///
    /// # Errors
    /// When the database fails.
    fn reviews(&self, id: ReportId, entries: Range<u32>) -> Result<Vec<Review>, LogError>;

    /// Proposed aliases of published reports that are neither applied nor refused, at most [`TAKEN_UP`]. An alias is
    /// approved with the report that it was kept in: those of a report that goes back or is withdrawn, of an entry that is
    /// returned, and those that a later review overrules are refused with that.
    ///
    /// # Errors
    /// When the database fails.
    fn proposals(&self) -> Result<Vec<Proposal>, LogError>;

    /// Proposed aliases of one report that are neither applied nor refused, whatever state it is in.
    ///
    /// # Errors
    /// When the database fails.
    fn waiting(&self, id: ReportId) -> Result<Vec<Proposal>, LogError>;

    /// Notes what became of a proposed alias; what is noted already stays.
    ///
    /// # Errors
    /// When the database fails.
    fn settle(&self, proposal: &Proposal, outcome: &Outcome) -> Result<(), LogError>;

    /// Notes that an approved report is published; once it is, nothing changes any more.
    ///
    /// # Errors
    /// [`LogError::NotOpen`] when it is neither approved nor published.
    fn published(&self, id: ReportId, publication: &Publication) -> Result<Report, LogError>;

    /// Takes back the approval that the report had with an etag, because the store refuses to publish, and keeps the
    /// finding that says why.
    ///
    /// # Errors
    /// [`LogError::NotOpen`] when it is not approved; [`LogError::EtagMismatch`] when it was approved anew since.
    fn refused(&self, id: ReportId, etag: &str, finding: &Finding) -> Result<Report, LogError>;

    /// Takes back the approval that the report had with an etag, because figures that it would replace changed after
    /// they were seen, and keeps the finding that says so and the revision that whoever decides next sees. The report
    /// is open as before the decision: blocked when errors block entries of it, else pending.
    ///
    /// # Errors
    /// [`LogError::NotOpen`] when it is not approved; [`LogError::EtagMismatch`] when it was approved anew since.
    fn reopened(
        &self,
        id: ReportId,
        etag: &str,
        finding: &Finding,
        seen: Revision,
    ) -> Result<Report, LogError>;
}

impl Report {
    /// Refuses a change once nothing can be decided any more.
    fn expect_open(&self) -> Result<(), LogError> {
        if self.state.is_open() {
            Ok(())
        } else {
            Err(LogError::NotOpen {
                id: self.id,
                state: self.state,
            })
        }
    }

    /// Refuses a change that was meant for another version of the report.
    fn expect_etag(&self, etag: &str) -> Result<(), LogError> {
        let now = self.etag();
        if now == etag {
            Ok(())
        } else {
            Err(LogError::EtagMismatch {
                id: self.id,
                etag: now,
            })
        }
    }
}

/// Revision of a publication as it is kept.
fn revision(number: i64) -> Revision {
    Revision::new(number).unwrap_or_default()
}

/// The number a severity is kept under: that of the wire's enumeration.
fn severity_number(severity: Severity) -> i64 {
    match severity {
        Severity::Info => 1,
        Severity::Warning => 2,
        Severity::Error => 3,
    }
}

/// The severity of a number.
fn severity(number: i64) -> Severity {
    match number {
        1 => Severity::Info,
        2 => Severity::Warning,
        _ => Severity::Error,
    }
}
