//! Computed values: what a cell says when nobody reported it but its indicator has a formula.
//!
//! The one definition for every reader, so that a series, a column and a ranking agree. A [`Plan`] is made once for an
//! indicator and then asked cell by cell:
//!
//! - A stored value wins over the formula. A stored mark of "missing" yields to a value that can be computed.
//! - Inputs may be computed themselves, to any depth.
//! - The answer's revision is the newest of the inputs', its qualifier what theirs allow, its status the most doubtful
//!   of theirs.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    catalog::{Catalog, Indicator},
    formula::{Shift, Unanswerable},
    ids::IndicatorCode,
    observation::Figure,
    period::Period,
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};

#[cfg(test)]
mod tests;

/// What is stored in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stored {
    /// What it says.
    pub figure: Figure,
    /// Revision that wrote it.
    pub revision: Revision,
}

/// A value that a formula gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The value in the indicator's unit, never missing.
    pub figure: Figure,
    /// Newest revision among the stored inputs.
    pub revision: Revision,
    /// The stored input of that revision: what dates the value, and whose source it has.
    pub newest: (IndicatorCode, Period),
}

/// Why a formula that has some of its inputs gives no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unanswered {
    /// These inputs have no value.
    MissingInputs(Vec<(IndicatorCode, Period)>),
    /// A divisor is zero.
    DivisionByZero,
    /// The result is too large for a number, in the formula or in the indicator's unit.
    NotFinite,
}

impl Unanswered {
    /// The reason as messages have it.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::MissingInputs(_) => "MISSING_INPUT",
            Self::DivisionByZero => "DIVISION_BY_ZERO",
            Self::NotFinite => "NOT_FINITE",
        }
    }
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// What is stored: a value, or the mark that it is missing.
    Stored(Stored),
    /// What the formula gives.
    Computed(Computed),
    /// Nothing is stored, and the formula has some inputs but gives no value.
    Unanswered(Unanswered),
    /// Nothing is stored, and there is no formula or none of its inputs has a value.
    Empty,
}

impl Answer {
    /// The value with its marks, stored or computed.
    #[must_use]
    pub fn figure(&self) -> Option<Figure> {
        match self {
            Self::Stored(stored) => Some(stored.figure),
            Self::Computed(computed) => Some(computed.figure),
            Self::Unanswered(_) | Self::Empty => None,
        }
        .filter(|figure| figure.value().is_some())
    }
}

/// How an indicator's cells are answered: itself and everything its formula leads to.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The indicator asked about is the first.
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
struct Node {
    indicator: Arc<Indicator>,
    inputs: Vec<Input>,
}

/// A reference of a formula: a node at a shifted period.
#[derive(Debug, Clone, Copy)]
struct Input {
    node: usize,
    shift: Shift,
}

/// Cells of the plan that are answered, by node and period.
type Known = HashMap<(usize, Period), Answer>;

