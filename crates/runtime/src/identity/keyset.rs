//! The identity provider's public keys (JWKS, RFC 7517), from a file or a URL.

use std::{collections::BTreeMap, fmt, path::PathBuf, str::FromStr};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse},
};
use tonic::codegen::http::Uri;

use super::IdentityError;
use crate::config::redacted;

/// Key of the only key of a set that has no id.
const UNNAMED: &str = "";

/// Where the keys are. Shown without what is secret in a URL.
#[derive(Clone, PartialEq, Eq)]
pub enum JwksSource {
    /// A file, read again when it changes.
    File(PathBuf),
    /// A URL, asked again every few minutes, and when a token names a key that is not known.
    Url(Uri),
}

impl FromStr for JwksSource {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if !text.contains("://") {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let uri: Uri = text.parse().map_err(|_| "is neither a file nor a URL")?;
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            return Err("must not hold a user or a password: the keys are public");
        }
        if authority.contains(',') {
            return Err("must be one file or URL: leave the others out");
        }
        let local = matches!(uri.host(), Some("127.0.0.1" | "localhost" | "[::1]"));
        match uri.scheme_str() {
            Some("https") => Ok(Self::Url(uri)),
            // Whoever could change the answer on its way could make itself anybody.
            Some("http") if local => Ok(Self::Url(uri)),
            Some("http") => {
                Err("must be an https URL: keys that travel in the open can be replaced on the way")
            }
            _ => Err("must be a file or an https URL"),
        }
    }
}

impl fmt::Display for JwksSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            // A query may hold what the provider asks for.
            Self::Url(uri) => f.write_str(&redacted(&uri.to_string())),
        }
    }
}

impl fmt::Debug for JwksSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key that tokens are verified with, and how they are signed for it.
#[derive(Debug, Clone)]
pub(super) struct VerifyingKey {
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

/// The keys of a provider, by their ids.
#[derive(Debug, Clone, Default)]
pub(super) struct KeySet {
    keys: BTreeMap<String, VerifyingKey>,
    document: Vec<u8>,
}

impl KeySet {
    /// Reads a JWKS document. Keys of other kinds or for other uses are left out.
    ///
    /// # Errors
    /// When it is none, or has no key that can be used: whatever went wrong there, the keys of before are better than none.
    pub(super) fn read(document: &[u8], source: &JwksSource) -> Result<Self, IdentityError> {
        let refused = |reason: String| IdentityError::KeySet {
            origin: source.clone(),
            reason,
        };
        let set: JwkSet =
            serde_json::from_slice(document).map_err(|error| refused(format!("no JWKS: {error}")))?;
        let keys: BTreeMap<String, VerifyingKey> = set.keys.iter().filter_map(verifying).collect();
        if keys.is_empty() {
            let reason = "there is no key in it that tokens can be verified with: RSA, P-256 or Ed25519";
            return Err(refused(reason.to_owned()));
        }
        Ok(Self {
            keys,
            document: document.to_vec(),
        })
    }

    /// Whether two were read from the same document.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.document == other.document
    }

    /// Whether there is no key at all.
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key that a token names; where it names none, the only one there is.
    pub(super) fn find(&self, id: Option<&str>) -> Option<&VerifyingKey> {
        match id {
            Some(id) => self.keys.get(id),
            None if self.keys.len() == 1 => self.keys.values().next(),
            None => None,
        }
    }
}

fn verifying(jwk: &Jwk) -> Option<(String, VerifyingKey)> {
    let for_signatures = matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(parameters) if parameters.curve == EllipticCurve::P256 => {
            Algorithm::ES256
        }
        AlgorithmParameters::OctetKeyPair(parameters) if parameters.curve == EllipticCurve::Ed25519 => {
            Algorithm::EdDSA
        }
        AlgorithmParameters::EllipticCurve(_)
        | AlgorithmParameters::OctetKeyPair(_)
        | AlgorithmParameters::OctetKey(_)
        | AlgorithmParameters::Other(_)
        | _ => return None,
    };
    let stated = jwk.common.key_algorithm.map(|stated| stated.to_string());
    let agrees = stated.is_none_or(|stated| stated == format!("{algorithm:?}"));
    let key = DecodingKey::from_jwk(jwk).ok()?;
    let id = jwk.common.key_id.clone().unwrap_or_else(|| UNNAMED.to_owned());
    (for_signatures && agrees).then_some((id, VerifyingKey { algorithm, key }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_place_of_keys_is_told() {
        for (wrong, told) in [
            ("http://idp.example/keys", "must be an https URL"),
            ("https://u:s3cret@idp.example/keys", "user or a password"),
            ("https://a.example,b.example/keys", "must be one"),
            ("ftp://idp.example/keys", "https URL"),
        ] {
            let error = wrong.parse::<JwksSource>().unwrap_err();
            assert!(error.contains(told), "{wrong}: {error}");
        }
        // Some providers are asked with a query.
        let source: JwksSource = "https://idp.example/keys?token=s3cret".parse().unwrap();
        assert_eq!(source.to_string(), "https://idp.example/keys?token=***");
        assert_eq!(format!("{source:?}"), source.to_string());
    }
}
