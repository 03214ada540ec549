//! The catalogue's names as one tree of their characters: the leftmost, longest name wins, so that 毛利率 is not 毛利
//! and 肇庆高新区大数据平台 is not 肇庆高新区.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use zhibiao_model::catalog::{Catalog, Indicator, Subject, Zone};
use zhibiao_model::ids::{IndicatorCode, SubjectName, ZoneId};
use zhibiao_model::period::Frequency;
use zhibiao_model::unit::{Base, Dimension};

use crate::page::{Extent, Page, fold};
use crate::tables::names::COUNT_ENDINGS;
use crate::tables::zones::{ENDINGS, OUTER_CLASSES};
use crate::trie::Trie;

/// Names shorter than this are too common in running text.
const SHORTEST: usize = 2;

/// What the catalogue knows, by the names that stand in texts.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Letters of the names are small ones.
    names: Trie,
    entries: Vec<Entry>,
    /// Asked for every figure, and never in order.
    indicators: HashMap<IndicatorCode, Arc<Indicator>>,
    subjects: BTreeMap<SubjectName, Subject>,
    /// Those of another length of time than the indicator that they belong to: 半年地区生产总值. None where several are.
    of_frequency: BTreeMap<(IndicatorCode, Frequency), Option<IndicatorCode>>,
}

/// How much a mention of a zone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mention {
    /// A name that says that it is a zone: 肇庆高新区.
    Zone,
    /// A city's name, which yearbooks use for the zone: 肇庆. In running text it is often the city.
    City,
    /// The city or province that zones lie in: 肇庆市, 广东.
    Outer,
}

/// What one spelling means; several things may share one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) zone: Option<(ZoneId, Mention)>,
    pub(crate) subjects: Vec<SubjectName>,
    pub(crate) indicator: Option<IndicatorCode>,
}

/// A name in a text.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) extent: Extent,
    /// Index of its entry.
    pub(crate) entry: usize,
}

/// What 半年 begins with.
const HALF: char = '半';

impl Lexicon {
    /// Takes the names and aliases of zones, subjects and indicators.
    #[must_use]
    pub fn from_catalog(catalog: &Catalog) -> Self {
        let items = catalog.items();
        let mut spellings = Spellings::default();
        for zone in items.zones.values() {
            spellings.zone(zone);
        }
        for subject in items.subjects.values() {
            for name in subject.names.all() {
                spellings.entry(name, |entry| entry.subjects.push(subject.name.clone()));
            }
        }
        for indicator in items.indicators.values() {
            spellings.indicator(indicator);
        }
        let Spellings { by_name, entries } = spellings;
        let mut names: Vec<(&String, usize)> = by_name.iter().map(|(name, at)| (name, *at)).collect();
        names.sort_by_key(|(_, at)| *at);
        let chars = |name: &str| name.to_ascii_lowercase().chars().collect::<Vec<char>>();
        Self {
            names: Trie::new(names.iter().map(|(name, _)| chars(name))),
            entries: names
                .iter()
                .filter_map(|(_, at)| entries.get(*at).cloned())
                .collect(),
            indicators: items.indicators.clone().into_iter().collect(),
            subjects: items.subjects.clone(),
            of_frequency: of_frequency(items.indicators.values().map(Arc::as_ref)),
        }
    }

    /// Every name of a page, leftmost longest, in order.
    pub(crate) fn hits(&self, page: &Page<'_>) -> Vec<Hit> {
        // 进出口额 is no 出口额; 促进出口额 is.
        let is_cut = |extent: &Extent| {
            let start = extent.start;
            page.at(start) == '出' && page.before(start) == '进' && !ends_verb(page, start)
        };
        self.names
            .find(&page.chars, |c| c.to_ascii_lowercase())
            .filter(|(_, extent)| !is_cut(extent))
            .map(|(entry, extent)| self.behind_half_year(page, Hit { extent, entry }))
            .filter_map(|hit| self.behind_verb(page, hit))
            .collect()
    }

    /// 上半年GDP: the name is GDP, of a time that stands before it; 半年GDP is one by itself.
    fn behind_half_year(&self, page: &Page<'_>, hit: Hit) -> Hit {
        let Extent { start, end } = hit.extent;
        if page.at(start) != HALF || !matches!(page.before(start), '上' | '下') || page.at(start + 1) != '年'
        {
            return hit;
        }
        let name = start + 2..end;
        let chars = page.slice(name.clone()).iter().map(|c| c.to_ascii_lowercase());
        let known = self
            .names
            .longest(chars)
            .filter(|(length, _)| *length == name.len());
        known.map_or(hit, |(_, entry)| Hit { extent: name, entry })
    }

    /// 促进出口总额: the verb takes the 进 of 进出口总额 with it.
    fn behind_verb(&self, page: &Page<'_>, hit: Hit) -> Option<Hit> {
        let Extent { start, end } = hit.extent;
        if page.at(start) != '进' || page.at(start + 1) != '出' || !ends_verb(page, start + 1) {
            return Some(hit);
        }
        let name = start + 1..end;
        let chars = page.slice(name.clone()).iter().map(|c| c.to_ascii_lowercase());
        let (_, entry) = self
            .names
            .longest(chars)
            .filter(|(length, _)| *length == name.len())?;
        Some(Hit { extent: name, entry })
    }

    pub(crate) fn entry(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }

    /// The indicator that a whole name stands for.
    pub(crate) fn indicator_named(&self, name: impl Iterator<Item = char> + Clone) -> Option<&IndicatorCode> {
        self.entry_named(name)?.indicator.as_ref()
    }

