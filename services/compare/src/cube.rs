//! The cube in memory: what the store's observations are at one revision, shared and never changed once published.
//!
//! [`Cube`] is the writer's: it takes exports and changes. [`Cube::columns`] gives what readers see: a state in which
//! only the columns that changed are new and all others are shared with the state before.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    sync::Arc,
};

use zhibiao_model::{
    catalog::Catalog,
    computed::Stored,
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::convert::columns::{Columns as Batch, Row};

use crate::column::{IndicatorColumns, SubjectId};

/// Gives each name a small number, for good.
#[derive(Debug, Clone)]
struct Interner<T>(HashMap<T, u32>);

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Eq + Hash + Clone> Interner<T> {
    fn get(&self, name: &T) -> Option<u32> {
        self.0.get(name).copied()
    }

    fn intern(this: &mut Arc<Self>, name: &T) -> u32 {
        this.get(name).unwrap_or_else(|| {
            let next = this.0.len() as u32;
            Arc::make_mut(this).0.insert(name.clone(), next);
            next
        })
    }
}

/// The observations at one revision; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    subjects: Arc<Interner<SubjectName>>,
    indicators: Arc<Interner<IndicatorCode>>,
    by_indicator: Vec<Arc<IndicatorColumns>>,
}

impl Columns {
    /// The number of a subject; none when nothing was ever said about it.
    #[must_use]
    pub fn subject(&self, name: &SubjectName) -> Option<SubjectId> {
        self.subjects.get(name)
    }

    /// The columns of an indicator; none when it has no values.
    #[must_use]
    pub fn indicator(&self, code: &IndicatorCode) -> Option<&Arc<IndicatorColumns>> {
        self.by_indicator.get(self.indicators.get(code)? as usize)
    }

    /// Newest revision of any cell of an indicator.
    #[must_use]
    pub fn changed(&self, code: &IndicatorCode) -> Revision {
        self.indicator(code)
            .map_or(Revision::ZERO, |columns| columns.changed)
    }

    /// How many cells there are.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.by_indicator
            .iter()
            .flat_map(|columns| columns.by_period.values())
            .map(|column| column.len())
            .sum()
    }
}

/// The writer's side of the columns.
#[derive(Debug, Default)]
pub struct Cube(Columns);

impl Cube {
    /// An empty cube. It numbers the catalogue's subjects by name, so that columns arrive in their order.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let mut columns = Columns::default();
        let items = catalog.items();
        let zones = items.zones.keys().map(SubjectName::from);
        let mut subjects: Vec<SubjectName> = zones.chain(items.subjects.keys().cloned()).collect();
        subjects.sort_unstable();
        for subject in &subjects {
            Interner::intern(&mut columns.subjects, subject);
        }
        Self(columns)
    }

    /// Takes observations in; `revision` says which revision wrote a row.
    pub fn merge(&mut self, batch: &Batch, revision: impl Fn(usize) -> Revision) {
        let Columns {
            subjects,
            indicators,
            by_indicator,
        } = &mut self.0;
        let ids: Vec<SubjectId> = batch
            .subjects()
            .iter()
            .map(|name| Interner::intern(subjects, name))
            .collect();
        let mut changes: BTreeMap<(u32, u32), Vec<(SubjectId, Stored)>> = BTreeMap::new();
        for (
            at,
            Row {
                indicator,
                period,
                subject,
                figure,
                ..
            },
        ) in batch.rows().iter().enumerate()
        {
            if let Some(subject) = ids.get(*subject as usize) {
                let stored = Stored {
                    figure: *figure,
                    revision: revision(at),
                };
                changes
                    .entry((*indicator, *period))
                    .or_default()
                    .push((*subject, stored));
            }
        }
        for ((indicator, period), cells) in changes {
            let (Some(code), Some(period)) = (
                batch.indicators().get(indicator as usize),
                batch.periods().get(period as usize),
            ) else {
                continue;
            };
            let at = Interner::intern(indicators, code) as usize;
            if by_indicator.len() <= at {
                by_indicator.resize_with(at + 1, Arc::default);
            }
            change(Arc::make_mut(&mut by_indicator[at]), *period, cells);
        }
    }

    /// What readers see of it now.
    #[must_use]
    pub fn columns(&self) -> Columns {
        self.0.clone()
    }
}

