//! What stands in the cells that a batch writes.

use std::collections::HashSet;

use zhibiao_model::{observation::Figure, revision::Revision};
use zhibiao_postgres::Session;

use super::{Inner, sql};
use crate::{
    engine::{codec, keys::Key},
    error::EngineError,
};

/// What stands in a cell of the batch: the row's place, its figure, and the revision that wrote it.
pub(super) type Standing = (u32, Figure, i64);

/// The columns of the batch that have values.
pub(super) async fn known_columns(
    session: &Session,
    keys: &[Key],
) -> Result<HashSet<(i32, i32)>, EngineError> {
    let (indicators, periods) = columns_of(keys);
    let select = session.prepare_cached(sql::KNOWN).await?;
    let rows = session.query(&select, &[&indicators, &periods]).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

/// The indicators and periods of the batch's columns, side by side.
pub(super) fn columns_of(keys: &[Key]) -> (Vec<i32>, Vec<i32>) {
    keys.chunk_by(|a, b| (a.indicator, a.period) == (b.indicator, b.period))
        .filter_map(|column| column.first())
        .map(|key| (key.indicator as i32, key.period as i32))
        .unzip()
}

/// The indicators of the batch, each once.
pub(super) fn indicators_of(keys: &[Key]) -> Vec<i32> {
    let mut indicators: Vec<i32> = keys.iter().map(|key| key.indicator as i32).collect();
    indicators.dedup();
    indicators
}

/// What stands in the cells of the staged rows: of all, or of those in columns that had values.
pub(super) async fn look_up(
    inner: &Inner,
    session: &Session,
    all: bool,
) -> Result<Vec<Standing>, EngineError> {
    let select = session.prepare_cached(&inner.statements.standing).await?;
    let rows = session.query(&select, &[&all]).await?;
    rows.iter()
        .map(|row| {
            let (qualifier, status): (i16, i16) = (row.try_get(2)?, row.try_get(3)?);
            let figure = codec::figure(row.try_get(1)?, qualifier.into(), status.into())?;
            Ok((row.try_get::<_, i32>(0)? as u32, figure, row.try_get(4)?))
        })
        .collect()
}

/// Whether a commit after a revision touched one of the indicators.
pub(super) async fn touched_since(
    session: &Session,
    since: Revision,
    indicators: &[i32],
) -> Result<bool, EngineError> {
    let sql = "SELECT EXISTS (SELECT FROM change_log WHERE revision > $1 AND indicators && $2)";
    let select = session.prepare_cached(sql).await?;
    let row = session.query_one(&select, &[&since.get(), &indicators]).await?;
    Ok(row.try_get(0)?)
}
