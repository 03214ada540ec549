//! Connecting to a replica off the paths of its callers.
//!
//! An attempt is made for all who wait for it and goes on when they give up: only so is an address that swallows what is
//! sent to it known for what it is, however short the patience of each caller.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Weak},
};

use hyper::client::conn::http2::{Builder, Connection, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    time::{sleep_until, timeout},
};
use tonic::body::Body;

use super::replica::Replica;
use crate::channel::{
    BoxError, CONNECTING, CONNECTION_WINDOW, KEEP_ALIVE_EVERY, KEEP_ALIVE_TIMEOUT, WINDOW,
    wire::{Secure, Wire},
};

/// A connection that was just made.
pub(super) struct Opened {
    pub(super) line: SendRequest<Body>,
    /// Carries what is sent over the line, and ends when it has closed.
    pub(super) connection: Connection<TokioIo<Wire>, Body, TokioExecutor>,
}

/// Tries, with rests in between, until the replica is connected or nobody has it any more.
pub(super) async fn keep_connecting(replica: Weak<Replica>) {
    let waiting = |replica: Arc<Replica>| (replica.rests_until(), Arc::clone(&replica.asked));
    loop {
        let Some((until, asked)) = replica.upgrade().map(waiting) else {
            return;
        };
        if let Some(until) = until {
            tokio::select! {
                () = sleep_until(until) => {}
                () = asked.notified() => {}
            }
        }
        let begin = |replica: Arc<Replica>| {
            replica.connecting();
            (replica.address, replica.secure())
        };
        let Some((address, secure)) = replica.upgrade().map(begin) else {
            return;
        };
        let opened = open(address, secure).await;
        let Some(replica) = replica.upgrade() else {
            return;
        };
        match opened {
            Ok(opened) => return replica.connected(opened),
            Err(error) => replica.not_connected(&error),
        }
    }
}

async fn open(address: SocketAddr, secure: Option<Secure>) -> Result<Opened, BoxError> {
    let stream = timeout(CONNECTING, TcpStream::connect(address))
        .await
        .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
    stream.set_nodelay(true)?;
    let wire = Wire::over(stream, secure.as_ref()).await?;
    let (line, connection) = Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .keep_alive_interval(KEEP_ALIVE_EVERY)
        .keep_alive_timeout(KEEP_ALIVE_TIMEOUT)
        // A node that is lost while nobody calls it is missed before somebody does.
        .keep_alive_while_idle(true)
        .handshake(TokioIo::new(wire))
        .await?;
    Ok(Opened { line, connection })
}
