//! Who calls.

use std::fmt;

use tonic::{codegen::http::HeaderMap, metadata::MetadataMap};
use zhibiao_model::access;

/// Metadata key of the caller's name, as long as no identity provider is configured.
pub const USER_KEY: &str = "x-zhibiao-user";

/// A named caller. Without a configured identity provider the name is taken on trust, which is why the server then
/// listens on loopback only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Caller(String);

impl Caller {
    /// Longest name, in characters.
    pub const MAX: usize = access::MAX_NAME;

    /// Takes a name; `None` when it is empty, too long or not printable.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let name = name.trim();
        access::is_name(name).then(|| Self(name.to_owned()))
    }

    /// The caller that a request's metadata names.
    #[must_use]
    pub fn of(metadata: &MetadataMap) -> Option<Self> {
        Self::of_headers(metadata.as_ref())
    }

    /// The same, of a call's headers.
    #[must_use]
    pub fn of_headers(headers: &HeaderMap) -> Option<Self> {
        let bytes = headers.get(USER_KEY)?.as_bytes();
        Self::new(&percent_decoded(bytes)?)
    }

    /// The value to put into the metadata: names outside ASCII are percent-encoded, since metadata is ASCII.
    #[must_use]
    pub fn to_metadata(&self) -> String {
        self.0.bytes().map(encoded).collect()
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn encoded(byte: u8) -> String {
    if byte.is_ascii_graphic() && byte != b'%' || byte == b' ' {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn percent_decoded(bytes: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let (digits, tail) = tail.split_at_checked(2)?;
            decoded.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            decoded.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_travel_in_metadata() {
        for name in ["li.wei", "李伟", "100% sure", "a b"] {
            let caller = Caller::new(name).unwrap();
            let mut metadata = MetadataMap::new();
            metadata.insert(USER_KEY, caller.to_metadata().parse().unwrap());
            assert_eq!(Caller::of(&metadata), Some(caller));
        }
    }

    #[test]
    fn what_is_no_name_is_nobody() {
        for wrong in ["", "  ", "%", "%4", "%zz", "%ff"] {
            let mut metadata = MetadataMap::new();
            metadata.insert(USER_KEY, wrong.parse().unwrap());
            assert_eq!(Caller::of(&metadata), None, "{wrong}");
        }
        assert!(Caller::new(&"a".repeat(Caller::MAX)).is_some());
        assert!(Caller::new(&"a".repeat(Caller::MAX + 1)).is_none());
    }
}
