//! Answers as messages.

use zhibiao_model::observation::column_letters;
use zhibiao_model::status::Status;
use zhibiao_proto::{
    convert::from_timestamp,
    observation::v1 as observation,
    report::v1::{self as wire, EntryState},
};
use zhibiao_runtime::language::Language;

use crate::{
    finding::{Finding, Severity},
    log::Chunk,
    report::{Count, Report},
};

/// A report.
pub(super) fn report(report: &Report) -> wire::Report {
    let decided = report.decided.as_ref();
    let publication = report.publication.as_ref();
    wire::Report {
        name: report.id.name(),
        state: wire::ReportState::from(report.state).into(),
        header: Some(report.header.clone()),
        submitter: report.submitter.clone(),
        submitted_at: Some(from_timestamp(report.submitted_at)),
        entries: report.entries,
        blocked_entries: report.blocked,
        returned_entries: report.returned,
        findings: report.counts.iter().map(count).collect(),
        decided_by: decided.map(|d| d.by.clone()).unwrap_or_default(),
        decided_at: decided.map(|d| from_timestamp(d.at)),
        decision_reason: decided.map(|d| d.reason.clone()).unwrap_or_default(),
        published_revision: publication.map_or(0, |p| p.revision.get()),
        published_token: publication.map(|p| p.token.clone()).unwrap_or_default(),
        etag: report.etag(),
        digest: report.digest.to_string(),
        source_bytes: report.source_bytes,
        tables: report.tables.clone(),
    }
}

/// How many findings there are.
pub(super) fn count(count: &Count) -> wire::FindingCount {
    wire::FindingCount {
        code: count.code.clone(),
        severity: severity(count.severity).into(),
        count: count.count,
    }
}

/// How grave.
pub(super) fn severity(severity: Severity) -> wire::Severity {
    match severity {
        Severity::Info => wire::Severity::Info,
        Severity::Warning => wire::Severity::Warning,
        Severity::Error => wire::Severity::Error,
    }
}

/// A finding, in a language.
pub(super) fn finding(finding: &Finding, language: Language) -> wire::Finding {
    let spec = finding.check.spec();
    wire::Finding {
        severity: severity(spec.severity).into(),
        code: spec.code.to_owned(),
        position: Some(wire::Position {
            sheet: finding.position.sheet.clone(),
            row: finding.position.row,
            column: finding.position.column.to_string(),
        }),
        read: finding.read.clone(),
        message: finding.message(language),
        action: finding.action(language),
        candidates: finding.candidates.clone(),
        entry: finding.entry,
    }
}

/// What becomes of an entry that nobody returned.
pub(super) fn entry_state(blocked: bool, published: bool) -> EntryState {
    match (blocked, published) {
        (true, _) => EntryState::Blocked,
        (false, true) => EntryState::Published,
        (false, false) => EntryState::Ready,
    }
}

/// Where an entry stands.
pub(super) fn position(chunk: &Chunk, row: usize) -> wire::Position {
    let structured = Chunk::at(&chunk.sheet, row) == 0;
    wire::Position {
        sheet: chunk.text_at(&chunk.sheet_name, row).to_owned(),
        row: Chunk::at(&chunk.row, row),
        column: if structured {
            "value".to_owned()
        } else {
            column_letters(Chunk::at(&chunk.column, row))
        },
    }
}

/// An entry of a chunk; `written` is its value as it was written.
pub(super) fn entry(
    chunk: &Chunk,
    row: usize,
    number: u32,
    written: &str,
    state: EntryState,
    return_reason: &str,
) -> wire::Entry {
    let text = |column: &[u32]| chunk.text_at(column, row).to_owned();
    let status = chunk.status_at(row);
    let unit_text = chunk.text_at(&chunk.unit_text, row);
    let known = Chunk::at(&chunk.indicator, row) != 0;
    let has_value = known && status != Status::Missing && (!chunk.is_blocked(row) || chunk.value[row] != 0.0);
    wire::Entry {
        entry: number,
        position: Some(position(chunk, row)),
        subject: text(&chunk.subject),
        indicator: text(&chunk.indicator),
        period: text(&chunk.period),
        value: has_value.then(|| chunk.value[row]),
        qualifier: observation::Qualifier::from(chunk.qualifier_at(row)).into(),
        status: observation::Status::from(status).into(),
        unit: text(&chunk.unit),
        subject_text: text(&chunk.subject_text),
        indicator_text: text(&chunk.indicator_text),
        value_text: format!(
            "{written}{}",
            if written.ends_with(unit_text) {
                ""
            } else {
                unit_text
            }
        ),
        note: text(&chunk.note),
        state: state.into(),
        return_reason: return_reason.to_owned(),
    }
}
