//! Checks: what is wrong or out of the ordinary in a report.
//!
//! [`Draft::check`] looks at the report by itself, [`Draft::wanted`] says which published values it must be held
//! against, [`Draft::against`] does that. All of it is pure: reading from the store is [`crate::published`]'s.

mod change;
mod duplicates;
mod formulas;
mod groups;
mod names;
mod prose;
mod published;
mod rejects;
mod rounding;
mod rows;
mod totals;

use std::{collections::BTreeSet, sync::Arc};

use jiff::civil::Date;

pub(crate) use prose::Naming;
pub(crate) use published::{Figure, Published, Wanted};
pub(crate) use rejects::{MAX_REJECTS, Reject};

use crate::{
    atlas::Atlas,
    content::{Cell, Content, Part, Place},
    finding::{Check, Finding, Findings, Position},
    header::Header,
    resolve::{FastMap, Keys},
    review::Verdict,
};

/// Most values that one report publishes: they go to the store in one write.
pub(crate) const MAX_PUBLISHED: usize = 200_000;

/// A report under check.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What it says.
    pub(crate) content: Content,
    /// What it is about.
    pub(crate) keys: Keys,
    /// What was found so far.
    pub(crate) findings: Findings,
    header: Arc<Header>,
    atlas: Arc<Atlas>,
    today: Date,
    /// The row that stands for each cell: the first one that is not blocked.
    cells: FastMap<Cell, usize>,
    /// The periods that each period of the report is held against, by index.
    earlier: Vec<change::Earlier>,
    /// What is unusual for each indicator of the report, by index.
    rules: Vec<change::Rule>,
    /// Whether it is a batch of a stream: nobody decides about it, and each row stands for itself.
    is_batch: bool,
    /// Rows of a batch that would replace another department's figure.
    disputed: Vec<usize>,
}

impl Draft {
    /// Resolves and checks a report by itself.
    pub(crate) fn check(content: Content, header: Arc<Header>, atlas: Arc<Atlas>, today: Date) -> Self {
        let draft = Self {
            content,
            header,
            atlas,
            today,
            keys: Keys::default(),
            findings: Findings::default(),
            cells: FastMap::default(),
            earlier: Vec::new(),
            rules: Vec::new(),
            is_batch: false,
            disputed: Vec::new(),
        };
        draft.checked_alone()
    }

    /// Resolves and checks a batch of a stream by itself.
    pub(crate) fn check_batch(content: Content, header: Arc<Header>, atlas: Arc<Atlas>, today: Date) -> Self {
        let draft = Self {
            content,
            keys: Keys::default(),
            findings: Findings::errors_only(),
            header,
            atlas,
            today,
            cells: FastMap::default(),
            earlier: Vec::new(),
            rules: Vec::new(),
            is_batch: true,
            disputed: Vec::new(),
        };
        draft.checked_alone()
    }

    fn checked_alone(mut self) -> Self {
        self.check_notices();
        self.check_rows();
        self.check_prose();
        self.check_duplicates();
        self.check_totals();
        self
    }

    /// Most rows after the first that a finding names: a machine is told of each, and so is who reviews prose.
    fn names_rows(&self) -> usize {
        if self.is_batch || self.content.prose.is_some() {
            MAX_REJECTS
        } else {
            0
        }
    }

    /// Ends the checks: what is about the report as a whole.
    fn check_whole(&mut self) {
        let ready = (0..self.content.rows.len())
            .filter(|at| self.is_ready(*at))
            .count();
        let whole = |check| Finding::new(check, Position::default(), "", 0);
        if self.content.rows.is_empty() {
            let check = match self.content.prose {
                Some(_) => Check::NoFigures,
                None => Check::NoValues,
            };
            self.findings.add(check, || whole(check));
        } else if ready > MAX_PUBLISHED {
            self.findings.add(Check::TooManyValues, || {
                whole(Check::TooManyValues)
                    .fact("count", ready)
                    .fact("limit", MAX_PUBLISHED)
            });
        }
    }

    /// Whether anything would be published of it.
    pub(crate) fn has_ready(&self) -> bool {
        (0..self.content.rows.len()).any(|at| self.is_ready(at))
    }

