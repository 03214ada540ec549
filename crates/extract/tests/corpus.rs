//! Longer texts in the styles that zones write in, each with all that a reader would take from it. Other than
//! `texts.rs`, which holds what is read rightly, this one counts: what a change of the rules wins or loses shows.
//!
//! Every text of `corpus/` was invented and annotated by hand, 09 to 28 before the rules were tried on them. The first
//! line says what a text is and when it was issued; the text follows, a line `----`, and one line a fact, in the order of the text:
//! `words[number]words | value | unit | qualifier | measure | zone | indicator | subject | period`. Where several
//! answers will do ` or ` stands between them. The subject is `-` for the zone itself and `?` where any will do; the
//! period is `*` where the text doesn't tell.

#![allow(clippy::unwrap_used, reason = "what fails is the test")]

mod support;

use std::ops::Range;
use std::path::Path;

use zhibiao_extract::{Context, Fact, ZoneRef};
use zhibiao_model::period::Period;

/// Of each text, how many facts it holds and how many of them are read rightly in every field.
const RIGHT: [(&str, usize, usize); 28] = [
    ("01-report", 35, 35),
    ("02-projects", 26, 26),
    ("03-zones", 24, 22),
    ("04-trade", 37, 37),
    ("05-plans", 28, 28),
    ("06-firms", 23, 21),
    ("07-talent", 31, 31),
    ("08-invest", 24, 23),
    ("09-work", 35, 34),
    ("10-bullets", 26, 26),
    ("11-two", 26, 26),
    ("12-half", 30, 30),
    ("13-plan-result", 50, 50),
    ("14-quarter", 56, 56),
    ("15-park", 57, 57),
    ("16-analysis", 63, 62),
    ("17-congress", 57, 54),
    ("18-platforms", 48, 47),
    ("19-forecast", 22, 22),
    ("20-sections", 23, 23),
    ("21-note", 16, 16),
    ("22-stocks", 24, 24),
    ("23-years", 19, 19),
    ("24-outlook", 19, 19),
    ("25-leaflet", 13, 13),
    ("26-plan", 23, 23),
    ("27-mayor", 18, 18),
    ("28-quarterly", 19, 19),
];
/// From here on a fact is proposed without a question.
const SURE: f64 = 0.85;

struct Text {
    body: String,
    issued: Period,
    gold: Vec<Gold>,
}

struct Gold {
    line: String,
    /// In characters.
    number: Range<usize>,
    value: f64,
    /// Unit, qualifier, measure, zone, indicator, subject, period.
    fields: [String; 7],
}

#[test]
fn what_is_read_rightly_stays_so_and_what_is_wrong_is_not_sure() {
    let extractor = support::extractor();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (mut counts, mut faults) = (Vec::new(), Vec::new());
    for (name, ..) in RIGHT {
        let Text { body, issued, gold } =
            read(&std::fs::read_to_string(folder.join(name).with_extension("txt")).unwrap());
        let context = Context {
            zone: None,
            issued: Some(issued),
        };
        let mut facts = extractor.read(&body, &context).unwrap().facts;
        let mut right = 0;
        for gold in &gold {
            let found = facts.iter().position(|fact| is_at(fact, &gold.number));
            let fact = found.map(|at| facts.remove(at));
            match &fact {
                Some(fact) if gold.is_told_by(fact) => right += 1,
                Some(fact) if fact.confidence >= SURE => {
                    faults.push(format!("{name}: {}\n  {fact:?}", gold.line))
                }
                Some(_) | None => {}
            }
        }
        let surplus = facts.iter().filter(|fact| fact.confidence >= SURE);
        faults.extend(surplus.map(|fact| format!("{name}: nothing tells {fact:?}")));
        counts.push((name, gold.len(), right));
    }
    assert!(faults.is_empty(), "wrong and sure:\n{}", faults.join("\n"));
    assert_eq!(counts, RIGHT);
}

fn is_at(fact: &Fact, number: &Range<usize>) -> bool {
    fact.number.chars.start < number.end && number.start < fact.number.chars.end
}

impl Gold {
    fn is_told_by(&self, fact: &Fact) -> bool {
        let [unit, qualifier, measure, zone, indicator, subject, period] = &self.fields;
        let one_of = |told: &str, said: &str| told.split(" or ").any(|told| told == said);
        let qualified = match fact.qualifier.code() {
            "approximate" => "approx",
            code => code,
        };
        let placed = match &fact.zone {
            Some(ZoneRef::Known(id)) => id.id(),
            Some(ZoneRef::Proposed(zh)) => zh,
            None => "",
        };
        let about = fact.subject.as_ref().map_or("-", |subject| subject.zh());
        let time = fact
            .period
            .map(|period| period.period.to_string())
            .unwrap_or_default();
        (fact.value - self.value).abs() <= 1e-9 * self.value.abs().max(1.0)
            && one_of(unit, fact.unit.symbol())
            && one_of(qualifier, qualified)
            && one_of(measure, fact.measure.code())
            && zone == placed
            && indicator
                .split(" or ")
                .any(|words| fact.indicator.zh().contains(words))
            && (subject == "?" || subject == about || subject != "-" && about.contains(subject.as_str()))
            && (period == "*" || one_of(period, &time))
    }
}

fn read(file: &str) -> Text {
    let (text, gold) = file.split_once("\n----\n").unwrap();
    let (title, body) = text.split_once('\n').unwrap();
    assert!(title.starts_with("# Invented by hand: "), "{title}");
    let (_, issued) = title.split_once(" Issued: ").unwrap();
    let (year, month) = issued.split_once('-').unwrap();
    let mut from = 0;
    let gold = gold.lines().map(|line| {
        // A cell of a table begins with what parts the fields of a line.
        let head = if line.starts_with("| [") { "| ".len() } else { 0 };
        let cells: Vec<&str> = line[head..].split(" | ").map(str::trim).collect();
        let [place, value, fields @ ..] = cells.as_slice() else {
            panic!("{line}");
        };
        let place = format!("{}{place}", &line[..head]);
        let (before, rest) = place.split_once('[').unwrap();
        let (number, behind) = rest.split_once(']').unwrap();
        let at = body[from..].find(&format!("{before}{number}{behind}"));
        let start = from + at.unwrap_or_else(|| panic!("not in the text: {line}")) + before.len();
        from = start + number.len();
        let first = body[..start].chars().count();
        Gold {
            line: line.to_owned(),
            number: first..first + number.chars().count(),
            value: value.parse().unwrap(),
            fields: fields
                .iter()
                .map(|field| (*field).to_owned())
                .collect::<Vec<_>>()
                .try_into()
                .unwrap(),
        }
    });
    Text {
        gold: gold.collect(),
        issued: Period::monthly(year.parse().unwrap(), month.parse().unwrap()).unwrap(),
        body: body.to_owned(),
    }
}
