//! Which assumption moves ranks: variance-based sensitivity indices.
//!
//! Saltelli's design: two independent sets A and B of N draws, and for each factor the set A with that factor's column
//! of B; N(d + 2) evaluations. Estimators as in Saltelli et al., *Variance based sensitivity analysis of model output*
//! (2010): first order S = mean(B·(AB − A))/V, total T = Σ(A − AB)²/(2N·V), V the sample variance of A and B together.
//! From the ranks of an analysis their mean is taken off first: it adds nothing to S but noise, which for a unit far
//! down the ranking would be many times what is estimated.
//! A factor that stands for many numbers at once (all weights, all figures) counts as one.

use std::sync::atomic::{AtomicU32, Ordering};

use super::sample::{Factor, Sampler};
use crate::{
    budget::{self, MAX_STEPS},
    fault::Error,
    index::Index,
    moments::{mean, quantile, sum, variance},
    note::Concerned,
    random::Random,
    run::{Halt, Run},
};

/// Most evaluations of an analysis times units: their ranks are all kept.
pub const MAX_EVALUATIONS: usize = 40_000_000;

/// Most evaluations of a bootstrap, samples × N: the rows that each sample takes are kept, 40 MB of them.
const MAX_RESAMPLED: usize = 10_000_000;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SensitivityRequest {
    /// N; N(d + 2) evaluations are made for d factors.
    pub base: usize,
    /// The seed.
    pub seed: u64,
    /// Bootstrap samples for the intervals.
    pub bootstrap: usize,
}

impl Default for SensitivityRequest {
    fn default() -> Self {
        Self {
            base: 500,
            seed: 0,
            bootstrap: 200,
        }
    }
}

/// An estimate with the 5–95 % interval of its bootstrap.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// 5 % quantile; the value itself without bootstrap.
    pub q5: f64,
    /// 95 % quantile.
    pub q95: f64,
}

/// A factor's share of the variance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Indices {
    /// Alone: by how much the variance would fall if it were known. Estimates may lie a little below 0.
    pub first: Estimate,
    /// With all that it does together with others: what would be left if all others were known.
    pub total: Estimate,
}

/// Which assumption moves ranks.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// What is uncertain.
    pub factors: Vec<Factor>,
    /// Number of times that the index was built.
    pub evaluations: usize,
    /// By factor, of the mean |rank change|; none when no rank ever moves.
    pub overall: Option<Vec<Indices>>,
    /// By unit and factor, of the unit's own rank; none for a unit whose rank never moves.
    pub units: Vec<Option<Vec<Indices>>>,
    /// Who has a rank, but none in any evaluation: of them nothing is known.
    pub never_ranked: Option<Concerned>,
}

/// Rows that each bootstrap sample takes.
#[derive(Debug)]
struct Resamples {
    n: usize,
    rows: Vec<u32>,
}

impl Resamples {
    fn new(n: usize, samples: usize, seed: u64) -> Self {
        // A purpose that no factor has.
        let draw = |sample: usize| {
            let mut random = Random::new(seed, sample as u64, u64::MAX);
            (0..n).map(move |_| random.below(n) as u32)
        };
        Self {
            n,
            rows: (0..samples).flat_map(draw).collect(),
        }
    }

    /// Quantiles of the samples' means.
    fn of_mean(&self, values: &[f64]) -> Estimate {
        let value = sum(values) / self.n as f64;
        let mut means: Vec<f64> = self
            .rows
            .chunks_exact(self.n)
            .map(|rows| rows.iter().map(|row| values[*row as usize]).sum::<f64>() / self.n as f64)
            .collect();
        means.sort_unstable_by(f64::total_cmp);
        Estimate {
            value,
            q5: quantile(&means, 0.05).unwrap_or(value),
            q95: quantile(&means, 0.95).unwrap_or(value),
        }
    }
}

