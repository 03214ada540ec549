//! Entries as they are kept: some thousand in one message of columns over its own dictionary, so that a report of
//! 50,000 values is a dozen rows of the database and a page of it reads one.

use prost::Message;
use zhibiao_model::{qualifier::Qualifier, status::Status};
use zhibiao_proto::convert::cell;
use zhibiao_proto::observation::v1 as observation;

use super::{CHUNK_ROWS, PackedChunk};
use crate::{
    check::entry_number,
    content::{Content, Row, TextId, Texts},
    resolve::Keys,
};

/// Entries in columns. Texts are numbers into `texts`, from 1; 0 is none. A column of zeros is empty.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Chunk {
    /// Dictionary.
    #[prost(string, repeated, tag = "1")]
    pub(crate) texts: Vec<String>,
    /// Numbers of the sheets from 1; 0 for structured content.
    #[prost(uint32, repeated, tag = "2")]
    pub(crate) sheet: Vec<u32>,
    /// Names of the sheets.
    #[prost(uint32, repeated, tag = "3")]
    pub(crate) sheet_name: Vec<u32>,
    /// Physical rows.
    #[prost(uint32, repeated, tag = "4")]
    pub(crate) row: Vec<u32>,
    /// Physical columns.
    #[prost(uint32, repeated, tag = "5")]
    pub(crate) column: Vec<u32>,
    /// Subjects as written.
    #[prost(uint32, repeated, tag = "6")]
    pub(crate) subject_text: Vec<u32>,
    /// Indicators as written.
    #[prost(uint32, repeated, tag = "7")]
    pub(crate) indicator_text: Vec<u32>,
    /// Units as written.
    #[prost(uint32, repeated, tag = "8")]
    pub(crate) unit_text: Vec<u32>,
    /// Notes.
    #[prost(uint32, repeated, tag = "9")]
    pub(crate) note: Vec<u32>,
    /// Sources of single rows.
    #[prost(uint32, repeated, tag = "10")]
    pub(crate) source: Vec<u32>,
    /// Subjects.
    #[prost(uint32, repeated, tag = "11")]
    pub(crate) subject: Vec<u32>,
    /// Indicators.
    #[prost(uint32, repeated, tag = "12")]
    pub(crate) indicator: Vec<u32>,
    /// Periods.
    #[prost(uint32, repeated, tag = "13")]
    pub(crate) period: Vec<u32>,
    /// Units of the values.
    #[prost(uint32, repeated, tag = "14")]
    pub(crate) unit: Vec<u32>,
    /// Values; 0 where missing.
    #[prost(double, repeated, tag = "15")]
    pub(crate) value: Vec<f64>,
    /// Qualifiers, numbers of the wire's enumeration.
    #[prost(uint32, repeated, tag = "16")]
    pub(crate) qualifier: Vec<u32>,
    /// Statuses, numbers of the wire's enumeration.
    #[prost(uint32, repeated, tag = "17")]
    pub(crate) status: Vec<u32>,
    /// 1 where an error blocks the value.
    #[prost(uint32, repeated, tag = "18")]
    pub(crate) blocked: Vec<u32>,
    /// The values as written, one behind the other.
    #[prost(string, tag = "19")]
    pub(crate) written: String,
    /// Bytes of each in `written`.
    #[prost(uint32, repeated, tag = "20")]
    pub(crate) written_length: Vec<u32>,
    /// First rows of the heads of the tables.
    #[prost(uint32, repeated, tag = "21")]
    pub(crate) head_row: Vec<u32>,
    /// First rows of the data of the tables.
    #[prost(uint32, repeated, tag = "22")]
    pub(crate) data_row: Vec<u32>,
}

