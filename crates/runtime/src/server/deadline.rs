//! Deadlines on the server's side: a call whose time is over is dropped, and answered DEADLINE_EXCEEDED.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::timeout;
use tonic::{
    Status,
    body::Body,
    codegen::{Service, http},
};

use crate::deadline::{self, Deadline};

/// How much earlier than its deadline a call is answered, at most: the transport drops it at the deadline itself, and
/// calls it cancelled.
const EARLIER: Duration = Duration::from_millis(2);

/// Answers calls whose deadline is over. What they did is dropped, and with it every call that was made for them.
#[derive(Debug, Clone)]
pub(super) struct KeepDeadlines<S>(S);

impl<S> KeepDeadlines<S> {
    pub(super) fn new(inner: S) -> Self {
        Self(inner)
    }
}

impl<S> Service<http::Request<Body>> for KeepDeadlines<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let left = Deadline::of_headers(request.headers()).left();
        let answer = self.0.call(request);
        let Some(left) = left else {
            return Box::pin(answer);
        };
        Box::pin(async move {
            let soon = left - EARLIER.min(left / 4);
            timeout(soon, answer)
                .await
                .unwrap_or_else(|_| Ok(Status::from(deadline::exceeded()).into_http()))
        })
    }
}
