//! Weights of components: given, judged, or read off the data.

use serde::{Deserialize, Serialize};

/// How components are weighted. Weights sum to 1, but for the benefit of the doubt.
///
/// A framework in which a method can never read weights off the values, whatever the data by which units differ, is refused:
/// Gini coefficients and entropies take no negative ones, such as z-scores around 0 have, MEREC none of zero, such as the
/// worst has under min-max from 0. Where the data decide, as beyond open posts, it is not. Data that give no weights
/// (constant columns, too few units, values outside the method's domain) give equal ones, with a warning. Missing cells are
/// skipped.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Weighting {
    /// As the framework gives them, divided by their sum.
    #[default]
    Given,
    /// 1/n.
    Equal,
    /// 熵权: (1 − E)/Σ(1 − E), E = −Σ p·ln p/ln n, p = x/Σx. Values are not negative; costs that are not normalised are
    /// turned round by min-max, and taken as they are without it.
    /// Source: Shannon (1948); as used by Elsayed et al. (2017). Chinese handbooks scale by min-max first.
    Entropy {
        /// How columns are scaled first; default not at all.
        #[serde(default = "entropy_scale")]
        scale: Scale,
    },
    /// σ·Σ(1 − r) over the correlations with the other components, divided by the sum. Costs that are not normalised are
    /// turned round first, so that r compares how good units are. Source: Diakoulaki et al. (1995).
    Critic {
        /// How columns are scaled first; default by min-max.
        #[serde(default)]
        scale: Scale,
    },
    /// σ/Σσ. Source: Diakoulaki et al. (1995).
    StandardDeviation {
        /// How columns are scaled first; default by min-max.
        #[serde(default)]
        scale: Scale,
    },
    /// Gini coefficients divided by their sum: ΣΣ|xᵢ − xⱼ|/(2n²x̄). Values are not negative. Source: Gini, *Variabilità e
    /// mutabilità* (1912).
    Gini,
    /// Effect of a component's removal on the units' performance. Positive values.
    /// Source: Keshavarz-Ghorabaee et al. (2021).
    Merec,
    /// Principal components of the correlation matrix. Source: OECD/JRC Handbook (2008), step 6, after Nicoletti et al.
    Pca {
        /// Which reading of them; default the Handbook's.
        #[serde(default)]
        rule: PcaRule,
    },
    /// Principal eigenvector of pairwise judgements; consistency ratio (λmax − n)/(n − 1)/RI. Source: Saaty (1980).
    Ahp {
        /// How much more important the row is than the column, in the components' order: aggregates as they stand in
        /// the framework, then indicators.
        judgements: Vec<Vec<f64>>,
        /// Whether judgements with a consistency ratio over 0.10 are used all the same.
        #[serde(default)]
        force: bool,
    },
    /// Weights closest to the comparisons of the best with the others and of the others with the worst, by the linear
    /// model. Source: Rezaei (2016).
    BestWorst {
        /// The most important component.
        best: String,
        /// The least important one.
        worst: String,
        /// How much more important the best is than each, in the components' order.
        best_to_others: Vec<f64>,
        /// How much more important each is than the worst.
        others_to_worst: Vec<f64>,
    },
    /// Each unit's most favourable weights, such that no unit scores above 1 with them; a linear program each. Values
    /// are not negative. The score is Σ w·x; the weights do not sum to 1. Source: Cherchye et al. (2007).
    BenefitOfTheDoubt {
        /// Least share of the score that each component contributes.
        #[serde(default)]
        min_share: f64,
        /// Greatest share; where components are missing and the others could not fill it, one over how many there are.
        #[serde(default = "max_share")]
        max_share: f64,
    },
    /// share·first + (1 − share)·second.
    Blend {
        /// One weighting.
        first: Box<Weighting>,
        /// The other.
        second: Box<Weighting>,
        /// Share of the first.
        share: f64,
    },
}

/// How columns are scaled before their spread is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// To 0…1, from the worst to the best value.
    #[default]
    MinMax,
    /// Not at all.
    None,
}

/// How principal components become weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PcaRule {
    /// Components of eigenvalue over 1 (at least one), rotated by varimax; each indicator's greatest squared loading,
    /// over the component's sum of them, times the component's share of the explained variance.
    #[default]
    Handbook,
    /// Squared loadings on the first component.
    FirstComponent,
}

/// Entropies are taken of the values themselves, unless it is said otherwise.
fn entropy_scale() -> Scale {
    Scale::None
}

fn max_share() -> f64 {
    Weighting::MAX_SHARE
}

impl Weighting {
    /// Greatest share of a score that a component contributes under the benefit of the doubt, unless it is said otherwise.
    pub const MAX_SHARE: f64 = 1.0;

    /// Whether each unit has weights of its own.
    #[must_use]
    pub fn is_per_unit(&self) -> bool {
        self.max_share().is_some()
    }

    /// Greatest share of a component where each unit has weights of its own.
    #[must_use]
    pub fn max_share(&self) -> Option<f64> {
        match self {
            Self::BenefitOfTheDoubt { max_share, .. } => Some(*max_share),
            Self::Given
            | Self::Equal
            | Self::Entropy { .. }
            | Self::Critic { .. }
            | Self::StandardDeviation { .. }
            | Self::Gini
            | Self::Merec
            | Self::Pca { .. }
            | Self::Ahp { .. }
            | Self::BestWorst { .. }
            | Self::Blend { .. } => None,
        }
    }
}
