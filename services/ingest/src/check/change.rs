//! Changes out of the ordinary.
//!
//! A value is held against the one before it and the one a year ago, in this report or published. It is unusual when
//! it is unusual against every one of the two that exists: what repeats with the seasons is not. Year-to-date values
//! start anew each January and are held against the year before only. What is unusual depends on the kind:
//!
//! - stocks and flows: more than three times or less than a third of a positive value, or another sign; for things
//!   that are counted a change by fewer than ten never is;
//! - ratios of one (%): a move by more than 20 percentage points; other ratios as stocks;
//! - indices: more than half as much again or less than two thirds.
//!
//! From zero any value is possible, so nothing is said; a positive value that becomes zero is unusual.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::{Indicator, IndicatorKind},
    status::Status,
    unit::{Base, Dimension},
};

use super::{Draft, Published, Wanted, published::row_value, shown};
use crate::{
    content::{Cell, Part},
    finding::Check,
    resolve::is_year_to_date,
};

/// Factor beyond which a level changed unusually.
const LEVEL: f64 = 3.0;
/// Factor beyond which an index changed unusually.
const INDEX: f64 = 1.5;
/// Move of a ratio of one that is unusual: 20 percentage points.
const POINTS: f64 = 0.2;
/// Change of a count that is never unusual.
const FEW: f64 = 10.0;

/// The periods that a period's values are held against, as indexes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Earlier {
    previous: Option<u32>,
    year_ago: Option<u32>,
}

/// What is unusual for an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Whether the value before says anything: it does not where values count from the start of the year.
    holds_previous: bool,
    /// A value in the indicator's unit times this is in the canonical one.
    scale: f64,
    measure: Measure,
}

/// How a change is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Measure {
    /// By its factor.
    Factor(f64),
    /// By its factor, unless few things came or went.
    Counted,
    /// By percentage points.
    Points,
}

impl Rule {
    fn of(indicator: &Indicator) -> Self {
        let dimension = indicator.unit.dimension();
        let counted = [Base::Count, Base::People, Base::Households, Base::Visits]
            .into_iter()
            .any(|base| *dimension == Dimension::of(base));
        let measure = match indicator.kind {
            IndicatorKind::Ratio if dimension.is_one() => Measure::Points,
            IndicatorKind::Index => Measure::Factor(INDEX),
            IndicatorKind::Stock | IndicatorKind::Flow | IndicatorKind::Ratio if counted => Measure::Counted,
            IndicatorKind::Stock | IndicatorKind::Flow | IndicatorKind::Ratio => Measure::Factor(LEVEL),
        };
        Self {
            holds_previous: !is_year_to_date(indicator),
            scale: indicator.unit.to_canonical(1.0),
            measure,
        }
    }

    /// Whether a change is out of the ordinary.
    fn is_unusual(self, last: f64, value: f64) -> bool {
        let change = ((value - last) * self.scale).abs();
        match self.measure {
            Measure::Points => change > POINTS + 1e-12,
            Measure::Counted => change >= FEW && beyond(last, value, LEVEL),
            Measure::Factor(factor) => beyond(last, value, factor),
        }
    }
}

impl Draft {
    /// Notes for every period of the report which ones its values are held against.
    pub(super) fn note_earlier(&mut self) {
        let own = self.keys.periods.len();
        self.earlier = (0..own)
            .map(|at| {
                let period = self.keys.periods[at];
                Earlier {
                    previous: period.previous().map(|earlier| self.keys.period(earlier)),
                    year_ago: period.year_ago().map(|earlier| self.keys.period(earlier)),
                }
            })
            .collect();
        self.rules = self.keys.indicators.iter().map(|of| Rule::of(of)).collect();
    }

    /// The period that tells first whether a value is unusual.
    pub(super) fn first_earlier(&self, indicator: u32, period: u32) -> Option<u32> {
        let Earlier { previous, year_ago } = self.earlier.get(period as usize).copied()?;
        let holds_previous = self.rules.get(indicator as usize)?.holds_previous;
        if holds_previous { previous } else { year_ago }
    }

