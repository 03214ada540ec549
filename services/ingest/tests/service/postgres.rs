//! The service on PostgreSQL: all that the other tests say, and what several processes on one schema must do.

use std::{
    process::{Command, Stdio},
    sync::Arc,
};

use tempfile::TempDir;
use tokio_stream::StreamExt;
use tonic::Streaming;
use zhibiao_client::Hub;
use zhibiao_ingest::{
    Config, Running,
    log::{Decision as Decided, PostgresLog, ReportLog},
    report::{Decided as By, Digest, ReportId, State},
};
use zhibiao_postgres::{Database, Options};
use zhibiao_proto::report::v1::{
    ApproveReport, GetReportRequest, Report, ReportState, WatchReportsRequest, WatchReportsResponse,
    decide_report_request::Decision,
};
use zhibiao_runtime::{caller::Caller, channel::in_process, error::Code, telemetry::Telemetry};
use zhibiao_testkit::{
    eventually,
    postgres::{Postgres, shared},
};

use crate::hub::{ON_POSTGRES, TestHub, answer, clock, four_eyes, revenue};

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

/// Options of a schema of the test's own; `None` when PostgreSQL is not installed.
async fn options() -> Option<Options> {
    let schema = shared().await?;
    Some(Options::new(schema.url.parse().unwrap(), &schema.name))
}

/// Another process on a hub's store and schema.
struct Replica {
    reports: Hub,
    _running: Running,
    _spool: TempDir,
}

impl Replica {
    async fn of(hub: &TestHub, options: Options) -> Self {
        let spool = tempfile::tempdir().unwrap();
        let running = Config::postgres(options, spool.path())
            .build(
                hub.store.clone(),
                clock(),
                &Telemetry::none(),
                hub.shutdown.clone(),
            )
            .await
            .unwrap();
        running.ready().await;
        Self {
            reports: Hub::over(in_process(running.routes(), hub.shutdown.clone())),
            _running: running,
            _spool: spool,
        }
    }
}

async fn watch(hub: &Hub) -> Streaming<WatchReportsResponse> {
    let request = WatchReportsRequest::default();
    answer(hub.reports().watch_reports(request).await).unwrap()
}

/// The next states that a watcher is told of.
async fn states(watched: &mut Streaming<WatchReportsResponse>, number: usize) -> Vec<ReportState> {
    let mut states = Vec::new();
    while states.len() < number {
        let told = watched.next().await.unwrap().unwrap();
        states.push(told.report.unwrap().state());
    }
    states
}

async fn pending(hub: &TestHub) -> Report {
    let submitted = hub.submit(four_eyes(), revenue(&[("zones/a", "2023", 5.0)]));
    submitted.await.unwrap().report.unwrap()
}

fn approve() -> Decision {
    Decision::Approve(ApproveReport::default())
}

const PUBLISHED: [ReportState; 3] = [
    ReportState::Pending,
    ReportState::Approved,
    ReportState::Published,
];

#[tokio::test]
async fn a_watcher_sees_what_is_done_through_any_process() {
    let Some(options) = options().await else { return };
    let hub = TestHub::on_postgres(options.clone()).await;
    let other = Replica::of(&hub, options).await;
    let mut watched = [watch(&hub.reports).await, watch(&other.reports).await];
    let report = pending(&hub).await;
    // Sent through one process, decided through another.
    let by_wang = other.reports.clone().as_user(&Caller::new("wang").unwrap());
    let request = zhibiao_proto::report::v1::DecideReportRequest {
        name: report.name.clone(),
        etag: report.etag.clone(),
        decision: Some(approve()),
    };
    let decided = answer(by_wang.reports().decide_report(request).await).unwrap();
    let decided = decided.report.unwrap();
    assert_eq!(decided.state(), ReportState::Published);
    for watched in &mut watched {
        assert_eq!(states(watched, 3).await, PUBLISHED);
    }
    let get = GetReportRequest { name: report.name };
    let got = answer(hub.reports.reports().get_report(get).await).unwrap();
    assert_eq!(got.report.unwrap(), decided);
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2023").await,
        Some(5.0)
    );
}

#[tokio::test]
async fn what_a_process_approved_before_it_died_is_published_by_another() {
    let Some(options) = options().await else { return };
    let hub = TestHub::on_postgres(options.clone()).await;
    let mut watched = watch(&hub.reports).await;
    let report = pending(&hub).await;
    // A process that dies when it has noted the approval, before it writes to the store.
    let log = Arc::new(PostgresLog::open(options.clone()).await.unwrap());
    let id = ReportId::from_name(&report.name).unwrap();
    let decision = Decided {
        state: State::Approved,
        decided: By {
            by: "wang".to_owned(),
            at: clock().now(),
            reason: String::new(),
        },
        returned: Vec::new(),
        key: Digest([7; 32]),
    };
    tokio::task::spawn_blocking(move || log.decide(id, &report.etag, &decision))
        .await
        .unwrap()
        .unwrap();
    // As if its lease had run out.
    let database = Database::new(&options).unwrap();
    let session = database.session().await.unwrap();
    session
        .execute("UPDATE report SET leased_until = now()", &[])
        .await
        .unwrap();
    assert_eq!(states(&mut watched, 3).await, PUBLISHED);
    assert_eq!(
        hub.value("zones/a", "indicators/revenue", "2023").await,
        Some(5.0)
    );
}

#[tokio::test]
async fn without_its_database_the_service_says_so_and_recovers() {
    let Some(server) = Postgres::start().await else {
        return;
    };
    let hub = TestHub::on_postgres(Options::new(server.url().parse().unwrap(), "away")).await;
    let mut watched = watch(&hub.reports).await;
    let report = pending(&hub).await;
    server.kill();
    let rows = [("zones/b", "2023", 6.0)];
    let refused = [
        hub.submit(four_eyes(), revenue(&rows)).await.unwrap_err(),
        hub.decide("wang", &report, approve()).await.unwrap_err(),
    ];
    for problem in refused {
        assert_eq!(
            (problem.code, problem.reason.as_str()),
            (Code::Unavailable, "STORAGE_UNAVAILABLE")
        );
        assert!(problem.retry_after.is_some());
    }
    server.restart().await;
    // The report was acknowledged: it is there, as it was. A connection that broke may still be found out.
    eventually("reports are read again", async || {
        let request = GetReportRequest {
            name: report.name.clone(),
        };
        let got = hub.reports.reports().get_report(request).await;
        got.is_ok_and(|got| got.into_inner().report == Some(report.clone()))
    })
    .await;
    hub.decide("wang", &report, approve()).await.unwrap();
    // Whoever watched all the time missed nothing.
    assert_eq!(states(&mut watched, 3).await, PUBLISHED);
}
