//! From components to a score.

use serde::{Deserialize, Serialize};

/// How components become a score; higher is better for all. Source of the means: OECD/JRC Handbook (2008), step 6.
///
/// A component that a unit lacks is left out and the weights of the others are divided by their sum, as long as the
/// aggregate's least availability is met. Components of weight zero count for nothing. Where a method is not defined
/// for a unit (a negative value under a geometric mean), that unit has no score, with a warning.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Aggregation {
    /// Σ w·x. Range: between the least and the greatest component. Fully compensating.
    #[default]
    Arithmetic,
    /// Π x^w. Range: between the least and the greatest component. A component of zero makes the score zero, with a warning; not defined for negative ones.
    Geometric,
    /// 1/Σ(w/x). Range, zero and negative components as under the geometric mean. Source: Hardy, Littlewood & Pólya,
    /// *Inequalities* (1934).
    Harmonic,
    /// (Σ w·x^p)^(1/p). Range: between the least and the greatest component. Not defined for negative components; zero makes
    /// the score zero where p < 0. Source: Hardy, Littlewood & Pólya, *Inequalities* (1934).
    Power {
        /// p, −20 to 20, at least 0.000001 away from 0: that is the geometric mean.
        exponent: f64,
    },
    /// The median of the components, whatever their weights. Range: between the least and the greatest component. Source:
    /// David & Nagaraja, *Order Statistics* (2003).
    Median,
    /// The least component, whatever the weights: no compensation at all. Range: of the components. Source: the power mean as
    /// p → −∞, Hardy, Littlewood & Pólya (1934).
    Minimum,
    /// Units beaten less units lost to, where a beats b if it is better in components of more weight than b is: of more
    /// than half of it where those in which they tie count half for each. A component that either lacks counts for
    /// neither.
    /// Range −(n−1)…n−1; a unit alone has 0. Source: Munda & Nardo, *Noncompensatory/nonlinear composite indicators*
    /// (2009); Copeland (1951).
    Copeland,
    /// d⁻/(d⁺ + d⁻), Euclidean distances of w·x to the worst and the best of each component. Range 0…1; 0.5 when all
    /// units are the same. Vector normalisation makes it the textbook's. Source: Hwang & Yoon (1981).
    Topsis,
    /// 1 − Q with Q = v·(S − S*)/(S⁻ − S*) + (1 − v)·(R − R*)/(R⁻ − R*), S the weighted sum and R the greatest of the
    /// weighted distances to the best. Range 0…1. Scales itself and knows directions. Source: Opricovic & Tzeng (2004).
    Vikor {
        /// v, the weight of the majority. Default 0.5.
        #[serde(default = "v")]
        v: f64,
    },
    /// 灰色关联: Σ w·(Δmin + ρΔmax)/(Δ + ρΔmax), Δ the distance to the best of each component. Range ρ/(1+ρ)…1; 1 when
    /// all units are the same. Source: Deng (1989).
    GreyRelational {
        /// ρ, the distinguishing coefficient. Default 0.5.
        #[serde(default = "rho")]
        rho: f64,
    },
    /// Q/Qmax, Q = S⁺ + ΣS⁻/(S⁻·Σ 1/S⁻) over sum-normalised, weighted benefits and costs; S⁺ alone without costs.
    /// Range 0…1; values are not negative. Who has no cost above zero, missing or not, has no score where there are
    /// costs. Scales itself and knows directions. Source: Zavadskas & Kaklauskas (1996).
    Copras,
    /// Mean of the normalised weighted distances above and below the average. Range 0…1; averages are positive.
    /// Scales itself and knows directions. Source: Keshavarz Ghorabaee et al. (2015).
    Edas,
    /// Net outranking flow Σ(π(a,b) − π(b,a))/(n−1). Range −1…1; a unit alone has 0. Knows directions.
    /// Source: Brans & Vincke (1985).
    PrometheeIi {
        /// How a difference becomes a preference.
        #[serde(default)]
        preference: Preference,
    },
    /// Π x^(±w), costs with −w. Range 0…∞. Units of measure do not matter to the order. Positive values; zero only as a benefit.
    /// Knows directions. Source: Triantaphyllou & Mann (1989).
    WeightedProduct,
}

/// How a difference becomes a preference between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub enum Preference {
    /// 1 for any difference.
    Usual,
    /// The difference over the component's range.
    #[default]
    Range,
    /// 0 up to `indifference`, 1 from `preference` on, linear between; in the components' scale.
    Linear {
        /// q.
        indifference: f64,
        /// p.
        preference: f64,
    },
}

fn v() -> f64 {
    Aggregation::V
}

fn rho() -> f64 {
    Aggregation::RHO
}

impl Aggregation {
    /// The weight of the majority under VIKOR, unless it is said otherwise.
    pub const V: f64 = 0.5;
    /// The distinguishing coefficient of grey relations, unless it is said otherwise.
    pub const RHO: f64 = 0.5;

    /// Whether every unit is compared with every other.
    #[must_use]
    pub fn compares_pairs(&self) -> bool {
        matches!(self, Self::Copeland | Self::PrometheeIi { .. })
    }

    /// Whether scores may be negative, given whether `components` may be.
    #[must_use]
    pub fn may_be_negative(&self, components: bool) -> bool {
        match self {
            Self::Arithmetic | Self::Median | Self::Minimum => components,
            Self::Copeland | Self::PrometheeIi { .. } => true,
            Self::Geometric
            | Self::Harmonic
            | Self::Power { .. }
            | Self::Topsis
            | Self::Vikor { .. }
            | Self::GreyRelational { .. }
            | Self::Copras
            | Self::Edas
            | Self::WeightedProduct => false,
        }
    }
}
