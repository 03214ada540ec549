//! Why a unit's rank is another than it was: its own figures, a revision of the old ones, the method, its peers.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::shapley::{Game, shapley};
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

/// What became of the earlier edition's figures since.
#[derive(Debug, Clone, Copy)]
pub enum Since<'a> {
    /// Nothing that is looked into: no part falls to revision.
    Unrevised,
    /// The earlier period's figures as they stand now.
    Revised(&'a Table),
    /// Both editions are of one period: whatever changed in between is a revision, and nothing is a new figure.
    OnePeriod,
}

/// Explains a unit's rank in one edition against an earlier one, by Shapley values over the four causes: each is what
/// it brings on average over all orders in which they may come.
///
/// A mixture of the two editions may leave the unit without rank, as when a framework asks for an indicator of which the
/// other edition has no figure. There it counts as last of all units, so that the parts are defined for any two editions.
///
/// # Errors
/// As [`Index::new`] and [`Index::evaluate`] for the two editions, [`Error::Inapplicable`] when the unit has no rank in
/// one of them; [`Error::Limit`] for a mixture that is too large; [`Error::Cancelled`].
pub fn explain_movement(
    unit: &str,
    before: Edition<'_>,
    since: Since<'_>,
    after: Edition<'_>,
    run: &Run<'_>,
) -> Result<Movement, Error> {
    let codes: BTreeSet<&str> = [before.framework, after.framework]
        .into_iter()
        .flat_map(|framework| framework.form().reads().map(|(_, code)| code))
        .collect();
    let (old, new) = (complete(before.table, &codes)?, complete(after.table, &codes)?);
    let revised = match since {
        Since::Unrevised => None,
        Since::Revised(table) => Some(complete(table, &codes)?),
        Since::OnePeriod => Some(Cow::Borrowed(&*new)),
    };
    let rank = |own: bool, revision: bool, method: bool, peers: bool| {
        let earlier = revised.as_deref().filter(|_| revision).unwrap_or(&old);
        let later = match since {
            Since::Unrevised | Since::Revised(_) => &new,
            Since::OnePeriod => earlier,
        };
        let own = if own { later } else { earlier };
        let peers = if peers { later } else { earlier };
        let framework = if method { after.framework } else { before.framework };
        rank_of(unit, framework, (own, peers), run)
    };
    let (first, last) = (rank(false, false, false, false)?, rank(true, true, true, true)?);
    let causes = 4;
    let (parts, _) = shapley(causes, Game::Any, run, |present| {
        // Places gained are negative ranks.
        match rank(present[0], present[1], present[2], present[3]) {
            Ok(rank) => Ok(-rank),
            Err(Error::Inapplicable(_) | Error::Unranked(_)) => Ok(-last_place(unit, &old, &new)),
            Err(error) => Err(error),
        }
    })?;
    Ok(Movement {
        before: first,
        after: last,
        own: parts[0],
        revision: parts[1],
        method: parts[2],
        peers: parts[3],
    })
}

/// A table with a column for every code, so that either framework can be put on it: what it has no figures of is missing.
fn complete<'a>(table: &'a Table, codes: &BTreeSet<&str>) -> Result<Cow<'a, Table>, Error> {
    let absent: Vec<&str> = codes
        .iter()
        .copied()
        .filter(|code| table.column(code).is_none())
        .collect();
    if absent.is_empty() {
        return Ok(Cow::Borrowed(table));
    }
    let empty = absent.into_iter().map(|code| Column {
        code: code.to_owned(),
        cells: vec![Cell::plain(None); table.units().len()],
        past: Vec::new(),
    });
    let columns = table.columns().iter().cloned().chain(empty).collect();
    Table::new(table.units().to_vec(), table.time(), columns).map(Cow::Owned)
}

/// The place of a unit without rank: behind everybody in the larger of two tables, itself among them or not.
fn last_place(unit: &str, one: &Table, other: &Table) -> f64 {
    let places = |table: &Table| table.units().len() + usize::from(table.unit(unit).is_none());
    places(one).max(places(other)) as f64
}

fn rank_of(
    unit: &str,
    framework: &Framework,
    (own, peers): (&Table, &Table),
    run: &Run<'_>,
) -> Result<f64, Error> {
    let mixed;
    let table = if std::ptr::eq(own, peers) {
        peers
    } else {
        mixed = mix(unit, own, peers)?;
        &mixed
    };
    let index = Index::new(framework, table)?;
    let place = index.unit(unit)?;
    let evaluation = index.evaluate_until(&|_: u64, _: u64| run.progress.keep_going(0, 0))?;
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
