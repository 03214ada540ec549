//! Secrets stay where they are.

use std::process::Command;

use zhibiao_client::Retry;
use zhibiao_proto::catalog::v1::GetSummaryRequest;
use zhibiao_testkit::issuer::Signed;
use zhibiao_tests::Process;

use crate::world::{World, claims, text};

#[tokio::test]
async fn tokens_and_keys_are_in_no_log() {
    let world = World::start().await;
    let good = world.token("li", &["right"]);
    let mut expired = claims("li", &[]);
    expired["exp"] = 1.into();
    let expired = world.issuer.token(Signed::Rs256, &expired);
    for credential in [&good, &expired, &world.key.key, &format!("{}x", world.key.key)] {
        let hub = world.bearing(credential).with_retry(Retry::never());
        let _ = hub.read(GetSummaryRequest {}).await;
        assert!(!format!("{hub:?}").contains(credential.as_str()));
    }
    let log = world.hub.log();
    let secret = world.key.key.rsplit('_').next().unwrap();
    for hidden in [good.as_str(), expired.as_str(), secret, "PRIVATE KEY"] {
        assert!(!log.contains(hidden), "the log holds {hidden}");
    }
}

#[tokio::test]
async fn what_is_set_is_shown_without_secrets() {
    let world = World::start().await;
    let (pair, ca) = (
        world.files().pair.clone().unwrap(),
        world.files().ca.clone().unwrap(),
    );
    let jwks = world.folder().join("jwks.json");
    let shown = Command::new(Process::built())
        .args([
            "up",
            "--print-config",
            "--auth-jwks",
            text(&jwks),
            "--auth-audience",
            "hub",
        ])
        .args([
            "--tls-cert",
            text(&pair.0),
            "--tls-key",
            text(&pair.1),
            "--tls-ca",
            text(&ca),
        ])
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(
        shown.contains("ZHIBIAO_TLS_KEY") && shown.contains(text(&pair.1)),
        "{shown}"
    );
    assert!(!shown.contains("BEGIN"), "{shown}");
}

/// Every setting of security that can't be used is told at once.
#[test]
fn settings_that_do_not_fit_are_told_at_once() {
    let output = Command::new(Process::built())
        .args([
            "up",
            "--tls-cert",
            "a.crt",
            "--auth-jwks",
            "http://idp.example/keys",
            "--auth-services",
            "store",
        ])
        .args(["--listen", "127.0.0.1:0", "--data", "unused"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(64));
    let told = String::from_utf8(output.stderr).unwrap();
    for part in ["ZHIBIAO_TLS_KEY", "https", "ZHIBIAO_AUTH_SERVICES"] {
        assert!(told.contains(part), "{told}");
    }
    let output = Command::new(Process::built())
        .args(["up", "--listen", "0.0.0.0:0", "--data", "unused"])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(64), "{told}");
    assert!(
        told.contains("--auth-jwks") && told.contains("loopback"),
        "{told}"
    );
}

/// What only shows when it is used is told with what can't be read.
#[test]
fn files_and_rules_that_do_not_fit_are_told_in_one_run() {
    let output = Command::new(Process::built())
        .args([
            "serve",
            "store",
            "--tls-cert",
            "/nowhere/tls.crt",
            "--tls-key",
            "/nowhere/tls.key",
        ])
        .args(["--tls-ca", "/nowhere/ca.crt", "--auth-jwks", "/nowhere/jwks.json"])
        .args(["--auth-api-keys", "/nowhere/keys.toml", "--data", "/dev/null/x"])
        .args([
            "--redis",
            "rediss://u:S3CRET@cache:6379",
            "--redis-ca",
            "/nowhere/redis.crt",
        ])
        .args(["--listen", "0.0.0.0:0", "--grace", "soon", "-o", "json"])
        .env("ZHIBIAO_POSTGRES_CONNECTIONS", "4")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4317")
        .env("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/otel.crt")
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "many")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(64));
    let told: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    let told = &told["error"];
    assert_eq!(
        (&told["exit"], &told["reason"]),
        (&64.into(), &"SETTINGS_INVALID".into())
    );
    let places = told["places"].as_array().unwrap().iter();
    let mut places: Vec<_> = places.map(|place| place["where"].as_str().unwrap()).collect();
    places.sort_unstable();
    let all = [
        "OTEL_BSP_MAX_QUEUE_SIZE",
        "OTEL_EXPORTER_OTLP_CERTIFICATE",
        "ZHIBIAO_AUTH_API_KEYS",
        "ZHIBIAO_AUTH_AUDIENCE",
        "ZHIBIAO_AUTH_JWKS",
        "ZHIBIAO_DATA",
        "ZHIBIAO_GRACE",
        "ZHIBIAO_POSTGRES_CONNECTIONS",
        "ZHIBIAO_REDIS_CA",
        "ZHIBIAO_TLS_CA",
        "ZHIBIAO_TLS_CERT",
        "ZHIBIAO_TLS_KEY",
    ];
    assert_eq!(places, all, "{told}");
    assert!(
        told["next"].is_string() && !told.to_string().contains("S3CRET"),
        "{told}"
    );
}
