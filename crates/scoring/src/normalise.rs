//! One scale for all columns, on which higher is better.

mod linear;
mod ordinal;
mod ratio;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::{fault::Faults, framework::Direction};

/// How a column gets the common scale. Source: OECD/JRC Handbook (2008), step 5, unless a method names its own.
///
/// x⁻ and x⁺ are the worst and the best value under the indicator's direction. Every result is higher-is-better, but
/// for [`Normalisation::AsIs`]. A column in which all units have the same value separates nobody: each unit gets the
/// middle of the scale, with a warning. Cells outside a method's domain become missing, with a warning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Normalisation {
    /// low + (high − low)·(x − x⁻)/(x⁺ − x⁻). Range low…high.
    MinMax {
        /// What the worst value becomes.
        #[serde(default)]
        low: f64,
        /// What the best value becomes.
        #[serde(default = "hundred")]
        high: f64,
        /// Over which values x⁻ and x⁺ are taken.
        #[serde(default)]
        bounds: Bounds,
    },
    /// mean + spread·(x − x̄)/s, negated for down; s with divisor n − 1. Unbounded.
    ZScore {
        /// Mean of the result.
        #[serde(default)]
        mean: f64,
        /// Standard deviation of the result.
        #[serde(default = "one")]
        spread: f64,
        /// Over which values x̄ and s are taken.
        #[serde(default)]
        bounds: Bounds,
    },
    /// Min-max between fixed posts instead of the observed range; with `log` on ln x. Range low…high when capped.
    /// Source: UNDP, Human Development Report, technical note 1.
    Goalposts {
        /// The lower post, in the indicator's unit.
        lower: f64,
        /// The upper post.
        upper: f64,
        /// What the worse post becomes.
        #[serde(default)]
        low: f64,
        /// What the better post becomes.
        #[serde(default = "hundred")]
        high: f64,
        /// Whether logarithms are compared.
        #[serde(default)]
        log: bool,
        /// Whether values beyond a post count as the post.
        #[serde(default = "yes")]
        cap: bool,
    },
    /// (x − x⁻)/(target − x⁻). Range 0…1 when capped.
    DistanceToTarget {
        /// The target, in the indicator's unit.
        target: f64,
        /// Whether what is beyond the target counts as the target.
        #[serde(default = "yes")]
        cap: bool,
    },
    /// 1 + (x − x_ref)/(x⁺ − x⁻)·sign: 1 is the reference unit, above is better. Range 0…2.
    DistanceToReference {
        /// Code of the unit.
        unit: String,
    },
    /// x/x⁺ for up, x⁺/x for down; positive values only. Range 0…1.
    FractionOfMaximum,
    /// 100·(units that are worse + half of those that tie)/(n − 1). Range 0…100; 50 for one unit.
    PercentileRank,
    /// 1 + units that are worse. Range 1…n.
    Rank,
    /// Units that are worse + half of those that tie: Borda's count. Range 0…n − 1; the sum is the same for every column.
    Borda,
    /// x/√Σx² for up, 1 − x/√Σx² for down. Range 0…1 for values that are not negative.
    Vector,
    /// x/Σx for up, (1/x)/Σ(1/x) for down; values that are not negative, for down positive. Range 0…1.
    Sum,
    /// 功效系数: base + span·(x − x_unacceptable)/(x_satisfactory − x_unacceptable); else x⁺ and x⁻ stand in.
    /// Range base…base + span between the two.
    Efficacy {
        /// Satisfactory value (满意值), in the indicator's unit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        satisfactory: Option<f64>,
        /// Unacceptable value (不容许值).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unacceptable: Option<f64>,
        /// Points of the unacceptable value.
        #[serde(default = "sixty")]
        base: f64,
        /// Points between the two.
        #[serde(default = "forty")]
        span: f64,
    },
    /// x: a score already, or a column for an aggregation that knows directions and scales itself.
    AsIs,
}

/// Over which values bounds are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bounds {
    /// The period's: ranks of a period are its own.
    #[default]
    Period,
    /// The whole panel's, other periods included: scores of different periods can be compared.
    Panel,
}

impl Default for Normalisation {
    fn default() -> Self {
        Self::MinMax {
            low: 0.0,
            high: 100.0,
            bounds: Bounds::Period,
        }
    }
}

/// What a column is normalised by, beyond itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) direction: Direction,
    /// Values of other periods, treated as the column was.
    pub(crate) panel: &'a [f64],
    /// The column's range, where it is known already.
    pub(crate) range: Option<(f64, f64)>,
    /// Row of the reference unit.
    pub(crate) reference: Option<usize>,
}

/// What came of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Normalised,
    /// All values are the same.
    Constant,
    /// The method is not defined for the column: all of it is missing.
    Undefined,
}

impl Normalisation {
    /// Whether the result is the column itself, which a direction still belongs to.
    pub(crate) fn keeps_direction(&self) -> bool {
        *self == Self::AsIs
    }

    /// Whether values of other periods count.
    pub(crate) fn reads_panel(&self) -> bool {
        matches!(
            self,
            Self::MinMax {
                bounds: Bounds::Panel,
                ..
            } | Self::ZScore {
                bounds: Bounds::Panel,
                ..
            }
        )
    }

