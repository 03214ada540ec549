//! What writers were told, against the log.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Moments, Promise};
use crate::history::{Cell, Entry, History, Outcome, Write, versions::Versions};

pub(super) fn check(history: &History, versions: &Versions, moments: &Moments, findings: &mut Findings) {
    let mut logged: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in &history.log {
        if let Some(first) = logged.insert(&entry.batch, entry) {
            let how = format!(
                "batch {} is in the log at {} and at {}",
                entry.batch, first.revision, entry.revision
            );
            findings.add(Promise::NothingDoubled, how);
        }
    }
    let mut writes: BTreeMap<&str, Vec<&Write>> = BTreeMap::new();
    for write in &history.writes {
        writes.entry(&write.batch).or_default().push(write);
    }
    for (batch, tries) in &writes {
        outcomes(batch, tries, logged.get(batch).copied(), moments, findings);
    }
    standing(history, &logged, findings);
    for entry in &history.log {
        match writes.get(entry.batch.as_str()).and_then(|tries| tries.first()) {
            Some(write) => content(entry, write, versions, findings),
            None => findings.add(
                Promise::NothingInvented,
                format!("nobody sent batch {} of revision {}", entry.batch, entry.revision),
            ),
        }
        let Some(first) = moments.first(&entry.batch) else {
            continue;
        };
        let known = moments.known_before(first);
        findings.unless(
            known.is_none_or(|known| known < entry.revision),
            Promise::CommitOrder,
            || {
                format!(
                    "batch {} was sent when {known:?} was known, and got {}",
                    entry.batch, entry.revision
                )
            },
        );
    }
}

/// What the tries of one batch were told.
fn outcomes(
    batch: &str,
    tries: &[&Write],
    logged: Option<&Entry>,
    moments: &Moments,
    findings: &mut Findings,
) {
    let told: BTreeSet<i64> = tries
        .iter()
        .filter_map(|write| match write.outcome {
            Outcome::Acknowledged { revision } => Some(revision),
            Outcome::Standing { .. } | Outcome::Refused | Outcome::Unknown => None,
        })
        .collect();
    let refused = tries.iter().any(|write| write.outcome == Outcome::Refused);
    findings.unless(told.len() <= 1, Promise::NothingDoubled, || {
        format!("batch {batch} was acknowledged at several revisions: {told:?}")
    });
    for revision in &told {
        findings.unless(
            logged.is_some_and(|entry| entry.revision == *revision),
            Promise::NothingLost,
            || {
                let at = logged.map(|entry| entry.revision);
                format!("batch {batch} was acknowledged at {revision}; the log has it at {at:?}")
            },
        );
    }
    if let (true, Some(entry)) = (refused, logged) {
        let how = format!(
            "batch {batch} was refused and is in the log at {}",
            entry.revision
        );
        findings.add(Promise::NothingInvented, how);
    }
    let settled = tries.iter().any(|write| write.outcome != Outcome::Unknown);
    findings.unless(settled, Promise::Settled, || {
        format!("nobody knows how batch {batch} ended after {} tries", tries.len())
    });
    for write in tries {
        if let Some(revision) = write.outcome.told() {
            findings.unless(
                moments.possible(revision, write.span.ended),
                Promise::NothingEarly,
                || format!("batch {batch} was acknowledged at {revision} before an earlier one was sent"),
            );
        }
    }
}

/// Whoever reads at the revision of an acknowledgement sees that batch and all that its caller sent before it.
fn standing(history: &History, logged: &BTreeMap<&str, &Entry>, findings: &mut Findings) {
    let mut acknowledged: Vec<(&Write, i64)> = history
        .writes
        .iter()
        .filter_map(|write| match write.outcome {
            Outcome::Standing { revision } => Some((write, revision)),
            Outcome::Acknowledged { .. } | Outcome::Refused | Outcome::Unknown => None,
        })
        .collect();
    acknowledged.sort_by_key(|(write, _)| write.span.ended);
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    for (write, revision) in acknowledged {
        let at = logged.get(write.batch.as_str()).map(|entry| entry.revision);
        let last = last.entry(&write.span.caller).or_default();
        *last = at.unwrap_or_default().max(*last);
        findings.unless(at.is_some() && *last <= revision, Promise::NothingLost, || {
            format!(
                "batch {} and those before it were acknowledged at {revision}; the log has it at {at:?}, one of them at {last}",
                write.batch
            )
        });
    }
}

/// The cells of a revision are those of its batch that stood otherwise before.
fn content(entry: &Entry, write: &Write, versions: &Versions, findings: &mut Findings) {
    let before = |cell: &Cell| versions.at(cell, entry.revision - 1);
    let changed = write
        .cells
        .iter()
        .filter(|(cell, value)| before(cell).is_none_or(|held| held.value != **value));
    let expected: BTreeMap<Cell, f64> = changed.map(|(cell, value)| (cell.clone(), *value)).collect();
    findings.unless(entry.cells == expected, Promise::Whole, || {
        format!(
            "revision {} of batch {} holds {:?}, not {expected:?}",
            entry.revision, entry.batch, entry.cells
        )
    });
    let Some(since) = write.unchanged_since else {
        return;
    };
    for cell in expected.keys() {
        if let Some(held) = before(cell).filter(|held| held.revision > since) {
            let how = format!(
                "revision {} replaced {cell:?} of {}, unchanged since {since}",
                entry.revision, held.revision
            );
            findings.add(Promise::NothingOverwritten, how);
        }
    }
}
