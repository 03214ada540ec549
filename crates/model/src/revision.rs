//! The store's clock: revisions, and the tokens that carry them outside.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// One committed batch of the store; revision order is commit order. [`Revision::ZERO`] is the empty store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Revision(i64);

impl Revision {
    /// The store before its first commit.
    pub const ZERO: Self = Self(0);

    /// Takes a number; `None` when it is negative.
    #[must_use]
    pub fn new(number: i64) -> Option<Self> {
        (number >= 0).then_some(Self(number))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which store a revision belongs to; drawn once when the store is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StoreId(pub u128);

impl fmt::Display for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A consistency token: opaque outside, a versioned (store, revision) inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// The store that gave it.
    pub store: StoreId,
    /// The revision it stands for.
    pub revision: Revision,
}

/// A text that is no consistency token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a consistency token: pass on unchanged what a write or read of this hub returned as `token`")]
pub struct InvalidToken;

const TOKEN_VERSION: u8 = 1;
const TOKEN_BYTES: usize = 1 + 16 + 8;

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0; TOKEN_BYTES];
        bytes[0] = TOKEN_VERSION;
        bytes[1..17].copy_from_slice(&self.store.0.to_be_bytes());
        bytes[17..].copy_from_slice(&self.revision.0.to_be_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl FromStr for Token {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidToken)?;
        let bytes: [u8; TOKEN_BYTES] = bytes.try_into().map_err(|_| InvalidToken)?;
        let (head, revision) = bytes.split_at(17);
        let (version, store) = head.split_at(1);
        let store = u128::from_be_bytes(store.try_into().map_err(|_| InvalidToken)?);
        let revision = i64::from_be_bytes(revision.try_into().map_err(|_| InvalidToken)?);
        match (version, Revision::new(revision)) {
            ([TOKEN_VERSION], Some(revision)) => Ok(Self {
                store: StoreId(store),
                revision,
            }),
            (_, Some(_) | None) => Err(InvalidToken),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn tokens_round_trip(store: u128, revision in 0..i64::MAX) {
            let token = Token { store: StoreId(store), revision: Revision(revision) };
            prop_assert_eq!(token.to_string().parse::<Token>(), Ok(token));
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = text.parse::<Token>();
        }
    }

    #[test]
    fn a_negative_revision_is_no_token() {
        let mut bytes = [0xff; TOKEN_BYTES];
        bytes[0] = TOKEN_VERSION;
        assert_eq!(URL_SAFE_NO_PAD.encode(bytes).parse::<Token>(), Err(InvalidToken));
    }
}
