//! The catalogue: what the numbers are about and what they mean.
//!
//! A [`Draft`] is what a pack declares: maps of items whose references may be wrong. [`Catalog::build`] checks it whole
//! and either gives a [`Catalog`], in which every reference, formula and unit fits, or every fault at once.
//! A [`Directory`] finds items by what people call them.

mod check;
mod diff;
mod directory;
mod groups;
mod indicator;
mod items;
mod lengths;
mod sharing;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use check::Fault;
pub use diff::{Action, FieldChange, ItemChange, difference};
pub use directory::{Candidate, Directory, Lookup, alike, fold};
pub use indicator::{Direction, Indicator, IndicatorKind, Range};
pub use items::{
    Approval, Department, Interface, LineageEvent, LineageKind, Names, PeerGroup, Placement, Subject,
    SubjectCode, SubjectKind, Validity, Zone,
};

use crate::{
    access::Grant,
    framework::FrameworkForm,
    ids::{
        DepartmentId, FrameworkId, GrantId, IndicatorCode, InterfaceId, KindId, PeerGroupId, SubjectName,
        ZoneId,
    },
};

/// A catalogue before it is checked as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Kinds of subject.
    pub kinds: BTreeMap<KindId, SubjectKind>,
    /// Zones.
    pub zones: BTreeMap<ZoneId, Zone>,
    /// What became of zones.
    pub lineage: BTreeSet<LineageEvent>,
    /// Subjects placed in zones.
    pub subjects: BTreeMap<SubjectName, Subject>,
    /// Departments.
    pub departments: BTreeMap<DepartmentId, Department>,
    /// Indicators.
    pub indicators: BTreeMap<IndicatorCode, Arc<Indicator>>,
    /// Data interfaces.
    pub interfaces: BTreeMap<InterfaceId, Interface>,
    /// Peer groups.
    pub peer_groups: BTreeMap<PeerGroupId, PeerGroup>,
    /// Frameworks of composite indices.
    pub frameworks: BTreeMap<FrameworkId, Arc<FrameworkForm>>,
    /// Who may do what.
    pub grants: BTreeMap<GrantId, Grant>,
}

impl Draft {
    /// Lays another draft over this one: its items replace those of the same name.
    pub fn merge(&mut self, other: Self) {
        let Self {
            kinds,
            zones,
            lineage,
            subjects,
            departments,
            indicators,
            interfaces,
            peer_groups,
            frameworks,
            grants,
        } = other;
        self.kinds.extend(kinds);
        self.zones.extend(zones);
        self.lineage.extend(lineage);
        self.subjects.extend(subjects);
        self.departments.extend(departments);
        self.indicators.extend(indicators);
        self.interfaces.extend(interfaces);
        self.peer_groups.extend(peer_groups);
        self.frameworks.extend(frameworks);
        self.grants.extend(grants);
    }

    /// A framework that says of each of its indicators which way is better: where it does not, as the indicator says. This
    /// is what is computed, so it is also what has to be sound.
    #[must_use]
    pub fn directed(&self, form: &FrameworkForm) -> FrameworkForm {
        form.directed(|code| {
            let indicator = self.indicators.get(&IndicatorCode::new(code).ok()?)?;
            indicator.direction.of_framework()
        })
    }
}

/// A catalogue in which everything fits.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog(Draft);

impl Catalog {
    /// Checks a draft as a whole.
    ///
    /// # Errors
    /// Every fault of the draft: unknown references, names that two items share, cycles of formulas or of places,
    /// formulas whose units do not fit, spans that end before they begin. Whether a framework can be computed is not
    /// looked into: the scoring engine knows.
    pub fn build(draft: Draft) -> Result<Self, Vec<Fault>> {
        Self::build_after(&Draft::default(), draft)
    }

    /// The same of a draft that changes another: a name that two items share is the fault of the one that changed.
    ///
    /// # Errors
    /// Those of [`Self::build`].
    pub fn build_after(before: &Draft, mut draft: Draft) -> Result<Self, Vec<Fault>> {
        draft.kinds.entry(KindId::zones()).or_insert_with(|| SubjectKind {
            id: KindId::zones(),
            names: Names {
                zh: "园区".into(),
                en: "zone".into(),
                aliases: BTreeSet::new(),
            },
        });
        let faults = check::faults(&draft, before);
        if faults.is_empty() {
            Ok(Self(draft))
        } else {
            Err(faults)
        }
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &Draft {
        &self.0
    }

    /// Gives the items back, to change and check again.
    #[must_use]
    pub fn into_draft(self) -> Draft {
        self.0
    }

    /// An indicator.
    #[must_use]
    pub fn indicator(&self, code: &IndicatorCode) -> Option<&Arc<Indicator>> {
        self.0.indicators.get(code)
    }

    /// Whether there is such a subject.
    #[must_use]
    pub fn has_subject(&self, name: &SubjectName) -> bool {
        match name.zone() {
            Some(zone) => self.0.zones.contains_key(&zone),
            None => self.0.subjects.contains_key(name),
        }
    }

    /// What a subject is called.
    #[must_use]
    pub fn subject_names(&self, name: &SubjectName) -> Option<&Names> {
        match name.zone() {
            Some(zone) => self.0.zones.get(&zone).map(|z| &z.names),
            None => self.0.subjects.get(name).map(|s| &s.names),
        }
    }

    /// The zone that a subject is or lies in on a day.
    #[must_use]
    pub fn zone_of(&self, name: &SubjectName, on: jiff::civil::Date) -> Option<ZoneId> {
        match name.zone() {
            Some(zone) => Some(zone),
            None => self.0.subjects.get(name)?.zone_on(on).cloned(),
        }
    }

    /// Whether a zone is another or lies in it, directly or not.
    #[must_use]
    pub fn lies_in(&self, zone: &ZoneId, place: &ZoneId) -> bool {
        let mut at = Some(zone);
        while let Some(here) = at {
            if here == place {
                return true;
            }
            at = self.0.zones.get(here).and_then(|z| z.parent.as_ref());
        }
        false
    }

    /// The subjects of a peer group on a day, ordered by name.
    #[must_use]
    pub fn members(&self, group: &PeerGroup, on: jiff::civil::Date) -> Vec<SubjectName> {
        if !group.members.is_empty() {
            return group.members.iter().cloned().collect();
        }
        self.subjects_of_kind(&group.kind)
            .filter(|name| {
                let zone = self.zone_of(name, on);
                let placed = match (&group.parent, &zone) {
                    (None, _) => true,
                    (Some(place), Some(zone)) => {
                        self.lies_in(zone, place) && *name != SubjectName::from(place)
                    }
                    (Some(_), None) => false,
                };
                let classed = group.class.is_empty()
                    || zone
                        .and_then(|z| self.0.zones.get(&z))
                        .is_some_and(|z| z.class == group.class);
                placed && classed
            })
            .collect()
    }

    /// All subjects of a kind, ordered by name.
    pub fn subjects_of_kind<'a>(&'a self, kind: &'a KindId) -> Box<dyn Iterator<Item = SubjectName> + 'a> {
        if *kind == KindId::zones() {
            Box::new(self.0.zones.keys().map(SubjectName::from))
        } else {
            Box::new(
                self.0
                    .subjects
                    .keys()
                    .filter(|name| name.kind() == kind.id())
                    .cloned(),
            )
        }
    }
}

#[cfg(test)]
mod tests;
