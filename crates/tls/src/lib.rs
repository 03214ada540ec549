//! TLS of listeners and of calls: one set of PEM files for both, read again when they change.
//!
//! The certificate is shown to callers and, as a client certificate, to the services that this process calls; the
//! authorities say whose certificates are believed, on both sides. New connections use what the files held when they
//! were last looked at; a file that can't be used is logged, and what was read before goes on.

mod files;
mod material;

use std::{
    io,
    net::IpAddr,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use rustls::pki_types::ServerName;
use tokio::{io::AsyncRead, io::AsyncWrite, time::timeout};
use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};
use tokio_util::sync::CancellationToken;

pub use files::{TlsFile, TlsFiles};
pub use material::TlsError;

use files::Contents;
use material::Material;

/// Time between two looks whether the files have changed.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Longest time for a handshake: a peer that connects and says nothing holds no place for longer.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// What is spoken with a server over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// gRPC, with services of the hub.
    Grpc,
    /// PostgreSQL's protocol, with a database.
    Postgres,
    /// HTTP, with a server of the web, such as an identity provider's, which the system's authorities may have certified.
    Web,
}

/// A connection that a server's caller has secured.
pub type ClientStream<S> = client::TlsStream<S>;

/// A connection that a server has secured.
pub type ServerStream<S> = server::TlsStream<S>;

/// Certificates and keys of a process. Cheap to clone; clones share what is read.
#[derive(Debug, Clone)]
pub struct Tls(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    files: TlsFiles,
    now: RwLock<Arc<Material>>,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// What is wrong with the first file that can't be used.
    pub fn read(files: TlsFiles) -> Result<Self, TlsError> {
        let material = Material::new(&files, Contents::read(&files)?)?;
        Ok(Self(Arc::new(Shared {
            files,
            now: RwLock::new(Arc::new(material)),
        })))
    }

    /// TLS towards servers whose certificates the system's authorities have signed, with no certificate of one's own.
    ///
    /// # Errors
    /// When the system has no authorities.
    pub fn of_system() -> Result<Self, TlsError> {
        Self::read(TlsFiles::default())
    }

    /// Whether there is a certificate to show.
    #[must_use]
    pub fn has_certificate(&self) -> bool {
        self.now().server.is_some()
    }

    /// When the certificate to show expires, in seconds since 1970; `None` where there is none.
    #[must_use]
    pub fn expires(&self) -> Option<u64> {
        self.now().expires
    }

    /// Whether callers' certificates can be believed.
    #[must_use]
    pub fn has_authorities(&self) -> bool {
        self.0.files.ca.is_some()
    }

    /// Looks at the files again and again, until `shutdown`.
    pub async fn keep_fresh(self, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            let tls = self.clone();
            let looked = tokio::task::spawn_blocking(move || tls.refresh()).await;
            match looked {
                Ok(Ok(true)) => tracing::info!("certificates were read again"),
                Ok(Ok(false)) | Err(_) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%error, "new certificates can't be used; the ones before go on");
                }
            }
        }
    }

    /// Takes over what the files hold now; says whether that is something new.
    ///
    /// # Errors
    /// When it can't be used; what was read before goes on.
    pub fn refresh(&self) -> Result<bool, TlsError> {
        let contents = Contents::read(&self.0.files)?;
        if *self.now().contents() == contents {
            return Ok(false);
        }
        let material = Material::new(&self.0.files, contents)?;
        let mut now = self.0.now.write().unwrap_or_else(PoisonError::into_inner);
        *now = Arc::new(material);
        Ok(true)
    }

    /// Answers a caller's handshake.
    ///
    /// # Errors
    /// When the handshake fails or takes too long, or there is no certificate to show.
    pub async fn accept<S>(&self, stream: S) -> io::Result<ServerStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let config = self.now().server.clone();
        let config = config.ok_or_else(|| io::Error::other("there is no certificate to show"))?;
        let accepted = timeout(HANDSHAKE, TlsAcceptor::from(config).accept(stream));
        accepted
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    /// Shakes hands with the server at `host`, whose certificate must be for that name or number.
    ///
    /// # Errors
    /// When the handshake fails or takes too long.
    pub async fn connect<S>(&self, host: &str, speaks: Protocol, stream: S) -> io::Result<ClientStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let now = self.now();
        let config = match speaks {
            Protocol::Grpc => Arc::clone(&now.client),
            Protocol::Postgres => Arc::new(now.speaking(b"postgresql")),
            Protocol::Web => Arc::new(now.web().map_err(io::Error::other)?),
        };
        let connected = TlsConnector::from(config).connect(server_name(host)?, stream);
        timeout(HANDSHAKE, connected)
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    fn now(&self) -> Arc<Material> {
        Arc::clone(&self.0.now.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A host as it stands in a URI: version 6 numbers in brackets.
fn server_name(host: &str) -> io::Result<ServerName<'static>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(number) => Ok(ServerName::from(number)),
        Err(_) => ServerName::try_from(host.to_owned())
            .map_err(|_| io::Error::other(format!("`{host}` is no name of a server"))),
    }
}
