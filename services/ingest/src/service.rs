//! The gRPC service: requests in, answers and problems out.

mod check;
mod checking;
mod decide;
mod intake;
mod list;
mod receive;
mod review;
mod rights;
mod source;
mod stream;
mod watch;
mod wire;

use std::{path::PathBuf, pin::Pin, sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use tokio_stream::Stream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};
use zhibiao_client::Hub;
use zhibiao_proto::report::v1::{
    CheckReportRequest, CheckReportResponse, DecideReportRequest, DecideReportResponse, GetReportRequest,
    GetReportResponse, GetReportSourceRequest, GetReportSourceResponse, ListEntriesRequest,
    ListEntriesResponse, ListFindingsRequest, ListFindingsResponse, ListReportsRequest, ListReportsResponse,
    ReviewEntriesRequest, ReviewEntriesResponse, StreamObservationsRequest, StreamObservationsResponse,
    SubmitReportRequest, SubmitReportResponse, UploadReportRequest, UploadReportResponse,
    WatchReportsRequest, WatchReportsResponse, report_service_server::ReportService,
};
use zhibiao_runtime::{
    access::Permit,
    clock::Clock,
    deadline::Deadline,
    error::{Problem, Violation},
    language::Language,
    outlet::{Places, Sent},
};

use self::checking::Checking;
use crate::{
    aliases::Proposer,
    atlas::Atlases,
    changes::Changes,
    config::Limits,
    log::{LogError, ReportLog, StreamLog},
    metrics::Metrics,
    publish::{Publisher, blocking},
    report::{Report, ReportId, State},
};

/// What every call needs.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) log: Arc<dyn ReportLog>,
    pub(crate) stream_log: Arc<dyn StreamLog>,
    pub(crate) hub: Hub,
    pub(crate) atlases: Atlases,
    pub(crate) publisher: Arc<Publisher>,
    proposer: Arc<Proposer>,
    pub(crate) clock: Clock,
    pub(crate) changes: Changes,
    pub(crate) metrics: Metrics,
    pub(crate) streams: CancellationToken,
    /// Folder that files are spooled into while they are received.
    folder: PathBuf,
    /// Reports that may be under way at once.
    receiving: Semaphore,
    /// Reports that may be checked at once.
    checking: Checking,
    /// Sources that may be read at once.
    sources: Semaphore,
    /// Longest wait for the next part of a report.
    idle: Duration,
    /// Streams that may be open at once, and whose turn each interface is.
    open_streams: Arc<Semaphore>,
    turns: stream::Turns,
    /// Watchers that may be served at once.
    watchers: Places,
    /// Longest waits for the next batch of a stream, and for a client to read what it is sent.
    stream_idle: Duration,
    unread: Duration,
}

impl Shared {
    #[allow(
        clippy::too_many_arguments,
        reason = "called once, where the service is put together"
    )]
    pub(crate) fn new(
        log: Arc<dyn ReportLog>,
        stream_log: Arc<dyn StreamLog>,
        hub: Hub,
        atlases: Atlases,
        publisher: Arc<Publisher>,
        proposer: Arc<Proposer>,
        clock: Clock,
        changes: Changes,
        metrics: Metrics,
        streams: CancellationToken,
        folder: PathBuf,
        limits: Limits,
    ) -> Self {
        Self {
            log,
            stream_log,
            hub,
            atlases,
            publisher,
            proposer,
            clock,
            changes,
            metrics,
            streams,
            folder,
            receiving: Semaphore::new(limits.receiving),
            checking: Checking::new(limits.checking),
            sources: Semaphore::new(limits.sources),
            idle: limits.idle,
            open_streams: Arc::new(Semaphore::new(limits.streams)),
            turns: stream::Turns::default(),
            watchers: Places::new(limits.watchers, "TOO_MANY_WATCHERS"),
            stream_idle: limits.stream_idle,
            unread: limits.unread,
        }
    }

    /// Runs what reads or writes the log.
    async fn log<T: Send + 'static>(
        &self,
        run: impl FnOnce(&dyn ReportLog) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, Problem> {
        let log = Arc::clone(&self.log);
        blocking(move || run(log.as_ref())).await
    }

    /// Publishes an approved report, with the aliases that were kept in it.
    async fn publish(&self, id: ReportId, deadline: Deadline) -> Result<Report, Problem> {
        let report = self.publisher.publish_now(id).await?;
        if report.state == State::Published {
            self.proposer.propose_now(id, deadline).await;
        }
        Ok(report)
    }

    /// A report by its resource name.
    async fn report(&self, field: &'static str, name: &str) -> Result<Report, Problem> {
        let id = report_id(field, name)?;
        self.log(move |log| log.report(id)).await
    }
}

