//! Distances to the best and the worst unit.

use zhibiao_model::framework::Direction;

use super::Components;
use crate::{matrix::MISSING, moments::range};

pub(super) fn topsis(parts: &Components<'_>, weights: &[f64], scores: &mut [f64]) {
    let present = parts.weight_present(weights);
    let mut to_best = vec![0.0; scores.len()];
    let mut to_worst = vec![0.0; scores.len()];
    for (column, weight, direction) in parts.weighted(weights) {
        let Some((best, worst)) = best_and_worst(column, direction) else {
            continue;
        };
        for (unit, value) in column.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let weight = weight / present[unit];
            to_best[unit] += (weight * (value - best)).powi(2);
            to_worst[unit] += (weight * (value - worst)).powi(2);
        }
    }
    for (unit, score) in scores.iter_mut().enumerate() {
        let (best, worst) = (to_best[unit].sqrt(), to_worst[unit].sqrt());
        *score = match (present[unit] > 0.0, best + worst > 0.0) {
            (true, true) => worst / (best + worst),
            (true, false) => 0.5,
            (false, _) => MISSING,
        };
    }
}

/// What VIKOR finds. Source: Opricovic & Tzeng, *Compromise solution by MCDM methods*, EJOR 156 (2004).
#[derive(Debug, Clone, PartialEq)]
pub struct Vikor {
    /// Weighted sum of the distances to the best, of each unit.
    pub s: Vec<f64>,
    /// Greatest weighted distance.
    pub r: Vec<f64>,
    /// The index; the least is best.
    pub q: Vec<f64>,
}

/// VIKOR over columns of known values; weights are divided by their sum, `v` is the weight of the majority.
#[must_use]
pub fn vikor(columns: &[&[f64]], directions: &[Direction], weights: &[f64], v: f64) -> Vikor {
    vikor_of(&Components { columns, directions }, weights, v)
}

impl Vikor {
    /// The compromise set, best first: the best unit alone when its advantage over the second is at least 1/(n−1) and
    /// it also leads by S or by R; with the second when only it does not lead; else all within that advantage. Units
    /// without an index do not count.
    #[must_use]
    pub fn compromise(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.q.len())
            .filter(|unit| self.q[*unit].is_finite())
            .collect();
        order.sort_by(|a, b| self.q[*a].total_cmp(&self.q[*b]).then(a.cmp(b)));
        let [best, second, ..] = order[..] else {
            return order;
        };
        let least = 1.0 / (order.len() - 1) as f64;
        let advantage = self.q[second] - self.q[best] >= least;
        let leads = |values: &[f64]| order.iter().all(|unit| values[best] <= values[*unit]);
        let stable = leads(&self.s) || leads(&self.r);
        match (advantage, stable) {
            (true, true) => vec![best],
            (true, false) => vec![best, second],
            (false, _) => order
                .into_iter()
                .filter(|unit| self.q[*unit] - self.q[best] < least)
                .collect(),
        }
    }
}

pub(super) fn vikor_of(parts: &Components<'_>, weights: &[f64], v: f64) -> Vikor {
    let units = parts.units();
    let present = parts.weight_present(weights);
    let mut s: Vec<f64> = present
        .iter()
        .map(|sum| if *sum > 0.0 { 0.0 } else { MISSING })
        .collect();
    let mut r = s.clone();
    for (column, weight, direction) in parts.weighted(weights) {
        // A column in which all are the same keeps nobody from the best.
        let Some((best, worst)) = best_and_worst(column, direction).filter(|(best, worst)| best != worst)
        else {
            continue;
        };
        for unit in (0..units).filter(|unit| !column[*unit].is_nan()) {
            let distance = weight / present[unit] * (best - column[unit]) / (best - worst);
            s[unit] += distance;
            r[unit] = if distance > r[unit] { distance } else { r[unit] };
        }
    }
    let share = |values: &[f64], unit: usize| match range(values) {
        Some((least, most)) if least < most => (values[unit] - least) / (most - least),
        Some(_) | None => values[unit] * 0.0,
    };
    let q = (0..units)
        .map(|unit| v * share(&s, unit) + (1.0 - v) * share(&r, unit))
        .collect();
    Vikor { s, r, q }
}

pub(super) fn grey_relational(parts: &Components<'_>, weights: &[f64], rho: f64, scores: &mut [f64]) {
    let present = parts.weight_present(weights);
    let bests: Vec<Option<f64>> = parts
        .weighted(weights)
        .map(|(column, _, direction)| best_and_worst(column, direction).map(|(best, _)| best))
        .collect();
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for ((column, ..), best) in parts.weighted(weights).zip(&bests) {
        for value in column.iter().filter(|value| !value.is_nan()) {
            let distance = best.map_or(0.0, |best| (best - value).abs());
            (least, most) = (least.min(distance), most.max(distance));
        }
    }
    for (score, present) in scores.iter_mut().zip(&present) {
        *score = if *present > 0.0 { 0.0 } else { MISSING };
    }
    for ((column, weight, _), best) in parts.weighted(weights).zip(&bests) {
        for (unit, value) in column.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let distance = best.map_or(0.0, |best| (best - value).abs());
            let relation = if most > 0.0 {
                (least + rho * most) / (distance + rho * most)
            } else {
                1.0
            };
            scores[unit] += weight / present[unit] * relation;
        }
    }
}

fn best_and_worst(column: &[f64], direction: Direction) -> Option<(f64, f64)> {
    let (min, max) = range(column)?;
    Some(match direction {
        Direction::Up => (max, min),
        Direction::Down => (min, max),
    })
}