impl Chunk {
    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.value.len()
    }

    /// A text of the dictionary; empty for 0.
    pub(crate) fn text(&self, number: u32) -> &str {
        let index = (number as usize).checked_sub(1);
        index
            .and_then(|index| self.texts.get(index))
            .map_or("", String::as_str)
    }

    /// The number in a column; 0 in an empty one.
    pub(crate) fn at(column: &[u32], row: usize) -> u32 {
        column.get(row).copied().unwrap_or(0)
    }

    /// The text in a column.
    pub(crate) fn text_at(&self, column: &[u32], row: usize) -> &str {
        self.text(Self::at(column, row))
    }

    /// Whether an error blocks an entry.
    pub(crate) fn is_blocked(&self, row: usize) -> bool {
        Self::at(&self.blocked, row) != 0
    }

    /// The qualifier of an entry.
    pub(crate) fn qualifier_at(&self, row: usize) -> Qualifier {
        let number = Self::at(&self.qualifier, row);
        i32::try_from(number)
            .ok()
            .and_then(|n| cell::qualifier(n).ok())
            .unwrap_or_default()
    }

    /// The status of an entry.
    pub(crate) fn status_at(&self, row: usize) -> Status {
        let number = Self::at(&self.status, row);
        i32::try_from(number)
            .ok()
            .and_then(|n| cell::status(n).ok())
            .unwrap_or_default()
    }

    /// Every value as written, in order.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        let mut from = 0;
        (0..self.len()).map(move |row| {
            let to = from + Self::at(&self.written_length, row) as usize;
            let text = self.written.get(from..to).unwrap_or_default();
            from = to;
            text
        })
    }
}

/// Packs a report's entries.
pub(crate) fn pack(content: &Content, keys: &Keys) -> Vec<PackedChunk> {
    let mut packer = Packer::new(content, keys);
    let chunks = content.rows.chunks(CHUNK_ROWS).enumerate();
    chunks
        .map(|(at, rows)| {
            let blocked = rows.iter().filter(|row| row.blocked).count();
            PackedChunk {
                first: entry_number(at * CHUNK_ROWS),
                rows: u32::try_from(rows.len()).unwrap_or(0),
                blocked: u32::try_from(blocked).unwrap_or(0),
                data: packer.chunk(rows).encode_to_vec(),
            }
        })
        .collect()
}

/// The first entries of a report, to be shown.
pub(crate) fn preview(content: &Content, keys: &Keys, most: usize) -> Chunk {
    let rows = content.rows.get(..most).unwrap_or(&content.rows);
    Packer::new(content, keys).chunk(rows)
}

/// The numbers that a dictionary's entries have in the chunk under way.
#[derive(Debug)]
struct Numbers {
    numbers: Vec<u32>,
    used: Vec<usize>,
}

impl Numbers {
    fn new(length: usize) -> Self {
        Self {
            numbers: vec![0; length],
            used: Vec::new(),
        }
    }

    /// The number of an entry in a chunk, whose text is added when it is new there.
    fn of(&mut self, index: Option<usize>, texts: &mut Vec<String>, text: impl FnOnce() -> String) -> u32 {
        let Some(index) = index else {
            return 0;
        };
        let Some(number) = self.numbers.get_mut(index) else {
            return 0;
        };
        if *number == 0 {
            texts.push(text());
            *number = u32::try_from(texts.len()).unwrap_or(0);
            self.used.push(index);
        }
        *number
    }

    fn clear(&mut self) {
        for index in self.used.drain(..) {
            self.numbers[index] = 0;
        }
    }
}

/// Turns rows into chunks; one [`Numbers`] for each dictionary of the report.
struct Packer<'a> {
    content: &'a Content,
    keys: &'a Keys,
    sheets: Numbers,
    texts: [Numbers; 5],
    subjects: Numbers,
    indicators: Numbers,
    units: Numbers,
    periods: Numbers,
}

impl<'a> Packer<'a> {
    fn new(content: &'a Content, keys: &'a Keys) -> Self {
        let of = |texts: &Texts| Numbers::new(texts.len());
        Self {
            content,
            keys,
            sheets: Numbers::new(content.sheets.len()),
            texts: [
                of(&content.subjects),
                of(&content.indicators),
                of(&content.units),
                of(&content.notes),
                of(&content.sources),
            ],
            subjects: Numbers::new(keys.subjects.len()),
            indicators: Numbers::new(keys.indicators.len()),
            units: Numbers::new(keys.indicators.len()),
            periods: Numbers::new(keys.periods.len()),
        }
    }

    fn chunk(&mut self, rows: &[Row]) -> Chunk {
        let mut chunk = Chunk::default();
        for row in rows {
            self.push(&mut chunk, row);
        }
        for column in chunk.columns() {
            if column.iter().all(|number| *number == 0) {
                *column = Vec::new();
            }
        }
        let numbers = [
            &mut self.sheets,
            &mut self.subjects,
            &mut self.indicators,
            &mut self.units,
            &mut self.periods,
        ];
        numbers
            .into_iter()
            .chain(&mut self.texts)
            .for_each(Numbers::clear);
        chunk
    }

