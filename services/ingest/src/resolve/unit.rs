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

/// Whether a unit counts in ten thousands or the like, such as 亿元: what it is divided by does not matter.
pub(crate) fn is_scaled(unit: &Unit) -> bool {
    let counted = unit.symbol().split('/').next().unwrap_or_default();
    // The thousand of 千克, 千米 and 千瓦时 is part of their name.
    let thousand = counted
        .strip_prefix('千')
        .is_some_and(|rest| !rest.starts_with(['克', '米', '瓦', '焦', '伏']));
    thousand
        || counted.contains(['万', '亿'])
        || counted.starts_with(['十', '百']) && !counted.starts_with("百分")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaled_units_are_told_from_names() {
        for text in ["亿元", "万人", "千元", "百万美元", "亿千瓦时", "万元/人"] {
            assert!(is_scaled(&Unit::parse(text).unwrap()), "{text}");
        }
        for text in ["元", "个", "千克", "千瓦时", "%", "百分点", "件/万人"] {
            assert!(!is_scaled(&Unit::parse(text).unwrap()), "{text}");
        }
    }
}
