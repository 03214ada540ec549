//! One trace through every hop, as a real collector sees it: real processes send their spans, and Jaeger's query API
//! tells what arrived.
//!
//! The processes keep their spans to themselves until they end (an hour's delay between two exports), so what is seen
//! was flushed as SIGTERM ended them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod collector;
mod jaeger;
mod receiver;

use std::process::Stdio;

use tokio::process::{Child, Command};
use tonic::{Request, transport::Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::ApplyCatalogRequest,
    compare::v1::RankRequest,
    observation::v1::{Consistency, consistency::Requirement},
    report::v1::{EntryColumns, ReportHeader, ReportState, SubmitReportRequest},
};
use zhibiao_testkit::{catalog::Small, eventually};
use zhibiao_tests::Process;

use collector::{Collector, Span};

const SUBMIT: &str = "zhibiao.report.v1.ReportService/SubmitReport";
const WRITE: &str = "zhibiao.observation.v1.ObservationService/WriteObservations";
const RANK: &str = "zhibiao.compare.v1.CompareService/Rank";
const SUMMARY: &str = "zhibiao.catalog.v1.CatalogService/GetSummary";
const TAKE_IN: &str = "take in revision";

/// The traces of the two calls that the test makes, and the span that it claims to make them in.
const REPORTING: &str = "0af7651916cd43dd8448eb211c80319c";
const RANKING: &str = "1bf7651916cd43dd8448eb211c80319d";
const CALLER: &str = "b7ad6b7169203331";

/// Store, ingest and compare, which send what they trace to a collector.
struct World {
    store: Process,
    ingest: Process,
    compare: Process,
    /// `zhibiao watch`, which ends after the revision that the report makes.
    watcher: Child,
}

impl World {
    async fn start(collector: &str) -> Self {
        let variables = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
            ("OTEL_METRICS_EXPORTER", "none"),
            ("OTEL_BSP_SCHEDULE_DELAY", "3600000"),
        ];
        let store = Process::role_with("store", &[], &variables).await.unwrap();
        let upstream = ["--store", store.address()];
        let ingest = Process::role_with("ingest", &upstream, &variables).await.unwrap();
        let compare = Process::role_with("compare", &upstream, &variables)
            .await
            .unwrap();
        apply_catalog(&store.client("tester").unwrap()).await;
        // Revision 1 is the catalogue: 2 is the report.
        let watcher = Command::new(Process::built())
            .args([
                "watch",
                "--server",
                store.address(),
                "--after",
                "1",
                "--count",
                "1",
            ])
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self {
            store,
            ingest,
            compare,
            watcher,
        }
    }

    /// Ends it in an order in which nobody's calls fail for it.
    async fn end(mut self) {
        assert!(self.watcher.wait().await.unwrap().success());
        for process in [&mut self.compare, &mut self.ingest, &mut self.store] {
            assert_eq!(process.terminate().await.unwrap(), Some(0), "{}", process.log());
        }
    }
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
    store.catalog().apply_catalog(request).await.unwrap();
}

/// A request that belongs to a trace.
fn within<T>(trace: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let parent = format!("00-{trace}-{CALLER}-01").parse().unwrap();
    request.metadata_mut().insert("traceparent", parent);
    request
}

/// Files a report of one value, and gives its name and the token of its publication.
async fn report(ingest: &Hub) -> (String, String) {
    let request = SubmitReportRequest {
        header: Some(ReportHeader {
            department: "departments/stats".into(),
            zone: "zones/b".into(),
            ..ReportHeader::default()
        }),
        entries: Some(EntryColumns {
            indicators: vec!["revenue".into()],
            subjects: vec!["zones/b".into()],
            periods: vec!["2023".into()],
            indicator: vec![0],
            subject: vec![0],
            period: vec![0],
            value: vec![7.5],
            ..EntryColumns::default()
        }),
    };
    let answer = ingest.reports().submit_report(within(REPORTING, request)).await;
    let answer = answer.unwrap().into_inner();
    let report = answer.report.unwrap();
    assert_eq!(report.state(), ReportState::Published, "{:?}", answer.findings);
    (report.name, report.published_token)
}

