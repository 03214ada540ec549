//! The connections that read, each used by one blocking task at a time.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zhibiao_model::revision::{Revision, StoreId};

use crate::{cube::Head, engine::codec, error::EngineError};

/// A pool of read connections. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

/// A connection on loan; it goes back when dropped, also by a task that panics or whose caller has gone.
struct Lease {
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    _permit: OwnedSemaphorePermit,
}

/// One state of the database: whatever is read through it belongs to one revision.
#[derive(Debug)]
pub(super) struct Snapshot<'a> {
    pub(super) transaction: Transaction<'a>,
    pub(super) head: Head,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        let free = Arc::new(Semaphore::new(connections.len()));
        Self {
            idle: Arc::new(Mutex::new(connections)),
            free,
        }
    }

    /// Runs a read on a thread of its own, in one snapshot.
    pub(super) async fn read<T, F>(&self, read: F) -> Result<T, EngineError>
    where
        T: Send + 'static,
        F: FnOnce(&Snapshot<'_>) -> Result<T, EngineError> + Send + 'static,
    {
        let mut lease = self.lease().await?;
        let task = tokio::task::spawn_blocking(move || {
            let connection = lease.connection.as_mut();
            let connection =
                connection.ok_or_else(|| EngineError::Failed("no read connection".to_owned()))?;
            Snapshot::begin(connection).and_then(|snapshot| read(&snapshot))
        });
        task.await
            .map_err(|error| EngineError::Failed(error.to_string()))?
    }

    async fn lease(&self) -> Result<Lease, EngineError> {
        let closed = |_| EngineError::Unavailable("readers are closed".to_owned());
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(closed)?;
        let connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(Lease {
            connection,
            idle: Arc::clone(&self.idle),
            _permit: permit,
        })
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(self.connection.take());
    }
}

impl<'a> Snapshot<'a> {
    fn begin(connection: &'a mut Connection) -> Result<Self, EngineError> {
        let transaction = connection.transaction()?;
        let head = head(&transaction)?;
        Ok(Self { transaction, head })
    }

    /// Whether reading at a revision must look at superseded values too.
    ///
    /// # Errors
    /// When the revision lies beyond the head, which no caller may ask for.
    pub(super) fn is_past(&self, at: Revision) -> Result<bool, EngineError> {
        if at > self.head.revision {
            let head = self.head.revision;
            return Err(EngineError::Failed(format!(
                "read at revision {at}, but the head is {head}"
            )));
        }
        Ok(at < self.head.revision)
    }
}

/// Reads the head row.
pub(super) fn head(connection: &Connection) -> Result<Head, EngineError> {
    let mut statement = connection
        .prepare_cached("SELECT store_id, revision, catalog_revision, committed_at FROM head WHERE id = 1")?;
    let (store, revision, catalog, committed_at): ([u8; 16], i64, i64, i64) =
        statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(Head {
        store: StoreId(u128::from_be_bytes(store)),
        revision: codec::revision(revision)?,
        catalog: codec::revision(catalog)?,
        committed_at: codec::instant(committed_at)?,
    })
}
