//! Whether an index measures what its framework says: the statistics that the European Commission's audits look at.
//!
//! The thresholds of correlations (−0.4, 0.3, 0.92) and of availability (65 %) are those of the JRC's *Your 10-step
//! pocket guide to composite indicators & scoreboards* (2019), that of α (0.7) is Nunnally's (1978); the others are ours.

mod data;
mod structure;
#[cfg(test)]
mod tests;

use crate::{
    evaluation::Evaluation,
    fault::Error,
    framework::Framework,
    index::Index,
    note::Warning,
    run::{Halt, Progress},
    table::Table,
};

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing to say.
    Pass,
    /// To look at.
    Warn,
    /// The index does not measure what it says, here.
    Fail,
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Share of an indicator's cells that are known.
    Availability,
    /// Share of a unit's indicators that are known.
    Coverage,
    /// Share of an indicator's known cells that are of the period itself: neither they nor what they are divided by are carried.
    Timeliness,
    /// Outliers that treatment left.
    Outliers,
    /// Correlation of two components of one aggregate.
    Siblings,
    /// Correlation of an indicator with the index's branches: highest with its own.
    Branch,
    /// Correlation of a component with its aggregate.
    Parent,
    /// Cronbach's α of an aggregate's components.
    Consistency,
    /// Share of the components' variance that their first principal component explains.
    Dimension,
    /// An indicator's share in the index's variance against its weight.
    Influence,
    /// Number of units that are ranked, where they are too few to judge by.
    Subjects,
}

/// One check and its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What was checked.
    pub aspect: Aspect,
    /// The indicators, aggregates or units that it is about.
    pub about: Vec<String>,
    /// The statistic.
    pub value: f64,
    /// How it came out.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// An audit. Every pair of components, every indicator and so on is checked; what passes is there too.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// Checks, by aspect.
    pub checks: Vec<Check>,
}

impl Audit {
    /// The worst verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.checks
            .iter()
            .map(|check| check.verdict)
            .max()
            .unwrap_or(Verdict::Pass)
    }

    /// The checks that did not pass, the worst first.
    #[must_use]
    pub fn findings(&self) -> Vec<&Check> {
        let mut findings: Vec<&Check> = self
            .checks
            .iter()
            .filter(|check| check.verdict > Verdict::Pass)
            .collect();
        findings.sort_by_key(|check| std::cmp::Reverse(check.verdict));
        findings
    }
}

impl Audit {
    /// Audits the figures alone, of a table in which nobody is ranked: who lacks which, and why nobody is. `unscored` is
    /// what happened to those who have figures enough.
    #[must_use]
    pub fn of_figures(framework: &Framework, table: &Table, unscored: &[Warning]) -> Self {
        let mut checks = Vec::new();
        data::figures(framework, table, &mut checks);
        checks.push(data::nobody(framework, table, unscored));
        Self { checks }
    }
}

impl Index<'_> {
    /// Audits an evaluation of this index. What can't be computed (a constant column has no correlation) is left out;
    /// of an aggregate with more than [`MAX_CORRELATED`](crate::MAX_CORRELATED) components it is said that its components
    /// are not compared.
    #[must_use]
    pub fn audit(&self, evaluation: &Evaluation) -> Audit {
        self.audit_until(evaluation, &()).unwrap_or_default()
    }

    /// As [`Index::audit`], as long as nobody stops it: it asks before each component that is correlated with others.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn audit_until(&self, evaluation: &Evaluation, progress: &dyn Progress) -> Result<Audit, Error> {
        type Step = fn(&Index<'_>, &Evaluation, Halt<'_>, &mut Vec<Check>) -> Result<(), Error>;
        let steps: [Step; 11] = [
            |index, evaluation, _, checks| {
                data::availability(index, evaluation, checks);
                Ok(())
            },
            |index, evaluation, _, checks| {
                data::coverage(index, evaluation, checks);
                Ok(())
            },
            |index, _, _, checks| {
                data::timeliness(index, checks);
                Ok(())
            },
            |_, evaluation, _, checks| {
                data::outliers(evaluation, checks);
                Ok(())
            },
            structure::siblings,
            structure::branches,
            structure::parents,
            structure::consistency,
            structure::dimensions,
            structure::influence,
            |index, _, _, checks| {
                data::subjects(index, checks);
                Ok(())
            },
        ];
        let mut checks = Vec::new();
        let total = steps.len() as u64;
        for (done, step) in (0..).zip(steps) {
            if !progress.keep_going(done, total) {
                return Err(Error::Cancelled);
            }
            step(self, evaluation, Halt::of(progress), &mut checks)?;
        }
        Ok(Audit { checks })
    }
}

/// A check with a verdict by thresholds from the worst to the best: the first that holds counts.
fn check(aspect: Aspect, about: Vec<String>, value: f64, rules: &[(bool, Verdict, &str)]) -> Check {
    let (verdict, reason) = rules
        .iter()
        .find(|(holds, ..)| *holds)
        .map_or((Verdict::Pass, "as it should be"), |(_, verdict, reason)| {
            (*verdict, reason)
        });
    Check {
        aspect,
        about,
        value,
        verdict,
        reason: reason.to_owned(),
    }
}
