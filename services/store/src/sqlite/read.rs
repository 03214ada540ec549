//! Reading cells as they were right after a revision.
//!
//! At the head the current values alone answer; before it, a cell's value is the current one if it was written by then,
//! else the superseded one in force then.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use jiff::Timestamp;
use rusqlite::{Row, named_params, params, types::ValueRef};
use zhibiao_model::{
    ids::SubjectName,
    observation::{Figure, Provenance, Vintage},
    period::Period,
    revision::Revision,
};

use super::{names::Names, provenance::Provenances, readers::Snapshot};
use crate::{
    cube::{Cells, Counts, Detail, History, Source},
    engine::{codec, order::Order},
    error::EngineError,
};

/// Queries of cells, at the head and before it.
struct Queries {
    series: &'static str,
    series_past: &'static str,
    column: &'static str,
    column_past: &'static str,
}

/// The queries with or without the columns of the source, which are most of a row.
macro_rules! queries {
    ($source:literal) => {
        Queries {
            series: concat!(
                "SELECT o.period, o.value, o.qualifier, o.status, o.revision", $source, "
                 FROM indicator_period p CROSS JOIN observation o
                 ON o.indicator = p.indicator AND o.period = p.period AND o.subject = :subject
                 WHERE p.indicator = :indicator
                 ORDER BY p.period"
            ),
            series_past: concat!(
                "SELECT o.period, o.value, o.qualifier, o.status, o.revision", $source, "
                 FROM indicator_period p CROSS JOIN observation o
                 ON o.indicator = p.indicator AND o.period = p.period AND o.subject = :subject
                 WHERE p.indicator = :indicator AND o.revision <= :at
                 UNION ALL
                 SELECT o.period, o.value, o.qualifier, o.status, o.revision", $source, "
                 FROM indicator_period p CROSS JOIN observation_past o
                 ON o.indicator = p.indicator AND o.period = p.period AND o.subject = :subject
                 WHERE p.indicator = :indicator AND o.revision <= :at AND o.until > :at
                 ORDER BY 1"
            ),
            column: concat!(
                "SELECT o.subject, o.value, o.qualifier, o.status, o.revision", $source, "
                 FROM observation o WHERE o.indicator = :indicator AND o.period = :period"
            ),
            column_past: concat!(
                "SELECT o.subject, o.value, o.qualifier, o.status, o.revision", $source, "
                 FROM observation o
                 WHERE o.indicator = :indicator AND o.period = :period AND o.revision <= :at
                 UNION ALL
                 SELECT o.subject, o.value, o.qualifier, o.status, o.revision", $source, "
                 FROM observation_past o
                 WHERE o.indicator = :indicator AND o.period = :period AND o.revision <= :at AND o.until > :at"
            ),
        }
    };
}

const FIGURES: Queries = queries!("");
const SOURCES: Queries = queries!(", o.provenance, o.evidence");

const HISTORY: &str = "
    SELECT o.period, o.value, o.qualifier, o.status, o.revision, o.provenance, o.evidence, NULL, l.committed_at
    FROM indicator_period p
    CROSS JOIN observation o ON o.indicator = p.indicator AND o.period = p.period AND o.subject = :subject
    CROSS JOIN change_log l ON l.revision = o.revision
    WHERE p.indicator = :indicator AND o.revision <= :at
    UNION ALL
    SELECT o.period, o.value, o.qualifier, o.status, o.revision, o.provenance, o.evidence, o.until, l.committed_at
    FROM indicator_period p
    CROSS JOIN observation_past o ON o.indicator = p.indicator AND o.period = p.period AND o.subject = :subject
    CROSS JOIN change_log l ON l.revision = o.revision
    WHERE p.indicator = :indicator AND o.revision <= :at
    ORDER BY 1, 5";

/// Where the columns that all these queries share begin.
const FIGURE: usize = 1;
const REVISION: usize = 4;
const SOURCE: usize = 5;

/// Reads rows of one query into cells.
pub(super) struct CellReader<'a> {
    pub(super) snapshot: &'a Snapshot<'a>,
    pub(super) names: &'a Names,
    pub(super) provenances: &'a Provenances,
    pub(super) at: Revision,
    pub(super) detail: Detail,
    pub(super) last_order: RefCell<Rc<Order>>,
}

