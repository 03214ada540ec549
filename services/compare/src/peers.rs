//! Who is compared with whom: the subjects that a selector takes, and whether they are there at a period.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use zhibiao_model::{
    catalog::{Catalog, PeerGroup, Validity, Zone},
    ids::{KindId, SubjectName},
    period::Period,
};

use crate::{column::SubjectId, cube::Columns};

/// How peers are named.
#[derive(Debug, Clone, PartialEq)]
pub enum Selector {
    /// Not at all: the zones that are not places or aggregates; of an indicator that is not about zones, all subjects
    /// of the first of its kinds.
    Default,
    /// A group of the catalogue.
    Group(PeerGroup),
    /// A list: each with its place in it.
    List(BTreeMap<SubjectName, usize>),
    /// All of a kind.
    Kind(KindId),
}

/// The peers of a selector, ordered by name.
#[derive(Debug, Clone, Default)]
pub struct Peers(Vec<Peer>);

/// One of the peers.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Its name.
    pub name: SubjectName,
    /// Its number in the columns; none when nothing was ever said about it.
    pub id: Option<SubjectId>,
    /// When it exists.
    exists: Validity,
    /// When it lies where the group takes it from; none where that does not matter.
    placed: Option<Vec<Validity>>,
}

/// Whether a peer exists at a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// On some day of it.
    Here,
    /// Only later.
    NotYet,
    /// Only earlier.
    NoLonger,
}

impl Selector {
    /// The kind of subject it takes for an indicator about these kinds; none when its members tell.
    #[must_use]
    pub fn kind(&self, kinds: &BTreeSet<KindId>) -> Option<KindId> {
        match self {
            Self::Default if kinds.contains(&KindId::zones()) => Some(KindId::zones()),
            Self::Default => kinds.first().cloned(),
            Self::Group(group) => Some(group.kind.clone()),
            Self::List(_) => None,
            Self::Kind(kind) => Some(kind.clone()),
        }
    }
}

impl Peers {
    /// Finds the peers for an indicator about these kinds of subject.
    #[must_use]
    pub fn new(selector: &Selector, kinds: &BTreeSet<KindId>, catalog: &Catalog, columns: &Columns) -> Self {
        let peer = |name: SubjectName| {
            let (id, exists) = (columns.subject(&name), existence(catalog, &name));
            Peer {
                name,
                id,
                exists,
                placed: None,
            }
        };
        let of_kind = || {
            selector
                .kind(kinds)
                .into_iter()
                .flat_map(|kind| catalog.subjects_of_kind(&kind).collect::<Vec<_>>())
        };
        Self(match selector {
            Selector::List(names) => names.keys().cloned().map(peer).collect(),
            Selector::Group(group) if !group.members.is_empty() => {
                group.members.iter().cloned().map(peer).collect()
            }
            Selector::Group(group) => of_kind()
                .filter_map(|name| {
                    let placed = placed(catalog, group, &name)?;
                    Some(Peer { placed, ..peer(name) })
                })
                .collect(),
            Selector::Default => of_kind()
                .filter(|name| may_be_peer(catalog, name))
                .map(peer)
                .collect(),
            Selector::Kind(_) => of_kind().map(peer).collect(),
        })
    }

    /// The peers at a period: a group by place has those that lie there on the period's last day.
    pub fn at(&self, period: Period) -> impl Iterator<Item = &Peer> {
        let day = last_day(period);
        self.0.iter().filter(move |peer| {
            peer.placed
                .as_ref()
                .is_none_or(|spans| spans.iter().any(|span| span.holds_on(day)))
        })
    }

    /// All peers of any period.
    pub fn ever(&self) -> impl Iterator<Item = &Peer> {
        self.0.iter()
    }
}

impl Peer {
    /// Whether it exists at a period.
    #[must_use]
    pub fn presence(&self, period: Period) -> Presence {
        if self.exists.overlaps(period.start(), period.end()) {
            Presence::Here
        } else if self.exists.from.is_some_and(|from| period.end() <= from) {
            Presence::NotYet
        } else {
            Presence::NoLonger
        }
    }
}

fn last_day(period: Period) -> Date {
    period.end().yesterday().unwrap_or(period.start())
}

fn may_be_peer(catalog: &Catalog, name: &SubjectName) -> bool {
    zone_of_name(catalog, name).is_none_or(Zone::is_peer)
}

fn zone_of_name<'a>(catalog: &'a Catalog, name: &SubjectName) -> Option<&'a Zone> {
    catalog.items().zones.get(&name.zone()?)
}

/// When a zone is valid; a placed subject exists from its first placement to the end of its last.
fn existence(catalog: &Catalog, name: &SubjectName) -> Validity {
    if let Some(zone) = zone_of_name(catalog, name) {
        return zone.validity;
    }
    let subject = catalog.items().subjects.get(name);
    let spans = || {
        subject
            .into_iter()
            .flat_map(|subject| &subject.placements)
            .map(|placement| placement.validity)
    };
    let ends: Option<Vec<Date>> = spans().map(|span| span.until).collect();
    Validity {
        // `None` is open, and less than any day: one open beginning makes the whole open.
        from: spans().map(|span| span.from).min().flatten(),
        until: ends.and_then(|ends| ends.into_iter().max()),
    }
}

/// When a subject is in a group that filters: `None` for never, `Some(None)` for always.
fn placed(catalog: &Catalog, group: &PeerGroup, name: &SubjectName) -> Option<Option<Vec<Validity>>> {
    let takes = |zone: &Zone| {
        let in_place = group
            .parent
            .as_ref()
            .is_none_or(|place| catalog.lies_in(&zone.id, place));
        in_place && (group.class.is_empty() || zone.class == group.class)
    };
    if let Some(zone) = zone_of_name(catalog, name) {
        let is_the_place = group.parent.as_ref() == Some(&zone.id);
        return (takes(zone) && !is_the_place).then_some(None);
    }
    if group.parent.is_none() && group.class.is_empty() {
        return Some(None);
    }
    let items = catalog.items();
    let placements = items.subjects.get(name)?.placements.iter();
    let spans: Vec<Validity> = placements
        .filter(|placement| items.zones.get(&placement.zone).is_some_and(takes))
        .map(|placement| placement.validity)
        .collect();
    (!spans.is_empty()).then_some(Some(spans))
}

#[cfg(test)]
mod tests;
