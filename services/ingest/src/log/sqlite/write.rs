//! Writing the log: each function is one transaction's work.

use std::{fmt::Write as _, io::Read};

use prost::Message;
use rusqlite::{Connection, params};
use zhibiao_model::revision::Revision;

use super::{
    read::{self, SEPARATOR},
    review,
};
use crate::{
    finding::{Check, Finding, ProsePlace},
    log::{Decision, LogError, NewReport, PackedChunk, Submitted, seal},
    report::{Count, Publication, Report, ReportId, State},
    review::Dropped,
};

/// Bytes of one part of a source; the last one has fewer.
pub(super) const PART: usize = 1 << 20;

pub(super) fn submit(connection: &Connection, report: NewReport<'_>) -> Result<Submitted, LogError> {
    if let Some(known) = read::find(connection, report.id)? {
        return if known.same_content(&report.header, &report.digest, report.structured) {
            Ok(Submitted::Known(known))
        } else {
            Err(LogError::ContentDiffers(report.id))
        };
    }
    let id = report.id;
    let sequence = insert_report(connection, &report)?;
    let bytes = insert_source(connection, sequence, report.source)?;
    connection.execute(
        "UPDATE report SET source_bytes = ?2 WHERE sequence = ?1",
        params![sequence, bytes],
    )?;
    insert_chunks(connection, sequence, report.chunks)?;
    insert_findings(connection, sequence, report.findings)?;
    insert_counts(connection, sequence, &report.counts)?;
    Ok(Submitted::Kept(read::report(connection, id)?))
}

fn insert_report(connection: &Connection, report: &NewReport<'_>) -> Result<i64, LogError> {
    let rows = |of: fn(&PackedChunk) -> u32| report.chunks.iter().map(of).map(u64::from).sum::<u64>();
    let decided = report.decided.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO report (id, state, version, department, header, submitter, submitted_at, structured, entries,
                                 blocked, returned, tables, digest, seal, source_bytes, decided_by, decided_at,
                                 decision_reason, seen_revision)
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, 0, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            report.id.to_string(),
            report.state.number(),
            report.header.department,
            report.header.encode_to_vec(),
            report.submitter,
            report.submitted_at.as_microsecond(),
            report.structured,
            i64::try_from(rows(|chunk| chunk.rows)).unwrap_or(i64::MAX),
            i64::try_from(rows(|chunk| chunk.blocked)).unwrap_or(i64::MAX),
            report.tables.join("\n"),
            report.digest.0,
            seal(report.chunks.iter().map(|chunk| chunk.data.as_slice())).0,
            decided.map(|decided| decided.by.as_str()),
            decided.map(|decided| decided.at.as_microsecond()),
            decided.map(|decided| decided.reason.as_str()),
            report.seen.map(Revision::get),
        ])?;
    Ok(connection.last_insert_rowid())
}

fn insert_source(connection: &Connection, report: i64, source: &mut dyn Read) -> Result<i64, LogError> {
    let mut insert =
        connection.prepare_cached("INSERT INTO source_part (report, part, data) VALUES (?1, ?2, ?3)")?;
    let mut bytes = 0;
    let mut part = Vec::with_capacity(PART);
    for number in 0_i64.. {
        part.clear();
        let read = source.take(PART as u64).read_to_end(&mut part)?;
        if read == 0 {
            break;
        }
        insert.execute(params![report, number, part])?;
        bytes += i64::try_from(read).unwrap_or(0);
    }
    Ok(bytes)
}

pub(super) fn insert_chunks(
    connection: &Connection,
    report: i64,
    chunks: &[PackedChunk],
) -> Result<(), LogError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO entry_chunk (report, first, rows, blocked, data) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for chunk in chunks {
        insert.execute(params![
            report,
            chunk.first,
            chunk.rows,
            chunk.blocked,
            chunk.data
        ])?;
    }
    Ok(())
}

pub(super) fn insert_findings(
    connection: &Connection,
    report: i64,
    findings: &[Finding],
) -> Result<(), LogError> {
    for (place, finding) in (1..).zip(findings) {
        insert_finding(connection, report, place, finding)?;
    }
    Ok(())
}

fn insert_finding(
    connection: &Connection,
    report: i64,
    place: i64,
    finding: &Finding,
) -> Result<(), LogError> {
    let mut facts = String::new();
    for (name, value) in &finding.facts {
        let between = if facts.is_empty() { "" } else { "\u{1f}" };
        // Writing to a string can't fail.
        let _ = write!(facts, "{between}{name}{SEPARATOR}{value}");
    }
    let prose = ProsePlace::bounds(finding.position.prose);
    connection
        .prepare_cached(
            "INSERT INTO finding (report, place, severity, name, sheet, row, col, read, facts, candidates, entry,
                                  sentence_start, sentence_end, number_start, number_end)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            report,
            place,
            crate::log::severity_number(finding.check.spec().severity),
            finding.check.id(),
            finding.position.sheet,
            finding.position.row,
            finding.position.column,
            finding.read,
            facts,
            finding.candidates.join("\u{1f}"),
            finding.entry,
            prose[0],
            prose[1],
            prose[2],
            prose[3],
        ])?;
    Ok(())
}

pub(super) fn insert_counts(connection: &Connection, report: i64, counts: &[Count]) -> Result<(), LogError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO finding_count (report, severity, code, count) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for count in counts {
        insert.execute(params![
            report,
            crate::log::severity_number(count.severity),
            count.code,
            count.count
        ])?;
    }
    Ok(())
}

