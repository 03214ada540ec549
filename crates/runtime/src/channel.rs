//! Channels between roles: over the network, or in memory when they share a process.

use std::{io, time::Duration};

use hyper_util::rt::TokioIo;
use tokio::{io::DuplexStream, sync::mpsc};
use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};
use tokio_util::sync::CancellationToken;
use tonic::{
    service::Routes,
    transport::{Channel, Endpoint, Server, Uri},
};

/// Buffer of an in-memory connection, in bytes: a bulk message passes in few turns.
const BUFFER: usize = 1 << 20;

/// Connections that wait to be accepted.
const BACKLOG: usize = 16;

/// Flow-control windows of the connections between roles: bulk columns are megabytes.
const WINDOW: u32 = 8 << 20;

/// A channel to services of the same process, through memory: the same calls and limits as over the network, with no
/// port. It serves until `shutdown`.
#[must_use]
pub fn in_process(routes: Routes, shutdown: CancellationToken) -> Channel {
    let (dial, accept) = mpsc::channel::<DuplexStream>(BACKLOG);
    let connections = ReceiverStream::new(accept).map(Ok::<_, io::Error>);
    tokio::spawn(async move {
        let served = Server::builder()
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
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
        .initial_connection_window_size(WINDOW)
        .connect_with_connector_lazy(connector)
}

/// A channel to a server; connects when first used, and again whenever it has to.
#[must_use]
pub fn lazy(endpoint: Endpoint) -> Channel {
    endpoint
        .connect_timeout(Duration::from_secs(5))
        .tcp_nodelay(true)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .http2_keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(10))
        .connect_lazy()
}
