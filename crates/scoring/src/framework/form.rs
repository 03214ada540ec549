//! A framework as it is written: TOML, or built by a program and then checked by [`Framework::new`](super::Framework).
//!
//! ```toml
//! id = "zones"
//! version = "2024"
//! decimals = 2
//! normalise = { method = "min_max", low = 0, high = 100 }
//!
//! [[aggregates]]
//! id = "index"
//!
//! [[aggregates]]
//! id = "innovation"
//! parent = "index"
//! weight = 20
//!
//! [[indicators]]
//! code = "rd-fte-share"
//! parent = "innovation"
//! weight = 1.2
//! direction = "up"
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    aggregate::Aggregation, impute::Imputation, normalise::Normalisation, ranking::Ties, treat::Treatment,
    uncertainty::Assumptions, weight::Weighting,
};

/// A framework as it is written. Anything that is left out has the default that stands with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkForm {
    /// Its id.
    pub id: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// Published precision: scores are rounded to this many decimals before they are ranked. Default 2.
    #[serde(default = "two")]
    pub decimals: u32,
    /// How ties are ranked.
    #[serde(default)]
    pub ties: Ties,
    /// Which units have too little data.
    #[serde(default)]
    pub screen: Screen,
    /// How missing cells are filled, unless the indicator says otherwise. Default none.
    #[serde(default)]
    pub impute: Imputation,
    /// How outliers are treated, unless the indicator says otherwise. Default none.
    #[serde(default)]
    pub treat: Treatment,
    /// How columns get one scale, unless the indicator says otherwise. Default min-max to 0…100.
    #[serde(default)]
    pub normalise: Normalisation,
    /// Share of an aggregate's components that a unit needs, unless the aggregate says otherwise. Default 0: one.
    #[serde(default)]
    pub min_available: f64,
    /// Methods per level, the aggregates of indicators first.
    #[serde(default)]
    pub levels: Vec<LevelForm>,
    /// The tree's inner nodes; exactly one has no parent.
    pub aggregates: Vec<AggregateForm>,
    /// The tree's leaves.
    pub indicators: Vec<IndicatorForm>,
    /// What is uncertain about it.
    #[serde(default)]
    pub uncertainty: Assumptions,
}

/// Which units are left out for want of data.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Screen {
    /// Least share of all indicators.
    pub overall: f64,
    /// Least share of the indicators below each child of the root.
    pub branch: f64,
}

/// Methods of one level.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LevelForm {
    /// How components are weighted.
    pub weighting: Option<Weighting>,
    /// How components are aggregated.
    pub aggregation: Option<Aggregation>,
}

/// An inner node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AggregateForm {
    /// Its id; no indicator has the same.
    pub id: String,
    /// What it is a component of; none for the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its weight in its parent; weights need not sum to 1, they are divided by their sum.
    #[serde(default = "one")]
    pub weight: f64,
    /// How its components are weighted; else as its level says, else as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighting: Option<Weighting>,
    /// How its components are aggregated; else as its level says, else the arithmetic mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// Share of its components that a unit needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_available: Option<f64>,
}

/// A leaf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorForm {
    /// Its code in the table.
    pub code: String,
    /// What it is a component of.
    pub parent: String,
    /// Its weight in its parent.
    #[serde(default = "one")]
    pub weight: f64,
    /// Which values are better.
    #[serde(default)]
    pub direction: Direction,
    /// What it is divided by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Denominator>,
    /// How its missing cells are filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impute: Option<Imputation>,
    /// How its outliers are treated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treat: Option<Treatment>,
    /// How it gets the common scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalise: Option<Normalisation>,
}

/// Which values are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher ones.
    #[default]
    Up,
    /// Lower ones.
    Down,
}

impl Direction {
    /// 1 for up, −1 for down.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Self::Up => 1.0,
            Self::Down => -1.0,
        }
    }
}

/// What an indicator is divided by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denominator {
    /// Code of the column in the table.
    pub by: String,
    /// What the quotient is multiplied with: 10,000 gives a figure per ten thousand. Default 1.
    #[serde(default = "one")]
    pub scale: f64,
}

/// Changes to a framework for a what-if.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overrides {
    /// Weights by indicator code or aggregate id.
    pub weights: BTreeMap<String, f64>,
    /// Normalisation of every indicator without one of its own.
    pub normalise: Option<Normalisation>,
    /// Treatment of every indicator without one of its own.
    pub treat: Option<Treatment>,
    /// Imputation of every indicator without one of its own.
    pub impute: Option<Imputation>,
    /// Weighting of all aggregates.
    pub weighting: Option<Weighting>,
    /// Aggregation of all aggregates.
    pub aggregation: Option<Aggregation>,
}

impl FrameworkForm {
    /// Reads TOML.
    ///
    /// # Errors
    /// Where the text is no TOML or no framework's, with line and column. What the framework says is checked by
    /// [`Framework::new`](super::Framework::new).
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Writes TOML.
    ///
    /// # Errors
    /// When a number in it can't be written.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

fn one() -> f64 {
    1.0
}

fn two() -> u32 {
    2
}
