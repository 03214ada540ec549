//! What a cell says besides its value: qualifier, status, provenance, evidence.

use std::sync::Arc;

use zhibiao_model::{
    observation::{Evidence, Figure, InvalidFigure, Place, Provenance, Vintage},
    period::Period,
    qualifier::Qualifier,
    status::Status,
};

use super::{Faults, InvalidMessage, from_timestamp, optional, to_timestamp};
use crate::observation::v1;

/// Reads a qualifier; not said is exact.
///
/// # Errors
/// When the number is none of the enumeration.
pub fn qualifier(number: i32) -> Result<Qualifier, &'static str> {
    match v1::Qualifier::try_from(number) {
        Ok(v1::Qualifier::Unspecified | v1::Qualifier::Exact) => Ok(Qualifier::Exact),
        Ok(v1::Qualifier::AtLeast) => Ok(Qualifier::AtLeast),
        Ok(v1::Qualifier::AtMost) => Ok(Qualifier::AtMost),
        Ok(v1::Qualifier::Approximate) => Ok(Qualifier::Approximate),
        Err(_) => Err("is no qualifier that this hub knows"),
    }
}

/// Reads a status; not said is normal.
///
/// # Errors
/// When the number is none of the enumeration.
pub fn status(number: i32) -> Result<Status, &'static str> {
    match v1::Status::try_from(number) {
        Ok(v1::Status::Unspecified | v1::Status::Normal) => Ok(Status::Normal),
        Ok(v1::Status::Provisional) => Ok(Status::Provisional),
        Ok(v1::Status::Estimated) => Ok(Status::Estimated),
        Ok(v1::Status::Imputed) => Ok(Status::Imputed),
        Ok(v1::Status::Missing) => Ok(Status::Missing),
        Ok(v1::Status::Forecast) => Ok(Status::Forecast),
        Ok(v1::Status::Break) => Ok(Status::Break),
        Err(_) => Err("is no status that this hub knows"),
    }
}

/// Reads a figure: the value of a missing one must be 0.
///
/// # Errors
/// When the value is not finite, or a missing one carries a value.
pub fn figure(value: f64, qualifier: Qualifier, status: Status) -> Result<Figure, InvalidFigure> {
    if status == Status::Missing {
        if value == 0.0 {
            Ok(Figure::missing())
        } else {
            Err(InvalidFigure::MissingWithValue)
        }
    } else {
        Figure::new(value, qualifier, status)
    }
}

impl From<Qualifier> for v1::Qualifier {
    fn from(qualifier: Qualifier) -> Self {
        match qualifier {
            Qualifier::Exact => Self::Exact,
            Qualifier::AtLeast => Self::AtLeast,
            Qualifier::AtMost => Self::AtMost,
            Qualifier::Approximate => Self::Approximate,
        }
    }
}

impl From<Status> for v1::Status {
    fn from(status: Status) -> Self {
        match status {
            Status::Normal => Self::Normal,
            Status::Provisional => Self::Provisional,
            Status::Estimated => Self::Estimated,
            Status::Imputed => Self::Imputed,
            Status::Missing => Self::Missing,
            Status::Forecast => Self::Forecast,
            Status::Break => Self::Break,
        }
    }
}

impl TryFrom<v1::Provenance> for Provenance {
    type Error = InvalidMessage;

    fn try_from(message: v1::Provenance) -> Result<Self, InvalidMessage> {
        let v1::Provenance {
            report,
            department,
            submitter,
            approver,
            source,
            received_at,
            corrector,
        } = message;
        let mut faults = Faults::default();
        for (field, text) in [
            ("report", &report),
            ("submitter", &submitter),
            ("approver", &approver),
            ("source", &source),
            ("corrector", &corrector),
        ] {
            if is_longer(text, Self::MAX_TEXT) {
                faults.add(field, "is longer than 1,000 characters: cut it");
            }
        }
        let department = faults.take(|| "department".into(), optional(&department));
        let received_at = faults.take(|| "received_at".into(), received_at.map(to_timestamp).transpose());
        let value = department.zip(received_at).map(|(department, received_at)| Self {
            report,
            department,
            submitter,
            approver,
            source,
            received_at,
            corrector,
        });
        faults.give(value)
    }
}

