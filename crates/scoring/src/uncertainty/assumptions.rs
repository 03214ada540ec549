//! What is uncertain about an index, as its framework says.

use serde::{Deserialize, Serialize};

use crate::{
    aggregate::Aggregation, fault::Faults, framework::Direction, impute::Imputation,
    normalise::Normalisation, random::Random, treat::Treatment,
};

/// What is uncertain: each kind is a factor of the analysis. Anything left out is certain.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assumptions {
    /// Weights of all aggregates.
    pub weights: Option<WeightNoise>,
    /// Imputations that might as well have been taken, beside the framework's; each is equally likely.
    pub imputation: Vec<Imputation>,
    /// Treatments in the same way.
    pub treatment: Vec<Treatment>,
    /// Normalisations in the same way.
    pub normalisation: Vec<Normalisation>,
    /// Aggregations in the same way.
    pub aggregation: Vec<Aggregation>,
    /// Probability that one indicator, each as likely as the others, is left out.
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
    fn size(self) -> f64 {
        match self {
            Self::Normal { sd } => sd,
            Self::Uniform { width } | Self::Triangular { width } => width,
            Self::Exponential { mean } => mean,
        }
    }

    /// An error on both sides.
    pub(crate) fn error(self, random: &mut Random) -> f64 {
        match self {
            Self::Normal { sd } => sd * random.normal(),
            Self::Uniform { width } => width * (2.0 * random.uniform() - 1.0),
            Self::Triangular { width } => width * (random.uniform() - random.uniform()),
            Self::Exponential { mean } => mean * (random.exponential() - random.exponential()),
        }
    }

    /// An error on the upper side.
    pub(crate) fn excess(self, random: &mut Random) -> f64 {
        match self {
            Self::Exponential { mean } => mean * random.exponential(),
            Self::Uniform { width } => width * random.uniform(),
            Self::Normal { .. } | Self::Triangular { .. } => self.error(random).abs(),
        }
    }
}

impl WeightNoise {
    /// Other weights of the same sum; weights of zero stay zero.
    pub(crate) fn apply(self, weights: &mut [f64], random: &mut Random) {
        for weight in weights.iter_mut().filter(|weight| **weight > 0.0) {
            *weight = match self {
                Self::Share { share } => *weight * (1.0 + share * (2.0 * random.uniform() - 1.0)),
                Self::Dirichlet { concentration } => random.gamma(*weight * concentration),
            };
        }
        let sum: f64 = weights.iter().sum();
        // All of them can come out as zero when the concentration is tiny; then nothing is more likely than anything.
        if sum > 0.0 {
            weights.iter_mut().for_each(|weight| *weight /= sum);
        } else {
            let equal = 1.0 / weights.len() as f64;
            weights.fill(equal);
        }
    }
}

impl DataNoise {
    fn kinds(&self) -> [(&'static str, Option<Spread>); 9] {
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

    pub(crate) fn any(&self) -> bool {
        self.kinds().iter().any(|(_, spread)| spread.is_some())
    }
}

impl Assumptions {
    pub(crate) fn check(&self, path: &str, faults: &mut Faults) {
        match self.weights {
            Some(WeightNoise::Share { share }) => {
                faults.check(
                    (0.0..=1.0).contains(&share),
                    &format!("{path}.weights.share"),
                    || format!("is {share}: give 0 to 1"),
                );
            }
            Some(WeightNoise::Dirichlet { concentration }) => {
                let fine = concentration > 0.0 && concentration <= 1e9;
                faults.check(fine, &format!("{path}.weights.concentration"), || {
                    format!("is {concentration}: give a positive number up to 1e9")
                });
            }
            None => {}
        }
        faults.check(
            (0.0..=1.0).contains(&self.leave_out),
            &format!("{path}.leave_out"),
            || format!("is {}: give a probability", self.leave_out),
        );
        for (at, method) in self.imputation.iter().enumerate() {
            method.check(&format!("{path}.imputation[{at}]"), faults);
        }
        for (at, method) in self.treatment.iter().enumerate() {
            method.check(&format!("{path}.treatment[{at}]"), faults);
        }
        for (at, method) in self.normalisation.iter().enumerate() {
            method.check(&format!("{path}.normalisation[{at}]"), Direction::Up, faults);
        }
        for (at, method) in self.aggregation.iter().enumerate() {
            method.check(&format!("{path}.aggregation[{at}]"), faults);
        }
        for (kind, spread) in self.data.kinds() {
            if let Some(spread) = spread {
                let size = spread.size();
                faults.check(size > 0.0 && size <= 10.0, &format!("{path}.data.{kind}"), || {
                    format!("has size {size}: give a positive share up to 10")
                });
            }
        }
    }
}
