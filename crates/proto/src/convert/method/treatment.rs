//! Treating outliers.

use zhibiao_model::framework::{Otherwise, Treatment};

use super::NO_METHOD;
use crate::{
    catalog::v1::{self, treatment::Method},
    convert::{Faults, InvalidMessage},
};

impl TryFrom<v1::Treatment> for Treatment {
    type Error = InvalidMessage;

    fn try_from(message: v1::Treatment) -> Result<Self, InvalidMessage> {
        let v1::Treatment { method } = message;
        let mut faults = Faults::default();
        let treatment = match method {
            None => {
                faults.add("", NO_METHOD);
                None
            }
            Some(Method::None(())) => Some(Self::None),
            Some(Method::Log(())) => Some(Self::Log),
            Some(Method::BoxCox(v1::BoxCox { lambda })) => Some(Self::BoxCox { lambda }),
            Some(Method::Winsorise(winsorisation)) => {
                let v1::Winsorisation {
                    max_points,
                    skew,
                    kurtosis,
                    otherwise: after,
                } = winsorisation;
                let after = faults.take(|| "winsorise.otherwise".into(), otherwise(after));
                after.map(|otherwise| Self::Winsorise {
                    max_points: max_points.map_or(Self::MAX_POINTS, |points| points as usize),
                    skew: skew.unwrap_or(Self::SKEW),
                    kurtosis: kurtosis.unwrap_or(Self::KURTOSIS),
                    otherwise,
                })
            }
        };
        faults.give(treatment)
    }
}

fn otherwise(number: i32) -> Result<Otherwise, &'static str> {
    match v1::AfterWinsorisation::try_from(number) {
        Ok(v1::AfterWinsorisation::Unspecified) => Ok(Otherwise::default()),
        Ok(v1::AfterWinsorisation::None) => Ok(Otherwise::None),
        Ok(v1::AfterWinsorisation::Log) => Ok(Otherwise::Log),
        Ok(v1::AfterWinsorisation::BoxCox) => Ok(Otherwise::BoxCox),
        Err(_) => Err("is none that this hub knows"),
    }
}

impl From<&Treatment> for v1::Treatment {
    fn from(treatment: &Treatment) -> Self {
        let method = match treatment {
            Treatment::None => Method::None(()),
            Treatment::Log => Method::Log(()),
            Treatment::BoxCox { lambda } => Method::BoxCox(v1::BoxCox { lambda: *lambda }),
            Treatment::Winsorise {
                max_points,
                skew,
                kurtosis,
                otherwise,
            } => {
                let otherwise = match otherwise {
                    Otherwise::None => v1::AfterWinsorisation::None,
                    Otherwise::Log => v1::AfterWinsorisation::Log,
                    Otherwise::BoxCox => v1::AfterWinsorisation::BoxCox,
                };
                Method::Winsorise(v1::Winsorisation {
                    max_points: Some(u32::try_from(*max_points).unwrap_or(u32::MAX)),
                    skew: Some(*skew),
                    kurtosis: Some(*kurtosis),
                    otherwise: otherwise.into(),
                })
            }
        };
        Self { method: Some(method) }
    }
}
