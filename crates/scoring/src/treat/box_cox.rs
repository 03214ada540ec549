//! The Box–Cox transformation with λ of greatest profile likelihood:
//! ℓ(λ) = −n/2·ln σ̂²(λ) + (λ − 1)·Σ ln x. Source: Box & Cox, *An analysis of transformations* (1964).

use super::Treated;
use crate::{
    elementary::{exp, ln, pow},
    moments::{present, range, variance},
};

/// Powers nearer to 1 than this are summed up from their series: the difference to 1 would have lost its digits.
const NEAR: f64 = 1e-4;

/// Powers whose deviation is a lesser share of their size than this have six digits or fewer of what differs: rounding is
/// part of it.
const LEAST_SPREAD: f64 = 1e-10;

/// Between minus this and this the likeliest power is sought: beyond squares and their reciprocals little is left of a
/// figure's size.
const BOUND: f64 = 2.0;

/// Whether a power that was sought is that of greatest likelihood only because none was sought beyond.
pub(super) fn is_at_bound(lambda: f64) -> bool {
    BOUND - lambda.abs() < 1e-6
}

/// (x^λ − 1)/λ, ln x for λ = 0; NaN for a value that is not positive.
pub(super) fn power(value: f64, lambda: f64) -> f64 {
    if value <= 0.0 {
        return f64::NAN;
    }
    let log = ln(value);
    let exponent = lambda * log;
    if exponent.abs() < NEAR {
        log * (1.0 + exponent / 2.0 * (1.0 + exponent / 3.0 * (1.0 + exponent / 4.0)))
    } else {
        (pow(value, lambda) - 1.0) / lambda
    }
}

pub(super) fn transform(column: &[f64], lambda: Option<f64>) -> Treated {
    let Some((min, max)) = range(column).filter(|(min, max)| min < max) else {
        return Treated::Unchanged;
    };
    let shift = if min > 0.0 { 0.0 } else { 0.01 * (max - min) - min };
    let known: Vec<f64> = present(column).map(|value| value + shift).collect();
    let lambda = lambda.unwrap_or_else(|| likeliest(&in_own_unit(&known)));
    let powers: Vec<f64> = known.iter().map(|value| power(*value, lambda)).collect();
    match are_apart(&powers) {
        true => Treated::BoxCox { shift, lambda },
        false => Treated::BeyondPowers,
    }
}

/// Whether powers are numbers, and differ by more than rounding.
fn are_apart(powers: &[f64]) -> bool {
    let size = range(powers).map_or(0.0, |(min, max)| min.abs().max(max.abs()));
    // In shares of their size, so that their squares are numbers too.
    let shares: Vec<f64> = powers.iter().map(|power| power / size).collect();
    let spread = variance(&shares).unwrap_or_default();
    size.is_finite() && spread.sqrt() > LEAST_SPREAD
}

/// Values over their geometric mean. The likeliest power does not depend on the unit of measure, but large numbers to small
/// powers leave nothing of their differences.
fn in_own_unit(values: &[f64]) -> Vec<f64> {
    let logs: f64 = values.iter().map(|value| ln(*value)).sum();
    let mean = exp(logs / values.len() as f64);
    values.iter().map(|value| value / mean).collect()
}

/// Golden-section search; the profile likelihood of the power family has one maximum.
fn likeliest(values: &[f64]) -> f64 {
    let logs: f64 = values.iter().map(|value| ln(*value)).sum();
    let likelihood = |lambda: f64| {
        let powers: Vec<f64> = values.iter().map(|value| power(*value, lambda)).collect();
        let spread = variance(&powers).unwrap_or(f64::INFINITY);
        let likelihood = -(values.len() as f64) / 2.0 * ln(spread) + (lambda - 1.0) * logs;
        if likelihood.is_nan() {
            f64::NEG_INFINITY
        } else {
            likelihood
        }
    };
    let golden = (5_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (-BOUND, BOUND);
    for _ in 0..60 {
        let (a, b) = (high - golden * (high - low), low + golden * (high - low));
        if likelihood(a) >= likelihood(b) {
            high = b;
        } else {
            low = a;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_normal_quantiles_are_found_again() {
        // Quantiles of a standard normal at (i − ½)/9, to four places.
        let normal = [
            -1.5932, -0.9674, -0.5895, -0.2822, 0.0, 0.2822, 0.5895, 0.9674, 1.5932,
        ];
        let logs: Vec<f64> = normal.iter().map(|z: &f64| exp(*z)).collect();
        assert!(likeliest(&logs).abs() < 0.05, "{}", likeliest(&logs));
        let squares: Vec<f64> = normal.iter().map(|z| (z + 10.0_f64).powi(2)).collect();
        assert!((likeliest(&squares) - 0.5).abs() < 0.1, "{}", likeliest(&squares));
    }

    #[test]
    fn the_likeliest_power_does_not_depend_on_the_unit_of_measure() {
        let column: Vec<f64> = (0..40_u32)
            .map(|at| 59.0 + f64::from(at * at * at) / 7.0)
            .collect();
        let lambda = |unit: f64| {
            let column: Vec<f64> = column.iter().map(|value| value * unit).collect();
            let Treated::BoxCox { lambda, .. } = transform(&column, None) else {
                panic!("{unit}: it has a power");
            };
            lambda
        };
        for unit in [1e-8, 1e4, 1e8, 1e14] {
            assert!(
                (lambda(unit) - lambda(1.0)).abs() < 1e-6,
                "{unit}: {}",
                lambda(unit)
            );
        }
    }

    /// High powers of large numbers are no numbers, and low ones are all the same.
    #[test]
    fn powers_that_are_no_numbers_or_all_the_same_are_told() {
        let of = |unit: f64, lambda: f64| {
            let column = [1.0, 2.0, 5.0, 9.0].map(|value| value * unit);
            transform(&column, Some(lambda))
        };
        for (unit, lambda, lost) in [
            (1e59, 5.0, false),
            (1e100, 5.0, true),
            (1e50, 3.0, false),
            (1e50, -1.0, true),
            (1e8, -2.0, true),
            (1e8, -0.5, false),
            (1.0, -2.0, false),
            (1e-100, -5.0, true),
            (1e-50, 1.0, true),
        ] {
            let treated = of(unit, lambda);
            assert_eq!(
                treated == Treated::BeyondPowers,
                lost,
                "{unit} {lambda}: {treated:?}"
            );
        }
    }

    /// By the series to the next term; 300.5 is as far off as 1 is from its power.
    #[test]
    fn powers_next_to_the_logarithm_keep_their_digits() {
        for lambda in [1e-18, 1e-12, -1e-12, 1e-7] {
            for value in [1e-60, 0.5, 300.5, 1e60] {
                let wanted = ln(value) * (1.0 + lambda * ln(value) / 2.0);
                let found = power(value, lambda);
                assert!(
                    (found / wanted - 1.0).abs() < 1e-9,
                    "{value} {lambda}: {found} for {wanted}"
                );
            }
        }
        // No step where the series ends.
        let (below, above) = (power(2.0, 1.4426e-4), power(2.0, 1.4428e-4));
        assert!((below / above - 1.0).abs() < 1e-8, "{below} {above}");
    }

    #[test]
    fn the_likelihood_is_greatest_at_the_root() {
        assert!(power(0.0, 0.5).is_nan());
        assert_eq!(power(1.0, 0.0), 0.0);
        assert!((power(2.0, 1e-9) - ln(2.0)).abs() < 1e-6);
    }
}
