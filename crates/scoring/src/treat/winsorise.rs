//! Winsorisation. Moments are kept up to date instead of summed anew after each step: a simulation treats millions of
//! columns.

use std::ops::RangeInclusive;

use fearless_simd::{Level, Simd, dispatch, f64x4, i64x4, prelude::*};

use crate::{
    elementary::{exponent, times_power_of_two},
    moments::{Sketch, central_sums, present, sum},
};

/// When a column is left alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) points: usize,
    pub(super) skew: f64,
    pub(super) kurtosis: f64,
}

impl Limits {
    pub(super) fn outlying(self, skew: f64, kurtosis: f64) -> bool {
        skew.abs() > self.skew && kurtosis > self.kurtosis
    }
}

/// What came of it, with the range that the column then has.
#[derive(Debug)]
pub(super) enum Outcome {
    /// There are no outliers.
    Passes { range: (f64, f64) },
    /// There are none any more once values are pulled into the range.
    Pulled {
        low: usize,
        high: usize,
        range: (f64, f64),
    },
    /// There still are.
    Fails,
}

#[inline(always)]
pub(super) fn winsorise<S: Simd>(simd: S, column: &[f64], limits: Limits, known: &mut Vec<f64>) -> Outcome {
    let mut sketch = Sketch::of(simd, column);
    let values: &[f64] = if sketch.sum.is_nan() {
        known.clear();
        known.extend(present(column));
        sketch = Sketch::of(simd, known);
        known
    } else {
        column
    };
    let most = sketch.max.max(-sketch.min);
    if most > 0.0 && !POWERS.contains(&most) {
        return in_another_unit(values, most, limits);
    }
    decided(simd, values, &sketch, limits)
}

#[inline(always)]
fn decided<S: Simd>(simd: S, values: &[f64], sketch: &Sketch, limits: Limits) -> Outcome {
    let range = (sketch.min, sketch.max);
    if values.len() < 4 || within(values.len() as f64, sketch, limits) {
        return Outcome::Passes { range };
    }
    pull_in(simd, values, sketch.sum, range, limits)
}

/// Products of the powers of numbers of this size are numbers too.
const POWERS: RangeInclusive<f64> = 1e-30..=1e30;

/// The same where powers would overflow or vanish: in a unit that is a power of two, so that values keep their digits.
#[cold]
#[inline(never)]
fn in_another_unit(values: &[f64], most: f64, limits: Limits) -> Outcome {
    let exponent = exponent(most);
    let scaled: Vec<f64> = values
        .iter()
        .map(|value| times_power_of_two(*value, -exponent))
        .collect();
    let back = |(low, high)| {
        (
            times_power_of_two(low, exponent),
            times_power_of_two(high, exponent),
        )
    };
    let outcome =
        dispatch!(Level::baseline(), simd => decided(simd, &scaled, &Sketch::of(simd, &scaled), limits));
    match outcome {
        Outcome::Passes { range } => Outcome::Passes { range: back(range) },
        Outcome::Pulled { low, high, range } => Outcome::Pulled {
            low,
            high,
            range: back(range),
        },
        Outcome::Fails => Outcome::Fails,
    }
}

/// Whether a column's skewness is within its limit for certain. No |Σd³| is greater than max|d|·Σd²: where even that is
/// within it, as it is in most columns, powers need not be summed.
#[inline(always)]
fn within(n: f64, sketch: &Sketch, limits: Limits) -> bool {
    let centre = sketch.sum / n;
    let most = (sketch.max - centre).max(centre - sketch.min);
    // |G₁| ≤ limit, squared and without quotients.
    let limit = limits.skew * (n - 2.0);
    n * n * (n - 1.0) * (most * most) <= limit * limit * sketch.spread * (1.0 - 1e-9)
}

/// Pulls values in, the outermost first, until no outliers are left.
#[inline(always)]
fn pull_in<S: Simd>(simd: S, values: &[f64], sum: f64, mut range: (f64, f64), limits: Limits) -> Outcome {
    let Some(mut moments) = Moments::new(simd, values, sum, limits) else {
        return Outcome::Passes { range };
    };
    let (mut low, mut high) = (0, 0);
    let (_, mut upwards) = moments.judge(limits);
    while low + high < limits.points {
        let step = if upwards {
            inward(simd, values, 1.0, range.1)
        } else {
            inward(simd, values, -1.0, -range.0)
        };
        let Some(step) = step else { return Outcome::Fails };
        // Cells that tie are pulled together or not at all.
        let others = if upwards { low } else { high };
        if others + step.count > limits.points {
            return Outcome::Fails;
        }
        if upwards {
            (high, range.1) = (step.count, step.next);
            moments.pull(simd, values, range, (step.from, step.next), step.count);
        } else {
            (low, range.0) = (step.count, -step.next);
            moments.pull(simd, values, range, (-step.from, -step.next), step.count);
        }
        let outlying;
        (outlying, upwards) = moments.judge(limits);
        if !outlying {
            return Outcome::Pulled { low, high, range };
        }
    }
    Outcome::Fails
}

