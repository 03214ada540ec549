//! Reading the log: one statement each.

use std::borrow::Cow;

use jiff::Timestamp;
use prost::Message;
use zhibiao_postgres::{Row, Session};
use zhibiao_proto::report::v1::ReportHeader;

use super::copy::PART;
use crate::{
    finding::{Check, Finding, Position, ProsePlace, Severity},
    log::{LogError, PackedChunk, ReportFilter, revision},
    report::{Answered, Count, Decided, Digest, Publication, Report, ReportId, State},
};

const REPORT: &str = "r.key, r.id, r.sequence, r.header, r.submitter, r.submitted_at, r.structured, r.entries, r.tables,
     r.digest, r.seal, r.source_bytes, c.number, c.version, c.state, c.blocked, c.returned, c.count_codes,
     c.count_severities, c.counts, c.decided_by, c.decided_at, c.decision_reason, c.decided_from, c.decision_key,
     c.published_revision, c.published_token, c.seen_revision, c.rejected";

const IN_FORCE: &str = "report r JOIN report_change c ON c.number = r.change";

/// A report with what only the log needs.
pub(super) struct Kept {
    pub(super) key: i64,
    pub(super) report: Report,
}

pub(super) async fn report(session: &Session, id: ReportId) -> Result<Report, LogError> {
    find(session, id).await.map(|kept| kept.report)
}

pub(super) async fn find(session: &Session, id: ReportId) -> Result<Kept, LogError> {
    let sql = format!("SELECT {REPORT} FROM {IN_FORCE} WHERE r.id = $1");
    let statement = session.prepare_cached(&sql).await?;
    let row = session.query_opt(&statement, &[&id.to_string()]).await?;
    kept(&row.ok_or(LogError::NotFound(id))?)
}

pub(super) async fn reports(
    session: &Session,
    filter: &ReportFilter,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Report>, LogError> {
    // No text here holds U+0000, which the server would refuse to look for.
    if filter.department.contains('\0') {
        return Ok(Vec::new());
    }
    // One statement for each set of filters, so that each goes down its own index.
    let by_state = if filter.state.is_some() {
        "r.state = $3"
    } else {
        "$3::bigint IS NULL"
    };
    let by_department = if filter.department.is_empty() {
        "$4::text = ''"
    } else {
        "r.department = $4"
    };
    let sql = format!(
        "SELECT {REPORT} FROM {IN_FORCE} WHERE r.sequence < $1 AND {by_state} AND {by_department}
         ORDER BY r.sequence DESC LIMIT $2"
    );
    let statement = session.prepare_cached(&sql).await?;
    let rows = session
        .query(
            &statement,
            &[
                &before.unwrap_or(i64::MAX),
                &number(limit),
                &filter.state.map(State::number),
                &filter.department,
            ],
        )
        .await?;
    rows.iter().map(|row| Ok(kept(row)?.report)).collect()
}

pub(super) async fn count(session: &Session, state: State, most: u32) -> Result<u32, LogError> {
    let sql = "SELECT count(*) FROM (SELECT FROM report WHERE state = $1 LIMIT $2) AS counted";
    let statement = session.prepare_cached(sql).await?;
    let row = session
        .query_one(&statement, &[&state.number(), &i64::from(most)])
        .await?;
    Ok(u32::try_from(row.try_get::<_, i64>(0)?).unwrap_or(u32::MAX))
}

pub(super) async fn approved_since(session: &Session, most: u32) -> Result<Option<Timestamp>, LogError> {
    let sql = "SELECT min(c.decided_at)
         FROM (SELECT change FROM report WHERE state = $1 ORDER BY sequence LIMIT $2) AS r
         JOIN report_change AS c ON c.number = r.change";
    let statement = session.prepare_cached(sql).await?;
    let row = session
        .query_one(&statement, &[&State::Approved.number(), &i64::from(most)])
        .await?;
    let since: Option<i64> = row.try_get(0)?;
    Ok(since.map(moment))
}

pub(super) async fn newest_change(session: &Session) -> Result<i64, LogError> {
    let statement = session.prepare_cached("SELECT change FROM head").await?;
    Ok(session.query_one(&statement, &[]).await?.try_get(0)?)
}

pub(super) async fn changes(
    session: &Session,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, Report)>, LogError> {
    let sql = format!(
        "SELECT {REPORT} FROM report_change c JOIN report r ON r.key = c.report
         WHERE c.number > $1 ORDER BY c.number LIMIT $2"
    );
    let statement = session.prepare_cached(&sql).await?;
    let rows = session.query(&statement, &[&after, &number(limit)]).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("number")?, kept(row)?.report)))
        .collect()
}

