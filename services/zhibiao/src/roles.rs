//! The roles of a process, built together: those of one process talk over in-memory connections, those of several over
//! the network, with the same calls.

use std::{path::PathBuf, time::Duration};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_runtime::{
    channel,
    clock::Clock,
    server::{Health, Server, Services},
};

use crate::{exit::Exit, failure::Failure, text::Text};

/// Time to close the data once calls have drained. A stream that its caller holds beyond the grace period (a health
/// watch, say) keeps the data open; it ends with the process.
const CLOSING: Duration = Duration::from_secs(2);

/// Time between two looks whether the store answers.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Name under which health tells whether the store that a process uses answers.
const STORE_DEPENDENCY: &str = "dependency/store";

/// Which roles a process has.
#[derive(Debug)]
pub struct Config {
    store: Place,
    ingest: Option<zhibiao_ingest::Config>,
    compare: Option<zhibiao_compare::Config>,
}

/// Where the store is: every other role needs one.
#[derive(Debug)]
pub enum Place {
    /// In this process.
    Here(zhibiao_store::Config),
    /// In others.
    Elsewhere(Hub),
}

/// A hub, or a part of one, that is built and not served yet.
#[derive(Debug)]
pub struct Running {
    server: Server,
    services: Services,
    store: Option<zhibiao_store::Running>,
    ingest: Option<zhibiao_ingest::Running>,
    compare: Option<zhibiao_compare::Running>,
    roles: CancellationToken,
}

/// The services of a role, and whether they serve.
type Part = (Vec<&'static str>, watch::Receiver<bool>);

impl Config {
    /// A process that has a store or uses one.
    #[must_use]
    pub fn new(store: Place) -> Self {
        Self {
            store,
            ingest: None,
            compare: None,
        }
    }

    /// Takes reports in.
    #[must_use]
    pub fn with_ingest(mut self, ingest: zhibiao_ingest::Config) -> Self {
        self.ingest = Some(ingest);
        self
    }

    /// Compares and ranks.
    #[must_use]
    pub fn with_compare(mut self, compare: zhibiao_compare::Config) -> Self {
        self.compare = Some(compare);
        self
    }

    /// A hub in a folder, which is made when it is not there.
    #[must_use]
    pub fn folder(data: impl Into<PathBuf>) -> Self {
        let data = data.into();
        Self::new(Place::Here(zhibiao_store::Config::folder(data.join("store"))))
            .with_ingest(zhibiao_ingest::Config::folder(data.join("ingest")))
            .with_compare(zhibiao_compare::Config::default())
    }

    /// Opens the data and starts every role. A store elsewhere need not be there yet.
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
        let mut parts: Vec<Part> = Vec::new();
        let mut routes = Routes::default();
        let (store, hub, elsewhere) = match store {
            Place::Here(config) => {
                let store = config
                    .build(clock.clone(), roles.clone())
                    .await
                    .map_err(|error| data_failed(&error))?;
                // It serves as soon as it is built.
                parts.push((zhibiao_store::SERVICES.to_vec(), watch::channel(true).1));
                routes = store.routes();
                let hub = Hub::over(channel::in_process(store.routes(), roles.clone()));
                (Some(store), hub, false)
            }
            Place::Elsewhere(hub) => (None, hub, true),
        };
        let ingest = match ingest {
            Some(config) => {
                let built = config.build(hub.clone(), clock, roles.clone()).await;
                let ingest = built.map_err(|error| data_failed(&error))?;
                parts.push((zhibiao_ingest::SERVICES.to_vec(), ingest.serving()));
                routes = together(routes, ingest.routes());
                Some(ingest)
            }
            None => None,
        };
        let compare = compare.map(|config| config.build(hub.clone(), roles.clone()));
        if let Some(compare) = &compare {
            parts.push((vec![zhibiao_compare::SERVICE], compare.serving()));
            routes = together(routes, compare.routes());
        }
        let names: Vec<&str> = parts
            .iter()
            .flat_map(|(names, _)| names.iter().copied())
            .collect();
        let services = Services::new(routes, &names).await;
        if elsewhere {
            tokio::spawn(look_after(hub, services.health(), roles.clone()));
        }
        tokio::spawn(follow(parts, services.health(), roles.clone()));
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

fn data_failed(error: &dyn std::error::Error) -> Failure {
    Failure::new(Exit::Io, "DATA_FOLDER", Text::Said(error.to_string()))
}

impl Running {
    /// Where it listens, as clients name it.
    #[must_use]
    pub fn address(&self) -> String {
        let scheme = if self.server.is_secured() { "https" } else { "http" };
        format!("{scheme}://{}", self.server.address())
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
        let streams: Vec<CancellationToken> = [
            store.as_ref().map(zhibiao_store::Running::streams),
            ingest.as_ref().map(zhibiao_ingest::Running::streams),
            compare.as_ref().map(zhibiao_compare::Running::streams),
        ]
        .into_iter()
        .flatten()
        .collect();
        let begun = shutdown.clone();
        tokio::spawn(async move {
            begun.cancelled().await;
            streams.iter().for_each(CancellationToken::cancel);
        });
        let served = server.serve(services, shutdown, grace).await;
        // Roles outlive the port: calls that drain still need them.
        roles.cancel();
        let closed = async {
            if let Some(compare) = compare {
                compare.stopped().await;
            }
            if let Some(ingest) = ingest {
                ingest.stopped().await;
            }
            if let Some(store) = store {
                store.stopped().await;
            }
        };
        if tokio::time::timeout(CLOSING, closed).await.is_err() {
            tracing::warn!("callers still hold streams open; what was acknowledged is on disk");
        }
        served.map_err(Failure::internal)
    }
}

/// Tells health which services serve, and whether all of them do.
async fn follow(mut parts: Vec<Part>, health: Health, roles: CancellationToken) {
    loop {
        let mut all = true;
        for (names, serving) in &mut parts {
            let serves = *serving.borrow_and_update();
            all &= serves;
            for name in names {
                health.set(name, serves).await;
            }
        }
        health.set("", all).await;
        let changes = parts.iter_mut().map(|(_, serving)| Box::pin(changed(serving)));
        tokio::select! {
            () = roles.cancelled() => return,
            _ = futures_util::future::select_all(changes) => {}
        }
    }
}

/// Ends with the next change; never when there is none any more.
async fn changed(serving: &mut watch::Receiver<bool>) {
    if serving.changed().await.is_err() {
        std::future::pending().await
    }
}

/// Tells health whether the store answers.
async fn look_after(hub: Hub, health: Health, roles: CancellationToken) {
    let hub = hub.with_timeout(LOOK_EVERY).with_retry(Retry::never());
    let look = async {
        loop {
            let answers = hub.read(GetSummaryRequest {}).await.is_ok();
            health.set(STORE_DEPENDENCY, answers).await;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        () = roles.cancelled() => {}
        () = look => {}
    }
}

/// Routes of two roles on one port. Each brings the same answer to unknown calls; one of them is kept.
fn together(first: Routes, second: Routes) -> Routes {
    let (first, second) = (first.into_axum_router(), second.into_axum_router());
    first.merge(second.reset_fallback()).into()
}
