//! Reading the log.

use std::borrow::Cow;

use jiff::Timestamp;
use prost::Message;
use rusqlite::{Connection, OptionalExtension, Row, params};
use zhibiao_proto::report::v1::ReportHeader;

use super::write::PART;
use crate::{
    finding::{Check, Finding, Position, ProsePlace, Severity},
    log::{LogError, PackedChunk, ReportFilter, TAKEN_UP, revision},
    report::{Answered, Count, Decided, Digest, Publication, Report, ReportId, State},
};

/// Between the pieces of a list in one column; findings hold no control characters.
pub(super) const SEPARATOR: char = '\u{1f}';

const REPORT: &str = "sequence, id, state, version, header, submitter, submitted_at, structured, entries, blocked,
     returned, tables, digest, seal, source_bytes, decided_by, decided_at, decision_reason, published_revision,
     published_token, seen_revision, decided_from, decision_key, rejected";

pub(super) fn report(connection: &Connection, id: ReportId) -> Result<Report, LogError> {
    find(connection, id)?.ok_or(LogError::NotFound(id))
}

pub(super) fn find(connection: &Connection, id: ReportId) -> Result<Option<Report>, LogError> {
    let sql = format!("SELECT {REPORT} FROM report WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let raw = statement.query_row([id.to_string()], Raw::of).optional()?;
    raw.map(|raw| raw.report(connection)).transpose()
}

pub(super) fn reports(
    connection: &Connection,
    filter: &ReportFilter,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Report>, LogError> {
    // One statement for each set of filters, so that each goes down its own index.
    let by_state = if filter.state.is_some() {
        "state = ?3"
    } else {
        "?3 IS NULL"
    };
    let by_department = if filter.department.is_empty() {
        "?4 = ''"
    } else {
        "department = ?4"
    };
    let sql = format!(
        "SELECT {REPORT} FROM report WHERE sequence < ?1 AND {by_state} AND {by_department}
         ORDER BY sequence DESC LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let filters = params![
        before.unwrap_or(i64::MAX),
        limit,
        filter.state.map(State::number),
        filter.department
    ];
    let rows = statement.query_map(filters, Raw::of)?;
    rows.map(|raw| raw?.report(connection)).collect()
}

pub(super) fn count(connection: &Connection, state: State, most: u32) -> Result<u32, LogError> {
    let sql = "SELECT count(*) FROM (SELECT NULL FROM report WHERE state = ?1 LIMIT ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![state.number(), most], |row| row.get(0))?)
}

pub(super) fn approved_since(connection: &Connection, most: u32) -> Result<Option<Timestamp>, LogError> {
    let sql = "SELECT min(decided_at) FROM (SELECT decided_at FROM report WHERE state = ?1 ORDER BY sequence LIMIT ?2)";
    let mut statement = connection.prepare_cached(sql)?;
    let since: Option<i64> =
        statement.query_row(params![State::Approved.number(), most], |row| row.get(0))?;
    Ok(since.map(moment))
}

pub(super) fn approved(connection: &Connection, after: Option<ReportId>) -> Result<Vec<ReportId>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM report
         WHERE state = ?1 AND sequence > coalesce((SELECT sequence FROM report WHERE id = ?2), 0)
         ORDER BY sequence LIMIT ?3",
    )?;
    let limit = i64::try_from(TAKEN_UP).unwrap_or(i64::MAX);
    let after = after.map(|after| after.to_string());
    let ids = statement.query_map(params![State::Approved.number(), after, limit], |row| {
        row.get::<_, String>(0)
    })?;
    ids.map(|id| parse_id(&id?)).collect()
}

pub(super) fn chunks(
    connection: &Connection,
    id: ReportId,
    from: u32,
    limit: usize,
) -> Result<Vec<PackedChunk>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT first, rows, c.blocked, data FROM entry_chunk c JOIN report r ON r.sequence = c.report
         WHERE r.id = ?1 AND first > ?2 - rows ORDER BY first LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![id.to_string(), from, limit], |row| {
        Ok(PackedChunk {
            first: row.get(0)?,
            rows: row.get(1)?,
            blocked: row.get(2)?,
            data: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn returned(
    connection: &Connection,
    id: ReportId,
    from: u32,
    limit: usize,
) -> Result<Vec<(u32, String)>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, reason FROM returned_entry e JOIN report r ON r.sequence = e.report
         WHERE r.id = ?1 AND entry >= ?2 ORDER BY entry LIMIT ?3",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![id.to_string(), from, limit], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn findings(
    connection: &Connection,
    id: ReportId,
    least: Severity,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, Finding)>, LogError> {
    // The gravest stand first, so those at least as grave are the first ones.
    let mut statement = connection.prepare_cached(
        "SELECT place, name, sheet, row, col, read, facts, candidates, entry,
                sentence_start, sentence_end, number_start, number_end
         FROM finding f JOIN report r ON r.sequence = f.report
         WHERE r.id = ?1 AND place > ?2 AND severity >= ?3 ORDER BY place",
    )?;
    let rows = statement.query_map(
        params![id.to_string(), after, crate::log::severity_number(least)],
        |row| Ok((row.get(0)?, row.get::<_, String>(1)?, finding(row)?)),
    )?;
    let mut found = Vec::new();
    for row in rows {
        // Counted here rather than in the statement, so that a page of findings left out does not look like the end.
        if found.len() == limit {
            break;
        }
        let (place, name, make) = row?;
        let check = Check::ALL.iter().find(|check| check.id() == name);
        // A check that this version no longer has leaves its findings behind; they can't be told any more.
        if let Some(check) = check {
            found.push((
                place,
                Finding {
                    check: *check,
                    ..make
                },
            ));
        }
    }
    Ok(found)
}

fn finding(row: &Row<'_>) -> Result<Finding, rusqlite::Error> {
    let position = Position {
        sheet_number: 0,
        column_number: 0,
        sheet: row.get(2)?,
        row: row.get(3)?,
        column: Cow::Owned(row.get(4)?),
        prose: ProsePlace::of([row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?]),
    };
    let (facts, candidates): (String, String) = (row.get(6)?, row.get(7)?);
    let facts: Vec<&str> = list(&facts);
    Ok(Finding {
        check: Check::NoValues,
        position,
        read: row.get(5)?,
        facts: facts
            .chunks_exact(2)
            .map(|pair| (Cow::Owned(pair[0].to_owned()), pair[1].to_owned()))
            .collect(),
        candidates: list(&candidates).into_iter().map(str::to_owned).collect(),
        entry: row.get(8)?,
        others: Vec::new(),
    })
}

fn list(text: &str) -> Vec<&str> {
    if text.is_empty() {
        Vec::new()
    } else {
        text.split(SEPARATOR).collect()
    }
}

pub(super) fn source(
    connection: &Connection,
    id: ReportId,
    offset: u64,
    most: usize,
) -> Result<Vec<u8>, LogError> {
    let part = i64::try_from(offset / PART as u64).unwrap_or(i64::MAX);
    let within = i64::try_from(offset % PART as u64).unwrap_or(0);
    let mut statement = connection.prepare_cached(
        "SELECT substr(data, ?3 + 1, ?4) FROM source_part p JOIN report r ON r.sequence = p.report
         WHERE r.id = ?1 AND part = ?2",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let data = statement
        .query_row(params![id.to_string(), part, within, most], |row| row.get(0))
        .optional()?;
    Ok(data.unwrap_or_default())
}

/// A row of `report` before it is made sense of.
struct Raw {
    sequence: i64,
    id: String,
    state: i64,
    version: u32,
    header: Vec<u8>,
    submitter: String,
    submitted_at: i64,
    structured: bool,
    entries: u32,
    blocked: u32,
    returned: u32,
    tables: String,
    digest: [u8; 32],
    seal: [u8; 32],
    source_bytes: i64,
    decided: Option<(String, i64, String)>,
    publication: Option<(i64, String)>,
    seen: Option<i64>,
    answered: Option<(String, [u8; 32])>,
    rejected: u32,
}

impl Raw {
    fn of(row: &Row<'_>) -> Result<Self, rusqlite::Error> {
        let decided = match row.get::<_, Option<String>>(15)? {
            Some(by) => Some((by, row.get(16)?, row.get(17)?)),
            None => None,
        };
        let publication = match row.get::<_, Option<i64>>(18)? {
            Some(revision) => Some((revision, row.get(19)?)),
            None => None,
        };
        let answered = match row.get::<_, Option<String>>(21)? {
            Some(etag) => Some((etag, row.get(22)?)),
            None => None,
        };
        Ok(Self {
            sequence: row.get(0)?,
            id: row.get(1)?,
            state: row.get(2)?,
            version: row.get(3)?,
            header: row.get(4)?,
            submitter: row.get(5)?,
            submitted_at: row.get(6)?,
            structured: row.get(7)?,
            entries: row.get(8)?,
            blocked: row.get(9)?,
            returned: row.get(10)?,
            tables: row.get(11)?,
            digest: row.get(12)?,
            seal: row.get(13)?,
            source_bytes: row.get(14)?,
            decided,
            publication,
            seen: row.get(20)?,
            answered,
            rejected: row.get(23)?,
        })
    }

    fn report(self, connection: &Connection) -> Result<Report, LogError> {
        let id = parse_id(&self.id)?;
        let damaged = |what| LogError::Damaged { id, what };
        let state = State::ALL.into_iter().find(|state| state.number() == self.state);
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        Ok(Report {
            id,
            sequence: self.sequence,
            state: state.ok_or_else(|| damaged("state"))?,
            version: self.version,
            header: ReportHeader::decode(self.header.as_slice()).map_err(|_| damaged("header"))?,
            submitter: self.submitter,
            submitted_at: moment(self.submitted_at),
            structured: self.structured,
            entries: self.entries,
            blocked: self.blocked,
            returned: self.returned,
            rejected: self.rejected,
            counts: counts(connection, self.sequence)?,
            tables: lines(&self.tables),
            digest: Digest(self.digest),
            seal: Digest(self.seal),
            source_bytes: u64::try_from(self.source_bytes).unwrap_or(0),
            seen: self.seen.map(revision),
            decided: self.decided.map(|(by, at, reason)| Decided {
                by,
                at: moment(at),
                reason,
            }),
            answered: self.answered.map(|(etag, key)| Answered {
                etag,
                key: Digest(key),
            }),
            publication: self.publication.map(|(number, token)| Publication {
                revision: revision(number),
                token,
            }),
        })
    }
}

fn counts(connection: &Connection, report: i64) -> Result<Vec<Count>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT code, severity, count FROM finding_count WHERE report = ?1 ORDER BY severity DESC, code",
    )?;
    let rows = statement.query_map([report], |row| {
        Ok(Count {
            code: row.get(0)?,
            severity: crate::log::severity(row.get(1)?),
            count: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn moment(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or_default()
}

pub(super) fn parse_id(text: &str) -> Result<ReportId, LogError> {
    text.parse().map_err(|_| LogError::Damaged {
        id: ReportId::nil(),
        what: "id",
    })
}