    /// Whether a row is neither blocked nor rejected.
    fn is_ready(&self, at: usize) -> bool {
        !self.content.rows[at].blocked && self.verdict(at) != Verdict::Rejected
    }

    /// What reviewers have said of a row of prose.
    fn verdict(&self, at: usize) -> Verdict {
        let passages = self.content.prose.as_ref().map(|prose| &prose.passages);
        let passage = passages.and_then(|passages| passages.get(at));
        passage.map_or(Verdict::Open, |passage| passage.verdict)
    }

    /// What the intake and the reader saw.
    fn check_notices(&mut self) {
        let notices = std::mem::take(&mut self.content.notices);
        // A cell that is blocked as a formula need not be told to be kept as text besides.
        let blocked: BTreeSet<Place> = notices
            .iter()
            .filter(|notice| notice.check == Check::FormulaInjection)
            .map(|notice| notice.place)
            .collect();
        let once = notices
            .into_iter()
            .filter(|notice| notice.check != Check::FormulaText || !blocked.contains(&notice.place))
            .map(|notice| (notice, 1));
        let again = std::mem::take(&mut self.content.repeated)
            .into_values()
            .map(|repeated| (repeated.first, repeated.count));
        for (notice, count) in once.chain(again) {
            let position = self.content.position(notice.place, notice.part);
            self.findings.add(notice.check, || {
                Finding::new(notice.check, position, &notice.read, notice.entry).fact("count", count)
            });
        }
        for (check, count) in std::mem::take(&mut self.content.more_notices) {
            for _ in 0..count {
                self.findings
                    .add(check, || Finding::new(check, Position::default(), "", 0));
            }
        }
    }

    /// A finding about a part of a row.
    fn finding(&self, check: Check, row: usize, part: Part, read: &str) -> Finding {
        Finding::new(check, self.position(row, part), read, entry_number(row))
    }

    /// Where a part of a row was read.
    fn position(&self, row: usize, part: Part) -> Position {
        let content = &self.content;
        let Some(of) = content.rows.get(row) else {
            return Position::default();
        };
        let (texts, text) = match part {
            Part::Subject => (&content.subjects, of.subject),
            Part::Indicator => (&content.indicators, of.indicator),
            Part::Period => (&content.periods, of.period),
            Part::Unit => (&content.units, of.unit),
            Part::Note => (&content.notes, of.note),
            Part::Qualifier | Part::Status | Part::Value => return content.position(of.place, part),
        };
        let place = texts.place(text);
        let known = text.index().is_some() && place.sheet > 0 && place.row > 0;
        content.position(if known { place } else { of.place }, part)
    }

    /// What people call a subject.
    fn subject_name(&self, subject: u32) -> String {
        let Some(name) = self.keys.subjects.get(subject as usize) else {
            return String::new();
        };
        let names = self.atlas.catalog.subject_names(name);
        names.map_or_else(|| name.to_string(), |names| names.zh.clone())
    }

    /// What people call an indicator.
    fn indicator_name(&self, indicator: u32) -> String {
        let indicator = self.keys.indicators.get(indicator as usize);
        indicator.map_or_else(String::new, |indicator| indicator.names.zh.clone())
    }

    fn period_name(&self, period: u32) -> String {
        let period = self.keys.periods.get(period as usize);
        period.map_or_else(String::new, ToString::to_string)
    }

    fn unit_symbol(&self, indicator: u32) -> &str {
        let indicator = self.keys.indicators.get(indicator as usize);
        indicator.map_or("", |indicator| indicator.unit.symbol())
    }

    /// The distinct subjects of cells that are whole.
    fn subjects_of_cells(&self) -> BTreeSet<u32> {
        let mut subjects: Vec<u32> = self.cells.keys().map(|cell| cell.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects.into_iter().collect()
    }
}

/// Number of an entry, from 1.
pub(crate) fn entry_number(row: usize) -> u32 {
    u32::try_from(row + 1).unwrap_or(u32::MAX)
}

/// A number as findings show it.
pub(crate) fn shown(value: f64) -> String {
    if value == 0.0 || (1e-6..1e15).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

#[cfg(test)]
mod tests;
