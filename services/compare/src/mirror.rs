//! The mirror: keeps a state of the whole store in memory, at most as far behind as the change feed.
//!
//! It loads everything at one revision, publishes, and follows the feed from that revision. Nothing is published before
//! the loading is complete, and every published state is the store's at exactly one revision. When the feed is lost it
//! loads anew, while the last state, whole but older, stays in use.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;
use zhibiao_client::{
    Hub, Retry, catalog,
    feed::{Event, Feed},
};
use zhibiao_model::revision::{Revision, StoreId, Token};
use zhibiao_proto::{
    convert::{columns::Columns as Batch, consistency::ReadAt},
    observation::v1::{Change, ChangeKind},
};
use zhibiao_runtime::{
    error::{Code, Problem},
    outage::Outage,
    telemetry::{InContext as _, Tracer},
};

use crate::{
    cube::Cube,
    export,
    snapshot::{CatalogAt, Snapshot},
};

/// What readers see: none until the first loading is complete.
pub(crate) type Published = watch::Receiver<Option<Arc<Snapshot>>>;

/// Longest time between two publications while revisions come faster than they are taken in: readers and watchers see
/// each soon, and a burst is published once.
const MOST_AT_ONCE: Duration = Duration::from_millis(5);

/// Longest wait before loading is tried again: nothing is served, or nothing new, until then.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Keeps a state up to date until `shutdown`.
pub(crate) async fn run(
    hub: Hub,
    publish: watch::Sender<Option<Arc<Snapshot>>>,
    tracer: Tracer,
    shutdown: CancellationToken,
) {
    let keep = async {
        for loading in 1.. {
            let mut state = State::load(&hub, loading).await;
            state.follow(&hub, &publish, &tracer).await;
            tracing::warn!(revision = state.revision.get(), "change feed lost, loading anew");
        }
    };
    tokio::select! {
        () = shutdown.cancelled() => {}
        () = keep => {}
    }
}

/// The state under way.
#[derive(Debug)]
struct State {
    store: StoreId,
    revision: Revision,
    loading: u64,
    catalog: Arc<CatalogAt>,
    cube: Cube,
}

impl State {
    /// Loads everything, trying again for as long as it takes.
    async fn load(hub: &Hub, loading: u64) -> Self {
        persistently("loading the columns failed", || Self::try_load(hub, loading)).await
    }

    async fn try_load(hub: &Hub, loading: u64) -> Result<Self, Problem> {
        let (catalog, of_catalog) = catalog::load(hub).await?;
        let revision = of_catalog.revision;
        let mut cube = Cube::new(&catalog);
        // As of the catalogue's revision: what came in between is then in neither, and the feed brings it.
        let token = export::fill(hub, &mut cube, &[], ReadAt::Revision(revision)).await?;
        if token.store != of_catalog.store {
            return Err(replaced());
        }
        let catalog = Arc::new(CatalogAt::new(catalog, revision));
        tracing::info!(
            revision = revision.get(),
            cells = cube.columns().cells(),
            "columns loaded"
        );
        Ok(Self {
            store: token.store,
            revision,
            loading,
            catalog,
            cube,
        })
    }

    fn publish(&self, publish: &watch::Sender<Option<Arc<Snapshot>>>) {
        // A catalogue that is ahead waits for the observations: together they would be of no revision.
        if self.revision < self.catalog.revision {
            return;
        }
        let snapshot = Snapshot {
            token: Token {
                store: self.store,
                revision: self.revision,
            },
            loading: self.loading,
            catalog: Arc::clone(&self.catalog),
            columns: self.cube.columns(),
        };
        publish.send_replace(Some(Arc::new(snapshot)));
    }

    /// Publishes, and takes in what the store commits, until the feed is lost or can't be understood.
    async fn follow(&mut self, hub: &Hub, publish: &watch::Sender<Option<Arc<Snapshot>>>, tracer: &Tracer) {
        let start = Token {
            store: self.store,
            revision: self.revision,
        };
        let mut feed = Feed::follow(hub.clone(), start);
        let mut begun = Instant::now();
        loop {
            let event = match feed.next_ready() {
                Some(event) if begun.elapsed() < MOST_AT_ONCE => event,
                ready => {
                    self.publish(publish);
                    let Some(event) = (match ready {
                        Some(event) => Some(event),
                        None => feed.next().await,
                    }) else {
                        return;
                    };
                    begun = Instant::now();
                    event
                }
            };
            let span = event.span(tracer).unwrap_or_default();
            if let Err(problem) = self.take(hub, event).with_context(span).await {
                tracing::error!(%problem, "change feed can't be understood");
                return;
            }
        }
    }

    async fn take(&mut self, hub: &Hub, event: Event) -> Result<(), Problem> {
        match event {
            Event::Revision { revision, fragments } => {
                for fragment in fragments {
                    self.apply(hub, revision, fragment).await?;
                }
                self.revision = revision;
            }
            Event::CaughtUp(revision) => self.revision = self.revision.max(revision),
            // The feed ends by itself after this.
            Event::Lost => {}
        }
        Ok(())
    }

    async fn apply(&mut self, hub: &Hub, revision: Revision, change: Change) -> Result<(), Problem> {
        match change.kind() {
            ChangeKind::Catalog if self.catalog.revision < revision => {
                let token = change.token.parse().map_err(Problem::internal)?;
                // A store that will never have this revision is another one: everything is loaded anew then.
                let load = async || match catalog::load_since(hub, token).await {
                    Err(problem) if !problem.is_retryable() => Ok(Err(problem)),
                    loaded => loaded.map(Ok),
                };
                let (catalog, at) = persistently("loading the catalogue failed", load).await?;
                if at.store != self.store {
                    return Err(replaced());
                }
                self.catalog = Arc::new(CatalogAt::new(catalog, at.revision));
            }
            ChangeKind::Catalog => {}
            ChangeKind::Observations | ChangeKind::Unspecified => {
                let batch =
                    Batch::try_from(change.observations.unwrap_or_default()).map_err(Problem::internal)?;
                self.cube.merge(&batch, |_| revision);
            }
        }
        Ok(())
    }
}

/// Another store was put in the place of the one whose state is kept.
fn replaced() -> Problem {
    Problem::new(
        Code::Unavailable,
        "STORE_REPLACED",
        "the store was replaced by another one meanwhile",
    )
}

/// Repeats what can only succeed later: a mirror has nothing better to do.
async fn persistently<T, F>(constant: &'static str, mut attempt: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T, Problem>>,
{
    let retry = Retry {
        longest_wait: LONGEST_WAIT,
        ..Retry::default()
    };
    let (mut failed, mut outage) = (0, Outage::default());
    loop {
        match attempt().await {
            Ok(done) => return done,
            Err(problem) => {
                failed += 1;
                if outage.is_due() {
                    let (reason, error) = (&problem.reason, &problem.message);
                    tracing::warn!(code = ?problem.code, reason, error, failed, "{constant}");
                }
                tokio::time::sleep(retry.wait(failed, problem.retry_after)).await;
            }
        }
    }
}
