//! Rows and columns that are a table for people and CSV for machines.

use std::borrow::Cow;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use zhibiao_runtime::language::Language;

use super::clean::clean;
use crate::text::Text;

/// Only the head is set off; columns are told apart by space.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Columns of characters that a table with sentences takes where no terminal says its width.
const WIDTH: u16 = 120;

/// A column: its key in CSV, which never changes, and its head for people.
#[derive(Debug, Clone)]
pub struct Column {
    key: Cow<'static, str>,
    head: Text<'static>,
    right: bool,
    shown: bool,
    written: bool,
    said_once: bool,
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(key: impl Into<Cow<'static, str>>, head: Text<'static>) -> Self {
        Self {
            key: key.into(),
            head,
            right: false,
            shown: true,
            written: true,
            said_once: false,
        }
    }

    /// A column of numbers, aligned to the right.
    #[must_use]
    pub fn number(key: impl Into<Cow<'static, str>>, head: Text<'static>) -> Self {
        Self {
            right: true,
            ..Self::text(key, head)
        }
    }

    /// The column, which people see only if it has anything to say here.
    #[must_use]
    pub fn shown_if(self, shown: bool) -> Self {
        Self { shown, ..self }
    }

    /// The column, in which people see nothing where a row says the same as the row before.
    #[must_use]
    pub fn said_once(self) -> Self {
        Self {
            said_once: true,
            ..self
        }
    }

    /// A column that only people see.
    #[must_use]
    pub fn drawn(head: Text<'static>) -> Self {
        Self {
            written: false,
            ..Self::text("", head)
        }
    }

    /// A column that only CSV has.
    #[must_use]
    pub fn machine(key: impl Into<Cow<'static, str>>) -> Self {
        Self {
            shown: false,
            ..Self::text(key, Text::Nothing)
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number for machines and how people read it.
    Number(f64, String),
    /// A word for machines and how people read it.
    Word(String, String),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// A figure.
    #[must_use]
    pub fn figure(value: f64) -> Self {
        Self::Number(value, super::number::figure(value))
    }

    pub(crate) fn shown(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Number(_, text) | Self::Word(_, text) => text,
        }
    }

    /// What CSV carries. A spreadsheet runs text that begins with one of these as a formula; an apostrophe before it
    /// makes it text again. Numbers stay numbers.
    fn csv(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number(value, _) => value.to_string(),
            Self::Text(text) | Self::Word(text, _) => {
                if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                    format!("'{text}")
                } else {
                    text.clone()
                }
            }
        }
    }
}

/// Rows and columns.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    /// Rows that only people see, behind the others.
    drawn_rows: Vec<Vec<Cell>>,
    /// Rows that only CSV has, behind the others.
    machine_rows: Vec<Vec<Cell>>,
    fits: bool,
}

