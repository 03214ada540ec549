//! Sums, moments and order statistics of columns. Missing cells are skipped; sums run in a fixed order, in four lanes,
//! so that the same column always has the same sum.

/// Mean and spread of a column's known cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summary {
    pub(crate) count: usize,
    pub(crate) mean: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// Sum of a column without missing cells.
pub(crate) fn sum(values: &[f64]) -> f64 {
    sum_of(values, |value| value)
}

/// Sum of something over a column without missing cells.
#[inline]
fn sum_of(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; 4];
    let (chunks, rest) = values.as_chunks::<4>();
    for chunk in chunks {
        for lane in 0..4 {
            lanes[lane] += of(chunk[lane]);
        }
    }
    // A lane chosen at run time would force all of them out of their registers; the rest is summed on its own.
    total(lanes) + rest.iter().fold(0.0, |sum, value| sum + of(*value))
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
    // A comparison with a missing cell is false, which skips it.
    let (_, min, max) = sum_and_range(values);
    (min <= max).then_some((min, max))
}

/// Sum, least and greatest of a column without missing cells, in one pass; the sum is NaN when some are missing.
pub(crate) fn sum_and_range(values: &[f64]) -> (f64, f64, f64) {
    let less = |a: f64, b: f64| if a < b { a } else { b };
    let more = |a: f64, b: f64| if a > b { a } else { b };
    let (mut sums, mut low, mut high) = ([0.0; 4], [f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
    let (chunks, rest) = values.as_chunks::<4>();
    for chunk in chunks {
        sums = lanes(sums, *chunk, |a, b| a + b);
        low = lanes(*chunk, low, less);
        high = lanes(*chunk, high, more);
    }
    let mut sum = 0.0;
    let mut min = less(less(low[0], low[1]), less(low[2], low[3]));
    let mut max = more(more(high[0], high[1]), more(high[2], high[3]));
    for value in rest {
        sum += value;
        min = less(*value, min);
        max = more(*value, max);
    }
    (total(sums) + sum, min, max)
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
    let (m2, m3, m4) = central_sums(values, mean);
    let (m2, m3, m4) = (m2 / n, m3 / n, m4 / n);
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
pub(crate) fn central_sums(values: &[f64], centre: f64) -> (f64, f64, f64) {
    (
        second(values, centre),
        third(values, centre),
        fourth(values, centre),
    )
}

// A pass for each power: of two sums made in one pass, the compiler keeps neither in vector registers.

/// Sum of the squares of the differences to `centre`.
pub(crate) fn second(values: &[f64], centre: f64) -> f64 {
    sum_of(values, |value| (value - centre) * (value - centre))
}

/// Sum of the cubes of the differences to `centre`.
pub(crate) fn third(values: &[f64], centre: f64) -> f64 {
    sum_of(values, |value| {
        let difference = value - centre;
        difference * difference * difference
    })
}

/// Sum of the fourth powers of the differences to `centre`.
pub(crate) fn fourth(values: &[f64], centre: f64) -> f64 {
    sum_of(values, |value| {
        let square = (value - centre) * (value - centre);
        square * square
    })
}

/// One operation on four numbers at a time: written so, the compiler keeps them together in vector registers.
fn lanes(a: [f64; 4], b: [f64; 4], f: impl Fn(f64, f64) -> f64) -> [f64; 4] {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}

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
