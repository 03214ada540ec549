//! What is wrong with a framework, a table or a question, and what a result does not rest on.

use std::fmt;

use crate::screen::Screened;

/// One thing that is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where: `indicators[gdp].weight`.
    pub path: String,
    /// What is wrong and what to do about it.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.problem)
    }
}

/// Faults as they are found; nothing stops at the first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.0.push(Fault {
            path: path.into(),
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

/// Units that a message names.
pub(crate) const NAMED: usize = 3;

fn lacking(screened: &[Screened]) -> String {
    let named: Vec<String> = screened.iter().take(NAMED).map(Screened::to_string).collect();
    let more = screened.len() - named.len();
    let more = if more > 0 {
        format!("; and {more} more")
    } else {
        String::new()
    };
    format!("{}{more}", named.join("; "))
}

fn warned(warnings: &[Warning]) -> String {
    warnings
        .iter()
        .map(Warning::to_string)
        .collect::<Vec<_>>()
        .join("; ")
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
    #[error("every subject has too little data to be ranked: {}", lacking(.0))]
    Unranked(Vec<Screened>),
    /// No unit has a score: what happened to them.
    #[error("no subject has a score: {}", warned(.0))]
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

/// Something that does not hinder a result but that its reader should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Which indicator, aggregate or unit.
    pub about: String,
    /// What happened to it.
    pub note: Note,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// All units have the same value: it separates nobody, every unit gets the middle of the scale.
    Constant,
    /// No unit has a value.
    AllMissing,
    /// Cells without a value because the denominator is missing or zero.
    NoDenominator {
        /// How many.
        cells: usize,
    },
    /// Cells that could not be imputed.
    NotImputed {
        /// How many.
        cells: usize,
    },
    /// Outliers are still there after treatment; the column is left as it was.
    StillSkewed,
    /// Cells that the normalisation is not defined for (zero or negative under a ratio or a logarithm): left missing.
    OutsideDomain {
        /// How many.
        cells: usize,
    },
    /// The data give no weights (constant columns, too few units): equal weights are used.
    EqualWeights,
    /// Units without a score because a component of theirs is negative, for which the aggregation is not defined.
    Negative {
        /// Code of the indicator, or id of the aggregate.
        component: String,
        /// How many.
        units: usize,
        /// The first few with the component's value.
        values: Vec<(String, f64)>,
    },
    /// Units without a score because the aggregation is not defined for them otherwise, as where powers overflow.
    Undefined {
        /// How many.
        units: usize,
    },
    /// Units whose score is zero because one component is, under a geometric or harmonic mean.
    Zeroed {
        /// How many.
        units: usize,
    },
    /// Units without a score because too few components are available.
    TooFewComponents {
        /// How many.
        units: usize,
    },
    /// Judgements that contradict each other are used all the same, as the framework demands; the ratio in thousandths.
    Inconsistent {
        /// Consistency ratio × 1,000.
        thousandths: u32,
    },
}

/// So many of something.
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn have(count: usize, what: &str) -> String {
    let verb = if count == 1 { "has" } else { "have" };
    format!("{} {verb}", counted(count, what))
}

/// What happened, without what it happened to.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant => f.write_str("all subjects have the same value"),
            Self::AllMissing => f.write_str("no subject has a value"),
            Self::NoDenominator { cells } => write!(f, "{} no usable denominator", have(*cells, "cell")),
            Self::NotImputed { cells } => write!(f, "{} could not be imputed", counted(*cells, "cell")),
            Self::StillSkewed => f.write_str("outliers remain; left untreated"),
            Self::OutsideDomain { cells } => match cells {
                1 => f.write_str("1 cell lies outside the normalisation's domain"),
                _ => write!(f, "{cells} cells lie outside the normalisation's domain"),
            },
            Self::EqualWeights => f.write_str("the data give no weights; equal weights are used"),
            Self::Negative {
                component,
                units,
                values,
            } => {
                let named: Vec<String> = values
                    .iter()
                    .map(|(unit, value)| format!("`{unit}` ({value})"))
                    .collect();
                let more = units - values.len();
                let more = if more > 0 {
                    format!(" and {more} more")
                } else {
                    String::new()
                };
                write!(
                    f,
                    "`{component}` is negative for {}{more}, for which the aggregation has no value: normalise it to \
                     positive values, such as min_max with low = 1, or take another aggregation",
                    named.join(", ")
                )
            }
            Self::Undefined { units } => write!(
                f,
                "the aggregation is not defined for {}",
                counted(*units, "subject")
            ),
            Self::Zeroed { units } => write!(
                f,
                "a component of zero makes the score of {} zero",
                counted(*units, "subject")
            ),
            Self::TooFewComponents { units } => write!(f, "{} too few components", have(*units, "subject")),
            Self::Inconsistent { thousandths } => {
                write!(
                    f,
                    "judgements contradict each other: consistency ratio {}",
                    f64::from(*thousandths) / 1000.0
                )
            }
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.about, self.note)
    }
}

/// Collects warnings; a draw of a simulation collects none.
#[derive(Debug)]
pub(crate) enum Notes {
    Kept(Vec<Warning>),
    Dropped,
}

impl Notes {
    pub(crate) fn add(&mut self, about: &str, note: Note) {
        match self {
            Self::Kept(list) => {
                let warning = Warning {
                    about: about.to_owned(),
                    note,
                };
                if !list.contains(&warning) {
                    list.push(warning);
                }
            }
            Self::Dropped => {}
        }
    }

    /// As [`Notes::add`] when `count` is not zero.
    pub(crate) fn count(&mut self, about: &str, count: usize, note: impl FnOnce(usize) -> Note) {
        if count > 0 {
            self.add(about, note(count));
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Warning> {
        match self {
            Self::Kept(list) => list,
            Self::Dropped => Vec::new(),
        }
    }
}
