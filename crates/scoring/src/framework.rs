//! Frameworks in which everything fits.
//!
//! [`FrameworkForm`] is a framework as it is written, [`Framework`] one that was checked. What can be known without data
//! is checked here, all faults at once; what depends on the table, when an [`Index`](crate::Index) is made of both.

mod check;
mod reach;
#[cfg(test)]
mod tests;

pub use reach::Alternatives;
use zhibiao_model::framework::{
    Aggregation, Denominator, Direction, FrameworkForm, Imputation, Normalisation, Overrides, Treatment,
    Weighting,
};

use crate::{
    fault::{Error, Fault, Faults},
    note::{Note, Unread, Warning},
    weight::reads_given,
};

/// Most indicators of a framework.
pub const MAX_INDICATORS: usize = 2_000;

/// Most aggregates of a framework.
pub const MAX_AGGREGATES: usize = 2_000;

/// A framework in which everything fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    form: FrameworkForm,
    leaves: Vec<Leaf>,
    /// Children before parents; the root is last.
    nodes: Vec<Node>,
    /// Alternatives of the uncertainty analysis that do not go together with the rest or reach nothing: of a what-if, which
    /// can be evaluated all the same. Other frameworks have none.
    misfits: Vec<Fault>,
    /// Whether a what-if names the aggregation of all aggregates: alternatives to it reach nothing then, and nobody's
    /// framework is to blame.
    aggregation_overridden: bool,
}

/// An indicator in the tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) code: String,
    pub(crate) parent: usize,
    pub(crate) direction: Direction,
    pub(crate) denominator: Option<Denominator>,
    pub(crate) impute: Method<Imputation>,
    pub(crate) treat: Method<Treatment>,
    pub(crate) normalise: Method<Normalisation>,
}

/// An aggregate in the tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) parent: Option<usize>,
    pub(crate) children: Vec<Child>,
    /// Weights of the children as given, divided by their sum.
    pub(crate) given: Vec<f64>,
    pub(crate) weighting: Weighting,
    pub(crate) aggregation: Method<Aggregation>,
    pub(crate) min_available: f64,
}

/// A component of an aggregate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Child {
    Leaf(usize),
    Node(usize),
}

/// A method, and whether it was chosen for this place: alternatives of an uncertainty analysis replace only defaults.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Method<T> {
    pub(crate) chosen: T,
    pub(crate) own: bool,
}

impl<T: Clone> Method<T> {
    fn new(own: Option<&T>, default: &T) -> Self {
        Self {
            chosen: own.unwrap_or(default).clone(),
            own: own.is_some(),
        }
    }

    /// The alternative where there is one and this place follows the default.
    pub(crate) fn or<'a>(&'a self, alternative: Option<&'a T>) -> &'a T {
        match alternative {
            Some(other) if !self.own => other,
            Some(_) | None => &self.chosen,
        }
    }
}

impl Framework {
    /// Checks a form.
    ///
    /// # Errors
    /// [`Error::Framework`] with every fault and its path, [`Error::Limit`] for too many indicators or aggregates.
    pub fn new(form: FrameworkForm) -> Result<Self, Error> {
        let (framework, mut faults) = Self::read(form, false)?;
        faults.extend(&framework.misfits);
        match faults.is_empty() {
            true => Ok(framework),
            false => Err(Error::Framework(faults.into_vec())),
        }
    }

    /// Reads a form; with faults it is what is left of it.
    fn read(form: FrameworkForm, aggregation_overridden: bool) -> Result<(Self, Faults), Error> {
        for (what, asked, most) in [
            ("indicators of a framework", form.indicators.len(), MAX_INDICATORS),
            ("aggregates of a framework", form.aggregates.len(), MAX_AGGREGATES),
        ] {
            if asked > most {
                return Err(Error::limit(what, asked, most, "split it"));
            }
        }
        let mut faults = Faults::of_framework();
        check::form(&form, &mut faults);
        let (leaves, nodes) = check::tree(&form, &mut faults).build(&form);
        let mut framework = Self {
            form,
            leaves,
            nodes,
            misfits: Vec::new(),
            aggregation_overridden,
        };
        check::methods(&framework, &mut faults);
        framework.misfits = check::alternatives(&framework);
        Ok((framework, faults))
    }

    /// The form, to change and check anew.
    #[must_use]
    pub fn form(&self) -> &FrameworkForm {
        &self.form
    }

    /// Indicators in the order of the form.
    pub fn indicators(&self) -> impl ExactSizeIterator<Item = &str> {
        self.leaves.iter().map(|leaf| leaf.code.as_str())
    }

    /// Aggregates, components before what they are components of; the last is the index itself.
    pub fn aggregates(&self) -> impl ExactSizeIterator<Item = &str> {
        self.nodes.iter().map(|node| node.id.as_str())
    }

    /// How the components of an aggregate are weighted and aggregated: as it says itself, as its level says, or by default.
    #[must_use]
    pub fn methods(&self, aggregate: usize) -> (&Weighting, &Aggregation) {
        let node = &self.nodes[aggregate];
        (&node.weighting, &node.aggregation.chosen)
    }

