//! The age of connections: past it the client is asked to connect anew, and what would last for ever ends with a status
//! that it may retry.
//!
//! A client that never reconnects never learns of a new server. At the age, HTTP/2 tells it to open another connection
//! for further calls (GOAWAY), and calls under way go on; after the grace period answers that are still streamed end
//! with UNAVAILABLE, between two messages, so that a watcher resumes elsewhere and the old connection closes. An answer
//! that its client does not read can't end so: a little later the connection is cut.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};
use tonic::{
    Status,
    body::Body,
    codegen::{Bytes, Service, http},
};

use super::line::About;
use crate::error::{Code, Problem};

/// How old connections become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionAge {
    /// Age at which the client is asked to connect anew.
    pub most: Duration,
    /// Time that calls under way have then.
    pub grace: Duration,
}

/// Time that the ends of streams have to reach the client, until the connection is cut.
const LINGER: Duration = Duration::from_secs(10);

/// When the streams of a connection end; `None` for never.
#[derive(Debug, Clone, Copy)]
pub(super) struct StreamsEnd(Option<Instant>);

/// A connection that knows when its streams end, and ends itself some time later.
#[derive(Debug)]
pub(super) struct Aging<S> {
    stream: S,
    end: StreamsEnd,
    /// When it is cut.
    cut: Option<Pin<Box<Sleep>>>,
}

impl<S> Aging<S> {
    pub(super) fn new(stream: S, age: Option<ConnectionAge>) -> Self {
        let end = age.and_then(|age| Instant::now().checked_add(age.most.saturating_add(age.grace)));
        Self {
            stream,
            end: StreamsEnd(end),
            cut: end
                .and_then(|end| end.checked_add(LINGER))
                .map(|cut| Box::pin(sleep_until(cut))),
        }
    }

    pub(super) fn streams_end(&self) -> StreamsEnd {
        self.end
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Aging<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // A connection of HTTP/2 is always read from, also while nothing can be written.
        if let Some(cut) = &mut self.cut
            && cut.as_mut().poll(context).is_ready()
        {
            self.cut = None;
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Aging<S> {
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
        let about = request.extensions().get::<About>();
        let end = about.and_then(|about| about.streams_end.0);
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
                        messages: Messages::default(),
                        ended: false,
                    })
                }
            }))
        })
    }
}

/// A body that ends with a status at a moment, between two messages, unless it has ended before.
struct Ending {
    body: Body,
    end: Instant,
    /// Set when the body first has to wait: an answer of one message never does.
    sleep: Option<Pin<Box<Sleep>>>,
    messages: Messages,
    ended: bool,
}

/// How far a body is in its messages: each has a prefix of five bytes, a flag and its length.
#[derive(Debug, Default)]
struct Messages {
    /// Whether there was any.
    begun: bool,
    /// What there is of the prefix of the next one.
    prefix: Vec<u8>,
    /// Bytes that the last one still lacks.
    left: usize,
}

impl Messages {
    const PREFIX: usize = 5;

    fn pass(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            self.begun = true;
            let of_message = self.left.min(bytes.len());
            self.left -= of_message;
            bytes = &bytes[of_message..];
            let of_prefix = (Self::PREFIX - self.prefix.len()).min(bytes.len());
            self.prefix.extend_from_slice(&bytes[..of_prefix]);
            bytes = &bytes[of_prefix..];
            if let [_, length @ ..] = self.prefix.as_slice()
                && let Ok(length) = <[u8; 4]>::try_from(length)
            {
                self.left = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
                self.prefix.clear();
            }
        }
    }

    fn are_whole(&self) -> bool {
        self.left == 0 && self.prefix.is_empty()
    }
}

impl Ending {
    fn end(&mut self) -> Option<Result<Frame<Bytes>, Status>> {
        self.ended = true;
        // What would still come is let go at once, not when the client has read the end.
        self.body = Body::empty();
        let message = "the connection is old and ends; take the stream up again on another";
        let aged = Problem::new(Code::Unavailable, "CONNECTION_AGED", message);
        Some(trailers(aged))
    }
}

