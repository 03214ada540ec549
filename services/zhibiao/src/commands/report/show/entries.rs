//! The entries of a report as the hub has read them, for people and machines.

use serde::Serialize;
use zhibiao_proto::report::v1::{AliasProposal, Entry};
use zhibiao_runtime::language::Language;

use super::super::{
    findings::{JsonBytes, place},
    review::JsonAlias,
};
use crate::{
    names::Resolver,
    output::{
        grid::{Cell, Column, Grid},
        one_line,
    },
    text::Text,
    wire::{entry_text, qualified, qualifier_word, status_word, word},
};

/// The entries as a table. Those of prose are told by their sentences, which say where they stand and what was read.
pub(super) fn grid(entries: &[Entry], resolver: &Resolver, language: Language) -> Grid {
    let is_prose = entries.iter().any(|entry| entry.confidence.is_some());
    let keeps_aliases = entries.iter().any(|entry| aliases(entry).next().is_some());
    let columns = vec![
        Column::number("entry", Text::HeadEntry),
        Column::text("place", Text::HeadPlace).shown_if(!is_prose),
        Column::machine("subject"),
        Column::text("subject_name", Text::HeadSubject),
        Column::machine("indicator"),
        Column::text("indicator_name", Text::HeadIndicator),
        Column::text("period", Text::HeadPeriod),
        Column::number("value", Text::HeadValue),
        Column::text("unit", Text::HeadUnit),
        Column::machine("qualifier"),
        Column::machine("status"),
        Column::text("value_text", Text::HeadRead),
        Column::text("state", Text::HeadState),
        Column::text("return_reason", Text::HeadReason),
        Column::text("note", Text::HeadNote),
        Column::number("confidence", Text::HeadConfidence).shown_if(is_prose),
        Column::machine("reasons"),
        Column::text("reviewed_by", Text::HeadReviews).shown_if(is_prose),
        Column::text("aliases", Text::HeadAliases).shown_if(keeps_aliases),
        Column::text("sentence", Text::HeadSentence)
            .shown_if(is_prose)
            .said_once(),
    ];
    let mut grid = if is_prose {
        Grid::fitting(columns)
    } else {
        Grid::new(columns)
    };
    for entry in entries {
        grid.row(row(entry, resolver, language));
    }
    grid
}

fn row(entry: &Entry, resolver: &Resolver, language: Language) -> Vec<Cell> {
    // What was not resolved is shown as it was written.
    let shown = |resolved: &str, written: &str, label: &str| {
        Cell::text(if resolved.is_empty() { written } else { label })
    };
    let state = entry.state();
    vec![
        Cell::Number(f64::from(entry.entry), entry.entry.to_string()),
        Cell::text(place(entry.position.as_ref())),
        Cell::text(&entry.subject),
        shown(
            &entry.subject,
            &entry.subject_text,
            resolver.subject_label(&entry.subject),
        ),
        Cell::text(&entry.indicator),
        shown(
            &entry.indicator,
            &entry.indicator_text,
            resolver.indicator_label(&entry.indicator).0,
        ),
        Cell::text(&entry.period),
        entry.value.map_or(Cell::Empty, |value| {
            Cell::Number(value, qualified(value, entry.qualifier()))
        }),
        Cell::text(&entry.unit),
        Cell::text(qualifier_word(entry.qualifier())),
        Cell::text(status_word(entry.status())),
        Cell::text(&entry.value_text),
        Cell::Word(
            word(state.as_str_name(), "ENTRY_STATE_"),
            entry_text(state).say(language),
        ),
        Cell::text(&entry.return_reason),
        Cell::text(&entry.note),
        entry.confidence.map_or(Cell::Empty, |confidence| {
            Cell::Number(confidence, format!("{confidence:.2}"))
        }),
        Cell::text(entry.reasons.join(" ")),
        Cell::text(reviewer(entry)),
        Cell::text(alias_text(entry)),
        Cell::text(sentence(entry)),
    ]
}

