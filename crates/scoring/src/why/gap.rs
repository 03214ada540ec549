//! The difference of two scores, by indicator.

use std::collections::BTreeMap;

use super::shapley::shapley;
use fearless_simd::{Level, dispatch};

use crate::{
    aggregate::{Aggregate as _, Weights},
    evaluation::{Evaluation, Stage},
    fault::Error,
    index::Index,
    matrix::{Matrix, known},
    note::Notes,
    pipeline::{Choice, Scores},
    run::{Halt, Run},
    treat,
};

/// How a difference was split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribution {
    /// By the terms of the sum that the score is.
    Additive,
    /// By Shapley values over every coalition of the indicators that differ.
    Shapley,
    /// By Shapley values over so many orders of them.
    SampledShapley {
        /// Number of orders.
        orders: u64,
    },
}

/// The difference of two scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// The first score.
    pub score: f64,
    /// The other score.
    pub other: f64,
    /// What each indicator of the framework contributes to the difference.
    pub parts: Vec<f64>,
    /// What no indicator of the unit accounts for: under a method that looks at all units at once, that they stand
    /// otherwise to each other; between two evaluations, that method or peers are others. Parts and rest add up to
    /// score − other.
    pub rest: f64,
    /// How it was split.
    pub attribution: Attribution,
}

impl Index<'_> {
    /// Why one unit's score differs from another's, in an evaluation of this index.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] when one of them has no score; [`Error::Cancelled`].
    pub fn explain_gap(
        &self,
        evaluation: &Evaluation,
        unit: usize,
        other: usize,
        run: &Run<'_>,
    ) -> Result<Gap, Error> {
        self.explain(evaluation, unit, (evaluation, other), run)
    }

    /// Why a unit's score differs from the one it had in another evaluation: of another period, or as of an earlier
    /// revision. Indicators are matched by code; one that the other framework lacks contributes all that it has here.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] when the unit has no score in one of them; [`Error::Cancelled`].
    pub fn explain_change(
        &self,
        evaluation: &Evaluation,
        unit: usize,
        before: &Evaluation,
        run: &Run<'_>,
    ) -> Result<Gap, Error> {
        let code = &evaluation.units[unit];
        let other = before.units.iter().position(|other| other == code);
        let other = other.ok_or_else(|| {
            Error::inapplicable("other", format!("`{code}` had too few figures to be ranked then"))
        })?;
        self.explain(evaluation, unit, (before, other), run)
    }

    fn explain(
        &self,
        evaluation: &Evaluation,
        unit: usize,
        (against, other): (&Evaluation, usize),
        run: &Run<'_>,
    ) -> Result<Gap, Error> {
        let score_of = |evaluation: &Evaluation, unit: usize, path: &str| {
            let score = evaluation.score(unit, evaluation.root());
            score.ok_or_else(|| {
                let why = evaluation.unscored(unit).map(|why| why.to_string());
                let code = &evaluation.units[unit];
                Error::inapplicable(
                    path,
                    format!("`{code}` has no score: {}", why.unwrap_or_default()),
                )
            })
        };
        let score = score_of(evaluation, unit, "unit")?;
        let compared = score_of(against, other, "other")?;
        let places = places(evaluation, against);
        let (parts, attribution) = if evaluation.is_additive() && against.is_additive() {
            let own = evaluation.contributions(unit).unwrap_or_default();
            let others = against.contributions(other).unwrap_or_default();
            let part = |(at, own): (usize, &f64)| own - places[at].map_or(0.0, |place| others[place]);
            (own.iter().enumerate().map(part).collect(), Attribution::Additive)
        } else {
            let values: Vec<f64> = places
                .iter()
                .map(|place| {
                    place.map_or(f64::NAN, |place| {
                        against.stage(Stage::Normalised).get(other, place)
                    })
                })
                .collect();
            self.exchange(evaluation, unit, &values, run)?
        };
        let rest = score - compared - parts.iter().sum::<f64>();
        // What rounding leaves is no part of anything.
        let noise = 1e-12 * (score.abs() + compared.abs());
        Ok(Gap {
            score,
            other: compared,
            parts,
            rest: if rest.abs() <= noise { 0.0 } else { rest },
            attribution,
        })
    }

    /// Shapley values of a unit's own normalised values against others.
    fn exchange(
        &self,
        evaluation: &Evaluation,
        unit: usize,
        others: &[f64],
        run: &Run<'_>,
    ) -> Result<(Vec<f64>, Attribution), Error> {
        let normalised = evaluation.stage(Stage::Normalised);
        let differs = |leaf: &usize| normalised.get(unit, *leaf).to_bits() != others[*leaf].to_bits();
        let players: Vec<usize> = (0..others.len()).filter(differs).collect();
        let own: Vec<f64> = players.iter().map(|leaf| normalised.get(unit, *leaf)).collect();
        let mut trial = Trial::new(self, evaluation, unit);
        let (shares, orders) = shapley(players.len(), run, |present| {
            for ((leaf, own), present) in players.iter().zip(&own).zip(present) {
                trial.set(*leaf, if *present { *own } else { others[*leaf] });
            }
            // A coalition for which the method is not defined is worth nothing.
            Ok(trial.score(self, Halt::of(run.progress))?.unwrap_or(0.0))
        })?;
        let mut parts = vec![0.0; others.len()];
        for (leaf, share) in players.iter().zip(shares) {
            parts[*leaf] = share;
        }
        let attribution = orders.map_or(Attribution::Shapley, |orders| Attribution::SampledShapley {
            orders,
        });
        Ok((parts, attribution))
    }

    /// Scores of the index when a unit's denominated figures are others, and with them what regressions go by.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub(super) fn scores_with(
        &self,
        row: usize,
        figures: &[(usize, f64)],
        halt: Halt<'_>,
        work: &mut Room,
    ) -> Result<(), Error> {
        work.columns.copy_from(&self.denominated);
        for (leaf, figure) in figures {
            work.columns.column_mut(*leaf)[row] = *figure;
            if let Some(regressor) = work.regressors.get_mut(&self.framework.leaves()[*leaf].code) {
                regressor[row] = *figure;
            }
        }
        let regressors = Some(&work.regressors);
        let choice = Choice {
            regressors,
            halt,
            ..Choice::default()
        };
        let (columns, scratch) = (&mut work.columns, &mut work.scratch);
        dispatch!(Level::new(), simd => self.scale(simd, columns, &choice, scratch, |_, _| (), |_, _| ()));
        self.aggregate(&work.columns, &choice, &mut work.scores, &mut Notes::Dropped)
    }
}

