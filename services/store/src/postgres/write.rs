//! Writing a batch.
//!
//! Everything that takes time comes before the lock of the head: names get ids, the rows are staged, what stands in
//! their cells is looked up, the fragments are packed. Under the lock only what was committed meanwhile is looked at:
//! if that touched none of the batch's indicators, what was found still holds. Then a fixed number of statements moves
//! all rows at once. None of them depends on the number of rows.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use zhibiao_model::{
    observation::{CellKey, Figure},
    revision::Revision,
};
use zhibiao_postgres::{Parameters, Session};

use super::{
    Inner, arrival,
    head::{self, Effect, Next},
    log, sql,
    stage::{self, Rows},
    standing::{Standing, columns_of, indicators_of, known_columns, look_up, touched_since},
};
use crate::{
    cube::{Batch, Head, WriteError, Written},
    engine::{
        codec,
        fragment::FragmentWriter,
        keys::{Key, keys},
    },
    error::EngineError,
};

/// What becomes of a batch's rows.
#[derive(Debug, Default)]
struct Outcome {
    inserted: u64,
    revised: u64,
    unchanged: u64,
    touched: BTreeSet<u32>,
    fragments: Vec<Vec<u8>>,
}

/// Writes a batch on a session.
pub(super) async fn batch(
    inner: &Arc<Inner>,
    session: &Session,
    batch: &Batch,
) -> Result<Written, WriteError> {
    // The head first: whatever is committed after it, the same batch too, is looked at again under the lock.
    let seen = head::read(session).await?;
    if let Some(first) = earlier(inner, session, &batch.id, &batch.digest).await? {
        return Ok(first);
    }
    if seen.catalog != batch.catalog {
        return Err(WriteError::CatalogMoved(seen.catalog));
    }
    let rows = Arc::new(resolve(inner, session, batch).await?);
    session
        .batch_execute(stage::BEGIN)
        .await
        .map_err(EngineError::from)?;
    let written = in_transaction(inner, session, batch, rows, seen).await;
    if written.as_ref().is_ok_and(|written| !written.replayed) {
        return written;
    }
    if session.batch_execute("ROLLBACK").await.is_err() {
        session.give_up();
    }
    written
}

/// The answer of an earlier call with the same batch id.
pub(super) async fn earlier(
    inner: &Inner,
    session: &Session,
    id: &str,
    digest: &[u8; 32],
) -> Result<Option<Written>, WriteError> {
    let Some((found, written)) = find(inner, session, id).await? else {
        return Ok(None);
    };
    if found == digest {
        Ok(Some(written))
    } else {
        Err(WriteError::ContentDiffers(written.revision))
    }
}

async fn find(inner: &Inner, session: &Session, id: &str) -> Result<Option<(Vec<u8>, Written)>, EngineError> {
    let select = session.prepare_cached(sql::EARLIER).await?;
    let Some(row) = session.query_opt(&select, &[&id]).await? else {
        return Ok(None);
    };
    let touched: Vec<i32> = row.try_get(6)?;
    let count = |at: usize| -> Result<u64, EngineError> {
        Ok(u64::try_from(row.try_get::<_, i64>(at)?).unwrap_or(0))
    };
    let written = Written {
        revision: codec::revision(row.try_get(0)?)?,
        committed_at: codec::instant(row.try_get(1)?)?,
        inserted: count(3)?,
        revised: count(4)?,
        unchanged: count(5)?,
        replayed: true,
        touched: log::indicators(inner, session, &touched).await?,
    };
    Ok(Some((row.try_get(2)?, written)))
}

/// Sees to it that everything the rows refer to has an id.
async fn resolve(inner: &Arc<Inner>, session: &Session, batch: &Batch) -> Result<Rows, EngineError> {
    let columns = Arc::clone(&batch.columns);
    inner
        .names
        .indicators
        .learn_or_add(session, columns.indicators())
        .await?;
    inner
        .names
        .subjects
        .learn_or_add(session, columns.subjects())
        .await?;
    let provenances = inner
        .provenances
        .ids_or_add(session, columns.provenances())
        .await?;
    let names = Arc::clone(inner);
    let (rows, sheets) = blocking(move || {
        let id = |known: Option<u32>| known.unwrap_or_default();
        let keys = keys(
            &columns,
            |code| id(names.names.indicators.id(code)),
            |name| id(names.names.subjects.id(name)),
        );
        let sheets: HashSet<Arc<str>> = columns.rows().iter().filter_map(codec::sheet).cloned().collect();
        let rows = Rows {
            keys,
            columns,
            provenances,
        };
        (rows, sheets)
    })
    .await?;
    inner.names.sheets.learn_or_add(session, &sheets).await?;
    Ok(rows)
}