/// Indices from the results of a Saltelli design: of A, of B, and for each factor of A with that factor of B. None when
/// results do not vary, or are not of one length. Bootstrap intervals keep the variance of all results. Results are taken
/// as they are; of those that are far from 0 the mean is to be taken off before.
#[must_use]
pub fn sobol_indices(
    a: &[f64],
    b: &[f64],
    ab: &[&[f64]],
    bootstrap: usize,
    seed: u64,
) -> Option<Vec<Indices>> {
    let n = a.len();
    if b.len() != n || ab.iter().any(|set| set.len() != n) {
        return None;
    }
    indices(a, b, ab, &Resamples::new(n, bootstrap, seed))
}

fn indices(a: &[f64], b: &[f64], ab: &[&[f64]], resamples: &Resamples) -> Option<Vec<Indices>> {
    let both: Vec<f64> = a.iter().chain(b).copied().collect();
    let spread = variance(&both).filter(|spread| *spread > 0.0)?;
    let of = |set: &&[f64]| {
        let terms = || a.iter().zip(b).zip(*set).map(|((a, b), ab)| (*a, *b, *ab));
        let first: Vec<f64> = terms().map(|(a, b, ab)| b * (ab - a) / spread).collect();
        let total: Vec<f64> = terms()
            .map(|(a, _, ab)| (a - ab) * (a - ab) / (2.0 * spread))
            .collect();
        Indices {
            first: resamples.of_mean(&first),
            total: resamples.of_mean(&total),
        }
    };
    Some(ab.iter().map(of).collect())
}

/// Ranks of all evaluations, one after the other; NaN without one.
struct Evaluations {
    units: usize,
    ranks: Vec<f32>,
}

impl Evaluations {
    /// By unit, whether any evaluation ranks it.
    fn ever_ranked(&self) -> Vec<bool> {
        let mut ever = vec![false; self.units];
        for evaluation in self.ranks.chunks_exact(self.units) {
            for (ever, rank) in ever.iter_mut().zip(evaluation) {
                *ever |= !rank.is_nan();
            }
        }
        ever
    }

    fn put_unranked_last(&mut self) {
        let last = self.units as f32;
        let unranked = self.ranks.iter_mut().filter(|rank| rank.is_nan());
        unranked.for_each(|rank| *rank = last);
    }

    /// A result of each evaluation, in sets of `n`: A, B, then AB by factor.
    fn indices(
        &self,
        n: usize,
        resamples: &Resamples,
        result: impl Fn(&[f32]) -> f64,
    ) -> Option<Vec<Indices>> {
        let results: Vec<f64> = self.ranks.chunks_exact(self.units).map(result).collect();
        let centre = mean(results.get(..2 * n)?).unwrap_or_default();
        let results: Vec<f64> = results.into_iter().map(|result| result - centre).collect();
        let mut sets = results.chunks_exact(n);
        let (a, b) = (sets.next()?, sets.next()?);
        indices(a, b, &sets.collect::<Vec<_>>(), resamples)
    }
}