    /// The columns a year ago, of the values that the last ones leave in doubt: few reports need them.
    pub(crate) fn doubtful(&self, published: &Published) -> Wanted {
        let mut wanted = Wanted::default();
        for (cell, at) in &self.cells {
            let rule = self.rules[cell.indicator as usize];
            let (Some(value), Some(earlier), true) = (
                row_value(&self.content.rows[*at]),
                self.earlier.get(cell.period as usize),
                rule.holds_previous,
            ) else {
                continue;
            };
            let Some(year_ago) = earlier.year_ago.filter(|_| earlier.year_ago != earlier.previous) else {
                continue;
            };
            let last = earlier
                .previous
                .and_then(|period| self.value_at(Cell { period, ..*cell }, published));
            if last.is_none_or(|last| rule.is_unusual(last, value)) {
                wanted
                    .columns
                    .entry(cell.indicator)
                    .or_insert_with(BTreeSet::new)
                    .insert(year_ago);
                wanted.subjects.insert(cell.subject);
            }
        }
        wanted
    }

    /// Holds a value against the last one and the one a year ago.
    pub(super) fn check_change(&mut self, at: usize, cell: Cell, published: &Published) {
        let Some(value) = row_value(&self.content.rows[at]) else {
            return;
        };
        let Some(Earlier { previous, year_ago }) = self.earlier.get(cell.period as usize).copied() else {
            return;
        };
        let rule = self.rules[cell.indicator as usize];
        let previous = previous.filter(|_| rule.holds_previous);
        let mut unusual = None;
        for period in [previous, year_ago].into_iter().flatten() {
            let Some(last) = self.value_at(Cell { period, ..cell }, published) else {
                continue;
            };
            if !rule.is_unusual(last, value) {
                return;
            }
            unusual.get_or_insert((period, last));
        }
        let Some((when, last)) = unusual else {
            return;
        };
        if self.findings.only_counted(Check::UnusualChange) {
            return;
        }
        let row = &self.content.rows[at];
        let finding = self
            .finding(
                Check::UnusualChange,
                at,
                Part::Value,
                self.content.written(row.written),
            )
            .fact("indicator", self.indicator_name(cell.indicator))
            .fact("subject", self.subject_name(cell.subject))
            .fact("last", shown(last))
            .fact("when", self.period_name(when))
            .fact("value", shown(value))
            .fact("unit", self.unit_symbol(cell.indicator));
        self.findings.add(Check::UnusualChange, || finding);
    }

    /// The value of a cell in this report, or else as published.
    pub(super) fn value_at(&self, cell: Cell, published: &Published) -> Option<f64> {
        match self.cells.get(&cell) {
            Some(at) => row_value(&self.content.rows[*at])
                .filter(|_| self.content.rows[*at].status != Status::Forecast),
            None => published.figures.get(&cell).and_then(|figure| figure.value),
        }
    }
}

/// Whether a value is more than `factor` times another, or less than that part of it, or of another sign.
fn beyond(last: f64, value: f64, factor: f64) -> bool {
    if last == 0.0 {
        return false;
    }
    let ratio = value / last;
    !(1.0 / factor..=factor).contains(&ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::indicator;

    #[test]
    fn what_is_unusual_depends_on_the_kind() {
        let of = |kind, unit| {
            let mut indicator = indicator("x", unit, "annual", "");
            indicator.kind = kind;
            indicator
        };
        let money = of(IndicatorKind::Flow, "亿元");
        let count = of(IndicatorKind::Stock, "个");
        let share = of(IndicatorKind::Ratio, "%");
        let index = of(IndicatorKind::Index, "分");
        for (indicator, last, value, unusual) in [
            (&money, 100.0, 300.0, false),
            (&money, 100.0, 300.1, true),
            (&money, 300.0, 100.0, false),
            (&money, 300.0, 99.0, true),
            (&money, 5.0, 0.0, true),
            (&money, 0.0, 5000.0, false),
            (&money, 5.0, -5.0, true),
            (&money, -5.0, -6.0, false),
            (&count, 1.0, 10.0, false),
            (&count, 2.0, 12.0, true),
            (&share, 4.0, 24.0, false),
            (&share, 4.0, 24.1, true),
            (&share, -3.0, 5.0, false),
            (&index, 60.0, 90.0, false),
            (&index, 60.0, 91.0, true),
        ] {
            assert_eq!(
                Rule::of(indicator).is_unusual(last, value),
                unusual,
                "{last} → {value} {}",
                indicator.unit
            );
        }
    }
}
