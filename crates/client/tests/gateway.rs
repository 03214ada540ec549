//! A gateway in front of the hub that can't reach a role answers a page, as HTTP has them: the client reads it as
//! UNAVAILABLE, and repeats the call.

#![allow(clippy::unwrap_used, reason = "a test that can't go on panics")]

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use tokio::net::TcpListener;
use tonic::{
    Request, Response, Status,
    body::Body,
    codegen::{BoxFuture, Service, http},
    server::{Grpc, NamedService, UnaryService},
    transport::{Server, server::TcpIncoming},
};
use tonic_prost::ProstCodec;
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::catalog::v1::{GetSummaryRequest, GetSummaryResponse};
use zhibiao_runtime::error::{CONNECTION_FAILED, Code};

/// A role behind a gateway: the first calls find it away.
#[derive(Debug, Clone)]
struct Gateway {
    status: u16,
    away: usize,
    calls: Arc<AtomicUsize>,
}

#[derive(Debug, Clone)]
struct Role;

impl UnaryService<GetSummaryRequest> for Role {
    type Response = GetSummaryResponse;
    type Future = BoxFuture<Response<GetSummaryResponse>, Status>;

    fn call(&mut self, _: Request<GetSummaryRequest>) -> Self::Future {
        Box::pin(async { Ok(Response::new(GetSummaryResponse::default())) })
    }
}

impl NamedService for Gateway {
    const NAME: &'static str = "zhibiao.catalog.v1.CatalogService";
}

impl Service<http::Request<Body>> for Gateway {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        if self.calls.fetch_add(1, Ordering::SeqCst) < self.away {
            let page = http::Response::builder()
                .status(self.status)
                .header("content-type", "text/html")
                .body(Body::new("<html><title>Bad Gateway</title></html>".to_owned()));
            return Box::pin(async move { Ok(page.unwrap()) });
        }
        let codec = ProstCodec::<GetSummaryResponse, GetSummaryRequest>::default();
        Box::pin(async move { Ok(Grpc::new(codec).unary(Role, request).await) })
    }
}

impl Gateway {
    fn new(status: u16, away: usize) -> Self {
        Self {
            status,
            away,
            calls: Arc::default(),
        }
    }

    /// Serves it until the test ends.
    async fn listen(&self) -> String {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))
            .await
            .unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = Server::builder()
            .add_service(self.clone())
            .serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serving);
        address
    }
}

#[tokio::test]
async fn a_role_that_is_away_behind_a_gateway_is_called_again() {
    for status in [429, 502, 503, 504] {
        let gateway = Gateway::new(status, 2);
        let address = gateway.listen().await;
        Hub::connect(&address)
            .unwrap()
            .read(GetSummaryRequest {})
            .await
            .unwrap();
        assert_eq!(gateway.calls.load(Ordering::SeqCst), 3, "{status}");

        let gateway = Gateway::new(status, 2);
        let replicas = [gateway.listen().await];
        Hub::balanced(&replicas)
            .unwrap()
            .read(GetSummaryRequest {})
            .await
            .unwrap();
        assert_eq!(gateway.calls.load(Ordering::SeqCst), 3, "{status}");
    }
}

#[tokio::test]
async fn a_page_is_told_as_what_it_means() {
    for (status, code, reason) in [
        (502, Code::Unavailable, CONNECTION_FAILED),
        (404, Code::Unimplemented, "ANSWER_NOT_GRPC"),
        (200, Code::Unknown, "ANSWER_NOT_GRPC"),
    ] {
        let gateway = Gateway::new(status, usize::MAX);
        let hub = Hub::connect(&gateway.listen().await)
            .unwrap()
            .with_retry(Retry::never());
        let problem = hub.read(GetSummaryRequest {}).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (code, reason),
            "{status}"
        );
    }
}
