//! How callers reach a server, and how it knows them.

use zhibiao_tls::Tls;

use crate::{
    clock::Clock,
    identity::{Authenticator, ServiceNames},
};

/// How callers reach a server, and how it knows them.
#[derive(Debug, Clone)]
pub struct Security {
    /// What the listener speaks TLS with.
    pub tls: Option<Tls>,
    /// Who callers are.
    pub authenticator: Authenticator,
    /// Names that certificates of the hub's services are for.
    pub services: ServiceNames,
    /// Whether to listen beyond loopback without TLS: a proxy in front ends it.
    pub allow_plaintext: bool,
}

impl Security {
    /// Believes whatever callers say, on loopback and in the open.
    #[must_use]
    pub fn local(clock: Clock) -> Self {
        Self {
            tls: None,
            authenticator: Authenticator::trusting(clock),
            services: ServiceNames::default(),
            allow_plaintext: false,
        }
    }

    /// Why more than this machine must not reach the server; `None` when it may.
    pub(super) fn only_loopback(&self) -> Option<&'static str> {
        only_loopback(
            self.authenticator.proves(),
            self.tls.is_some() || self.allow_plaintext,
        )
    }
}

/// Why a server must listen on loopback alone, by whether its callers are identified and their calls secured, here or by a
/// proxy in front; `None` when it may listen elsewhere too.
#[must_use]
pub fn only_loopback(identifies: bool, secured: bool) -> Option<&'static str> {
    match (identifies, secured) {
        (false, _) => {
            Some("callers are not identified: give --auth-jwks with --auth-audience, or --auth-api-keys")
        }
        (true, false) => Some(
            "calls and tokens would travel in the open: give --tls-cert and --tls-key, or --allow-plaintext where a \
             proxy in front ends TLS",
        ),
        (true, true) => None,
    }
}
