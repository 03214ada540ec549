//! What does not hinder a result but its reader should know: what happened, to whom, and what to do.

use std::fmt;

use crate::{
    fault::{NAMED, listing},
    framework::Alternatives,
};

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

impl fmt::Display for Concerned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted: Vec<String> = self.first.iter().map(|code| format!("`{code}`")).collect();
        f.write_str(&listing(&quoted, self.count))
    }
}

/// Why, and what to do about it.
impl fmt::Display for NoWeights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |components: &[String]| {
            let quoted: Vec<String> = components.iter().map(|one| format!("`{one}`")).collect();
            listing(&quoted, quoted.len())
        };
        match self {
            Self::Negative(components) => write!(
                f,
                "negative values of {}: normalise to values from 0 up, such as min_max, or take another weighting",
                listed(components)
            ),
            Self::NotPositive(components) => write!(
                f,
                "values of zero or less of {}: normalise to positive values, such as min_max with low = 1, or take \
                 another weighting",
                listed(components)
            ),
            Self::Constant(components) => write!(
                f,
                "all subjects have the same value of {}: leave it out, rank others, or take another weighting",
                listed(components)
            ),
            Self::Alike => f.write_str(
                "components rise and fall together, or too few subjects have them: rank more subjects, or take another \
                 weighting",
            ),
        }
    }
}

/// What happened, to whom and what to do, without what it is about.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant => f.write_str(
                "all subjects have the same value, the middle of the scale, so that it separates nobody: leave it out, or \
                 rank others",
            ),
            Self::SameForAll => f.write_str(
                "all subjects have the same value, so that it separates nobody: leave it out, or rank others",
            ),
            Self::BeyondForAll => f.write_str(
                "all subjects are beyond a goalpost or have reached the target, so that it separates nobody: set that farther \
                 out, or leave it out",
            ),
            Self::AllMissing => f.write_str(
                "no subject has a value: publish figures, ask for another period, or let older figures be carried",
            ),
            Self::NoDenominator(who) => write!(
                f,
                "the denominator is missing or zero for {who}, who have no figure then: publish the denominator's figures"
            ),
            Self::NegativeDenominator(who) => write!(
                f,
                "the denominator is negative for {who}, whose figure changes its sign with it: correct the denominator's \
                 figures, or take another denominator"
            ),
            Self::NotImputed(who) => write!(
                f,
                "nothing was found to impute it from for {who}: publish figures, or take another imputation"
            ),
            Self::StillSkewed => f.write_str(
                "outliers remain that the treatment could not mend, and the figures are left as they are: look into them, \
                 or take another treatment",
            ),
            Self::BeyondPowers => f.write_str(
                "powers of such figures are beyond what numbers hold, or differ by nothing but rounding, and the figures are \
                 left as they are: give them in a unit in which they are nearer to 1, or take another treatment",
            ),
            Self::OutsideDomain(who) => write!(
                f,
                "the normalisation is not defined for the figure of {who}, zero or less, which is left missing: take \
                 another one, such as min_max"
            ),
            Self::EqualWeights(why) => {
                write!(f, "the data give no weights, and equal ones are used; {why}")
            }
            Self::Negative { component, who } => {
                let named: Vec<String> = who
                    .first
                    .iter()
                    .map(|(unit, value)| format!("`{unit}` ({value})"))
                    .collect();
                write!(
                    f,
                    "`{component}` is negative for {}, for which the aggregation has no value: normalise it to positive \
                     values, such as min_max with low = 1, or take another aggregation",
                    listing(&named, who.count)
                )
            }
            Self::Undefined(who) => write!(
                f,
                "the aggregation has no value for {who}: normalise to moderate values, or take another aggregation"
            ),
            Self::Zeroed(who) => write!(
                f,
                "a component of zero makes the score zero of {who}: normalise to positive values, such as min_max with \
                 low = 1, or take another aggregation"
            ),
            Self::ZeroShare(who) => write!(
                f,
                "a component of zero has a bounded share of the score, which makes it zero, of {who}: normalise to positive \
                 values, such as min_max with low = 1, or loosen `min_share` and `max_share`"
            ),
            Self::SharesLoosened { missing, who } => {
                let quoted: Vec<String> = missing.iter().map(|one| format!("`{one}`")).collect();
                write!(
                    f,
                    "components that are missing ({}) leave too few to fill `max_share` for {who}, whose shares are bounded \
                     by one over how many there are instead: publish figures, impute them, or raise `max_share`",
                    listing(&quoted, quoted.len())
                )
            }
            Self::WithoutCost { component, who } => write!(
                f,
                "`{component}` is a cost that is missing or zero for {who}, and the aggregation divides by costs: publish \
                 figures, impute them, or take another aggregation"
            ),
            Self::TooFewComponents(who) => write!(
                f,
                "too few components have a value for {who}: publish figures, or have `min_available` ask for less"
            ),
            Self::NeverRanked(who) => write!(
                f,
                "no draw gives a rank to {who}, as where it leaves out the only indicator that they have: lower \
                 `leave_out`, or rank by more indicators"
            ),
            Self::WeightsUnread { components, by } => {
                let quoted: Vec<String> = components.iter().map(|one| format!("`{one}`")).collect();
                let listed = listing(&quoted, quoted.len());
                match by {
                    Unread::Weighting => write!(
                        f,
                        "the weighting does not read the weights that are given to {listed}: leave them out, or have it be \
                         given"
                    ),
                    Unread::Median => write!(
                        f,
                        "the median does not read the weights that are given to {listed}: leave them out, or take another \
                         aggregation"
                    ),
                    Unread::Minimum => write!(
                        f,
                        "the minimum does not read the weights that are given to {listed}: leave them out, or take another \
                         aggregation"
                    ),
                }
            }
            Self::AlternativesPartial { list, reached, of } => {
                let (key, own) = (list.key(), list.own());
                match list.is_of_aggregates() {
                    true => write!(
                        f,
                        "the alternatives of `uncertainty.{key}` reach {reached} of {of} aggregates, as the others name their \
                         own `{own}`: take it out of those that are in doubt too"
                    ),
                    false => write!(
                        f,
                        "the alternatives of `uncertainty.{key}` reach {reached} of {of} indicators, as the others name their \
                         own `{own}`: take it out of those that are in doubt too"
                    ),
                }
            }
            Self::Inconsistent { thousandths } => write!(
                f,
                "judgements contradict each other, consistency ratio {}: revise them until it is 0.1 or less",
                f64::from(*thousandths) / 1000.0
            ),
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
