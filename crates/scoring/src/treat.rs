//! Outliers: winsorisation, logarithm, Box–Cox.

mod box_cox;
mod winsorise;

use fearless_simd::{Level, Simd, dispatch};
use zhibiao_model::framework::{Otherwise, Treatment};

use crate::{
    elementary::ln,
    fault::Faults,
    moments::{present, range, skew_and_kurtosis},
};

/// What was done to a column; the same is done to its values of other periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Treated {
    /// Nothing.
    Unchanged,
    /// Values were pulled into a range.
    Winsorised {
        /// Cells pulled up.
        low: usize,
        /// Cells pulled down.
        high: usize,
        /// The range.
        range: (f64, f64),
    },
    /// ln(x + shift).
    Log {
        /// What is added.
        shift: f64,
    },
    /// ((x + shift)^λ − 1)/λ.
    BoxCox {
        /// What is added.
        shift: f64,
        /// λ.
        lambda: f64,
    },
    /// Outliers remain; the column is as it was.
    StillSkewed,
    /// Its powers are no numbers, or the same but for rounding; the column is as it was.
    BeyondPowers,
}

/// What was done to a column, and its range then where that is known anyway.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TreatedColumn {
    pub(crate) how: Treated,
    pub(crate) range: Option<(f64, f64)>,
}

/// Room for a column, kept between columns.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    known: Vec<f64>,
}

/// What the engine does with a treatment.
pub(crate) trait Treat {
    /// Whether its parameters make sense.
    fn check(&self, path: &str, faults: &mut Faults);

    /// Treats a column in place, with the vector registers that there are. A constant column, or one of fewer than four
    /// values, is left as it is.
    fn apply<S: Simd>(&self, simd: S, column: &mut [f64], scratch: &mut Scratch) -> TreatedColumn;

    /// Treats a column in place as it is treated together with its values of other periods: the same limits, shift and
    /// power are found in each of them, without which bounds over all of them would be none.
    fn apply_over_panel(
        &self,
        column: &mut [f64],
        others: impl Iterator<Item = f64>,
        scratch: &mut Scratch,
    ) -> TreatedColumn;
}

impl Treat for Treatment {
    fn check(&self, path: &str, faults: &mut Faults) {
        match self {
            Self::None | Self::Log => {}
            Self::Winsorise {
                skew,
                kurtosis,
                max_points: _,
                otherwise: _,
            } => {
                faults.check(skew.is_finite() && *skew >= 0.0, &format!("{path}.skew"), || {
                    format!("is {skew}: give zero or more")
                });
                faults.check(kurtosis.is_finite(), &format!("{path}.kurtosis"), || {
                    format!("is {kurtosis}: give a number")
                });
            }
            Self::BoxCox { lambda } => {
                if let Some(lambda) = lambda {
                    faults.check((-5.0..=5.0).contains(lambda), &format!("{path}.lambda"), || {
                        format!("is {lambda}: give −5 to 5, or leave it out")
                    });
                }
            }
        }
    }

    // Inlined with all that most columns take: what is returned by way of memory costs a simulation more than to compute it.
    #[inline(always)]
    fn apply<S: Simd>(&self, simd: S, column: &mut [f64], scratch: &mut Scratch) -> TreatedColumn {
        let (how, known) = match self {
            Self::None => {
                return TreatedColumn {
                    how: Treated::Unchanged,
                    range: None,
                };
            }
            Self::Winsorise {
                max_points,
                skew,
                kurtosis,
                otherwise,
            } => {
                let limits = winsorise::Limits {
                    points: *max_points,
                    skew: *skew,
                    kurtosis: *kurtosis,
                };
                match winsorise::winsorise(simd, column, limits, &mut scratch.known) {
                    winsorise::Outcome::Passes { range } => {
                        let range = Some(range).filter(|(min, max)| min <= max);
                        return TreatedColumn {
                            how: Treated::Unchanged,
                            range,
                        };
                    }
                    winsorise::Outcome::Pulled { low, high, range } => {
                        (Treated::Winsorised { low, high, range }, Some(range))
                    }
                    winsorise::Outcome::Fails => (transform(*otherwise, column, limits), None),
                }
            }
            Self::Log => (log(column), None),
            Self::BoxCox { lambda } => (box_cox::transform(column, *lambda), None),
        };
        how.apply_to(column);
        TreatedColumn { how, range: known }
    }

    fn apply_over_panel(
        &self,
        column: &mut [f64],
        others: impl Iterator<Item = f64>,
        scratch: &mut Scratch,
    ) -> TreatedColumn {
        let how = match self {
            Self::None => Treated::Unchanged,
            Self::Winsorise { .. } | Self::Log | Self::BoxCox { .. } => {
                let mut panel: Vec<f64> = present(column).chain(others).collect();
                // In one order in every period, so that sums are the same to the bit.
                panel.sort_unstable_by(f64::total_cmp);
                let treated = dispatch!(Level::baseline(), simd => self.apply(simd, &mut panel, scratch));
                treated.how.counted_in(column)
            }
        };
        how.apply_to(column);
        TreatedColumn { how, range: None }
    }
}

/// What is done with a column that winsorisation could not mend.
#[inline(never)]
fn transform(otherwise: Otherwise, column: &[f64], limits: winsorise::Limits) -> Treated {
    let treated = match otherwise {
        Otherwise::None => return Treated::StillSkewed,
        Otherwise::Log => log(column),
        Otherwise::BoxCox => box_cox::transform(column, None),
    };
    let mut known: Vec<f64> = present(column).collect();
    treated.apply_to(&mut known);
    match skew_and_kurtosis(&known) {
        Some((skew, kurtosis)) if limits.outlying(skew, kurtosis) => Treated::StillSkewed,
        Some(_) | None => treated,
    }
}

