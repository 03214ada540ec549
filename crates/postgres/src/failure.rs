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
    /// It refuses who asks, or does not have what is asked for: waiting does not help, whoever set it up has to act.
    #[error("database refuses: {0}")]
    Refused(String),
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
            // Classes of SQLSTATE: connection, transaction rollback, resources, operator intervention; a lock that could
            // not be had, and a primary that has become a standby.
            let class = code.get(..2).unwrap_or_default();
            return match class {
                "08" | "40" | "53" | "57" => Self::Unavailable(text),
                _ if code == "55P03" || code == "25006" => Self::Unavailable(text),
                _ if code == "XX001" || code == "XX002" => Self::Damaged(text),
                _ => match remedy(code) {
                    Some(remedy) => Self::Refused(format!("{}: {remedy}", refused.message())),
                    None => Self::Failed(text),
                },
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

/// What to set for the database to accept us, where it is that which is wrong.
fn remedy(code: &str) -> Option<&'static str> {
    if code.starts_with("28") {
        Some(
            "set a user and password that it accepts in the address, postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        )
    } else if code.starts_with("3D") {
        Some(
            "create the database, or set another in the address, postgres://USER:PASSWORD@HOST:PORT/DATABASE",
        )
    } else if code == "42501" {
        Some(
            "grant it to the user, who must be able to create a schema (GRANT CREATE ON DATABASE), or set another user in the address",
        )
    } else {
        None
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
