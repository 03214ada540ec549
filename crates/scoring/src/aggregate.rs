//! From components to a score, per aggregate of the tree.

mod distance;
mod mean;
mod outranking;
mod ratio;
#[cfg(test)]
mod tests;
mod told;

pub use distance::{Vikor, vikor};
pub(crate) use mean::arithmetic;
pub(crate) use told::Noted;
use zhibiao_model::framework::{Aggregation, Direction, Preference};

use crate::{
    fault::{Error, Faults},
    matrix::{MISSING, Matrix},
    note::Notes,
    run::Halt,
};

/// What an aggregation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Scores, for which higher is better.
    Scores {
        /// Whether negative ones are refused.
        positive: bool,
    },
    /// Any columns: it scales itself and knows directions.
    Columns,
}

/// The components of an aggregate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Components<'a> {
    pub(crate) columns: &'a [&'a [f64]],
    pub(crate) directions: &'a [Direction],
}

impl Components<'_> {
    pub(crate) fn units(&self) -> usize {
        self.columns.first().map_or(0, |column| column.len())
    }

    /// The components, their weights and directions, those of weight zero left out.
    fn weighted<'b>(
        &'b self,
        weights: &'b [f64],
    ) -> impl Iterator<Item = (&'b [f64], f64, Direction)> + Clone + 'b {
        let directions = self.directions.iter().copied();
        self.columns
            .iter()
            .zip(weights)
            .zip(directions)
            .filter(|((_, weight), _)| **weight > 0.0)
            .map(|((column, weight), direction)| (*column, *weight, direction))
    }

    /// How many components a unit has.
    fn present(&self, unit: usize) -> usize {
        self.columns
            .iter()
            .filter(|column| !column[unit].is_nan())
            .count()
    }

    /// Sum of the weights of the components that each unit has.
    fn weight_present(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.units()];
        for (column, weight, _) in self.weighted(weights) {
            for (sum, value) in sums.iter_mut().zip(column) {
                *sum += if value.is_nan() { 0.0 } else { weight };
            }
        }
        sums
    }
}

/// Weights of components: for all units alike, or each unit's own.
#[derive(Debug, Clone)]
pub(crate) enum Weights {
    Shared(Vec<f64>),
    PerUnit(Matrix),
}

impl Weights {
    /// Weight of a component for a unit.
    pub(crate) fn of(&self, unit: usize, component: usize) -> f64 {
        match self {
            Self::Shared(weights) => weights[component],
            Self::PerUnit(weights) => weights.get(unit, component),
        }
    }

    /// The weights for some of the units alone.
    pub(crate) fn taking(&self, units: &[usize]) -> Self {
        match self {
            Self::Shared(weights) => Self::Shared(weights.clone()),
            Self::PerUnit(weights) => Self::PerUnit(weights.taking(units)),
        }
    }
}

/// What the engine does with an aggregation.
pub(crate) trait Aggregate {
    /// What it takes.
    fn needs(&self) -> Needs;

    /// Whether a unit's score depends on what the others have.
    fn looks_at_others(&self) -> bool;

    /// Whether its parameters make sense.
    fn check(&self, path: &str, faults: &mut Faults);

    /// Scores of all units.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; those that compare pairs of units ask before each unit.
    fn apply(
        &self,
        parts: &Components<'_>,
        weights: &Weights,
        min_available: f64,
        halt: Halt<'_>,
        scores: &mut [f64],
    ) -> Result<(), Error>;

    /// Whether a unit with a negative component has no score.
    fn refuses_negatives(&self) -> bool;

    /// Of a unit's costs, each with its number, the one for want of which it has no score, if it is that.
    fn cost_to_blame(&self, costs: impl Iterator<Item = (usize, f64)>) -> Option<usize>;

    /// What readers of the scores should know.
    fn note(&self, of: Noted<'_>, parts: &Components<'_>, scores: &[f64], notes: &mut Notes);
}

impl Aggregate for Aggregation {
    fn looks_at_others(&self) -> bool {
        match self {
            Self::Arithmetic
            | Self::Geometric
            | Self::Harmonic
            | Self::Power { .. }
            | Self::Median
            | Self::Minimum
            | Self::WeightedProduct => false,
            Self::Copeland
            | Self::Topsis
            | Self::Vikor { .. }
            | Self::GreyRelational { .. }
            | Self::Copras
            | Self::Edas
            | Self::PrometheeIi { .. } => true,
        }
    }

    fn needs(&self) -> Needs {
        match self {
            Self::Arithmetic | Self::Median | Self::Minimum | Self::Topsis | Self::GreyRelational { .. } => {
                Needs::Scores { positive: false }
            }
            Self::Geometric | Self::Harmonic | Self::Power { .. } => Needs::Scores { positive: true },
            Self::Copeland
            | Self::Vikor { .. }
            | Self::Copras
            | Self::Edas
            | Self::PrometheeIi { .. }
            | Self::WeightedProduct => Needs::Columns,
        }
    }