async fn in_transaction(
    inner: &Arc<Inner>,
    session: &Session,
    batch: &Batch,
    rows: Arc<Rows>,
    seen: Head,
) -> Result<Written, WriteError> {
    let indicators = indicators_of(&rows.keys);
    let known = inner
        .arrivals
        .settled(session, &indicators, seen.revision, arrival::PATIENCE, || {
            known_columns(session, &rows.keys)
        })
        .await?;
    let any_known = !known.is_empty();
    let pieces = {
        let (inner, rows) = (Arc::clone(inner), Arc::clone(&rows));
        let is_known = move |key: &Key| known.contains(&(key.indicator as i32, key.period as i32));
        blocking(move || stage::encode(&rows, &inner.names.sheets, is_known)).await?
    };
    stage::copy(session, pieces).await?;
    let mut standing = if any_known {
        look_up(inner, session, false).await?
    } else {
        Vec::new()
    };
    let mut clash = !standing.is_empty();
    let mut outcome = decide(batch, &rows, standing).await;

    let before = head::lock(session).await?;
    if before.revision > seen.revision {
        if let Some(first) = earlier(inner, session, &batch.id, &batch.digest).await? {
            return Ok(first);
        }
        if before.catalog != batch.catalog {
            return Err(WriteError::CatalogMoved(before.catalog));
        }
        if touched_since(session, seen.revision, &indicators).await? {
            let (at, patience) = (before.revision, arrival::PATIENCE_UNDER_LOCK);
            let look = || look_up(inner, session, true);
            standing = inner
                .arrivals
                .settled(session, &indicators, at, patience, look)
                .await?;
            clash = !standing.is_empty();
            outcome = decide(batch, &rows, standing).await;
        }
    }
    let outcome = outcome?;
    let next = Next::after(before, inner.clock.now())?;
    let unused = Unused::of(inner, &rows.keys);
    move_rows(inner, session, &rows.keys, &next, clash, &unused).await?;
    record(inner, session, batch, &next, &outcome).await?;
    let effect = Effect {
        inserted: outcome.inserted,
        revised: outcome.revised,
        catalog: false,
    };
    next.advance(session, effect, inner.retention).await?;
    session.batch_execute("COMMIT").await.map_err(EngineError::from)?;
    inner.names.indicators.note_used(&unused.indicators);
    inner.names.subjects.note_used(&unused.subjects);
    let touched: Vec<u32> = outcome.touched.into_iter().collect();
    let mut touched = inner.names.indicators.names(&touched)?;
    touched.sort_unstable();
    Ok(Written {
        revision: next.revision,
        committed_at: next.committed_at,
        inserted: outcome.inserted,
        revised: outcome.revised,
        unchanged: outcome.unchanged,
        replayed: false,
        touched,
    })
}

/// What becomes of each row, given what stands.
async fn decide(batch: &Batch, rows: &Arc<Rows>, standing: Vec<Standing>) -> Result<Outcome, WriteError> {
    let rows = Arc::clone(rows);
    let unchanged_since = batch.unchanged_since.map_or(i64::MAX, Revision::get);
    blocking(move || {
        let columns = rows.columns.as_ref();
        let mut stands: Vec<Option<(Figure, i64)>> = vec![None; columns.rows().len()];
        for (row, figure, revision) in standing {
            if let Some(slot) = stands.get_mut(row as usize) {
                *slot = Some((figure, revision));
            }
        }
        let mut outcome = Outcome::default();
        let mut fragments = FragmentWriter::new(columns);
        let mut changed: Vec<CellKey> = Vec::new();
        for key in &rows.keys {
            let row = &columns.rows()[key.row as usize];
            match stands[key.row as usize] {
                None => outcome.inserted += 1,
                Some((figure, _)) if figure == row.figure => {
                    outcome.unchanged += 1;
                    continue;
                }
                Some((_, revision)) if revision > unchanged_since => {
                    changed.push(columns.key(row));
                    continue;
                }
                Some(_) => outcome.revised += 1,
            }
            outcome.touched.insert(key.indicator);
            fragments.push(row);
        }
        if !changed.is_empty() {
            return Err(WriteError::CellsChanged(changed));
        }
        outcome.fragments = fragments.finish();
        Ok(outcome)
    })
    .await?
}

