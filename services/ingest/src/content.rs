//! A report as it was read: rows of a few integers over dictionaries of texts.
//!
//! A text is kept once however often it stands in a report, so that the checks look at each distinct text once and a
//! report of a million values stays small.

mod prose;
mod texts;

use std::collections::BTreeMap;

use zhibiao_model::{observation::column_letters, qualifier::Qualifier, status::Status};

pub(crate) use prose::{Explained, MEASURE, Passage, PassedOver, Prose};
pub(crate) use texts::{TextId, Texts};

use crate::finding::{Check, Position};

/// A cell of a file; with sheet 0 a row of structured content, or the number of a passage of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Place {
    /// Number of the sheet from 1; 0 for structured content and prose.
    pub(crate) sheet: u32,
    /// Physical row from 1.
    pub(crate) row: u32,
    /// Physical column from 1; 0 for the whole row.
    pub(crate) column: u32,
}

/// What of a row a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// Its subject.
    Subject,
    /// Its indicator.
    Indicator,
    /// Its period.
    Period,
    /// Its unit.
    Unit,
    /// Its qualifier.
    Qualifier,
    /// Its status.
    Status,
    /// Its value.
    Value,
    /// Its note.
    Note,
}

impl Part {
    /// The field of structured content.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Indicator => "indicator",
            Self::Period => "period",
            Self::Unit => "unit",
            Self::Qualifier => "qualifier",
            Self::Status => "status",
            Self::Value => "value",
            Self::Note => "note",
        }
    }
}

/// A piece of the written values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    start: u32,
    length: u32,
}

/// One value of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Its cell.
    pub(crate) place: Place,
    /// What it is about, as written.
    pub(crate) subject: TextId,
    /// What is measured, as written.
    pub(crate) indicator: TextId,
    /// When, as written.
    pub(crate) period: TextId,
    /// Its unit as written.
    pub(crate) unit: TextId,
    /// Note on the row.
    pub(crate) note: TextId,
    /// Where the row says it comes from.
    pub(crate) source: TextId,
    /// The value as written; empty for structured content.
    pub(crate) written: Span,
    /// The value; 0 where it is missing. In the unit as written until the checks convert it.
    pub(crate) value: f64,
    /// How exact.
    pub(crate) qualifier: Qualifier,
    /// Its status; a missing value has no other.
    pub(crate) status: Status,
    /// Whether its cell names a scale but no unit: `1,100万`.
    pub(crate) scaled: bool,
    /// Whether an error blocks it.
    pub(crate) blocked: bool,
    /// Whether the reader took it for a total.
    pub(crate) total: bool,
    /// Number of its table, from 1.
    pub(crate) table: u32,
    /// The cell of the cube it is for, once it is known.
    pub(crate) cell: Option<Cell>,
    /// What of that cell is known, as far as it is.
    pub(crate) about: About,
}

/// What a row is about, as far as it is known: indexes into [`Keys`](crate::resolve::Keys).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct About {
    /// Index of the subject.
    pub(crate) subject: Option<u32>,
    /// Index of the indicator.
    pub(crate) indicator: Option<u32>,
    /// Index of the period.
    pub(crate) period: Option<u32>,
}

/// A cell of the cube: indexes into [`Keys`](crate::resolve::Keys).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cell {
    /// Index of the indicator.
    pub(crate) indicator: u32,
    /// Index of the period.
    pub(crate) period: u32,
    /// Index of the subject.
    pub(crate) subject: u32,
}

/// Something the intake saw that becomes a finding once the checks run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What.
    pub(crate) check: Check,
    /// Where.
    pub(crate) place: Place,
    /// What of the row.
    pub(crate) part: Part,
    /// What was read.
    pub(crate) read: String,
    /// Number of the entry it is about, from 1; 0 for none.
    pub(crate) entry: u32,
}

/// Notices of one kind about one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repeated {
    /// The first.
    pub(crate) first: Notice,
    /// How many.
    pub(crate) count: u32,
}

