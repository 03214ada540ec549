//! The catalogue's items.

use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    revision::Revision,
};
use zhibiao_postgres::{Parameters, Session};

use super::{
    Inner,
    head::{self, Effect, Next},
};
use crate::{
    catalog_log::{Record, Update, UpdateError},
    cube::Head,
    engine::codec,
    error::EngineError,
};

const LOAD: &str = "
    SELECT name, payload FROM catalog_item
    WHERE revision <= $1 AND (until IS NULL OR until > $1) ORDER BY name";
const CHANGED: &str = "SELECT coalesce(max(revision), 0) FROM change_log WHERE kind = 2 AND revision <= $1";
const END: &str = "UPDATE catalog_item SET until = $1 WHERE name = ANY($2) AND until IS NULL";
const PUT: &str = "
    INSERT INTO catalog_item (name, revision, until, payload)
    SELECT i.name, $1, NULL, i.payload FROM unnest($2::text[], $3::bytea[]) AS i (name, payload)";
const RECORD: &str = "INSERT INTO change_log VALUES ($1, $2, 2, NULL, NULL, 0, 0, 0, 0, '{}')";
const USED_INDICATORS: &str = "SELECT name FROM indicator WHERE name = ANY($1) AND used";
const USED_SUBJECTS: &str = "SELECT name FROM subject WHERE name = ANY($1) AND used";

/// The items in force right after a revision.
pub(super) async fn load(session: &Session, at: Revision) -> Result<Vec<Record>, EngineError> {
    let select = session.prepare_cached(LOAD).await?;
    let rows = session.query(&select, &[&at.get()]).await?;
    rows.iter()
        .map(|row| {
            Ok(Record {
                name: row.try_get(0)?,
                payload: row.try_get(1)?,
            })
        })
        .collect()
}

/// The last revision up to `at` that changed the catalogue.
pub(super) async fn catalog_revision(session: &Session, at: Revision) -> Result<Revision, EngineError> {
    let select = session.prepare_cached(CHANGED).await?;
    codec::revision(session.query_one(&select, &[&at.get()]).await?.try_get(0)?)
}

/// Makes a change.
pub(super) async fn update(inner: &Inner, session: &Session, update: &Update) -> Result<Head, UpdateError> {
    session.batch_execute("BEGIN").await.map_err(EngineError::from)?;
    let updated = in_transaction(inner, session, update).await;
    if updated.is_err() && session.batch_execute("ROLLBACK").await.is_err() {
        session.give_up();
    }
    updated
}

async fn in_transaction(inner: &Inner, session: &Session, update: &Update) -> Result<Head, UpdateError> {
    let before = head::lock(session).await?;
    if let Some(expected) = update.expected_head
        && expected != before.revision
    {
        return Err(UpdateError::HeadMoved(before.revision));
    }
    if update.base != before.catalog {
        return Err(UpdateError::CatalogMoved(before.catalog));
    }
    let referenced = referenced(session, &update.unused_subjects, &update.unused_indicators).await?;
    if !referenced.is_empty() {
        return Err(UpdateError::Referenced(referenced));
    }
    let next = Next::after(before, inner.clock.now())?;
    write(session, update, &next).await?;
    let effect = Effect {
        catalog: true,
        ..Effect::default()
    };
    let head = next.advance(session, effect, inner.retention).await?;
    session.batch_execute("COMMIT").await.map_err(EngineError::from)?;
    Ok(head)
}

async fn write(session: &Session, update: &Update, next: &Next) -> Result<(), EngineError> {
    let ended: Vec<&str> = update
        .remove
        .iter()
        .chain(update.put.iter().map(|record| &record.name))
        .map(String::as_str)
        .collect();
    let (names, payloads): (Vec<&str>, Vec<&[u8]>) = update
        .put
        .iter()
        .map(|record| (record.name.as_str(), record.payload.as_slice()))
        .unzip();
    let (end, put, record) = tokio::try_join!(
        biased;
        session.prepare_cached(END),
        session.prepare_cached(PUT),
        session.prepare_cached(RECORD)
    )?;
    let (revision, committed_at) = (next.revision.get(), next.committed_at.as_microsecond());
    let ends: Parameters<'_> = &[&revision, &ended];
    let puts: Parameters<'_> = &[&revision, &names, &payloads];
    let records: Parameters<'_> = &[&revision, &committed_at];
    tokio::try_join!(
        biased;
        session.execute(&end, ends),
        session.execute(&put, puts),
        session.execute(&record, records),
    )?;
    Ok(())
}

/// Which names observations refer to, in the order given.
pub(super) async fn referenced(
    session: &Session,
    subjects: &[SubjectName],
    indicators: &[IndicatorCode],
) -> Result<Vec<String>, EngineError> {
    let mut referenced = used(session, USED_SUBJECTS, subjects).await?;
    referenced.extend(used(session, USED_INDICATORS, indicators).await?);
    Ok(referenced)
}

async fn used(session: &Session, sql: &str, names: &[impl ToString]) -> Result<Vec<String>, EngineError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let select = session.prepare_cached(sql).await?;
    let rows = session.query(&select, &[&names]).await?;
    let used = rows
        .iter()
        .map(|row| Ok(row.try_get(0)?))
        .collect::<Result<std::collections::HashSet<String>, EngineError>>()?;
    Ok(names.into_iter().filter(|name| used.contains(name)).collect())
}
