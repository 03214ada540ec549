//! Numbers that are read whole or not at all, one sentence or two a rule: what is read wrongly here passes for sure.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod digits;
mod scope;
#[path = "../support/mod.rs"]
mod support;

use zhibiao_extract::{Context, Extractor, Fact, Reading};
use zhibiao_model::period::Period;

/// Every text speaks of this zone.
const ZONE: &str = "肇庆高新区";

/// Below it a reviewer is asked.
const SURE: f64 = 0.8;

fn read(extractor: &Extractor, sentence: &str) -> (String, Reading) {
    let text = format!("{ZONE}{sentence}");
    let context = Context {
        zone: None,
        issued: Some(Period::monthly(2024, 12).unwrap()),
    };
    let reading = extractor.read(&text, &context).unwrap();
    (text, reading)
}

/// `value unit qualifier name measure`.
fn told(fact: &Fact) -> String {
    let (qualifier, name) = (fact.qualifier.code(), fact.indicator.zh());
    format!(
        "{} {} {qualifier} {name} {}",
        fact.value,
        fact.unit,
        fact.measure.code()
    )
}

/// What a sentence tells, and behind it the numbers that a reviewer is asked about, as they are written.
fn figures(extractor: &Extractor, sentence: &str) -> Vec<String> {
    let (text, reading) = read(extractor, sentence);
    let unmatched = reading
        .unmatched
        .iter()
        .map(|unmatched| format!("? {}", &text[unmatched.number.bytes.clone()]));
    reading.facts.iter().map(told).chain(unmatched).collect()
}
