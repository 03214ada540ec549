//! A connection that a test can cut.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
};

/// A port that passes everything on to a server, as long as it is up. It ends when it is dropped.
#[derive(Debug)]
pub struct Link {
    /// The port's address.
    pub address: SocketAddr,
    up: watch::Sender<bool>,
}

/// An address that neither answers nor refuses, like that of a node that was lost: connecting takes as long as the
/// caller's patience. It is a listener whose backlog is full, of which Linux takes no notice of further connections.
#[derive(Debug)]
pub struct Blackhole {
    /// The address.
    pub address: SocketAddr,
    _listener: TcpListener,
    _backlog: TcpStream,
}

impl Blackhole {
    /// An address on loopback that swallows what comes until it is dropped.
    ///
    /// # Panics
    /// When no port can be listened on.
    pub async fn new() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a free port");
        let listener = socket.listen(0).expect("a bound port is listened on");
        let address = listener.local_addr().expect("a bound port has an address");
        // A backlog of none has room for one.
        let backlog = TcpStream::connect(address).await.expect("room for one");
        Self {
            address,
            _listener: listener,
            _backlog: backlog,
        }
    }

    /// The address as clients write it.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Link {
    /// A link to a server, up or not yet.
    ///
    /// # Panics
    /// When no port can be listened on.
    pub async fn new(server: SocketAddr, up: bool) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port has an address");
        let (up, state) = watch::channel(up);
        tokio::spawn(accept(listener, server, state));
        Self { address, up }
    }

    /// The address as clients write it.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Closes every connection and refuses more.
    pub fn take_down(&self) {
        self.up.send_replace(false);
    }

    /// Passes connections on again.
    pub fn bring_up(&self) {
        self.up.send_replace(true);
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, up: watch::Receiver<bool>) {
    let mut ended = up.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // The link was dropped.
            Err(_) = ended.wait_for(|_| false) => return,
        };
        if let Ok((near, _)) = accepted
            && *up.borrow()
        {
            tokio::spawn(pass(near, server, up.clone()));
        }
    }
}

async fn pass(mut near: TcpStream, server: SocketAddr, mut up: watch::Receiver<bool>) {
    let Ok(mut far) = TcpStream::connect(server).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        // Down, or the link was dropped: either way the connection ends here.
        _ = up.wait_for(|up| !up) => {}
    }
}
