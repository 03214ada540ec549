//! Starting the service.

use std::{num::NonZero, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use zhibiao_client::Hub;
use zhibiao_model::revision::Revision;
use zhibiao_proto::compare::v1::compare_service_server::SERVICE_NAME;
use zhibiao_runtime::telemetry::Telemetry;

use crate::{
    answers::Answers,
    freshness::States,
    index::Indices,
    long::Workbench,
    mirror::{self, Published},
    rankings::Rankings,
    server::CompareServer,
    service::Comparisons,
    watch::{Sources, Watches},
};

/// Name under which health tells whether the service serves.
pub const SERVICE: &str = SERVICE_NAME;

/// Largest request, in bytes: a list of peers at its limit, with room.
const MAX_REQUEST: usize = 4 << 20;

/// How the service runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// Longest time that a call waits for the columns to be as fresh as it asks for.
    pub patience: Duration,
    /// Most memory for answers that are kept, in bytes.
    pub kept_answers: u64,
    /// Most watchers at once.
    pub watchers: usize,
    /// Longest time that a message waits for its watcher.
    pub watch_patience: Duration,
    /// How often a watcher to whom nothing else is told hears that its ranking holds.
    pub checkpoint_every: Duration,
    /// Most memory for the figures of indices that are kept laid out, in bytes.
    pub kept_bases: u64,
    /// Most callers of analyses at once, those included who wait for their turn.
    pub analyses: usize,
    /// Threads of an analysis, and evaluations at once.
    pub threads: usize,
}

/// Analyses that are computed at once: each takes all threads, two keep them busy where one has a part alone to do.
const ANALYSES_AT_ONCE: usize = 2;

impl Default for Config {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(5),
            kept_answers: 64 << 20,
            watchers: 1_024,
            watch_patience: Duration::from_secs(30),
            checkpoint_every: Duration::from_secs(5),
            kept_bases: 64 << 20,
            analyses: 64,
            threads: std::thread::available_parallelism().map_or(1, NonZero::get),
        }
    }
}

/// The service under way. It stops when the shutdown token that it was built with is cancelled.
#[derive(Debug)]
pub struct Running {
    routes: Routes,
    serving: watch::Receiver<bool>,
    published: Published,
    streams: CancellationToken,
    mirror: JoinHandle<()>,
}

impl Running {
    /// Its calls, to be served. They answer UNAVAILABLE until the columns are loaded.
    #[must_use]
    pub fn routes(&self) -> Routes {
        self.routes.clone()
    }

    /// Whether it serves, for health: false until the columns are loaded, and after the shutdown.
    #[must_use]
    pub fn serving(&self) -> watch::Receiver<bool> {
        self.serving.clone()
    }

    /// Tells the revision that answers are computed from; `None` until the columns are loaded.
    pub fn followed(&self) -> impl Fn() -> Option<Revision> + Send + Sync + 'static {
        let published = self.published.clone();
        move || published.borrow().as_ref().map(|snapshot| snapshot.revision())
    }

    /// Cancelled, it ends the streams that would last for ever: when draining begins, while other calls go on.
    #[must_use]
    pub fn streams(&self) -> CancellationToken {
        self.streams.clone()
    }

    /// Waits, after shutdown, until nothing runs in the background any more.
    pub async fn stopped(self) {
        if let Err(error) = self.mirror.await {
            tracing::error!(%error, "keeping the columns fresh failed");
        }
    }
}

impl Config {
    /// Starts the service on a store, until `shutdown`.
    #[must_use]
    pub fn build(self, store: Hub, telemetry: &Telemetry, shutdown: CancellationToken) -> Running {
        let streams = shutdown.child_token();
        let (publish, published) = watch::channel(None);
        let (ready, serving) = watch::channel(false);
        let confirmed = tell_age(telemetry);
        let mut states = published.clone();
        let mirror = mirror::run(store.clone(), publish, telemetry.tracer(), shutdown);
        let mirror = tokio::spawn(async move {
            let tell = async {
                // Each event of the feed publishes a state, checkpoints too.
                while states.changed().await.is_ok() {
                    confirmed.send_replace(Some(Instant::now()));
                    ready.send_if_modified(|ready| !std::mem::replace(ready, true));
                }
            };
            tokio::join!(mirror, tell);
            ready.send_replace(false);
        });
        let states = States::new(store, published.clone(), self.patience);
        let answers = Arc::new(Answers::new(self.kept_answers));
        let indices = Indices::new(
            states.clone(),
            Arc::clone(&answers),
            self.kept_bases,
            self.threads,
        );
        let rankings = Arc::new(Rankings { states, answers });
        let indices = Arc::new(indices);
        let sources = Sources {
            rankings: Arc::clone(&rankings),
            indices: Arc::clone(&indices),
        };
        let watches = Watches::new(sources, self, streams.clone());
        let bench = Workbench::new(self.analyses, ANALYSES_AT_ONCE, self.threads, streams.clone());
        let comparisons = Comparisons {
            rankings,
            watches,
            indices,
            bench,
        };
        let server = CompareServer::new(comparisons, MAX_REQUEST);
        Running {
            routes: Routes::new(server),
            serving,
            published,
            streams,
            mirror,
        }
    }
}

/// Tells how old rankings are: the time since the feed last said that the state they are computed from is the newest.
fn tell_age(telemetry: &Telemetry) -> watch::Sender<Option<Instant>> {
    let (confirm, confirmed) = watch::channel(None);
    telemetry
        .meter()
        .f64_observable_gauge("zhibiao.compare.ranking.age")
        .with_unit("s")
        .with_description("Time since rankings were last known to be of the store's newest revision")
        .with_callback(move |observer| {
            if let Some(at) = *confirmed.borrow() {
                observer.observe(Instant::elapsed(&at).as_secs_f64(), &[]);
            }
        })
        .build();
    confirm
}
