//! From components to a score.

use zhibiao_model::framework::{Aggregation, Preference};

use super::NO_METHOD;
use crate::{
    catalog::v1::{self, aggregation::Method, promethee},
    convert::{Faults, InvalidMessage},
};

impl TryFrom<v1::Aggregation> for Aggregation {
    type Error = InvalidMessage;

    fn try_from(message: v1::Aggregation) -> Result<Self, InvalidMessage> {
        let v1::Aggregation { method } = message;
        let mut faults = Faults::default();
        let aggregation = match method {
            None => {
                faults.add("", NO_METHOD);
                None
            }
            Some(Method::Arithmetic(())) => Some(Self::Arithmetic),
            Some(Method::Geometric(())) => Some(Self::Geometric),
            Some(Method::Harmonic(())) => Some(Self::Harmonic),
            Some(Method::Power(v1::PowerMean { exponent })) => Some(Self::Power { exponent }),
            Some(Method::Median(())) => Some(Self::Median),
            Some(Method::Minimum(())) => Some(Self::Minimum),
            Some(Method::Copeland(())) => Some(Self::Copeland),
            Some(Method::Topsis(())) => Some(Self::Topsis),
            Some(Method::Vikor(v1::Vikor { v })) => Some(Self::Vikor {
                v: v.unwrap_or(Self::V),
            }),
            Some(Method::GreyRelational(v1::GreyRelational { rho })) => Some(Self::GreyRelational {
                rho: rho.unwrap_or(Self::RHO),
            }),
            Some(Method::Copras(())) => Some(Self::Copras),
            Some(Method::Edas(())) => Some(Self::Edas),
            Some(Method::PrometheeIi(v1::Promethee { preference })) => Some(Self::PrometheeIi {
                preference: preference.map(read).unwrap_or_default(),
            }),
            Some(Method::WeightedProduct(())) => Some(Self::WeightedProduct),
        };
        faults.give(aggregation)
    }
}

fn read(preference: promethee::Preference) -> Preference {
    match preference {
        promethee::Preference::Usual(()) => Preference::Usual,
        promethee::Preference::Range(()) => Preference::Range,
        promethee::Preference::Linear(v1::LinearPreference {
            indifference,
            preference,
        }) => Preference::Linear {
            indifference,
            preference,
        },
    }
}

impl From<&Aggregation> for v1::Aggregation {
    fn from(aggregation: &Aggregation) -> Self {
        let method = match aggregation {
            Aggregation::Arithmetic => Method::Arithmetic(()),
            Aggregation::Geometric => Method::Geometric(()),
            Aggregation::Harmonic => Method::Harmonic(()),
            Aggregation::Power { exponent } => Method::Power(v1::PowerMean { exponent: *exponent }),
            Aggregation::Median => Method::Median(()),
            Aggregation::Minimum => Method::Minimum(()),
            Aggregation::Copeland => Method::Copeland(()),
            Aggregation::Topsis => Method::Topsis(()),
            Aggregation::Vikor { v } => Method::Vikor(v1::Vikor { v: Some(*v) }),
            Aggregation::GreyRelational { rho } => {
                Method::GreyRelational(v1::GreyRelational { rho: Some(*rho) })
            }
            Aggregation::Copras => Method::Copras(()),
            Aggregation::Edas => Method::Edas(()),
            Aggregation::PrometheeIi { preference } => {
                let preference = match preference {
                    Preference::Usual => promethee::Preference::Usual(()),
                    Preference::Range => promethee::Preference::Range(()),
                    Preference::Linear {
                        indifference,
                        preference,
                    } => promethee::Preference::Linear(v1::LinearPreference {
                        indifference: *indifference,
                        preference: *preference,
                    }),
                };
                Method::PrometheeIi(v1::Promethee {
                    preference: Some(preference),
                })
            }
            Aggregation::WeightedProduct => Method::WeightedProduct(()),
        };
        Self { method: Some(method) }
    }
}
