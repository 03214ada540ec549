//! Listening: the socket is bound at once, so that a port in use fails at start, and served later.

mod admission;
mod age;
mod connections;
mod deadline;
mod identify;
mod lasting;
mod line;
mod observe;
mod receive;
mod security;
mod socket;
mod trace;

use std::{io, net::SocketAddr, time::Duration};

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use tower::ServiceBuilder;

use admission::{Admit, Gate, Screen};
use age::EndStreams;
use connections::Connections;
use deadline::KeepDeadlines;
use identify::Identify;
use lasting::{BoundStreams, Streams};
use line::Door;
use observe::Observe;
use receive::Receive;
use socket::Socket;

use crate::{
    health::{Health, READINESS},
    telemetry::Telemetry,
};

pub use admission::Admission;
pub use age::ConnectionAge;
pub use receive::{MAX_CATALOG, MAX_CONTENT, Reception};
pub use security::{Security, only_loopback};
pub(crate) use trace::Trace;

/// Flow-control windows towards callers.
const WINDOW: u32 = 4 << 20;

/// Calls and streams under way on one connection: well below the calls that a process takes on by default, so that one
/// connection can't take them all. A client with more to do opens another.
const MAX_STREAMS: u32 = 200;

/// Bytes of a call's headers, as HTTP/2 counts them. Above the longest token, so that whoever shows a longer one is told
/// so; beyond it the transport answers by itself, with HTTP 431.
const MAX_HEADERS: u32 = 32 << 10;

/// Connections that are open at once, where nothing else is said.
pub const MAX_CONNECTIONS: usize = 10_000;

/// What is answered however much there is to do, and measured nowhere; what of it lasts has bounds of its own.
const ALWAYS: [&str; 2] = ["/grpc.health.v1.", "/grpc.reflection."];

