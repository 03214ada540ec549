//! Calls of a trace, told on to whoever answers them.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use opentelemetry::context::FutureExt as _;
use tonic::{Code, TimeoutExpired, body::Body, codegen::http};

use super::{BoxError, Route};
use crate::telemetry::{Tracer, calls::CallSpan, propagation};

/// A route whose calls are spans, each try its own, wherever they are made for a span; the others name a trace that is
/// not sampled. Cheap to clone.
#[derive(Debug, Clone)]
pub struct TracedRoute {
    route: Route,
    tracer: Tracer,
}

impl TracedRoute {
    /// Traces what goes over a route.
    #[must_use]
    pub fn new(route: Route, tracer: Tracer) -> Self {
        Self { route, tracer }
    }

    /// The same route with another tracer.
    #[must_use]
    pub fn with_tracer(self, tracer: Tracer) -> Self {
        Self { tracer, ..self }
    }

    /// Replicas that a call could go to just now.
    #[must_use]
    pub fn live(&self) -> usize {
        self.route.live()
    }
}

impl tower::Service<http::Request<Body>> for TracedRoute {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.route.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let Some(span) = self.tracer.made(request.uri().path()) else {
            return self.route.call(request);
        };
        propagation::inject(&span, request.headers_mut());
        let answer = self.route.call(request).with_context(span.clone());
        let Some(call) = CallSpan::made(span) else {
            return Box::pin(answer);
        };
        Box::pin(async move {
            match answer.await {
                Ok(answer) => Ok(call.follow(answer)),
                Err(error) => {
                    call.failed(code(&error));
                    Err(error)
                }
            }
        })
    }
}

/// What a call that got no answer ended with, as its caller is told.
fn code(error: &BoxError) -> Code {
    if error.is::<TimeoutExpired>() {
        Code::DeadlineExceeded
    } else {
        Code::Unavailable
    }
}
