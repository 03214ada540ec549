//! One scale for all columns.

use serde::{Deserialize, Serialize};

/// How a column gets the common scale. Source: OECD/JRC Handbook (2008), step 5, unless a method names its own.
///
/// x⁻ and x⁺ are the worst and the best value under the indicator's direction. Every result is higher-is-better, but
/// for [`Normalisation::AsIs`]. A column in which all units have the same value separates nobody: each unit gets the
/// middle of the scale, with a warning; fixed posts and a target that all have reached still have their place for it. Cells outside a method's domain become missing, with a warning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Normalisation {
    /// low + (high − low)·(x − x⁻)/(x⁺ − x⁻). Range low…high.
    MinMax {
        /// What the worst value becomes.
        #[serde(default)]
        low: f64,
        /// What the best value becomes.
        #[serde(default = "high")]
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
        #[serde(default = "spread")]
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
        #[serde(default = "high")]
        high: f64,
        /// Whether logarithms are compared.
        #[serde(default)]
        log: bool,
        /// Whether values beyond a post count as the post.
        #[serde(default = "cap")]
        cap: bool,
    },
    /// (x − x⁻)/(target − x⁻); 1 for all where the worst is at the target already. Range 0…1 when capped.
    DistanceToTarget {
        /// The target, in the indicator's unit.
        target: f64,
        /// Whether what is beyond the target counts as the target.
        #[serde(default = "cap")]
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
    /// 1 + units that are worse. Range 1…n; (1 + n)/2 where all are the same.
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
        #[serde(default = "base")]
        base: f64,
        /// Points between the two.
        #[serde(default = "span")]
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
    /// The whole panel's, other periods included: scores of different periods can be compared. Outliers are treated over
    /// the whole panel too, so that limits, shift and power are the same in each period.
    Panel,
}

impl Default for Normalisation {
    fn default() -> Self {
        Self::MinMax {
            low: 0.0,
            high: Self::HIGH,
            bounds: Bounds::Period,
        }
    }
}

fn high() -> f64 {
    Normalisation::HIGH
}

fn spread() -> f64 {
    Normalisation::SPREAD
}

fn base() -> f64 {
    Normalisation::BASE
}

fn span() -> f64 {
    Normalisation::SPAN
}

fn cap() -> bool {
    true
}

impl Normalisation {
    /// What the best value becomes, unless it is said otherwise.
    pub const HIGH: f64 = 100.0;
    /// Standard deviation of z-scores, unless it is said otherwise.
    pub const SPREAD: f64 = 1.0;
    /// Points of the unacceptable value, unless it is said otherwise.
    pub const BASE: f64 = 60.0;
    /// Points between the unacceptable and the satisfactory value, unless it is said otherwise.
    pub const SPAN: f64 = 40.0;

    /// Whether the result is the column itself, which a direction still belongs to.
    #[must_use]
    pub fn keeps_direction(&self) -> bool {
        *self == Self::AsIs
    }

    /// Whether values of other periods count.
    #[must_use]
    pub fn reads_panel(&self) -> bool {
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

    /// Whether it is known without data that a column gets negative values, unless all of it is the same.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match self {
            // Some are below the mean. Where that is positive, whether they are below zero only the figures can show; so it
            // is of what lies beyond given posts.
            Self::ZScore { mean, .. } => *mean <= 0.0,
            Self::MinMax { low, .. } => *low < 0.0,
            Self::Goalposts { high, .. } => *high < 0.0,
            Self::Efficacy {
                base, unacceptable, ..
            } => *base < 0.0 && unacceptable.is_none(),
            Self::DistanceToTarget { .. }
            | Self::DistanceToReference { .. }
            | Self::FractionOfMaximum
            | Self::PercentileRank
            | Self::Rank
            | Self::Borda
            | Self::Vector
            | Self::Sum
            | Self::AsIs => false,
        }
    }

    /// Whether it is given values in the indicator's unit, which stand nowhere on another scale.
    #[must_use]
    pub fn is_in_unit(&self) -> bool {
        match self {
            Self::Goalposts { .. } | Self::DistanceToTarget { .. } => true,
            Self::Efficacy {
                satisfactory,
                unacceptable,
                ..
            } => satisfactory.is_some() || unacceptable.is_some(),
            Self::MinMax { .. }
            | Self::ZScore { .. }
            | Self::DistanceToReference { .. }
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
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
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
}
