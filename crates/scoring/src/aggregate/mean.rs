//! Means of a unit's own components.

use std::ops::RangeInclusive;

use super::Components;
use crate::{
    elementary::{exp, ln, pow},
    matrix::{MISSING, Matrix},
    moments::{present, quantile, sum},
};

/// Σ w·x of columns with weights, over those that a unit has; missing for a unit that has none.
#[inline(always)]
pub(crate) fn arithmetic<'a>(parts: impl Iterator<Item = (&'a [f64], f64)> + Clone, scores: &mut [f64]) {
    let mut total = 0.0;
    let mut columns = parts.clone();
    scores.fill(0.0);
    // Two columns at a time halve the loads and stores of scores; the terms are still summed one after the other.
    while let Some((first, weight)) = columns.next() {
        total += weight;
        match columns.next() {
            Some((second, other)) => {
                total += other;
                for ((score, a), b) in scores.iter_mut().zip(first).zip(second) {
                    *score = (*score + weight * a) + other * b;
                }
            }
            None => scores
                .iter_mut()
                .zip(first)
                .for_each(|(score, value)| *score += weight * value),
        }
    }
    // Weights that sum to 1 may miss it by a rounding error, which is no reason to touch every score.
    if (total - 1.0).abs() > 1e-12 {
        scores.iter_mut().for_each(|score| *score /= total);
    }
    if sum(scores).is_nan() {
        for (unit, score) in scores.iter_mut().enumerate().filter(|(_, score)| score.is_nan()) {
            *score = of_present(parts.clone(), unit);
        }
    }
}

fn of_present<'a>(parts: impl Iterator<Item = (&'a [f64], f64)>, unit: usize) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for (column, weight) in parts.filter(|(column, _)| !column[unit].is_nan()) {
        sum += weight * column[unit];
        total += weight;
    }
    if total > 0.0 { sum / total } else { MISSING }
}

/// Σ w·x with each unit's own weights.
pub(super) fn per_unit(parts: &Components<'_>, weights: &Matrix, scores: &mut [f64]) {
    for (unit, score) in scores.iter_mut().enumerate() {
        let known = parts
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !column[unit].is_nan());
        let terms: Vec<f64> = known
            .map(|(part, column)| weights.get(unit, part) * column[unit])
            .collect();
        *score = if terms.is_empty() {
            MISSING
        } else {
            terms.iter().sum()
        };
    }
}

pub(super) fn geometric(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    let present = parts.weight_present(weights);
    scores.fill(0.0);
    for (column, weight, _) in parts.weighted(weights) {
        for (score, value) in scores.iter_mut().zip(column) {
            // ln 0 is −∞ and makes the score 0; a negative value has no logarithm and makes it missing for good.
            *score += match value.is_nan() {
                true => 0.0,
                false => weight * ln(value + 0.0),
            };
        }
    }
    for (score, present) in scores.iter_mut().zip(present) {
        *score = exp(*score / present);
    }
}

pub(super) fn power(parts: &Components<'_>, weights: &[f64], exponent: f64, scores: &mut [f64]) {
    let present = parts.weight_present(weights);
    scores.fill(0.0);
    for (column, weight, _) in parts.weighted(weights) {
        for (score, value) in scores.iter_mut().zip(column) {
            *score += match *value {
                value if value.is_nan() => 0.0,
                value if value < 0.0 => MISSING,
                // + 0 makes −0 a zero, whose negative powers are +∞: the mean is then 0.
                value => weight * pow(value + 0.0, exponent),
            };
        }
    }
    for (unit, (score, present)) in scores.iter_mut().zip(present).enumerate() {
        let mean = *score / present;
        *score = match mean.is_nan() || WHOLE.contains(&mean) {
            true => pow(mean, exponent.recip()),
            false => power_in_own_unit(parts, weights, exponent, unit),
        };
    }
}

/// Means of powers between these have all their digits.
const WHOLE: RangeInclusive<f64> = 1e-280..=1e280;

/// The mean of a unit's components over the one that counts most: the greatest of them, for negative exponents the least.
/// None of their powers is greater than 1 then, and that of one is 1. Where that component is zero, so is the mean.
fn power_in_own_unit(parts: &Components<'_>, weights: &[f64], exponent: f64, unit: usize) -> f64 {
    let known = || {
        let own = parts
            .weighted(weights)
            .map(|(column, weight, _)| (column[unit], weight));
        own.filter(|(value, _)| !value.is_nan())
    };
    let values = known().map(|(value, _)| value);
    let most = match exponent > 0.0 {
        true => values.fold(0.0, f64::max),
        false => values.fold(f64::INFINITY, f64::min),
    };
    if most <= 0.0 {
        return 0.0;
    }
    let (sum, total) = known().fold((0.0, 0.0), |(sum, total), (value, weight)| {
        (sum + weight * pow(value / most, exponent), total + weight)
    });
    most * pow(sum / total, exponent.recip())
}

pub(super) fn median(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    of_row(parts, weights, scores, |row| {
        row.sort_unstable_by(f64::total_cmp);
        quantile(row, 0.5)
    });
}

pub(super) fn minimum(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    of_row(parts, weights, scores, |row| row.iter().copied().reduce(f64::min));
}

fn of_row(
    parts: &Components<'_>,
    weights: &[f64],
    scores: &mut [f64],
    centre: impl Fn(&mut [f64]) -> Option<f64>,
) {
    let mut row = Vec::with_capacity(parts.columns.len());
    for (unit, score) in scores.iter_mut().enumerate() {
        row.clear();
        row.extend(
            parts
                .weighted(weights)
                .flat_map(|(column, ..)| present(&column[unit..=unit])),
        );
        *score = centre(&mut row).unwrap_or(MISSING);
    }
}
