//! Reviews: each function is one transaction's work, or one read.

use std::ops::Range;

use prost::Message;
use zhibiao_postgres::{Row, Session};
use zhibiao_proto::report::v1::{Entry, EntryReview};

use super::{
    copy,
    read::{Kept, moment, small},
    record::{Change, record},
    write::{kept_decision, lock, sorted},
};
use crate::{
    log::{LogError, TAKEN_UP, seal},
    report::{Answered, Report, ReportId, State},
    review::{Alias, Dropped, Outcome, Proposal, Review, Reviewed},
};

pub(super) async fn review(
    session: &Session,
    owner: &str,
    id: ReportId,
    etag: &str,
    reviewed: &Reviewed<'_>,
) -> Result<Report, LogError> {
    let Kept { key, mut report } = lock(session, id).await?;
    if report.has_answered(etag, &reviewed.key) {
        return Ok(report);
    }
    report.expect_etag(etag)?;
    report.expect_open()?;
    report.version += 1;
    report.state = reviewed.state;
    let blocked = reviewed.chunks.iter().map(|chunk| chunk.blocked);
    report.blocked = blocked.fold(0, u32::saturating_add);
    report.rejected = reviewed.rejected;
    report.counts = sorted(reviewed.counts.clone());
    report.seal = seal(reviewed.chunks.iter().map(|chunk| chunk.data.as_slice()));
    report.seen = reviewed.seen;
    report.decided = reviewed.decided.clone().map(kept_decision);
    report.answered = Some(Answered {
        etag: etag.to_owned(),
        key: reviewed.key,
    });
    replace(session, key, &report, reviewed).await?;
    drop_overruled(session, key, reviewed.overruled).await?;
    insert_reviews(session, key, &report, reviewed.reviews).await?;
    let change = Change {
        report: &report,
        owner: Some(owner),
    };
    record(session, key, &change).await?;
    Ok(report)
}

/// Puts entries and findings in the place of those before.
async fn replace(
    session: &Session,
    key: i64,
    report: &Report,
    reviewed: &Reviewed<'_>,
) -> Result<(), LogError> {
    let statement = session
        .prepare_cached("DELETE FROM entry_chunk WHERE report = $1")
        .await?;
    session.execute(&statement, &[&key]).await?;
    let statement = session
        .prepare_cached("DELETE FROM finding WHERE report = $1")
        .await?;
    session.execute(&statement, &[&key]).await?;
    let statement = session
        .prepare_cached("UPDATE report SET seal = $2 WHERE key = $1")
        .await?;
    session
        .execute(&statement, &[&key, &report.seal.0.as_slice()])
        .await?;
    copy::chunks(session, key, reviewed.chunks).await?;
    if !reviewed.findings.is_empty() {
        copy::findings(session, key, 1, reviewed.findings).await?;
    }
    Ok(())
}

async fn insert_reviews(
    session: &Session,
    key: i64,
    report: &Report,
    reviews: &[Review],
) -> Result<(), LogError> {
    let version = i64::from(report.version);
    let entries: Vec<i64> = reviews.iter().map(entry).collect();
    let reviewers: Vec<&str> = reviews.iter().map(|review| review.by.as_str()).collect();
    let moments: Vec<i64> = reviews.iter().map(|review| review.at.as_microsecond()).collect();
    let decisions: Vec<Vec<u8>> = reviews
        .iter()
        .map(|review| review.decision.encode_to_vec())
        .collect();
    let befores: Vec<Vec<u8>> = reviews
        .iter()
        .map(|review| review.before.encode_to_vec())
        .collect();
    let statement = session
        .prepare_cached(
            "INSERT INTO review (report, entry, version, reviewer, reviewed_at, decision, before)
             SELECT $1, entry, $2, reviewer, reviewed_at, decision, before
             FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bytea[], $7::bytea[])
                  AS given (entry, reviewer, reviewed_at, decision, before)",
        )
        .await?;
    session
        .execute(
            &statement,
            &[
                &key, &version, &entries, &reviewers, &moments, &decisions, &befores,
            ],
        )
        .await?;
    let proposed = || {
        reviews
            .iter()
            .flat_map(|review| review.aliases.iter().map(move |alias| (entry(review), alias)))
    };
    let entries: Vec<i64> = proposed().map(|(entry, _)| entry).collect();
    let items: Vec<&str> = proposed().map(|(_, alias)| alias.item.as_str()).collect();
    let texts: Vec<&str> = proposed().map(|(_, alias)| alias.text.as_str()).collect();
    let (pending, ..) = Outcome::Pending.kept();
    let statement = session
        .prepare_cached(
            "INSERT INTO review_alias (report, entry, version, item, alias, state)
             SELECT $1, entry, $2, item, alias, $3
             FROM unnest($4::bigint[], $5::text[], $6::text[]) AS given (entry, item, alias)",
        )
        .await?;
    session
        .execute(&statement, &[&key, &version, &pending, &entries, &items, &texts])
        .await?;
    Ok(())
}

