//! Columns of numbers, one after the other.
//!
//! Inside the engine a missing cell is NaN, so that arithmetic carries it along; nothing that leaves the engine holds
//! one: results are `Option<f64>`.

/// A missing cell.
pub(crate) const MISSING: f64 = f64::NAN;

/// Units × columns, column-major.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matrix {
    rows: usize,
    data: Vec<f64>,
}

impl Matrix {
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            data: vec![MISSING; rows * columns],
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn columns(&self) -> usize {
        self.data.len().checked_div(self.rows).unwrap_or(0)
    }

    pub(crate) fn column(&self, column: usize) -> &[f64] {
        &self.data[column * self.rows..][..self.rows]
    }

    pub(crate) fn column_mut(&mut self, column: usize) -> &mut [f64] {
        &mut self.data[column * self.rows..][..self.rows]
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> f64 {
        self.column(column)[row]
    }

    /// The cell as it leaves the engine.
    pub(crate) fn value(&self, row: usize, column: usize) -> Option<f64> {
        known(self.get(row, column))
    }

    /// The cells of the columns before `column`.
    pub(crate) fn before(&self, column: usize) -> &[f64] {
        &self.data[..column * self.rows]
    }

    /// The cells of the columns before `column`, and the column.
    pub(crate) fn split(&mut self, column: usize) -> (&[f64], &mut [f64]) {
        let (before, rest) = self.data.split_at_mut(column * self.rows);
        (before, &mut rest[..self.rows])
    }

    /// Some of the rows alone.
    pub(crate) fn taking(&self, rows: &[usize]) -> Self {
        let cells = |column| rows.iter().map(move |row| self.get(*row, column));
        Self {
            rows: rows.len(),
            data: (0..self.columns()).flat_map(cells).collect(),
        }
    }

    pub(crate) fn copy_from(&mut self, other: &Self) {
        self.rows = other.rows;
        self.data.clear();
        self.data.extend_from_slice(&other.data);
    }
}

/// A number as it leaves the engine.
pub(crate) fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
