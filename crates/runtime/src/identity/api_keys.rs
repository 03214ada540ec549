//! Static keys for simple callers: `zhibiao_{id}_{secret}`.
//!
//! The server knows a key by the SHA-256 of its secret only. A secret has 256 random bits, so that a fast hash is as good
//! as a slow one. The file is TOML:
//!
//! ```toml
//! [[key]]
//! id = "jungar-gateway"
//! sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
//! roles = ["jungar"]        # may be left out
//! expires = "2027-06-30"    # last day, in UTC; may be left out
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use ring::{
    digest,
    rand::{SecureRandom, SystemRandom},
};
use serde::{Deserialize, Serialize};
use zhibiao_model::{access, ids::is_id};

use super::IdentityError;
use crate::{
    caller::Caller,
    error::{Code, Problem},
};

/// What every key begins with: tools that look for secrets in texts find it by that.
const PREFIX: &str = "zhibiao_";

/// Longest word of a message about a file of keys that is no part of a key.
const LONGEST_WORD: usize = 40;

/// Bytes of a secret.
const SECRET: usize = 32;

/// A key as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKey {
    /// Its id, which is its holder's name as a user: letters, digits and hyphens.
    pub id: String,
    /// SHA-256 of its secret, in hexadecimal.
    pub sha256: String,
    /// Roles of its holder.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub roles: BTreeSet<String>,
    /// Last day on which it is taken, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// A key that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The key, which is shown once and kept nowhere.
    pub key: String,
    /// What the server is to know.
    pub entry: ApiKey,
}

/// The keys of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ApiKeys(BTreeMap<String, ApiKey>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    key: Vec<ApiKey>,
}

impl NewKey {
    /// Makes a key; `None` when the id is none, or the system gives no random numbers.
    #[must_use]
    pub fn make(id: &str) -> Option<Self> {
        let mut secret = [0; SECRET];
        SystemRandom::new().fill(&mut secret).ok()?;
        let secret = hex(&secret);
        is_id(id).then(|| Self {
            key: format!("{PREFIX}{id}_{secret}"),
            entry: ApiKey {
                id: id.to_owned(),
                sha256: sha256(&secret),
                roles: BTreeSet::new(),
                expires: None,
            },
        })
    }
}

impl ApiKeys {
    /// Reads a file of keys.
    pub(super) fn read(path: &Path, text: &[u8]) -> Result<Self, IdentityError> {
        let refused = |reason: String| IdentityError::ApiKeys {
            path: path.to_owned(),
            reason,
        };
        let text = std::str::from_utf8(text).map_err(|_| refused("it is not UTF-8".to_owned()))?;
        // The parser's own display quotes the line, and its message what it could not use: there may be a key in either.
        let unread = |error: toml::de::Error| {
            let before = error
                .span()
                .map_or("", |span| &text[..span.start.min(text.len())]);
            let line = before.matches('\n').count() + 1;
            refused(format!("line {line}: {}", without_keys(error.message())))
        };
        let File { key: listed } = toml::from_str(text).map_err(unread)?;
        let mut keys = BTreeMap::new();
        for key in listed {
            let id = key.id.clone();
            if let Some(fault) = fault(&key) {
                return Err(refused(format!("key `{}`: {fault}", without_keys(&id))));
            }
            if keys.insert(id.clone(), key).is_some() {
                return Err(refused(format!("key `{id}` is listed twice: leave one")));
            }
        }
        Ok(Self(keys))
    }

    /// Whether there is no key at all.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a credential is a key rather than a token.
    pub(super) fn is_key(credential: &str) -> bool {
        credential.starts_with(PREFIX)
    }

    /// The holder of a key.
    pub(super) fn holder(
        &self,
        credential: &str,
        now: Timestamp,
    ) -> Result<(Caller, BTreeSet<String>), Problem> {
        let unknown = || {
            let message = "this key is not known here: ask for one, or check that it was copied whole";
            Problem::new(Code::Unauthenticated, "API_KEY_UNKNOWN", message)
        };
        let (id, secret) = credential
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.rsplit_once('_'))
            .ok_or_else(unknown)?;
        let key = self.0.get(id).ok_or_else(unknown)?;
        if !same(&key.sha256.to_ascii_lowercase(), &sha256(secret)) {
            return Err(unknown());
        }
        let today = now.to_zoned(TimeZone::UTC).date();
        if key.expires.is_some_and(|last| last < today) {
            let message = "this key has expired: ask for a new one";
            return Err(Problem::new(Code::Unauthenticated, "API_KEY_EXPIRED", message));
        }
        let caller = Caller::new(&key.id).ok_or_else(unknown)?;
        Ok((caller, key.roles.clone()))
    }
}

/// The id in a credential that has the form of a key, known or not.
pub(super) fn id(credential: &str) -> Option<&str> {
    let (id, _) = credential.strip_prefix(PREFIX)?.rsplit_once('_')?;
    is_id(id).then_some(id)
}

