//! The checker: which promises a history breaks.
//!
//! Pure: a history in, broken promises out. It knows nothing of how a hub works, only what it promises: that the change
//! log is the order in which everything happened, and that every answer follows from it.

mod moments;
mod reads;
mod watches;
mod writes;

#[cfg(test)]
mod tests;

use std::fmt;

use self::moments::Moments;
use super::{History, versions::Versions};

/// A promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Revisions of the log are dense.
    Dense,
    /// What was acknowledged is in the log, at the revision that was told.
    NothingLost,
    /// A batch id is in the log once.
    NothingDoubled,
    /// What is in the log was written by somebody, and not refused.
    NothingInvented,
    /// A revision of the log holds the cells that its batch changed.
    Whole,
    /// What ended before something else began has the smaller revision.
    CommitOrder,
    /// Nothing is replaced that `unchanged_since` protects.
    NothingOverwritten,
    /// Every try was repeated until it was known how it ended.
    Settled,
    /// A watcher sees every revision, once, in order, to the end.
    WatchReliable,
    /// The parts of a revision follow each other on one connection.
    WatchAtomic,
    /// A watcher sees what the log holds.
    WatchTrue,
    /// An answer is the state at the revision that it says.
    ReadTrue,
    /// A read is as fresh as its token.
    ReadFresh,
    /// A fully consistent read sees all that anybody knew before.
    ReadNewest,
    /// Nothing is seen before it was sent.
    NothingEarly,
    /// Answers of one process do not go back in time.
    NeverBack,
    /// What the cube holds at the end is what the log says.
    CubeTrue,
    /// Errors are those that the API promises.
    ErrorsExpected,
}

/// A promise that a history breaks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The promise.
    pub promise: Promise,
    /// Where.
    pub how: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.promise, self.how)
    }
}

/// What is found, as it is found.
#[derive(Debug, Default)]
struct Findings(Vec<Broken>);

impl Findings {
    fn add(&mut self, promise: Promise, how: String) {
        self.0.push(Broken { promise, how });
    }

    fn unless(&mut self, holds: bool, promise: Promise, how: impl FnOnce() -> String) {
        if !holds {
            self.add(promise, how());
        }
    }
}

/// Everything that is wrong with a history.
#[must_use]
pub fn check(history: &History) -> Vec<Broken> {
    let mut findings = Findings::default();
    dense(history, &mut findings);
    let versions = Versions::replay(&history.before, &history.log);
    let moments = Moments::of(history);
    writes::check(history, &versions, &moments, &mut findings);
    reads::check(history, &versions, &moments, &mut findings);
    watches::check(history, &moments, &mut findings);
    let expected = versions.state(history.after.revision);
    findings.unless(history.after == expected, Promise::CubeTrue, || {
        format!("the cube holds {:?}, the log says {expected:?}", history.after)
    });
    for what in &history.unexpected {
        findings.add(Promise::ErrorsExpected, what.clone());
    }
    findings.0
}

fn dense(history: &History, findings: &mut Findings) {
    let mut last = history.before.revision;
    for entry in &history.log {
        findings.unless(entry.revision == last + 1, Promise::Dense, || {
            format!("revision {} follows {last} in the log", entry.revision)
        });
        last = entry.revision;
    }
    findings.unless(last == history.after.revision, Promise::Dense, || {
        format!("the log ends at {last}, the head is {}", history.after.revision)
    });
}
