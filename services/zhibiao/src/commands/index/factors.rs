//! What may be uncertain about an index, as it is called.

use zhibiao_proto::compare::v1::Factor;

use crate::{text::Text, wire::word};

/// For machines.
pub(super) fn factor_word(factor: Factor) -> String {
    word(factor.as_str_name(), "FACTOR_")
}

/// For people.
pub(super) fn factor_text(factor: Factor) -> Text<'static> {
    match factor {
        Factor::Unspecified => Text::Nothing,
        Factor::Weights => Text::FactorWeights,
        Factor::Imputation => Text::FactorImputation,
        Factor::Treatment => Text::FactorTreatment,
        Factor::Normalisation => Text::FactorNormalisation,
        Factor::Aggregation => Text::FactorAggregation,
        Factor::LeaveOut => Text::FactorLeaveOut,
        Factor::Data => Text::FactorData,
    }
}
