//! The floor of every call: a bare tonic unary echo. It takes traces too, and counts their spans.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
    trace_service_server::{TraceService, TraceServiceServer},
};
use tokio::{
    io::{AsyncReadExt as _, stdin},
    net::TcpListener,
};
use tonic::{
    Request, Response, Status, Streaming,
    body::Body,
    codegen::{BoxFuture, Service, http},
    server::{Grpc, NamedService, StreamingService, UnaryService},
    transport::{Server, server::TcpIncoming},
};
use tonic_prost::ProstCodec;

use crate::Outcome;

/// Path of the echo of one message.
pub(crate) const PATH: &str = "/zhibiao.bench.v1.EchoService/Echo";

/// Path of the echo of each message of a stream.
pub(crate) const STREAM: &str = "/zhibiao.bench.v1.EchoService/EchoStream";

/// What goes there and comes back.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Payload {
    #[prost(bytes = "bytes", tag = "1")]
    pub(crate) bytes: Bytes,
}

#[derive(Debug, Clone, Copy)]
struct Echo;

impl NamedService for Echo {
    const NAME: &'static str = "zhibiao.bench.v1.EchoService";
}

impl UnaryService<Payload> for Echo {
    type Response = Payload;
    type Future = std::future::Ready<Result<Response<Payload>, Status>>;

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        std::future::ready(Ok(Response::new(request.into_inner())))
    }
}

impl StreamingService<Payload> for Echo {
    type Response = Payload;
    type ResponseStream = Streaming<Payload>;
    type Future = std::future::Ready<Result<Response<Streaming<Payload>>, Status>>;

    fn call(&mut self, request: Request<Streaming<Payload>>) -> Self::Future {
        std::future::ready(Ok(Response::new(request.into_inner())))
    }
}

impl Service<http::Request<Body>> for Echo {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(async move {
            let mut grpc = Grpc::new(ProstCodec::<Payload, Payload>::default());
            Ok(if request.uri().path() == STREAM {
                grpc.streaming(Self, request).await
            } else {
                grpc.unary(Self, request).await
            })
        })
    }
}

/// Spans that were received.
#[derive(Debug, Clone, Default)]
struct Spans(Arc<AtomicU64>);

#[tonic::async_trait]
impl TraceService for Spans {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let resources = request.get_ref().resource_spans.iter();
        let scopes = resources.flat_map(|resource| &resource.scope_spans);
        let spans: usize = scopes.map(|scope| scope.spans.len()).sum();
        self.0.fetch_add(spans as u64, Ordering::Relaxed);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

/// Serves on a free port and prints the address; ends when standard input does, and prints how many spans came.
pub(crate) async fn serve() -> Outcome<()> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    println!("http://{}", listener.local_addr()?);
    let parent_gone = async {
        // Whatever ends the reading, the parent is gone.
        let _ = stdin().read_to_end(&mut Vec::new()).await;
    };
    let spans = Spans::default();
    Server::builder()
        .add_service(Echo)
        .add_service(TraceServiceServer::new(spans.clone()))
        .serve_with_incoming_shutdown(TcpIncoming::from(listener).with_nodelay(Some(true)), parent_gone)
        .await?;
    println!("{}", spans.0.load(Ordering::Relaxed));
    Ok(())
}
