//! One cell, one value: a cell that stands twice in a report.

use zhibiao_model::status::Status;

use super::{Draft, entry_number, shown};
use crate::{
    content::{Part, Row},
    finding::{Check, Finding},
    resolve::FastMap,
};

impl Draft {
    /// Finds cells that stand twice, and notes which row stands for each cell.
    ///
    /// Equal values ask and are published once. Different values block all of them: which one is right is for people
    /// to say.
    pub(super) fn check_duplicates(&mut self) {
        let mut cells = FastMap::default();
        cells.reserve(self.content.rows.len());
        let mut again = Vec::new();
        for (at, row) in self.content.rows.iter().enumerate() {
            let Some(cell) = row.cell.filter(|_| !row.blocked) else {
                continue;
            };
            match cells.entry(cell) {
                std::collections::hash_map::Entry::Vacant(vacant) => {
                    vacant.insert(at);
                }
                std::collections::hash_map::Entry::Occupied(first) => again.push((*first.get(), at)),
            }
        }
        for (first, second) in again {
            let same = same_figure(&self.content.rows[first], &self.content.rows[second]);
            let check = if same {
                Check::DuplicateCellSame
            } else {
                Check::DuplicateCell
            };
            self.add_duplicate(check, first, second);
            if !same {
                self.content.rows[first].blocked = true;
                self.content.rows[second].blocked = true;
            }
        }
        self.block_other_duplicates(&cells);
        cells.retain(|_, at| !self.content.rows[*at].blocked);
        self.cells = cells;
    }

    /// A third row that agrees with the first is as doubtful as the first when a second one differs.
    fn block_other_duplicates(&mut self, cells: &FastMap<crate::content::Cell, usize>) {
        for at in 0..self.content.rows.len() {
            let row = &self.content.rows[at];
            let first = row
                .cell
                .filter(|_| !row.blocked)
                .and_then(|cell| cells.get(&cell));
            if first.is_some_and(|first| self.content.rows[*first].blocked) {
                self.content.rows[at].blocked = true;
            }
        }
    }

    fn add_duplicate(&mut self, check: Check, first: usize, second: usize) {
        let (one, other) = (self.content.rows[first], self.content.rows[second]);
        let Some(cell) = other.cell else {
            return;
        };
        let finding = self
            .finding(check, second, Part::Value, self.content.written(other.written))
            .fact("subject", self.subject_name(cell.subject))
            .fact("indicator", self.indicator_name(cell.indicator))
            .fact("period", self.period_name(cell.period))
            .fact("value", figure(&other))
            .fact("other", figure(&one))
            .fact("place", self.position(first, Part::Value).short());
        let others = match self.names_rows() {
            0 => Vec::new(),
            _ => vec![entry_number(first)],
        };
        let finding = Finding { others, ..finding };
        self.findings.add(check, || finding);
    }
}

fn same_figure(a: &Row, b: &Row) -> bool {
    a.value == b.value && a.qualifier == b.qualifier && a.status == b.status
}

fn figure(row: &Row) -> String {
    match row.status {
        Status::Missing => "…".to_owned(),
        Status::Normal
        | Status::Provisional
        | Status::Estimated
        | Status::Imputed
        | Status::Forecast
        | Status::Break => shown(row.value),
    }
}
