//! A collector that notes who sent it spans, over TLS.

use std::{
    collections::BTreeSet,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::any_value::Value,
    trace::v1::ResourceSpans,
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tonic::{
    Request, Response, Status,
    transport::{Server, server::TcpIncoming},
};
use zhibiao_testkit::authority::Authority;
use zhibiao_tls::Tls;

/// The collector; it ends with the test's runtime.
pub(crate) struct Collector {
    address: String,
    ca: PathBuf,
    senders: Senders,
}

/// The names of the services that sent spans.
#[derive(Clone, Default)]
struct Senders(Arc<Mutex<BTreeSet<String>>>);

impl Collector {
    /// Starts it, with its certificate in a folder.
    pub(crate) async fn start(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let plain = listener.local_addr().unwrap();
        let senders = Senders::default();
        let serving = Server::builder()
            .add_service(TraceServiceServer::new(senders.clone()))
            .serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serving);

        let files = Authority::new().write(folder, &["localhost"]);
        let ca = files.ca.clone().unwrap();
        let secured = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://localhost:{}", secured.local_addr().unwrap().port());
        tokio::spawn(end_tls(Tls::read(files).unwrap(), secured, plain));
        Self { address, ca, senders }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The authority that its certificate is under.
    pub(crate) fn ca(&self) -> &Path {
        &self.ca
    }

    /// Who sent spans so far.
    pub(crate) fn senders(&self) -> BTreeSet<String> {
        self.senders.0.lock().unwrap().clone()
    }
}

/// Takes secured connections, and passes on what comes in the open.
async fn end_tls(tls: Tls, listener: TcpListener, to: SocketAddr) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let tls = tls.clone();
        let passing = async move {
            let mut secured = tls.accept(stream).await?;
            copy_bidirectional(&mut secured, &mut TcpStream::connect(to).await?).await
        };
        tokio::spawn(passing);
    }
}

#[tonic::async_trait]
impl TraceService for Senders {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let sent = request.into_inner().resource_spans;
        self.0.lock().unwrap().extend(sent.into_iter().filter_map(sender));
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn sender(spans: ResourceSpans) -> Option<String> {
    let mut attributes = spans.resource?.attributes.into_iter();
    let name = attributes.find(|attribute| attribute.key == "service.name")?;
    let Value::StringValue(name) = name.value?.value? else {
        return None;
    };
    Some(name)
}
