//! The digest of a batch's content: the same for the same cells, however rows and dictionaries are ordered.

use prost::Message as _;
use zhibiao_model::observation::{Evidence, Place};
use zhibiao_proto::{
    convert::{
        Faults, InvalidMessage,
        columns::{Columns, Row},
    },
    observation::v1,
};

/// Version of the form that is hashed.
const VERSION: u8 = 1;

/// Stands for "no provenance".
const NONE: u32 = u32::MAX;

/// Digests a batch, and finds cells that are given twice on the way: the form that is hashed is sorted by cell.
///
/// # Errors
/// Every cell that is given again.
pub(super) fn of(columns: &Columns) -> Result<[u8; 32], InvalidMessage> {
    let rows = columns.rows();
    let provenances: Vec<Vec<u8>> = columns
        .provenances()
        .iter()
        .map(|p| v1::Provenance::from(p.as_ref()).encode_to_vec())
        .collect();
    let indicators = Ranks::new(columns.indicators(), rows.iter().map(|row| row.indicator));
    let periods = Ranks::new(columns.periods(), rows.iter().map(|row| row.period));
    let subjects = Ranks::new(columns.subjects(), rows.iter().map(|row| row.subject));
    let sources = Ranks::new(&provenances, rows.iter().filter_map(|row| row.provenance));
    let cell = |row: &Row| {
        (
            indicators.of(row.indicator),
            periods.of(row.period),
            subjects.of(row.subject),
        )
    };
    let mut order: Vec<((u32, u32, u32), u32)> = rows.iter().map(cell).zip(0..).collect();
    if !order.is_sorted() {
        order.sort_unstable();
    }
    no_cell_twice(&order)?;

    let mut form = Form(Vec::with_capacity(48 * rows.len() + 1024));
    form.0.push(VERSION);
    form.texts(
        indicators
            .distinct(columns.indicators())
            .map(|code| code.id().to_owned()),
    );
    form.texts(periods.distinct(columns.periods()).map(ToString::to_string));
    form.texts(subjects.distinct(columns.subjects()).map(ToString::to_string));
    form.texts(sources.distinct(&provenances));
    for ((indicator, period, subject), at) in order {
        let row = &rows[at as usize];
        for number in [
            indicator,
            period,
            subject,
            row.provenance.map_or(NONE, |at| sources.of(at)),
        ] {
            form.0.extend(number.to_le_bytes());
        }
        form.row(row);
    }
    Ok(*blake3::hash(&form.0).as_bytes())
}

fn no_cell_twice(order: &[((u32, u32, u32), u32)]) -> Result<(), InvalidMessage> {
    let mut faults = Faults::default();
    for pair in order.windows(2) {
        if let [(first, earlier), (second, later)] = pair
            && first == second
        {
            faults.add(
                format!("value[{later}]"),
                format!("is the same cell as row {earlier}: give it once"),
            );
        }
    }
    faults.finish()
}

/// The places of a dictionary's entries among those that are used, sorted, each once.
struct Ranks {
    ranks: Vec<u32>,
    distinct: Vec<u32>,
}

impl Ranks {
    fn new<T: Ord>(entries: &[T], used: impl Iterator<Item = u32>) -> Self {
        let mut is_used = vec![false; entries.len()];
        for index in used {
            is_used[index as usize] = true;
        }
        let mut sorted: Vec<u32> = (0..)
            .zip(&is_used)
            .filter(|(_, used)| **used)
            .map(|(index, _)| index)
            .collect();
        sorted.sort_by(|a, b| entries[*a as usize].cmp(&entries[*b as usize]));
        let mut ranks = vec![0; entries.len()];
        let mut distinct: Vec<u32> = Vec::new();
        for index in sorted {
            if distinct
                .last()
                .is_none_or(|last| entries[*last as usize] != entries[index as usize])
            {
                distinct.push(index);
            }
            ranks[index as usize] = distinct.len() as u32 - 1;
        }
        Self { ranks, distinct }
    }

    fn of(&self, index: u32) -> u32 {
        self.ranks[index as usize]
    }

    fn distinct<'a, T>(&'a self, entries: &'a [T]) -> impl ExactSizeIterator<Item = &'a T> {
        self.distinct.iter().map(|index| &entries[*index as usize])
    }
}

/// The bytes that are hashed. Every part says its length or has a fixed one, so that no two contents look alike.
struct Form(Vec<u8>);

impl Form {
    fn texts(&mut self, texts: impl ExactSizeIterator<Item = impl AsRef<[u8]>>) {
        self.number(texts.len() as u64);
        for text in texts {
            self.bytes(text.as_ref());
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    fn row(&mut self, row: &Row) {
        let figure = &row.figure;
        self.number(figure.value().unwrap_or(0.0).to_bits());
        self.0.push(v1::Qualifier::from(figure.qualifier()) as u8);
        self.0.push(v1::Status::from(figure.status()) as u8);
        match &row.evidence {
            None => self.0.push(0),
            Some(evidence) => self.evidence(evidence),
        }
    }

    fn evidence(&mut self, evidence: &Evidence) {
        let Evidence { place, excerpt } = evidence;
        match place {
            Place::Cell { sheet, row, column } => {
                self.0.push(1);
                self.bytes(sheet.as_bytes());
                self.number((*row).into());
                self.number((*column).into());
            }
            Place::Span { start, end } => {
                self.0.push(2);
                self.number(*start);
                self.number(*end);
            }
            Place::Row { sequence, row } => {
                self.0.push(3);
                self.number(*sequence);
                self.number((*row).into());
            }
        }
        self.bytes(excerpt.as_bytes());
    }
}
