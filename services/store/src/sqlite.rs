//! The embedded engine: SQLite in WAL mode, one file, one writer, many readers.
//!
//! Guarantees beyond the traits': a commit that was acknowledged survives a crash of the machine (synchronous = FULL);
//! the folder is ours alone (a second process gets [`OpenError::InUse`]).

mod catalog;
mod insert;
mod log;
mod names;
mod provenance;
mod read;
mod readers;
mod schema;
mod write;
mod writer;

use std::{
    cell::RefCell,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    thread::JoinHandle,
};

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::observation::v1::ObservationColumns;
use zhibiao_runtime::clock::Clock;

use self::{
    names::Names,
    provenance::Provenances,
    read::CellReader,
    readers::{Readers, Snapshot},
    schema::Folder,
    writer::{Job, Published, Writer},
};
use crate::{
    catalog_log::{CatalogLog, Record, Update, UpdateError},
    cube::{
        Batch, Cells, ColumnKey, Counts, Cube, CubeReader, Detail, Head, History, LogEntry, LogError,
        SeriesKey, WriteError, Written,
    },
    error::EngineError,
};

pub use schema::OpenError;

/// How to open a folder.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections that read at the same time.
    pub readers: usize,
    /// Revisions whose cells the change log keeps.
    pub retention: u64,
    /// Dates commits.
    pub clock: Clock,
}

/// An open folder.
#[derive(Debug)]
pub struct Sqlite {
    jobs: mpsc::Sender<Job>,
    readers: Readers,
    names: Arc<Names>,
    provenances: Provenances,
    published: Published,
}

/// Ends an engine: the writer's thread and the folder's lock.
#[derive(Debug)]
pub struct Closing {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<()>,
    folder: Folder,
}

impl Closing {
    /// Waits until everything that was handed to the writer is written, and unlocks the folder. Whoever still holds the
    /// engine is told from then on that it is unavailable.
    pub async fn wait(self) {
        let Self { jobs, thread, folder } = self;
        // A writer that has ended already needs no telling.
        let _ = jobs.send(Job::Close).await;
        match tokio::task::spawn_blocking(|| thread.join()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => tracing::error!("the writer panicked"),
        }
        drop(folder);
    }
}

impl Sqlite {
    /// Opens a folder; makes it when there is none.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(folder: &Path, options: Options) -> Result<(Self, Closing), OpenError> {
        let folder = Folder::lock(folder)?;
        let damaged = |error: EngineError| folder.damaged(error);
        let connection = folder.writer()?;
        let readers = (0..options.readers.max(1))
            .map(|_| folder.reader())
            .collect::<Result<_, _>>()?;
        let names = Arc::new(Names::load(&connection).map_err(damaged)?);
        let published = Arc::new(RwLock::new(readers::head(&connection).map_err(damaged)?));
        let writer = Writer {
            connection,
            names: Arc::clone(&names),
            published: Arc::clone(&published),
            clock: options.clock,
            retention: options.retention,
        };
        let (jobs, thread) = writer.start().map_err(|error| folder.damaged(error))?;
        let provenances = Provenances::new();
        let sqlite = Self {
            jobs: jobs.clone(),
            readers: Readers::new(readers),
            names,
            provenances,
            published,
        };
        Ok((sqlite, Closing { jobs, thread, folder }))
    }

    fn published(&self) -> Head {
        *self.published.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The ids of the keys of cells; a name in no dictionary has none.
    fn series_ids(&self, keys: &[SeriesKey]) -> Vec<Option<(u32, u32)>> {
        let Names {
            indicators, subjects, ..
        } = self.names.as_ref();
        keys.iter()
            .map(|key| indicators.id(&key.indicator).zip(subjects.id(&key.subject)))
            .collect()
    }

    /// Reads the cells of several keys in one snapshot.
    async fn cells<K, T>(
        &self,
        keys: Vec<K>,
        at: Revision,
        detail: Detail,
        read: impl Fn(&CellReader<'_>, &K) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<Vec<T>, EngineError>
    where
        K: Send + 'static,
        T: Send + 'static,
    {
        let (names, provenances) = (Arc::clone(&self.names), self.provenances.clone());
        let read = move |snapshot: &Snapshot<'_>| {
            let reader = CellReader {
                snapshot,
                names: &names,
                provenances: &provenances,
                at,
                detail,
                last_order: RefCell::default(),
            };
            keys.iter().map(|key| read(&reader, key)).collect()
        };
        self.readers.read(read).await
    }
}

#[tonic::async_trait]
impl CubeReader for Sqlite {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        let ids = self.series_ids(keys);
        self.cells(ids, at, detail, |reader, ids| {
            let series = ids.map(|(indicator, subject)| reader.series(indicator, subject));
            Ok(Arc::new(series.transpose()?.unwrap_or_default()))
        })
        .await
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        let ids = keys
            .iter()
            .map(|key| (self.names.indicators.id(&key.indicator), key.period))
            .collect();
        self.cells(ids, at, detail, |reader, (indicator, period)| {
            let column = indicator.map(|indicator| reader.column(indicator, *period));
            Ok(Arc::new(column.transpose()?.unwrap_or_default()))
        })
        .await
    }
}

