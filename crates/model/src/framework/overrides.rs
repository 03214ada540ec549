//! What-ifs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Aggregation, Imputation, Normalisation, Ties, Treatment, Weighting};

/// Changes to a framework for a what-if.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Overrides {
    /// Weights by indicator code or aggregate id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub weights: BTreeMap<String, f64>,
    /// Normalisation of every indicator without one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalise: Option<Normalisation>,
    /// Treatment of every indicator without one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treat: Option<Treatment>,
    /// Imputation of every indicator without one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impute: Option<Imputation>,
    /// Weighting of all aggregates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighting: Option<Weighting>,
    /// Aggregation of all aggregates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// How ties are ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ties: Option<Ties>,
}

impl Overrides {
    /// Whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
