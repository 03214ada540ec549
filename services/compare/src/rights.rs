//! What callers may compare: every subject and peer of a question, at its indicators, has to be one that they may read.
//! A rank tells about all who are ranked.

use std::collections::BTreeSet;

use zhibiao_model::{
    access::{Action, Place},
    catalog::{Catalog, Indicator},
    ids::{DepartmentId, SubjectName, ZoneId},
};
use zhibiao_runtime::{
    access::{self, Demand, Permit},
    error::Problem,
};

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
