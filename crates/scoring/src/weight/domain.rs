//! Which values a weighting can be read off, and why data gave none.

use zhibiao_model::framework::{Scale, Weighting};

use crate::{
    aggregate::Components,
    moments::{present, range},
    note::NoWeights,
};

/// Values that a weighting can be read off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Domain {
    /// Any, or it reads none.
    Any,
    /// From 0 up: parts of a unit's score.
    Shares,
    /// From 0 up.
    NotNegative,
    /// More than 0.
    Positive,
}

/// What a weighting and, of a blend, each within it demands, with its path. Of blends that are too many the outer ones.
pub(crate) fn domains(weighting: &Weighting, path: String) -> Vec<(String, Domain)> {
    let mut found = Vec::new();
    let mut open = vec![(path, weighting, 0)];
    while let Some((path, weighting, depth)) = open.pop() {
        if let Weighting::Blend { first, second, .. } = weighting
            && depth < super::MAX_BLENDS
        {
            open.push((format!("{path}.second"), second, depth + 1));
            open.push((format!("{path}.first"), first, depth + 1));
        } else {
            found.push((path, domain(weighting)));
        }
    }
    found
}

fn domain(weighting: &Weighting) -> Domain {
    match weighting {
        Weighting::BenefitOfTheDoubt { .. } => Domain::Shares,
        Weighting::Entropy { scale: Scale::None } | Weighting::Gini => Domain::NotNegative,
        Weighting::Merec => Domain::Positive,
        Weighting::Given
        | Weighting::Equal
        | Weighting::Entropy {
            scale: Scale::MinMax, ..
        }
        | Weighting::Critic { .. }
        | Weighting::StandardDeviation { .. }
        | Weighting::Pca { .. }
        | Weighting::Ahp { .. }
        | Weighting::BestWorst { .. }
        | Weighting::Blend { .. } => Domain::Any,
    }
}

/// Whether a weighting reads the weights that are given.
pub(crate) fn reads_given(weighting: &Weighting) -> bool {
    match weighting {
        Weighting::Given => true,
        Weighting::Blend { first, second, .. } => reads_given(first) || reads_given(second),
        Weighting::Equal
        | Weighting::Entropy { .. }
        | Weighting::Critic { .. }
        | Weighting::StandardDeviation { .. }
        | Weighting::Gini
        | Weighting::Merec
        | Weighting::Pca { .. }
        | Weighting::Ahp { .. }
        | Weighting::BestWorst { .. }
        | Weighting::BenefitOfTheDoubt { .. } => false,
    }
}

/// Why a weighting found no weights in the columns.
pub(super) fn why_none(weighting: &Weighting, parts: &Components<'_>, names: &[&str]) -> NoWeights {
    let which = |holds: &dyn Fn(&[f64]) -> bool| -> Vec<String> {
        let columns = parts.columns.iter().zip(names);
        let found = columns.filter(|(column, _)| holds(column));
        found.map(|(_, name)| (*name).to_owned()).collect()
    };
    let domains: Vec<Domain> = domains(weighting, String::new())
        .into_iter()
        .map(|(_, domain)| domain)
        .collect();
    if domains.contains(&Domain::Positive) {
        let components = which(&|column| present(column).any(|value| value <= 0.0));
        if !components.is_empty() {
            return NoWeights::NotPositive(components);
        }
    }
    if domains.contains(&Domain::NotNegative) {
        let components = which(&|column| present(column).any(|value| value < 0.0));
        if !components.is_empty() {
            return NoWeights::Negative(components);
        }
    }
    let constant = which(&|column| range(column).is_some_and(|(min, max)| min == max));
    if constant.is_empty() {
        NoWeights::Alike
    } else {
        NoWeights::Constant(constant)
    }
}
