//! One scale for all columns.

use zhibiao_model::framework::{Bounds, Normalisation};

use super::NO_METHOD;
use crate::{
    catalog::v1::{self, normalisation::Method},
    convert::{Faults, InvalidMessage},
};

impl TryFrom<v1::Normalisation> for Normalisation {
    type Error = InvalidMessage;

    fn try_from(message: v1::Normalisation) -> Result<Self, InvalidMessage> {
        let v1::Normalisation { method } = message;
        let mut faults = Faults::default();
        let normalisation = match method {
            None => {
                faults.add("", NO_METHOD);
                None
            }
            Some(Method::MinMax(v1::MinMax {
                low,
                high,
                bounds: over,
            })) => {
                let over = faults.take(|| "min_max.bounds".into(), bounds(over));
                over.map(|bounds| Self::MinMax {
                    low,
                    high: high.unwrap_or(Self::HIGH),
                    bounds,
                })
            }
            Some(Method::ZScore(v1::ZScore {
                mean,
                spread,
                bounds: over,
            })) => {
                let over = faults.take(|| "z_score.bounds".into(), bounds(over));
                over.map(|bounds| Self::ZScore {
                    mean,
                    spread: spread.unwrap_or(Self::SPREAD),
                    bounds,
                })
            }
            Some(Method::Goalposts(posts)) => Some(goalposts(posts)),
            Some(Method::DistanceToTarget(v1::DistanceToTarget { target, uncapped })) => {
                Some(Self::DistanceToTarget {
                    target,
                    cap: !uncapped,
                })
            }
            Some(Method::DistanceToReference(v1::DistanceToReference { subject })) => {
                Some(Self::DistanceToReference { unit: subject })
            }
            Some(Method::FractionOfMaximum(())) => Some(Self::FractionOfMaximum),
            Some(Method::PercentileRank(())) => Some(Self::PercentileRank),
            Some(Method::Rank(())) => Some(Self::Rank),
            Some(Method::Borda(())) => Some(Self::Borda),
            Some(Method::Vector(())) => Some(Self::Vector),
            Some(Method::Sum(())) => Some(Self::Sum),
            Some(Method::Efficacy(v1::Efficacy {
                satisfactory,
                unacceptable,
                base,
                span,
            })) => Some(Self::Efficacy {
                satisfactory,
                unacceptable,
                base: base.unwrap_or(Self::BASE),
                span: span.unwrap_or(Self::SPAN),
            }),
            Some(Method::AsIs(())) => Some(Self::AsIs),
        };
        faults.give(normalisation)
    }
}

fn goalposts(posts: v1::Goalposts) -> Normalisation {
    let v1::Goalposts {
        lower,
        upper,
        low,
        high,
        log,
        uncapped,
    } = posts;
    Normalisation::Goalposts {
        lower,
        upper,
        low,
        high: high.unwrap_or(Normalisation::HIGH),
        log,
        cap: !uncapped,
    }
}

fn bounds(number: i32) -> Result<Bounds, &'static str> {
    match v1::Bounds::try_from(number) {
        Ok(v1::Bounds::Unspecified) => Ok(Bounds::default()),
        Ok(v1::Bounds::Period) => Ok(Bounds::Period),
        Ok(v1::Bounds::Panel) => Ok(Bounds::Panel),
        Err(_) => Err("are none that this hub knows"),
    }
}

fn bounds_message(bounds: Bounds) -> i32 {
    match bounds {
        Bounds::Period => v1::Bounds::Period,
        Bounds::Panel => v1::Bounds::Panel,
    }
    .into()
}

impl From<&Normalisation> for v1::Normalisation {
    fn from(normalisation: &Normalisation) -> Self {
        let method = match normalisation {
            Normalisation::MinMax { low, high, bounds } => Method::MinMax(v1::MinMax {
                low: *low,
                high: Some(*high),
                bounds: bounds_message(*bounds),
            }),
            Normalisation::ZScore { mean, spread, bounds } => Method::ZScore(v1::ZScore {
                mean: *mean,
                spread: Some(*spread),
                bounds: bounds_message(*bounds),
            }),
            Normalisation::Goalposts {
                lower,
                upper,
                low,
                high,
                log,
                cap,
            } => Method::Goalposts(v1::Goalposts {
                lower: *lower,
                upper: *upper,
                low: *low,
                high: Some(*high),
                log: *log,
                uncapped: !cap,
            }),
            Normalisation::DistanceToTarget { target, cap } => {
                Method::DistanceToTarget(v1::DistanceToTarget {
                    target: *target,
                    uncapped: !cap,
                })
            }
            Normalisation::DistanceToReference { unit } => {
                Method::DistanceToReference(v1::DistanceToReference {
                    subject: unit.clone(),
                })
            }
            Normalisation::FractionOfMaximum => Method::FractionOfMaximum(()),
            Normalisation::PercentileRank => Method::PercentileRank(()),
            Normalisation::Rank => Method::Rank(()),
            Normalisation::Borda => Method::Borda(()),
            Normalisation::Vector => Method::Vector(()),
            Normalisation::Sum => Method::Sum(()),
            Normalisation::Efficacy {
                satisfactory,
                unacceptable,
                base,
                span,
            } => Method::Efficacy(v1::Efficacy {
                satisfactory: *satisfactory,
                unacceptable: *unacceptable,
                base: Some(*base),
                span: Some(*span),
            }),
            Normalisation::AsIs => Method::AsIs(()),
        };
        Self { method: Some(method) }
    }
}
