//! The roles of a process, built together: those of one process talk over in-memory connections, those of several over
//! the network, with the same calls.

mod observed;

use std::{path::PathBuf, time::Duration};

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use zhibiao_client::Hub;
use zhibiao_runtime::{
    channel,
    clock::Clock,
    health::{Health, STORE},
    server::{Server, Services},
    telemetry::Telemetry,
};

use self::observed::{Observed, Upstream};
use crate::{exit::Exit, failure::Failure, process::bind_failure, text::Text};

/// Time to close the data once calls have drained. A stream that its caller holds beyond the grace period keeps the data
/// open; it ends with the process.
const CLOSING: Duration = Duration::from_secs(2);

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

/// What is there of a process while its roles are built, one after the other.
#[derive(Debug)]
struct Built {
    telemetry: Telemetry,
    upstream: Upstream,
    observed: Observed,
    routes: Routes,
    roles: CancellationToken,
}

/// What roles are built with.
#[derive(Debug)]
pub struct Ground {
    /// Where they are served; callers are let in once they are built.
    pub server: Server,
    /// What tells the time.
    pub clock: Clock,
    /// Who is told how they are.
    pub health: Health,
    /// Who is told what they measure.
    pub telemetry: Telemetry,
}

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

    /// Opens the data and starts every role. A database that can't be reached is waited for; a store elsewhere need not
    /// be there yet.
    ///
    /// # Errors
    /// When a folder can't be opened or is in use by another process; when a database refuses.
    pub async fn build(self, ground: Ground) -> Result<Running, Failure> {
        let Ground {
            server,
            clock,
            health,
            telemetry,
        } = ground;
        for name in self.dependencies() {
            health.set(name, false).await;
        }
        let Self {
            store,
            ingest,
            compare,
        } = self;
        let mut built = Built {
            telemetry,
            upstream: Upstream::unknown(),
            observed: Observed::default(),
            routes: Routes::default(),
            roles: CancellationToken::new(),
        };
        let (store, hub) = match store {
            Place::Here(config) => {
                let (store, hub) = built.store(config, clock.clone()).await?;
                (Some(store), hub)
            }
            Place::Elsewhere(hub) => {
                built.observed.needs([built.upstream.dependency()]);
                (None, hub)
            }
        };
        let hub = hub.traced_by(built.telemetry.tracer());
        let ingest = match ingest {
            Some(config) => Some(built.ingest(config, hub.clone(), clock).await?),
            None => None,
        };
        let compare = compare.map(|config| built.compare(config, hub.clone()));
        let Built {
            telemetry: _,
            upstream,
            observed,
            routes,
            roles,
        } = built;
        if ingest.is_some() || compare.is_some() {
            tokio::spawn(upstream.look_after(hub, roles.clone()));
        }
        let services = Services::with_health(routes, &observed.services(), health.clone()).await;
        tokio::spawn(observed.follow(health, roles.clone()));
        Ok(Running {
            server: server.listen().map_err(bind_failure)?,
            services,
            store,
            ingest,
            compare,
            roles,
        })
    }

    /// The names of what the process needs from outside, as health tells them.
    fn dependencies(&self) -> Vec<&'static str> {
        let of_store = match &self.store {
            Place::Here(config) => config.dependencies(),
            Place::Elsewhere(_) => vec![STORE],
        };
        let of_ingest = self.ingest.iter().flat_map(zhibiao_ingest::Config::dependencies);
        of_store.into_iter().chain(of_ingest).collect()
    }
}

impl Built {
    /// Opens the store, and gives a way to it.
    async fn store(
        &mut self,
        config: zhibiao_store::Config,
        clock: Clock,
    ) -> Result<(zhibiao_store::Running, Hub), Failure> {
        let built = config.build(clock, &self.telemetry, self.roles.clone()).await;
        let store = built.map_err(|error| data_failed(&error))?;
        self.observed.serves(&zhibiao_store::SERVICES, store.serving());
        self.observed.needs(store.dependencies());
        self.routes = store.routes();
        let tracer = self.telemetry.tracer();
        let channel = channel::in_process_traced(store.routes(), tracer, self.roles.clone());
        Ok((store, Hub::over(channel)))
    }

    async fn ingest(
        &mut self,
        config: zhibiao_ingest::Config,
        hub: Hub,
        clock: Clock,
    ) -> Result<zhibiao_ingest::Running, Failure> {
        let built = config
            .build(hub, clock, &self.telemetry, self.roles.clone())
            .await;
        let ingest = built.map_err(|error| data_failed(&error))?;
        self.upstream
            .tell_lag(&self.telemetry, "catalog", ingest.followed());
        self.observed.serves(&zhibiao_ingest::SERVICES, ingest.serving());
        self.observed.needs(ingest.dependencies());
        self.serve(ingest.routes());
        Ok(ingest)
    }

    fn compare(&mut self, config: zhibiao_compare::Config, hub: Hub) -> zhibiao_compare::Running {
        let compare = config.build(hub, &self.telemetry, self.roles.clone());
        self.upstream
            .tell_lag(&self.telemetry, "columns", compare.followed());
        self.observed
            .serves(&[zhibiao_compare::SERVICE], compare.serving());
        self.serve(compare.routes());
        compare
    }

    fn serve(&mut self, routes: Routes) {
        self.routes = together(std::mem::take(&mut self.routes), routes);
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

/// Routes of two roles on one port. Each brings the same answer to unknown calls; one of them is kept.
fn together(first: Routes, second: Routes) -> Routes {
    let (first, second) = (first.into_axum_router(), second.into_axum_router());
    first.merge(second.reset_fallback()).into()
}