fn change(columns: &mut IndicatorColumns, period: Period, cells: Vec<(SubjectId, Stored)>) {
    let newest = cells.iter().map(|(_, stored)| stored.revision).max();
    columns.changed = columns.changed.max(newest.unwrap_or_default());
    let column = columns.by_period.entry(period).or_default();
    *column = Arc::new(column.with(cells));
}

#[cfg(test)]
mod tests {
    use zhibiao_model::{
        observation::{CellKey, Figure, Observation},
        qualifier::Qualifier,
        status::Status,
    };

    use super::*;

    fn batch(cells: &[(&str, &str, i16, f64)]) -> Batch {
        let observation = |(indicator, subject, year, value): &(&str, &str, i16, f64)| Observation {
            key: CellKey {
                indicator: IndicatorCode::new(indicator).unwrap(),
                period: Period::annual(*year).unwrap(),
                subject: subject.parse().unwrap(),
            },
            figure: Figure::new(*value, Qualifier::Exact, Status::Normal).unwrap(),
            provenance: None,
            evidence: None,
        };
        cells.iter().map(observation).collect()
    }

    fn value(columns: &Columns, indicator: &str, subject: &str, year: i16) -> Option<(f64, i64)> {
        let indicator = columns.indicator(&IndicatorCode::new(indicator).unwrap())?;
        let column = indicator.by_period.get(&Period::annual(year).unwrap())?;
        let stored = column.get(columns.subject(&subject.parse().unwrap())?)?;
        Some((stored.figure.value()?, stored.revision.get()))
    }

    fn at(revision: i64) -> impl Fn(usize) -> Revision {
        move |_| Revision::new(revision).unwrap()
    }

    #[test]
    fn readers_keep_the_state_they_saw() {
        let mut cube = Cube::new(&Catalog::default());
        cube.merge(
            &batch(&[("gdp", "zones/b", 2023, 1.0), ("gdp", "zones/a", 2023, 2.0)]),
            at(1),
        );
        let before = cube.columns();
        cube.merge(
            &batch(&[("gdp", "zones/a", 2023, 3.0), ("tax", "zones/c", 2022, 4.0)]),
            at(2),
        );
        let after = cube.columns();
        assert_eq!(value(&before, "gdp", "zones/a", 2023), Some((2.0, 1)));
        assert_eq!(value(&before, "tax", "zones/c", 2022), None);
        assert_eq!(value(&after, "gdp", "zones/a", 2023), Some((3.0, 2)));
        assert_eq!(value(&after, "gdp", "zones/b", 2023), Some((1.0, 1)));
        assert_eq!(value(&after, "tax", "zones/c", 2022), Some((4.0, 2)));
        assert_eq!((before.cells(), after.cells()), (2, 3));
    }

    #[test]
    fn what_did_not_change_is_shared() {
        let mut cube = Cube::new(&Catalog::default());
        cube.merge(
            &batch(&[
                ("gdp", "zones/a", 2022, 1.0),
                ("gdp", "zones/a", 2023, 1.0),
                ("tax", "zones/a", 2023, 1.0),
            ]),
            at(1),
        );
        let before = cube.columns();
        cube.merge(&batch(&[("gdp", "zones/a", 2023, 2.0)]), at(2));
        let after = cube.columns();
        let of = |columns: &Columns, code: &str| {
            Arc::clone(columns.indicator(&IndicatorCode::new(code).unwrap()).unwrap())
        };
        assert!(Arc::ptr_eq(&of(&before, "tax"), &of(&after, "tax")));
        let year = |columns: &Columns, year: i16| {
            Arc::clone(&of(columns, "gdp").by_period[&Period::annual(year).unwrap()])
        };
        assert!(Arc::ptr_eq(&year(&before, 2022), &year(&after, 2022)));
        assert!(!Arc::ptr_eq(&year(&before, 2023), &year(&after, 2023)));
        assert_eq!(
            (of(&after, "gdp").changed.get(), of(&after, "tax").changed.get()),
            (2, 1)
        );
    }
}
