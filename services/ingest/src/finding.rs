//! Findings: what a check says about one place of a report.
//!
//! A finding keeps its code and facts, not sentences: [`Finding::message`] and [`Finding::action`] write them in the
//! language of whoever asks. [`Findings`] collects them under a bound; the counts are of all.

mod spec;
mod table;
mod words;

use std::{borrow::Cow, collections::BTreeMap};

use zhibiao_runtime::language::Language;

pub use spec::{Severity, Spec, Texts, markdown};
pub use table::Check;

/// Most findings kept of a report; the gravest are.
pub const MAX_FINDINGS: usize = 10_000;

/// Longest text kept of what was read, in characters.
pub const MAX_READ: usize = 200;

/// Most candidates of a finding.
pub const MAX_CANDIDATES: usize = 5;

/// Where in a report something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Number of the sheet, for the order; not kept.
    pub sheet_number: u32,
    /// Physical row from 1; 0 for the whole sheet or report.
    pub row: u32,
    /// Physical column from 1, for the order; not kept.
    pub column_number: u32,
    /// Name of the sheet; empty for text files and structured content.
    pub sheet: String,
    /// Letters of the column, or the field of structured content; empty for the whole row.
    pub column: Cow<'static, str>,
    /// The place in prose, whose rows are lines.
    pub prose: Option<ProsePlace>,
}

/// Where a number stands in prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ProsePlace {
    /// Its sentence.
    pub sentence: Bytes,
    /// The number.
    pub number: Bytes,
}

impl ProsePlace {
    /// The four bounds as a database keeps them, in the order of the fields.
    pub(crate) fn bounds(place: Option<Self>) -> [Option<i64>; 4] {
        let of = |bound: fn(Self) -> u32| place.map(|place| i64::from(bound(place)));
        [
            of(|place| place.sentence.start),
            of(|place| place.sentence.end),
            of(|place| place.number.start),
            of(|place| place.number.end),
        ]
    }

    /// The place of four bounds; none when one is not kept.
    pub(crate) fn of(bounds: [Option<i64>; 4]) -> Option<Self> {
        let [Some(from), Some(to), Some(start), Some(end)] =
            bounds.map(|bound| bound.and_then(|bound| u32::try_from(bound).ok()))
        else {
            return None;
        };
        Some(Self {
            sentence: Bytes { start: from, end: to },
            number: Bytes { start, end },
        })
    }
}

/// A piece of a text: bytes of its UTF-8, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Bytes {
    /// The first.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// What a check says about one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it says.
    pub check: Check,
    /// Where.
    pub position: Position,
    /// What was read there.
    pub read: String,
    /// What the texts speak of.
    pub facts: Vec<(Cow<'static, str>, String)>,
    /// The nearest names.
    pub candidates: Vec<String>,
    /// Number of the entry, from 1; 0 for none.
    pub entry: u32,
    /// Further entries that it rejects, by number; only of a stream's batch, whose rows stand each for itself, and of prose.
    pub others: Vec<u32>,
}

