//! Decides who calls.

use std::{collections::BTreeSet, net::SocketAddr, path::PathBuf, sync::Arc};

use tokio_util::sync::CancellationToken;
use tonic::codegen::http::{HeaderMap, header::AUTHORIZATION};
use zhibiao_tls::Tls;

use super::{
    Identity, JwksSource, Peer,
    api_keys::ApiKeys,
    crypto, key_file,
    provider::Provider,
    refusals::Refusals,
    tokens::{Expected, Refusal},
    watched::Watched,
};
use crate::{
    caller::Caller,
    clock::Clock,
    error::{Code, Problem},
    telemetry::Telemetry,
};

/// How callers are identified.
#[derive(Debug, Clone, Default)]
pub struct IdentityOptions {
    /// The identity provider's keys.
    pub jwks: Option<JwksSource>,
    /// Whom tokens must be for.
    pub audience: Option<String>,
    /// Whom tokens must be of.
    pub issuer: Option<String>,
    /// File of static keys.
    pub api_keys: Option<PathBuf>,
    /// Users who may administer everything, whatever the catalogue grants.
    pub admins: BTreeSet<String>,
}

/// Why callers can't be identified.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// A file can't be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The provider's keys can't be used.
    #[error("{origin}: {reason}")]
    KeySet {
        /// Where they are.
        origin: JwksSource,
        /// Why.
        reason: String,
    },
    /// A file of static keys can't be used.
    #[error("{}: {reason}", path.display())]
    ApiKeys {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

/// Decides who calls. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Authenticator(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    clock: Clock,
    /// Whether anything can be proved at all.
    proves: bool,
    provider: Option<Provider>,
    keys: Option<(PathBuf, Watched<ApiKeys>)>,
    admins: BTreeSet<String>,
    refusals: Refusals,
}

impl Authenticator {
    /// Believes whatever callers say, for a server that only this machine reaches.
    #[must_use]
    pub fn trusting(clock: Clock) -> Self {
        Self(Arc::new(Shared {
            clock,
            proves: false,
            provider: None,
            keys: None,
            admins: BTreeSet::new(),
            refusals: Refusals::default(),
        }))
    }

    /// Identifies callers as they were set up; asks for the provider's keys, and goes on without them when it is away.
    ///
    /// # Errors
    /// When a file can't be used.
    pub async fn open(
        options: IdentityOptions,
        tls: Option<Tls>,
        clock: Clock,
    ) -> Result<Self, IdentityError> {
        crypto::install();
        let keys = match options.api_keys {
            Some(path) => {
                let keys = key_file::open(&path)?;
                Some((path, Watched::new(keys)))
            }
            None => None,
        };
        let provider = match (options.jwks, options.audience) {
            (Some(source), Some(audience)) => {
                let expected = Expected {
                    audience,
                    issuer: options.issuer,
                };
                Some(Provider::open(source, expected, tls).await?)
            }
            (None, _) | (_, None) => None,
        };
        Ok(Self(Arc::new(Shared {
            clock,
            proves: true,
            provider,
            keys,
            admins: options.admins,
            refusals: Refusals::default(),
        })))
    }

    /// Whether callers have to prove who they are.
    #[must_use]
    pub fn proves(&self) -> bool {
        self.0.proves
    }

