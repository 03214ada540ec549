//! Publishing: an approved report goes to the store in one write, however often that has to be tried.
//!
//! The approval is durable before the write begins, and the batch carries the report's name as its id. A crash before
//! the write, during it, or before its answer is noted therefore ends the same way: the write is sent again, the store
//! gives the first answer, and the report is published once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use prost::Message;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;
use zhibiao_client::{Hub, Retry};
use zhibiao_proto::{
    convert::{columns::Dictionary, from_timestamp},
    observation::v1 as wire,
};
use zhibiao_runtime::error::{Code, Problem};

use crate::{
    finding::{Check, Finding, Position},
    log::{Chunk, LogError, PackedChunk, ReportLog, seal},
    report::{Publication, Report, ReportId, State},
};

/// Chunks read at once.
const CHUNKS: usize = 16;
/// Bytes that the excerpts of a batch may take, so that it stays within the 32 MiB of the store's limit.
const EXCERPTS: usize = 12 << 20;

/// Publishes approved reports.
#[derive(Debug)]
pub(crate) struct Publisher {
    log: Arc<dyn ReportLog>,
    hub: Hub,
    changes: broadcast::Sender<Report>,
    /// Reports whose write is under way in this process, so that it is not sent twice at once.
    under_way: Mutex<HashMap<ReportId, Arc<tokio::sync::Mutex<()>>>>,
    again: Notify,
}

