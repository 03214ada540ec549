//! The least improvement that reaches a rank.

mod way;

use std::collections::{BTreeMap, BTreeSet};

use zhibiao_model::{
    catalog::Range,
    framework::{Imputation, Normalisation, Treatment, Weighting},
};

use self::way::Way;
use super::gap::Room;
use crate::{
    aggregate::Aggregate as _,
    fault::{Error, Fault, Faults},
    index::Index,
    matrix::MISSING,
    ranking,
    run::{Halt, Run},
};

/// Halvings of the step in which the rank is reached first.
const HALVINGS: usize = 40;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TargetRequest {
    /// Code of the unit.
    pub unit: String,
    /// The rank to reach.
    pub rank: usize,
    /// Indicators that may move; empty for all.
    pub indicators: Vec<String>,
    /// Whether they move together, each by the same share of its way; else one at a time.
    pub together: bool,
    /// How far an indicator can go, as reported and in its unit; else as far as the best unit.
    pub limits: BTreeMap<String, f64>,
    /// Values that indicators can have, as reported: nothing moves beyond them.
    pub possible: BTreeMap<String, Range>,
}

/// An indicator that moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Improvement {
    /// Its code.
    pub indicator: String,
    /// Its value as reported; none when it is missing.
    pub from: Option<f64>,
    /// The value to reach, or its limit; none when it can't move.
    pub to: Option<f64>,
}

/// Whether a move is enough.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The rank is reached.
    Reached {
        /// The rank that the unit then has.
        rank: f64,
        /// The share of the way to the limit that it takes.
        share: f64,
    },
    /// It is not reached, even at the limit: on this way ranks never fall.
    Insufficient {
        /// The best rank on the way.
        best: f64,
    },
    /// It was not found at any place on the way that was tried. Ranks may rise and fall between them.
    NotFound {
        /// The best rank that was found.
        best: f64,
    },
    /// The indicator can't move: the unit has no value, or stands at its limit already.
    Immovable,
}

/// One way to the rank, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// What moves.
    pub improvements: Vec<Improvement>,
    /// Whether that is enough.
    pub outcome: Outcome,
}

impl TargetRequest {
    /// What is wrong with it whatever the figures, for a framework with these indicators.
    #[must_use]
    pub fn faults(&self, framework: &BTreeSet<&str>) -> Vec<Fault> {
        let mut faults = Faults::default();
        for code in self.indicators.iter().chain(self.limits.keys()) {
            faults.check(framework.contains(code.as_str()), "indicator", || {
                format!("`{code}` is not in the framework: name one of its indicators")
            });
        }
        for (at, code) in self.indicators.iter().enumerate() {
            faults.check(
                !self.indicators[..at].contains(code),
                &format!("indicators[{at}]"),
                || format!("`{code}` stands there twice: name it once"),
            );
        }
        for (code, limit) in &self.limits {
            let path = format!("limits[{code}]");
            faults.check(limit.is_finite(), &path, || format!("is {limit}: give a number"));
            let moves = self.indicators.is_empty() || self.indicators.contains(code);
            faults.check(moves, &path, || {
                format!("`{code}` may not move: name it among the indicators, or leave the limit out")
            });
            let possible = self.possible.get(code).copied().unwrap_or_default();
            faults.check(!limit.is_finite() || possible.contains(*limit), &path, || {
                let end = |end: Option<f64>| end.map_or_else(|| "…".to_owned(), |end| end.to_string());
                let Range { min, max } = possible;
                format!(
                    "is {limit}, but the indicator has values from {} to {}: give one of them",
                    end(min),
                    end(max)
                )
            });
        }
        faults.into_vec()
    }
}

