//! Sums, moments and order statistics of columns. Missing cells are skipped; sums run in a fixed order, in four lanes,
//! so that the same column always has the same sum on every machine.

use std::ops::{AddAssign, Mul, Sub};

use fearless_simd::{Level, Simd, dispatch, f64x4, prelude::*};

/// Count, mean and range of a column's known cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summary {
    pub(crate) count: usize,
    pub(crate) mean: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// Sum of a column without missing cells.
pub(crate) fn sum(values: &[f64]) -> f64 {
    let [sum] = dispatch!(Level::baseline(), simd => sums::<_, Plain, 1>(simd, values, 0.0));
    sum
}

/// A number or four of them in a vector register: what is written once is computed alike by both.
trait Number: Copy + AddAssign + Sub<Output = Self> + Mul<Output = Self> {}

impl<T: Copy + AddAssign + Sub<Output = T> + Mul<Output = T>> Number for T {}

/// What is summed in one pass, of each value's difference to a centre.
trait Terms<const N: usize> {
    fn of<T: Number>(difference: T) -> [T; N];
}

struct Plain;
struct Powers;

impl Terms<1> for Plain {
    #[inline(always)]
    fn of<T: Number>(difference: T) -> [T; 1] {
        [difference]
    }
}

impl Terms<3> for Powers {
    #[inline(always)]
    fn of<T: Number>(difference: T) -> [T; 3] {
        let square = difference * difference;
        [square, square * difference, square * square]
    }
}

/// Sums over a column without missing cells.
#[inline(always)]
fn sums<S: Simd, T: Terms<N>, const N: usize>(simd: S, values: &[f64], centre: f64) -> [f64; N] {
    let (chunks, rest) = values.as_chunks::<4>();
    let (mut lanes, mut sums) = ([f64x4::splat(simd, 0.0); N], [0.0; N]);
    for chunk in chunks {
        for (sum, term) in lanes
            .iter_mut()
            .zip(T::of(f64x4::load_array_ref(simd, chunk) - centre))
        {
            *sum += term;
        }
    }
    // Not in lanes: one chosen at run time would force all of them out of their registers.
    for value in rest {
        for (sum, term) in sums.iter_mut().zip(T::of(*value - centre)) {
            *sum += term;
        }
    }
    for (sum, lanes) in sums.iter_mut().zip(lanes) {
        *sum += total(lanes.to_array());
    }
    sums
}

/// The known cells of a column.
pub(crate) fn present(values: &[f64]) -> impl Iterator<Item = f64> + '_ {
    values.iter().copied().filter(|value| !value.is_nan())
}

/// Count, mean and range of the known cells; none when there are none.
pub(crate) fn summary(values: &[f64]) -> Option<Summary> {
    let (min, max) = range(values)?;
    let total = sum(values);
    let (count, total) = if total.is_nan() {
        let known: Vec<f64> = present(values).collect();
        (known.len(), sum(&known))
    } else {
        (values.len(), total)
    };
    Some(Summary {
        count,
        mean: total / count as f64,
        min,
        max,
    })
}

/// Least and greatest known cell.
pub(crate) fn range(values: &[f64]) -> Option<(f64, f64)> {
    let sketch = dispatch!(Level::baseline(), simd => Sketch::of(simd, values));
    let (min, max) = match sketch.sum.is_nan() {
        true => {
            let (min, max) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), wider);
            (min + 0.0, max + 0.0)
        }
        false => (sketch.min, sketch.max),
    };
    (min <= max).then_some((min, max))
}

/// Least and greatest of all lanes.
#[inline(always)]
fn ends<S: Simd>(low: f64x4<S>, high: f64x4<S>) -> (f64, f64) {
    let (low, high) = (low.to_array(), high.to_array());
    let min = less(less(low[0], low[1]), less(low[2], low[3]));
    let max = more(more(high[0], high[1]), more(high[2], high[3]));
    (min, max)
}

/// A range with one more value; a comparison with a missing cell is false, which skips it.
#[inline(always)]
fn wider((min, max): (f64, f64), value: &f64) -> (f64, f64) {
    (less(*value, min), more(*value, max))
}

#[inline(always)]
fn less(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[inline(always)]
fn more(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// Mean of the known cells.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    summary(values).map(|summary| summary.mean)
}

/// Sample variance (divisor n − 1) of the known cells; none for fewer than two.
pub(crate) fn variance(values: &[f64]) -> Option<f64> {
    let summary = summary(values).filter(|summary| summary.count > 1)?;
    let squares: Vec<f64> = present(values)
        .map(|value| (value - summary.mean).powi(2))
        .collect();
    Some(sum(&squares) / (summary.count - 1) as f64)
}

/// Skewness and excess kurtosis of type 2, as spreadsheets and SAS compute them:
/// G₁ = √(n(n−1))/(n−2)·m₃/m₂^1.5 and G₂ = (n−1)/((n−2)(n−3))·((n+1)(m₄/m₂²−3)+6).
///
/// Source: Joanes & Gill, *Comparing measures of sample skewness and kurtosis*, The Statistician 47 (1998).
/// None for fewer than four values and for a constant column.
pub(crate) fn skew_and_kurtosis(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if values.len() < 4 {
        return None;
    }
    let mean = sum(values) / n;
    let [m2, m3, m4] =
        dispatch!(Level::baseline(), simd => central_sums(simd, values, mean)).map(|sum| sum / n);
    // Rounding leaves a constant column a variance of this order.
    if m2 <= (mean * f64::EPSILON).powi(2) || m2 == 0.0 {
        return None;
    }
    let skew = (n * (n - 1.0)).sqrt() / (n - 2.0) * m3 / (m2 * m2.sqrt());
    let excess = m4 / (m2 * m2) - 3.0;
    let kurtosis = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
    Some((skew, kurtosis))
}

/// Sums of the second to fourth powers of the differences to `centre`.
#[inline(always)]
pub(crate) fn central_sums<S: Simd>(simd: S, values: &[f64], centre: f64) -> [f64; 3] {
    sums::<_, Powers, 3>(simd, values, centre)
}

/// What one pass over a column without missing cells tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sketch {
    /// The sum; NaN when cells are missing, and nothing else is to be relied on then.
    pub(crate) sum: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
    /// Sum of the squares of the differences to the mean, or a little less: what rounding may have added is taken off.
    pub(crate) spread: f64,
}

