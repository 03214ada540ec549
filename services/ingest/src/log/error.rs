//! Why the log refuses or fails, and what callers are told then.

use std::time::Duration;

use zhibiao_runtime::error::{Code, Problem};

use crate::report::{ReportId, State};

/// What a caller is asked to wait while the database is away.
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// Why the log refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The database is away, busy or out of room: the same call may succeed later. A write may have been kept.
    #[error("database is unavailable: {0}")]
    Unavailable(String),
    /// The database refuses who asks: whoever set it up has to act. Callers can only try again.
    #[error("database refuses: {0}")]
    Refused(String),
    /// The database can't read what it stored.
    #[error("database is damaged: {0}")]
    Unreadable(String),
    /// Anything else that the database says: a fault of ours.
    #[error("database: {0}")]
    Failed(String),
    /// The source could not be read, or the folder not be made.
    #[error("file: {0}")]
    Io(#[from] std::io::Error),
    /// What is kept can't be read back.
    #[error("report {id} is damaged: {what}")]
    Damaged {
        /// The report.
        id: ReportId,
        /// What can't be read.
        what: &'static str,
    },
    /// The database was written by a newer version.
    #[error("the reports database has schema {found}, this version knows up to {known}")]
    TooNew {
        /// The schema found.
        found: i64,
        /// The newest schema known.
        known: i64,
    },
    /// There is no such report.
    #[error("{} is not known", .0.name())]
    NotFound(ReportId),
    /// The id was used for other content.
    #[error("{} was sent before with other content", .0.name())]
    ContentDiffers(ReportId),
    /// The report has changed since it was read.
    #[error("{} has changed since it was read: its etag is now {etag}", id.name())]
    EtagMismatch {
        /// The report.
        id: ReportId,
        /// Its etag.
        etag: String,
    },
    /// The state does not allow it.
    #[error("{} is {state:?}", id.name())]
    NotOpen {
        /// The report.
        id: ReportId,
        /// Where it stands.
        state: State,
    },
    /// Another stream of the interface was opened.
    #[error("the stream of {0} was taken over by one that was opened later")]
    TakenOver(String),
}

impl From<LogError> for Problem {
    fn from(error: LogError) -> Self {
        let message = error.to_string();
        match error {
            LogError::NotFound(id) => {
                Self::new(Code::NotFound, "REPORT_NOT_FOUND", message).with("report", id.name())
            }
            LogError::ContentDiffers(id) => {
                let message = format!("{message}; choose another `report_id` for other content");
                Self::new(Code::AlreadyExists, "REPORT_CONTENT_DIFFERS", message).with("report", id.name())
            }
            LogError::EtagMismatch { id, etag } => {
                let message = format!("{message}; read it again and decide on what it says now");
                Self::new(Code::Aborted, "ETAG_MISMATCH", message)
                    .with("report", id.name())
                    .with("etag", etag)
            }
            LogError::NotOpen { id, state } => {
                let message = format!("{} can't be changed any more: it is {}", id.name(), state.word());
                Self::new(Code::FailedPrecondition, "REPORT_NOT_OPEN", message)
                    .with("report", id.name())
                    .with("state", state.word())
            }
            LogError::TakenOver(interface) => {
                Self::new(Code::Aborted, "STREAM_TAKEN_OVER", message).with("interface", interface)
            }
            LogError::Damaged { id, .. } => {
                tracing::error!(report = id.name(), error = message, "report log damaged");
                Self::new(
                    Code::DataLoss,
                    "REPORT_DAMAGED",
                    format!("{} can't be read back", id.name()),
                )
            }
            LogError::Unavailable(_) | LogError::Refused(_) => {
                tracing::warn!(error = message, "report log unavailable");
                let message = "the reports database can't be reached just now; try again";
                Self::new(Code::Unavailable, "STORAGE_UNAVAILABLE", message).retry_after(RETRY_AFTER)
            }
            LogError::Unreadable(_) => {
                tracing::error!(error = message, "report log damaged");
                let message = "stored reports can't be read; the hub's log says more";
                Self::new(Code::DataLoss, "STORAGE_DAMAGED", message)
            }
            LogError::Failed(_) | LogError::Io(_) | LogError::TooNew { .. } => Self::internal(message),
        }
    }
}
