//! Turns calls away before anything of them is looked at, while there is no room even to wait.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use tonic::{
    body::Body,
    codegen::{Service, http},
};

use super::{super::is_always_answered, Gate};

/// Lets through what has a chance of being admitted.
#[derive(Debug, Clone)]
pub(in crate::server) struct Screen<S> {
    inner: S,
    gate: Gate,
}

impl<S> Screen<S> {
    pub(in crate::server) fn new(inner: S, gate: Gate) -> Self {
        Self { inner, gate }
    }
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, E>> + Send>>;

impl<S, E> Service<http::Request<Body>> for Screen<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>, Error = E, Future = Answer<E>>,
{
    type Response = http::Response<Body>;
    type Error = E;
    type Future = Answer<E>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), E>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        if self.gate.is_shut() && !is_always_answered(request.uri().path()) {
            let refusal = self.gate.refuse();
            return Box::pin(async { Ok(refusal) });
        }
        // It is boxed already, as every layer's is.
        self.inner.call(request)
    }
}
