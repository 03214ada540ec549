//! How often each unit had each rank, and stood above each other one.

use std::sync::atomic::{AtomicU32, Ordering};

use super::monte_carlo::RankSummary;
use crate::ranking::Ties;

/// Most counts of ranks that each thread has for itself, 4 MiB of them. More are counted in one table, so that memory
/// does not grow with the number of threads; there it costs them more to count.
pub(super) const OWN_COUNTS: usize = 1 << 20;

/// Counts of ranks; average ranks come in halves.
#[derive(Debug)]
pub(super) struct Counts<'a> {
    units: usize,
    /// Bins for each whole rank.
    parts: usize,
    /// units × bins; the first bin counts draws without a rank. Empty while they are counted in the shared table.
    pub(super) ranks: Vec<u32>,
    shared: Option<&'a [AtomicU32]>,
    pub(super) above: Option<Vec<u32>>,
    /// Ranks that are not the bottom, summed over draws per unit.
    pub(super) bottom: Vec<u32>,
    keys: Vec<f64>,
}

/// Bins for each whole rank.
pub(super) fn parts(ties: Ties) -> usize {
    if ties == Ties::Average { 2 } else { 1 }
}

impl<'a> Counts<'a> {
    pub(super) fn new(units: usize, ties: Ties, pairwise: bool, shared: Option<&'a [AtomicU32]>) -> Self {
        let parts = parts(ties);
        let own = shared.map_or(units * (units * parts + 1), |_| 0);
        Self {
            units,
            parts,
            ranks: vec![0; own],
            shared,
            above: pairwise.then(|| vec![0; units * units]),
            bottom: vec![0; units],
            keys: Vec::with_capacity(units),
        }
    }

    fn bins(&self) -> usize {
        self.units * self.parts + 1
    }

    pub(super) fn add(&mut self, ranks: &[f64], bottom: usize) {
        let (bins, parts) = (self.bins(), self.parts as f64);
        // A missing rank becomes 0.
        let bin = |rank: f64| (rank * parts) as usize;
        match self.shared {
            // Sums of whole numbers are the same in any order.
            Some(table) => {
                for (bins, rank) in table.chunks_exact(bins).zip(ranks) {
                    bins[bin(*rank)].fetch_add(1, Ordering::Relaxed);
                }
            }
            None => {
                for (bins, rank) in self.ranks.chunks_exact_mut(bins).zip(ranks) {
                    bins[bin(*rank)] += 1;
                }
            }
        }
        let ranked = ranks.iter().filter(|rank| !rank.is_nan()).count();
        // Fewer than so many are behind from this rank on; a missing rank is not.
        let last = (ranked + 1).saturating_sub(bottom).max(1) as f64;
        for (count, rank) in self.bottom.iter_mut().zip(ranks) {
            *count += u32::from(bottom > 0 && *rank >= last);
        }
        if let Some(above) = &mut self.above {
            self.keys.clear();
            self.keys.extend(
                ranks
                    .iter()
                    .map(|rank| if rank.is_nan() { f64::INFINITY } else { *rank }),
            );
            for (row, key) in above.chunks_exact_mut(self.units).zip(&self.keys) {
                for (count, other) in row.iter_mut().zip(&self.keys) {
                    *count += u32::from(key < other);
                }
            }
        }
    }

    /// The same without a shared table, whose counts are these.
    pub(super) fn with_ranks<'b>(self, ranks: Vec<u32>) -> Counts<'b> {
        let Self {
            units,
            parts,
            ranks: _,
            shared: _,
            above,
            bottom,
            keys,
        } = self;
        Counts {
            units,
            parts,
            ranks,
            shared: None,
            above,
            bottom,
            keys,
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let add = |all: &mut [u32], part: &[u32]| all.iter_mut().zip(part).for_each(|(a, b)| *a += b);
        add(&mut self.ranks, &other.ranks);
        add(&mut self.bottom, &other.bottom);
        if let (Some(all), Some(part)) = (&mut self.above, &other.above) {
            add(all, part);
        }
    }

    pub(super) fn unit(&self, unit: usize) -> &[u32] {
        &self.ranks[unit * self.bins()..][..self.bins()]
    }

    /// The value at a place of a unit's sorted ranks, from 0.
    fn at(&self, unit: usize, place: u64) -> f64 {
        let mut seen = 0;
        for (bin, count) in self.unit(unit).iter().enumerate().skip(1) {
            seen += u64::from(*count);
            if seen > place {
                return bin as f64 / self.parts as f64;
            }
        }
        self.units as f64
    }

    pub(super) fn summary(&self, unit: usize) -> Option<RankSummary> {
        let counts = &self.unit(unit)[1..];
        let n: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        let last = n.checked_sub(1)?;
        let sum: u64 = (1..)
            .zip(counts)
            .map(|(bin, count): (u64, _)| bin * u64::from(*count))
            .sum();
        let quantile = |p: f64| {
            let h = last as f64 * p;
            let below = h.floor() as u64;
            let (low, high) = (self.at(unit, below), self.at(unit, (below + 1).min(last)));
            low + (h - below as f64) * (high - low)
        };
        Some(RankSummary {
            mean: sum as f64 / self.parts as f64 / n as f64,
            median: quantile(0.5),
            q5: quantile(0.05),
            q95: quantile(0.95),
        })
    }

    pub(super) fn top(&self, unit: usize, top: usize) -> u64 {
        let bins = (top.saturating_mul(self.parts) + 1).min(self.bins());
        self.unit(unit)[1..bins]
            .iter()
            .map(|count| u64::from(*count))
            .sum()
    }
}
