//! Reported values of indicators that follow from others.
//!
//! A reported value must agree with its formula as far as the digits allow: every number stands for an interval of
//! half a unit of its last digit to both sides, and the intervals of the inputs are carried through the formula.

use zhibiao_model::{
    formula::{Formula, Shift},
    ids::IndicatorCode,
    period::Period,
    qualifier::Qualifier,
};

use super::{
    Draft, Published,
    published::row_value,
    rounding::{half_digit, noise},
    shown,
};
use crate::{
    content::{Cell, Explained, Part},
    finding::Check,
};

/// How far, of what its formula gives, a value may lie from it that a reviewer explains: bulletins divide by the mean
/// population of the year, not by that of its end, and the two differ by half of what the population grew.
const EXPLAINABLE: f64 = 0.05;

/// An input in its canonical unit.
#[derive(Debug, Clone)]
struct Input {
    code: String,
    shift: Shift,
    value: f64,
    /// How far the true number may lie from it.
    half: f64,
    /// Whether it stands in the report itself.
    reported: bool,
}

impl Draft {
    /// Holds reported values against their formulas.
    pub(super) fn check_formulas(&mut self, published: &Published) {
        for at in 0..self.content.rows.len() {
            let row = self.content.rows[at];
            let Some(cell) = row.cell.filter(|_| !row.blocked) else {
                continue;
            };
            let indicator = std::sync::Arc::clone(&self.keys.indicators[cell.indicator as usize]);
            let (Some(formula), Some(value), Qualifier::Exact) =
                (&indicator.formula, row_value(&row), row.qualifier)
            else {
                continue;
            };
            let Some(inputs) = self.inputs_at(formula, cell, published) else {
                continue;
            };
            let Some((expected, exactness)) = evaluate(formula, &inputs) else {
                continue;
            };
            let expected = indicator.unit.from_canonical(expected);
            let exactness = indicator.unit.from_canonical(exactness).abs();
            let allowed = exactness + half_digit(value) + noise(value) + noise(expected);
            if (value - expected).abs() > allowed {
                let own = inputs.iter().all(|input| input.reported);
                let near = (value - expected).abs() <= expected.abs() * EXPLAINABLE;
                let check = match (own, near && self.is_explained(at, row.value, expected)) {
                    (false, _) => Check::FormulaDiffers,
                    (true, true) => Check::FormulaExplained,
                    (true, false) => Check::FormulaBroken,
                };
                self.explain(at, check, expected);
                self.add_broken(at, formula, expected, check);
            }
        }
        self.end_notes();
    }

    /// Whether a reviewer has said why the value of an entry is not what its formula gives.
    fn is_explained(&self, at: usize, value: f64, expected: f64) -> bool {
        let passages = self.content.prose.as_ref().map(|prose| &prose.passages);
        let passage = passages.and_then(|passages| passages.get(at));
        passage.is_some_and(|passage| passage.explained.covers(value, expected))
    }

    /// Keeps what a note explains; another difference than that it does not.
    fn explain(&mut self, at: usize, check: Check, expected: f64) {
        let value = self.content.rows[at].value;
        let passages = self.content.prose.as_mut().map(|prose| &mut prose.passages);
        if let Some(passage) = passages.and_then(|passages| passages.get_mut(at)) {
            passage.explained = if check == Check::FormulaExplained {
                Explained::Difference { value, expected }
            } else {
                Explained::No
            };
        }
    }

    /// A note that came with a correction explains what this check has found of it, and nothing that comes later.
    fn end_notes(&mut self) {
        let passages = self
            .content
            .prose
            .iter_mut()
            .flat_map(|prose| &mut prose.passages);
        for passage in passages.filter(|passage| passage.explained == Explained::Next) {
            passage.explained = Explained::No;
        }
    }

    fn add_broken(&mut self, at: usize, formula: &Formula, expected: f64, check: Check) {
        let row = self.content.rows[at];
        let Some(cell) = row.cell else {
            return;
        };
        let finding = self
            .finding(check, at, Part::Value, self.content.written(row.written))
            .fact("indicator", self.indicator_name(cell.indicator))
            .fact("value", shown(row.value))
            .fact("unit", self.unit_symbol(cell.indicator))
            .fact("formula", formula)
            .fact("expected", shown(expected));
        self.findings.add(check, || finding);
        if check == Check::FormulaBroken {
            self.content.rows[at].blocked = true;
        }
    }

    /// The inputs of a formula for a cell; `None` when one is missing, is no exact number or of another frequency.
    fn inputs_at(&self, formula: &Formula, cell: Cell, published: &Published) -> Option<Vec<Input>> {
        let period = self.keys.periods[cell.period as usize];
        formula
            .references()
            .into_iter()
            .map(|(code, shift)| self.input(code, shift, period, cell, published))
            .collect()
    }

    fn input(
        &self,
        code: String,
        shift: Shift,
        period: Period,
        cell: Cell,
        published: &Published,
    ) -> Option<Input> {
        let shifted = match shift {
            Shift::Same => period,
            Shift::Previous => period.previous()?,
            Shift::YearAgo => period.year_ago()?,
        };
        let indicator = self.keys.find_indicator(&IndicatorCode::new(&code).ok()?)?;
        let at = Cell {
            indicator,
            period: self.keys.find_period(shifted)?,
            subject: cell.subject,
        };
        let reported = self.cells.get(&at);
        let qualifier = match reported {
            Some(row) => self.content.rows[*row].qualifier,
            None => published.figures.get(&at)?.qualifier,
        };
        let value = self
            .value_at(at, published)
            .filter(|_| qualifier == Qualifier::Exact)?;
        let unit = &self.keys.indicators[indicator as usize].unit;
        Some(Input {
            code,
            shift,
            value: unit.to_canonical(value),
            half: unit.to_canonical(half_digit(value)).abs(),
            reported: reported.is_some(),
        })
    }
}

/// The value of a formula, and how far the rounding of its inputs may have moved it.
fn evaluate(formula: &Formula, inputs: &[Input]) -> Option<(f64, f64)> {
    let with = |moved: Option<usize>| {
        let value = |code: &str, shift: Shift| {
            let (at, input) = inputs
                .iter()
                .enumerate()
                .find(|(_, input)| input.code == code && input.shift == shift)?;
            let by = if moved == Some(at) { input.half } else { 0.0 };
            Some((input.value + by, Qualifier::Exact))
        };
        formula.evaluate(&mut |code, shift| value(code, shift)).ok()
    };
    let (expected, _) = with(None)?;
    let moved = (0..inputs.len()).filter_map(|at| with(Some(at)));
    Some((expected, moved.map(|(value, _)| (value - expected).abs()).sum()))
}
