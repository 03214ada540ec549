use std::{
    future::ready,
    sync::{Arc, Mutex},
};

use opentelemetry::trace::{SpanKind, TraceContextExt as _};
use opentelemetry_sdk::{
    error::OTelSdkResult,
    trace::{SpanData, SpanExporter},
};
use tonic::{Code, Status};

use super::*;
use crate::telemetry::{KeyValue, Telemetry, annotate};

const RANK: &str = "/zhibiao.compare.v1.CompareService/Rank";
const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

#[derive(Debug, Clone, Default)]
struct Ended(Arc<Mutex<Vec<SpanData>>>);

impl SpanExporter for Ended {
    fn export(&self, batch: Vec<SpanData>) -> impl Future<Output = OTelSdkResult> + Send {
        self.0.lock().unwrap().extend(batch);
        ready(Ok(()))
    }
}

/// Answers with a code, and says where it was called.
#[derive(Debug, Clone)]
struct Answer(Code);

impl Service<http::Request<Body>> for Answer {
    type Response = http::Response<Body>;
    type Error = std::convert::Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        let code = self.0;
        Box::pin(async move {
            annotate(|| KeyValue::new("zhibiao.zone", "zones/a"));
            let trace = opentelemetry::Context::current();
            let trace = trace.span().span_context().trace_id().to_string();
            let mut answer = Status::new(code, "").into_http();
            answer.headers_mut().insert("trace", trace.parse().unwrap());
            Ok(answer)
        })
    }
}

/// Makes a call; gives the trace that it was answered in, and the spans that ended.
async fn call(path: &str, parent: Option<String>, code: Code) -> (String, Vec<SpanData>) {
    let ended = Ended::default();
    let telemetry = Telemetry::traced(ended.clone());
    let mut service = Trace::in_process(Answer(code), telemetry.tracer());
    let mut request = http::Request::builder().uri(path);
    if let Some(parent) = parent {
        request = request.header("traceparent", parent);
    }
    let answer = service.call(request.body(Body::empty()).unwrap()).await.unwrap();
    let trace = answer.headers()["trace"].to_str().unwrap().to_owned();
    drop(answer);
    let ended = ended.0.lock().unwrap().clone();
    (trace, ended)
}

fn attribute(span: &SpanData, key: &str) -> Option<String> {
    let found = span
        .attributes
        .iter()
        .find(|attribute| attribute.key.as_str() == key);
    found.map(|attribute| attribute.value.to_string())
}

#[tokio::test]
async fn a_call_is_a_span_below_its_callers() {
    let (trace, spans) = call(RANK, Some(format!("{PARENT}-01")), Code::Ok).await;
    let [span] = spans.try_into().unwrap();
    assert_eq!(span.name, "zhibiao.compare.v1.CompareService/Rank");
    assert_eq!(span.span_kind, SpanKind::Server);
    assert_eq!(span.parent_span_id.to_string(), "b7ad6b7169203331");
    assert_eq!(span.span_context.trace_id().to_string(), trace);
    assert_eq!(trace, "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(
        attribute(&span, "rpc.response.status_code").as_deref(),
        Some("OK")
    );
    assert_eq!(attribute(&span, "zhibiao.zone").as_deref(), Some("zones/a"));
    assert_eq!(attribute(&span, "error.type"), None);
}

#[tokio::test]
async fn only_the_servers_faults_are_errors() {
    for (code, error) in [
        (Code::NotFound, None),
        (Code::Unavailable, Some("UNAVAILABLE".to_owned())),
    ] {
        let (_, spans) = call(RANK, None, code).await;
        assert_eq!(attribute(&spans[0], "error.type"), error);
    }
}

#[tokio::test]
async fn what_the_caller_does_not_sample_keeps_its_trace_and_is_not_recorded() {
    let (trace, spans) = call(RANK, Some(format!("{PARENT}-00")), Code::Ok).await;
    assert_eq!(trace, "0af7651916cd43dd8448eb211c80319c");
    assert!(spans.is_empty());
}

#[tokio::test]
async fn made_up_methods_are_not_names_and_health_is_left_out() {
    let (_, spans) = call("/made.up.Service/Call", None, Code::Unimplemented).await;
    assert_eq!(spans[0].name, "_OTHER");
    let (_, spans) = call("/grpc.health.v1.Health/Check", None, Code::Ok).await;
    assert!(spans.is_empty());
}
