//! Indicators over something of the unit's size: per head, per area, per revenue.

use std::collections::BTreeMap;

use zhibiao_model::framework::Denominator;

use crate::{
    impute::Past,
    matrix::MISSING,
    table::{Column, Table},
};

/// A column over its denominator.
#[derive(Debug)]
pub(crate) struct Denominated {
    pub(crate) values: Vec<f64>,
    pub(crate) past: Vec<Past>,
    /// Rows of the period that have a value but no usable denominator.
    pub(crate) lost: Vec<usize>,
    /// Rows of the period that have a value over a negative one.
    pub(crate) negative: Vec<usize>,
}

/// A column's value for a unit at another time; a table has them in the order of unit and time.
fn at(column: &Column, unit: usize, time: f64) -> Option<f64> {
    let place = column
        .past
        .partition_point(|past| (past.unit, past.time) < (unit, time));
    let found = column.past.get(place)?;
    (found.unit == unit && found.time == time).then_some(found.value)
}

/// x/d·scale. Where the denominator is missing or zero the cell is missing; values of other periods go over the
/// denominator of the same time.
pub(crate) fn denominate(
    column: &Column,
    denominator: Option<&Denominator>,
    table: &Table,
    units: &[usize],
) -> Denominated {
    let rows: BTreeMap<usize, usize> = match column.past[..] {
        // The usual case, in which nobody has to be found again.
        [] => BTreeMap::new(),
        [..] => units.iter().enumerate().map(|(row, unit)| (*unit, row)).collect(),
    };
    let by = denominator.and_then(|denominator| Some((table.column(&denominator.by)?, denominator.scale)));
    let over = |value: f64, divisor: Option<f64>, scale: f64| {
        let quotient = value / divisor? * scale;
        quotient.is_finite().then_some(quotient)
    };
    let (mut lost, mut negative) = (Vec::new(), Vec::new());
    let values = units
        .iter()
        .enumerate()
        .map(|(row, unit)| match (column.cells[*unit].value(), by) {
            (Some(value), Some((by, scale))) => {
                let divisor = by.cells[*unit].value();
                if divisor.is_some_and(|divisor| divisor < 0.0) {
                    negative.push(row);
                }
                over(value, divisor, scale).unwrap_or_else(|| {
                    lost.push(row);
                    MISSING
                })
            }
            (value, None) => value.unwrap_or(MISSING),
            (None, _) => MISSING,
        })
        .collect();
    let mut past: Vec<Past> = column
        .past
        .iter()
        .filter_map(|value| {
            let unit = *rows.get(&value.unit)?;
            let result = match by {
                Some((by, scale)) => over(value.value, at(by, value.unit, value.time), scale)?,
                None => value.value,
            };
            Some(Past {
                unit,
                time: value.time,
                value: result,
            })
        })
        .collect();
    past.sort_by(|a, b| a.unit.cmp(&b.unit).then(a.time.total_cmp(&b.time)));
    Denominated {
        values,
        past,
        lost,
        negative,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, PastValue, Unit};

    /// Many enough that looking each of them up from the start would not end.
    const TIMES: usize = 400_000;

    #[test]
    fn other_periods_go_over_the_denominator_of_their_time() {
        let column = |code: &str, past: Vec<PastValue>| Column {
            code: code.to_owned(),
            cells: vec![Cell::plain(Some(6.0)), Cell::plain(Some(8.0))],
            past,
        };
        // The denominator lacks every third time, and stands in another order.
        let of = |unit: usize, time: usize, value: f64| PastValue {
            unit,
            time: time as f64,
            value,
        };
        let values = (0..TIMES).flat_map(|time| [0, 1].map(|unit| of(unit, time, time as f64)));
        let divisors = (0..TIMES).rev().filter(|time| time % 3 != 0);
        let divisors = divisors.flat_map(|time| [0, 1].map(|unit| of(unit, time, 2.0 + unit as f64)));
        let units = ["a", "b"].map(|code| Unit {
            code: code.to_owned(),
            ..Unit::default()
        });
        let columns = vec![column("x", values.collect()), column("d", divisors.collect())];
        let table = Table::new(units.to_vec(), 0.5, columns).unwrap();
        let by = Denominator {
            by: "d".to_owned(),
            scale: 6.0,
        };
        let found = denominate(table.column("x").unwrap(), Some(&by), &table, &[1, 0]);
        assert_eq!((found.values, found.lost), (vec![6.0, 6.0], Vec::new()));
        assert_eq!(found.past.len(), 2 * (TIMES - TIMES.div_ceil(3)));
        for Past { unit, time, value } in found.past {
            // The first row is the second unit's.
            let divisor = if unit == 0 { 3.0 } else { 2.0 };
            assert!(!(time as usize).is_multiple_of(3));
            assert_eq!(value, time / divisor * 6.0);
        }
    }
}
