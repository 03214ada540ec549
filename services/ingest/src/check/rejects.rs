//! What becomes of the rows of a stream's batch: each is rejected, with the finding that says why, or written.

use std::collections::BTreeMap;

use super::{Draft, entry_number};
use crate::{
    content::Cell,
    finding::{Check, Finding, Severity},
};

/// Most rejected rows of a batch that are told with their finding.
pub(crate) const MAX_REJECTS: usize = 1_000;

/// A row that was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reject {
    /// The row, from 0.
    pub(crate) row: u32,
    /// Why.
    pub(crate) finding: Finding,
}

impl Draft {
    /// Every row that is rejected, ascending.
    pub(crate) fn rejected(&self) -> Vec<u32> {
        let rows = (0..).zip(&self.content.rows);
        let mut rejected: Vec<u32> = rows.filter(|(_, row)| row.blocked).map(|(at, _)| at).collect();
        if !self.disputed.is_empty() {
            let disputed = self.disputed.iter().map(|at| entry_number(*at) - 1);
            rejected.extend(disputed);
            rejected.sort_unstable();
            rejected.dedup();
        }
        rejected
    }

    /// Whether an error concerns no other rows than these, which ascend.
    pub(crate) fn rejects_only(&self, rows: &[u32]) -> bool {
        (0..)
            .zip(&self.content.rows)
            .filter(|(_, row)| row.blocked)
            .all(|(at, _): (u32, _)| rows.binary_search(&at).is_ok())
    }

    /// The first rejected rows with the findings that reject them; takes the findings.
    pub(crate) fn rejects(&mut self, rejected: &[u32]) -> Vec<Reject> {
        if rejected.is_empty() {
            return Vec::new();
        }
        let findings = std::mem::take(&mut self.findings).into_sorted();
        let mut by_entry: BTreeMap<u32, &Finding> = BTreeMap::new();
        let mut by_cell: BTreeMap<Cell, &Finding> = BTreeMap::new();
        let rejecting = |finding: &&Finding| {
            finding.check == Check::SourcesDisagree || finding.check.spec().severity == Severity::Error
        };
        for finding in findings.iter().filter(rejecting) {
            for entry in std::iter::once(&finding.entry).chain(&finding.others) {
                by_entry.entry(*entry).or_insert(finding);
            }
            let row = (finding.entry as usize).checked_sub(1);
            if let (Check::DuplicateCell, Some(row)) = (finding.check, row)
                && let Some(cell) = self.content.rows.get(row).and_then(|row| row.cell)
            {
                by_cell.entry(cell).or_insert(finding);
            }
        }
        let of = |row: u32| {
            // A row that agrees with one of several that differ has no finding of its own.
            let cell = self.content.rows.get(row as usize).and_then(|row| row.cell);
            let finding = by_entry.get(&(row + 1)).or_else(|| by_cell.get(&cell?))?;
            Some(Reject {
                row,
                finding: Finding {
                    others: Vec::new(),
                    ..(*finding).clone()
                },
            })
        };
        rejected
            .iter()
            .filter_map(|row| of(*row))
            .take(MAX_REJECTS)
            .collect()
    }

    /// The rows that are written when these, which ascend, are rejected: each cell once.
    pub(crate) fn written_rows<'a>(&'a self, rejected: &'a [u32]) -> impl Iterator<Item = (u32, Cell)> + 'a {
        let mut rejected = rejected.iter().copied().peekable();
        // Without cells that stand twice every row stands for its own.
        let once = self.cells.len() == self.content.rows.len();
        (0..).zip(&self.content.rows).filter_map(move |(at, row)| {
            if rejected.next_if_eq(&at).is_some() {
                return None;
            }
            let cell = row.cell?;
            (once || self.cells.get(&cell) == Some(&(at as usize))).then_some((at, cell))
        })
    }
}