/// A report as it was read.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// Names of the sheets in their order; empty for structured content.
    pub(crate) sheets: Vec<String>,
    /// What the reader understood, one line a table.
    pub(crate) tables: Vec<String>,
    /// First row of the head and of the data, a pair a table.
    pub(crate) heads: Vec<(u32, u32)>,
    /// Subjects as written.
    pub(crate) subjects: Texts,
    /// Indicators as written.
    pub(crate) indicators: Texts,
    /// Periods as written.
    pub(crate) periods: Texts,
    /// Units as written.
    pub(crate) units: Texts,
    /// Notes.
    pub(crate) notes: Texts,
    /// Sources that rows name.
    pub(crate) sources: Texts,
    /// What stands where in a text; only of prose.
    pub(crate) prose: Option<Prose>,
    /// The values to publish, in the order of the report.
    pub(crate) rows: Vec<Row>,
    /// Totals that name no subject: they check their parts and are no entries.
    pub(crate) totals: Vec<Row>,
    /// What the intake saw, in the order of the report.
    pub(crate) notices: Vec<Notice>,
    /// What it saw again and again, by text: one finding tells all.
    pub(crate) repeated: BTreeMap<(Check, String), Repeated>,
    /// How many more notices were seen than kept, by check.
    pub(crate) more_notices: BTreeMap<Check, u32>,
    written: String,
}

/// Most notices kept of a reading; more are counted.
const MAX_NOTICES: usize = crate::finding::MAX_FINDINGS;

impl Content {
    /// Keeps a value as it was written, cut to what an excerpt may have.
    pub(crate) fn write(&mut self, text: &str) -> Span {
        let text = texts::cut(text, zhibiao_model::observation::Evidence::MAX_EXCERPT);
        let start = u32::try_from(self.written.len()).unwrap_or(u32::MAX);
        self.written.push_str(text);
        Span {
            start,
            length: u32::try_from(text.len()).unwrap_or(0),
        }
    }

    /// A value as it was written.
    pub(crate) fn written(&self, span: Span) -> &str {
        let start = span.start as usize;
        self.written
            .get(start..start + span.length as usize)
            .unwrap_or_default()
    }

    /// Notes something for the findings.
    pub(crate) fn notice(&mut self, notice: Notice) {
        if self.notices.len() < MAX_NOTICES {
            self.notices.push(notice);
        } else {
            *self.more_notices.entry(notice.check).or_default() += 1;
        }
    }

    /// Notes something that is told once for all the places where the same text stands.
    pub(crate) fn repeat(&mut self, notice: Notice) {
        if let Some(known) = self.repeated.get_mut(&(notice.check, notice.read.clone())) {
            known.count += 1;
        } else if self.repeated.len() < MAX_NOTICES {
            let key = (notice.check, notice.read.clone());
            self.repeated.insert(
                key,
                Repeated {
                    first: notice,
                    count: 1,
                },
            );
        } else {
            *self.more_notices.entry(notice.check).or_default() += 1;
        }
    }

    /// A place as findings name it.
    pub(crate) fn position(&self, place: Place, part: Part) -> Position {
        if let Some(prose) = &self.prose {
            return prose.position(place);
        }
        let Place { sheet, row, column } = place;
        let name = || self.sheets.get(sheet.checked_sub(1)? as usize).cloned();
        Position {
            sheet_number: sheet,
            row,
            column_number: column,
            sheet: name().unwrap_or_default(),
            column: if sheet == 0 {
                part.field().into()
            } else {
                column_letters(column).into()
            },
            prose: None,
        }
    }
}

impl Position {
    /// The place in a few characters: `Sheet1!C7`, `C7`, `row 7`, or of prose `line 7`.
    pub(crate) fn short(&self) -> String {
        if self.prose.is_some() {
            return format!("line {}", self.row);
        }
        let cell = match (self.column.as_ref(), self.column_number) {
            ("", _) => format!("row {}", self.row),
            (field, 0) => format!("{field}[{}]", self.row),
            (letters, _) => format!("{letters}{}", self.row),
        };
        if self.sheet.is_empty() {
            cell
        } else {
            format!("{}!{cell}", self.sheet)
        }
    }
}
