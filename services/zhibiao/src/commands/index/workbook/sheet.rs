//! Cells and sheets: values with what marks them, row after row.

use rust_xlsxwriter::{Color, Format, FormatUnderline, Workbook, Worksheet, XlsxError};

use super::{Sheets, marks::Kind};
use crate::{output::grid::Cell, text::Text};

/// Most characters of a cell; what is longer is cut by spreadsheets or not opened at all.
const MAX_TEXT: usize = 32_000;

/// Rows of a sheet below its head; spreadsheets open no more (ECMA-376 leaves it to them, Excel has 2^20).
const MAX_ROWS: usize = (1 << 20) - 1;

/// A cell of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Value {
    content: Content,
    /// What sets it off.
    kind: Option<Kind>,
}

#[derive(Debug, Clone)]
enum Content {
    Nothing,
    Number(f64),
    Text(String),
    Truth(bool),
}

impl Value {
    pub(super) const NOTHING: Self = Self {
        content: Content::Nothing,
        kind: None,
    };

    /// The cell as one of that kind.
    pub(super) fn marked(self, kind: Option<Kind>) -> Self {
        Self { kind, ..self }
    }
}

impl From<Content> for Value {
    fn from(content: Content) -> Self {
        Self { content, kind: None }
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Content::Nothing, Content::Number).into()
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Content::Number(number).into()
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Content::Truth(truth).into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::NOTHING
        } else {
            Content::Text(text).into()
        }
    }
}

impl From<&Cell> for Value {
    fn from(cell: &Cell) -> Self {
        match cell {
            Cell::Empty => Self::NOTHING,
            Cell::Text(text) => Self::from(text.as_str()),
            Cell::Number(number, _) => Self::from(*number),
            Cell::Word(_, shown) => Self::from(shown.as_str()),
        }
    }
}

/// How cells look.
struct Styles {
    plain: Format,
    head: Format,
    carried: Format,
    denominator: Format,
    imputed: Format,
}

impl Styles {
    /// Marks differ in colour and in script: a print has no colours.
    fn new() -> Self {
        Self {
            plain: Format::new(),
            head: Format::new().set_bold(),
            carried: Format::new()
                .set_background_color(Color::RGB(0xFF_E6_99))
                .set_underline(FormatUnderline::Single),
            denominator: Format::new()
                .set_background_color(Color::RGB(0xFF_F2_CC))
                .set_underline(FormatUnderline::Double),
            imputed: Format::new()
                .set_background_color(Color::RGB(0xBD_D7_EE))
                .set_italic(),
        }
    }

    fn of(&self, kind: Option<Kind>) -> &Format {
        match kind {
            None => &self.plain,
            Some(Kind::Carried) => &self.carried,
            Some(Kind::Denominator) => &self.denominator,
            Some(Kind::Imputed) => &self.imputed,
        }
    }
}

impl Sheets<'_> {
    /// A table; what is longer than a sheet goes on in further ones.
    pub(super) fn sheet(
        self,
        workbook: &mut Workbook,
        title: Text<'_>,
        head: &[String],
        rows: impl Iterator<Item = Vec<Value>>,
    ) -> Result<(), XlsxError> {
        let title = title.say(self.language);
        let styles = Styles::new();
        let mut rows = rows.peekable();
        for part in 1.. {
            let name = if part == 1 {
                title.clone()
            } else {
                format!("{title} {part}")
            };
            // Row after row goes to disk: a result of millions of cells is not held twice.
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(name)?;
            sheet.set_freeze_panes(1, 0)?;
            for (column, text) in (0..).zip(head) {
                sheet.write_string_with_format(0, column, text, &styles.head)?;
            }
            for (row, cells) in (1..).zip(rows.by_ref().take(MAX_ROWS)) {
                write_row(sheet, row, cells, &styles)?;
            }
            if rows.peek().is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// Text is written as text: a spreadsheet never takes it for a formula.
fn write_row(sheet: &mut Worksheet, row: u32, cells: Vec<Value>, styles: &Styles) -> Result<(), XlsxError> {
    for (column, Value { content, kind }) in (0..).zip(cells) {
        let style = styles.of(kind);
        match content {
            Content::Nothing => {}
            Content::Number(number) => {
                sheet.write_number_with_format(row, column, number, style)?;
            }
            Content::Truth(truth) => {
                sheet.write_boolean_with_format(row, column, truth, style)?;
            }
            Content::Text(text) => {
                let short: String = text.chars().take(MAX_TEXT).collect();
                sheet.write_string_with_format(row, column, short, style)?;
            }
        }
    }
    Ok(())
}
