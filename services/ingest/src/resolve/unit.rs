//! Units as an indicator takes them.

use zhibiao_model::unit::{InvalidUnit, Unit, UnitMismatch};

use super::FastMap;
use crate::content::{TextId, Texts};

/// How a value comes into the unit of its indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// It is in it.
    Same,
    /// It is multiplied and divided.
    Convert(Unit),
    /// The text is no unit.
    Unknown,
    /// It measures something else.
    Mismatch(UnitMismatch),
}

/// The units of a report.
#[derive(Debug)]
pub(crate) struct Units {
    units: Vec<Result<Unit, InvalidUnit>>,
    conversions: FastMap<(u32, u32), Conversion>,
}

impl Units {
    /// Reads every unit once.
    pub(crate) fn resolve(texts: &Texts) -> Self {
        Self {
            units: texts.iter().map(|(_, text)| Unit::parse(text)).collect(),
            conversions: FastMap::default(),
        }
    }

    /// How values with a unit come into that of an indicator, given by its index and unit.
    pub(crate) fn conversion(&mut self, text: TextId, indicator: u32, to: &Unit) -> &Conversion {
        let units = &self.units;
        self.conversions
            .entry((text.number(), indicator))
            .or_insert_with(|| match text.index().and_then(|at| units.get(at)) {
                None => Conversion::Same,
                Some(Err(_)) => Conversion::Unknown,
                Some(Ok(unit)) if unit == to => Conversion::Same,
                Some(Ok(unit)) => match unit.convert(1.0, to) {
                    Ok(_) => Conversion::Convert(unit.clone()),
                    Err(mismatch) => Conversion::Mismatch(mismatch),
                },
            })
    }
}
