//! What the columns of a table hold, counted over its first rows.

use super::class::{Class, Marks, classify, is_unit};
use super::words::{HeadWord, head_word};
use crate::row::Row;

/// Texts of a column that are kept as evidence.
const SAMPLE: usize = 48;

/// A column's head and what its first cells are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) column: u32,
    /// Its own head cells: index of the head row, and text.
    pub(crate) head: Vec<(usize, String)>,
    pub(crate) filled: usize,
    pub(crate) numbers: usize,
    pub(crate) years: usize,
    pub(crate) marks: usize,
    pub(crate) periods: usize,
    pub(crate) units: usize,
    pub(crate) texts: usize,
    /// Different texts in the order they come, with bare numbers and periods.
    pub(crate) sample: Vec<String>,
    /// Counts up from one.
    pub(crate) serial: bool,
    /// The labels of groups are written once: some are blank, and none is repeated by the one below it.
    pub(crate) grouped: bool,
}

/// Counts every column that has a cell in the head or in the rows.
pub(crate) fn count(head: &[&Row], body: &[&Row], marks: &Marks) -> Vec<Facts> {
    let mut columns: Vec<u32> = head
        .iter()
        .chain(body)
        .flat_map(|row| row.cells())
        .map(|cell| cell.column)
        .collect();
    columns.sort_unstable();
    columns.dedup();
    columns
        .into_iter()
        .map(|column| facts(column, head, body, marks))
        .collect()
}

fn facts(column: u32, head: &[&Row], body: &[&Row], marks: &Marks) -> Facts {
    let mut facts = Facts {
        column,
        serial: true,
        grouped: true,
        ..Facts::default()
    };
    for (index, row) in head.iter().enumerate() {
        if let Some(cell) = row.at(column) {
            facts.head.push((index, row.shown(cell).into_owned()));
        }
    }
    let mut last: Option<String> = None;
    let mut blanks = 0;
    for row in body {
        let Some(cell) = row.at(column) else {
            blanks += 1;
            continue;
        };
        let text = row.shown(cell).into_owned();
        facts.filled += 1;
        facts.serial &= text.parse() == Ok(facts.filled);
        facts.grouped &= last.as_ref() != Some(&text);
        match classify(row, cell, marks) {
            Class::Number => facts.numbers += 1,
            Class::YearNumber => facts.years += 1,
            Class::Mark => facts.marks += 1,
            Class::Period => facts.periods += 1,
            Class::Text if is_unit(&text) => facts.units += 1,
            Class::Text => facts.texts += 1,
        }
        if facts.sample.len() < SAMPLE && !facts.sample.contains(&text) {
            facts.sample.push(text.clone());
        }
        last = Some(text);
    }
    facts.serial &= facts.filled > 1;
    facts.grouped &=
        blanks > 0 && facts.filled > 0 && body.first().is_some_and(|row| row.at(column).is_some());
    facts
}

impl Facts {
    /// The word of the head, the deepest row first.
    pub(crate) fn word(&self) -> Option<HeadWord> {
        self.head.iter().rev().find_map(|(_, text)| head_word(text))
    }

    /// The deepest head cell.
    pub(crate) fn head_text(&self) -> &str {
        self.head.last().map_or("", |(_, text)| text)
    }

    /// Most cells are numbers, marks or years.
    pub(crate) fn is_numeric(&self) -> bool {
        self.numbers + self.marks + self.years > 0
            && (self.numbers + self.marks + self.years) * 2 >= self.filled
    }

    /// Every number could be a year, and there is at least one.
    pub(crate) fn is_years(&self) -> bool {
        self.years > 0 && self.numbers == 0 && self.texts + self.units == 0
    }

    pub(crate) fn is_periods(&self) -> bool {
        self.periods > 0 && (self.periods + self.years) * 2 > self.filled
    }

    pub(crate) fn is_units(&self) -> bool {
        self.units > 0 && self.units * 5 >= self.filled * 3
    }

    pub(crate) fn is_texts(&self) -> bool {
        self.texts + self.units > 0 && (self.texts + self.units) * 2 > self.filled
    }
}
