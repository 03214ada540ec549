//! Inserting rows many at a time: a statement's overhead is a good part of the cost of a row.

use std::sync::Arc;

use rusqlite::{CachedStatement, Transaction};
use zhibiao_model::revision::Revision;
use zhibiao_proto::convert::columns::Columns;

use super::names::{Additions, Names};
use crate::{
    engine::{codec, keys::Key},
    error::EngineError,
};

/// Rows that one statement inserts.
const ROWS: usize = 32;

/// Columns of `observation`.
const WIDTH: usize = 9;

const INSERT: &str = "INSERT INTO observation
    (indicator, period, subject, value, qualifier, status, revision, provenance, evidence) VALUES ";

/// What a batch's rows refer to.
pub(super) struct Context<'a> {
    pub(super) columns: &'a Columns,
    pub(super) names: &'a Names,
    pub(super) sheets: &'a mut Additions<Arc<str>>,
    /// Ids of the batch's provenances.
    pub(super) provenances: Vec<i64>,
    pub(super) revision: Revision,
}

/// Inserts rows into `observation`; the last ones when it is finished.
pub(super) struct Inserter<'a> {
    transaction: &'a Transaction<'a>,
    many: CachedStatement<'a>,
    pending: Vec<Key>,
    context: Context<'a>,
    evidence: Vec<u8>,
}

impl<'a> Inserter<'a> {
    pub(super) fn new(transaction: &'a Transaction<'a>, context: Context<'a>) -> Result<Self, EngineError> {
        let row = format!("({})", ["?"; WIDTH].join(", "));
        let many = transaction.prepare_cached(&format!("{INSERT}{}", [row.as_str(); ROWS].join(", ")))?;
        Ok(Self {
            transaction,
            many,
            pending: Vec::with_capacity(ROWS),
            context,
            evidence: Vec::new(),
        })
    }

    /// Adds a row of the batch, which must not be in the table.
    pub(super) fn insert(&mut self, key: &Key) -> Result<(), EngineError> {
        self.pending.push(*key);
        if self.pending.len() == ROWS {
            for (position, key) in self.pending.iter().enumerate() {
                self.context
                    .bind(&mut self.many, position, key, &mut self.evidence)?;
            }
            self.many.raw_execute()?;
            self.pending.clear();
        }
        Ok(())
    }

    /// Inserts what is left.
    pub(super) fn finish(mut self) -> Result<(), EngineError> {
        let one = format!("{INSERT}({})", ["?"; WIDTH].join(", "));
        let mut one = self.transaction.prepare_cached(&one)?;
        for key in &self.pending {
            self.context.bind(&mut one, 0, key, &mut self.evidence)?;
            one.raw_execute()?;
        }
        Ok(())
    }
}

impl Context<'_> {
    fn bind(
        &mut self,
        statement: &mut CachedStatement<'_>,
        position: usize,
        key: &Key,
        evidence: &mut Vec<u8>,
    ) -> Result<(), EngineError> {
        let row = &self.columns.rows()[key.row as usize];
        let first = position * WIDTH;
        statement.raw_bind_parameter(first + 1, key.indicator)?;
        statement.raw_bind_parameter(first + 2, key.period)?;
        statement.raw_bind_parameter(first + 3, key.subject)?;
        statement.raw_bind_parameter(first + 4, row.figure.value())?;
        statement.raw_bind_parameter(first + 5, codec::qualifier_code(row.figure.qualifier()))?;
        statement.raw_bind_parameter(first + 6, codec::status_code(row.figure.status()))?;
        statement.raw_bind_parameter(first + 7, self.revision.get())?;
        let provenance = row.provenance.and_then(|at| self.provenances.get(at as usize));
        statement.raw_bind_parameter(first + 8, provenance)?;
        match &row.evidence {
            None => statement.raw_bind_parameter(first + 9, rusqlite::types::Null)?,
            Some(place) => {
                let sheet = |name: &Arc<str>| self.names.sheets.id_or_add(name, self.sheets);
                codec::write_evidence(place, sheet, evidence);
                statement.raw_bind_parameter(first + 9, evidence.as_slice())?;
            }
        }
        Ok(())
    }
}