impl Index<'_> {
    /// Which of the framework's assumptions moves ranks, overall and for each unit. In a draw without a score a unit
    /// counts as last.
    ///
    /// # Errors
    /// As [`Index::uncertainty`]; [`Error::Inapplicable`] when no evaluation ranks anybody.
    pub fn sensitivity(&self, request: &SensitivityRequest, run: &Run<'_>) -> Result<Sensitivity, Error> {
        let (units, n) = (self.units.len(), request.base);
        let sampler = Sampler::new(self, false, run.threads)?;
        let factors = sampler.factors().to_vec();
        let total = n.saturating_mul(factors.len() + 2);
        check(total.saturating_mul(units), n, request.bootstrap)?;
        budget::affordable(self.framework, units, total, 0)?;
        resampled(n.saturating_mul(request.bootstrap), factors.len(), units)?;
        let nominal = self.evaluate_until(&|_: u64, _: u64| run.progress.keep_going(0, 0))?;
        // Each evaluation has its own place, whichever thread makes it: bits of a rank that no other writes.
        let ranks: Vec<AtomicU32> = (0..total * units).map(|_| AtomicU32::new(0)).collect();
        run.draws(
            total,
            || sampler.workspace(),
            |work, number| {
                let (set, draw) = (number / n, number % n);
                let mut streams = Sampler::streams(request.seed, draw, u64::from(set == 1));
                if let Some(factor) = set.checked_sub(2) {
                    let factor = factors[factor] as usize;
                    streams[factor] = Sampler::streams(request.seed, draw, 1)[factor];
                }
                sampler.draw(&streams, Halt::of(run.progress), work)?;
                for (place, rank) in ranks[number * units..].iter().zip(&work.ranks) {
                    place.store((*rank as f32).to_bits(), Ordering::Relaxed);
                }
                Ok(())
            },
        )?;
        let bits = ranks.into_iter().map(AtomicU32::into_inner);
        let mut evaluations = Evaluations {
            units,
            ranks: bits.map(f32::from_bits).collect(),
        };
        let ever = evaluations.ever_ranked();
        if !ever.contains(&true) {
            let problem = "leaves nobody a rank in any draw: lower `leave_out`, or take alternatives that are defined for \
                           the figures";
            return Err(Error::unfit("uncertainty", problem));
        }
        let lost: Vec<usize> = (0..units)
            .filter(|unit| !ever[*unit] && !nominal.root_ranks()[*unit].is_nan())
            .collect();
        evaluations.put_unranked_last();
        let resamples = Resamples::new(n, request.bootstrap, request.seed);
        let ranks: Vec<f64> = nominal
            .root_ranks()
            .iter()
            .map(|rank| if rank.is_nan() { units as f64 } else { *rank })
            .collect();
        let shift = |drawn: &[f32]| {
            let shifts: Vec<f64> = drawn
                .iter()
                .zip(&ranks)
                .map(|(a, b)| (f64::from(*a) - b).abs())
                .collect();
            mean(&shifts).unwrap_or(0.0)
        };
        let overall = evaluations.indices(n, &resamples, shift);
        let of_units = run.draws(units, Vec::new, |list, unit| {
            list.push((
                unit,
                evaluations.indices(n, &resamples, |drawn| f64::from(drawn[unit])),
            ));
            Ok(())
        })?;
        let mut of_units: Vec<(usize, Option<Vec<Indices>>)> = of_units.into_iter().flatten().collect();
        of_units.sort_unstable_by_key(|(unit, _)| *unit);
        Ok(Sensitivity {
            factors,
            evaluations: total,
            overall,
            units: of_units.into_iter().map(|(_, indices)| indices).collect(),
            never_ranked: (!lost.is_empty()).then(|| Concerned::of(&lost, |unit| self.code(unit))),
        })
    }
}

fn check(ranks: usize, n: usize, bootstrap: usize) -> Result<(), Error> {
    if ranks > MAX_EVALUATIONS {
        return Err(Error::limit(
            "ranks of a sensitivity analysis",
            ranks,
            MAX_EVALUATIONS,
            "take a smaller base",
        ));
    }
    let resampled = n.saturating_mul(bootstrap);
    if resampled > MAX_RESAMPLED {
        return Err(Error::limit(
            "rows of the bootstrap",
            resampled,
            MAX_RESAMPLED,
            "take fewer samples",
        ));
    }
    if n < 2 {
        return Err(Error::inapplicable("base", format!("is {n}: give at least 2")));
    }
    Ok(())
}

/// Both indices of each factor are resampled for each unit, and for the whole ranking.
pub(super) fn resampled(rows: usize, factors: usize, units: usize) -> Result<(), Error> {
    let steps = rows.saturating_mul(2 * factors).saturating_mul(units + 1);
    if steps > MAX_STEPS {
        return Err(Error::limit(
            "steps of the bootstrap",
            steps,
            MAX_STEPS,
            "take fewer samples",
        ));
    }
    Ok(())
}
