//! What a process sends to a collector of itself: metrics, and no traces of what it does for nobody.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use opentelemetry_proto::tonic::{
    collector::{
        metrics::v1::{
            ExportMetricsServiceRequest, ExportMetricsServiceResponse,
            metrics_service_server::{MetricsService, MetricsServiceServer},
        },
        trace::v1::{
            ExportTraceServiceRequest, ExportTraceServiceResponse,
            trace_service_server::{TraceService, TraceServiceServer},
        },
    },
    common::v1::{AnyValue, KeyValue, any_value::Value},
    resource::v1::Resource,
};
use tokio::net::TcpListener;
use tonic::{
    Request, Response, Status,
    transport::{Server, server::TcpIncoming},
};
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_testkit::eventually;
use zhibiao_tests::Process;

/// A collector that notes what came, and from whom; it ends with the test's runtime.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// Names of metrics, by the process that sent them.
    metrics: BTreeMap<Sender, BTreeSet<String>>,
    /// Names of spans, in the order in which they came.
    spans: Vec<String>,
}

/// A process as its resource has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sender {
    service: String,
    version: String,
    instance: String,
    place: Option<String>,
}

impl Sender {
    fn read(resource: Option<Resource>) -> Self {
        let attributes = resource.unwrap().attributes;
        let mut texts: BTreeMap<_, _> = attributes.into_iter().filter_map(text).collect();
        let mut of = |key: &str| texts.remove(key);
        Self {
            service: of("service.name").unwrap(),
            version: of("service.version").unwrap(),
            instance: of("service.instance.id").unwrap(),
            place: of("place"),
        }
    }
}

fn text(KeyValue { key, value, .. }: KeyValue) -> Option<(String, String)> {
    match value {
        Some(AnyValue {
            value: Some(Value::StringValue(text)),
        }) => Some((key, text)),
        _ => None,
    }
}

impl Collector {
    async fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let collector = Self::default();
        let serving = Server::builder()
            .add_service(MetricsServiceServer::new(collector.clone()))
            .add_service(TraceServiceServer::new(collector.clone()))
            .serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serving);
        (collector, address)
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        let mut seen = self.0.lock().unwrap();
        for of_one in request.into_inner().resource_metrics {
            let names = seen.metrics.entry(Sender::read(of_one.resource)).or_default();
            let metrics = of_one.scope_metrics.into_iter().flat_map(|scope| scope.metrics);
            names.extend(metrics.map(|metric| metric.name));
        }
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let spans = request.into_inner().resource_spans.into_iter();
        let spans = spans.flat_map(|of_one| of_one.scope_spans);
        let spans = spans.flat_map(|scope| scope.spans);
        let mut seen = self.0.lock().unwrap();
        seen.spans.extend(spans.map(|span| span.name));
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tokio::test]
async fn metrics_are_sent_as_the_processes_have_them() {
    let (collector, address) = Collector::start().await;
    let variables = [
        ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", address.as_str()),
        ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
        ("OTEL_RESOURCE_ATTRIBUTES", "service.name=numbers,place=a%20b"),
    ];
    let one = Process::role_with("store", &[], &variables).await.unwrap();
    let other = Process::role_with("store", &[], &variables).await.unwrap();
    for store in [&one, &other] {
        let hub = store.client("tester").unwrap();
        hub.read(GetSummaryRequest {}).await.unwrap();
    }
    let names = [
        "rpc.server.call.duration",
        "process.start_time",
        "zhibiao.health",
        "zhibiao.server.calls",
        "zhibiao.server.connections",
        "zhibiao.store.revision",
        "zhibiao.store.feeds",
    ];
    // Two processes of one name are two senders.
    eventually("both send all", async || {
        let seen = collector.0.lock().unwrap();
        let all = |sent: &BTreeSet<String>| names.iter().all(|name| sent.contains(*name));
        seen.metrics.values().filter(|sent| all(sent)).count() == 2
    })
    .await;
    for sender in collector.0.lock().unwrap().metrics.keys() {
        assert_eq!(sender.service, "numbers");
        assert_eq!(sender.version, env!("CARGO_PKG_VERSION"));
        assert_eq!(sender.place.as_deref(), Some("a b"));
        assert_eq!(sender.instance.len(), 36, "{sender:?}");
    }
}

/// Under a sampler that asks no caller.
#[tokio::test]
async fn what_processes_do_for_nobody_is_in_no_trace() {
    let (collector, address) = Collector::start().await;
    let variables = [
        ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", address.as_str()),
        ("OTEL_TRACES_SAMPLER", "always_on"),
        ("OTEL_METRICS_EXPORTER", "none"),
    ];
    let mut store = Process::role_with("store", &[], &variables).await.unwrap();
    let upstream = ["--store", store.address()];
    let mut compare = Process::role_with("compare", &upstream, &variables)
        .await
        .unwrap();
    // It has called the store by now, and follows it.
    serves(&compare).await;
    let hub = store.client("tester").unwrap();
    hub.read(GetSummaryRequest {}).await.unwrap();
    drop(hub);
    // What was not sent yet is sent at the end.
    assert_eq!(compare.terminate().await.unwrap(), Some(0));
    assert_eq!(store.terminate().await.unwrap(), Some(0));
    let seen = collector.0.lock().unwrap();
    assert_eq!(seen.spans, ["zhibiao.catalog.v1.CatalogService/GetSummary"]);
}

async fn serves(process: &Process) {
    use tonic::transport::Endpoint;
    use tonic_health::pb::{
        HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
    };

    let channel = Endpoint::from_shared(process.address().to_owned()).unwrap();
    let health = HealthClient::new(channel.connect_lazy());
    eventually("the process serves", async || {
        let whole = HealthCheckRequest::default();
        let answer = health.clone().check(whole).await;
        answer.is_ok_and(|answer| answer.into_inner().status() == ServingStatus::Serving)
    })
    .await;
}