/// A unit with other normalised values, and the score that it then has. Where no aggregation looks at other units, they
/// are left out.
struct Trial {
    columns: Matrix,
    scores: Scores,
    weights: Vec<Weights>,
    row: usize,
}

impl Trial {
    fn new(index: &Index<'_>, evaluation: &Evaluation, unit: usize) -> Self {
        let nodes = index.framework.nodes();
        let normalised = evaluation.stage(Stage::Normalised);
        let weights = &evaluation.scores.weights;
        if nodes.iter().any(|node| node.aggregation.chosen.looks_at_others()) {
            return Self {
                columns: normalised.clone(),
                scores: Scores::new(index),
                weights: weights.clone(),
                row: unit,
            };
        }
        Self {
            columns: normalised.row(unit),
            scores: Scores {
                nodes: Matrix::new(1, nodes.len()),
                weights: weights.clone(),
            },
            weights: weights.iter().map(|weights| weights.row(unit)).collect(),
            row: 0,
        }
    }

    fn set(&mut self, leaf: usize, value: f64) {
        self.columns.column_mut(leaf)[self.row] = value;
    }

    fn score(&mut self, index: &Index<'_>, halt: Halt<'_>) -> Result<Option<f64>, Error> {
        let choice = Choice {
            fixed: Some(&self.weights),
            halt,
            ..Choice::default()
        };
        index.aggregate(&self.columns, &choice, &mut self.scores, &mut Notes::Dropped)?;
        Ok(known(self.scores.root()[self.row]))
    }
}

/// Room to rebuild an index in.
#[derive(Debug)]
pub(super) struct Room {
    columns: Matrix,
    scratch: treat::Scratch,
    regressors: BTreeMap<String, Vec<f64>>,
    pub(super) scores: Scores,
}

impl Room {
    pub(super) fn new(index: &Index<'_>) -> Self {
        Self {
            columns: Matrix::default(),
            scratch: treat::Scratch::default(),
            regressors: index.regressors.clone(),
            scores: Scores::new(index),
        }
    }
}

/// Where each indicator of an evaluation stands in another one.
fn places(evaluation: &Evaluation, other: &Evaluation) -> Vec<Option<usize>> {
    let place = |code: &str| {
        other
            .framework()
            .indicators()
            .position(|indicator| indicator == code)
    };
    evaluation.framework().indicators().map(place).collect()
}
