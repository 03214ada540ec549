//! Tokens of an identity provider: JSON Web Tokens (RFC 7519), signed with RS256, ES256 or EdDSA.
//!
//! A token must say `sub`, `exp` and the hub's audience in `aud`; `iss` where an issuer is set; `nbf` is kept where it is
//! said. Clocks may differ by [`LEEWAY`]. Its `roles` are a list of texts. Times may have a fraction (`NumericDate`), and
//! what a header calls critical is refused, as RFC 7515 has it: no extension is known here.

use std::{collections::BTreeSet, time::Duration};

use jsonwebtoken::{Validation, decode, decode_header, errors::ErrorKind};
use serde_json::{Map, Value};
use zhibiao_model::access;

use super::keyset::{KeySet, VerifyingKey};
use crate::{
    caller::Caller,
    error::{Code, Problem},
};

/// How far the clocks of the hub and of the provider may differ, in seconds.
pub(super) const LEEWAY: u64 = 60;

/// Largest token, in bytes: more than any header of a call can hold besides.
const MAX_TOKEN: usize = 16 << 10;

/// What a token must say to be for this hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected {
    pub(super) audience: String,
    pub(super) issuer: Option<String>,
}

/// What a token says of its bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bearer {
    pub(super) caller: Caller,
    pub(super) roles: BTreeSet<String>,
    /// When the token expires, in seconds since 1970; the leeway comes on top.
    pub(super) expires: u64,
}

/// Why a token is not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It names a key that is not known, which may be new.
    UnknownKey,
    /// It is not valid.
    Invalid(Problem),
}

/// What a token says, by the names of the claims.
type Claims = Map<String, Value>;

impl Expected {
    /// Verifies a token with the provider's keys.
    pub(super) fn verify(&self, token: &str, keys: &KeySet) -> Result<Bearer, Refusal> {
        if token.len() > MAX_TOKEN {
            let message = format!("the token has more than {MAX_TOKEN} bytes");
            return Err(invalid("TOKEN_MALFORMED", message));
        }
        let header = decode_header(token).map_err(|_| malformed())?;
        let unknown = || match header.kid {
            None if !keys.is_empty() => unnamed_key(),
            Some(_) | None => Refusal::UnknownKey,
        };
        let VerifyingKey { algorithm, key } = keys.find(header.kid.as_deref()).ok_or_else(unknown)?;
        if header.crit.is_some() {
            let message =
                "the token's header has `crit`: the hub knows no extension that a token must be read with";
            return Err(invalid("TOKEN_MALFORMED", message));
        }
        let decoded = decode::<Claims>(token, key, &self.validation(*algorithm));
        let claims = decoded.map_err(|error| self.refusal(error.kind()))?.claims;
        let sub = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
        // Names are taken as they are: one with blanks around it is not the one without.
        let named = access::is_name(sub).then(|| Caller::new(sub)).flatten();
        let caller = named.ok_or_else(|| {
            let most = access::MAX_NAME;
            let message = format!("the token's `sub` must be a name of 1 to {most} printable characters");
            invalid("TOKEN_MALFORMED", message)
        })?;
        Ok(Bearer {
            caller,
            roles: roles(&claims)?,
            expires: expiry(&claims)?,
        })
    }

    fn validation(&self, algorithm: jsonwebtoken::Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_audience(&[&self.audience]);
        let mut required = vec!["exp", "sub", "aud"];
        if let Some(issuer) = &self.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        validation.set_required_spec_claims(&required);
        validation
    }