impl Sketch {
    #[inline(always)]
    pub(crate) fn of<S: Simd>(simd: S, values: &[f64]) -> Self {
        let (chunks, rest) = values.as_chunks::<4>();
        let (mut sums, mut squares) = (f64x4::splat(simd, 0.0), f64x4::splat(simd, 0.0));
        let (mut low, mut high) = (
            f64x4::splat(simd, f64::INFINITY),
            f64x4::splat(simd, f64::NEG_INFINITY),
        );
        for chunk in chunks {
            let chunk = f64x4::load_array_ref(simd, chunk);
            sums += chunk;
            squares += chunk * chunk;
            low = chunk.min(low);
            high = chunk.max(high);
        }
        let (mut sum, mut square, mut range) = (0.0, 0.0, ends(low, high));
        for value in rest {
            sum += value;
            square += value * value;
            range = wider(range, value);
        }
        // A zero is one whatever its sign: which of two comes out as the least is each machine's own.
        let (min, max) = (range.0 + 0.0, range.1 + 0.0);
        let n = values.len() as f64;
        let sum = total(sums.to_array()) + sum;
        let square = total(squares.to_array()) + square;
        Self {
            sum,
            min,
            max,
            // Where the values are far from zero and close together, nothing is left.
            spread: square * (1.0 - 8.0 * n * f64::EPSILON) - sum * sum / n,
        }
    }
}

#[inline(always)]
fn total(lanes: [f64; 4]) -> f64 {
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// Quantile of type 7 (R's default, Hyndman & Fan 1996) of sorted values: h = (n−1)p, linear between the neighbours.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let h = last as f64 * p.clamp(0.0, 1.0);
    let below = (h.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let (low, high) = (sorted[below], sorted[above]);
    Some(low + (h - below as f64) * (high - low))
}

/// Median of the known cells.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut known: Vec<f64> = present(values).collect();
    known.sort_unstable_by(f64::total_cmp);
    quantile(&known, 0.5)
}

/// Pearson's correlation over the units that both columns know; none for fewer than three or a constant column.
pub(crate) fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = a
        .iter()
        .copied()
        .zip(b.iter().copied())
        .filter(|(a, b)| !a.is_nan() && !b.is_nan())
        .collect();
    if pairs.len() < 3 {
        return None;
    }
    let n = pairs.len() as f64;
    let mean_a = pairs.iter().map(|p| p.0).sum::<f64>() / n;
    let mean_b = pairs.iter().map(|p| p.1).sum::<f64>() / n;
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        let (da, db) = (a - mean_a, b - mean_b);
        aa += da * da;
        bb += db * db;
        ab += da * db;
    }
    let scale = (aa * bb).sqrt();
    (scale > 0.0).then(|| (ab / scale).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_cells_are_skipped() {
        let values = [3.0, f64::NAN, 1.0, 2.0, f64::NAN, 6.0];
        let summary = summary(&values).unwrap();
        assert_eq!(
            (summary.count, summary.mean, summary.min, summary.max),
            (4, 3.0, 1.0, 6.0)
        );
        assert_eq!(median(&values), Some(2.5));
        assert_eq!(super::summary(&[f64::NAN]), None);
        assert_eq!(variance(&[f64::NAN, 2.0]), None);
    }

    /// R: `quantile(c(1, 2, 4, 8), c(.05, .5, .95))` gives 1.15, 3, 7.4.
    #[test]
    fn quantiles_are_those_of_r() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        for (p, expected) in [(0.05, 1.15), (0.5, 3.0), (0.95, 7.4), (0.0, 1.0), (1.0, 8.0)] {
            assert!((quantile(&sorted, p).unwrap() - expected).abs() < 1e-12);
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    /// Spreadsheet documentation's example: SKEW(3,4,5,2,3,4,5,6,4,7) = 0.359543, KURT = −0.151799637.
    #[test]
    fn moments_are_those_of_spreadsheets() {
        let values = [3.0, 4.0, 5.0, 2.0, 3.0, 4.0, 5.0, 6.0, 4.0, 7.0];
        let (skew, kurtosis) = skew_and_kurtosis(&values).unwrap();
        assert!((skew - 0.359_543_071_407).abs() < 1e-9, "{skew}");
        assert!((kurtosis + 0.151_799_637_208).abs() < 1e-9, "{kurtosis}");
        assert_eq!(skew_and_kurtosis(&[0.1; 8]), None);
        assert_eq!(skew_and_kurtosis(&[1.0, 2.0, 3.0]), None);
    }
}
