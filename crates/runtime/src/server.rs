//! Listening: the socket is bound at once, so that a port in use fails at start, and served later.

mod admission;
mod age;
mod deadline;

use std::{io, net::SocketAddr, time::Duration};

use tokio::net::TcpListener;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::server::TcpIncoming};
use tonic_health::{ServingStatus, server::HealthReporter};
use tower::ServiceBuilder;

use admission::Admit;
use age::{Aging, EndStreams};
use deadline::KeepDeadlines;

pub use admission::Admission;
pub use age::ConnectionAge;

/// Flow-control windows towards callers.
const WINDOW: u32 = 4 << 20;

/// A bound listener.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    age: Option<ConnectionAge>,
    admission: Admission,
}

/// Why a server did not start or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address can't be listened on.
    #[error("can't listen on {address}: {source}; choose another with --listen, or port 0 for any free one")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// An address beyond loopback without identity.
    #[error(
        "refusing to listen on {0}: no identity provider is configured, so only loopback addresses are safe"
    )]
    NotLoopback(SocketAddr),
    /// Serving failed.
    #[error("serving failed: {0}")]
    Serve(#[from] tonic::transport::Error),
    /// The descriptor set can't be read.
    #[error("reflection failed: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// Tells health to probes: per service, and as a whole under the empty name.
#[derive(Debug, Clone)]
pub struct Health(HealthReporter);

impl Health {
    /// Says whether a service serves.
    pub async fn set(&self, service: &str, serving: bool) {
        let status = if serving {
            ServingStatus::Serving
        } else {
            ServingStatus::NotServing
        };
        self.0.set_service_status(service, status).await;
    }
}

impl Server {
    /// Binds a loopback address.
    ///
    /// # Errors
    /// When the address is in use or not this machine's, or is not loopback: callers are not identified yet, so
    /// nobody else may reach the server.
    pub async fn bind(address: SocketAddr) -> Result<Self, ServerError> {
        if !address.ip().is_loopback() {
            return Err(ServerError::NotLoopback(address));
        }
        let bind = |source| ServerError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        Ok(Self {
            listener,
            address,
            age: None,
            admission: Admission::default(),
        })
    }

    /// Ends connections at an age, so that clients look again for the servers there are.
    #[must_use]
    pub fn with_connection_age(mut self, age: Option<ConnectionAge>) -> Self {
        self.age = age;
        self
    }

    /// Takes on so many calls, rather than the default.
    #[must_use]
    pub fn with_admission(mut self, admission: Admission) -> Self {
        self.admission = admission;
        self
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves routes with health and reflection until `shutdown`: health says NOT_SERVING first, then no more
    /// connections are taken, then calls under way have `grace` to end.
    ///
    /// # Errors
    /// When serving fails.
    pub async fn serve(
        self,
        services: Services,
        shutdown: CancellationToken,
        grace: Duration,
    ) -> Result<(), ServerError> {
        let Services {
            mut routes,
            health,
            names,
            health_routes,
        } = services;
        let builder = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(zhibiao_proto::DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
                // What errors carry: whoever reads messages by reflection reads their details too.
                .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
        };
        routes = routes
            .add_service(builder().build_v1()?)
            .add_service(builder().build_v1alpha()?);
        routes = health_routes(routes);
        let draining = CancellationToken::new();
        let mut builder = tonic::transport::Server::builder()
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .http2_keepalive_interval(Some(Duration::from_secs(60)));
        if let Some(age) = self.age {
            builder = builder.max_connection_age(age.most);
        }
        let (age, admission) = (self.age, self.admission);
        // Set here: the builder's own setting is for sockets that it binds itself.
        let incoming = TcpIncoming::from(self.listener).with_nodelay(Some(true));
        let serve = builder
            .layer(
                ServiceBuilder::new()
                    .layer_fn(KeepDeadlines::new)
                    .layer_fn(EndStreams::new)
                    .layer_fn(move |inner| Admit::new(inner, admission))
                    .into_inner(),
            )
            .add_routes(routes)
            .serve_with_incoming_shutdown(
                incoming.map(move |stream| stream.map(|stream| Aging::new(stream, age))),
                draining.clone().cancelled_owned(),
            );
        tokio::pin!(serve);
        tokio::select! {
            ended = &mut serve => return Ok(ended?),
            () = shutdown.cancelled() => {}
        }
        for name in names.iter().map(String::as_str).chain([""]) {
            health.set(name, false).await;
        }
        draining.cancel();
        match tokio::time::timeout(grace, serve).await {
            Ok(ended) => Ok(ended?),
            Err(_) => {
                tracing::warn!("calls still under way after the grace period were cut");
                Ok(())
            }
        }
    }
}

/// The services of a server and their health.
pub struct Services {
    routes: Routes,
    health: Health,
    names: Vec<String>,
    health_routes: Box<dyn FnOnce(Routes) -> Routes + Send>,
}

impl Services {
    /// Routes with the full names of their services (`zhibiao.compare.v1.CompareService`); all are NOT_SERVING until
    /// [`Health::set`] says otherwise.
    pub async fn new(routes: Routes, names: &[&str]) -> Self {
        let (reporter, health_service) = tonic_health::server::health_reporter();
        let health = Health(reporter);
        for name in names.iter().copied().chain([""]) {
            health.set(name, false).await;
        }
        Self {
            routes,
            health,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            health_routes: Box::new(move |routes| routes.add_service(health_service)),
        }
    }

    /// Tells health.
    #[must_use]
    pub fn health(&self) -> Health {
        self.health.clone()
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}
