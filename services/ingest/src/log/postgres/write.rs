//! Writing the log: each function is one transaction's work.

use jiff::Timestamp;
use prost::Message;
use zhibiao_model::revision::Revision;
use zhibiao_postgres::Session;

use super::{
    copy,
    read::{self, Kept},
    record::{Change, record},
    review,
};
use crate::{
    finding::{Check, Finding},
    log::{Decision, LogError, NewReport, PackedChunk, Submitted, seal},
    report::{Answered, Count, Decided, Publication, Report, ReportId, State},
    review::Dropped,
};

pub(super) async fn submit(
    session: &Session,
    owner: &str,
    new: NewReport<'_>,
) -> Result<Submitted, LogError> {
    let id = new.id;
    // Another process that keeps the same report at this moment is waited for here.
    let Some(key) = insert_report(session, &new).await? else {
        let known = read::report(session, id).await?;
        return if known.same_content(&new.header, &new.digest, new.structured) {
            Ok(Submitted::Known(known))
        } else {
            Err(LogError::ContentDiffers(id))
        };
    };
    let source_bytes = copy::source(session, key, new.source).await?;
    copy::chunks(session, key, new.chunks).await?;
    if !new.findings.is_empty() {
        copy::findings(session, key, 1, new.findings).await?;
    }
    let mut report = Report {
        id,
        sequence: 0,
        state: new.state,
        version: 1,
        header: new.header,
        submitter: new.submitter,
        submitted_at: kept_moment(new.submitted_at),
        structured: new.structured,
        entries: entries(new.chunks),
        blocked: new
            .chunks
            .iter()
            .fold(0, |sum: u32, chunk| sum.saturating_add(chunk.blocked)),
        returned: 0,
        rejected: 0,
        counts: sorted(new.counts),
        tables: new.tables,
        digest: new.digest,
        seal: seal(new.chunks.iter().map(|chunk| chunk.data.as_slice())),
        source_bytes,
        seen: new.seen,
        decided: new.decided.map(kept_decision),
        answered: None,
        publication: None,
    };
    let change = Change {
        report: &report,
        owner: Some(owner),
    };
    report.sequence = record(session, key, &change).await?;
    Ok(Submitted::Kept(report))
}

/// Takes the id; `None` when a report has it.
async fn insert_report(session: &Session, new: &NewReport<'_>) -> Result<Option<i64>, LogError> {
    let statement = session
        .prepare_cached(
            "INSERT INTO report (id, state, department, header, submitter, submitted_at, structured, entries, tables,
                                 digest, seal, source_bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0) ON CONFLICT (id) DO NOTHING RETURNING key",
        )
        .await?;
    let seal = seal(new.chunks.iter().map(|chunk| chunk.data.as_slice()));
    let row = session
        .query_opt(
            &statement,
            &[
                &new.id.to_string(),
                &new.state.number(),
                &new.header.department,
                &new.header.encode_to_vec(),
                &new.submitter,
                &new.submitted_at.as_microsecond(),
                &new.structured,
                &i64::from(entries(new.chunks)),
                &new.tables,
                &new.digest.0.as_slice(),
                &seal.0.as_slice(),
            ],
        )
        .await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// Locks a report, and reads it as it is then.
pub(super) async fn lock(session: &Session, id: ReportId) -> Result<Kept, LogError> {
    // Read by a statement of its own: the one that waits for the lock sees the tables as they were before the wait.
    let statement = session
        .prepare_cached("SELECT key FROM report WHERE id = $1 FOR UPDATE")
        .await?;
    session.query_opt(&statement, &[&id.to_string()]).await?;
    read::find(session, id).await
}

pub(super) async fn decide(
    session: &Session,
    owner: &str,
    id: ReportId,
    etag: &str,
    decision: &Decision,
) -> Result<Report, LogError> {
    let Kept { key, mut report } = lock(session, id).await?;
    if report.has_answered(etag, &decision.key) {
        return Ok(report);
    }
    report.expect_etag(etag)?;
    report.expect_open()?;
    if !decision.returned.is_empty() {
        insert_returned(session, key, &decision.returned).await?;
    }
    if matches!(decision.state, State::Returned | State::Withdrawn) {
        review::drop_all(session, key, Dropped::NotPublished).await?;
    }
    report.state = decision.state;
    report.version += 1;
    report.returned = u32::try_from(decision.returned.len()).unwrap_or(u32::MAX);
    report.decided = Some(kept_decision(decision.decided.clone()));
    report.answered = Some(Answered {
        etag: etag.to_owned(),
        key: decision.key,
    });
    // An approval returns every blocked entry; otherwise the count stands as it was.
    if decision.state == State::Approved {
        report.blocked = 0;
    }
    let change = Change {
        report: &report,
        owner: Some(owner),
    };
    record(session, key, &change).await?;
    Ok(report)
}

async fn insert_returned(session: &Session, report: i64, returned: &[(u32, String)]) -> Result<(), LogError> {
    let statement = session
        .prepare_cached(
            "INSERT INTO returned_entry (report, entry, reason)
             SELECT $1, entry, reason FROM unnest($2::bigint[], $3::text[]) AS given (entry, reason)",
        )
        .await?;
    let (entries, reasons): (Vec<i64>, Vec<&str>) = returned
        .iter()
        .map(|(entry, reason)| (i64::from(*entry), reason.as_str()))
        .unzip();
    session
        .execute(&statement, &[&report, &entries, &reasons])
        .await?;
    Ok(())
}

