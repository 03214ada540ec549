//! Observations, cell by cell.

use zhibiao_model::{
    observation::{CellKey, Figure, Observation},
    qualifier::Qualifier,
    status::Status,
};
use zhibiao_proto::{convert::columns::Columns, observation::v1::ObservationColumns};

/// A normal, exact value without source: `cell("revenue", "zones/east", "2023", 12.5)`. Change its fields for more.
///
/// # Panics
/// When a name, the period or the value is not well-formed.
#[must_use]
pub fn cell(indicator: &str, subject: &str, period: &str, value: f64) -> Observation {
    let key = || {
        Some(CellKey {
            indicator: format!("indicators/{indicator}").parse().ok()?,
            period: period.parse().ok()?,
            subject: subject.parse().ok()?,
        })
    };
    match (key(), Figure::new(value, Qualifier::Exact, Status::Normal)) {
        (Some(key), Ok(figure)) => Observation {
            key,
            figure,
            provenance: None,
            evidence: None,
        },
        (key, figure) => panic!("no cell: {indicator} {subject} {period}: {key:?} {figure:?}"),
    }
}

/// A cell that was asked for and is not available.
#[must_use]
pub fn missing(indicator: &str, subject: &str, period: &str) -> Observation {
    Observation {
        figure: Figure::missing(),
        ..cell(indicator, subject, period, 0.0)
    }
}

/// Cells as `WriteObservations` takes them.
#[must_use]
pub fn columns(cells: impl IntoIterator<Item = Observation>) -> ObservationColumns {
    ObservationColumns::from(&cells.into_iter().collect::<Columns>())
}
