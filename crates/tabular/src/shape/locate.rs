//! Where the next table begins: its head rows and its first row of data.

use std::cell::OnceCell;

use super::class::{Class, Marks, classify};
use super::context::is_known_line;
use super::words::{HeadWord, head_word, is_note, squeeze};
use crate::row::Row;

/// Most rows of a head, with its rows of units and column numbers.
const MOST_HEAD_ROWS: usize = 6;

/// Indices of rows: context before `head`, head rows up to `body`, data from there on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) head: usize,
    pub(crate) body: usize,
    /// No row of data follows the head.
    pub(crate) no_data: bool,
}

/// What a row could be, told from its cells alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A note, a line with a key, a lone period or unit.
    Line,
    /// One cell with text.
    Single,
    /// Several texts, no number.
    Texts,
    /// Texts with bare numbers that could all be years.
    Years,
    /// Numbers or marks.
    Numbers,
    /// The numbers of the columns: `甲 1 2 3`.
    ColumnNumbers,
}

/// The kinds of rows, told when they are asked for: most tables are found after a few rows.
struct Kinds<'a> {
    rows: &'a [&'a Row],
    marks: &'a Marks,
    known: Vec<OnceCell<Kind>>,
}

impl Kinds<'_> {
    fn get(&self, at: usize) -> Option<Kind> {
        let row = self.rows.get(at)?;
        Some(*self.known.get(at)?.get_or_init(|| kind(row, self.marks)))
    }
}

/// Finds the first table among rows; None if there is none.
pub(crate) fn locate(rows: &[&Row], marks: &Marks) -> Option<Located> {
    let kinds = Kinds {
        rows,
        marks,
        known: vec![OnceCell::new(); rows.len()],
    };
    let mut start = 0;
    loop {
        let in_table = |&at: &usize| matches!(kinds.get(at), Some(Kind::Texts | Kind::Years | Kind::Numbers));
        let head = (start..rows.len()).find(in_table)?;
        if kinds.get(head) == Some(Kind::Numbers) {
            return Some(Located {
                head,
                body: head,
                no_data: false,
            });
        }
        if is_heading_line(rows, &kinds, head) {
            start = head + 1;
            continue;
        }
        return Some(end_of_head(rows, &kinds, head, marks));
    }
}

/// Walks down from the first head row to the first row of data.
fn end_of_head(rows: &[&Row], kinds: &Kinds<'_>, head: usize, marks: &Marks) -> Located {
    let found = |body| Located {
        head,
        body,
        no_data: false,
    };
    let mut strong = rows.get(head).is_some_and(|row| is_strong(row));
    let mut at = head + 1;
    while let (Some(row), Some(kind)) = (rows.get(at), kinds.get(at)) {
        let gap = at > 0
            && rows
                .get(at - 1)
                .is_some_and(|above| above.number + 1 < row.number);
        let full = at - head >= MOST_HEAD_ROWS;
        match kind {
            Kind::Numbers => return found(at),
            Kind::ColumnNumbers => {}
            Kind::Years if !full && !strong && is_year_head(row, marks) => {}
            Kind::Years if !full && is_only_periods(row, marks) && !in_first_column(rows, head, row) => {}
            Kind::Years => return found(at),
            Kind::Texts if is_unit_row(row) && !full => {}
            // The row fills what the head above left blank, or is the words that tell the columns.
            Kind::Texts if !full && !gap && (!strong || is_strong(row) || fills_blanks(rows, head, at)) => {
                strong |= is_strong(row);
            }
            Kind::Texts if gap && !strong => {
                return Located {
                    head,
                    body: at,
                    no_data: true,
                };
            }
            Kind::Texts => return found(at),
            Kind::Single if gap => {
                // A title below: the head before it has no rows.
                return Located {
                    head,
                    body: at,
                    no_data: true,
                };
            }
            Kind::Single if in_first_column(rows, head, row) => return found(at),
            Kind::Single if !full => {}
            Kind::Single => return found(at),
            Kind::Line
                if row
                    .cells()
                    .iter()
                    .all(|cell| super::class::is_unit(row.raw(cell))) => {}
            Kind::Line => {
                return Located {
                    head,
                    body: at,
                    no_data: true,
                };
            }
        }
        at += 1;
    }
    Located {
        head,
        body: at.min(rows.len()),
        no_data: true,
    }
}

