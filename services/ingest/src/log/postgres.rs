//! The log that several processes share: a schema of a PostgreSQL database.
//!
//! Every change is one transaction. It locks the report's row first and the `head` row last; `head` numbers arrivals and
//! changes in the order in which they are committed, so that neither a page of reports nor a follower of
//! [`changes`](PostgresLog::changes) ever misses one. Sources, entries and findings are copied in before `head` is
//! locked. What goes to the server takes the same number of statements however large a report is.

mod copy;
mod read;
mod record;
mod review;
mod stream;
#[cfg(test)]
mod tests;
mod transaction;
mod write;

use std::{ops::Range, time::Duration};

use jiff::Timestamp;
use tokio::runtime::Handle;
use ulid::Ulid;
use zhibiao_model::revision::Revision;
use zhibiao_postgres::{Database, Failure, MigrateError, Migrated, News, Options, Session, migrate};

use self::transaction::Transaction;
use super::{Decision, LogError, NewReport, PackedChunk, ReportFilter, ReportLog, Submitted};
use crate::{
    finding::{Finding, Severity},
    report::{Publication, Report, ReportId, State},
    review::{Outcome, Proposal, Review, Reviewed},
};

const MIGRATIONS: [&str; 6] = [
    include_str!("postgres/migrations/0001_reports.sql"),
    include_str!("postgres/migrations/0002_leases.sql"),
    include_str!("postgres/migrations/0003_streams.sql"),
    include_str!("postgres/migrations/0004_prose.sql"),
    include_str!("postgres/migrations/0005_reviews.sql"),
    include_str!("postgres/migrations/0006_aliases.sql"),
];

/// Longest that a read may take.
const READ_LIMIT: Duration = Duration::from_secs(15);
/// Longest that a write may take: 64 MiB of source, and the wait for another one of the same report.
const WRITE_LIMIT: Duration = Duration::from_secs(60);

/// The shared log.
#[derive(Debug)]
pub struct PostgresLog {
    database: Database,
    options: Options,
    runtime: Handle,
    /// This process among those that share the log.
    owner: String,
}

impl PostgresLog {
    /// Opens the log in a schema; makes the schema when it is missing, and brings an older one up to date. Processes that
    /// do so at the same time take turns.
    ///
    /// # Errors
    /// When the database can't be reached, or a newer version wrote the schema.
    pub async fn open(options: Options) -> Result<Self, LogError> {
        Self::migrate(&options).await?;
        let database = Database::new(&options)?;
        Ok(Self {
            database,
            options,
            runtime: Handle::current(),
            owner: Ulid::generate().to_string(),
        })
    }

    /// Brings the schema up to date, as [`open`](Self::open) does first.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn migrate(options: &Options) -> Result<Migrated, LogError> {
        let database = Database::new(options)?;
        Ok(migrate(&database, &options.schema, &MIGRATIONS).await?)
    }

    /// The number of the newest change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_change(&self) -> Result<i64, LogError> {
        let session = self.database.session().await?;
        session.within(READ_LIMIT, read::newest_change(&session)).await
    }

    /// Changes after a number, oldest first, each with its number and the report as it was then; at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn changes(&self, after: i64, limit: usize) -> Result<Vec<(i64, Report)>, LogError> {
        let session = self.database.session().await?;
        session
            .within(READ_LIMIT, read::changes(&session, after, limit))
            .await
    }

    /// News of changes, by whichever process. It may miss some.
    #[must_use]
    pub fn news(&self) -> News {
        News::listen(&self.options, &channel(&self.options.schema))
    }

    /// Runs reads on one session.
    fn read<T>(&self, run: impl AsyncFnOnce(&Session) -> Result<T, LogError>) -> Result<T, LogError> {
        self.runtime.block_on(async {
            let session = self.database.session().await?;
            session.within(READ_LIMIT, run(&session)).await
        })
    }

    /// Runs one statement that writes: a transaction by itself.
    fn write_at_once<T>(
        &self,
        run: impl AsyncFnOnce(&Session) -> Result<T, LogError>,
    ) -> Result<T, LogError> {
        self.runtime.block_on(async {
            let session = self.database.session().await?;
            session.within(WRITE_LIMIT, run(&session)).await
        })
    }

    /// Runs one write transaction.
    fn write<T>(&self, run: impl AsyncFnOnce(&Session) -> Result<T, LogError>) -> Result<T, LogError> {
        self.runtime.block_on(async {
            let session = self.database.session().await?;
            let work = async {
                let transaction = Transaction::begin(&session).await?;
                match run(&session).await {
                    Ok(value) => {
                        transaction.commit(&channel(&self.options.schema)).await?;
                        Ok(value)
                    }
                    Err(error) => {
                        transaction.roll_back().await;
                        Err(error)
                    }
                }
            };
            session.within(WRITE_LIMIT, work).await
        })
    }
}

