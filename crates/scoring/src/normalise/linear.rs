//! Linear scales: value less a bad one, over a good one less the bad one.

use zhibiao_model::framework::{Bounds, Direction};

use super::Outcome;
use crate::{
    elementary::ln,
    matrix::MISSING,
    moments::{self, present},
};

/// Fixed posts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posts {
    pub(super) range: (f64, f64),
    pub(super) log: bool,
}

/// A range, with the panel's values if asked for.
pub(super) fn over_panel(own: (f64, f64), panel: &[f64], bounds: Bounds) -> (f64, f64) {
    match bounds {
        Bounds::Period => own,
        Bounds::Panel => moments::range(panel).map_or(own, |other| (own.0.min(other.0), own.1.max(other.1))),
    }
}

/// Whether values may lie beyond the range that is placed on a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// None does.
    Nobody,
    /// They are taken to the scale's ends.
    Capped,
    /// They lie beyond the scale's ends too.
    Kept,
}

/// Places `min`…`max` on a scale, the better end on its high end.
#[inline(always)]
pub(super) fn between(
    column: &mut [f64],
    direction: Direction,
    (min, max): (f64, f64),
    (low, high): (f64, f64),
    beyond: Beyond,
) -> Outcome {
    if min == max {
        return middle(column, (low + high) / 2.0);
    }
    let (bad, good) = match direction {
        Direction::Up => (min, max),
        Direction::Down => (max, min),
    };
    let factor = (high - low) / (good - bad);
    if factor.is_infinite() {
        // The range is too narrow to divide by before anything is multiplied with it.
        for value in column.iter_mut() {
            *value = low + (*value - bad) / (good - bad) * (high - low);
        }
        if beyond != Beyond::Kept {
            clamp(column, low, high);
        }
        return Outcome::Normalised;
    }
    let place = |value: f64| low + (value - bad) * factor;
    // The best may miss the high end by its last bit; the worst, of which nothing is left to multiply, is at the low end.
    let best = place(good);
    if beyond == Beyond::Kept || beyond == Beyond::Nobody && best == high {
        for value in column.iter_mut() {
            *value = place(*value);
        }
    } else {
        let most = if best < high { best } else { high };
        for value in column.iter_mut() {
            let placed = place(*value);
            let placed = if placed >= most { high } else { placed };
            *value = if placed < low { low } else { placed };
        }
    }
    Outcome::Normalised
}

fn clamp(column: &mut [f64], low: f64, high: f64) {
    column
        .iter_mut()
        .for_each(|value| *value = value.clamp(low, high));
}

fn middle(column: &mut [f64], middle: f64) -> Outcome {
    for value in column.iter_mut().filter(|value| !value.is_nan()) {
        *value = middle;
    }
    Outcome::Constant
}

pub(super) fn standardise(
    column: &mut [f64],
    direction: Direction,
    (bounds, panel): (Bounds, &[f64]),
    (mean, spread): (f64, f64),
) -> Outcome {
    let pooled: Vec<f64>;
    let over: &[f64] = match bounds {
        Bounds::Period => column,
        Bounds::Panel => {
            pooled = present(column).chain(panel.iter().copied()).collect();
            &pooled
        }
    };
    let Some(centre) = moments::mean(over) else {
        return Outcome::Undefined;
    };
    let deviation = moments::variance(over).unwrap_or(0.0).sqrt();
    if deviation <= centre.abs() * f64::EPSILON {
        return middle(column, mean);
    }
    let factor = direction.sign() * spread / deviation;
    for value in column.iter_mut() {
        *value = mean + (*value - centre) * factor;
    }
    Outcome::Normalised
}

pub(super) fn goalposts(
    column: &mut [f64],
    direction: Direction,
    posts: Posts,
    scale: (f64, f64),
    cap: bool,
) -> Outcome {
    let (mut lower, mut upper) = posts.range;
    if posts.log {
        (lower, upper) = (ln(lower), ln(upper));
        for value in column.iter_mut() {
            // What is not positive lies below any positive post; without a cap it has no place.
            *value = match (*value > 0.0, cap) {
                (true, _) => ln(*value),
                (false, true) if !value.is_nan() => lower,
                (false, _) => MISSING,
            };
        }
    }
    let beyond = if cap { Beyond::Capped } else { Beyond::Kept };
    between(column, direction, (lower, upper), scale, beyond)
}

pub(super) fn to_target(column: &mut [f64], direction: Direction, target: f64, cap: bool) -> Outcome {
    let Some((min, max)) = moments::range(column) else {
        return Outcome::Undefined;
    };
    let worst = match direction {
        Direction::Up => min,
        Direction::Down => max,
    };
    let way = (target - worst) * direction.sign();
    if way <= 0.0 {
        // Everybody is at the target or beyond, whether they are the same or not.
        let outcome = middle(column, 1.0);
        return if min == max { outcome } else { Outcome::Normalised };
    }
    if min == max {
        return middle(column, 0.5);
    }
    for value in column.iter_mut() {
        *value = (*value - worst) * direction.sign() / way;
    }
    if cap {
        clamp(column, 0.0, 1.0);
    }
    Outcome::Normalised
}

pub(super) fn to_reference(column: &mut [f64], direction: Direction, reference: Option<usize>) -> Outcome {
    let reference = reference.map_or(MISSING, |row| column[row]);
    match moments::range(column) {
        Some((min, max)) if min == max && !reference.is_nan() => middle(column, 1.0),
        Some((min, max)) if !reference.is_nan() => {
            let factor = direction.sign() / (max - min);
            for value in column.iter_mut() {
                *value = 1.0 + (*value - reference) * factor;
            }
            Outcome::Normalised
        }
        Some(_) | None => {
            column.fill(MISSING);
            Outcome::Undefined
        }
    }
}

pub(super) fn efficacy(
    column: &mut [f64],
    direction: Direction,
    (bad, good): (Option<f64>, Option<f64>),
    (base, span): (f64, f64),
) -> Outcome {
    let Some((min, max)) = moments::range(column) else {
        return Outcome::Undefined;
    };
    let (worst, best) = match direction {
        Direction::Up => (min, max),
        Direction::Down => (max, min),
    };
    let (bad, good) = (bad.unwrap_or(worst), good.unwrap_or(best));
    if (good - bad) * direction.sign() <= 0.0 {
        return middle(column, base + span / 2.0);
    }
    let factor = span / (good - bad);
    for value in column.iter_mut() {
        *value = base + (*value - bad) * factor;
    }
    Outcome::Normalised
}
