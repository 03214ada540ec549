//! From rows over the dictionaries of a report to chunks, each over its own.

use prost::Message;
use zhibiao_model::{qualifier::Qualifier, status::Status};
use zhibiao_proto::observation::v1 as observation;

use super::Chunk;
use crate::{
    check::entry_number,
    content::{Content, Explained, Row, TextId, Texts},
    finding::ProsePlace,
    log::{CHUNK_ROWS, PackedChunk},
    resolve::Keys,
};

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
    sentences: Numbers,
    reasons: Numbers,
    stated: Numbers,
    subjects: Numbers,
    indicators: Numbers,
    units: Numbers,
    periods: Numbers,
}

impl<'a> Packer<'a> {
    fn new(content: &'a Content, keys: &'a Keys) -> Self {
        let of = |texts: &Texts| Numbers::new(texts.len());
        let none = || Numbers::new(0);
        let prose = content.prose.as_ref();
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
            sentences: prose.map_or_else(none, |prose| of(&prose.sentences)),
            reasons: prose.map_or_else(none, |prose| of(&prose.reasons)),
            stated: prose.map_or_else(none, |_| of(&content.periods)),
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
        if chunk.explained.is_empty() {
            chunk.explained_value.clear();
            chunk.explained_expected.clear();
        }
        let numbers = [
            &mut self.sheets,
            &mut self.sentences,
            &mut self.reasons,
            &mut self.stated,
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
        let line = content.prose.as_ref().and_then(|prose| prose.passage(row.place));
        chunk.row.push(line.map_or(row.place.row, |passage| passage.line));
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
        self.push_passage(chunk, row);
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

    /// Of what is no prose nothing is pushed: a report is prose in all its rows or in none.
    fn push_passage(&mut self, chunk: &mut Chunk, row: &Row) {
        let Some(prose) = &self.content.prose else {
            return;
        };
        let Some(passage) = prose.passage(row.place) else {
            return;
        };
        let texts = &mut chunk.texts;
        let sentence = self.sentences.of(passage.sentence.index(), texts, || {
            prose.sentences.text(passage.sentence).to_owned()
        });
        let reasons = self.reasons.of(passage.reasons.index(), texts, || {
            prose.reasons.text(passage.reasons).to_owned()
        });
        let periods = &self.content.periods;
        let stated = self
            .stated
            .of(row.period.index(), texts, || periods.text(row.period).to_owned());
        let ProsePlace {
            sentence: around,
            number,
        } = passage.place;
        chunk.sentence.push(sentence);
        chunk.reasons.push(reasons);
        chunk.sentence_start.push(around.start);
        chunk.sentence_end.push(around.end);
        chunk.number_start.push(number.start);
        chunk.number_end.push(number.end);
        chunk.confidence.push(passage.confidence);
        chunk.period_text.push(stated);
        chunk.read.push(passage.value);
        chunk.verdict.push(passage.verdict.number());
        let explained = match passage.explained {
            Explained::Difference { value, expected } => Some((value, expected)),
            Explained::No | Explained::Next => None,
        };
        let (value, expected) = explained.unwrap_or_default();
        chunk.explained.push(u32::from(explained.is_some()));
        chunk.explained_value.push(value);
        chunk.explained_expected.push(expected);
        let [indicator, subject] = passage.read_by;
        chunk.indicator_read_by.push(indicator);
        chunk.subject_read_by.push(subject);
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
    fn columns(&mut self) -> [&mut Vec<u32>; 22] {
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
            &mut self.explained,
            &mut self.indicator_read_by,
            &mut self.subject_read_by,
        ]
    }
}
