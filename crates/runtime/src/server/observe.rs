//! Measures calls: how long each takes, by method and by how it ends.
//!
//! A call lasts until its answer has ended, so a stream lasts as long as it is followed. Who goes away before that has
//! cancelled it. Health and reflection are left out: they tell of those who ask, not of the hub.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Instant,
};

use http_body::{Body as HttpBody, Frame, SizeHint};
use tonic::{
    Code, Status,
    body::Body,
    codegen::{Bytes, Service, http},
};

use super::is_always_answered;
use crate::telemetry::{Histogram, KeyValue, Telemetry, rpc};

/// Upper bounds of durations, in seconds: those of the semantic conventions, and below them two for reads that a cache
/// answers.
const BOUNDS: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

const STATUS_KEY: &str = "grpc-status";

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
    /// By the number of the code that a call ends with.
    attributes: Vec<Vec<KeyValue>>,
}

/// A call under way; measured when this is dropped.
#[derive(Debug)]
struct Call {
    method: Arc<Method>,
    begun: Instant,
    /// How it has ended; as long as it has not, going away cancels it.
    code: Code,
}

/// An answer under way.
struct Observed {
    body: Body,
    call: Option<Call>,
}

impl<S> Observe<S> {
    pub(super) fn new(inner: S, telemetry: &Telemetry) -> Self {
        let methods = telemetry.is_measured().then(|| Arc::new(Methods::new(telemetry)));
        Self { inner, methods }
    }

    fn begin(&self, path: &str) -> Option<Call> {
        let methods = self.methods.as_ref().filter(|_| !is_always_answered(path))?;
        let name = path.strip_prefix('/').unwrap_or(path);
        Some(Call {
            method: Arc::clone(methods.known.get(name).unwrap_or(&methods.other)),
            begun: Instant::now(),
            code: Code::Cancelled,
        })
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
        let method = |name: &str| {
            let attributes = |code| attributes(name, code);
            Arc::new(Method {
                duration: duration.clone(),
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

impl Call {
    /// Takes note of how it ends, where headers or trailers say so.
    fn note(&mut self, headers: &http::HeaderMap) {
        if let Some(status) = headers.get(STATUS_KEY) {
            self.code = Code::from_bytes(status.as_bytes());
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if let Some(attributes) = self.method.attributes.get(self.code as usize) {
            let took = self.begun.elapsed().as_secs_f64();
            self.method.duration.record(took, attributes);
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
        let Some(mut call) = call else {
            return Box::pin(answer);
        };
        Box::pin(async move {
            let answer = answer.await?;
            call.note(answer.headers());
            Ok(answer.map(|body| {
                Body::new(Observed {
                    body,
                    call: Some(call),
                })
            }))
        })
    }
}

impl HttpBody for Observed {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let (Some(call), Some(Ok(frame))) = (&mut self.call, &frame)
            && let Some(trailers) = frame.trailers_ref()
        {
            call.note(trailers);
            // The end is told; what the transport still does with it is no part of the call.
            self.call = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