    fn check(&self, path: &str, faults: &mut Faults) {
        match self {
            Self::Power { exponent } => {
                // Powers nearer to 0 have lost half their digits.
                let fine = (1e-6..=20.0).contains(&exponent.abs());
                faults.check(fine, &format!("{path}.exponent"), || {
                    format!(
                        "is {exponent}: give −20 to 20, at least 0.000001 away from 0, which is the geometric mean"
                    )
                });
            }
            Self::Vikor { v } => faults.check((0.0..=1.0).contains(v), &format!("{path}.v"), || {
                format!("is {v}: give 0 to 1")
            }),
            Self::GreyRelational { rho } => {
                faults.check(*rho > 0.0 && *rho <= 1.0, &format!("{path}.rho"), || {
                    format!("is {rho}: give more than 0, at most 1")
                });
            }
            Self::PrometheeIi {
                preference:
                    Preference::Linear {
                        indifference,
                        preference,
                    },
            } => {
                let fine = *indifference >= 0.0 && indifference < preference && preference.is_finite();
                faults.check(fine, &format!("{path}.preference"), || {
                    format!(
                        "indifference {indifference} is not between 0 and preference {preference}: give one that is"
                    )
                });
            }
            Self::Arithmetic
            | Self::Geometric
            | Self::Harmonic
            | Self::Median
            | Self::Minimum
            | Self::Copeland
            | Self::Topsis
            | Self::Copras
            | Self::Edas
            | Self::PrometheeIi { .. }
            | Self::WeightedProduct => {}
        }
    }

    fn apply(
        &self,
        parts: &Components<'_>,
        weights: &Weights,
        min_available: f64,
        halt: Halt<'_>,
        scores: &mut [f64],
    ) -> Result<(), Error> {
        match (self, weights) {
            (Self::Arithmetic, Weights::Shared(weights)) => {
                let parts = parts
                    .weighted(weights)
                    .map(|(column, weight, _)| (column, weight));
                mean::arithmetic(parts, scores);
            }
            // The weights are the score's own, not shares: they are not divided by their sum.
            (_, Weights::PerUnit(weights)) => mean::per_unit(parts, weights, scores),
            (Self::Geometric, Weights::Shared(weights)) => mean::geometric(parts, weights, scores),
            (Self::Harmonic, Weights::Shared(weights)) => mean::power(parts, weights, -1.0, scores),
            (Self::Power { exponent }, Weights::Shared(weights)) => {
                mean::power(parts, weights, *exponent, scores)
            }
            (Self::Median, Weights::Shared(weights)) => mean::median(parts, weights, scores),
            (Self::Minimum, Weights::Shared(weights)) => mean::minimum(parts, weights, scores),
            (Self::Copeland, Weights::Shared(weights)) => {
                outranking::copeland(parts, weights, halt, scores)?;
            }
            (Self::Topsis, Weights::Shared(weights)) => distance::topsis(parts, weights, scores),
            (Self::Vikor { v }, Weights::Shared(weights)) => {
                let result = distance::vikor_of(parts, weights, *v);
                for (score, q) in scores.iter_mut().zip(result.q) {
                    *score = 1.0 - q;
                }
            }
            (Self::GreyRelational { rho }, Weights::Shared(weights)) => {
                distance::grey_relational(parts, weights, *rho, scores);
            }
            (Self::Copras, Weights::Shared(weights)) => ratio::copras(parts, weights, scores),
            (Self::Edas, Weights::Shared(weights)) => ratio::edas(parts, weights, scores),
            (Self::PrometheeIi { preference }, Weights::Shared(weights)) => {
                outranking::promethee(parts, weights, *preference, halt, scores)?;
            }
            (Self::WeightedProduct, Weights::Shared(weights)) => {
                ratio::weighted_product(parts, weights, scores)
            }
        }
        // Powers of large columns overflow: beyond all numbers there is no score, and no rank either.
        for score in scores.iter_mut().filter(|score| score.is_infinite()) {
            *score = MISSING;
        }
        if min_available > 0.0 {
            too_few(parts, min_available, scores);
        }
        Ok(())
    }

    fn refuses_negatives(&self) -> bool {
        match self {
            Self::Geometric | Self::Harmonic | Self::Power { .. } | Self::Copras | Self::WeightedProduct => {
                true
            }
            Self::Arithmetic
            | Self::Median
            | Self::Minimum
            | Self::Copeland
            | Self::Topsis
            | Self::Vikor { .. }
            | Self::GreyRelational { .. }
            | Self::Edas
            | Self::PrometheeIi { .. } => false,
        }
    }

    fn cost_to_blame(&self, mut costs: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
        match self {
            Self::Copras => {
                let costs: Vec<(usize, f64)> = costs.collect();
                let none = costs.iter().all(|(_, value)| value.is_nan() || *value == 0.0);
                let zero = costs.iter().find(|(_, value)| *value == 0.0);
                zero.or(costs.first()).filter(|_| none).map(|(part, _)| *part)
            }
            Self::WeightedProduct => costs.find(|(_, value)| *value == 0.0).map(|(part, _)| part),
            Self::Arithmetic
            | Self::Geometric
            | Self::Harmonic
            | Self::Power { .. }
            | Self::Median
            | Self::Minimum
            | Self::Copeland
            | Self::Topsis
            | Self::Vikor { .. }
            | Self::GreyRelational { .. }
            | Self::Edas
            | Self::PrometheeIi { .. } => None,
        }
    }

    fn note(&self, of: Noted<'_>, parts: &Components<'_>, scores: &[f64], notes: &mut Notes) {
        told::note(self, of, parts, scores, notes);
    }
}

pub(crate) fn is_too_few(present: usize, all: usize, min_available: f64) -> bool {
    // Shares are typed with few digits: 2 of 3 meets 0.667 no more than it should, 0.66 does.
    present == 0 || (present as f64) < min_available * all as f64 - 1e-9
}

fn too_few(parts: &Components<'_>, min_available: f64, scores: &mut [f64]) {
    for (unit, score) in scores.iter_mut().enumerate() {
        if is_too_few(parts.present(unit), parts.columns.len(), min_available) {
            *score = MISSING;
        }
    }
}
