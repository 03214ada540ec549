//! The figures that may be wrong, and what they might be instead.

use std::collections::BTreeMap;

use zhibiao_model::{
    framework::{DataNoise, Spread},
    qualifier::Qualifier,
    status::Status,
};

use super::assumptions::{error, excess};
use crate::{
    index::Index,
    matrix::{MISSING, Matrix, known},
    random::Random,
    table::Cell,
};

/// On which side of a value the truth lies.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Both,
    Above,
    Below,
}

/// A column with figures that may be wrong. Each is drawn once, whatever it is read for.
#[derive(Debug)]
pub(super) struct DoubtfulColumn {
    /// The indicator that it is.
    own: Option<usize>,
    /// Indicators that are divided by it.
    over: Vec<usize>,
    cells: Vec<Doubtful>,
}

/// A figure that may be wrong, with its errors.
#[derive(Debug)]
struct Doubtful {
    row: usize,
    /// 1, −1, or 0 for a figure of zero, of which a share is nothing.
    sign: f64,
    errors: Vec<(Spread, Side)>,
}

impl DoubtfulColumn {
    pub(super) fn draw(&self, columns: &mut Matrix, random: &mut Random) {
        for cell in &self.cells {
            let factor = cell.factor(random);
            if let Some(leaf) = self.own {
                columns.column_mut(leaf)[cell.row] *= factor;
            }
            for leaf in &self.over {
                let value = &mut columns.column_mut(*leaf)[cell.row];
                // A denominator that comes out as zero is no denominator.
                *value = known(*value / factor).unwrap_or(MISSING);
            }
        }
    }
}

impl Doubtful {
    /// What the figure is multiplied with: x becomes x + |x|·error.
    fn factor(&self, random: &mut Random) -> f64 {
        let drawn = |(spread, side): &(Spread, Side)| match side {
            Side::Both => error(*spread, random),
            Side::Above => excess(*spread, random),
            Side::Below => -excess(*spread, random),
        };
        1.0 + self.sign * self.errors.iter().map(drawn).sum::<f64>()
    }
}

/// The figures that may be wrong, in a fixed order: of the indicators, then of what else they are divided by.
pub(super) fn doubtful(index: &Index<'_>, noise: &DataNoise) -> Vec<DoubtfulColumn> {
    let leaves = index.framework.leaves();
    if !noise.any() {
        return Vec::new();
    }
    let own: BTreeMap<&str, usize> = index.framework.indicators().zip(0..).collect();
    let mut over: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (leaf, denominator) in (0..).zip(leaves.iter().map(|leaf| &leaf.denominator)) {
        if let Some(denominator) = denominator {
            over.entry(&denominator.by).or_default().push(leaf);
        }
    }
    let others = over.keys().filter(|by| !own.contains_key(*by)).copied();
    let read: Vec<&str> = index.framework.indicators().chain(others).collect();
    read.into_iter()
        .filter_map(|code| {
            let column = index.table.column(code)?;
            let (own, over) = (
                own.get(code).copied(),
                over.get(code).cloned().unwrap_or_default(),
            );
            let enters = |row: usize| {
                let mut leaves = own.iter().chain(&over);
                leaves.any(|leaf| index.denominated.value(row, *leaf).is_some())
            };
            let cell = |(row, unit): (usize, &usize)| {
                let cell = &column.cells[*unit];
                let value = cell.value().filter(|_| enters(row))?;
                Some(Doubtful {
                    row,
                    sign: if value == 0.0 { 0.0 } else { value.signum() },
                    errors: Some(errors(cell, noise)).filter(|errors| !errors.is_empty())?,
                })
            };
            let cells = index.units.iter().enumerate().filter_map(cell).collect();
            Some(DoubtfulColumn { own, over, cells })
        })
        .collect()
}

fn errors(cell: &Cell, noise: &DataNoise) -> Vec<(Spread, Side)> {
    let (bound, side) = match cell.figure.qualifier() {
        Qualifier::Exact => (None, Side::Both),
        Qualifier::AtLeast => (noise.at_least, Side::Above),
        Qualifier::AtMost => (noise.at_most, Side::Below),
        Qualifier::Approximate => (noise.approximate, Side::Both),
    };
    let status = match cell.figure.status() {
        Status::Provisional => noise.provisional,
        Status::Estimated => noise.estimated,
        Status::Imputed => noise.imputed,
        Status::Forecast => noise.forecast,
        Status::Normal | Status::Missing | Status::Break => None,
    };
    let extracted = noise.extracted.filter(|_| cell.extracted);
    let carried = noise.carried.filter(|_| cell.carried);
    let both = [status, extracted, carried]
        .into_iter()
        .flatten()
        .map(|spread| (spread, Side::Both));
    bound
        .map(|spread| (spread, side))
        .into_iter()
        .chain(both)
        .collect()
}
