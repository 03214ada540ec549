//! How values of the domain stand in the tables.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use zhibiao_model::{
    observation::{Evidence, Figure, Place},
    period::{Frequency, Period},
    qualifier::Qualifier,
    revision::Revision,
    status::Status,
};

use zhibiao_proto::convert::columns::Row;

use crate::error::EngineError;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);
const SECONDS_A_DAY: i64 = 86_400;

/// Bits of a period's key that hold its frequency.
const FREQUENCY_BITS: u32 = 3;

/// A period as a number that sorts as periods do: its first day since 1970, then its frequency.
pub(crate) fn period_key(period: Period) -> i64 {
    let days = period.start().duration_since(EPOCH).as_secs() / SECONDS_A_DAY;
    let frequency = match period.frequency() {
        Frequency::Annual => 0,
        Frequency::Semiannual => 1,
        Frequency::Quarterly => 2,
        Frequency::Monthly => 3,
        Frequency::Weekly => 4,
        Frequency::Daily => 5,
    };
    (days << FREQUENCY_BITS) | frequency
}

/// The inverse of [`period_key`].
pub(crate) fn period(key: i64) -> Result<Period, EngineError> {
    let damaged = || EngineError::Damaged(format!("period key {key}"));
    let at = (key & ((1 << FREQUENCY_BITS) - 1)) as usize;
    let frequency = *Frequency::ALL.get(at).ok_or_else(damaged)?;
    let seconds = (key >> FREQUENCY_BITS) * SECONDS_A_DAY;
    let start = EPOCH
        .checked_add(jiff::SignedDuration::from_secs(seconds))
        .map_err(|_| damaged())?;
    Ok(Period::containing(start, frequency))
}

pub(crate) fn qualifier_code(qualifier: Qualifier) -> i64 {
    match qualifier {
        Qualifier::Exact => 0,
        Qualifier::AtLeast => 1,
        Qualifier::AtMost => 2,
        Qualifier::Approximate => 3,
    }
}

pub(crate) fn status_code(status: Status) -> i64 {
    match status {
        Status::Normal => 0,
        Status::Provisional => 1,
        Status::Estimated => 2,
        Status::Imputed => 3,
        Status::Missing => 4,
        Status::Forecast => 5,
        Status::Break => 6,
    }
}

/// What a cell says, from its value and the codes of its marks.
pub(crate) fn figure(value: Option<f64>, qualifier: i64, status: i64) -> Result<Figure, EngineError> {
    let Some(value) = value else {
        return Ok(Figure::missing());
    };
    let damaged = || EngineError::Damaged(format!("figure {value} with marks {qualifier}, {status}"));
    let at = |code: i64| usize::try_from(code).map_err(|_| damaged());
    let qualifier = *Qualifier::ALL.get(at(qualifier)?).ok_or_else(damaged)?;
    let status = *Status::ALL.get(at(status)?).ok_or_else(damaged)?;
    Figure::new(value, qualifier, status).map_err(|_| damaged())
}

pub(crate) fn revision(number: i64) -> Result<Revision, EngineError> {
    Revision::new(number).ok_or_else(|| EngineError::Damaged(format!("revision {number}")))
}

pub(crate) fn instant(microseconds: i64) -> Result<Timestamp, EngineError> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|_| EngineError::Damaged(format!("time {microseconds}")))
}

const CELL: u8 = 1;
const SPAN: u8 = 2;
const ROW: u8 = 3;

/// Writes evidence as kind, two or three numbers, and the excerpt to the end.
pub(crate) fn write_evidence(
    evidence: &Evidence,
    sheet_id: impl FnOnce(&Arc<str>) -> u32,
    bytes: &mut Vec<u8>,
) {
    bytes.clear();
    let Evidence { place, excerpt } = evidence;
    match place {
        Place::Cell { sheet, row, column } => {
            bytes.push(CELL);
            write_number(sheet_id(sheet).into(), bytes);
            write_number((*row).into(), bytes);
            write_number((*column).into(), bytes);
        }
        Place::Span { start, end } => {
            bytes.push(SPAN);
            write_number(*start, bytes);
            write_number(*end, bytes);
        }
        Place::Row { sequence, row } => {
            bytes.push(ROW);
            write_number(*sequence, bytes);
            write_number((*row).into(), bytes);
        }
    }
    bytes.extend(excerpt.as_bytes());
}

