//! Reads of cells by the names of what they are about.

use std::sync::Arc;

use zhibiao_model::{ids::SubjectName, period::Period, revision::Revision};
use zhibiao_postgres::Session;

use super::{
    Postgres,
    lend::{Lent, Size},
    names::Names,
    read::{CellReader, Pair},
};
use crate::{
    cube::{Cells, ColumnKey, CubeReader, Detail, SeriesKey},
    engine::codec,
    error::EngineError,
};

/// Series that count as a short read.
const FEW: usize = 16;

#[tonic::async_trait]
impl CubeReader for Postgres {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        let size = if keys.len() <= FEW { Size::Short } else { Size::Any };
        let lent = self.session_at(at, size).await?;
        match self.series_on(&lent, keys, at, detail).await {
            Err(EngineError::Unavailable(_)) if lent.is_standby() => {
                let primary = self.session_of_primary(size).await?;
                self.series_on(&primary, keys, at, detail).await
            }
            read => read,
        }
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        let lent = self.session_at(at, Size::Any).await?;
        match self.columns_on(&lent, keys, at, detail).await {
            Err(EngineError::Unavailable(_)) if lent.is_standby() => {
                let primary = self.session_of_primary(Size::Any).await?;
                self.columns_on(&primary, keys, at, detail).await
            }
            read => read,
        }
    }
}

impl Postgres {
    async fn series_on(
        &self,
        lent: &Lent,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        let (inner, session) = (self.inner.as_ref(), lent.session());
        self.read(lent, async {
            let ids = self.series_ids(session, keys).await?;
            let reader = CellReader {
                inner,
                session,
                at,
                detail,
            };
            reader.series(&ids).await
        })
        .await
    }

    async fn columns_on(
        &self,
        lent: &Lent,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        let (inner, session) = (self.inner.as_ref(), lent.session());
        self.read(lent, async {
            let indicators = &inner.names.indicators;
            indicators
                .learn(session, keys.iter().map(|key| &key.indicator))
                .await?;
            let pair = |key: &ColumnKey| {
                let period = codec::period_key(key.period) as i32;
                Some((indicators.id(&key.indicator)? as i32, period))
            };
            let ids: Vec<Option<Pair>> = keys.iter().map(pair).collect();
            let reader = CellReader {
                inner,
                session,
                at,
                detail,
            };
            reader.columns(&ids).await
        })
        .await
    }

    /// The ids of the keys of cells.
    pub(super) async fn series_ids(
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
