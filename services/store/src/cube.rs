//! The contract of a storage engine: the cube of observations and its change log.
//!
//! Three promises hold for every engine and are tested by one suite:
//! - **Order**: each committed batch gets the next revision; revision order is commit order, without gaps.
//! - **Atomic**: a batch is seen whole at its revision or not at all; a failed one leaves nothing behind.
//! - **Repeatable**: what is read at a revision is the same for ever, whatever is committed later.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use jiff::Timestamp;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    observation::{CellKey, Evidence, Figure, Provenance, Vintage},
    period::Period,
    revision::{Revision, StoreId},
};
use zhibiao_proto::{convert::columns::Columns, observation::v1::ObservationColumns};

use crate::error::EngineError;

/// Where a store stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Which store; drawn once when it was made.
    pub store: StoreId,
    /// The newest revision.
    pub revision: Revision,
    /// The newest revision that changed the catalogue.
    pub catalog: Revision,
    /// When the newest revision was committed; never before that of an earlier one.
    pub committed_at: Timestamp,
}

/// How many values a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Cells with a value in force.
    pub observations: u64,
    /// Superseded values.
    pub past: u64,
}

/// Names a series: one subject and indicator through time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    /// The measure.
    pub indicator: IndicatorCode,
    /// What it is about.
    pub subject: SubjectName,
}

/// Names a column: one indicator and period across subjects.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnKey {
    /// The measure.
    pub indicator: IndicatorCode,
    /// The time.
    pub period: Period,
}

/// Who says a value, and where it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Source {
    /// Who says so.
    pub provenance: Option<Arc<Provenance>>,
    /// Where it stands.
    pub evidence: Option<Evidence>,
}

/// Cells of a series (by period) or of a column (by subject): parallel columns, ordered by key.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells<K> {
    /// The keys, ascending, each once.
    pub keys: Vec<K>,
    /// What each cell says.
    pub figures: Vec<Figure>,
    /// The revision that wrote each.
    pub revisions: Vec<Revision>,
    /// The source of each; empty when it was not asked for.
    pub sources: Vec<Source>,
    /// The cells as answers have them, once one had them.
    pub encoded: Encoded,
}

/// Cells in the bytes of an answer, made when they are first asked for: cells that are kept are asked for again and again.
#[derive(Debug, Default)]
pub struct Encoded(OnceLock<Bytes>);

impl Encoded {
    /// The bytes, or those that are made now.
    pub(crate) fn get(&self, make: impl FnOnce() -> Bytes) -> Bytes {
        self.0.get_or_init(make).clone()
    }
}

/// It says nothing that the cells do not.
impl PartialEq for Encoded {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Copies are made to be changed.
impl Clone for Encoded {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<K> Default for Cells<K> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            figures: Vec::new(),
            revisions: Vec::new(),
            sources: Vec::new(),
            encoded: Encoded::default(),
        }
    }
}

impl<K: Ord> Cells<K> {
    /// What the cell of a key says, and the revision that wrote it.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<(Figure, Revision)> {
        let at = self.keys.binary_search(key).ok()?;
        Some((*self.figures.get(at)?, *self.revisions.get(at)?))
    }
}

/// What a read of cells gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Figures and revisions.
    Figures,
    /// Sources too.
    Sources,
}

/// A checked batch.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Its id, chosen by the caller.
    pub id: String,
    /// Digest of its content, the same however its rows and dictionaries are ordered.
    pub digest: [u8; 32],
    /// The rows; no cell twice.
    pub columns: Arc<Columns>,
    /// Revision of the catalogue that it was checked against.
    pub catalog: Revision,
    /// When given, the batch must not revise a cell that was written after this revision.
    pub unchanged_since: Option<Revision>,
    /// The span that writes it, where that is traced: whoever follows the change log can link to it.
    pub traceparent: Option<String>,
}

/// What a write did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Revision of the batch.
    pub revision: Revision,
    /// When it was committed.
    pub committed_at: Timestamp,
    /// Cells that had no value before.
    pub inserted: u64,
    /// Cells whose figure changed.
    pub revised: u64,
    /// Cells that stood so already.
    pub unchanged: u64,
    /// Whether an earlier call wrote it.
    pub replayed: bool,
    /// The indicators whose cells it inserted or revised, ordered by code.
    pub touched: Vec<IndicatorCode>,
}