impl From<&Provenance> for v1::Provenance {
    fn from(provenance: &Provenance) -> Self {
        let Provenance {
            report,
            department,
            submitter,
            approver,
            source,
            received_at,
            corrector,
        } = provenance;
        Self {
            report: report.clone(),
            department: department.as_ref().map(ToString::to_string).unwrap_or_default(),
            submitter: submitter.clone(),
            approver: approver.clone(),
            source: source.clone(),
            received_at: received_at.map(from_timestamp),
            corrector: corrector.clone(),
        }
    }
}

impl TryFrom<v1::Evidence> for Evidence {
    type Error = InvalidMessage;

    fn try_from(message: v1::Evidence) -> Result<Self, InvalidMessage> {
        let v1::Evidence { place, excerpt } = message;
        let mut faults = Faults::default();
        let place = match place {
            None => {
                faults.add(
                    "place",
                    "is empty: say where the value stands, or leave the evidence out",
                );
                None
            }
            Some(v1::evidence::Place::Cell(v1::CellPlace { sheet, row, column })) => {
                let place = cell_place(sheet.into(), row.into(), column.into());
                faults.take(|| "place.cell".into(), place)
            }
            Some(v1::evidence::Place::Span(v1::TextSpan { start, end })) => {
                faults.take(|| "place.span".into(), span_place(start, end))
            }
            Some(v1::evidence::Place::Row(v1::BatchRow { sequence, row })) => {
                faults.take(|| "place.row".into(), row_place(sequence, row.into()))
            }
        };
        if let Err(error) = check_excerpt(&excerpt) {
            faults.add("excerpt", error);
        }
        faults.give(place.map(|place| Self { place, excerpt }))
    }
}

impl From<&Evidence> for v1::Evidence {
    fn from(evidence: &Evidence) -> Self {
        let Evidence { place, excerpt } = evidence;
        let place = match place {
            Place::Cell { sheet, row, column } => v1::evidence::Place::Cell(v1::CellPlace {
                sheet: sheet.to_string(),
                row: *row,
                column: *column,
            }),
            Place::Span { start, end } => v1::evidence::Place::Span(v1::TextSpan {
                start: *start,
                end: *end,
            }),
            Place::Row { sequence, row } => v1::evidence::Place::Row(v1::BatchRow {
                sequence: *sequence,
                row: *row,
            }),
        };
        Self {
            place: Some(place),
            excerpt: excerpt.clone(),
        }
    }
}

pub(super) fn cell_place(sheet: Arc<str>, row: u64, column: u64) -> Result<Place, &'static str> {
    match (u32::try_from(row), u32::try_from(column)) {
        (Ok(row @ 1..), Ok(column @ 1..)) => Ok(Place::Cell { sheet, row, column }),
        (_, _) => Err("rows and columns of a sheet are counted from 1 and fit 32 bits"),
    }
}

pub(super) fn span_place(start: u64, end: u64) -> Result<Place, &'static str> {
    if start <= end {
        Ok(Place::Span { start, end })
    } else {
        Err("ends before it begins: `end` is one past the last byte")
    }
}

pub(super) fn row_place(sequence: u64, row: u64) -> Result<Place, &'static str> {
    match (sequence, u32::try_from(row)) {
        (sequence @ 1.., Ok(row)) => Ok(Place::Row { sequence, row }),
        (_, _) => Err("batches are counted from 1, rows fit 32 bits"),
    }
}

pub(super) fn check_excerpt(excerpt: &str) -> Result<(), &'static str> {
    if is_longer(excerpt, Evidence::MAX_EXCERPT) {
        Err("is longer than 200 characters: cut it")
    } else {
        Ok(())
    }
}

/// Whether a text has more characters than it may; most are short, and counted at a glance.
fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().count() > most
}

/// A vintage as messages have it, with its period.
#[must_use]
pub fn vintage(period: Period, vintage: &Vintage) -> v1::Vintage {
    let Vintage {
        figure,
        from,
        until,
        committed_at,
        provenance,
        evidence,
    } = vintage;
    v1::Vintage {
        period: period.to_string(),
        value: figure.value(),
        qualifier: v1::Qualifier::from(figure.qualifier()).into(),
        status: v1::Status::from(figure.status()).into(),
        revision: from.get(),
        superseded_at: until.map_or(0, zhibiao_model::revision::Revision::get),
        committed_at: Some(from_timestamp(*committed_at)),
        provenance: provenance.as_deref().map(Into::into),
        evidence: evidence.as_ref().map(Into::into),
    }
}
