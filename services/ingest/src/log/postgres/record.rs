//! Keeping the states of reports, and who publishes them.

use zhibiao_model::revision::Revision;
use zhibiao_postgres::Session;

use crate::{
    log::{LogError, TAKEN_UP},
    report::{Report, ReportId, State},
};

/// A new state of a report.
pub(super) struct Change<'a> {
    pub(super) report: &'a Report,
    /// Who publishes it, if it is approved.
    pub(super) owner: Option<&'a str>,
}

/// Keeps a new state of a report whose row is locked; the report's order of arrival. The last step of a transaction:
/// from here on, others wait for its end.
pub(super) async fn record(session: &Session, key: i64, change: &Change<'_>) -> Result<i64, LogError> {
    let statement = session
        .prepare_cached(
            "WITH next AS (
                 UPDATE head SET change = change + 1, arrival = arrival + CASE WHEN $2::bigint = 1 THEN 1 ELSE 0 END
                 RETURNING change, arrival
             ), kept AS (
                 INSERT INTO report_change (number, report, version, state, blocked, returned, count_codes,
                                            count_severities, counts, decided_by, decided_at, decision_reason,
                                            decided_from, decision_key, published_revision, published_token,
                                            seen_revision, rejected)
                 SELECT change, $1::bigint, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::text[], $7::bigint[],
                        $8::bigint[], $9::text, $10::bigint, $11::text, $12::text, $13::bytea, $14::bigint, $15::text,
                        $16::bigint, $19::bigint
                 FROM next
             )
             UPDATE report SET change = next.change, state = $3::bigint, source_bytes = $17,
                               sequence = coalesce(report.sequence, next.arrival), leased_by = $18::text,
                               leased_until = CASE WHEN $18::text IS NULL THEN NULL
                                                   ELSE now() + interval '10 seconds' END
             FROM next WHERE key = $1::bigint RETURNING sequence",
        )
        .await?;
    let Change { report, owner } = change;
    let codes: Vec<&str> = report.counts.iter().map(|count| count.code.as_str()).collect();
    let severities: Vec<i64> = report
        .counts
        .iter()
        .map(|count| crate::log::severity_number(count.severity))
        .collect();
    let counts: Vec<i64> = report.counts.iter().map(|count| i64::from(count.count)).collect();
    let decided = report.decided.as_ref();
    let answered = report.answered.as_ref();
    let publication = report.publication.as_ref();
    let owner = owner.filter(|_| report.state == State::Approved);
    let row = session
        .query_one(
            &statement,
            &[
                &key,
                &i64::from(report.version),
                &report.state.number(),
                &i64::from(report.blocked),
                &i64::from(report.returned),
                &codes,
                &severities,
                &counts,
                &decided.map(|decided| decided.by.as_str()),
                &decided.map(|decided| decided.at.as_microsecond()),
                &decided.map(|decided| decided.reason.as_str()),
                &answered.map(|answered| answered.etag.as_str()),
                &answered.map(|answered| answered.key.0.as_slice()),
                &publication.map(|publication| publication.revision.get()),
                &publication.map(|publication| publication.token.as_str()),
                &report.seen.map(Revision::get),
                &i64::try_from(report.source_bytes).unwrap_or(i64::MAX),
                &owner,
                &i64::from(report.rejected),
            ],
        )
        .await?;
    Ok(row.try_get(0)?)
}

/// Takes up the first approved reports after a report that no other process has taken up of late, oldest first.
pub(super) async fn approved(
    session: &Session,
    owner: &str,
    after: Option<ReportId>,
) -> Result<Vec<ReportId>, LogError> {
    let statement = session
        .prepare_cached(
            "WITH taken AS (
                 UPDATE report SET leased_by = $2, leased_until = now() + interval '10 seconds'
                 WHERE key IN (SELECT key FROM report
                               WHERE state = $1 AND (leased_by = $2 OR leased_until IS NULL OR leased_until < now())
                                     AND sequence > coalesce((SELECT sequence FROM report WHERE id = $3), 0)
                               ORDER BY sequence LIMIT $4 FOR UPDATE SKIP LOCKED)
                 RETURNING id, sequence
             )
             SELECT id FROM taken ORDER BY sequence",
        )
        .await?;
    let rows = session
        .query(
            &statement,
            &[
                &State::Approved.number(),
                &owner,
                &after.map(|after| after.to_string()),
                &i64::try_from(TAKEN_UP).unwrap_or(i64::MAX),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let id: &str = row.try_get(0)?;
            id.parse().map_err(|_| LogError::Damaged {
                id: ReportId::nil(),
                what: "id",
            })
        })
        .collect()
}
