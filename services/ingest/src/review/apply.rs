//! Applying decisions to what a report says, before it is checked anew.

mod put;

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_model::{
    catalog::Lookup,
    ids::{IndicatorCode, SubjectName},
    period,
    qualifier::Qualifier,
    status::Status,
    unit::Unit,
};
use zhibiao_proto::{
    convert::cell,
    observation::v1 as observation,
    report::v1::{ConfirmEntry, CorrectEntry, EntryReview, RejectEntry, entry_review::Decision},
};
use zhibiao_runtime::error::Violation;

use super::{Alias, Outcome, Verdict};
use crate::{
    atlas::Atlas,
    check::entry_number,
    content::{Content, Explained, Passage},
    finding::{MAX_CANDIDATES, clean},
    header::Header,
};

/// Longest note or reason, in characters.
const MAX_NOTE: usize = 1_000;

/// How entries differ from their formulas, by number, as the check before a review has found it.
pub(crate) type Differing = BTreeMap<u32, Explained>;

/// Applies decisions one after the other; for each the aliases that it proposes.
///
/// # Errors
/// Everything that can't be applied, with its path in the request.
pub(crate) fn apply(
    reviews: &[EntryReview],
    content: &mut Content,
    differing: &Differing,
    header: &Header,
    atlas: &Atlas,
) -> Result<Vec<Vec<Alias>>, Vec<Violation>> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut proposed = Vec::new();
    for (at, EntryReview { entry, decision }) in reviews.iter().enumerate() {
        let mut one = One {
            path: format!("reviews[{at}]"),
            content: &mut *content,
            differing,
            header,
            atlas,
            faults: &mut faults,
        };
        if !seen.insert(*entry) {
            one.fault("entry", format!("{entry} is listed twice"));
        }
        proposed.push(one.apply(*entry, decision.as_ref()));
    }
    if faults.is_empty() {
        Ok(proposed)
    } else {
        Err(faults)
    }
}

/// One decision with what it is about.
struct One<'a> {
    path: String,
    content: &'a mut Content,
    differing: &'a Differing,
    header: &'a Header,
    atlas: &'a Atlas,
    faults: &'a mut Vec<Violation>,
}

/// What a correction says, once it has been read.
#[derive(Debug, Default)]
struct Correction {
    value: Option<f64>,
    unit: Option<Unit>,
    qualifier: Option<Qualifier>,
    indicator: Option<IndicatorCode>,
    subject: Option<SubjectName>,
    period: Option<String>,
    status: Option<Status>,
}

