//! `zhibiao migrate`: the step before a roll-out.

use std::process::{Command, Output};

use serde_json::{Value, json};
use zhibiao_testkit::postgres::Postgres;
use zhibiao_tests::Process;

fn migrate(role: &str, postgres: &str) -> Output {
    Command::new(Process::built())
        .args(["migrate", role, "--output", "json", "--postgres", postgres])
        .output()
        .expect("the program runs")
}

fn told(output: &[u8]) -> Value {
    let text = String::from_utf8_lossy(output);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test]
async fn a_schema_is_migrated_once_and_then_found_up_to_date() {
    let Some(postgres) = Postgres::start_with(&["fsync=off"]).await else {
        return;
    };
    for (role, schema) in [("store", "zhibiao_store"), ("ingest", "zhibiao_ingest")] {
        let first = told(&migrate(role, &postgres.url()).stdout);
        assert_eq!((&first["schema"], &first["found"]), (&json!(schema), &json!(0)));
        let again = told(&migrate(role, &postgres.url()).stdout);
        assert_eq!(again["found"], first["version"]);
        assert_eq!(again["version"], first["version"]);
    }
    // The roles take it from there.
    let store = Process::role("store", &["--postgres", &postgres.url()]).await;
    store.expect("the store starts");
}

#[tokio::test]
async fn a_database_that_is_away_is_worth_another_try() {
    for role in ["store", "ingest"] {
        let away = migrate(role, "postgres://zhibiao@127.0.0.1:1/zhibiao");
        assert_eq!(away.status.code(), Some(75), "{away:?}");
        assert_eq!(told(&away.stderr)["error"]["reason"], "DATABASE_UNAVAILABLE");
    }
    let unnamed = Command::new(Process::built())
        .args(["migrate", "store"])
        .env_remove("ZHIBIAO_POSTGRES")
        .output()
        .expect("the program runs");
    assert_eq!(unnamed.status.code(), Some(64), "{unnamed:?}");
}
