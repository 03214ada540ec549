//! Configuring, building and stopping the service.

use std::{path::PathBuf, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use zhibiao_client::Hub;
use zhibiao_model::revision::Revision;
use zhibiao_postgres::Options;
use zhibiao_proto::report::v1::report_service_server::ReportServiceServer;
use zhibiao_runtime::{
    clock::Clock,
    health::{Answers, Dependency, POSTGRES},
    outage::once_reachable,
    server::MAX_CONTENT,
    telemetry::Telemetry,
};

use crate::{
    aliases::Proposer,
    atlas::Atlases,
    changes::Changes,
    log::{LogError, PostgresLog, ReportLog, SqliteLog, StreamLog},
    metrics::{self, Metrics},
    publish::Publisher,
    service::{ReportApi, Shared},
};

/// Full names of the services, for health.
pub const SERVICES: [&str; 1] = ["zhibiao.report.v1.ReportService"];

/// The usual schema of the reports in a PostgreSQL database.
pub const SCHEMA: &str = "zhibiao_ingest";

/// Where reports are kept.
#[derive(Debug, Clone)]
pub enum Data {
    /// In a folder, which one process has to itself.
    Folder(PathBuf),
    /// In a schema of a PostgreSQL database, which several processes may share.
    Postgres {
        /// The database.
        options: Box<Options>,
        /// Folder that files are spooled into while they are received; each process may have its own.
        spool: PathBuf,
    },
}

/// How the service is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where reports are kept.
    pub data: Data,
    /// Bounds.
    pub limits: Limits,
}

/// Bounds of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Reports that are under way at once, from their first byte until they are kept; more are told to come back.
    pub receiving: usize,
    /// Reports that are checked at once; more wait their turn.
    pub checking: usize,
    /// Sources that are read at once to show what stands behind an entry; more wait their turn.
    pub sources: usize,
    /// Longest wait for the next part of a report that is being received.
    pub idle: Duration,
    /// Streams that are open at once; more are told to come back.
    pub streams: usize,
    /// Longest wait for the next batch of a stream.
    pub stream_idle: Duration,
    /// Longest wait for a client to read what it is sent on a stream.
    pub unread: Duration,
    /// Watchers that are served at once; more are told to come back.
    pub watchers: usize,
    /// Changes that a watcher may fall behind before it is dropped.
    pub watch_backlog: usize,
    /// Time between looks for what other processes that share the log did, when nothing is heard of it.
    pub look_every: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            receiving: 64,
            checking: std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2)),
            sources: 4,
            idle: Duration::from_secs(60),
            streams: 512,
            stream_idle: Duration::from_secs(300),
            unread: Duration::from_secs(30),
            watchers: 1_024,
            watch_backlog: 1_024,
            look_every: Duration::from_secs(2),
        }
    }
}

/// Why the service can't be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The reports database can't be opened.
    #[error("reports database: {0}")]
    Log(#[from] LogError),
    /// Opening it was interrupted.
    #[error("reports database: opening was interrupted")]
    Interrupted,
}

/// The service as it runs; it stops when the shutdown token that it was built with is cancelled.
#[derive(Debug)]
pub struct Running {
    shared: Arc<Shared>,
    serving: watch::Receiver<bool>,
    dependencies: Vec<Dependency>,
    tasks: Vec<JoinHandle<()>>,
}

impl Config {
    /// A service with its database in a folder, with the usual bounds.
    #[must_use]
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            data: Data::Folder(folder.into()),
            limits: Limits::default(),
        }
    }

    /// A service with its database in a PostgreSQL schema, usually [`SCHEMA`], with the usual bounds.
    #[must_use]
    pub fn postgres(options: Options, spool: impl Into<PathBuf>) -> Self {
        Self {
            data: Data::Postgres {
                options: Box::new(options),
                spool: spool.into(),
            },
            limits: Limits::default(),
        }
    }

    /// The names of what it needs from outside beside the store, as health tells them.
    #[must_use]
    pub fn dependencies(&self) -> Vec<&'static str> {
        match &self.data {
            Data::Folder(_) => Vec::new(),
            Data::Postgres { .. } => vec![POSTGRES],
        }
    }

    /// Opens the reports database and starts what runs in the background: following the catalogue, and publishing
    /// what was approved before. A database that can't be reached is waited for.
    ///
    /// # Errors
    /// When the database can't be opened.
    pub async fn build(
        self,
        hub: Hub,
        clock: Clock,
        telemetry: &Telemetry,
        shutdown: CancellationToken,
    ) -> Result<Running, BuildError> {
        let Self { data, limits } = self;
        let metrics = Metrics::new(telemetry);
        let Opened {
            log,
            stream_log,
            folder,
            changes,
            following: telling,
            answers,
        } = Opened::open(data, limits, &metrics, shutdown.clone()).await?;
        let (atlases, following) = Atlases::follow(hub.clone(), shutdown.clone());
        let publisher = Publisher::new(
            Arc::clone(&log),
            hub.clone(),
            atlases.clone(),
            changes.clone(),
            limits.look_every,
        );
        let publisher = Arc::new(publisher);
        let proposer = Proposer::new(Arc::clone(&log), hub.clone(), limits.look_every);
        let proposer = Arc::new(proposer);
        let (ready, serving) = watch::channel(false);
        let mut dependencies = Vec::new();
        dependencies.extend(answers.clone().map(|answers| Dependency {
            name: POSTGRES,
            answers,
        }));
        let looking = metrics::tell_waiting(
            telemetry.clone(),
            Arc::clone(&log),
            clock.clone(),
            shutdown.clone(),
        );
        let mut tasks = vec![
            tokio::spawn(following),
            tokio::spawn(tell_ready(atlases.clone(), answers, ready, shutdown.clone())),
            tokio::spawn(Arc::clone(&publisher).run(shutdown.clone())),
            tokio::spawn(Arc::clone(&proposer).run(shutdown.clone())),
            tokio::spawn(looking),
        ];
        tasks.extend(telling);
        let streams = shutdown.child_token();
        let shared = Shared::new(
            log, stream_log, hub, atlases, publisher, proposer, clock, changes, metrics, streams, folder,
            limits,
        );
        Ok(Running {
            shared: Arc::new(shared),
            serving,
            dependencies,
            tasks,
        })
    }
}

