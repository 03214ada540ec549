//! What is wrong with a framework, a table or a question.

use std::fmt;

use crate::{note::Warning, screen::Screened};

/// One thing that is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where: `indicators[gdp].weight`.
    pub path: String,
    /// Indicators or aggregates that it is about: all of them, each as it is called in the framework. Empty where the
    /// place says it.
    pub components: Vec<String>,
    /// What is wrong and what to do about it, without components.
    pub problem: String,
}

impl Fault {
    /// The components, as a sentence has them; none where there are none.
    #[must_use]
    pub fn whom(&self) -> Option<String> {
        let quoted: Vec<String> = self.components.iter().map(|one| format!("`{one}`")).collect();
        (!quoted.is_empty()).then(|| quoted.join(", "))
    }

    /// What is wrong, and with which components.
    #[must_use]
    pub fn told(&self) -> String {
        match self.whom() {
            Some(whom) => format!("{} (for {whom})", self.problem),
            None => self.problem.clone(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.told())
    }
}

/// Faults as they are found; nothing stops at the first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.add_of(path, problem, Vec::new());
    }

    /// A fault of an aggregate's method with components of it.
    pub(crate) fn add_of(
        &mut self,
        path: impl Into<String>,
        problem: impl Into<String>,
        components: Vec<String>,
    ) {
        self.0.push(Fault {
            path: path.into(),
            components,
            problem: problem.into(),
        });
    }

    /// A fault unless `holds`.
    pub(crate) fn check(&mut self, holds: bool, path: &str, problem: impl FnOnce() -> String) {
        if !holds {
            self.add(path, problem());
        }
    }

    pub(crate) fn extend(&mut self, faults: &[Fault]) {
        self.0.extend_from_slice(faults);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn into_vec(self) -> Vec<Fault> {
        self.0
    }
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}

/// How many of several a message names.
pub(crate) const NAMED: usize = 3;

/// The first few of so many, and how many more there are.
pub(crate) fn listing<T: AsRef<str>>(first: &[T], count: usize) -> String {
    let named: Vec<&str> = first.iter().take(NAMED).map(AsRef::as_ref).collect();
    match count.saturating_sub(named.len()) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The first few of several sentences, and how many more there are.
pub(crate) fn first_of<T: fmt::Display>(several: &[T]) -> String {
    let mut told: Vec<String> = several.iter().take(NAMED).map(T::to_string).collect();
    let more = several.len() - told.len();
    if more > 0 {
        told.push(format!("and {more} more"));
    }
    told.join("; ")
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The framework contradicts itself: every fault.
    #[error("framework: {}", listed(.0))]
    Framework(Vec<Fault>),
    /// The table can't be read as one: every fault.
    #[error("table: {}", listed(.0))]
    Table(Vec<Fault>),
    /// The framework's steps can't be applied to this table, or the question can't be asked of it: every fault.
    #[error("cannot be applied: {}", listed(.0))]
    Inapplicable(Vec<Fault>),
    /// Every unit has too little data to be ranked: all of them, with what they have and what they need.
    #[error("every subject has too little data to be ranked: {}", first_of(.0))]
    Unranked(Vec<Screened>),
    /// No unit has a score: all that happened to them.
    #[error("no subject has a score: {}", first_of(.0))]
    Unscored(Vec<Warning>),
    /// More than the engine takes on.
    #[error("{what}: {asked} asked for, at most {most} are taken on; {remedy}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How much was asked for.
        asked: u64,
        /// How much is taken on.
        most: u64,
        /// What to do.
        remedy: String,
    },
    /// The caller's [`Progress`](crate::Progress) said to stop.
    #[error("cancelled")]
    Cancelled,
}

impl Error {
    pub(crate) fn inapplicable(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Inapplicable(vec![Fault {
            path: path.into(),
            components: Vec::new(),
            problem: problem.into(),
        }])
    }

    pub(crate) fn limit(what: &'static str, asked: usize, most: usize, remedy: impl Into<String>) -> Self {
        Self::Limit {
            what,
            asked: asked as u64,
            most: most as u64,
            remedy: remedy.into(),
        }
    }
}

/// So many of something.
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_of_more_names_than_there_are_says_nothing_of_more() {
        assert_eq!(listing(&["a", "b"], 1), "a, b");
        assert_eq!(listing(&["a", "b", "c", "d"], 5), "a, b, c and 2 more");
    }
}