/// Reads what [`write_evidence`] wrote.
pub(crate) fn read_evidence(
    bytes: &[u8],
    sheet_name: impl FnOnce(u32) -> Option<Arc<str>>,
) -> Result<Evidence, EngineError> {
    let damaged = || EngineError::Damaged("evidence".to_owned());
    let (kind, mut rest) = bytes.split_first().ok_or_else(damaged)?;
    let mut number = || read_number(&mut rest).ok_or_else(damaged);
    let small = |number: u64| u32::try_from(number).map_err(|_| damaged());
    let place = match *kind {
        CELL => {
            let (sheet, row, column) = (small(number()?)?, small(number()?)?, small(number()?)?);
            Place::Cell {
                sheet: sheet_name(sheet).ok_or_else(damaged)?,
                row,
                column,
            }
        }
        SPAN => Place::Span {
            start: number()?,
            end: number()?,
        },
        ROW => Place::Row {
            sequence: number()?,
            row: small(number()?)?,
        },
        _ => return Err(damaged()),
    };
    let excerpt = std::str::from_utf8(rest).map_err(|_| damaged())?.to_owned();
    Ok(Evidence { place, excerpt })
}

/// The id of the sheet in what [`write_evidence`] wrote.
pub(crate) fn sheet_of(bytes: &[u8]) -> Result<Option<u32>, EngineError> {
    let damaged = || EngineError::Damaged("evidence".to_owned());
    match bytes.split_first().ok_or_else(damaged)? {
        (&CELL, mut rest) => {
            let number = read_number(&mut rest).ok_or_else(damaged)?;
            u32::try_from(number).map(Some).map_err(|_| damaged())
        }
        _ => Ok(None),
    }
}

/// The sheet that a row's evidence lies in.
pub(crate) fn sheet(row: &Row) -> Option<&Arc<str>> {
    match &row.evidence.as_ref()?.place {
        Place::Cell { sheet, .. } => Some(sheet),
        Place::Span { .. } | Place::Row { .. } => None,
    }
}

/// LEB128, as protobuf writes numbers.
fn write_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Ids in 32 bits, little endian.
pub(crate) fn write_ids(ids: &[u32]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.to_le_bytes()).collect()
}

/// Reads what [`write_ids`] wrote.
pub(crate) fn read_ids(bytes: &[u8]) -> Vec<u32> {
    let (ids, _) = bytes.as_chunks::<4>();
    ids.iter().map(|id| u32::from_le_bytes(*id)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_have_the_codes_of_their_order() {
        for (code, qualifier) in Qualifier::ALL.into_iter().enumerate() {
            assert_eq!(qualifier_code(qualifier), code as i64);
        }
        for (code, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status_code(status), code as i64);
        }
    }

    prop_compose! {
        fn any_period()(frequency in prop::sample::select(Frequency::ALL.to_vec()), days in -300_000..900_000_i64) -> Period {
            let date = EPOCH.checked_add(jiff::Span::new().days(days)).unwrap();
            Period::containing(date, frequency)
        }
    }

    proptest! {
        #[test]
        fn period_keys_sort_as_periods(a in any_period(), b in any_period()) {
            prop_assert_eq!(period(period_key(a)).unwrap(), a);
            prop_assert_eq!(period_key(a).cmp(&period_key(b)), a.cmp(&b));
        }

        #[test]
        fn numbers_survive(number: u64) {
            let mut bytes = Vec::new();
            write_number(number, &mut bytes);
            let mut rest = bytes.as_slice();
            prop_assert_eq!(read_number(&mut rest), Some(number));
            prop_assert!(rest.is_empty());
        }
    }
}
