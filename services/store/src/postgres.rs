//! The engine of production: PostgreSQL, many processes over one database.
//!
//! Guarantees beyond the traits': a commit that was acknowledged survives a crash of the server's machine as its own
//! settings promise (synchronous_commit is left as the operator sets it); any number of processes may write, and the
//! lock of one row, taken last, makes the order of their commits. Reads may go to replicas that have reached the
//! revision they are made at.

mod catalog;
mod head;
mod log;
mod names;
mod provenance;
mod read;
mod replicas;
mod sql;
mod stage;
#[cfg(test)]
mod tests;
mod write;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_postgres::{Database, Failure, MigrateError, News, Session, Url, migrate};
use zhibiao_proto::observation::v1::ObservationColumns;
use zhibiao_runtime::clock::Clock;

use self::{
    names::Names,
    provenance::Provenances,
    read::{CellReader, Pair},
    replicas::Replicas,
    sql::Statements,
};
use crate::{
    catalog_log::{CatalogLog, Record, Update, UpdateError},
    cube::{
        Batch, Cells, ColumnKey, Counts, Cube, CubeReader, Detail, Head, History, LogEntry, LogError,
        SeriesKey, WriteError, Written,
    },
    engine::codec,
    error::EngineError,
};

/// Migrations in order; they only go forward.
const MIGRATIONS: [&str; 1] = [include_str!("postgres/migrations/0001_cube.sql")];

const DISTRIBUTE: &str = include_str!("postgres/distribute.sql");

/// Every statement finds its rows through the primary keys; a planner that has not seen the tables grow must not think
/// of anything else. Compiling statements takes longer than running them.
const SETTINGS: [&str; 4] = [
    "jit=off",
    "enable_hashjoin=off",
    "enable_mergejoin=off",
    "enable_seqscan=off",
];

/// Without partitioning a statement's plan is the same whatever it is asked for: it is made once.
const PLAN_ONCE: &str = "plan_cache_mode=force_generic_plan";

/// How to use a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// The system of record.
    pub database: zhibiao_postgres::Options,
    /// Hot standbys of it, which answer reads once they have reached the revision asked for.
    pub replicas: Vec<Url>,
    /// Longest wait for a replica that lags.
    pub replica_patience: Duration,
    /// Longest time that one read may take.
    pub reading: Duration,
    /// Longest time that one commit may take.
    pub writing: Duration,
    /// Spread the cube's tables over the workers of a Citus cluster, if they are not yet.
    pub distribute: bool,
}

impl Options {
    /// The usual bounds, in the schema `zhibiao_store`.
    #[must_use]
    pub fn new(url: Url) -> Self {
        Self {
            database: zhibiao_postgres::Options::new(url, "zhibiao_store"),
            replicas: Vec::new(),
            replica_patience: Duration::from_millis(50),
            reading: Duration::from_secs(30),
            writing: Duration::from_secs(120),
            distribute: false,
        }
    }
}

/// Why a database can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It can't be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// It can't be reached, or refused.
    #[error(transparent)]
    Database(#[from] Failure),
    /// The cube is to be spread, and the server can't.
    #[error(
        "the database has no Citus extension: CREATE EXTENSION citus in it first, or leave out --distribute"
    )]
    NoCitus,
}

/// An open database.
#[derive(Debug)]
pub struct Postgres {
    inner: Arc<Inner>,
    news: News,
}

#[derive(Debug)]
struct Inner {
    primary: Database,
    replicas: Replicas,
    statements: Statements,
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
        let is_distributed = prepare(&database, distribute).await?;
        database.settings.extend(SETTINGS);
        if !is_distributed {
            database.settings.push(PLAN_ONCE);
        }
        let replicas = replicas.into_iter().map(|url| zhibiao_postgres::Options {
            url,
            ..database.clone()
        });
        let inner = Inner {
            primary: Database::new(&database)?,
            replicas: Replicas::new(replicas, replica_patience)?,
            statements: Statements::new(is_distributed),
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
        let session = self.inner.primary.session().await.map_err(EngineError::from)?;
        let running = tokio::spawn(run(Arc::clone(&self.inner), session));
        running
            .await
            .map_err(|error| EngineError::Failed(error.to_string()))?
    }

    /// A session to read on as of a revision.
    ///
    /// # Errors
    /// Also when the revision lies beyond the head, which no caller may ask for.
    async fn session_at(&self, at: Revision) -> Result<Session, EngineError> {
        if at.get() > self.inner.reached.load(Ordering::Acquire) {
            let head = self.head().await?.revision;
            if at > head {
                return Err(EngineError::Failed(format!(
                    "read at revision {at}, but the head is {head}"
                )));
            }
        }
        self.inner.replicas.session_at(at, &self.inner.primary).await
    }

    async fn read<T>(
        &self,
        session: &Session,
        read: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        session.within(self.inner.reading, read).await
    }