#[inline(never)]
fn log(column: &[f64]) -> Treated {
    match range(column) {
        Some((min, max)) if min < max => Treated::Log {
            shift: 0.01 * (max - min) - min,
        },
        Some(_) | None => Treated::Unchanged,
    }
}

impl Treated {
    /// With the cells of a column that are pulled, before they are.
    fn counted_in(self, column: &[f64]) -> Self {
        match self {
            Self::Winsorised { range, .. } => Self::Winsorised {
                low: column.iter().filter(|value| **value < range.0).count(),
                high: column.iter().filter(|value| **value > range.1).count(),
                range,
            },
            Self::Unchanged
            | Self::Log { .. }
            | Self::BoxCox { .. }
            | Self::StillSkewed
            | Self::BeyondPowers => self,
        }
    }

    /// Does the same to other values; what it is not defined for becomes missing.
    #[inline(never)]
    pub(crate) fn apply_to(self, column: &mut [f64]) {
        match self {
            Self::Unchanged | Self::StillSkewed | Self::BeyondPowers => {}
            Self::Winsorised {
                range: (low, high), ..
            } => {
                for value in column {
                    // `clamp` would do the same to a missing cell, but not in vector registers.
                    *value = if *value < low { low } else { *value };
                    *value = if *value > high { high } else { *value };
                }
            }
            Self::Log { shift } => column.iter_mut().for_each(|value| *value = ln(*value + shift)),
            Self::BoxCox { shift, lambda } => column
                .iter_mut()
                .for_each(|value| *value = box_cox::power(*value + shift, lambda)),
        }
    }

    /// Whether it is by a power that `treatment` sought, and found at the bound of where it seeks.
    pub(crate) fn is_at_bound(self, treatment: &Treatment) -> bool {
        match (self, treatment) {
            (_, Treatment::BoxCox { lambda: Some(_) }) => false,
            (Self::BoxCox { lambda, .. }, _) => box_cox::is_at_bound(lambda),
            (
                Self::Unchanged
                | Self::Winsorised { .. }
                | Self::Log { .. }
                | Self::StillSkewed
                | Self::BeyondPowers,
                _,
            ) => false,
        }
    }

    /// The treated value that a raw one becomes; none outside the domain.
    #[must_use]
    pub fn of(self, value: f64) -> Option<f64> {
        let mut one = [value];
        self.apply_to(&mut one);
        crate::matrix::known(one[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFAULT: Treatment = Treatment::Winsorise {
        max_points: 5,
        skew: 2.0,
        kurtosis: 3.5,
        otherwise: Otherwise::Log,
    };

    fn treated(method: &Treatment, column: &[f64]) -> (Treated, Vec<f64>) {
        let mut column = column.to_vec();
        let TreatedColumn { how, range } = dispatch!(crate::registers::registers(), simd => method.apply(simd, &mut column, &mut Scratch::default()));
        assert!(
            range.is_none() || range == crate::moments::range(&column),
            "{range:?}"
        );
        (how, column)
    }

    #[test]
    fn the_outermost_values_are_pulled_in() {
        let mut column: Vec<f64> = (1..=20).map(f64::from).collect();
        column.extend([300.0, f64::NAN]);
        let (what, after) = treated(&DEFAULT, &column);
        assert_eq!(
            what,
            Treated::Winsorised {
                low: 0,
                high: 1,
                range: (1.0, 20.0)
            }
        );
        assert_eq!(after[20], 20.0);
        assert!(after[21].is_nan());
        let mirrored: Vec<f64> = column.iter().map(|value| -value).collect();
        assert_eq!(treated(&DEFAULT, &mirrored).1[20], -20.0);
    }

    #[test]
    fn what_winsorisation_cannot_mend_is_transformed_or_left() {
        let mut column: Vec<f64> = (1..=20).map(f64::from).collect();
        column.extend([100.0, 200.0, 400.0]);
        let one_point = |otherwise| Treatment::Winsorise {
            max_points: 1,
            skew: 2.0,
            kurtosis: 3.5,
            otherwise,
        };
        for otherwise in [Otherwise::Log, Otherwise::BoxCox] {
            let (what, after) = treated(&one_point(otherwise), &column);
            assert!(
                matches!(what, Treated::Log { .. } | Treated::BoxCox { .. }),
                "{what:?}"
            );
            assert!(after.windows(2).all(|pair| pair[0] < pair[1]), "the order stays");
        }
        let (what, after) = treated(&one_point(Otherwise::None), &column);
        assert_eq!((what, after), (Treated::StillSkewed, column));
    }

    #[test]
    fn columns_without_spread_stay() {
        for method in [&DEFAULT, &Treatment::Log, &Treatment::BoxCox { lambda: None }] {
            for column in [&[2.0; 6][..], &[1.0], &[]] {
                assert_eq!(treated(method, column), (Treated::Unchanged, column.to_vec()));
            }
            assert!(
                treated(method, &[f64::NAN; 3])
                    .1
                    .iter()
                    .all(|value| value.is_nan())
            );
        }
    }

    #[test]
    fn zeros_and_negatives_can_be_transformed() {
        for method in [
            Treatment::Log,
            Treatment::BoxCox { lambda: None },
            Treatment::BoxCox { lambda: Some(0.0) },
        ] {
            let (_, after) = treated(&method, &[-5.0, 0.0, 1.0, 100.0, 7.0]);
            assert!(
                after.iter().all(|value| value.is_finite()),
                "{method:?} {after:?}"
            );
        }
    }
}
