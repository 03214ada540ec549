//! A hub for a test: store and intake in one process, each behind gRPC.

use std::path::PathBuf;

use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Status};
use zhibiao_client::Hub;
use zhibiao_ingest::{Config, Data, Limits, Running};
use zhibiao_model::{
    catalog::{Approval, Indicator, IndicatorKind},
    period::Frequency,
};
use zhibiao_postgres::Options;
use zhibiao_proto::{
    catalog::v1::{ApplyCatalogRequest, Catalog},
    observation::v1::{ReadObservationRequest, ReadObservationResponse},
    report::v1::{
        CheckReportRequest, CheckReportResponse, DecideReportRequest, DecideReportResponse, EntryColumns,
        Report, ReportHeader, SubmitReportRequest, SubmitReportResponse, UploadReportRequest,
        UploadReportResponse, check_report_request, decide_report_request::Decision, upload_report_request,
    },
};
use zhibiao_runtime::{
    caller::Caller, channel::in_process, clock::Clock, error::Problem, telemetry::Telemetry,
};
use zhibiao_testkit::{catalog::Small, postgres::shared};

/// Set where the tests are run for PostgreSQL.
pub(crate) const ON_POSTGRES: &str = "ZHIBIAO_TEST_ON_POSTGRES";

/// Bytes of a chunk of an upload.
const CHUNK: usize = 64 << 10;

/// A store and an intake that run.
pub(crate) struct TestHub {
    /// The store.
    pub(crate) store: Hub,
    /// The intake.
    pub(crate) reports: Hub,
    intake: Running,
    pub(crate) shutdown: CancellationToken,
    _folder: TempDir,
}

/// The catalogue of the tests.
pub(crate) fn catalog() -> Catalog {
    let named = |zh: &'static str| move |indicator: &mut Indicator| indicator.names.zh = zh.to_owned();
    Small::default()
        .zone("a", "甲高新区")
        .zone("b", "乙高新区")
        .department_with("statistics", "统计局", |d| d.approval = Approval::FourEyes)
        .department("yearbook", "年鉴社")
        .department("science", "科技局")
        .interface("torch-monthly", "yearbook")
        .interface("science-feed", "science")
        .interface("statistics-feed", "statistics")
        .indicator_with("gdp", "亿元", |indicator| {
            named("地区生产总值")(indicator);
            indicator.range.min = Some(0.0);
        })
        .indicator_with("revenue", "亿元", named("营业收入"))
        .indicator_with("output", "亿元", |indicator| {
            named("工业产值")(indicator);
            indicator.frequency = Frequency::Monthly;
        })
        .indicator_with("people", "人", |indicator| {
            named("从业人员")(indicator);
            indicator.kind = IndicatorKind::Stock;
        })
        .message()
}

/// The clock of the tests.
pub(crate) fn clock() -> Clock {
    Clock::fixed("2026-04-15T01:00:00Z".parse().unwrap())
}

/// Where an intake keeps its reports: in a folder, or in a schema when the tests are run for PostgreSQL.
async fn data(folder: PathBuf) -> Data {
    if std::env::var_os(ON_POSTGRES).is_none() {
        return Data::Folder(folder);
    }
    let schema = shared().await.unwrap();
    Data::Postgres {
        options: Box::new(Options::new(schema.url.parse().unwrap(), &schema.name)),
        spool: folder,
    }
}

/// Starts an intake on its data.
pub(crate) async fn intake(data: Data, store: &Hub, shutdown: &CancellationToken, limits: Limits) -> Running {
    Config { data, limits }
        .build(store.clone(), clock(), &Telemetry::none(), shutdown.clone())
        .await
        .unwrap()
}

impl TestHub {
    /// Starts a hub with the catalogue of the tests.
    pub(crate) async fn start() -> Self {
        Self::with(catalog(), Limits::default()).await
    }

    /// Starts a hub with a catalogue.
    pub(crate) async fn with(catalog: Catalog, limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = data(folder.path().join("reports")).await;
        Self::on(data, folder, catalog, limits).await
    }

    /// Starts a hub with its reports in a schema, and its store in a folder.
    pub(crate) async fn on_postgres(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = Data::Postgres {
            options: Box::new(options),
            spool: folder.path().join("spool"),
        };
        Self::on(data, folder, catalog(), Limits::default()).await
    }

    async fn on(data: Data, folder: TempDir, catalog: Catalog, limits: Limits) -> Self {
        let shutdown = CancellationToken::new();
        let store = zhibiao_store::Config::folder(folder.path().join("store"))
            .build(clock(), &Telemetry::none(), shutdown.clone())
            .await
            .unwrap();
        let store = Hub::over(in_process(store.routes(), shutdown.clone()));
        apply(&store, catalog).await;
        let intake = intake(data, &store, &shutdown, limits).await;
        let reports = Hub::over(in_process(intake.routes(), shutdown.clone()));
        intake.ready().await;
        Self {
            store,
            reports,
            intake,
            shutdown,
            _folder: folder,
        }
    }

    /// The report service in somebody's name.
    pub(crate) fn by(&self, name: &str) -> Hub {
        self.reports.clone().as_user(&Caller::new(name).unwrap())
    }

    /// Cancelled, it ends streams as a shutdown does.
    pub(crate) fn streams(&self) -> CancellationToken {
        self.intake.streams()
    }

