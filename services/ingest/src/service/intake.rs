//! A report's way in: received, checked, kept, and published when nobody has to be asked.

use std::io::{Cursor, Seek};

use prost::Message;
use tokio::sync::SemaphorePermit;
use tonic::{Streaming, metadata::MetadataMap};
use zhibiao_proto::report::v1::{
    CheckReportRequest, CheckReportResponse, EntryColumns, Finding as WireFinding, Report as WireReport,
    ReportHeader, ReportState, SubmitReportRequest, SubmitReportResponse, UploadReportRequest,
    UploadReportResponse,
};
use zhibiao_runtime::{
    access::Permit,
    caller::Caller,
    deadline::Deadline,
    error::{Code, Problem},
    language::Language,
};

use super::{
    Shared,
    check::{Checked, decided_by_nobody},
    receive::{Receiving, Source, Whole, columns_digest},
    wire,
};
use crate::{
    finding::{Finding, Severity},
    log::{LogError, NewReport, Submitted, pack, preview},
    report::{Count, Report, ReportId, State},
};

/// Findings in the answer to a submission.
pub(super) const SHOWN: usize = 100;
/// Findings in the answer to a check.
const SHOWN_BY_CHECK: usize = 1_000;
/// Entries in the answer to a check.
const PREVIEW: usize = 100;

impl Shared {
    pub(super) async fn submit_report(
        &self,
        permit: &Permit,
        metadata: &MetadataMap,
        request: SubmitReportRequest,
    ) -> Result<SubmitReportResponse, Problem> {
        permit.caller()?;
        let room = self.room()?;
        let SubmitReportRequest { header, entries } = request;
        let header = header.unwrap_or_default();
        self.admit(permit, &header).await?;
        let columns = entries.unwrap_or_default();
        let whole = Whole {
            header,
            digest: columns_digest(&columns),
            source: Source::Columns(Box::new(columns)),
        };
        let (report, findings) = self.take(whole, permit, metadata, room).await?;
        Ok(SubmitReportResponse {
            report: Some(report),
            findings,
        })
    }

    pub(super) async fn upload_report(
        &self,
        permit: &Permit,
        metadata: &MetadataMap,
        stream: Streaming<UploadReportRequest>,
    ) -> Result<UploadReportResponse, Problem> {
        permit.caller()?;
        let room = self.room()?;
        let receiving = Receiving::begin(stream, self.idle).await?;
        self.admit(permit, receiving.header()).await?;
        let whole = receiving.rest(&self.folder).await?;
        let (report, findings) = self.take(whole, permit, metadata, room).await?;
        Ok(UploadReportResponse {
            report: Some(report),
            findings,
        })
    }

    pub(super) async fn check_report(
        &self,
        permit: &Permit,
        metadata: &MetadataMap,
        stream: Streaming<CheckReportRequest>,
    ) -> Result<CheckReportResponse, Problem> {
        let (language, deadline) = (Language::of(metadata), Deadline::of(metadata));
        let _room = self.room()?;
        let receiving = Receiving::begin(stream, self.idle).await?;
        self.admit(permit, receiving.header()).await?;
        let whole = receiving.rest(&self.folder).await?;
        let digest = whole.digest;
        let checked = self.check(permit, whole.header, whole.source, deadline).await?;
        let blocked = checked.blocked();
        let state = match checked.state() {
            State::Blocked => ReportState::Blocked,
            State::Pending | State::Approved | State::Published | State::Returned | State::Withdrawn => {
                ReportState::Pending
            }
        };
        let chunk = preview(&checked.draft.content, &checked.draft.keys, PREVIEW);
        let entries = chunk.written().enumerate().map(|(row, written)| {
            let number = crate::check::entry_number(row);
            let state = wire::entry_state(&chunk, row, false);
            wire::entry(&chunk, row, number, written, state, "")
        });
        Ok(CheckReportResponse {
            entries: entries.collect(),
            findings: shown(&checked.findings, SHOWN_BY_CHECK, language),
            report: Some(WireReport {
                state: state.into(),
                header: Some(checked.header.wire.clone()),
                entries: u32::try_from(checked.draft.content.rows.len()).unwrap_or(u32::MAX),
                blocked_entries: u32::try_from(blocked).unwrap_or(u32::MAX),
                findings: checked.counts.iter().map(wire::count).collect(),
                digest: digest.to_string(),
                tables: checked.draft.content.tables.clone(),
                ..WireReport::default()
            }),
        })
    }

