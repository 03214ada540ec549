//! The age of connections: past it the client is asked to connect anew, and what would last for ever ends with a status
//! that it may retry.
//!
//! A client that never reconnects never learns of a new server. At the age, HTTP/2 tells it to open another connection
//! for further calls (GOAWAY), and calls under way go on; after the grace period answers that are still streamed end
//! with UNAVAILABLE, between two messages, so that a watcher resumes elsewhere and the old connection closes.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tonic::{
    Status,
    body::Body,
    codegen::{Bytes, Service, http},
    transport::server::Connected,
};

use crate::error::{Code, Problem};

/// How old connections become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionAge {
    /// Age at which the client is asked to connect anew.
    pub most: Duration,
    /// Time that calls under way have then.
    pub grace: Duration,
}

/// When the streams of a connection end; `None` for never.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamsEnd(Option<Instant>);

/// A connection that knows when its streams end.
#[derive(Debug)]
pub(super) struct Aging {
    stream: TcpStream,
    end: StreamsEnd,
}

impl Aging {
    pub(super) fn new(stream: TcpStream, age: Option<ConnectionAge>) -> Self {
        let end = age.and_then(|age| Instant::now().checked_add(age.most.saturating_add(age.grace)));
        Self {
            stream,
            end: StreamsEnd(end),
        }
    }
}

impl Connected for Aging {
    type ConnectInfo = StreamsEnd;

    fn connect_info(&self) -> StreamsEnd {
        self.end
    }
}

impl AsyncRead for Aging {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Aging {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// Ends answers that are streamed when their connection's time is over.
#[derive(Debug, Clone)]
pub(super) struct EndStreams<S>(S);

impl<S> EndStreams<S> {
    pub(super) fn new(inner: S) -> Self {
        Self(inner)
    }
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, E>> + Send>>;

impl<S> Service<http::Request<Body>> for EndStreams<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let end = request.extensions().get::<StreamsEnd>().and_then(|end| end.0);
        let answer = self.0.call(request);
        let Some(end) = end else {
            return Box::pin(answer);
        };
        Box::pin(async move {
            Ok(answer.await?.map(|body| {
                if body.is_end_stream() {
                    body
                } else {
                    Body::new(Ending {
                        body,
                        end,
                        sleep: None,
                        ended: false,
                    })
                }
            }))
        })
    }
}

/// A body that ends with a status at a moment, unless it has ended before.
struct Ending {
    body: Body,
    end: Instant,
    /// Set when the body first has to wait: an answer of one message never does.
    sleep: Option<Pin<Box<Sleep>>>,
    ended: bool,
}

impl HttpBody for Ending {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if let frame @ Poll::Ready(_) = Pin::new(&mut self.body).poll_frame(context) {
            return frame;
        }
        let end = self.end;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(end)));
        if sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.ended = true;
        let message = "the connection is old and ends; take the stream up again on another";
        let status = Status::from(Problem::new(Code::Unavailable, "CONNECTION_AGED", message));
        let mut trailers = http::HeaderMap::new();
        Poll::Ready(
            status
                .add_header(&mut trailers)
                .err()
                .map_or_else(|| Some(Ok(Frame::trailers(trailers))), |error| Some(Err(error))),
        )
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
