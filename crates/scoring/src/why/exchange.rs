//! The games behind a gap that is no sum of terms: what a score is worth as figures change hands, indicator by indicator.
//!
//! Between two units of one evaluation the players exchange both units' figures within the table: whoever is compared
//! with whom, the peers stay who they are. When all figures are exchanged the gap is the contrary of what it was, so
//! that half of what each indicator brings on average adds up to the gap, under any method.

use super::{
    gap::Attribution,
    shapley::{Game, shapley},
};
use crate::{
    aggregate::{Aggregate as _, Weights},
    evaluation::{Evaluation, Stage},
    fault::Error,
    framework::Child,
    index::Index,
    matrix::{Matrix, known},
    note::Notes,
    pipeline::{Choice, Scores},
    run::{Halt, Run},
};

/// What each indicator has to do with the gap between two units of an evaluation.
///
/// # Errors
/// [`Error::Cancelled`].
pub(super) fn with_peer(
    index: &Index<'_>,
    evaluation: &Evaluation,
    (unit, other): (usize, usize),
    run: &Run<'_>,
) -> Result<(Vec<f64>, Attribution), Error> {
    let normalised = evaluation.stage(Stage::Normalised);
    let own_weights = evaluation.scores.weights.iter();
    let differs = own_weights
        .clone()
        .any(|weights| matches!(weights, Weights::PerUnit(_)));
    let leaves = normalised.columns();
    let cell = |unit: usize, leaf: usize| normalised.get(unit, leaf);
    // Where weights are a unit's own, they are exchanged with the figures: equal ones have a part then as well.
    let plays = |leaf: &usize| differs || cell(unit, *leaf).to_bits() != cell(other, *leaf).to_bits();
    let players: Vec<usize> = (0..leaves).filter(plays).collect();
    let mut trial = Trial::new(index, evaluation, &[unit, other]);
    let mut kept = vec![true; leaves];
    let (shares, orders) = shapley(players.len(), Game::Mirrored, run, |present| {
        for (leaf, present) in players.iter().zip(present) {
            kept[*leaf] = *present;
            let (to_unit, to_other) = if *present { (unit, other) } else { (other, unit) };
            trial.set(0, *leaf, cell(to_unit, *leaf));
            trial.set(1, *leaf, cell(to_other, *leaf));
        }
        if differs {
            trial.exchange_weights(index, (evaluation, [unit, other]), &kept);
        }
        let scores = trial.scores(index, Halt::of(run.progress))?;
        // A coalition for which the method is not defined is worth nothing.
        Ok(scores[0]
            .zip(scores[1])
            .map_or(0.0, |(own, others)| (own - others) / 2.0))
    })?;
    Ok(laid_out(leaves, &players, shares, orders))
}

/// What each indicator has to do with the difference between a unit's score and the one that it had with other values.
///
/// # Errors
/// [`Error::Cancelled`].
pub(super) fn with_values(
    index: &Index<'_>,
    evaluation: &Evaluation,
    unit: usize,
    others: &[f64],
    run: &Run<'_>,
) -> Result<(Vec<f64>, Attribution), Error> {
    let normalised = evaluation.stage(Stage::Normalised);
    let differs = |leaf: &usize| normalised.get(unit, *leaf).to_bits() != others[*leaf].to_bits();
    let players: Vec<usize> = (0..others.len()).filter(differs).collect();
    let own: Vec<f64> = players.iter().map(|leaf| normalised.get(unit, *leaf)).collect();
    let mut trial = Trial::new(index, evaluation, &[unit]);
    let (shares, orders) = shapley(players.len(), Game::Any, run, |present| {
        for ((leaf, own), present) in players.iter().zip(&own).zip(present) {
            trial.set(0, *leaf, if *present { *own } else { others[*leaf] });
        }
        Ok(trial.scores(index, Halt::of(run.progress))?[0].unwrap_or(0.0))
    })?;
    Ok(laid_out(others.len(), &players, shares, orders))
}

