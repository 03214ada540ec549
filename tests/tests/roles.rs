//! The roles as processes of their own: started in any order, restarted, replaced, with connections that age.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

#[path = "roles/shared.rs"]
mod shared;

use std::{
    collections::BTreeSet,
    net::TcpListener,
    time::{Duration, Instant},
};

use tokio::task::JoinSet;
use tonic::{Code, transport::Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use zhibiao_client::{
    Hub,
    feed::{Event, Feed},
};
use zhibiao_model::revision::Revision;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, GetSummaryRequest, GetSummaryResponse},
    compare::v1::{RankRequest, RankResponse},
    observation::v1::{Consistency, WriteObservationsRequest, consistency::Requirement},
    report::v1::{EntryColumns, ReportHeader, ReportState, SubmitReportRequest},
};
use zhibiao_runtime::caller::Caller;
use zhibiao_testkit::{catalog::Small, eventually, observations};
use zhibiao_tests::Process;

const INGEST: &str = "zhibiao.report.v1.ReportService";
const COMPARE: &str = "zhibiao.compare.v1.CompareService";

/// An address that nobody listens on: it was free a moment ago and is not given out again so soon.
fn free() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn client(addresses: &[&str]) -> Hub {
    let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
    Hub::balanced(&addresses)
        .unwrap()
        .as_user(&Caller::new("tester").unwrap())
}

async fn status(process: &Process, service: &str) -> Result<ServingStatus, Code> {
    let channel = Endpoint::from_shared(process.address().to_owned())
        .unwrap()
        .connect_lazy();
    let request = HealthCheckRequest {
        service: service.to_owned(),
    };
    let answer = HealthClient::new(channel).check(request).await;
    answer
        .map(|answer| answer.into_inner().status())
        .map_err(|status| status.code())
}

async fn serves(process: &Process, service: &str) {
    eventually(service, async || {
        status(process, service).await == Ok(ServingStatus::Serving)
    })
    .await;
}

async fn apply_catalog(store: &Hub) {
    let catalog = Small::default()
        .zone("a", "甲")
        .zone("b", "乙")
        .department("stats", "统计局")
        .indicator("revenue", "亿元");
    let request = ApplyCatalogRequest {
        catalog: Some(catalog.message()),
        ..ApplyCatalogRequest::default()
    };
    store
        .retrying(|| {
            let (mut client, request) = (store.catalog(), request.clone());
            async move { client.apply_catalog(request).await }
        })
        .await
        .unwrap();
}

async fn summary(store: &Hub) -> GetSummaryResponse {
    store.read(GetSummaryRequest {}).await.unwrap()
}

/// Writes one value, and gives the token.
async fn write(store: &Hub, batch: &str, value: f64) -> String {
    let request = WriteObservationsRequest {
        batch_id: batch.to_owned(),
        observations: Some(observations::columns([observations::cell(
            "revenue", "zones/a", "2023", value,
        )])),
        unchanged_since: None,
        units: Vec::new(),
    };
    let written = store.retrying(|| {
        let (mut client, request) = (store.observations(), request.clone());
        async move { client.write_observations(request).await }
    });
    written.await.unwrap().token
}

/// Files a report of one value, which is approved automatically, and gives the token of its publication.
async fn publish(ingest: &Hub, value: f64) -> String {
    let request = SubmitReportRequest {
        header: Some(ReportHeader {
            department: "departments/stats".into(),
            ..ReportHeader::default()
        }),
        entries: Some(EntryColumns {
            indicators: vec!["revenue".into()],
            subjects: vec!["zones/b".into()],
            periods: vec!["2023".into()],
            indicator: vec![0],
            subject: vec![0],
            period: vec![0],
            value: vec![value],
            ..EntryColumns::default()
        }),
    };
    let answer = ingest.retrying(|| {
        let (mut client, request) = (ingest.reports(), request.clone());
        async move { client.submit_report(request).await }
    });
    let answer = answer.await.unwrap();
    let report = answer.report.unwrap();
    assert_eq!(report.state(), ReportState::Published, "{:?}", answer.findings);
    report.published_token
}

