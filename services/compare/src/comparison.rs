//! One value beside another: difference, ratio, growth. Pure.
//!
//! A result that would mislead is absent: a ratio to zero or to a negative base has no meaning as "times as much", and
//! a scale whose zero is a convention (℃, dB, places in a ranking) has no ratios at all.

use zhibiao_model::unit::{Base, Unit};

/// How a value stands to another of the same indicator.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparison {
    /// Value less the base's, in the indicator's unit; percentage points where the unit is %. Absent when a double
    /// can't hold it.
    pub difference: Option<f64>,
    /// Value over the base's; absent where the base is zero or negative, or the unit has no true zero.
    pub ratio: Option<f64>,
}

/// Compares a value with the base's, both in the unit.
#[must_use]
pub fn compare(value: f64, base: f64, unit: &Unit) -> Comparison {
    Comparison {
        difference: finite(value - base),
        ratio: ratio(value, base, unit),
    }
}

/// Growth since an earlier value, in %; absent where that is zero or negative, or the unit has no true zero.
#[must_use]
pub fn growth_percent(value: f64, earlier: f64, unit: &Unit) -> Option<f64> {
    // Through the difference: `value / earlier - 1` loses the digits of small growth.
    ratio(value - earlier, earlier, unit).and_then(|share| finite(100.0 * share))
}

/// Growth a year since a value so many years earlier, in %, as if it had been the same each year (compound annual growth
/// rate): 100·((value/earlier)^(1/years) − 1). Absent where growth is, where the value is negative, and where the other is
/// not an earlier one.
#[must_use]
pub fn annual_growth_percent(value: f64, earlier: f64, years: f64, unit: &Unit) -> Option<f64> {
    let share = ratio(value - earlier, earlier, unit).filter(|_| value >= 0.0 && years > 0.0)?;
    // ln(1 + share) keeps the digits of small growth; of −1, a fall to zero, it is −∞ and the result −100.
    finite(100.0 * (share.ln_1p() / years).exp_m1())
}

/// Whether zero means none of the quantity, so that "twice as much" means something.
#[must_use]
pub fn has_true_zero(unit: &Unit) -> bool {
    unit.dimension().factors().all(|(base, _)| match base {
        Base::Temperature | Base::Sound | Base::Rank => false,
        Base::Money(_)
        | Base::Count
        | Base::People
        | Base::Households
        | Base::Visits
        | Base::Area
        | Base::Length
        | Base::Volume
        | Base::Mass
        | Base::CoalEquivalent
        | Base::CarbonDioxide
        | Base::Power
        | Base::ApparentPower
        | Base::Voltage
        | Base::Energy
        | Base::Duration
        | Base::Months
        | Base::WorkingDays
        | Base::Data
        | Base::Computing
        | Base::Containers
        | Base::Score
        | Base::PercentagePoints => true,
    })
}

fn ratio(value: f64, base: f64, unit: &Unit) -> Option<f64> {
    (base > 0.0 && has_true_zero(unit))
        .then_some(value / base)
        .and_then(finite)
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(symbol: &str) -> Unit {
        Unit::parse(symbol).unwrap()
    }

    #[test]
    fn per_cent_differ_by_points() {
        let compared = compare(12.5, 10.0, &unit("%"));
        assert_eq!(
            compared,
            Comparison {
                difference: Some(2.5),
                ratio: Some(1.25)
            }
        );
    }

    #[test]
    fn a_base_that_is_not_positive_has_no_ratio() {
        for base in [0.0, -0.0, -3.0] {
            assert_eq!(compare(6.0, base, &unit("亿元")).ratio, None);
            assert_eq!(growth_percent(6.0, base, &unit("亿元")), None);
        }
        assert_eq!(compare(6.0, -3.0, &unit("亿元")).difference, Some(9.0));
        assert_eq!(compare(-6.0, 3.0, &unit("亿元")).ratio, Some(-2.0));
        assert_eq!(growth_percent(-6.0, 3.0, &unit("亿元")), Some(-300.0));
    }

    #[test]
    fn growth_of_several_years_is_told_by_the_year() {
        let growth = |value, earlier, years| annual_growth_percent(value, earlier, years, &unit("亿元"));
        let near = |found: Option<f64>, expected: f64| (found.unwrap() - expected).abs() < 1e-9;
        assert!(near(growth(121.0, 100.0, 2.0), 10.0));
        assert!(near(growth(50.0, 100.0, 1.0), -50.0));
        assert!(near(growth(144.0, 100.0, 0.5), 107.36));
        assert_eq!(growth(0.0, 100.0, 3.0), Some(-100.0));
        for (value, earlier, years) in [
            (1.0, 0.0, 1.0),
            (-1.0, 1.0, 2.0),
            (2.0, 1.0, 0.0),
            (2.0, 1.0, -1.0),
        ] {
            assert_eq!(
                growth(value, earlier, years),
                None,
                "{value} after {earlier} in {years}"
            );
        }
        assert_eq!(annual_growth_percent(20.0, 10.0, 1.0, &unit("℃")), None);
    }

    #[test]
    fn scales_without_true_zero_have_differences_only() {
        for symbol in ["℃", "分贝", "名次"] {
            let compared = compare(20.0, 10.0, &unit(symbol));
            assert_eq!(
                compared,
                Comparison {
                    difference: Some(10.0),
                    ratio: None
                },
                "{symbol}"
            );
            assert_eq!(growth_percent(20.0, 10.0, &unit(symbol)), None, "{symbol}");
        }
    }

    #[test]
    fn small_growth_keeps_its_digits() {
        let grown = growth_percent(1e9 + 1.0, 1e9, &unit("元")).unwrap();
        assert!((grown - 1e-7).abs() < 1e-22, "{grown:e}");
    }

    proptest! {
        #[test]
        fn nothing_is_ever_not_finite(
            value in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
            base in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
        ) {
            let unit = unit("亿元");
            let compared = compare(value, base, &unit);
            for result in [compared.difference, compared.ratio, growth_percent(value, base, &unit)] {
                prop_assert!(result.is_none_or(f64::is_finite));
            }
        }
    }
}
