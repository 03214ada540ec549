//! What the peers of a framework can be grouped by.

use std::collections::BTreeSet;

use super::{Draft, PeerGroup, Zone};
use crate::{
    framework::{FrameworkForm, GROUPINGS},
    ids::{IndicatorCode, KindId, SubjectName, ZoneId},
};

/// Classes of zone that are places or sums of zones rather than peers of one.
const NO_PEERS: [&str; 3] = ["province", "city", "aggregate"];

impl Zone {
    /// Whether it is a zone among others, and not a place or a sum of zones.
    #[must_use]
    pub fn is_peer(&self) -> bool {
        !NO_PEERS.contains(&self.class.as_str())
    }
}

impl Draft {
    /// Imputations of a framework by a group that none of its peers has at any time: each place with what to do. Where
    /// the catalogue has no peers yet nothing is said of them.
    #[must_use]
    pub fn ungrouped(&self, form: &FrameworkForm) -> Vec<(String, String)> {
        let default_is_used = form.indicators.iter().any(|leaf| leaf.impute.is_none());
        let groupings: Vec<(String, &str)> = form
            .imputations()
            .filter(|(path, _)| path != "impute" || default_is_used)
            .filter_map(|(path, imputation)| Some((path, imputation.grouping()?)))
            .filter(|(_, by)| GROUPINGS.contains(by))
            .collect();
        if groupings.is_empty() {
            return Vec::new();
        }
        let peers = self.peers_of(form);
        if peers.is_empty() {
            return Vec::new();
        }
        let has = |by: &&str| peers.iter().any(|peer| self.has_group(peer, by));
        let known: Vec<&str> = GROUPINGS.into_iter().filter(has).collect();
        let missing = groupings.into_iter().filter(|(_, by)| !known.contains(by));
        let told = |by: &str| match known.as_slice() {
            [] => format!("no subject has a group by `{by}`, nor by anything else: take another imputation"),
            known => format!(
                "no subject has a group by `{by}`: give one of {}",
                known.join(", ")
            ),
        };
        missing
            .map(|(path, by)| (format!("{path}.by"), told(by)))
            .collect()
    }

    /// Who is ranked by a framework where a question names nobody.
    fn peers_of(&self, form: &FrameworkForm) -> Vec<SubjectName> {
        let group = form.peers.as_ref().and_then(|peers| self.peer_groups.get(peers));
        if let Some(group) = group.filter(|group| !group.members.is_empty()) {
            return group.members.iter().cloned().collect();
        }
        let kind = match group {
            Some(group) => Some(group.kind.clone()),
            None => self.kind_of(form),
        };
        let Some(kind) = kind else { return Vec::new() };
        if kind == KindId::zones() {
            let taken = |zone: &&Zone| group.map_or(zone.is_peer(), |group| self.takes(group, zone));
            let zones = self.zones.values().filter(taken);
            return zones.map(|zone| SubjectName::from(&zone.id)).collect();
        }
        let subjects = self.subjects.values();
        let of_kind = subjects.filter(|subject| subject.name.kind() == kind.id());
        let taken = of_kind.filter(|subject| {
            let mut zones = subject.placements.iter().map(|placement| &placement.zone);
            let filters = |group: &&PeerGroup| group.parent.is_some() || !group.class.is_empty();
            group.filter(filters).is_none_or(|group| {
                zones.any(|zone| self.zones.get(zone).is_some_and(|zone| self.takes(group, zone)))
            })
        });
        taken.map(|subject| subject.name.clone()).collect()
    }

    /// The kind of subject that a framework ranks by itself.
    fn kind_of(&self, form: &FrameworkForm) -> Option<KindId> {
        let codes = form.indicators.iter();
        let known = codes.filter_map(|leaf| IndicatorCode::new(&leaf.code).ok());
        let mut leaves = known.filter_map(|code| self.indicators.get(&code));
        let first: BTreeSet<&KindId> = leaves.next()?.subject_kinds.iter().collect();
        let common = leaves.fold(first, |mut common, leaf| {
            common.retain(|kind| leaf.subject_kinds.contains(*kind));
            common
        });
        let zones = KindId::zones();
        match common.contains(&zones) {
            true => Some(zones),
            false => common.first().map(|kind| (*kind).clone()),
        }
    }

    fn takes(&self, group: &PeerGroup, zone: &Zone) -> bool {
        let lies_in = |place: &ZoneId| {
            let above =
                std::iter::successors(zone.parent.as_ref(), |id| self.zones.get(*id)?.parent.as_ref());
            // A draft may have a circle of places.
            above.take(self.zones.len()).any(|id| id == place)
        };
        let in_place = group.parent.as_ref().is_none_or(lies_in);
        in_place && (group.class.is_empty() || zone.class == group.class)
    }

    /// Whether a subject is in a group of this kind at any time.
    fn has_group(&self, name: &SubjectName, by: &str) -> bool {
        let of_zone = |id: &ZoneId| {
            let Some(zone) = self.zones.get(id) else {
                return false;
            };
            match by {
                "class" => !zone.class.is_empty(),
                "level" => !zone.level.is_empty(),
                "parent" => zone.parent.is_some(),
                // What lies in a zone; a zone does not lie in itself.
                _ => name.zone().is_none(),
            }
        };
        match name.zone() {
            Some(zone) => of_zone(&zone),
            None => {
                let subject = self.subjects.get(name);
                let mut placements = subject.into_iter().flat_map(|subject| &subject.placements);
                placements.any(|placement| of_zone(&placement.zone))
            }
        }
    }
}
