//! Methods that do not go together, once the tree stands.

mod values;

use zhibiao_model::framework::{Aggregation, Direction, Normalisation};

use self::values::Values;
use crate::{
    aggregate::{Aggregate as _, Needs},
    fault::{Fault, Faults},
    framework::{
        Child, Framework, Leaf, Node,
        check::{reach, scale},
    },
    weight::{Domain, Weigh as _, domains},
};

pub(crate) fn methods(framework: &Framework, faults: &mut Faults) {
    for node in composed(framework) {
        let names: Vec<&str> = node.children.iter().map(|child| framework.name(*child)).collect();
        faults.of_aggregate(&node.id, |faults| {
            node.weighting.check("weighting", &names, faults);
            node.aggregation.chosen.check("aggregation", faults);
        });
    }
    together(framework, Scenario::default(), faults);
}

/// Alternatives of the uncertainty analysis that do not go together with the rest, each told once, with the first place
/// where it does not fit, and lists of them that reach no place. What does not fit without them is told by [`methods`].
pub(crate) fn alternatives(framework: &Framework) -> Vec<Fault> {
    let assumptions = &framework.form.uncertainty;
    let misfits = |normalisation, aggregation| {
        let mut faults = Faults::of_framework();
        together(
            framework,
            Scenario {
                normalisation,
                aggregation,
            },
            &mut faults,
        );
        faults.into_vec()
    };
    let nominal = misfits(None, None);
    let mut told = Faults::of_framework();
    let mut fits = |path: String, faults: Vec<Fault>| {
        let fault = faults.into_iter().find(|fault| !nominal.contains(fault));
        if let Some(misfit) = &fault {
            told.add(path, format!("does not go with the rest: {misfit}"));
        }
        fault.is_none()
    };
    let aggregations: Vec<&Aggregation> = assumptions
        .aggregation
        .iter()
        .enumerate()
        .filter(|(at, one)| fits(format!("uncertainty.aggregation[{at}]"), misfits(None, Some(one))))
        .map(|(_, one)| one)
        .collect();
    for (at, one) in assumptions.normalisation.iter().enumerate() {
        let with = std::iter::once(None).chain(aggregations.iter().copied().map(Some));
        let faults = with.map(|aggregation| misfits(Some(one), aggregation));
        fits(
            format!("uncertainty.normalisation[{at}]"),
            faults.flatten().collect(),
        );
    }
    scale::alternatives(&framework.form, &mut told);
    reach::alternatives(framework, &mut told);
    told.into_vec()
}

/// Of an aggregate without components it is told that it has none.
fn composed(framework: &Framework) -> impl Iterator<Item = &Node> {
    framework.nodes.iter().filter(|node| !node.children.is_empty())
}

/// Methods that an analysis puts in the place of those that no indicator or aggregate has of its own.
#[derive(Debug, Clone, Copy, Default)]
struct Scenario<'a> {
    normalisation: Option<&'a Normalisation>,
    aggregation: Option<&'a Aggregation>,
}

