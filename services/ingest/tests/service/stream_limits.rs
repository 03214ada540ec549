//! Streams whose client is silent, deaf or one too many, and a hub that shuts down.

use std::time::Duration;

use zhibiao_ingest::Limits;
use zhibiao_proto::report::v1::EntryColumns;
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    hub::{TestHub, catalog, revenue},
    line::{INTERFACE, Line},
};

fn kind(problem: &Problem) -> (Code, &str) {
    (problem.code, problem.reason.as_str())
}

#[tokio::test]
async fn a_silent_client_is_dropped() {
    let limits = Limits {
        stream_idle: Duration::from_millis(20),
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    assert_eq!(
        kind(&line.problem().await),
        (Code::DeadlineExceeded, "STREAM_IDLE")
    );
}

#[tokio::test]
async fn a_client_that_reads_no_answers_is_dropped() {
    let limits = Limits {
        unread: Duration::from_millis(20),
        streams: 1,
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    // Answers of some hundred KiB each, more than what lies between can hold.
    let rows = 1_000;
    let entries = EntryColumns {
        subjects: vec!["未知".repeat(60)],
        indicators: vec!["营业收入".to_owned()],
        periods: vec!["2024".to_owned()],
        subject: vec![0; rows],
        indicator: vec![0; rows],
        period: vec![0; rows],
        value: vec![1.0; rows],
        ..EntryColumns::default()
    };
    for sequence in 1..50 {
        line.batch(sequence, entries.clone()).await;
    }
    zhibiao_testkit::eventually("the stream has ended", async || {
        Line::begin(&hub.by("li")).await.is_ok()
    })
    .await;
    assert_eq!(
        kind(&line.problem().await),
        (Code::ResourceExhausted, "ANSWERS_UNREAD")
    );
}

#[tokio::test]
async fn so_many_streams_and_no_more() {
    let limits = Limits {
        streams: 1,
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let (line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    let problem = Line::begin(&hub.by("li")).await.err().unwrap();
    assert_eq!(kind(&problem), (Code::ResourceExhausted, "TOO_MANY_STREAMS"));
    assert!(problem.retry_after.is_some());
    line.close().await;
    zhibiao_testkit::eventually("there is room again", async || {
        Line::begin(&hub.by("li")).await.is_ok()
    })
    .await;
}

#[tokio::test]
async fn a_hub_that_shuts_down_says_when_to_come_back() {
    let hub = TestHub::start().await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, revenue(&[("zones/a", "2024", 1.0)])).await;
    line.acknowledged().await;
    hub.streams().cancel();
    let problem = line.problem().await;
    assert_eq!(kind(&problem), (Code::Unavailable, "SHUTTING_DOWN"));
    assert!(problem.is_retryable());
}

#[tokio::test]
async fn a_batch_that_waits_for_its_check_keeps_no_hub_from_shutting_down() {
    let limits = Limits {
        checking: 0,
        ..Limits::default()
    };
    let hub = TestHub::with(catalog(), limits).await;
    let (mut line, _) = Line::open(&hub.by("li"), INTERFACE).await.unwrap();
    line.batch(1, revenue(&[("zones/a", "2024", 1.0)])).await;
    // There is room for the second message only once the first was taken.
    line.batch(2, revenue(&[("zones/a", "2023", 1.0)])).await;
    line.batch(3, revenue(&[("zones/a", "2022", 1.0)])).await;
    hub.streams().cancel();
    assert_eq!(kind(&line.problem().await), (Code::Unavailable, "SHUTTING_DOWN"));
}
