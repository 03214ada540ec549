//! The operations listener: health for probes and metrics for Prometheus, on a port of its own.
//!
//! It speaks plaintext, since a kubelet's probes can't do otherwise, and tells nothing that is secret: so it may be
//! reached from outside while the port for calls may not. It answers from the start of the process, long before there
//! is anything to call.

mod visitors;

use std::{io, net::SocketAddr, time::Duration};

use axum::{
    extract::Request,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
    routing::get,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::Server};
use visitors::Visitors;

use crate::{health::Health, telemetry::Telemetry};

/// Path of the metrics, as Prometheus expects it.
const METRICS: &str = "/metrics";

/// Longest time to answer a probe or a scrape.
const PATIENCE: Duration = Duration::from_secs(10);

/// Calls under way on one connection: more than any probe makes.
const CALLS: usize = 16;

/// A bound operations listener.
#[derive(Debug)]
pub struct Operations {
    listener: TcpListener,
    address: SocketAddr,
}

/// The address of the operations listener can't be listened on.
#[derive(Debug, thiserror::Error)]
#[error("can't listen on {address}: {source}; choose another with --ops-listen, or port 0 for any free one")]
pub struct CantListen {
    address: SocketAddr,
    source: io::Error,
}

impl Operations {
    /// Binds an address, of whichever interface.
    ///
    /// # Errors
    /// When it is in use or not this machine's.
    pub async fn bind(address: SocketAddr) -> Result<Self, CantListen> {
        let failed = |source| CantListen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `shutdown`, which comes last: whoever watches a process that drains wants to see it.
    ///
    /// # Errors
    /// When serving fails.
    pub async fn serve(
        self,
        health: Health,
        telemetry: Telemetry,
        shutdown: CancellationToken,
    ) -> Result<(), tonic::transport::Error> {
        let metrics = get(async move || ([(CONTENT_TYPE, prometheus::TEXT_FORMAT)], telemetry.exposition()));
        let routes = Routes::new(health.service())
            .into_axum_router()
            .route(METRICS, metrics)
            .fallback(nothing);
        let served = Server::builder()
            // Prometheus asks over HTTP/1, probes over HTTP/2 without upgrade.
            .accept_http1(true)
            .timeout(PATIENCE)
            .concurrency_limit_per_connection(CALLS)
            .http2_keepalive_interval(Some(PATIENCE))
            .add_routes(routes.into())
            .serve_with_incoming(Visitors::of(self.listener));
        tokio::select! {
            served = served => served,
            () = shutdown.cancelled() => Ok(()),
        }
    }
}

/// Whatever else is asked for. A probe over plain HTTP must not take that there is no such service for good health.
async fn nothing(request: Request) -> Response {
    let kind = request.headers().get(CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc")) {
        return tonic::Status::unimplemented("only grpc.health.v1.Health is served here").into_http();
    }
    let told = format!("only {METRICS} is here, and the gRPC service grpc.health.v1.Health\n");
    (StatusCode::NOT_FOUND, told).into_response()
}
