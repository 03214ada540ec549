//! A hub's life: readiness, draining, applying and pruning packs.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::Stdio,
    time::Duration,
};

use start::Hub;
use tonic::{
    Streaming,
    transport::{Channel, Endpoint},
};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus,
    health_client::HealthClient,
};
use zhibiao_proto::{
    observation::v1::{WatchChangesRequest, observation_service_client::ObservationServiceClient},
    report::v1::report_service_client::ReportServiceClient,
};

/// Longest time that what is bound to happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

const STORE: &str = "zhibiao.observation.v1.ObservationService";

async fn watch_health(channel: Channel, service: &str) -> Streaming<HealthCheckResponse> {
    let request = HealthCheckRequest {
        service: service.to_owned(),
    };
    HealthClient::new(channel)
        .watch(request)
        .await
        .unwrap()
        .into_inner()
}

async fn reaches(states: &mut Streaming<HealthCheckResponse>, wanted: ServingStatus) {
    let reached = async { while states.message().await.unwrap().unwrap().status() != wanted {} };
    tokio::time::timeout(PATIENCE, reached)
        .await
        .unwrap_or_else(|_| panic!("health does not reach {wanted:?}"));
}

#[tokio::test]
async fn every_service_says_that_it_serves() {
    let hub = Hub::empty();
    let channel = Endpoint::from_shared(hub.address.clone()).unwrap().connect_lazy();
    for service in [
        "zhibiao.catalog.v1.CatalogService",
        STORE,
        "zhibiao.report.v1.ReportService",
        "zhibiao.compare.v1.CompareService",
        "",
    ] {
        reaches(
            &mut watch_health(channel.clone(), service).await,
            ServingStatus::Serving,
        )
        .await;
    }
}

#[tokio::test]
async fn health_turns_first_then_calls_are_cut_after_the_grace_period_or_at_a_second_signal() {
    for (grace, signals, expected) in [("300ms", 1, 0), ("600s", 2, 75)] {
        let hub = Hub::in_folder(tempfile::tempdir().unwrap(), &["--grace", grace]);
        let channel = Endpoint::from_shared(hub.address.clone()).unwrap().connect_lazy();
        let mut client = ObservationServiceClient::new(channel.clone());
        let request = WatchChangesRequest::default();
        let mut changes = client.watch_changes(request).await.unwrap().into_inner();
        assert!(
            changes.message().await.unwrap().is_some(),
            "the stream is under way"
        );
        // Streams of their own end as draining begins; an upload is given the time to be ended by its sender.
        let mut sender = ReportServiceClient::new(channel.clone());
        tokio::spawn(async move { sender.upload_report(tokio_stream::pending()).await });
        tokio::task::yield_now().await;
        let mut states = watch_health(channel, STORE).await;
        hub.signal();
        reaches(&mut states, ServingStatus::NotServing).await;
        if signals == 2 {
            hub.signal();
        }
        let ended = tokio::task::spawn_blocking(move || hub.wait());
        let status = tokio::time::timeout(PATIENCE, ended).await.unwrap().unwrap();
        assert_eq!(status.code(), Some(expected), "{signals} signals");
    }
}

#[test]
fn a_pack_is_applied_changed_and_pruned() {
    let hub = Hub::empty();
    let pack = |name: &str, zones: &str| {
        let folder = hub.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("pack.toml"), "[pack]\nid = \"p\"\nversion = \"1\"\n").unwrap();
        std::fs::write(folder.join("zones.csv"), zones).unwrap();
        folder.to_str().unwrap().to_owned()
    };
    let first = pack("first", "id,name_zh\na,甲区\nb,乙区\n");
    let second = pack("second", "id,name_zh\na,甲新区\n");
    let applied = hub.say(&["pack", "apply", &first, "-o", "json"]).ok().json();
    assert_eq!(applied["changes"].as_array().unwrap().len(), 2);
    let diff = hub.say(&["pack", "diff", &second, "--prune"]).ok().out;
    for part in [
        "names.zh",
        "甲区",
        "甲新区",
        "zones/b",
        "would add 0, change 1, remove 1",
    ] {
        assert!(diff.contains(part), "{part}:\n{diff}");
    }
    let head = |hub: &Hub| hub.say(&["summary", "-o", "json"]).ok().json();
    assert_eq!(head(&hub)["zones"], 2, "a diff changes nothing");
    hub.say(&["pack", "apply", &second]).ok();
    assert_eq!(head(&hub)["zones"], 2, "what a pack lacks stays");
    hub.say(&["pack", "apply", &second, "--prune"]).ok();
    assert_eq!(head(&hub)["zones"], 1);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let hub = Hub::demo();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_zhibiao"))
        .env_clear()
        .args(["--server", &hub.address, "watch", "--after", "0", "-o", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut head = [0; 8];
    child.stdout.as_mut().unwrap().read_exact(&mut head).unwrap();
    assert_eq!(&head, b"revision");
    drop(child.stdout.take());
    let file = hub.file("one.csv", "园区,指标,时期,数值\n肇庆高新区,营业收入,2021,7\n");
    let filed = hub
        .say(&["report", "submit", &file, "-d", "火炬中心", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        filed["reports"][0]["report"]["state"], "published",
        "there is something to tell: {filed:#}"
    );
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_ranking_is_shown_anew_when_it_changes() {
    let hub = Hub::demo();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_zhibiao"))
        .env_clear()
        .args(["--server", &hub.address, "-o", "json"])
        .args(["rank", "营业收入", "-p", "2021", "--watch", "--count", "2"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ranking =
        || -> serde_json::Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    let value = |ranking: &serde_json::Value| -> Option<f64> {
        let rows = ranking["ranked"].as_array().unwrap();
        let own = rows.iter().find(|row| row["names"]["zh"] == "肇庆高新区")?;
        own["value"].as_f64()
    };
    let first = ranking();
    assert_ne!(value(&first), Some(7.0));
    let file = hub.file("one.csv", "园区,指标,时期,数值\n肇庆高新区,营业收入,2021,7\n");
    hub.say(&["report", "submit", &file, "-d", "火炬中心"]).ok();
    let second = ranking();
    assert_eq!(value(&second), Some(7.0), "{second:#}");
    assert!(first["revision"].as_i64() < second["revision"].as_i64());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
