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

    /// Whether more than this machine may reach the server.
    pub(super) fn may_leave_loopback(&self) -> Result<(), &'static str> {
        if !self.authenticator.proves() {
            return Err(
                "callers are not identified: give --auth-jwks with --auth-audience, or --auth-api-keys",
            );
        }
        if self.tls.is_none() && !self.allow_plaintext {
            return Err(
                "calls and tokens would travel in the open: give --tls-cert and --tls-key, or --allow-plaintext where a \
                 proxy in front ends TLS",
            );
        }
        Ok(())
    }
}
