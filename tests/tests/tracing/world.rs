//! Processes that trace, and what the test has them do.

use std::process::Stdio;

use tokio::process::{Child, Command};
use tonic::{Request, transport::Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use zhibiao_client::Hub;
use zhibiao_model::catalog::Approval;
use zhibiao_proto::{
    catalog::v1::ApplyCatalogRequest,
    compare::v1::RankRequest,
    observation::v1::{Consistency, ReadSeriesRequest, SeriesKey, consistency::Requirement},
    report::v1::{
        ApproveReport, DecideReportRequest, EntryColumns, ObservationBatch, OpenStream, Report, ReportHeader,
        ReportState, StreamObservationsRequest, SubmitReportRequest, decide_report_request::Decision,
        stream_observations_request::Part, stream_observations_response::Answer,
    },
};
use zhibiao_testkit::{catalog::Small, eventually};
use zhibiao_tests::Process;

/// The traces of the calls that the test makes, and the span that it claims to make them in.
pub(crate) const REPORTING: &str = "0af7651916cd43dd8448eb211c80319c";
pub(crate) const RANKING: &str = "1bf7651916cd43dd8448eb211c80319d";
pub(crate) const STREAMING: &str = "2cf7651916cd43dd8448eb211c80319e";
pub(crate) const READING: &str = "3df7651916cd43dd8448eb211c80319f";
pub(crate) const DEFERRED: &str = "4ef7651916cd43dd8448eb211c8031a0";
pub(crate) const CALLER: &str = "b7ad6b7169203331";

/// The last revision of what the test does: behind the catalogue's a report, a batch and a report.
const LAST: i64 = 4;

/// Store, ingest and compare, which send what they trace to a collector.
pub(crate) struct World {
    store: Process,
    ingest: Process,
    compare: Process,
    /// `zhibiao watch`, which ends after what the test publishes: a report, a batch, and a report of the second
    /// department.
    watcher: Child,
}

impl World {
    pub(crate) async fn start(collector: &str) -> Self {
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
        // Revision 1 is the catalogue.
        let watcher = Command::new(Process::built())
            .args([
                "watch",
                "--server",
                store.address(),
                "--after",
                "1",
                "--count",
                "3",
            ])
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        for role in [&ingest, &compare] {
            serves(role).await;
        }
        Self {
            store,
            ingest,
            compare,
            watcher,
        }
    }

    fn ingest(&self, user: &str) -> Hub {
        self.ingest.client(user).unwrap()
    }

    /// Files a report of one value, which is published at once; gives its name and the token of its publication.
    pub(crate) async fn report(&self) -> (String, String) {
        let report = submit(&self.ingest("tester"), REPORTING, "departments/stats").await;
        assert_eq!(report.state(), ReportState::Published);
        (report.name, report.published_token)
    }

    /// Ranks, and gives the revision of the answer.
    pub(crate) async fn rank(&self, requirement: Requirement) -> i64 {
        let request = RankRequest {
            indicator: "indicators/revenue".into(),
            consistency: Some(Consistency {
                requirement: Some(requirement),
            }),
            ..RankRequest::default()
        };
        let compare = self.compare.client("tester").unwrap();
        let ranking = compare.comparisons().rank(within(RANKING, request)).await;
        ranking.unwrap().into_inner().revision
    }

    /// Delivers a batch of one value as a machine does.
    pub(crate) async fn stream(&self) {
        let part = |part| StreamObservationsRequest { part: Some(part) };
        let parts = [
            part(Part::Open(OpenStream {
                interface: "interfaces/feed".into(),
                ..OpenStream::default()
            })),
            part(Part::Batch(ObservationBatch {
                sequence: 1,
                entries: Some(entries("zones/a", 8.5)),
            })),
        ];
        let request = within(STREAMING, tokio_stream::iter(parts));
        let answers = self.ingest("tester").reports().stream_observations(request).await;
        let mut answers = answers.unwrap().into_inner();
        let mut told = Vec::new();
        while let Some(answer) = answers.message().await.unwrap() {
            told.push(answer.answer.unwrap());
        }
        let [Answer::Opened(_), Answer::Acknowledged(batch)] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert_eq!((batch.sequence, batch.rejected.len()), (1, 0), "{batch:?}");
    }

    /// Reads one series from the store.
    pub(crate) async fn read(&self) {
        let request = ReadSeriesRequest {
            keys: vec![SeriesKey {
                subject: "zones/b".into(),
                indicator: "indicators/revenue".into(),
            }],
            ..ReadSeriesRequest::default()
        };
        let store = self.store.client("tester").unwrap();
        let read = store.observations().read_series(within(READING, request)).await;
        assert_eq!(read.unwrap().into_inner().series.len(), 1);
    }

    /// Approves a report while the store is away: it is published when the store is back.
    pub(crate) async fn defer(mut self) -> Self {
        let filed = submit(&self.ingest("tester"), DEFERRED, "departments/science").await;
        assert_eq!(filed.state(), ReportState::Pending);
        assert_eq!(self.store.terminate().await.unwrap(), Some(0));
        let approval = DecideReportRequest {
            name: filed.name,
            etag: filed.etag,
            decision: Some(Decision::Approve(ApproveReport::default())),
        };
        let mut reports = self.ingest("reviewer").reports();
        let decided = reports.decide_report(within(DEFERRED, approval)).await;
        let report = decided.unwrap().into_inner().report.unwrap();
        assert_eq!(report.state(), ReportState::Approved);
        self.store = self.store.revive().await.unwrap();
        assert!(self.watcher.wait().await.unwrap().success());
        // Compare finds the store again in its own time, and is not to be ended before it has taken this in.
        eventually("compare takes in what was written last", async || {
            self.rank(Requirement::MinimizeLatency(true)).await == LAST
        })
        .await;
        self
    }

    /// Ends it in an order in which nobody's calls fail for it.
    pub(crate) async fn end(mut self) {
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
        .department_with("science", "科技局", |science| {
            science.approval = Approval::FourEyes
        })
        .interface("feed", "stats")
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

/// One value of the indicator, of 2023.
fn entries(subject: &str, value: f64) -> EntryColumns {
    EntryColumns {
        indicators: vec!["revenue".into()],
        subjects: vec![subject.into()],
        periods: vec!["2023".into()],
        indicator: vec![0],
        subject: vec![0],
        period: vec![0],
        value: vec![value],
        ..EntryColumns::default()
    }
}

/// Files a department's report about a zone.
async fn submit(ingest: &Hub, trace: &str, department: &str) -> Report {
    let request = SubmitReportRequest {
        header: Some(ReportHeader {
            department: department.into(),
            zone: "zones/b".into(),
            ..ReportHeader::default()
        }),
        entries: Some(entries("zones/b", 7.5)),
    };
    let answer = ingest.reports().submit_report(within(trace, request)).await;
    answer.unwrap().into_inner().report.unwrap()
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
