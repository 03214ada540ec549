//! Builds the fragments in which the change log keeps a revision's cells: the very messages that watchers are sent.

use prost::Message as _;
use zhibiao_model::{qualifier::Qualifier, status::Status};
use zhibiao_proto::{
    convert::columns::{Columns, Row},
    observation::v1::{self, ObservationColumns},
};

/// A fragment is closed when its encoded size may pass this: well below the 1 MiB that is promised.
const FRAGMENT_BYTES: usize = 900 << 10;

/// Most bytes of a row: the value, four indexes and two marks.
const ROW_BYTES: usize = 8 + 4 * 4 + 2;

/// Packs the changed rows of a batch, fragment by fragment.
pub(crate) struct FragmentWriter<'a> {
    columns: &'a Columns,
    message: ObservationColumns,
    bytes: usize,
    fragments: Vec<Vec<u8>>,
    subjects: Remap,
    indicators: Remap,
    periods: Remap,
    provenances: Remap,
}

/// Indexes of a batch's dictionary in that of the fragment at hand.
struct Remap {
    indexes: Vec<Option<u32>>,
    used: u32,
}

impl Remap {
    fn new(length: usize) -> Self {
        Self {
            indexes: vec![None; length],
            used: 0,
        }
    }

    /// The index in the fragment, and whether the entry is new there.
    fn index(&mut self, of_batch: u32) -> (u32, bool) {
        let Some(slot) = self.indexes.get_mut(of_batch as usize) else {
            return (0, false);
        };
        match *slot {
            Some(index) => (index, false),
            None => {
                let index = self.used;
                *slot = Some(index);
                self.used += 1;
                (index, true)
            }
        }
    }

    fn clear(&mut self) {
        self.indexes.fill(None);
        self.used = 0;
    }
}

impl<'a> FragmentWriter<'a> {
    pub(crate) fn new(columns: &'a Columns) -> Self {
        Self {
            columns,
            message: ObservationColumns::default(),
            bytes: 0,
            fragments: Vec::new(),
            subjects: Remap::new(columns.subjects().len()),
            indicators: Remap::new(columns.indicators().len()),
            periods: Remap::new(columns.periods().len()),
            // One more: rows without provenance point at an empty one.
            provenances: Remap::new(columns.provenances().len() + 1),
        }
    }

    /// Adds a changed row.
    pub(crate) fn push(&mut self, row: &Row) {
        if self.bytes >= FRAGMENT_BYTES {
            self.flush();
        }
        let subject = self.subject(row);
        let indicator = self.indicator(row);
        let period = self.period(row);
        let provenance = self.provenance(row);
        let message = &mut self.message;
        message.subject.push(subject);
        message.indicator.push(indicator);
        message.period.push(period);
        message.provenance.push(provenance);
        message.value.push(row.figure.value().unwrap_or(0.0));
        message
            .qualifier
            .push(v1::Qualifier::from(row.figure.qualifier()).into());
        message.status.push(v1::Status::from(row.figure.status()).into());
        self.bytes += ROW_BYTES;
    }

    /// The fragments, encoded.
    pub(crate) fn finish(mut self) -> Vec<Vec<u8>> {
        if !self.message.value.is_empty() {
            self.flush();
        }
        self.fragments
    }

    fn subject(&mut self, row: &Row) -> u32 {
        let (index, new) = self.subjects.index(row.subject);
        if new && let Some(name) = self.columns.subjects().get(row.subject as usize) {
            self.bytes += name.as_str().len() + 3;
            self.message.subjects.push(name.to_string());
        }
        index
    }

    fn indicator(&mut self, row: &Row) -> u32 {
        let (index, new) = self.indicators.index(row.indicator);
        if new && let Some(code) = self.columns.indicators().get(row.indicator as usize) {
            let name = code.to_string();
            self.bytes += name.len() + 3;
            self.message.indicators.push(name);
        }
        index
    }

    fn period(&mut self, row: &Row) -> u32 {
        let (index, new) = self.periods.index(row.period);
        if new && let Some(period) = self.columns.periods().get(row.period as usize) {
            let name = period.to_string();
            self.bytes += name.len() + 3;
            self.message.periods.push(name);
        }
        index
    }

    fn provenance(&mut self, row: &Row) -> u32 {
        let none = self.columns.provenances().len() as u32;
        let (index, new) = self.provenances.index(row.provenance.unwrap_or(none));
        if new {
            let said = row
                .provenance
                .and_then(|at| self.columns.provenances().get(at as usize));
            let message: v1::Provenance = said.map(|p| p.as_ref().into()).unwrap_or_default();
            self.bytes += message.encoded_len() + 5;
            self.message.provenances.push(message);
        }
        index
    }

    fn flush(&mut self) {
        let mut message = std::mem::take(&mut self.message);
        if message
            .qualifier
            .iter()
            .all(|q| *q == i32::from(v1::Qualifier::from(Qualifier::Exact)))
        {
            message.qualifier.clear();
        }
        if message
            .status
            .iter()
            .all(|s| *s == i32::from(v1::Status::from(Status::Normal)))
        {
            message.status.clear();
        }
        if message.provenances.len() == 1 {
            message.provenance.clear();
        }
        self.fragments.push(message.encode_to_vec());
        self.bytes = 0;
        for remap in [
            &mut self.subjects,
            &mut self.indicators,
            &mut self.periods,
            &mut self.provenances,
        ] {
            remap.clear();
        }
    }
}
