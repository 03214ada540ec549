//! What a ranking is compared with.

use std::fmt::Display;

use zhibiao_model::period::{Frequency, Period};
use zhibiao_proto::{
    compare::v1::{Against, against},
    convert::consistency::ReadAt,
};

use crate::request::Reader;

/// What ranks are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Baseline {
    /// The same ranking at another period.
    Period(Period),
    /// The same ranking at another moment.
    Moment(ReadAt),
}

impl Baseline {
    /// Reads the baseline of a ranking of something that is observed so often; of something that is not known only what is
    /// wrong with a moment.
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        against: Option<Against>,
        of: Option<(impl Display, Frequency)>,
    ) -> Option<Self> {
        let Against { baseline } = against?;
        let Some(baseline) = baseline else {
            reader.faults.add(
                "against",
                "is empty: name a period or a moment, or leave `against` out",
            );
            return None;
        };
        match baseline {
            against::Baseline::Period(text) if text.is_empty() => {
                let wrong = "is empty: give a period, or leave `against` out";
                reader.faults.add("against.period", wrong);
                None
            }
            against::Baseline::Period(text) => {
                let Some((of, frequency)) = of else {
                    reader.any_period("against.period", &text);
                    return None;
                };
                let period = reader.period_of("against.period", &text, of, frequency);
                period.map(Self::Period)
            }
            against::Baseline::AsOf(as_of) => Some(Self::Moment(reader.moment("against", as_of))),
        }
    }
}
