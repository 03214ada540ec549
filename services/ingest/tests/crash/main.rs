//! A crash at any moment: the service runs in a process of its own, which is killed at each step of a report's way.
//!
//! The store stays in the test's process, behind a gate that holds a call before or after it is made. When a call is
//! held the service is killed, and started anew on the same folder.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod gate;
mod process;
mod resumed;
mod reviews;
mod streams;

use tokio_stream::StreamExt;
use tokio_util::sync::CancellationToken;
use zhibiao_client::Hub;
use zhibiao_model::catalog::Approval;
use zhibiao_proto::{
    catalog::v1::ApplyCatalogRequest,
    observation::v1::ReadObservationRequest,
    report::v1::{
        ApproveReport, DecideReportRequest, EntryColumns, GetReportRequest, Report, ReportHeader,
        ReportState, SubmitReportRequest, WatchReportsRequest, decide_report_request::Decision,
    },
};
use zhibiao_runtime::{caller::Caller, channel::in_process, clock::Clock, telemetry::Telemetry};
use zhibiao_testkit::catalog::Small;

use crate::{
    gate::{Gate, Hold},
    process::Child,
};

const REPORT: &str = "01HV3K5Z8Q4J7X2M9N6P0R1S3T";

/// A store with a catalogue, and a gate before it.
struct Store {
    hub: Hub,
    gate: Gate,
    address: std::net::SocketAddr,
    shutdown: CancellationToken,
    folder: tempfile::TempDir,
}