/// The ranking at a token, as names and values.
async fn ranking(compare: &Hub, token: &str) -> Vec<(String, f64)> {
    let request = RankRequest {
        indicator: "indicators/revenue".into(),
        consistency: Some(Consistency {
            requirement: Some(Requirement::AtLeastAsFresh(token.to_owned())),
        }),
        ..RankRequest::default()
    };
    places(compare.read(request).await.unwrap())
}

fn places(answer: RankResponse) -> Vec<(String, f64)> {
    let places = answer.ranked.into_iter();
    places.map(|place| (place.subject, place.value)).collect()
}

#[tokio::test]
async fn a_report_goes_from_one_process_to_the_next_whichever_started_first() {
    let at = free();
    let uri = format!("http://{at}");
    let compare = Process::role("compare", &["--store", &uri]).await.unwrap();
    let ingest = Process::role("ingest", &["--store", &uri]).await.unwrap();
    for (process, service) in [(&compare, COMPARE), (&ingest, INGEST)] {
        assert_eq!(status(process, service).await, Ok(ServingStatus::NotServing));
        assert_eq!(status(process, "").await, Ok(ServingStatus::NotServing));
        eventually("the store is told to be away", async || {
            status(process, "dependency/store").await == Ok(ServingStatus::NotServing)
        })
        .await;
    }
    let problem = client(&[compare.address()])
        .with_retry(zhibiao_client::Retry::never())
        .read(RankRequest::default())
        .await
        .unwrap_err();
    assert_eq!(problem.reason, "COLUMNS_LOADING");
    let store = Process::role_at("store", &[], &at).await.unwrap();
    serves(&compare, COMPARE).await;
    serves(&ingest, INGEST).await;
    serves(&compare, "").await;
    serves(&compare, "dependency/store").await;
    let hub = client(&[store.address()]);
    apply_catalog(&hub).await;
    write(&hub, "first", 1.0).await;
    let token = publish(&client(&[ingest.address()]), 2.0).await;
    let ranked = ranking(&client(&[compare.address()]), &token).await;
    assert_eq!(ranked, [("zones/b".to_owned(), 2.0), ("zones/a".to_owned(), 1.0)]);
}

#[tokio::test]
async fn a_store_that_is_killed_and_comes_back_is_found_again() {
    let store = Process::role("store", &[]).await.unwrap();
    let hub = client(&[store.address()]);
    apply_catalog(&hub).await;
    let token = write(&hub, "before", 1.0).await;
    let compare = Process::role("compare", &["--store", store.address()])
        .await
        .unwrap();
    let ingest = Process::role("ingest", &["--store", store.address()])
        .await
        .unwrap();
    serves(&compare, COMPARE).await;
    let compared = client(&[compare.address()]);
    assert_eq!(ranking(&compared, &token).await, [("zones/a".to_owned(), 1.0)]);
    let store = store.restart().await.unwrap();
    assert_eq!(
        status(&compare, COMPARE).await,
        Ok(ServingStatus::Serving),
        "what is loaded is served meanwhile"
    );
    let token = write(&client(&[store.address()]), "after", 3.0).await;
    assert_eq!(ranking(&compared, &token).await, [("zones/a".to_owned(), 3.0)]);
    let token = publish(&client(&[ingest.address()]), 5.0).await;
    let ranked = ranking(&compared, &token).await;
    assert_eq!(ranked, [("zones/b".to_owned(), 5.0), ("zones/a".to_owned(), 3.0)]);
}

