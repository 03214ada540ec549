//! An identity provider: its keys, and the tokens that were verified with them.

use std::{
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
use zhibiao_tls::Tls;

use super::{
    IdentityError, JwksSource, fetch,
    key_file::{LOOK_EVERY, file},
    keyset::KeySet,
    tokens::{Bearer, Expected, LEEWAY, Refusal},
    watched::Watched,
};
use crate::{
    clock::Clock,
    error::{Code, Problem},
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

/// An identity provider.
#[derive(Debug)]
pub(super) struct Provider {
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

impl Provider {
    pub(super) async fn open(
        source: JwksSource,
        expected: Expected,
        tls: Option<Tls>,
    ) -> Result<Self, IdentityError> {
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

    /// Whether its keys could be read the last time.
    pub(super) fn is_up(&self) -> bool {
        self.answers.load(Ordering::Relaxed)
    }

    /// The bearer of a token that is good.
    pub(super) fn bearer(&self, token: &str, clock: &Clock) -> Result<Arc<Bearer>, Refusal> {
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
    pub(super) async fn renewed_keys(&self) -> Result<(), Problem> {
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
    pub(super) fn without_key(&self) -> Problem {
        if self.keys.get().is_empty() {
            let message =
                "the identity provider has not answered yet, so that no token can be verified: try again";
            return Problem::new(Code::Unavailable, "IDENTITY_PROVIDER_UNAVAILABLE", message)
                .retry_after(ASK_FIRST_EVERY);
        }
        let message = "the token is signed with a key that the identity provider does not publish";
        Problem::new(Code::Unauthenticated, "TOKEN_KEY_UNKNOWN", message)
    }

    pub(super) async fn keep_fresh(&self) {
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

impl JwksSource {
    /// Looks whether tokens can be verified with the keys, as far as that can be said without asking anybody: a URL is
    /// not asked.
    ///
    /// # Errors
    /// When they are in a file that can't be used.
    pub fn check(&self) -> Result<(), IdentityError> {
        match self {
            Self::File(path) => KeySet::read(&file(path)?, self).map(drop),
            Self::Url(_) => Ok(()),
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

#[cfg(test)]
mod tests;
