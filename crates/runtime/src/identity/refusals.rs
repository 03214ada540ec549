//! Tells of callers that could not be identified, in the log: whoever guesses must be seen, and must not fill the disk.

use std::{
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jsonwebtoken::decode_header;
use tokio::time::Instant;
use tonic::codegen::http::HeaderMap;

use super::{api_keys, authenticator::credential};
use crate::error::Problem;

/// Lines within a [`SPAN`]; what comes besides is counted, and the next line says how many there were.
const LINES: u32 = 10;
const SPAN: Duration = Duration::from_secs(1);

/// Longest id of a token's key that is told.
const MAX_ID: usize = 64;

/// How much was told of late.
#[derive(Debug)]
pub(super) struct Refusals(Mutex<Told>);

#[derive(Debug)]
struct Told {
    since: Instant,
    lines: u32,
    left_out: u64,
}

impl Default for Refusals {
    fn default() -> Self {
        Self(Mutex::new(Told {
            since: Instant::now(),
            lines: 0,
            left_out: 0,
        }))
    }
}

impl Refusals {
    /// Tells that a caller is not known: where it called from and the id of the key that it showed, never the secret.
    pub(super) fn tell(&self, peer: Option<SocketAddr>, headers: &HeaderMap, problem: &Problem) {
        let Some(left_out) = self.room() else {
            return;
        };
        let peer = peer.map(|peer| peer.to_string());
        let key = credential(headers).ok().and_then(key_id);
        let reason = problem.reason.as_str();
        tracing::warn!(peer, key, reason, left_out, "a caller was not identified");
    }

    /// Whether there is room for a line, with the number of those that were left out before it.
    fn room(&self) -> Option<u64> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.since.elapsed() >= SPAN {
            told.since = Instant::now();
            told.lines = 0;
        }
        if told.lines == LINES {
            told.left_out = told.left_out.saturating_add(1);
            return None;
        }
        told.lines += 1;
        Some(std::mem::take(&mut told.left_out))
    }
}

/// The id of the key that a credential is, or is signed with; anything may stand there, so only what can be an id is told.
fn key_id(credential: &str) -> Option<String> {
    if let Some(id) = api_keys::id(credential) {
        return Some(id.to_owned());
    }
    let id = decode_header(credential).ok()?.kid?;
    let printable = id.bytes().all(|byte| byte.is_ascii_graphic());
    (printable && id.len() <= MAX_ID).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::NewKey;

    #[tokio::test(start_paused = true)]
    async fn a_guesser_writes_a_bounded_number_of_lines() {
        let refusals = Refusals::default();
        let told = (0..1_000).filter_map(|_| refusals.room()).count();
        assert_eq!(told, LINES as usize);
        tokio::time::advance(SPAN).await;
        assert_eq!(refusals.room(), Some(1_000 - u64::from(LINES)));
        assert_eq!(refusals.room(), Some(0), "they are told once");
    }

    #[test]
    fn the_key_is_told_and_never_its_secret() {
        let new = NewKey::make("jungar-gateway").unwrap();
        assert_eq!(key_id(&new.key).as_deref(), Some("jungar-gateway"));
        // {"alg":"EdDSA","kid":"own"}
        let token = "eyJhbGciOiJFZERTQSIsImtpZCI6Im93biJ9.e30.c2ln";
        assert_eq!(key_id(token).as_deref(), Some("own"));
        for guess in ["zhibiao_", "zhibiao_no id_1", "zhibiao_secret", "secret", "a.b.c"] {
            assert_eq!(key_id(guess), None, "{guess}");
        }
    }
}
