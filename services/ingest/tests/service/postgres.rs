//! The service on PostgreSQL: all that the other tests say, and what several processes on one schema must do.

use std::process::{Command, Stdio};

use zhibiao_testkit::postgres::shared;

use crate::hub::ON_POSTGRES;

#[tokio::test]
async fn every_other_test_holds_on_postgres() {
    if std::env::var_os(ON_POSTGRES).is_some() || shared().await.is_none() {
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--skip", "postgres::"])
        .env(ON_POSTGRES, "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains(" 0 passed"), "{said}");
}
