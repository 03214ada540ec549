//! What the program says: tables for people, JSON and CSV for machines.

pub(crate) mod bar;
pub(crate) mod clean;
pub mod grid;
pub(crate) mod number;

use std::{
    borrow::Cow,
    io::{self, IsTerminal as _, Write as _},
};

use clap::ValueEnum;
use serde::Serialize;
use zhibiao_runtime::language::Language;

use crate::{exit::Exit, failure::Failure, text::Text};
use grid::Grid;

/// Form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// One JSON object; one a line where there are many, so that `jsonl` is the same.
    #[value(alias = "jsonl")]
    Json,
    /// CSV with a head row.
    Csv,
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        <Self as ValueEnum>::from_str(text, true).map_err(|_| "write table, json or csv".to_owned())
    }
}

/// An answer in every form.
#[derive(Debug, Default)]
pub struct Answer {
    /// Lines above the table, for people.
    pub above: Vec<String>,
    /// The table, and what CSV holds.
    pub grid: Grid,
    /// Lines below the table, for people.
    pub below: Vec<String>,
    /// Who has no rank, of an index, for people: below what stands below the table.
    pub without_rank: Vec<String>,
    /// What the hub warns of, for people: below that, or beside CSV as notes are.
    pub warnings: Vec<String>,
    /// What else readers of the table should know: below it for people; beside it, on standard error, where CSV is read.
    pub notes: Vec<String>,
    /// What JSON holds.
    pub json: String,
}

impl Answer {
    /// An answer with its JSON.
    ///
    /// # Errors
    /// When the JSON can't be written, which would be a fault of this program.
    pub fn new(json: &impl Serialize, grid: Grid) -> Result<Self, Failure> {
        let json = serde_json::to_string_pretty(json).map_err(Failure::internal)?;
        Ok(Self {
            json,
            grid,
            ..Self::default()
        })
    }

    /// Adds a line above.
    #[must_use]
    pub fn above(mut self, line: String) -> Self {
        self.above.push(line);
        self
    }

    /// Adds a line below.
    #[must_use]
    pub fn below(mut self, line: String) -> Self {
        self.below.push(line);
        self
    }
}

/// Where answers go, in which form and language.
#[derive(Debug, Clone, Copy)]
pub struct Ui {
    /// Language of texts for people.
    pub language: Language,
    /// Form of answers.
    pub format: Format,
}

impl Ui {
    /// A text in the user's language.
    #[must_use]
    pub fn text(&self, text: Text<'_>) -> String {
        text.say(self.language)
    }

    /// Gives an answer on standard output.
    ///
    /// # Errors
    /// When standard output can't be written to.
    pub fn answer(&self, answer: &Answer) -> Result<(), Failure> {
        match self.format {
            Format::Table => {
                let table = answer.grid.table(self.language, io::stdout().is_terminal());
                let below: Vec<&str> = answer
                    .below
                    .iter()
                    .chain(&answer.without_rank)
                    .chain(&answer.warnings)
                    .chain(&answer.notes)
                    .map(String::as_str)
                    .collect();
                let parts = [answer.above.join("\n"), table, below.join("\n")];
                let shown: Vec<&str> = parts
                    .iter()
                    .map(String::as_str)
                    .filter(|p| !p.is_empty())
                    .collect();
                self.line(&shown.join("\n\n"))
            }
            Format::Json => self.line(&answer.json),
            Format::Csv => {
                let mut text = Vec::new();
                answer.grid.write_csv(&mut text).map_err(Failure::internal)?;
                let notes = answer.warnings.iter().chain(&answer.notes);
                notes.for_each(|note| self.aside(note));
                self.csv(&text)
            }
        }
    }

    /// Writes a line to standard output.
    ///
    /// # Errors
    /// When it can't be written to.
    pub fn line(&self, line: &str) -> Result<(), Failure> {
        self.marked_line(&self.shown(line))
    }

    /// Writes a line with marks of this program's own to standard output: what stands between them has been
    /// [cleaned](clean::clean).
    ///
    /// # Errors
    /// When it can't be written to.
    pub(crate) fn marked_line(&self, line: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        written(writeln!(out, "{line}").and_then(|()| out.flush()))
    }

    /// Writes a table for machines to standard output; a terminal gets it without what it would obey.
    ///
    /// # Errors
    /// When it can't be written to.
    pub(crate) fn csv(&self, table: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        if out.is_terminal() {
            return written(out.write_all(clean::clean(&String::from_utf8_lossy(table)).as_bytes()));
        }
        written(out.write_all(table))
    }

    /// A line as it may go to a terminal.
    fn shown<'a>(&self, line: &'a str) -> Cow<'a, str> {
        match self.format {
            Format::Json => clean::escaped(line),
            Format::Table | Format::Csv => clean::clean(line),
        }
    }

    /// Writes a line beside the answer, to standard error; machines do not need it.
    pub fn aside(&self, line: &str) {
        // Standard error may be closed; nothing is left to tell it to.
        let _ = writeln!(io::stderr().lock(), "{}", self.shown(line));
    }

    /// Tells a failure on standard error.
    pub fn failure(&self, failure: &Failure) {
        match self.format {
            Format::Json => self.aside(&failure.json(self.language)),
            Format::Table | Format::Csv => self.aside(&failure.block(self.language)),
        }
    }

    /// Whether a person watches standard error.
    #[must_use]
    pub fn watched(&self) -> bool {
        io::stderr().is_terminal()
    }
}

/// A piece of a text in one line: a break that cuts a sentence is none, cells of a table are told apart.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(at) = rest.find(char::is_whitespace) {
        let (words, behind) = rest.split_at(at);
        rest = behind.trim_start();
        let space = behind.split_at(behind.len() - rest.len()).0;
        line.push_str(words);
        line.push_str(if space.contains('\t') {
            " | "
        } else if space.contains('\n') {
            ""
        } else {
            " "
        });
    }
    line.push_str(rest);
    line
}

/// A reader that has gone (`zhibiao … | head`) is no failure worth telling.
pub(crate) const GONE: &str = "READER_GONE";

pub(crate) fn written(outcome: io::Result<()>) -> Result<(), Failure> {
    outcome.map_err(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::new(Exit::Ok, GONE, Text::Nothing)
        } else {
            Failure::new(
                Exit::Io,
                "OUTPUT_FAILED",
                Text::OutputFailed {
                    error: error.to_string(),
                },
            )
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_text_is_one_line_whose_cells_are_told_apart() {
        for (text, line) in [
            (
                "固定资产投资\t亿元\t156.3\t8.1",
                "固定资产投资 | 亿元 | 156.3 | 8.1",
            ),
            ("已建成公共充\r\n  电桩451个", "已建成公共充电桩451个"),
            (" GDP 为  1268 亿元\n", "GDP 为 1268 亿元"),
            ("甲\t\t乙\t\n", "甲 | 乙"),
            ("", ""),
        ] {
            assert_eq!(one_line(text), line);
        }
    }
}
