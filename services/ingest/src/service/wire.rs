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
    finding::{Bytes, Finding, Severity},
    log::Chunk,
    report::{Count, Report},
    review::{Alias, Outcome, Review, Verdict},
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
        rejected_entries: report.rejected,
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
            sentence: finding.position.prose.map(|place| span(place.sentence)),
            number: finding.position.prose.map(|place| span(place.number)),
        }),
        read: finding.read.clone(),
        message: finding.message(language),
        action: finding.action(language),
        candidates: finding.candidates.clone(),
        entry: finding.entry,
    }
}

/// What becomes of an entry that nobody returned.
pub(super) fn entry_state(chunk: &Chunk, row: usize, published: bool) -> EntryState {
    match (chunk.verdict_at(row), chunk.is_blocked(row), published) {
        (Verdict::Rejected, _, _) => EntryState::Rejected,
        (Verdict::Open | Verdict::Confirmed | Verdict::Corrected, true, _) => EntryState::Blocked,
        (Verdict::Open | Verdict::Confirmed | Verdict::Corrected, false, true) => EntryState::Published,
        (Verdict::Open | Verdict::Confirmed | Verdict::Corrected, false, false) => EntryState::Ready,
    }
}

/// An entry without its place and its texts.
pub(super) fn entry_in_short(chunk: &Chunk, row: usize, number: u32) -> wire::Entry {
    let whole = entry(chunk, row, number, "", entry_state(chunk, row, false), "");
    wire::Entry {
        entry: number,
        subject: whole.subject,
        indicator: whole.indicator,
        period: whole.period,
        value: whole.value,
        qualifier: whole.qualifier,
        status: whole.status,
        unit: whole.unit,
        state: whole.state,
        ..wire::Entry::default()
    }
}

/// A review.
pub(super) fn review(review: &Review) -> wire::Review {
    let Review {
        decision,
        by,
        at,
        before,
        aliases,
    } = review;
    wire::Review {
        decision: Some(decision.clone()),
        reviewer: by.clone(),
        reviewed_at: Some(from_timestamp(*at)),
        aliases: aliases.iter().map(alias).collect(),
        before: Some(before.clone()),
    }
}

/// A proposed alias.
pub(super) fn alias(alias: &Alias) -> wire::AliasProposal {
    let (state, revision, reason) = match &alias.outcome {
        Outcome::Pending => (wire::AliasState::Pending, 0, ""),
        Outcome::Doubted(reason) => (wire::AliasState::Pending, 0, reason.as_str()),
        Outcome::Applied(revision) => (wire::AliasState::Applied, revision.get(), ""),
        Outcome::Refused(reason) => (wire::AliasState::Refused, 0, reason.as_str()),
    };
    wire::AliasProposal {
        item: alias.item.clone(),
        alias: alias.text.clone(),
        state: state.into(),
        revision,
        reason: reason.to_owned(),
    }
}

/// Where an entry stands.
pub(super) fn position(chunk: &Chunk, row: usize) -> wire::Position {
    let prose = chunk.prose_at(row);
    let structured = prose.is_none() && Chunk::at(&chunk.sheet, row) == 0;
    wire::Position {
        sheet: chunk.text_at(&chunk.sheet_name, row).to_owned(),
        row: Chunk::at(&chunk.row, row),
        column: if structured {
            "value".to_owned()
        } else {
            column_letters(Chunk::at(&chunk.column, row))
        },
        sentence: prose.map(|place| span(place.sentence)),
        number: prose.map(|place| span(place.number)),
    }
}

fn span(bytes: Bytes) -> observation::TextSpan {
    observation::TextSpan {
        start: bytes.start.into(),
        end: bytes.end.into(),
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
    let is_prose = chunk.prose_at(row).is_some();
    let has_value = known && status != Status::Missing && (chunk.is_ready(row) || chunk.value[row] != 0.0);
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
        value_text: if is_prose || written.ends_with(unit_text) {
            written.to_owned()
        } else {
            format!("{written}{unit_text}")
        },
        note: text(&chunk.note),
        state: state.into(),
        return_reason: return_reason.to_owned(),
        confidence: is_prose.then(|| f64::from(Chunk::at(&chunk.confidence, row)) / 100.0),
        reasons: chunk
            .text_at(&chunk.reasons, row)
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        sentence: text(&chunk.sentence),
        reviews: Vec::new(),
        read_value: chunk.read.get(row).copied().filter(|_| is_prose),
        read_unit: if is_prose {
            unit_text.to_owned()
        } else {
            String::new()
        },
    }
}
