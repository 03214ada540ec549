//! What a file may hold, and what the caller says about it.

/// Form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text: comma, semicolon, tab or full-width comma; UTF-8, GB18030, or UTF-16 with a byte order mark.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
}

/// Bounds on a file. Reading stops with [`crate::Unreadable`] at the first one that is passed, so that neither
/// memory nor time depends on what a file claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it was sent: 64 MiB.
    pub bytes: u64,
    /// Parts in a workbook's archive: 10,000.
    pub parts: usize,
    /// Worksheets: 100.
    pub sheets: usize,
    /// Last row number of a sheet or text file: 1,048,576, as in a spreadsheet.
    pub rows: u32,
    /// Last column number: 16,384, as in a spreadsheet.
    pub columns: u32,
    /// Bytes of text in one cell: 32 KiB.
    pub cell_bytes: usize,
    /// Bytes of text in one row: 4 MiB.
    pub row_bytes: usize,
    /// Inflated bytes of one part that is loaded whole (shared strings, styles, workbook): 256 MiB.
    pub part_bytes: u64,
    /// Inflated bytes of one worksheet, which is streamed: 2 GiB.
    pub sheet_bytes: u64,
    /// Inflated over packed bytes of a part that inflates to more than 16 MiB: 300.
    pub inflation: u64,
    /// Tables in a file, with heads that no table follows: 1,000.
    pub tables: u32,
    /// Cells in the heads of all tables of a file: 250,000. Telling what a head says is the costly part of reading.
    pub head_cells: u32,
    /// Entries in a file: 1,000,000.
    pub entries: u32,
}

/// What the caller says about a file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Its form; None tells it from the content.
    pub format: Option<Format>,
    /// Its bounds.
    pub limits: Limits,
    /// Marks that stand for a value besides the usual ones (`…`, `-`, `N/A`, `:`, `#` and their like), so that a
    /// column of them counts as data.
    pub marks: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            parts: 10_000,
            sheets: 100,
            rows: 1_048_576,
            columns: 16_384,
            cell_bytes: 32 << 10,
            row_bytes: 4 << 20,
            part_bytes: 256 << 20,
            sheet_bytes: 2 << 30,
            inflation: 300,
            tables: 1_000,
            head_cells: 250_000,
            entries: 1_000_000,
        }
    }
}