fn kind(row: &Row, marks: &Marks) -> Kind {
    if is_known_line(row, marks) || row.cells().first().is_some_and(|cell| is_note(row.raw(cell))) {
        return Kind::Line;
    }
    let (mut texts, mut years, mut numbers) = (0, 0, 0);
    for cell in row.cells() {
        match classify(row, cell, marks) {
            Class::Text | Class::Period => texts += 1,
            Class::YearNumber => years += 1,
            Class::Number | Class::Mark => numbers += 1,
        }
    }
    if numbers > 0 && texts + years + numbers > 1 && is_column_numbers(row) {
        Kind::ColumnNumbers
    } else if numbers > 0 {
        Kind::Numbers
    } else if texts + years == 1 {
        Kind::Single
    } else if years > 0 {
        Kind::Years
    } else {
        Kind::Texts
    }
}

/// `甲 | 乙 | 1 | 2 | 3`, with at least two numbers counted up from one.
pub(crate) fn is_column_numbers(row: &Row) -> bool {
    let mut next = 1_u32;
    for cell in row.cells() {
        let shown = row.shown(cell);
        let text = shown.trim_matches(['(', ')', '（', '）', '[', ']', ' ']);
        if text == next.to_string() {
            next += 1;
        } else if !matches!(
            text,
            "甲" | "乙" | "丙" | "丁" | "戊" | "A" | "B" | "C" | "栏次" | "—" | "-"
        ) {
            return false;
        }
    }
    next > 2
}

/// Bare years that a head has: not in the first column alone, and counted up or down where there are several.
fn is_year_head(row: &Row, marks: &Marks) -> bool {
    let years: Vec<i64> = row
        .cells()
        .iter()
        .filter(|cell| classify(row, cell, marks) == Class::YearNumber)
        .filter_map(|cell| row.shown(cell).parse().ok())
        .collect();
    let steps: Vec<i64> = years.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let regular = steps.windows(2).all(|pair| pair[0].signum() == pair[1].signum());
    match steps.as_slice() {
        [] => row.cells().len() == 1,
        [step] => step.abs() == 1 || row.cells().len() == 2,
        [..] => regular && steps.iter().all(|step| (1..=10).contains(&step.abs())),
    }
}

fn is_only_periods(row: &Row, marks: &Marks) -> bool {
    row.cells()
        .iter()
        .all(|cell| matches!(classify(row, cell, marks), Class::YearNumber | Class::Period))
}

/// At least two words that only heads have.
fn is_strong(row: &Row) -> bool {
    let mut words: Vec<HeadWord> = Vec::new();
    for cell in row.cells() {
        if let Some(word) = head_word(row.raw(cell))
            && !words.contains(&word)
        {
            words.push(word);
        }
    }
    words.len() > 1
}

/// Only units, in at least two cells.
fn is_unit_row(row: &Row) -> bool {
    let units = row
        .cells()
        .iter()
        .filter(|cell| super::class::is_unit(row.raw(cell)))
        .count();
    units > 0 && units + 1 >= row.cells().len()
}

/// Whether a row has cells where the head rows above it have none, or repeats none of them.
fn fills_blanks(rows: &[&Row], head: usize, at: usize) -> bool {
    let Some(row) = rows.get(at) else {
        return false;
    };
    let above = rows.get(head..at).unwrap_or_default();
    row.cells()
        .iter()
        .any(|cell| above.iter().all(|row| row.at(cell.column).is_none()))
        && row.cells().first().is_some_and(|cell| {
            above
                .iter()
                .all(|row| row.cells().first().is_none_or(|first| first.column < cell.column))
        })
}

fn in_first_column(rows: &[&Row], head: usize, row: &Row) -> bool {
    let first = |row: &Row| row.cells().first().map(|cell| cell.column);
    rows.get(head)
        .and_then(|head| first(head))
        .is_none_or(|column| first(row).is_some_and(|own| own <= column))
}

/// A row of two cells above a wider head: `地区 | 郑州高新区`, or a title with a period at its right.
fn is_heading_line(rows: &[&Row], kinds: &Kinds<'_>, at: usize) -> bool {
    let (Some(row), Some(next)) = (rows.get(at), rows.get(at + 1)) else {
        return false;
    };
    let [first, second] = row.cells() else {
        return false;
    };
    let data = (at + 1..at + 5).find(|&below| kinds.get(below) == Some(Kind::Numbers));
    let head_follows = data.is_some_and(|data| data > at + 1);
    let text = row.raw(first);
    let key = matches!(
        head_word(text),
        Some(HeadWord::Subject | HeadWord::Period | HeadWord::Indicator | HeadWord::Unit)
    );
    let pair = key
        && head_word(row.raw(second)).is_none()
        && next
            .cells()
            .first()
            .is_some_and(|cell| cell.column == first.column && head_word(next.raw(cell)).is_some());
    let aside = super::class::is_period(row.raw(second)) || super::class::is_unit(row.raw(second));
    let title =
        aside && head_word(text).is_none() && squeeze(text).chars().count() >= 4 && next.cells().len() > 2;
    head_follows && (pair || title)
}