    /// Room for a report, held until it is kept: what waits for its check is bounded too.
    fn room(&self) -> Result<SemaphorePermit<'_>, Problem> {
        self.receiving.try_acquire().map_err(|_| busy())
    }

    /// Checks and keeps a report, and publishes it when it is approved already.
    async fn take(
        &self,
        whole: Whole,
        permit: &Permit,
        metadata: &MetadataMap,
        room: SemaphorePermit<'_>,
    ) -> Result<(WireReport, Vec<WireFinding>), Problem> {
        let (language, deadline) = (Language::of(metadata), Deadline::of(metadata));
        let known = self.known(&whole).await?;
        let report = match known {
            Some(report) if self.sees(permit, &report).await? => report,
            // Somebody else's: the id can't be used, as if the content were another.
            Some(report) => return Err(LogError::ContentDiffers(report.id).into()),
            None => {
                let digest = whole.digest;
                let checked = self.check(permit, whole.header, whole.source, deadline).await?;
                self.keep(checked, digest, permit.caller()?).await?
            }
        };
        drop(room);
        let report = match report.state {
            State::Approved => self.publisher.publish_now(report.id).await?,
            State::Blocked | State::Pending | State::Published | State::Returned | State::Withdrawn => report,
        };
        let id = report.id;
        let findings = self
            .log(move |log| log.findings(id, Severity::Info, i64::MIN, SHOWN))
            .await?;
        let findings = findings
            .iter()
            .map(|(_, finding)| wire::finding(finding, language))
            .collect();
        Ok((wire::report(&report), findings))
    }

    /// The report that was sent before with this id and content.
    async fn known(&self, whole: &Whole) -> Result<Option<Report>, Problem> {
        let Ok(id) = whole.header.report_id.parse::<ReportId>() else {
            return Ok(None);
        };
        let header = identified(&whole.header, id);
        let structured = matches!(whole.source, Source::Columns(_));
        let digest = whole.digest;
        self.log(move |log| match log.report(id) {
            Ok(report) if report.same_content(&header, &digest, structured) => Ok(Some(report)),
            Ok(_) => Err(LogError::ContentDiffers(id)),
            Err(LogError::NotFound(_)) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Keeps a checked report, durably.
    async fn keep(
        &self,
        checked: Checked,
        digest: crate::report::Digest,
        caller: &Caller,
    ) -> Result<Report, Problem> {
        let now = self.clock.now();
        let submitter = caller.name().to_owned();
        let submitted = self
            .log(move |log| {
                let state = checked.state();
                let Checked {
                    header,
                    draft,
                    findings,
                    counts,
                    source,
                    seen,
                } = checked;
                let id = header.id.unwrap_or_else(|| ReportId::new(now));
                let chunks = pack(&draft.content, &draft.keys);
                let structured = matches!(source, Source::Columns(_));
                let mut bytes = reader(source)?;
                log.submit(NewReport {
                    id,
                    state,
                    header: identified(&header.wire, id),
                    submitter,
                    submitted_at: now,
                    structured,
                    tables: draft.content.tables,
                    digest,
                    source: bytes.as_mut(),
                    chunks: &chunks,
                    findings: &findings,
                    counts,
                    decided: decided_by_nobody(state, now),
                    seen,
                })
            })
            .await?;
        let report = match submitted {
            Submitted::Kept(report) => {
                self.changes.made(&report);
                for Count {
                    code,
                    severity,
                    count,
                } in &report.counts
                {
                    self.metrics.found(code, wire::severity(*severity), *count);
                }
                report
            }
            Submitted::Known(report) => report,
        };
        report.mark_span();
        Ok(report)
    }
}

/// The header with the id that the report has.
fn identified(header: &ReportHeader, id: ReportId) -> ReportHeader {
    ReportHeader {
        report_id: id.to_string(),
        ..header.clone()
    }
}

/// The bytes of a source from the first on.
fn reader(source: Source) -> Result<Box<dyn std::io::Read>, LogError> {
    Ok(match source {
        Source::Columns(columns) => Box::new(Cursor::new(EntryColumns::encode_to_vec(&columns))),
        Source::File(mut file) => {
            file.rewind()?;
            Box::new(file)
        }
    })
}

pub(super) fn shown(findings: &[Finding], most: usize, language: Language) -> Vec<WireFinding> {
    findings
        .iter()
        .take(most)
        .map(|finding| wire::finding(finding, language))
        .collect()
}

fn busy() -> Problem {
    let message = "too many reports are under way; send this one again in a moment";
    Problem::new(Code::ResourceExhausted, "TOO_MANY_UPLOADS", message)
        .retry_after(std::time::Duration::from_secs(1))
}
