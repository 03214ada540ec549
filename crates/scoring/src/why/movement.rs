//! Why a unit's rank is another than it was: its own figures, a revision of the old ones, the method, its peers.

use std::collections::BTreeMap;

use super::shapley::shapley;
use crate::{
    fault::Error,
    framework::Framework,
    index::Index,
    run::Run,
    table::{Cell, Column, PastValue, Table},
};

/// A framework on a table: one edition of a ranking.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The method.
    pub framework: &'a Framework,
    /// The figures.
    pub table: &'a Table,
}

/// Why a rank changed. Positive parts are places gained; they add up to before − after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Movement {
    /// Rank in the earlier edition.
    pub before: f64,
    /// Rank in the later one.
    pub after: f64,
    /// By the unit's own new figures.
    pub own: f64,
    /// By what became of the earlier figures, its own and its peers', since that edition.
    pub revision: f64,
    /// By the framework.
    pub method: f64,
    /// By the peers' new figures, and by who is among them.
    pub peers: f64,
}

/// Explains a unit's rank in one edition against an earlier one, by Shapley values over the four causes: each is what
/// it brings on average over all orders in which they may come.
///
/// `revised` are the figures of the earlier edition as they stand now; without it no part falls to revision.
///
/// # Errors
/// As [`Index::new`] and [`Index::evaluate`], for any mixture of the two; [`Error::Inapplicable`] when the unit has no
/// rank in one of them; [`Error::Cancelled`].
pub fn explain_movement(
    unit: &str,
    before: Edition<'_>,
    revised: Option<&Table>,
    after: Edition<'_>,
    run: &Run<'_>,
) -> Result<Movement, Error> {
    let causes = 4;
    let rank = |own: bool, revision: bool, method: bool, peers: bool| {
        let earlier = revised.filter(|_| revision).unwrap_or(before.table);
        let own = if own { after.table } else { earlier };
        let peers = if peers { after.table } else { earlier };
        let framework = if method { after.framework } else { before.framework };
        rank_of(unit, framework, own, peers)
    };
    let (parts, _) = shapley(causes, run, |present| {
        // Places gained are negative ranks.
        rank(present[0], present[1], present[2], present[3]).map(|rank| -rank)
    })?;
    Ok(Movement {
        before: rank(false, false, false, false)?,
        after: rank(true, true, true, true)?,
        own: parts[0],
        revision: parts[1],
        method: parts[2],
        peers: parts[3],
    })
}

fn rank_of(unit: &str, framework: &Framework, own: &Table, peers: &Table) -> Result<f64, Error> {
    let mixed;
    let table = if std::ptr::eq(own, peers) {
        peers
    } else {
        mixed = mix(unit, own, peers)?;
        &mixed
    };
    let index = Index::new(framework, table)?;
    let place = index.unit(unit)?;
    let evaluation = index.evaluate()?;
    let rank = evaluation.rank(place, evaluation.root());
    rank.ok_or_else(|| Error::inapplicable("unit", format!("`{unit}` has no rank")))
}

/// A unit's figures from one table among the other units of another. A column that the unit's table lacks is missing
/// for it; one that only that table has is left out.
fn mix(unit: &str, own: &Table, peers: &Table) -> Result<Table, Error> {
    let from = own
        .unit(unit)
        .ok_or_else(|| Error::inapplicable("unit", format!("`{unit}` is not in the table")))?;
    let mut units = peers.units().to_vec();
    let place = peers.unit(unit).unwrap_or(units.len());
    let itself = own.units()[from].clone();
    if place < units.len() {
        units[place] = itself;
    } else {
        units.push(itself);
    }
    let sources: BTreeMap<&str, &Column> = own
        .columns()
        .iter()
        .map(|column| (column.code.as_str(), column))
        .collect();
    let columns = peers.columns().iter().map(|column| {
        let source = sources.get(column.code.as_str());
        let mut cells = column.cells.clone();
        cells.resize(units.len(), Cell::plain(None));
        cells[place] = source.map_or_else(|| Cell::plain(None), |source| source.cells[from]);
        let others = column.past.iter().filter(|past| past.unit != place).copied();
        let own_past = source
            .iter()
            .flat_map(|source| &source.past)
            .filter(|past| past.unit == from);
        let past = others
            .chain(own_past.map(|past| PastValue { unit: place, ..*past }))
            .collect();
        Column {
            code: column.code.clone(),
            cells,
            past,
        }
    });
    let columns = columns.collect();
    Table::new(units, peers.time(), columns)
}
