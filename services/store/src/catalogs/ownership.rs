//! Whose the items of a catalogue are: what administering them needs a grant for.

use std::str::FromStr;

use zhibiao_model::{
    access::{Place, Scope},
    catalog::{Draft, ItemChange},
    ids::{DepartmentId, GrantId, IndicatorCode, InterfaceId, SubjectName, ZoneId},
};
use zhibiao_runtime::access::Demand;

/// What changing a catalogue needs grants for: an item's place before and after.
pub(super) fn demands(before: &Draft, after: &Draft, changes: &[ItemChange]) -> Vec<Demand> {
    let of = |change: &ItemChange| {
        let mut places = places(before, &change.name);
        places.extend(self::places(after, &change.name));
        if places.is_empty() {
            places.push(Place::EVERYWHERE);
        }
        let demand = |place| Demand::new(&change.name, place);
        places.into_iter().map(demand).collect::<Vec<_>>()
    };
    let mut demands: Vec<Demand> = changes.iter().flat_map(of).collect();
    demands.sort();
    demands.dedup();
    demands
}

/// Where an item of a draft belongs; nowhere when the draft does not have it. Peer groups, kinds and lineage are everybody's.
fn places(draft: &Draft, name: &str) -> Vec<Place> {
    let of_department = |department: Option<DepartmentId>| Place {
        department,
        zone: None,
    };
    let of_zone = |zone: ZoneId| Place {
        department: None,
        zone: Some(zone),
    };
    if let Some(id) = read::<DepartmentId>(name).filter(|id| draft.departments.contains_key(id)) {
        return vec![of_department(Some(id))];
    }
    if let Some(id) = read::<ZoneId>(name).filter(|id| draft.zones.contains_key(id)) {
        return vec![of_zone(id)];
    }
    if let Some(indicator) = read::<IndicatorCode>(name).and_then(|code| draft.indicators.get(&code)) {
        return vec![of_department(indicator.owner.clone())];
    }
    if let Some(interface) = read::<InterfaceId>(name).and_then(|id| draft.interfaces.get(&id)) {
        return vec![of_department(Some(interface.department.clone()))];
    }
    // Who grants rights has them for all that the grant is for.
    if let Some(grant) = read::<GrantId>(name).and_then(|id| draft.grants.get(&id)) {
        return vec![Place {
            department: one(&grant.department),
            zone: one(&grant.zone),
        }];
    }
    if let Some(subject) = read::<SubjectName>(name).and_then(|name| draft.subjects.get(&name)) {
        // What lies nowhere is everybody's: nobody takes it by placing it.
        if subject.placements.is_empty() {
            return vec![Place::EVERYWHERE];
        }
        let zones = subject.placements.iter();
        return zones.map(|placement| of_zone(placement.zone.clone())).collect();
    }
    Vec::new()
}

fn read<T: FromStr>(name: &str) -> Option<T> {
    name.parse().ok()
}

fn one<T: Clone>(scope: &Scope<T>) -> Option<T> {
    match scope {
        Scope::Any => None,
        Scope::One(one) => Some(one.clone()),
    }
}
