//! Where a store keeps its data: opening it, and closing it at the end.

use std::{num::NonZero, path::PathBuf, sync::Arc};

use ulid::Ulid;
use zhibiao_runtime::{clock::Clock, health::POSTGRES};

use crate::{
    catalog_log::CatalogLog,
    config::BuildError,
    cube::{Cube, CubeReader},
    error::EngineError,
    postgres::{self, Postgres},
    sqlite::{self, Sqlite},
};

/// Where a store keeps its data.
#[derive(Debug, Clone)]
pub enum Data {
    /// In a folder, which is made when it is not there.
    Folder(PathBuf),
    /// In a temporary folder that is removed at the end.
    Temporary,
    /// In PostgreSQL, shared by any number of processes.
    Postgres(postgres::Options),
}

/// An open engine.
pub(crate) struct Opened {
    pub(crate) cube: Arc<dyn Cube>,
    pub(crate) reader: Arc<dyn CubeReader>,
    pub(crate) catalogs: Arc<dyn CatalogLog>,
    pub(crate) closing: Closing,
}

/// What has to be closed at the end.
#[derive(Debug)]
pub(crate) enum Closing {
    Sqlite {
        closing: sqlite::Closing,
        /// Removed once everything in it is closed.
        temporary: Option<TemporaryFolder>,
    },
    Postgres(Arc<Postgres>),
}

/// A folder that is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct TemporaryFolder(PathBuf);

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "temporary folder not removed");
        }
    }
}

impl Data {
    /// The name of the database that it needs, as health tells it.
    pub(crate) fn dependency(&self) -> Option<&'static str> {
        match self {
            Self::Folder(_) | Self::Temporary => None,
            Self::Postgres(_) => Some(POSTGRES),
        }
    }

    /// Opens the data; the change log keeps the cells of so many revisions.
    pub(crate) async fn open(self, retention: u64, clock: Clock) -> Result<Opened, BuildError> {
        let (folder, temporary) = match self {
            Self::Folder(folder) => (folder, None),
            Self::Temporary => {
                let folder = std::env::temp_dir().join(format!("zhibiao-{}", Ulid::generate().to_string()));
                (folder.clone(), Some(TemporaryFolder(folder)))
            }
            Self::Postgres(options) => {
                let postgres = Arc::new(Postgres::open(options, retention, clock).await?);
                return Ok(Opened::of(Arc::clone(&postgres), Closing::Postgres(postgres)));
            }
        };
        let readers = std::thread::available_parallelism()
            .map_or(2, NonZero::get)
            .clamp(2, 16);
        let options = sqlite::Options {
            readers,
            retention,
            clock,
        };
        let open = tokio::task::spawn_blocking(move || Sqlite::open(&folder, options));
        let (sqlite, closing) = open
            .await
            .map_err(|error| EngineError::Failed(error.to_string()))??;
        let closing = Closing::Sqlite { closing, temporary };
        Ok(Opened::of(Arc::new(sqlite), closing))
    }
}

impl Opened {
    fn of(engine: Arc<impl Cube + CatalogLog>, closing: Closing) -> Self {
        Self {
            cube: engine.clone(),
            reader: engine.clone(),
            catalogs: engine,
            closing,
        }
    }
}

impl Closing {
    /// Waits until everything is written and closed. Calls that are under way still are told that the store is
    /// unavailable.
    pub(crate) async fn wait(self) {
        match self {
            Self::Sqlite { closing, temporary } => {
                closing.wait().await;
                drop(temporary);
            }
            Self::Postgres(postgres) => postgres.close(),
        }
    }
}
