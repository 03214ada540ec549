//! Reading the change log.

use prost::Message as _;
use zhibiao_model::{ids::IndicatorCode, revision::Revision};
use zhibiao_postgres::Session;
use zhibiao_proto::observation::v1::ObservationColumns;

use super::Inner;
use crate::{
    cube::{LogEntry, LogError, LogKind},
    engine::codec,
    error::EngineError,
};

/// Kinds of revision in `change_log.kind`.
const OBSERVATIONS: i16 = 1;
const CATALOG: i16 = 2;

const OLDEST: &str = "SELECT oldest_change FROM head WHERE id = 1";
const ENTRIES: &str = "
    SELECT revision, committed_at, kind, batch_id, indicators, fragments, traceparent
    FROM change_log WHERE revision > $1 ORDER BY revision LIMIT $2";
const FRAGMENT: &str = "SELECT cells FROM change_cells WHERE revision = $1 AND fragment = $2";

/// The next revisions after one.
pub(super) async fn entries(
    inner: &Inner,
    session: &Session,
    after: Revision,
    limit: usize,
) -> Result<Vec<LogEntry>, LogError> {
    let oldest = oldest(session).await?;
    if after.next() < oldest {
        return Err(LogError::Trimmed(oldest));
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let select = session.prepare_cached(ENTRIES).await.map_err(EngineError::from)?;
    let rows = session
        .query(&select, &[&after.get(), &limit])
        .await
        .map_err(EngineError::from)?;
    let read = |row: &zhibiao_postgres::Row| -> Result<(LogEntry, Vec<i32>), EngineError> {
        let kind = match row.try_get::<_, i16>(2)? {
            OBSERVATIONS => LogKind::Observations,
            CATALOG => LogKind::Catalog,
            other => return Err(EngineError::Damaged(format!("change of kind {other}"))),
        };
        let entry = LogEntry {
            revision: codec::revision(row.try_get(0)?)?,
            committed_at: codec::instant(row.try_get(1)?)?,
            kind,
            batch_id: row.try_get::<_, Option<String>>(3)?.unwrap_or_default(),
            traceparent: row.try_get(6)?,
            touched: Vec::new(),
            fragments: row.try_get::<_, i32>(5)? as u32,
        };
        Ok((entry, row.try_get(4)?))
    };
    let mut entries = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let names = &inner.names.indicators;
    let touched = entries.iter().flat_map(|(_, touched)| touched.iter());
    names.learn_ids(session, touched.map(|id| *id as u32)).await?;
    for (entry, touched) in &mut entries {
        let touched: Vec<u32> = touched.iter().map(|id| *id as u32).collect();
        entry.touched = names.names(&touched)?;
    }
    Ok(entries.into_iter().map(|(entry, _)| entry).collect())
}

/// The codes of indicators, ordered.
pub(super) async fn indicators(
    inner: &Inner,
    session: &Session,
    ids: &[i32],
) -> Result<Vec<IndicatorCode>, EngineError> {
    let ids: Vec<u32> = ids.iter().map(|id| *id as u32).collect();
    let names = &inner.names.indicators;
    names.learn_ids(session, ids.iter().copied()).await?;
    let mut codes = names.names(&ids)?;
    codes.sort_unstable();
    Ok(codes)
}

/// A fragment of a revision's cells.
pub(super) async fn fragment(
    session: &Session,
    revision: Revision,
    fragment: u32,
) -> Result<ObservationColumns, LogError> {
    let select = session
        .prepare_cached(FRAGMENT)
        .await
        .map_err(EngineError::from)?;
    let found = session
        .query_opt(&select, &[&revision.get(), &(fragment as i32)])
        .await
        .map_err(EngineError::from)?;
    let Some(row) = found else {
        return Err(LogError::Trimmed(oldest(session).await?));
    };
    let bytes: &[u8] = row.try_get(0).map_err(EngineError::from)?;
    let damaged = |error| EngineError::Damaged(format!("change {revision}, fragment {fragment}: {error}"));
    Ok(ObservationColumns::decode(bytes).map_err(damaged)?)
}

/// The oldest revision whose cells are kept.
async fn oldest(session: &Session) -> Result<Revision, EngineError> {
    let select = session.prepare_cached(OLDEST).await?;
    codec::revision(session.query_one(&select, &[]).await?.try_get(0)?)
}
