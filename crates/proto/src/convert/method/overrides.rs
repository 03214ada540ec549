//! What-ifs.

use zhibiao_model::framework::Overrides;

use super::{component, optional};
use crate::{
    catalog::v1::TieRule,
    compare::v1,
    convert::{Faults, InvalidMessage, catalog},
};

impl TryFrom<v1::Overrides> for Overrides {
    type Error = InvalidMessage;

    fn try_from(message: v1::Overrides) -> Result<Self, InvalidMessage> {
        let (overrides, read) = overrides_as_far(message);
        read.map(|()| overrides)
    }
}

/// What-ifs as far as they can be read: fields that can't be are left out.
///
/// # Errors
/// Beside them, every field that can't be read.
pub fn overrides_as_far(message: v1::Overrides) -> (Overrides, Result<(), InvalidMessage>) {
    let v1::Overrides {
        weights,
        normalise,
        treat,
        impute,
        weighting,
        aggregation,
        ties,
    } = message;
    let mut faults = Faults::default();
    let overrides = Overrides {
        weights: weights
            .into_iter()
            .map(|(name, weight)| (component(&name), weight))
            .collect(),
        normalise: optional(&mut faults, "normalise", normalise),
        treat: optional(&mut faults, "treat", treat),
        impute: optional(&mut faults, "impute", impute),
        weighting: optional(&mut faults, "weighting", weighting),
        aggregation: optional(&mut faults, "aggregation", aggregation),
        ties: faults.take(|| "ties".into(), catalog::ties(ties)).flatten(),
    };
    (overrides, faults.finish())
}

impl From<&Overrides> for v1::Overrides {
    fn from(overrides: &Overrides) -> Self {
        let Overrides {
            weights,
            normalise,
            treat,
            impute,
            weighting,
            aggregation,
            ties,
        } = overrides;
        Self {
            weights: weights.clone(),
            normalise: normalise.as_ref().map(Into::into),
            treat: treat.as_ref().map(Into::into),
            impute: impute.as_ref().map(Into::into),
            weighting: weighting.as_ref().map(Into::into),
            aggregation: aggregation.as_ref().map(Into::into),
            ties: ties.map_or(TieRule::Unspecified, TieRule::from).into(),
        }
    }
}
