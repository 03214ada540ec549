//! What is wrong with a framework, a table or a question.

use std::fmt;

use crate::{note::Warning, screen::Screened};

/// What a fault is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What is asked, or the table that it is asked of.
    #[default]
    Question,
    /// The framework as a whole.
    Framework,
    /// One of its aggregates, by id.
    Aggregate(String),
    /// One of its indicators, by code.
    Indicator(String),
}

/// One thing that is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What it is of.
    pub part: Part,
    /// Which field of it: `weight`, `weighting.first`; empty where it is the whole part.
    pub field: String,
    /// Indicators or aggregates that it is about: all of them, each as it is called in the framework. Empty where the
    /// place says it.
    pub components: Vec<String>,
    /// What is wrong and what to do about it, without components.
    pub problem: String,
}

impl Fault {
    /// Where it is: `indicators[gdp].weight`.
    #[must_use]
    pub fn path(&self) -> String {
        let (list, name) = match &self.part {
            Part::Question | Part::Framework => return self.field.clone(),
            Part::Aggregate(id) => ("aggregates", id),
            Part::Indicator(code) => ("indicators", code),
        };
        match self.field.is_empty() {
            true => format!("{list}[{name}]"),
            false => format!("{list}[{name}].{}", self.field),
        }
    }

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
        write!(f, "{}: {}", self.path(), self.told())
    }
}

/// Faults as they are found; nothing stops at the first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// What those are of that are found now.
    part: Part,
    found: Vec<Fault>,
}

impl Faults {
    /// Faults of a framework as a whole, until one of its parts is looked at.
    pub(crate) fn of_framework() -> Self {
        Self {
            part: Part::Framework,
            found: Vec::new(),
        }
    }

    /// Looks at one part: what is found meanwhile is a fault of it.
    pub(crate) fn within<R>(&mut self, part: Part, look: impl FnOnce(&mut Self) -> R) -> R {
        let whole = std::mem::replace(&mut self.part, part);
        let looked = look(self);
        self.part = whole;
        looked
    }

    /// The same at an aggregate.
    pub(crate) fn of_aggregate<R>(&mut self, id: &str, look: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Part::Aggregate(id.to_owned()), look)
    }

    /// The same at an indicator.
    pub(crate) fn of_indicator<R>(&mut self, code: &str, look: impl FnOnce(&mut Self) -> R) -> R {
        self.within(Part::Indicator(code.to_owned()), look)
    }

    pub(crate) fn add(&mut self, field: impl Into<String>, problem: impl Into<String>) {
        self.add_of(field, problem, Vec::new());
    }

    /// A fault of an aggregate's method with components of it.
    pub(crate) fn add_of(
        &mut self,
        field: impl Into<String>,
        problem: impl Into<String>,
        components: Vec<String>,
    ) {
        self.found.push(Fault {
            part: self.part.clone(),
            field: field.into(),
            components,
            problem: in_few_digits(&problem.into()),
        });
    }

    /// A fault unless `holds`.
    pub(crate) fn check(&mut self, holds: bool, field: &str, problem: impl FnOnce() -> String) {
        if !holds {
            self.add(field, problem());
        }
    }

    pub(crate) fn extend(&mut self, faults: &[Fault]) {
        self.found.extend_from_slice(faults);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn into_vec(self) -> Vec<Fault> {
        self.found
    }
}

/// Digits that a number has at most where people read it; doubles have no more that mean anything.
const DIGITS: usize = 20;

/// A text with its numbers of too many digits as powers of ten: whoever wrote 1e308 need not read 309 digits. What is quoted
/// stays as it is.
fn in_few_digits(text: &str) -> String {
    let mut short = String::with_capacity(text.len().min(1 << 12));
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            short.push('`');
        }
        if at % 2 == 1 {
            short.push_str(part);
            continue;
        }
        let of_number = |c: char| c.is_ascii_digit() || c == '.';
        let mut rest = part;
        while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
            short.push_str(&rest[..from]);
            let behind = &rest[from..];
            let until = behind.find(|c| !of_number(c)).unwrap_or(behind.len());
            let number = &behind[..until];
            match number.parse::<f64>() {
                Ok(value) if until > DIGITS => short.push_str(&format!("{value:e}")),
                Ok(_) | Err(_) => short.push_str(number),
            }
            rest = &behind[until..];
        }
        short.push_str(rest);
    }
    short
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
    /// A question that can't be asked.
    pub(crate) fn inapplicable(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Inapplicable(vec![Fault {
            part: Part::Question,
            field: field.into(),
            components: Vec::new(),
            problem: problem.into(),
        }])
    }

    /// A framework that a question can't be asked of.
    pub(crate) fn unfit(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let mut faults = Faults::of_framework();
        faults.add(field, problem);
        Self::Inapplicable(faults.into_vec())
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

    /// An id that reads as a place is still an id.
    #[test]
    fn a_fault_knows_what_it_is_of_whatever_that_is_called() {
        let mut faults = Faults::of_framework();
        faults.add("decimals", "is 99");
        faults.of_aggregate("a].weight", |faults| {
            faults.add("min_available", "is 2");
            faults.of_indicator("b.unit", |faults| faults.add("weight", "is -1"));
            faults.add_of("", "sum to 0", vec!["x".to_owned()]);
        });
        faults.add("impute", "is none");
        let found = faults.into_vec();
        let paths: Vec<String> = found.iter().map(Fault::path).collect();
        assert_eq!(
            paths,
            [
                "decimals",
                "aggregates[a].weight].min_available",
                "indicators[b.unit].weight",
                "aggregates[a].weight]",
                "impute"
            ]
        );
        assert_eq!(found[1].part, Part::Aggregate("a].weight".to_owned()));
        assert_eq!(
            (&found[4].part, found[4].field.as_str()),
            (&Part::Framework, "impute")
        );
        assert_eq!(found[3].told(), "sum to 0 (for `x`)");
    }

    #[test]
    fn a_listing_of_more_names_than_there_are_says_nothing_of_more() {
        assert_eq!(listing(&["a", "b"], 1), "a, b");
        assert_eq!(listing(&["a", "b", "c", "d"], 5), "a, b, c and 2 more");
    }
}
