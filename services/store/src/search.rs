//! Finds indicators by what people type: names, aliases, codes, and pinyin in full or by initials.

use pinyin::ToPinyin as _;
use zhibiao_model::{
    catalog::{Catalog, fold},
    ids::IndicatorCode,
};

/// Longest query, in characters.
pub(crate) const MAX_QUERY: usize = 100;

/// An indicator found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Match {
    pub(crate) indicator: IndicatorCode,
    /// The spelling that matched.
    pub(crate) matched: String,
    /// From 0 to 1; 1 is the very name.
    pub(crate) score: f64,
}

/// The spellings of every indicator.
#[derive(Debug, Default)]
pub(crate) struct SearchIndex {
    spellings: Vec<Spelling>,
}

#[derive(Debug)]
struct Spelling {
    indicator: IndicatorCode,
    text: String,
    folded: String,
    /// Pinyin in full and initials, for Chinese spellings.
    pinyin: Option<[String; 2]>,
}

/// What a spelling in pinyin counts against one in characters: several words sound alike.
const PINYIN: f64 = 0.9;

impl SearchIndex {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        let mut spellings = Vec::new();
        for (code, indicator) in &catalog.items().indicators {
            for text in indicator.names.all().chain([code.id()]) {
                spellings.push(Spelling::new(code, text));
            }
        }
        Self { spellings }
    }

    /// The best matches, best first; of two as good the one whose code comes first.
    pub(crate) fn find(&self, query: &str, limit: usize) -> Vec<Match> {
        let query = fold(query);
        if query.is_empty() {
            return Vec::new();
        }
        let mut matches: Vec<Match> = Vec::new();
        // An indicator's spellings lie together.
        for spelling in &self.spellings {
            let score = spelling.score(&query);
            if score <= 0.0 {
                continue;
            }
            let found = Match {
                indicator: spelling.indicator.clone(),
                matched: spelling.text.clone(),
                score,
            };
            match matches.last_mut() {
                Some(last) if last.indicator == found.indicator => {
                    if found.score > last.score {
                        *last = found;
                    }
                }
                Some(_) | None => matches.push(found),
            }
        }
        matches.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.indicator.cmp(&b.indicator))
        });
        matches.truncate(limit);
        matches
    }
}

impl Spelling {
    fn new(indicator: &IndicatorCode, text: &str) -> Self {
        let folded = fold(text);
        let chinese = folded.as_str().to_pinyin().any(|syllable| syllable.is_some());
        let spell = |letters: fn(pinyin::Pinyin) -> &'static str| {
            let mut spelt = String::new();
            for (character, syllable) in folded.chars().zip(folded.as_str().to_pinyin()) {
                match syllable {
                    Some(syllable) => spelt.push_str(letters(syllable)),
                    None => spelt.push(character),
                }
            }
            spelt
        };
        let pinyin = chinese.then(|| [spell(pinyin::Pinyin::plain), spell(pinyin::Pinyin::first_letter)]);
        Self {
            indicator: indicator.clone(),
            text: text.to_owned(),
            folded,
            pinyin,
        }
    }

    fn score(&self, query: &str) -> f64 {
        let by_pinyin = self
            .pinyin
            .iter()
            .flatten()
            .map(|spelt| PINYIN * likeness(query, spelt));
        by_pinyin.fold(likeness(query, &self.folded), f64::max)
    }
}

/// 1 for the text itself, less for its beginning, less for a part of it; 0 when it lies elsewhere.
fn likeness(query: &str, text: &str) -> f64 {
    if query == text {
        return 1.0;
    }
    let share = query.chars().count() as f64 / text.chars().count().max(1) as f64;
    match text.find(query) {
        Some(0) => 0.6 + 0.3 * share,
        Some(_) => 0.4 + 0.3 * share,
        None => 0.0,
    }
}