    fn refusal(&self, error: &ErrorKind) -> Refusal {
        match error {
            ErrorKind::ExpiredSignature => invalid("TOKEN_EXPIRED", "the token has expired: get a new one"),
            ErrorKind::ImmatureSignature => invalid("TOKEN_NOT_YET_VALID", "the token is not valid yet"),
            ErrorKind::InvalidAudience => {
                let message = format!(
                    "the token is for another audience: ask for one for `{}`",
                    self.audience
                );
                invalid("TOKEN_AUDIENCE_WRONG", message)
            }
            ErrorKind::InvalidIssuer => invalid(
                "TOKEN_ISSUER_WRONG",
                "the token is of an issuer that this hub does not trust",
            ),
            ErrorKind::InvalidAlgorithm | ErrorKind::UnsupportedAlgorithm => invalid(
                "TOKEN_SIGNATURE_INVALID",
                "the token is signed otherwise than its key allows: RS256, ES256 and EdDSA are taken",
            ),
            ErrorKind::InvalidSignature => invalid(
                "TOKEN_SIGNATURE_INVALID",
                "the token's signature does not match its content",
            ),
            ErrorKind::MissingRequiredClaim(claim) | ErrorKind::InvalidClaimFormat(claim) => {
                unreadable(claim)
            }
            ErrorKind::InvalidToken
            | ErrorKind::InvalidSubject
            | ErrorKind::InvalidEcdsaKey
            | ErrorKind::InvalidEddsaKey
            | ErrorKind::InvalidRsaKey(_)
            | ErrorKind::RsaFailedSigning
            | ErrorKind::Signing(_)
            | ErrorKind::InvalidAlgorithmName
            | ErrorKind::InvalidKeyFormat
            | ErrorKind::MissingAlgorithm
            | ErrorKind::Base64(_)
            | ErrorKind::Json(_)
            | ErrorKind::Utf8(_)
            | ErrorKind::Provider(_)
            | _ => malformed(),
        }
    }
}

/// The roles that a token says; none where it says nothing of them. Texts that are no names are nobody's role.
fn roles(claims: &Claims) -> Result<BTreeSet<String>, Refusal> {
    let listed = match claims.get("roles") {
        None | Some(Value::Null) => return Ok(BTreeSet::new()),
        Some(Value::Array(listed)) => listed.as_slice(),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => &[Value::Null],
    };
    let texts: Option<Vec<&str>> = listed.iter().map(Value::as_str).collect();
    let texts = texts.ok_or_else(|| {
        let message = "the token's `roles` must be a list of texts, such as `[\"reporter\"]`";
        invalid("TOKEN_MALFORMED", message)
    })?;
    let named = texts.into_iter().filter(|role| access::is_name(role));
    Ok(named.map(ToOwned::to_owned).collect())
}

/// When a token expires, in whole seconds.
fn expiry(claims: &Claims) -> Result<u64, Refusal> {
    let said = claims.get("exp");
    let fraction = || said?.as_f64().and_then(|at| Duration::try_from_secs_f64(at).ok());
    let whole = said.and_then(Value::as_u64);
    whole
        .or_else(|| fraction().map(|at| at.as_secs()))
        .ok_or_else(|| unreadable("exp"))
}

fn unreadable(claim: &str) -> Refusal {
    invalid(
        "TOKEN_MALFORMED",
        format!("the token says no `{claim}` that can be read"),
    )
}

fn unnamed_key() -> Refusal {
    invalid(
        "TOKEN_KEY_UNNAMED",
        "the token does not name the key that it is signed with (`kid` in its header), and the identity provider publishes \
         several: have the provider name it",
    )
}

fn malformed() -> Refusal {
    invalid(
        "TOKEN_MALFORMED",
        "this is no JSON Web Token that can be read: three parts in base64url, joined by dots, the first two JSON",
    )
}

fn invalid(reason: &'static str, message: impl Into<String>) -> Refusal {
    Refusal::Invalid(Problem::new(Code::Unauthenticated, reason, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_names_no_key_is_told_so_where_there_are_several() {
        // Of RFC 8037, appendix A, under two names.
        let key = |id: &str| {
            format!(
                r#"{{"kty":"OKP","crv":"Ed25519","kid":"{id}","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}"#
            )
        };
        let expected = Expected {
            audience: "zhibiao".to_owned(),
            issuer: None,
        };
        // {"alg":"EdDSA"}
        let told = |keys: &[String]| {
            let document = format!(r#"{{"keys":[{}]}}"#, keys.join(","));
            let keys = KeySet::read(document.as_bytes(), &"keys.json".parse().unwrap()).unwrap();
            match expected
                .verify("eyJhbGciOiJFZERTQSJ9.e30.c2ln", &keys)
                .unwrap_err()
            {
                Refusal::Invalid(problem) => problem.reason,
                Refusal::UnknownKey => "unknown".to_owned(),
            }
        };
        assert_eq!(told(&[key("a"), key("b")]), "TOKEN_KEY_UNNAMED");
        assert_eq!(
            told(&[key("a")]),
            "TOKEN_SIGNATURE_INVALID",
            "it can only be that one"
        );
    }
}