pub(super) fn decide(
    connection: &Connection,
    id: ReportId,
    etag: &str,
    decision: &Decision,
) -> Result<Report, LogError> {
    let report = read::report(connection, id)?;
    if report.has_answered(etag, &decision.key) {
        return Ok(report);
    }
    report.expect_etag(etag)?;
    report.expect_open()?;
    for (entry, reason) in &decision.returned {
        connection
            .prepare_cached("INSERT INTO returned_entry (report, entry, reason) VALUES (?1, ?2, ?3)")?
            .execute(params![report.sequence, entry, reason])?;
    }
    if matches!(decision.state, State::Returned | State::Withdrawn) {
        review::drop_all(connection, report.sequence, Dropped::NotPublished)?;
    }
    // An approval returns every blocked entry; otherwise the count stands as it was.
    let approved = decision.state == State::Approved;
    connection.execute(
        "UPDATE report SET state = ?2, version = version + 1, returned = ?3, decided_by = ?4, decided_at = ?5,
                           decision_reason = ?6, decided_from = ?7, decision_key = ?8,
                           blocked = CASE WHEN ?9 THEN 0 ELSE blocked END
         WHERE sequence = ?1",
        params![
            report.sequence,
            decision.state.number(),
            i64::try_from(decision.returned.len()).unwrap_or(i64::MAX),
            decision.decided.by,
            decision.decided.at.as_microsecond(),
            decision.decided.reason,
            etag,
            decision.key.0,
            approved,
        ],
    )?;
    read::report(connection, id)
}

pub(super) fn published(
    connection: &Connection,
    id: ReportId,
    publication: &Publication,
) -> Result<Report, LogError> {
    let report = read::report(connection, id)?;
    if report.publication.is_some() {
        return Ok(report);
    }
    expect(&report, State::Approved)?;
    let returned: Vec<u32> = read::returned(connection, id, 0, usize::MAX)?
        .into_iter()
        .map(|(entry, _)| entry)
        .collect();
    review::drop_of_entries(connection, report.sequence, returned, Dropped::EntryReturned)?;
    end_proposals(connection, report.sequence)?;
    connection.execute(
        "UPDATE report SET state = ?2, version = version + 1, published_revision = ?3, published_token = ?4
         WHERE sequence = ?1",
        params![
            report.sequence,
            State::Published.number(),
            publication.revision.get(),
            publication.token
        ],
    )?;
    read::report(connection, id)
}

/// Takes back the findings that say what the publication does: whoever approved it has seen them, and stands for the rest.
fn end_proposals(connection: &Connection, report: i64) -> Result<(), LogError> {
    for check in Check::PROPOSALS {
        connection.execute(
            "DELETE FROM finding WHERE report = ?1 AND name = ?2",
            params![report, check.id()],
        )?;
        connection.execute(
            "DELETE FROM finding_count WHERE report = ?1 AND code = ?2",
            params![report, check.spec().code],
        )?;
    }
    Ok(())
}

pub(super) fn refused(
    connection: &Connection,
    id: ReportId,
    etag: &str,
    finding: &Finding,
) -> Result<Report, LogError> {
    let report = read::report(connection, id)?;
    take_back(connection, &report, etag, finding)?;
    connection.execute(
        "UPDATE report SET state = ?2 WHERE sequence = ?1",
        params![report.sequence, State::Blocked.number()],
    )?;
    read::report(connection, id)
}

pub(super) fn reopened(
    connection: &Connection,
    id: ReportId,
    etag: &str,
    finding: &Finding,
    seen: Revision,
) -> Result<Report, LogError> {
    let report = read::report(connection, id)?;
    take_back(connection, &report, etag, finding)?;
    connection.execute(
        "UPDATE report SET state = CASE WHEN blocked > 0 THEN ?2 ELSE ?3 END, seen_revision = ?4 WHERE sequence = ?1",
        params![
            report.sequence,
            State::Blocked.number(),
            State::Pending.number(),
            seen.get()
        ],
    )?;
    read::report(connection, id)
}

/// Undoes an approval, all but the state, and keeps why.
fn take_back(
    connection: &Connection,
    report: &Report,
    etag: &str,
    finding: &Finding,
) -> Result<(), LogError> {
    expect(report, State::Approved)?;
    report.expect_etag(etag)?;
    connection.execute("DELETE FROM returned_entry WHERE report = ?1", [report.sequence])?;
    connection.execute(
        "UPDATE report SET version = version + 1, returned = 0, decided_by = NULL, decided_at = NULL,
                           decision_reason = NULL, decided_from = NULL, decision_key = NULL,
                           blocked = (SELECT coalesce(sum(blocked), 0) FROM entry_chunk WHERE report = ?1)
         WHERE sequence = ?1",
        [report.sequence],
    )?;
    // It is what whoever decides next must see: it goes before all others.
    let first: i64 = connection.query_row(
        "SELECT coalesce(min(place), 1) - 1 FROM finding WHERE report = ?1",
        [report.sequence],
        |row| row.get(0),
    )?;
    insert_finding(connection, report.sequence, first, finding)?;
    let spec = finding.check.spec();
    connection.execute(
        "INSERT INTO finding_count (report, severity, code, count) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (report, severity, code) DO UPDATE SET count = count + 1",
        params![
            report.sequence,
            crate::log::severity_number(spec.severity),
            spec.code
        ],
    )?;
    Ok(())
}

fn expect(report: &Report, state: State) -> Result<(), LogError> {
    if report.state == state {
        Ok(())
    } else {
        Err(LogError::NotOpen {
            id: report.id,
            state: report.state,
        })
    }
}
