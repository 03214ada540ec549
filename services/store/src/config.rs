//! Configuring, building and stopping a store.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    sync::{RwLock, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use zhibiao_postgres::{Failure, MigrateError};
use zhibiao_proto::catalog::v1::catalog_service_server::CatalogServiceServer;
use zhibiao_runtime::{
    clock::Clock,
    health::{Dependency, REDIS},
    outage::once_reachable,
    outlet::Places,
    server::{MAX_CATALOG, MAX_CONTENT},
    telemetry::Telemetry,
};

use crate::{
    cached::{Cached, Layers, Ledger, RedisOptions},
    catalogs::CatalogApi,
    core::Core,
    cube::CubeReader,
    data::{Closing, Data, Opened},
    error::EngineError,
    feeds::Feeds,
    follower::Follower,
    library::Library,
    metrics,
    observations::ObservationServer,
    postgres,
    sqlite::OpenError,
};

/// Full names of the store's services, for health.
pub const SERVICES: [&str; 2] = [
    "zhibiao.catalog.v1.CatalogService",
    "zhibiao.observation.v1.ObservationService",
];

/// Largest answer, in bytes: two million cells of a column read with revisions.
const MAX_ANSWER: usize = 96 << 20;

/// How a store is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it keeps its data.
    pub data: Data,
    /// Redis as a cache behind the one in memory, if there is one.
    pub redis: Option<RedisOptions>,
    /// Bounds and periods.
    pub limits: Limits,
}

/// Bounds and periods of a store.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Memory for cached series and columns, in bytes; 0 for no cache in memory.
    pub cache_bytes: u64,
    /// Revisions whose cells the change feed keeps.
    pub retention: u64,
    /// Watchers of the change log at once.
    pub watchers: usize,
    /// Exports at once.
    pub exports: usize,
    /// Longest time that a watcher, or the reader of an export, may take to accept a message.
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
            watchers: 256,
            exports: 32,
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
    /// Its database can't be opened.
    #[error(transparent)]
    Database(#[from] postgres::OpenError),
    /// What is stored can't be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl BuildError {
    /// Whether the database is away, and may be back soon.
    fn is_of_absence(&self) -> bool {
        match self {
            Self::Database(
                postgres::OpenError::Database(Failure::Unavailable(_))
                | postgres::OpenError::Migrate(MigrateError::Failure(Failure::Unavailable(_))),
            )
            | Self::Engine(EngineError::Unavailable(_)) => true,
            Self::Open(_) | Self::Database(_) | Self::Engine(_) => false,
        }
    }
}

/// The data, with its log and its catalogue read up to the head.
struct Begun {
    opened: Opened,
    follower: Arc<Follower>,
    library: Library,
}

impl Begun {
    async fn open(data: Data, retention: u64, clock: Clock) -> Result<Self, BuildError> {
        let opened = data.open(retention, clock).await?;
        let follower = Arc::new(Follower::start(Arc::clone(&opened.cube)).await?);
        let library = Library::open(Arc::clone(&opened.catalogs), Arc::clone(&follower)).await?;
        Ok(Self {
            opened,
            follower,
            library,
        })
    }
}

/// A store that runs. It stops when the shutdown token that it was built with is cancelled; [`Running::stopped`] waits
/// for that.
#[derive(Debug)]
pub struct Running {
    core: Arc<Core>,
    serving: watch::Receiver<bool>,
    dependencies: Vec<Dependency>,
    polling: JoinHandle<()>,
    closing: Closing,
}

impl Config {
    /// A store in a folder, with the usual limits.
    #[must_use]
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self {
            data: Data::Folder(path.into()),
            redis: None,
            limits: Limits::default(),
        }
    }

    /// The names of what it needs from outside, as health tells them.
    #[must_use]
    pub fn dependencies(&self) -> Vec<&'static str> {
        let redis = self.redis.as_ref().map(|_| REDIS);
        self.data.dependency().into_iter().chain(redis).collect()
    }

    /// Opens the data and starts what runs in the background. A database that can't be reached is waited for.
    ///
    /// # Errors
    /// [`BuildError`], at once when the folder is in use by another process.
    pub async fn build(
        self,
        clock: Clock,
        telemetry: &Telemetry,
        shutdown: CancellationToken,
    ) -> Result<Running, BuildError> {
        let database = self.data.dependency();
        let Self { data, redis, limits } = self;
        let begin = || Begun::open(data.clone(), limits.retention, clock.clone());
        let Begun {
            opened,
            follower,
            library,
        } = once_reachable(begin, BuildError::is_of_absence).await?;
        let polling = tokio::spawn(Arc::clone(&follower).run(limits.poll_every, shutdown.clone()));
        let (ledger, feeds) = (Arc::new(Ledger::default()), Arc::new(Feeds::default()));
        metrics::tell(telemetry, follower.subscribe(), &feeds, Arc::clone(&ledger));
        let mut dependencies: Vec<Dependency> = Vec::new();
        dependencies.extend(database.map(|name| Dependency {
            name,
            answers: follower.answers(),
        }));
        let layers = Layers {
            near_bytes: limits.cache_bytes,
            redis,
        };
        let (reader, serving): (Arc<dyn CubeReader>, _) = if layers.is_none() {
            // Without a cache nothing can be answered while the database is away.
            (opened.reader, follower.answers())
        } else {
            let follower = Arc::clone(&follower);
            let cached = Cached::new(opened.reader, follower, layers, Arc::clone(&ledger));
            dependencies.extend(cached.redis().map(|answers| Dependency { name: REDIS, answers }));
            (Arc::new(cached), watch::channel(true).1)
        };
        let core = Arc::new(Core {
            cube: opened.cube,
            catalogs: opened.catalogs,
            reader,
            ledger,
            feeds,
            follower,
            library,
            overtaken: RwLock::default(),
            clock,
            watchers: Places::new(limits.watchers, "TOO_MANY_WATCHERS"),
            exports: Places::new(limits.exports, "TOO_MANY_EXPORTS"),
            limits,
            streams: shutdown.child_token(),
        });
        Ok(Running {
            core,
            serving,
            dependencies,
            polling,
            closing: opened.closing,
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
        let observations = ObservationServer::new(Arc::clone(&self.core), MAX_CONTENT, MAX_ANSWER);
        Routes::new(catalog).add_service(observations)
    }

    /// Whether it serves, for health: false while nothing can be answered.
    #[must_use]
    pub fn serving(&self) -> watch::Receiver<bool> {
        self.serving.clone()
    }

    /// What it needs from outside, and whether that answers.
    #[must_use]
    pub fn dependencies(&self) -> Vec<Dependency> {
        self.dependencies.clone()
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
            ..
        } = self;
        if let Err(error) = polling.await {
            tracing::error!(%error, "following the change log failed");
        }
        drop(core);
        closing.wait().await;
    }
}
