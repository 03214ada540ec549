//! A report's way in: receive, check, keep, and publish when nobody has to be asked.

use std::{
    io::{Cursor, Seek},
    sync::Arc,
};

use prost::Message;
use tokio::sync::SemaphorePermit;
use tonic::{Streaming, metadata::MetadataMap};
use zhibiao_client::Hub;
use zhibiao_model::{access::Action, catalog::Approval, revision::Revision};
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
    receive::{Receiving, Source, Whole, columns_digest},
    rights, wire,
};
use crate::{
    check::{Draft, Published, Wanted},
    finding::{Finding, Severity},
    header::Header,
    intake::{FileError, read_any, read_columns},
    log::{LogError, NewReport, Submitted, pack, preview},
    published,
    report::{Count, Decided, Report, ReportId, State},
};

/// Findings in the answer to a submission.
pub(super) const SHOWN: usize = 100;
/// Findings in the answer to a check.
const SHOWN_BY_CHECK: usize = 1_000;
/// Entries in the answer to a check.
const PREVIEW: usize = 100;

/// A checked report.
struct Checked {
    header: Arc<Header>,
    draft: Draft,
    findings: Vec<Finding>,
    counts: Vec<Count>,
    source: Source,
    /// The store's revision at which the published figures were seen.
    seen: Option<Revision>,
}

/// A draft whose check has ended.
pub(super) struct Compared {
    pub(super) draft: Draft,
    /// The gravest first.
    pub(super) findings: Vec<Finding>,
    pub(super) counts: Vec<Count>,
    /// The store's revision at which the published figures were seen.
    pub(super) seen: Option<Revision>,
}

impl Checked {
    fn blocked(&self) -> usize {
        self.draft.content.rows.iter().filter(|row| row.blocked).count()
    }

    /// Where a report stands that is to be kept: approved at once when the department needs nobody's approval, no
    /// error blocks, and no other department's figure would be replaced without anybody having decided that.
    fn state(&self) -> State {
        let errors = self.counts.iter().any(|count| count.severity == Severity::Error);
        let disputed = self.counts.iter().any(|count| count.code == "SOURCES_DISAGREE");
        match (errors, self.header.approval, disputed) {
            (true, _, _) => State::Blocked,
            (false, Approval::Automatic, false) => State::Approved,
            (false, Approval::Automatic | Approval::FourEyes, _) => State::Pending,
        }
    }
}

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
            Some(report) => {
                self.check_sees(permit, "header.report_id", &report).await?;
                report
            }
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

    /// Reads and checks a report, as long as its sender waits.
    async fn check(
        &self,
        permit: &Permit,
        header: ReportHeader,
        source: Source,
        deadline: Deadline,
    ) -> Result<Checked, Problem> {
        let hub = self.hub.for_call(deadline, permit.who().caller());
        let atlas = self.atlases.within(deadline).current().await?;
        let header = Arc::new(Header::read(header, &atlas)?);
        let _turn = self.checking.acquire().await.map_err(Problem::internal)?;
        let today = self.clock.today();
        let (draft, wanted, source) = {
            let (header, permit) = (Arc::clone(&header), permit.clone());
            blocking(move || {
                let (content, source) = match source {
                    Source::Columns(columns) => (read_columns(&columns, &header)?, Source::Columns(columns)),
                    Source::File(file) => {
                        let content = read_any(&file, &header, &atlas).map_err(|error| unreadable(&error))?;
                        (content, Source::File(file))
                    }
                };
                let mut draft = Draft::check(content, Arc::clone(&header), Arc::clone(&atlas), today);
                rights::may_report_on(&permit, &atlas, &header, &draft.keys, today, &[Action::Report])?;
                let wanted = draft.wanted();
                Ok((draft, wanted, source))
            })
            .await?
        };
        let Compared {
            draft,
            findings,
            counts,
            seen,
        } = compare(&hub, draft, wanted).await?;
        Ok(Checked {
            header,
            draft,
            findings,
            counts,
            source,
            seen,
        })
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
                    decided: (state == State::Approved).then(|| Decided {
                        by: String::new(),
                        at: now,
                        reason: String::new(),
                    }),
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

/// Holds a draft against what is published and ends its check.
pub(super) async fn compare(hub: &Hub, draft: Draft, wanted: Wanted) -> Result<Compared, Problem> {
    let mut published = Published::default();
    published::read_figures(hub, &wanted, &draft.keys, &mut published).await?;
    let (mut draft, mut published, doubtful, differing) = blocking(move || {
        let (doubtful, differing) = (draft.doubtful(&published), draft.differing(&published));
        Ok((draft, published, doubtful, differing))
    })
    .await?;
    published::read_figures(hub, &doubtful, &draft.keys, &mut published).await?;
    published::read_sources(hub, &differing, &draft.keys, &mut published).await?;
    blocking(move || {
        draft.against(&published);
        let found = std::mem::take(&mut draft.findings);
        let counts = found.counts().into_iter();
        Ok(Compared {
            draft,
            counts: counts
                .map(|(code, severity, count)| Count {
                    code: code.to_owned(),
                    severity,
                    count,
                })
                .collect(),
            findings: found.into_sorted(),
            seen: published.seen,
        })
    })
    .await
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

/// Runs a part of a check on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(Problem::internal)?
}

/// A file that is no report at all.
fn unreadable(error: &FileError) -> Problem {
    match error.code() {
        Some(code) => Problem::new(Code::InvalidArgument, code, error.to_string()),
        // What the system says is in the source; the error itself is worded for the sender.
        None => match std::error::Error::source(error) {
            Some(source) => Problem::internal(source),
            None => Problem::internal(error),
        },
    }
}

fn busy() -> Problem {
    let message = "too many reports are under way; send this one again in a moment";
    Problem::new(Code::ResourceExhausted, "TOO_MANY_UPLOADS", message)
        .retry_after(std::time::Duration::from_secs(1))
}
