//! A worksheet as rows.

use std::io::{Read, Seek};

use super::archive::Part;
use super::strings::Strings;
use super::styles::Styles;
use super::xml::{Attributes, Token, Xml};
use crate::number::{Shown, show_date};
use crate::row::{Content, Row, Rows};
use crate::{Limits, Unreadable};

/// Streams the rows of a worksheet; what the sheet says of its own size is not looked at.
pub(crate) struct SheetRows<'a, R: Read> {
    xml: Xml<'a, R>,
    name: String,
    strings: &'a Strings,
    styles: &'a Styles,
    since_1904: bool,
    limits: Limits,
    /// Number of the row that is being read, or was read last.
    number: u32,
    /// Column of the cell that was read last.
    column: u32,
    in_row: bool,
    /// Text of the cell that is being read.
    text: String,
}

/// How a cell's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Number,
    Shared,
    Inline,
    FormulaText,
    Boolean,
    Error,
    IsoDate,
}

impl<'a, R: Read + Seek> SheetRows<'a, R> {
    pub(crate) fn new(
        part: Part<'a, R>,
        name: String,
        strings: &'a Strings,
        styles: &'a Styles,
        since_1904: bool,
        limits: Limits,
    ) -> Self {
        Self {
            xml: Xml::new(part),
            name,
            strings,
            styles,
            since_1904,
            limits,
            number: 0,
            column: 0,
            in_row: false,
            text: String::new(),
        }
    }

    fn fault(&self, fault: &'static str) -> Unreadable {
        Unreadable::Malformed {
            part: self.name.clone(),
            row: self.number,
            fault,
        }
    }

    /// Takes the number of the row that was just opened.
    fn open_row(&mut self, declared: Option<Option<u32>>) -> Result<(), Unreadable> {
        let number = match declared {
            Some(declared) => declared.ok_or_else(|| self.fault("a row with a number that can't be"))?,
            None => self.number.saturating_add(1),
        };
        if number <= self.number {
            return Err(self.fault("rows out of order"));
        }
        self.number = number;
        self.column = 0;
        self.in_row = true;
        if number > self.limits.rows {
            return Err(Unreadable::TooManyRows {
                sheet: self.name.clone(),
                row: number,
                limit: self.limits.rows,
            });
        }
        Ok(())
    }

    /// Reads the cell that was just opened.
    fn cell(&mut self, head: CellHead, row: &mut Row) -> Result<(), Unreadable> {
        let column = head.column.unwrap_or(self.column.saturating_add(1));
        if column == 0 || head.row.is_some_and(|number| number != self.number) {
            return Err(self.fault("a cell with the reference of another row"));
        }
        self.column = column;
        if column > self.limits.columns {
            return Err(Unreadable::TooManyColumns {
                sheet: self.name.clone(),
                row: self.number,
                limit: self.limits.columns,
            });
        }
        self.text.clear();
        let (mut formula, mut value) = (false, false);
        let limit = self.limits.cell_bytes;
        loop {
            match self.xml.next()? {
                Token::Open(b"f", _) => {
                    formula = true;
                    self.xml.skip()?;
                }
                Token::Open(b"v", _) if head.written != Written::Inline => {
                    value = true;
                    self.xml.text(&mut self.text, b"", limit)?;
                }
                Token::Open(b"is", _) => {
                    value = true;
                    self.xml.text(&mut self.text, b"rPh", limit)?;
                }
                Token::Open(..) => self.xml.skip()?,
                Token::Close(_) => break,
                Token::Text(_) | Token::Literal(_) => {}
                Token::End => return Err(self.xml.fault("the sheet is cut off")),
            }
            if self.text.len() > limit {
                return Err(Unreadable::CellTooLong {
                    sheet: self.name.clone(),
                    row: self.number,
                    limit,
                });
            }
        }
        // Programs that write formulas without calculating leave the value out, or leave it empty.
        if formula && (!value || head.written == Written::Number && self.text.trim().is_empty()) {
            row.push(column, Content::FormulaWithoutValue);
            return Ok(());
        }
        self.push(head, column, row)
    }

