//! The entries that wait for a review, each with what is asked about it and its sentence.

use std::collections::BTreeMap;

use serde::Serialize;
use zhibiao_proto::report::v1::{Entry, EntryState, Finding, Report, ReportHeader, Severity};
use zhibiao_runtime::language::Language;

use super::{
    super::{
        findings::{self, JsonReport},
        show,
    },
    sorts::{Found, is_proposed},
};
use crate::{
    failure::Failure,
    names::Resolver,
    output::{
        Answer,
        grid::{Cell, Column, Grid},
    },
    settings::Session,
    text::Text,
    wire::qualified,
};

/// Code of the finding that a cell stands in several entries with different values.
const DUPLICATE: &str = "DUPLICATE_CELL";
/// Code of the finding that every entry has to be decided about.
const PROPOSED: &str = "FACTS_PROPOSED";

/// Shows the entries that wait for a review, each with what is asked about it and its sentence.
pub(super) async fn waiting(report: &Report, session: &Session) -> Result<(), Failure> {
    let language = session.ui.language;
    let resolver = Resolver::load(session).await?;
    let entries = show::read_entries(&session.hub, &report.name).await?;
    let found = show::all_findings(&session.hub, &report.name).await?;
    let asked = Asked::new(&entries, &found);
    let mut grid = Grid::fitting(vec![
        Column::number("entry", Text::HeadEntry),
        Column::text("value_text", Text::HeadRead),
        Column::text("indicator_name", Text::HeadIndicator),
        Column::text("subject_name", Text::HeadSubject),
        Column::text("period", Text::HeadPeriod),
        Column::number("confidence", Text::HeadConfidence),
        Column::text("message", Text::HeadMessage),
        Column::text("sentence", Text::HeadSentence).said_once(),
    ]);
    // What nothing stands against waits where nobody else approves the report.
    let asks_for_all = found.iter().any(|finding| finding.code == PROPOSED);
    let waits = |entry: &&Entry| entry.state() == EntryState::Blocked || asks_for_all && is_proposed(entry);
    for entry in entries.iter().filter(waits) {
        grid.row(waiting_row(entry, &asked, &resolver, language));
    }
    let nothing = ReportHeader::default();
    let json = JsonWaiting {
        report: JsonReport::new(report, &nothing),
        waiting: entries
            .iter()
            .filter(waits)
            .map(|entry| JsonEntry::new(entry, &asked))
            .collect(),
    };
    let is_empty = grid.is_empty();
    let sorts = Found::new(&found);
    let count = |is_one: &dyn Fn(&Entry) -> bool| entries.iter().filter(|entry| is_one(entry)).count();
    let unnamed = count(&|entry| sorts.is_unnamed(entry));
    let not_levels = count(&|entry| sorts.is_no_level(entry));
    let mut answer = Answer::new(&json, grid)?;
    answer.above = findings::summary(report, language);
    let hint = if is_empty {
        Text::ReviewNothing
    } else {
        Text::ReviewSeen {
            etag: report.etag.clone(),
        }
    };
    if unnamed > 0 {
        let count = unnamed;
        answer.below.push(Text::ReviewUnnamed { count }.say(language));
    }
    answer.below.extend(sorts.left(&entries).notes(language));
    if not_levels > 0 {
        let count = not_levels;
        answer.below.push(Text::ReviewNotLevels { count }.say(language));
    }
    answer.below.push(hint.say(language));
    session.ui.answer(&answer)
}

fn waiting_row(entry: &Entry, asked: &Asked<'_>, resolver: &Resolver, language: Language) -> Vec<Cell> {
    let shown = |resolved: &str, written: &str, label: &str| {
        Cell::text(if resolved.is_empty() { written } else { label })
    };
    // What has no value of its indicator was read as something all the same.
    let read = entry.value.map(|value| (value, &entry.unit));
    let read = read.or_else(|| Some((entry.read_value?, &entry.read_unit)));
    let value = read.map_or_else(
        || entry.value_text.clone(),
        |(value, unit)| {
            let value = qualified(value, entry.qualifier());
            format!("{} = {value} {unit}", entry.value_text)
        },
    );
    vec![
        Cell::Number(f64::from(entry.entry), entry.entry.to_string()),
        Cell::text(value),
        shown(
            &entry.indicator,
            &entry.indicator_text,
            resolver.indicator_label(&entry.indicator).0,
        ),
        shown(
            &entry.subject,
            &entry.subject_text,
            resolver.subject_label(&entry.subject),
        ),
        Cell::text(&entry.period),
        entry.confidence.map_or(Cell::Empty, |confidence| {
            Cell::Number(confidence, format!("{confidence:.2}"))
        }),
        Cell::text(question(entry, asked, language)),
        Cell::text(show::sentence(entry)),
    ]
}

