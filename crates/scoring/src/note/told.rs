//! What readers are told of a note, and what to do about it.

use std::fmt;

use crate::fault::listing;

use super::{Concerned, NoWeights, Note, Unread, Warning};

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
            Self::PowerAtBound => f.write_str(
                "the likeliest power lies at the bound of those that are tried, −2 to 2, and one beyond may be likelier: give \
                 `lambda`, or take another treatment",
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
            Self::AlternativesOverridden { list } => {
                let (key, own) = (list.key(), list.own());
                write!(
                    f,
                    "the alternatives of `uncertainty.{key}` reach nothing, as the what-if names the `{own}` of all: they are \
                     not varied; leave it out of the what-if to vary them"
                )
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