impl Publisher {
    /// Publishes from a log through a hub, and tells of each change.
    pub(crate) fn new(log: Arc<dyn ReportLog>, hub: Hub, changes: broadcast::Sender<Report>) -> Self {
        Self {
            log,
            hub,
            changes,
            under_way: Mutex::default(),
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
            failed = if self.publish_all().await { 0 } else { failed + 1 };
            let wait = async {
                if failed == 0 {
                    self.again.notified().await;
                } else {
                    tokio::time::sleep(retry.wait(failed, None)).await;
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = wait => {}
            }
        }
    }

    /// Publishes every approved report; false when one could not be.
    async fn publish_all(&self) -> bool {
        let log = Arc::clone(&self.log);
        let approved = blocking(move || log.approved()).await;
        let approved = match approved {
            Ok(approved) => approved,
            Err(_) => return false,
        };
        let mut all = true;
        for id in approved {
            all &= self.publish(id).await.is_ok();
        }
        all
    }

    /// Publishes a report now. One that can't be published at once stays approved and is tried again in the background.
    ///
    /// # Errors
    /// When the log fails; a store that can't be reached is no error.
    pub(crate) async fn publish_now(self: &Arc<Self>, id: ReportId) -> Result<Report, Problem> {
        let publisher = Arc::clone(self);
        // A caller who goes away does not stop the write.
        let publishing = tokio::spawn(async move { publisher.publish(id).await });
        match publishing.await.map_err(Problem::internal)? {
            Ok(report) => Ok(report),
            Err(_) => {
                self.again.notify_one();
                let log = Arc::clone(&self.log);
                blocking(move || log.report(id)).await
            }
        }
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
        let (report, request) = blocking(move || {
            let report = log.report(id)?;
            let request = match report.state {
                State::Approved => Some(batch(log.as_ref(), &report)?),
                State::Blocked | State::Pending | State::Published | State::Returned | State::Withdrawn => {
                    None
                }
            };
            Ok((report, request))
        })
        .await?;
        let Some(request) = request else {
            return Ok(report);
        };
        let written = self
            .hub
            .retrying(|| {
                let (mut client, request) = (self.hub.observations(), request.clone());
                async move { client.write_observations(request).await }
            })
            .await;
        let log = Arc::clone(&self.log);
        let report = match written {
            Ok(answer) => {
                let publication = Publication {
                    revision: zhibiao_model::revision::Revision::new(answer.revision).unwrap_or_default(),
                    token: answer.token,
                };
                blocking(move || log.published(id, &publication)).await?
            }
            Err(problem) if is_final(problem.code) => {
                tracing::error!(
                    report = id.name(),
                    reason = problem.reason,
                    "store refused a report"
                );
                let finding = Finding::new(Check::StoreRefused, Position::default(), &problem.message, 0);
                blocking(move || log.refused(id, &finding)).await?
            }
            Err(problem) => {
                tracing::warn!(
                    report = id.name(),
                    reason = problem.reason,
                    "report not published yet"
                );
                return Err(problem);
            }
        };
        // Nobody may be watching.
        let _ = self.changes.send(report.clone());
        Ok(report)
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
fn is_final(code: Code) -> bool {
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

/// The write of an approved report: every entry that is neither blocked nor returned, each cell once.
fn batch(log: &dyn ReportLog, report: &Report) -> Result<wire::WriteObservationsRequest, LogError> {
    let chunks = read_chunks(log, report)?;
    let returned = log.returned(report.id, 0, usize::MAX)?;
    let mut batch = Batch::new(report);
    for packed in &chunks {
        let chunk = Chunk::decode(packed.data.as_slice()).map_err(|_| LogError::Damaged {
            id: report.id,
            what: "entries",
        })?;
        batch.add(packed.first, &chunk, |entry| {
            returned.binary_search_by_key(&entry, |(entry, _)| *entry).is_ok()
        });
    }
    Ok(wire::WriteObservationsRequest {
        batch_id: report.id.name(),
        observations: Some(batch.finish()),
        unchanged_since: None,
    })
}

/// Every chunk of a report, checked against its seal.
fn read_chunks(log: &dyn ReportLog, report: &Report) -> Result<Vec<PackedChunk>, LogError> {
    let mut chunks: Vec<PackedChunk> = Vec::new();
    loop {
        let from = chunks.last().map_or(1, |chunk| chunk.first + chunk.rows);
        let more = log.chunks(report.id, from, CHUNKS)?;
        if more.is_empty() {
            break;
        }
        chunks.extend(more);
    }
    if seal(chunks.iter().map(|chunk| chunk.data.as_slice())) == report.seal {
        Ok(chunks)
    } else {
        Err(LogError::Damaged {
            id: report.id,
            what: "seal",
        })
    }
}

/// A batch under construction.
#[derive(Debug)]
struct Batch<'a> {
    report: &'a Report,
    columns: wire::ObservationColumns,
    evidence: wire::EvidenceColumns,
    subjects: Dictionary<String>,
    indicators: Dictionary<String>,
    periods: Dictionary<String>,
    sheets: Dictionary<String>,
    sources: Dictionary<String>,
    cells: std::collections::HashSet<(u32, u32, u32)>,
    excerpt: usize,
}

impl<'a> Batch<'a> {
    fn new(report: &'a Report) -> Self {
        let rows = (report.entries as usize).max(1);
        let mut sources = Dictionary::default();
        sources.index(String::new());
        Self {
            report,
            columns: wire::ObservationColumns::default(),
            evidence: wire::EvidenceColumns::default(),
            subjects: Dictionary::default(),
            indicators: Dictionary::default(),
            periods: Dictionary::default(),
            sheets: Dictionary::default(),
            sources,
            cells: std::collections::HashSet::with_capacity(rows),
            excerpt: EXCERPTS / rows,
        }
    }

    fn add(&mut self, first: u32, chunk: &Chunk, is_returned: impl Fn(u32) -> bool) {
        let mut numbers = Numbers::new(chunk);
        let mut written = chunk.written();
        for row in 0..chunk.len() {
            let excerpt = written.next().unwrap_or_default();
            let entry = first + u32::try_from(row).unwrap_or(0);
            if chunk.is_blocked(row) || is_returned(entry) {
                continue;
            }
            let subject = numbers.subject.of(chunk, &chunk.subject, row, &mut self.subjects);
            let indicator = numbers
                .indicator
                .of(chunk, &chunk.indicator, row, &mut self.indicators);
            let period = numbers.period.of(chunk, &chunk.period, row, &mut self.periods);
            // A cell that stands twice with one value is written once.
            if !self.cells.insert((indicator, period, subject)) {
                continue;
            }
            self.columns.subject.push(subject);
            self.columns.indicator.push(indicator);
            self.columns.period.push(period);
            self.columns.value.push(chunk.value[row]);
            let qualifier = wire::Qualifier::from(chunk.qualifier_at(row));
            self.columns.qualifier.push(qualifier.into());
            let status = wire::Status::from(chunk.status_at(row));
            self.columns.status.push(status.into());
            let source = numbers.source.of(chunk, &chunk.source, row, &mut self.sources);
            self.columns.provenance.push(source);
            self.add_evidence(chunk, row, entry, excerpt, &mut numbers.sheet);
        }
    }

    fn add_evidence(&mut self, chunk: &Chunk, row: usize, entry: u32, excerpt: &str, sheet: &mut Numbered) {
        let evidence = &mut self.evidence;
        if self.report.structured {
            evidence.kind.push(wire::EvidenceKind::Row.into());
            evidence.first.push(1);
            evidence.second.push(u64::from(entry - 1));
            return;
        }
        evidence.kind.push(wire::EvidenceKind::Cell.into());
        evidence
            .sheet
            .push(sheet.of(chunk, &chunk.sheet_name, row, &mut self.sheets));
        evidence.first.push(Chunk::at(&chunk.row, row).into());
        evidence.second.push(Chunk::at(&chunk.column, row).into());
        evidence.excerpt.push(cut(excerpt, self.excerpt).to_owned());
    }

    fn finish(mut self) -> wire::ObservationColumns {
        let exact = i32::from(wire::Qualifier::Exact);
        let normal = i32::from(wire::Status::Normal);
        if self.columns.qualifier.iter().all(|number| *number == exact) {
            self.columns.qualifier.clear();
        }
        if self.columns.status.iter().all(|number| *number == normal) {
            self.columns.status.clear();
        }
        if self.columns.provenance.iter().all(|number| *number == 0) {
            self.columns.provenance.clear();
        }
        self.evidence.sheets = self.sheets.into_entries();
        let sources = self.sources.into_entries();
        wire::ObservationColumns {
            subjects: self.subjects.into_entries(),
            indicators: self.indicators.into_entries(),
            periods: self.periods.into_entries(),
            provenances: sources
                .iter()
                .map(|source| provenance(self.report, source))
                .collect(),
            evidence: Some(self.evidence),
            ..self.columns
        }
    }
}

/// Who says so; a source that the row names stands over that of the report.
fn provenance(report: &Report, source: &str) -> wire::Provenance {
    let header = &report.header;
    let named = [source, &header.source, &header.title, &header.file_name];
    wire::Provenance {
        report: report.id.name(),
        department: header.department.clone(),
        submitter: report.submitter.clone(),
        approver: report
            .decided
            .as_ref()
            .map(|decided| decided.by.clone())
            .unwrap_or_default(),
        source: named
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned(),
        received_at: Some(from_timestamp(report.submitted_at)),
    }
}

/// The numbers that a chunk's texts have in the batch.
#[derive(Debug)]
struct Numbers {
    subject: Numbered,
    indicator: Numbered,
    period: Numbered,
    sheet: Numbered,
    source: Numbered,
}

impl Numbers {
    fn new(chunk: &Chunk) -> Self {
        let of = || Numbered(vec![None; chunk.texts.len() + 1]);
        Self {
            subject: of(),
            indicator: of(),
            period: of(),
            sheet: of(),
            source: of(),
        }
    }
}

#[derive(Debug)]
struct Numbered(Vec<Option<u32>>);

impl Numbered {
    fn of(&mut self, chunk: &Chunk, column: &[u32], row: usize, dictionary: &mut Dictionary<String>) -> u32 {
        let number = Chunk::at(column, row);
        let mut text = || dictionary.index(chunk.text(number).to_owned());
        match self.0.get_mut(number as usize) {
            Some(known) => *known.get_or_insert_with(&mut text),
            None => text(),
        }
    }
}

/// At most so many bytes of a text, cut between characters.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    &text[..end]
}
