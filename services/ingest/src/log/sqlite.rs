//! The embedded log: one SQLite file.
//!
//! One connection writes, behind a lock; several read, each seeing a whole state. The journal is a write-ahead log and
//! every commit is flushed (`synchronous = FULL`), so that what was acknowledged survives a power cut.

mod read;
mod review;
mod schema;
mod stream;
mod write;

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use zhibiao_model::revision::Revision;

use super::{Decision, LogError, NewReport, PackedChunk, ReportFilter, ReportLog, Submitted};
use crate::{
    finding::{Finding, Severity},
    report::{Publication, Report, ReportId, State},
    review::{Outcome, Proposal, Review, Reviewed},
};

/// Name of the file in the data folder.
const FILE: &str = "reports.sqlite";
/// Wait for another process to let the file go.
const BUSY: Duration = Duration::from_secs(5);
/// Idle reading connections that are kept.
const READERS: usize = 8;

/// The embedded log.
#[derive(Debug)]
pub struct SqliteLog {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl SqliteLog {
    /// Opens the log in a data folder; makes folder and file when they are missing, and brings an older file up to
    /// date.
    ///
    /// # Errors
    /// When the folder can't be written, the file is no database, or a newer version wrote it.
    pub fn open(folder: &Path) -> Result<Self, LogError> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(FILE);
        let mut writer = connect(&path)?;
        schema::migrate(&mut writer)?;
        Ok(Self {
            path,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A transaction that a panic left is rolled back when its guard was dropped: the connection is as it was.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one write transaction.
    fn write<T>(
        &self,
        run: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T, LogError>,
    ) -> Result<T, LogError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = run(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    /// Runs reads on one connection.
    fn read<T>(&self, run: impl FnOnce(&Connection) -> Result<T, LogError>) -> Result<T, LogError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let value = run(&connection);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS {
            readers.push(connection);
        }
        value
    }
}

fn connect(path: &Path) -> Result<Connection, LogError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

impl From<rusqlite::Error> for LogError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull) => {
                Self::Unavailable(text)
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Unreadable(text),
            Some(_) | None => Self::Failed(text),
        }
    }
}

impl ReportLog for SqliteLog {
    fn submit(&self, report: NewReport<'_>) -> Result<Submitted, LogError> {
        self.write(|transaction| write::submit(transaction, report))
    }

    fn report(&self, id: ReportId) -> Result<Report, LogError> {
        self.read(|connection| read::report(connection, id))
    }

    fn reports(
        &self,
        filter: &ReportFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Report>, LogError> {
        self.read(|connection| read::reports(connection, filter, before, limit))
    }

    fn count(&self, state: State, most: u32) -> Result<u32, LogError> {
        self.read(|connection| read::count(connection, state, most))
    }

    fn approved_since(&self, most: u32) -> Result<Option<Timestamp>, LogError> {
        self.read(|connection| read::approved_since(connection, most))
    }

    fn approved(&self, after: Option<ReportId>) -> Result<Vec<ReportId>, LogError> {
        self.read(|connection| read::approved(connection, after))
    }

    fn chunks(&self, id: ReportId, from: u32, limit: usize) -> Result<Vec<PackedChunk>, LogError> {
        self.read(|connection| read::chunks(connection, id, from, limit))
    }

    fn returned(&self, id: ReportId, from: u32, limit: usize) -> Result<Vec<(u32, String)>, LogError> {
        self.read(|connection| read::returned(connection, id, from, limit))
    }

    fn findings(
        &self,
        id: ReportId,
        least: Severity,
        after: i64,
        limit: usize,
    ) -> Result<Vec<(i64, Finding)>, LogError> {
        self.read(|connection| read::findings(connection, id, least, after, limit))
    }

    fn source(&self, id: ReportId, offset: u64, most: usize) -> Result<Vec<u8>, LogError> {
        self.read(|connection| read::source(connection, id, offset, most))
    }

    fn decide(&self, id: ReportId, etag: &str, decision: &Decision) -> Result<Report, LogError> {
        self.write(|transaction| write::decide(transaction, id, etag, decision))
    }

    fn review(&self, id: ReportId, etag: &str, reviewed: &Reviewed<'_>) -> Result<Report, LogError> {
        self.write(|transaction| review::review(transaction, id, etag, reviewed))
    }

    fn reviews(&self, id: ReportId, entries: Range<u32>) -> Result<Vec<Review>, LogError> {
        self.read(|connection| review::reviews(connection, id, entries))
    }

    fn proposals(&self) -> Result<Vec<Proposal>, LogError> {
        self.read(review::proposals)
    }

    fn waiting(&self, id: ReportId) -> Result<Vec<Proposal>, LogError> {
        self.read(|connection| review::waiting(connection, id))
    }

    fn settle(&self, proposal: &Proposal, outcome: &Outcome) -> Result<(), LogError> {
        self.write(|transaction| review::settle(transaction, proposal, outcome))
    }

    fn published(&self, id: ReportId, publication: &Publication) -> Result<Report, LogError> {
        self.write(|transaction| write::published(transaction, id, publication))
    }

    fn refused(&self, id: ReportId, etag: &str, finding: &Finding) -> Result<Report, LogError> {
        self.write(|transaction| write::refused(transaction, id, etag, finding))
    }

    fn reopened(
        &self,
        id: ReportId,
        etag: &str,
        finding: &Finding,
        seen: Revision,
    ) -> Result<Report, LogError> {
        self.write(|transaction| write::reopened(transaction, id, etag, finding, seen))
    }
}

#[cfg(test)]
mod tests;
