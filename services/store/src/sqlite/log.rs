//! Reading the change log.

use prost::Message as _;
use rusqlite::{OptionalExtension as _, params};
use zhibiao_model::revision::Revision;
use zhibiao_proto::observation::v1::ObservationColumns;

use super::{names::Names, readers::Snapshot};
use crate::{
    cube::{LogEntry, LogKind},
    engine::codec,
    error::EngineError,
};

/// Kinds of revision in `change_log.kind`.
pub(super) const OBSERVATIONS: i64 = 1;
pub(super) const CATALOG: i64 = 2;

/// What was found in the log: what was asked for, or that it begins only at a later revision.
pub(super) type Found<T> = Result<T, Revision>;

const ENTRIES: &str = "
    SELECT revision, committed_at, kind, batch_id, indicators, fragments, traceparent
    FROM change_log WHERE revision > ?1 ORDER BY revision LIMIT ?2";

/// The next revisions after one.
pub(super) fn entries(
    snapshot: &Snapshot<'_>,
    names: &Names,
    after: Revision,
    limit: usize,
) -> Result<Found<Vec<LogEntry>>, EngineError> {
    let oldest = oldest(snapshot)?;
    if after.next() < oldest {
        return Ok(Err(oldest));
    }
    let mut statement = snapshot.transaction.prepare_cached(ENTRIES)?;
    let mut rows = statement.query(params![after.get(), limit])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = match row.get(2)? {
            OBSERVATIONS => LogKind::Observations,
            CATALOG => LogKind::Catalog,
            other => return Err(EngineError::Damaged(format!("change of kind {other}"))),
        };
        let touched = codec::read_ids(row.get_ref(4)?.as_blob().unwrap_or_default());
        entries.push(LogEntry {
            revision: codec::revision(row.get(0)?)?,
            committed_at: codec::instant(row.get(1)?)?,
            kind,
            batch_id: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            traceparent: row.get(6)?,
            touched: names.indicators.names(touched)?,
            fragments: row.get(5)?,
        });
    }
    Ok(Ok(entries))
}

/// A fragment of a revision's cells.
pub(super) fn fragment(
    snapshot: &Snapshot<'_>,
    revision: Revision,
    fragment: u32,
) -> Result<Found<ObservationColumns>, EngineError> {
    let sql = "SELECT cells FROM change_cells WHERE revision = ?1 AND fragment = ?2";
    let mut statement = snapshot.transaction.prepare_cached(sql)?;
    let cells: Option<Vec<u8>> = statement
        .query_row(params![revision.get(), fragment], |row| row.get(0))
        .optional()?;
    match cells {
        Some(bytes) => ObservationColumns::decode(bytes.as_slice())
            .map(Ok)
            .map_err(|error| {
                EngineError::Damaged(format!("change {revision}, fragment {fragment}: {error}"))
            }),
        None => Ok(Err(oldest(snapshot)?)),
    }
}

/// The oldest revision whose cells are kept.
fn oldest(snapshot: &Snapshot<'_>) -> Result<Revision, EngineError> {
    let mut statement = snapshot
        .transaction
        .prepare_cached("SELECT oldest_change FROM head WHERE id = 1")?;
    codec::revision(statement.query_row([], |row| row.get(0))?)
}
