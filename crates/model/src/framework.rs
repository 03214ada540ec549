//! Frameworks (评价体系): a tree of indicators with weights and methods that yields a composite index.
//!
//! Here they are as they are written, in TOML or by a program; whether everything in one fits is for the scoring engine
//! to say, which also says what each method computes.
//!
//! ```toml
//! id = "zones"
//! edition = "2024"
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

mod aggregation;
mod assumptions;
mod check;
mod imputation;
mod normalisation;
mod overrides;
mod treatment;
mod weighting;

use serde::{Deserialize, Serialize};

pub use aggregation::{Aggregation, Preference};
pub use assumptions::{Assumptions, DataNoise, Spread, WeightNoise};
pub use imputation::Imputation;
pub use normalisation::{Bounds, Normalisation};
pub use overrides::Overrides;
pub use treatment::{Otherwise, Treatment};
pub use weighting::{PcaRule, Scale, Weighting};

use crate::{
    catalog::Names,
    ids::{FrameworkId, PeerGroupId},
};

/// What subjects of the catalogue are grouped by: `class` and `level` of the zone that a subject is or lies in, the `zone`
/// that a placed subject lies in, the `parent` of that zone or of the zone that the subject is.
pub const GROUPINGS: [&str; 4] = ["class", "level", "zone", "parent"];

/// A framework as it is written. Anything that is left out has the default that stands with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkForm {
    /// Its permanent id.
    pub id: FrameworkId,
    /// Names.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// Its edition, as who publishes it calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub edition: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What its users should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who is ranked, unless a question says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peers: Option<PeerGroupId>,
    /// Published precision: scores are rounded to this many decimals before they are ranked. Default 2.
    #[serde(default = "decimals")]
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
    /// Version, counted by the hub from 1 with each change; no part of what is written.
    #[serde(skip)]
    pub version: u32,
}

/// How ties are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// Standard competition ranking, 1 2 2 4: one more than the number of better values.
    #[default]
    Standard,
    /// Dense ranking, 1 2 2 3: one more than the number of distinct better values.
    Dense,
    /// Fractional ranking, 1 2.5 2.5 4: the mean of the places that the tie takes.
    Average,
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
    /// Names.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub names: Names,
    /// Its number where it is published, such as `1`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// What it is a component of; none for the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its weight in its parent; weights need not sum to 1, they are divided by their sum.
    #[serde(default = "one")]
    pub weight: f64,
    /// Who says that this is its weight, or that it is assumed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weight_source: String,
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
    /// Its code in the table; in a catalogue's framework that of an indicator.
    pub code: String,
    /// Its number where it is published, such as `1.2`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// What it is a component of.
    pub parent: String,
    /// Its weight in its parent.
    #[serde(default = "one")]
    pub weight: f64,
    /// Who says that this is its weight, or that it is assumed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weight_source: String,
    /// Which values are better; left out, the indicator's own direction in the catalogue, and higher ones without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
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

impl FrameworkForm {
    /// Published precision, unless it is said otherwise.
    pub const DECIMALS: u32 = 2;

    /// The same with a direction for each indicator that has none of its own, where `of` knows one by code.
    #[must_use]
    pub fn directed(&self, of: impl Fn(&str) -> Option<Direction>) -> Self {
        let mut form = self.clone();
        for leaf in form.indicators.iter_mut().filter(|leaf| leaf.direction.is_none()) {
            leaf.direction = of(&leaf.code);
        }
        form
    }

    /// Everything that it reads of a table, and where it says so: indicators, what they are divided by, what they are
    /// imputed with.
    pub fn reads(&self) -> impl Iterator<Item = (String, &str)> {
        let indicators = self
            .indicators
            .iter()
            .map(|one| (format!("indicators[{}]", one.code), one.code.as_str()));
        let denominators = self.indicators.iter().filter_map(|one| {
            let by = one.denominator.as_ref()?.by.as_str();
            Some((format!("indicators[{}].denominator.by", one.code), by))
        });
        let regressors = self
            .imputations()
            .filter_map(|(path, imputation)| Some((format!("{path}.on"), imputation.regressor()?)));
        indicators.chain(denominators).chain(regressors)
    }

    /// Every imputation that may be taken, and where it says so.
    pub fn imputations(&self) -> impl Iterator<Item = (String, &Imputation)> {
        let own = self.indicators.iter().filter_map(|one| {
            let own = one.impute.as_ref()?;
            Some((format!("indicators[{}].impute", one.code), own))
        });
        let others = self.uncertainty.imputation.iter().enumerate();
        std::iter::once(("impute".to_owned(), &self.impute))
            .chain(own)
            .chain(others.map(|(at, other)| (format!("uncertainty.imputation[{at}]"), other)))
    }

    /// Every normalisation that may be taken, and where it says so.
    pub fn normalisations(&self) -> impl Iterator<Item = (String, &Normalisation)> {
        let own = self.indicators.iter().filter_map(|one| {
            let own = one.normalise.as_ref()?;
            Some((format!("indicators[{}].normalise", one.code), own))
        });
        let others = self.uncertainty.normalisation.iter().enumerate();
        std::iter::once(("normalise".to_owned(), &self.normalise))
            .chain(own)
            .chain(others.map(|(at, other)| (format!("uncertainty.normalisation[{at}]"), other)))
    }

    /// What of it has a part in the result: names, numbers and notes have none.
    #[must_use]
    pub fn computed(&self) -> Self {
        let mut form = Self {
            names: Names::default(),
            edition: String::new(),
            source: String::new(),
            note: String::new(),
            peers: None,
            version: 0,
            ..self.clone()
        };
        for aggregate in &mut form.aggregates {
            aggregate.names = Names::default();
            aggregate.number.clear();
            aggregate.weight_source.clear();
        }
        for indicator in &mut form.indicators {
            indicator.number.clear();
            indicator.weight_source.clear();
        }
        form
    }
}

fn one() -> f64 {
    1.0
}

fn decimals() -> u32 {
    FrameworkForm::DECIMALS
}
