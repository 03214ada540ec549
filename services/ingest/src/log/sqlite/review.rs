//! Reviews: each function is one transaction's work, or one read.

use std::ops::Range;

use jiff::Timestamp;
use prost::Message;
use rusqlite::{Connection, Rows, params};
use zhibiao_model::revision::Revision;
use zhibiao_proto::report::v1::{Entry, EntryReview};

use super::{read, write};
use crate::{
    log::{LogError, TAKEN_UP, seal},
    report::{Report, ReportId, State},
    review::{Alias, Dropped, Outcome, Proposal, Review, Reviewed},
};

pub(super) fn review(
    connection: &Connection,
    id: ReportId,
    etag: &str,
    reviewed: &Reviewed<'_>,
) -> Result<Report, LogError> {
    let report = read::report(connection, id)?;
    if report.has_answered(etag, &reviewed.key) {
        return Ok(report);
    }
    report.expect_etag(etag)?;
    report.expect_open()?;
    for table in ["entry_chunk", "finding", "finding_count"] {
        let delete = format!("DELETE FROM {table} WHERE report = ?1");
        connection.execute(&delete, [report.sequence])?;
    }
    write::insert_chunks(connection, report.sequence, reviewed.chunks)?;
    write::insert_findings(connection, report.sequence, reviewed.findings)?;
    write::insert_counts(connection, report.sequence, &reviewed.counts)?;
    drop_overruled(connection, report.sequence, reviewed.overruled)?;
    insert_reviews(connection, &report, reviewed.reviews)?;
    let blocked: u64 = reviewed.chunks.iter().map(|chunk| u64::from(chunk.blocked)).sum();
    let decided = reviewed.decided.as_ref();
    connection.execute(
        "UPDATE report SET state = ?2, version = version + 1, blocked = ?3, rejected = ?4, seal = ?5,
                           seen_revision = ?6, decided_from = ?7, decision_key = ?8, decided_by = ?9, decided_at = ?10,
                           decision_reason = ?11
         WHERE sequence = ?1",
        params![
            report.sequence,
            reviewed.state.number(),
            i64::try_from(blocked).unwrap_or(i64::MAX),
            reviewed.rejected,
            seal(reviewed.chunks.iter().map(|chunk| chunk.data.as_slice())).0,
            reviewed.seen.map(Revision::get),
            etag,
            reviewed.key.0,
            decided.map(|decided| decided.by.as_str()),
            decided.map(|decided| decided.at.as_microsecond()),
            decided.map(|decided| decided.reason.as_str()),
        ],
    )?;
    read::report(connection, id)
}

fn insert_reviews(connection: &Connection, report: &Report, reviews: &[Review]) -> Result<(), LogError> {
    let version = report.version + 1;
    let mut insert = connection.prepare_cached(
        "INSERT INTO review (report, entry, version, reviewer, reviewed_at, decision, before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut propose = connection.prepare_cached(
        "INSERT INTO review_alias (report, entry, version, item, alias, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for review in reviews {
        let entry = review.decision.entry;
        insert.execute(params![
            report.sequence,
            entry,
            version,
            review.by,
            review.at.as_microsecond(),
            review.decision.encode_to_vec(),
            review.before.encode_to_vec()
        ])?;
        for alias in &review.aliases {
            let (state, ..) = Outcome::Pending.kept();
            propose.execute(params![
                report.sequence,
                entry,
                version,
                alias.item,
                alias.text,
                state
            ])?;
        }
    }
    Ok(())
}

pub(super) fn reviews(
    connection: &Connection,
    id: ReportId,
    entries: Range<u32>,
) -> Result<Vec<Review>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT v.decision, v.reviewer, v.reviewed_at, v.version, v.entry, v.report, v.before
         FROM review v JOIN report r ON r.sequence = v.report
         WHERE r.id = ?1 AND v.entry >= ?2 AND v.entry < ?3 ORDER BY v.entry, v.version",
    )?;
    let mut aliases = connection.prepare_cached(
        "SELECT item, alias, state, revision, reason FROM review_alias
         WHERE report = ?1 AND entry = ?2 AND version = ?3 ORDER BY item",
    )?;
    let mut rows = statement.query(params![id.to_string(), entries.start, entries.end])?;
    let mut reviews = Vec::new();
    while let Some(row) = rows.next()? {
        let (decision, before): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(6)?);
        let damaged = |_| LogError::Damaged { id, what: "reviews" };
        let (report, entry, version): (i64, u32, u32) = (row.get(5)?, row.get(4)?, row.get(3)?);
        let proposed = aliases.query_map(params![report, entry, version], |row| {
            Ok(Alias {
                item: row.get(0)?,
                text: row.get(1)?,
                outcome: Outcome::of(row.get(2)?, row.get(3)?, row.get(4)?),
            })
        })?;
        reviews.push(Review {
            decision: EntryReview::decode(decision.as_slice()).map_err(damaged)?,
            before: Entry::decode(before.as_slice()).map_err(damaged)?,
            by: row.get(1)?,
            at: Timestamp::from_microsecond(row.get(2)?).unwrap_or_default(),
            aliases: proposed.collect::<Result<_, _>>()?,
        });
    }
    Ok(reviews)
}

