//! The difference of two scores, by indicator.

use std::collections::BTreeMap;

use fearless_simd::dispatch;

use super::exchange;
use crate::{
    evaluation::{Evaluation, Stage},
    fault::Error,
    index::Index,
    matrix::Matrix,
    note::Notes,
    pipeline::{Choice, Scores},
    registers::registers,
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
    /// What no indicator of the unit accounts for: between two evaluations, that method, weights or peers are others.
    /// Within one evaluation nothing is left. Parts and rest add up to score − other.
    pub rest: f64,
    /// How it was split.
    pub attribution: Attribution,
}

impl Index<'_> {
    /// Why one unit's score differs from another's, in an evaluation of this index: both have the same peers, so that the
    /// parts alone add up to the difference, whatever the method.
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
        let score = scored(evaluation, unit, "unit")?;
        let compared = scored(evaluation, other, "other")?;
        let (parts, attribution) = match terms((evaluation, unit), (evaluation, other)) {
            Some(parts) => (parts, Attribution::Additive),
            None => exchange::with_peer(self, evaluation, (unit, other), run)?,
        };
        Ok(Gap {
            score,
            other: compared,
            parts,
            rest: 0.0,
            attribution,
        })
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
        let score = scored(evaluation, unit, "unit")?;
        let compared = scored(before, other, "other")?;
        let (parts, attribution) = match terms((evaluation, unit), (before, other)) {
            Some(parts) => (parts, Attribution::Additive),
            None => {
                let then = before.stage(Stage::Normalised);
                let value = |place: &Option<usize>| place.map_or(f64::NAN, |place| then.get(other, place));
                let values: Vec<f64> = places(evaluation, before).iter().map(value).collect();
                exchange::with_values(self, evaluation, unit, &values, run)?
            }
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
        dispatch!(registers(), simd => self.scale(simd, columns, &choice, scratch, |_, _| (), |_, _| ()));
        self.aggregate(&work.columns, &choice, &mut work.scores, &mut Notes::Dropped)
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

fn scored(evaluation: &Evaluation, unit: usize, path: &str) -> Result<f64, Error> {
    let score = evaluation.score(unit, evaluation.root());
    score.ok_or_else(|| {
        let why = evaluation.unscored(unit).map(|why| why.to_string());
        let code = &evaluation.units[unit];
        Error::inapplicable(
            path,
            format!("`{code}` has no score: {}", why.unwrap_or_default()),
        )
    })
}

/// The difference of two scores term by term, where both are sums of terms.
fn terms(own: (&Evaluation, usize), other: (&Evaluation, usize)) -> Option<Vec<f64>> {
    let ((evaluation, unit), (against, compared)) = (own, other);
    if !evaluation.is_additive() || !against.is_additive() {
        return None;
    }
    let own = evaluation.contributions(unit)?;
    let others = against.contributions(compared)?;
    let part = |(own, place): (&f64, Option<usize>)| own - place.map_or(0.0, |place| others[place]);
    Some(own.iter().zip(places(evaluation, against)).map(part).collect())
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
