//! Weights of an aggregate's components: given, judged, or read off the data.
//!
//! Papers disagree on how columns are scaled before their spread is measured. Ours is the default of each method's
//! `scale`; the other one is on offer.

mod benefit;
mod domain;
mod judged;
mod principal;
mod spread;
#[cfg(test)]
mod tests;

pub(crate) use benefit::fills;
pub(crate) use domain::{Domain, domains, reads_given};
pub use judged::Consistency;
use zhibiao_model::framework::{Direction, Scale, Weighting};

use crate::{
    aggregate::{Components, Weights},
    budget::MAX_CORRELATED,
    fault::{Error, Faults},
    moments::range,
    note::{Note, Notes},
    run::Halt,
};

/// How well pairwise judgements agree; none of what is no square of positive numbers.
pub(crate) fn consistency(judgements: &[Vec<f64>]) -> Option<Consistency> {
    judged::ahp(judgements).map(|(_, consistency)| consistency)
}

/// The columns, scaled. Min-max runs from the worst to the best value, so that costs are turned round; unscaled columns
/// keep their sign, whatever their direction.
fn scaled(scale: Scale, parts: &Components<'_>) -> Vec<Vec<f64>> {
    let scaled = |(column, direction): (&&[f64], &Direction)| match (scale, range(column)) {
        (Scale::MinMax, Some((min, max))) if min < max => {
            let (worst, best) = match direction {
                Direction::Up => (min, max),
                Direction::Down => (max, min),
            };
            column
                .iter()
                .map(|value| (value - worst) / (best - worst))
                .collect()
        }
        (Scale::MinMax, _) => column.iter().map(|value| value * 0.0).collect(),
        (Scale::None, _) => column.to_vec(),
    };
    parts.columns.iter().zip(parts.directions).map(scaled).collect()
}

/// The columns, scaled, with higher values better in all of them: two columns that agree correlate positively.
fn oriented(scale: Scale, parts: &Components<'_>) -> Vec<Vec<f64>> {
    let mut columns = scaled(scale, parts);
    if scale == Scale::None {
        for (column, direction) in columns.iter_mut().zip(parts.directions) {
            column.iter_mut().for_each(|value| *value *= direction.sign());
        }
    }
    columns
}

/// Most blends that lie within each other; four have room for sixteen weightings.
const MAX_BLENDS: usize = 4;

/// How deep a weighting blends.
fn depth(weighting: &Weighting) -> usize {
    match weighting {
        Weighting::Blend { first, second, .. } => 1 + depth(first).max(depth(second)),
        Weighting::Given
        | Weighting::Equal
        | Weighting::Entropy { .. }
        | Weighting::Critic { .. }
        | Weighting::StandardDeviation { .. }
        | Weighting::Gini
        | Weighting::Merec
        | Weighting::Pca { .. }
        | Weighting::Ahp { .. }
        | Weighting::BestWorst { .. }
        | Weighting::BenefitOfTheDoubt { .. } => 0,
    }
}

/// What the engine does with a weighting.
pub(crate) trait Weigh {
    /// Whether it takes the correlations of all components with each other.
    fn correlates(&self) -> bool;

    /// Whether its parameters make sense for the components.
    fn check(&self, path: &str, names: &[&str], faults: &mut Faults);

    /// The weights for the components' columns; `given` are those of all components.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; those that take long ask on the way.
    fn weigh(
        &self,
        parts: &Components<'_>,
        given: &[f64],
        of: Of<'_>,
        notes: &mut Notes,
    ) -> Result<Weights, Error>;
}

/// Whose weights are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Of<'a> {
    /// The aggregate.
    pub(crate) about: &'a str,
    /// All its components.
    pub(crate) names: &'a [&'a str],
    /// The component that a draw leaves out: the columns are those of the others, as if it had never been there.
    pub(crate) left_out: Option<usize>,
    /// Who may stop it.
    pub(crate) halt: Halt<'a>,
}

impl Of<'_> {
    /// What the components have that are there, of what all have.
    fn kept<T>(&self, of_all: Vec<T>) -> Vec<T> {
        let kept = of_all
            .into_iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != self.left_out);
        kept.map(|(_, one)| one).collect()
    }
}

impl Weigh for Weighting {
    fn correlates(&self) -> bool {
        match self {
            Self::Critic { .. } | Self::Pca { .. } => true,
            Self::Blend { first, second, .. } => first.correlates() || second.correlates(),
            Self::Given
            | Self::Equal
            | Self::Entropy { .. }
            | Self::StandardDeviation { .. }
            | Self::Gini
            | Self::Merec
            | Self::Ahp { .. }
            | Self::BestWorst { .. }
            | Self::BenefitOfTheDoubt { .. } => false,
        }
    }