#[tonic::async_trait]
impl Cube for Sqlite {
    async fn head(&self) -> Result<Head, EngineError> {
        Ok(self.published())
    }

    async fn counts(&self) -> Result<Counts, EngineError> {
        self.readers.read(read::counts).await
    }

    async fn write(&self, batch: Batch) -> Result<Written, WriteError> {
        let (answer, answered) = oneshot::channel();
        self.jobs
            .send(Job::Write(batch, answer))
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    async fn written(&self, id: &str, digest: &[u8; 32]) -> Result<Option<Written>, WriteError> {
        let (names, id, digest) = (Arc::clone(&self.names), id.to_owned(), *digest);
        // Names of what is committed but not told yet are not in memory: that write has no answer to give so far.
        let told = self.published().revision;
        let read = move |snapshot: &Snapshot<'_>| {
            Ok(write::earlier(&snapshot.transaction, &names, &id, &digest, told))
        };
        self.readers.read(read).await?
    }

    async fn periods(
        &self,
        indicators: &[IndicatorCode],
        at: Revision,
    ) -> Result<Vec<Vec<Period>>, EngineError> {
        let ids: Vec<Option<u32>> = indicators
            .iter()
            .map(|indicator| self.names.indicators.id(indicator))
            .collect();
        let read = move |snapshot: &Snapshot<'_>| {
            let periods = |id: &Option<u32>| id.map_or(Ok(Vec::new()), |id| read::periods(snapshot, id, at));
            ids.iter().map(periods).collect()
        };
        self.readers.read(read).await
    }

    async fn histories(&self, keys: &[SeriesKey], at: Revision) -> Result<Vec<History>, EngineError> {
        let ids = self.series_ids(keys);
        self.cells(ids, at, Detail::Sources, |reader, ids| {
            let history = ids.map(|(indicator, subject)| reader.history(indicator, subject));
            Ok(history.transpose()?.unwrap_or_default())
        })
        .await
    }

    async fn revision_at(&self, time: Timestamp) -> Result<Revision, EngineError> {
        let head = self.published().revision;
        self.readers
            .read(move |snapshot| read::revision_at(snapshot, time).map(|found| found.min(head)))
            .await
    }

    async fn log(&self, after: Revision, limit: usize) -> Result<Vec<LogEntry>, LogError> {
        // Names of what is committed and not published yet may not be known.
        let committed = self.published().revision.get() - after.get();
        let limit = limit.min(usize::try_from(committed).unwrap_or(0));
        let names = Arc::clone(&self.names);
        let found = self
            .readers
            .read(move |snapshot| log::entries(snapshot, &names, after, limit))
            .await?;
        found.map_err(LogError::Trimmed)
    }

    async fn fragment(&self, revision: Revision, fragment: u32) -> Result<ObservationColumns, LogError> {
        let found = self
            .readers
            .read(move |snapshot| log::fragment(snapshot, revision, fragment))
            .await?;
        found.map_err(LogError::Trimmed)
    }
}

#[tonic::async_trait]
impl CatalogLog for Sqlite {
    async fn load(&self, at: Revision) -> Result<Vec<Record>, EngineError> {
        self.readers
            .read(move |snapshot| catalog::load(snapshot, at))
            .await
    }

    async fn catalog_revision(&self, at: Revision) -> Result<Revision, EngineError> {
        self.readers
            .read(move |snapshot| catalog::catalog_revision(snapshot, at))
            .await
    }

    async fn update(&self, update: Update) -> Result<Head, UpdateError> {
        let (answer, answered) = oneshot::channel();
        self.jobs
            .send(Job::Update(update, answer))
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    async fn referenced(
        &self,
        subjects: &[SubjectName],
        indicators: &[IndicatorCode],
    ) -> Result<Vec<String>, EngineError> {
        Ok(catalog::referenced(&self.names, subjects, indicators))
    }
}

fn closed() -> EngineError {
    EngineError::Unavailable("the writer has ended".to_owned())
}

impl From<rusqlite::Error> for EngineError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::OutOfMemory
                | ErrorCode::OperationInterrupted,
            ) => Self::Unavailable(text),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            Some(_) | None => Self::Failed(text),
        }
    }
}