impl Store {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shutdown = CancellationToken::new();
        let store = zhibiao_store::Config::folder(folder.path().join("store"))
            .build(Clock::system(), &Telemetry::none(), shutdown.clone())
            .await
            .unwrap();
        let hub = Hub::over(in_process(store.routes(), shutdown.clone()));
        let catalog = Small::default()
            .zone("a", "甲高新区")
            .zone("b", "乙高新区")
            .department("yearbook", "年鉴社")
            .interface("torch-monthly", "yearbook")
            .department_with("statistics", "统计局", |d| d.approval = Approval::FourEyes)
            .indicator_with("revenue", "亿元", |i| i.names.zh = "营业收入".to_owned());
        let request = ApplyCatalogRequest {
            catalog: Some(catalog.message()),
            ..ApplyCatalogRequest::default()
        };
        hub.catalog().apply_catalog(request).await.unwrap();
        let gate = Gate::default();
        let address = gate.serve(store.routes(), shutdown.clone()).await;
        Self {
            hub,
            gate,
            address,
            shutdown,
            folder,
        }
    }

    /// Starts the service again where it listened before.
    async fn intake_at(&self, address: std::net::SocketAddr) -> Child {
        Child::start(&self.folder.path().join("reports"), self.address, address).await
    }

    async fn intake(&self) -> (Child, Hub) {
        let any = "127.0.0.1:0".parse().unwrap();
        let child = self.intake_at(any).await;
        let hub = Hub::connect(&format!("http://{}", child.address)).unwrap();
        (child, hub.as_user(&Caller::new("li").unwrap()))
    }

    /// Every value that the cell had.
    async fn history(&self) -> Vec<f64> {
        let request = ReadObservationRequest {
            subject: "zones/a".to_owned(),
            indicator: "indicators/revenue".to_owned(),
            period: "2023".to_owned(),
            ..ReadObservationRequest::default()
        };
        let cell = self
            .hub
            .observations()
            .read_observation(request)
            .await
            .unwrap()
            .into_inner();
        cell.history.iter().filter_map(|vintage| vintage.value).collect()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

fn submission(department: &str) -> SubmitReportRequest {
    SubmitReportRequest {
        header: Some(ReportHeader {
            report_id: REPORT.to_owned(),
            department: department.to_owned(),
            zone: "zones/a".to_owned(),
            period: "2023".to_owned(),
            ..ReportHeader::default()
        }),
        entries: Some(EntryColumns {
            indicators: vec!["营业收入".to_owned()],
            indicator: vec![0],
            value: vec![5.0],
            ..EntryColumns::default()
        }),
    }
}

/// Waits until the report is published, by watching it.
async fn published(hub: &Hub) -> Report {
    let watch = hub.retrying(|| {
        let mut client = hub.reports();
        async move { client.watch_reports(WatchReportsRequest::default()).await }
    });
    let mut watched = watch.await.unwrap();
    let request = GetReportRequest {
        name: format!("reports/{REPORT}"),
    };
    let report = hub
        .reports()
        .get_report(request)
        .await
        .unwrap()
        .into_inner()
        .report
        .unwrap();
    if report.state() == ReportState::Published {
        return report;
    }
    loop {
        let report = watched.next().await.unwrap().unwrap().report.unwrap();
        if report.state() == ReportState::Published {
            return report;
        }
    }
}

/// Kills the service while a call is held, starts it anew and sends the report again.
async fn killed_while(call: &'static str, hold: Hold) {
    let store = Store::start().await;
    let (child, hub) = store.intake().await;
    let held = store.gate.hold(call, hold);
    let sending = tokio::spawn(async move {
        hub.reports()
            .submit_report(submission("departments/yearbook"))
            .await
    });
    held.await.unwrap();
    child.kill();
    assert!(sending.await.unwrap().is_err());

    let (child, hub) = store.intake().await;
    let again = hub.retrying(|| {
        let mut client = hub.reports();
        async move { client.submit_report(submission("departments/yearbook")).await }
    });
    again.await.unwrap();
    let report = published(&hub).await;
    assert_eq!(store.history().await, [5.0]);
    assert!(report.published_revision > 0);
    child.kill();
}

#[tokio::test]
async fn killed_while_it_is_checked() {
    killed_while("ReadColumns", Hold::Before).await;
}

#[tokio::test]
async fn killed_before_the_store_is_written() {
    killed_while("WriteObservations", Hold::Before).await;
}

#[tokio::test]
async fn killed_after_the_store_is_written() {
    killed_while("WriteObservations", Hold::After).await;
}

#[tokio::test]
async fn what_was_approved_is_published_after_a_crash_without_being_asked() {
    for hold in [Hold::Before, Hold::After] {
        let store = Store::start().await;
        let (child, hub) = store.intake().await;
        let submit = hub.retrying(|| {
            let mut client = hub.reports();
            async move { client.submit_report(submission("departments/statistics")).await }
        });
        let report = submit.await.unwrap().report.unwrap();
        assert_eq!(report.state(), ReportState::Pending);
        let held = store.gate.hold("WriteObservations", hold);
        let approver = hub.as_user(&Caller::new("wang").unwrap());
        let request = DecideReportRequest {
            name: report.name,
            etag: report.etag,
            decision: Some(Decision::Approve(ApproveReport::default())),
        };
        let deciding = tokio::spawn(async move { approver.reports().decide_report(request).await });
        held.await.unwrap();
        child.kill();
        assert!(deciding.await.unwrap().is_err());

        let (child, hub) = store.intake().await;
        let report = published(&hub).await;
        assert_eq!(report.decided_by, "wang");
        assert_eq!(store.history().await, [5.0]);
        child.kill();
    }
}

#[tokio::test]
async fn a_store_that_can_t_be_reached_is_asked_again() {
    let store = Store::start().await;
    let (child, hub) = store.intake().await;
    let submit = hub.retrying(|| {
        let mut client = hub.reports();
        async move { client.submit_report(submission("departments/statistics")).await }
    });
    let report = submit.await.unwrap().report.unwrap();
    // More failures than one publication tries.
    store.gate.fail("WriteObservations", 6);
    let approver = hub.clone().as_user(&Caller::new("wang").unwrap());
    let request = DecideReportRequest {
        name: report.name,
        etag: report.etag,
        decision: Some(Decision::Approve(ApproveReport::default())),
    };
    let decided = approver
        .reports()
        .decide_report(request)
        .await
        .unwrap()
        .into_inner()
        .report
        .unwrap();
    assert_eq!(decided.state(), ReportState::Approved);
    assert_eq!(published(&hub).await.state(), ReportState::Published);
    assert_eq!(store.history().await, [5.0]);
    child.kill();
}
