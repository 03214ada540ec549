//! The one thread that writes: it takes jobs in turn, each in a transaction of its own, so that revisions are commits.

use std::{
    sync::{Arc, PoisonError, RwLock},
    thread::{self, JoinHandle},
};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use tokio::sync::{mpsc, oneshot};
use zhibiao_model::revision::Revision;
use zhibiao_runtime::clock::Clock;

use super::{catalog, names::Names, readers, write};
use crate::{
    catalog_log::{Update, UpdateError},
    cube::{Batch, Head, WriteError, Written},
    error::EngineError,
};

/// Jobs that wait for the writer; past that callers wait to hand theirs over.
const QUEUE: usize = 64;

/// Pages in the write-ahead log after which they are moved into the database: 32 MiB.
const LOGGED_PAGES: i64 = 8_192;

/// The head as far as it may be told: names of its rows are known in memory.
pub(super) type Published = Arc<RwLock<Head>>;

/// What the writer does.
#[derive(Debug)]
pub(super) enum Job {
    Write(Batch, oneshot::Sender<Result<Written, WriteError>>),
    Update(Update, oneshot::Sender<Result<Head, UpdateError>>),
    /// End, although there are callers left.
    Close,
}

/// What the writer has at hand.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) names: Arc<Names>,
    pub(super) published: Published,
    pub(super) clock: Clock,
    /// Revisions whose cells the change log keeps.
    pub(super) retention: u64,
}

/// A transaction that becomes a revision.
pub(super) struct Commit<'a> {
    pub(super) transaction: Transaction<'a>,
    /// The head before it.
    pub(super) before: Head,
    /// The revision it becomes.
    pub(super) revision: Revision,
    pub(super) committed_at: Timestamp,
    retention: u64,
}

/// How a commit changes the head besides the revision.
#[derive(Default)]
pub(super) struct Effect {
    pub(super) inserted: u64,
    pub(super) revised: u64,
    pub(super) catalog: bool,
}

impl Writer {
    /// Starts the thread; it ends when it is told to, or when every sender is gone.
    pub(super) fn start(self) -> std::io::Result<(mpsc::Sender<Job>, JoinHandle<()>)> {
        let (sender, jobs) = mpsc::channel(QUEUE);
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(|| self.run(jobs))?;
        Ok((sender, thread))
    }

    fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        while let Some(job) = jobs.blocking_recv() {
            // Whoever asked may have gone; what was written stays written.
            match job {
                Job::Write(batch, answer) => {
                    let _ = answer.send(write::batch(&mut self, &batch));
                }
                Job::Update(update, answer) => {
                    let _ = answer.send(catalog::update(&mut self, &update));
                }
                Job::Close => break,
            }
            // Only now: who waited for the commit has its answer.
            if let Err(error) = self.checkpoint() {
                tracing::warn!(%error, "checkpoint failed");
            }
        }
        if let Err(error) = self
            .connection
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;")
        {
            tracing::warn!(%error, "checkpoint at close failed");
        }
    }

    /// Moves the write-ahead log into the database when it has become long.
    fn checkpoint(&self) -> rusqlite::Result<()> {
        let logged = |row: &rusqlite::Row<'_>| row.get::<_, i64>(1);
        let pages = self
            .connection
            .prepare_cached("PRAGMA wal_checkpoint(NOOP)")?
            .query_row((), logged)?;
        if pages >= LOGGED_PAGES {
            self.connection
                .prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?
                .query_row((), logged)?;
        }
        Ok(())
    }

    /// Begins a transaction that becomes the next revision.
    pub(super) fn begin(&mut self) -> Result<Commit<'_>, EngineError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let before = readers::head(&transaction)?;
        // Kept in microseconds; it never falls, whatever the clock does.
        let committed_at = self.clock.now().max(before.committed_at);
        let committed_at = Timestamp::from_microsecond(committed_at.as_microsecond())
            .map_err(|error| EngineError::Failed(error.to_string()))?;
        let revision = before.revision.next();
        Ok(Commit {
            transaction,
            before,
            revision,
            committed_at,
            retention: self.retention,
        })
    }

    /// Lets readers go up to a head.
    pub(super) fn publish(&self, head: Head) {
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = head;
    }
}

impl Commit<'_> {
    /// Moves the head, trims the change log and commits. Gives the new head, for [`Writer::publish`].
    pub(super) fn finish(self, effect: &Effect) -> Result<Head, EngineError> {
        let Self {
            transaction,
            before,
            revision,
            committed_at,
            retention,
        } = self;
        let catalog = if effect.catalog { revision } else { before.catalog };
        // The oldest revision that retention keeps; the log may hold more when retention was raised.
        let keep = u64::try_from(revision.get())
            .unwrap_or(0)
            .saturating_sub(retention)
            + 1;
        transaction
            .prepare_cached("DELETE FROM change_cells WHERE revision < ?1")?
            .execute(params![keep])?;
        transaction
            .prepare_cached(
                "UPDATE head SET revision = ?1, catalog_revision = ?2, committed_at = ?3,
                    oldest_change = max(oldest_change, ?4),
                    observations = observations + ?5, past = past + ?6
                 WHERE id = 1",
            )?
            .execute(params![
                revision.get(),
                catalog.get(),
                committed_at.as_microsecond(),
                keep,
                effect.inserted,
                effect.revised
            ])?;
        transaction.commit()?;
        Ok(Head {
            revision,
            catalog,
            committed_at,
            ..before
        })
    }
}