/// Who reviewed an entry last.
fn reviewer(entry: &Entry) -> &str {
    entry.reviews.last().map_or("", |review| review.reviewer.as_str())
}

/// The aliases that reviews of an entry propose.
fn aliases(entry: &Entry) -> impl Iterator<Item = &AliasProposal> {
    entry.reviews.iter().flat_map(|review| &review.aliases)
}

/// The aliases of an entry, each with its item and what became of it: `地方生产总值 = indicators/gdp (pending)`.
fn alias_text(entry: &Entry) -> String {
    let told = aliases(entry).map(|alias| {
        let state = word(alias.state().as_str_name(), "ALIAS_STATE_");
        format!("{} = {} ({state})", one_line(&alias.alias), alias.item)
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The sentence of an entry in one line.
pub(crate) fn sentence(entry: &Entry) -> String {
    one_line(&entry.sentence)
}

/// An entry in JSON. The field names are stable.
#[derive(Debug, Serialize)]
pub(super) struct JsonEntry<'a> {
    entry: u32,
    place: String,
    subject: &'a str,
    indicator: &'a str,
    period: &'a str,
    value: Option<f64>,
    unit: &'a str,
    qualifier: String,
    status: String,
    state: String,
    return_reason: &'a str,
    confidence: Option<f64>,
    reasons: &'a [String],
    reviewed_by: &'a str,
    aliases: Vec<JsonAlias<'a>>,
    sentence: &'a str,
    number: Option<JsonBytes>,
    subject_text: &'a str,
    indicator_text: &'a str,
    value_text: &'a str,
    read_value: Option<f64>,
    read_unit: &'a str,
    note: &'a str,
}

impl<'a> From<&'a Entry> for JsonEntry<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            entry: entry.entry,
            place: place(entry.position.as_ref()),
            subject: &entry.subject,
            indicator: &entry.indicator,
            period: &entry.period,
            value: entry.value,
            unit: &entry.unit,
            qualifier: qualifier_word(entry.qualifier()),
            status: status_word(entry.status()),
            state: word(entry.state().as_str_name(), "ENTRY_STATE_"),
            return_reason: &entry.return_reason,
            confidence: entry.confidence,
            reasons: &entry.reasons,
            reviewed_by: reviewer(entry),
            aliases: aliases(entry).map(JsonAlias::from).collect(),
            sentence: &entry.sentence,
            number: entry
                .position
                .as_ref()
                .and_then(|position| position.number)
                .map(JsonBytes::from),
            subject_text: &entry.subject_text,
            indicator_text: &entry.indicator_text,
            value_text: &entry.value_text,
            read_value: entry.read_value,
            read_unit: &entry.read_unit,
            note: &entry.note,
        }
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_proto::report::v1::{AliasState, Review};

    use super::*;

    #[test]
    fn a_report_shows_the_aliases_that_its_reviews_keep() {
        let alias = |alias: &str, state: AliasState| AliasProposal {
            item: "indicators/gdp".to_owned(),
            alias: alias.to_owned(),
            state: state.into(),
            ..AliasProposal::default()
        };
        let review = |aliases: &[AliasProposal]| Review {
            aliases: aliases.to_vec(),
            ..Review::default()
        };
        let entry = Entry {
            reviews: vec![
                review(&[alias("产值", AliasState::Refused)]),
                review(&[alias("生产总值", AliasState::Pending)]),
                review(&[]),
            ],
            ..Entry::default()
        };
        assert_eq!(
            alias_text(&entry),
            "产值 = indicators/gdp (refused); 生产总值 = indicators/gdp (pending)"
        );
        let json = serde_json::to_value(JsonEntry::from(&entry)).unwrap();
        assert_eq!(json["aliases"][1]["alias"], "生产总值");
        assert_eq!(json["aliases"][1]["state"], "pending");
        assert_eq!(alias_text(&Entry::default()), "");
    }
}
