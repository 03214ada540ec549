//! One trace through every hop, as a real collector sees it: real processes send their spans, and Jaeger's query API
//! tells what arrived.
//!
//! The processes keep their spans to themselves until they end (an hour's delay between two exports), so what is seen
//! was flushed as SIGTERM ended them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod collector;
mod jaeger;
mod receiver;
mod world;

use std::{collections::BTreeSet, future::ready};

use zhibiao_proto::observation::v1::consistency::Requirement;
use zhibiao_testkit::eventually;

use collector::{Collector, Span};
use world::{CALLER, DEFERRED, RANKING, READING, REPORTING, STREAMING, World};

const STORE: &str = "zhibiao-store";
const INGEST: &str = "zhibiao-ingest";
const COMPARE: &str = "zhibiao-compare";
const WATCH: &str = "zhibiao-watch";

const SUBMIT: &str = "zhibiao.report.v1.ReportService/SubmitReport";
const DECIDE: &str = "zhibiao.report.v1.ReportService/DecideReport";
const STREAM: &str = "zhibiao.report.v1.ReportService/StreamObservations";
const WRITE: &str = "zhibiao.observation.v1.ObservationService/WriteObservations";
const COLUMNS: &str = "zhibiao.observation.v1.ObservationService/ReadColumns";
const READ: &str = "zhibiao.observation.v1.ObservationService/ReadSeries";
const RANK: &str = "zhibiao.compare.v1.CompareService/Rank";
const APPLY: &str = "zhibiao.catalog.v1.CatalogService/ApplyCatalog";
const SUMMARY: &str = "zhibiao.catalog.v1.CatalogService/GetSummary";
const TAKE_IN: &str = "take in revision";

/// What the test says that it calls in.
const THE_TEST: &str = "the test";

/// A span among those of its trace: service, name, kind, and its parent's name.
type Hop = (String, String, String, String);

fn hop(service: &str, name: &str, kind: &str, parent: &str) -> Hop {
    (service.into(), name.into(), kind.into(), parent.into())
}

/// What a call asks of the store on the way: the call that is made, and the one that is served below it.
fn asks(service: &str, name: &str, parent: &str) -> [Hop; 2] {
    [
        hop(service, name, "client", parent),
        hop(STORE, name, "server", name),
    ]
}

/// What a trace is made of. Calls that are made again are one.
fn hops(spans: &[Span]) -> BTreeSet<Hop> {
    let parent = |span: &Span| match span.parent.as_deref() {
        None => "none",
        Some(CALLER) => THE_TEST,
        Some(id) => {
            let found = spans.iter().find(|parent| parent.id == id);
            found.map_or("lost", |parent| parent.name.as_str())
        }
    };
    let kind = |span| says(span, "span.kind").unwrap_or_default();
    spans
        .iter()
        .map(|span| hop(&span.service, &span.name, kind(span), parent(span)))
        .collect()
}

/// The spans of a trace, which is made of exactly these hops.
async fn made_of(collector: &impl Collector, trace: &str, expected: &[Hop]) -> Vec<Span> {
    let expected: BTreeSet<Hop> = expected.iter().cloned().collect();
    let mut spans = Vec::new();
    eventually(&format!("{trace} has {expected:#?}"), || {
        spans = collector.trace(trace);
        ready(hops(&spans).is_superset(&expected))
    })
    .await;
    assert_eq!(hops(&spans), expected, "{spans:#?}");
    spans
}

/// The span of a call on one side.
fn call<'a>(spans: &'a [Span], service: &str, name: &str, kind: &str) -> &'a Span {
    let wanted =
        |span: &&Span| span.service == service && span.name == name && says(span, "span.kind") == Some(kind);
    let found = spans.iter().find(wanted);
    found.unwrap_or_else(|| panic!("no {kind} {name} of {service} in {spans:#?}"))
}

fn says<'a>(span: &'a Span, key: &str) -> Option<&'a str> {
    span.attributes.get(key).map(String::as_str)
}

async fn traces_pass_every_hop(collector: &impl Collector) {
    let world = World::start(&collector.endpoint()).await;
    let (name, token) = world.report().await;
    world.rank(Requirement::AtLeastAsFresh(token)).await;
    world.rank(Requirement::FullyConsistent(true)).await;
    world.stream().await;
    world.read().await;
    world.defer().await.end().await;

    a_report(collector, &name).await;
    a_ranking(collector).await;
    a_stream(collector).await;
    a_read(collector).await;
    a_deferred_report(collector).await;
    nothing_else(collector);
}

