//! Treating outliers.

use serde::{Deserialize, Serialize};

/// How outliers are treated. Source: OECD/JRC Handbook (2008), step 3, with the thresholds of the European Commission's
/// index audits (|skewness| 2, kurtosis 3.5; type-2 moments). Where the normalisation has the panel's bounds, a column is
/// treated together with its values of other periods, `max_points` counting over all of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Treatment {
    /// Columns stay as they are.
    #[default]
    None,
    /// While the column is an outlier's — |skewness| and kurtosis both over their thresholds — the outermost
    /// value on the side of the skew is pulled to the next one, at most `max_points` cells in all. When that does not
    /// do, the column as it was goes to `otherwise`; where the normalisation is given values in the indicator's unit, as
    /// goalposts are, the column stays on its scale, with a warning.
    Winsorise {
        /// Most cells that are pulled in.
        #[serde(default = "max_points")]
        max_points: usize,
        /// Threshold of the absolute skewness.
        #[serde(default = "skew")]
        skew: f64,
        /// Threshold of the excess kurtosis.
        #[serde(default = "kurtosis")]
        kurtosis: f64,
        /// What is done when winsorisation does not do.
        #[serde(default)]
        otherwise: Otherwise,
    },
    /// x → ln(x − min + 0.01·(max − min)), for every column. Keeps the order. Not together with a normalisation that is
    /// given values in the indicator's unit, and so for the next.
    Log,
    /// x → (x^λ − 1)/λ, or ln x for λ = 0, after a shift to positive values (x − min + 0.01·(max − min) where some are
    /// not positive). Keeps the order. Source: Box & Cox (1964).
    BoxCox {
        /// λ; else the one of greatest profile likelihood in −2…2.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lambda: Option<f64>,
    },
}

/// What follows when winsorisation does not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The column stays as it was, with a warning.
    None,
    /// [`Treatment::Log`], if the result passes; else the column stays as it was, with a warning.
    #[default]
    Log,
    /// [`Treatment::BoxCox`] in the same way.
    BoxCox,
}

impl Treatment {
    /// Most cells that winsorisation pulls in, unless it is said otherwise.
    pub const MAX_POINTS: usize = 5;
    /// Threshold of the absolute skewness, unless it is said otherwise.
    pub const SKEW: f64 = 2.0;
    /// Threshold of the excess kurtosis, unless it is said otherwise.
    pub const KURTOSIS: f64 = 3.5;

    /// Whether all figures are put on another scale, on which values given in the indicator's unit stand nowhere.
    #[must_use]
    pub fn changes_scale(&self) -> bool {
        match self {
            Self::None | Self::Winsorise { .. } => false,
            Self::Log | Self::BoxCox { .. } => true,
        }
    }

    /// The same without what would put figures on another scale after winsorisation: [`Otherwise::None`] follows.
    #[must_use]
    pub fn keeping_scale(&self) -> Self {
        match self {
            Self::Winsorise {
                max_points,
                skew,
                kurtosis,
                otherwise: _,
            } => Self::Winsorise {
                max_points: *max_points,
                skew: *skew,
                kurtosis: *kurtosis,
                otherwise: Otherwise::None,
            },
            Self::None | Self::Log | Self::BoxCox { .. } => self.clone(),
        }
    }
}

fn max_points() -> usize {
    Treatment::MAX_POINTS
}

fn skew() -> f64 {
    Treatment::SKEW
}

fn kurtosis() -> f64 {
    Treatment::KURTOSIS
}