/// A step on one side: the outermost value as it stands, the next one, and how many cells are beyond that.
struct Step {
    from: f64,
    next: f64,
    count: usize,
}

/// The step from a bound inwards; with `sign` −1 values are seen in a mirror, so that the outermost is the greatest.
/// None when nothing lies further in.
#[inline(always)]
fn inward<S: Simd>(simd: S, values: &[f64], sign: f64, from: f64) -> Option<Step> {
    let (chunks, rest) = values.as_chunks::<4>();
    let outside = f64x4::splat(simd, f64::NEG_INFINITY);
    let (mut next, mut within) = (outside, i64x4::splat(simd, 0));
    for chunk in chunks {
        let value = f64x4::load_array_ref(simd, chunk) * sign;
        let inner = value.simd_lt(f64x4::splat(simd, from));
        // What is so has all bits set, which is −1.
        within -= inner.to_vector();
        next = inner.select(value, outside).max(next);
    }
    let [a, b, c, d] = next.to_array();
    let mut next = a.max(b).max(c.max(d));
    let [a, b, c, d] = within.to_array();
    let mut within = a + b + c + d;
    for value in rest {
        let value = sign * value;
        if value < from {
            within += 1;
            next = next.max(value);
        }
    }
    let count = values.len() - within as usize;
    // A zero is one whatever its sign.
    let next = next + 0.0;
    next.is_finite().then_some(Step { from, next, count })
}

/// Power sums about a fixed centre.
struct Moments {
    n: f64,
    /// 1/n.
    share: f64,
    centre: f64,
    sums: [f64; 4],
}

impl Moments {
    /// None for a column without outliers: a constant, or within the limits.
    #[inline(always)]
    fn new<S: Simd>(simd: S, values: &[f64], sum: f64, limits: Limits) -> Option<Self> {
        let n = values.len() as f64;
        let centre = sum / n;
        let [s2, s3, s4] = central_sums(simd, values, centre);
        // Rounding leaves a constant column a variance of this order.
        if s2 <= n * (centre * f64::EPSILON) * (centre * f64::EPSILON) {
            return None;
        }
        let moments = Self {
            n,
            share: n.recip(),
            centre,
            sums: [0.0, s2, s3, s4],
        };
        moments.judge(limits).0.then_some(moments)
    }

    #[inline(always)]
    fn pull<S: Simd>(
        &mut self,
        simd: S,
        values: &[f64],
        range: (f64, f64),
        (from, to): (f64, f64),
        count: usize,
    ) {
        let (from, to, count) = (from - self.centre, to - self.centre, count as f64);
        let before = self.sums[3];
        let [a, b] = [from * from, to * to];
        self.sums[0] += count * (to - from);
        self.sums[1] += count * (b - a);
        self.sums[2] += count * (b * to - a * from);
        self.sums[3] += count * (b * b - a * a);
        // What is left of a sum that shrank this much, or about a centre this many deviations from the mean, is its
        // rounding error: summed anew.
        let mean = self.sums[0] * self.share;
        if self.sums[3] < before * 1e-5 || mean * mean > 100.0 * (self.sums[1] * self.share - mean * mean) {
            let pulled: Vec<f64> = values.iter().map(|value| value.clamp(range.0, range.1)).collect();
            self.centre = sum(&pulled) / self.n;
            let [s2, s3, s4] = central_sums(simd, &pulled, self.centre);
            self.sums = [0.0, s2, s3, s4];
        }
    }

    /// Second, third and fourth central moment.
    #[inline(always)]
    fn central(&self) -> (f64, f64, f64) {
        let [s1, s2, s3, s4] = self.sums.map(|sum| sum * self.share);
        let square = s1 * s1;
        let m2 = s2 - square;
        let m3 = s3 - 3.0 * s1 * s2 + 2.0 * square * s1;
        let m4 = s4 - 4.0 * s1 * s3 + 6.0 * square * s2 - 3.0 * square * square;
        (m2.max(0.0), m3, m4)
    }

