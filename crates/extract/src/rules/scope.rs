//! Words by which a text turns to a zone, or to something in one.

use crate::scene::PAUSES;
use crate::tables::{cues, scopes, subjects, zones};
use crate::trie::Chars;
use crate::words::Words;

/// Words around zones and subjects.
#[derive(Debug, Clone)]
pub(crate) struct ScopeWords {
    pub(crate) endings: Words<&'static str>,
    pub(crate) topic_endings: Words<&'static str>,
    pub(crate) quoted_endings: Words<&'static str>,
    pub(crate) anaphors: Words<&'static str>,
    pub(crate) bare_anaphors: Words<()>,
    pub(crate) bare_firms: Words<()>,
    pub(crate) told_of_firm: Words<()>,
    pub(crate) firm_agents: Words<()>,
    pub(crate) relying: Words<()>,
    pub(crate) founding: Words<()>,
    pub(crate) issuing: Words<()>,
    pub(crate) opening: Words<()>,
    pub(crate) topic_ends: Words<()>,
    pub(crate) goes_on_as: Words<()>,
    pub(crate) visiting: Words<()>,
    pub(crate) titles: Words<()>,
    pub(crate) firms: Words<()>,
    pub(crate) firm_names: Words<()>,
    pub(crate) firm_forms: Words<()>,
    pub(crate) firm_leads: Words<()>,
    pub(crate) firm_trades: Words<()>,
    /// Their last characters.
    pub(crate) trade_marks: Chars,
    pub(crate) told_of: Words<()>,
    pub(crate) zone_itself: Words<()>,
    pub(crate) countries: Words<()>,
    pub(crate) zone_endings: Words<()>,
    pub(crate) links: Words<()>,
    pub(crate) companions: Words<()>,
    pub(crate) elsewhere: Words<()>,
    pub(crate) whole_leads: Words<()>,
    pub(crate) owning: Words<()>,
    pub(crate) building: Words<()>,
    pub(crate) zone_kinds: Words<()>,
    pub(crate) several: Words<()>,
    pub(crate) praise: Words<()>,
    pub(crate) honours: Words<()>,
    /// False for what begins like one of them and is a name.
    pub(crate) class_starts: Words<bool>,
    pub(crate) class_endings: Words<()>,
    /// False for words that one of them is a part of.
    pub(crate) topic_stops: Words<bool>,
    /// Characters of which each turn of a sentence has one.
    pub(crate) turning: Chars,
    /// Those, and the last ones of the names of topics; most characters are none.
    pub(crate) marking: Chars,
}

impl ScopeWords {
    pub(super) fn new() -> Self {
        let endings = subjects::ENDINGS.iter().copied();
        let anaphors = subjects::ANAPHORS.iter().map(|(word, _)| word);
        let bare = subjects::BARE_ANAPHORS.iter().chain(subjects::BARE_FIRMS);
        let words = anaphors.chain(bare).chain(subjects::FOUNDING);
        let stops = subjects::TOPIC_STOPS.iter().map(|word| (*word, true));
        let turning = words.filter_map(|word| word.chars().next());
        let turning: Vec<char> = turning.chain(PAUSES).chain(['《', '(']).collect();
        let last = endings.clone().filter_map(|(word, _)| word.chars().next_back());
        Self {
            marking: Chars::new(turning.iter().copied().chain(last).chain(['、'])),
            turning: Chars::new(turning),
            endings: Words::new(endings.clone()),
            topic_endings: Words::new(endings.filter(|(_, kind)| subjects::TOPIC_KINDS.contains(kind))),
            quoted_endings: Words::new(subjects::QUOTED_ENDINGS.iter().copied()),
            anaphors: Words::new(subjects::ANAPHORS.iter().copied()),
            bare_anaphors: Words::of(subjects::BARE_ANAPHORS),
            bare_firms: Words::of(subjects::BARE_FIRMS),
            told_of_firm: Words::of(subjects::TOLD_OF_FIRM),
            firm_agents: Words::of(subjects::FIRM_AGENTS),
            relying: Words::of(subjects::RELYING),
            founding: Words::of(subjects::FOUNDING),
            issuing: Words::of(subjects::ISSUING),
            opening: Words::of(subjects::OPENING),
            topic_ends: Words::of(subjects::TOPIC_ENDS),
            goes_on_as: Words::of(subjects::GOES_ON_AS),
            visiting: Words::of(subjects::VISITING),
            titles: Words::of(subjects::TITLES),
            firms: Words::of(subjects::FIRMS),
            firm_names: Words::of(subjects::FIRM_NAMES),
            firm_forms: Words::of(subjects::FIRM_FORMS),
            firm_leads: Words::of(subjects::FIRM_LEADS),
            firm_trades: Words::of(subjects::FIRM_TRADES),
            trade_marks: Chars::new(
                subjects::FIRM_TRADES
                    .iter()
                    .filter_map(|word| word.chars().next_back()),
            ),
            told_of: Words::of(subjects::TOLD_OF),
            zone_itself: Words::of(zones::ITSELF),
            countries: Words::of(subjects::COUNTRIES),
            zone_endings: Words::of(zones::ENDINGS),
            links: Words::of(zones::LINKS),
            companions: Words::of(zones::COMPANIONS),
            elsewhere: Words::of(cues::ELSEWHERE),
            whole_leads: Words::of(cues::WHOLE_LEADS),
            owning: Words::of(subjects::OWNING),
            building: Words::of(subjects::BUILDING),
            zone_kinds: Words::of(zones::KINDS),
            several: Words::of(zones::SEVERAL),
            praise: Words::of(cues::PRAISE),
            honours: Words::of(cues::HONOURS),
            class_starts: Words::new(
                subjects::CLASS_STARTS
                    .iter()
                    .chain(scopes::NO_SUBJECT_STARTS)
                    .map(|word| (*word, true))
                    .chain(subjects::NAME_STARTS.iter().map(|word| (*word, false))),
            ),
            class_endings: Words::of(&[subjects::CLASS_ENDINGS, scopes::NO_SUBJECT_ENDINGS].concat()),
            topic_stops: Words::new(stops.chain(subjects::NO_TOPIC_STOPS.iter().map(|word| (*word, false)))),
        }
    }
}
