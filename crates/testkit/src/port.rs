//! Ports for servers that go away and come back.

use std::net::{Ipv4Addr, TcpListener};

/// A port that nothing listens on, below those that the system gives to clients: while its server is down no connection
/// of somebody else can take it. The port 10,000 above is free too, as nodes of a Redis Cluster need.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn free() -> u16 {
    for _ in 0..1_000 {
        let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok();
        let Some(port) = free(0).and_then(|listener| listener.local_addr().ok()) else {
            continue;
        };
        // Clients' ports begin above 32,767.
        let port = 10_000 + port.port() % 20_000;
        if free(port).is_some() && free(port + 10_000).is_some() {
            return port;
        }
    }
    panic!("no free port");
}
