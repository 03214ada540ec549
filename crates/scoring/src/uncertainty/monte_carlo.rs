//! Ranks over many draws.
//!
//! Only counts are kept, of each rank of each unit and of who stands above whom: memory does not grow with the number
//! of draws, and sums of whole numbers are the same in any order.

use std::sync::atomic::AtomicU32;

use super::{
    counts::{Counts, OWN_COUNTS, parts},
    groups::groups,
    sample::Sampler,
};
use crate::{
    budget,
    fault::Error,
    index::Index,
    matrix::known,
    note::{Concerned, Note, Warning},
    run::{Halt, Run},
};

/// Most draws of an analysis.
pub const MAX_DRAWS: usize = 1_000_000;

/// Most units of an analysis: ranks are counted in a square table.
pub const MAX_SIMULATED: usize = 4_000;

/// Most units that are compared pair by pair.
pub const MAX_PAIRED: usize = 1_000;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UncertaintyRequest {
    /// Number of draws.
    pub draws: usize,
    /// The seed; the same seed has the same answer.
    pub seed: u64,
    /// Ranks up to this are the top.
    pub top: usize,
    /// As many ranks are the bottom.
    pub bottom: usize,
    /// Whether units are compared pair by pair; groups of tied units need it.
    pub pairwise: bool,
    /// Probability from which on one unit stands above another for certain.
    pub confidence: f64,
    /// Whether steps that a draw does not change are computed anew all the same. The answer is the same.
    pub rebuild_all: bool,
}

impl Default for UncertaintyRequest {
    fn default() -> Self {
        Self {
            draws: 1_000,
            seed: 0,
            top: 10,
            bottom: 10,
            pairwise: true,
            confidence: 0.95,
            rebuild_all: false,
        }
    }
}

/// How a unit's rank is spread over draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankSummary {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 5 % quantile (type 7).
    pub q5: f64,
    /// 95 % quantile.
    pub q95: f64,
}

/// How sure a unit's rank is.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitUncertainty {
    /// Its code.
    pub code: String,
    /// Its rank without any uncertainty; none without a score.
    pub nominal: Option<f64>,
    /// Its ranks over the draws in which it has one; none when there are none.
    pub ranks: Option<RankSummary>,
    /// Probability of a rank among the top.
    pub top: f64,
    /// Probability of a rank among the bottom: fewer than so many units rank behind.
    pub bottom: f64,
    /// Probability that it has a rank at all.
    pub ranked: f64,
}

/// Who stands above whom, in how many draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairwise {
    units: usize,
    draws: u64,
    above: Vec<u32>,
}

/// How sure ranks are.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// Number of draws.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// The units, in the order of the index.
    pub units: Vec<UnitUncertainty>,
    /// Who stands above whom, where asked for.
    pub pairwise: Option<Pairwise>,
    /// Units that are statistically tied, best first, where asked for; who has a rank in no draw is in none. Going down
    /// the nominal ranking, a group takes in units as long as its first does not stand above them with the confidence
    /// asked for; units of one rank stay together.
    pub groups: Option<Vec<Vec<usize>>>,
}

impl Pairwise {
    /// Probability that a unit stands above another. A unit without rank stands below all that have one.
    #[must_use]
    pub fn above(&self, unit: usize, other: usize) -> f64 {
        f64::from(self.above[unit * self.units + other]) / self.draws as f64
    }

    /// Probability that two units tie.
    #[must_use]
    pub fn tied(&self, unit: usize, other: usize) -> f64 {
        let apart = self.above[unit * self.units + other] + self.above[other * self.units + unit];
        (self.draws - u64::from(apart)) as f64 / self.draws as f64
    }
}

impl Uncertainty {
    /// Who has a rank but none in any draw; `index` is the aggregate that is the index itself.
    #[must_use]
    pub fn never_ranked(&self, index: &str) -> Option<Warning> {
        let lost = |unit: &UnitUncertainty| unit.nominal.is_some() && unit.ranks.is_none();
        let rows: Vec<usize> = (0..self.units.len())
            .filter(|at| lost(&self.units[*at]))
            .collect();
        let note = Note::NeverRanked(Concerned::of(&rows, |row| &self.units[row].code));
        let about = index.to_owned();
        (!rows.is_empty()).then_some(Warning { about, note })
    }
}

