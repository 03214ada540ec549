//! Texts with the facts that are to be read from them, scored fact by fact.
//!
//! A file in `texts/` holds a line that says what it is, the text, a line `----`, and one line a fact:
//! `words[number]words | value | unit | qualifier | measure | zone | words of the indicator | words of the subject`,
//! in the order of the text. The subject is `-` for the zone itself and `?` where either answer will do.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use zhibiao_extract::{Context, Extractor, Fact, Reading, Span, ZoneRef};

struct Expected {
    line: String,
    number: std::ops::Range<usize>,
    value: f64,
    fields: Vec<String>,
}

#[test]
fn every_text_gives_its_facts_and_no_others() {
    let extractor = support::extractor();
    let mut faults = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 8, "texts are missing");
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let (text, expected) = read(&std::fs::read_to_string(&file).unwrap());
        faults.extend(
            score(&extractor, &text, &expected)
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Misses, wrong fields and facts that nothing expects.
fn score(extractor: &Extractor, text: &str, expected: &[Expected]) -> Vec<String> {
    let reading = extractor.read(text, &Context::default()).unwrap();
    covers_every_digit(text, &reading);
    let mut found: BTreeMap<usize, &Fact> = reading
        .facts
        .iter()
        .map(|fact| (fact.number.chars.start, fact))
        .collect();
    let mut faults = Vec::new();
    for Expected {
        line,
        number,
        value,
        fields,
    } in expected
    {
        let key = found.range(number.start..number.end).next().map(|(at, _)| *at);
        let Some(fact) = key.and_then(|at| found.remove(&at)) else {
            let why = reading
                .unmatched
                .iter()
                .find(|unmatched| overlaps(&unmatched.number, number))
                .map(|u| u.why.code());
            let noise = reading
                .noise
                .iter()
                .find(|noise| overlaps(&noise.number, number))
                .map(|noise| noise.kind.code());
            faults.push(format!("missed {line} ({why:?} {noise:?})"));
            continue;
        };
        let told = told(fact);
        let same = (fact.value - value).abs() <= 1e-9 * value.abs().max(1.0)
            && fields[..4] == told[..4]
            && told[4].contains(&fields[4])
            && (fields[5] == "?"
                || if fields[5] == "-" {
                    told[5] == "-"
                } else {
                    told[5].contains(&fields[5])
                });
        if !same {
            faults.push(format!("{line}\n  read as {} {told:?}", fact.value));
        }
    }
    let chars: Vec<char> = text.chars().collect();
    faults.extend(found.values().map(|fact| {
        let evidence: String = chars[fact.evidence.chars.clone()].iter().collect();
        format!("nothing expects {} {:?} from {evidence}", fact.value, told(fact))
    }));
    faults
}

/// Nothing numeric is passed over in silence: each Arabic digit is in a fact, in noise or in `unmatched`.
fn covers_every_digit(text: &str, reading: &Reading) {
    let facts = reading.facts.iter().map(|fact| &fact.number);
    let others = reading.unmatched.iter().map(|unmatched| &unmatched.number);
    let spans: Vec<&Span> = facts
        .chain(others)
        .chain(reading.noise.iter().map(|noise| &noise.number))
        .collect();
    for (at, c) in text.chars().enumerate().filter(|(_, c)| support::is_digit(*c)) {
        let is_covered = spans.iter().any(|span| span.chars.contains(&at));
        assert!(
            is_covered,
            "digit {c} at {at} is passed over: {}",
            text.chars()
                .skip(at.saturating_sub(8))
                .take(20)
                .collect::<String>()
        );
    }
    for run in support::numerals(text) {
        let is_covered = spans
            .iter()
            .any(|span| span.bytes.start < run.end && run.start < span.bytes.end);
        assert!(is_covered, "{} is passed over", &text[run]);
    }
}

fn told(fact: &Fact) -> [String; 6] {
    let qualifier = match fact.qualifier.code() {
        "approximate" => "approx",
        other => other,
    };
    let zone = match &fact.zone {
        Some(ZoneRef::Known(id)) => id.id().to_owned(),
        Some(ZoneRef::Proposed(name)) => name.clone(),
        None => "-".to_owned(),
    };
    let subject = fact.subject.as_ref().map_or("-", |subject| subject.zh());
    [
        fact.unit.symbol(),
        qualifier,
        fact.measure.code(),
        &zone,
        fact.indicator.zh(),
        subject,
    ]
    .map(str::to_owned)
}

fn read(file: &str) -> (String, Vec<Expected>) {
    let (text, facts) = file.split_once("\n----\n").unwrap();
    let (title, text) = text.split_once('\n').unwrap();
    assert!(title.starts_with("# Invented:"), "{title}");
    let mut from = 0;
    let expected = facts.lines().map(|line| {
        let mut cells = line.split('|').map(|cell| cell.trim().to_owned());
        let place = cells.next().unwrap();
        let (before, rest) = place.split_once('[').unwrap();
        let (number, after) = rest.split_once(']').unwrap();
        let at = text[from..]
            .find(&format!("{before}{number}{after}"))
            .unwrap_or_else(|| panic!("not in the text: {line}"));
        let start = from + at + before.len();
        from = start + number.len();
        let start = text[..start].chars().count();
        Expected {
            line: line.to_owned(),
            number: start..start + number.chars().count(),
            value: cells.next().unwrap().parse().unwrap(),
            fields: cells.collect(),
        }
    });
    let expected = expected.collect();
    (text.to_owned(), expected)
}

fn overlaps(span: &Span, number: &std::ops::Range<usize>) -> bool {
    span.chars.start < number.end && number.start < span.chars.end
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts")
}
