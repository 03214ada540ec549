//! The log of streams: how far each interface has come, and what was decided about its last batches.

#[cfg(test)]
pub(crate) mod conformance;

use std::fmt;

use super::LogError;
use crate::report::{Digest, Publication};

/// Batches of an interface that are remembered.
pub const REMEMBERED: u64 = 1_000;

/// One stream of an interface, from its opening until the next one opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Resource name of the interface.
    pub interface: String,
    /// Number of the term, from 1.
    pub number: i64,
    /// Highest durable sequence when it began; 0 for none.
    pub durable: u64,
}

/// What is kept of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBatch {
    /// Digest of its content as it was sent.
    pub digest: Digest,
    /// What was decided about it; the log does not look into it.
    pub note: Vec<u8>,
    /// Where it stands in the store; `None` while that is not known.
    pub publication: Option<Publication>,
}

/// Keeps how far streams have come.
///
/// Guarantees:
/// - every change is durable when the method returns, and whole or not at all;
/// - a term ends when the next one of its interface begins: from then on its changes are refused;
/// - the durable sequence grows by one at a time;
/// - what is kept of a durable batch never changes; the last [`REMEMBERED`] batches are kept.
pub trait StreamLog: Send + Sync + fmt::Debug + 'static {
    /// Begins a term.
    ///
    /// # Errors
    /// When the database fails.
    fn begin(&self, interface: &str) -> Result<Term, LogError>;

    /// What is kept of a batch.
    ///
    /// # Errors
    /// When the database fails.
    fn batch(&self, interface: &str, sequence: u64) -> Result<Option<KeptBatch>, LogError>;

    /// Keeps what was decided about a batch before it is written, over what was kept of it before.
    ///
    /// # Errors
    /// [`LogError::TakenOver`] when the term has ended or the batch is durable already.
    fn decided(&self, term: &Term, sequence: u64, digest: &Digest, note: &[u8]) -> Result<(), LogError>;

    /// Notes that the batch after the last durable one is durable.
    ///
    /// # Errors
    /// [`LogError::TakenOver`] when the term has ended, or another batch is the next one.
    fn durable(&self, term: &Term, sequence: u64, publication: &Publication) -> Result<(), LogError>;
}