    /// Adds the cell whose text was read.
    fn push(&self, head: CellHead, column: u32, row: &mut Row) -> Result<(), Unreadable> {
        match head.written {
            Written::Number => match self.text.parse::<f64>() {
                Ok(number) if number.is_finite() => self.push_number(number, head.style, column, row),
                // An office program writes no such number; shown as it stands, so that it can be found.
                Ok(_) | Err(_) => {
                    row.push_text(column, &self.text, Content::Text);
                }
            },
            Written::Shared if self.text.is_empty() => {}
            Written::Shared => {
                let index = self.text.trim().parse().ok();
                let text = index.and_then(|index| self.strings.get(index));
                let text = text.ok_or_else(|| self.fault("a text that is not among the shared strings"))?;
                if text.len() > self.limits.cell_bytes {
                    return Err(Unreadable::CellTooLong {
                        sheet: self.name.clone(),
                        row: self.number,
                        limit: self.limits.cell_bytes,
                    });
                }
                row.push_text(column, text, Content::Text);
            }
            Written::Inline | Written::FormulaText => {
                row.push_text(column, &self.text, Content::Text);
            }
            Written::Boolean => {
                let text = if self.text.trim() == "0" { "FALSE" } else { "TRUE" };
                row.push_text(column, text, Content::Text);
            }
            Written::Error => {
                row.push_text(column, &self.text, Content::Error);
            }
            Written::IsoDate => {
                let date = self.text.split('T').next().unwrap_or_default();
                row.push_text(column, date, Content::Date);
            }
        }
        if row.bytes() > self.limits.row_bytes {
            return Err(Unreadable::RowTooLong {
                sheet: self.name.clone(),
                row: self.number,
                limit: self.limits.row_bytes,
            });
        }
        Ok(())
    }

    fn push_number(&self, number: f64, style: usize, column: u32, row: &mut Row) {
        match self.styles.get(style) {
            Shown::Plain => row.push(column, Content::Number(number)),
            Shown::Percentage => row.push(column, Content::Percentage(number)),
            shown @ (Shown::Year | Shown::Month | Shown::Day) => {
                match show_date(number, shown, self.since_1904) {
                    Some(date) => {
                        row.push_text(column, &date, Content::Date);
                    }
                    None => row.push(column, Content::Number(number)),
                }
            }
        }
    }
}

impl<R: Read + Seek> Rows for SheetRows<'_, R> {
    fn read(&mut self, row: &mut Row) -> Result<bool, Unreadable> {
        loop {
            if self.in_row {
                row.start(self.number);
            }
            while self.in_row {
                match self.xml.next()? {
                    Token::Open(b"c", attributes) => {
                        let head = CellHead::read(attributes);
                        let head =
                            head.ok_or_else(|| self.fault("a cell with a reference or type that can't be"))?;
                        self.cell(head, row)?;
                    }
                    Token::Open(..) => self.xml.skip()?,
                    Token::Close(_) => self.in_row = false,
                    Token::Text(_) | Token::Literal(_) => {}
                    Token::End => return Err(self.xml.fault("the sheet is cut off")),
                }
                if !self.in_row {
                    if !row.sort() {
                        return Err(self.fault("two cells with one reference"));
                    }
                    if !row.is_empty() {
                        return Ok(true);
                    }
                }
            }
            match self.xml.next()? {
                Token::Open(b"row", attributes) => {
                    let declared = attributes
                        .iter()
                        .find(|(name, _)| *name == b"r")
                        .map(|(_, value)| decimal(value));
                    self.open_row(declared)?;
                }
                // What follows the rows (merged cells, checks, links) may be long and says nothing here.
                Token::Close(b"sheetData") | Token::End => return Ok(false),
                Token::Open(..) | Token::Close(_) | Token::Text(_) | Token::Literal(_) => {}
            }
        }
    }
}

/// The attributes of a cell.
#[derive(Clone, Copy, Debug)]
struct CellHead {
    row: Option<u32>,
    column: Option<u32>,
    style: usize,
    written: Written,
}

impl CellHead {
    fn read(attributes: Attributes<'_>) -> Option<Self> {
        let mut head = Self {
            row: None,
            column: None,
            style: 0,
            written: Written::Number,
        };
        for (name, value) in attributes.iter() {
            match name {
                b"r" => {
                    let (column, row) = reference(value)?;
                    head.column = Some(column);
                    head.row = Some(row);
                }
                b"s" => head.style = decimal(value)? as usize,
                b"t" => {
                    head.written = match value {
                        b"n" => Written::Number,
                        b"s" => Written::Shared,
                        b"inlineStr" => Written::Inline,
                        b"str" => Written::FormulaText,
                        b"b" => Written::Boolean,
                        b"e" => Written::Error,
                        b"d" => Written::IsoDate,
                        _ => return None,
                    }
                }
                _ => {}
            }
        }
        Some(head)
    }
}

/// Column and row of a reference such as `AB12`.
fn reference(text: &[u8]) -> Option<(u32, u32)> {
    let digits = text.iter().position(u8::is_ascii_digit)?;
    let (letters, digits) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 6 {
        return None;
    }
    let mut column = 0_u32;
    for letter in letters {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a',
            _ => return None,
        };
        column = column * 26 + u32::from(value) + 1;
    }
    Some((column, decimal(digits)?))
}

fn decimal(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u32::from(digit - b'0'))
    })
}
