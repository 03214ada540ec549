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

use super::{is_always_answered, line::About};
use crate::{
    identity::{Authenticator, Peer},
    telemetry::{Tracer, calls::CallSpan},
};

/// Traces the calls of a server.
#[derive(Debug, Clone)]
pub(crate) struct Trace<S> {
    inner: S,
    tracer: Tracer,
    /// Who tells services from others; `None` where none but services call.
    authenticator: Option<Authenticator>,
}

impl<S> Trace<S> {
    /// Traces the calls of whoever reaches a server.
    pub(super) fn new(inner: S, tracer: Tracer, authenticator: Authenticator) -> Self {
        Self {
            inner,
            tracer,
            authenticator: Some(authenticator),
        }
    }

    /// Traces the calls of services in the same process.
    pub(crate) fn in_process(inner: S, tracer: Tracer) -> Self {
        Self {
            inner,
            tracer,
            authenticator: None,
        }
    }
}

/// Whether a call is made by a service for itself.
fn is_of_service(authenticator: Option<&Authenticator>, request: &http::Request<Body>) -> bool {
    let Some(authenticator) = authenticator else {
        return true;
    };
    let about = request.extensions().get::<About>();
    let peer = about.map_or(&Peer::Unknown, |about| &about.peer);
    authenticator.takes_for_service(peer, request.headers())
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
            false => Some(self.tracer.served(path, request.headers(), || {
                is_of_service(self.authenticator.as_ref(), &request)
            })),
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
