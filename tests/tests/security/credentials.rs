//! What callers may show, and what they are told when it is not good.

use serde_json::json;
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, GetSummaryRequest},
    observation::v1::WriteObservationsRequest,
};
use zhibiao_runtime::{
    caller::Caller,
    error::{Code, Problem},
    identity::NewKey,
};
use zhibiao_testkit::{
    eventually,
    issuer::{Issuer, Signed},
};

use crate::world::{ADMIN, SERVICE, World, catalog, claims, seconds_from_now};

async fn asks(hub: Hub) -> Result<(), Problem> {
    let hub = hub.with_retry(Retry::never());
    hub.read(GetSummaryRequest {}).await.map(|_| ())
}

async fn refused(world: &World, credential: &str) -> String {
    let problem = asks(world.bearing(credential)).await.unwrap_err();
    assert_eq!(problem.code, Code::Unauthenticated, "{problem:?}");
    assert!(!problem.message.contains(credential), "{problem:?}");
    problem.reason
}

#[tokio::test]
async fn what_is_good_is_taken_and_what_is_not_is_told() {
    let world = World::start().await;
    for signed in Signed::ALL {
        asks(world.bearing(&world.issuer.token(signed, &claims("li", &[]))))
            .await
            .unwrap();
    }
    asks(world.bearing(&world.key.key)).await.unwrap();
    asks(world.certified(SERVICE)).await.unwrap();
    asks(world.anonymous().bearing(&world.token("li", &[])).unwrap())
        .await
        .unwrap();

    let with = |key: &str, value: serde_json::Value| {
        let mut claims = claims("li", &[]);
        claims[key] = value;
        world.issuer.token(Signed::Rs256, &claims)
    };
    // RFC 7519's NumericDate may have a fraction.
    let fraction = json!(seconds_from_now(60) as f64 + 0.5);
    asks(world.bearing(&with("exp", fraction))).await.unwrap();
    asks(world.bearing(&with("roles", serde_json::Value::Null)))
        .await
        .unwrap();
    // Within the leeway of a minute.
    asks(world.bearing(&with("exp", seconds_from_now(-30).into())))
        .await
        .unwrap();
    asks(world.bearing(&with("nbf", seconds_from_now(30).into())))
        .await
        .unwrap();
    let good = claims("li", &[]);
    let none = world
        .issuer
        .with_header(Signed::Es256, &json!({ "alg": "none" }), &good);
    // Signed with the public key as if it were a shared secret: what HS256 would verify.
    let confused = json!({ "alg": "HS256", "kid": "RS256" });
    let confused = world.issuer.with_header(Signed::Rs256, &confused, &good);
    let other_algorithm = json!({ "alg": "ES256", "kid": "RS256" });
    let other_algorithm = world.issuer.with_header(Signed::Rs256, &other_algorithm, &good);
    let unknown_key = world
        .issuer
        .with_header(Signed::EdDsa, &json!({ "alg": "EdDSA", "kid": "x" }), &good);
    // RFC 7515, 4.1.11: whoever does not know what is critical must refuse the token.
    let extended = json!({ "alg": "EdDSA", "kid": "EdDSA", "crit": ["x"], "x": 1 });
    let extended = world.issuer.with_header(Signed::EdDsa, &extended, &good);
    let last = if world.key.key.ends_with('0') { "1" } else { "0" };
    let other_secret = format!("{}{last}", &world.key.key[..world.key.key.len() - 1]);
    for (credential, reason) in [
        (with("exp", seconds_from_now(-90).into()), "TOKEN_EXPIRED"),
        (with("exp", "tomorrow".into()), "TOKEN_MALFORMED"),
        (with("exp", serde_json::Value::Null), "TOKEN_MALFORMED"),
        (with("nbf", seconds_from_now(90).into()), "TOKEN_NOT_YET_VALID"),
        (with("aud", json!(["other"])), "TOKEN_AUDIENCE_WRONG"),
        (with("aud", serde_json::Value::Null), "TOKEN_MALFORMED"),
        (with("sub", "".into()), "TOKEN_MALFORMED"),
        (with("sub", "a\nb".into()), "TOKEN_MALFORMED"),
        (none, "TOKEN_MALFORMED"),
        (confused, "TOKEN_SIGNATURE_INVALID"),
        (other_algorithm, "TOKEN_SIGNATURE_INVALID"),
        (unknown_key, "TOKEN_KEY_UNKNOWN"),
        (extended, "TOKEN_MALFORMED"),
        (with("roles", "reporter".into()), "TOKEN_MALFORMED"),
        (with("roles", json!(["reporter", 1])), "TOKEN_MALFORMED"),
        ("abc".to_owned(), "TOKEN_MALFORMED"),
        ("a.b.c".to_owned(), "TOKEN_MALFORMED"),
        (other_secret, "API_KEY_UNKNOWN"),
        ("zhibiao_nobody_00".to_owned(), "API_KEY_UNKNOWN"),
    ] {
        assert_eq!(refused(&world, &credential).await, reason, "{credential}");
    }
}

/// A name that a caller claims is nothing beside what it proves.
#[tokio::test]
async fn who_shows_a_token_is_nobody_else() {
    let world = World::start().await;
    let (li, root) = (Caller::new("li").unwrap(), Caller::new(ADMIN).unwrap());
    let claiming = world.bearing(&world.token(li.name(), &[])).as_user(&root);
    let request = ApplyCatalogRequest {
        catalog: Some(catalog()),
        ..ApplyCatalogRequest::default()
    };
    let refused = claiming.catalog().apply_catalog(request).await.unwrap_err();
    let refused = Problem::from_status(&refused);
    assert_eq!(refused.reason, "RIGHT_MISSING");
    assert!(refused.message.contains("users/li"), "{}", refused.message);
    // A proxy that is known by its certificate passes tokens on, and has their rights.
    let proxy = world.certified(SERVICE).bearing(&world.token("li", &[])).unwrap();
    let request = WriteObservationsRequest::default();
    let refused = proxy
        .observations()
        .write_observations(request)
        .await
        .unwrap_err();
    assert_eq!(Problem::from_status(&refused).reason, "SERVICES_ONLY");
    // A certificate for every name of a domain is none of a service of it.
    let wildcard = asks(world.certified("*.hub.test")).await.unwrap_err();
    assert_eq!(wildcard.reason, "CREDENTIALS_MISSING");
}

#[tokio::test]
async fn keys_that_change_are_read_again() {
    let world = World::start().await;
    let (other, path) = (Issuer::new(), world.folder().join("jwks.json"));
    let (old, new) = (
        world.issuer.token(Signed::Es256, &claims("li", &[])),
        other.token(Signed::Es256, &claims("li", &[])),
    );
    asks(world.bearing(&old)).await.unwrap();
    assert_eq!(refused(&world, &new).await, "TOKEN_SIGNATURE_INVALID");
    std::fs::write(path, other.jwks()).unwrap();
    eventually("the new keys are taken", || async {
        asks(world.bearing(&new)).await.is_ok()
    })
    .await;
    // Also by whom it was verified before.
    assert_eq!(refused(&world, &old).await, "TOKEN_SIGNATURE_INVALID");
    let (file, other) = (world.folder().join("keys.toml"), NewKey::make("other").unwrap());
    let NewKey { key, entry } = other;
    let listed = format!("[[key]]\nid = \"other\"\nsha256 = \"{}\"\n", entry.sha256);
    std::fs::write(&file, listed).unwrap();
    eventually("the key is taken back", || async {
        asks(world.bearing(&world.key.key)).await.is_err()
    })
    .await;
    asks(world.bearing(&key)).await.unwrap();
}