    /// The ids of the keys of cells.
    async fn series_ids(
        &self,
        session: &Session,
        keys: &[SeriesKey],
    ) -> Result<Vec<Option<Pair>>, EngineError> {
        let Names {
            indicators, subjects, ..
        } = &self.inner.names;
        indicators
            .learn(session, keys.iter().map(|key| &key.indicator))
            .await?;
        subjects
            .learn(session, keys.iter().map(|key| &key.subject))
            .await?;
        let pair = |key: &SeriesKey| {
            let indicator = indicators.id(&key.indicator)? as i32;
            Some((indicator, subjects.id(&key.subject)? as i32))
        };
        Ok(keys.iter().map(pair).collect())
    }
}

/// Brings the schema up to date, and says whether the cube is spread over several servers.
async fn prepare(database: &zhibiao_postgres::Options, distribute: bool) -> Result<bool, OpenError> {
    let opening = Database::new(database)?;
    migrate(&opening, &database.schema, &MIGRATIONS).await?;
    let session = opening.session().await?;
    let has_citus = session
        .query_opt("SELECT FROM pg_extension WHERE extname = 'citus'", &[])
        .await
        .map_err(Failure::from)?
        .is_some();
    if !has_citus {
        return if distribute {
            Err(OpenError::NoCitus)
        } else {
            Ok(false)
        };
    }
    if distribute {
        session.batch_execute(DISTRIBUTE).await.map_err(Failure::from)?;
    }
    let sql = "SELECT FROM pg_dist_partition WHERE logicalrelid = 'observation'::regclass";
    let spread = session.query_opt(sql, &[]).await.map_err(Failure::from)?;
    Ok(spread.is_some())
}

#[tonic::async_trait]
impl CubeReader for Postgres {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        let inner = self.inner.as_ref();
        let session = &self.session_at(at).await?;
        self.read(session, async {
            let ids = self.series_ids(session, keys).await?;
            let reader = CellReader {
                inner,
                session,
                at,
                detail,
            };
            reader.series(&ids).await
        })
        .await
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        let inner = self.inner.as_ref();
        let session = &self.session_at(at).await?;
        self.read(session, async {
            let indicators = &inner.names.indicators;
            indicators
                .learn(session, keys.iter().map(|key| &key.indicator))
                .await?;
            let pair = |key: &ColumnKey| {
                let period = codec::period_key(key.period) as i32;
                Some((indicators.id(&key.indicator)? as i32, period))
            };
            let ids: Vec<Option<Pair>> = keys.iter().map(pair).collect();
            let reader = CellReader {
                inner,
                session,
                at,
                detail,
            };
            reader.columns(&ids).await
        })
        .await
    }
}

#[tonic::async_trait]
impl Cube for Postgres {
    async fn head(&self) -> Result<Head, EngineError> {
        let session = &self.inner.primary.session().await?;
        let head = self.read(session, head::read(session)).await?;
        self.inner
            .reached
            .fetch_max(head.revision.get(), Ordering::Release);
        Ok(head)
    }

    async fn heard(&self) {
        self.news.heard().await;
    }

    async fn counts(&self) -> Result<Counts, EngineError> {
        let session = &self.inner.primary.session().await?;
        self.read(session, read::counts(session)).await
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

    async fn periods(&self, indicator: &IndicatorCode, at: Revision) -> Result<Vec<Period>, EngineError> {
        let inner = self.inner.as_ref();
        let session = &self.session_at(at).await?;
        self.read(session, async {
            inner.names.indicators.learn(session, [indicator]).await?;
            match inner.names.indicators.id(indicator) {
                Some(id) => read::periods(session, id as i32, at).await,
                None => Ok(Vec::new()),
            }
        })
        .await
    }

    async fn history(&self, key: &SeriesKey, at: Revision) -> Result<History, EngineError> {
        let inner = self.inner.as_ref();
        let session = &self.session_at(at).await?;
        self.read(session, async {
            let ids = self.series_ids(session, std::slice::from_ref(key)).await?;
            let Some(pair) = ids.into_iter().flatten().next() else {
                return Ok(History::new());
            };
            let detail = Detail::Sources;
            let reader = CellReader {
                inner,
                session,
                at,
                detail,
            };
            reader.history(pair).await
        })
        .await
    }

    async fn revision_at(&self, time: Timestamp) -> Result<Revision, EngineError> {
        let session = &self.inner.primary.session().await?;
        self.read(session, read::revision_at(session, time)).await
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
        let session = &self.session_at(at).await?;
        self.read(session, catalog::load(session, at)).await
    }

    async fn catalog_revision(&self, at: Revision) -> Result<Revision, EngineError> {
        let session = &self.session_at(at).await?;
        self.read(session, catalog::catalog_revision(session, at)).await
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
        let session = &self.inner.primary.session().await?;
        self.read(session, catalog::referenced(session, subjects, indicators))
            .await
    }
}

impl From<Failure> for EngineError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable(text) => Self::Unavailable(text),
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