fn laid_out(
    leaves: usize,
    players: &[usize],
    shares: Vec<f64>,
    orders: Option<u64>,
) -> (Vec<f64>, Attribution) {
    let mut parts = vec![0.0; leaves];
    for (leaf, share) in players.iter().zip(shares) {
        parts[*leaf] = share;
    }
    let sampled = |orders| Attribution::SampledShapley { orders };
    (parts, orders.map_or(Attribution::Shapley, sampled))
}

/// Units with other normalised values, and the scores that they then have. Where no aggregation looks at other units,
/// these are left out.
struct Trial {
    columns: Matrix,
    scores: Scores,
    weights: Vec<Weights>,
    /// Where the units stand.
    rows: Vec<usize>,
}

impl Trial {
    fn new(index: &Index<'_>, evaluation: &Evaluation, units: &[usize]) -> Self {
        let nodes = index.framework.nodes();
        let normalised = evaluation.stage(Stage::Normalised);
        let weights = &evaluation.scores.weights;
        if nodes.iter().any(|node| node.aggregation.chosen.looks_at_others()) {
            return Self {
                columns: normalised.clone(),
                scores: Scores::new(index),
                weights: weights.clone(),
                rows: units.to_vec(),
            };
        }
        Self {
            columns: normalised.taking(units),
            scores: Scores {
                nodes: Matrix::new(units.len(), nodes.len()),
                weights: weights.clone(),
            },
            weights: weights.iter().map(|weights| weights.taking(units)).collect(),
            rows: (0..units.len()).collect(),
        }
    }

    fn set(&mut self, unit: usize, leaf: usize, value: f64) {
        self.columns.column_mut(leaf)[self.rows[unit]] = value;
    }

    /// Exchanges two units' own weights with their figures: an indicator's wholly or not at all, those of an aggregate
    /// by the share of the indicators below it that changed hands.
    fn exchange_weights(
        &mut self,
        index: &Index<'_>,
        (evaluation, units): (&Evaluation, [usize; 2]),
        kept: &[bool],
    ) {
        // Indicators below each aggregate, and how many of them are kept.
        let mut below: Vec<(usize, usize)> = Vec::new();
        for (at, node) in index.framework.nodes().iter().enumerate() {
            let counts = node.children.iter().map(|child| match *child {
                Child::Leaf(leaf) => (1, usize::from(kept[leaf])),
                Child::Node(node) => below[node],
            });
            let counts: Vec<(usize, usize)> = counts.collect();
            if let (Weights::PerUnit(trial), Weights::PerUnit(own)) =
                (&mut self.weights[at], &evaluation.scores.weights[at])
            {
                for (part, (all, kept)) in counts.iter().enumerate() {
                    let share = *kept as f64 / *all as f64;
                    for (row, [unit, other]) in self.rows.iter().zip([units, [units[1], units[0]]]) {
                        let ends = (own.get(other, part), own.get(unit, part));
                        trial.column_mut(part)[*row] = between(ends, share);
                    }
                }
            }
            let sum = |(all, kept), count: &(usize, usize)| (all + count.0, kept + count.1);
            below.push(counts.iter().fold((0, 0), sum));
        }
    }

    fn scores(&mut self, index: &Index<'_>, halt: Halt<'_>) -> Result<Vec<Option<f64>>, Error> {
        let choice = Choice {
            fixed: Some(&self.weights),
            halt,
            ..Choice::default()
        };
        index.aggregate(&self.columns, &choice, &mut self.scores, &mut Notes::Dropped)?;
        let root = self.scores.root();
        Ok(self.rows.iter().map(|row| known(root[*row])).collect())
    }
}

/// A number so far on the way from one to another. At an end it is that of the end, whatever the other is; between them a
/// missing one leaves none.
fn between((from, to): (f64, f64), share: f64) -> f64 {
    match share {
        share if share <= 0.0 => from,
        share if share >= 1.0 => to,
        share => from + share * (to - from),
    }
}