impl CellReader<'_> {
    fn queries(&self) -> &'static Queries {
        match self.detail {
            Detail::Figures => &FIGURES,
            Detail::Sources => &SOURCES,
        }
    }

    /// A series, by the ids of its indicator and subject.
    pub(super) fn series(&self, indicator: u32, subject: u32) -> Result<Cells<Period>, EngineError> {
        let past = self.snapshot.is_past(self.at)?;
        let sql = if past {
            self.queries().series_past
        } else {
            self.queries().series
        };
        let mut statement = self.snapshot.transaction.prepare_cached(sql)?;
        let mut rows = if past {
            statement
                .query(named_params! { ":indicator": indicator, ":subject": subject, ":at": self.at.get() })?
        } else {
            statement.query(named_params! { ":indicator": indicator, ":subject": subject })?
        };
        let mut cells = Cells::default();
        while let Some(row) = rows.next()? {
            cells.keys.push(codec::period(row.get(0)?)?);
            self.push(row, &mut cells.figures, &mut cells.revisions, &mut cells.sources)?;
        }
        Ok(cells)
    }

    /// A column, by the id of its indicator.
    pub(super) fn column(&self, indicator: u32, period: Period) -> Result<Cells<SubjectName>, EngineError> {
        let past = self.snapshot.is_past(self.at)?;
        let sql = if past {
            self.queries().column_past
        } else {
            self.queries().column
        };
        let period = codec::period_key(period);
        let mut statement = self.snapshot.transaction.prepare_cached(sql)?;
        let mut rows = if past {
            statement
                .query(named_params! { ":indicator": indicator, ":period": period, ":at": self.at.get() })?
        } else {
            statement.query(named_params! { ":indicator": indicator, ":period": period })?
        };
        let mut ids = Vec::new();
        let (mut figures, mut revisions, mut sources) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            ids.push(row.get(0)?);
            self.push(row, &mut figures, &mut revisions, &mut sources)?;
        }
        let order = self.order(ids)?;
        Ok(order.cells(figures, revisions, sources))
    }

    fn order(&self, ids: Vec<u32>) -> Result<Rc<Order>, EngineError> {
        let mut last = self.last_order.borrow_mut();
        if !last.is_of(&ids) {
            let order = Order::new(ids, |ids| self.names.subjects.names(ids.iter().copied()))?;
            *last = Rc::new(order);
        }
        Ok(Rc::clone(&last))
    }

    /// A series with every value its cells held.
    pub(super) fn history(&self, indicator: u32, subject: u32) -> Result<History, EngineError> {
        self.snapshot.is_past(self.at)?;
        let mut statement = self.snapshot.transaction.prepare_cached(HISTORY)?;
        let mut rows = statement
            .query(named_params! { ":indicator": indicator, ":subject": subject, ":at": self.at.get() })?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            let Source { provenance, evidence } = self.source(row)?;
            let until: Option<i64> = row.get(7)?;
            let vintage = Vintage {
                figure: figure(row, FIGURE)?,
                from: codec::revision(row.get(REVISION)?)?,
                // What superseded it later is not known as of then.
                until: until
                    .map(codec::revision)
                    .transpose()?
                    .filter(|until| *until <= self.at),
                committed_at: codec::instant(row.get(8)?)?,
                provenance,
                evidence,
            };
            history.push((codec::period(row.get(0)?)?, vintage));
        }
        Ok(history)
    }

    fn push(
        &self,
        row: &Row<'_>,
        figures: &mut Vec<Figure>,
        revisions: &mut Vec<Revision>,
        sources: &mut Vec<Source>,
    ) -> Result<(), EngineError> {
        figures.push(figure(row, FIGURE)?);
        revisions.push(codec::revision(row.get(REVISION)?)?);
        if self.detail == Detail::Sources {
            sources.push(self.source(row)?);
        }
        Ok(())
    }

    fn source(&self, row: &Row<'_>) -> Result<Source, EngineError> {
        let id: Option<i64> = row.get(SOURCE)?;
        let provenance: Option<Arc<Provenance>> = id
            .map(|id| self.provenances.get(&self.snapshot.transaction, id))
            .transpose()?;
        let evidence = match row.get_ref(SOURCE + 1)? {
            ValueRef::Blob(bytes) => Some(codec::read_evidence(bytes, |sheet| {
                self.names.sheets.name(sheet)
            })?),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) => None,
        };
        Ok(Source { provenance, evidence })
    }
}

/// Reads the columns value, qualifier, status, which stand in this order from `first` on.
pub(super) fn figure(row: &Row<'_>, first: usize) -> Result<Figure, EngineError> {
    codec::figure(row.get(first)?, row.get(first + 1)?, row.get(first + 2)?)
}

/// The periods at which an indicator has or had values.
pub(super) fn periods(
    snapshot: &Snapshot<'_>,
    indicator: u32,
    at: Revision,
) -> Result<Vec<Period>, EngineError> {
    snapshot.is_past(at)?;
    let sql = "SELECT period FROM indicator_period WHERE indicator = ?1 AND revision <= ?2 ORDER BY period";
    let mut statement = snapshot.transaction.prepare_cached(sql)?;
    let mut rows = statement.query(params![indicator, at.get()])?;
    let mut periods = Vec::new();
    while let Some(row) = rows.next()? {
        periods.push(codec::period(row.get(0)?)?);
    }
    Ok(periods)
}

/// How many values there are.
pub(super) fn counts(snapshot: &Snapshot<'_>) -> Result<Counts, EngineError> {
    let sql = "SELECT observations, past FROM head WHERE id = 1";
    let mut statement = snapshot.transaction.prepare_cached(sql)?;
    Ok(statement.query_row([], |row| {
        Ok(Counts {
            observations: row.get(0)?,
            past: row.get(1)?,
        })
    })?)
}

/// The last revision committed at or before a time.
pub(super) fn revision_at(snapshot: &Snapshot<'_>, time: Timestamp) -> Result<Revision, EngineError> {
    let sql = "SELECT revision FROM change_log WHERE committed_at <= ?1
        ORDER BY committed_at DESC, revision DESC LIMIT 1";
    let mut statement = snapshot.transaction.prepare_cached(sql)?;
    let mut rows = statement.query(params![time.as_microsecond()])?;
    match rows.next()? {
        Some(row) => codec::revision(row.get(0)?),
        None => Ok(Revision::ZERO),
    }
}
