//! The roles of a hub, built together: they talk over in-memory connections with the same calls as over a network.

use std::{path::PathBuf, time::Duration};

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use zhibiao_client::Hub;
use zhibiao_runtime::{
    channel,
    clock::Clock,
    server::{Health, Server, Services},
};

use crate::{exit::Exit, failure::Failure, text::Text};

/// Time to close the data once calls have drained. A stream that its caller holds beyond the grace period (a health
/// watch, say) keeps the data open; it ends with the process.
const CLOSING: Duration = Duration::from_secs(2);

/// How the roles of a hub are set up.
#[derive(Debug, Clone)]
pub struct Config {
    store: zhibiao_store::Config,
    ingest: zhibiao_ingest::Config,
    compare: zhibiao_compare::Config,
}

/// A hub that is built and not served yet.
#[derive(Debug)]
pub struct Running {
    server: Server,
    services: Services,
    store: zhibiao_store::Running,
    ingest: zhibiao_ingest::Running,
    compare: zhibiao_compare::Running,
    roles: CancellationToken,
}

impl Config {
    /// A hub in a folder, which is made when it is not there.
    #[must_use]
    pub fn folder(data: impl Into<PathBuf>) -> Self {
        let data = data.into();
        Self {
            store: zhibiao_store::Config::folder(data.join("store")),
            ingest: zhibiao_ingest::Config::folder(data.join("ingest")),
            compare: zhibiao_compare::Config::default(),
        }
    }

    /// Opens the data and starts every role.
    ///
    /// # Errors
    /// When a folder can't be opened or is in use by another process.
    pub async fn build(self, server: Server, clock: Clock) -> Result<Running, Failure> {
        let Self {
            store,
            ingest,
            compare,
        } = self;
        let roles = CancellationToken::new();
        let folder_failed = |error: String| Failure::new(Exit::Io, "DATA_FOLDER", Text::Said(error));
        let store = store
            .build(clock.clone(), roles.clone())
            .await
            .map_err(|error| folder_failed(error.to_string()))?;
        let hub = Hub::over(channel::in_process(store.routes(), roles.clone()));
        let ingest = ingest
            .build(hub.clone(), clock, roles.clone())
            .await
            .map_err(|error| folder_failed(error.to_string()))?;
        let compare = compare.build(hub, roles.clone());
        ingest.ready().await;
        let routes = together([store.routes(), ingest.routes(), compare.routes()]);
        let ready = || {
            zhibiao_store::SERVICES
                .iter()
                .chain(&zhibiao_ingest::SERVICES)
                .copied()
        };
        let names: Vec<&str> = ready().chain([zhibiao_compare::SERVICE]).collect();
        let services = Services::new(routes, &names).await;
        let health = services.health();
        for service in ready() {
            health.set(service, true).await;
        }
        tokio::spawn(follow(compare.serving(), health));
        Ok(Running {
            server,
            services,
            store,
            ingest,
            compare,
            roles,
        })
    }
}

impl Running {
    /// Where it listens, as clients name it.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Serves until `shutdown`, then drains calls under way for at most `grace` and closes the data.
    ///
    /// # Errors
    /// When serving fails.
    pub async fn serve(self, shutdown: CancellationToken, grace: Duration) -> Result<(), Failure> {
        let Self {
            server,
            services,
            store,
            ingest,
            compare,
            roles,
        } = self;
        // Watchers would use up the whole grace period: their streams end as draining begins.
        let streams = [store.streams(), ingest.streams(), compare.streams()];
        let begun = shutdown.clone();
        tokio::spawn(async move {
            begun.cancelled().await;
            streams.iter().for_each(CancellationToken::cancel);
        });
        let served = server.serve(services, shutdown, grace).await;
        // Roles outlive the port: calls that drain still need them.
        roles.cancel();
        let closed = async {
            compare.stopped().await;
            ingest.stopped().await;
            store.stopped().await;
        };
        if tokio::time::timeout(CLOSING, closed).await.is_err() {
            tracing::warn!("callers still hold streams open; what was acknowledged is on disk");
        }
        served.map_err(Failure::internal)
    }
}

/// Tells health whether comparisons are served, and with them the whole: the rest serves as soon as it is built.
async fn follow(mut serving: tokio::sync::watch::Receiver<bool>, health: Health) {
    loop {
        let now = *serving.borrow_and_update();
        health.set(zhibiao_compare::SERVICE, now).await;
        health.set("", now).await;
        if serving.changed().await.is_err() {
            return;
        }
    }
}

/// Routes of several roles on one port. Each brings the same answer to unknown calls; one of them is kept.
fn together(routes: [Routes; 3]) -> Routes {
    let [first, second, third] = routes.map(Routes::into_axum_router);
    first
        .merge(second.reset_fallback())
        .merge(third.reset_fallback())
        .into()
}
