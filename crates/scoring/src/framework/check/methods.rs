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
        for aggregation in aggregations(framework, node) {
            faults.check(
                !node.weighting.is_per_unit() || *aggregation == Aggregation::Arithmetic,
                &format!("{path}.aggregation"),
                || {
                    "the benefit of the doubt weighs each unit on its own: its aggregation is arithmetic"
                        .to_owned()
                },
            );
            for child in &node.children {
                let problem = match *child {
                    Child::Leaf(leaf) => leaf_problem(framework, &framework.leaves[leaf], aggregation),
                    Child::Node(below) => (takes_no_negatives(aggregation) && negative[below]).then_some(
                        "is aggregated to values that may be negative, for which this aggregation is not defined",
                    ),
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

fn takes_no_negatives(aggregation: &Aggregation) -> bool {
    aggregation.needs() == Needs::Scores { positive: true }
}

/// Whether scores of each aggregate may be negative, from the indicators up, under any choice.
fn negative(framework: &Framework) -> Vec<bool> {
    let mut negative = Vec::with_capacity(framework.nodes.len());
    for node in &framework.nodes {
        let below = node.children.iter().any(|child| match *child {
            Child::Leaf(leaf) => {
                normalisations(framework, &framework.leaves[leaf]).any(Normalisation::may_be_negative)
            }
            Child::Node(below) => negative[below],
        });
        negative.push(aggregations(framework, node).any(|aggregation| aggregation.may_be_negative(below)));
    }
    negative
}

/// Why what an indicator yields is not what the aggregation takes.
fn leaf_problem(framework: &Framework, leaf: &Leaf, aggregation: &Aggregation) -> Option<&'static str> {
    normalisations(framework, leaf).find_map(|normalisation| match aggregation.needs() {
        Needs::Scores { positive: true } if normalisation.may_be_negative() => {
            Some("its normalisation yields negative values, for which this aggregation is not defined")
        }
        Needs::Scores { .. } if normalisation.keeps_direction() && leaf.direction == Direction::Down => Some(
            "lower values are better and it is not normalised: normalise it, or take an aggregation that knows \
             directions",
        ),
        Needs::Scores { .. } | Needs::Columns => None,
    })
}