impl Plan {
    /// The plan of an indicator of a catalogue.
    #[must_use]
    pub fn new(catalog: &Catalog, indicator: &Arc<Indicator>) -> Self {
        let mut nodes = vec![Node {
            indicator: Arc::clone(indicator),
            inputs: Vec::new(),
        }];
        let mut positions = BTreeMap::from([(indicator.code.clone(), 0)]);
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            let references = node
                .indicator
                .formula
                .as_ref()
                .map(|f| f.references())
                .unwrap_or_default();
            let mut inputs = Vec::with_capacity(references.len());
            for (code, shift) in references {
                // A built catalogue holds every input; `Catalog::build` refuses it otherwise.
                let Some(input) = IndicatorCode::new(&code)
                    .ok()
                    .and_then(|code| catalog.indicator(&code))
                else {
                    continue;
                };
                let node = *positions.entry(input.code.clone()).or_insert_with(|| {
                    nodes.push(Node {
                        indicator: Arc::clone(input),
                        inputs: Vec::new(),
                    });
                    nodes.len() - 1
                });
                inputs.push(Input { node, shift });
            }
            nodes[at].inputs = inputs;
            at += 1;
        }
        Self { nodes }
    }

    /// The indicator asked about.
    #[must_use]
    pub fn indicator(&self) -> &Arc<Indicator> {
        &self.nodes[0].indicator
    }

    /// Every indicator whose stored values can decide an answer, the one asked about among them.
    pub fn indicators(&self) -> impl Iterator<Item = &Arc<Indicator>> {
        self.nodes.iter().map(|node| &node.indicator)
    }

    /// The periods at which a cell can have an answer, from those at which each indicator has something stored.
    #[must_use]
    pub fn periods(&self, stored: &mut dyn FnMut(&IndicatorCode) -> Vec<Period>) -> BTreeSet<Period> {
        let mut known: Vec<Option<BTreeSet<Period>>> = vec![None; self.nodes.len()];
        let mut open = vec![0];
        while let Some(&at) = open.last() {
            let node = &self.nodes[at];
            let before = open.len();
            if known[at].is_some() {
                open.pop();
                continue;
            }
            open.extend(
                node.inputs
                    .iter()
                    .map(|input| input.node)
                    .filter(|input| known[*input].is_none()),
            );
            if open.len() > before {
                continue;
            }
            open.pop();
            let mut periods: BTreeSet<Period> = stored(&node.indicator.code).into_iter().collect();
            for input in &node.inputs {
                let of_input = known[input.node].iter().flatten();
                periods.extend(of_input.filter_map(|period| unshifted(*period, input.shift)));
            }
            known[at] = Some(periods);
        }
        known.swap_remove(0).unwrap_or_default()
    }

    /// What the indicator's cell at a period says, for the subject whose stored cells `stored` gives.
    #[must_use]
    pub fn answer(
        &self,
        period: Period,
        stored: &mut dyn FnMut(&IndicatorCode, Period) -> Option<Stored>,
    ) -> Answer {
        let root = &self.nodes[0];
        let kept = stored(&root.indicator.code, period);
        if root.inputs.is_empty() || kept.is_some_and(|kept| kept.figure.value().is_some()) {
            return kept.map_or(Answer::Empty, Answer::Stored);
        }
        let mut known = Known::new();
        // A stack of our own: chains of formulas may be longer than a thread's stack is deep.
        let mut open = vec![(0, period)];
        while let Some(&(at, period)) = open.last() {
            if known.contains_key(&(at, period)) {
                open.pop();
                continue;
            }
            let node = &self.nodes[at];
            let before = open.len();
            let kept = stored(&node.indicator.code, period);
            let reported = kept.is_some_and(|kept| kept.figure.value().is_some());
            if !reported {
                let cells = node.inputs.iter().filter_map(|input| input.at(period));
                open.extend(cells.filter(|cell| !known.contains_key(cell)));
            }
            if open.len() > before {
                continue;
            }
            open.pop();
            let answer = match kept {
                Some(kept) if reported || node.inputs.is_empty() => Answer::Stored(kept),
                None if node.inputs.is_empty() => Answer::Empty,
                Some(_) | None => self.compute(node, period, kept, &known),
            };
            known.insert((at, period), answer);
        }
        known.remove(&(0, period)).unwrap_or(Answer::Empty)
    }

    /// Runs a node's formula over the answers of its inputs. What is kept, a mark of "missing", stands where the
    /// formula gives nothing.
    fn compute(&self, node: &Node, period: Period, kept: Option<Stored>, known: &Known) -> Answer {
        let Some(formula) = &node.indicator.formula else {
            return kept.map_or(Answer::Empty, Answer::Stored);
        };
        let inputs: Vec<Read<'_>> = node
            .inputs
            .iter()
            .map(|input| self.read(*input, period, known))
            .collect();
        let mut get = |code: &str, shift: Shift| {
            let read = inputs
                .iter()
                .find(|read| read.shift == shift && read.indicator.code.id() == code)?;
            let figure = read.answer.figure()?;
            Some((
                read.indicator.unit.to_canonical(figure.value()?),
                figure.qualifier(),
            ))
        };
        let answer = match formula.evaluate(&mut get) {
            Ok((value, qualifier)) => result(node.indicator.unit.from_canonical(value), qualifier, &inputs),
            Err(Unanswerable::DivisionByZero) => Answer::Unanswered(Unanswered::DivisionByZero),
            Err(Unanswerable::NotFinite) => Answer::Unanswered(Unanswered::NotFinite),
            Err(Unanswerable::Missing(_)) => missing(&inputs),
        };
        match (answer, kept) {
            (Answer::Unanswered(_) | Answer::Empty, Some(kept)) => Answer::Stored(kept),
            (answer, _) => answer,
        }
    }

    fn read<'a>(&'a self, input: Input, period: Period, known: &'a Known) -> Read<'a> {
        let cell = input.at(period);
        Read {
            indicator: &self.nodes[input.node].indicator,
            shift: input.shift,
            period: cell.map(|(_, period)| period),
            answer: cell.and_then(|cell| known.get(&cell)).unwrap_or(&Answer::Empty),
        }
    }
}

