//! The tables, ready to be looked up: built once, shared by every text.

mod alike;
mod fields;
mod plans;
mod scope;
mod told;
mod zone_names;

use std::sync::Arc;

pub(crate) use fields::FieldWords;
pub(crate) use plans::PlanWords;
pub(crate) use scope::ScopeWords;
pub(crate) use told::Cues;
use zone_names::ZoneNameWords;

use zhibiao_model::qualifier::Qualifier;
use zhibiao_model::unit::{Base, Dimension, Unit};

use crate::multiples::DOUBLED;
use crate::reading::NoiseKind;
use crate::shares::other_numerals;
use crate::tables::cues::{self, Cue};
use crate::tables::layout::Layout;
use crate::tables::numbers::PerPart;
use crate::tables::{names, noise, numbers, scopes};
use crate::tokens::is_digit;
use crate::trie::{Chars, Trie};
use crate::units::Units;
use crate::words::Words;

/// Every table of words.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) layout: Layout,
    pub(crate) cues: Cues,
    pub(crate) plans: PlanWords,
    pub(crate) noise: Trie,
    pub(crate) units: Units,
    /// Characters at which a title, a time or a number may begin; a walk passes over the others.
    pub(crate) openings: Chars,
    pub(crate) percent: Arc<Unit>,
    pub(crate) per_mille: Arc<Unit>,
    pub(crate) places: Arc<Unit>,
    pub(crate) multiple: Arc<Unit>,
    pub(crate) yuan: Arc<Unit>,
    /// Currencies that may stand before a number in it.
    pub(crate) currencies: Vec<(&'static str, Arc<Unit>)>,
    pub(crate) people: Arc<Unit>,
    pub(crate) numbers: NumberWords,
    pub(crate) times: TimeWords,
    pub(crate) naming: NamingWords,
    pub(crate) scope: ScopeWords,
    pub(crate) zone_names: ZoneNameWords,
    pub(crate) fields: FieldWords,
}

/// Words around numbers.
#[derive(Debug, Clone)]
pub(crate) struct NumberWords {
    pub(crate) before: Words<Qualifier>,
    pub(crate) after: Words<Qualifier>,
    pub(crate) no_qualifier: Words<()>,
    pub(crate) classes: Words<()>,
    pub(crate) ordinals: Words<()>,
    pub(crate) spans: Words<()>,
    pub(crate) former: Words<()>,
    pub(crate) former_changes: Words<Cue>,
    pub(crate) per_parts: Words<PerPart>,
    pub(crate) no_doubt: Words<()>,
    pub(crate) bounded: Words<()>,
    pub(crate) bounds: Words<()>,
}

/// Words of time.
#[derive(Debug, Clone)]
pub(crate) struct TimeWords {
    pub(crate) relative: Words<i16>,
    pub(crate) years_ago: Words<()>,
    pub(crate) past_years: Words<()>,
    pub(crate) retrospects: Words<()>,
    pub(crate) bases: Words<()>,
    pub(crate) months: Words<i32>,
    pub(crate) unclear: Words<()>,
    pub(crate) spanning: Words<()>,
    pub(crate) year_leads: Words<()>,
    pub(crate) compared: Words<()>,
    pub(crate) changed_since: Words<()>,
    pub(crate) now: Words<()>,
    pub(crate) no_now: Words<()>,
    pub(crate) parts: Words<()>,
    pub(crate) back_before: Words<()>,
    pub(crate) back_behind: Words<()>,
    pub(crate) begun: Words<()>,
    pub(crate) differences: Words<Cue>,
    pub(crate) averages: Words<()>,
    pub(crate) until: Words<()>,
    pub(crate) timed: Words<()>,
}

