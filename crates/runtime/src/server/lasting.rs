//! Streams of health and reflection: bounded, and ended as the process drains.
//!
//! Admission lets them pass, as a busy process is not a dead one, and health needs no credential: without a bound of
//! their own anybody could hold as many as connections carry, and each takes memory. They have no end of their own
//! either: a client with health checking keeps one for as long as its connection, and would hold up every shutdown.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::{
    Status,
    body::Body,
    codegen::{Bytes, Service, http},
};

use super::{admission::COME_BACK, age::trailers, line::About};
use crate::{
    error::{Code, Problem},
    outage::Outage,
    outlet::stopping,
    telemetry::{Counter, Telemetry},
};

/// Of one process: what they take together stays small.
pub(super) const MOST: usize = 1_024;

/// Of one connection: a client watches each connection's health once, for each service that it calls over it.
pub(super) const MOST_OF_CONNECTION: usize = 8;

/// The calls whose answers last until somebody ends them.
const LASTING: [&str; 3] = [
    "/grpc.health.v1.Health/Watch",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
];

/// Places for the streams of a process.
#[derive(Debug, Clone)]
pub(super) struct Streams {
    free: Arc<Semaphore>,
    refused: Counter<u64>,
    told: Arc<Mutex<Outage>>,
    draining: CancellationToken,
}

/// Places for the streams of a connection.
#[derive(Debug, Clone)]
pub(super) struct OfConnection(Arc<Semaphore>);

/// A place, which is free again when this is dropped.
type Place = (OwnedSemaphorePermit, Option<OwnedSemaphorePermit>);

/// Bounds and ends the streams that last.
#[derive(Debug, Clone)]
pub(super) struct BoundStreams<S> {
    inner: S,
    streams: Streams,
}

/// What is asked on a stream, which ends with the process: whoever answers holds the stream until there is no more of it.
struct Asked {
    body: Body,
    draining: Pin<Box<WaitForCancellationFutureOwned>>,
}

/// An answer that ends with the process.
struct Lasting {
    body: Body,
    draining: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Whether what was ready as draining began has been told.
    told: bool,
    ended: bool,
    _place: Place,
}

impl OfConnection {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(MOST_OF_CONNECTION)))
    }
}

impl Streams {
    /// Counts those that are refused together with other calls that are too many.
    pub(super) fn new(refused: Counter<u64>, telemetry: &Telemetry, draining: CancellationToken) -> Self {
        let free = Arc::new(Semaphore::new(MOST));
        let left = Arc::clone(&free);
        telemetry
            .meter()
            .u64_observable_gauge("zhibiao.server.streams")
            .with_unit("{stream}")
            .with_description("Watches of health and streams of reflection that are open")
            .with_callback(move |observer| {
                observer.observe(MOST.saturating_sub(left.available_permits()) as u64, &[]);
            })
            .build();
        Self {
            free,
            refused,
            told: Arc::default(),
            draining,
        }
    }

    fn take(&self, of: Option<&OfConnection>) -> Result<Place, Problem> {
        let of_connection = match of.map(|of| Arc::clone(&of.0).try_acquire_owned()) {
            Some(Err(_)) => {
                return Err(self.refusal(format!(
                    "this connection has {MOST_OF_CONNECTION} streams of health and reflection already: end one first"
                )));
            }
            Some(Ok(place)) => Some(place),
            None => None,
        };
        let Ok(place) = Arc::clone(&self.free).try_acquire_owned() else {
            let told = format!("{MOST} streams of health and reflection are served already");
            return Err(self.refusal(told));
        };
        Ok((place, of_connection))
    }

    fn refusal(&self, message: String) -> Problem {
        self.refused.add(1, &[]);
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_due() {
            tracing::warn!(why = message, "streams of health or reflection are refused");
        }
        Problem::new(Code::ResourceExhausted, "TOO_MANY_STREAMS", message).retry_after(COME_BACK)
    }
}

impl<S> BoundStreams<S> {
    pub(super) fn new(inner: S, streams: Streams) -> Self {
        Self { inner, streams }
    }
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, E>> + Send>>;

impl<S, E> Service<http::Request<Body>> for BoundStreams<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>, Error = E, Future = Answer<E>>,
    E: 'static,
{
    type Response = http::Response<Body>;
    type Error = E;
    type Future = Answer<E>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), E>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        if !LASTING.contains(&request.uri().path()) {
            // It is boxed already, as every layer's is.
            return self.inner.call(request);
        }
        let about = request.extensions().get::<About>();
        let place = match self.streams.take(about.map(|about| &about.streams)) {
            Ok(place) => place,
            Err(problem) => return Box::pin(async { Ok(Status::from(problem).into_http()) }),
        };
        let draining = self.streams.draining.clone();
        let answer = self.inner.call(request.map(|body| {
            Body::new(Asked {
                body,
                draining: Box::pin(draining.clone().cancelled_owned()),
            })
        }));
        Box::pin(async move {
            let answer = tokio::select! {
                biased;
                answer = answer => answer?,
                // Its request may never come.
                () = draining.cancelled() => return Ok(Status::from(stopping()).into_http()),
            };
            Ok(answer.map(|body| {
                if body.is_end_stream() {
                    return body;
                }
                Body::new(Lasting {
                    body,
                    draining: Box::pin(draining.cancelled_owned()),
                    told: false,
                    ended: false,
                    _place: place,
                })
            }))
        })
    }
}

impl HttpBody for Asked {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.draining.as_mut().poll(context).is_ready() {
            self.body = Body::empty();
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl HttpBody for Lasting {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let draining = self.draining.as_mut().poll(context).is_ready();
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if !draining {
            return frame;
        }
        // Health has turned by then, and who watches it is told so; whoever always asks for more is not waited for.
        if frame.is_ready() && !self.told {
            self.told = true;
            return frame;
        }
        self.ended = true;
        self.body = Body::empty();
        Poll::Ready(Some(trailers(stopping())))
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
