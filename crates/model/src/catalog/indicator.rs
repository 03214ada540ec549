//! Indicators: defined measures.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    catalog::Names,
    formula::Formula,
    framework,
    ids::{DepartmentId, IndicatorCode, KindId},
    period::Frequency,
    unit::Unit,
};

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Higher.
    Up,
    /// Lower.
    Down,
    /// Neither.
    #[default]
    None,
}

impl Direction {
    /// As frameworks say it, in which one way is always better.
    #[must_use]
    pub fn of_framework(self) -> Option<framework::Direction> {
        match self {
            Self::Up => Some(framework::Direction::Up),
            Self::Down => Some(framework::Direction::Down),
            Self::None => None,
        }
    }
}

/// What kind of measure an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndicatorKind {
    /// Measured at a moment (存量).
    Stock,
    /// Measured over a period (流量).
    Flow,
    /// A ratio of two measures.
    Ratio,
    /// An index or score.
    Index,
}

/// The values an indicator can have, in its unit; open where `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
}

impl Range {
    /// Whether a value is possible.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.min.is_none_or(|min| min <= value) && self.max.is_none_or(|max| value <= max)
    }
}

/// A defined measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its permanent code.
    pub code: IndicatorCode,
    /// Names.
    pub names: Names,
    /// Unit that the hub keeps its values in.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// Kind of measure.
    pub kind: IndicatorKind,
    /// Theme.
    pub theme: String,
    /// Department that owns it.
    pub owner: Option<DepartmentId>,
    /// How often it is observed.
    pub frequency: Frequency,
    /// Values it can have.
    pub range: Range,
    /// Kinds of subject it is about; never empty.
    pub subject_kinds: BTreeSet<KindId>,
    /// How it follows from other indicators.
    pub formula: Option<Formula>,
    /// The indicator it breaks down.
    pub parent: Option<IndicatorCode>,
    /// Its place in that breakdown.
    pub dimensions: BTreeMap<String, String>,
    /// Definition in Chinese.
    pub definition_zh: String,
    /// Definition in English.
    pub definition_en: String,
    /// Further facts, such as `weight_source`.
    pub attributes: BTreeMap<String, String>,
    /// Version, counted from 1 with each change.
    pub version: u32,
}
