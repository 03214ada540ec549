//! Delimited text as rows.
//!
//! Rows are numbered as a spreadsheet program numbers them when it opens the file: a blank line is a row, a line
//! break inside quotes is none.

use zhibiao_encoding::{Text, decode};

use crate::row::{Content, Row, Rows};
use crate::{Limits, Unreadable};

/// Candidates for the delimiter; of two that fit equally well the one that is rarer inside cells comes first.
const DELIMITERS: [char; 4] = ['\t', ';', ',', '，'];
/// Bytes at the start of the text that the delimiter is told from.
const SAMPLE: usize = 64 << 10;

/// Reads delimited text.
pub(crate) struct Delimited<'a> {
    text: Text<'a>,
    delimiter: char,
    state: State,
    /// Number of the row that is being read.
    number: u32,
    /// Column of the cell that is being read.
    column: u32,
    /// Row in which the open quote stands.
    quote_row: u32,
    cell: String,
    limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first character of a row, after a CR that an LF may still follow.
    AfterReturn,
    /// Before the first character of a cell.
    CellStart,
    /// In a cell without quotes, or after the closing quote of one.
    Plain,
    /// Inside quotes.
    Quoted,
    /// After a quote inside quotes: the end, or the first of two that stand for one.
    QuoteInQuotes,
}

/// What a step through a piece of text came to.
enum Step {
    /// The piece is used up.
    More,
    /// A row is complete.
    RowEnd,
}

impl<'a> Delimited<'a> {
    /// Tells encoding and delimiter from the content.
    pub(crate) fn open(bytes: &'a [u8], limits: Limits) -> Result<Self, Unreadable> {
        let mut text = decode(bytes)?;
        let piece = text.piece();
        let (delimiter, declaration) = match declared_delimiter(piece) {
            Some(declared) => declared,
            None => (tell_delimiter(sample(piece)), 0),
        };
        text.consume(declaration);
        Ok(Self {
            text,
            delimiter,
            state: State::CellStart,
            number: 1 + u32::from(declaration > 0),
            column: 1,
            quote_row: 0,
            cell: String::new(),
            limits,
        })
    }

    fn step(&mut self, row: &mut Row) -> Result<Step, Unreadable> {
        let piece = self.text.piece();
        let mut delimiter = [0; 4];
        let delimiter = &*self.delimiter.encode_utf8(&mut delimiter);
        let lead = delimiter.as_bytes().first().copied().unwrap_or(b',');
        let bytes = piece.as_bytes();
        let mut at = 0;
        let mut row_end = false;
        while let Some(&byte) = bytes.get(at) {
            match (self.state, byte) {
                (State::AfterReturn, b'\n') => {
                    self.state = State::CellStart;
                    at += 1;
                }
                (State::AfterReturn, _) => self.state = State::CellStart,
                (State::CellStart, b'"') => {
                    self.state = State::Quoted;
                    self.quote_row = self.number;
                    at += 1;
                }
                (State::CellStart | State::Plain | State::QuoteInQuotes, b'\n' | b'\r') => {
                    self.state = if byte == b'\r' {
                        State::AfterReturn
                    } else {
                        State::CellStart
                    };
                    at += 1;
                    row_end = true;
                    break;
                }
                (State::QuoteInQuotes, b'"') => {
                    self.cell.push('"');
                    self.state = State::Quoted;
                    at += 1;
                }
                (State::CellStart | State::Plain | State::QuoteInQuotes, _)
                    if byte == lead
                        && bytes
                            .get(at..)
                            .is_some_and(|rest| rest.starts_with(delimiter.as_bytes())) =>
                {
                    at += delimiter.len();
                    self.state = State::CellStart;
                    finish_cell(&mut self.cell, &mut self.column, row, &self.limits, self.number)?;
                }
                (State::Quoted, b'"') => {
                    self.state = State::QuoteInQuotes;
                    at += 1;
                }
                (State::CellStart | State::Plain | State::QuoteInQuotes, _) => {
                    self.state = State::Plain;
                    at += append(&mut self.cell, piece, at, |b| {
                        b == lead || b == b'\n' || b == b'\r'
                    });
                }
                (State::Quoted, _) => at += append(&mut self.cell, piece, at, |b| b == b'"'),
            }
            if self.cell.len() > self.limits.cell_bytes {
                return Err(Unreadable::CellTooLong {
                    sheet: String::new(),
                    row: self.number,
                    limit: self.limits.cell_bytes,
                });
            }
        }
        self.text.consume(at);
        Ok(if row_end { Step::RowEnd } else { Step::More })
    }
}

impl Rows for Delimited<'_> {
    fn read(&mut self, row: &mut Row) -> Result<bool, Unreadable> {
        loop {
            row.start(self.number);
            self.column = 1;
            let mut ended = false;
            while !ended {
                if self.text.piece().is_empty() {
                    if self.state == State::Quoted {
                        return Err(Unreadable::UnclosedQuote { row: self.quote_row });
                    }
                    finish_cell(&mut self.cell, &mut self.column, row, &self.limits, self.number)?;
                    return Ok(!row.is_empty());
                }
                ended = matches!(self.step(row)?, Step::RowEnd);
            }
            finish_cell(&mut self.cell, &mut self.column, row, &self.limits, self.number)?;
            self.number = self.number.saturating_add(1);
            if !row.is_empty() {
                return Ok(true);
            }
        }
    }
}