pub(super) async fn chunks(
    session: &Session,
    id: ReportId,
    from: u32,
    limit: usize,
) -> Result<Vec<PackedChunk>, LogError> {
    let statement = session
        .prepare_cached(
            "SELECT first, rows, blocked, data FROM entry_chunk
             WHERE report = (SELECT key FROM report WHERE id = $1) AND first > $2 - rows ORDER BY first LIMIT $3",
        )
        .await?;
    let rows = session
        .query(&statement, &[&id.to_string(), &i64::from(from), &number(limit)])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(PackedChunk {
                first: small(row, "first")?,
                rows: small(row, "rows")?,
                blocked: small(row, "blocked")?,
                data: row.try_get("data")?,
            })
        })
        .collect()
}

pub(super) async fn returned(
    session: &Session,
    id: ReportId,
    from: u32,
    limit: usize,
) -> Result<Vec<(u32, String)>, LogError> {
    let statement = session
        .prepare_cached(
            "SELECT entry, reason FROM returned_entry
             WHERE report = (SELECT key FROM report WHERE id = $1) AND entry >= $2 ORDER BY entry LIMIT $3",
        )
        .await?;
    let rows = session
        .query(&statement, &[&id.to_string(), &i64::from(from), &number(limit)])
        .await?;
    rows.iter()
        .map(|row| Ok((small(row, "entry")?, row.try_get("reason")?)))
        .collect()
}

pub(super) async fn findings(
    session: &Session,
    id: ReportId,
    least: Severity,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, Finding)>, LogError> {
    // A check that this version no longer has leaves its findings behind; they can't be told any more.
    let statement = session
        .prepare_cached(
            "SELECT place, name, sheet, row, col, read, facts, candidates, entry,
                    sentence_start, sentence_end, number_start, number_end
             FROM finding
             WHERE report = (SELECT key FROM report WHERE id = $1) AND place > $2 AND severity >= $3 AND name = ANY($4)
             ORDER BY place LIMIT $5",
        )
        .await?;
    let known: Vec<&str> = Check::ALL.iter().map(|check| check.id()).collect();
    let rows = session
        .query(
            &statement,
            &[
                &id.to_string(),
                &after,
                &crate::log::severity_number(least),
                &known,
                &number(limit),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("place")?, finding(row, id)?)))
        .collect()
}

fn finding(row: &Row, id: ReportId) -> Result<Finding, LogError> {
    let name: &str = row.try_get("name")?;
    let check = Check::ALL.iter().find(|check| check.id() == name);
    let facts: Vec<String> = row.try_get("facts")?;
    Ok(Finding {
        check: *check.ok_or(LogError::Damaged { id, what: "findings" })?,
        position: Position {
            sheet_number: 0,
            column_number: 0,
            sheet: row.try_get("sheet")?,
            row: small(row, "row")?,
            column: Cow::Owned(row.try_get("col")?),
            prose: ProsePlace::of([
                row.try_get("sentence_start")?,
                row.try_get("sentence_end")?,
                row.try_get("number_start")?,
                row.try_get("number_end")?,
            ]),
        },
        read: row.try_get("read")?,
        facts: facts
            .chunks_exact(2)
            .map(|pair| (Cow::Owned(pair[0].clone()), pair[1].clone()))
            .collect(),
        candidates: row.try_get("candidates")?,
        entry: small(row, "entry")?,
        others: Vec::new(),
    })
}

