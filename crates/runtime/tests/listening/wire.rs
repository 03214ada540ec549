//! A server to be called, and calls made byte by byte.

use std::{
    convert::Infallible,
    net::{Ipv4Addr, SocketAddr},
    task::{Context, Poll},
    time::Duration,
};

use h2::client::{ResponseFuture, SendRequest};
use tokio::{net::TcpStream, task::JoinHandle};
use tokio_util::sync::{CancellationToken, DropGuard};
use tonic::{
    Code, Request, Response, Status,
    body::Body,
    codegen::{BoxFuture, Bytes, Service, http},
    server::{Grpc, NamedService, UnaryService},
    service::Routes,
};
use tonic_prost::ProstCodec;
use zhibiao_proto::catalog::v1::{GetZoneRequest, Zone};
use zhibiao_runtime::{
    clock::Clock,
    error::Problem,
    health::Health,
    server::{Security, Server, ServerError, Services},
    telemetry::Telemetry,
};

/// A call whose message may have any text in it.
pub(crate) const GET_ZONE: &str = "/zhibiao.catalog.v1.CatalogService/GetZone";

/// Room for the largest answer, so that reading one gives nothing back.
const WINDOW: u32 = 8 << 20;

/// Time to drain: longer than any test may take.
const GRACE: Duration = Duration::from_secs(3_600);

/// Answers the zone that it is asked for.
#[derive(Debug, Clone)]
struct Zones;

impl NamedService for Zones {
    const NAME: &'static str = "zhibiao.catalog.v1.CatalogService";
}

impl UnaryService<GetZoneRequest> for Zones {
    type Response = Zone;
    type Future = BoxFuture<Response<Zone>, Status>;

    fn call(&mut self, request: Request<GetZoneRequest>) -> Self::Future {
        let zone = Zone {
            name: request.into_inner().name,
            ..Zone::default()
        };
        Box::pin(async { Ok(Response::new(zone)) })
    }
}

impl Service<http::Request<Body>> for Zones {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let codec = ProstCodec::<Zone, GetZoneRequest>::default();
        let mut grpc = Grpc::new(codec).max_decoding_message_size(usize::MAX);
        Box::pin(async move { Ok(grpc.unary(Zones, request).await) })
    }
}

/// A server that serves until this is dropped.
pub(crate) struct Serving {
    pub(crate) address: SocketAddr,
    pub(crate) telemetry: Telemetry,
    pub(crate) health: Health,
    served: JoinHandle<Result<(), ServerError>>,
    until: DropGuard,
}

impl Serving {
    /// Serves, with something about the server changed.
    pub(crate) async fn start(change: impl FnOnce(Server) -> Server) -> Self {
        let telemetry = Telemetry::exposed("test").unwrap();
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let server = Server::bind(loopback, Security::local(Clock::system()))
            .await
            .unwrap()
            .with_telemetry(telemetry.clone());
        let server = change(server);
        let address = server.address();
        let until = CancellationToken::new();
        let services = Services::new(Routes::new(Zones), &[Zones::NAME]).await;
        let health = services.health();
        let served = tokio::spawn(server.serve(services, until.clone(), GRACE));
        Self {
            address,
            telemetry,
            health,
            served,
            until: until.drop_guard(),
        }
    }

    /// Begins to drain, and serves to the end.
    pub(crate) async fn end(self) {
        drop(self.until);
        self.served.await.unwrap().unwrap();
    }

    /// A connection to it.
    pub(crate) async fn connect(&self) -> SendRequest<Bytes> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (calls, connection) = h2::client::Builder::new()
            .initial_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .handshake(stream)
            .await
            .unwrap();
        tokio::spawn(connection);
        calls
    }

    /// The value of a metric.
    pub(crate) fn metric(&self, name: &str) -> f64 {
        let told = self.telemetry.exposition();
        let line = told
            .lines()
            .find(|line| line.split(['{', ' ']).next() == Some(name));
        let value = line.and_then(|line| line.rsplit_once(' '));
        value
            .unwrap_or_else(|| panic!("{name}:\n{told}"))
            .1
            .parse()
            .unwrap()
    }
}

/// A call under way: what it is asked with goes into the stream.
pub(crate) struct Call {
    pub(crate) request: h2::SendStream<Bytes>,
    answer: ResponseFuture,
}

impl Call {
    pub(crate) async fn begin(calls: &SendRequest<Bytes>, path: &str) -> Self {
        let head = http::Request::post(format!("http://zhibiao{path}"))
            .header("content-type", "application/grpc")
            .header("te", "trailers");
        let mut calls = calls.clone().ready().await.unwrap();
        let (answer, request) = calls.send_request(head.body(()).unwrap(), false).unwrap();
        Self { request, answer }
    }

    /// Sends bytes, and nothing after them when it is the end.
    pub(crate) fn send(&mut self, bytes: impl Into<Bytes>, is_end: bool) {
        self.request.send_data(bytes.into(), is_end).unwrap();
    }

    /// How it ends.
    pub(crate) async fn end(self) -> Result<(), Problem> {
        let (head, mut body) = self.answer.await.unwrap().into_parts();
        let mut trailers = Some(head.headers).filter(|headers| headers.contains_key("grpc-status"));
        if trailers.is_none() {
            while body.data().await.transpose().unwrap().is_some() {}
            trailers = body.trailers().await.unwrap();
        }
        let status = Status::from_header_map(&trailers.unwrap()).unwrap();
        if status.code() == Code::Ok {
            return Ok(());
        }
        Err(Problem::from_status(&status))
    }
}

/// The prefix of a message.
pub(crate) fn prefix(flag: u8, length: u32) -> Vec<u8> {
    let mut prefix = vec![flag];
    prefix.extend_from_slice(&length.to_be_bytes());
    prefix
}
