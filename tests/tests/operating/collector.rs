//! A collector that notes who sent it spans.

use std::{
    collections::BTreeSet,
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
use tokio::net::TcpListener;
use tonic::{
    Request, Response, Status,
    transport::{Server, server::TcpIncoming},
};

/// The collector; it ends with the test's runtime.
pub(crate) struct Collector {
    address: String,
    senders: Senders,
}

/// The names of the services that sent spans.
#[derive(Clone, Default)]
struct Senders(Arc<Mutex<BTreeSet<String>>>);

impl Collector {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let senders = Senders::default();
        let service = TraceServiceServer::new(senders.clone());
        let serving = Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serving);
        Self { address, senders }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Who sent spans so far.
    pub(crate) fn senders(&self) -> BTreeSet<String> {
        self.senders.0.lock().unwrap().clone()
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