/// The log as it was opened.
struct Opened {
    log: Arc<dyn ReportLog>,
    stream_log: Arc<dyn StreamLog>,
    /// Folder to spool files into.
    folder: PathBuf,
    changes: Changes,
    /// Follows what other processes do to a shared log.
    following: Option<JoinHandle<()>>,
    /// Whether a shared log answers.
    answers: Option<watch::Receiver<bool>>,
}

impl Opened {
    async fn open(
        data: Data,
        limits: Limits,
        metrics: &Metrics,
        shutdown: CancellationToken,
    ) -> Result<Self, BuildError> {
        match data {
            Data::Folder(folder) => {
                let database = folder.clone();
                let open = tokio::task::spawn_blocking(move || SqliteLog::open(&database));
                let log = Arc::new(open.await.map_err(|_| BuildError::Interrupted)??);
                Ok(Self {
                    stream_log: Arc::clone(&log) as _,
                    log,
                    folder,
                    changes: Changes::of_one(limits.watch_backlog, metrics.clone()),
                    following: None,
                    answers: None,
                })
            }
            Data::Postgres { options, spool } => {
                tokio::fs::create_dir_all(&spool).await.map_err(LogError::from)?;
                let is_away = |error: &LogError| matches!(error, LogError::Unavailable(_));
                let open = || async {
                    let log = PostgresLog::open(Options::clone(&options)).await?;
                    let newest = log.newest_change().await?;
                    Ok((Arc::new(log), newest))
                };
                let (log, newest) = once_reachable(open, is_away).await?;
                let changes = Changes::of_many(limits.watch_backlog, metrics.clone());
                let answers = Answers::new(true);
                let answering = answers.subscribe();
                let following =
                    changes
                        .clone()
                        .follow(Arc::clone(&log), newest, limits.look_every, answers, shutdown);
                Ok(Self {
                    stream_log: Arc::clone(&log) as _,
                    log,
                    folder: spool,
                    changes,
                    following: Some(tokio::spawn(following)),
                    answers: Some(answering),
                })
            }
        }
    }
}

impl Running {
    /// The service, to be served.
    #[must_use]
    pub fn routes(&self) -> Routes {
        let service = ReportServiceServer::new(ReportApi(Arc::clone(&self.shared)))
            .max_decoding_message_size(MAX_CONTENT);
        Routes::new(service)
    }

    /// Whether it serves, for health: false until the catalogue is loaded, and while the reports database does not
    /// answer.
    #[must_use]
    pub fn serving(&self) -> watch::Receiver<bool> {
        self.serving.clone()
    }

    /// What it needs from outside beside the store, and whether that answers.
    #[must_use]
    pub fn dependencies(&self) -> Vec<Dependency> {
        self.dependencies.clone()
    }

    /// Tells how far the store's changes have been followed; `None` before the catalogue is loaded.
    pub fn followed(&self) -> impl Fn() -> Option<Revision> + Send + Sync + 'static {
        let atlases = self.shared.atlases.clone();
        move || atlases.seen()
    }

    /// Waits until the catalogue is loaded: before that the service is not serving.
    pub async fn ready(&self) {
        self.shared.atlases.clone().loaded().await;
    }

    /// Cancelled, it ends the streams that would last for ever: when draining begins, while other calls go on.
    #[must_use]
    pub fn streams(&self) -> CancellationToken {
        self.shared.streams.clone()
    }

    /// Waits, after shutdown, until everything in the background has ended.
    pub async fn stopped(self) {
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a background task failed");
            }
        }
    }
}

/// Says whether the service serves: it does once there is a catalogue, as long as its database answers.
async fn tell_ready(
    mut atlases: Atlases,
    answers: Option<watch::Receiver<bool>>,
    ready: watch::Sender<bool>,
    shutdown: CancellationToken,
) {
    let tell = async {
        atlases.loaded().await;
        // A database in a folder always answers.
        let mut answers = answers.unwrap_or_else(|| watch::channel(true).1);
        loop {
            ready.send_replace(*answers.borrow_and_update());
            if answers.changed().await.is_err() {
                return;
            }
        }
    };
    shutdown.run_until_cancelled(tell).await;
}