/// How ranks of a unit, drawn elsewhere, are spread; none when there are none.
#[must_use]
pub fn rank_summary(ranks: &[f64]) -> Option<RankSummary> {
    let mut sorted: Vec<f64> = ranks.iter().copied().filter(|rank| rank.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |p| crate::moments::quantile(&sorted, p);
    Some(RankSummary {
        mean: crate::moments::mean(&sorted)?,
        median: quantile(0.5)?,
        q5: quantile(0.05)?,
        q95: quantile(0.95)?,
    })
}

impl Index<'_> {
    /// How sure ranks are under the framework's assumptions.
    ///
    /// # Errors
    /// As [`Index::evaluate`]; [`Error::Limit`] for too many draws or units; [`Error::Inapplicable`] when nothing is
    /// uncertain or the request makes no sense; [`Error::Cancelled`].
    pub fn uncertainty(&self, request: &UncertaintyRequest, run: &Run<'_>) -> Result<Uncertainty, Error> {
        let units = self.units.len();
        check(request, units)?;
        let pairs = if request.pairwise { units * units } else { 0 };
        budget::affordable(self.framework, units, request.draws, pairs)?;
        let nominal = self.evaluate_until(&|_: u64, _: u64| run.progress.keep_going(0, 0))?;
        let sampler = Sampler::new(self, request.rebuild_all, run.threads)?;
        let mut counts = self.counted(&sampler, request, run)?;
        let share = |count: u64| count as f64 / request.draws as f64;
        let unit = |unit: usize| UnitUncertainty {
            code: self.code(unit).to_owned(),
            nominal: known(nominal.root_ranks()[unit]),
            ranks: counts.summary(unit),
            top: share(counts.top(unit, request.top)),
            bottom: share(u64::from(counts.bottom[unit])),
            ranked: 1.0 - share(u64::from(counts.unit(unit)[0])),
        };
        let list: Vec<UnitUncertainty> = (0..units).map(unit).collect();
        let pairwise = counts.above.take().map(|above| Pairwise {
            units,
            draws: request.draws as u64,
            above,
        });
        let order: Vec<(usize, f64)> = nominal
            .ranking(nominal.root())
            .iter()
            .map(|standing| (standing.unit, standing.rank))
            // Nothing is known of how they would stand.
            .filter(|(unit, _)| list[*unit].ranks.is_some())
            .collect();
        let grouped = |pairwise: &Pairwise| {
            let above = |unit, other| pairwise.above(unit, other);
            groups(&order, above, request.confidence)
        };
        Ok(Uncertainty {
            draws: request.draws,
            seed: request.seed,
            units: list,
            groups: pairwise.as_ref().map(grouped),
            pairwise,
        })
    }
}

impl Index<'_> {
    /// The counts over all draws.
    fn counted(
        &self,
        sampler: &Sampler<'_>,
        request: &UncertaintyRequest,
        run: &Run<'_>,
    ) -> Result<Counts<'static>, Error> {
        let (units, ties) = (self.units.len(), self.rule().ties);
        let size = units * (units * parts(ties) + 1);
        let many = size > OWN_COUNTS;
        let table: Vec<AtomicU32> = (0..if many { size } else { 0 })
            .map(|_| AtomicU32::new(0))
            .collect();
        let counts = || Counts::new(units, ties, request.pairwise, many.then_some(table.as_slice()));
        let state = || (sampler.workspace(), counts());
        let states = run.draws(request.draws, state, |(work, counts), draw| {
            sampler.draw(
                &Sampler::streams(request.seed, draw, 0),
                Halt::of(run.progress),
                work,
            )?;
            counts.add(&work.ranks, request.bottom);
            Ok(())
        })?;
        let mut states = states.into_iter().map(|(_, counts)| counts);
        let mut whole = states.next().unwrap_or_else(counts);
        states.for_each(|other| whole.merge(&other));
        let own = std::mem::take(&mut whole.ranks);
        let whole = whole.with_ranks(own);
        Ok(if many {
            whole.with_ranks(table.into_iter().map(AtomicU32::into_inner).collect())
        } else {
            whole
        })
    }
}

fn check(request: &UncertaintyRequest, units: usize) -> Result<(), Error> {
    if request.draws > MAX_DRAWS {
        return Err(Error::limit(
            "draws",
            request.draws,
            MAX_DRAWS,
            "10,000 tell an interval to a place",
        ));
    }
    if units > MAX_SIMULATED {
        return Err(Error::limit(
            "subjects of a simulation",
            units,
            MAX_SIMULATED,
            "rank a peer group of them",
        ));
    }
    if request.pairwise && units > MAX_PAIRED {
        return Err(Error::limit(
            "subjects compared in pairs",
            units,
            MAX_PAIRED,
            "ask without pairs",
        ));
    }
    if request.draws == 0 {
        return Err(Error::inapplicable("draws", "is 0: give at least 1"));
    }
    if !(request.confidence > 0.5 && request.confidence <= 1.0) {
        let problem = format!("is {}: give more than 0.5, at most 1", request.confidence);
        return Err(Error::inapplicable("confidence", problem));
    }
    Ok(())
}
