//! A report against what is published: revisions, other sources, changes out of the ordinary.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_model::{
    formula::Shift,
    ids::{DepartmentId, IndicatorCode},
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};

use super::{Draft, shown};
use crate::{
    content::{Cell, Part, Row},
    finding::Check,
    resolve::FastMap,
};

/// A published figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    /// The value; `None` when it is published as missing.
    pub(crate) value: Option<f64>,
    /// How exact.
    pub(crate) qualifier: Qualifier,
    /// Its status.
    pub(crate) status: Status,
    /// Whether the hub computed it.
    pub(crate) computed: bool,
}

/// Published figures by cell.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// The figures.
    pub(crate) figures: FastMap<Cell, Figure>,
    /// The departments that figures which differ come from; `None` when nobody is named.
    pub(crate) sources: FastMap<Cell, Option<DepartmentId>>,
    /// The store's revision that the figures are of, the lowest of several; `None` when nothing was read.
    pub(crate) seen: Option<Revision>,
}

/// The published columns that a report must be held against: periods by indicator, and the subjects.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Periods by indicator, as indexes.
    pub(crate) columns: BTreeMap<u32, BTreeSet<u32>>,
    /// The subjects, as indexes.
    pub(crate) subjects: BTreeSet<u32>,
}

impl Draft {
    /// What must be read first: each column of the report, the one that tells whether its changes are unusual, and
    /// inputs of formulas.
    pub(crate) fn wanted(&mut self) -> Wanted {
        self.note_earlier();
        let mut own: Vec<(u32, u32)> = self
            .cells
            .keys()
            .map(|cell| (cell.indicator, cell.period))
            .collect();
        own.sort_unstable();
        own.dedup();
        let mut columns: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (indicator, period) in own {
            let earlier = self.first_earlier(indicator, period);
            columns
                .entry(indicator)
                .or_default()
                .extend([Some(period), earlier].into_iter().flatten());
            for (input, period) in self.inputs(indicator, period) {
                columns.entry(input).or_default().insert(period);
            }
        }
        Wanted {
            columns,
            subjects: self.subjects_of_cells(),
        }
    }

    /// The inputs of an indicator's formula for a period, where they are of the same frequency.
    fn inputs(&mut self, indicator: u32, period: u32) -> Vec<(u32, u32)> {
        let of = std::sync::Arc::clone(&self.keys.indicators[indicator as usize]);
        let Some(formula) = &of.formula else {
            return Vec::new();
        };
        let period = self.keys.periods[period as usize];
        let mut inputs = Vec::new();
        for (code, shift) in formula.references() {
            let input = IndicatorCode::new(&code)
                .ok()
                .and_then(|code| self.atlas.catalog.indicator(&code))
                .filter(|input| input.frequency == of.frequency)
                .cloned();
            let shifted = match shift {
                Shift::Same => Some(period),
                Shift::Previous => period.previous(),
                Shift::YearAgo => period.year_ago(),
            };
            if let (Some(input), Some(shifted)) = (input, shifted) {
                inputs.push((self.keys.indicator(&input), self.keys.period(shifted)));
            }
        }
        inputs
    }

    /// The cells whose published figure is another one: who published it must be read.
    pub(crate) fn differing(&self, published: &Published) -> Vec<Cell> {
        let mut cells: Vec<Cell> = self
            .cells
            .iter()
            .filter(|(cell, at)| {
                let figure = published.figures.get(*cell);
                figure.is_some_and(|figure| differs(&self.content.rows[**at], figure))
            })
            .map(|(cell, _)| *cell)
            .collect();
        cells.sort_unstable();
        cells
    }

    /// Holds the report against what is published and ends the checks.
    pub(crate) fn against(&mut self, published: &Published) {
        for at in 0..self.content.rows.len() {
            let row = self.content.rows[at];
            let Some(cell) = row.cell.filter(|_| !row.blocked) else {
                continue;
            };
            if self.cells.get(&cell) != Some(&at) {
                continue;
            }
            if let Some(figure) = published.figures.get(&cell)
                && differs(&row, figure)
            {
                self.add_revision(at, cell, figure, published.sources.get(&cell));
            }
            self.check_change(at, cell, published);
        }
        self.check_formulas(published);
        self.check_confidence();
        self.check_reviewed();
        self.check_whole();
    }

    fn add_revision(
        &mut self,
        at: usize,
        cell: Cell,
        figure: &Figure,
        source: Option<&Option<DepartmentId>>,
    ) {
        let other = source
            .and_then(Option::as_ref)
            .filter(|other| **other != self.header.department);
        let check = if other.is_some() {
            Check::SourcesDisagree
        } else {
            Check::Revision
        };
        // Nobody decides about a stream: a figure of another department stands, and the row goes back.
        let disputed = self.is_batch && check == Check::SourcesDisagree;
        if disputed {
            self.disputed.push(at);
        } else if self.findings.only_counted(check) {
            return;
        }
        let department = other.and_then(|id| self.atlas.catalog.items().departments.get(id));
        let row = &self.content.rows[at];
        let finding = self
            .finding(check, at, Part::Value, self.content.written(row.written))
            .fact("indicator", self.indicator_name(cell.indicator))
            .fact("subject", self.subject_name(cell.subject))
            .fact("period", self.period_name(cell.period))
            .fact("unit", self.unit_symbol(cell.indicator))
            .fact("value", written(row_value(row), row.qualifier, row.status))
            .fact("last", written(figure.value, figure.qualifier, figure.status))
            .fact(
                "other",
                department.map(|d| d.names.zh.clone()).unwrap_or_default(),
            );
        self.findings.keep(check, || finding);
    }
}

/// The value of a row; `None` when it is missing.
pub(super) fn row_value(row: &Row) -> Option<f64> {
    (row.status != Status::Missing).then_some(row.value)
}

/// Whether publishing a row would change what is published. Computed figures give way to reported ones; the formula
/// checks look at those.
fn differs(row: &Row, figure: &Figure) -> bool {
    !figure.computed
        && (row_value(row) != figure.value
            || row.qualifier != figure.qualifier
            || row.status != figure.status)
}

fn written(value: Option<f64>, qualifier: Qualifier, status: Status) -> String {
    let sign = match qualifier {
        Qualifier::Exact => "",
        Qualifier::AtLeast => "≥ ",
        Qualifier::AtMost => "≤ ",
        Qualifier::Approximate => "≈ ",
    };
    let status = match status {
        Status::Normal | Status::Missing => String::new(),
        Status::Provisional | Status::Estimated | Status::Imputed | Status::Forecast | Status::Break => {
            format!(" ({status})")
        }
    };
    value.map_or_else(
        || "…".to_owned(),
        |value| format!("{sign}{}{status}", shown(value)),
    )
}
