//! Decides who calls.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use moka::sync::Cache;
use tokio::{
    sync::{Notify, Semaphore},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tonic::codegen::http::{HeaderMap, header::AUTHORIZATION};
use zhibiao_tls::Tls;

use super::{
    Identity, JwksSource, Peer,
    api_keys::ApiKeys,
    crypto, fetch,
    key_file::{self, LOOK_EVERY, file},
    keyset::KeySet,
    refusals::Refusals,
    tokens::{Bearer, Expected, LEEWAY, Refusal},
    watched::Watched,
};
use crate::{
    caller::Caller,
    clock::Clock,
    error::{Code, Problem},
    telemetry::Telemetry,
};

/// Time between two questions for the provider's keys.
const ASK_EVERY: Duration = Duration::from_secs(300);

/// Least time between two questions that tokens with unknown keys cause: anybody can send those.
const ASK_AT_MOST_EVERY: Duration = Duration::from_secs(10);

/// Time between two questions while it never gave a key, and when callers are told to come back then.
const ASK_FIRST_EVERY: Duration = Duration::from_secs(5);

/// Longest wait of such a call for the answer.
const WAIT_FOR_KEYS: Duration = Duration::from_secs(3);

/// Tokens that are remembered as verified, and for how long at most: a key that the provider takes back is good for no
/// longer than that.
const REMEMBERED: u64 = 10_000;
const REMEMBER_FOR: Duration = Duration::from_secs(60);

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

/// An identity provider.
#[derive(Debug)]
struct Provider {
    source: JwksSource,
    expected: Expected,
    keys: Watched<KeySet>,
    verified: Cache<Box<str>, Arc<Bearer>>,
    /// A token names a key that is not known.
    wanted: Notify,
    /// The keys were read again.
    renewed: Notify,
    /// Whether they could be read the last time.
    answers: AtomicBool,
    /// When they were asked for last.
    asked: Mutex<Instant>,
    /// Whose turn it is to wait for them.
    turn: Semaphore,
    /// What the provider is asked with, where it is not the system's authorities alone.
    tls: Option<Tls>,
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
        // A service that shows somebody's token, as a proxy does, has that somebody's rights and not its own.
        if let (Peer::Service(name), None) = (peer, headers.get(AUTHORIZATION)) {
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

    /// The same, where the identity provider may be asked.
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
                    observer.observe(u64::from(provider.answers.load(Ordering::Relaxed)), &[]);
                }
            })
            .build();
    }

    fn user(&self, caller: Caller, roles: BTreeSet<String>) -> Identity {
        Identity::User {
            is_admin: self.0.admins.contains(caller.name()),
            caller,
            roles,
        }
    }
}

impl Provider {
    async fn open(source: JwksSource, expected: Expected, tls: Option<Tls>) -> Result<Self, IdentityError> {
        let keys = match (read(&source, tls.as_ref()).await, &source) {
            (Ok(keys), _) => keys,
            // Tokens can't be looked at until it answers; keys and certificates are not its matter.
            (Err(error), JwksSource::Url(_)) => {
                tracing::warn!(%error, "no keys for tokens yet");
                KeySet::default()
            }
            (Err(error), JwksSource::File(_)) => return Err(error),
        };
        Ok(Self {
            source,
            expected,
            answers: AtomicBool::new(!keys.is_empty()),
            keys: Watched::new(keys),
            verified: Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_live(REMEMBER_FOR)
                .build(),
            wanted: Notify::new(),
            renewed: Notify::new(),
            asked: Mutex::new(Instant::now()),
            turn: Semaphore::new(1),
            tls,
        })
    }

    fn bearer(&self, token: &str, clock: &Clock) -> Result<Arc<Bearer>, Refusal> {
        let now = u64::try_from(clock.now().as_second()).unwrap_or_default();
        if let Some(known) = self.verified.get(token)
            && now < known.expires.saturating_add(LEEWAY)
        {
            return Ok(known);
        }
        let bearer = Arc::new(self.expected.verify(token, &self.keys.get())?);
        self.verified.insert(token.into(), Arc::clone(&bearer));
        Ok(bearer)
    }

    /// Waits for the provider to be asked for its keys, because a token names one that is not known. Anybody can make such
    /// a token: one call waits at a time, the provider is not asked again for a while, and the others are told at once.
    async fn renewed_keys(&self) -> Result<(), Problem> {
        let asked = *self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let (Ok(_turn), true) = (self.turn.try_acquire(), asked.elapsed() >= ASK_AT_MOST_EVERY) else {
            return Err(self.without_key());
        };
        let renewed = self.renewed.notified();
        self.wanted.notify_one();
        let _ = timeout(WAIT_FOR_KEYS, renewed).await;
        Ok(())
    }

    /// What a token is told whose key is not known: it is no worse than others while no key is.
    fn without_key(&self) -> Problem {
        if self.keys.get().is_empty() {
            let message =
                "the identity provider has not answered yet, so that no token can be verified: try again";
            return Problem::new(Code::Unavailable, "IDENTITY_PROVIDER_UNAVAILABLE", message)
                .retry_after(ASK_FIRST_EVERY);
        }
        let message = "the token is signed with a key that the identity provider does not publish";
        Problem::new(Code::Unauthenticated, "TOKEN_KEY_UNKNOWN", message)
    }

    async fn keep_fresh(&self) {
        loop {
            let every = match self.source {
                // A file is looked at so often that nobody has to wait for it.
                JwksSource::File(_) => LOOK_EVERY,
                JwksSource::Url(_) if self.keys.get().is_empty() => ASK_FIRST_EVERY,
                JwksSource::Url(_) => ASK_EVERY,
            };
            tokio::select! {
                () = sleep(every) => {}
                () = self.wanted.notified() => {}
            }
            *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
            let read = read(&self.source, self.tls.as_ref()).await;
            self.answers.store(read.is_ok(), Ordering::Relaxed);
            match read {
                Ok(keys) => {
                    if !keys.same(&self.keys.get()) {
                        tracing::info!("keys for tokens have changed");
                        self.keys.set(keys);
                        self.verified.invalidate_all();
                    }
                }
                Err(error) if self.keys.get().is_empty() => tracing::warn!(%error, "no keys for tokens yet"),
                Err(error) => {
                    tracing::warn!(%error, "keys for tokens can't be read; the ones before go on");
                }
            }
            self.renewed.notify_waiters();
        }
    }
}

async fn read(source: &JwksSource, tls: Option<&Tls>) -> Result<KeySet, IdentityError> {
    let document = match source {
        JwksSource::File(path) => file(path)?,
        JwksSource::Url(uri) => {
            let got = fetch::document(uri, tls).await;
            got.map_err(|error| IdentityError::KeySet {
                origin: source.clone(),
                reason: error.to_string(),
            })?
        }
    };
    KeySet::read(&document, source)
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

#[cfg(test)]
mod tests;