/// Taken in by ingest, written to the store, each hop below the one before.
async fn a_report(collector: &impl Collector, name: &str) {
    let hops = [
        &[hop(INGEST, SUBMIT, "server", THE_TEST)][..],
        // The check looks at the figures that it would replace.
        &asks(INGEST, SUMMARY, SUBMIT),
        &asks(INGEST, COLUMNS, SUBMIT),
        &asks(INGEST, WRITE, SUBMIT),
    ];
    let spans = made_of(collector, REPORTING, &hops.concat()).await;
    let submit = call(&spans, INGEST, SUBMIT, "server");
    assert_eq!(says(submit, "zhibiao.report"), Some(name));
    assert_eq!(says(submit, "zhibiao.zone"), Some("zones/b"));
    assert_eq!(says(submit, "rpc.system.name"), Some("grpc"));
    assert_eq!(says(submit, "rpc.method"), Some(SUBMIT));
    assert_eq!(says(submit, "rpc.response.status_code"), Some("OK"));
    assert_eq!(says(submit, "error.type"), None);
    is_taken_in(collector, &spans).await;
}

/// One that has to be the newest asks the store.
async fn a_ranking(collector: &impl Collector) {
    let hops = [
        &[hop(COMPARE, RANK, "server", THE_TEST)][..],
        &asks(COMPARE, SUMMARY, RANK),
    ];
    made_of(collector, RANKING, &hops.concat()).await;
}

/// What a machine delivers is written for its stream.
async fn a_stream(collector: &impl Collector) {
    let hops = [
        &[hop(INGEST, STREAM, "server", THE_TEST)][..],
        &asks(INGEST, SUMMARY, STREAM),
        &asks(INGEST, COLUMNS, STREAM),
        &asks(INGEST, WRITE, STREAM),
    ];
    let spans = made_of(collector, STREAMING, &hops.concat()).await;
    is_taken_in(collector, &spans).await;
}

async fn a_read(collector: &impl Collector) {
    let hops = [hop(STORE, READ, "server", THE_TEST)];
    let spans = made_of(collector, READING, &hops).await;
    assert_eq!(says(&spans[0], "zhibiao.cache.outcome"), Some("miss"));
}

/// One that could not be published at once is written for whoever approved it.
async fn a_deferred_report(collector: &impl Collector) {
    let hops = [
        &[
            hop(INGEST, SUBMIT, "server", THE_TEST),
            hop(INGEST, DECIDE, "server", THE_TEST),
        ][..],
        &asks(INGEST, SUMMARY, SUBMIT),
        &asks(INGEST, COLUMNS, SUBMIT),
        &asks(INGEST, WRITE, DECIDE),
    ];
    let spans = made_of(collector, DEFERRED, &hops.concat()).await;
    is_taken_in(collector, &spans).await;
}

/// Who follows the store takes a revision in within a trace of its own, which links to the write of this one.
async fn is_taken_in(collector: &impl Collector, spans: &[Span]) {
    let written = call(spans, STORE, WRITE, "server");
    let cause = (written.trace.clone(), written.id.clone());
    for follower in [COMPARE, WATCH] {
        let mut taken = None;
        eventually(&format!("{follower} links to {cause:?}"), || {
            let spans = collector.of(follower);
            taken = spans.into_iter().find(|span| span.links.contains(&cause));
            ready(taken.is_some())
        })
        .await;
        let taken = taken.unwrap();
        assert_eq!(taken.name, TAKE_IN);
        assert_eq!(says(&taken, "span.kind"), Some("consumer"));
        assert_ne!(taken.trace, written.trace);
        assert_eq!(
            says(&taken, "zhibiao.revision"),
            says(written, "zhibiao.revision")
        );
    }
}

/// What processes do for nobody (polling, following, loading) is recorded nowhere.
fn nothing_else(collector: &impl Collector) {
    let spans: Vec<Span> = [STORE, INGEST, COMPARE, WATCH]
        .iter()
        .flat_map(|service| collector.of(service))
        .collect();
    let roots: Vec<&Span> = spans.iter().filter(|span| span.parent.is_none()).collect();
    let begun: BTreeSet<(&str, &str)> = roots
        .iter()
        .map(|root| (root.service.as_str(), root.name.as_str()))
        .collect();
    assert_eq!(
        begun,
        [(STORE, APPLY), (COMPARE, TAKE_IN), (WATCH, TAKE_IN)].into(),
        "{roots:#?}"
    );
    let known: BTreeSet<&str> = [REPORTING, RANKING, STREAMING, READING, DEFERRED]
        .into_iter()
        .chain(roots.iter().map(|root| root.trace.as_str()))
        .collect();
    for span in &spans {
        assert!(known.contains(span.trace.as_str()), "{span:#?}");
    }
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
