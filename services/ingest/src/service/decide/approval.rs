//! Who may approve a report, and whether it can be approved with what is returned.

use std::collections::BTreeMap;

use zhibiao_proto::report::v1::entry_review::Decision;
use zhibiao_runtime::error::{Code, MAX_VIOLATIONS, Problem};

use crate::{
    log::{Chunk, LogError, PackedChunk, ReportLog},
    report::Report,
    review::{Review, Verdict},
};

/// Whether two names are one person's: case and the spaces around do not tell people apart.
pub(super) fn same_person(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Four eyes on what a reviewer has put in the place of what was read: why somebody can't approve a report. A correction
/// has been seen by a second person once somebody else confirmed or rejected its entry; its author's own word is none. What
/// was read by a kept alias is its author's correction too, and the alias itself is for another person to approve.
pub(super) fn check_corrections(
    log: &dyn ReportLog,
    report: &Report,
    approver: &str,
) -> Result<Option<Problem>, LogError> {
    let refused = |message: String, by: &str| {
        Problem::new(Code::PermissionDenied, "FOUR_EYES", message).with("corrector", by)
    };
    let waiting = log.waiting(report.id)?;
    if let Some(own) = waiting.iter().find(|alias| same_person(&alias.by, approver)) {
        let message = format!(
            "{approver} proposes `{}` as an alias of {}: a second person must approve the report",
            own.text, own.item
        );
        return Ok(Some(refused(message, &own.by)));
    }
    let reviews = log.reviews(report.id, 0..u32::MAX)?;
    let mut unseen = read_by_aliases(log, report, &reviews)?;
    for review in reviews {
        let entry = review.decision.entry;
        match review.decision.decision {
            Some(Decision::Correct(_)) => {
                unseen.insert(entry, review.by);
            }
            Some(Decision::Confirm(_)) => {
                unseen.retain(|at, by| *at != entry || same_person(by, &review.by));
            }
            Some(Decision::Reject(_)) | None => {
                unseen.remove(&entry);
            }
        }
    }
    let own = unseen.iter().find(|(_, by)| same_person(by, approver));
    Ok(own.map(|(entry, by)| {
        let message = format!(
            "entry {entry} is what {approver} has corrected it to, or is read by an alias of theirs: a second person must \
             confirm it or approve the report"
        );
        refused(message, by)
    }))
}

/// The entries that were read by kept aliases, each with who keeps its alias.
fn read_by_aliases(
    log: &dyn ReportLog,
    report: &Report,
    reviews: &[Review],
) -> Result<BTreeMap<u32, String>, LogError> {
    let keeping = reviews.iter().filter(|review| !review.aliases.is_empty());
    let keepers: BTreeMap<u32, &str> = keeping
        .map(|review| (review.decision.entry, review.by.as_str()))
        .collect();
    if keepers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut read = BTreeMap::new();
    for_each_chunk(
        log,
        report,
        |_| true,
        |first, chunk| {
            for (entry, row) in (first..).zip(0..chunk.len()) {
                let by = chunk.read_by(row).into_iter().find_map(|by| keepers.get(&by));
                if let Some(by) = by {
                    read.insert(entry, (*by).to_owned());
                }
            }
        },
    )?;
    Ok(read)
}

/// Why a report can't be approved with these entries returned.
pub(super) fn check_approval(
    log: &dyn ReportLog,
    report: &Report,
    returned: &[(u32, String)],
) -> Result<Option<Problem>, LogError> {
    if report.is_unpublishable() {
        let message = "an error is about the report as a whole: return it, and let it be sent anew";
        return Ok(Some(refusal("REPORT_UNPUBLISHABLE", message)));
    }
    let is_returned = |entry: &u32| returned.binary_search_by_key(entry, |(entry, _)| *entry).is_ok();
    let mut left = blocked_entries(log, report)?;
    left.retain(|entry| !is_returned(entry));
    if !left.is_empty() {
        let message = format!(
            "errors still block {} entries: list them as returned with a reason, review them where they were read from \
             prose, or return the report",
            left.len()
        );
        let refused = refusal("ENTRIES_BLOCKED", &message);
        return Ok(Some(naming(refused, &left, "is blocked by an error")));
    }
    if !returned.is_empty()
        && let Some(problem) = check_aliases(log, report, is_returned)?
    {
        return Ok(Some(problem));
    }
    let rejected = rejected_entries(log, report)?;
    let back = returned
        .iter()
        .filter(|(entry, _)| rejected.binary_search(entry).is_err())
        .count();
    if back + rejected.len() >= report.entries as usize {
        let message = "nothing would be published: return the report instead";
        return Ok(Some(refusal("NOTHING_LEFT", message)));
    }
    Ok(None)
}

/// Why entries can't be returned alone: an alias goes with its entry, and others were read by it.
fn check_aliases(
    log: &dyn ReportLog,
    report: &Report,
    is_returned: impl Fn(&u32) -> bool,
) -> Result<Option<Problem>, LogError> {
    let hangs = |chunk: &Chunk, row: usize| {
        let is_open = chunk.verdict_at(row) == Verdict::Open;
        is_open && chunk.read_by(row).iter().any(&is_returned)
    };
    let mut left = entries_where(log, report, |_| true, hangs)?;
    left.retain(|entry| !is_returned(entry));
    if left.is_empty() {
        return Ok(None);
    }
    let message = format!(
        "{} entries were read by the alias of an entry that is returned: return them too, or reject that entry in a review \
         first, which reads them anew",
        left.len()
    );
    let refused = refusal("ALIAS_RETURNED", &message);
    Ok(Some(naming(
        refused,
        &left,
        "was read by an alias that is returned",
    )))
}

/// Names the entries that stand in the way.
fn naming(refused: Problem, entries: &[u32], why: &str) -> Problem {
    let named = entries.iter().take(MAX_VIOLATIONS);
    named.fold(refused.with("entries", entries.len()), |problem, entry| {
        problem.violation("approve.returned", format!("entry {entry} {why}"))
    })
}

fn refusal(reason: &str, message: &str) -> Problem {
    Problem::new(Code::FailedPrecondition, reason, message)
}

/// The numbers of the entries that errors block.
fn blocked_entries(log: &dyn ReportLog, report: &Report) -> Result<Vec<u32>, LogError> {
    entries_where(log, report, |packed| packed.blocked > 0, Chunk::is_blocked)
}

/// The numbers of the entries that reviews have rejected.
fn rejected_entries(log: &dyn ReportLog, report: &Report) -> Result<Vec<u32>, LogError> {
    if report.rejected == 0 {
        return Ok(Vec::new());
    }
    entries_where(
        log,
        report,
        |_| true,
        |chunk, row| chunk.verdict_at(row) == Verdict::Rejected,
    )
}

/// The numbers of some entries, ascending; only chunks that may hold one are read.
fn entries_where(
    log: &dyn ReportLog,
    report: &Report,
    may_hold: impl Fn(&PackedChunk) -> bool,
    is_one: impl Fn(&Chunk, usize) -> bool,
) -> Result<Vec<u32>, LogError> {
    let mut found = Vec::new();
    for_each_chunk(log, report, may_hold, |first, chunk| {
        let numbers = (first..).zip(0..chunk.len());
        let ones = numbers.filter(|(_, row)| is_one(chunk, *row));
        found.extend(ones.map(|(number, _)| number));
    })?;
    Ok(found)
}

/// Reads chunks one after the other, each with the number of its first entry.
fn for_each_chunk(
    log: &dyn ReportLog,
    report: &Report,
    may_hold: impl Fn(&PackedChunk) -> bool,
    mut see: impl FnMut(u32, &Chunk),
) -> Result<(), LogError> {
    let mut from = 1;
    while let Some(packed) = log.chunks(report.id, from, 1)?.pop() {
        if may_hold(&packed) {
            see(packed.first, &super::super::list::decode(report, &packed.data)?);
        }
        from = packed.first + packed.rows;
    }
    Ok(())
}