#[tokio::test]
async fn no_read_fails_while_one_of_two_replicas_is_killed() {
    let store = Process::role("store", &[]).await.unwrap();
    let hub = client(&[store.address()]);
    apply_catalog(&hub).await;
    let token = write(&hub, "one", 1.0).await;
    let mut first = Process::role("compare", &["--store", store.address()])
        .await
        .unwrap();
    let second = Process::role("compare", &["--store", store.address()])
        .await
        .unwrap();
    serves(&first, COMPARE).await;
    serves(&second, COMPARE).await;
    let both = client(&[first.address(), second.address()]);
    let mut readers = JoinSet::new();
    for _ in 0..8 {
        let (both, token) = (both.clone(), token.clone());
        readers.spawn(async move {
            for _ in 0..200 {
                assert_eq!(ranking(&both, &token).await, [("zones/a".to_owned(), 1.0)]);
            }
        });
    }
    first.kill().await.unwrap();
    while let Some(read) = readers.join_next().await {
        read.unwrap();
    }
}

#[tokio::test]
async fn connections_age_and_nobody_loses_anything() {
    let age = [
        "--max-connection-age",
        "150ms",
        "--max-connection-age-grace",
        "100ms",
    ];
    let store = Process::role("store", &age).await.unwrap();
    let hub = client(&[store.address()]);
    apply_catalog(&hub).await;
    let compare = [&["--store", store.address()][..], &age[..]].concat();
    let compare = Process::role("compare", &compare).await.unwrap();
    serves(&compare, COMPARE).await;
    let compared = client(&[compare.address()]);
    let mut feed = Feed::follow(hub.clone(), Revision::ZERO);
    let (mut told, mut written, mut last) = (BTreeSet::new(), 0, 0.0);
    let begun = Instant::now();
    // Ten ages and more: each connection has been replaced several times.
    while begun.elapsed() < Duration::from_secs(2) {
        written += 1;
        last = f64::from(written);
        let token = write(&hub, &format!("batch-{written}"), last).await;
        assert_eq!(ranking(&compared, &token).await, [("zones/a".to_owned(), last)]);
    }
    // The catalogue's revision, and one a batch.
    let head = i64::from(written) + 1;
    while told.last().is_none_or(|last| *last < head) {
        if let Some(Event::Revision { revision, .. }) = feed.next().await {
            assert!(told.insert(revision.get()), "revision {revision} told twice");
        }
    }
    assert_eq!(told, (1..=head).collect(), "no gap");
    assert!(last > 1.0, "there was load");
}

#[tokio::test]
async fn a_stream_on_an_old_connection_ends_with_a_status_to_retry() {
    let age = [
        "--max-connection-age",
        "50ms",
        "--max-connection-age-grace",
        "50ms",
    ];
    let store = Process::role("store", &age).await.unwrap();
    let hub = client(&[store.address()]);
    let mut changes = hub
        .observations()
        .watch_changes(zhibiao_proto::observation::v1::WatchChangesRequest::default())
        .await
        .unwrap()
        .into_inner();
    let ended = async {
        loop {
            match changes.message().await {
                Ok(Some(_)) => {}
                ended => return ended.map(|_| ()),
            }
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .unwrap();
    let problem = zhibiao_runtime::error::Problem::from_status(&ended.unwrap_err());
    assert_eq!(problem.reason, "CONNECTION_AGED");
    assert!(problem.is_retryable());
    hub.read(GetSummaryRequest {}).await.unwrap();
}

#[tokio::test]
async fn a_deadline_goes_on_to_the_store_and_ends_the_call() {
    // Takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}", silent.local_addr().unwrap());
    let ingest = Process::role("ingest", &["--store", &uri]).await.unwrap();
    let hub = client(&[ingest.address()]).with_timeout(Duration::from_millis(300));
    let request = SubmitReportRequest::default();
    let begun = Instant::now();
    let status = hub.reports().submit_report(request).await.unwrap_err();
    let problem = zhibiao_runtime::error::Problem::from_status(&status);
    assert_eq!(problem.reason, "DEADLINE_EXCEEDED", "{problem:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
