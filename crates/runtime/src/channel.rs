//! Channels between roles: over the network, or in memory when they share a process.

mod foreign;
mod replicas;
#[cfg(test)]
mod tests;
mod traced;
mod wire;

use std::{
    error::Error,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use hyper_util::rt::TokioIo;
use tokio::{io::DuplexStream, net::TcpStream, sync::mpsc};
use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};
use tokio_util::sync::CancellationToken;
use tonic::{
    body::Body,
    codegen::http,
    service::Routes,
    transport::{Channel, Endpoint, Server, Uri},
};
use tower::{ServiceBuilder, util::MapRequestLayer};
use zhibiao_tls::Tls;

use crate::{access::Permit, caller::Caller, identity::Identity, server::Trace, telemetry::Tracer};
use wire::{Secure, Wire};

pub use replicas::{BadAddress, Replicas, Tried, check};
pub use traced::TracedRoute;

/// Buffer of an in-memory connection, in bytes: a bulk message passes in few turns.
const BUFFER: usize = 1 << 20;

/// Connections that wait to be accepted.
const BACKLOG: usize = 16;

/// Flow-control window of a call between roles: bulk columns are megabytes.
const WINDOW: u32 = 8 << 20;

/// That of a connection is the largest there is: each call is bounded by its own. With a smaller one an answer that is not
/// read for a while, as a change feed's while its reader loads the catalogue, would hold up all others on the connection,
/// and for ever if the reader waits for one of them.
const CONNECTION_WINDOW: u32 = (1 << 31) - 1;

/// Longest time to connect.
const CONNECTING: Duration = Duration::from_secs(5);

/// Time between signs of life on a connection, and longest wait for one.
const KEEP_ALIVE_EVERY: Duration = Duration::from_secs(30);
const KEEP_ALIVE_TIMEOUT: Duration = Duration::from_secs(10);

/// What services of the same process are called among each other.
const THIS_PROCESS: &str = "in-process";

/// Why a call got no answer.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// Where calls go: one connection, or the replicas of a service. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Route {
    /// One connection.
    One(Channel),
    /// Whichever replica is free.
    Any(Replicas),
}

impl Route {
    /// Replicas that a call could go to just now.
    #[must_use]
    pub fn live(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Any(replicas) => replicas.live(),
        }
    }
}

impl From<Channel> for Route {
    fn from(channel: Channel) -> Self {
        Self::One(channel)
    }
}

impl From<Replicas> for Route {
    fn from(replicas: Replicas) -> Self {
        Self::Any(replicas)
    }
}

impl tower::Service<http::Request<Body>> for Route {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::One(channel) => channel.poll_ready(context).map_err(Into::into),
            // A replica is chosen, and waited for, call by call.
            Self::Any(_) => Poll::Ready(Ok(())),
        }
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        match self {
            Self::One(channel) => {
                let answer = channel.call(request);
                Box::pin(async move { Ok(foreign::as_grpc(answer.await?)) })
            }
            Self::Any(replicas) => {
                let replicas = replicas.clone();
                Box::pin(async move { replicas.send(request).await })
            }
        }
    }
}

/// A channel to services of the same process, through memory: the same calls and limits as over the network, with no
/// port. It serves until `shutdown`.
#[must_use]
pub fn in_process(routes: Routes, shutdown: CancellationToken) -> Channel {
    in_process_traced(routes, Tracer::default(), shutdown)
}

/// The same, whose calls are spans as they are over the network.
#[must_use]
pub fn in_process_traced(routes: Routes, tracer: Tracer, shutdown: CancellationToken) -> Channel {
    let (dial, accept) = mpsc::channel::<DuplexStream>(BACKLOG);
    let connections = ReceiverStream::new(accept).map(Ok::<_, io::Error>);
    tokio::spawn(async move {
        let served = Server::builder()
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .layer(
                ServiceBuilder::new()
                    .layer_fn(move |inner| Trace::in_process(inner, tracer.clone()))
                    .layer(MapRequestLayer::new(from_this_process))
                    .into_inner(),
            )
            .add_routes(routes)
            .serve_with_incoming_shutdown(connections, shutdown.cancelled_owned())
            .await;
        if let Err(error) = served {
            tracing::error!(%error, "in-process connection failed");
        }
    });
    let connector = tower::service_fn(move |_: Uri| {
        let dial = dial.clone();
        async move {
            let (near, far) = tokio::io::duplex(BUFFER);
            dial.send(far)
                .await
                .map_err(|_| io::Error::from(io::ErrorKind::ConnectionRefused))?;
            Ok::<_, io::Error>(TokioIo::new(near))
        }
    });
    Endpoint::from_static("http://in-process")
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .connect_with_connector_lazy(connector)
}

/// Whoever calls through memory is a service of the hub, which may act for somebody.
fn from_this_process<B>(mut request: http::Request<B>) -> http::Request<B> {
    let permit = Permit::new(Identity::Service {
        name: THIS_PROCESS.into(),
        acts_for: Caller::of_headers(request.headers()),
    });
    request.extensions_mut().insert(permit);
    request
}

/// A channel to a server; connects when first used, and again whenever it has to. Servers at `https` addresses are held
/// against the authorities of `tls`, or the system's.
#[must_use]
pub fn lazy(endpoint: Endpoint, tls: Option<Tls>) -> Channel {
    let connector = tower::service_fn(move |uri: Uri| dial(uri, tls.clone()));
    endpoint
        .connect_timeout(CONNECTING)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .http2_keep_alive_interval(KEEP_ALIVE_EVERY)
        .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
        .connect_with_connector_lazy(connector)
}

async fn dial(uri: Uri, tls: Option<Tls>) -> Result<TokioIo<Wire>, BoxError> {
    let host = uri.host().ok_or("the address names no host")?;
    let secured = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if secured { 443 } else { 80 });
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
    stream.set_nodelay(true)?;
    let secure = match (secured, tls) {
        (false, _) => None,
        (true, Some(tls)) => Some(tls),
        (true, None) => Some(Tls::of_system()?),
    };
    let secure = secure.map(|tls| Secure {
        tls,
        host: host.into(),
    });
    Ok(TokioIo::new(Wire::over(stream, secure.as_ref()).await?))
}
