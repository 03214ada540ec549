//! What a file says, one value at a time, and where each part of it was read.

use std::ops::ControlFlow;

use crate::notice::Notice;
use crate::table::Table;

/// A cell, or with row 0 the name of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the sheet from 1, in the order of the workbook; text files have one.
    pub sheet: u32,
    /// Row from 1, as a spreadsheet program numbers it; 0 is the sheet's name.
    pub row: u32,
    /// Column from 1; 0 is the sheet's name.
    pub column: u32,
}

/// Text that says what an entry is about, and where it was read: its own row, a head, a title, the sheet's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<'a> {
    /// As written, without white space around it.
    pub text: &'a str,
    /// The cell; of text put together from several cells the last one.
    pub place: Place,
}

/// What the cell of an entry holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A number cell of a workbook, always finite.
    Number(f64),
    /// A number cell that is shown as a percentage: 0.053 is shown as 5.3 %. Its unit is the one it would have
    /// without the percent sign: a fraction of one.
    Percentage(f64),
    /// Text, which may still be a number: `1,100万`, `约 3.5`, `-`. Every value of a text file.
    Text(&'a str),
    /// A date, `2023-09-01`, `2023-09` or `2023` by how it is shown.
    Date(&'a str),
    /// A formula's error, such as `#DIV/0!`.
    Error(&'a str),
    /// A formula whose result the workbook does not hold.
    FormulaWithoutValue,
}

/// One value of a report and all that the file says about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Its cell.
    pub place: Place,
    /// What it is about.
    pub subject: Option<Term<'a>>,
    /// What is measured, without its unit.
    pub indicator: Option<Term<'a>>,
    /// When.
    pub period: Option<Term<'a>>,
    /// In which unit.
    pub unit: Option<Term<'a>>,
    /// How exact.
    pub qualifier: Option<Term<'a>>,
    /// In which status.
    pub status: Option<Term<'a>>,
    /// Note on the row.
    pub note: Option<Term<'a>>,
    /// Where the row says it comes from.
    pub source: Option<Term<'a>>,
    /// The value.
    pub value: Value<'a>,
    /// Whether its row or column is a total (合计, 总计, 小计, Total).
    pub total: bool,
}

/// What the reader hands its findings to, in the order of the file.
pub trait Sink {
    /// A table begins; its entries follow.
    fn table(&mut self, table: &Table);
    /// A value. Breaking ends the reading, which is no error.
    fn entry(&mut self, entry: Entry<'_>) -> ControlFlow<()>;
    /// Something worth telling.
    fn notice(&mut self, notice: Notice);
}

/// What the caller knows; evidence for telling what the texts around a table are.
pub trait Vocabulary {
    /// Whether the text names a subject.
    fn is_subject(&self, text: &str) -> bool;
    /// Whether the text names an indicator.
    fn is_indicator(&self, text: &str) -> bool;
}

/// Knows nothing: tables are told from their structure alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoVocabulary;

impl Vocabulary for NoVocabulary {
    fn is_subject(&self, _: &str) -> bool {
        false
    }

    fn is_indicator(&self, _: &str) -> bool {
        false
    }
}

/// The letters of a column: 1 is `A`, 28 is `AB`; 0 has none.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

impl Place {
    /// The letters of the column, empty for the sheet's name.
    pub fn letters(&self) -> String {
        column_letters(self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn letters() {
        for (column, letters) in [
            (0, ""),
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (702, "ZZ"),
            (703, "AAA"),
            (16_384, "XFD"),
        ] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
