//! Figures of units × indicators for one period, with those of other periods beside them.

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_model::{observation::Figure, qualifier::Qualifier, status::Status};

use crate::fault::{Error, Faults};

/// Most units of a table.
pub const MAX_UNITS: usize = 10_000;

/// Most cells of a table: 3,000 units × 1,000 indicators, and some.
pub const MAX_CELLS: usize = 4_000_000;

/// Greatest magnitude of a value. Fourth powers of values, which the moments of outliers need, stay finite below.
pub const MAX_MAGNITUDE: f64 = 1e60;

/// A unit: a zone, or whatever is ranked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// Its code; ties are listed in the order of codes.
    pub code: String,
    /// Its group by grouping: place, class, industry.
    pub groups: BTreeMap<String, String>,
}

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// What it says.
    pub figure: Figure,
    /// Whether it was read out of running text by a program.
    pub extracted: bool,
    /// Whether it belongs to an earlier period and was carried.
    pub carried: bool,
}

impl Cell {
    /// A plain value; missing where it is no number.
    #[must_use]
    pub fn plain(value: Option<f64>) -> Self {
        let figure = value.and_then(|value| Figure::new(value, Qualifier::Exact, Status::Normal).ok());
        Self {
            figure: figure.unwrap_or_else(Figure::missing),
            extracted: false,
            carried: false,
        }
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.figure.value()
    }
}

/// A value of another period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastValue {
    /// Position of the unit.
    pub unit: usize,
    /// When, in years: 2023.5 is the middle of 2023.
    pub time: f64,
    /// The value.
    pub value: f64,
}

/// An indicator's figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// The indicator's code.
    pub code: String,
    /// A cell for each unit.
    pub cells: Vec<Cell>,
    /// Values of other periods, in any order.
    pub past: Vec<PastValue>,
}

/// A table in which everything fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    units: Vec<Unit>,
    time: f64,
    columns: Vec<Column>,
    /// Positions of units and columns by their codes.
    by_unit: BTreeMap<String, usize>,
    by_column: BTreeMap<String, usize>,
}

impl Table {
    /// Checks a table; `time` is its period, in years.
    ///
    /// # Errors
    /// [`Error::Table`] with every fault, [`Error::Limit`] when it is too large.
    pub fn new(units: Vec<Unit>, time: f64, mut columns: Vec<Column>) -> Result<Self, Error> {
        if units.len() > MAX_UNITS {
            return Err(Error::limit(
                "subjects of a table",
                units.len(),
                MAX_UNITS,
                "rank a peer group of them",
            ));
        }
        let past: usize = columns.iter().map(|column| column.past.len()).sum();
        let cells = units.len().saturating_mul(columns.len()).saturating_add(past);
        if cells > MAX_CELLS {
            return Err(Error::limit(
                "cells of a table",
                cells,
                MAX_CELLS,
                "leave out columns or periods",
            ));
        }
        let mut faults = Faults::default();
        faults.check(!units.is_empty(), "units", || "are none".to_owned());
        faults.check(time.is_finite(), "time", || format!("is {time}"));
        let mut codes = BTreeSet::new();
        for unit in &units {
            let new = codes.insert(unit.code.as_str());
            faults.check(new, &format!("units[{}]", unit.code), || {
                "stands there twice".to_owned()
            });
        }
        let mut names = BTreeSet::new();
        for column in &columns {
            let new = names.insert(column.code.as_str());
            faults.check(new, &format!("columns[{}]", column.code), || {
                "stands there twice".to_owned()
            });
            check(column, units.len(), &mut faults);
        }
        if !faults.is_empty() {
            return Err(Error::Table(faults.into_vec()));
        }
        for column in &mut columns {
            column
                .past
                .sort_by(|a, b| a.unit.cmp(&b.unit).then(a.time.total_cmp(&b.time)));
        }
        Ok(Self {
            by_unit: places(units.iter().map(|unit| &unit.code)),
            by_column: places(columns.iter().map(|column| &column.code)),
            units,
            time,
            columns,
        })
    }

    /// The units.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The period, in years.
    #[must_use]
    pub fn time(&self) -> f64 {
        self.time
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A column.
    #[must_use]
    pub fn column(&self, code: &str) -> Option<&Column> {
        self.by_column.get(code).map(|at| &self.columns[*at])
    }

    /// Position of a unit.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<usize> {
        self.by_unit.get(code).copied()
    }
}

fn places<'a>(codes: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    codes.enumerate().map(|(at, code)| (code.clone(), at)).collect()
}

fn check(column: &Column, units: usize, faults: &mut Faults) {
    let path = format!("columns[{}]", column.code);
    faults.check(column.cells.len() == units, &path, || {
        format!("has {} cells for {units} units", column.cells.len())
    });
    for (unit, cell) in column.cells.iter().enumerate() {
        let fine = cell.value().is_none_or(|value| value.abs() <= MAX_MAGNITUDE);
        faults.check(fine, &format!("{path}.cells[{unit}]"), || {
            format!("is beyond ±{MAX_MAGNITUDE:e}: give it in a larger unit")
        });
    }
    for (at, past) in column.past.iter().enumerate() {
        let fine = past.unit < units && past.time.is_finite() && past.value.abs() <= MAX_MAGNITUDE;
        faults.check(fine, &format!("{path}.past[{at}]"), || {
            format!(
                "unit {}, time {}, value {} is no value of a unit",
                past.unit, past.time, past.value
            )
        });
    }
}
