//! Who calls, and how that was proved.
//!
//! - A **person or a program** shows a token of an identity provider (`tokens`) or a key (`api_keys`) with
//!   `authorization: Bearer …`.
//! - A **service of the hub** shows a certificate of the hub's own authority that is for one of the names of services,
//!   or is in the same process. It may say for whom it acts.
//! - Where no identity is configured, everybody is believed: the server then listens on loopback only.
//!
//! The [`Authenticator`] decides which; what the caller may do is decided by [`access`](crate::access).

mod api_keys;
mod authenticator;
mod crypto;
mod fetch;
mod key_file;
mod keyset;
mod provider;
mod refusals;
mod tokens;
mod watched;

use std::{collections::BTreeSet, fmt, sync::Arc};

use rustls::pki_types::{CertificateDer, ServerName};
use webpki::EndEntityCert;

pub use api_keys::{ApiKey, NewKey};
pub use authenticator::{Authenticator, IdentityError, IdentityOptions};
pub use keyset::JwksSource;

use crate::caller::Caller;

/// Who a connection comes from, by its certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Peer {
    /// Nobody in particular.
    #[default]
    Unknown,
    /// A service of the hub, with the name that its certificate is for.
    Service(Arc<str>),
}

/// Names that certificates of the hub's services are for.
#[derive(Debug, Clone, Default)]
pub struct ServiceNames(Arc<[Arc<str>]>);

impl ServiceNames {
    /// Takes DNS names.
    ///
    /// # Errors
    /// The first that is no DNS name.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let read = |name: &'a str| match ServerName::try_from(name.to_owned()) {
            Ok(ServerName::DnsName(_)) => Ok(Arc::from(name)),
            Ok(_) | Err(_) => Err(name.to_owned()),
        };
        names.into_iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Who shows these certificates, which were verified; the first is the peer's own.
    #[must_use]
    pub fn peer(&self, shown: Option<&[CertificateDer<'_>]>) -> Peer {
        let own = shown.and_then(<[_]>::first);
        let Some(own) = own.and_then(|own| EndEntityCert::try_from(own).ok()) else {
            return Peer::Unknown;
        };
        // As it stands: a certificate for every name of a domain is none for a service of it.
        let is_for = |name: &&Arc<str>| own.valid_dns_names().any(|of| of.eq_ignore_ascii_case(name));
        let service = self.0.iter().find(is_for);
        service.map_or(Peer::Unknown, |name| Peer::Service(Arc::clone(name)))
    }
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// Whoever it says it is: no identity is configured.
    Trusted(Option<Caller>),
    /// A service of the hub.
    Service {
        /// Its name.
        name: Arc<str>,
        /// Who it acts for; nobody, when it does its own work.
        acts_for: Option<Caller>,
    },
    /// A person or a program.
    User {
        /// Its name.
        caller: Caller,
        /// The roles that the token or key says.
        roles: BTreeSet<String>,
        /// Whether this process is set up to let it administer everything.
        is_admin: bool,
    },
}

impl Identity {
    /// The person or program that something is done for.
    #[must_use]
    pub fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Trusted(caller) => caller.as_ref(),
            Self::Service { acts_for, .. } => acts_for.as_ref(),
            Self::User { caller, .. } => Some(caller),
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trusted(Some(caller)) => caller.fmt(f),
            Self::Trusted(None) => f.write_str("somebody without a name"),
            Self::Service { name, acts_for: None } => write!(f, "service {name}"),
            Self::Service {
                name,
                acts_for: Some(caller),
            } => write!(f, "service {name} for {caller}"),
            Self::User { caller, .. } => write!(f, "users/{caller}"),
        }
    }
}