pub(super) async fn source(
    session: &Session,
    id: ReportId,
    offset: u64,
    most: usize,
) -> Result<Vec<u8>, LogError> {
    let part = i64::try_from(offset / PART as u64).unwrap_or(i64::MAX);
    let within = i32::try_from(offset % PART as u64).unwrap_or(0);
    let most = i32::try_from(most.min(PART)).unwrap_or(0);
    let statement = session
        .prepare_cached(
            "SELECT substring(data FROM $3::int + 1 FOR $4::int) FROM source_part
             WHERE report = (SELECT key FROM report WHERE id = $1) AND part = $2",
        )
        .await?;
    let row = session
        .query_opt(&statement, &[&id.to_string(), &part, &within, &most])
        .await?;
    row.map_or(Ok(Vec::new()), |row| Ok(row.try_get(0)?))
}

fn kept(row: &Row) -> Result<Kept, LogError> {
    let id: &str = row.try_get("id")?;
    let id: ReportId = id.parse().map_err(|_| LogError::Damaged {
        id: ReportId::nil(),
        what: "id",
    })?;
    let damaged = |what| LogError::Damaged { id, what };
    let digest = |column| {
        let bytes: &[u8] = row.try_get(column)?;
        bytes.try_into().map(Digest).map_err(|_| damaged("digest"))
    };
    let number: i64 = row.try_get("state")?;
    let state = State::ALL.into_iter().find(|state| state.number() == number);
    let header: &[u8] = row.try_get("header")?;
    let source_bytes: i64 = row.try_get("source_bytes")?;
    let report = Report {
        id,
        sequence: row.try_get("sequence")?,
        state: state.ok_or_else(|| damaged("state"))?,
        version: small(row, "version")?,
        header: ReportHeader::decode(header).map_err(|_| damaged("header"))?,
        submitter: row.try_get("submitter")?,
        submitted_at: moment(row.try_get("submitted_at")?),
        structured: row.try_get("structured")?,
        entries: small(row, "entries")?,
        blocked: small(row, "blocked")?,
        returned: small(row, "returned")?,
        rejected: small(row, "rejected")?,
        counts: counts(row)?,
        tables: row.try_get("tables")?,
        digest: digest("digest")?,
        seal: digest("seal")?,
        source_bytes: u64::try_from(source_bytes).unwrap_or(0),
        seen: row.try_get::<_, Option<i64>>("seen_revision")?.map(revision),
        decided: decided(row)?,
        answered: answered(row, id)?,
        publication: publication(row)?,
    };
    Ok(Kept {
        key: row.try_get("key")?,
        report,
    })
}

fn answered(row: &Row, id: ReportId) -> Result<Option<Answered>, LogError> {
    let Some(etag) = row.try_get("decided_from")? else {
        return Ok(None);
    };
    let key: &[u8] = row.try_get("decision_key")?;
    let damaged = |_| LogError::Damaged { id, what: "decision" };
    Ok(Some(Answered {
        etag,
        key: Digest(key.try_into().map_err(damaged)?),
    }))
}

fn counts(row: &Row) -> Result<Vec<Count>, LogError> {
    let codes: Vec<String> = row.try_get("count_codes")?;
    let severities: Vec<i64> = row.try_get("count_severities")?;
    let counts: Vec<i64> = row.try_get("counts")?;
    let counted = codes.into_iter().zip(severities).zip(counts);
    Ok(counted
        .map(|((code, number), count)| Count {
            code,
            severity: crate::log::severity(number),
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
        .collect())
}

fn decided(row: &Row) -> Result<Option<Decided>, LogError> {
    let Some(by) = row.try_get("decided_by")? else {
        return Ok(None);
    };
    Ok(Some(Decided {
        by,
        at: moment(row.try_get("decided_at")?),
        reason: row.try_get("decision_reason")?,
    }))
}

fn publication(row: &Row) -> Result<Option<Publication>, LogError> {
    let Some(number) = row.try_get("published_revision")? else {
        return Ok(None);
    };
    Ok(Some(Publication {
        revision: revision(number),
        token: row.try_get("published_token")?,
    }))
}

/// A number of a column that holds 32 bits without a sign.
pub(super) fn small(row: &Row, column: &str) -> Result<u32, LogError> {
    let number: i64 = row.try_get(column)?;
    u32::try_from(number).map_err(|_| LogError::Unreadable(format!("{column} is {number}")))
}

fn number(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(super) fn moment(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or_default()
}
