//! What values components can have, as far as methods tell without data.

use zhibiao_model::framework::{Aggregation, Bounds, Normalisation};

use super::Scenario;
use crate::{
    framework::{Child, Framework},
    weight::Domain,
};

/// What is known of a component's values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Whether they may be negative.
    pub(super) negative: bool,
    /// Whether the worst unit has zero or less, unless units tie.
    zero: bool,
}

/// What is known of every component's values in a scenario.
pub(super) struct Values {
    leaves: Vec<Known>,
    nodes: Vec<Known>,
}

impl Values {
    /// From the indicators up.
    pub(super) fn new(framework: &Framework, scenario: Scenario<'_>) -> Self {
        let leaves = framework.leaves.iter().map(|leaf| {
            let normalisation = scenario.normalisation(leaf);
            Known {
                negative: normalisation.may_be_negative(),
                zero: reaches_zero(normalisation),
            }
        });
        let mut values = Self {
            leaves: leaves.collect(),
            nodes: Vec::with_capacity(framework.nodes.len()),
        };
        for node in &framework.nodes {
            let aggregation = scenario.aggregation(node);
            let below = node.children.iter().map(|child| values.of(*child));
            let known = Known {
                negative: aggregation.may_be_negative(below.clone().any(|one| one.negative)),
                zero: follows_the_least(aggregation) && below.clone().any(|one| one.zero),
            };
            values.nodes.push(known);
        }
        values
    }

    /// What is known of a component, those of aggregates after it left aside.
    pub(super) fn of(&self, component: Child) -> Known {
        match component {
            Child::Leaf(leaf) => self.leaves[leaf],
            Child::Node(node) => self.nodes[node],
        }
    }

    /// Why no weights can be read off a component's values.
    pub(super) fn problem(&self, component: Child, domain: Domain) -> Option<&'static str> {
        let Known { negative, zero } = self.of(component);
        let is_leaf = matches!(component, Child::Leaf(_));
        match domain {
            Domain::Shares if negative => Some(
                "may be negative, for which the benefit of the doubt has no weights: normalise it to values from 0 up",
            ),
            Domain::NotNegative if negative && is_leaf => Some(
                "its normalisation yields negative values, off which this weighting reads no weights: take another one, \
                 such as min_max, or another weighting",
            ),
            Domain::NotNegative if negative => Some(
                "is aggregated to values that may be negative, off which this weighting reads no weights: take an \
                 arithmetic mean of values from 0 up there, or another weighting here",
            ),
            Domain::Positive if (negative || zero) && is_leaf => Some(
                "its normalisation gives the worst subject zero or less, off which this weighting reads no weights: take \
                 another one, such as min_max with low = 1, or another weighting",
            ),
            Domain::Positive if negative || zero => Some(
                "is aggregated to zero or less for the worst subject, off which this weighting reads no weights: \
                 normalise its components to positive values, such as min_max with low = 1, or take another weighting",
            ),
            Domain::Shares | Domain::NotNegative | Domain::Positive | Domain::Any => None,
        }
    }
}

/// Whether the worst value gets zero or less whatever the data. Over a panel it may stand in another period, and behind
/// posts nobody need be.
fn reaches_zero(normalisation: &Normalisation) -> bool {
    match normalisation {
        Normalisation::MinMax {
            low,
            bounds: Bounds::Period,
            ..
        } => *low <= 0.0,
        Normalisation::Efficacy {
            base,
            unacceptable: None,
            ..
        } => *base <= 0.0,
        Normalisation::DistanceToTarget { .. } | Normalisation::PercentileRank | Normalisation::Borda => true,
        Normalisation::MinMax {
            bounds: Bounds::Panel,
            ..
        }
        | Normalisation::Efficacy {
            unacceptable: Some(_),
            ..
        }
        | Normalisation::ZScore { .. }
        | Normalisation::Goalposts { .. }
        | Normalisation::DistanceToReference { .. }
        | Normalisation::FractionOfMaximum
        | Normalisation::Rank
        | Normalisation::Vector
        | Normalisation::Sum
        | Normalisation::AsIs => false,
    }
}

/// Whether one component of zero makes the score zero.
fn follows_the_least(aggregation: &Aggregation) -> bool {
    match aggregation {
        Aggregation::Geometric | Aggregation::Harmonic | Aggregation::Minimum => true,
        Aggregation::Power { exponent } => *exponent < 0.0,
        Aggregation::Arithmetic
        | Aggregation::Median
        | Aggregation::Copeland
        | Aggregation::Topsis
        | Aggregation::Vikor { .. }
        | Aggregation::GreyRelational { .. }
        | Aggregation::Copras
        | Aggregation::Edas
        | Aggregation::PrometheeIi { .. }
        | Aggregation::WeightedProduct => false,
    }
}
