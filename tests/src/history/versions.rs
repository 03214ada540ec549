//! The model: the change log replayed, asked as of any revision.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cell, Entry, Held, Scope, State};

/// Every value that each cell had.
#[derive(Debug, Default)]
pub(super) struct Versions {
    /// By cell, the values in the order of their revisions.
    cells: BTreeMap<Cell, Vec<Held>>,
    scopes: BTreeMap<Scope, BTreeSet<Cell>>,
}

impl Versions {
    /// Replays a log over a state.
    pub(super) fn replay(before: &State, log: &[Entry]) -> Self {
        let mut versions = Self::default();
        for (cell, held) in &before.cells {
            versions.put(cell, *held);
        }
        for entry in log {
            for (cell, value) in &entry.cells {
                let held = Held {
                    value: *value,
                    revision: entry.revision,
                };
                versions.put(cell, held);
            }
        }
        versions
    }

    /// The value of a cell right after a revision.
    pub(super) fn at(&self, cell: &Cell, revision: i64) -> Option<Held> {
        let held = self.cells.get(cell)?;
        let until = held.partition_point(|held| held.revision <= revision);
        held[..until].last().copied()
    }

    /// The values of a scope right after a revision.
    pub(super) fn read(&self, scope: &Scope, revision: i64) -> BTreeMap<Cell, Held> {
        let cells = self.scopes.get(scope).into_iter().flatten();
        cells
            .filter_map(|cell| Some((cell.clone(), self.at(cell, revision)?)))
            .collect()
    }

    /// The whole state right after a revision.
    pub(super) fn state(&self, revision: i64) -> State {
        let cells = self.cells.keys();
        let cells = cells.filter_map(|cell| Some((cell.clone(), self.at(cell, revision)?)));
        State {
            revision,
            cells: cells.collect(),
        }
    }

    fn put(&mut self, cell: &Cell, held: Held) {
        let Cell {
            indicator,
            period,
            subject,
        } = cell.clone();
        let column = Scope::Column {
            indicator: indicator.clone(),
            period,
        };
        for scope in [column, Scope::Series { indicator, subject }] {
            self.scopes.entry(scope).or_default().insert(cell.clone());
        }
        self.cells.entry(cell.clone()).or_default().push(held);
    }
}