fn entry(review: &Review) -> i64 {
    i64::from(review.decision.entry)
}

pub(super) async fn reviews(
    session: &Session,
    id: ReportId,
    entries: &Range<u32>,
) -> Result<Vec<Review>, LogError> {
    let statement = session
        .prepare_cached(
            "SELECT v.decision, v.before, v.reviewer, v.reviewed_at,
                    array_remove(array_agg(a.item ORDER BY a.item), NULL) AS items,
                    array_agg(a.alias ORDER BY a.item) AS aliases, array_agg(a.revision ORDER BY a.item) AS revisions,
                    array_agg(a.state ORDER BY a.item) AS states,
                    array_agg(a.reason ORDER BY a.item) AS reasons
             FROM review v LEFT JOIN review_alias a USING (report, entry, version)
             WHERE v.report = (SELECT key FROM report WHERE id = $1) AND v.entry >= $2 AND v.entry < $3
             GROUP BY v.report, v.entry, v.version ORDER BY v.entry, v.version",
        )
        .await?;
    let rows = session
        .query(
            &statement,
            &[
                &id.to_string(),
                &i64::from(entries.start),
                &i64::from(entries.end),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (decision, before): (&[u8], &[u8]) = (row.try_get("decision")?, row.try_get("before")?);
            let damaged = |_| LogError::Damaged { id, what: "reviews" };
            let items: Vec<String> = row.try_get("items")?;
            let texts: Vec<Option<String>> = row.try_get("aliases")?;
            let states: Vec<Option<i64>> = row.try_get("states")?;
            let revisions: Vec<Option<i64>> = row.try_get("revisions")?;
            let reasons: Vec<Option<String>> = row.try_get("reasons")?;
            let aliases = items
                .into_iter()
                .zip(texts)
                .zip(states.into_iter().zip(revisions).zip(reasons));
            Ok(Review {
                decision: EntryReview::decode(decision).map_err(damaged)?,
                before: Entry::decode(before).map_err(damaged)?,
                by: row.try_get("reviewer")?,
                at: moment(row.try_get("reviewed_at")?),
                aliases: aliases
                    .map(|((item, text), ((state, revision), reason))| Alias {
                        item,
                        text: text.unwrap_or_default(),
                        outcome: Outcome::of(state.unwrap_or_default(), revision, reason),
                    })
                    .collect(),
            })
        })
        .collect()
}

pub(super) async fn proposals(session: &Session) -> Result<Vec<Proposal>, LogError> {
    let statement = session
        .prepare_cached(
            "SELECT r.id, a.entry, a.version, v.reviewer, a.item, a.alias
             FROM review_alias a JOIN review v USING (report, entry, version) JOIN report r ON r.key = a.report
             WHERE a.state = 1 AND r.state = $2 ORDER BY a.report, a.entry, a.version, a.item LIMIT $1",
        )
        .await?;
    let limit = i64::try_from(TAKEN_UP).unwrap_or(i64::MAX);
    let rows = session
        .query(&statement, &[&limit, &State::Published.number()])
        .await?;
    read_proposals(&rows)
}

