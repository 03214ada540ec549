//! Evidence in columns.

use std::sync::Arc;

use zhibiao_model::observation::{Evidence, Place};

use super::Dictionary;
use crate::{
    convert::{
        Faults, InvalidMessage,
        cell::{cell_place, check_excerpt, row_place, span_place},
    },
    observation::v1,
};

/// Reads the evidence of `length` rows; empty when there is none at all.
///
/// # Errors
/// When a column has another length, or a place is none.
pub fn read(
    message: Option<v1::EvidenceColumns>,
    length: usize,
) -> Result<Vec<Option<Evidence>>, InvalidMessage> {
    let Some(v1::EvidenceColumns {
        kind,
        sheets,
        sheet,
        first,
        second,
        excerpt,
    }) = message
    else {
        return Ok(Vec::new());
    };
    let mut faults = Faults::default();
    for (name, other, may_be_empty) in [
        ("kind", kind.len(), false),
        ("sheet", sheet.len(), true),
        ("first", first.len(), false),
        ("second", second.len(), false),
        ("excerpt", excerpt.len(), true),
    ] {
        if other != length && !(may_be_empty && other == 0) {
            faults.add(
                name,
                format!("has {other} entries where the batch has {length} rows"),
            );
        }
    }
    if sheet.is_empty() && sheets.len() > 1 {
        faults.add("sheet", "may be empty only when there is at most one sheet");
    }
    faults.finish()?;

    let mut faults = Faults::default();
    let sheets: Vec<Arc<str>> = sheets.into_iter().map(Into::into).collect();
    let unnamed: Arc<str> = "".into();
    let mut excerpts = excerpt.into_iter();
    let rows = kind
        .iter()
        .zip(first.into_iter().zip(second))
        .enumerate()
        .map(|(i, (kind, (first, second)))| {
            let excerpt = excerpts.next().unwrap_or_default();
            faults.take(|| format!("excerpt[{i}]"), check_excerpt(&excerpt));
            let place = match v1::EvidenceKind::try_from(*kind) {
                Ok(v1::EvidenceKind::Unspecified) => return None,
                Ok(v1::EvidenceKind::Cell) => match sheet.get(i) {
                    Some(at) => sheets
                        .get(*at as usize)
                        .ok_or("names a sheet that the dictionary lacks"),
                    None => Ok(sheets.first().unwrap_or(&unnamed)),
                }
                .and_then(|sheet| cell_place(Arc::clone(sheet), first, second)),
                Ok(v1::EvidenceKind::Span) => span_place(first, second),
                Ok(v1::EvidenceKind::Row) => row_place(first, second),
                Err(_) => Err("is no kind of place that this hub knows"),
            };
            faults
                .take(|| format!("kind[{i}]"), place)
                .map(|place| Evidence { place, excerpt })
        })
        .collect();
    faults.finish()?;
    Ok(rows)
}

/// Writes the evidence of rows, one after the other, into columns.
#[derive(Debug, Default)]
pub struct EvidenceWriter {
    message: v1::EvidenceColumns,
    sheets: Dictionary<Arc<str>>,
    any: bool,
}

impl EvidenceWriter {
    /// Adds a row.
    pub fn push(&mut self, evidence: Option<&Evidence>) {
        let mut sheet_index = 0;
        let (kind, first, second, excerpt) = match evidence {
            None => (v1::EvidenceKind::Unspecified, 0, 0, ""),
            Some(Evidence { place, excerpt }) => {
                self.any = true;
                let (kind, first, second) = match place {
                    Place::Cell { sheet, row, column } => {
                        sheet_index = self.sheets.index(Arc::clone(sheet));
                        (v1::EvidenceKind::Cell, (*row).into(), (*column).into())
                    }
                    Place::Span { start, end } => (v1::EvidenceKind::Span, *start, *end),
                    Place::Row { sequence, row } => (v1::EvidenceKind::Row, *sequence, (*row).into()),
                };
                (kind, first, second, excerpt.as_str())
            }
        };
        self.message.kind.push(kind.into());
        self.message.sheet.push(sheet_index);
        self.message.first.push(first);
        self.message.second.push(second);
        self.message.excerpt.push(excerpt.to_owned());
    }

    /// The columns; `None` when no row had evidence.
    #[must_use]
    pub fn finish(self) -> Option<v1::EvidenceColumns> {
        let Self {
            mut message,
            sheets,
            any,
        } = self;
        message.sheets = sheets.into_entries().iter().map(ToString::to_string).collect();
        if message.sheets.len() < 2 {
            message.sheet.clear();
        }
        if message.excerpt.iter().all(String::is_empty) {
            message.excerpt.clear();
        }
        any.then_some(message)
    }
}