async fn rank(compare: &Hub, requirement: Requirement) {
    let request = RankRequest {
        indicator: "indicators/revenue".into(),
        consistency: Some(Consistency {
            requirement: Some(requirement),
        }),
        ..RankRequest::default()
    };
    compare
        .comparisons()
        .rank(within(RANKING, request))
        .await
        .unwrap();
}

/// The span of a call on one side, below another.
fn call<'a>(spans: &'a [Span], service: &str, name: &str, parent: &str) -> &'a Span {
    let found = spans
        .iter()
        .find(|span| span.service == service && span.name == name && span.parent.as_deref() == Some(parent));
    found.unwrap_or_else(|| panic!("no {name} of {service} below {parent} in {spans:#?}"))
}

fn says<'a>(span: &'a Span, key: &str) -> Option<&'a str> {
    span.attributes.get(key).map(String::as_str)
}

async fn traces_pass_every_hop(collector: &impl Collector) {
    let world = World::start(&collector.endpoint()).await;
    let [ingest, compare] = [&world.ingest, &world.compare].map(|process| process.client("tester").unwrap());
    for role in [&world.ingest, &world.compare] {
        serves(role).await;
    }
    let (name, token) = report(&ingest).await;
    rank(&compare, Requirement::AtLeastAsFresh(token)).await;
    rank(&compare, Requirement::FullyConsistent(true)).await;
    world.end().await;

    // A report: taken in by ingest, written to the store, each hop below the one before.
    let spans = collector.trace(REPORTING, 3).await;
    let submit = call(&spans, "zhibiao-ingest", SUBMIT, CALLER);
    assert_eq!(says(submit, "zhibiao.report"), Some(name.as_str()));
    assert_eq!(says(submit, "zhibiao.zone"), Some("zones/b"));
    assert_eq!(says(submit, "rpc.system.name"), Some("grpc"));
    assert_eq!(says(submit, "rpc.method"), Some(SUBMIT));
    assert_eq!(says(submit, "rpc.response.status_code"), Some("OK"));
    assert_eq!(says(submit, "error.type"), None);
    let asked = call(&spans, "zhibiao-ingest", WRITE, &submit.id);
    assert_eq!(says(asked, "span.kind"), Some("client"));
    let written = call(&spans, "zhibiao-store", WRITE, &asked.id);
    assert_eq!(says(written, "span.kind"), Some("server"));
    let revision = says(written, "zhibiao.revision").unwrap();

    // Who follows the store takes the revision in within a trace of its own, which links to the one that wrote it.
    for follower in ["zhibiao-compare", "zhibiao-watch"] {
        let taken = collector.named(follower, TAKE_IN).await;
        let cause = (REPORTING.to_owned(), written.id.clone());
        let taken = taken
            .iter()
            .find(|span| span.links.contains(&cause))
            .unwrap_or_else(|| panic!("{follower} links nothing to {cause:?}: {taken:#?}"));
        assert_ne!(taken.trace, REPORTING);
        assert_eq!(says(taken, "zhibiao.revision"), Some(revision));
    }

    // A ranking that has to be the newest asks the store.
    let spans = collector.trace(RANKING, 4).await;
    let ranked = spans
        .iter()
        .filter(|span| span.name == RANK)
        .find(|rank| spans.iter().any(|span| span.parent.as_deref() == Some(&rank.id)))
        .unwrap_or_else(|| panic!("no {RANK} asked the store: {spans:#?}"));
    let asked = call(&spans, "zhibiao-compare", SUMMARY, &ranked.id);
    call(&spans, "zhibiao-store", SUMMARY, &asked.id);
}

/// Waits until a role serves.
async fn serves(role: &Process) {
    let endpoint = Endpoint::from_shared(role.address().to_owned()).unwrap();
    let health = HealthClient::new(endpoint.connect_lazy());
    eventually("the role serves", async || {
        let answer = health.clone().check(HealthCheckRequest::default()).await;
        answer.is_ok_and(|answer| answer.into_inner().status() == ServingStatus::Serving)
    })
    .await;
}

#[tokio::test]
async fn a_collector_sees_one_trace_through_every_hop() {
    let receiver = receiver::Receiver::start().await;
    traces_pass_every_hop(&receiver).await;
}

#[tokio::test]
async fn jaeger_sees_one_trace_through_every_hop() {
    let Some(jaeger) = jaeger::Jaeger::start().await else {
        return;
    };
    traces_pass_every_hop(&jaeger).await;
}