pub(super) async fn waiting(session: &Session, id: ReportId) -> Result<Vec<Proposal>, LogError> {
    let statement = session
        .prepare_cached(
            "SELECT r.id, a.entry, a.version, v.reviewer, a.item, a.alias
             FROM review_alias a JOIN review v USING (report, entry, version) JOIN report r ON r.key = a.report
             WHERE a.state = 1 AND r.id = $1 ORDER BY a.entry, a.version, a.item",
        )
        .await?;
    let rows = session.query(&statement, &[&id.to_string()]).await?;
    read_proposals(&rows)
}

fn read_proposals(rows: &[Row]) -> Result<Vec<Proposal>, LogError> {
    rows.iter()
        .map(|row| {
            let id: &str = row.try_get("id")?;
            Ok(Proposal {
                report: id.parse().map_err(|_| LogError::Damaged {
                    id: ReportId::nil(),
                    what: "id",
                })?,
                entry: small(row, "entry")?,
                version: small(row, "version")?,
                by: row.try_get("reviewer")?,
                item: row.try_get("item")?,
                text: row.try_get("alias")?,
            })
        })
        .collect()
}

/// Refuses the waiting aliases that a review overrules.
async fn drop_overruled(session: &Session, key: i64, overruled: &[Proposal]) -> Result<(), LogError> {
    if overruled.is_empty() {
        return Ok(());
    }
    let entries: Vec<i64> = overruled.iter().map(|one| i64::from(one.entry)).collect();
    let versions: Vec<i64> = overruled.iter().map(|one| i64::from(one.version)).collect();
    let items: Vec<&str> = overruled.iter().map(|one| one.item.as_str()).collect();
    let statement = session
        .prepare_cached(
            "UPDATE review_alias a SET state = 3, reason = $5
             FROM unnest($2::bigint[], $3::bigint[], $4::text[]) AS given (entry, version, item)
             WHERE a.report = $1 AND a.entry = given.entry AND a.version = given.version AND a.item = given.item
                   AND a.state = 1",
        )
        .await?;
    session
        .execute(
            &statement,
            &[&key, &entries, &versions, &items, &Dropped::Overruled.reason()],
        )
        .await?;
    Ok(())
}

/// Refuses the waiting aliases that entries of a report propose.
pub(super) async fn drop_of_entries(
    session: &Session,
    key: i64,
    entries: &[u32],
    why: Dropped,
) -> Result<(), LogError> {
    let entries: Vec<i64> = entries.iter().map(|entry| i64::from(*entry)).collect();
    if entries.is_empty() {
        return Ok(());
    }
    let statement = session
        .prepare_cached(
            "UPDATE review_alias SET state = 3, reason = $3 WHERE report = $1 AND entry = ANY ($2) AND state = 1",
        )
        .await?;
    session
        .execute(&statement, &[&key, &entries, &why.reason()])
        .await?;
    Ok(())
}

/// Refuses every waiting alias of a report.
pub(super) async fn drop_all(session: &Session, key: i64, why: Dropped) -> Result<(), LogError> {
    let statement = session
        .prepare_cached("UPDATE review_alias SET state = 3, reason = $2 WHERE report = $1 AND state = 1")
        .await?;
    session.execute(&statement, &[&key, &why.reason()]).await?;
    Ok(())
}

pub(super) async fn settle(
    session: &Session,
    proposal: &Proposal,
    outcome: &Outcome,
) -> Result<(), LogError> {
    let (state, revision, reason) = outcome.kept();
    let statement = session
        .prepare_cached(
            "UPDATE review_alias SET state = $5, revision = $6, reason = $7
             WHERE report = (SELECT key FROM report WHERE id = $1) AND entry = $2 AND version = $3 AND item = $4
                   AND state = 1",
        )
        .await?;
    session
        .execute(
            &statement,
            &[
                &proposal.report.to_string(),
                &i64::from(proposal.entry),
                &i64::from(proposal.version),
                &proposal.item,
                &state,
                &revision,
                &reason,
            ],
        )
        .await?;
    Ok(())
}
