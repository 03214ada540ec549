//! A collector that keeps what it is sent: the OTLP service itself, where no Jaeger is at hand.

use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::{AnyValue, KeyValue, any_value::Value},
    trace::v1::{self as otlp, span::SpanKind},
};
use tokio::net::TcpListener;
use tonic::{
    Request, Response, Status,
    transport::{Server, server::TcpIncoming},
};

use super::collector::{Collector, Span};

/// The receiver; it ends with the test's runtime.
pub(crate) struct Receiver {
    address: String,
    seen: Seen,
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Span>>>);

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Seen::default();
        let service = TraceServiceServer::new(seen.clone());
        let serving = Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serving);
        Self { address, seen }
    }

    fn found(&self, wanted: impl Fn(&Span) -> bool) -> Vec<Span> {
        let seen = self.seen.0.lock().unwrap();
        seen.iter().filter(|span| wanted(span)).cloned().collect()
    }
}

impl Collector for Receiver {
    fn endpoint(&self) -> String {
        self.address.clone()
    }

    fn trace(&self, trace: &str) -> Vec<Span> {
        self.found(|span| span.trace == trace)
    }

    fn of(&self, service: &str) -> Vec<Span> {
        self.found(|span| span.service == service)
    }
}

#[tonic::async_trait]
impl TraceService for Seen {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let mut seen = self.0.lock().unwrap();
        for resource in request.into_inner().resource_spans {
            let attributes = resource.resource.map(|resource| resource.attributes);
            let named = attributes.iter().flatten().map(text);
            let service = named.clone().find(|(key, _)| key == "service.name");
            let service = service.map(|(_, name)| name).unwrap_or_default();
            let spans = resource.scope_spans.into_iter().flat_map(|scope| scope.spans);
            seen.extend(spans.map(|span| read(&service, span)));
        }
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn read(service: &str, span: otlp::Span) -> Span {
    let kind = span.kind();
    let mut attributes: std::collections::BTreeMap<_, _> = span.attributes.iter().map(text).collect();
    let kind = match kind {
        SpanKind::Server => "server",
        SpanKind::Client => "client",
        SpanKind::Consumer => "consumer",
        SpanKind::Producer => "producer",
        SpanKind::Internal | SpanKind::Unspecified => "internal",
    };
    attributes.insert("span.kind".to_owned(), kind.to_owned());
    let links = span.links.iter();
    Span {
        service: service.to_owned(),
        name: span.name,
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: (!span.parent_span_id.is_empty()).then(|| hex(&span.parent_span_id)),
        links: links
            .map(|link| (hex(&link.trace_id), hex(&link.span_id)))
            .collect(),
        attributes,
    }
}

fn text(attribute: &KeyValue) -> (String, String) {
    let value = match attribute
        .value
        .as_ref()
        .and_then(|AnyValue { value }| value.as_ref())
    {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::IntValue(number)) => number.to_string(),
        other => format!("{other:?}"),
    };
    (attribute.key.clone(), value)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