/// Words around names of indicators.
#[derive(Debug, Clone)]
pub(crate) struct NamingWords {
    pub(crate) linking: Words<()>,
    pub(crate) leading: Words<()>,
    pub(crate) no_leading: Words<()>,
    pub(crate) no_linking: Words<()>,
    pub(crate) part_of: Words<()>,
    pub(crate) spent_on: Words<()>,
    pub(crate) opening_verbs: Words<()>,
    pub(crate) verbs: Words<()>,
    pub(crate) no_verbs: Words<()>,
    pub(crate) predicates: Words<()>,
    pub(crate) stops: Words<()>,
    pub(crate) number_stops: Words<()>,
    pub(crate) no_stops: Words<()>,
    pub(crate) counts: Words<()>,
    pub(crate) changes: Words<()>,
    pub(crate) excluding: Words<()>,
    pub(crate) parts: Words<()>,
    pub(crate) no_parts: Words<()>,
    /// Their last characters.
    pub(crate) part_marks: Chars,
    /// Firms called for short, what is said of a part, what it has, what it is no part by, and how longer names go on.
    pub(crate) short_firms: Words<()>,
    pub(crate) states: Words<()>,
    pub(crate) earned: Words<()>,
    pub(crate) deeds: Words<()>,
    pub(crate) not_about: Words<()>,
    pub(crate) part_tails: Words<()>,
    pub(crate) per_one: Words<()>,
    pub(crate) comparing: Words<()>,
    pub(crate) joined: Words<()>,
    pub(crate) holders: Words<()>,
    pub(crate) totals: Words<()>,
    pub(crate) whole: Words<()>,
    pub(crate) amounts: Words<()>,
}

impl Rules {
    pub(crate) fn new() -> Self {
        let times = TimeWords::new();
        Self {
            layout: Layout::new(),
            cues: Cues::new(),
            plans: PlanWords::new(),
            openings: times.openings(),
            noise: Trie::new(noise::WORDS.iter().map(|(word, _)| word.chars())),
            units: Units::new(),
            percent: unit("%"),
            per_mille: unit("‰"),
            places: Arc::new(Unit::of(&Dimension::of(Base::Rank))),
            multiple: unit("倍"),
            yuan: unit("元"),
            currencies: numbers::CURRENCIES_BEFORE
                .iter()
                .map(|(word, name)| (*word, unit(name)))
                .collect(),
            people: unit("人"),
            numbers: NumberWords::new(),
            times,
            naming: NamingWords::new(),
            scope: ScopeWords::new(),
            zone_names: ZoneNameWords::new(),
            fields: FieldWords::new(),
        }
    }

    /// What a word of the table of noise is.
    pub(crate) fn noise_kind(pattern: usize) -> Option<NoiseKind> {
        noise::WORDS.get(pattern).map(|(_, kind)| *kind)
    }
}

impl NumberWords {
    fn new() -> Self {
        Self {
            before: Words::new(
                Qualifier::words_before()
                    .filter(|(word, _)| !word.is_ascii())
                    .chain(numbers::DOUBTS_BEFORE.iter().copied()),
            ),
            after: Words::new(
                Qualifier::words_after()
                    .filter(|(word, _)| !word.is_ascii())
                    .chain(numbers::DOUBTS_BEHIND.iter().copied()),
            ),
            no_doubt: Words::of(numbers::NO_DOUBTS_BEHIND),
            no_qualifier: Words::of(noise::NO_QUALIFIER),
            classes: Words::of(noise::CLASS_ENDINGS),
            ordinals: Words::of(noise::ORDINAL_ENDINGS),
            spans: Words::of(noise::SPAN_UNITS),
            former: Words::of(cues::FORMER),
            former_changes: Words::new(cues::FORMER_CHANGES.iter().copied()),
            per_parts: Words::new(numbers::PER_PARTS.iter().copied()),
            bounded: Words::of(names::THRESHOLD_OF),
            bounds: Words::of(numbers::BOUNDS),
        }
    }
}

