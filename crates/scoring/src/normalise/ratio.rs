//! Scales that keep ratios, for values with a true zero.

use zhibiao_model::framework::Direction;

use super::Outcome;
use crate::{
    matrix::MISSING,
    moments::{present, range},
};

/// What a column gets in which all units have the same value: these scales run from 0 to 1.
const MIDDLE: f64 = 0.5;

pub(super) fn of_best(column: &mut [f64], direction: Direction) -> Outcome {
    match direction {
        Direction::Up => match range(column) {
            Some((_, max)) if max > 0.0 => each(column, |value| (value >= 0.0).then(|| value / max)),
            Some(_) | None => undefined(column),
        },
        Direction::Down => {
            let best = present(column)
                .filter(|value| *value > 0.0)
                .fold(f64::INFINITY, f64::min);
            if best.is_finite() {
                each(column, |value| (value > 0.0).then(|| best / value))
            } else {
                undefined(column)
            }
        }
    }
}

pub(super) fn vector(column: &mut [f64], direction: Direction) -> Outcome {
    // Scaled by the greatest, so that no square overflows or vanishes.
    let greatest = present(column).fold(0.0, |a: f64, b| a.max(b.abs()));
    if greatest == 0.0 {
        return zeros(column);
    }
    let norm = greatest
        * present(column)
            .map(|value| (value / greatest).powi(2))
            .sum::<f64>()
            .sqrt();
    match direction {
        Direction::Up => each(column, |value| Some(value / norm)),
        Direction::Down => each(column, |value| Some(1.0 - value / norm)),
    }
}

pub(super) fn sum_to_one(column: &mut [f64], direction: Direction) -> Outcome {
    match direction {
        Direction::Up => {
            let total: f64 = present(column).filter(|value| *value >= 0.0).sum();
            if range(column) == Some((0.0, 0.0)) {
                zeros(column)
            } else if total > 0.0 {
                each(column, |value| (value >= 0.0).then(|| value / total))
            } else {
                undefined(column)
            }
        }
        Direction::Down => {
            let total: f64 = present(column).filter(|value| *value > 0.0).map(f64::recip).sum();
            if total > 0.0 && total.is_finite() {
                each(column, |value| (value > 0.0).then(|| value.recip() / total))
            } else {
                undefined(column)
            }
        }
    }
}

fn each(column: &mut [f64], result: impl Fn(f64) -> Option<f64>) -> Outcome {
    let constant = range(column).is_some_and(|(min, max)| min == max);
    for value in column.iter_mut().filter(|value| !value.is_nan()) {
        *value = match result(*value) {
            Some(_) if constant => MIDDLE,
            Some(result) => result,
            None => MISSING,
        };
    }
    if constant {
        Outcome::Constant
    } else {
        Outcome::Normalised
    }
}

/// A column of nothing but zeros, or of nothing at all.
fn zeros(column: &mut [f64]) -> Outcome {
    match range(column) {
        Some(_) => each(column, Some),
        None => undefined(column),
    }
}

fn undefined(column: &mut [f64]) -> Outcome {
    column.fill(MISSING);
    Outcome::Undefined
}
