//! What is wrong with a framework, all of it.

mod methods;
mod reach;
mod scale;

use std::collections::BTreeMap;

pub(super) use methods::{alternatives, methods};
use zhibiao_model::framework::{Aggregation, Direction, FrameworkForm, IndicatorForm, Weighting};

use super::{Child, Leaf, Method, Node};
use crate::{
    fault::{Fault, Faults, counted},
    impute::Impute as _,
    normalise::Normalise as _,
    ranking::MAX_DECIMALS,
    treat::Treat as _,
    uncertainty,
};

/// The tree as indices: who is whose component.
pub(super) struct Tree {
    /// Position of each aggregate of the form in the order of evaluation.
    order: Vec<usize>,
    /// Parent of each aggregate of the form.
    parents: Vec<Option<usize>>,
    /// Parent of each indicator; none where the form names no aggregate.
    leaf_parents: Vec<Option<usize>>,
    /// Longest way down to an indicator, of each aggregate of the form; 1 above indicators only.
    heights: Vec<usize>,
}

/// Numbers and names.
pub(super) fn form(form: &FrameworkForm, faults: &mut Faults) {
    faults.check(form.decimals <= MAX_DECIMALS, "decimals", || {
        format!("is {}: give 0 to {MAX_DECIMALS}", form.decimals)
    });
    for (path, share) in [
        ("screen.overall", form.screen.overall),
        ("screen.branch", form.screen.branch),
        ("min_available", form.min_available),
    ] {
        share_of_one(path, share, faults);
    }
    form.impute.check("impute", faults);
    form.treat.check("treat", faults);
    default_normalisation(form, faults);
    for aggregate in &form.aggregates {
        faults.of_aggregate(&aggregate.id, |faults| {
            weight(aggregate.weight, faults);
            if let Some(share) = aggregate.min_available {
                share_of_one("min_available", share, faults);
            }
        });
    }
    for one in &form.indicators {
        faults.of_indicator(&one.code, |faults| indicator(one, faults));
    }
    uncertainty::check(&form.uncertainty, "uncertainty", faults);
    scale::scales(form, faults);
}

/// Numbers and methods of an indicator.
fn indicator(indicator: &IndicatorForm, faults: &mut Faults) {
    weight(indicator.weight, faults);
    if let Some(denominator) = &indicator.denominator {
        let scale = denominator.scale;
        faults.check(scale.is_finite() && scale > 0.0, "denominator.scale", || {
            format!("is {scale}: give a positive number")
        });
        faults.check(denominator.by != indicator.code, "denominator.by", || {
            "is the indicator itself, so that all are 1: name another one, or leave the denominator out"
                .to_owned()
        });
    }
    if let Some(own) = &indicator.impute {
        own.check("impute", faults);
        faults.check(own.regressor() != Some(&*indicator.code), "impute.on", || {
            "is the indicator itself, which has no figure where one is missing: name another one".to_owned()
        });
    }
    if let Some(own) = &indicator.treat {
        own.check("treat", faults);
    }
    if let Some(own) = &indicator.normalise {
        own.check("normalise", better(indicator), faults);
    }
}

/// Each fault of the normalisation of all indicators without one of their own once, whatever their directions.
fn default_normalisation(form: &FrameworkForm, faults: &mut Faults) {
    let followers = form.indicators.iter().filter(|one| one.normalise.is_none());
    let mut directions: Vec<Direction> = followers.map(better).collect();
    if directions.is_empty() {
        directions.push(Direction::Up);
    }
    let mut told: Vec<Fault> = Vec::new();
    for direction in directions {
        let mut found = Faults::of_framework();
        form.normalise.check("normalise", direction, &mut found);
        let new = found.into_vec().into_iter().filter(|fault| !told.contains(fault));
        let new: Vec<Fault> = new.collect();
        told.extend(new);
    }
    faults.extend(&told);
}

/// Which values are better; higher ones where nothing is said.
fn better(indicator: &IndicatorForm) -> Direction {
    indicator.direction.unwrap_or(Direction::Up)
}

fn weight(weight: f64, faults: &mut Faults) {
    faults.check(weight.is_finite() && weight >= 0.0, "weight", || {
        format!("is {weight}: give zero or a positive number")
    });
}

fn share_of_one(field: &str, share: f64, faults: &mut Faults) {
    faults.check((0.0..=1.0).contains(&share), field, || {
        format!("is {share}: give a share between 0 and 1")
    });
}

