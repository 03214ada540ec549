//! The engine of production: PostgreSQL, many processes over one database.
//!
//! Guarantees beyond the traits': a commit that was acknowledged survives a crash of the server's machine as its own
//! settings promise (synchronous_commit is left as the operator sets it); any number of processes may write, and the
//! lock of one row, taken last, makes the order of their commits. Reads may go to replicas that have reached the
//! revision they are made at.

mod arrival;
mod by_name;
mod catalog;
mod head;
mod lend;
mod log;
mod names;
mod open;
mod provenance;
mod read;
mod replicas;
mod sql;
mod stage;
mod standing;
#[cfg(test)]
mod tests;
mod write;

use std::{
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::Semaphore;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_postgres::{Database, Failure, Lanes, News, Role, Session};
use zhibiao_proto::observation::v1::ObservationColumns;
use zhibiao_runtime::clock::Clock;

pub use self::open::{OpenError, Options, migrate};
use self::{
    arrival::Arrivals,
    lend::Size,
    names::Names,
    open::{PLAN_ONCE, SETTINGS, prepare},
    provenance::Provenances,
    replicas::Replicas,
    sql::Statements,
};
use crate::{
    catalog_log::{CatalogLog, Record, Update, UpdateError},
    cube::{Batch, Counts, Cube, Head, History, LogEntry, LogError, SeriesKey, WriteError, Written},
    error::EngineError,
};

/// Longest wait for a turn to commit.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open database.
#[derive(Debug)]
pub struct Postgres {
    inner: Arc<Inner>,
    news: News,
}

#[derive(Debug)]
struct Inner {
    primary: Database,
    /// For short reads of the primary.
    lanes: Lanes,
    /// Commits that may be under way: most connections are left to reads, also while the head is locked for long.
    writers: Arc<Semaphore>,
    replicas: Replicas,
    statements: Statements,
    arrivals: Arrivals,
    names: Names,
    provenances: Provenances,
    clock: Clock,
    /// Revisions whose cells the change log keeps.
    retention: u64,
    /// Longest time that one read may take.
    reading: Duration,
    /// Longest time that one commit may take.
    writing: Duration,
    /// The newest revision that is known to be committed.
    reached: AtomicI64,
}

impl Postgres {
    /// Opens a database: brings its schema up to date first.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(options: Options, retention: u64, clock: Clock) -> Result<Self, OpenError> {
        let Options {
            mut database,
            replicas,
            replica_patience,
            reading,
            writing,
            distribute,
        } = options;
        let is_distributed = prepare(&database, distribute, reading).await?;
        database.settings.extend(SETTINGS);
        if !is_distributed {
            database.settings.push(PLAN_ONCE);
        }
        // A third for short reads, a third and some for commits, and always some for whatever else reads.
        let writers = (database.connections * 2 / 5).max(1);
        let lanes = thread::available_parallelism()
            .map_or(2, NonZero::get)
            .clamp(2, 8)
            .min(database.connections / 3)
            .max(1);
        database.connections = database.connections.max(lanes + 1);
        let replicas = replicas.into_iter().map(|url| zhibiao_postgres::Options {
            url,
            // One that was promoted still has what it had.
            role: Role::Any,
            ..database.clone()
        });
        let primary = Database::new(&database)?;
        let inner = Inner {
            lanes: Lanes::new(&primary, lanes),
            writers: Arc::new(Semaphore::new(writers)),
            primary,
            replicas: Replicas::new(replicas, replica_patience)?,
            statements: Statements::new(is_distributed),
            arrivals: Arrivals::new(is_distributed),
            names: Names::new(),
            provenances: Provenances::new(),
            clock,
            retention,
            reading,
            writing,
            reached: AtomicI64::new(0),
        };
        let news = News::listen(&database, &database.schema);
        Ok(Self {
            inner: Arc::new(inner),
            news,
        })
    }

    /// Lends no more connections: calls from now on are told that the store is unavailable.
    pub fn close(&self) {
        self.inner.lanes.close();
        self.inner.primary.close();
        self.inner.replicas.close();
    }

    /// Runs a commit to its end, also when its caller goes away: half of one would hold the lock until noticed.
    async fn commit<T, E, F>(&self, run: impl FnOnce(Arc<Inner>, Session) -> F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<EngineError> + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let turn = Arc::clone(&self.inner.writers).acquire_owned();
        let turn = tokio::time::timeout(PATIENCE, turn).await;
        let busy = || EngineError::Unavailable("too many commits wait".to_owned());
        let turn = turn.map_err(|_| busy())?.map_err(|_| busy())?;
        let session = self.inner.primary.session().await.map_err(EngineError::from)?;
        let running = run(Arc::clone(&self.inner), session);
        let running = tokio::spawn(async move {
            let done = running.await;
            drop(turn);
            done
        });
        running
            .await
            .map_err(|error| EngineError::Failed(error.to_string()))?
    }
}

