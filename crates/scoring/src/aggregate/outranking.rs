//! Methods over pairs of units. They ask before each unit whether to go on: thousands of units take seconds.

use zhibiao_model::framework::{Direction, Preference};

use super::Components;
use crate::{fault::Error, matrix::MISSING, moments::range, run::Halt};

pub(super) fn copeland(
    parts: &Components<'_>,
    weights: &[f64],
    halt: Halt<'_>,
    scores: &mut [f64],
) -> Result<(), Error> {
    let known = parts.weight_present(weights);
    start(scores, &known);
    for a in 0..scores.len() {
        halt.ask()?;
        for b in a + 1..scores.len() {
            let (mut better, mut worse) = (0.0, 0.0);
            for (column, weight, direction) in parts.weighted(weights) {
                // Comparisons with a missing value are false.
                let difference = (column[a] - column[b]) * direction.sign();
                better += if difference > 0.0 { weight } else { 0.0 };
                worse += if difference < 0.0 { weight } else { 0.0 };
            }
            // Sums of weights that ought to be halves may miss it by rounding.
            let wins = if (better - worse).abs() < 1e-12 {
                0.0
            } else {
                f64::signum(better - worse)
            };
            scores[a] += wins;
            scores[b] -= wins;
        }
    }
    Ok(())
}

pub(super) fn promethee(
    parts: &Components<'_>,
    weights: &[f64],
    preference: Preference,
    halt: Halt<'_>,
    scores: &mut [f64],
) -> Result<(), Error> {
    let known = parts.weight_present(weights);
    start(scores, &known);
    let others = known
        .iter()
        .filter(|known| **known > 0.0)
        .count()
        .saturating_sub(1)
        .max(1) as f64;
    let criteria: Vec<(&[f64], f64, Direction, f64)> = parts
        .weighted(weights)
        .map(|(column, weight, direction)| {
            let spread = range(column).map_or(0.0, |(min, max)| max - min);
            (column, weight, direction, spread)
        })
        .collect();
    for a in 0..scores.len() {
        halt.ask()?;
        for b in a + 1..scores.len() {
            let (mut flow, mut common) = (0.0, 0.0);
            for (column, weight, direction, spread) in &criteria {
                let difference = (column[a] - column[b]) * direction.sign();
                if !difference.is_nan() {
                    let worth = preferred(preference, difference.abs(), *spread);
                    flow += weight * worth * f64::from(sign(difference));
                    common += weight;
                }
            }
            if common > 0.0 {
                scores[a] += flow / common / others;
                scores[b] -= flow / common / others;
            }
        }
    }
    Ok(())
}

/// −1, 0 or 1; `signum` knows no zero.
fn sign(value: f64) -> i8 {
    i8::from(value > 0.0) - i8::from(value < 0.0)
}

fn start(scores: &mut [f64], known: &[f64]) {
    for (score, known) in scores.iter_mut().zip(known) {
        *score = if *known > 0.0 { 0.0 } else { MISSING };
    }
}

/// What a difference is worth, 0 to 1.
fn preferred(preference: Preference, difference: f64, spread: f64) -> f64 {
    match preference {
        Preference::Usual => f64::from(u8::from(difference > 0.0)),
        Preference::Range => {
            if spread > 0.0 {
                difference / spread
            } else {
                0.0
            }
        }
        Preference::Linear {
            indifference,
            preference,
        } => ((difference - indifference) / (preference - indifference)).clamp(0.0, 1.0),
    }
}
