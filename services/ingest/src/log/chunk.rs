//! Entries as they are kept: some thousand in one message of columns over its own dictionary, so that a report of
//! 50,000 values is a dozen rows of the database and a page of it reads one.

mod pack;
mod unpack;

use prost::Message;
use zhibiao_model::{qualifier::Qualifier, status::Status};
use zhibiao_proto::convert::cell;

pub(crate) use pack::{pack, preview};
pub(crate) use unpack::unpack;

use crate::{
    content::Explained,
    finding::{Bytes, ProsePlace},
    review::Verdict,
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
    /// Sentences, of prose; so are the columns below.
    #[prost(uint32, repeated, tag = "23")]
    pub(crate) sentence: Vec<u32>,
    /// First bytes of the sentences.
    #[prost(uint32, repeated, tag = "24")]
    pub(crate) sentence_start: Vec<u32>,
    /// Ends of the sentences.
    #[prost(uint32, repeated, tag = "25")]
    pub(crate) sentence_end: Vec<u32>,
    /// First bytes of the numbers.
    #[prost(uint32, repeated, tag = "26")]
    pub(crate) number_start: Vec<u32>,
    /// Ends of the numbers; 0 for what is no prose.
    #[prost(uint32, repeated, tag = "27")]
    pub(crate) number_end: Vec<u32>,
    /// Confidence in hundredths.
    #[prost(uint32, repeated, tag = "28")]
    pub(crate) confidence: Vec<u32>,
    /// Codes of reasons, with spaces between.
    #[prost(uint32, repeated, tag = "29")]
    pub(crate) reasons: Vec<u32>,
    /// Periods as the texts state them.
    #[prost(uint32, repeated, tag = "30")]
    pub(crate) period_text: Vec<u32>,
    /// Values in the units as written.
    #[prost(double, repeated, tag = "31")]
    pub(crate) read: Vec<f64>,
    /// Numbers of the verdicts.
    #[prost(uint32, repeated, tag = "32")]
    pub(crate) verdict: Vec<u32>,
    // Tag 33 said that a note was there, and not what it explains.
    /// Entries by whose kept alias an indicator was read.
    #[prost(uint32, repeated, tag = "34")]
    pub(crate) indicator_read_by: Vec<u32>,
    /// Entries by whose kept alias a subject was read.
    #[prost(uint32, repeated, tag = "35")]
    pub(crate) subject_read_by: Vec<u32>,
    /// 1 where a note explains how the value differs from its formula.
    #[prost(uint32, repeated, tag = "36")]
    pub(crate) explained: Vec<u32>,
    /// The values that notes explain; 0 for none.
    #[prost(double, repeated, tag = "37")]
    pub(crate) explained_value: Vec<f64>,
    /// What their formulas gave.
    #[prost(double, repeated, tag = "38")]
    pub(crate) explained_expected: Vec<f64>,
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

    /// Where an entry of prose stands; none for others.
    pub(crate) fn prose_at(&self, row: usize) -> Option<ProsePlace> {
        let bytes = |start: &[u32], end: &[u32]| Bytes {
            start: Self::at(start, row),
            end: Self::at(end, row),
        };
        let number = bytes(&self.number_start, &self.number_end);
        (number.end > 0).then(|| ProsePlace {
            sentence: bytes(&self.sentence_start, &self.sentence_end),
            number,
        })
    }

    /// Where an entry stands with its reviewers.
    pub(crate) fn verdict_at(&self, row: usize) -> Verdict {
        Verdict::of(Self::at(&self.verdict, row))
    }

    /// The entries whose kept aliases an entry was read by; 0 for none.
    pub(crate) fn read_by(&self, row: usize) -> [u32; 2] {
        [
            Self::at(&self.indicator_read_by, row),
            Self::at(&self.subject_read_by, row),
        ]
    }

    /// What a note explains of an entry.
    pub(crate) fn explained_at(&self, row: usize) -> Explained {
        let at = |column: &[f64]| column.get(row).copied();
        match (at(&self.explained_value), at(&self.explained_expected)) {
            (Some(value), Some(expected)) if Self::at(&self.explained, row) != 0 => {
                Explained::Difference { value, expected }
            }
            _ => Explained::No,
        }
    }

    /// Whether an entry is neither blocked nor rejected.
    pub(crate) fn is_ready(&self, row: usize) -> bool {
        !self.is_blocked(row) && self.verdict_at(row) != Verdict::Rejected
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
