//! Indicators.

use std::collections::BTreeSet;

use zhibiao_model::{
    catalog::{Indicator, Range},
    formula::Formula,
    ids::KindId,
    unit::Unit,
};

use super::{
    Faults, InvalidMessage,
    catalog::{direction, frequency, indicator_kind, names},
    optional,
};
use crate::catalog::v1;

impl TryFrom<v1::Indicator> for Indicator {
    type Error = InvalidMessage;

    fn try_from(message: v1::Indicator) -> Result<Self, InvalidMessage> {
        let v1::Indicator {
            name,
            names: called,
            unit,
            direction: way,
            kind,
            theme,
            owner,
            frequency: often,
            min,
            max,
            subject_kinds,
            formula,
            parent,
            dimensions,
            definition_zh,
            definition_en,
            attributes,
            version,
        } = message;
        let mut faults = Faults::default();
        let code = faults.take(|| "name".into(), name.parse());
        let unit = faults.take(|| "unit".into(), Unit::parse(&unit));
        let way = faults.take(|| "direction".into(), direction(way));
        let kind = faults.take(|| "kind".into(), indicator_kind(kind));
        let owner = faults.take(|| "owner".into(), optional(&owner));
        let often = faults.take(|| "frequency".into(), frequency(often));
        let formula = if formula.trim().is_empty() {
            Ok(None)
        } else {
            Formula::parse(&formula).map(Some)
        };
        let formula = faults.take(|| "formula".into(), formula);
        let parent = faults.take(|| "parent".into(), optional(&parent));
        let kinds = kinds(&mut faults, &subject_kinds);
        let indicator = (|| {
            Some(Self {
                code: code?,
                names: names(called),
                unit: unit?,
                direction: way?,
                kind: kind?,
                theme,
                owner: owner?,
                frequency: often?,
                range: Range { min, max },
                subject_kinds: kinds,
                formula: formula?,
                parent: parent?,
                dimensions,
                definition_zh,
                definition_en,
                attributes,
                version,
            })
        })();
        faults.give(indicator)
    }
}

fn kinds(faults: &mut Faults, texts: &[String]) -> BTreeSet<KindId> {
    if texts.is_empty() {
        return BTreeSet::from([KindId::zones()]);
    }
    let read = |(i, text): (usize, &String)| faults.take(|| format!("subject_kinds[{i}]"), KindId::new(text));
    texts.iter().enumerate().filter_map(read).collect()
}

impl From<&Indicator> for v1::Indicator {
    fn from(indicator: &Indicator) -> Self {
        let Indicator {
            code,
            names,
            unit,
            direction,
            kind,
            theme,
            owner,
            frequency,
            range: Range { min, max },
            subject_kinds,
            formula,
            parent,
            dimensions,
            definition_zh,
            definition_en,
            attributes,
            version,
        } = indicator;
        Self {
            name: code.to_string(),
            names: Some(names.into()),
            unit: unit.symbol().to_owned(),
            direction: v1::Direction::from(*direction).into(),
            kind: v1::IndicatorKind::from(*kind).into(),
            theme: theme.clone(),
            owner: owner.as_ref().map(ToString::to_string).unwrap_or_default(),
            frequency: v1::Frequency::from(*frequency).into(),
            min: *min,
            max: *max,
            subject_kinds: subject_kinds.iter().map(ToString::to_string).collect(),
            formula: formula.as_ref().map(ToString::to_string).unwrap_or_default(),
            parent: parent.as_ref().map(ToString::to_string).unwrap_or_default(),
            dimensions: dimensions.clone(),
            definition_zh: definition_zh.clone(),
            definition_en: definition_en.clone(),
            attributes: attributes.clone(),
            version: *version,
        }
    }
}