    /// Uploads a file in the name of `li`.
    pub(crate) async fn upload(
        &self,
        header: ReportHeader,
        file: &[u8],
    ) -> Result<UploadReportResponse, Problem> {
        upload(&self.by("li"), header, file).await
    }

    /// Checks a file in nobody's name.
    pub(crate) async fn check(
        &self,
        header: ReportHeader,
        file: &[u8],
    ) -> Result<CheckReportResponse, Problem> {
        let mut parts = vec![check_report_request::Part::Header(header)];
        parts.extend(
            file.chunks(CHUNK)
                .map(|chunk| check_report_request::Part::Chunk(chunk.to_vec().into())),
        );
        let stream = tokio_stream::iter(
            parts
                .into_iter()
                .map(|part| CheckReportRequest { part: Some(part) }),
        );
        answer(self.reports.reports().check_report(stream).await)
    }

    /// Submits columns in the name of `li`.
    pub(crate) async fn submit(
        &self,
        header: ReportHeader,
        entries: EntryColumns,
    ) -> Result<SubmitReportResponse, Problem> {
        let request = SubmitReportRequest {
            header: Some(header),
            entries: Some(entries),
        };
        answer(self.by("li").reports().submit_report(request).await)
    }

    /// Decides about a report as it is given.
    pub(crate) async fn decide(
        &self,
        name: &str,
        report: &Report,
        decision: Decision,
    ) -> Result<Report, Problem> {
        let request = DecideReportRequest {
            name: report.name.clone(),
            etag: report.etag.clone(),
            decision: Some(decision),
        };
        let decided = answer(self.by(name).reports().decide_report(request).await)?;
        let DecideReportResponse { report } = decided;
        Ok(report.unwrap())
    }

    /// What the store says about a cell.
    pub(crate) async fn cell(&self, subject: &str, indicator: &str, period: &str) -> ReadObservationResponse {
        let request = ReadObservationRequest {
            subject: subject.to_owned(),
            indicator: indicator.to_owned(),
            period: period.to_owned(),
            consistency: Some(fully_consistent()),
            as_of: None,
        };
        self.store
            .observations()
            .read_observation(request)
            .await
            .unwrap()
            .into_inner()
    }

    /// The value of a cell in the store.
    pub(crate) async fn value(&self, subject: &str, indicator: &str, period: &str) -> Option<f64> {
        self.cell(subject, indicator, period)
            .await
            .current
            .and_then(|current| current.value)
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

fn fully_consistent() -> zhibiao_proto::observation::v1::Consistency {
    use zhibiao_proto::observation::v1::{Consistency, consistency::Requirement};
    Consistency {
        requirement: Some(Requirement::FullyConsistent(true)),
    }
}

/// Applies a catalogue.
pub(crate) async fn apply(store: &Hub, catalog: Catalog) {
    let request = ApplyCatalogRequest {
        catalog: Some(catalog),
        ..ApplyCatalogRequest::default()
    };
    store.catalog().apply_catalog(request).await.unwrap();
}

/// Uploads a file.
pub(crate) async fn upload(
    hub: &Hub,
    header: ReportHeader,
    file: &[u8],
) -> Result<UploadReportResponse, Problem> {
    let mut parts = vec![upload_report_request::Part::Header(header)];
    parts.extend(
        file.chunks(CHUNK)
            .map(|chunk| upload_report_request::Part::Chunk(chunk.to_vec().into())),
    );
    upload_parts(hub, parts).await
}

/// Uploads parts as they are given.
pub(crate) async fn upload_parts(
    hub: &Hub,
    parts: Vec<upload_report_request::Part>,
) -> Result<UploadReportResponse, Problem> {
    let stream = tokio_stream::iter(
        parts
            .into_iter()
            .map(|part| UploadReportRequest { part: Some(part) }),
    );
    answer(hub.reports().upload_report(Request::new(stream)).await)
}

/// What a call gave.
pub(crate) fn answer<T>(result: Result<tonic::Response<T>, Status>) -> Result<T, Problem> {
    result
        .map(tonic::Response::into_inner)
        .map_err(|status| Problem::from_status(&status))
}

/// A header of the statistics office, whose reports a second person approves.
pub(crate) fn four_eyes() -> ReportHeader {
    ReportHeader {
        department: "departments/statistics".to_owned(),
        ..ReportHeader::default()
    }
}

/// A header of the yearbook, whose reports nobody has to approve.
pub(crate) fn automatic() -> ReportHeader {
    ReportHeader {
        department: "departments/yearbook".to_owned(),
        ..ReportHeader::default()
    }
}

/// Columns of annual revenue, one row a zone, year and value.
pub(crate) fn revenue(rows: &[(&str, &str, f64)]) -> EntryColumns {
    let mut columns = EntryColumns {
        indicators: vec!["营业收入".to_owned()],
        ..EntryColumns::default()
    };
    for (at, (zone, period, value)) in (0..).zip(rows) {
        columns.subjects.push((*zone).to_owned());
        columns.periods.push((*period).to_owned());
        columns.subject.push(at);
        columns.indicator.push(0);
        columns.period.push(at);
        columns.value.push(*value);
    }
    columns
}

/// Codes of the findings of an answer.
pub(crate) fn codes(findings: &[zhibiao_proto::report::v1::Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}
