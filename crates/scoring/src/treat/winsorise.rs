//! Winsorisation. Moments are kept up to date instead of summed anew after each step: a simulation treats millions of
//! columns.

use crate::moments::{central_sums, present, sum};

/// When a column is left alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) points: usize,
    pub(super) skew: f64,
    pub(super) kurtosis: f64,
}

impl Limits {
    pub(super) fn outlying(self, skew: f64, kurtosis: f64) -> bool {
        skew.abs() >= self.skew && kurtosis >= self.kurtosis
    }
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Outcome {
    /// There are no outliers.
    Passes,
    /// There are none any more once values are pulled into the range.
    Pulled {
        low: usize,
        high: usize,
        range: (f64, f64),
    },
    /// There still are.
    Fails,
}

pub(super) fn winsorise(column: &[f64], limits: Limits, known: &mut Vec<f64>) -> Outcome {
    let holes = sum(column).is_nan();
    let values: &[f64] = if holes {
        known.clear();
        known.extend(present(column));
        known
    } else {
        column
    };
    let Some(mut moments) = Moments::new(values) else {
        return Outcome::Passes;
    };
    let (mut skew, kurtosis) = moments.skew_and_kurtosis();
    if !limits.outlying(skew, kurtosis) {
        return Outcome::Passes;
    }
    let (mut low, mut high) = (0, 0);
    let mut range = (f64::NEG_INFINITY, f64::INFINITY);
    while low + high < limits.points {
        let step = if skew >= 0.0 {
            inward(values, |value| value, range.1)
        } else {
            inward(values, |value| -value, -range.0)
        };
        let Some(step) = step else { return Outcome::Fails };
        if skew >= 0.0 {
            (high, range.1) = (step.count, step.next);
            moments.pull(values, range, (step.from, step.next), step.count);
        } else {
            (low, range.0) = (step.count, -step.next);
            moments.pull(values, range, (-step.from, -step.next), step.count);
        }
        let kurtosis;
        (skew, kurtosis) = moments.skew_and_kurtosis();
        if !limits.outlying(skew, kurtosis) {
            let (min, max) = crate::moments::range(values).unwrap_or(range);
            let range = (range.0.max(min), range.1.min(max));
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

/// The step from a bound inwards, seen so that the outermost value is the greatest; none when nothing lies further in.
fn inward(values: &[f64], seen: impl Fn(f64) -> f64, bound: f64) -> Option<Step> {
    let from = values
        .iter()
        .fold(f64::NEG_INFINITY, |a, b| a.max(seen(*b)))
        .min(bound);
    let mut next = f64::NEG_INFINITY;
    let mut count = 0;
    for value in values {
        let value = seen(*value);
        count += usize::from(value >= from);
        next = if value < from && value > next { value } else { next };
    }
    next.is_finite().then_some(Step { from, next, count })
}

/// Power sums about a fixed centre.
struct Moments {
    n: f64,
    centre: f64,
    sums: [f64; 4],
}

impl Moments {
    /// None for fewer than four values and for a constant column.
    fn new(values: &[f64]) -> Option<Self> {
        if values.len() < 4 {
            return None;
        }
        let n = values.len() as f64;
        let centre = sum(values) / n;
        let (s2, s3, s4) = central_sums(values, centre);
        // Rounding leaves a constant column a variance of this order.
        (s2 / n > (centre * f64::EPSILON).powi(2)).then_some(Self {
            n,
            centre,
            sums: [0.0, s2, s3, s4],
        })
    }

    fn pull(&mut self, values: &[f64], range: (f64, f64), (from, to): (f64, f64), count: usize) {
        let (from, to, count) = (from - self.centre, to - self.centre, count as f64);
        let before = self.sums[3];
        self.sums[0] += count * (to - from);
        self.sums[1] += count * (to * to - from * from);
        self.sums[2] += count * (to * to * to - from * from * from);
        self.sums[3] += count * (to.powi(4) - from.powi(4));
        // What is left of a sum that shrank this much, or about a centre this many deviations from the mean, is its
        // rounding error: summed anew.
        let mean = self.sums[0] / self.n;
        if self.sums[3] < before * 1e-5 || mean * mean > 100.0 * (self.sums[1] / self.n - mean * mean) {
            let pulled: Vec<f64> = values.iter().map(|value| value.clamp(range.0, range.1)).collect();
            self.centre = sum(&pulled) / self.n;
            let (s2, s3, s4) = central_sums(&pulled, self.centre);
            self.sums = [0.0, s2, s3, s4];
        }
    }

    fn skew_and_kurtosis(&self) -> (f64, f64) {
        let n = self.n;
        let [s1, s2, s3, s4] = self.sums.map(|sum| sum / n);
        let m2 = s2 - s1 * s1;
        let m3 = s3 - 3.0 * s1 * s2 + 2.0 * s1 * s1 * s1;
        let m4 = s4 - 4.0 * s1 * s3 + 6.0 * s1 * s1 * s2 - 3.0 * s1 * s1 * s1 * s1;
        if m2 <= 0.0 {
            return (0.0, 0.0);
        }
        let skew = (n * (n - 1.0)).sqrt() / (n - 2.0) * m3 / (m2 * m2.sqrt());
        let excess = m4 / (m2 * m2) - 3.0;
        let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
        (skew, kurtosis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moments::skew_and_kurtosis;

    /// The moments kept up to date are those of the pulled column.
    #[test]
    fn kept_moments_are_the_summed_ones() {
        let mut values: Vec<f64> = (0..40).map(|n| f64::from(n * n % 17)).collect();
        values.extend([1e3, 1e6, 1e12]);
        let limits = Limits {
            points: 3,
            skew: 2.0,
            kurtosis: 3.5,
        };
        let outcome = winsorise(&values, limits, &mut Vec::new());
        let Outcome::Pulled { high: 3, range, .. } = outcome else {
            panic!("three outliers are three points, not {outcome:?}");
        };
        assert_eq!(range, (0.0, 16.0));
        let mut moments = Moments::new(&values).unwrap();
        for (count, (from, to)) in [(1, (1e12, 1e6)), (2, (1e6, 1e3)), (3, (1e3, 16.0))] {
            moments.pull(&values, (0.0, to), (from, to), count);
            let pulled: Vec<f64> = values.iter().map(|value| value.min(to)).collect();
            let (skew, kurtosis) = skew_and_kurtosis(&pulled).unwrap();
            let kept = moments.skew_and_kurtosis();
            assert!(
                (skew - kept.0).abs() < 1e-9 && (kurtosis - kept.1).abs() < 1e-9,
                "{kept:?}"
            );
        }
    }

    #[test]
    fn ties_are_pulled_together() {
        let mut values = vec![
            0.0, 1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 2.5, 3.5, 0.1, 1.1, 2.1, 3.1, 1.2, 1.3, 2.2, 2.3, 0.9,
        ];
        values.extend([90.0, 90.0]);
        let limits = |points| Limits {
            points,
            skew: 2.0,
            kurtosis: 3.5,
        };
        let outcome = winsorise(&values, limits(2), &mut Vec::new());
        assert!(
            matches!(outcome, Outcome::Pulled { high: 2, low: 0, .. }),
            "{outcome:?}"
        );
    }
}
