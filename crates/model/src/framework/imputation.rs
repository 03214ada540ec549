//! Filling missing cells.

use serde::{Deserialize, Serialize};

/// How missing cells are filled. Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 3.
///
/// A cell for which a method has nothing to go by (an empty group, no earlier period, a regressor that is missing or
/// constant) stays missing, and the evaluation warns.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Imputation {
    /// They stay missing.
    #[default]
    None,
    /// By the mean of the units that have a value.
    Mean,
    /// By their median.
    Median,
    /// By the mean of the units of the same group.
    GroupMean {
        /// Which grouping of the units.
        by: String,
    },
    /// By the median of the units of the same group.
    GroupMedian {
        /// Which grouping of the units.
        by: String,
    },
    /// By the unit's latest earlier value.
    LastPeriod {
        /// Oldest value that is carried, in years.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_age: Option<f64>,
    },
    /// On the straight line through the unit's values nearest in time: the last before and the first after, or, where
    /// only one side has values, its nearest two.
    LinearInTime {
        /// Oldest value that is used, in years.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_age: Option<f64>,
    },
    /// By ordinary least squares on another column, fitted over the units that know both.
    Regression {
        /// Code of the other column; an indicator of the framework enters as denominated.
        on: String,
    },
}

impl Imputation {
    /// The grouping that it needs.
    #[must_use]
    pub fn grouping(&self) -> Option<&str> {
        match self {
            Self::GroupMean { by } | Self::GroupMedian { by } => Some(by),
            Self::None
            | Self::Mean
            | Self::Median
            | Self::LastPeriod { .. }
            | Self::LinearInTime { .. }
            | Self::Regression { .. } => None,
        }
    }

    /// The column that it needs.
    #[must_use]
    pub fn regressor(&self) -> Option<&str> {
        match self {
            Self::Regression { on } => Some(on),
            Self::None
            | Self::Mean
            | Self::Median
            | Self::GroupMean { .. }
            | Self::GroupMedian { .. }
            | Self::LastPeriod { .. }
            | Self::LinearInTime { .. } => None,
        }
    }

    /// Oldest value of another period that it goes by, in years: `Some(None)` for any, none when it goes by none.
    #[must_use]
    pub fn reads_past(&self) -> Option<Option<f64>> {
        match self {
            Self::LastPeriod { max_age } | Self::LinearInTime { max_age } => Some(*max_age),
            Self::None
            | Self::Mean
            | Self::Median
            | Self::GroupMean { .. }
            | Self::GroupMedian { .. }
            | Self::Regression { .. } => None,
        }
    }
}