/// Why a batch was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A batch of this id with other content was written before.
    #[error("batch id is taken by other content, written at revision {0}")]
    ContentDiffers(Revision),
    /// It would revise these cells, which were written after the revision that they must be unchanged since.
    #[error("{} cells were written meanwhile", .0.len())]
    CellsChanged(Vec<CellKey>),
    /// The catalogue changed since the batch was checked: check it again.
    #[error("the catalogue is now of revision {0}")]
    CatalogMoved(Revision),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What a revision did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogKind {
    /// Wrote observations.
    Observations,
    /// Changed the catalogue.
    Catalog,
}

/// One revision in the change log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// The revision.
    pub revision: Revision,
    /// When it was committed.
    pub committed_at: Timestamp,
    /// What it did.
    pub kind: LogKind,
    /// Id of its batch; empty for the catalogue.
    pub batch_id: String,
    /// The span that wrote it, where that was traced.
    pub traceparent: Option<String>,
    /// The indicators whose cells it inserted or revised.
    pub touched: Vec<IndicatorCode>,
    /// How many fragments its cells come in; 0 when it changed none.
    pub fragments: u32,
}

/// Why the change log can't be read from a revision on.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Trimmed; the cells of this revision are the oldest that are left.
    #[error("the change log begins at revision {0}")]
    Trimmed(Revision),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A series with every value that its cells held, ordered by period, then revision.
pub type History = Vec<(Period, Vintage)>;

/// Reads the two shapes of cells that are read most. Every answer is the state right after revision `at`, which must
/// not lie beyond the head; the answers are in the order of the keys, empty where there is nothing.
#[tonic::async_trait]
pub trait CubeReader: Send + Sync + fmt::Debug + 'static {
    /// Reads series.
    ///
    /// # Errors
    /// When the engine fails.
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError>;

    /// Reads columns.
    ///
    /// # Errors
    /// When the engine fails.
    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError>;
}

/// The cube and its change log.
#[tonic::async_trait]
pub trait Cube: CubeReader {
    /// Where the store stands: at least the newest revision acknowledged before the call.
    ///
    /// # Errors
    /// When the engine fails.
    async fn head(&self) -> Result<Head, EngineError>;

    /// Waits until another process may have committed something. An engine that can't tell never returns, and one that
    /// can may miss some: it saves waiting for the next look at the head and replaces none.
    async fn heard(&self) {
        std::future::pending().await
    }

    /// How many values it holds now.
    ///
    /// # Errors
    /// When the engine fails.
    async fn counts(&self) -> Result<Counts, EngineError>;

    /// Writes a batch, whole or not at all; durable once it returns. The same id and digest again give the first
    /// answer. A batch that changes nothing gets a revision too.
    ///
    /// # Errors
    /// [`WriteError`]; after an engine failure the batch may have been committed all the same.
    async fn write(&self, batch: Batch) -> Result<Written, WriteError>;

    /// What an earlier write of this id and digest did; `None` when the id is free.
    ///
    /// # Errors
    /// [`WriteError::ContentDiffers`] when the id is taken by other content.
    async fn written(&self, id: &str, digest: &[u8; 32]) -> Result<Option<Written>, WriteError>;

    /// The periods at which each indicator has, or once had, values right after a revision: ascending, in the order of
    /// the indicators.
    ///
    /// # Errors
    /// When the engine fails.
    async fn periods(
        &self,
        indicators: &[IndicatorCode],
        at: Revision,
    ) -> Result<Vec<Vec<Period>>, EngineError>;

    /// Every value that the cells of each series held up to a revision, in the order of the keys; as of it, later ends
    /// are not known.
    ///
    /// # Errors
    /// When the engine fails.
    async fn histories(&self, keys: &[SeriesKey], at: Revision) -> Result<Vec<History>, EngineError>;

    /// The last revision committed at or before a time; [`Revision::ZERO`] when there is none.
    ///
    /// # Errors
    /// When the engine fails.
    async fn revision_at(&self, time: Timestamp) -> Result<Revision, EngineError>;

    /// The next revisions after one, ascending without gaps, at most `limit`; empty when there are none yet.
    ///
    /// # Errors
    /// [`LogError::Trimmed`] when the one that follows is no longer kept.
    async fn log(&self, after: Revision, limit: usize) -> Result<Vec<LogEntry>, LogError>;

    /// Part of the cells that a revision inserted or revised, with their new values, without evidence: ordered by
    /// indicator, period, subject within the fragment; at most about 1 MiB when encoded.
    ///
    /// # Errors
    /// [`LogError::Trimmed`] when it is no longer kept.
    async fn fragment(&self, revision: Revision, fragment: u32) -> Result<ObservationColumns, LogError>;
}
