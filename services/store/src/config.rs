//! Configuring, building and stopping a store.

use std::{num::NonZero, path::PathBuf, sync::Arc, time::Duration};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use ulid::Ulid;
use zhibiao_proto::{
    catalog::v1::catalog_service_server::CatalogServiceServer,
    observation::v1::observation_service_server::ObservationServiceServer,
};
use zhibiao_runtime::clock::Clock;

use crate::{
    cached::Cached,
    catalogs::CatalogApi,
    core::Core,
    cube::CubeReader,
    error::EngineError,
    follower::Follower,
    library::Library,
    observations::ObservationApi,
    sqlite::{Closing, OpenError, Options, Sqlite},
};

/// Full names of the store's services, for health.
pub const SERVICES: [&str; 2] = [
    "zhibiao.catalog.v1.CatalogService",
    "zhibiao.observation.v1.ObservationService",
];

/// Largest request of the observation service, in bytes: the 32 MiB promised for a batch and room for its frame.
const MAX_REQUEST: usize = (32 << 20) + (64 << 10);

/// Largest catalogue that is applied at once, in bytes.
const MAX_CATALOG: usize = 64 << 20;

/// Largest answer, in bytes: two million cells of a column read with revisions.
const MAX_ANSWER: usize = 96 << 20;

/// Where a store keeps its data.
#[derive(Debug, Clone)]
pub enum Data {
    /// In a folder, which is made when it is not there.
    Folder(PathBuf),
    /// In a temporary folder that is removed at the end.
    Temporary,
}

/// How a store is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it keeps its data.
    pub data: Data,
    /// Bounds and periods.
    pub limits: Limits,
}

/// Bounds and periods of a store.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Memory for cached series and columns, in bytes; 0 for no cache.
    pub cache_bytes: u64,
    /// Revisions whose cells the change feed keeps.
    pub retention: u64,
    /// Longest time that a watcher may take to accept a message.
    pub watch_patience: Duration,
    /// Time between the checkpoints that a watcher is sent when nothing happens.
    pub checkpoint_every: Duration,
    /// Time between looks for commits of other processes.
    pub poll_every: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cache_bytes: 64 << 20,
            retention: 1_000_000,
            watch_patience: Duration::from_secs(30),
            checkpoint_every: Duration::from_secs(5),
            poll_every: Duration::from_secs(2),
        }
    }
}

/// Why a store can't be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Its folder can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What is stored can't be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A store that runs. It stops when the shutdown token that it was built with is cancelled; [`Running::stopped`] waits
/// for that.
#[derive(Debug)]
pub struct Running {
    core: Arc<Core>,
    polling: JoinHandle<()>,
    closing: Closing,
    /// Last: removed once everything in it is closed.
    temporary: Option<TemporaryFolder>,
}

/// A folder that is removed when this is dropped.
#[derive(Debug)]
struct TemporaryFolder(PathBuf);

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "temporary folder not removed");
        }
    }
}

impl Config {
    /// A store in a folder, with the usual limits.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self {
            data: Data::Folder(path.into()),
            limits: Limits::default(),
        }
    }

    /// A store that is gone afterwards, with the usual limits.
    #[must_use]
    pub fn temporary() -> Self {
        Self {
            data: Data::Temporary,
            limits: Limits::default(),
        }
    }

    /// Opens the data and starts what runs in the background.
    ///
    /// # Errors
    /// [`BuildError`], at once when the folder is in use by another process.
    pub async fn build(self, clock: Clock, shutdown: CancellationToken) -> Result<Running, BuildError> {
        let Self { data, limits } = self;
        let (folder, temporary) = match data {
            Data::Folder(folder) => (folder, None),
            Data::Temporary => {
                let folder = std::env::temp_dir().join(format!("zhibiao-{}", Ulid::generate().to_string()));
                (folder.clone(), Some(TemporaryFolder(folder)))
            }
        };
        let readers = std::thread::available_parallelism()
            .map_or(2, NonZero::get)
            .clamp(2, 16);
        let options = Options {
            readers,
            retention: limits.retention,
            clock: clock.clone(),
        };
        let open = tokio::task::spawn_blocking(move || Sqlite::open(&folder, options));
        let (sqlite, closing) = open
            .await
            .map_err(|error| EngineError::Failed(error.to_string()))??;
        let sqlite = Arc::new(sqlite);
        let follower = Arc::new(Follower::start(sqlite.clone()).await?);
        let library = Library::open(sqlite.clone(), Arc::clone(&follower)).await?;
        let polling = tokio::spawn(Arc::clone(&follower).run(limits.poll_every, shutdown.clone()));
        let reader: Arc<dyn CubeReader> = if limits.cache_bytes == 0 {
            sqlite.clone()
        } else {
            Arc::new(Cached::new(
                sqlite.clone(),
                Arc::clone(&follower),
                limits.cache_bytes,
            ))
        };
        let core = Arc::new(Core {
            cube: sqlite.clone(),
            catalogs: sqlite.clone(),
            reader,
            follower,
            library,
            clock,
            limits,
            streams: shutdown.child_token(),
        });
        Ok(Running {
            core,
            polling,
            closing,
            temporary,
        })
    }
}

impl Running {
    /// The services, to be served. They hold the store open.
    #[must_use]
    pub fn routes(&self) -> Routes {
        let catalog = CatalogServiceServer::new(CatalogApi::new(Arc::clone(&self.core)))
            .max_decoding_message_size(MAX_CATALOG)
            .max_encoding_message_size(MAX_ANSWER);
        let observations = ObservationServiceServer::new(ObservationApi::new(Arc::clone(&self.core)))
            .max_decoding_message_size(MAX_REQUEST)
            .max_encoding_message_size(MAX_ANSWER);
        Routes::new(catalog).add_service(observations)
    }

    /// Cancelled, it ends the streams that would last for ever: when draining begins, while other calls go on.
    #[must_use]
    pub fn streams(&self) -> CancellationToken {
        self.core.streams.clone()
    }

    /// Waits, after shutdown, until everything is written and closed. Calls that are under way still are told that the
    /// store is unavailable.
    pub async fn stopped(self) {
        let Self {
            core,
            polling,
            closing,
            temporary,
        } = self;
        if let Err(error) = polling.await {
            tracing::error!(%error, "following the change log failed");
        }
        drop(core);
        closing.wait().await;
        drop(temporary);
    }
}