/// The end of a stream that a problem ends.
pub(super) fn trailers(problem: Problem) -> Result<Frame<Bytes>, Status> {
    let mut trailers = http::HeaderMap::new();
    let added = Status::from(problem).add_header(&mut trailers);
    added.map(|()| Frame::trailers(trailers))
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
        let frame = Pin::new(&mut self.body).poll_frame(context);
        let whole = self.messages.are_whole();
        if let Poll::Ready(frame) = frame {
            if let Some(Ok(data)) = &frame
                && let Some(data) = data.data_ref()
            {
                // A first message that is there is the answer, of which work may have been done. A stream goes no
                // further, however much is ready: it would never end else.
                if whole && self.messages.begun && Instant::now() >= self.end {
                    return Poll::Ready(self.end());
                }
                self.messages.pass(data);
            }
            return Poll::Ready(frame);
        }
        let end = self.end;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(end)));
        if !whole || sleep.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        Poll::Ready(self.end())
    }

    fn is_end_stream(&self) -> bool {
        self.ended || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, future::poll_fn, net::Ipv4Addr};

    use tokio::{
        io::AsyncReadExt as _,
        net::{TcpListener, TcpStream},
    };

    use super::*;

    const AGE: ConnectionAge = ConnectionAge {
        most: Duration::from_secs(60),
        grace: Duration::from_secs(30),
    };

    /// A stream that always has something ready, here in the order from last to first; a second passes with each frame.
    struct Busy(Vec<Bytes>);

    impl HttpBody for Busy {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            let mut second = std::pin::pin!(tokio::time::advance(Duration::from_secs(1)));
            let _ = second.as_mut().poll(context);
            Poll::Ready(self.0.pop().map(|bytes| Ok(Frame::data(bytes))))
        }
    }

    /// A body of frames, again and again for much longer than the seconds that it has.
    fn ending(frames: &[&'static [u8]], seconds: u64) -> Ending {
        let mut all = frames.repeat(100);
        all.reverse();
        Ending {
            body: Body::new(Busy(all.into_iter().map(Bytes::from_static).collect())),
            end: Instant::now() + Duration::from_secs(seconds),
            sleep: None,
            messages: Messages::default(),
            ended: false,
        }
    }

    /// Everything that a body sends: its data and how it ends.
    async fn sent(mut body: Ending) -> (Vec<u8>, Option<Problem>) {
        let mut data = Vec::new();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            match frame.unwrap().into_data() {
                Ok(bytes) => data.extend_from_slice(&bytes),
                Err(frame) => {
                    let status = Status::from_header_map(frame.trailers_ref().unwrap()).unwrap();
                    return (data, Some(Problem::from_status(&status)));
                }
            }
        }
        (data, None)
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_that_is_always_ready_ends() {
        let (data, end) = sent(ending(&[b"\0\0\0\0\x02ab"], 5)).await;
        assert_eq!(end.unwrap().reason, "CONNECTION_AGED");
        assert!(data.len() >= 7 && data.len() <= 5 * 7, "{}", data.len());
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_ends_between_two_messages() {
        let frames: [&[u8]; 5] = [b"\0\0\0", b"\0\x03a", b"bc\0\0\0\0\0\0", b"\0\0\0\x01", b"d"];
        let one = frames.concat().len();
        for seconds in 0..20 {
            let (data, end) = sent(ending(&frames, seconds)).await;
            assert_eq!(end.unwrap().reason, "CONNECTION_AGED");
            assert!(!data.is_empty() && data.len().is_multiple_of(one), "{data:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_there_is_given_however_late() {
        let mut body = ending(&[b"\0\0\0\0\x01a"], 0);
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        assert!(frame.unwrap().unwrap().is_data());
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_cut_when_the_ends_of_its_streams_were_not_read() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let begun = Instant::now();
        let mut aging = Aging::new(stream, Some(AGE));
        let error = aging.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(begun.elapsed(), AGE.most + AGE.grace + LINGER);
    }
}
