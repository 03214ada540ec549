//! Filling missing cells.

use zhibiao_model::framework::Imputation;

use super::{NO_METHOD, code, resource};
use crate::{
    catalog::v1::{self, imputation::Method},
    convert::{Faults, InvalidMessage},
};

impl TryFrom<v1::Imputation> for Imputation {
    type Error = InvalidMessage;

    fn try_from(message: v1::Imputation) -> Result<Self, InvalidMessage> {
        let v1::Imputation { method } = message;
        let mut faults = Faults::default();
        let imputation = match method {
            None => {
                faults.add("", NO_METHOD);
                None
            }
            Some(Method::None(())) => Some(Self::None),
            Some(Method::Mean(())) => Some(Self::Mean),
            Some(Method::Median(())) => Some(Self::Median),
            Some(Method::GroupMean(v1::Grouping { by })) => Some(Self::GroupMean { by }),
            Some(Method::GroupMedian(v1::Grouping { by })) => Some(Self::GroupMedian { by }),
            Some(Method::LastPeriod(v1::Reach { max_age_years })) => Some(Self::LastPeriod {
                max_age: max_age_years,
            }),
            Some(Method::LinearInTime(v1::Reach { max_age_years })) => Some(Self::LinearInTime {
                max_age: max_age_years,
            }),
            Some(Method::Regression(v1::Regressor { indicator })) => {
                code(&mut faults, "regression.indicator", &indicator).map(|on| Self::Regression { on })
            }
        };
        faults.give(imputation)
    }
}

impl From<&Imputation> for v1::Imputation {
    fn from(imputation: &Imputation) -> Self {
        let method = match imputation {
            Imputation::None => Method::None(()),
            Imputation::Mean => Method::Mean(()),
            Imputation::Median => Method::Median(()),
            Imputation::GroupMean { by } => Method::GroupMean(v1::Grouping { by: by.clone() }),
            Imputation::GroupMedian { by } => Method::GroupMedian(v1::Grouping { by: by.clone() }),
            Imputation::LastPeriod { max_age } => Method::LastPeriod(v1::Reach {
                max_age_years: *max_age,
            }),
            Imputation::LinearInTime { max_age } => Method::LinearInTime(v1::Reach {
                max_age_years: *max_age,
            }),
            Imputation::Regression { on } => Method::Regression(v1::Regressor {
                indicator: resource(on),
            }),
        };
        Self { method: Some(method) }
    }
}
