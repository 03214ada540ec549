//! Publishing: an approved report goes to the store in one write, however often that has to be tried.
//!
//! The approval is durable before the write begins, and the batch carries the report's name as its id. A crash before
//! the write, during it, or before its answer is noted therefore ends the same way: the write is sent again, the store
//! gives the first answer, and the report is published once.
//!
//! What was approved is what is published, and over what the check saw: when a figure that the report would replace
//! was written meanwhile, nothing is, and a person decides again; when the catalogue gave an indicator another unit,
//! the report has to be sent anew.

mod batch;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use zhibiao_client::{Hub, Retry};
use zhibiao_model::revision::Revision;
use zhibiao_proto::{
    catalog::v1::GetSummaryRequest,
    observation::v1::{WriteObservationsRequest, WriteObservationsResponse},
};
use zhibiao_runtime::{
    error::{Code, Problem},
    telemetry::{Context, InContext as _, current_cause},
};

use self::batch::{Write, former_write_of, write_of};
use crate::{
    atlas::Atlases,
    changes::Changes,
    finding::{Check, Finding, Position},
    log::{LogError, ReportLog},
    report::{Publication, Report, ReportId, State},
};

/// The store's reason when figures that the write would replace were written after they were looked at.
pub(crate) const CELLS_CHANGED: &str = "CELLS_CHANGED";
/// The store's reason when the catalogue keeps an indicator in another unit than its values were converted to.
pub(crate) const UNITS_CHANGED: &str = "UNITS_CHANGED";
/// The store's reason when it knows a batch of the same id with another content.
pub(crate) const CONTENT_DIFFERS: &str = "BATCH_CONTENT_DIFFERS";
/// Cells that a finding names.
const NAMED_CELLS: usize = 3;
/// Waiting reports whose traces are remembered, at most: a store that is away for days must not fill the memory.
const MAX_TRACES: usize = 10_000;

/// Publishes approved reports.
#[derive(Debug)]
pub(crate) struct Publisher {
    log: Arc<dyn ReportLog>,
    hub: Hub,
    atlases: Atlases,
    changes: Changes,
    /// Time between looks for reports that another process left approved.
    look_every: Duration,
    /// Reports whose write is under way in this process, so that it is not sent twice at once.
    under_way: Mutex<HashMap<ReportId, Arc<tokio::sync::Mutex<()>>>>,
    /// The calls that approved the reports which could not be published at once, as far as this process knows.
    causes: Mutex<HashMap<ReportId, Context>>,
    again: Notify,
}

impl Publisher {
    /// Publishes from a log through a hub, and tells of each change.
    pub(crate) fn new(
        log: Arc<dyn ReportLog>,
        hub: Hub,
        atlases: Atlases,
        changes: Changes,
        look_every: Duration,
    ) -> Self {
        Self {
            log,
            hub,
            atlases,
            changes,
            look_every,
            under_way: Mutex::default(),
            causes: Mutex::default(),
            again: Notify::new(),
        }
    }