impl<'a> Scenario<'a> {
    fn normalisation(self, leaf: &'a Leaf) -> &'a Normalisation {
        leaf.normalise.or(self.normalisation)
    }

    fn aggregation(self, node: &'a Node) -> &'a Aggregation {
        node.aggregation.or(self.aggregation)
    }
}

/// Whether methods go together in a scenario.
fn together(framework: &Framework, scenario: Scenario<'_>, faults: &mut Faults) {
    let values = Values::new(framework, scenario);
    for node in composed(framework) {
        let mut misfits = Misfits::default();
        for (weighting, domain) in domains(&node.weighting, "weighting".to_owned()) {
            // One component has all the weight, whatever its values.
            let read = domain == Domain::Shares || node.children.len() > 1;
            for child in node.children.iter().filter(|_| read) {
                if let Some(problem) = values.problem(*child, domain) {
                    misfits.add(&weighting, problem, framework.name(*child));
                }
            }
        }
        let aggregation = scenario.aggregation(node);
        faults.of_aggregate(&node.id, |faults| {
            let fine = !node.weighting.is_per_unit() || *aggregation == Aggregation::Arithmetic;
            faults.check(fine, "aggregation", || {
                "the benefit of the doubt weighs each subject on its own: take the arithmetic mean with it"
                    .to_owned()
            });
        });
        for child in &node.children {
            let problem = match *child {
                Child::Leaf(leaf) => {
                    let leaf = &framework.leaves[leaf];
                    leaf_problem(leaf, scenario.normalisation(leaf), aggregation)
                }
                Child::Node(below) => {
                    let below = &framework.nodes[below];
                    let negative = values.of(*child).negative;
                    node_problem(scenario.aggregation(below), negative, aggregation)
                }
            };
            if let Some(problem) = problem {
                misfits.add("aggregation", problem, framework.name(*child));
            }
        }
        faults.of_aggregate(&node.id, |faults| misfits.tell(faults));
    }
}

/// What does not fit a method of an aggregate: each problem once, with all components that it is about.
#[derive(Debug, Default)]
struct Misfits<'a>(Vec<Misfit<'a>>);

#[derive(Debug)]
struct Misfit<'a> {
    method: String,
    problem: &'static str,
    components: Vec<&'a str>,
}

impl<'a> Misfits<'a> {
    fn add(&mut self, method: &str, problem: &'static str, component: &'a str) {
        let known = self.0.iter_mut();
        let mut known = known.filter(|one| one.method == method && one.problem == problem);
        match known.next() {
            Some(misfit) => misfit.components.push(component),
            None => self.0.push(Misfit {
                method: method.to_owned(),
                problem,
                components: vec![component],
            }),
        }
    }

    fn tell(self, faults: &mut Faults) {
        for Misfit {
            method,
            problem,
            components,
        } in self.0
        {
            let components = components.into_iter().map(str::to_owned);
            faults.add_of(method, problem, components.collect());
        }
    }
}

/// Whether the mean of an indicator's values is known to be no positive number.
fn is_centred(normalisation: &Normalisation) -> bool {
    matches!(normalisation, Normalisation::ZScore { mean, .. } if *mean <= 0.0)
}

/// Whether scores sum to zero, whatever the components.
fn sums_to_zero(aggregation: &Aggregation) -> bool {
    matches!(
        aggregation,
        Aggregation::Copeland | Aggregation::PrometheeIi { .. }
    )
}

/// Why the scores of an aggregate are not what the aggregation above it takes.
fn node_problem(below: &Aggregation, negative: bool, aggregation: &Aggregation) -> Option<&'static str> {
    if aggregation.refuses_negatives() && negative {
        return Some(
            "is aggregated to values that may be negative, for which this aggregation is not defined: take an arithmetic \
             mean here",
        );
    }
    (*aggregation == Aggregation::Edas && sums_to_zero(below))
        .then_some("is aggregated to values of mean 0, by which EDAS divides: take another aggregation")
}

/// Why what an indicator yields is not what the aggregation takes.
fn leaf_problem(
    leaf: &Leaf,
    normalisation: &Normalisation,
    aggregation: &Aggregation,
) -> Option<&'static str> {
    match aggregation.needs() {
        _ if aggregation.refuses_negatives() && normalisation.is_negative() => Some(
            "its normalisation yields negative values, for which this aggregation is not defined: take another one, such \
             as min_max with low = 1",
        ),
        _ if *aggregation == Aggregation::Edas && is_centred(normalisation) => Some(
            "its normalisation has a mean of 0 or less, by which EDAS divides: take another one, such as min_max",
        ),
        Needs::Scores { .. } if normalisation.keeps_direction() && leaf.direction == Direction::Down => Some(
            "lower values are better and it is not normalised: normalise it, or take an aggregation that knows \
             directions",
        ),
        Needs::Scores { .. } | Needs::Columns => None,
    }
}
