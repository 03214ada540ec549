//! The nominal result: scores, ranks, contributions, and each step on the way.

mod cause;
mod contributions;
mod methods;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use zhibiao_model::framework::Aggregation;

pub use self::{
    cause::{Cause, Unscored},
    contributions::Contributions,
};
use crate::{
    fault::Error,
    framework::Framework,
    index::Index,
    matrix::{Matrix, known},
    note::{Notes, Warning},
    pipeline::{Choice, Scores},
    ranking::{self, Place},
    run::{Halt, Progress},
    screen::Screened,
    treat::Treated,
};

/// A step of the pipeline, as its result is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// As reported.
    Raw,
    /// Over the denominators.
    Denominated,
    /// With missing cells filled.
    Imputed,
    /// With outliers treated.
    Treated,
    /// On the common scale.
    Normalised,
}

/// A unit's place in a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Its place among the index's units.
    pub unit: usize,
    /// Its code.
    pub code: String,
    /// Its score, not rounded.
    pub score: f64,
    /// Its rank.
    pub rank: f64,
    /// Whether others have the same rank.
    pub tied: bool,
}

/// What a framework yields on a table. Units, indicators and aggregates are numbered as in [`Index::units`],
/// [`Framework::indicators`] and [`Framework::aggregates`]; the last aggregate is the index itself.
#[derive(Debug, Clone)]
pub struct Evaluation {
    framework: Framework,
    pub(crate) units: Vec<String>,
    stages: [Matrix; 5],
    pub(crate) treated: Vec<Treated>,
    pub(crate) scores: Scores,
    ranks: Vec<Vec<f64>>,
    groups: BTreeMap<String, Vec<Option<usize>>>,
    rule: ranking::Rule,
    screened: Vec<Screened>,
    warnings: Vec<Warning>,
}

impl Index<'_> {
    /// The nominal result.
    ///
    /// # Errors
    /// [`Error::Unscored`] when no unit has a score.
    pub fn evaluate(&self) -> Result<Evaluation, Error> {
        self.evaluate_until(&())
    }

    /// As [`Index::evaluate`], as long as nobody stops it: it asks before each step and each aggregate, and
    /// within the methods that compare units with each other.
    ///
    /// # Errors
    /// As [`Index::evaluate`]; [`Error::Cancelled`].
    pub fn evaluate_until(&self, progress: &dyn Progress) -> Result<Evaluation, Error> {
        let choice = Choice {
            halt: Halt::of(progress),
            ..Choice::default()
        };
        let nodes = self.framework.nodes().len();
        let go_on = |done: usize| match progress.keep_going(done as u64, (4 + nodes) as u64) {
            true => Ok(()),
            false => Err(Error::Cancelled),
        };
        go_on(0)?;
        let mut notes = Notes::Kept(self.warnings.clone());
        let imputed = self.filled(&choice, &mut notes);
        go_on(1)?;
        let (outliers_treated, treated) = self.pulled_in(&imputed, &choice, &mut notes);
        go_on(2)?;
        let normalised = self.scaled((&outliers_treated, &treated), &choice, &mut notes);
        let mut scores = Scores::new(self);
        go_on(3)?;
        for node in 0..nodes {
            go_on(4 + node)?;
            self.aggregate_node((node, None), &normalised, &choice, &mut scores, &mut notes)?;
        }
        if scores.root().iter().all(|score| known(*score).is_none()) {
            return Err(Error::Unscored(notes.into_vec()));
        }
        let mut order = Vec::new();
        let ranks = (0..scores.nodes.columns()).map(|node| {
            let mut ranks = Vec::new();
            ranking::ranks_into(scores.nodes.column(node), self.rule(), &mut order, &mut ranks);
            ranks
        });
        Ok(Evaluation {
            framework: self.framework.clone(),
            units: self.units().map(str::to_owned).collect(),
            ranks: ranks.collect(),
            stages: [
                self.raw.clone(),
                self.denominated.clone(),
                imputed,
                outliers_treated,
                normalised,
            ],
            treated: treated.into_iter().map(|column| column.how).collect(),
            scores,
            groups: self.groups.clone(),
            rule: self.rule(),
            screened: self.screened.clone(),
            warnings: notes.into_vec(),
        })
    }
}

impl Evaluation {
    /// Codes of the units.
    #[must_use]
    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// The framework.
    #[must_use]
    pub fn framework(&self) -> &Framework {
        &self.framework
    }

    /// A cell as it was after a step.
    #[must_use]
    pub fn cell(&self, stage: Stage, unit: usize, indicator: usize) -> Option<f64> {
        self.stage(stage).value(unit, indicator)
    }

