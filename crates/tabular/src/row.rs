//! One row of a sheet, as text in one buffer with the cells as spans of it.

use std::borrow::Cow;

use crate::number::show;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Content {
    /// Text, trimmed; never empty.
    Text,
    /// A number cell of a workbook.
    Number(f64),
    /// A number cell that is shown as a percentage: 0.053 is shown as 5.3 %.
    Percentage(f64),
    /// A date, as text.
    Date,
    /// A formula's error, such as `#DIV/0!`.
    Error,
    /// A formula whose result the workbook does not hold.
    FormulaWithoutValue,
}

/// A cell that holds something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// From 1.
    pub(crate) column: u32,
    /// What it holds.
    pub(crate) content: Content,
    start: usize,
    end: usize,
}

/// A row with its cells in the order of their columns. Reused from row to row: reading allocates nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// As a spreadsheet program numbers it, from 1.
    pub(crate) number: u32,
    text: String,
    cells: Vec<Cell>,
}

/// The rows of one sheet, in order.
pub(crate) trait Rows {
    /// Reads the next row that holds anything; false at the end.
    fn read(&mut self, row: &mut Row) -> Result<bool, crate::Unreadable>;
}

impl Row {
    pub(crate) fn start(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.cells.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Bytes of text in the row.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Adds a text cell, trimmed; blank text adds none. Returns whether it was added.
    pub(crate) fn push_text(&mut self, column: u32, text: &str, content: Content) -> bool {
        let text = trim(text);
        if text.is_empty() {
            return false;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.cells.push(Cell {
            column,
            content,
            start,
            end,
        });
        true
    }

    /// Adds a cell without text.
    pub(crate) fn push(&mut self, column: u32, content: Content) {
        let at = self.text.len();
        self.cells.push(Cell {
            column,
            content,
            start: at,
            end: at,
        });
    }

    /// Puts cells that came out of order into the order of their columns; false if two have one column.
    pub(crate) fn sort(&mut self) -> bool {
        if !self.cells.is_sorted_by(|a, b| a.column < b.column) {
            self.cells.sort_by_key(|cell| cell.column);
        }
        self.cells.is_sorted_by(|a, b| a.column < b.column)
    }

    /// The text of a cell, empty for numbers.
    pub(crate) fn raw(&self, cell: &Cell) -> &str {
        self.text.get(cell.start..cell.end).unwrap_or_default()
    }

    /// The cell as an office sees it.
    pub(crate) fn shown(&self, cell: &Cell) -> Cow<'_, str> {
        match cell.content {
            Content::Text | Content::Date | Content::Error => Cow::Borrowed(self.raw(cell)),
            Content::Number(number) => Cow::Owned(show(number)),
            Content::Percentage(number) => Cow::Owned(format!("{}%", show(round(number * 100.0)))),
            Content::FormulaWithoutValue => Cow::Borrowed(""),
        }
    }

    /// The cell in a column.
    pub(crate) fn at(&self, column: u32) -> Option<&Cell> {
        let index = self
            .cells
            .binary_search_by_key(&column, |cell| cell.column)
            .ok()?;
        self.cells.get(index)
    }
}

/// Without white space, ideographic spaces and byte order marks at the ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// Takes away what binary fractions leave behind a decimal of 12 places.
fn round(number: f64) -> f64 {
    let scaled = number * 1e12;
    if scaled.abs() < 9e15 {
        scaled.round() / 1e12
    } else {
        number
    }
}
