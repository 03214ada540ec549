//! The socket of a server: first it is only ours, then it lets callers in.

use std::{io, net::SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1_024;

/// The socket of a server.
#[derive(Debug)]
pub(super) enum Socket {
    /// The port is ours. Who connects is refused, and may try another server at once, rather than wait for an answer.
    Reserved(TcpSocket),
    /// Connections are taken.
    Listening(TcpListener),
}

impl Socket {
    /// Makes a port ours.
    pub(super) fn reserve(address: SocketAddr) -> io::Result<Self> {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        // Connections of an earlier process may linger on the port. Elsewhere the option lets others take it.
        if cfg!(unix) {
            socket.set_reuseaddr(true)?;
        }
        socket.bind(address)?;
        Ok(Self::Reserved(socket))
    }

    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        match self {
            Self::Reserved(socket) => socket.local_addr(),
            Self::Listening(listener) => listener.local_addr(),
        }
    }

    /// Lets callers in, if they are not yet.
    pub(super) fn listen(self) -> io::Result<TcpListener> {
        match self {
            Self::Reserved(socket) => socket.listen(BACKLOG),
            Self::Listening(listener) => Ok(listener),
        }
    }
}
