//! Ranks of values: who stands where, with ties, and what share of the others is not better. Pure.
//!
//! Values are finite (a `Figure` holds no others). What is ranked is a list of (key, value) in any order; keys are
//! distinct, and their order is the order within a tie.

use std::cmp::Ordering;

use fearless_simd::{Level, Simd, dispatch, f64x4, i64x4, prelude::*};

pub use zhibiao_model::framework::Ties;

#[cfg(test)]
mod tests;

/// Most decimals that values can be rounded to: more than a double tells apart.
pub const MAX_DECIMALS: u32 = 15;

/// Scaled values from here on are left as they are: their last bit is not far below the place rounded to.
const ROUNDED_BELOW: f64 = 562_949_953_421_312.0; // 2^49

/// Which values are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Better {
    /// Higher ones.
    Higher,
    /// Lower ones.
    Lower,
}

/// How a list is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Which values are better.
    pub better: Better,
    /// Decimals that values are rounded to before they are compared; at most [`MAX_DECIMALS`].
    pub decimals: Option<u32>,
    /// How ties are ranked.
    pub ties: Ties,
}

/// A key's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<K> {
    /// The key.
    pub key: K,
    /// Its rank from 1; whole but for [`Ties::Average`].
    pub rank: f64,
    /// Whether others have the same rank.
    pub tied: bool,
}

/// Ranks a list; the best first, ties in the order of their keys.
#[must_use]
pub fn rank<K: Ord + Copy>(entries: &[(K, f64)], rule: Rule) -> Vec<Place<K>> {
    let rounding = rule.decimals.map(Rounding::to);
    let mut sorted: Vec<(i64, K)> = entries
        .iter()
        .map(|(key, value)| {
            (
                rule.better
                    .key(rounding.map_or(*value, |rounding| rounding.of(*value))),
                *key,
            )
        })
        .collect();
    sorted.sort_unstable();
    let mut places = Vec::with_capacity(sorted.len());
    each_place(
        &sorted,
        |entry| entry.0,
        rule.ties,
        |(_, key), rank, tied| {
            places.push(Place { key, rank, tied });
        },
    );
    places
}

/// Ranks of scores in the order of the scores; a score that is no number has a missing rank. `order` is room to sort in.
pub(crate) fn ranks_into(scores: &[f64], rule: Rule, order: &mut Vec<(i64, u32)>, ranks: &mut Vec<f64>) {
    dispatch!(Level::baseline(), simd => ranks_with(simd, scores, rule, order, ranks));
}

/// The same with the vector registers that there are.
#[inline(always)]
pub(crate) fn ranks_with<S: Simd>(
    simd: S,
    scores: &[f64],
    rule: Rule,
    order: &mut Vec<(i64, u32)>,
    ranks: &mut Vec<f64>,
) {
    if scores.len() <= COUNTED && rule.ties != Ties::Dense {
        return count_into(simd, scores, rule, ranks);
    }
    let rounding = rule.decimals.map(Rounding::to);
    order.clear();
    for (at, score) in (0..).zip(scores).filter(|(_, score)| score.is_finite()) {
        let score = rounding.map_or(*score, |rounding| rounding.of(*score));
        order.push((rule.better.key(score), at));
    }
    order.sort_unstable();
    ranks.clear();
    ranks.resize(scores.len(), f64::NAN);
    each_place(
        order,
        |entry| entry.0,
        rule.ties,
        |entry, rank, _| ranks[entry.1 as usize] = rank,
    );
}

/// So many scores and fewer are ranked by counting.
const COUNTED: usize = 64;

/// The same without sorting: a rank is how many others are better, and for few scores those are counted sooner.
#[inline(always)]
fn count_into<S: Simd>(simd: S, scores: &[f64], rule: Rule, ranks: &mut Vec<f64>) {
    let rounding = rule.decimals.map(Rounding::to);
    let sign = match rule.better {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
    };
    // What is no number, and what there is no score for, is neither better than anything nor as good.
    let mut values = [f64::NAN; COUNTED];
    for (value, score) in values
        .iter_mut()
        .zip(scores)
        .filter(|(_, score)| score.is_finite())
    {
        *value = sign * rounding.map_or(*score, |rounding| rounding.of(*score));
    }
    let (compared, _) = values.as_chunks::<4>();
    let compared = &compared[..scores.len().div_ceil(4)];
    ranks.clear();
    ranks.resize(scores.len(), f64::NAN);
    // A loop, as closures would not be compiled for the registers.
    for (rank, own) in ranks.iter_mut().zip(&values).filter(|(_, own)| !own.is_nan()) {
        let better = count(simd, compared, *own, Compared::Greater);
        *rank = match rule.ties {
            Ties::Average => better + (count(simd, compared, *own, Compared::Equal) + 1.0) / 2.0,
            Ties::Standard | Ties::Dense => 1.0 + better,
        };
    }
}

