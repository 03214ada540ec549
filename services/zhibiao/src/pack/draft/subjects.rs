//! Who a draft is about: zones, subjects of other kinds, and where those lie.

use std::collections::BTreeSet;

use zhibiao_model::catalog::{Directory, Lookup, Names, fold};

use super::{
    DraftIndicator, Drafter, ENTERPRISES, Named, Note, ZONES, codes::Codes, collect::Measured, guess,
};

/// Id of the zone that values without a subject are about.
pub(super) const OWN_ZONE: &str = "own-zone";

impl Drafter<'_> {
    /// Zones and enterprises that the hub does not know.
    pub(super) fn subjects(&mut self) -> (Vec<Named>, Vec<Named>) {
        let of_zones = self.taken(|known| known.zones.keys().map(|id| id.id().to_owned()).collect());
        let of_subjects =
            self.taken(|known| known.subjects.keys().map(|name| name.id().to_owned()).collect());
        let (mut zone_codes, mut enterprise_codes) = (Codes::over(of_zones), Codes::over(of_subjects));
        let (mut zones, mut enterprises) = (Vec::new(), Vec::new());
        for name in &self.found.subject_order {
            let known = |directory: &Directory| directory.subject(name, None) != Lookup::Unknown;
            if self.directory.as_ref().is_some_and(known) {
                self.known += 1;
            } else if guess::is_enterprise(name) {
                enterprises.push(Named {
                    id: enterprise_codes.code(name, "enterprise"),
                    name: name.clone(),
                });
            } else {
                zones.push(Named {
                    id: zone_codes.code(name, "zone"),
                    name: name.clone(),
                });
            }
        }
        (zones, enterprises)
    }

    /// The kinds other than zones that the draft is about. Where the hub has one, its names stay: applying the draft
    /// must not rename it.
    pub(super) fn kinds(&self, indicators: &[DraftIndicator], enterprises: bool) -> Vec<(String, Names)> {
        let used = indicators
            .iter()
            .flat_map(|indicator| indicator.kinds.iter().cloned());
        let mut ids: BTreeSet<String> = used.filter(|id| id != ZONES).collect();
        if enterprises {
            ids.insert(ENTERPRISES.to_owned());
        }
        let names = |id: String| {
            let mut kinds = self
                .given
                .known
                .iter()
                .flat_map(|known| known.items().kinds.values());
            let known = kinds.find(|kind| kind.id.id() == id);
            let names = known.map_or_else(
                || Names {
                    zh: "企业".to_owned(),
                    en: "Enterprises".to_owned(),
                    ..Names::default()
                },
                |kind| kind.names.clone(),
            );
            (id, names)
        };
        ids.into_iter().map(names).collect()
    }

    /// Id of the zone for what names none: as given, or guessed, or one to be renamed that is added to the zones.
    pub(super) fn place(&mut self, zones: &mut Vec<Named>, nameless: bool, others: bool) -> Option<String> {
        if !nameless && !others {
            return None;
        }
        let given = self.given.zone;
        let known = self
            .directory
            .as_ref()
            .map(|directory| directory.subject(given, None));
        if let Some(Lookup::Found(name)) = known
            && let Some(zone) = name.zone()
        {
            return Some(zone.id().to_owned());
        }
        let called = |zone: &&Named| zone.id == given || fold(&zone.name) == fold(given);
        if let Some(zone) = zones.iter().find(called) {
            return Some(zone.id.clone());
        }
        let (id, name) = if !given.is_empty() {
            let mut taken = self.taken(|known| known.zones.keys().map(|id| id.id().to_owned()).collect());
            taken.extend(zones.iter().map(|zone| zone.id.clone()));
            (Codes::over(taken).code(given, "zone"), given.to_owned())
        } else if nameless || zones.is_empty() {
            (OWN_ZONE.to_owned(), "本园区（请改名）".to_owned())
        } else if let [one] = zones.as_slice() {
            self.notes.push(Note::Placed(one.id.clone()));
            return Some(one.id.clone());
        } else {
            self.notes.push(Note::Unplaced);
            return None;
        };
        if others && given.is_empty() {
            self.notes.push(Note::Placed(id.clone()));
        }
        zones.push(Named { id: id.clone(), name });
        Some(id)
    }

    /// Ids of the kinds of subject that an indicator's values are about.
    pub(super) fn kinds_of(&self, measured: &Measured) -> BTreeSet<String> {
        let kind = |name: &String| match self.directory.as_ref().map(|d| d.subject(name, None)) {
            Some(Lookup::Found(known)) => known.kind().to_owned(),
            Some(Lookup::Ambiguous(_) | Lookup::Unknown) | None if guess::is_enterprise(name) => {
                ENTERPRISES.to_owned()
            }
            Some(Lookup::Ambiguous(_) | Lookup::Unknown) | None => ZONES.to_owned(),
        };
        let mut kinds: BTreeSet<String> = measured
            .subjects
            .iter()
            .filter_map(|place| self.found.subject_order.get(*place))
            .map(kind)
            .collect();
        if kinds.is_empty() {
            kinds.insert(ZONES.to_owned());
        }
        kinds
    }
}
