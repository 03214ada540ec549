//! The catalogue's items.

use rusqlite::{Connection, params};
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    revision::Revision,
};

use super::{
    log,
    names::Names,
    readers::Snapshot,
    writer::{Effect, Writer},
};
use crate::{
    catalog_log::{Record, Update, UpdateError},
    cube::Head,
    engine::codec,
    error::EngineError,
};

const LOAD: &str = "
    SELECT name, payload FROM catalog_item
    WHERE revision <= ?1 AND (until IS NULL OR until > ?1) ORDER BY name";

/// The items in force right after a revision.
pub(super) fn load(snapshot: &Snapshot<'_>, at: Revision) -> Result<Vec<Record>, EngineError> {
    snapshot.is_past(at)?;
    let mut statement = snapshot.transaction.prepare_cached(LOAD)?;
    let rows = statement.query_map(params![at.get()], |row| {
        Ok(Record {
            name: row.get(0)?,
            payload: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last revision up to `at` that changed the catalogue.
pub(super) fn catalog_revision(snapshot: &Snapshot<'_>, at: Revision) -> Result<Revision, EngineError> {
    if at >= snapshot.head.catalog {
        return Ok(snapshot.head.catalog);
    }
    let sql = "SELECT max(revision) FROM change_log WHERE kind = ?1 AND revision <= ?2";
    let mut statement = snapshot.transaction.prepare_cached(sql)?;
    let found: Option<i64> = statement.query_row(params![log::CATALOG, at.get()], |row| row.get(0))?;
    found.map_or(Ok(Revision::ZERO), codec::revision)
}

/// Makes a change.
pub(super) fn update(writer: &mut Writer, update: &Update) -> Result<Head, UpdateError> {
    let names = std::sync::Arc::clone(&writer.names);
    let commit = writer.begin()?;
    if let Some(expected) = update.expected_head
        && expected != commit.before.revision
    {
        return Err(UpdateError::HeadMoved(commit.before.revision));
    }
    if update.base != commit.before.catalog {
        return Err(UpdateError::CatalogMoved(commit.before.catalog));
    }
    let referenced = referenced(&names, &update.unused_subjects, &update.unused_indicators);
    if !referenced.is_empty() {
        return Err(UpdateError::Referenced(referenced));
    }
    write(&commit.transaction, update, commit.revision, commit.committed_at)?;
    let head = commit.finish(&Effect {
        catalog: true,
        ..Effect::default()
    })?;
    writer.publish(head);
    Ok(head)
}

fn write(
    connection: &Connection,
    update: &Update,
    revision: Revision,
    committed_at: jiff::Timestamp,
) -> Result<(), EngineError> {
    let mut end =
        connection.prepare_cached("UPDATE catalog_item SET until = ?1 WHERE name = ?2 AND until IS NULL")?;
    let mut put = connection.prepare_cached(
        "INSERT INTO catalog_item (name, revision, until, payload) VALUES (?1, ?2, NULL, ?3)",
    )?;
    for name in &update.remove {
        end.execute(params![revision.get(), name])?;
    }
    for Record { name, payload } in &update.put {
        end.execute(params![revision.get(), name])?;
        put.execute(params![name, revision.get(), payload])?;
    }
    connection
        .prepare_cached("INSERT INTO change_log VALUES (?1, ?2, ?3, NULL, NULL, 0, 0, 0, 0, x'', NULL)")?
        .execute(params![
            revision.get(),
            committed_at.as_microsecond(),
            log::CATALOG
        ])?;
    Ok(())
}

/// Which names observations refer to. The dictionaries hold no others.
pub(super) fn referenced(
    names: &Names,
    subjects: &[SubjectName],
    indicators: &[IndicatorCode],
) -> Vec<String> {
    let subjects = subjects.iter().filter(|name| names.subjects.id(name).is_some());
    let indicators = indicators
        .iter()
        .filter(|code| names.indicators.id(code).is_some());
    subjects
        .map(ToString::to_string)
        .chain(indicators.map(ToString::to_string))
        .collect()
}
