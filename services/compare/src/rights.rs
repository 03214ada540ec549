//! What callers may compare: every subject and peer of a question, at its indicators, has to be one that they may read.
//! A rank tells about all who are ranked.

use std::{collections::BTreeSet, sync::Arc};

use zhibiao_model::{
    access::{Action, Place},
    catalog::{Catalog, Indicator},
    ids::{DepartmentId, SubjectName, ZoneId},
    revision::Revision,
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    error::Problem,
};

use crate::snapshot::{CatalogAt, Snapshot};

/// What a part of an answer tells about.
#[derive(Debug, Clone)]
pub(crate) struct Need {
    /// The indicators that it is made from.
    pub(crate) indicators: Vec<Arc<Indicator>>,
    /// Everybody whom it may rank.
    pub(crate) subjects: BTreeSet<SubjectName>,
}

/// What an answer that is followed tells about in one state of the catalogue: who may read all of it may be told it.
#[derive(Debug)]
pub(crate) struct Needs {
    loading: u64,
    catalog: Arc<CatalogAt>,
    parts: Vec<Need>,
}

/// Which catalogue rights were decided by: of which loading of the store, and its revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decided(u64, Revision);

impl Need {
    /// Checks that a caller may read all of it.
    ///
    /// # Errors
    /// PERMISSION_DENIED with every place that the caller may not read.
    pub(crate) fn check(&self, permit: &Permit, catalog: &Catalog) -> Result<(), Problem> {
        let indicators = self.indicators.iter().map(AsRef::as_ref);
        may_read(permit, catalog, indicators, &self.subjects)
    }
}

impl Needs {
    /// What an answer made from a state tells about.
    pub(crate) fn new(snapshot: &Snapshot, parts: Vec<Need>) -> Self {
        Self {
            loading: snapshot.loading,
            catalog: Arc::clone(&snapshot.catalog),
            parts,
        }
    }

    /// The catalogue that they hold by, and that decides.
    pub(crate) fn by(&self) -> Decided {
        Decided(self.loading, self.catalog.revision)
    }

    /// Checks that a caller may be told the answer, by the grants and owners of this catalogue.
    ///
    /// # Errors
    /// PERMISSION_DENIED with every place that the caller may not read.
    pub(crate) fn check(&self, permit: &Permit) -> Result<(), Problem> {
        if !permit.is_bounded() {
            return Ok(());
        }
        let mut parts = self.parts.iter();
        parts.try_for_each(|part| part.check(permit, &self.catalog.catalog))
    }
}

impl Decided {
    /// The catalogue of a state.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        Self(snapshot.loading, snapshot.catalog.revision)
    }
}

/// Checks that a caller may read subjects at indicators.
///
/// # Errors
/// PERMISSION_DENIED with every place that the caller may not read.
pub(crate) fn may_read<'a>(
    permit: &Permit,
    catalog: &Catalog,
    indicators: impl IntoIterator<Item = &'a Indicator>,
    subjects: &BTreeSet<SubjectName>,
) -> Result<(), Problem> {
    let departments: BTreeSet<Option<DepartmentId>> = indicators
        .into_iter()
        .flat_map(|indicator| access::owners(catalog, &indicator.code))
        .collect();
    let zones: BTreeSet<Option<ZoneId>> = subjects
        .iter()
        .flat_map(|subject| zones(catalog, subject))
        .collect();
    let demands = zones.iter().flat_map(|zone| {
        departments.iter().map(|department| {
            let place = Place {
                department: department.clone(),
                zone: zone.clone(),
            };
            Demand::new("peers", place)
        })
    });
    permit.check(catalog, &[Action::Read], demands)
}

/// Every zone that a subject ever lay in: rankings of the past are of where it lay then.
fn zones(catalog: &Catalog, subject: &SubjectName) -> Vec<Option<ZoneId>> {
    if let Some(zone) = subject.zone() {
        return vec![Some(zone)];
    }
    let placed = catalog.items().subjects.get(subject);
    let zones: Vec<Option<ZoneId>> = placed
        .into_iter()
        .flat_map(|subject| &subject.placements)
        .map(|placement| Some(placement.zone.clone()))
        .collect();
    if zones.is_empty() { vec![None] } else { zones }
}
