//! Weights of an aggregate's components: given, judged, or read off the data.
//!
//! Papers disagree on how columns are scaled before their spread is measured. Ours is the default of each method's
//! `scale`; the other one is on offer.

mod benefit;
mod judged;
mod principal;
mod spread;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use judged::Consistency;

use crate::{
    aggregate::{Components, Weights},
    fault::{Faults, Note, Notes},
    moments::range,
};

/// How components are weighted. Weights sum to 1, but for the benefit of the doubt.
///
/// Data that give no weights (constant columns, too few units, values outside the method's domain) give equal ones,
/// with a warning. Missing cells are skipped.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Weighting {
    /// As the framework gives them, divided by their sum.
    #[default]
    Given,
    /// 1/n.
    Equal,
    /// 熵权: (1 − E)/Σ(1 − E), E = −Σ p·ln p/ln n, p = x/Σx. Values are not negative.
    /// Source: Shannon (1948); as used by Elsayed et al. (2017). Chinese handbooks scale by min-max first.
    Entropy {
        /// How columns are scaled first; default not at all.
        #[serde(default = "Scale::as_is")]
        scale: Scale,
    },
    /// σ·Σ(1 − r) over the correlations with the other components, divided by the sum. Source: Diakoulaki et al. (1995).
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
    /// Gini coefficients divided by their sum: ΣΣ|xᵢ − xⱼ|/(2n²x̄). Values are not negative.
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
        /// Greatest share.
        #[serde(default = "one")]
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
    /// To 0…1 by their range.
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

impl Scale {
    fn as_is() -> Self {
        Self::None
    }

    /// The columns, scaled; directions stay with those that are not normalised.
    fn apply(self, parts: &Components<'_>) -> Vec<Vec<f64>> {
        let scaled = |column: &&[f64]| match (self, range(column)) {
            (Self::MinMax, Some((min, max))) if min < max => {
                column.iter().map(|value| (value - min) / (max - min)).collect()
            }
            (Self::MinMax, _) => column.iter().map(|value| value * 0.0).collect(),
            (Self::None, _) => column.to_vec(),
        };
        parts.columns.iter().map(scaled).collect()
    }
}

impl Weighting {
    pub(crate) fn is_per_unit(&self) -> bool {
        matches!(self, Self::BenefitOfTheDoubt { .. })
    }

    pub(crate) fn check(&self, path: &str, names: &[&str], faults: &mut Faults) {
        match self {
            Self::Ahp { judgements, force } => {
                judged::check_ahp(judgements, *force, path, names.len(), faults)
            }
            Self::BestWorst {
                best,
                worst,
                best_to_others,
                others_to_worst,
            } => {
                let comparisons = [best_to_others.as_slice(), others_to_worst];
                judged::check_best_worst((best, worst), comparisons, path, names, faults);
            }
            Self::BenefitOfTheDoubt { min_share, max_share } => {
                let n = names.len() as f64;
                let fine =
                    *min_share >= 0.0 && min_share * n <= 1.0 && *max_share <= 1.0 && max_share * n >= 1.0;
                faults.check(fine, path, || {
                    format!(
                        "shares {min_share} to {max_share} leave {} components nothing to choose",
                        names.len()
                    )
                });
            }
            Self::Blend { first, second, share } => {
                first.check(&format!("{path}.first"), names, faults);
                second.check(&format!("{path}.second"), names, faults);
                faults.check((0.0..=1.0).contains(share), &format!("{path}.share"), || {
                    format!("is {share}: give 0 to 1")
                });
                faults.check(!first.is_per_unit() && !second.is_per_unit(), path, || {
                    "the benefit of the doubt weighs each unit on its own: it can't be blended".to_owned()
                });
            }
            Self::Given
            | Self::Equal
            | Self::Entropy { .. }
            | Self::Critic { .. }
            | Self::StandardDeviation { .. }
            | Self::Gini
            | Self::Merec
            | Self::Pca { .. } => {}
        }
    }

    /// The weights for the components' columns; `names` are the components', `about` the aggregate's.
    pub(crate) fn weigh(
        &self,
        parts: &Components<'_>,
        given: &[f64],
        (about, names): (&str, &[&str]),
        notes: &mut Notes,
    ) -> Weights {
        if let Self::BenefitOfTheDoubt { min_share, max_share } = self {
            return Weights::PerUnit(benefit::weigh(parts, *min_share, *max_share));
        }
        let raw = self.raw(parts, given, (about, names), notes);
        Weights::Shared(normalised(raw).unwrap_or_else(|| {
            notes.add(about, Note::EqualWeights);
            equal(given.len())
        }))
    }

    /// Weights up to a factor; empty when there are none.
    fn raw(&self, parts: &Components<'_>, given: &[f64], of: (&str, &[&str]), notes: &mut Notes) -> Vec<f64> {
        match self {
            Self::Given => given.to_vec(),
            Self::Equal => equal(given.len()),
            Self::Entropy { scale } => spread::entropy(&scale.apply(parts)),
            Self::Critic { scale } => spread::critic(&scale.apply(parts)),
            Self::StandardDeviation { scale } => spread::deviation(&scale.apply(parts)),
            Self::Gini => spread::gini(parts.columns),
            Self::Merec => spread::merec(parts),
            Self::Pca { rule } => principal::weights(parts.columns, *rule),
            Self::Ahp { judgements, .. } => {
                let Some((weights, consistency)) = judged::ahp(judgements) else {
                    return Vec::new();
                };
                if consistency.ratio > judged::MAX_RATIO {
                    let thousandths = (consistency.ratio * 1000.0).round() as u32;
                    notes.add(of.0, Note::Inconsistent { thousandths });
                }
                weights
            }
            Self::BestWorst {
                best,
                worst,
                best_to_others,
                others_to_worst,
            } => {
                let place = |name: &str| of.1.iter().position(|other| *other == name);
                match (place(best), place(worst)) {
                    (Some(best), Some(worst)) => {
                        judged::best_worst((best, worst), best_to_others, others_to_worst)
                    }
                    (Some(_) | None, _) => Vec::new(),
                }
            }
            Self::Blend { first, second, share } => {
                let one = normalised(first.raw(parts, given, of, notes));
                let other = normalised(second.raw(parts, given, of, notes));
                match (one, other) {
                    (Some(one), Some(other)) => one
                        .iter()
                        .zip(&other)
                        .map(|(a, b)| share * a + (1.0 - share) * b)
                        .collect(),
                    (Some(_) | None, _) => Vec::new(),
                }
            }
            // Weighs each unit on its own, and is dealt with above.
            Self::BenefitOfTheDoubt { .. } => Vec::new(),
        }
    }
}

/// Weights divided by their sum; none when they are no weights.
fn normalised(mut weights: Vec<f64>) -> Option<Vec<f64>> {
    let sum: f64 = weights.iter().sum();
    if !(sum > 0.0 && sum.is_finite() && weights.iter().all(|weight| *weight >= 0.0)) {
        return None;
    }
    weights.iter_mut().for_each(|weight| *weight /= sum);
    Some(weights)
}

fn equal(n: usize) -> Vec<f64> {
    vec![1.0 / n as f64; n]
}

fn one() -> f64 {
    1.0
}
