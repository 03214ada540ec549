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
    /// Cells of the period that have a value but no usable denominator.
    pub(crate) lost: usize,
}

/// x/d·scale. Where the denominator is missing or zero the cell is missing; values of other periods go over the
/// denominator of the same time.
pub(crate) fn denominate(
    column: &Column,
    denominator: Option<&Denominator>,
    table: &Table,
    units: &[usize],
) -> Denominated {
    let rows: BTreeMap<usize, usize> = units.iter().enumerate().map(|(row, unit)| (*unit, row)).collect();
    let by = denominator.and_then(|denominator| Some((table.column(&denominator.by)?, denominator.scale)));
    let over = |value: f64, divisor: Option<f64>, scale: f64| {
        let quotient = value / divisor? * scale;
        quotient.is_finite().then_some(quotient)
    };
    let mut lost = 0;
    let values = units
        .iter()
        .map(|unit| match (column.cells[*unit].value(), by) {
            (Some(value), Some((by, scale))) => {
                over(value, by.cells[*unit].value(), scale).unwrap_or_else(|| {
                    lost += 1;
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
                Some((by, scale)) => {
                    let same = by
                        .past
                        .iter()
                        .find(|past| past.unit == value.unit && past.time == value.time)?;
                    over(value.value, Some(same.value), scale)?
                }
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
    Denominated { values, past, lost }
}