impl Index<'_> {
    /// The least improvement of a unit's figures that reaches a rank, its peers' staying as they are. Everything that
    /// depends on them is computed anew: bounds, treatment, weights read off the data.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] for a unit or indicator that is not there, or a rank that is reached already;
    /// [`Error::Cancelled`].
    pub fn solve_target(&self, request: &TargetRequest, run: &Run<'_>) -> Result<Vec<Solution>, Error> {
        let row = self.asked(request, run)?;
        let leaves = self.movable(request);
        let ways: Vec<(usize, Option<Way>)> = leaves
            .iter()
            .map(|leaf| (*leaf, self.way(row, *leaf, request)))
            .collect();
        let sets: Vec<Vec<(usize, Option<Way>)>> = match request.together {
            true => vec![ways],
            false => ways.into_iter().map(|way| vec![way]).collect(),
        };
        let solve = |set: &[(usize, Option<Way>)]| {
            let ways: Vec<Way> = set.iter().filter_map(|(_, way)| *way).collect();
            let (outcome, share) = self.least(row, request.rank, &ways, run)?;
            let improvement = |(leaf, way): &(usize, Option<Way>)| self.improvement(row, *leaf, *way, share);
            Ok(Solution {
                improvements: set.iter().map(improvement).collect(),
                outcome,
            })
        };
        let states = run.draws(sets.len(), Vec::new, |list, at| {
            list.push((at, solve(&sets[at])));
            Ok(())
        })?;
        let mut solutions: Vec<(usize, Result<Solution, Error>)> = states.into_iter().flatten().collect();
        solutions.sort_unstable_by_key(|(at, _)| *at);
        solutions.into_iter().map(|(_, solution)| solution).collect()
    }

    /// The unit that is asked about, where nothing is wrong with the question.
    fn asked(&self, request: &TargetRequest, run: &Run<'_>) -> Result<usize, Error> {
        let mut faults = Faults::default();
        faults.extend(&request.faults(&self.framework.indicators().collect()));
        let row = match self.unit(&request.unit) {
            Err(Error::Inapplicable(unknown)) => {
                faults.extend(&unknown);
                None
            }
            found => Some(found?),
        };
        if let Some(row) = row {
            self.beyond(row, &request.limits, &mut faults);
        }
        let is_rank = (1..=self.units.len()).contains(&request.rank);
        faults.check(is_rank, "rank", || {
            format!("is {}: give 1 to {}", request.rank, self.units.len())
        });
        if let Some(row) = row.filter(|_| is_rank) {
            let current = self.evaluate_until(&|_: u64, _: u64| run.progress.keep_going(0, 0))?;
            let reached = current.rank(row, current.root());
            if let Some(rank) = reached.filter(|rank| *rank <= request.rank as f64) {
                let asked = request.rank;
                faults.add(
                    "rank",
                    format!("{asked} is reached already, with {rank}: ask for a better rank"),
                );
            }
        }
        match row {
            Some(row) if faults.is_empty() => Ok(row),
            Some(_) | None => Err(Error::Inapplicable(faults.into_vec())),
        }
    }

    fn movable(&self, request: &TargetRequest) -> Vec<usize> {
        if request.indicators.is_empty() {
            return (0..self.framework.leaves().len()).collect();
        }
        let known = |code: &String| {
            self.framework
                .indicators()
                .position(|indicator| indicator == code)
        };
        request.indicators.iter().filter_map(known).collect()
    }

    /// Refuses limits that lie behind a unit's figures: on the way there nothing improves.
    fn beyond(&self, row: usize, limits: &BTreeMap<String, f64>, faults: &mut Faults) {
        for (leaf, form) in self.framework.leaves().iter().enumerate() {
            let limit = limits.get(&form.code).filter(|limit| limit.is_finite());
            let Some((limit, now)) = limit.zip(self.raw.value(row, leaf)) else {
                continue;
            };
            faults.check(
                (limit - now) * form.direction.sign() >= 0.0,
                &format!("limits[{}]", form.code),
                || format!("is {limit}, behind the present figure {now}: give one beyond it"),
            );
        }
    }

    fn improvement(&self, row: usize, leaf: usize, way: Option<Way>, share: f64) -> Improvement {
        Improvement {
            indicator: self.framework.leaves()[leaf].code.clone(),
            from: self.raw.value(row, leaf),
            to: way.map(|way| way.at(share) / way.factor),
        }
    }

    /// Whether the rank is reached, and at which share of the way.
    fn least(&self, row: usize, target: usize, ways: &[Way], run: &Run<'_>) -> Result<(Outcome, f64), Error> {
        if ways.is_empty() {
            return Ok((Outcome::Immovable, 0.0));
        }
        let mut room = Room::new(self);
        let (mut order, mut ranks) = (Vec::new(), Vec::new());
        let mut rank = |share: f64| {
            // A rebuild of a large index takes long, and there are many on the way.
            if !run.progress.keep_going(0, 0) {
                return Err(Error::Cancelled);
            }
            let moved = self.moved(row, ways, share);
            self.scores_with(row, &moved, Halt::of(run.progress), &mut room)?;
            ranking::ranks_into(room.scores.root(), self.rule(), &mut order, &mut ranks);
            // Without a score it is behind all others.
            Ok(if ranks[row].is_nan() {
                f64::INFINITY
            } else {
                ranks[row]
            })
        };
        let mut best = f64::INFINITY;
        let mut before = 0.0;
        for share in self.steps(ways) {
            let found = rank(share)?;
            best = best.min(found);
            if found <= target as f64 {
                let (mut low, mut high) = (before, share);
                let mut halvings = 0;
                while halvings < HALVINGS || !ways.iter().all(|way| way.is_near(low, high)) {
                    halvings += 1;
                    let middle = (low + high) / 2.0;
                    if middle <= low || middle >= high {
                        break;
                    }
                    if rank(middle)? <= target as f64 {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                let reached = Outcome::Reached {
                    rank: rank(high)?,
                    share: high,
                };
                return Ok((reached, high));
            }
            before = share;
        }
        let outcome = if self.is_steady(ways) {
            Outcome::Insufficient { best }
        } else {
            Outcome::NotFound { best }
        };
        Ok((outcome, 1.0))
    }

    /// The denominated figures of a unit that are others at a share of the ways: those that move, and those over them.
    fn moved(&self, row: usize, ways: &[Way], share: f64) -> Vec<(usize, f64)> {
        let leaves = self.framework.leaves();
        let reported: BTreeMap<&str, f64> = ways
            .iter()
            .map(|way| (leaves[way.leaf].code.as_str(), way.at(share) / way.factor))
            .collect();
        let denominated = ways.iter().map(|way| (way.leaf, way.at(share)));
        let over = leaves.iter().enumerate().filter_map(|(leaf, form)| {
            let denominator = form.denominator.as_ref()?;
            let by = reported.get(denominator.by.as_str())?;
            let own = reported.get(form.code.as_str()).copied();
            let value = own.unwrap_or_else(|| self.raw.get(row, leaf));
            let quotient = value / by * denominator.scale;
            Some((leaf, if quotient.is_finite() { quotient } else { MISSING }))
        });
        // Later ones count: what moves over a denominator that moves too.
        denominated.chain(over).collect()
    }

    /// Whether the unit's rank can't fall on the way, so that what is not reached at its end is not reached before.
    fn is_steady(&self, ways: &[Way]) -> bool {
        let framework = self.framework;
        let methods = framework
            .nodes()
            .iter()
            .all(|node| !node.aggregation.chosen.looks_at_others() && is_fixed(&node.weighting));
        let alone = |way: &Way| {
            let leaf = &framework.leaves()[way.leaf];
            let mut denominators = framework
                .leaves()
                .iter()
                .filter_map(|leaf| leaf.denominator.as_ref());
            let column = self.denominated.column(way.leaf);
            !self.regressors.contains_key(&leaf.code)
                && !denominators.any(|denominator| denominator.by == leaf.code)
                && (leaf.impute.chosen == Imputation::None || column.iter().all(|value| !value.is_nan()))
                && leaf.treat.chosen == Treatment::None
                && keeps_order(&leaf.normalise.chosen)
        };
        methods && ways.iter().all(alone)
    }
}

/// Whether weights are the same whatever the figures.
fn is_fixed(weighting: &Weighting) -> bool {
    match weighting {
        Weighting::Given | Weighting::Equal | Weighting::Ahp { .. } | Weighting::BestWorst { .. } => true,
        Weighting::Blend { first, second, .. } => is_fixed(first) && is_fixed(second),
        Weighting::Entropy { .. }
        | Weighting::Critic { .. }
        | Weighting::StandardDeviation { .. }
        | Weighting::Gini
        | Weighting::Merec
        | Weighting::Pca { .. }
        | Weighting::BenefitOfTheDoubt { .. } => false,
    }
}

/// Whether a better figure of one unit never lowers its own value on the common scale, nor raises another's.
fn keeps_order(normalisation: &Normalisation) -> bool {
    match normalisation {
        Normalisation::AsIs
        | Normalisation::MinMax { .. }
        | Normalisation::Goalposts { .. }
        | Normalisation::DistanceToTarget { cap: true, .. }
        | Normalisation::PercentileRank
        | Normalisation::Rank
        | Normalisation::Borda => true,
        // Beyond the target others gain when the worst figure does: their way is a smaller share of it.
        Normalisation::DistanceToTarget { cap: false, .. }
        | Normalisation::ZScore { .. }
        | Normalisation::DistanceToReference { .. }
        | Normalisation::FractionOfMaximum
        | Normalisation::Vector
        | Normalisation::Sum
        | Normalisation::Efficacy { .. } => false,
    }
}