    /// Publishes what is left over from before, and whatever could not be published at once, until `shutdown`.
    pub(crate) async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        let retry = Retry {
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(30),
            ..Retry::default()
        };
        let mut failed = 0;
        loop {
            let turn = async {
                failed = if self.publish_all().await { 0 } else { failed + 1 };
                if failed == 0 {
                    // Whoever approved one where processes share a log may have died before it was published.
                    let _ = tokio::time::timeout(self.look_every, self.again.notified()).await;
                } else {
                    tokio::time::sleep(retry.wait(failed, None)).await;
                }
            };
            // A write that is cut off here, or a wait for its next attempt, is taken up again after the start.
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return,
                () = turn => {}
            }
        }
    }

    /// Publishes every approved report; false when one could not be.
    async fn publish_all(&self) -> bool {
        let mut all = true;
        let mut last = None;
        loop {
            let log = Arc::clone(&self.log);
            let Ok(approved) = blocking(move || log.approved(last)).await else {
                return false;
            };
            for id in &approved {
                let published = self.publish(*id).with_context(self.cause(*id)).await;
                if published.is_ok() {
                    self.forget(*id);
                }
                all &= published.is_ok();
            }
            // Those that could not be published are not waited for: the ones after them have their turn.
            last = match approved.last() {
                Some(id) => Some(*id),
                None => return all,
            };
        }
    }

    /// Publishes a report now. One that can't be published at once stays approved and is tried again in the background.
    ///
    /// # Errors
    /// When the log fails; a store that can't be reached is no error.
    pub(crate) async fn publish_now(self: &Arc<Self>, id: ReportId) -> Result<Report, Problem> {
        let publisher = Arc::clone(self);
        // A caller who goes away does not stop the write.
        let publishing = async move { publisher.publish(id).await };
        let publishing = tokio::spawn(publishing.with_current_context());
        match publishing.await.map_err(Problem::internal)? {
            Ok(report) => Ok(report),
            Err(_) => {
                self.remember(id);
                self.again.notify_one();
                let log = Arc::clone(&self.log);
                blocking(move || log.report(id)).await
            }
        }
    }

    /// Remembers which call a report is published for.
    fn remember(&self, id: ReportId) {
        let mut causes = self.causes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cause) = current_cause().filter(|_| causes.len() < MAX_TRACES) {
            causes.insert(id, cause);
        }
    }

    /// The call that a report is published for; nobody's where that was in another process, or before a restart.
    fn cause(&self, id: ReportId) -> Context {
        let causes = self.causes.lock().unwrap_or_else(PoisonError::into_inner);
        causes.get(&id).cloned().unwrap_or_default()
    }

    fn forget(&self, id: ReportId) {
        let mut causes = self.causes.lock().unwrap_or_else(PoisonError::into_inner);
        causes.remove(&id);
    }

    async fn publish(&self, id: ReportId) -> Result<Report, Problem> {
        let turn = {
            let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(under_way.entry(id).or_default())
        };
        let published = {
            let _turn = turn.lock().await;
            self.publish_in_turn(id).await
        };
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
        published
    }

    async fn publish_in_turn(&self, id: ReportId) -> Result<Report, Problem> {
        let log = Arc::clone(&self.log);
        let (report, write) = blocking(move || {
            let report = log.report(id)?;
            let write = match report.state {
                State::Approved => Some(write_of(log.as_ref(), &report)?),
                State::Blocked | State::Pending | State::Published | State::Returned | State::Withdrawn => {
                    None
                }
            };
            Ok((report, write))
        })
        .await?;
        let Some(Write {
            request,
            units,
            names_correctors,
        }) = write
        else {
            return Ok(report);
        };
        let written = match self.write(request).await {
            Err(problem) if problem.reason == CONTENT_DIFFERS && names_correctors => {
                self.write_as_before(report.clone(), problem).await
            }
            written => written,
        };
        let report = match written {
            Ok(answer) => {
                let publication = Publication {
                    revision: Revision::new(answer.revision).unwrap_or_default(),
                    token: answer.token,
                };
                let log = Arc::clone(&self.log);
                blocking(move || log.published(id, &publication)).await?
            }
            Err(problem) if problem.reason == UNITS_CHANGED => {
                self.unit_changed(&report, &units, problem).await?
            }
            Err(problem) => self.not_written(&report, problem).await?,
        };
        self.changes.made(&report);
        Ok(report)
    }

    async fn write(&self, request: WriteObservationsRequest) -> Result<WriteObservationsResponse, Problem> {
        self.hub
            .retrying(|| {
                let (mut client, request) = (self.hub.observations(), request.clone());
                async move { client.write_observations(request).await }
            })
            .await
    }

    /// Sends a batch, which the store knows with another content, once more in the form of before: a process of before may
    /// have written it and ended.
    ///
    /// # Errors
    /// The store's problem with the batch of now, when it was not written so either.
    async fn write_as_before(
        &self,
        report: Report,
        problem: Problem,
    ) -> Result<WriteObservationsResponse, Problem> {
        let log = Arc::clone(&self.log);
        let former = blocking(move || former_write_of(log.as_ref(), &report)).await?;
        match self.write(former.request).await {
            Err(former) if former.reason == CONTENT_DIFFERS => Err(problem),
            written => written,
        }
    }

    /// What becomes of a report that the store did not take.
    ///
    /// # Errors
    /// The problem itself when the write is to be tried again.
    async fn not_written(&self, report: &Report, problem: Problem) -> Result<Report, Problem> {
        if problem.reason == CELLS_CHANGED {
            tracing::info!(
                report = report.id.name(),
                "figures changed before a report was published"
            );
            return self.ask_again(report, &problem).await;
        }
        if !is_final(problem.code) {
            tracing::warn!(
                report = report.id.name(),
                reason = problem.reason,
                "report not published yet"
            );
            return Err(problem);
        }
        tracing::error!(
            report = report.id.name(),
            reason = problem.reason,
            error = problem.message,
            "store refused a report"
        );
        // What the transport says speaks of frames and limits, and helps nobody who reads a finding.
        let read = match problem.reason.as_str() {
            "" => "the write as a whole",
            _ => problem.message.as_str(),
        };
        let finding = Finding::new(Check::StoreRefused, Position::default(), read, 0);
        self.refuse(report, finding).await
    }

    /// Ends a report whose values are no longer in the unit that the catalogue keeps an indicator in.
    ///
    /// # Errors
    /// The problem itself when the catalogue has changed back meanwhile: the write is to be tried again.
    async fn unit_changed(
        &self,
        report: &Report,
        units: &BTreeMap<String, String>,
        problem: Problem,
    ) -> Result<Report, Problem> {
        let Some(changed) = self.atlases.current().await?.other_unit(units) else {
            return Err(problem);
        };
        let finding = Finding::new(Check::UnitChanged, Position::default(), &changed.indicator, 0)
            .fact("before", changed.before)
            .fact("unit", changed.now);
        self.refuse(report, finding).await
    }

    async fn refuse(&self, report: &Report, finding: Finding) -> Result<Report, Problem> {
        let (log, id, etag) = (Arc::clone(&self.log), report.id, report.etag());
        blocking(move || log.refused(id, &etag, &finding)).await
    }

    /// Puts a report back before a person, who sees the figures of now.
    async fn ask_again(&self, report: &Report, problem: &Problem) -> Result<Report, Problem> {
        let summary = self.hub.read(GetSummaryRequest {}).await?;
        let seen = Revision::new(summary.revision).unwrap_or_default();
        let count = problem
            .facts
            .get("count")
            .cloned()
            .unwrap_or_else(|| problem.violations.len().to_string());
        let cells: Vec<&str> = problem
            .violations
            .iter()
            .take(NAMED_CELLS)
            .map(|violation| violation.field.as_str())
            .collect();
        let finding = Finding::new(Check::FiguresChanged, Position::default(), &cells.join("; "), 0)
            .fact("count", count);
        let (log, id, etag) = (Arc::clone(&self.log), report.id, report.etag());
        blocking(move || log.reopened(id, &etag, &finding, seen)).await
    }
}

/// Runs what blocks on a thread that may.
pub(crate) async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, LogError> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::from)
}

/// Whether the store will say the same however often it is asked.
pub(crate) fn is_final(code: Code) -> bool {
    match code {
        Code::InvalidArgument
        | Code::NotFound
        | Code::AlreadyExists
        | Code::FailedPrecondition
        | Code::OutOfRange
        | Code::PermissionDenied
        | Code::Unimplemented => true,
        Code::Aborted
        | Code::Unauthenticated
        | Code::ResourceExhausted
        | Code::Unavailable
        | Code::DeadlineExceeded
        | Code::Cancelled
        | Code::DataLoss
        | Code::Internal
        | Code::Unknown => false,
    }
}
