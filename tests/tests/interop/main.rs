//! The hub as callers in other languages see it: the sample clients of `tests/interop`, built with their own tools and run
//! against a hub as a process.
//!
//! A client whose tools are missing is not run; `./dev test` tells which. With `ZHIBIAO_TEST_INTEROP=all` that is a
//! failure.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod client;
mod credentials;
mod deployment;
mod expected;
mod names;

use client::{Built, CLIENTS, Client, Outcomes};
use deployment::Deployment;
use expected::Expected;
use names::Names;

/// Who the clients say they are: metadata is ASCII, names are not.
const USER: &str = "李伟 (接口)";

async fn calls(name: &str) {
    let client = CLIENTS.iter().find(|client| client.name == name).unwrap();
    let Some(built) = client.build().await else {
        return;
    };
    let expected = Expected::of(client);
    let open = Deployment::open().await;
    let outcomes = built.run(&open.connection(open.target(), USER), &[]).await;
    expected.hold_for(&outcomes);
    open.holds_what_was_sent(client, USER).await;

    let secured = Deployment::secured().await;
    let connection = secured.connection(secured.target(), USER);
    let outcomes = built.run(&connection, &[]).await;
    expected.hold_for(&outcomes);
    secured.holds_what_was_sent(client, USER).await;
    expected.rights_hold_for(&built.run(&connection, &["credentials"]).await);
    if client.follows_moves {
        follows_a_move(client, &built, secured).await;
    } else {
        repeats_a_read(&built, secured).await;
    }
}

/// A client that begins anew with every call asks again until the hub is back.
async fn repeats_a_read(built: &Built, hub: Deployment) {
    let connection = hub.connection(hub.target(), USER);
    let mut running = None;
    let asks = async {
        let client = running.insert(built.start(&connection, &["unary"]));
        client.complains("once more").await;
    };
    let _hub = hub.away(asks).await;
    running.unwrap().end().await.facts("unary");
}

/// The hub goes away and comes back at another address under the same name, while a client follows it.
async fn follows_a_move(client: &Client, built: &Built, hub: Deployment) {
    let names = Names::pointing_at(hub.ip()).await;
    let connection = hub.connection(client.target_of(&names, hub.port()), USER);
    let mut running = built.start(&connection.with_names(&names), &["moved"]);
    running.line(|line| !line["waits_after"].is_null()).await;
    let head = hub.head().await;
    let hub = hub.move_to(&names).await;
    let report = hub.publish().await;
    assert_eq!(report.published_revision, head + 1, "{report:?}");
    let moved = running.end().await.facts("moved");
    assert_eq!(moved["before"], head, "{moved}");
    assert_eq!(moved["seen"], head + 1, "{moved}");
    assert_eq!(moved["batch"], report.name, "{moved}");
    assert!(moved["broken"].as_u64().unwrap() >= 1, "{moved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn go() {
    calls("go").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn java() {
    calls("java").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node() {
    calls("node").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python() {
    calls("python").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn grpcurl() {
    calls("grpcurl").await;
}

/// A harness that takes anything would pass whatever the clients do.
#[test]
#[should_panic(expected = "said nothing about")]
fn a_client_that_does_nothing_fails() {
    let silent = Outcomes::of("node", true, String::new(), String::new());
    Expected::of(&CLIENTS[0]).hold_for(&silent);
}
