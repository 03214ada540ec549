//! Columns: one indicator at one period across subjects, packed.
//!
//! A cell takes 21 bytes, so that ten million of them fit a small machine beside everything else.

use std::{collections::BTreeMap, sync::Arc};

use zhibiao_model::{
    computed::Stored, observation::Figure, period::Period, qualifier::Qualifier, revision::Revision,
    status::Status,
};

/// A subject in the columns of one cube; numbers of different cubes have nothing to do with each other.
pub type SubjectId = u32;

/// The stored cells of one indicator and period. The parallel slices are ordered by subject.
#[derive(Debug, Clone, Default)]
pub struct Column {
    subjects: Box<[SubjectId]>,
    values: Box<[f64]>,
    marks: Box<[Marks]>,
    revisions: Box<[Revision]>,
}

/// All columns of one indicator.
#[derive(Debug, Clone, Default)]
pub struct IndicatorColumns {
    /// Newest revision of any cell.
    pub changed: Revision,
    /// The columns.
    pub by_period: BTreeMap<Period, Arc<Column>>,
}

impl Column {
    /// What is stored for a subject.
    #[must_use]
    pub fn get(&self, subject: SubjectId) -> Option<Stored> {
        let at = self.subjects.binary_search(&subject).ok()?;
        self.cell(at)
    }

    /// How many cells there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// The column with cells laid over it; of several for one subject the last counts.
    #[must_use]
    pub fn with(&self, mut cells: Vec<(SubjectId, Stored)>) -> Self {
        // Stable, so that the last of a subject stays the last.
        cells.sort_by_key(|(subject, _)| *subject);
        let mut packing = Packing::with_capacity(self.len() + cells.len());
        let mut at = 0;
        for (i, (subject, stored)) in cells.iter().enumerate() {
            if cells.get(i + 1).is_some_and(|(next, _)| next == subject) {
                continue;
            }
            let until = at + self.subjects[at..].partition_point(|known| known < subject);
            packing.extend(self, at, until);
            at = until + usize::from(self.subjects.get(until) == Some(subject));
            packing.push(*subject, *stored);
        }
        packing.extend(self, at, self.len());
        packing.finish()
    }

    fn cell(&self, at: usize) -> Option<Stored> {
        let figure = self.marks.get(at)?.figure(*self.values.get(at)?);
        Some(Stored {
            figure,
            revision: *self.revisions.get(at)?,
        })
    }
}

/// A column under construction.
struct Packing {
    subjects: Vec<SubjectId>,
    values: Vec<f64>,
    marks: Vec<Marks>,
    revisions: Vec<Revision>,
}

impl Packing {
    fn with_capacity(cells: usize) -> Self {
        Self {
            subjects: Vec::with_capacity(cells),
            values: Vec::with_capacity(cells),
            marks: Vec::with_capacity(cells),
            revisions: Vec::with_capacity(cells),
        }
    }

    fn push(&mut self, subject: SubjectId, stored: Stored) {
        self.subjects.push(subject);
        self.values.push(stored.figure.value().unwrap_or(0.0));
        self.marks.push(Marks::of(stored.figure));
        self.revisions.push(stored.revision);
    }

    fn extend(&mut self, column: &Column, from: usize, until: usize) {
        self.subjects.extend_from_slice(&column.subjects[from..until]);
        self.values.extend_from_slice(&column.values[from..until]);
        self.marks.extend_from_slice(&column.marks[from..until]);
        self.revisions.extend_from_slice(&column.revisions[from..until]);
    }

    fn finish(self) -> Column {
        Column {
            subjects: self.subjects.into(),
            values: self.values.into(),
            marks: self.marks.into(),
            revisions: self.revisions.into(),
        }
    }
}

/// Qualifier and status in one byte: positions in `Qualifier::ALL` and `Status::ALL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks(u8);

impl Marks {
    const QUALIFIERS: u8 = 4;

    fn of(figure: Figure) -> Self {
        let qualifier = match figure.qualifier() {
            Qualifier::Exact => 0,
            Qualifier::AtLeast => 1,
            Qualifier::AtMost => 2,
            Qualifier::Approximate => 3,
        };
        let status = match figure.status() {
            Status::Normal => 0,
            Status::Provisional => 1,
            Status::Estimated => 2,
            Status::Imputed => 3,
            Status::Missing => 4,
            Status::Forecast => 5,
            Status::Break => 6,
        };
        Self(status * Self::QUALIFIERS + qualifier)
    }

    fn figure(self, value: f64) -> Figure {
        let qualifier = Qualifier::ALL.get(usize::from(self.0 % Self::QUALIFIERS));
        let status = Status::ALL.get(usize::from(self.0 / Self::QUALIFIERS));
        // Packed from a figure, so it is one again; a missing one is the only that `new` refuses.
        Figure::new(
            value,
            qualifier.copied().unwrap_or_default(),
            status.copied().unwrap_or_default(),
        )
        .unwrap_or_else(|_| Figure::missing())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn stored() -> impl Strategy<Value = Stored> {
        let figure = (-1e9_f64..1e9, 0_usize..4, 0_usize..7).prop_map(|(value, qualifier, status)| {
            Figure::new(value, Qualifier::ALL[qualifier], Status::ALL[status])
                .unwrap_or_else(|_| Figure::missing())
        });
        (figure, 0_i64..1_000_000).prop_map(|(figure, revision)| Stored {
            figure,
            revision: Revision::new(revision).unwrap(),
        })
    }

    fn cells() -> impl Strategy<Value = Vec<(SubjectId, Stored)>> {
        prop::collection::vec((0_u32..40, stored()), 0..60)
    }

    proptest! {
        #[test]
        fn a_column_is_a_map(batches in prop::collection::vec(cells(), 0..5)) {
            let mut column = Column::default();
            let mut expected = BTreeMap::new();
            for batch in batches {
                column = column.with(batch.clone());
                expected.extend(batch);
            }
            prop_assert_eq!(column.len(), expected.len());
            for subject in 0..40 {
                prop_assert_eq!(column.get(subject), expected.get(&subject).copied());
            }
        }
    }

    #[test]
    fn a_cell_takes_21_bytes() {
        let cell = size_of::<SubjectId>() + size_of::<f64>() + size_of::<Marks>() + size_of::<Revision>();
        assert_eq!(cell, 21);
    }
}