/// Names, parents, cycles, empty aggregates and weights that sum to zero.
///
/// With faults it is a tree of what is left: parents that are not there are none, and rings are open, so that what
/// comes after it can still be checked.
pub(super) fn tree(form: &FrameworkForm, faults: &mut Faults) -> Tree {
    let before = faults.len();
    faults.check(!form.indicators.is_empty(), "indicators", || {
        "are none: a framework needs one".to_owned()
    });
    let ids = names(form, faults);
    let mut parents = vec![None; form.aggregates.len()];
    for (at, aggregate) in form.aggregates.iter().enumerate() {
        if let Some(parent) = &aggregate.parent {
            parents[at] = ids.get(parent.as_str()).copied();
            faults.of_aggregate(&aggregate.id, |faults| {
                faults.check(parents[at].is_some(), "parent", || no_aggregate(parent, &ids));
            });
        }
    }
    roots(form, faults);
    let mut leaf_parents = Vec::with_capacity(form.indicators.len());
    for indicator in &form.indicators {
        let parent = ids.get(indicator.parent.as_str()).copied();
        faults.of_indicator(&indicator.code, |faults| {
            faults.check(parent.is_some(), "parent", || {
                no_aggregate(&indicator.parent, &ids)
            });
        });
        leaf_parents.push(parent);
    }
    components(form, &parents, &leaf_parents, faults);
    open_rings(form, &mut parents, faults);
    let heights = heights(&parents, &leaf_parents);
    let deepest = heights.iter().copied().max().unwrap_or_default();
    // Of a tree that does not stand it is not known how many levels it has.
    if faults.len() == before && form.levels.len() > deepest {
        let levels = counted(deepest, "level");
        faults.add(
            "levels",
            format!(
                "are {}, but the tree has {levels} of aggregates: leave the last out",
                form.levels.len()
            ),
        );
    }
    let mut order: Vec<usize> = (0..parents.len()).collect();
    order.sort_by_key(|at| heights[*at]);
    Tree {
        order,
        parents,
        leaf_parents,
        heights,
    }
}

fn no_aggregate(parent: &str, ids: &BTreeMap<&str, usize>) -> String {
    const NAMED: usize = 8;
    let known: Vec<&str> = ids.keys().copied().take(NAMED).collect();
    let more = if ids.len() > NAMED { ", …" } else { "" };
    format!(
        "`{parent}` is not an aggregate of this framework: there are {}{more}",
        known.join(", ")
    )
}

fn names<'a>(form: &'a FrameworkForm, faults: &mut Faults) -> BTreeMap<&'a str, usize> {
    let mut ids = BTreeMap::new();
    for (at, aggregate) in form.aggregates.iter().enumerate() {
        let first = *ids.entry(aggregate.id.as_str()).or_insert(at);
        faults.of_aggregate(&aggregate.id, |faults| {
            faults.check(first == at, "", || {
                format!(
                    "stands there twice, as numbers {} and {} of the aggregates: leave one out, or give it another id",
                    first + 1,
                    at + 1
                )
            });
        });
    }
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, indicator) in form.indicators.iter().enumerate() {
        let first = *codes.entry(&indicator.code).or_insert(at);
        faults.of_indicator(&indicator.code, |faults| {
            faults.check(first == at, "", || {
                format!(
                    "stands there twice, as numbers {} and {} of the indicators: an indicator has one place in the tree",
                    first + 1,
                    at + 1
                )
            });
            faults.check(!ids.contains_key(indicator.code.as_str()), "", || {
                "has the name of an aggregate: give the aggregate another id".to_owned()
            });
        });
    }
    ids
}

fn roots(form: &FrameworkForm, faults: &mut Faults) {
    let roots: Vec<&str> = form
        .aggregates
        .iter()
        .filter(|a| a.parent.is_none())
        .map(|a| a.id.as_str())
        .collect();
    match roots.as_slice() {
        [_] => {}
        [] => faults.add(
            "aggregates",
            "none is without parent: one has to be the index itself",
        ),
        several => faults.add(
            "aggregates",
            format!(
                "{} are without parent, but only the index itself is: give the others one",
                several.join(", ")
            ),
        ),
    }
}

/// Tells each ring of aggregates once, and opens it. Every aggregate is visited once, too: whoever has been seen leads
/// nowhere new.
fn open_rings(form: &FrameworkForm, parents: &mut [Option<usize>], faults: &mut Faults) {
    // Seen on the way from this start; one more than it, so that 0 is nowhere.
    let mut seen = vec![0; parents.len()];
    for start in 0..parents.len() {
        let mut way = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|at| seen[*at] == 0) {
            seen[at] = start + 1;
            way.push(at);
            next = parents[at];
        }
        let Some(first) = next.filter(|at| seen[*at] == start + 1) else {
            continue;
        };
        let ring = way.iter().skip_while(|at| **at != first);
        let names: Vec<&str> = ring.map(|at| form.aggregates[*at].id.as_str()).collect();
        let problem = match names.as_slice() {
            [_] => "is the aggregate itself: name the one that it is a component of".to_owned(),
            _ => format!(
                "{} are components of each other: give one of them another parent",
                names.join(" → ")
            ),
        };
        faults.of_aggregate(names[0], |faults| faults.add("parent", problem));
        parents[first] = None;
    }
}

