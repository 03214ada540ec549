//! What the reader noticed: nothing of a file is dropped in silence.

use crate::entry::Place;

/// Something worth telling about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// Where; row and column 0 for the whole sheet, column 0 for the whole row.
    pub place: Place,
    /// What was read there, at most 200 characters.
    pub text: String,
}

/// What was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A hidden sheet was not read: who approves a report does not see it.
    HiddenSheet,
    /// A sheet holds something, but no table was found in it.
    NoTable,
    /// A head without a row of values.
    NoDataRows,
    /// A row that is neither part of a table nor a title, a note or another known line.
    UnreadRow,
    /// A column with content but without a known meaning.
    UnreadColumn,
    /// A cell beside or below a table that belongs to nothing.
    UnreadCell,
    /// Text that a spreadsheet program would run as a formula; it was read as text.
    FormulaText,
    /// A table whose rows could be subjects as well as indicators; its layout says how it was read.
    AmbiguousHead,
}

impl NoticeKind {
    /// Stable name, UPPER_SNAKE.
    pub fn code(self) -> &'static str {
        match self {
            Self::HiddenSheet => "HIDDEN_SHEET",
            Self::NoTable => "NO_TABLE",
            Self::NoDataRows => "NO_DATA_ROWS",
            Self::UnreadRow => "UNREAD_ROW",
            Self::UnreadColumn => "UNREAD_COLUMN",
            Self::UnreadCell => "UNREAD_CELL",
            Self::FormulaText => "FORMULA_TEXT",
            Self::AmbiguousHead => "AMBIGUOUS_HEAD",
        }
    }
}

/// Longest text of a notice, in characters.
const LONGEST: usize = 200;

impl Notice {
    pub(crate) fn new(kind: NoticeKind, place: Place, text: &str) -> Self {
        Self {
            kind,
            place,
            text: text.chars().take(LONGEST).collect(),
        }
    }
}
