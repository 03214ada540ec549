//! A name that moves: a name server on loopback, as a cluster's is for a service whose pods come and go, and a file of
//! hosts for virtual machines of Java, which ask no server but the system's.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tempfile::NamedTempFile;
use tokio::{net::UdpSocket, sync::watch};

/// The name.
pub(crate) const NAME: &str = "hub.zhibiao.test";

const HEADER: usize = 12;
const TYPE_A: u16 = 1;

/// Answers every question for an IPv4 address with the same one. It ends when it is dropped.
pub(crate) struct Names {
    server: SocketAddr,
    current: watch::Sender<Ipv4Addr>,
    hosts: NamedTempFile,
}

impl Names {
    pub(crate) async fn pointing_at(address: Ipv4Addr) -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let server = socket.local_addr().unwrap();
        let (current, seen) = watch::channel(address);
        tokio::spawn(serve(Arc::new(socket), seen));
        let names = Self {
            server,
            current,
            hosts: NamedTempFile::new().unwrap(),
        };
        names.move_to(address);
        names
    }

    /// From now on the name has this address.
    pub(crate) fn move_to(&self, address: Ipv4Addr) {
        std::fs::write(self.hosts.path(), format!("{address} {NAME}\n")).unwrap();
        self.current.send_replace(address);
    }

    pub(crate) fn server(&self) -> SocketAddr {
        self.server
    }

    pub(crate) fn hosts(&self) -> &std::path::Path {
        self.hosts.path()
    }
}

async fn serve(socket: Arc<UdpSocket>, mut current: watch::Receiver<Ipv4Addr>) {
    let mut packet = [0; 512];
    loop {
        let received = tokio::select! {
            received = socket.recv_from(&mut packet) => received,
            // The name was dropped.
            Err(_) = current.wait_for(|_| false) => return,
        };
        let Ok((length, from)) = received else { continue };
        let address = *current.borrow();
        if let Some(answer) = answer(&packet[..length], address) {
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

/// The answer to a question (RFC 1035, section 4): the address when it asks for one, no record when it asks for other
/// things. `None` for what is no question.
fn answer(question: &[u8], address: Ipv4Addr) -> Option<Vec<u8>> {
    let id = question.get(..2)?;
    let mut end = HEADER;
    while *question.get(end)? != 0 {
        end += 1 + usize::from(*question.get(end)?);
    }
    let asked = question.get(HEADER..end + 5)?;
    let kind = u16::from_be_bytes(question.get(end + 1..end + 3)?.try_into().ok()?);
    let records = u16::from(kind == TYPE_A);
    let mut answer = id.to_vec();
    // An answer, with authority, recursion asked for and available; one question, so many records.
    answer.extend([0x85, 0x80, 0, 1]);
    answer.extend(records.to_be_bytes());
    answer.extend([0; 4]);
    answer.extend(asked);
    if records == 1 {
        // The name of the question, address, internet, for one second, four bytes.
        answer.extend([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4]);
        answer.extend(address.octets());
    }
    Some(answer)
}