/// Reads the resource name of a report.
fn report_id(field: &'static str, name: &str) -> Result<ReportId, Problem> {
    ReportId::from_name(name).map_err(|error| {
        let text = crate::finding::clean(&error.to_string());
        Problem::invalid(vec![fault(field, text)])
    })
}

/// What is wrong with a field of a request.
fn fault(field: &str, description: impl Into<String>) -> Violation {
    Violation {
        field: field.to_owned(),
        description: description.into(),
    }
}

/// The service.
#[derive(Debug, Clone)]
pub(crate) struct ReportApi(pub(crate) Arc<Shared>);

type Answer<T> = Result<Response<T>, Status>;

fn answer<T>(result: Result<T, Problem>) -> Answer<T> {
    result.map(Response::new).map_err(Status::from)
}

#[tonic::async_trait]
impl ReportService for ReportApi {
    type StreamObservationsStream =
        Pin<Box<dyn Stream<Item = Result<StreamObservationsResponse, Status>> + Send>>;
    type WatchReportsStream = Sent<WatchReportsResponse>;

    async fn submit_report(&self, request: Request<SubmitReportRequest>) -> Answer<SubmitReportResponse> {
        let (metadata, extensions, request) = request.into_parts();
        let permit = Permit::of(&extensions)?;
        answer(self.0.submit_report(&permit, &metadata, request).await)
    }

    async fn upload_report(
        &self,
        request: Request<Streaming<UploadReportRequest>>,
    ) -> Answer<UploadReportResponse> {
        let (metadata, extensions, stream) = request.into_parts();
        let permit = Permit::of(&extensions)?;
        answer(self.0.upload_report(&permit, &metadata, stream).await)
    }

    async fn check_report(
        &self,
        request: Request<Streaming<CheckReportRequest>>,
    ) -> Answer<CheckReportResponse> {
        let (metadata, extensions, stream) = request.into_parts();
        let permit = Permit::of(&extensions)?;
        answer(self.0.check_report(&permit, &metadata, stream).await)
    }

    async fn get_report(&self, request: Request<GetReportRequest>) -> Answer<GetReportResponse> {
        let permit = Permit::of(request.extensions())?;
        let GetReportRequest { name } = request.into_inner();
        let report = self.0.report_for(&permit, "name", &name).await;
        answer(report.map(|report| GetReportResponse {
            report: Some(wire::report(&report)),
        }))
    }

    async fn list_reports(&self, request: Request<ListReportsRequest>) -> Answer<ListReportsResponse> {
        let permit = Permit::of(request.extensions())?;
        answer(self.0.list_reports(&permit, request.into_inner()).await)
    }

    async fn watch_reports(&self, request: Request<WatchReportsRequest>) -> Answer<Self::WatchReportsStream> {
        let permit = Permit::of(request.extensions())?;
        answer(self.0.watch_reports(permit, request.into_inner()).await)
    }

    async fn list_entries(&self, request: Request<ListEntriesRequest>) -> Answer<ListEntriesResponse> {
        let permit = Permit::of(request.extensions())?;
        answer(self.0.list_entries(&permit, request.into_inner()).await)
    }

    async fn list_findings(&self, request: Request<ListFindingsRequest>) -> Answer<ListFindingsResponse> {
        let permit = Permit::of(request.extensions())?;
        let language = Language::of(request.metadata());
        let request = request.into_inner();
        answer(self.0.list_findings(&permit, language, request).await)
    }

    async fn get_report_source(
        &self,
        request: Request<GetReportSourceRequest>,
    ) -> Answer<GetReportSourceResponse> {
        let permit = Permit::of(request.extensions())?;
        answer(self.0.get_report_source(&permit, request.into_inner()).await)
    }

    async fn review_entries(&self, request: Request<ReviewEntriesRequest>) -> Answer<ReviewEntriesResponse> {
        let (language, deadline) = (Language::of(request.metadata()), Deadline::of(request.metadata()));
        let permit = Permit::of(request.extensions())?;
        let request = request.into_inner();
        answer(self.0.review_entries(&permit, language, deadline, request).await)
    }

    async fn decide_report(&self, request: Request<DecideReportRequest>) -> Answer<DecideReportResponse> {
        let deadline = Deadline::of(request.metadata());
        let permit = Permit::of(request.extensions())?;
        let request = request.into_inner();
        answer(self.0.decide_report(&permit, deadline, request).await)
    }

    async fn stream_observations(
        &self,
        request: Request<Streaming<StreamObservationsRequest>>,
    ) -> Answer<Self::StreamObservationsStream> {
        let (metadata, extensions, incoming) = request.into_parts();
        let permit = Permit::of(&extensions)?;
        let answers = Arc::clone(&self.0).stream_observations(permit, &metadata, incoming)?;
        Ok(Response::new(Box::pin(answers)))
    }
}