impl One<'_> {
    fn fault(&mut self, field: &str, description: impl Into<String>) {
        self.faults.push(Violation {
            field: format!("{}.{field}", self.path),
            description: description.into(),
        });
    }

    fn apply(&mut self, entry: u32, decision: Option<&Decision>) -> Vec<Alias> {
        let entries = self.content.rows.len();
        let Some(at) = (entry as usize).checked_sub(1).filter(|at| *at < entries) else {
            self.fault(
                "entry",
                format!("is {entry}, the report has entries 1 to {entries}"),
            );
            return Vec::new();
        };
        match decision {
            None => self.fault("decision", "is empty: confirm, correct or reject"),
            Some(Decision::Confirm(ConfirmEntry { note })) => {
                self.note("confirm.note", note);
                // What was corrected before is confirmed as it was corrected.
                self.decide(at, |verdict| match verdict {
                    Verdict::Corrected => Verdict::Corrected,
                    Verdict::Open | Verdict::Confirmed | Verdict::Rejected => Verdict::Confirmed,
                });
                self.explain_found(at, note);
            }
            Some(Decision::Reject(RejectEntry { reason })) => {
                if reason.trim().is_empty() {
                    self.fault("reject.reason", "is empty: say why the text tells no such value");
                }
                self.note("reject.reason", reason);
                self.decide(at, |_| Verdict::Rejected);
                if let Some(passage) = self.passage(at) {
                    passage.explained = Explained::No;
                }
            }
            Some(Decision::Correct(correct)) => return self.correct(at, correct),
        }
        Vec::new()
    }

    fn note(&mut self, field: &str, text: &str) {
        if text.chars().count() > MAX_NOTE || text.contains('\0') {
            self.fault(
                field,
                format!("has more than {MAX_NOTE} characters, or U+0000 among them"),
            );
        }
    }

    /// A note of who confirms an entry explains the difference that stands against it, and that was seen.
    fn explain_found(&mut self, at: usize, note: &str) {
        let found = self.differing.get(&entry_number(at)).copied();
        if let (Some(passage), Some(found), false) = (self.passage(at), found, note.trim().is_empty()) {
            passage.explained = found;
        }
    }

    /// A note of who corrects an entry explains what differs once it is corrected.
    fn explain_corrected(&mut self, at: usize, note: &str) {
        if let (Some(passage), false) = (self.passage(at), note.trim().is_empty()) {
            passage.explained = Explained::Next;
        }
    }

    fn passage(&mut self, at: usize) -> Option<&mut Passage> {
        self.content.prose.as_mut()?.passages.get_mut(at)
    }

    fn decide(&mut self, at: usize, verdict: impl FnOnce(Verdict) -> Verdict) {
        if let Some(passage) = self.passage(at) {
            passage.verdict = verdict(passage.verdict);
            let is_blocked = passage.other_measure.is_some() && passage.verdict != Verdict::Rejected;
            self.content.rows[at].blocked = is_blocked;
        }
    }

    fn correct(&mut self, at: usize, correct: &CorrectEntry) -> Vec<Alias> {
        let before = self.faults.len();
        let correction = self.read(at, correct);
        let aliases = if correct.keep_as_alias {
            self.aliases(at, &correction)
        } else {
            Vec::new()
        };
        if self.faults.len() == before {
            self.put(at, correction);
            self.explain_corrected(at, &correct.note);
        }
        aliases
    }

    fn read(&mut self, at: usize, correct: &CorrectEntry) -> Correction {
        let CorrectEntry {
            value,
            unit,
            qualifier,
            indicator,
            subject,
            period,
            keep_as_alias: _,
            note,
            status,
        } = correct;
        self.note("correct.note", note);
        let says = value.is_some() || qualifier.is_some() || status.is_some();
        if !says
            && [unit, indicator, subject, period]
                .iter()
                .all(|text| text.is_empty())
        {
            self.fault(
                "correct",
                "says nothing: give what the sentence says, or confirm the entry",
            );
        }
        if value.is_some_and(|value| !value.is_finite()) {
            self.fault("correct.value", "is no finite number");
        }
        let read_unit = given(unit).and_then(|unit| match Unit::parse(unit) {
            Ok(unit) => Some(unit),
            Err(error) => {
                self.fault("correct.unit", clean(&error.to_string()));
                None
            }
        });
        let qualifier = qualifier.and_then(|number| match cell::qualifier(number) {
            Ok(qualifier) => Some(qualifier),
            Err(error) => {
                self.fault("correct.qualifier", error.to_string());
                None
            }
        });
        let status = status.and_then(|number| self.status(number));
        let indicator = given(indicator).and_then(|text| self.indicator(text));
        let subject = given(subject).and_then(|text| self.subject(text));
        let period = given(period).and_then(|text| self.period(text));
        let mut correction = Correction {
            value: *value,
            unit: read_unit,
            qualifier,
            indicator,
            subject,
            period,
            status,
        };
        if value.is_some() && unit.is_empty() {
            correction.unit = self.unit_of(at, correction.indicator.as_ref());
        }
        correction
    }

    fn status(&mut self, number: i32) -> Option<Status> {
        // A client that writes every field says nothing with it, and must not make a result of a plan.
        if number == i32::from(observation::Status::Unspecified) {
            self.fault("correct.status", "is unspecified: leave it out, or say which");
            return None;
        }
        match cell::status(number) {
            Ok(Status::Missing) => {
                self.fault(
                    "correct.status",
                    "is missing: reject an entry that tells no value",
                );
                None
            }
            Ok(status) => Some(status),
            Err(error) => {
                self.fault("correct.status", error);
                None
            }
        }
    }

    fn indicator(&mut self, text: &str) -> Option<IndicatorCode> {
        let atlas = self.atlas;
        let lookup = atlas.indicator(text);
        let nearest = || {
            let near = atlas.directory.nearest_indicators(text, MAX_CANDIDATES);
            near.into_iter().map(|near| near.item.to_string()).collect()
        };
        self.found("correct.indicator", text, lookup, nearest)
    }

    fn subject(&mut self, text: &str) -> Option<SubjectName> {
        let atlas = self.atlas;
        let lookup = atlas.subject(text, self.header.zone.as_ref());
        let nearest = || {
            let near = atlas.directory.nearest_subjects(text, MAX_CANDIDATES);
            near.into_iter().map(|near| near.item.to_string()).collect()
        };
        self.found("correct.subject", text, lookup, nearest)
    }

    fn found<T: ToString>(
        &mut self,
        field: &str,
        text: &str,
        lookup: Lookup<T>,
        nearest: impl FnOnce() -> Vec<String>,
    ) -> Option<T> {
        let (what, names) = match lookup {
            Lookup::Found(item) => return Some(item),
            Lookup::Ambiguous(several) => {
                let names = several.iter().take(MAX_CANDIDATES).map(ToString::to_string);
                ("is the name of several", names.collect())
            }
            Lookup::Unknown => ("is not in the catalogue", nearest()),
        };
        let text = clean(text);
        self.fault(
            field,
            if names.is_empty() {
                format!("`{text}` {what}")
            } else {
                format!("`{text}` {what}; name one of {}", names.join(", "))
            },
        );
        None
    }

    fn period(&mut self, text: &str) -> Option<String> {
        if period::read(text).is_none() {
            let text = clean(text);
            self.fault(
                "correct.period",
                format!("`{text}` is no period: write for example 2023, 2023-S1, 2023-Q4 or 2023-09"),
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// The unit that a value without one is in: that of the indicator.
    fn unit_of(&mut self, at: usize, corrected: Option<&IndicatorCode>) -> Option<Unit> {
        let known = || -> Option<IndicatorCode> {
            let meant = self.content.indicators.meaning(self.content.rows[at].indicator);
            meant.parse().ok()
        };
        let code = corrected.cloned().or_else(known);
        let unit = code
            .and_then(|code| self.atlas.catalog.indicator(&code))
            .map(|indicator| indicator.unit.clone());
        if unit.is_none() {
            let text =
                "is empty, and the indicator is not known: give the unit of the value, or name the indicator";
            self.fault("correct.unit", text);
        }
        unit
    }

    /// What the text calls the things that a correction names, where the catalogue doesn't call them so.
    fn aliases(&mut self, at: usize, correction: &Correction) -> Vec<Alias> {
        let row = self.content.rows[at];
        let indicator = correction.indicator.as_ref().map(|code| {
            let written = self.content.indicators.text(row.indicator).to_owned();
            let is_known = self.atlas.indicator(&written) == Lookup::Found(code.clone());
            (code.to_string(), written, is_known)
        });
        let subject = correction.subject.as_ref().map(|name| {
            let written = self.content.subjects.text(row.subject).to_owned();
            let is_known = self.atlas.subject(&written, None) == Lookup::Found(name.clone());
            (name.to_string(), written, is_known)
        });
        let new = |(_, written, is_known): &(String, String, bool)| !*is_known && !written.is_empty();
        let proposed: Vec<Alias> = [indicator, subject]
            .into_iter()
            .flatten()
            .filter(new)
            .map(|(item, text, _)| Alias {
                item,
                text,
                outcome: Outcome::Pending,
            })
            .collect();
        if proposed.is_empty() {
            let text = "has nothing to keep: name an indicator or a subject that the text calls otherwise";
            self.fault("correct.keep_as_alias", text);
        }
        proposed
    }
}

/// A text that was given.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
