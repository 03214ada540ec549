//! Connections as they come in: taken on within a bound, secured, and known by the certificate that the caller shows.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, mpsc},
    time::{Sleep, sleep},
};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::server::Connected;
use zhibiao_tls::{ServerStream, Tls};

use super::{
    age::{Aging, ConnectionAge, StreamsEnd},
    connections::Connections,
    lasting::OfConnection,
};
use crate::{
    identity::{Peer, ServiceNames},
    outage::Outage,
};

/// Connections that are ready and wait to be served.
const BACKLOG: usize = 64;

/// Time between tries to accept a connection while none can be.
const AGAIN: Duration = Duration::from_millis(50);

/// What a caller sends first: the preface, and the head of its settings (RFC 9113, 3.4).
const GREETING: usize = 24 + 9;

/// Time that it has for that, once the connection is secured.
const GREETING_TIME: Duration = Duration::from_secs(10);

/// How connections are taken on.
#[derive(Debug, Clone)]
pub(super) struct Door {
    pub(super) tls: Option<Tls>,
    /// Whose certificates are those of services.
    pub(super) services: ServiceNames,
    pub(super) age: Option<ConnectionAge>,
    /// The connections there may be; further ones are closed at once.
    pub(super) connections: Connections,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Line {
    stream: Stream,
    about: About,
    /// What the caller still owes before it is spoken to; `None` once it has greeted.
    greeting: Option<Greeting>,
    _place: OwnedSemaphorePermit,
}

/// Connections that were not set up: when that was last told, and how many there were since.
#[derive(Debug, Default)]
struct Failures(Mutex<(Outage, u64)>);

/// The caller's side of opening an HTTP/2 connection.
#[derive(Debug)]
struct Greeting {
    bytes: usize,
    until: Pin<Box<Sleep>>,
}

#[derive(Debug)]
enum Stream {
    Plain(Aging<TcpStream>),
    Secured(Box<ServerStream<Aging<TcpStream>>>),
}

/// What every request of a connection is told about it.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) streams_end: StreamsEnd,
    pub(super) peer: Peer,
    /// Where it comes from: of a gateway or proxy, where there is one.
    pub(super) address: Option<SocketAddr>,
    /// How many more streams of health and reflection it may have.
    pub(super) streams: OfConnection,
}

impl Door {
    /// Takes on connections until `closing`.
    pub(super) fn open(
        self,
        listener: TcpListener,
        closing: CancellationToken,
    ) -> ReceiverStream<io::Result<Line>> {
        let (ready, incoming) = mpsc::channel(BACKLOG);
        tokio::spawn(async move {
            tokio::select! {
                () = closing.cancelled() => {}
                () = self.take_on(listener, &ready) => {}
            }
        });
        ReceiverStream::new(incoming)
    }

    async fn take_on(&self, listener: TcpListener, ready: &mpsc::Sender<io::Result<Line>>) {
        let mut outage = Outage::default();
        let failures = Arc::<Failures>::default();
        loop {
            let (stream, address) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    if outage.is_due() {
                        tracing::warn!(%error, "connections can't be accepted");
                    }
                    // Without a free descriptor the next one fails at once too.
                    tokio::time::sleep(AGAIN).await;
                    continue;
                }
            };
            // Dropped, it is closed: the client tries elsewhere, or comes again.
            let Some(place) = self.connections.take() else {
                continue;
            };
            let (door, ready, failures) = (self.clone(), ready.clone(), Arc::clone(&failures));
            // A caller that is slow to shake hands holds up nobody else.
            tokio::spawn(async move {
                match door.secure(stream, place).await {
                    Ok(line) => {
                        // Nobody takes it any more when the server has ended.
                        let _ = ready.send(Ok(line)).await;
                    }
                    Err(error) => failures.tell(address, &error),
                }
            });
        }
    }

    async fn secure(&self, stream: TcpStream, place: OwnedSemaphorePermit) -> io::Result<Line> {
        stream.set_nodelay(true)?;
        let address = stream.peer_addr().ok();
        let aging = Aging::new(stream, self.age);
        let streams_end = aging.streams_end();
        let (stream, peer) = match &self.tls {
            None => (Stream::Plain(aging), Peer::Unknown),
            Some(tls) => {
                let secured = tls.accept(aging).await?;
                let peer = self.services.peer(secured.get_ref().1.peer_certificates());
                (Stream::Secured(Box::new(secured)), peer)
            }
        };
        Ok(Line {
            stream,
            about: About {
                streams_end,
                peer,
                address,
                streams: OfConnection::new(),
            },
            greeting: Some(Greeting {
                bytes: 0,
                until: Box::pin(sleep(GREETING_TIME)),
            }),
            _place: place,
        })
    }
}

impl Failures {
    /// Tells of one at most every ten seconds: whoever only looks whether the port is open must not fill the disk.
    fn tell(&self, address: SocketAddr, error: &io::Error) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (outage, left_out) = &mut *told;
        if outage.is_due() {
            tracing::warn!(%address, %error, left_out = *left_out, "a connection was not set up");
            *left_out = 0;
        } else {
            *left_out += 1;
        }
    }
}

impl Connected for Line {
    type ConnectInfo = About;

    fn connect_info(&self) -> About {
        self.about.clone()
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Secured(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let line = self.get_mut();
        let Some(greeting) = &mut line.greeting else {
            return Pin::new(&mut line.stream).poll_read(context, buffer);
        };
        let before = buffer.filled().len();
        match Pin::new(&mut line.stream).poll_read(context, buffer) {
            Poll::Ready(read) => {
                greeting.bytes += buffer.filled().len() - before;
                if greeting.bytes >= GREETING {
                    line.greeting = None;
                }
                Poll::Ready(read)
            }
            Poll::Pending => {
                ready!(greeting.until.as_mut().poll(context));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, buffer),
            Stream::Secured(stream) => Pin::new(stream).poll_write(context, buffer),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Secured(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Secured(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write_vectored(context, buffers),
            Stream::Secured(stream) => Pin::new(stream).poll_write_vectored(context, buffers),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match &self.stream {
            Stream::Plain(stream) => stream.is_write_vectored(),
            Stream::Secured(stream) => stream.is_write_vectored(),
        }
    }
}
