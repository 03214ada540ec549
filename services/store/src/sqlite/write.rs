//! Writing a batch: one transaction, rows in the order of the primary key.
//!
//! The rows of one column (indicator, period) are looked up together: not at all when the column is new, in one scan
//! when the batch covers much of it, one by one when it touches few of its cells.

use std::{collections::BTreeSet, sync::Arc};

use rusqlite::{OptionalExtension as _, Transaction, params};
use zhibiao_model::{
    ids::IndicatorCode,
    observation::{CellKey, Figure},
    revision::Revision,
};
use zhibiao_proto::convert::columns::Columns;

use super::{
    insert::{Context, Inserter},
    log,
    names::{Additions, Names},
    provenance::Provenances,
    read::figure,
    writer::{Commit, Effect, Writer},
};
use crate::{
    cube::{Batch, WriteError, Written},
    engine::{
        codec,
        fragment::FragmentWriter,
        keys::{Key, keys},
    },
    error::EngineError,
};

/// A column is scanned when the batch has at least one row for so many ids between its first and last subject.
const SCAN_SPARSITY: u32 = 8;

/// Ids that a batch adds to the dictionaries.
struct New {
    indicators: Additions<IndicatorCode>,
    subjects: Additions<zhibiao_model::ids::SubjectName>,
    sheets: Additions<Arc<str>>,
}

/// What became of the rows.
#[derive(Default)]
struct Tally {
    inserted: u64,
    revised: u64,
    unchanged: u64,
    touched: BTreeSet<u32>,
}

/// Writes a batch.
pub(super) fn batch(writer: &mut Writer, batch: &Batch) -> Result<Written, WriteError> {
    let names = Arc::clone(&writer.names);
    let commit = writer.begin()?;
    if let Some(first) = earlier(
        &commit.transaction,
        &names,
        &batch.id,
        &batch.digest,
        commit.before.revision,
    )? {
        return Ok(first);
    }
    if commit.before.catalog != batch.catalog {
        return Err(WriteError::CatalogMoved(commit.before.catalog));
    }
    let mut new = New {
        indicators: names.indicators.additions(),
        subjects: names.subjects.additions(),
        sheets: names.sheets.additions(),
    };
    let keys = keys(
        &batch.columns,
        |code| names.indicators.id_or_add(code, &mut new.indicators),
        |name| names.subjects.id_or_add(name, &mut new.subjects),
    );
    let mut rows = Rows::new(&commit, &names, batch, &mut new.sheets)?;
    for column in keys.chunk_by(|a, b| (a.indicator, a.period) == (b.indicator, b.period)) {
        rows.column(column)?;
    }
    let (tally, fragments) = rows.finish()?;
    names.indicators.store(&new.indicators, &commit.transaction)?;
    names.subjects.store(&new.subjects, &commit.transaction)?;
    names.sheets.store(&new.sheets, &commit.transaction)?;
    record(&commit, batch, &tally, &fragments)?;

    let (revision, committed_at) = (commit.revision, commit.committed_at);
    let effect = Effect {
        inserted: tally.inserted,
        revised: tally.revised,
        catalog: false,
    };
    let head = commit.finish(&effect)?;
    names.indicators.publish(new.indicators);
    names.subjects.publish(new.subjects);
    names.sheets.publish(new.sheets);
    writer.publish(head);
    let mut touched = names.indicators.names(tally.touched)?;
    touched.sort_unstable();
    Ok(Written {
        revision,
        committed_at,
        inserted: tally.inserted,
        revised: tally.revised,
        unchanged: tally.unchanged,
        replayed: false,
        touched,
    })
}

