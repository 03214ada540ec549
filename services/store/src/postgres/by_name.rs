//! Reads of cells by the names of what they are about.

use std::sync::Arc;

use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_postgres::Session;

use super::{
    Postgres,
    lend::Size,
    names::Names,
    read::{CellReader, Pair},
};
use crate::{
    cube::{Cells, ColumnKey, CubeReader, Detail, History, SeriesKey},
    engine::codec,
    error::EngineError,
};

#[tonic::async_trait]
impl CubeReader for Postgres {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        self.read_at(at, Size::of(keys.len()), |session| async move {
            let ids = self.series_ids(&session, keys).await?;
            self.reader(&session, at, detail).series(&ids).await
        })
        .await
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        self.read_at(at, Size::Any, |session| async move {
            let indicators = self
                .indicator_ids(&session, keys.iter().map(|key| &key.indicator))
                .await?;
            let pair = |(key, indicator): (&ColumnKey, Option<i32>)| {
                Some((indicator?, codec::period_key(key.period) as i32))
            };
            let ids: Vec<Option<Pair>> = keys.iter().zip(indicators).map(pair).collect();
            self.reader(&session, at, detail).columns(&ids).await
        })
        .await
    }
}

impl Postgres {
    /// As [`Cube::periods`](crate::cube::Cube::periods).
    pub(super) async fn periods_of(
        &self,
        indicators: &[IndicatorCode],
        at: Revision,
    ) -> Result<Vec<Vec<Period>>, EngineError> {
        self.read_at(at, Size::of(indicators.len()), |session| async move {
            let ids = self.indicator_ids(&session, indicators.iter()).await?;
            self.reader(&session, at, Detail::Figures).periods(&ids).await
        })
        .await
    }

    /// As [`Cube::histories`](crate::cube::Cube::histories).
    pub(super) async fn histories_of(
        &self,
        keys: &[SeriesKey],
        at: Revision,
    ) -> Result<Vec<History>, EngineError> {
        self.read_at(at, Size::Any, |session| async move {
            let ids = self.series_ids(&session, keys).await?;
            self.reader(&session, at, Detail::Sources).histories(&ids).await
        })
        .await
    }

    fn reader<'a>(&'a self, session: &'a Session, at: Revision, detail: Detail) -> CellReader<'a> {
        CellReader {
            inner: &self.inner,
            session,
            at,
            detail,
        }
    }

    /// The ids of indicators; one that is in no dictionary has none.
    async fn indicator_ids<'a>(
        &self,
        session: &Session,
        codes: impl Iterator<Item = &'a IndicatorCode> + Clone,
    ) -> Result<Vec<Option<i32>>, EngineError> {
        let indicators = &self.inner.names.indicators;
        indicators.learn(session, codes.clone()).await?;
        Ok(codes.map(|code| Some(indicators.id(code)? as i32)).collect())
    }

    /// The ids of the keys of cells.
    async fn series_ids(
        &self,
        session: &Session,
        keys: &[SeriesKey],
    ) -> Result<Vec<Option<Pair>>, EngineError> {
        let Names {
            indicators, subjects, ..
        } = &self.inner.names;
        indicators
            .learn(session, keys.iter().map(|key| &key.indicator))
            .await?;
        subjects
            .learn(session, keys.iter().map(|key| &key.subject))
            .await?;
        let pair = |key: &SeriesKey| {
            let indicator = indicators.id(&key.indicator)? as i32;
            Some((indicator, subjects.id(&key.subject)? as i32))
        };
        Ok(keys.iter().map(pair).collect())
    }
}
