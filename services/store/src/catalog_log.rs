//! The contract of a storage engine: the catalogue as it was at every revision.
//!
//! Items are opaque to the engine: a name and an encoded message (see the module `records`). Catalogue changes and batches
//! share one sequence of revisions.

use std::fmt;

use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    revision::Revision,
};

use crate::{cube::Head, error::EngineError};

/// An item of the catalogue as an engine keeps it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// Its name, unique among all items.
    pub name: String,
    /// The encoded item.
    pub payload: Vec<u8>,
}

/// A change of the catalogue: one revision.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// Revision of the catalogue that the change was made from.
    pub base: Revision,
    /// When given, the head must be this.
    pub expected_head: Option<Revision>,
    /// Items that are added or replaced.
    pub put: Vec<Record>,
    /// Names of items that are removed.
    pub remove: Vec<String>,
    /// Subjects that no observation may refer to, since they are removed.
    pub unused_subjects: Vec<SubjectName>,
    /// Indicators that no observation may refer to, since they are removed or come to mean something else.
    pub unused_indicators: Vec<IndicatorCode>,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The catalogue is no longer the one that the change was made from: make it anew.
    #[error("the catalogue is now of revision {0}")]
    CatalogMoved(Revision),
    /// The head is not the one expected.
    #[error("the head is revision {0}")]
    HeadMoved(Revision),
    /// Observations, in force or past, refer to what must have none: all such names.
    #[error("observations refer to {}", .0.join(", "))]
    Referenced(Vec<String>),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// The catalogue's items through the revisions.
#[tonic::async_trait]
pub trait CatalogLog: Send + Sync + fmt::Debug + 'static {
    /// The items in force right after a revision, ordered by name.
    ///
    /// # Errors
    /// When the engine fails.
    async fn load(&self, at: Revision) -> Result<Vec<Record>, EngineError>;

    /// The last revision up to `at` that changed the catalogue; [`Revision::ZERO`] when none did.
    ///
    /// # Errors
    /// When the engine fails.
    async fn catalog_revision(&self, at: Revision) -> Result<Revision, EngineError>;

    /// Makes a change, whole or not at all; durable once it returns. Gives the head after it.
    ///
    /// # Errors
    /// [`UpdateError`].
    async fn update(&self, update: Update) -> Result<Head, UpdateError>;

    /// Which of these names observations, in force or past, refer to; in the order given.
    ///
    /// # Errors
    /// When the engine fails.
    async fn referenced(
        &self,
        subjects: &[SubjectName],
        indicators: &[IndicatorCode],
    ) -> Result<Vec<String>, EngineError>;
}
