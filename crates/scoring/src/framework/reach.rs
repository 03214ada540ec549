//! Where alternatives of an uncertainty analysis reach: they replace a default, never a method that a place names itself.

use super::{Framework, Leaf, Node};
use crate::{
    note::{Note, Warning},
    uncertainty::Factor,
};

/// A list of alternatives of an uncertainty analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternatives {
    /// `uncertainty.imputation`.
    Imputation,
    /// `uncertainty.treatment`.
    Treatment,
    /// `uncertainty.normalisation`.
    Normalisation,
    /// `uncertainty.aggregation`.
    Aggregation,
}

impl Alternatives {
    /// Its key below `uncertainty`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Imputation => "imputation",
            Self::Treatment => "treatment",
            Self::Normalisation => "normalisation",
            Self::Aggregation => "aggregation",
        }
    }

    /// By which key a place names its own method.
    pub(crate) fn own(self) -> &'static str {
        match self {
            Self::Imputation => "impute",
            Self::Treatment => "treat",
            Self::Normalisation => "normalise",
            Self::Aggregation => "aggregation",
        }
    }

    /// Whether aggregates have such methods; else indicators do.
    pub(crate) fn is_of_aggregates(self) -> bool {
        matches!(self, Self::Aggregation)
    }
}

/// A list of alternatives, with how many places it reaches.
pub(super) struct Reach {
    pub(super) list: Alternatives,
    pub(super) reached: usize,
    pub(super) of: usize,
}

/// Of each list that holds any.
pub(super) fn reaches(framework: &Framework) -> Vec<Reach> {
    let leaves = |list, own: fn(&Leaf) -> bool| {
        let leaves = &framework.leaves;
        Reach {
            list,
            reached: leaves.iter().filter(|leaf| !own(leaf)).count(),
            of: leaves.len(),
        }
    };
    let follows = |node: &&Node| !node.aggregation.own;
    let assumptions = &framework.form.uncertainty;
    let lists = [
        (
            assumptions.imputation.is_empty(),
            leaves(Alternatives::Imputation, |leaf| leaf.impute.own),
        ),
        (
            assumptions.treatment.is_empty(),
            leaves(Alternatives::Treatment, |leaf| leaf.treat.own),
        ),
        (
            assumptions.normalisation.is_empty(),
            leaves(Alternatives::Normalisation, |leaf| leaf.normalise.own),
        ),
        (
            assumptions.aggregation.is_empty(),
            Reach {
                list: Alternatives::Aggregation,
                reached: framework.nodes.iter().filter(follows).count(),
                of: framework.nodes.len(),
            },
        ),
    ];
    let stated = lists.into_iter().filter(|(is_empty, _)| !is_empty);
    stated.map(|(_, reach)| reach).collect()
}

impl Framework {
    /// Whether alternatives reach nothing because a what-if names the method of every place.
    pub(crate) fn is_overridden(&self, list: Alternatives) -> bool {
        list == Alternatives::Aggregation && self.aggregation_overridden
    }

    /// What an analysis of its uncertainty varies: what a what-if names everywhere has no share in anything.
    pub fn varied(&self) -> impl Iterator<Item = Factor> + '_ {
        let fixed = self.is_overridden(Alternatives::Aggregation);
        let stated = Factor::of(&self.form.uncertainty);
        stated.filter(move |factor| !fixed || *factor != Factor::Aggregation)
    }

    /// What readers of an uncertainty analysis should know: alternatives that reach only some places, or none because of
    /// the what-if.
    #[must_use]
    pub fn partly_varied(&self) -> Vec<Warning> {
        let Some(index) = self.nodes.last() else {
            return Vec::new();
        };
        let note = |Reach { list, reached, of }| match reached {
            0 => self
                .is_overridden(list)
                .then_some(Note::AlternativesOverridden { list }),
            reached if reached < of => Some(Note::AlternativesPartial { list, reached, of }),
            _ => None,
        };
        let notes = reaches(self).into_iter().filter_map(note);
        notes
            .map(|note| Warning {
                about: index.id.clone(),
                note,
            })
            .collect()
    }
}