/// The answer of an earlier call with the same batch id, written up to a revision.
pub(super) fn earlier(
    transaction: &Transaction<'_>,
    names: &Names,
    id: &str,
    digest: &[u8; 32],
    at: Revision,
) -> Result<Option<Written>, WriteError> {
    let mut statement = transaction
        .prepare_cached(
            "SELECT revision, committed_at, digest, inserted, revised, unchanged, indicators
             FROM change_log WHERE batch_id = ?1 AND revision <= ?2",
        )
        .map_err(EngineError::from)?;
    let mut rows = statement
        .query(params![id, at.get()])
        .map_err(EngineError::from)?;
    let Some(row) = rows.next().map_err(EngineError::from)? else {
        return Ok(None);
    };
    let read = || -> Result<(Vec<u8>, Written), EngineError> {
        let mut touched = names
            .indicators
            .names(codec::read_ids(&row.get::<_, Vec<u8>>(6)?))?;
        touched.sort_unstable();
        let written = Written {
            revision: codec::revision(row.get(0)?)?,
            committed_at: codec::instant(row.get(1)?)?,
            inserted: row.get(3)?,
            revised: row.get(4)?,
            unchanged: row.get(5)?,
            replayed: true,
            touched,
        };
        Ok((row.get(2)?, written))
    };
    let (found, written) = read()?;
    if found == digest {
        Ok(Some(written))
    } else {
        Err(WriteError::ContentDiffers(written.revision))
    }
}

/// Writes the change-log row and the fragments.
fn record(
    commit: &Commit<'_>,
    batch: &Batch,
    tally: &Tally,
    fragments: &[Vec<u8>],
) -> Result<(), EngineError> {
    let mut cells = commit
        .transaction
        .prepare_cached("INSERT INTO change_cells (revision, fragment, cells) VALUES (?1, ?2, ?3)")?;
    for (number, fragment) in fragments.iter().enumerate() {
        cells.execute(params![commit.revision.get(), number, fragment])?;
    }
    let touched: Vec<u32> = tally.touched.iter().copied().collect();
    commit
        .transaction
        .prepare_cached("INSERT INTO change_log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
        .execute(params![
            commit.revision.get(),
            commit.committed_at.as_microsecond(),
            log::OBSERVATIONS,
            batch.id,
            batch.digest,
            tally.inserted,
            tally.revised,
            tally.unchanged,
            fragments.len(),
            codec::write_ids(&touched),
            batch.traceparent,
        ])?;
    Ok(())
}

/// Writes rows, column by column.
struct Rows<'a> {
    transaction: &'a Transaction<'a>,
    revision: Revision,
    columns: &'a Columns,
    inserter: Inserter<'a>,
    fragments: FragmentWriter<'a>,
    tally: Tally,
    /// Figures of the column at hand that stand already, by subject, with the revisions that wrote them.
    standing: Vec<(u32, Figure, i64)>,
    /// The last revision that may have written a cell which is revised.
    unchanged_since: i64,
    /// Cells that would be revised and were written after it.
    changed: Vec<CellKey>,
}

