//! An identity provider of a test's own: tokens signed with each algorithm that is taken, and the keys to verify them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
        RsaKeyPair, RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};

/// A key that was made for tests: making one takes long, and no library here does.
const RSA: &[u8] = include_bytes!("issuer/rsa.pk8");

/// How tokens are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Signed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Es256, Self::EdDsa];

    fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// An identity provider.
#[derive(Debug)]
pub struct Issuer {
    rsa: RsaKeyPair,
    ecdsa: EcdsaKeyPair,
    ed25519: Ed25519KeyPair,
    random: SystemRandom,
}

impl Issuer {
    /// Makes a provider with keys of its own, but for RSA.
    ///
    /// # Panics
    /// When the system gives no random numbers.
    #[must_use]
    pub fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let ecdsa = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let ed25519 = Ed25519KeyPair::generate_pkcs8(&random).expect("a key");
        Self {
            rsa: RsaKeyPair::from_pkcs8(RSA).expect("the key of tests"),
            ecdsa: EcdsaKeyPair::from_pkcs8(algorithm, ecdsa.as_ref(), &random).expect("a key"),
            ed25519: Ed25519KeyPair::from_pkcs8(ed25519.as_ref()).expect("a key"),
            random,
        }
    }

    /// Its keys, as it publishes them; their ids are the names of the algorithms.
    #[must_use]
    pub fn jwks(&self) -> String {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(self.rsa.public());
        // 0x04, x, y: an uncompressed point.
        let point = self.ecdsa.public_key().as_ref();
        let keys = json!({ "keys": [
            { "kty": "RSA", "kid": "RS256", "use": "sig", "alg": "RS256", "n": text(&n), "e": text(&e) },
            { "kty": "EC", "kid": "ES256", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..]) },
            { "kty": "OKP", "kid": "EdDSA", "crv": "Ed25519", "x": text(self.ed25519.public_key().as_ref()) },
        ] });
        keys.to_string()
    }

    /// A token that says these claims.
    #[must_use]
    pub fn token(&self, signed: Signed, claims: &Value) -> String {
        self.with_header(
            signed,
            &json!({ "alg": signed.name(), "kid": signed.name() }),
            claims,
        )
    }

    /// A token with a header of one's own.
    ///
    /// # Panics
    /// When signing fails.
    #[must_use]
    pub fn with_header(&self, signed: Signed, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = match signed {
            Signed::Rs256 => {
                let mut signature = vec![0; self.rsa.public().modulus_len()];
                let bytes = message.as_bytes();
                let made = self
                    .rsa
                    .sign(&RSA_PKCS1_SHA256, &self.random, bytes, &mut signature);
                made.expect("a signature");
                signature
            }
            Signed::Es256 => {
                let signature = self.ecdsa.sign(&self.random, message.as_bytes());
                signature.expect("a signature").as_ref().to_vec()
            }
            Signed::EdDsa => self.ed25519.sign(message.as_bytes()).as_ref().to_vec(),
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

impl Default for Issuer {
    fn default() -> Self {
        Self::new()
    }
}