pub(super) fn proposals(connection: &Connection) -> Result<Vec<Proposal>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, a.entry, a.version, v.reviewer, a.item, a.alias
         FROM review_alias a JOIN review v USING (report, entry, version) JOIN report r ON r.sequence = a.report
         WHERE a.state = 1 AND r.state = ?2 ORDER BY a.report, a.entry, a.version, a.item LIMIT ?1",
    )?;
    let limit = i64::try_from(TAKEN_UP).unwrap_or(i64::MAX);
    read_proposals(statement.query([limit, State::Published.number()])?)
}

pub(super) fn waiting(connection: &Connection, id: ReportId) -> Result<Vec<Proposal>, LogError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, a.entry, a.version, v.reviewer, a.item, a.alias
         FROM review_alias a JOIN review v USING (report, entry, version) JOIN report r ON r.sequence = a.report
         WHERE a.state = 1 AND r.id = ?1 ORDER BY a.entry, a.version, a.item",
    )?;
    read_proposals(statement.query([id.to_string()])?)
}

fn read_proposals(mut rows: Rows<'_>) -> Result<Vec<Proposal>, LogError> {
    let mut proposals = Vec::new();
    while let Some(row) = rows.next()? {
        proposals.push(Proposal {
            report: read::parse_id(&row.get::<_, String>(0)?)?,
            entry: row.get(1)?,
            version: row.get(2)?,
            by: row.get(3)?,
            item: row.get(4)?,
            text: row.get(5)?,
        });
    }
    Ok(proposals)
}

/// Refuses the waiting aliases that a review overrules.
fn drop_overruled(connection: &Connection, report: i64, overruled: &[Proposal]) -> Result<(), LogError> {
    let mut refuse = connection.prepare_cached(
        "UPDATE review_alias SET state = 3, reason = ?5
         WHERE report = ?1 AND entry = ?2 AND version = ?3 AND item = ?4 AND state = 1",
    )?;
    for proposal in overruled {
        let Proposal {
            entry, version, item, ..
        } = proposal;
        refuse.execute(params![report, entry, version, item, Dropped::Overruled.reason()])?;
    }
    Ok(())
}

/// Refuses the waiting aliases that entries of a report propose.
pub(super) fn drop_of_entries(
    connection: &Connection,
    report: i64,
    entries: impl IntoIterator<Item = u32>,
    why: Dropped,
) -> Result<(), LogError> {
    let mut refuse = connection.prepare_cached(
        "UPDATE review_alias SET state = 3, reason = ?3 WHERE report = ?1 AND entry = ?2 AND state = 1",
    )?;
    for entry in entries {
        refuse.execute(params![report, entry, why.reason()])?;
    }
    Ok(())
}

/// Refuses every waiting alias of a report.
pub(super) fn drop_all(connection: &Connection, report: i64, why: Dropped) -> Result<(), LogError> {
    connection
        .prepare_cached("UPDATE review_alias SET state = 3, reason = ?2 WHERE report = ?1 AND state = 1")?
        .execute(params![report, why.reason()])?;
    Ok(())
}

pub(super) fn settle(
    connection: &Connection,
    proposal: &Proposal,
    outcome: &Outcome,
) -> Result<(), LogError> {
    let (state, revision, reason) = outcome.kept();
    connection.execute(
        "UPDATE review_alias SET state = ?5, revision = ?6, reason = ?7
         WHERE report = (SELECT sequence FROM report WHERE id = ?1) AND entry = ?2 AND version = ?3 AND item = ?4
               AND state = 1",
        params![
            proposal.report.to_string(),
            proposal.entry,
            proposal.version,
            proposal.item,
            state,
            revision,
            reason
        ],
    )?;
    Ok(())
}
