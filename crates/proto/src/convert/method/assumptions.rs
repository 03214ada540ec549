//! What is uncertain about an index.

use zhibiao_model::framework::{Assumptions, DataNoise, Spread, WeightNoise};

use super::{alternatives, optional};
use crate::{
    catalog::v1::{self, spread, weight_noise},
    convert::{Faults, InvalidMessage},
};

/// What a distribution that is not said is told.
const NO_DISTRIBUTION: &str = "is empty: choose a distribution, or leave the field out";

impl TryFrom<v1::Assumptions> for Assumptions {
    type Error = InvalidMessage;

    fn try_from(message: v1::Assumptions) -> Result<Self, InvalidMessage> {
        let (assumptions, read) = assumptions_as_far(message);
        read.map(|()| assumptions)
    }
}

/// Assumptions as far as they can be read: fields that can't be are left out.
///
/// # Errors
/// Beside them, every field that can't be read.
pub fn assumptions_as_far(message: v1::Assumptions) -> (Assumptions, Result<(), InvalidMessage>) {
    let v1::Assumptions {
        weights,
        imputation,
        treatment,
        normalisation,
        aggregation,
        leave_out,
        data,
    } = message;
    let mut faults = Faults::default();
    let assumptions = Assumptions {
        weights: optional(&mut faults, "weights", weights),
        imputation: alternatives(&mut faults, "imputation", imputation),
        treatment: alternatives(&mut faults, "treatment", treatment),
        normalisation: alternatives(&mut faults, "normalisation", normalisation),
        aggregation: alternatives(&mut faults, "aggregation", aggregation),
        leave_out,
        data: optional(&mut faults, "data", data).unwrap_or_default(),
    };
    (assumptions, faults.finish())
}

impl From<&Assumptions> for v1::Assumptions {
    fn from(assumptions: &Assumptions) -> Self {
        let Assumptions {
            weights,
            imputation,
            treatment,
            normalisation,
            aggregation,
            leave_out,
            data,
        } = assumptions;
        Self {
            weights: weights.as_ref().map(Into::into),
            imputation: imputation.iter().map(Into::into).collect(),
            treatment: treatment.iter().map(Into::into).collect(),
            normalisation: normalisation.iter().map(Into::into).collect(),
            aggregation: aggregation.iter().map(Into::into).collect(),
            leave_out: *leave_out,
            data: data.any().then(|| data.into()),
        }
    }
}

impl TryFrom<v1::WeightNoise> for WeightNoise {
    type Error = InvalidMessage;

    fn try_from(message: v1::WeightNoise) -> Result<Self, InvalidMessage> {
        let v1::WeightNoise { distribution } = message;
        let mut faults = Faults::default();
        let noise = match distribution {
            None => {
                faults.add("", NO_DISTRIBUTION);
                None
            }
            Some(weight_noise::Distribution::Share(share)) => Some(Self::Share { share }),
            Some(weight_noise::Distribution::DirichletConcentration(concentration)) => {
                Some(Self::Dirichlet { concentration })
            }
        };
        faults.give(noise)
    }
}

impl From<&WeightNoise> for v1::WeightNoise {
    fn from(noise: &WeightNoise) -> Self {
        let distribution = match noise {
            WeightNoise::Share { share } => weight_noise::Distribution::Share(*share),
            WeightNoise::Dirichlet { concentration } => {
                weight_noise::Distribution::DirichletConcentration(*concentration)
            }
        };
        Self {
            distribution: Some(distribution),
        }
    }
}

impl TryFrom<v1::DataNoise> for DataNoise {
    type Error = InvalidMessage;

    fn try_from(message: v1::DataNoise) -> Result<Self, InvalidMessage> {
        let v1::DataNoise {
            provisional,
            estimated,
            forecast,
            imputed,
            extracted,
            carried,
            at_least,
            at_most,
            approximate,
        } = message;
        let mut faults = Faults::default();
        let noise = Self {
            provisional: optional(&mut faults, "provisional", provisional),
            estimated: optional(&mut faults, "estimated", estimated),
            forecast: optional(&mut faults, "forecast", forecast),
            imputed: optional(&mut faults, "imputed", imputed),
            extracted: optional(&mut faults, "extracted", extracted),
            carried: optional(&mut faults, "carried", carried),
            at_least: optional(&mut faults, "at_least", at_least),
            at_most: optional(&mut faults, "at_most", at_most),
            approximate: optional(&mut faults, "approximate", approximate),
        };
        faults.give(Some(noise))
    }
}

impl From<&DataNoise> for v1::DataNoise {
    fn from(noise: &DataNoise) -> Self {
        let DataNoise {
            provisional,
            estimated,
            forecast,
            imputed,
            extracted,
            carried,
            at_least,
            at_most,
            approximate,
        } = noise;
        let message = |spread: &Option<Spread>| spread.as_ref().map(v1::Spread::from);
        Self {
            provisional: message(provisional),
            estimated: message(estimated),
            forecast: message(forecast),
            imputed: message(imputed),
            extracted: message(extracted),
            carried: message(carried),
            at_least: message(at_least),
            at_most: message(at_most),
            approximate: message(approximate),
        }
    }
}

impl TryFrom<v1::Spread> for Spread {
    type Error = InvalidMessage;

    fn try_from(message: v1::Spread) -> Result<Self, InvalidMessage> {
        let v1::Spread { distribution } = message;
        let mut faults = Faults::default();
        let spread = match distribution {
            None => {
                faults.add("", NO_DISTRIBUTION);
                None
            }
            Some(spread::Distribution::NormalSd(sd)) => Some(Self::Normal { sd }),
            Some(spread::Distribution::UniformWidth(width)) => Some(Self::Uniform { width }),
            Some(spread::Distribution::TriangularWidth(width)) => Some(Self::Triangular { width }),
            Some(spread::Distribution::ExponentialMean(mean)) => Some(Self::Exponential { mean }),
        };
        faults.give(spread)
    }
}

impl From<&Spread> for v1::Spread {
    fn from(spread: &Spread) -> Self {
        let distribution = match spread {
            Spread::Normal { sd } => spread::Distribution::NormalSd(*sd),
            Spread::Uniform { width } => spread::Distribution::UniformWidth(*width),
            Spread::Triangular { width } => spread::Distribution::TriangularWidth(*width),
            Spread::Exponential { mean } => spread::Distribution::ExponentialMean(*mean),
        };
        Self {
            distribution: Some(distribution),
        }
    }
}