impl Grid {
    /// No rows yet.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            ..Self::default()
        }
    }

    /// No rows yet of a table that holds sentences: it is wrapped wherever it goes.
    #[must_use]
    pub fn fitting(columns: Vec<Column>) -> Self {
        Self {
            fits: true,
            ..Self::new(columns)
        }
    }

    /// Adds a row: one cell a column.
    pub fn row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    /// Adds a row that only people see, in which several rows of CSV are drawn together.
    pub fn drawn_row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.drawn_rows.push(cells);
    }

    /// Adds a row that only CSV has: people are told in a sentence.
    pub fn machine_row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.machine_rows.push(cells);
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table for people, wrapped to the width of the terminal; where there is none, a table that fits to one to 120 columns.
    /// Columns without any content are left out.
    #[must_use]
    pub fn table(&self, language: Language, terminal: bool) -> String {
        let filled = |i: usize| {
            self.drawn()
                .any(|row| row.get(i).is_some_and(|c| !c.shown().is_empty()))
        };
        let shown: Vec<(usize, &Column)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(i, column)| column.shown && filled(*i))
            .collect();
        if shown.is_empty() {
            return String::new();
        }
        let mut table = Table::new();
        table.load_style(STYLE);
        table.set_content_arrangement(if terminal || self.fits {
            ContentArrangement::Dynamic
        } else {
            ContentArrangement::Disabled
        });
        if self.fits && !terminal {
            table.set_width(WIDTH);
        }
        table.set_header(shown.iter().map(|(_, column)| column.head.clone().say(language)));
        let mut before: Option<&Vec<Cell>> = None;
        for row in self.drawn() {
            let cells = shown.iter().map(|(i, column)| {
                let cell = row.get(*i);
                let is_said = column.said_once && before.is_some_and(|before| before.get(*i) == cell);
                clean(cell.filter(|_| !is_said).map_or("", Cell::shown))
            });
            table.add_row(cells);
            before = Some(row);
        }
        for ((_, column), drawn) in shown.iter().zip(table.column_iter_mut()) {
            drawn.set_padding((0, 2));
            if column.right {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }

    /// The rows that people see.
    fn drawn(&self) -> impl Iterator<Item = &Vec<Cell>> {
        self.rows.iter().chain(&self.drawn_rows)
    }

    /// Heads of the columns that machines get, as people read them; of what people never see its key.
    pub(crate) fn heads(&self, language: Language) -> impl Iterator<Item = String> {
        let head = move |column: &Column| {
            if column.head == Text::Nothing {
                column.key.clone().into_owned()
            } else {
                column.head.clone().say(language)
            }
        };
        self.columns.iter().filter(|column| column.written).map(head)
    }

    /// The rows that both people and machines get, with all that machines get of them.
    pub(crate) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = &Cell>> {
        self.rows.iter().map(|row| {
            let cells = row.iter().zip(&self.columns);
            cells.filter(|(_, column)| column.written).map(|(cell, _)| cell)
        })
    }

    /// CSV with a head row of keys.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_csv(&self, out: impl std::io::Write) -> csv::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        let written = self.columns.iter().filter(|column| column.written);
        writer.write_record(written.map(|column| column.key.as_ref()))?;
        for row in self.rows.iter().chain(&self.machine_rows) {
            let cells = row.iter().zip(&self.columns).filter(|(_, column)| column.written);
            writer.write_record(cells.map(|(cell, _)| cell.csv()))?;
        }
        writer.flush()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let mut grid = Grid::new(vec![
            Column::text("name", Text::HeadName),
            Column::number("value", Text::HeadValue),
            Column::machine("code"),
        ]);
        grid.row(vec![Cell::text("肇庆"), Cell::figure(-5.5), Cell::text("=cmd|x")]);
        grid.row(vec![
            Cell::text("xian, west"),
            Cell::figure(1234.0),
            Cell::text("-1"),
        ]);
        grid
    }

    #[test]
    fn tables_align_wide_characters() {
        let table = grid().table(Language::En, false);
        let ends: Vec<usize> = table.lines().skip(2).map(width).collect();
        assert_eq!(ends.len(), 2);
        assert_eq!(
            ends.first(),
            ends.last(),
            "right-aligned numbers end in one column:\n{table}"
        );
        assert!(!table.contains("cmd"), "machine columns are not shown");
    }

    /// Han characters take two columns.
    fn width(line: &str) -> usize {
        line.chars()
            .map(|c| {
                if ('\u{4e00}'..='\u{9fff}').contains(&c) {
                    2
                } else {
                    1
                }
            })
            .sum()
    }

    #[test]
    fn csv_guards_text_and_keeps_numbers() {
        let mut out = Vec::new();
        grid().write_csv(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "name,value,code\n肇庆,-5.5,'=cmd|x\n\"xian, west\",1234,'-1\n"
        );
    }

    #[test]
    fn a_table_with_sentences_is_wrapped_and_says_each_once() {
        let mut grid = Grid::fitting(vec![
            Column::number("value", Text::HeadValue),
            Column::text("sentence", Text::HeadSentence).said_once(),
        ]);
        let (one, other) = ("甲".repeat(100), "乙".repeat(20));
        for (value, sentence) in [(1.0, &one), (2.0, &one), (3.0, &other)] {
            grid.row(vec![Cell::figure(value), Cell::text(sentence)]);
        }
        let table = grid.table(Language::En, false);
        assert!(table.lines().all(|line| width(line) <= WIDTH.into()), "{table}");
        let count = |c| table.chars().filter(|found| *found == c).count();
        assert_eq!((count('甲'), count('乙')), (100, 20), "{table}");
        let mut csv = Vec::new();
        grid.write_csv(&mut csv).unwrap();
        assert_eq!(String::from_utf8(csv).unwrap().matches(one.as_str()).count(), 2);
    }

    #[test]
    fn columns_without_content_are_left_out_of_tables() {
        let mut grid = Grid::new(vec![
            Column::text("name", Text::HeadName),
            Column::number("value", Text::HeadValue),
        ]);
        grid.row(vec![Cell::text("a"), Cell::Empty]);
        assert_eq!(
            grid.table(Language::En, false).lines().next().map(str::trim),
            Some("name")
        );
    }
}
