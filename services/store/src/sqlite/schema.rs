//! Opening a data folder: the lock, the connections, the schema.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, params};
use ulid::Ulid;

/// Migrations in order; they only go forward. `PRAGMA user_version` says how many have run.
const MIGRATIONS: [&str; 2] = [
    include_str!("migrations/0001_cube.sql"),
    include_str!("migrations/0002_trace.sql"),
];

const DATABASE: &str = "store.db";
const LOCK: &str = "store.lock";

/// Longest wait for the folder's lock. Whoever starts a program shares its locks with it until the program runs, and a
/// process that ends lets go of them a moment after all else.
const PATIENCE: Duration = Duration::from_millis(500);

/// Between two looks at it.
const PAUSE: Duration = Duration::from_millis(10);

/// Longest wait for SQLite's own locks; with one writer only a checkpoint takes them.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Prepared statements kept by each connection.
const STATEMENTS: usize = 64;

/// Why a data folder can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder can't be made, read or written.
    #[error("data folder {folder}: {source}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Another process has it open.
    #[error("data folder {0} is in use by another process: stop it, or choose another folder")]
    InUse(PathBuf),
    /// A newer version of the hub wrote it.
    #[error("data folder {folder} has schema version {found}, this hub knows up to {known}: use a newer hub")]
    TooNew {
        /// The folder.
        folder: PathBuf,
        /// Version found.
        found: usize,
        /// Newest version known.
        known: usize,
    },
    /// What is stored can't be read.
    #[error("data folder {folder}: {reason}")]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
}

/// A data folder that is ours alone until this is dropped.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Held for its lock.
    _lock: File,
}

impl Folder {
    /// Makes the folder if need be and takes its lock.
    pub(super) fn lock(path: &Path) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Folder {
            folder: path.to_owned(),
            source,
        };
        std::fs::create_dir_all(path).map_err(failed)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .map_err(failed)?;
        let begun = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(path.to_owned())),
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// Opens the connection of the writer and brings the schema up to date.
    pub(super) fn writer(&self) -> Result<Connection, OpenError> {
        let mut connection = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // FULL: a commit that was acknowledged is on the disk, also when the power fails. The writer moves what was logged
        // into the database itself, between commits: none of them waits for that.
        let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;";
        connection
            .execute_batch(pragmas)
            .map_err(|error| self.damaged(error))?;
        self.migrate(&mut connection)?;
        Ok(connection)
    }

    /// Opens a connection that only reads.
    pub(super) fn reader(&self) -> Result<Connection, OpenError> {
        let connection = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let pragmas = "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;";
        connection
            .execute_batch(pragmas)
            .map_err(|error| self.damaged(error))?;
        Ok(connection)
    }

    pub(super) fn damaged(&self, reason: impl ToString) -> OpenError {
        OpenError::Damaged {
            folder: self.path.clone(),
            reason: reason.to_string(),
        }
    }

    fn open(&self, flags: OpenFlags) -> Result<Connection, OpenError> {
        // Each connection is used by one thread at a time.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.path.join(DATABASE), flags)
            .map_err(|error| self.damaged(error))?;
        connection
            .busy_timeout(BUSY_TIMEOUT)
            .map_err(|error| self.damaged(error))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(connection)
    }

    fn migrate(&self, connection: &mut Connection) -> Result<(), OpenError> {
        let damaged = |error: rusqlite::Error| self.damaged(error);
        let found: usize = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .map_err(damaged)?;
        let known = MIGRATIONS.len();
        let missing = MIGRATIONS.get(found..).ok_or_else(|| OpenError::TooNew {
            folder: self.path.clone(),
            found,
            known,
        })?;
        for (version, migration) in (found + 1..).zip(missing) {
            let transaction = connection.transaction().map_err(damaged)?;
            transaction.execute_batch(migration).map_err(damaged)?;
            if version == 1 {
                let store = Ulid::generate().to_bytes();
                transaction
                    .execute(
                        "INSERT INTO head VALUES (1, ?1, 0, 0, 0, 1, 0, 0)",
                        params![store],
                    )
                    .map_err(damaged)?;
            }
            transaction
                .pragma_update(None, "user_version", version)
                .map_err(damaged)?;
            transaction.commit().map_err(damaged)?;
        }
        Ok(())
    }
}
