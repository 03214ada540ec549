//! What is uncertain about an index.

use serde::{Deserialize, Serialize};

use super::{Aggregation, Imputation, Normalisation, Treatment};

/// What is uncertain: each kind is a factor of the analysis. Anything left out is certain.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assumptions {
    /// Weights of all aggregates; refused where each unit has weights of its own.
    pub weights: Option<WeightNoise>,
    /// Imputations that might as well have been taken, beside the framework's; each is equally likely.
    pub imputation: Vec<Imputation>,
    /// Treatments in the same way.
    pub treatment: Vec<Treatment>,
    /// Normalisations in the same way.
    pub normalisation: Vec<Normalisation>,
    /// Aggregations in the same way.
    pub aggregation: Vec<Aggregation>,
    /// Probability that one indicator, each as likely as the others, is left out: as if it had never been there, neither
    /// for the weights of the others nor for the components that a unit needs. Judged weights stay in proportion.
    pub leave_out: f64,
    /// The data themselves.
    pub data: DataNoise,
}

/// How weights vary.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum WeightNoise {
    /// Each weight is multiplied with a uniform number in 1 − share…1 + share, then divided by the sum.
    Share {
        /// At most 1.
        share: f64,
    },
    /// Weights are Dirichlet with the nominal weights times `concentration`: their mean is the nominal weight w, their
    /// variance w(1 − w)/(concentration + 1).
    Dirichlet {
        /// Positive.
        concentration: f64,
    },
}

/// How far values of each kind may lie from what is written. A value of several kinds has all their errors.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataNoise {
    /// Values that may still be revised.
    pub provisional: Option<Spread>,
    /// Values that the reporter estimated.
    pub estimated: Option<Spread>,
    /// Forecasts and plans.
    pub forecast: Option<Spread>,
    /// Imputed values, whoever imputed them.
    pub imputed: Option<Spread>,
    /// Values read out of running text by a program.
    pub extracted: Option<Spread>,
    /// Values carried from an earlier period.
    pub carried: Option<Spread>,
    /// 以上: the truth is the value or more.
    pub at_least: Option<Spread>,
    /// 不足: the truth is the value or less.
    pub at_most: Option<Spread>,
    /// 约: the truth is near the value.
    pub approximate: Option<Spread>,
}

/// A distribution of relative errors. For a bound (at least, at most) it lies wholly on the bound's other side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "distribution", rename_all = "snake_case", deny_unknown_fields)]
pub enum Spread {
    /// Normal; on one side, half-normal.
    Normal {
        /// Standard deviation as a share of the value.
        sd: f64,
    },
    /// Uniform within ± width; on one side, from the bound to width.
    Uniform {
        /// As a share of the value.
        width: f64,
    },
    /// Triangular within ± width, most likely at the value.
    Triangular {
        /// As a share of the value.
        width: f64,
    },
    /// Exponential (Laplace on both sides): most likely at the value, without end.
    Exponential {
        /// Mean distance as a share of the value.
        mean: f64,
    },
}

impl Spread {
    /// Its size as a share of the value.
    #[must_use]
    pub fn size(self) -> f64 {
        match self {
            Self::Normal { sd } => sd,
            Self::Uniform { width } | Self::Triangular { width } => width,
            Self::Exponential { mean } => mean,
        }
    }
}

impl DataNoise {
    /// Each kind of value and how far it may lie off.
    #[must_use]
    pub fn kinds(&self) -> [(&'static str, Option<Spread>); 9] {
        let Self {
            provisional,
            estimated,
            forecast,
            imputed,
            extracted,
            carried,
            at_least,
            at_most,
            approximate,
        } = *self;
        [
            ("provisional", provisional),
            ("estimated", estimated),
            ("forecast", forecast),
            ("imputed", imputed),
            ("extracted", extracted),
            ("carried", carried),
            ("at_least", at_least),
            ("at_most", at_most),
            ("approximate", approximate),
        ]
    }

    /// Whether any kind of value is uncertain.
    #[must_use]
    pub fn any(&self) -> bool {
        self.kinds().iter().any(|(_, spread)| spread.is_some())
    }
}