/// An input of a formula as it was answered.
#[derive(Debug, Clone, Copy)]
struct Read<'a> {
    indicator: &'a Indicator,
    shift: Shift,
    /// None where the calendar has no such period.
    period: Option<Period>,
    answer: &'a Answer,
}

impl Read<'_> {
    /// The newest stored cell behind the answer.
    fn newest(&self) -> Option<(Revision, (IndicatorCode, Period))> {
        match self.answer {
            Answer::Stored(stored) => Some((stored.revision, (self.indicator.code.clone(), self.period?))),
            Answer::Computed(computed) => Some((computed.revision, computed.newest.clone())),
            Answer::Unanswered(_) | Answer::Empty => None,
        }
    }
}

impl Input {
    /// The cell it reads for a result at a period.
    fn at(self, period: Period) -> Option<(usize, Period)> {
        shifted(period, self.shift).map(|period| (self.node, period))
    }
}

fn result(value: f64, qualifier: Qualifier, inputs: &[Read<'_>]) -> Answer {
    let statuses = inputs
        .iter()
        .filter_map(|read| read.answer.figure())
        .map(|figure| figure.status());
    let status = statuses.max_by_key(|status| doubt(*status)).unwrap_or_default();
    // Of two as new the first in code order, so that the same inputs always name the same source.
    let newest = inputs
        .iter()
        .rev()
        .filter_map(Read::newest)
        .max_by_key(|(revision, _)| *revision);
    match (Figure::new(value, qualifier, status), newest) {
        (Ok(figure), Some((revision, newest))) => Answer::Computed(Computed {
            figure,
            revision,
            newest,
        }),
        (Ok(_), None) => Answer::Empty,
        (Err(_), _) => Answer::Unanswered(Unanswered::NotFinite),
    }
}

fn missing(inputs: &[Read<'_>]) -> Answer {
    let begun =
        |read: &Read<'_>| matches!(read.answer, Answer::Unanswered(_)) || read.answer.figure().is_some();
    if !inputs.iter().any(begun) {
        return Answer::Empty;
    }
    let lacking = inputs.iter().filter(|read| read.answer.figure().is_none());
    let cells = lacking.filter_map(|read| Some((read.indicator.code.clone(), read.period?)));
    Answer::Unanswered(Unanswered::MissingInputs(cells.collect()))
}

/// The period that a reference reads for a result at `period`.
#[must_use]
pub fn shifted(period: Period, shift: Shift) -> Option<Period> {
    match shift {
        Shift::Same => Some(period),
        Shift::Previous => period.previous(),
        Shift::YearAgo => period.year_ago(),
    }
}

/// The period whose result reads `period`.
fn unshifted(period: Period, shift: Shift) -> Option<Period> {
    match shift {
        Shift::Same => Some(period),
        Shift::Previous => period.next(),
        Shift::YearAgo => {
            // A year has at most 366 periods and at least 52 weeks: the later one lies next to the same ordinal.
            let later = Period::containing(
                period.start().checked_add(jiff::Span::new().years(1)).ok()?,
                period.frequency(),
            );
            [-1, 0, 1]
                .into_iter()
                .filter_map(|off| later.offset(off))
                .find(|candidate| candidate.year_ago() == Some(period))
        }
    }
}

/// How doubtful a status makes what is computed from it.
fn doubt(status: Status) -> u8 {
    match status {
        Status::Normal => 0,
        Status::Break => 1,
        Status::Provisional => 2,
        Status::Estimated => 3,
        Status::Imputed => 4,
        Status::Forecast => 5,
        Status::Missing => 6,
    }
}