/// What is asked about an entry, in words: a finding that names another entry is said with its number, since its "here"
/// is there.
fn question(entry: &Entry, asked: &Asked<'_>, language: Language) -> String {
    match asked.about(entry) {
        None => Text::ReviewProposed.say(language),
        Some(finding) if finding.code == DUPLICATE && finding.entry != entry.entry => Text::ReviewOther {
            entry: finding.entry,
            message: finding.message.clone(),
        }
        .say(language),
        Some(finding) => finding.message.clone(),
    }
}

/// What blocks entries. Of several entries with one fault only one is named by its finding.
struct Asked<'a> {
    /// The first error of each entry that one names.
    of_entries: BTreeMap<u32, &'a Finding>,
    /// The first error about each text.
    of_texts: BTreeMap<&'a str, &'a Finding>,
    /// Findings of cells that stand twice, which name the later entry; the earlier one is blocked as well.
    duplicates: BTreeMap<CellName<'a>, &'a Finding>,
}

/// Subject, indicator and period.
type CellName<'a> = (&'a str, &'a str, &'a str);

fn cell(entry: &Entry) -> CellName<'_> {
    (&entry.subject, &entry.indicator, &entry.period)
}

impl<'a> Asked<'a> {
    fn new(entries: &'a [Entry], found: &'a [Finding]) -> Self {
        let named: BTreeMap<u32, &Entry> = entries.iter().map(|entry| (entry.entry, entry)).collect();
        let (mut of_entries, mut of_texts) = (BTreeMap::new(), BTreeMap::new());
        let mut duplicates = BTreeMap::new();
        for finding in found
            .iter()
            .filter(|finding| finding.severity() == Severity::Error)
        {
            of_entries.entry(finding.entry).or_insert(finding);
            of_texts.entry(finding.read.as_str()).or_insert(finding);
            let twice = named.get(&finding.entry).filter(|_| finding.code == DUPLICATE);
            duplicates.extend(twice.map(|entry| (cell(entry), finding)));
        }
        Self {
            of_entries,
            of_texts,
            duplicates,
        }
    }

    fn about(&self, entry: &Entry) -> Option<&'a Finding> {
        let of_text = |is_unknown: bool, text: &str| self.of_texts.get(text).filter(|_| is_unknown);
        let own = self.of_entries.get(&entry.entry);
        own.or_else(|| of_text(entry.indicator.is_empty(), &entry.indicator_text))
            .or_else(|| of_text(entry.subject.is_empty(), &entry.subject_text))
            .or_else(|| self.duplicates.get(&cell(entry)))
            .copied()
    }
}

#[derive(Debug, Serialize)]
struct JsonWaiting<'a> {
    report: JsonReport<'a>,
    waiting: Vec<JsonEntry<'a>>,
}

/// An entry that waits for a review, in JSON. The field names are stable.
#[derive(Debug, Serialize)]
struct JsonEntry<'a> {
    entry: u32,
    value_text: &'a str,
    indicator: &'a str,
    indicator_text: &'a str,
    subject: &'a str,
    subject_text: &'a str,
    period: &'a str,
    value: Option<f64>,
    unit: &'a str,
    read_value: Option<f64>,
    read_unit: &'a str,
    confidence: Option<f64>,
    reasons: &'a [String],
    code: &'a str,
    message: &'a str,
    sentence: &'a str,
}

impl<'a> JsonEntry<'a> {
    fn new(entry: &'a Entry, asked: &Asked<'a>) -> Self {
        let asked = asked.about(entry);
        Self {
            entry: entry.entry,
            value_text: &entry.value_text,
            indicator: &entry.indicator,
            indicator_text: &entry.indicator_text,
            subject: &entry.subject,
            subject_text: &entry.subject_text,
            period: &entry.period,
            value: entry.value,
            unit: &entry.unit,
            read_value: entry.read_value,
            read_unit: &entry.read_unit,
            confidence: entry.confidence,
            reasons: &entry.reasons,
            code: asked.map_or("", |finding| &finding.code),
            message: asked.map_or("", |finding| &finding.message),
            sentence: &entry.sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_entries_of_a_cell_that_stands_twice_are_told_why() {
        let entry = |number, indicator: &str| Entry {
            entry: number,
            subject: "zones/a".into(),
            indicator: indicator.into(),
            period: "2023".into(),
            ..Entry::default()
        };
        let entries = [
            entry(1, "indicators/gdp"),
            entry(2, "indicators/gdp"),
            entry(3, "indicators/tax"),
        ];
        let found = [Finding {
            severity: Severity::Error.into(),
            code: DUPLICATE.into(),
            entry: 2,
            message: "has 120 here and 100 in line 1".into(),
            ..Finding::default()
        }];
        let asked = Asked::new(&entries, &found);
        let said = entries
            .each_ref()
            .map(|entry| question(entry, &asked, Language::En));
        assert_eq!(said[0], "entry 2: has 120 here and 100 in line 1");
        assert_eq!(said[1], "has 120 here and 100 in line 1");
        assert_eq!(said[2], Text::ReviewProposed.say(Language::En));
    }
}
