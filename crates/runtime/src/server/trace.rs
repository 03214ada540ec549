//! Traces calls: each is a span, below the caller's where it names one, and what is done for it knows that span.
//!
//! Health and reflection are left out: they tell of those who ask, not of the hub.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::future::Either;
use opentelemetry::context::{FutureExt as _, WithContext};
use tonic::{
    body::Body,
    codegen::{Service, http},
};

use super::is_always_answered;
use crate::telemetry::{Tracer, calls::CallSpan};

/// Traces the calls of a server.
#[derive(Debug, Clone)]
pub(crate) struct Trace<S> {
    inner: S,
    tracer: Tracer,
}

impl<S> Trace<S> {
    pub(crate) fn new(inner: S, tracer: Tracer) -> Self {
        Self { inner, tracer }
    }
}

/// A call: without a context, within one that is not recorded, or recorded. Most are not, and need no room of their own.
pub(crate) type Traced<S> = Either<
    Either<
        <S as Service<http::Request<Body>>>::Future,
        WithContext<<S as Service<http::Request<Body>>>::Future>,
    >,
    Pin<
        Box<
            dyn Future<Output = Result<http::Response<Body>, <S as Service<http::Request<Body>>>::Error>>
                + Send,
        >,
    >,
>;

impl<S> Service<http::Request<Body>> for Trace<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Traced<S>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let path = request.uri().path();
        let span = match is_always_answered(path) {
            true => None,
            false => Some(self.tracer.served(path, request.headers())),
        };
        let Some(span) = span else {
            return Either::Left(Either::Left(self.inner.call(request)));
        };
        // Layers below may do something before they are polled.
        let entered = span.clone().attach();
        let answer = self.inner.call(request);
        drop(entered);
        let answer = answer.with_context(span.clone());
        match CallSpan::served(span) {
            Some(call) => Either::Right(Box::pin(async move { Ok(call.follow(answer.await?)) })),
            None => Either::Left(Either::Right(answer)),
        }
    }
}

#[cfg(test)]
mod tests;