    /// Whether |G₁| and G₂ are both over their limits, and whether the skew is upwards.
    ///
    /// Both sides are multiplied by what they are divided by, and the skewness squared: roots and quotients are what a
    /// simulation would spend its time with.
    #[inline(always)]
    fn judge(&self, limits: Limits) -> (bool, bool) {
        let (m2, m3, m4) = self.central();
        let (n, square) = (self.n, m2 * m2);
        let limit = limits.skew * (n - 2.0);
        let skewed = n * (n - 1.0) * (m3 * m3) > limit * limit * (square * m2);
        let kurtosis = (n - 1.0) * ((n + 1.0) * (m4 - 3.0 * square) + 6.0 * square);
        let peaked = kurtosis > limits.kurtosis * (n - 2.0) * (n - 3.0) * square;
        (skewed && peaked, m3 >= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{moments::skew_and_kurtosis, registers::registers};

    const LIMITS: Limits = Limits {
        points: 3,
        skew: 2.0,
        kurtosis: 3.5,
    };

    fn winsorised(values: &[f64], limits: Limits) -> Outcome {
        dispatch!(registers(), simd => winsorise(simd, values, limits, &mut Vec::new()))
    }

    /// Skewness and kurtosis by the moments kept up to date are those of the pulled column.
    #[test]
    fn kept_moments_are_the_summed_ones() {
        let mut values: Vec<f64> = (0..40).map(|n| f64::from(n * n % 17)).collect();
        values.extend([1e3, 1e6, 1e12]);
        let outcome = winsorised(&values, LIMITS);
        let Outcome::Pulled { high: 3, range, .. } = outcome else {
            panic!("three outliers are three points, not {outcome:?}");
        };
        assert_eq!(range, (0.0, 16.0));
        let made = dispatch!(registers(), simd => Moments::new(simd, &values, sum(&values), LIMITS));
        let mut moments = made.unwrap();
        for (count, (from, to)) in [(1, (1e12, 1e6)), (2, (1e6, 1e3)), (3, (1e3, 16.0))] {
            dispatch!(registers(), simd => moments.pull(simd, &values, (0.0, to), (from, to), count));
            let pulled: Vec<f64> = values.iter().map(|value| value.min(to)).collect();
            let (skew, kurtosis) = skew_and_kurtosis(&pulled).unwrap();
            for (less, over) in [(1.0 - 1e-9, true), (1.0 + 1e-9, false)] {
                // Whatever is less than the true value is reached, and nothing over it.
                let skew = Limits {
                    skew: skew.abs() * less,
                    kurtosis: f64::NEG_INFINITY,
                    ..LIMITS
                };
                assert_eq!(moments.judge(skew).0, over);
                let sign = if kurtosis > 0.0 { less } else { 2.0 - less };
                let kurtosis = Limits {
                    skew: 0.0,
                    kurtosis: kurtosis * sign,
                    ..LIMITS
                };
                assert_eq!(moments.judge(kurtosis).0, over);
            }
        }
    }

    /// A skewness of exactly 0, and a kurtosis far over its limit: at a limit is not over it.
    #[test]
    fn a_column_at_its_limit_is_none_of_outliers() {
        let values = [-100.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 100.0];
        let limits = |skew| Limits { skew, ..LIMITS };
        assert!(skew_and_kurtosis(&values).unwrap().1 > LIMITS.kurtosis);
        let outcome = winsorised(&values, limits(0.0));
        assert!(matches!(outcome, Outcome::Passes { .. }), "{outcome:?}");
        assert!(!limits(2.0).outlying(2.0, 9.0) && !limits(1.0).outlying(2.0, 3.5));
        assert!(limits(2.0).outlying(2.1, 3.6));
    }

    /// Powers of the greater ones overflow, and those of the smaller ones vanish.
    #[test]
    fn a_unit_changes_nothing_however_great_or_small() {
        let mut values: Vec<f64> = (0..40).map(|n| f64::from(n * n % 17) - 3.0).collect();
        values.extend([1e3, 2e3]);
        let Outcome::Pulled { low, high, range } = winsorised(&values, LIMITS) else {
            panic!("there are outliers");
        };
        for unit in [
            2_f64.powi(-900),
            2_f64.powi(-110),
            2_f64.powi(200),
            2_f64.powi(1_000),
        ] {
            let scaled: Vec<f64> = values.iter().map(|value| value * unit).collect();
            let Outcome::Pulled {
                low: l,
                high: h,
                range: r,
            } = winsorised(&scaled, LIMITS)
            else {
                panic!("{unit}: there are outliers still");
            };
            assert_eq!((l, h, r), (low, high, (range.0 * unit, range.1 * unit)), "{unit}");
            let even: Vec<f64> = (0..40).map(|n| f64::from(n) * unit).collect();
            assert!(
                matches!(winsorised(&even, LIMITS), Outcome::Passes { .. }),
                "{unit}"
            );
        }
    }

    #[test]
    fn a_least_zero_has_no_sign() {
        for values in [[0.0, -0.0, 1.0, 2.0, 3.0], [-0.0, 0.0, 1.0, 2.0, 3.0]] {
            let Outcome::Passes { range } = winsorised(&values, LIMITS) else {
                panic!("there are no outliers");
            };
            assert!(range.0.is_sign_positive(), "{values:?}");
        }
    }

    #[test]
    fn ties_are_pulled_together() {
        let mut values = vec![
            0.0, 1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 2.5, 3.5, 0.1, 1.1, 2.1, 3.1, 1.2, 1.3, 2.2, 2.3, 0.9,
        ];
        values.extend([90.0, 90.0]);
        let limits = |points| Limits { points, ..LIMITS };
        let outcome = winsorised(&values, limits(2));
        assert!(
            matches!(outcome, Outcome::Pulled { high: 2, low: 0, .. }),
            "{outcome:?}"
        );
        let outcome = winsorised(&values, limits(1));
        assert!(
            matches!(outcome, Outcome::Fails),
            "two are more than one: {outcome:?}"
        );
    }
}