/// The channel on which changes of a schema are told.
fn channel(schema: &str) -> String {
    format!("{schema}_changes")
}

impl From<Failure> for LogError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable(text) => Self::Unavailable(text),
            Failure::Refused(text) => Self::Refused(text),
            Failure::Damaged(text) => Self::Unreadable(text),
            Failure::Failed(text) => Self::Failed(text),
        }
    }
}

impl From<tokio_postgres::Error> for LogError {
    fn from(error: tokio_postgres::Error) -> Self {
        Failure::from(error).into()
    }
}

impl From<MigrateError> for LogError {
    fn from(error: MigrateError) -> Self {
        let number = |version| i64::try_from(version).unwrap_or(i64::MAX);
        match error {
            MigrateError::TooNew { found, known, .. } => Self::TooNew {
                found: number(found),
                known: number(known),
            },
            MigrateError::Failure(failure) => failure.into(),
        }
    }
}

impl ReportLog for PostgresLog {
    fn submit(&self, report: NewReport<'_>) -> Result<Submitted, LogError> {
        self.write(async |session| write::submit(session, &self.owner, report).await)
    }

    fn report(&self, id: ReportId) -> Result<Report, LogError> {
        self.read(async |session| read::report(session, id).await)
    }

    fn reports(
        &self,
        filter: &ReportFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Report>, LogError> {
        self.read(async |session| read::reports(session, filter, before, limit).await)
    }

    fn count(&self, state: State, most: u32) -> Result<u32, LogError> {
        self.read(async |session| read::count(session, state, most).await)
    }

    fn approved_since(&self, most: u32) -> Result<Option<Timestamp>, LogError> {
        self.read(async |session| read::approved_since(session, most).await)
    }

    fn approved(&self, after: Option<ReportId>) -> Result<Vec<ReportId>, LogError> {
        self.read(async |session| record::approved(session, &self.owner, after).await)
    }

    fn chunks(&self, id: ReportId, from: u32, limit: usize) -> Result<Vec<PackedChunk>, LogError> {
        self.read(async |session| read::chunks(session, id, from, limit).await)
    }

    fn returned(&self, id: ReportId, from: u32, limit: usize) -> Result<Vec<(u32, String)>, LogError> {
        self.read(async |session| read::returned(session, id, from, limit).await)
    }

    fn findings(
        &self,
        id: ReportId,
        least: Severity,
        after: i64,
        limit: usize,
    ) -> Result<Vec<(i64, Finding)>, LogError> {
        self.read(async |session| read::findings(session, id, least, after, limit).await)
    }

    fn source(&self, id: ReportId, offset: u64, most: usize) -> Result<Vec<u8>, LogError> {
        self.read(async |session| read::source(session, id, offset, most).await)
    }

    fn decide(&self, id: ReportId, etag: &str, decision: &Decision) -> Result<Report, LogError> {
        self.write(async |session| write::decide(session, &self.owner, id, etag, decision).await)
    }

    fn review(&self, id: ReportId, etag: &str, reviewed: &Reviewed<'_>) -> Result<Report, LogError> {
        self.write(async |session| review::review(session, &self.owner, id, etag, reviewed).await)
    }

    fn reviews(&self, id: ReportId, entries: Range<u32>) -> Result<Vec<Review>, LogError> {
        self.read(async |session| review::reviews(session, id, &entries).await)
    }

    fn proposals(&self) -> Result<Vec<Proposal>, LogError> {
        self.read(async |session| review::proposals(session).await)
    }

    fn waiting(&self, id: ReportId) -> Result<Vec<Proposal>, LogError> {
        self.read(async |session| review::waiting(session, id).await)
    }

    fn settle(&self, proposal: &Proposal, outcome: &Outcome) -> Result<(), LogError> {
        self.write_at_once(async |session| review::settle(session, proposal, outcome).await)
    }

    fn published(&self, id: ReportId, publication: &Publication) -> Result<Report, LogError> {
        self.write(async |session| write::published(session, id, publication).await)
    }

    fn refused(&self, id: ReportId, etag: &str, finding: &Finding) -> Result<Report, LogError> {
        self.write(async |session| write::refused(session, id, etag, finding).await)
    }

    fn reopened(
        &self,
        id: ReportId,
        etag: &str,
        finding: &Finding,
        seen: Revision,
    ) -> Result<Report, LogError> {
        self.write(async |session| write::reopened(session, id, etag, finding, seen).await)
    }
}
