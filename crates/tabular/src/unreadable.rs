//! Why a file can't be read at all.

use thiserror::Error;
use zhibiao_encoding::Undecodable;

/// Why reading a file stopped. Each message says what was wrong, where, and what to do next.
///
/// Entries may have been handed to the sink before a late fault, such as too many entries, was met: drop them.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// No cell holds anything.
    #[error("the file is empty; send one with a head row and at least one row of values")]
    Empty,
    /// The file has more bytes than allowed.
    #[error("the file has {bytes} bytes, more than the limit of {limit}; split it")]
    FileTooLarge {
        /// Its size, or the number of bytes read so far.
        bytes: u64,
        /// [`crate::Limits::bytes`].
        limit: u64,
    },
    /// The content is of another kind.
    #[error(
        "the file is {found}, neither a text nor a workbook; save tables as .xlsx or CSV, prose as .docx or text, and send it again"
    )]
    NotAWorkbook {
        /// What it seems to be.
        found: &'static str,
    },
    /// The content is no Word document.
    #[error("the file is {found}, no .docx document; save it as .docx or as plain text and send it again")]
    NotADocument {
        /// What it seems to be.
        found: &'static str,
    },
    /// A document has more text than allowed.
    #[error("the document has more than {limit} bytes of text; send its parts one by one")]
    TextTooLong {
        /// The bound that the caller set.
        limit: usize,
    },
    /// A file of the formats before 2007.
    #[error("the file is an old .xls or .doc; open it and save it as .xlsx or .docx")]
    LegacyWorkbook,
    /// A workbook behind a password.
    #[error("the file is encrypted; remove its password and save it again")]
    Encrypted,
    /// The archive or a part of it ends too early, or fails its checksum.
    #[error("the file is cut off or damaged ({part}); copy or save it again")]
    Truncated {
        /// The part that could not be read to its end.
        part: String,
    },
    /// A part of the archive inflates beyond all measure.
    #[error(
        "part {part} of the file inflates from {packed} to more than {inflated} bytes, which no report does; save the figures into a new file"
    )]
    ZipBomb {
        /// The part.
        part: String,
        /// Its packed size in bytes.
        packed: u64,
        /// Inflated bytes when reading stopped.
        inflated: u64,
    },
    /// The archive has more parts than allowed.
    #[error("the file has more than {limit} parts; save the figures into a new file")]
    TooManyParts {
        /// [`crate::Limits::parts`].
        limit: usize,
    },
    /// A part of the workbook is not what the format says.
    #[error("part {part} of the file is not well formed: {fault}{}; open it in its program and save it again", Row(*row))]
    Malformed {
        /// The part: the sheet's name, or the path of another part.
        part: String,
        /// Row of the sheet where it was met, 0 outside of rows.
        row: u32,
        /// What is wrong.
        fault: &'static str,
    },
    /// More worksheets than allowed.
    #[error("the workbook has {sheets} sheets, more than the limit of {limit}; split it")]
    TooManySheets {
        /// Worksheets in the workbook.
        sheets: usize,
        /// [`crate::Limits::sheets`].
        limit: usize,
    },
    /// A row beyond the last one allowed.
    #[error("sheet {sheet:?} goes on to row {row}, beyond the limit of {limit}; split it")]
    TooManyRows {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The row.
        row: u32,
        /// [`crate::Limits::rows`].
        limit: u32,
    },
    /// A column beyond the last one allowed.
    #[error("row {row} of sheet {sheet:?} goes on beyond column {limit}; split the table")]
    TooManyColumns {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The row.
        row: u32,
        /// [`crate::Limits::columns`].
        limit: u32,
    },
    /// A cell with more text than allowed.
    #[error("row {row} of sheet {sheet:?} has a cell of more than {limit} bytes; shorten it")]
    CellTooLong {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The row.
        row: u32,
        /// [`crate::Limits::cell_bytes`].
        limit: usize,
    },
    /// A row with more text than allowed.
    #[error("row {row} of sheet {sheet:?} has more than {limit} bytes of text; split the table")]
    RowTooLong {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The row.
        row: u32,
        /// [`crate::Limits::row_bytes`].
        limit: usize,
    },
    /// More tables than allowed: a sheet in which every row looks like another head.
    #[error("the file has more than {limit} tables (reached in row {row} of sheet {sheet:?}); split it")]
    TooManyTables {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The first row of the first table too many.
        row: u32,
        /// [`crate::Limits::tables`].
        limit: u32,
    },
    /// More cells in heads than allowed: a wide sheet in which every row looks like another head.
    #[error(
        "the tables have more than {limit} head cells (reached in row {row} of sheet {sheet:?}); split the file"
    )]
    TooManyHeadCells {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The first row of the head with the first cell too many.
        row: u32,
        /// [`crate::Limits::head_cells`].
        limit: u32,
    },
    /// More entries than allowed.
    #[error("the file has more than {limit} entries (reached in row {row} of sheet {sheet:?}); split it")]
    TooManyEntries {
        /// Name of the sheet, empty for text.
        sheet: String,
        /// The row of the first entry too many.
        row: u32,
        /// [`crate::Limits::entries`].
        limit: u32,
    },
    /// The text is in none of the known encodings.
    #[error("line {line} (byte {byte}) is neither UTF-8 nor GB18030; save the file as CSV UTF-8")]
    EncodingUnknown {
        /// Line, from 1.
        line: u64,
        /// Offset in the file of the first byte that can't be read.
        byte: u64,
    },
    /// Some lines are UTF-8, others GB18030.
    #[error(
        "line {line} (byte {byte}) is in {encoding}, the lines before it are not; save the whole file in one encoding, best CSV UTF-8"
    )]
    EncodingMixed {
        /// The first line that differs, from 1.
        line: u64,
        /// Offset in the file of that line.
        byte: u64,
        /// Its encoding: `UTF-8` or `GB18030`.
        encoding: &'static str,
    },
    /// A NUL byte, which no text has.
    #[error(
        "line {line} (byte {byte}) has a NUL byte, so the file is no text; save it as CSV UTF-8 or .xlsx"
    )]
    NulByte {
        /// Line, from 1.
        line: u64,
        /// Offset in the file.
        byte: u64,
    },
    /// A quoted cell that never ends.
    #[error(
        "the quote that opens a cell in row {row} is never closed; close it, or double quotes inside a cell"
    )]
    UnclosedQuote {
        /// The row it opens in.
        row: u32,
    },
    /// The sheet that was asked for is not in the file.
    #[error("the file has no sheet number {sheet}")]
    NoSuchSheet {
        /// Number of the sheet, from 1.
        sheet: u32,
    },
    /// The bytes could not be had.
    #[error("the file could not be read; send it again")]
    Io(#[source] std::io::Error),
}