/// Every aggregate has components, and they have weight.
fn components(
    form: &FrameworkForm,
    parents: &[Option<usize>],
    leaf_parents: &[Option<usize>],
    faults: &mut Faults,
) {
    let mut counts = vec![0; parents.len()];
    let mut sums = vec![0.0; parents.len()];
    let aggregates = form.aggregates.iter().map(|aggregate| aggregate.weight);
    let indicators = form.indicators.iter().map(|indicator| indicator.weight);
    let weights = aggregates.zip(parents).chain(indicators.zip(leaf_parents));
    for (weight, parent) in weights.filter_map(|(weight, parent)| Some((weight, (*parent)?))) {
        counts[parent] += 1;
        sums[parent] += weight;
    }
    for (at, ((aggregate, count), sum)) in form.aggregates.iter().zip(counts).zip(sums).enumerate() {
        if count == 0 {
            let problem = "has no components: give it some or leave it out";
            faults.of_aggregate(&aggregate.id, |faults| faults.add("", problem));
        } else if sum == 0.0 || f64::is_infinite(sum) {
            let aggregates = form
                .aggregates
                .iter()
                .map(|one| (&one.id, one.weight))
                .zip(parents);
            let indicators = form.indicators.iter().map(|one| (&one.code, one.weight));
            let own = aggregates
                .chain(indicators.zip(leaf_parents))
                .filter(|(_, parent)| **parent == Some(at));
            let (own, weights): (Vec<String>, Vec<f64>) =
                own.map(|((name, weight), _)| (name.clone(), weight)).unzip();
            // Weights that are none themselves are told where they are.
            if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
                continue;
            }
            let problem =
                format!("the weights of its components sum to {sum}: give numbers whose sum is positive");
            faults.of_aggregate(&aggregate.id, |faults| faults.add_of("", problem, own));
        }
    }
}

fn heights(parents: &[Option<usize>], leaf_parents: &[Option<usize>]) -> Vec<usize> {
    let mut heights = vec![0; parents.len()];
    // Aggregates without any indicator come after their components, too.
    let aggregates = (0..parents.len()).map(|at| (Some(at), 0));
    for (start, height) in aggregates.chain(leaf_parents.iter().map(|parent| (*parent, 1))) {
        let (mut at, mut height) = (start, height);
        while let Some(node) = at {
            heights[node] = heights[node].max(height);
            at = parents[node];
            height += 1;
        }
    }
    heights
}

impl Tree {
    /// Leaves in the form's order, nodes in the order of evaluation; leaves without a parent are not among them.
    pub(super) fn build(&self, form: &FrameworkForm) -> (Vec<Leaf>, Vec<Node>) {
        let mut place = vec![0; self.order.len()];
        for (position, at) in self.order.iter().enumerate() {
            place[*at] = position;
        }
        let mut nodes: Vec<Node> = self.order.iter().map(|at| self.node(form, *at, &place)).collect();
        for at in &self.order {
            if let Some(parent) = self.parents[*at] {
                let parent = &mut nodes[place[parent]];
                parent.children.push(Child::Node(place[*at]));
                parent.given.push(form.aggregates[*at].weight);
            }
        }
        let mut leaves = Vec::with_capacity(form.indicators.len());
        for (indicator, parent) in form.indicators.iter().zip(&self.leaf_parents) {
            let Some(parent) = parent.map(|parent| place[parent]) else {
                continue;
            };
            nodes[parent].children.push(Child::Leaf(leaves.len()));
            nodes[parent].given.push(indicator.weight);
            leaves.push(Leaf {
                code: indicator.code.clone(),
                parent,
                direction: better(indicator),
                denominator: indicator.denominator.clone(),
                impute: Method::new(indicator.impute.as_ref(), &form.impute),
                treat: Method::new(indicator.treat.as_ref(), &form.treat),
                normalise: Method::new(indicator.normalise.as_ref(), &form.normalise),
            });
        }
        for node in &mut nodes {
            let sum: f64 = node.given.iter().sum();
            node.given.iter_mut().for_each(|weight| *weight /= sum);
        }
        (leaves, nodes)
    }

    fn node(&self, form: &FrameworkForm, at: usize, place: &[usize]) -> Node {
        let aggregate = &form.aggregates[at];
        let level = form.levels.get(self.heights[at].saturating_sub(1));
        let weighting = aggregate
            .weighting
            .as_ref()
            .or(level.and_then(|level| level.weighting.as_ref()));
        let of_level = level.and_then(|level| level.aggregation.as_ref());
        Node {
            id: aggregate.id.clone(),
            parent: self.parents[at].map(|parent| place[parent]),
            children: Vec::new(),
            given: Vec::new(),
            weighting: weighting.cloned().unwrap_or(Weighting::Given),
            aggregation: Method::new(
                aggregate.aggregation.as_ref(),
                of_level.unwrap_or(&Aggregation::Arithmetic),
            ),
            min_available: aggregate.min_available.unwrap_or(form.min_available),
        }
    }
}
