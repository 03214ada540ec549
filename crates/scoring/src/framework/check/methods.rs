//! Methods that do not go together, once the tree stands.

use zhibiao_model::framework::{Aggregation, Direction, Normalisation};

use crate::{
    aggregate::{Aggregate as _, Needs},
    fault::Faults,
    framework::{Child, Framework, Leaf, Node},
    weight::Weigh as _,
};

pub(crate) fn methods(framework: &Framework, faults: &mut Faults) {
    let negative = negative(framework);
    // Of an aggregate without components it is told that it has none.
    for node in framework.nodes.iter().filter(|node| !node.children.is_empty()) {
        let path = format!("aggregates[{}]", node.id);
        let names: Vec<&str> = node.children.iter().map(|child| framework.name(*child)).collect();
        node.weighting.check(&format!("{path}.weighting"), &names, faults);
        node.aggregation
            .chosen
            .check(&format!("{path}.aggregation"), faults);
        if node.weighting.is_per_unit() {
            for child in node
                .children
                .iter()
                .filter(|child| may_be_negative(framework, **child, &negative))
            {
                faults.add(
                    format!("{path}.weighting[{}]", framework.name(*child)),
                    "may be negative, for which the benefit of the doubt has no weights: normalise it to values from 0 up",
                );
            }
        }
        for aggregation in aggregations(framework, node) {
            faults.check(
                !node.weighting.is_per_unit() || *aggregation == Aggregation::Arithmetic,
                &format!("{path}.aggregation"),
                || {
                    "the benefit of the doubt weighs each subject on its own: its aggregation is arithmetic"
                        .to_owned()
                },
            );
            for child in &node.children {
                let problem = match *child {
                    Child::Leaf(leaf) => leaf_problem(framework, &framework.leaves[leaf], aggregation),
                    Child::Node(below) if aggregation.refuses_negatives() && negative[below] => Some(
                        "is aggregated to values that may be negative, for which this aggregation is not defined: take \
                         an arithmetic mean here",
                    ),
                    Child::Node(below)
                        if *aggregation == Aggregation::Edas
                            && sums_to_zero(framework, &framework.nodes[below]) =>
                    {
                        Some(
                            "is aggregated to values of mean 0, by which EDAS divides: take another aggregation",
                        )
                    }
                    Child::Node(_) => None,
                };
                if let Some(problem) = problem {
                    let about = framework.name(*child);
                    faults.add(format!("{path}.aggregation[{about}]"), problem);
                }
            }
        }
    }
}

/// The aggregation of a node, and what an analysis may put in its place.
fn aggregations<'a>(framework: &'a Framework, node: &'a Node) -> impl Iterator<Item = &'a Aggregation> {
    let alternatives = &framework.form.uncertainty.aggregation;
    std::iter::once(&node.aggregation.chosen).chain(alternatives.iter().filter(|_| !node.aggregation.own))
}

/// The normalisation of an indicator, and what an analysis may put in its place.
fn normalisations<'a>(framework: &'a Framework, leaf: &'a Leaf) -> impl Iterator<Item = &'a Normalisation> {
    let alternatives = &framework.form.uncertainty.normalisation;
    std::iter::once(&leaf.normalise.chosen).chain(alternatives.iter().filter(|_| !leaf.normalise.own))
}

/// Whether the mean of an indicator's values is known to be no positive number.
fn is_centred(normalisation: &Normalisation) -> bool {
    matches!(normalisation, Normalisation::ZScore { mean, .. } if *mean <= 0.0)
}

/// Whether scores sum to zero, whatever the components.
fn sums_to_zero(framework: &Framework, node: &Node) -> bool {
    aggregations(framework, node).any(|aggregation| {
        matches!(
            aggregation,
            Aggregation::Copeland | Aggregation::PrometheeIi { .. }
        )
    })
}

/// Whether scores of each aggregate may be negative, from the indicators up, under any choice.
fn negative(framework: &Framework) -> Vec<bool> {
    let mut negative = Vec::with_capacity(framework.nodes.len());
    for node in &framework.nodes {
        let below = node
            .children
            .iter()
            .any(|child| may_be_negative(framework, *child, &negative));
        negative.push(aggregations(framework, node).any(|aggregation| aggregation.may_be_negative(below)));
    }
    negative
}

/// Whether a component's values may be negative, where it is known of the aggregates before.
fn may_be_negative(framework: &Framework, component: Child, negative: &[bool]) -> bool {
    match component {
        Child::Leaf(leaf) => {
            normalisations(framework, &framework.leaves[leaf]).any(Normalisation::may_be_negative)
        }
        Child::Node(below) => negative[below],
    }
}

/// Why what an indicator yields is not what the aggregation takes.
fn leaf_problem(framework: &Framework, leaf: &Leaf, aggregation: &Aggregation) -> Option<&'static str> {
    normalisations(framework, leaf).find_map(|normalisation| match aggregation.needs() {
        _ if aggregation.refuses_negatives() && normalisation.may_be_negative() => Some(
            "its normalisation yields negative values, for which this aggregation is not defined: take another one, such \
             as min_max with low = 1",
        ),
        _ if *aggregation == Aggregation::Edas && is_centred(normalisation) => {
            Some("its normalisation has a mean of 0 or less, by which EDAS divides: take another one, such as min_max")
        }
        Needs::Scores { .. } if normalisation.keeps_direction() && leaf.direction == Direction::Down => Some(
            "lower values are better and it is not normalised: normalise it, or take an aggregation that knows \
             directions",
        ),
        Needs::Scores { .. } | Needs::Columns => None,
    })
}
