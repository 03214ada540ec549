//! Reading requests: names against the catalogue, periods, limits; everything that is wrong at once.

mod faults;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
    sync::Arc,
};

use zhibiao_model::{
    catalog::{self, Indicator, Names},
    framework::FrameworkForm,
    ids::{FrameworkId, IndicatorCode, KindId, PeerGroupId, SubjectName},
    period::{Frequency, Period},
};
use zhibiao_proto::{
    compare::v1::{CarryRule, Peers, SubjectList, peers},
    convert::consistency::ReadAt,
    observation::v1::{AsOf, Consistency},
};
use zhibiao_scoring::ranking::Better;

pub(crate) use self::faults::Faults;
use self::faults::Unknown;
use crate::{peers::Selector, snapshot::CatalogAt};

/// Most subjects that a list of peers can name.
pub const MAX_PEERS: usize = 10_000;

/// Most periods that a carry rule can go back.
pub const MAX_CARRY: u32 = 20;

/// Most subjects of a wrong kind that are named.
const NAMED: usize = 10;

/// How many of the nearest names an unknown name is answered with.
const NEAREST: usize = 3;

/// Names less alike than this are no help.
const LEAST_ALIKE: f64 = 0.25;

/// Reads the fields of a request against a catalogue.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) known: &'a CatalogAt,
    /// Whether the catalogue is that of a moment of the past: then a name may be missing that is there now.
    pub(crate) past: bool,
    pub(crate) faults: Faults,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(known: &'a CatalogAt) -> Self {
        Self {
            known,
            past: false,
            faults: Faults::default(),
        }
    }

    pub(crate) fn indicator(&mut self, field: &str, name: &str) -> Option<Arc<Indicator>> {
        let known = self.known;
        let code: IndicatorCode = match name.parse() {
            Ok(code) => code,
            Err(error) => {
                self.faults.add(field, error);
                return None;
            }
        };
        let found = known.catalog.indicator(&code);
        if found.is_none() {
            let nearest = self.faults.near(|| {
                let found = known.directory.nearest_indicators(&spoken(code.id()), NEAREST);
                found.iter().map(|near| near.item.to_string()).collect()
            });
            self.faults.unknown(
                field,
                Unknown {
                    reason: "INDICATOR_NOT_FOUND",
                    name: name.to_owned(),
                    nearest,
                },
            );
        }
        found.cloned()
    }

    pub(crate) fn subject(&mut self, field: &str, name: &str) -> Option<SubjectName> {
        let subject: SubjectName = match name.parse() {
            Ok(subject) => subject,
            Err(error) => {
                self.faults.add(field, error);
                return None;
            }
        };
        if self.known.catalog.has_subject(&subject) {
            return Some(subject);
        }
        let directory = &self.known.directory;
        let nearest = self.faults.near(|| {
            let found = directory.nearest_subjects(&spoken(subject.id()), NEAREST);
            found.iter().map(|near| near.item.to_string()).collect()
        });
        self.faults.unknown(
            field,
            Unknown {
                reason: "SUBJECT_NOT_FOUND",
                name: name.to_owned(),
                nearest,
            },
        );
        None
    }

    /// A framework of the catalogue.
    pub(crate) fn framework(&mut self, field: &str, name: &str) -> Option<Arc<FrameworkForm>> {
        let frameworks = &self.known.catalog.items().frameworks;
        let id: FrameworkId = match name.parse() {
            Ok(id) => id,
            Err(error) => {
                self.faults.add(field, error);
                return None;
            }
        };
        let found = frameworks.get(&id);
        if found.is_none() {
            let nearest = nearest(
                id.id(),
                frameworks.values().map(|one| (one.id.to_string(), &one.names)),
            );
            let unknown = Unknown {
                reason: "FRAMEWORK_NOT_FOUND",
                name: name.to_owned(),
                nearest: Some(nearest),
            };
            let then = self.past.then_some(self.known.revision);
            self.faults.unknown_at(field, unknown, then);
        }
        found.cloned()
    }

    /// Notes what is wrong with a period of something that is not known, so that everything wrong is told at once.
    pub(crate) fn any_period(&mut self, field: &str, text: &str) {
        if !text.is_empty()
            && let Err(error) = text.parse::<Period>()
        {
            self.faults.add(field, error);
        }
    }

    /// A period of the indicator's frequency; `None` also for an empty one.
    pub(crate) fn period(&mut self, field: &str, text: &str, indicator: &Indicator) -> Option<Period> {
        self.period_of(field, text, &indicator.code, indicator.frequency)
    }

    /// A period of the frequency of something; `None` also for an empty one.
    pub(crate) fn period_of(
        &mut self,
        field: &str,
        text: &str,
        of: impl Display,
        frequency: Frequency,
    ) -> Option<Period> {
        if text.is_empty() {
            return None;
        }
        match text.parse::<Period>() {
            Ok(period) if period.frequency() == frequency => Some(period),
            Ok(period) => {
                let own = Period::containing(period.start(), frequency);
                let wrong = format!(
                    "`{text}` is {}, but `{of}` is {frequency}: write for example `{own}`",
                    period.frequency()
                );
                self.faults.add(field, wrong);
                None
            }
            Err(error) => {
                self.faults.add(field, error);
                None
            }
        }
    }

    /// How many periods older values may be; 0 without a rule.
    pub(crate) fn carry(&mut self, rule: Option<CarryRule>) -> u32 {
        let Some(CarryRule { max_periods }) = rule else {
            return 0;
        };
        if !(1..=MAX_CARRY).contains(&max_periods) {
            let wrong = format!("is {max_periods}: give 1 to {MAX_CARRY}, or leave the rule out");
            self.faults.add("carry.max_periods", wrong);
        }
        max_periods
    }

    pub(crate) fn read_at(&mut self, consistency: Option<Consistency>, as_of: Option<AsOf>) -> ReadAt {
        self.past |= as_of.is_some();
        ReadAt::read(consistency, as_of)
            .map_err(|invalid| self.faults.extend(invalid))
            .unwrap_or_default()
    }

    pub(crate) fn moment(&mut self, field: &str, as_of: AsOf) -> ReadAt {
        let at = ReadAt::read(None, Some(as_of));
        // The fields are below `as_of` there; here they are below another field of that name.
        at.map_err(|invalid| self.faults.extend(invalid.below(field)))
            .unwrap_or_default()
    }

    pub(crate) fn peers(&mut self, peers: Option<Peers>) -> Selector {
        match peers.and_then(|Peers { selector }| selector) {
            None => Selector::Default,
            Some(peers::Selector::Group(name)) => {
                self.group(&name).map_or(Selector::Default, Selector::Group)
            }
            Some(peers::Selector::Subjects(SubjectList { names })) => self.list(&names),
            Some(peers::Selector::Kind(id)) => self.kind(&id).map_or(Selector::Default, Selector::Kind),
        }
    }

    /// Subjects that something is not about have no place in its ranking.
    pub(crate) fn of_kinds(&mut self, peers: &Selector, of: impl Display, kinds: &BTreeSet<KindId>) {
        let known: Vec<&str> = kinds.iter().map(KindId::id).collect();
        let about = format!("`{of}` is about {}", known.join(", "));
        match peers {
            Selector::Default => {}
            Selector::Group(_) | Selector::Kind(_) => {
                if let Some(kind) = peers.kind(kinds).filter(|kind| !kinds.contains(kind)) {
                    let wrong = format!("are {kind}, but {about}: take peers of that kind");
                    self.faults.add("peers", wrong);
                }
            }
            Selector::List(names) => {
                let others = names.iter().filter(|(name, _)| !known.contains(&name.kind()));
                let mut others: Vec<(usize, &SubjectName)> = others.map(|(name, at)| (*at, name)).collect();
                others.sort_unstable();
                for (at, name) in others.iter().take(NAMED) {
                    let wrong = format!("`{name}` is of another kind, but {about}: leave it out");
                    self.faults.add(format!("peers.subjects.names[{at}]"), wrong);
                }
                if let Some(more @ 1..) = others.len().checked_sub(NAMED) {
                    let wrong = format!("name {more} more of another kind, but {about}: leave them out");
                    self.faults.add("peers.subjects", wrong);
                }
            }
        }
    }

    fn group(&mut self, name: &str) -> Option<catalog::PeerGroup> {
        let groups = &self.known.catalog.items().peer_groups;
        let id: PeerGroupId = match name.parse() {
            Ok(id) => id,
            Err(error) => {
                self.faults.add("peers.group", error);
                return None;
            }
        };
        let found = groups.get(&id);
        if found.is_none() {
            let nearest = nearest(
                id.id(),
                groups.values().map(|group| (group.id.to_string(), &group.names)),
            );
            let unknown = Unknown {
                reason: "PEER_GROUP_NOT_FOUND",
                name: name.to_owned(),
                nearest: Some(nearest),
            };
            self.faults.unknown("peers.group", unknown);
        }
        found.cloned()
    }

    fn kind(&mut self, id: &str) -> Option<KindId> {
        let kinds = &self.known.catalog.items().kinds;
        let kind = match KindId::new(id) {
            Ok(kind) => kind,
            Err(error) => {
                self.faults.add("peers.kind", error);
                return None;
            }
        };
        if kinds.contains_key(&kind) {
            return Some(kind);
        }
        let nearest = nearest(id, kinds.values().map(|kind| (kind.id.to_string(), &kind.names)));
        self.faults.unknown(
            "peers.kind",
            Unknown {
                reason: "KIND_NOT_FOUND",
                name: id.to_owned(),
                nearest: Some(nearest),
            },
        );
        None
    }

    fn list(&mut self, names: &[String]) -> Selector {
        if names.is_empty() || names.len() > MAX_PEERS {
            let wrong = format!("names {} subjects: give 1 to {MAX_PEERS}", names.len());
            self.faults.add("peers.subjects.names", wrong);
            return Selector::Default;
        }
        let mut subjects: BTreeMap<SubjectName, usize> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            let field = format!("peers.subjects.names[{at}]");
            let Some(subject) = self.subject(&field, name) else {
                continue;
            };
            if let Some(first) = subjects.get(&subject) {
                let wrong = format!("`{name}` stands there twice, first as names[{first}]: name it once");
                self.faults.add(field, wrong);
                continue;
            }
            subjects.insert(subject, at);
        }
        Selector::List(subjects)
    }
}