    pub(crate) fn stage(&self, stage: Stage) -> &Matrix {
        &self.stages[stage as usize]
    }

    /// Whether a cell was imputed.
    #[must_use]
    pub fn is_imputed(&self, unit: usize, indicator: usize) -> bool {
        self.cell(Stage::Denominated, unit, indicator).is_none()
            && self.cell(Stage::Imputed, unit, indicator).is_some()
    }

    /// What was done to an indicator's outliers.
    #[must_use]
    pub fn treatment(&self, indicator: usize) -> Treated {
        self.treated[indicator]
    }

    /// Number of the index itself among the aggregates.
    #[must_use]
    pub fn root(&self) -> usize {
        self.framework.root()
    }

    /// A unit's score in an aggregate.
    #[must_use]
    pub fn score(&self, unit: usize, aggregate: usize) -> Option<f64> {
        self.scores.nodes.value(unit, aggregate)
    }

    /// A unit's rank in an aggregate, among all units.
    #[must_use]
    pub fn rank(&self, unit: usize, aggregate: usize) -> Option<f64> {
        known(self.ranks[aggregate][unit])
    }

    pub(crate) fn root_ranks(&self) -> &[f64] {
        &self.ranks[self.framework.root()]
    }

    /// The units' ranks in an aggregate, each among the units of its group; none without a group or a score.
    #[must_use]
    pub fn ranks_in_groups(&self, aggregate: usize, grouping: &str) -> Vec<Option<f64>> {
        let mut members: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        let groups = self.groups.get(grouping).into_iter().flatten().enumerate();
        for (unit, group) in groups {
            if let Some((group, score)) = group.zip(self.score(unit, aggregate)) {
                members.entry(group).or_default().push((unit, score));
            }
        }
        let mut ranks = vec![None; self.units.len()];
        for entries in members.values() {
            for Place { key, rank, .. } in ranking::rank(entries, self.rule) {
                ranks[key] = Some(rank);
            }
        }
        ranks
    }

    /// The ranking by an aggregate, best first, ties in the order of codes; units without score are not in it.
    #[must_use]
    pub fn ranking(&self, aggregate: usize) -> Vec<Standing> {
        let scored = (0..self.units.len()).filter_map(|unit| Some((unit, self.score(unit, aggregate)?)));
        let scores: BTreeMap<(&str, usize), f64> = scored
            .map(|(unit, score)| ((self.units[unit].as_str(), unit), score))
            .collect();
        let entries: Vec<((&str, usize), f64)> = scores.iter().map(|(key, score)| (*key, *score)).collect();
        let standing = |Place { key, rank, tied }: Place<(&str, usize)>| Standing {
            unit: key.1,
            code: key.0.to_owned(),
            score: scores[&key],
            rank,
            tied,
        };
        ranking::rank(&entries, self.rule)
            .into_iter()
            .map(standing)
            .collect()
    }

    /// By how many places each unit of this ranking stands above where it stood in another one, matched by code; none
    /// where it has no rank in one of them.
    #[must_use]
    pub fn rank_changes(&self, before: &Self) -> Vec<Option<f64>> {
        let earlier: BTreeMap<&str, Option<f64>> = before
            .units
            .iter()
            .enumerate()
            .map(|(at, code)| (code.as_str(), before.rank(at, before.root())))
            .collect();
        let change = |(at, code): (usize, &String)| {
            Some((*earlier.get(code.as_str())?)? - self.rank(at, self.root())?)
        };
        self.units.iter().enumerate().map(change).collect()
    }

    /// The weights of an aggregate's components by name, for a unit; they are the same for all units but under the
    /// benefit of the doubt. Missing components count as if they were there.
    #[must_use]
    pub fn weights(&self, unit: usize, aggregate: usize) -> Vec<(&str, f64)> {
        let node = &self.framework.nodes()[aggregate];
        let weights = &self.scores.weights[aggregate];
        node.children
            .iter()
            .enumerate()
            .map(|(part, child)| {
                (
                    self.framework.name(*child),
                    known(weights.of(unit, part)).unwrap_or(0.0),
                )
            })
            .collect()
    }

    /// Whether contributions are the score's own terms: all aggregations are arithmetic.
    #[must_use]
    pub fn is_additive(&self) -> bool {
        self.framework
            .nodes()
            .iter()
            .all(|node| node.aggregation.chosen == Aggregation::Arithmetic)
    }

    /// Units that are not ranked for want of data.
    #[must_use]
    pub fn screened(&self) -> &[Screened] {
        &self.screened
    }

    /// What readers of the result should know.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}