    /// The framework with changes, for a what-if. What only its uncertainty analysis can't do is told when that is asked.
    ///
    /// # Errors
    /// As [`Framework::new`] but for that, and a fault for each weight of something that is not in the framework.
    pub fn with(&self, overrides: &Overrides) -> Result<Self, Error> {
        let (form, mut faults) = self.changed(overrides);
        let (framework, others) = Self::read(form, overrides.aggregation.is_some())?;
        faults.extend(&others.into_vec());
        match faults.is_empty() {
            true => Ok(framework),
            false => Err(Error::Framework(faults.into_vec())),
        }
    }

    /// The form with changes, sound or not.
    #[must_use]
    pub fn form_with(&self, overrides: &Overrides) -> FrameworkForm {
        self.changed(overrides).0
    }

    /// The form with changes, and a fault for each weight of something that is not in the framework.
    fn changed(&self, overrides: &Overrides) -> (FrameworkForm, Faults) {
        let Overrides {
            weights,
            normalise,
            treat,
            impute,
            weighting,
            aggregation,
            ties,
        } = overrides;
        let mut form = self.form.clone();
        let mut faults = Faults::default();
        for (name, weight) in weights {
            let of_aggregate = form
                .aggregates
                .iter_mut()
                .find(|a| a.id == *name)
                .map(|a| &mut a.weight);
            let of_indicator = form
                .indicators
                .iter_mut()
                .find(|i| i.code == *name)
                .map(|i| &mut i.weight);
            match of_aggregate.or(of_indicator) {
                Some(place) => *place = *weight,
                None => faults.add(
                    format!("weights[{name}]"),
                    "is neither an indicator nor an aggregate of the framework: `zhibiao framework show` lists them",
                ),
            }
        }
        form.normalise = normalise.clone().unwrap_or(form.normalise);
        form.treat = treat.clone().unwrap_or(form.treat);
        form.impute = impute.clone().unwrap_or(form.impute);
        form.ties = ties.unwrap_or(form.ties);
        for aggregate in &mut form.aggregates {
            aggregate.weighting = weighting.clone().or(aggregate.weighting.take());
            aggregate.aggregation = aggregation.clone().or(aggregate.aggregation.take());
        }
        (form, faults)
    }

    /// What readers of a form's results should know whatever the figures, also where the form has faults; of more than is
    /// taken on nothing.
    #[must_use]
    pub fn warnings_of(form: FrameworkForm) -> Vec<Warning> {
        Self::read(form, false).map_or_else(|_| Vec::new(), |(framework, _)| framework.all_warnings())
    }

    /// What its readers should know whatever the figures: of its index, and of an analysis of its uncertainty.
    #[must_use]
    pub fn all_warnings(&self) -> Vec<Warning> {
        let mut warnings = self.warnings();
        warnings.extend(self.partly_varied());
        warnings
    }

    /// What readers of its index should know whatever the figures: given weights that nothing reads.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let unread = |node: &Node| {
            // Weights of zero leave a component out of it.
            let above_zero = node.given.iter().all(|weight| *weight > 0.0);
            let by = match (reads_given(&node.weighting), &node.aggregation.chosen) {
                (false, _) => Unread::Weighting,
                (true, Aggregation::Minimum) if above_zero => Unread::Minimum,
                (true, Aggregation::Median) if above_zero => Unread::Median,
                (true, _) => return None,
            };
            let first = node.given.first()?;
            let differ = node
                .given
                .iter()
                .any(|weight| (weight - first).abs() > f64::EPSILON);
            let components = node.children.iter().map(|child| self.name(*child).to_owned());
            differ.then(|| Warning {
                about: node.id.clone(),
                note: Note::WeightsUnread {
                    components: components.collect(),
                    by,
                },
            })
        };
        self.nodes.iter().filter_map(unread).collect()
    }

    /// Alternatives of the uncertainty analysis that do not go together with the rest or reach nothing.
    pub(crate) fn misfits(&self) -> &[Fault] {
        &self.misfits
    }

    pub(crate) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(crate) fn root(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Whether lower values of a component are better, as an aggregate takes it.
    pub(crate) fn is_cost(&self, child: Child) -> bool {
        match child {
            Child::Leaf(leaf) => {
                let leaf = &self.leaves[leaf];
                leaf.direction == Direction::Down && leaf.normalise.chosen.keeps_direction()
            }
            Child::Node(_) => false,
        }
    }

    /// Name of a component.
    pub(crate) fn name(&self, child: Child) -> &str {
        match child {
            Child::Leaf(leaf) => &self.leaves[leaf].code,
            Child::Node(node) => &self.nodes[node].id,
        }
    }

    /// Indicators below an aggregate, in the order of the tree.
    pub(crate) fn below(&self, node: usize) -> Vec<usize> {
        let mut leaves = Vec::new();
        let mut open = vec![Child::Node(node)];
        while let Some(next) = open.pop() {
            match next {
                Child::Leaf(leaf) => leaves.push(leaf),
                Child::Node(node) => open.extend(self.nodes[node].children.iter().rev().copied()),
            }
        }
        leaves
    }

    /// The root's components, each with the indicators below it.
    pub(crate) fn branches(&self) -> Vec<(&str, Vec<usize>)> {
        let children = &self.nodes[self.root()].children;
        children
            .iter()
            .map(|child| match *child {
                Child::Leaf(leaf) => (self.name(*child), vec![leaf]),
                Child::Node(node) => (self.name(*child), self.below(node)),
            })
            .collect()
    }
}