/// Names that the batch may be the first to refer to.
struct Unused {
    indicators: Vec<i32>,
    subjects: Vec<i32>,
}

impl Unused {
    fn of(inner: &Inner, keys: &[Key]) -> Self {
        let names = &inner.names;
        Self {
            indicators: names
                .indicators
                .not_known_to_be_used(keys.iter().map(|key| key.indicator)),
            subjects: names
                .subjects
                .not_known_to_be_used(keys.iter().map(|key| key.subject)),
        }
    }
}

/// Moves the staged rows into the cube, all at once.
async fn move_rows(
    inner: &Inner,
    session: &Session,
    keys: &[Key],
    next: &Next,
    clash: bool,
    unused: &Unused,
) -> Result<(), EngineError> {
    let revision = next.revision.get();
    let (indicators, periods) = columns_of(keys);
    let (insert, columns, use_indicators, use_subjects) = tokio::try_join!(
        biased;
        session.prepare_cached(if clash { sql::UPSERT } else { sql::INSERT }),
        session.prepare_cached(sql::ADD_PERIODS),
        session.prepare_cached(sql::USE_INDICATORS),
        session.prepare_cached(sql::USE_SUBJECTS),
    )?;
    if clash {
        let supersede = session.prepare_cached(&inner.statements.supersede).await?;
        session.execute(&supersede, &[&revision]).await?;
    }
    let inserts: Parameters<'_> = &[&revision];
    let of_columns: Parameters<'_> = &[&indicators, &periods, &revision];
    let used_indicators: Parameters<'_> = &[&unused.indicators];
    let used_subjects: Parameters<'_> = &[&unused.subjects];
    tokio::try_join!(
        biased;
        session.execute(&insert, inserts),
        session.execute(&columns, of_columns),
        session.execute(&use_indicators, used_indicators),
        session.execute(&use_subjects, used_subjects),
    )?;
    Ok(())
}

/// Writes the change-log row and the fragments, and notes what was touched.
async fn record(
    inner: &Inner,
    session: &Session,
    batch: &Batch,
    next: &Next,
    outcome: &Outcome,
) -> Result<(), EngineError> {
    let (record, cells) = tokio::try_join!(
        biased;
        session.prepare_cached(sql::RECORD),
        session.prepare_cached(sql::CELLS)
    )?;
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let (inserted, revised, unchanged) = (
        count(outcome.inserted),
        count(outcome.revised),
        count(outcome.unchanged),
    );
    let fragments = i32::try_from(outcome.fragments.len()).unwrap_or(i32::MAX);
    let touched: Vec<i32> = outcome.touched.iter().map(|id| *id as i32).collect();
    let (revision, committed_at) = (next.revision.get(), next.committed_at.as_microsecond());
    let digest = batch.digest.as_slice();
    let records: Parameters<'_> = &[
        &revision,
        &committed_at,
        &batch.id,
        &digest,
        &inserted,
        &revised,
        &unchanged,
        &fragments,
        &touched,
        &batch.traceparent,
    ];
    let of_cells: Parameters<'_> = &[&revision, &outcome.fragments];
    tokio::try_join!(
        biased;
        async { Ok(session.execute(&record, records).await?) },
        async { Ok(session.execute(&cells, of_cells).await?) },
        inner.arrivals.note(session, &touched, next.revision),
    )?;
    Ok(())
}

/// Runs what takes long on a thread that may.
async fn blocking<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> Result<T, EngineError> {
    tokio::task::spawn_blocking(run)
        .await
        .map_err(|error| EngineError::Failed(error.to_string()))
}
