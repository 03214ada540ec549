//! The two read models: what each is called by, named in Redis, and read from.

use std::{fmt::Write as _, hash::Hash, sync::Arc};

use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::{Revision, StoreId},
};

use super::codec::{Along, FORMAT};
use crate::{
    cube::{Cells, ColumnKey, CubeReader, Detail, SeriesKey},
    error::EngineError,
};

/// Something cells are cached by.
#[tonic::async_trait]
pub(super) trait Key: Clone + Eq + Hash + Send + Sync + 'static {
    /// What tells the cells apart.
    type Along: Along;

    /// About how many bytes an answer keeps of each cell beside the cell itself.
    const ENCODED: usize;

    /// The indicator whose changes outdate the cells.
    fn indicator(&self) -> &IndicatorCode;

    /// The entry's name in Redis: software, format, store, model, then the key.
    fn name(&self, store: StoreId) -> Vec<u8>;

    /// Reads the figures of several keys past the cache.
    async fn load(
        reader: &dyn CubeReader,
        keys: &[Self],
        at: Revision,
    ) -> Result<Vec<CellsOf<Self>>, EngineError>;
}

/// The cells of a key.
pub(super) type CellsOf<K> = Arc<Cells<<K as Key>::Along>>;

/// Cells as they were at a revision.
pub(super) struct Entry<K: Key> {
    pub(super) read_at: Revision,
    pub(super) cells: CellsOf<K>,
}

#[tonic::async_trait]
impl Key for SeriesKey {
    type Along = Period;

    // A period of up to ten letters, a value, a revision, and now and then a qualifier and a status.
    const ENCODED: usize = 32;

    fn indicator(&self) -> &IndicatorCode {
        &self.indicator
    }

    fn name(&self, store: StoreId) -> Vec<u8> {
        name(store, "series", &self.indicator, self.subject.as_str())
    }

    async fn load(
        reader: &dyn CubeReader,
        keys: &[Self],
        at: Revision,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        reader.series(keys, at, Detail::Figures).await
    }
}

#[tonic::async_trait]
impl Key for ColumnKey {
    type Along = SubjectName;

    const ENCODED: usize = 0;

    fn indicator(&self) -> &IndicatorCode {
        &self.indicator
    }

    fn name(&self, store: StoreId) -> Vec<u8> {
        name(store, "column", &self.indicator, &self.period.to_string())
    }

    async fn load(
        reader: &dyn CubeReader,
        keys: &[Self],
        at: Revision,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        reader.columns(keys, at, Detail::Figures).await
    }
}

fn name(store: StoreId, model: &str, indicator: &IndicatorCode, other: &str) -> Vec<u8> {
    let mut name = String::with_capacity(64 + indicator.id().len() + other.len());
    // Writing to a string can't fail.
    let _ = write!(name, "zhibiao:{FORMAT}:{store}:{model}:");
    name.push_str(indicator.id());
    name.push(':');
    name.push_str(other);
    name.into_bytes()
}
