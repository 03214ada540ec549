//! The annotated newspaper page, where it lies beside the repository: every required fact with value, unit, qualifier
//! and zone, measure and indicator of at least 42 and subject of at least 38 of the 45, no forbidden span.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod support;

use std::ops::Range;
use std::path::Path;

use serde_json::Value;
use zhibiao_extract::{Context, Fact, SubjectRef, ZoneRef};

/// Units that are one to the annotation.
const SAME: [&[&str]; 6] = [
    &["个", "座", "台", "处"],
    &["家", "户"],
    &["人", "名"],
    &["km2", "平方公里"],
    &["天", "日"],
    &["百分点", "pp"],
];

#[test]
fn the_annotated_page_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/seed");
    let Ok(text) = std::fs::read_to_string(folder.join("article.txt")) else {
        println!("skipped: the annotated page is not there");
        return;
    };
    let gold = std::fs::read_to_string(folder.join("gold.jsonl")).unwrap();
    let gold: Vec<Value> = gold
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |kind: &'static str| gold.iter().filter(move |line| line["scored"] == kind);
    let facts = support::extractor()
        .read(&text, &Context::default())
        .unwrap()
        .facts;
    let scores: Vec<usize> = of("required")
        .map(|line| facts.iter().map(|fact| steps(fact, line)).max().unwrap_or(0))
        .collect();
    let reached = |step: usize| scores.iter().filter(|score| **score >= step).count();
    assert_eq!(
        reached(4),
        scores.len(),
        "value, unit, qualifier and zone: {scores:?}"
    );
    assert!(reached(6) >= 42, "measure and indicator: {}", reached(6));
    assert!(reached(7) >= 38, "subject: {}", reached(7));
    let is_known = |fact: &&Fact| of("required").chain(of("optional")).any(|line| hits(fact, line));
    let others: Vec<&Fact> = facts.iter().filter(|fact| !is_known(fact)).collect();
    let taken = others
        .iter()
        .filter(|fact| of("forbidden").any(|line| hits(fact, line)))
        .count();
    assert_eq!(taken, 0, "forbidden spans taken: {others:#?}");
    assert!(
        others.len() * 20 <= facts.len(),
        "precision below 95 %: {others:#?}"
    );
}

/// How many of the seven conditions hold, one after another.
fn steps(fact: &Fact, gold: &Value) -> usize {
    let value = gold["value"].as_f64().unwrap_or(f64::NAN);
    if !hits(fact, gold) || (fact.value - value).abs() > 1e-9 * value.abs().max(1.0) {
        return 0;
    }
    let text = |key: &str| gold[key].as_str().unwrap_or_default();
    let unit = fact.unit.symbol();
    let same_unit = SAME
        .iter()
        .any(|same| same.contains(&unit) && same.contains(&text("unit")));
    let qualifier = match fact.qualifier.code() {
        "approximate" => "approx",
        code => code,
    };
    let zone = matches!(&fact.zone, Some(ZoneRef::Known(id)) if id.id() == text("zone"));
    let subject = fact.subject.as_ref().map_or("", SubjectRef::zh);
    let holds = [
        true,
        unit == text("unit") || same_unit,
        qualifier == text("qualifier"),
        zone,
        fact.measure.code() == text("measure"),
        alike(fact.indicator.zh(), text("indicator_zh")),
        subject.is_empty() && text("subject").is_empty() || alike(subject, text("subject")),
    ];
    holds.iter().take_while(|holds| **holds).count()
}

fn hits(fact: &Fact, gold: &Value) -> bool {
    let span = |from: &str, to: &str| Some(gold[from].as_u64()? as usize..gold[to].as_u64()? as usize);
    let place: Range<usize> = span("value_start", "value_end")
        .or_else(|| span("char_start", "char_end"))
        .unwrap();
    fact.number.chars.start < place.end && place.start < fact.number.chars.end
}

/// Whether four fifths of the shorter name's characters stand in the other one, in their order.
fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    shorter > 0 && common(&a, &b) * 5 >= shorter * 4
}

/// The length of the longest sequence of characters that stands in both, gaps aside.
fn common(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let longest = if x == y {
                diagonal + 1
            } else {
                row[at].max(row[at + 1])
            };
            diagonal = std::mem::replace(&mut row[at + 1], longest);
        }
    }
    row.last().copied().unwrap_or(0)
}
