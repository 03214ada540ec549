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
