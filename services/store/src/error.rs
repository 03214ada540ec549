//! Errors of the store and how callers see them.

use std::time::Duration;

use zhibiao_runtime::error::{Code, Problem};

/// A storage engine failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// Busy, out of room, shutting down: the same call may succeed later.
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// What is stored can't be read.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// Anything else: a fault of ours.
    #[error("storage failed: {0}")]
    Failed(String),
}

impl From<EngineError> for Problem {
    fn from(error: EngineError) -> Self {
        match &error {
            EngineError::Unavailable(_) => {
                tracing::warn!(%error, "storage unavailable");
                Self::new(
                    Code::Unavailable,
                    "STORAGE_UNAVAILABLE",
                    "the store can't be reached just now; try again",
                )
                .retry_after(Duration::from_millis(500))
            }
            EngineError::Damaged(_) => {
                tracing::error!(%error, "stored data damaged");
                Self::new(
                    Code::DataLoss,
                    "STORAGE_DAMAGED",
                    "stored data can't be read; the hub's log says more",
                )
            }
            EngineError::Failed(_) => Self::internal(error),
        }
    }
}