impl Unreadable {
    /// Stable name of the kind, UPPER_SNAKE.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "FILE_EMPTY",
            Self::FileTooLarge { .. } => "FILE_TOO_LARGE",
            Self::NotAWorkbook { .. } => "FILE_NOT_A_WORKBOOK",
            Self::NotADocument { .. } => "FILE_NOT_A_DOCUMENT",
            Self::TextTooLong { .. } => "TEXT_TOO_LONG",
            Self::LegacyWorkbook => "FILE_LEGACY_WORKBOOK",
            Self::Encrypted => "FILE_ENCRYPTED",
            Self::Truncated { .. } => "FILE_TRUNCATED",
            Self::ZipBomb { .. } => "FILE_ZIP_BOMB",
            Self::TooManyParts { .. } => "FILE_TOO_MANY_PARTS",
            Self::Malformed { .. } => "FILE_MALFORMED",
            Self::TooManySheets { .. } => "TOO_MANY_SHEETS",
            Self::TooManyRows { .. } => "TOO_MANY_ROWS",
            Self::TooManyColumns { .. } => "TOO_MANY_COLUMNS",
            Self::CellTooLong { .. } => "CELL_TOO_LONG",
            Self::RowTooLong { .. } => "ROW_TOO_LONG",
            Self::TooManyTables { .. } => "TOO_MANY_TABLES",
            Self::TooManyHeadCells { .. } => "TOO_MANY_HEAD_CELLS",
            Self::TooManyEntries { .. } => "TOO_MANY_ENTRIES",
            Self::EncodingUnknown { .. } => "ENCODING_UNKNOWN",
            Self::EncodingMixed { .. } => "ENCODING_MIXED",
            Self::NulByte { .. } => "NUL_BYTE",
            Self::UnclosedQuote { .. } => "UNCLOSED_QUOTE",
            Self::NoSuchSheet { .. } => "NO_SUCH_SHEET",
            Self::Io(_) => "FILE_IO",
        }
    }
}

impl From<Undecodable> for Unreadable {
    fn from(fault: Undecodable) -> Self {
        match fault {
            Undecodable::Unknown { line, byte } => Self::EncodingUnknown { line, byte },
            Undecodable::Mixed { line, byte, encoding } => Self::EncodingMixed { line, byte, encoding },
            Undecodable::Nul { line, byte } => Self::NulByte { line, byte },
        }
    }
}

/// Says the row only where there is one.
struct Row(u32);

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == 0 {
            Ok(())
        } else {
            write!(f, " in row {}", self.0)
        }
    }
}
