//! What values components have, as far as methods tell without data.

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
    least: Least,
}

/// What the least of a component's values is certain to be, whatever the data by which its units differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Least {
    /// For the data to say.
    Unknown,
    NotPositive,
    Negative,
}

impl Least {
    /// Of a number that the least value is, or lies below.
    fn up_to(value: f64) -> Self {
        if value < 0.0 {
            Self::Negative
        } else if value == 0.0 {
            Self::NotPositive
        } else {
            Self::Unknown
        }
    }
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
                negative: normalisation.is_negative(),
                least: least_normalised(normalisation),
            }
        });
        let mut values = Self {
            leaves: leaves.collect(),
            nodes: Vec::with_capacity(framework.nodes.len()),
        };
        for node in &framework.nodes {
            let aggregation = scenario.aggregation(node);
            let mut below = node.children.iter().map(|child| values.of(*child));
            let known = Known {
                negative: aggregation.may_be_negative(below.any(|one| one.negative)),
                least: least_aggregated(aggregation),
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

    /// Why no weights can ever be read off a component's values. Where only the data may forbid it, the evaluation warns.
    pub(super) fn problem(&self, component: Child, domain: Domain) -> Option<&'static str> {
        let least = self.of(component).least;
        let never = match domain {
            Domain::Shares | Domain::NotNegative => least == Least::Negative,
            Domain::Positive => least >= Least::NotPositive,
            Domain::Any => false,
        };
        never.then_some(match (domain, component) {
            (Domain::Shares, _) => {
                "may be negative, for which the benefit of the doubt has no weights: normalise it to values from 0 up"
            }
            (Domain::Positive, Child::Leaf(_)) => {
                "its normalisation gives the worst subject zero or less, off which this weighting reads no weights: take \
                 another one, such as min_max with low = 1, or another weighting"
            }
            (_, Child::Leaf(_)) => {
                "its normalisation yields negative values, off which this weighting reads no weights: take another one, \
                 such as min_max, or another weighting"
            }
            (_, Child::Node(_)) => {
                "is aggregated to values that may be negative, off which this weighting reads no weights: take an \
                 arithmetic mean of values from 0 up there, or another weighting here"
            }
        })
    }
}

/// Over a panel the worst value may be another period's; behind posts and short of a target nobody need be, and units
/// that tie for the worst rank have more than its points.
fn least_normalised(normalisation: &Normalisation) -> Least {
    match normalisation {
        Normalisation::MinMax {
            low,
            bounds: Bounds::Period,
            ..
        } => Least::up_to(*low),
        // Somebody lies below the mean.
        Normalisation::ZScore {
            mean,
            bounds: Bounds::Period,
            ..
        } if *mean <= 0.0 => Least::Negative,
        // No value of theirs is above it.
        Normalisation::Goalposts { high, cap: true, .. } => Least::up_to(*high),
        // Where the worst are satisfactory, all get the middle between the two.
        Normalisation::Efficacy {
            base,
            span,
            unacceptable: None,
            satisfactory,
        } => Least::up_to(satisfactory.map_or(*base, |_| base + span / 2.0)),
        Normalisation::MinMax {
            bounds: Bounds::Panel,
            ..
        }
        | Normalisation::ZScore { .. }
        | Normalisation::Goalposts { cap: false, .. }
        | Normalisation::Efficacy {
            unacceptable: Some(_),
            ..
        }
        | Normalisation::DistanceToTarget { .. }
        | Normalisation::DistanceToReference { .. }
        | Normalisation::FractionOfMaximum
        | Normalisation::PercentileRank
        | Normalisation::Rank
        | Normalisation::Borda
        | Normalisation::Vector
        | Normalisation::Sum
        | Normalisation::AsIs => Least::Unknown,
    }
}

/// Of means and minima it is for the data to say: who has the least value of a component may lack another one, and have no
/// score then.
fn least_aggregated(aggregation: &Aggregation) -> Least {
    match aggregation {
        // Scores sum to zero.
        Aggregation::Copeland | Aggregation::PrometheeIi { .. } => Least::Negative,
        Aggregation::Arithmetic
        | Aggregation::Geometric
        | Aggregation::Harmonic
        | Aggregation::Power { .. }
        | Aggregation::Median
        | Aggregation::Minimum
        | Aggregation::Topsis
        | Aggregation::Vikor { .. }
        | Aggregation::GreyRelational { .. }
        | Aggregation::Copras
        | Aggregation::Edas
        | Aggregation::WeightedProduct => Least::Unknown,
    }
}