impl<'a> Rows<'a> {
    fn new(
        commit: &'a Commit<'_>,
        names: &'a Names,
        batch: &'a Batch,
        sheets: &'a mut Additions<Arc<str>>,
    ) -> Result<Self, EngineError> {
        let (transaction, columns) = (&commit.transaction, batch.columns.as_ref());
        let provenances = columns
            .provenances()
            .iter()
            .map(|provenance| Provenances::id_or_add(transaction, provenance))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            transaction,
            revision: commit.revision,
            columns,
            inserter: Inserter::new(
                transaction,
                Context {
                    columns,
                    names,
                    sheets,
                    provenances,
                    revision: commit.revision,
                },
            )?,
            fragments: FragmentWriter::new(columns),
            tally: Tally::default(),
            standing: Vec::new(),
            unchanged_since: batch.unchanged_since.map_or(i64::MAX, Revision::get),
            changed: Vec::new(),
        })
    }

    /// Writes the rows of one column; they are sorted by subject.
    fn column(&mut self, keys: &[Key]) -> Result<(), EngineError> {
        let Some(first) = keys.first() else {
            return Ok(());
        };
        let before = self.tally.inserted + self.tally.revised;
        self.standing.clear();
        if !self.is_new_column(first)? {
            self.look_up(keys)?;
        }
        let columns = self.columns;
        let mut standing = std::mem::take(&mut self.standing);
        let mut rest = standing.iter().peekable();
        for key in keys {
            while rest.next_if(|(subject, ..)| *subject < key.subject).is_some() {}
            let row = &columns.rows()[key.row as usize];
            match rest.next_if(|(subject, ..)| *subject == key.subject) {
                None => {
                    self.inserter.insert(key)?;
                    self.tally.inserted += 1;
                }
                Some((_, figure, _)) if *figure == row.figure => {
                    self.tally.unchanged += 1;
                    continue;
                }
                Some((.., revision)) if *revision > self.unchanged_since => {
                    self.changed.push(columns.key(row));
                    continue;
                }
                Some(_) => {
                    self.supersede(key)?;
                    self.inserter.insert(key)?;
                    self.tally.revised += 1;
                }
            }
            self.fragments.push(row);
        }
        standing.clear();
        self.standing = standing;
        if self.tally.inserted + self.tally.revised > before {
            self.tally.touched.insert(first.indicator);
        }
        Ok(())
    }

    /// Notes that the indicator has values at the period, and says whether it had none so far.
    fn is_new_column(&self, key: &Key) -> Result<bool, EngineError> {
        let sql = "INSERT INTO indicator_period (indicator, period, revision) VALUES (?1, ?2, ?3)
            ON CONFLICT DO NOTHING";
        let mut statement = self.transaction.prepare_cached(sql)?;
        Ok(statement.execute(params![key.indicator, key.period, self.revision.get()])? == 1)
    }

    fn look_up(&mut self, keys: &[Key]) -> Result<(), EngineError> {
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
            return Ok(());
        };
        let span = last.subject - first.subject + 1;
        if keys.len() as u64 * u64::from(SCAN_SPARSITY) >= u64::from(span) {
            let sql = "SELECT subject, value, qualifier, status, revision FROM observation
                WHERE indicator = ?1 AND period = ?2 AND subject BETWEEN ?3 AND ?4 ORDER BY subject";
            let mut statement = self.transaction.prepare_cached(sql)?;
            let mut rows = statement.query(params![
                first.indicator,
                first.period,
                first.subject,
                last.subject
            ])?;
            while let Some(row) = rows.next()? {
                self.standing.push((row.get(0)?, figure(row, 1)?, row.get(4)?));
            }
            return Ok(());
        }
        let sql = "SELECT subject, value, qualifier, status, revision FROM observation
            WHERE indicator = ?1 AND period = ?2 AND subject = ?3";
        let mut statement = self.transaction.prepare_cached(sql)?;
        for key in keys {
            let found = statement
                .query_row(params![key.indicator, key.period, key.subject], |row| {
                    Ok((row.get(0)?, figure(row, 1), row.get(4)?))
                })
                .optional()?;
            if let Some((subject, figure, revision)) = found {
                self.standing.push((subject, figure?, revision));
            }
        }
        Ok(())
    }

    /// Moves the value in force to the past.
    fn supersede(&self, key: &Key) -> Result<(), EngineError> {
        let ids = params![key.indicator, key.period, key.subject, self.revision.get()];
        let sql = "INSERT INTO observation_past
            (indicator, period, subject, value, qualifier, status, revision, until, provenance, evidence)
            SELECT indicator, period, subject, value, qualifier, status, revision, ?4, provenance, evidence
            FROM observation WHERE indicator = ?1 AND period = ?2 AND subject = ?3";
        self.transaction.prepare_cached(sql)?.execute(ids)?;
        let sql = "DELETE FROM observation WHERE indicator = ?1 AND period = ?2 AND subject = ?3";
        self.transaction
            .prepare_cached(sql)?
            .execute(params![key.indicator, key.period, key.subject])?;
        Ok(())
    }

    fn finish(self) -> Result<(Tally, Vec<Vec<u8>>), WriteError> {
        if !self.changed.is_empty() {
            return Err(WriteError::CellsChanged(self.changed));
        }
        self.inserter.finish()?;
        Ok((self.tally, self.fragments.finish()))
    }
}
