//! What goes wrong, told apart by what can be done about it.

use std::{error::Error as _, io};

use deadpool_postgres::PoolError;
use tokio_postgres::Error;

/// A database did not do what it was asked. The text is the driver's: for logs, never for callers.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Not reachable, shutting down, out of room, or too slow: the same may succeed later.
    #[error("database is unavailable: {0}")]
    Unavailable(String),
    /// What is stored can't be read.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// Anything else: a fault of ours.
    #[error("database failed: {0}")]
    Failed(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let text = described(&error);
        if let Some(refused) = error.as_db_error() {
            let code = refused.code().code();
            // Classes of SQLSTATE: connection, authorization, catalogue name, transaction rollback, resources,
            // operator intervention; a lock that could not be had, and a primary that has become a standby.
            let class = code.get(..2).unwrap_or_default();
            return match class {
                "08" | "28" | "3D" | "40" | "53" | "57" => Self::Unavailable(text),
                _ if code == "55P03" || code == "25006" => Self::Unavailable(text),
                _ if code == "XX001" || code == "XX002" => Self::Damaged(text),
                _ => Self::Failed(text),
            };
        }
        let of_transport = error.source().is_some_and(|source| source.is::<io::Error>());
        if error.is_closed() || of_transport || error.to_string().starts_with("timeout") {
            Self::Unavailable(text)
        } else {
            Self::Failed(text)
        }
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(_) | PoolError::Closed => Self::Unavailable(error.to_string()),
            PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => Self::Failed(error.to_string()),
        }
    }
}

/// The driver's text with its causes.
fn described(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