impl TimeWords {
    fn new() -> Self {
        Self {
            relative: Words::new(cues::RELATIVE_YEARS.iter().copied()),
            years_ago: Words::of(cues::YEARS_AGO),
            past_years: Words::of(cues::PAST_YEARS),
            retrospects: Words::of(cues::RETROSPECTS),
            bases: Words::of(cues::BASES),
            months: Words::new(cues::RELATIVE_MONTHS.iter().copied()),
            unclear: Words::of(cues::UNCLEAR_TIMES),
            spanning: Words::of(cues::SPANNING),
            year_leads: Words::of(cues::YEAR_LEADS),
            compared: Words::of(cues::COMPARED_WITH),
            changed_since: Words::of(cues::CHANGED_SINCE),
            now: Words::of(cues::NOW),
            no_now: Words::of(cues::NO_NOW),
            parts: Words::of(cues::YEAR_PARTS),
            back_before: Words::of(cues::SINCE),
            back_behind: Words::of(cues::ONWARDS),
            begun: Words::of(cues::BEGUN),
            differences: Words::new(cues::DIFFERENCES.iter().copied()),
            averages: Words::of(cues::AVERAGES),
            until: Words::of(cues::UNTIL),
            timed: Words::of(cues::TIMED),
        }
    }

    fn openings(&self) -> Chars {
        let words = [&self.now, &self.years_ago, &self.past_years, &self.unclear];
        let opens = |c: &char| {
            is_digit(*c)
                || self.relative.opens_with(*c)
                || self.months.opens_with(*c)
                || words.iter().any(|words| words.opens_with(*c))
        };
        let all = ('0'..='\u{9fff}').filter(opens);
        Chars::new(
            all.chain(cues::PART_OPENINGS)
                .chain(['《', '第', '以', DOUBLED])
                .chain(other_numerals()),
        )
    }
}

impl NamingWords {
    fn new() -> Self {
        let linking = names::LINKING.iter().chain(names::CHANGING);
        let changes = names::CHANGES_NAME.iter().chain(names::ACTIVITIES);
        Self {
            linking: Words::new(linking.map(|word| (*word, ()))),
            leading: Words::new(names::LEADING.iter().chain(names::ACTING).map(|word| (*word, ()))),
            no_leading: Words::of(names::NO_LEADING),
            no_linking: Words::of(names::NO_LINKING),
            part_of: Words::of(names::PART_OF),
            spent_on: Words::of(names::SPENT_ON),
            opening_verbs: Words::of(names::OPENING_VERBS),
            verbs: Words::of(names::VERBS),
            no_verbs: Words::of(names::NO_VERBS),
            predicates: Words::of(names::PREDICATES),
            stops: Words::of(names::FORWARD_STOPS),
            number_stops: Words::of(names::NUMBER_STOPS),
            no_stops: Words::of(names::NO_STOPS),
            counts: Words::of(names::COUNT_ENDINGS),
            changes: Words::new(changes.map(|word| (*word, ()))),
            excluding: Words::of(names::EXCLUDING),
            parts: Words::of(names::PART_ENDINGS),
            no_parts: Words::of(names::NO_PARTS),
            short_firms: Words::of(scopes::SHORT_FIRMS),
            states: Words::of(scopes::STATES),
            earned: Words::of(names::EARNED),
            deeds: Words::of(names::PART_DEEDS),
            not_about: Words::of(scopes::NOT_ABOUT),
            part_tails: Words::of(scopes::PART_TAILS),
            part_marks: Chars::new(
                names::PART_ENDINGS
                    .iter()
                    .filter_map(|word| word.chars().next_back()),
            ),
            per_one: Words::of(names::PER_ONE),
            comparing: Words::of(names::COMPARING),
            joined: Words::of(names::JOINED),
            holders: Words::of(names::HOLDERS),
            totals: Words::of(names::TOTALS),
            whole: Words::of(names::WHOLE_MODIFIERS),
            amounts: Words::of(names::MONEY_NAMES),
        }
    }
}

fn unit(symbol: &str) -> Arc<Unit> {
    Arc::new(Unit::parse(symbol).unwrap_or_else(|_| Unit::one()))
}
