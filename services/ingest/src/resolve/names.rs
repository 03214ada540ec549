//! Subjects and indicators by name.

use std::{collections::HashMap, sync::Arc};

use zhibiao_model::{
    catalog::{Indicator, Lookup},
    ids::{IndicatorCode, SubjectName, ZoneId},
    period::Period,
};

use crate::{
    atlas::Atlas,
    content::{TextId, Texts},
    finding::MAX_CANDIDATES,
};

/// What a report is about, each thing once.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// The subjects.
    pub(crate) subjects: Vec<SubjectName>,
    /// The indicators.
    pub(crate) indicators: Vec<Arc<Indicator>>,
    /// The periods.
    pub(crate) periods: Vec<Period>,
    subject_ids: HashMap<SubjectName, u32>,
    indicator_ids: HashMap<IndicatorCode, u32>,
    period_ids: HashMap<Period, u32>,
}

impl Keys {
    /// The index of a subject.
    pub(crate) fn subject(&mut self, name: &SubjectName) -> u32 {
        let next = number(self.subjects.len());
        *self.subject_ids.entry(name.clone()).or_insert_with(|| {
            self.subjects.push(name.clone());
            next
        })
    }

    /// The index of an indicator.
    pub(crate) fn indicator(&mut self, indicator: &Arc<Indicator>) -> u32 {
        let next = number(self.indicators.len());
        *self
            .indicator_ids
            .entry(indicator.code.clone())
            .or_insert_with(|| {
                self.indicators.push(Arc::clone(indicator));
                next
            })
    }

    /// The index of a period.
    pub(crate) fn period(&mut self, period: Period) -> u32 {
        let next = number(self.periods.len());
        *self.period_ids.entry(period).or_insert_with(|| {
            self.periods.push(period);
            next
        })
    }

    /// The index of a subject that is there.
    pub(crate) fn find_subject(&self, name: &SubjectName) -> Option<u32> {
        self.subject_ids.get(name).copied()
    }

    /// The index of an indicator that is there.
    pub(crate) fn find_indicator(&self, code: &IndicatorCode) -> Option<u32> {
        self.indicator_ids.get(code).copied()
    }

    /// The index of a period that is there.
    pub(crate) fn find_period(&self, period: Period) -> Option<u32> {
        self.period_ids.get(&period).copied()
    }
}

/// What a text named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// One thing: its index.
    Known(u32),
    /// Several: their resource names.
    Ambiguous(Vec<String>),
    /// Nothing.
    Unknown,
}

/// The subjects and indicators that the texts of a report name.
#[derive(Debug)]
pub(crate) struct Names {
    subjects: Vec<Named>,
    indicators: Vec<Named>,
    /// The zone of rows without a subject.
    zone: Option<u32>,
}

impl Names {
    /// Looks every text up once.
    pub(crate) fn resolve(
        subjects: &Texts,
        indicators: &Texts,
        zone: Option<&ZoneId>,
        atlas: &Atlas,
        keys: &mut Keys,
    ) -> Self {
        let subjects = subjects
            .meant()
            .map(|text| named(atlas.subject(text, zone), |name| Some(keys.subject(name))))
            .collect();
        let indicators = indicators
            .meant()
            .map(|text| {
                named(atlas.indicator(text), |code| {
                    atlas
                        .catalog
                        .indicator(code)
                        .map(|indicator| keys.indicator(indicator))
                })
            })
            .collect();
        let zone = zone.map(|zone| keys.subject(&SubjectName::from(zone)));
        Self {
            subjects,
            indicators,
            zone,
        }
    }

    /// What a row's subject is; `None` when neither the row nor the report says.
    pub(crate) fn subject(&self, text: TextId) -> Option<&Named> {
        self.subjects.get(text.index()?)
    }

    /// The subject of rows that name none.
    pub(crate) fn zone(&self) -> Option<u32> {
        self.zone
    }

    /// What a row's indicator is; `None` when the row does not say.
    pub(crate) fn indicator(&self, text: TextId) -> Option<&Named> {
        self.indicators.get(text.index()?)
    }
}

fn named<T: ToString>(lookup: Lookup<T>, index: impl FnOnce(&T) -> Option<u32>) -> Named {
    match lookup {
        Lookup::Found(item) => index(&item).map_or(Named::Unknown, Named::Known),
        Lookup::Ambiguous(several) => Named::Ambiguous(
            several
                .iter()
                .take(MAX_CANDIDATES)
                .map(ToString::to_string)
                .collect(),
        ),
        Lookup::Unknown => Named::Unknown,
    }
}

/// An index as keys hold it; a report has far fewer distinct things than `u32` counts.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
