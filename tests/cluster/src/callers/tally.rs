//! How many calls there were, and which failed.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};
use zhibiao_runtime::error::Problem;

/// Faults that are told one by one; the rest are counted.
const MOST: usize = 20;

/// Counts calls.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Told>);

/// How it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Seconds since the callers began.
    pub(crate) seconds: u64,
    /// Calls that were answered, by kind.
    pub(crate) answered: BTreeMap<String, u64>,
    /// Calls that failed.
    pub(crate) failed: u64,
    /// The first of them.
    pub(crate) failures: Vec<String>,
}

/// How it was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verdict {
    /// All calls.
    #[serde(flatten)]
    pub(crate) told: Told,
    /// Promises that the history breaks.
    pub(crate) broken: Vec<String>,
}

impl Tally {
    /// Notes how a call ended, and gives its answer.
    pub(crate) fn note<T>(&self, kind: &str, outcome: Result<T, Problem>) -> Option<T> {
        let mut told = self.lock();
        match outcome {
            Ok(answer) => {
                *told.answered.entry(kind.to_owned()).or_default() += 1;
                Some(answer)
            }
            Err(problem) => {
                told.failed += 1;
                if told.failures.len() < MOST {
                    told.failures.push(format!("{kind}: {problem:?}"));
                }
                None
            }
        }
    }

    /// Notes something that should not be.
    pub(crate) fn wrong(&self, what: String) {
        let mut told = self.lock();
        told.failed += 1;
        if told.failures.len() < MOST {
            told.failures.push(what);
        }
    }

    /// What was noted.
    pub(crate) fn told(&self) -> Told {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Told {
    /// All calls that were answered.
    pub(crate) fn calls(&self) -> u64 {
        self.answered.values().sum()
    }
}

impl Verdict {
    pub(crate) fn new(told: Told, mut broken: Vec<String>) -> Self {
        let rest = broken.len().saturating_sub(MOST);
        broken.truncate(MOST);
        if rest > 0 {
            broken.push(format!("… and {rest} more"));
        }
        Self { told, broken }
    }

    /// Whether nothing failed and nothing was untrue.
    pub(crate) fn is_good(&self) -> bool {
        self.told.failed == 0 && self.broken.is_empty() && self.told.calls() > 0
    }
}