pub(super) async fn published(
    session: &Session,
    id: ReportId,
    publication: &Publication,
) -> Result<Report, LogError> {
    let Kept { key, mut report } = lock(session, id).await?;
    if report.publication.is_some() {
        return Ok(report);
    }
    expect(&report, State::Approved)?;
    let returned: Vec<u32> = read::returned(session, id, 0, usize::MAX)
        .await?
        .into_iter()
        .map(|(entry, _)| entry)
        .collect();
    review::drop_of_entries(session, key, &returned, Dropped::EntryReturned).await?;
    end_proposals(session, key, &mut report).await?;
    report.state = State::Published;
    report.version += 1;
    report.publication = Some(publication.clone());
    let change = Change {
        report: &report,
        owner: None,
    };
    record(session, key, &change).await?;
    Ok(report)
}

/// Takes back the findings that say what the publication does: whoever approved it has seen them, and stands for the rest.
async fn end_proposals(session: &Session, key: i64, report: &mut Report) -> Result<(), LogError> {
    let counted = report.counts.len();
    let is_ended = |count: &Count| {
        Check::PROPOSALS
            .iter()
            .any(|check| count.code == check.spec().code)
    };
    report.counts.retain(|count| !is_ended(count));
    if report.counts.len() == counted {
        return Ok(());
    }
    let names = Check::PROPOSALS.map(Check::id);
    let statement = session
        .prepare_cached("DELETE FROM finding WHERE report = $1 AND name = ANY ($2)")
        .await?;
    session.execute(&statement, &[&key, &names.as_slice()]).await?;
    Ok(())
}

pub(super) async fn refused(
    session: &Session,
    id: ReportId,
    etag: &str,
    finding: &Finding,
) -> Result<Report, LogError> {
    let (key, mut report) = take_back(session, id, etag, finding).await?;
    report.state = State::Blocked;
    undecided(session, key, report).await
}

pub(super) async fn reopened(
    session: &Session,
    id: ReportId,
    etag: &str,
    finding: &Finding,
    seen: Revision,
) -> Result<Report, LogError> {
    let (key, mut report) = take_back(session, id, etag, finding).await?;
    report.state = if report.blocked > 0 {
        State::Blocked
    } else {
        State::Pending
    };
    report.seen = Some(seen);
    undecided(session, key, report).await
}

async fn undecided(session: &Session, key: i64, report: Report) -> Result<Report, LogError> {
    let change = Change {
        report: &report,
        owner: None,
    };
    record(session, key, &change).await?;
    Ok(report)
}

/// Undoes an approval, all but the state, and keeps why. The report is still to be recorded.
async fn take_back(
    session: &Session,
    id: ReportId,
    etag: &str,
    finding: &Finding,
) -> Result<(i64, Report), LogError> {
    let Kept { key, mut report } = lock(session, id).await?;
    expect(&report, State::Approved)?;
    report.expect_etag(etag)?;
    let statement = session
        .prepare_cached("DELETE FROM returned_entry WHERE report = $1")
        .await?;
    session.execute(&statement, &[&key]).await?;
    let statement = session
        .prepare_cached(
            "SELECT (SELECT coalesce(sum(blocked), 0)::bigint FROM entry_chunk WHERE report = $1),
                    (SELECT coalesce(min(place), 1) - 1 FROM finding WHERE report = $1)",
        )
        .await?;
    let row = session.query_one(&statement, &[&key]).await?;
    let (blocked, first): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
    // It is what whoever decides next must see: it goes before all others.
    copy::findings(session, key, first, std::slice::from_ref(finding)).await?;
    report.version += 1;
    report.blocked = u32::try_from(blocked).unwrap_or(u32::MAX);
    report.returned = 0;
    report.decided = None;
    report.answered = None;
    let spec = finding.check.spec();
    let counted = report
        .counts
        .iter_mut()
        .find(|count| count.code == spec.code && count.severity == spec.severity);
    match counted {
        Some(count) => count.count += 1,
        None => report.counts.push(Count {
            code: spec.code.to_owned(),
            severity: spec.severity,
            count: 1,
        }),
    }
    report.counts = sorted(report.counts);
    Ok((key, report))
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

/// Counts in the order in which they are kept: the gravest first.
pub(super) fn sorted(mut counts: Vec<Count>) -> Vec<Count> {
    counts.sort_by(|one, other| {
        let key = |count: &Count| std::cmp::Reverse(crate::log::severity_number(count.severity));
        key(one).cmp(&key(other)).then_with(|| one.code.cmp(&other.code))
    });
    counts
}

fn entries(chunks: &[PackedChunk]) -> u32 {
    chunks
        .iter()
        .fold(0, |sum: u32, chunk| sum.saturating_add(chunk.rows))
}

/// A decision as it will be read back.
pub(super) fn kept_decision(decided: Decided) -> Decided {
    Decided {
        at: kept_moment(decided.at),
        ..decided
    }
}

/// A moment as it will be read back.
pub(super) fn kept_moment(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or_default()
}
