//! What does not hinder a result but its reader should know: what happened, to whom, and what to do.

mod told;

use crate::{fault::NAMED, framework::Alternatives};

/// Something that does not hinder a result but that its reader should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// Which indicator, aggregate or unit.
    pub about: String,
    /// What happened to it.
    pub note: Note,
}

/// Units that a note is about: how many, and the first few.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned {
    count: usize,
    first: Vec<String>,
}

/// Units for which a component is negative: how many, and the first few with the component's value.
#[derive(Debug, Clone, PartialEq)]
pub struct Negatives {
    count: usize,
    first: Vec<(String, f64)>,
}

/// Why the data give no weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoWeights {
    /// Components that are negative for some units, which the method has no weights for.
    Negative(Vec<String>),
    /// Components that are zero or negative for some units, which the method has no weights for.
    NotPositive(Vec<String>),
    /// Components in which all units have the same value.
    Constant(Vec<String>),
    /// Components that differ in nothing that the method goes by.
    Alike,
}

/// What reads no given weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// The weighting, which is judged or read off the data.
    Weighting,
    /// The aggregation, which is the minimum of all components that have weight.
    Minimum,
    /// The aggregation, which is the median of all components that have weight.
    Median,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// All units have the same value: it separates nobody, every unit gets the middle of the scale.
    Constant,
    /// All units have the same value, on a scale that has no middle or not of them.
    SameForAll,
    /// Units differ, but all lie where the normalisation tells nobody apart: beyond a goalpost, or at the target.
    BeyondForAll,
    /// No unit has a value.
    AllMissing,
    /// Units whose cell has no value because the denominator is missing or zero.
    NoDenominator(Concerned),
    /// Units whose cell has another sign than the figure, because the denominator is negative.
    NegativeDenominator(Concerned),
    /// Units whose cell could not be imputed.
    NotImputed(Concerned),
    /// Outliers are still there after treatment; the column is left as it was.
    StillSkewed,
    /// The powers of the treatment are no numbers, or the same but for rounding; the column is left as it was.
    BeyondPowers,
    /// The likeliest power of the treatment is the greatest or least of those that are tried: a farther one may be likelier.
    PowerAtBound,
    /// Units whose cell the normalisation is not defined for (zero or negative under a ratio or a logarithm): left missing.
    OutsideDomain(Concerned),
    /// The data give no weights: equal weights are used.
    EqualWeights(NoWeights),
    /// Units without a score because a component of theirs is negative, for which the aggregation is not defined.
    Negative {
        /// Code of the indicator, or id of the aggregate.
        component: String,
        /// Who, with the component's value.
        who: Negatives,
    },
    /// Units without a score because the aggregation is not defined for them otherwise, as where powers overflow.
    Undefined(Concerned),
    /// Units whose score is zero because one component is, under a geometric or harmonic mean.
    Zeroed(Concerned),
    /// Units whose score is zero because a component is whose share of the score is bounded: nothing else has weight
    /// then.
    ZeroShare(Concerned),
    /// Units that lack components, so that those that they have can't fill the greatest share: it is loosened for them.
    SharesLoosened {
        /// Components that some of them lack.
        missing: Vec<String>,
        /// Who.
        who: Concerned,
    },
    /// Units without a score because a cost of theirs is missing or zero, by which the aggregation divides.
    WithoutCost {
        /// Code of the indicator.
        component: String,
        /// Who.
        who: Concerned,
    },
    /// Units without a score because too few components are available.
    TooFewComponents(Concerned),
    /// Units that have a rank, but none in any draw of a simulation.
    NeverRanked(Concerned),
    /// Components of an aggregate whose given weights differ, though nothing reads them.
    WeightsUnread {
        /// The components.
        components: Vec<String>,
        /// What takes all components alike.
        by: Unread,
    },
    /// Alternatives of an uncertainty analysis reach only some places, as the others name their own method.
    AlternativesPartial {
        /// Which.
        list: Alternatives,
        /// How many places follow the default that they replace.
        reached: usize,
        /// How many there are.
        of: usize,
    },
    /// Alternatives of an uncertainty analysis reach no place, as a what-if names the method of each.
    AlternativesOverridden {
        /// Which.
        list: Alternatives,
    },
    /// Judgements that contradict each other are used all the same, as the framework demands; the ratio in thousandths.
    Inconsistent {
        /// Consistency ratio × 1,000.
        thousandths: u32,
    },
}

impl Concerned {
    /// Of rows; `code` is what the unit in one is called.
    pub(crate) fn of<'a>(rows: &[usize], code: impl Fn(usize) -> &'a str) -> Self {
        Self {
            count: rows.len(),
            first: rows.iter().take(NAMED).map(|row| code(*row).to_owned()).collect(),
        }
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Codes of the first few.
    #[must_use]
    pub fn first(&self) -> &[String] {
        &self.first
    }
}

impl Negatives {
    /// Of all of them, each with the component's value.
    pub(crate) fn of<'a>(all: impl ExactSizeIterator<Item = (&'a str, f64)>) -> Self {
        Self {
            count: all.len(),
            first: all
                .take(NAMED)
                .map(|(code, value)| (code.to_owned(), value))
                .collect(),
        }
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Codes of the first few, with the component's value.
    #[must_use]
    pub fn first(&self) -> &[(String, f64)] {
        &self.first
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

    /// A note about the units in rows, where there are any; `code` is what the unit in one is called.
    pub(crate) fn units<'a>(
        &mut self,
        about: &str,
        rows: &[usize],
        code: impl Fn(usize) -> &'a str,
        note: impl FnOnce(Concerned) -> Note,
    ) {
        if !rows.is_empty() {
            self.add(about, note(Concerned::of(rows, code)));
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Warning> {
        match self {
            Self::Kept(list) => list,
            Self::Dropped => Vec::new(),
        }
    }
}