fn fault(key: &ApiKey) -> Option<&'static str> {
    if !is_id(&key.id) {
        return Some("the id must be lower-case letters and digits in groups joined by single hyphens");
    }
    if key.sha256.len() != 2 * digest::SHA256_OUTPUT_LEN || !key.sha256.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return Some("sha256 must be 64 hexadecimal digits: make the key with `zhibiao key new`");
    }
    let named = key.roles.iter().all(|role| access::is_name(role));
    (!named).then_some("a role must be a name of 1 to 64 printable characters")
}

/// A text with `***` for every word that may be a key or the secret of one: nothing else in the file is so long.
fn without_keys(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let words = text.split_inclusive(|c: char| !is_part(c));
    words
        .map(|word| {
            let tail = word.trim_start_matches(is_part);
            let head = &word[..word.len() - tail.len()];
            let is_key = head.contains(PREFIX) || head.len() > LONGEST_WORD;
            format!("{}{tail}", if is_key { "***" } else { head })
        })
        .collect()
}

fn sha256(text: &str) -> String {
    hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Compares without telling by the time taken where two texts differ.
fn same(a: &str, b: &str) -> bool {
    let differing = a.bytes().zip(b.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    a.len() == b.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Result<ApiKeys, String> {
        ApiKeys::read(Path::new("keys.toml"), text.as_bytes()).map_err(|error| error.to_string())
    }

    fn entry(new: &NewKey, rest: &str) -> String {
        let ApiKey { id, sha256, .. } = &new.entry;
        format!("[[key]]\nid = \"{id}\"\nsha256 = \"{sha256}\"\n{rest}\n")
    }

    #[test]
    fn who_has_the_key_is_its_holder_until_it_expires() {
        let new = NewKey::make("jungar-gateway").unwrap();
        let known = keys(&entry(&new, "roles = [\"jungar\"]\nexpires = \"2026-11-28\"")).unwrap();
        let on = |text: &str| text.parse::<Timestamp>().unwrap();
        let (caller, roles) = known.holder(&new.key, on("2026-11-28T23:59:59Z")).unwrap();
        assert_eq!((caller.name(), roles.len()), ("jungar-gateway", 1));
        let late = known.holder(&new.key, on("2026-11-29T00:00:00Z")).unwrap_err();
        assert_eq!(late.reason, "API_KEY_EXPIRED");
    }

    #[test]
    fn who_has_not_the_key_is_nobody_and_is_not_told_why() {
        let (new, other) = (NewKey::make("a").unwrap(), NewKey::make("a").unwrap());
        let known = keys(&entry(&new, "")).unwrap();
        assert_ne!(new.key, other.key);
        for wrong in [
            other.key.as_str(),
            "zhibiao_b_00",
            "zhibiao_a_",
            "zhibiao_",
            "zhibiao_a",
            &new.entry.sha256,
        ] {
            let refused = known.holder(wrong, Timestamp::UNIX_EPOCH).unwrap_err();
            assert_eq!(refused.reason, "API_KEY_UNKNOWN", "{wrong}");
        }
        assert!(!format!("{:?}", known).contains(&new.key));
    }

    #[test]
    fn a_file_that_is_wrong_says_where() {
        let new = NewKey::make("a").unwrap();
        for (text, told) in [
            (entry(&new, "role = \"x\""), "unknown field `role`"),
            (entry(&new, "").repeat(2), "listed twice"),
            (
                entry(&new, "").replace(&new.entry.sha256, "abc"),
                "64 hexadecimal digits",
            ),
            (entry(&new, "").replace("\"a\"", "\"A B\""), "lower-case"),
            (entry(&new, "expires = \"soon\""), "line 4"),
            (entry(&new, "roles = [\" \"]"), "a role must be"),
        ] {
            let error = keys(&text).unwrap_err();
            assert!(error.contains(told) && error.contains("keys.toml"), "{error}");
        }
    }

    /// A key in the wrong place, or its secret alone, comes back with no fault.
    #[test]
    fn a_key_that_is_pasted_into_the_file_is_not_quoted() {
        let new = NewKey::make("a").unwrap();
        let (key, secret) = (&new.key, new.key.rsplit('_').next().unwrap());
        let hash = format!("\"{}\"", new.entry.sha256);
        for pasted in [
            entry(&new, "").replace(&hash, key),
            entry(&new, "").replace("\"a\"", &format!("\"{key}\"")),
            entry(&new, "").replace("\"a\"", &format!("\"{secret}\"")),
            entry(&new, &format!("roles = \"{key}\"")),
            entry(&new, &format!("roles = \"{secret}\"")),
            entry(&new, &format!("expires = \"{key}\"")),
            entry(&new, &format!("{key} = 1")),
        ] {
            match keys(&pasted) {
                Err(error) => assert!(!error.contains(secret), "{error}"),
                // A secret in hexadecimal is an id like another.
                Ok(known) => assert!(known.0.contains_key(secret)),
            }
        }
    }
}
