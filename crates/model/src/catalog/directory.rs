//! Finds items by what people call them, and the nearest names when nothing is called so.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::{Catalog, Names};
use crate::ids::{DepartmentId, IndicatorCode, SubjectName, ZoneId};

/// What a name led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<T> {
    /// One item.
    Found(T),
    /// Several: subjects of different zones that share a name.
    Ambiguous(Vec<T>),
    /// None.
    Unknown,
}

/// A name that is like the one looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate<T> {
    /// The item.
    pub item: T,
    /// The spelling that is near.
    pub name: String,
    /// How near, from 0 to 1.
    pub score: f64,
}

/// An index over a catalogue's names.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    indicators: Index<IndicatorCode>,
    subjects: Index<SubjectName>,
    departments: Index<DepartmentId>,
    /// Zones each placed subject ever lay in, to tell subjects of one name apart.
    zones: BTreeMap<SubjectName, BTreeSet<ZoneId>>,
}

impl Directory {
    /// Indexes a catalogue.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let items = catalog.items();
        let mut directory = Self::default();
        for (code, indicator) in &items.indicators {
            directory
                .indicators
                .add(code, code.id(), &code.to_string(), &indicator.names);
        }
        for (id, department) in &items.departments {
            directory
                .departments
                .add(id, id.id(), &id.to_string(), &department.names);
        }
        for (id, zone) in &items.zones {
            directory
                .subjects
                .add(&SubjectName::from(id), id.id(), &id.to_string(), &zone.names);
        }
        for (name, subject) in &items.subjects {
            directory
                .subjects
                .add(name, name.id(), name.as_str(), &subject.names);
            for code in &subject.codes {
                directory.subjects.insert(&code.code, name);
            }
            let zones = subject.placements.iter().map(|p| p.zone.clone()).collect();
            directory.zones.insert(name.clone(), zones);
        }
        directory
    }

    /// An indicator by resource name, code, name or alias.
    #[must_use]
    pub fn indicator(&self, text: &str) -> Lookup<IndicatorCode> {
        self.indicators.get(text)
    }

    /// A department by resource name, id, name or alias.
    #[must_use]
    pub fn department(&self, text: &str) -> Lookup<DepartmentId> {
        self.departments.get(text)
    }

    /// A subject by resource name, id, code, name or alias. Where several are called so, a zone is preferred, then
    /// what lies in the zone `within`.
    #[must_use]
    pub fn subject(&self, text: &str, within: Option<&ZoneId>) -> Lookup<SubjectName> {
        let several = match self.subjects.get(text) {
            Lookup::Ambiguous(several) => several,
            found @ (Lookup::Found(_) | Lookup::Unknown) => return found,
        };
        let mut zones = several.iter().filter(|name| name.zone().is_some());
        if let (Some(zone), None) = (zones.next(), zones.next()) {
            return Lookup::Found(zone.clone());
        }
        let lies_there = |name: &&SubjectName| {
            within.is_some_and(|zone| self.zones.get(*name).is_some_and(|zones| zones.contains(zone)))
        };
        let mut there = several.iter().filter(lies_there);
        match (there.next(), there.next()) {
            (Some(one), None) => Lookup::Found(one.clone()),
            (_, _) => Lookup::Ambiguous(several),
        }
    }

    /// Indicators whose names are most like a text, best first.
    #[must_use]
    pub fn nearest_indicators(&self, text: &str, limit: usize) -> Vec<Candidate<IndicatorCode>> {
        self.indicators.nearest(text, limit)
    }

    /// Subjects whose names are most like a text, best first.
    #[must_use]
    pub fn nearest_subjects(&self, text: &str, limit: usize) -> Vec<Candidate<SubjectName>> {
        self.subjects.nearest(text, limit)
    }

    /// Departments whose names are most like a text, best first.
    #[must_use]
    pub fn nearest_departments(&self, text: &str, limit: usize) -> Vec<Candidate<DepartmentId>> {
        self.departments.nearest(text, limit)
    }
}

#[derive(Debug, Clone)]
struct Spelling<T> {
    name: String,
    item: T,
    grams: Box<[u64]>,
}

#[derive(Debug, Clone)]
struct Index<T> {
    by_name: BTreeMap<String, BTreeSet<T>>,
    spellings: Vec<Spelling<T>>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self {
            by_name: BTreeMap::new(),
            spellings: Vec::new(),
        }
    }
}

impl<T: Clone + Ord> Index<T> {
    fn add(&mut self, item: &T, id: &str, resource: &str, names: &Names) {
        self.insert(id, item);
        self.insert(resource, item);
        for name in names.all() {
            self.insert(name, item);
            let grams = grams(&fold(name));
            self.spellings.push(Spelling {
                name: name.to_owned(),
                item: item.clone(),
                grams,
            });
        }
    }

    fn insert(&mut self, name: &str, item: &T) {
        self.by_name.entry(fold(name)).or_default().insert(item.clone());
    }

    fn get(&self, text: &str) -> Lookup<T> {
        match self.by_name.get(&fold(text)) {
            None => Lookup::Unknown,
            Some(items) if items.len() > 1 => Lookup::Ambiguous(items.iter().cloned().collect()),
            Some(items) => items.first().cloned().map_or(Lookup::Unknown, Lookup::Found),
        }
    }

    fn nearest(&self, text: &str, limit: usize) -> Vec<Candidate<T>> {
        const LEAST: f64 = 0.25;
        let wanted = grams(&fold(text));
        let mut best: BTreeMap<T, (f64, &str)> = BTreeMap::new();
        for Spelling { name, item, grams } in &self.spellings {
            let score = likeness(&wanted, grams);
            if score >= LEAST && best.get(item).is_none_or(|(known, _)| score > *known) {
                best.insert(item.clone(), (score, name));
            }
        }
        let mut found: Vec<Candidate<T>> = best
            .into_iter()
            .map(|(item, (score, name))| Candidate {
                item,
                name: name.to_owned(),
                score,
            })
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.item.cmp(&b.item)));
        found.truncate(limit);
        found
    }
}

/// Folds a spelling so that forms people do not tell apart are one: full-width and half-width, case, white space,
/// brackets, dashes, quotation marks.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .filter_map(|c| {
            let narrow = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                '【' | '〔' => '[',
                '】' | '〕' => ']',
                '—' | '–' | '―' | '‐' | '‑' => '-',
                '、' => ',',
                '·' | '•' | '・' => '·',
                '“' | '”' | '「' | '」' | '『' | '』' | '"' | '‘' | '’' | '\'' => return None,
                other => other,
            };
            (!narrow.is_whitespace() && !narrow.is_control()).then_some(narrow)
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Single characters and pairs, sorted: Chinese names are short, so that pairs alone would miss a one-character slip.
fn grams(text: &str) -> Box<[u64]> {
    let codes: Vec<u64> = text.chars().take(64).map(|c| u64::from(u32::from(c))).collect();
    let pairs = codes.windows(2).filter_map(|w| match w {
        [a, b] => Some(a << 32 | b),
        [..] => None,
    });
    let all: BTreeSet<u64> = codes.iter().copied().chain(pairs).collect();
    all.into_iter().collect()
}

/// How alike two spellings are, from 0 to 1: the measure by which the nearest names are found.
#[must_use]
pub fn alike(a: &str, b: &str) -> f64 {
    likeness(&grams(&fold(a)), &grams(&fold(b)))
}

/// Dice's coefficient of two sorted sets.
fn likeness(a: &[u64], b: &[u64]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * common as f64 / (a.len() + b.len()) as f64
}
