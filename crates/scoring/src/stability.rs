//! How far weights may move before ranks change.
//!
//! Weights in the whole index move in straight lines only where the index is a weighted sum; [`smallest_swap`] needs that.
//! How far one weight may move is found wherever each unit's score rises or falls steadily with it: [`interval`].
//!
//! [`smallest_swap`]: Evaluation::smallest_swap

mod interval;
#[cfg(test)]
mod tests;

pub use self::interval::{Bound, WeightInterval};
use crate::{
    aggregate::Weights,
    evaluation::{Evaluation, Stage},
    fault::Error,
    framework::Child,
};

/// Projections until the hyperplane is met to the last digits.
const BISECTIONS: usize = 200;

/// The smallest change of weights that makes two units tie. Scores are compared as they are: as published, rounded, the two
/// tie a little before and a little after.
#[derive(Debug, Clone, PartialEq)]
pub struct Swap {
    /// Weight of each indicator in the whole index now.
    pub from: Vec<f64>,
    /// Weight at which both have the same score; any further and they swap.
    pub to: Vec<f64>,
    /// Euclidean length of the change.
    pub distance: f64,
    /// Weight that moves from some indicators to others: half the sum of all changes.
    pub moved: f64,
}

impl Evaluation {
    /// The smallest change of the indicators' weights in the whole index that makes two units tie; none when one is at
    /// least as good in everything and better in something, so that no weights do.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] when the index is not additive, weights differ between units, or one of the two lacks a
    /// figure.
    pub fn smallest_swap(&self, unit: usize, other: usize) -> Result<Option<Swap>, Error> {
        self.linear([unit, other])?;
        let from = self.indicator_weights();
        let normalised = self.stage(Stage::Normalised);
        let differences: Vec<f64> = (0..from.len())
            .map(|leaf| normalised.get(unit, leaf) - normalised.get(other, leaf))
            .collect();
        let Some(to) = nearest_tie(&from, &differences) else {
            return Ok(None);
        };
        let changes: Vec<f64> = from.iter().zip(&to).map(|(a, b)| b - a).collect();
        Ok(Some(Swap {
            distance: changes.iter().map(|change| change * change).sum::<f64>().sqrt(),
            moved: changes.iter().map(|change| change.abs()).sum::<f64>() / 2.0,
            from,
            to,
        }))
    }

    /// Weight of each indicator in the whole index, as the weights multiply down the tree. Of a unit with missing cells
    /// or weights of its own it says nothing.
    #[must_use]
    pub fn indicator_weights(&self) -> Vec<f64> {
        let effective = self.effective();
        let mut weights = vec![0.0; self.framework().leaves().len()];
        for (at, node) in self.framework().nodes().iter().enumerate() {
            for (part, child) in node.children.iter().enumerate() {
                if let Child::Leaf(leaf) = child {
                    weights[*leaf] = effective[at] * self.scores.weights[at].of(0, part);
                }
            }
        }
        weights
    }

    /// Weight of each aggregate in the whole index.
    fn effective(&self) -> Vec<f64> {
        let nodes = self.framework().nodes();
        let mut effective = vec![1.0; nodes.len()];
        for (at, node) in nodes.iter().enumerate().rev() {
            for (part, child) in node.children.iter().enumerate() {
                if let Child::Node(below) = child {
                    effective[*below] = effective[at] * self.scores.weights[at].of(0, part);
                }
            }
        }
        effective
    }

    /// Refuses what is not linear in the weights, for units that a question is about.
    fn linear(&self, units: [usize; 2]) -> Result<(), Error> {
        let normalised = self.stage(Stage::Normalised);
        let missing = (0..normalised.columns())
            .any(|column| units.iter().any(|unit| normalised.get(*unit, column).is_nan()));
        let (about, problem) = if !self.is_additive() {
            (
                "aggregates",
                "scores are sums of weighted indicators only where all aggregations are arithmetic: ask for intervals alone",
            )
        } else if self.has_own_weights() {
            (
                "aggregates",
                "each subject has weights of its own, which nothing smaller moves: ask for other answers",
            )
        } else if missing {
            (
                "units",
                "one of the two lacks a figure, so that its weights are others than those of the framework: impute it",
            )
        } else {
            return Ok(());
        };
        Err(Error::inapplicable(about, problem))
    }

    fn has_own_weights(&self) -> bool {
        let mut weights = self.scores.weights.iter();
        weights.any(|weights| matches!(weights, Weights::PerUnit(_)))
    }
}

/// The weights nearest to `from`, none negative, of sum 1, at which `differences` weigh to nothing.
///
/// They are the projection of from − μ·differences onto the simplex for some μ (the conditions of Karush, Kuhn and
/// Tucker), and the sum falls as μ rises.
fn nearest_tie(from: &[f64], differences: &[f64]) -> Option<Vec<f64>> {
    let least = differences.iter().copied().fold(f64::INFINITY, f64::min);
    let most = differences.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let equal = least == 0.0 && most == 0.0;
    let dominated = (least >= 0.0 || most <= 0.0) && !equal;
    if dominated {
        return None;
    }
    let weighed = |weights: &[f64]| weights.iter().zip(differences).map(|(w, d)| w * d).sum::<f64>();
    let at = |mu: f64| {
        project(
            &from
                .iter()
                .zip(differences)
                .map(|(w, d)| w - mu * d)
                .collect::<Vec<_>>(),
        )
    };
    let sign = weighed(from).signum();
    let (mut low, mut high) = (0.0, 1.0 / (most - least).max(f64::MIN_POSITIVE));
    if equal || weighed(from) == 0.0 {
        return Some(from.to_vec());
    }
    let crossed = |mu: f64| weighed(&at(sign * mu)) * sign <= 0.0;
    while !crossed(high) && high.is_finite() {
        high *= 2.0;
    }
    for _ in 0..BISECTIONS {
        let middle = (low + high) / 2.0;
        if crossed(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(at(sign * high))
}

/// The nearest point that has no negative entry and sum 1. Source: Held, Wolfe & Crowder (1974).
fn project(point: &[f64]) -> Vec<f64> {
    let mut sorted = point.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (count, value) in (1..).zip(&sorted) {
        sum += value;
        let candidate = (sum - 1.0) / f64::from(count);
        if *value > candidate {
            shift = candidate;
        }
    }
    point.iter().map(|value| (value - shift).max(0.0)).collect()
}