#[tonic::async_trait]
impl Cube for Postgres {
    async fn head(&self) -> Result<Head, EngineError> {
        let head = self
            .read_now(Size::Short, |session| async move { head::read(&session).await })
            .await?;
        self.inner
            .reached
            .fetch_max(head.revision.get(), Ordering::Release);
        Ok(head)
    }

    async fn heard(&self) {
        self.news.heard().await;
    }

    async fn counts(&self) -> Result<Counts, EngineError> {
        self.read_now(Size::Short, |session| async move { read::counts(&session).await })
            .await
    }

    async fn write(&self, batch: Batch) -> Result<Written, WriteError> {
        self.commit(|inner, session| async move {
            let written = write::batch(&inner, &session, &batch);
            session.within(inner.writing, written).await
        })
        .await
    }

    async fn written(&self, id: &str, digest: &[u8; 32]) -> Result<Option<Written>, WriteError> {
        let session = &self.inner.primary.session().await.map_err(EngineError::from)?;
        let earlier = write::earlier(&self.inner, session, id, digest);
        session.within(self.inner.reading, earlier).await
    }

    async fn periods(
        &self,
        indicators: &[IndicatorCode],
        at: Revision,
    ) -> Result<Vec<Vec<Period>>, EngineError> {
        self.periods_of(indicators, at).await
    }

    async fn histories(&self, keys: &[SeriesKey], at: Revision) -> Result<Vec<History>, EngineError> {
        self.histories_of(keys, at).await
    }

    async fn revision_at(&self, time: Timestamp) -> Result<Revision, EngineError> {
        self.read_now(Size::Short, |session| async move {
            read::revision_at(&session, time).await
        })
        .await
    }

    async fn log(&self, after: Revision, limit: usize) -> Result<Vec<LogEntry>, LogError> {
        let session = &self.inner.primary.session().await.map_err(EngineError::from)?;
        session
            .within(
                self.inner.reading,
                log::entries(&self.inner, session, after, limit),
            )
            .await
    }

    async fn fragment(&self, revision: Revision, fragment: u32) -> Result<ObservationColumns, LogError> {
        let session = &self.inner.primary.session().await.map_err(EngineError::from)?;
        session
            .within(self.inner.reading, log::fragment(session, revision, fragment))
            .await
    }
}

#[tonic::async_trait]
impl CatalogLog for Postgres {
    async fn load(&self, at: Revision) -> Result<Vec<Record>, EngineError> {
        self.read_at(at, Size::Any, |session| async move {
            catalog::load(&session, at).await
        })
        .await
    }

    async fn catalog_revision(&self, at: Revision) -> Result<Revision, EngineError> {
        self.read_at(at, Size::Short, |session| async move {
            catalog::catalog_revision(&session, at).await
        })
        .await
    }

    async fn update(&self, update: Update) -> Result<Head, UpdateError> {
        self.commit(|inner, session| async move {
            let updated = catalog::update(&inner, &session, &update);
            session.within(inner.writing, updated).await
        })
        .await
    }

    async fn referenced(
        &self,
        subjects: &[SubjectName],
        indicators: &[IndicatorCode],
    ) -> Result<Vec<String>, EngineError> {
        self.read_now(Size::Any, |session| async move {
            catalog::referenced(&session, subjects, indicators).await
        })
        .await
    }
}

impl From<Failure> for EngineError {
    fn from(failure: Failure) -> Self {
        match failure {
            // Whoever set the database up has to act; callers can only try again.
            Failure::Unavailable(text) | Failure::Refused(text) => Self::Unavailable(text),
            Failure::Damaged(text) => Self::Damaged(text),
            Failure::Failed(text) => Self::Failed(text),
        }
    }
}

impl From<zhibiao_postgres::DriverError> for EngineError {
    fn from(error: zhibiao_postgres::DriverError) -> Self {
        Failure::from(error).into()
    }
}

impl From<Failure> for WriteError {
    fn from(failure: Failure) -> Self {
        Self::Engine(failure.into())
    }
}

impl From<Failure> for UpdateError {
    fn from(failure: Failure) -> Self {
        Self::Engine(failure.into())
    }
}

impl From<Failure> for LogError {
    fn from(failure: Failure) -> Self {
        Self::Engine(failure.into())
    }
}
