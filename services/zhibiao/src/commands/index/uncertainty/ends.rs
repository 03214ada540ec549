//! Where intervals of ranks end for people.

use zhibiao_proto::{
    catalog::v1::TieRule,
    compare::v1::{Overrides, Uncertainty},
};

use super::Row;
use crate::output::{grid::Cell, number};

/// How far ranks are apart: a half where those of ties are averaged. Only what-ifs say the rule; else the ranks tell it, and
/// where they don't, whole ones lie farther out.
pub(super) fn step(found: &Uncertainty) -> f64 {
    let overrides = found.manifest.as_ref().and_then(|one| one.overrides.as_ref());
    let is_averaged = match overrides.map_or(TieRule::Unspecified, Overrides::ties) {
        TieRule::Average => true,
        TieRule::Standard | TieRule::Dense => false,
        TieRule::Unspecified => {
            Row::all(found).any(|row| row.numbers()[1].is_some_and(|rank| rank.fract() != 0.0))
        }
    };
    if is_averaged { 0.5 } else { 1.0 }
}

/// An end of an interval of ranks. Between two ranks there is none: people read the one farther out, so that nine in ten draws
/// do lie within; machines get the quantile.
pub(super) fn bound(quantile: Option<f64>, step: f64, outward: fn(f64) -> f64) -> Cell {
    quantile.map_or(Cell::Empty, |rank| {
        Cell::Number(rank, number::figure(outward(rank / step) * step))
    })
}
