//! Connections of the operations listener: few, and none that is idle for long.
//!
//! A probe that finds no place would have a process restarted that is well. So whoever comes is let in, and when there
//! are too many the one that came first goes: those who ask and go are never kept out by those who stay.

use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep, sleep},
};
use tokio_stream::Stream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::transport::server::Connected;

use crate::outage::Outage;

/// Connections at once: those of every probe, Prometheus and a few people.
pub(super) const MOST: usize = 64;

/// Longest time without a byte: more than the longest usual time between two scrapes.
const IDLE: Duration = Duration::from_secs(90);

/// Time between tries to accept a connection while none can be.
const AGAIN: Duration = Duration::from_millis(50);

/// Connections as they come.
#[derive(Debug)]
pub(super) struct Visitors {
    listener: TcpListener,
    /// Those that are open, from the first that came.
    open: VecDeque<Weak<CancellationToken>>,
    outage: Outage,
    /// How long nothing is accepted, after it failed.
    rest: Option<Pin<Box<Sleep>>>,
}

/// A connection.
#[derive(Debug)]
pub(super) struct Visitor {
    stream: TcpStream,
    /// When it has been idle for too long.
    idle: Pin<Box<Sleep>>,
    /// Until others need its place.
    sent_away: Pin<Box<WaitForCancellationFutureOwned>>,
    _open: Arc<CancellationToken>,
}

impl Visitors {
    pub(super) fn of(listener: TcpListener) -> Self {
        Self {
            listener,
            open: VecDeque::new(),
            outage: Outage::default(),
            rest: None,
        }
    }

    fn let_in(&mut self, stream: TcpStream) -> io::Result<Visitor> {
        stream.set_nodelay(true)?;
        self.open.retain(|visitor| visitor.strong_count() > 0);
        if self.open.len() >= MOST
            && let Some(first) = self.open.pop_front().and_then(|first| first.upgrade())
        {
            first.cancel();
        }
        let open = Arc::new(CancellationToken::new());
        self.open.push_back(Arc::downgrade(&open));
        Ok(Visitor {
            stream,
            idle: Box::pin(sleep(IDLE)),
            sent_away: Box::pin(open.as_ref().clone().cancelled_owned()),
            _open: open,
        })
    }
}

impl Stream for Visitors {
    type Item = io::Result<Visitor>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(rest) = &mut this.rest {
                ready!(rest.as_mut().poll(context));
                this.rest = None;
            }
            match ready!(this.listener.poll_accept(context)) {
                Ok((stream, _)) => return Poll::Ready(Some(this.let_in(stream))),
                Err(error) => {
                    if this.outage.is_due() {
                        tracing::warn!(%error, "connections for operations can't be accepted");
                    }
                    // Without a free descriptor the next one fails at once too.
                    this.rest = Some(Box::pin(sleep(AGAIN)));
                }
            }
        }
    }
}

impl Visitor {
    /// Goes on with what was done, unless it has taken too long.
    fn go_on<T>(&mut self, done: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if done.is_ready() {
            self.idle.as_mut().reset(Instant::now() + IDLE);
            return done;
        }
        if self.sent_away.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        ready!(self.idle.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl Connected for Visitor {
    type ConnectInfo = Option<SocketAddr>;

    fn connect_info(&self) -> Option<SocketAddr> {
        self.stream.peer_addr().ok()
    }
}

impl AsyncRead for Visitor {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.go_on(read, context)
    }
}

impl AsyncWrite for Visitor {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, buffer);
        self.go_on(written, context)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
