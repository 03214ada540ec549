//! Totals rows: a total that names no subject of the catalogue checks its parts.

use std::collections::BTreeMap;

use zhibiao_model::{catalog::IndicatorKind, status::Status, unit::Unit};

use super::{
    Draft,
    groups::{Groups, Topic},
    rounding::{half_digit, noise},
    shown,
};
use crate::{
    content::{Part, Row},
    finding::{Check, Finding},
};

/// The values of one indicator and period in one table.
type Column = (u32, u32, u32);

impl Draft {
    /// Holds each total against the sum of its table's values, or of those since the total before it (小计).
    pub(super) fn check_totals(&mut self) {
        let totals = std::mem::take(&mut self.content.totals);
        if totals.is_empty() {
            return;
        }
        let mut columns: BTreeMap<Column, Vec<Row>> = BTreeMap::new();
        for total in &totals {
            columns.insert(column(total), Vec::new());
        }
        for row in self.content.rows.iter().filter(|row| !row.total && !row.blocked) {
            if let Some(parts) = columns.get_mut(&column(row)) {
                parts.push(*row);
            }
        }
        let mut before: BTreeMap<Column, u32> = BTreeMap::new();
        for total in &totals {
            let of = column(total);
            let after = before.insert(of, total.place.row).unwrap_or(0);
            if let Some(parts) = columns.get(&of) {
                self.check_total(total, parts, after);
            }
        }
        self.add_total_rows(&totals);
        self.content.totals = totals;
    }

    fn check_total(&mut self, total: &Row, parts: &[Row], after: u32) {
        let Some(indicator) = parts
            .first()
            .and_then(|part| part.cell)
            .map(|cell| cell.indicator)
        else {
            return;
        };
        let of = &self.keys.indicators[indicator as usize];
        let adds =
            matches!(of.kind, IndicatorKind::Stock | IndicatorKind::Flow) && !of.unit.dimension().is_one();
        if !adds || total.status == Status::Missing {
            return;
        }
        let unit = Unit::parse(self.content.units.text(total.unit)).unwrap_or_else(|_| of.unit.clone());
        let unit = if total.unit.index().is_some() {
            unit
        } else {
            of.unit.clone()
        };
        let Ok(stated) = unit.convert(total.value, &of.unit) else {
            return;
        };
        let all = sum(parts.iter());
        let since = sum(parts
            .iter()
            .filter(|part| part.place.row > after && part.place.row < total.place.row));
        let agrees = |(sum, exactness): (f64, f64)| {
            (sum - stated).abs() <= exactness + half_digit(stated) + noise(stated)
        };
        if agrees(all) || agrees(since) {
            return;
        }
        let position = self.content.position(total.place, Part::Value);
        let written = self.content.written(total.written);
        let finding = Finding::new(Check::TotalDiffers, position, written, 0)
            .fact("indicator", &of.names.zh)
            .fact("sum", format!("{} {}", shown(all.0), of.unit));
        self.findings.add(Check::TotalDiffers, || finding);
    }

    fn add_total_rows(&mut self, totals: &[Row]) {
        let mut groups = Groups::default();
        for (at, total) in totals.iter().enumerate() {
            groups.add(
                (
                    Topic::Subject,
                    Check::TotalRow,
                    total.subject.number(),
                    total.table,
                ),
                at,
            );
        }
        for ((_, check, ..), group) in groups.into_iter() {
            let total = &totals[group.first];
            let place = match self.content.subjects.place(total.subject) {
                place if place.row > 0 => place,
                _ => total.place,
            };
            let position = self.content.position(place, Part::Subject);
            let read = self.content.subjects.text(total.subject);
            let finding = Finding::new(check, position, read, 0).fact("count", group.count);
            self.findings.add(check, || finding);
        }
    }
}

fn column(row: &Row) -> Column {
    (row.table, row.indicator.number(), row.period.number())
}

/// The sum of values and how far rounding may have moved it.
fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> (f64, f64) {
    rows.filter(|row| row.status != Status::Missing)
        .fold((0.0, 0.0), |(sum, exactness), row| {
            (sum + row.value, exactness + half_digit(row.value))
        })
}