/// What is counted.
#[derive(Clone, Copy)]
enum Compared {
    Greater,
    Equal,
}

/// How many values compare so with one.
#[inline(always)]
fn count<S: Simd>(simd: S, values: &[[f64; 4]], own: f64, so: Compared) -> f64 {
    let mut lanes = i64x4::splat(simd, 0);
    for chunk in values {
        let values = f64x4::load_array_ref(simd, chunk);
        let are = match so {
            Compared::Greater => values.simd_gt(own),
            Compared::Equal => values.simd_eq(own),
        };
        // What is so has all bits set, which is −1.
        lanes -= are.to_vector();
    }
    let [a, b, c, d] = lanes.to_array();
    (a + b + c + d) as f64
}

/// Tells rank and whether it is tied of each entry of a sorted list; entries tie whose `worth` is the same.
fn each_place<T: Copy, W: PartialEq>(
    sorted: &[T],
    worth: impl Fn(&T) -> W,
    ties: Ties,
    mut tell: impl FnMut(T, f64, bool),
) {
    let mut before = 0;
    for (distinct, tie) in sorted.chunk_by(|a, b| worth(a) == worth(b)).enumerate() {
        let rank = match ties {
            Ties::Standard => (before + 1) as f64,
            Ties::Dense => (distinct + 1) as f64,
            Ties::Average => (before + 1) as f64 + (tie.len() - 1) as f64 / 2.0,
        };
        tie.iter().for_each(|entry| tell(*entry, rank, tie.len() > 1));
        before += tie.len();
    }
}

/// The share of the others whose value is not better, in %; 100 is best. None when there are no others.
#[must_use]
pub fn percentile(value: f64, others: &[f64], better: Better) -> Option<f64> {
    let not_better = others
        .iter()
        .filter(|other| better.order(value, **other) != Ordering::Greater)
        .count();
    (!others.is_empty()).then(|| 100.0 * not_better as f64 / others.len() as f64)
}

/// A value rounded to decimals, halves away from zero. A value that is a half as people write it is one, although
/// its double may lie a bit below: 1.005 becomes 1.01.
#[must_use]
pub fn rounded(value: f64, decimals: u32) -> f64 {
    Rounding::to(decimals).of(value)
}

/// Rounding to so many decimals.
#[derive(Debug, Clone, Copy)]
struct Rounding {
    size: f64,
}

impl Rounding {
    fn to(decimals: u32) -> Self {
        let size = 10_f64.powi(decimals.min(MAX_DECIMALS).cast_signed());
        Self { size }
    }

    fn of(self, value: f64) -> f64 {
        let Self { size } = self;
        let scaled = value * size;
        if scaled.abs() < ROUNDED_BELOW {
            // Two units in the last place cover the error of the literal and that of the product.
            let half_made_whole = scaled + scaled * (2.0 * f64::EPSILON);
            // By way of a whole number: halves away from zero, as `round` has them, but without a call.
            let whole = (half_made_whole.abs() + 0.5) as i64 as f64;
            whole.copysign(half_made_whole) / size + 0.0
        } else {
            // Not below the greatest value that is rounded, so that rounding keeps the order.
            value.abs().max(ROUNDED_BELOW / size).copysign(value)
        }
    }
}

impl Better {
    /// The order of two values, the better first.
    #[must_use]
    pub fn order(self, a: f64, b: f64) -> Ordering {
        // Zeros of both signs are one value; `total_cmp` alone would rank them apart.
        let (a, b) = (a + 0.0, b + 0.0);
        match self {
            Self::Higher => b.total_cmp(&a),
            Self::Lower => a.total_cmp(&b),
        }
    }

    /// A whole number that is less the better the value is: whole numbers sort faster.
    fn key(self, value: f64) -> i64 {
        // As `f64::total_cmp` has it; both zeros are one.
        let bits = (value + 0.0).to_bits().cast_signed();
        let ascending = bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed();
        match self {
            Self::Higher => !ascending,
            Self::Lower => ascending,
        }
    }
}
