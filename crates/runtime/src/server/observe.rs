//! Measures calls: how long each takes, by method and by how it ends.
//!
//! Health and reflection are left out: they tell of those who ask, not of the hub.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use tonic::{
    Code,
    body::Body,
    codegen::{Service, http},
};

use super::is_always_answered;
use crate::{
    answer::{UnderWay, Witness},
    telemetry::{Counter, Histogram, KeyValue, Telemetry, rpc},
};

/// Upper bounds of durations, in seconds: those of the semantic conventions, and below them two for reads that a cache
/// answers.
const BOUNDS: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// Measures the calls of a server.
#[derive(Debug, Clone)]
pub(super) struct Observe<S> {
    inner: S,
    methods: Option<Arc<Methods>>,
}

/// The methods of the hub, and one that stands for all others.
#[derive(Debug)]
struct Methods {
    known: HashMap<String, Arc<Method>>,
    other: Arc<Method>,
}

/// A method, with what is told of its calls.
#[derive(Debug)]
struct Method {
    duration: Histogram<f64>,
    faults: Counter<u64>,
    /// By the number of the code that a call ends with.
    attributes: Vec<Vec<KeyValue>>,
}

/// A call; measured when it ends.
#[derive(Debug)]
struct Call {
    method: Arc<Method>,
    begun: Instant,
}

impl<S> Observe<S> {
    pub(super) fn new(inner: S, telemetry: &Telemetry) -> Self {
        let methods = telemetry.is_measured().then(|| Arc::new(Methods::new(telemetry)));
        Self { inner, methods }
    }

    fn begin(&self, path: &str) -> Option<UnderWay<Call>> {
        let methods = self.methods.as_ref().filter(|_| !is_always_answered(path))?;
        let name = path.strip_prefix('/').unwrap_or(path);
        Some(UnderWay::new(Call {
            method: Arc::clone(methods.known.get(name).unwrap_or(&methods.other)),
            begun: Instant::now(),
        }))
    }
}

impl Methods {
    fn new(telemetry: &Telemetry) -> Self {
        let duration = telemetry
            .meter()
            .f64_histogram("rpc.server.call.duration")
            .with_unit("s")
            .with_description("Duration of inbound calls")
            .with_boundaries(BOUNDS.to_vec())
            .build();
        let faults = telemetry
            .meter()
            .u64_counter("zhibiao.server.faults")
            .with_unit("{call}")
            .with_description("Calls that failed for a fault of the hub's own: INTERNAL, DATA_LOSS, UNKNOWN")
            .build();
        // A series that begins with its first fault shows no increase: this one is there before.
        faults.add(0, &[]);
        let method = |name: &str| {
            let attributes = |code| attributes(name, code);
            Arc::new(Method {
                duration: duration.clone(),
                faults: faults.clone(),
                attributes: rpc::CODES.into_iter().map(attributes).collect(),
            })
        };
        let known = rpc::methods(zhibiao_proto::DESCRIPTORS).into_iter();
        Self {
            other: method(rpc::OTHER),
            known: known.map(|name| (name.clone(), method(&name))).collect(),
        }
    }
}

fn attributes(method: &str, code: Code) -> Vec<KeyValue> {
    let mut attributes = vec![
        KeyValue::new(rpc::SYSTEM, rpc::GRPC),
        KeyValue::new(rpc::METHOD, method.to_owned()),
        KeyValue::new(rpc::STATUS, rpc::name(code)),
    ];
    if rpc::is_fault_of_server(code) {
        attributes.push(KeyValue::new(rpc::ERROR, rpc::name(code)));
    }
    attributes
}

impl Witness for Call {
    fn ended(&mut self, code: Code) {
        if let Some(attributes) = self.method.attributes.get(code as usize) {
            let took = self.begun.elapsed().as_secs_f64();
            self.method.duration.record(took, attributes);
        }
        if matches!(code, Code::Internal | Code::DataLoss | Code::Unknown) {
            self.method.faults.add(1, &[]);
        }
    }
}

impl<S> Service<http::Request<Body>> for Observe<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let call = self.begin(request.uri().path());
        let answer = self.inner.call(request);
        let Some(call) = call else {
            return Box::pin(answer);
        };
        Box::pin(async move { Ok(call.follow(answer.await?)) })
    }
}

#[cfg(test)]
mod tests;