    /// Reads keys again when they change, until `shutdown`.
    pub async fn keep_fresh(self, shutdown: CancellationToken) {
        let Shared { provider, keys, .. } = self.0.as_ref();
        let provider = async {
            match provider {
                Some(provider) => provider.keep_fresh().await,
                None => std::future::pending().await,
            }
        };
        let keys = async {
            match keys {
                Some((path, keys)) => key_file::keep_fresh(path, keys).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = provider => {}
            () = keys => {}
        }
    }

    /// Who makes a call, by its connection and its headers, as far as that can be said at once; `None` where the identity
    /// provider has to be asked first.
    #[must_use]
    pub fn recognise(&self, peer: &Peer, headers: &HeaderMap) -> Option<Result<Identity, Problem>> {
        let claimed = || Caller::of_headers(headers);
        if !self.0.proves {
            return Some(Ok(Identity::Trusted(claimed())));
        }
        if let Some(name) = service(peer, headers) {
            let (name, acts_for) = (Arc::clone(name), claimed());
            return Some(Ok(Identity::Service { name, acts_for }));
        }
        let credential = match credential(headers) {
            Ok(credential) => credential,
            Err(problem) => return Some(Err(problem)),
        };
        if ApiKeys::is_key(credential) {
            let none = ApiKeys::default();
            let known = self.0.keys.as_ref().map(|(_, keys)| keys.get());
            let holder = known
                .as_deref()
                .unwrap_or(&none)
                .holder(credential, self.0.clock.now());
            return Some(holder.map(|(caller, roles)| self.user(caller, roles)));
        }
        let Some(provider) = &self.0.provider else {
            return Some(Err(no_tokens()));
        };
        match provider.bearer(credential, &self.0.clock) {
            Ok(bearer) => Some(Ok(self.user(bearer.caller.clone(), bearer.roles.clone()))),
            Err(Refusal::Invalid(problem)) => Some(Err(problem)),
            Err(Refusal::UnknownKey) => None,
        }
    }

    /// Whether a call is taken for one of a service: proved to be where anything is.
    pub(crate) fn takes_for_service(&self, peer: &Peer, headers: &HeaderMap) -> bool {
        !self.0.proves || service(peer, headers).is_some()
    }

    /// Who makes a call, where the identity provider may be asked.
    ///
    /// # Errors
    /// UNAUTHENTICATED, with the reason, when nobody is proved to; UNAVAILABLE while the provider never gave a key.
    pub async fn identify(&self, peer: &Peer, headers: &HeaderMap) -> Result<Identity, Problem> {
        if let Some(recognised) = self.recognise(peer, headers) {
            return recognised;
        }
        if let Some(provider) = &self.0.provider {
            provider.renewed_keys().await?;
        }
        self.recognise(peer, headers).unwrap_or_else(|| {
            Err(self
                .0
                .provider
                .as_ref()
                .map_or_else(no_tokens, Provider::without_key))
        })
    }

    /// Tells in the log that a caller was refused, as far as there is room.
    pub(crate) fn tell_refusal(&self, peer: Option<SocketAddr>, headers: &HeaderMap, problem: &Problem) {
        self.0.refusals.tell(peer, headers, problem);
    }

    /// Tells whether the identity provider's keys could be read the last time; nothing where there is no provider.
    pub(crate) fn tell_provider(&self, telemetry: &Telemetry) {
        if self.0.provider.is_none() {
            return;
        }
        let shared = Arc::clone(&self.0);
        telemetry
            .meter()
            .u64_observable_gauge("zhibiao.identity.provider.up")
            .with_description("1 when the identity provider's keys could be read the last time")
            .with_callback(move |observer| {
                if let Some(provider) = &shared.provider {
                    observer.observe(u64::from(provider.is_up()), &[]);
                }
            })
            .build();
    }

    #[cfg(test)]
    pub(super) fn provider(&self) -> Option<&Provider> {
        self.0.provider.as_ref()
    }

    fn user(&self, caller: Caller, roles: BTreeSet<String>) -> Identity {
        Identity::User {
            is_admin: self.0.admins.contains(caller.name()),
            caller,
            roles,
        }
    }
}

/// The service that makes a call. One that shows somebody's token, as a proxy does, has that somebody's rights and not its
/// own.
fn service<'a>(peer: &'a Peer, headers: &HeaderMap) -> Option<&'a Arc<str>> {
    match (peer, headers.get(AUTHORIZATION)) {
        (Peer::Service(name), None) => Some(name),
        (Peer::Service(_), Some(_)) | (Peer::Unknown, _) => None,
    }
}

/// What a caller shows.
pub(super) fn credential(headers: &HeaderMap) -> Result<&str, Problem> {
    let shown = headers.get(AUTHORIZATION).ok_or_else(|| {
        let message = "this call needs a token or a key: send `authorization: Bearer …` (command line: --token-file FILE)";
        Problem::new(Code::Unauthenticated, "CREDENTIALS_MISSING", message)
    })?;
    let bearer = shown.to_str().ok().and_then(|text| text.split_once(' '));
    match bearer {
        Some((scheme, credential))
            if scheme.eq_ignore_ascii_case("bearer") && !credential.trim().is_empty() =>
        {
            Ok(credential.trim())
        }
        Some(_) | None => {
            let message = "the metadata `authorization` must be `Bearer` and a token or a key";
            Err(Problem::new(
                Code::Unauthenticated,
                "CREDENTIALS_MALFORMED",
                message,
            ))
        }
    }
}

fn no_tokens() -> Problem {
    let message = "this hub takes no tokens: show a key that begins with `zhibiao_`";
    Problem::new(Code::Unauthenticated, "TOKENS_NOT_TAKEN", message)
}
