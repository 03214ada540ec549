//! The observation service.

mod batch;
mod cell;
mod check;
mod columns;
mod compute;
mod digest;
mod export;
mod range;
mod rows;
mod sdmx;
mod series;
mod watch;

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use tonic::{
    body::Body,
    codegen::{BoxFuture, Service, http},
    server::NamedService,
};
use zhibiao_proto::observation::v1::observation_service_server::SERVICE_NAME;
use zhibiao_runtime::calls::{Calls, Plain, of_service, plain, unknown};

use crate::core::Core;

/// Serves `zhibiao.observation.v1.ObservationService`.
#[derive(Debug, Clone)]
pub(crate) struct ObservationServer(Calls<Core>);

impl ObservationServer {
    /// Serves requests and answers of at most so many bytes.
    pub(crate) fn new(core: Arc<Core>, max_request: usize, max_answer: usize) -> Self {
        Self(Calls::new(core, max_request, max_answer))
    }
}

impl NamedService for ObservationServer {
    const NAME: &'static str = SERVICE_NAME;
}

impl Service<http::Request<Body>> for ObservationServer {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        match of_service(request.uri().path(), SERVICE_NAME) {
            Some("WriteObservations") => self.0.unary(request, |core, _, asked| async move {
                batch::write(&core, asked).await.map(Plain)
            }),
            Some("ReadSeries") => self.0.unary(request, |core, by, asked| async move {
                series::read(&core, &by.permit, asked).await
            }),
            Some("ReadColumns") => self.0.unary(request, |core, by, asked| async move {
                columns::read(&core, &by.permit, asked).await.map(Plain)
            }),
            Some("ReadObservation") => self.0.unary(request, |core, by, asked| async move {
                cell::read(&core, &by.permit, asked).await.map(Plain)
            }),
            Some("ExportObservations") => self.0.stream(request, |core, by, asked| async move {
                export::start(&core, &by.permit, asked).await.map(plain)
            }),
            Some("WatchChanges") => self.0.stream(request, |core, by, asked| async move {
                watch::start(&core, &by.permit, &asked).await.map(plain)
            }),
            Some(_) | None => unknown(),
        }
    }
}