/// Copies the character at `at` and what follows it up to a byte that may mean something; returns how many bytes.
fn append(cell: &mut String, piece: &str, at: usize, stop: impl Fn(u8) -> bool) -> usize {
    let rest = piece.get(at..).unwrap_or_default();
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let tail = rest.as_bytes().get(first..).unwrap_or_default();
    let length = first + tail.iter().position(|&byte| stop(byte)).unwrap_or(tail.len());
    cell.push_str(rest.get(..length).unwrap_or_default());
    length
}

fn finish_cell(
    cell: &mut String,
    column: &mut u32,
    row: &mut Row,
    limits: &Limits,
    number: u32,
) -> Result<(), Unreadable> {
    let sheet = String::new;
    if *column > limits.columns {
        return Err(Unreadable::TooManyColumns {
            sheet: sheet(),
            row: number,
            limit: limits.columns,
        });
    }
    if row.push_text(*column, cell, Content::Text) {
        if number > limits.rows {
            return Err(Unreadable::TooManyRows {
                sheet: sheet(),
                row: number,
                limit: limits.rows,
            });
        }
        if row.bytes() > limits.row_bytes {
            return Err(Unreadable::RowTooLong {
                sheet: sheet(),
                row: number,
                limit: limits.row_bytes,
            });
        }
    }
    *column = column.saturating_add(1);
    cell.clear();
    Ok(())
}

/// The first line `sep=;` that some spreadsheet programs write, and its length with the line break.
fn declared_delimiter(text: &str) -> Option<(char, usize)> {
    let line = text.split_inclusive('\n').next()?;
    let mut rest = line.trim_end().strip_prefix("sep=")?.chars();
    match (rest.next(), rest.next()) {
        (Some(delimiter), None) => Some((delimiter, line.len())),
        (Some(_), Some(_)) | (None, _) => None,
    }
}

/// The start of the text, up to a whole line where there is one.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let head = text.as_bytes().get(..SAMPLE).unwrap_or_default();
    let end = head.iter().rposition(|&byte| byte == b'\n' || byte == b'\r');
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The delimiter that cuts most rows into the same number of cells.
fn tell_delimiter(sample: &str) -> char {
    let mut best = (0, ',');
    for delimiter in DELIMITERS {
        let mut widths = std::collections::BTreeMap::new();
        for width in row_widths(sample, delimiter).filter(|&width| width > 1) {
            *widths.entry(width).or_insert(0) += 1;
        }
        let rows = widths.values().copied().max().unwrap_or(0);
        if rows > best.0 {
            best = (rows, delimiter);
        }
    }
    best.1
}

/// Number of cells of each row.
fn row_widths(sample: &str, delimiter: char) -> impl Iterator<Item = usize> {
    let mut quoted = false;
    let rows = sample.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && matches!(c, '\n' | '\r')
    });
    rows.map(move |row| {
        let mut quoted = false;
        let cuts = row.chars().filter(|&c| {
            quoted ^= c == '"';
            !quoted && c == delimiter
        });
        1 + cuts.count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row's number, and the column and text of its cells.
    type Numbered = (u32, Vec<(u32, String)>);

    fn rows(text: &[u8]) -> Result<Vec<Numbered>, Unreadable> {
        let mut reader = Delimited::open(text, Limits::default())?;
        let mut row = Row::default();
        let mut all = Vec::new();
        while reader.read(&mut row)? {
            let cells = row
                .cells()
                .iter()
                .map(|cell| (cell.column, row.raw(cell).to_owned()))
                .collect();
            all.push((row.number, cells));
        }
        Ok(all)
    }

    fn row(number: u32, cells: &[(u32, &str)]) -> Numbered {
        (
            number,
            cells
                .iter()
                .map(|&(column, text)| (column, text.to_owned()))
                .collect(),
        )
    }

    #[test]
    fn quotes_blank_lines_and_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,\"b \"\"x\"\", c\",", "", ",,", "\"two", "lines\",2", " d ,3"].join(end);
            let expected = vec![
                row(1, &[(1, "a"), (2, "b \"x\", c")]),
                row(4, &[(1, &format!("two{end}lines")), (2, "2")]),
                row(5, &[(1, "d"), (2, "3")]),
            ];
            assert_eq!(rows(text.as_bytes()).unwrap(), expected, "{end:?}");
        }
    }

    #[test]
    fn the_delimiter_is_told_from_the_content() {
        let cells = [
            row(1, &[(1, "地区"), (2, "2023")]),
            row(2, &[(1, "郑州"), (2, "1,5")]),
        ];
        for text in [
            "地区;2023\n郑州;1,5\n",
            "地区\t2023\n郑州\t1,5",
            "地区,2023\n郑州,\"1,5\"\n",
            "地区，2023\n郑州，1,5\n",
        ] {
            assert_eq!(rows(text.as_bytes()).unwrap(), cells, "{text}");
        }
        assert_eq!(rows(b"sep=|\na|b").unwrap(), [row(2, &[(1, "a"), (2, "b")])]);
    }

    #[test]
    fn encoded_text_crosses_block_borders() {
        let line = "郑州高新区,\"营业\r\n收入\",1\r\n";
        let text = encoding_rs::GB18030.encode(&line.repeat(20_000)).0.into_owned();
        let all = rows(&text).unwrap();
        assert_eq!(all.len(), 20_000);
        for (index, (number, cells)) in all.iter().enumerate() {
            assert_eq!(*number as usize, index + 1);
            assert_eq!(cells[1].1, "营业\r\n收入");
        }
    }

    #[test]
    fn an_open_quote_is_refused() {
        let fault = rows(b"a,b\n\nc,\"d\ne,f\n").unwrap_err();
        assert!(matches!(fault, Unreadable::UnclosedQuote { row: 3 }), "{fault:?}");
    }
}
