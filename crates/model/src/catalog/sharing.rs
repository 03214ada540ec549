//! Names that two items share: a name must lead to one item. Subjects of different zones may share one, since the zone
//! tells them apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Draft, Fault, Names, fold};
use crate::ids::ZoneId;

/// Names of a draft that lead to more than one item.
pub(super) fn faults(draft: &Draft) -> Vec<Fault> {
    let mut seen = Seen::default();
    for (code, indicator) in &draft.indicators {
        seen.add("indicators", code, &indicator.names);
    }
    for (id, department) in &draft.departments {
        seen.add("departments", id, &department.names);
    }
    for (id, framework) in &draft.frameworks {
        seen.add("frameworks", id, &framework.names);
    }
    for (id, zone) in &draft.zones {
        seen.add("zones", id, &zone.names);
    }
    for (name, subject) in &draft.subjects {
        let zones: BTreeSet<&ZoneId> = subject.placements.iter().map(|p| &p.zone).collect();
        for zone in zones {
            seen.add(&format!("subjects in {zone}"), name, &subject.names);
        }
    }
    seen.faults
}

/// Who has which name in which scope.
#[derive(Default)]
struct Seen {
    owners: BTreeMap<(String, String), String>,
    faults: Vec<Fault>,
}

impl Seen {
    fn add(&mut self, scope: &str, item: impl fmt::Display, names: &Names) {
        let item = item.to_string();
        let spellings: BTreeSet<String> = names.all().map(fold).collect();
        for spelling in spellings {
            let owner = self
                .owners
                .entry((scope.to_owned(), spelling.clone()))
                .or_insert_with(|| item.clone());
            if *owner != item {
                let message =
                    format!("`{spelling}` is also a name of `{owner}`: a name must lead to one item");
                self.faults.push(Fault {
                    path: format!("{item}.names"),
                    message,
                });
            }
        }
    }
}
