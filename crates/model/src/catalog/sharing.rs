//! Names that two items share: a name must lead to one item. Subjects of different zones may share one, since the zone
//! tells them apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Draft, Fault, Names, fold};
use crate::ids::ZoneId;

/// Names of a draft that lead to more than one item. They are those of the items that had them before; what is new or
/// called otherwise now has to be called something else.
pub(super) fn faults(draft: &Draft, before: &Draft) -> Vec<Fault> {
    let mut seen = Seen::default();
    for olds in [true, false] {
        for (code, one) in &draft.indicators {
            let old = before.indicators.get(code).map(|old| &old.names);
            seen.add_in_turn(olds, old, "indicators", code, &one.names);
        }
        for (id, one) in &draft.departments {
            let old = before.departments.get(id).map(|old| &old.names);
            seen.add_in_turn(olds, old, "departments", id, &one.names);
        }
        for (id, one) in &draft.frameworks {
            let old = before.frameworks.get(id).map(|old| &old.names);
            seen.add_in_turn(olds, old, "frameworks", id, &one.names);
        }
        for (id, one) in &draft.zones {
            let old = before.zones.get(id).map(|old| &old.names);
            seen.add_in_turn(olds, old, "zones", id, &one.names);
        }
        for (name, one) in &draft.subjects {
            let old = before.subjects.get(name).map(|old| &old.names);
            let zones: BTreeSet<&ZoneId> = one.placements.iter().map(|p| &p.zone).collect();
            for zone in zones {
                seen.add_in_turn(olds, old, &format!("subjects in {zone}"), name, &one.names);
            }
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
    /// Adds an item when it is the turn of those that had their names before, or of the others.
    fn add_in_turn(
        &mut self,
        olds: bool,
        old: Option<&Names>,
        scope: &str,
        item: impl fmt::Display,
        names: &Names,
    ) {
        if (old == Some(names)) == olds {
            self.add(scope, item, names);
        }
    }

    fn add(&mut self, scope: &str, item: impl fmt::Display, names: &Names) {
        let item = item.to_string();
        // Names that differ in case or spaces only are one; it is told as it is written first.
        let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
        for name in names.all() {
            spellings.entry(fold(name)).or_insert(name);
        }
        for (spelling, name) in spellings {
            let owner = self
                .owners
                .entry((scope.to_owned(), spelling))
                .or_insert_with(|| item.clone());
            if *owner != item {
                let message = format!(
                    "`{name}` is also a name of `{owner}`: a name must lead to one item, give another"
                );
                self.faults.push(Fault {
                    path: format!("{item}.names"),
                    message,
                });
            }
        }
    }
}
