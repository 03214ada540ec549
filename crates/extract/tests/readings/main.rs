//! What a reader of prose expects of one sentence, one file a theme: each case names its rule of the language.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod actors;
mod aggregates;
mod bare;
mod behind;
mod carriers;
mod classes;
mod compared;
mod contradicted;
mod currencies;
mod dates;
mod described;
mod events;
mod expected;
mod firms;
mod forms;
mod gains;
mod growths;
mod homes;
mod in_force;
mod in_turn;
mod issued;
mod listed_times;
mod lists;
mod multiples;
mod names;
mod others;
mod parts;
mod picked;
mod places;
mod planned;
mod ranked;
mod retrospects;
mod scopes;
mod sectors;
mod standing;
mod subjects;
#[path = "../support/mod.rs"]
mod support;
mod tabled;
mod things;
mod times;
mod totals;
mod turned;
mod turns;
mod typed;
mod unsure;
mod vanished;
mod visits;
mod written;
mod zone_names;
mod zones;

use zhibiao_extract::{Context, Fact, Reading, ZoneRef};
use zhibiao_model::period::Period;

/// A rule, a text, and what its facts are as `told` puts them.
type Case<'a> = (&'a str, &'a str, &'a [&'a str]);

/// Reads a text that was issued in May 2025.
fn read(text: &str) -> Reading {
    thread_local! {
        static EXTRACTOR: zhibiao_extract::Extractor = support::extractor();
    }
    let context = Context {
        zone: None,
        issued: Period::monthly(2025, 5).ok(),
    };
    EXTRACTOR.with(|extractor| extractor.read(text, &context).unwrap())
}

/// Checks every case, in the words by which a theme tells a fact.
fn check(cases: &[Case<'_>], told: impl Fn(&Fact) -> String) {
    for (rule, text, expected) in cases {
        let facts: Vec<String> = read(text).facts.iter().map(&told).collect();
        assert_eq!(facts, *expected, "{rule}: {text}");
    }
}

/// `value name measure`.
fn said(fact: &Fact) -> String {
    format!("{} {} {}", fact.value, fact.indicator.zh(), fact.measure.code())
}

/// The same with the period.
fn dated(fact: &Fact) -> String {
    let period = fact
        .period
        .map_or("-".to_owned(), |period| period.period.to_string());
    format!("{} {period}", said(fact))
}

/// `zone value name measure`; a zone by its code.
fn placed(fact: &Fact) -> String {
    let zone = match &fact.zone {
        Some(ZoneRef::Known(zone)) => zone.id().to_owned(),
        Some(ZoneRef::Proposed(zh)) => zh.clone(),
        None => "-".to_owned(),
    };
    format!("{zone} {}", said(fact))
}

/// `subject: value name measure`.
fn about(fact: &Fact) -> String {
    let subject = fact.subject.as_ref().map_or("-", |subject| subject.zh());
    format!("{subject}: {}", said(fact))
}
