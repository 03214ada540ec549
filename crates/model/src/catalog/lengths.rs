//! How long the texts of a catalogue may be: they are shown, indexed and kept in memory by every role.

use std::collections::BTreeMap;

use super::{Draft, Fault, Names};
use crate::framework::FrameworkForm;

/// Longest name or alias, in characters.
const MAX_NAME: usize = 200;

/// Most aliases of one item.
const MAX_ALIASES: usize = 100;

/// Longest note, definition or attribute, in characters.
const MAX_TEXT: usize = 4_000;

/// Most attributes or dimensions of an indicator.
const MAX_PAIRS: usize = 100;

/// Most aggregates, and most indicators, of a framework.
const MAX_NODES: usize = 2_000;

/// Most levels of a framework that have methods of their own.
const MAX_LEVELS: usize = 20;

/// Most alternatives of one kind that an uncertainty analysis chooses from.
const MAX_ALTERNATIVES: usize = 20;

/// Texts of a draft that are too long.
pub(super) fn faults(draft: &Draft) -> Vec<Fault> {
    let mut lengths = Lengths(Vec::new());
    for (id, kind) in &draft.kinds {
        lengths.names(&format!("kinds/{id}"), &kind.names);
    }
    for (id, zone) in &draft.zones {
        lengths.names(&id.to_string(), &zone.names);
        let texts = [
            ("class", &zone.class),
            ("level", &zone.level),
            ("code", &zone.code),
            ("note", &zone.note),
        ];
        lengths.texts(&id.to_string(), texts);
    }
    for event in &draft.lineage {
        lengths.texts(&format!("lineage/{}", event.date), [("note", &event.note)]);
    }
    for (name, subject) in &draft.subjects {
        lengths.names(name.as_str(), &subject.names);
        lengths.texts(name.as_str(), [("note", &subject.note)]);
        lengths.texts(
            name.as_str(),
            subject.codes.iter().map(|code| ("codes", &code.code)),
        );
    }
    for (id, department) in &draft.departments {
        lengths.names(&id.to_string(), &department.names);
        lengths.texts(&id.to_string(), [("note", &department.note)]);
    }
    lengths.indicators(draft);
    for (id, interface) in &draft.interfaces {
        lengths.names(&id.to_string(), &interface.names);
    }
    for (id, group) in &draft.peer_groups {
        lengths.names(&id.to_string(), &group.names);
        lengths.texts(&id.to_string(), [("class", &group.class), ("note", &group.note)]);
    }
    for framework in draft.frameworks.values() {
        lengths.framework(framework);
    }
    for (id, grant) in &draft.grants {
        lengths.texts(&id.to_string(), [("note", &grant.note)]);
    }
    lengths.0
}

struct Lengths(Vec<Fault>);

impl Lengths {
    fn indicators(&mut self, draft: &Draft) {
        for (code, indicator) in &draft.indicators {
            let item = code.to_string();
            self.names(&item, &indicator.names);
            let texts = [
                ("theme", &indicator.theme),
                ("definition_zh", &indicator.definition_zh),
                ("definition_en", &indicator.definition_en),
            ];
            self.texts(&item, texts);
            self.pairs(&format!("{item}.attributes"), &indicator.attributes);
            self.pairs(&format!("{item}.dimensions"), &indicator.dimensions);
        }
    }

    fn framework(&mut self, framework: &FrameworkForm) {
        let item = framework.id.to_string();
        self.names(&item, &framework.names);
        let texts = [
            ("edition", &framework.edition),
            ("source", &framework.source),
            ("note", &framework.note),
        ];
        self.texts(&item, texts);
        for aggregate in &framework.aggregates {
            let node = format!("{item}.aggregates[{}]", aggregate.id);
            self.names(&node, &aggregate.names);
            let texts = [
                ("number", &aggregate.number),
                ("weight_source", &aggregate.weight_source),
            ];
            self.texts(&node, texts);
        }
        for indicator in &framework.indicators {
            let texts = [
                ("number", &indicator.number),
                ("weight_source", &indicator.weight_source),
            ];
            self.texts(&format!("{item}.indicators[{}]", indicator.code), texts);
        }
        let alternatives = &framework.uncertainty;
        let counts = [
            ("aggregates", framework.aggregates.len(), MAX_NODES),
            ("indicators", framework.indicators.len(), MAX_NODES),
            ("levels", framework.levels.len(), MAX_LEVELS),
            (
                "uncertainty.imputation",
                alternatives.imputation.len(),
                MAX_ALTERNATIVES,
            ),
            (
                "uncertainty.treatment",
                alternatives.treatment.len(),
                MAX_ALTERNATIVES,
            ),
            (
                "uncertainty.normalisation",
                alternatives.normalisation.len(),
                MAX_ALTERNATIVES,
            ),
            (
                "uncertainty.aggregation",
                alternatives.aggregation.len(),
                MAX_ALTERNATIVES,
            ),
        ];
        for (field, count, most) in counts {
            self.count(&format!("{item}.{field}"), count, most, "entries");
        }
    }

    fn names(&mut self, item: &str, names: &Names) {
        let path = format!("{item}.names");
        for name in names.all() {
            self.text(&path, name, MAX_NAME);
        }
        self.count(&path, names.aliases.len(), MAX_ALIASES, "aliases");
    }

    fn texts<'a>(&mut self, item: &str, texts: impl IntoIterator<Item = (&'a str, &'a String)>) {
        for (field, text) in texts {
            self.text(&format!("{item}.{field}"), text, MAX_TEXT);
        }
    }

    fn pairs(&mut self, path: &str, pairs: &BTreeMap<String, String>) {
        for (key, value) in pairs {
            self.text(path, key, MAX_NAME);
            self.text(path, value, MAX_TEXT);
        }
        self.count(path, pairs.len(), MAX_PAIRS, "entries");
    }

    fn text(&mut self, path: &str, text: &str, most: usize) {
        // A character has at least one byte: short texts are not counted.
        if text.len() > most && text.chars().count() > most {
            let start: String = text.chars().take(20).collect();
            let message = format!("`{start}…` has more than {most} characters: shorten it");
            self.0.push(Fault {
                path: path.to_owned(),
                message,
            });
        }
    }

    fn count(&mut self, path: &str, count: usize, most: usize, what: &str) {
        if count > most {
            let message = format!("has {count} {what}, at most {most} are kept");
            self.0.push(Fault {
                path: path.to_owned(),
                message,
            });
        }
    }
}
