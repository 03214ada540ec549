//! Scales that know only who is better.

use zhibiao_model::framework::Direction;

use super::Outcome;
use crate::moments::present;

pub(super) fn percentile(column: &mut [f64], direction: Direction) -> Outcome {
    let others = present(column).count().saturating_sub(1);
    count(column, direction, |worse, tied| match others {
        0 => 50.0,
        _ => 100.0 * (worse + tied / 2.0) / others as f64,
    })
}

pub(super) fn rank(column: &mut [f64], direction: Direction) -> Outcome {
    let units = present(column).count() as f64;
    count(column, direction, |worse, tied| {
        if tied + 1.0 == units {
            (1.0 + units) / 2.0
        } else {
            1.0 + worse
        }
    })
}

pub(super) fn borda(column: &mut [f64], direction: Direction) -> Outcome {
    count(column, direction, |worse, tied| worse + tied / 2.0)
}

/// Replaces each value by what the number of worse and of other, tying units gives.
fn count(column: &mut [f64], direction: Direction, points: impl Fn(f64, f64) -> f64) -> Outcome {
    let mut order: Vec<usize> = (0..column.len()).filter(|unit| !column[*unit].is_nan()).collect();
    if order.is_empty() {
        return Outcome::Undefined;
    }
    let value = |unit: usize| column[unit] * direction.sign() + 0.0;
    order.sort_unstable_by(|a, b| value(*a).total_cmp(&value(*b)).then(a.cmp(b)));
    let mut results = Vec::with_capacity(order.len());
    for tie in order.chunk_by(|a, b| value(*a) == value(*b)) {
        let result = points(results.len() as f64, (tie.len() - 1) as f64);
        results.extend(tie.iter().map(|unit| (*unit, result)));
    }
    let constant = results.iter().all(|(_, result)| *result == results[0].1);
    for (unit, result) in results {
        column[unit] = result;
    }
    if constant {
        Outcome::Constant
    } else {
        Outcome::Normalised
    }
}