/// Which values are better where the request or the indicator says so; higher ones where neither does.
pub(crate) fn better(asked: catalog::Direction, indicator: &Indicator) -> Better {
    match (asked, indicator.direction) {
        (catalog::Direction::Down, _) | (catalog::Direction::None, catalog::Direction::Down) => Better::Lower,
        (catalog::Direction::Up, _)
        | (catalog::Direction::None, catalog::Direction::Up | catalog::Direction::None) => Better::Higher,
    }
}

/// An id as people would say it, to look for names like it.
fn spoken(id: &str) -> String {
    id.replace('-', " ")
}

/// The items whose names are most like a text.
fn nearest<'a>(text: &str, items: impl Iterator<Item = (String, &'a Names)>) -> Vec<String> {
    let likeness = |(item, names): (String, &Names)| {
        // Of a resource name the part that tells items apart.
        let id = item.rsplit('/').next().unwrap_or_default();
        let spellings = names.all().chain([id]);
        let best = spellings
            .map(|name| catalog::alike(&spoken(text), &spoken(name)))
            .fold(0.0, f64::max);
        (best, item)
    };
    let mut found: Vec<(f64, String)> = items
        .map(likeness)
        .filter(|(best, _)| *best > LEAST_ALIKE)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().take(NEAREST).map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests;
