//! Why a unit has no score.

use std::fmt;

use super::{Evaluation, Stage};
use crate::{
    aggregate::{Aggregate as _, is_too_few},
    framework::Child,
    matrix::{MISSING, known},
};

/// Why a unit has no score in the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Unscored {
    /// Id of the aggregate that has no value for it: the index itself, or the first below it that is to blame.
    pub aggregate: String,
    /// What is wrong there.
    pub cause: Cause,
}

/// What keeps an aggregate from having a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A component is negative, for which the aggregation is not defined.
    Negative {
        /// Code of the indicator, or id of the aggregate.
        component: String,
        /// The component's value; of an indicator after its normalisation.
        value: f64,
    },
    /// A cost is missing or zero, by which the aggregation divides.
    WithoutCost {
        /// Code of the indicator.
        component: String,
        /// Its value; none when it is missing.
        value: Option<f64>,
    },
    /// Too few components have a value.
    TooFew {
        /// How many have.
        present: usize,
        /// How many there are.
        all: usize,
    },
    /// The method is not defined otherwise, as where powers overflow.
    Undefined,
}

impl fmt::Display for Unscored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { aggregate, cause } = self;
        match cause {
            Cause::Negative { component, value } => write!(
                f,
                "`{component}` is {value}, and the aggregation of `{aggregate}` has no value for negative ones: normalise \
                 it to positive values, such as min_max with low = 1, or take another aggregation"
            ),
            Cause::WithoutCost {
                component,
                value: Some(_),
            } => write!(
                f,
                "`{component}` is a cost of zero, and the aggregation of `{aggregate}` divides by costs: correct the figure, \
                 or take another aggregation"
            ),
            Cause::WithoutCost {
                component,
                value: None,
            } => write!(
                f,
                "`{component}` has no value and is the cost that the aggregation of `{aggregate}` divides by: publish the \
                 figure, impute it, or take another aggregation"
            ),
            Cause::TooFew { present, all } => write!(
                f,
                "{present} of the {all} components of `{aggregate}` have a value, which is too few: file the missing \
                 figures, impute them, or let min_available ask for less"
            ),
            Cause::Undefined => write!(
                f,
                "the aggregation of `{aggregate}` is not defined for its values: take another one"
            ),
        }
    }
}

impl Evaluation {
    /// Why a unit has no score in the index; none when it has one.
    #[must_use]
    pub fn unscored(&self, unit: usize) -> Option<Unscored> {
        match self.score(unit, self.root()) {
            Some(_) => None,
            None => Some(self.cause(unit, self.root())),
        }
    }

    fn cause(&self, unit: usize, aggregate: usize) -> Unscored {
        let node = &self.framework.nodes()[aggregate];
        let value = |child: &Child| match *child {
            Child::Leaf(leaf) => known(self.stage(Stage::Normalised).get(unit, leaf)),
            Child::Node(below) => self.score(unit, below),
        };
        let of = |cause| Unscored {
            aggregate: node.id.clone(),
            cause,
        };
        let refuses = node.aggregation.chosen.refuses_negatives() || node.weighting.is_per_unit();
        let negative = node.children.iter().find_map(|child| {
            let value = value(child).filter(|value| refuses && *value < 0.0)?;
            Some((child, value))
        });
        if let Some((child, value)) = negative {
            return of(Cause::Negative {
                component: self.framework.name(*child).to_owned(),
                value,
            });
        }
        // A component that has no value for another reason than missing figures is to blame rather than the few others.
        let below = node.children.iter().filter_map(|child| match *child {
            Child::Node(below) if self.score(unit, below).is_none() => Some(self.cause(unit, below)),
            Child::Node(_) | Child::Leaf(_) => None,
        });
        let mut other = below.filter(|one| !matches!(one.cause, Cause::TooFew { .. }));
        if let Some(found) = other.next() {
            return found;
        }
        let (present, all) = (
            node.children.iter().filter_map(value).count(),
            node.children.len(),
        );
        if is_too_few(present, all, node.min_available) {
            return of(Cause::TooFew { present, all });
        }
        let weights = &self.scores.weights[aggregate];
        let costs = node.children.iter().enumerate().filter_map(|(part, child)| {
            let is_cost = self.framework.is_cost(*child) && weights.of(unit, part) > 0.0;
            is_cost.then(|| (part, value(child).unwrap_or(MISSING)))
        });
        match node.aggregation.chosen.cost_to_blame(costs) {
            Some(part) => of(Cause::WithoutCost {
                component: self.framework.name(node.children[part]).to_owned(),
                value: value(&node.children[part]),
            }),
            None => of(Cause::Undefined),
        }
    }
}