impl Finding {
    /// A finding about one place; what was read, and the name of the sheet, are cut to [`MAX_READ`] and freed from
    /// control characters.
    #[must_use]
    pub fn new(check: Check, position: Position, read: &str, entry: u32) -> Self {
        let sheet = clean(&position.sheet);
        Self {
            check,
            position: Position { sheet, ..position },
            read: clean(read),
            facts: Vec::new(),
            candidates: Vec::new(),
            entry,
            others: Vec::new(),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.push((Cow::Borrowed(name), clean(&value.to_string())));
        self
    }

    /// Adds candidates.
    #[must_use]
    pub fn candidates(mut self, candidates: impl IntoIterator<Item = String>) -> Self {
        self.candidates = candidates
            .into_iter()
            .take(MAX_CANDIDATES)
            .map(|text| clean(&text))
            .collect();
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        self.written(self.check.spec().texts(language).message, language)
    }

    /// What to do next.
    #[must_use]
    pub fn action(&self, language: Language) -> String {
        self.written(self.check.spec().texts(language).action, language)
    }

    fn written(&self, template: &str, language: Language) -> String {
        let mut text = String::with_capacity(template.len() + self.read.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            match name.strip_prefix('@') {
                Some(name) => text.push_str(&words::told(self.value(name), language)),
                None => text.push_str(self.value(name)),
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// A fact, or what was read; a question mark where the finding has none of that name.
    pub(crate) fn value(&self, name: &str) -> &str {
        if name == "read" {
            return &self.read;
        }
        let fact = self.facts.iter().find(|(known, _)| known == name);
        fact.map_or("?", |(_, value)| value)
    }
}

/// A text for one line: control characters become spaces, the rest is cut to [`MAX_READ`] characters.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_READ)
        .collect()
}

/// Findings under way, bounded; counted without bound.
#[derive(Debug, Default)]
pub struct Findings {
    kept: BTreeMap<Severity, Vec<Finding>>,
    counts: BTreeMap<(&'static str, Severity), u32>,
    /// Whether findings that are no errors are counted only.
    errors_only: bool,
}

impl Findings {
    /// Findings of which only errors, and what is [kept](Self::keep) expressly, are kept.
    #[must_use]
    pub fn errors_only() -> Self {
        Self {
            errors_only: true,
            ..Self::default()
        }
    }

    /// Counts a finding that need not be made; false when it is to be made.
    pub fn only_counted(&mut self, check: Check) -> bool {
        let spec = check.spec();
        let only = self.errors_only && spec.severity != Severity::Error;
        if only {
            *self.counts.entry((spec.code, spec.severity)).or_default() += 1;
        }
        only
    }

    /// Adds a finding; it is made only when there is room for it.
    pub fn add(&mut self, check: Check, make: impl FnOnce() -> Finding) {
        if !self.only_counted(check) {
            self.keep(check, make);
        }
    }

    /// Adds a finding whatever its severity.
    pub fn keep(&mut self, check: Check, make: impl FnOnce() -> Finding) {
        let spec = check.spec();
        *self.counts.entry((spec.code, spec.severity)).or_default() += 1;
        let kept = self.kept.entry(spec.severity).or_default();
        if kept.len() < MAX_FINDINGS {
            kept.push(make());
        }
    }

    /// How many findings there are by code and severity.
    #[must_use]
    pub fn counts(&self) -> Vec<(&'static str, Severity, u32)> {
        self.counts
            .iter()
            .map(|((code, severity), count)| (*code, *severity, *count))
            .collect()
    }

    /// Whether there is a finding of a code.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.counts.keys().any(|(known, _)| *known == code)
    }

    /// The gravest findings, at most [`MAX_FINDINGS`], the gravest first, then by position.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Finding> {
        let mut sorted = Vec::new();
        for (_, mut kept) in self.kept.into_iter().rev() {
            kept.sort_by(|a, b| (&a.position, a.entry, a.check).cmp(&(&b.position, b.entry, b.check)));
            kept.truncate(MAX_FINDINGS - sorted.len());
            sorted.append(&mut kept);
        }
        sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(check: Check, row: u32) -> Finding {
        let position = Position {
            row,
            ..Position::default()
        };
        Finding::new(check, position, "肇庆高薪区", row).fact("count", 3)
    }

    #[test]
    fn texts_speak_both_languages() {
        let finding = finding(Check::UnknownSubject, 17);
        assert_eq!(
            finding.message(Language::En),
            "nothing is called `肇庆高薪区`; 3 values are about it"
        );
        assert_eq!(
            finding.message(Language::Zh),
            "目录中没有名为“肇庆高薪区”的对象，涉及3个数值"
        );
    }

    #[test]
    fn the_documentation_is_the_table() {
        let written = include_str!("../FINDINGS.md");
        assert!(
            written.ends_with(&markdown()),
            "FINDINGS.md is not the table any more; write this into it:\n{}",
            markdown()
        );
    }

    #[test]
    fn every_check_has_a_code_and_balanced_texts() {
        for spec in Check::ALL.iter().map(|check| check.spec()) {
            assert!(
                spec.code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'),
                "{}",
                spec.code
            );
            for text in [spec.en.message, spec.en.action, spec.zh.message, spec.zh.action] {
                assert!(!text.is_empty());
                assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
            }
        }
        let ids: std::collections::BTreeSet<_> = Check::ALL.iter().map(|check| check.id()).collect();
        assert_eq!(ids.len(), Check::ALL.len());
    }

    #[test]
    fn both_languages_speak_of_the_same_facts() {
        let facts = |texts: Texts| -> std::collections::BTreeSet<String> {
            let both = format!("{}{}", texts.message, texts.action);
            both.split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.trim_start_matches('@').to_owned())
                .collect()
        };
        for spec in Check::ALL.iter().map(|check| check.spec()) {
            assert_eq!(facts(spec.en), facts(spec.zh), "{}", spec.code);
        }
    }

    #[test]
    fn the_gravest_are_kept_and_all_are_counted() {
        let mut findings = Findings::default();
        let many = u32::try_from(MAX_FINDINGS).unwrap() + 5;
        for row in 1..=many {
            findings.add(Check::Revision, || finding(Check::Revision, row));
        }
        findings.add(Check::NotANumber, || finding(Check::NotANumber, many));
        assert_eq!(
            findings.counts(),
            [
                ("NOT_A_NUMBER", Severity::Error, 1),
                ("REVISION", Severity::Warning, many)
            ]
        );
        let sorted = findings.into_sorted();
        assert_eq!(sorted.len(), MAX_FINDINGS);
        assert_eq!(sorted[0].check, Check::NotANumber);
        assert_eq!(sorted[1].position.row, 1);
    }

    #[test]
    fn control_characters_and_length_stay_outside() {
        assert_eq!(clean("a\u{1f}b\nc"), "a b c");
        assert_eq!(clean(&"长".repeat(MAX_READ + 1)).chars().count(), MAX_READ);
    }
}
