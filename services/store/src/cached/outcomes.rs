//! What became of the keys that were read.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts of what became of keys that were read; each key of each answered read counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Answered from this process's memory.
    pub near_hits: u64,
    /// Answered from Redis.
    pub redis_hits: u64,
    /// Found nowhere, and read from the engine.
    pub misses: u64,
    /// Found, but of a revision that does not meet the request, and read from the engine.
    pub too_old: u64,
    /// Redis was away, failed, or held damaged bytes; read from the engine.
    pub errors: u64,
    /// Answered by another caller's read of the same key.
    pub folded: u64,
}

impl Outcomes {
    /// What a span of the read says of it: the costliest thing that became of any of its keys, as the metric names it.
    pub(super) fn costliest(&self) -> &'static str {
        let Self {
            near_hits: _,
            redis_hits,
            misses,
            too_old,
            errors,
            folded,
        } = *self;
        let by_cost = [
            (errors, "error"),
            (misses, "miss"),
            (too_old, "too_old"),
            (folded, "folded"),
            (redis_hits, "redis_hit"),
        ];
        let costliest = by_cost.into_iter().find(|(keys, _)| *keys > 0);
        costliest.map_or("near_hit", |(_, name)| name)
    }
}

/// Outcomes since the process began.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    near_hits: AtomicU64,
    redis_hits: AtomicU64,
    misses: AtomicU64,
    too_old: AtomicU64,
    errors: AtomicU64,
    folded: AtomicU64,
}

impl Ledger {
    /// Adds the outcomes of a read.
    pub(super) fn add(&self, outcomes: &Outcomes) {
        for (sum, more) in self.pairs(outcomes) {
            if more > 0 {
                sum.fetch_add(more, Ordering::Relaxed);
            }
        }
    }

    /// The sums so far.
    pub(crate) fn total(&self) -> Outcomes {
        let sum = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Outcomes {
            near_hits: sum(&self.near_hits),
            redis_hits: sum(&self.redis_hits),
            misses: sum(&self.misses),
            too_old: sum(&self.too_old),
            errors: sum(&self.errors),
            folded: sum(&self.folded),
        }
    }

    fn pairs(&self, outcomes: &Outcomes) -> [(&AtomicU64, u64); 6] {
        let Outcomes {
            near_hits,
            redis_hits,
            misses,
            too_old,
            errors,
            folded,
        } = *outcomes;
        [
            (&self.near_hits, near_hits),
            (&self.redis_hits, redis_hits),
            (&self.misses, misses),
            (&self.too_old, too_old),
            (&self.errors, errors),
            (&self.folded, folded),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_costliest_outcome_is_told() {
        let near = Outcomes {
            near_hits: 5,
            ..Outcomes::default()
        };
        assert_eq!(near.costliest(), "near_hit");
        let mixed = Outcomes {
            redis_hits: 1,
            misses: 1,
            ..near
        };
        assert_eq!(mixed.costliest(), "miss");
        assert_eq!(Outcomes { errors: 1, ..mixed }.costliest(), "error");
    }
}