    /// The zone that a whole name stands for.
    pub(crate) fn zone_named(&self, name: &str) -> Option<&ZoneId> {
        let (zone, mention) = self.entry_named(name.chars())?.zone.as_ref()?;
        (*mention == Mention::Zone).then_some(zone)
    }

    /// The subjects that a whole name stands for.
    pub(crate) fn subjects_named(&self, name: &str) -> &[SubjectName] {
        let entry = self.entry_named(name.chars());
        entry.map_or(&[], |entry| &entry.subjects)
    }

    fn entry_named(&self, name: impl Iterator<Item = char> + Clone) -> Option<&Entry> {
        let length = name.clone().count();
        let (known, entry) = self.names.longest(name.map(|c| c.to_ascii_lowercase()))?;
        self.entries.get(entry).filter(|_| known == length)
    }

    pub(crate) fn indicator(&self, code: &IndicatorCode) -> Option<&Indicator> {
        self.indicators.get(code).map(Arc::as_ref)
    }

    /// The only part of an indicator that is told so often, as it is not itself.
    pub(crate) fn of_frequency(&self, code: &IndicatorCode, frequency: Frequency) -> Option<&IndicatorCode> {
        let indicator = self
            .indicator(code)
            .filter(|known| known.frequency != frequency)?;
        self.of_frequency
            .get(&(indicator.code.clone(), frequency))?
            .as_ref()
    }

    pub(crate) fn subject(&self, name: &SubjectName) -> Option<&Subject> {
        self.subjects.get(name)
    }
}

fn of_frequency<'a>(
    indicators: impl Iterator<Item = &'a Indicator>,
) -> BTreeMap<(IndicatorCode, Frequency), Option<IndicatorCode>> {
    let mut found = BTreeMap::new();
    for indicator in indicators {
        if let Some(parent) = &indicator.parent {
            found
                .entry((parent.clone(), indicator.frequency))
                .and_modify(|only| *only = None)
                .or_insert_with(|| Some(indicator.code.clone()));
        }
    }
    found
}

#[derive(Default)]
struct Spellings {
    by_name: BTreeMap<String, usize>,
    entries: Vec<Entry>,
}

impl Spellings {
    /// Adds to what a spelling means, with and without its quotation marks.
    fn entry(&mut self, name: &str, add: impl Fn(&mut Entry)) {
        let folded: String = name.trim().chars().map(fold).collect();
        let plain: String = folded.chars().filter(|c| !matches!(c, '“' | '”' | '"')).collect();
        let is_new = plain != folded;
        for spelling in [Some(folded), is_new.then_some(plain)].into_iter().flatten() {
            if spelling.chars().count() < SHORTEST {
                continue;
            }
            let next = self.entries.len();
            let at = *self.by_name.entry(spelling).or_insert(next);
            if at == next {
                self.entries.push(Entry::default());
            }
            if let Some(entry) = self.entries.get_mut(at) {
                add(entry);
            }
        }
    }

    fn zone(&mut self, zone: &Zone) {
        for name in zone.names.all() {
            let mention = if OUTER_CLASSES.contains(&zone.class.as_str()) {
                Mention::Outer
            } else if ENDINGS.iter().any(|ending| name.ends_with(ending)) || name.is_ascii() {
                Mention::Zone
            } else {
                Mention::City
            };
            self.entry(name, |entry| {
                // 北京 may name a province and a zone; the more telling mention wins.
                let weaker = entry
                    .zone
                    .as_ref()
                    .is_none_or(|(_, known)| *known == Mention::Outer);
                if weaker {
                    entry.zone = Some((zone.id.clone(), mention));
                }
            });
        }
    }

    /// Texts count 高新技术企业, not 高新技术企业数: the name of a count is known without its last word too.
    fn indicator(&mut self, indicator: &Indicator) {
        let counts = [Base::Count, Base::People, Base::Households, Base::Visits];
        let is_count = counts
            .iter()
            .any(|base| *indicator.unit.dimension() == Dimension::of(*base));
        let marked = marked_words(indicator.names.all());
        let spellings = indicator.names.all().flat_map(|name| {
            let with_marks = marked.iter().filter_map(|word| with_marks(name, word));
            std::iter::once(name.to_owned()).chain(with_marks.collect::<Vec<_>>())
        });
        for name in spellings.collect::<Vec<String>>() {
            let name = name.as_str();
            let stems = COUNT_ENDINGS
                .iter()
                .filter_map(|ending| name.strip_suffix(ending))
                .filter(|stem| is_count && stem.chars().count() > SHORTEST);
            for spelling in std::iter::once(name).chain(stems) {
                self.entry(spelling, |entry| {
                    entry.indicator.get_or_insert_with(|| indicator.code.clone());
                });
            }
        }
    }
}

/// Words in quotation marks within names: 小巨人 of 专精特新“小巨人”企业数.
fn marked_words<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let words = names.flat_map(|name| {
        let folded: String = name.chars().map(fold).collect();
        let marked = folded.split('“').skip(1).filter_map(|rest| rest.split_once('”'));
        marked.map(|(word, _)| word.to_owned()).collect::<Vec<_>>()
    });
    words.filter(|word| !word.is_empty()).collect()
}

/// A name with marks around a word that another name of the same thing has in them: 国家级专精特新“小巨人”企业数.
fn with_marks(name: &str, word: &str) -> Option<String> {
    let folded: String = name.chars().map(fold).collect();
    let (before, behind) = folded.split_once(word)?;
    (!before.ends_with('“')).then(|| format!("{before}“{word}”{behind}"))
}

/// Whether 进 ends a verb before a position: 促进, 推进.
fn ends_verb(page: &Page<'_>, at: usize) -> bool {
    page.before(at) == '进' && matches!(page.before(at - 1), '促' | '推' | '引' | '改')
}
