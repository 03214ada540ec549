//! Prose: facts that a person has to look at, and numbers that became no fact.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::Approval,
    ids::{IndicatorCode, SubjectName},
};

use super::{Draft, entry_number};
use crate::{
    content::{Content, Part, Passage},
    finding::{Check, Finding, Findings, Position},
    review::Verdict,
};

/// Facts less sure than so, in hundredths, are blocked until a person confirms them. One whose name and zone were said
/// earlier in the text is as sure; one doubt more, such as a period that was not stated, and it is not.
const SURE: u32 = 85;

impl Draft {
    /// Finds what of prose is no value of its indicator, and what was passed over.
    pub(super) fn check_prose(&mut self) {
        let Some(prose) = &self.content.prose else {
            return;
        };
        for (at, passage) in prose.passages.iter().enumerate() {
            if let Some(measure) = passage.other_measure
                && passage.verdict != Verdict::Rejected
            {
                let check = Check::FactNotLevel;
                self.findings.add(check, || {
                    about_fact(check, at, passage, &self.content).fact("measure", measure.code())
                });
            }
        }
        let check = Check::FactPassedOver;
        for number in &prose.passed_over {
            self.findings.add(check, || {
                Finding::new(check, number.position(), &number.read, 0).fact("why", &number.why)
            });
        }
        for _ in 0..prose.more_passed_over {
            self.findings
                .add(check, || Finding::new(check, Position::default(), "", 0));
        }
    }

    /// Blocks facts that were read without confidence until a person confirms them. What an error blocks already has to be
    /// corrected first.
    pub(super) fn check_confidence(&mut self) {
        let content = &mut self.content;
        let Some(prose) = &content.prose else {
            return;
        };
        let unsure: Vec<usize> = (0..)
            .zip(&prose.passages)
            .filter(|(at, passage)| {
                let is_open = passage.verdict == Verdict::Open;
                is_open && passage.confidence < SURE && content.rows.get(*at).is_some_and(|row| !row.blocked)
            })
            .map(|(at, _)| at)
            .collect();
        for at in unsure {
            content.rows[at].blocked = true;
            add_unsure(at, content, &mut self.findings);
        }
    }

    /// Asks for a review of what was read rightly as far as the reader knows, where nobody else would see it before it is
    /// published.
    pub(super) fn check_reviewed(&mut self) {
        if self.header.approval != Approval::Automatic {
            return;
        }
        let passages = self.content.prose.iter().flat_map(|prose| &prose.passages);
        let proposed = passages
            .zip(&self.content.rows)
            .filter(|(passage, row)| passage.verdict == Verdict::Open && !row.blocked)
            .count();
        if proposed > 0 {
            let check = Check::FactsProposed;
            self.findings.add(check, || {
                Finding::new(check, Position::default(), "", 0).fact("count", proposed)
            });
        }
    }
}

impl Draft {
    /// Tells whoever decides about the report which names its publication puts into the catalogue, each once.
    pub(crate) fn tell_aliases<'a>(&mut self, aliases: impl IntoIterator<Item = Naming<'a>>) {
        let check = Check::AliasesProposed;
        let mut told = BTreeSet::new();
        for Naming {
            entry,
            item,
            text,
            by,
        } in aliases
        {
            if !told.insert((item, text)) {
                continue;
            }
            let (part, name) = self.item_name(item);
            let row = (entry as usize).saturating_sub(1);
            let finding = self
                .finding(check, row, part, text)
                .fact("name", name)
                .fact("item", item)
                .fact("by", by);
            self.findings.add(check, || finding);
        }
    }

    /// Which part of a row names an item, and what people call the item.
    fn item_name(&self, item: &str) -> (Part, String) {
        let items = self.atlas.catalog.items();
        if let Ok(code) = item.parse::<IndicatorCode>() {
            let known = items.indicators.get(&code);
            return (
                Part::Indicator,
                known.map_or_else(String::new, |known| known.names.zh.clone()),
            );
        }
        let subject = item.parse::<SubjectName>().ok();
        let names = subject.and_then(|subject| self.atlas.catalog.subject_names(&subject));
        (
            Part::Subject,
            names.map_or_else(String::new, |names| names.zh.clone()),
        )
    }
}

/// A name that is to become one of an item of the catalogue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming<'a> {
    /// The entry whose correction keeps it.
    pub(crate) entry: u32,
    /// Resource name of the item.
    pub(crate) item: &'a str,
    /// The name.
    pub(crate) text: &'a str,
    /// Who proposes it.
    pub(crate) by: &'a str,
}

fn add_unsure(at: usize, content: &Content, findings: &mut Findings) {
    let check = Check::FactUnsure;
    let Some((prose, passage)) = content
        .prose
        .as_ref()
        .and_then(|prose| Some((prose, prose.passages.get(at)?)))
    else {
        return;
    };
    findings.add(check, || {
        about_fact(check, at, passage, content)
            .fact("confidence", format!("0.{:02}", passage.confidence))
            .fact("reasons", prose.reasons.text(passage.reasons))
    });
}

fn about_fact(check: Check, at: usize, passage: &Passage, content: &Content) -> Finding {
    let (read, indicator) = content.rows.get(at).map_or(("", ""), |row| {
        (
            content.written(row.written),
            content.indicators.text(row.indicator),
        )
    });
    Finding::new(check, passage.position(), read, entry_number(at)).fact("indicator", indicator)
}
