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

use zhibiao_model::{
    catalog::{Indicator, IndicatorKind},
    status::Status,
    unit::Base,
};

use super::{Draft, Published, published::row_value, shown};
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

impl Draft {
    /// Holds a value against the last one and the one a year ago.
    pub(super) fn check_change(&mut self, at: usize, cell: Cell, published: &Published) {
        let Some(value) = row_value(&self.content.rows[at]) else {
            return;
        };
        let indicator = std::sync::Arc::clone(&self.keys.indicators[cell.indicator as usize]);
        let period = self.keys.periods[cell.period as usize];
        let previous = period.previous().filter(|_| !is_year_to_date(&indicator));
        let mut unusual = None;
        for earlier in [previous, period.year_ago()].into_iter().flatten() {
            let Some(index) = self.keys.find_period(earlier) else {
                continue;
            };
            let Some(last) = self.value_at(
                Cell {
                    period: index,
                    ..cell
                },
                published,
            ) else {
                continue;
            };
            if !is_unusual(&indicator, last, value) {
                return;
            }
            unusual.get_or_insert((earlier, last));
        }
        let Some((when, last)) = unusual else {
            return;
        };
        let row = &self.content.rows[at];
        let finding = self
            .finding(
                Check::UnusualChange,
                at,
                Part::Value,
                self.content.written(row.written),
            )
            .fact("indicator", &indicator.names.zh)
            .fact("subject", self.subject_name(cell.subject))
            .fact("last", shown(last))
            .fact("when", when)
            .fact("value", shown(value))
            .fact("unit", indicator.unit.symbol());
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

/// Whether a change is out of the ordinary for an indicator.
fn is_unusual(indicator: &Indicator, last: f64, value: f64) -> bool {
    let dimension = indicator.unit.dimension();
    match indicator.kind {
        IndicatorKind::Ratio if dimension.is_one() => {
            (indicator.unit.to_canonical(value) - indicator.unit.to_canonical(last)).abs() > POINTS + 1e-12
        }
        IndicatorKind::Index => beyond(last, value, INDEX),
        IndicatorKind::Stock | IndicatorKind::Flow | IndicatorKind::Ratio => {
            let counted = [Base::Count, Base::People, Base::Households, Base::Visits]
                .into_iter()
                .any(|base| *dimension == zhibiao_model::unit::Dimension::of(base));
            let few = counted
                && (indicator.unit.to_canonical(value) - indicator.unit.to_canonical(last)).abs() < FEW;
            !few && beyond(last, value, LEVEL)
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
                is_unusual(indicator, last, value),
                unusual,
                "{last} → {value} {}",
                indicator.unit
            );
        }
    }
}
