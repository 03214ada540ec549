//! Observations: what a subject's indicator was at a period, who says so, and where that stands.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    ids::{DepartmentId, IndicatorCode, SubjectName},
    period::Period,
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};

/// Names one cell of the cube.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The measure; leads the order, as it leads the cube's keys.
    pub indicator: IndicatorCode,
    /// The time.
    pub period: Period,
    /// What it is about.
    pub subject: SubjectName,
}

/// What a cell says: a finite value, or that the value is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    value: Option<f64>,
    qualifier: Qualifier,
    status: Status,
}

/// A value that can't be a figure.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum InvalidFigure {
    /// NaN or infinite.
    #[error("value is not a finite number")]
    NotFinite,
    /// A value of status missing.
    #[error("status missing carries no value: leave the value 0 or give another status")]
    MissingWithValue,
}

impl Figure {
    /// A value in the indicator's unit.
    ///
    /// # Errors
    /// When the value is not finite, or the status is missing.
    pub fn new(value: f64, qualifier: Qualifier, status: Status) -> Result<Self, InvalidFigure> {
        if !value.is_finite() {
            return Err(InvalidFigure::NotFinite);
        }
        if status == Status::Missing {
            return Err(InvalidFigure::MissingWithValue);
        }
        // -0 and 0 are one figure: two of them are no revision.
        Ok(Self {
            value: Some(value + 0.0),
            qualifier,
            status,
        })
    }

    /// Asked for and not available.
    #[must_use]
    pub fn missing() -> Self {
        Self {
            value: None,
            qualifier: Qualifier::Exact,
            status: Status::Missing,
        }
    }

    /// The value in the indicator's unit; `None` when it is missing.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.value
    }

    /// How the number was qualified.
    #[must_use]
    pub fn qualifier(&self) -> Qualifier {
        self.qualifier
    }

    /// What kind of figure it is.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }
}

/// Who says so: the report a value came from and how it got in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Provenance {
    /// Resource name of the report; empty for values written without one.
    pub report: String,
    /// Department that filed it.
    pub department: Option<DepartmentId>,
    /// Person or system that submitted it.
    pub submitter: String,
    /// Person who approved it; empty when approval is automatic.
    pub approver: String,
    /// Publication or file that the figure stands in.
    pub source: String,
    /// When the hub received it.
    pub received_at: Option<Timestamp>,
    /// Reviewer whose correction of prose it is; empty when it was read so.
    pub corrector: String,
}

impl Provenance {
    /// Longest text of a field, in characters.
    pub const MAX_TEXT: usize = 1_000;
}

/// Where a value stands in its report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The place.
    pub place: Place,
    /// What is written there; at most [`Evidence::MAX_EXCERPT`] characters.
    pub excerpt: String,
}

impl Evidence {
    /// Longest excerpt, in characters.
    pub const MAX_EXCERPT: usize = 200;
}

/// A place in a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// A cell of a sheet; row and column from 1, the sheet is empty for CSV.
    Cell {
        /// Name of the sheet.
        sheet: Arc<str>,
        /// Physical row.
        row: u32,
        /// Physical column; 1 is A.
        column: u32,
    },
    /// Bytes of a text, end exclusive.
    Span {
        /// First byte.
        start: u64,
        /// One past the last byte.
        end: u64,
    },
    /// A row of a structured batch.
    Row {
        /// Sequence of the batch, from 1.
        sequence: u64,
        /// Row in the batch, from 0.
        row: u32,
    },
}

/// A cell's content as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Which cell.
    pub key: CellKey,
    /// What it says.
    pub figure: Figure,
    /// Who says so.
    pub provenance: Option<Arc<Provenance>>,
    /// Where it stands.
    pub evidence: Option<Evidence>,
}

/// A value that a cell holds or held in the revisions `[from, until)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Vintage {
    /// What it says.
    pub figure: Figure,
    /// Revision that wrote it.
    pub from: Revision,
    /// Revision that superseded it; `None` while it is current.
    pub until: Option<Revision>,
    /// When `from` was committed.
    pub committed_at: Timestamp,
    /// Who says so.
    pub provenance: Option<Arc<Provenance>>,
    /// Where it stands.
    pub evidence: Option<Evidence>,
}

/// The letters of a column: 1 is `A`, 27 is `AA`; empty for 0.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(b'A' + u8::try_from(digit).unwrap_or(0));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_finite_or_missing() {
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(
                Figure::new(wrong, Qualifier::Exact, Status::Normal),
                Err(InvalidFigure::NotFinite)
            );
        }
        assert_eq!(
            Figure::new(1.0, Qualifier::Exact, Status::Missing),
            Err(InvalidFigure::MissingWithValue)
        );
        let zero = Figure::new(-0.0, Qualifier::Exact, Status::Normal).unwrap();
        assert!(zero.value().unwrap().is_sign_positive());
        assert_eq!(Figure::missing().value(), None);
    }

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (702, "ZZ"),
            (703, "AAA"),
            (16_384, "XFD"),
        ] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
