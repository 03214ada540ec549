//! GetZoneLineage.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::{Catalog, LineageEvent},
    ids::ZoneId,
};

/// Every event that a zone, what it came of or what became of it took part in, ordered by date.
pub(super) fn of<'a>(catalog: &'a Catalog, zone: &ZoneId) -> Vec<&'a LineageEvent> {
    let events = &catalog.items().lineage;
    let ancestors = reach(events, zone, |event| &event.to, |event| &event.from);
    let descendants = reach(events, zone, |event| &event.from, |event| &event.to);
    let took_part = |event: &&LineageEvent| {
        event.to.iter().any(|zone| ancestors.contains(zone))
            || event.from.iter().any(|zone| descendants.contains(zone))
    };
    events.iter().filter(took_part).collect()
}

/// A zone and all that events lead to from it, in one direction of time.
fn reach<'a>(
    events: &'a BTreeSet<LineageEvent>,
    zone: &'a ZoneId,
    near: fn(&LineageEvent) -> &BTreeSet<ZoneId>,
    far: fn(&LineageEvent) -> &BTreeSet<ZoneId>,
) -> BTreeSet<&'a ZoneId> {
    let mut reached = BTreeSet::from([zone]);
    let mut open = vec![zone];
    while let Some(zone) = open.pop() {
        for next in events
            .iter()
            .filter(|event| near(event).contains(zone))
            .flat_map(far)
        {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached
}