    fn check(&self, path: &str, names: &[&str], faults: &mut Faults) {
        faults.check(!self.correlates() || names.len() <= MAX_CORRELATED, path, || {
            format!(
                "takes the correlations of {} components with each other, at most {MAX_CORRELATED} are taken on: \
                 divide the aggregate",
                names.len()
            )
        });
        if depth(self) > MAX_BLENDS {
            return faults.add(
                path,
                format!("blends blends more than {MAX_BLENDS} deep: blend fewer weightings"),
            );
        }
        match self {
            Self::Ahp { judgements, force } => judged::check_ahp(judgements, *force, path, names, faults),
            Self::BestWorst {
                best,
                worst,
                best_to_others,
                others_to_worst,
            } => {
                let comparisons = [best_to_others.as_slice(), others_to_worst];
                judged::check_best_worst((best, worst), comparisons, path, names, faults);
            }
            Self::BenefitOfTheDoubt { min_share, max_share } => {
                let n = names.len() as f64;
                let fine =
                    *min_share >= 0.0 && min_share * n <= 1.0 && *max_share <= 1.0 && max_share * n >= 1.0;
                faults.check(fine, path, || {
                    format!(
                        "shares {min_share} to {max_share} leave {n} components nothing to choose: give a min_share of at \
                         most 1/{n} and a max_share of at least 1/{n}",
                    )
                });
            }
            Self::Blend { first, second, share } => {
                first.check(&format!("{path}.first"), names, faults);
                second.check(&format!("{path}.second"), names, faults);
                faults.check((0.0..=1.0).contains(share), &format!("{path}.share"), || {
                    format!("is {share}: give 0 to 1")
                });
                faults.check(!first.is_per_unit() && !second.is_per_unit(), path, || {
                    "the benefit of the doubt weighs each subject on its own, and can't be blended: take one or the other"
                        .to_owned()
                });
            }
            Self::Given
            | Self::Equal
            | Self::Entropy { .. }
            | Self::Critic { .. }
            | Self::StandardDeviation { .. }
            | Self::Gini
            | Self::Merec
            | Self::Pca { .. } => {}
        }
    }

    fn weigh(
        &self,
        parts: &Components<'_>,
        given: &[f64],
        of: Of<'_>,
        notes: &mut Notes,
    ) -> Result<Weights, Error> {
        if let Self::BenefitOfTheDoubt { min_share, max_share } = self {
            let shares = (*min_share, *max_share);
            return Ok(Weights::PerUnit(benefit::weigh(parts, shares, of.halt)?));
        }
        let raw = raw(self, parts, given, of, notes)?;
        Ok(Weights::Shared(normalised(raw).unwrap_or_else(|| {
            // One component has all the weight, whatever its values.
            if let (Notes::Kept(_), 2..) = (&*notes, parts.columns.len()) {
                let why = domain::why_none(self, parts, &of.kept(of.names.to_vec()));
                notes.add(of.about, Note::EqualWeights(why));
            }
            equal(parts.columns.len())
        })))
    }
}

/// Weights up to a factor; empty when there are none.
fn raw(
    weighting: &Weighting,
    parts: &Components<'_>,
    given: &[f64],
    of: Of<'_>,
    notes: &mut Notes,
) -> Result<Vec<f64>, Error> {
    Ok(match weighting {
        Weighting::Given => of.kept(given.to_vec()),
        Weighting::Equal => equal(parts.columns.len()),
        Weighting::Entropy { scale } => spread::entropy(&scaled(*scale, parts)),
        Weighting::Critic { scale } => spread::critic(&oriented(*scale, parts), of.halt)?,
        Weighting::StandardDeviation { scale } => spread::deviation(&scaled(*scale, parts)),
        Weighting::Gini => spread::gini(parts.columns),
        Weighting::Merec => spread::merec(parts),
        Weighting::Pca { rule } => principal::weights(parts.columns, *rule, of.halt)?,
        Weighting::Ahp { judgements, .. } => {
            let Some((weights, consistency)) = judged::ahp(judgements) else {
                return Ok(Vec::new());
            };
            if consistency.ratio > judged::MAX_RATIO {
                let thousandths = (consistency.ratio * 1000.0).round() as u32;
                notes.add(of.about, Note::Inconsistent { thousandths });
            }
            of.kept(weights)
        }
        Weighting::BestWorst {
            best,
            worst,
            best_to_others,
            others_to_worst,
        } => {
            let place = |name: &str| of.names.iter().position(|other| *other == name);
            match (place(best), place(worst)) {
                (Some(best), Some(worst)) => {
                    let ends = (best, worst);
                    of.kept(judged::best_worst(
                        ends,
                        best_to_others,
                        others_to_worst,
                        of.halt,
                    )?)
                }
                (Some(_) | None, _) => Vec::new(),
            }
        }
        Weighting::Blend { first, second, share } => {
            let one = normalised(raw(first, parts, given, of, notes)?);
            let other = normalised(raw(second, parts, given, of, notes)?);
            match (one, other) {
                (Some(one), Some(other)) => one
                    .iter()
                    .zip(&other)
                    .map(|(a, b)| share * a + (1.0 - share) * b)
                    .collect(),
                (Some(_) | None, _) => Vec::new(),
            }
        }
        // Weighs each unit on its own, and is dealt with above.
        Weighting::BenefitOfTheDoubt { .. } => Vec::new(),
    })
}

/// Weights divided by their sum; none when they are no weights.
fn normalised(mut weights: Vec<f64>) -> Option<Vec<f64>> {
    let sum: f64 = weights.iter().sum();
    if !(sum > 0.0 && sum.is_finite() && weights.iter().all(|weight| *weight >= 0.0)) {
        return None;
    }
    weights.iter_mut().for_each(|weight| *weight /= sum);
    Some(weights)
}

fn equal(n: usize) -> Vec<f64> {
    vec![1.0 / n as f64; n]
}
