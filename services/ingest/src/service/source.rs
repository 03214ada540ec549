//! What stands behind an entry or in a span: the rows or the text around it, or the bytes of the source.

mod rows;
mod text;

use std::{fs::File, io::Write, ops::Range, path::Path, sync::Arc};

use zhibiao_proto::{
    observation::v1::TextSpan,
    report::v1::{GetReportSourceRequest, GetReportSourceResponse},
};
use zhibiao_runtime::{
    access::Permit,
    error::{Code, Problem, Violation},
};

pub(super) use text::text_of;

use self::{
    rows::{file_rows, structured_row},
    text::piece,
};
use super::{Shared, check::blocking, fault, wire};
use crate::{
    log::{Chunk, LogError, ReportLog},
    report::Report,
};

/// Most bytes of an answer.
const MAX_DATA: usize = 1 << 20;

/// What of a source is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// The file as it was sent, from a byte on.
    File(u64),
    /// What stands behind an entry.
    Entry(u32),
    /// What stands in a span of the text.
    Span(Range<usize>),
}

impl Asked {
    fn read(entry: u32, offset: u64, span: Option<TextSpan>) -> Result<Self, Vec<Violation>> {
        let mut faults = Vec::new();
        let others = [(entry > 0, "entry"), (offset > 0, "offset")];
        let Some(TextSpan { start, end }) = span else {
            if entry > 0 && offset > 0 {
                faults.push(fault(
                    "offset",
                    "is given together with `entry`: ask for one of them",
                ));
            }
            let one = if entry > 0 {
                Self::Entry(entry)
            } else {
                Self::File(offset)
            };
            return if faults.is_empty() { Ok(one) } else { Err(faults) };
        };
        for (_, field) in others.into_iter().filter(|(is_given, _)| *is_given) {
            faults.push(fault(field, "is given together with `span`: ask for one of them"));
        }
        if start > end {
            faults.push(fault(
                "span",
                format!("ends at {end}, before it starts at {start}"),
            ));
        } else if end - start > MAX_DATA as u64 {
            faults.push(fault(
                "span",
                format!("has {} bytes, at most {MAX_DATA}", end - start),
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let bound = |byte| usize::try_from(byte).unwrap_or(usize::MAX);
        Ok(Self::Span(bound(start)..bound(end)))
    }
}

impl Shared {
    pub(super) async fn get_report_source(
        &self,
        permit: &Permit,
        request: GetReportSourceRequest,
    ) -> Result<GetReportSourceResponse, Problem> {
        let GetReportSourceRequest {
            report,
            entry,
            offset,
            span,
        } = request;
        let asked = Asked::read(entry, offset, span).map_err(Problem::invalid)?;
        let report = self.report_for(permit, "report", &report).await?;
        let answer = GetReportSourceResponse {
            file_name: report.header.file_name.clone(),
            size: report.source_bytes,
            ..GetReportSourceResponse::default()
        };
        if let Asked::File(offset) = asked {
            if offset > report.source_bytes {
                let message = format!(
                    "the source has {} bytes, {offset} is beyond them",
                    report.source_bytes
                );
                return Err(Problem::new(Code::OutOfRange, "OFFSET_BEYOND_SOURCE", message));
            }
            let id = report.id;
            let data = self.log(move |log| log.source(id, offset, MAX_DATA)).await?;
            return Ok(GetReportSourceResponse { data, ..answer });
        }
        // The whole source is read for it: a few at a time.
        let _turn = self.sources.acquire().await.map_err(Problem::internal)?;
        let (log, folder) = (Arc::clone(&self.log), self.folder.clone());
        blocking(move || match asked {
            Asked::File(_) => Ok(answer),
            Asked::Entry(entry) => behind_entry(log.as_ref(), &report, entry, &folder, answer),
            Asked::Span(at) => in_span(log.as_ref(), &report, at, &folder, answer),
        })
        .await
    }
}

/// Adds what stands behind an entry to an answer.
fn behind_entry(
    log: &dyn ReportLog,
    report: &Report,
    entry: u32,
    folder: &Path,
    answer: GetReportSourceResponse,
) -> Result<GetReportSourceResponse, Problem> {
    if entry > report.entries {
        let message = format!(
            "the report has entries 1 to {}, {entry} is none of them",
            report.entries
        );
        return Err(Problem::new(Code::OutOfRange, "ENTRY_BEYOND_REPORT", message));
    }
    let (chunk, row) = entry_at(log, report, entry)?;
    let sentence = chunk.text_at(&chunk.sentence, row);
    let mut answer = GetReportSourceResponse {
        position: Some(wire::position(&chunk, row)),
        sentence: sentence.to_owned(),
        ..answer
    };
    if let Some(place) = chunk.prose_at(row) {
        let text = text_of(log, report, folder)?;
        let at = place.sentence.start as usize..place.sentence.end as usize;
        let found = text.as_deref().and_then(|text| piece(text, at));
        // A quotation that is not what was read would be worse than none.
        let found = found.filter(|found| found.quoted.starts_with(sentence));
        answer.text = Some(found.ok_or(LogError::Damaged {
            id: report.id,
            what: "source",
        })?);
    } else if report.structured {
        answer.rows = vec![structured_row(&chunk, row)];
    } else {
        answer.rows = file_rows(log, report, folder, &chunk, row)?;
    }
    Ok(answer)
}

/// Adds what stands in a span of the text to an answer.
fn in_span(
    log: &dyn ReportLog,
    report: &Report,
    at: Range<usize>,
    folder: &Path,
    answer: GetReportSourceResponse,
) -> Result<GetReportSourceResponse, Problem> {
    let Some(text) = text_of(log, report, folder)? else {
        let message = "the report holds no prose, so that no span leads into it: ask for an entry";
        return Err(Problem::new(Code::FailedPrecondition, "NOT_PROSE", message));
    };
    if at.end > text.len() {
        let message = format!(
            "the text has {} bytes, the span ends beyond them at {}",
            text.len(),
            at.end
        );
        return Err(Problem::new(Code::OutOfRange, "SPAN_BEYOND_TEXT", message));
    }
    let found = piece(&text, at).ok_or_else(|| {
        let told =
            "cuts a character: spans count bytes of the text as UTF-8, as the report's entries give them";
        Problem::invalid(vec![fault("span", told)])
    })?;
    Ok(GetReportSourceResponse {
        text: Some(found),
        ..answer
    })
}

fn entry_at(log: &dyn ReportLog, report: &Report, entry: u32) -> Result<(Chunk, usize), LogError> {
    let damaged = || LogError::Damaged {
        id: report.id,
        what: "entries",
    };
    let packed = log.chunks(report.id, entry, 1)?.pop().ok_or_else(damaged)?;
    let row = entry.checked_sub(packed.first).ok_or_else(damaged)?;
    Ok((super::list::decode(report, &packed.data)?, row as usize))
}

/// The source of a report as a file.
fn whole(log: &dyn ReportLog, report: &Report, folder: &Path) -> Result<File, LogError> {
    let mut file = tempfile::tempfile_in(folder)?;
    let mut offset = 0;
    while offset < report.source_bytes {
        let part = log.source(report.id, offset, MAX_DATA)?;
        if part.is_empty() {
            break;
        }
        file.write_all(&part)?;
        offset += part.len() as u64;
    }
    Ok(file)
}