    fn push(&mut self, chunk: &mut Chunk, row: &Row) {
        let content = self.content;
        let sheet = (row.place.sheet as usize).checked_sub(1);
        let texts = &mut chunk.texts;
        let name = || {
            sheet
                .and_then(|at| content.sheets.get(at))
                .cloned()
                .unwrap_or_default()
        };
        chunk.sheet.push(row.place.sheet);
        chunk.sheet_name.push(self.sheets.of(sheet, texts, name));
        chunk.row.push(row.place.row);
        chunk.column.push(row.place.column);
        let head = (row.table as usize)
            .checked_sub(1)
            .and_then(|at| content.heads.get(at));
        let (head_row, data_row) = head.copied().unwrap_or_default();
        chunk.head_row.push(head_row);
        chunk.data_row.push(data_row);
        let [subjects, indicators, units, notes, sources] = &mut self.texts;
        let of = |numbers: &mut Numbers, dictionary: &Texts, id: TextId, texts: &mut Vec<String>| {
            numbers.of(id.index(), texts, || dictionary.text(id).to_owned())
        };
        chunk
            .subject_text
            .push(of(subjects, &content.subjects, row.subject, texts));
        chunk
            .indicator_text
            .push(of(indicators, &content.indicators, row.indicator, texts));
        chunk.unit_text.push(of(units, &content.units, row.unit, texts));
        chunk.note.push(of(notes, &content.notes, row.note, texts));
        chunk
            .source
            .push(of(sources, &content.sources, row.source, texts));
        self.push_cell(chunk, row);
        chunk.value.push(row.value);
        let qualifier = observation::Qualifier::from(row.qualifier) as i32;
        let qualifier = if row.qualifier == Qualifier::Exact {
            0
        } else {
            qualifier
        };
        chunk.qualifier.push(u32::try_from(qualifier).unwrap_or(0));
        let status = observation::Status::from(row.status) as i32;
        let status = if row.status == Status::Normal { 0 } else { status };
        chunk.status.push(u32::try_from(status).unwrap_or(0));
        chunk.blocked.push(u32::from(row.blocked));
        let written = content.written(row.written);
        chunk.written.push_str(written);
        chunk
            .written_length
            .push(u32::try_from(written.len()).unwrap_or(0));
    }

    fn push_cell(&mut self, chunk: &mut Chunk, row: &Row) {
        let (keys, texts) = (self.keys, &mut chunk.texts);
        let index = |known: Option<u32>| known.map(|index| index as usize);
        let (subject, indicator, period) = (
            index(row.about.subject),
            index(row.about.indicator),
            index(row.about.period),
        );
        let number = self.subjects.of(subject, texts, || {
            subject.map_or_else(String::new, |at| keys.subjects[at].to_string())
        });
        chunk.subject.push(number);
        let number = self.indicators.of(indicator, texts, || {
            indicator.map_or_else(String::new, |at| keys.indicators[at].code.to_string())
        });
        chunk.indicator.push(number);
        let number = self.units.of(indicator, texts, || {
            indicator.map_or_else(String::new, |at| keys.indicators[at].unit.to_string())
        });
        chunk.unit.push(number);
        let number = self.periods.of(period, texts, || {
            period.map_or_else(String::new, |at| keys.periods[at].to_string())
        });
        chunk.period.push(number);
    }
}

impl Chunk {
    /// Every column of numbers.
    fn columns(&mut self) -> [&mut Vec<u32>; 19] {
        [
            &mut self.sheet,
            &mut self.sheet_name,
            &mut self.row,
            &mut self.column,
            &mut self.subject_text,
            &mut self.indicator_text,
            &mut self.unit_text,
            &mut self.note,
            &mut self.source,
            &mut self.subject,
            &mut self.indicator,
            &mut self.period,
            &mut self.unit,
            &mut self.qualifier,
            &mut self.status,
            &mut self.blocked,
            &mut self.written_length,
            &mut self.head_row,
            &mut self.data_row,
        ]
    }
}