    /// Whether it is known without data that results may be negative.
    pub(crate) fn may_be_negative(&self) -> bool {
        match self {
            Self::ZScore { .. } => true,
            Self::MinMax { low, high, .. } => low.min(*high) < 0.0,
            Self::Goalposts { low, high, cap, .. } => !cap || low.min(*high) < 0.0,
            Self::DistanceToTarget { cap, .. } => !cap,
            Self::Efficacy { base, .. } => *base < 0.0,
            Self::DistanceToReference { .. }
            | Self::FractionOfMaximum
            | Self::PercentileRank
            | Self::Rank
            | Self::Borda
            | Self::Vector
            | Self::Sum
            | Self::AsIs => false,
        }
    }

    /// The unit that it refers to.
    pub(crate) fn reference(&self) -> Option<&str> {
        match self {
            Self::DistanceToReference { unit } => Some(unit),
            Self::MinMax { .. }
            | Self::ZScore { .. }
            | Self::Goalposts { .. }
            | Self::DistanceToTarget { .. }
            | Self::FractionOfMaximum
            | Self::PercentileRank
            | Self::Rank
            | Self::Borda
            | Self::Vector
            | Self::Sum
            | Self::Efficacy { .. }
            | Self::AsIs => None,
        }
    }

    pub(crate) fn check(&self, path: &str, direction: Direction, faults: &mut Faults) {
        match self {
            Self::MinMax { low, high, bounds: _ } => ordered(path, ("low", *low), ("high", *high), faults),
            Self::ZScore {
                mean,
                spread,
                bounds: _,
            } => {
                finite(path, "mean", *mean, faults);
                positive(path, "spread", *spread, faults);
            }
            Self::Goalposts {
                lower,
                upper,
                low,
                high,
                log,
                cap: _,
            } => {
                ordered(path, ("lower", *lower), ("upper", *upper), faults);
                ordered(path, ("low", *low), ("high", *high), faults);
                faults.check(!log || *lower > 0.0, &format!("{path}.lower"), || {
                    format!("is {lower}: posts on a logarithmic scale are positive")
                });
            }
            Self::DistanceToTarget { target, cap: _ } => finite(path, "target", *target, faults),
            Self::Efficacy {
                satisfactory,
                unacceptable,
                base,
                span,
            } => {
                finite(path, "base", *base, faults);
                positive(path, "span", *span, faults);
                if let (Some(good), Some(bad)) = (satisfactory, unacceptable) {
                    let better = (good - bad) * direction.sign() > 0.0;
                    faults.check(better, &format!("{path}.satisfactory"), || {
                        format!("{good} is not better than the unacceptable {bad}")
                    });
                }
            }
            Self::DistanceToReference { .. }
            | Self::FractionOfMaximum
            | Self::PercentileRank
            | Self::Rank
            | Self::Borda
            | Self::Vector
            | Self::Sum
            | Self::AsIs => {}
        }
    }

    /// Normalises a column in place.
    pub(crate) fn apply(&self, column: &mut [f64], context: &Context<'_>) -> Outcome {
        let direction = context.direction;
        match self {
            Self::MinMax { low, high, bounds } => {
                let over = linear::range(column, context, *bounds);
                linear::between(column, direction, over, (*low, *high), false)
            }
            Self::ZScore { mean, spread, bounds } => {
                linear::standardise(column, context, *bounds, (*mean, *spread))
            }
            Self::Goalposts {
                lower,
                upper,
                low,
                high,
                log,
                cap,
            } => {
                let posts = linear::Posts {
                    range: (*lower, *upper),
                    log: *log,
                };
                linear::goalposts(column, direction, posts, (*low, *high), *cap)
            }
            Self::DistanceToTarget { target, cap } => linear::to_target(column, direction, *target, *cap),
            Self::DistanceToReference { .. } => linear::to_reference(column, context),
            Self::Efficacy {
                satisfactory,
                unacceptable,
                base,
                span,
            } => linear::efficacy(column, direction, (*unacceptable, *satisfactory), (*base, *span)),
            Self::PercentileRank => ordinal::percentile(column, direction),
            Self::Rank => ordinal::rank(column, direction),
            Self::Borda => ordinal::borda(column, direction),
            Self::FractionOfMaximum => ratio::of_best(column, direction),
            Self::Vector => ratio::vector(column, direction),
            Self::Sum => ratio::sum_to_one(column, direction),
            Self::AsIs => Outcome::Normalised,
        }
    }
}

fn finite(path: &str, name: &str, value: f64, faults: &mut Faults) {
    faults.check(value.is_finite(), &format!("{path}.{name}"), || {
        format!("is {value}: give a number")
    });
}

fn positive(path: &str, name: &str, value: f64, faults: &mut Faults) {
    faults.check(
        value.is_finite() && value > 0.0,
        &format!("{path}.{name}"),
        || format!("is {value}: give a positive number"),
    );
}

fn ordered(path: &str, (name, low): (&str, f64), (above, high): (&str, f64), faults: &mut Faults) {
    finite(path, name, low, faults);
    finite(path, above, high, faults);
    faults.check(low < high, &format!("{path}.{name}"), || {
        format!("is {low}, not below {above} {high}")
    });
}

fn one() -> f64 {
    1.0
}

fn hundred() -> f64 {
    100.0
}

fn sixty() -> f64 {
    60.0
}

fn forty() -> f64 {
    40.0
}

fn yes() -> bool {
    true
}
