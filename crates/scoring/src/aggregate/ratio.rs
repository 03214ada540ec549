//! Methods over ratios to sums, averages and powers.

use zhibiao_model::framework::Direction;

use super::Components;
use crate::{
    elementary::{exp, ln},
    matrix::MISSING,
    moments::{mean, present, range},
};

pub(super) fn copras(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    let known = parts.weight_present(weights);
    let mut benefits = vec![0.0; scores.len()];
    let mut costs = vec![0.0; scores.len()];
    let mut any_cost = false;
    for (column, weight, direction) in parts.weighted(weights) {
        let total: f64 = present(column).filter(|value| *value >= 0.0).sum();
        let side = match direction {
            Direction::Up => &mut benefits,
            Direction::Down => {
                any_cost = true;
                &mut costs
            }
        };
        for (unit, value) in column.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            side[unit] += match (*value >= 0.0, total > 0.0) {
                (true, true) => weight / known[unit] * value / total,
                (true, false) => 0.0,
                (false, _) => MISSING,
            };
        }
    }
    let usable =
        |unit: usize| known[unit] > 0.0 && !benefits[unit].is_nan() && (!any_cost || costs[unit] > 0.0);
    let of_costs: f64 = (0..scores.len())
        .filter(|unit| usable(*unit))
        .map(|unit| costs[unit])
        .sum();
    let inverse: f64 = (0..scores.len())
        .filter(|unit| usable(*unit))
        .map(|unit| costs[unit].recip())
        .sum();
    for (unit, score) in scores.iter_mut().enumerate() {
        *score = match (usable(unit), any_cost) {
            (true, true) => benefits[unit] + of_costs / (costs[unit] * inverse),
            (true, false) => benefits[unit],
            // Without any cost in a cost criterion no share of the costs is too great: the method has no value for it.
            (false, _) => MISSING,
        };
    }
    if let Some((_, best)) = range(scores).filter(|(_, best)| *best > 0.0) {
        scores.iter_mut().for_each(|score| *score /= best);
    }
}

pub(super) fn edas(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    let known = parts.weight_present(weights);
    let mut above = vec![0.0; scores.len()];
    let mut below = vec![0.0; scores.len()];
    for (column, weight, direction) in parts.weighted(weights) {
        let average = mean(column).filter(|average| *average > 0.0).unwrap_or(MISSING);
        for (unit, value) in column.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let distance = weight / known[unit] * direction.sign() * (value - average) / average;
            // `max` would turn a distance that is not defined into zero.
            above[unit] += if distance < 0.0 { 0.0 } else { distance };
            below[unit] += if distance > 0.0 { 0.0 } else { -distance };
        }
    }
    let greatest = |sums: &[f64]| range(sums).map_or(0.0, |(_, max)| max);
    let (most_above, most_below) = (greatest(&above), greatest(&below));
    let share = |sum: f64, most: f64| if most > 0.0 { sum / most } else { sum };
    for (unit, score) in scores.iter_mut().enumerate() {
        *score = if known[unit] > 0.0 {
            (share(above[unit], most_above) + 1.0 - share(below[unit], most_below)) / 2.0
        } else {
            MISSING
        };
    }
}

pub(super) fn weighted_product(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    let known = parts.weight_present(weights);
    scores.fill(0.0);
    for (column, weight, direction) in parts.weighted(weights) {
        for (score, value) in scores.iter_mut().zip(column).filter(|(_, value)| !value.is_nan()) {
            *score += match direction {
                Direction::Up => weight * ln(value + 0.0),
                Direction::Down if *value > 0.0 => -weight * ln(*value),
                Direction::Down => MISSING,
            };
        }
    }
    for (score, known) in scores.iter_mut().zip(known) {
        *score = exp(*score / known);
    }
}
