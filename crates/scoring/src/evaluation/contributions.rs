//! What each indicator has to do with a unit's score.

use zhibiao_model::framework::Aggregation;

use super::{Evaluation, Stage};
use crate::{
    aggregate::{Aggregate as _, Needs, Weights},
    framework::Child,
    matrix::known,
};

/// Shares out the scores of one unit after the other, in the memory of the one before.
///
/// Under the arithmetic mean a component contributes w·x. Any other aggregation of scores is shared out in proportion to
/// that, or to the weights where that sum is not positive. Aggregations that take any columns (Copeland, VIKOR, COPRAS,
/// EDAS, PROMETHEE, the weighted product) are shared out by the weights alone: their components are not on one scale, nor
/// higher-is-better, so that w·x of different ones can't be compared.
#[derive(Debug)]
pub struct Contributions<'a> {
    evaluation: &'a Evaluation,
    of: Vec<f64>,
    /// What a component contributes is factor·x + share, from the index down: both for each aggregate.
    terms: Vec<(f64, f64)>,
    /// Weight and value of an aggregate's components.
    parts: Vec<(f64, f64)>,
}

/// How an aggregate's score is shared out.
enum Rule {
    /// So much of w·x, weights taken as they are.
    Own,
    /// So much of w·x, weights divided by their sum.
    Scaled(f64),
    /// By the weights alone: the score times a component's share of them.
    ByWeight(f64),
}

impl Evaluation {
    /// What each indicator contributes to a unit's index; the contributions sum to it. None without a score.
    #[must_use]
    pub fn contributions(&self, unit: usize) -> Option<Vec<f64>> {
        let mut contributions = self.all_contributions();
        contributions.unit(unit).map(<[f64]>::to_vec)
    }

    /// The same for many units.
    #[must_use]
    pub fn all_contributions(&self) -> Contributions<'_> {
        Contributions {
            evaluation: self,
            of: vec![0.0; self.framework.leaves().len()],
            terms: vec![(0.0, 0.0); self.framework.nodes().len()],
            parts: Vec::new(),
        }
    }
}

impl Contributions<'_> {
    /// What each indicator contributes to a unit's index, in the order of the framework. None without a score.
    pub fn unit(&mut self, unit: usize) -> Option<&[f64]> {
        let evaluation = self.evaluation;
        evaluation.score(unit, evaluation.root())?;
        self.of.fill(0.0);
        self.terms.fill((0.0, 0.0));
        self.terms[evaluation.root()] = (1.0, 0.0);
        for (at, node) in evaluation.framework.nodes().iter().enumerate().rev() {
            let Some(score) = evaluation.score(unit, at) else {
                continue;
            };
            let (factor, share) = self.terms[at];
            let (rule, divisor) = self.gather(unit, at, score);
            for (child, (weight, value)) in node.children.iter().zip(&self.parts) {
                let present = weight / divisor;
                let (by_value, constant) = match rule {
                    Rule::Own => (*weight, 0.0),
                    Rule::Scaled(scale) => (present * scale, 0.0),
                    Rule::ByWeight(score) => (0.0, present * score),
                };
                let term = (factor * by_value, factor * constant + share * present);
                match *child {
                    Child::Leaf(leaf) => self.of[leaf] = term.0 * value + term.1,
                    Child::Node(node) => self.terms[node] = term,
                }
            }
        }
        Some(&self.of)
    }

    /// Gathers an aggregate's components, missing ones with no weight; gives how they share its score, and the sum of
    /// their weights.
    fn gather(&mut self, unit: usize, at: usize, score: f64) -> (Rule, f64) {
        let evaluation = self.evaluation;
        let node = &evaluation.framework.nodes()[at];
        let weights = &evaluation.scores.weights[at];
        let normalised = evaluation.stage(Stage::Normalised);
        self.parts.clear();
        self.parts
            .extend(node.children.iter().enumerate().map(|(part, child)| {
                let value = match *child {
                    Child::Leaf(leaf) => normalised.get(unit, leaf),
                    Child::Node(node) => evaluation.scores.nodes.get(unit, node),
                };
                known(value).map_or((0.0, 0.0), |value| (weights.of(unit, part), value))
            }));
        let total: f64 = self.parts.iter().map(|(weight, _)| weight).sum();
        let divisor = if total > 0.0 { total } else { 1.0 };
        if let Weights::PerUnit(_) = weights {
            return (Rule::Own, divisor);
        }
        let aggregation = &node.aggregation.chosen;
        let scale = match aggregation.needs() {
            Needs::Scores { .. } if *aggregation == Aggregation::Arithmetic => Some(1.0),
            Needs::Scores { .. } => self.scale(divisor, score),
            Needs::Columns => None,
        };
        (scale.map_or(Rule::ByWeight(score), Rule::Scaled), divisor)
    }

    /// By how much the weighted sum has to be scaled to be the score; none where it is not positive, but for rounding.
    fn scale(&self, divisor: f64, score: f64) -> Option<f64> {
        let terms = self.parts.iter().map(|(weight, value)| weight / divisor * value);
        let (sum, size) = terms.fold((0.0, 0.0), |(sum, size), term| (sum + term, size + term.abs()));
        (sum > 1e-9 * size).then(|| score / sum)
    }
}