/// A bound listener.
#[derive(Debug)]
pub struct Server {
    socket: Socket,
    address: SocketAddr,
    security: Security,
    age: Option<ConnectionAge>,
    most_connections: usize,
    admission: Admission,
    reception: Reception,
    telemetry: Telemetry,
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
    /// An address beyond loopback without identity or TLS.
    #[error("refusing to listen on {address}, only loopback is safe like this: {why}")]
    NotLoopback {
        /// The address.
        address: SocketAddr,
        /// What is missing.
        why: &'static str,
    },
    /// Serving failed.
    #[error("serving failed: {0}")]
    Serve(#[from] tonic::transport::Error),
    /// The descriptor set can't be read.
    #[error("reflection failed: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// Whether a path is one of health or reflection.
fn is_always_answered(path: &str) -> bool {
    ALWAYS.iter().any(|service| path.starts_with(service))
}

impl Server {
    /// Binds an address and lets callers in: they wait until it is served.
    ///
    /// # Errors
    /// Those of [`Self::reserve`].
    pub async fn bind(address: SocketAddr, security: Security) -> Result<Self, ServerError> {
        Self::reserve(address, security)?.listen()
    }

    /// Binds an address, but lets nobody in before it [listens](Self::listen): whoever connects is refused at once, and
    /// may try another server.
    ///
    /// # Errors
    /// When the address is in use or not this machine's, or is not loopback without callers being identified and
    /// their calls secured.
    pub fn reserve(address: SocketAddr, security: Security) -> Result<Self, ServerError> {
        if !address.ip().is_loopback()
            && let Some(why) = security.only_loopback()
        {
            return Err(ServerError::NotLoopback { address, why });
        }
        let bind = |source| ServerError::Bind { address, source };
        let socket = Socket::reserve(address).map_err(bind)?;
        Ok(Self {
            address: socket.address().map_err(bind)?,
            socket,
            security,
            age: None,
            most_connections: MAX_CONNECTIONS,
            admission: Admission::default(),
            reception: Reception::default(),
            telemetry: Telemetry::none(),
        })
    }

    /// Lets callers in, if they are not yet.
    ///
    /// # Errors
    /// When another process was quicker.
    pub fn listen(self) -> Result<Self, ServerError> {
        let address = self.address;
        let listening = self.socket.listen();
        let listener = listening.map_err(|source| ServerError::Bind { address, source })?;
        Ok(Self {
            socket: Socket::Listening(listener),
            ..self
        })
    }

    /// Ends connections at an age, so that clients look again for the servers there are.
    #[must_use]
    pub fn with_connection_age(mut self, age: Option<ConnectionAge>) -> Self {
        self.age = age;
        self
    }

    /// Takes on so many connections, rather than the default.
    #[must_use]
    pub fn with_connections(mut self, most: usize) -> Self {
        self.most_connections = most;
        self
    }

    /// Takes on so many calls, rather than the default.
    #[must_use]
    pub fn with_admission(mut self, admission: Admission) -> Self {
        self.admission = admission;
        self
    }

    /// Receives requests so, rather than as by default.
    #[must_use]
    pub fn with_reception(mut self, reception: Reception) -> Self {
        self.reception = reception;
        self
    }

    /// Measures and traces its calls.
    #[must_use]
    pub fn with_telemetry(mut self, telemetry: Telemetry) -> Self {
        self.telemetry = telemetry;
        self
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it speaks TLS.
    #[must_use]
    pub fn is_secured(&self) -> bool {
        self.security.tls.is_some()
    }

    /// Serves routes with health and reflection until `shutdown`: health says NOT_SERVING first, then no more
    /// connections are taken, then calls under way have `grace` to end.
    ///
    /// # Errors
    /// When it can't listen, or serving fails.
    pub async fn serve(
        self,
        services: Services,
        shutdown: CancellationToken,
        grace: Duration,
    ) -> Result<(), ServerError> {
        let Services {
            routes,
            health,
            names,
        } = services;
        let routes = reflected(routes.add_service(health.service()))?;
        let draining = CancellationToken::new();
        let serve = self.serve_routes(routes, draining.clone())?;
        tokio::pin!(serve);
        tokio::select! {
            ended = &mut serve => return Ok(ended?),
            () = shutdown.cancelled() => {}
        }
        for name in names.iter().map(String::as_str).chain([READINESS]) {
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

    /// Serves routes as they are, until `draining` and the end of every connection.
    fn serve_routes(
        self,
        routes: Routes,
        draining: CancellationToken,
    ) -> Result<impl Future<Output = Result<(), tonic::transport::Error>>, ServerError> {
        let Self {
            socket,
            address,
            security,
            age,
            most_connections,
            admission,
            reception,
            telemetry,
        } = self;
        let listening = socket.listen();
        let listener = listening.map_err(|source| ServerError::Bind { address, source })?;
        let Security {
            tls,
            authenticator,
            services,
            allow_plaintext: _,
        } = security;
        if let Some(tls) = tls.clone() {
            telemetry.tell_expiry(tls);
        }
        authenticator.tell_provider(&telemetry);
        let door = Door {
            tls,
            services,
            age,
            connections: Connections::new(most_connections, &telemetry),
        };
        let gate = Gate::new(admission, &telemetry);
        let streams = Streams::new(gate.refused(), &telemetry, draining.clone());
        let layers = ServiceBuilder::new()
            .layer_fn({
                let (tracer, authenticator) = (telemetry.tracer(), authenticator.clone());
                move |inner| Trace::new(inner, tracer.clone(), authenticator.clone())
            })
            .layer_fn({
                let telemetry = telemetry.clone();
                move |inner| Observe::new(inner, &telemetry)
            })
            .layer_fn(KeepDeadlines::new)
            .layer_fn(EndStreams::new)
            .layer_fn(move |inner| BoundStreams::new(inner, streams.clone()))
            .layer_fn({
                let gate = gate.clone();
                move |inner| Screen::new(inner, gate.clone())
            })
            .layer_fn(move |inner| Identify::new(inner, authenticator.clone()))
            .layer_fn({
                let gate = gate.clone();
                move |inner| Receive::new(inner, reception, gate.refused())
            })
            .layer_fn(move |inner| Admit::new(inner, gate.clone()))
            .into_inner();
        Ok(transport(age)
            .layer(layers)
            .add_routes(routes)
            .serve_with_incoming_shutdown(door.open(listener, draining.clone()), draining.cancelled_owned()))
    }
}

/// What is spoken on every connection.
fn transport(age: Option<ConnectionAge>) -> tonic::transport::Server {
    let transport = tonic::transport::Server::builder()
        .max_concurrent_streams(MAX_STREAMS)
        // Whoever shares the connection is not to pay for it when all of its calls are cancelled at once.
        .http2_max_pending_accept_reset_streams(Some(MAX_STREAMS as usize))
        .http2_max_header_list_size(MAX_HEADERS)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .http2_keepalive_interval(Some(Duration::from_secs(60)));
    match age {
        Some(age) => transport.max_connection_age(age.most),
        None => transport,
    }
}

/// Routes that tell callers what they are.
fn reflected(routes: Routes) -> Result<Routes, tonic_reflection::server::Error> {
    let builder = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(zhibiao_proto::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
            // What errors carry: whoever reads messages by reflection reads their details too.
            .register_encoded_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
    };
    Ok(routes
        .add_service(builder().build_v1()?)
        .add_service(builder().build_v1alpha()?))
}

/// The services of a server and their health.
pub struct Services {
    routes: Routes,
    health: Health,
    names: Vec<String>,
}

impl Services {
    /// Routes with the full names of their services (`zhibiao.compare.v1.CompareService`); all are NOT_SERVING until
    /// [`Health::set`] says otherwise.
    pub async fn new(routes: Routes, names: &[&str]) -> Self {
        Self::with_health(routes, names, Health::starting().await).await
    }

    /// The same, of a process whose health is told elsewhere too.
    pub async fn with_health(routes: Routes, names: &[&str], health: Health) -> Self {
        for name in names {
            health.set(name, false).await;
        }
        Self {
            routes,
            health,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
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
