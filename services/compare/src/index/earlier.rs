//! Which earlier period a figure is of: carried as it was reported, or imputed by the last one that was.

use std::collections::BTreeMap;

use zhibiao_model::period::Period;
use zhibiao_proto::compare::v1::EarlierFigures;
use zhibiao_scoring::{Evaluation, Index, Stage};

use super::basis::{Basis, middle};

/// Cells of one earlier period, by their places in the tables of an answer.
#[derive(Debug, Default)]
struct Cells {
    carried: Vec<u32>,
    denominators: Vec<u32>,
    imputed: Vec<u32>,
}

/// The cells of an answer whose rows are these units, the last period first.
pub(super) fn of(
    basis: &Basis,
    index: &Index<'_>,
    evaluation: &Evaluation,
    rows: &[usize],
) -> Vec<EarlierFigures> {
    let mut by_period: BTreeMap<Period, Cells> = BTreeMap::new();
    for indicator in 0..evaluation.framework().indicators().len() {
        // Its own column, then that of its denominator.
        let made_of: Vec<usize> = index.columns_of(indicator).collect();
        for (place, row) in rows.iter().enumerate() {
            let cell = u32::try_from(indicator * rows.len() + place).unwrap_or(u32::MAX);
            let unit = index.places()[*row];
            let carried = |column: &usize| basis.carried.get(&(*column, unit)).copied();
            // Without a numerator there is no figure.
            if let (Some(_), [own, over @ ..]) = (evaluation.cell(Stage::Raw, *row, indicator), &made_of[..])
            {
                if let Some(period) = carried(own) {
                    by_period.entry(period).or_default().carried.push(cell);
                }
                if let Some(period) = over.first().and_then(carried) {
                    by_period.entry(period).or_default().denominators.push(cell);
                }
            }
            let imputed = index.imputed_from(evaluation, *row, indicator);
            if let Some(period) = imputed.and_then(|time| before(basis.period, time)) {
                by_period.entry(period).or_default().imputed.push(cell);
            }
        }
    }
    let told = |(period, cells): (Period, Cells)| EarlierFigures {
        period: period.to_string(),
        carried: cells.carried,
        imputed: cells.imputed,
        denominators: cells.denominators,
    };
    by_period.into_iter().rev().map(told).collect()
}

/// The period of the same length that lies before another and around a time.
fn before(period: Period, time: f64) -> Option<Period> {
    let earlier = (1..).map_while(|back| period.offset(-back));
    let mut earlier = earlier.take_while(|one| middle(*one) >= time);
    earlier.find(|one| middle(*one) == time)
}
