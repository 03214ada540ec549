//! What is made of the files: the two sides' configurations.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, UnixTime, pem::PemObject as _},
    server::WebPkiClientVerifier,
};
use webpki::{EndEntityCert, KeyUsage};

use super::{TlsFiles, files::Contents};

/// The protocol that is spoken over every connection.
const ALPN: &[u8] = b"h2";

/// Why certificates or keys can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file holds something else.
    #[error("{}: {what}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Nobody's certificates can be believed.
    #[error("the system has no certificate authorities: name a file of them with --tls-ca")]
    NoAuthorities,
    /// TLS itself refuses.
    #[error("TLS can't be set up: {0}")]
    Setup(#[from] rustls::Error),
}

/// What the files of a moment are good for.
pub(super) struct Material {
    contents: Contents,
    /// For callers, where there is a certificate.
    pub(super) server: Option<Arc<ServerConfig>>,
    /// For calls.
    pub(super) client: Arc<ClientConfig>,
    /// When the certificate expires, in seconds since 1970.
    pub(super) expires: Option<u64>,
    /// Authorities of one's own.
    own: Option<Arc<RootCertStore>>,
    provider: Arc<CryptoProvider>,
}

// Keys are nobody's to read in a log.
impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Material").finish_non_exhaustive()
    }
}

type Pair = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl Material {
    pub(super) fn new(files: &TlsFiles, contents: Contents) -> Result<Self, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let pair = match (&files.pair, &contents.pair) {
            (Some((chain, key)), Some((chain_text, key_text))) => {
                Some((certificates(chain, chain_text)?, private_key(key, key_text)?))
            }
            (None, _) | (_, None) => None,
        };
        let own = match (&files.ca, &contents.ca) {
            (Some(path), Some(text)) => Some(Arc::new(authorities(path, text)?)),
            (None, _) | (_, None) => None,
        };
        let server = match (&pair, &files.pair) {
            (Some(pair), Some((path, _))) => {
                let refused = |error: rustls::Error| TlsError::Unusable {
                    path: path.clone(),
                    what: format!("the certificate and its key can't be used together: {error}"),
                };
                Some(server(pair, own.as_ref(), &provider)?.map_err(refused)?)
            }
            (None, _) | (_, None) => None,
        };
        let expires = pair
            .as_ref()
            .and_then(|(chain, _)| chain.first().and_then(expiry));
        Ok(Self {
            client: client(pair, own.clone(), &provider)?,
            expires,
            own,
            provider,
            server,
            contents,
        })
    }

    pub(super) fn contents(&self) -> &Contents {
        &self.contents
    }

    /// For servers of another protocol.
    pub(super) fn speaking(&self, protocol: &[u8]) -> ClientConfig {
        let mut config = ClientConfig::clone(&self.client);
        config.alpn_protocols = vec![protocol.to_vec()];
        config
    }

    /// For documents of the web, which are asked for seldom: the system's authorities are believed too.
    pub(super) fn web(&self) -> Result<ClientConfig, TlsError> {
        let mut roots = self.own.as_deref().cloned().unwrap_or_else(RootCertStore::empty);
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?;
        Ok(builder.with_root_certificates(roots).with_no_client_auth())
    }
}

/// Callers are asked for a certificate where there are authorities to hold it against; who has none goes on without.
fn server(
    (chain, key): &Pair,
    authorities: Option<&Arc<RootCertStore>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Result<Arc<ServerConfig>, rustls::Error>, TlsError> {
    let builder =
        ServerConfig::builder_with_provider(Arc::clone(provider)).with_safe_default_protocol_versions()?;
    let builder = match authorities {
        Some(roots) => {
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::clone(roots), Arc::clone(provider))
                    .allow_unauthenticated()
                    .build()
                    .map_err(|error| rustls::Error::General(error.to_string()))?;
            builder.with_client_cert_verifier(verifier)
        }
        None => builder.with_no_client_auth(),
    };
    let config = builder.with_single_cert(chain.clone(), key.clone_key());
    Ok(config.map(|mut config| {
        config.alpn_protocols = vec![ALPN.to_vec()];
        Arc::new(config)
    }))
}

fn client(
    pair: Option<Pair>,
    authorities: Option<Arc<RootCertStore>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<ClientConfig>, TlsError> {
    let roots = match authorities {
        Some(own) => own,
        None => Arc::new(of_system()?),
    };
    let builder = ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots);
    let mut config = match pair {
        Some((chain, key)) => builder.with_client_auth_cert(chain, key)?,
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(Arc::new(config))
}

/// The end of a certificate's validity, in seconds since 1970. Who verifies a certificate looks at its time before its
/// issuer: at the end of all time, without any authority, the refusal names the end.
fn expiry(certificate: &CertificateDer<'_>) -> Option<u64> {
    let end_of_time = UnixTime::since_unix_epoch(Duration::from_secs(u64::MAX));
    let certificate = EndEntityCert::try_from(certificate).ok()?;
    let usage = KeyUsage::server_auth();
    let verified = certificate.verify_for_usage(&[], &[], &[], end_of_time, usage, None, None);
    let Err(webpki::Error::CertExpired { not_after, .. }) = verified else {
        return None;
    };
    Some(not_after.as_secs())
}

fn of_system() -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(TlsError::NoAuthorities);
    }
    Ok(roots)
}

pub(super) fn authorities(path: &Path, text: &[u8]) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path, text)? {
        roots.add(certificate).map_err(|error| {
            unusable(
                path,
                format!("a certificate in it is none of an authority: {error}"),
            )
        })?;
    }
    Ok(roots)
}

pub(super) fn certificates(path: &Path, text: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
    match read {
        Ok(found) if found.is_empty() => {
            let what = "there is no certificate in it: it must hold BEGIN CERTIFICATE";
            Err(unusable(path, what.to_owned()))
        }
        Ok(found) => Ok(found),
        Err(error) => Err(unusable(
            path,
            format!("a certificate in it can't be read: {error}"),
        )),
    }
}

pub(super) fn private_key(path: &Path, text: &[u8]) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_slice(text).map_err(|error| {
        unusable(
            path,
            format!("there is no private key in it that can be read: {error}"),
        )
    })
}

fn unusable(path: &Path, what: String) -> TlsError {
    TlsError::Unusable {
        path: path.to_owned(),
        what,
    }
}
