//! The cache: a decorator over the two hot reads, in layers: this process's memory, Redis, the engine.
//!
//! An entry is what was read at one revision. It answers a read at another one only if the indicator is known not to
//! have changed in between (`Freshness::same`): it is checked each time and never trusted to an invalidation that might
//! have been missed. An entry is replaced by newer ones only, in memory as in Redis. Absent, outdated or damaged
//! is a miss, never an error; so is Redis when it is away, slow or full.

use std::{fmt, sync::Arc};

use tokio::sync::watch;
use zhibiao_model::{
    ids::SubjectName,
    period::Period,
    revision::{Revision, StoreId},
};

use crate::{
    cube::{Cells, ColumnKey, Cube, CubeReader, Detail, SeriesKey},
    error::EngineError,
    follower::Follower,
};

mod codec;
mod flights;
mod key;
mod line;
mod link;
mod outcomes;
mod shelf;
#[cfg(test)]
mod tests;
mod url;

pub use link::RedisOptions;
pub(crate) use outcomes::Ledger;
pub use outcomes::Outcomes;
pub use url::{InvalidRedisUrl, RedisUrl};

use key::Key;
use link::Link;
use shelf::Shelf;

/// Which layers there are.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    /// Memory for cached series and columns, in bytes; 0 for none.
    pub near_bytes: u64,
    /// Redis, if there is one.
    pub redis: Option<RedisOptions>,
}

impl Layers {
    /// Whether every read goes to the engine.
    pub(crate) fn is_none(&self) -> bool {
        self.near_bytes == 0 && self.redis.is_none()
    }
}

/// Reads through the cache. Loads under way go on when it is dropped, and hold the engine until they end.
pub struct Cached {
    source: Arc<Source>,
    series: Shelf<SeriesKey>,
    columns: Shelf<ColumnKey>,
}

/// What lies behind the entries in memory.
struct Source {
    inner: Arc<dyn CubeReader>,
    follower: Arc<Follower>,
    store: StoreId,
    link: Option<Link>,
    ledger: Arc<Ledger>,
}

impl Cached {
    /// A cache over an engine, which knows of commits once it has [caught up](Self::catch_up).
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn over(cube: Arc<dyn Cube>, layers: Layers) -> Result<Self, EngineError> {
        let follower = Arc::new(Follower::start(Arc::clone(&cube)).await?);
        Ok(Self::new(cube, follower, layers, Arc::default()))
    }

    /// A cache over a reader whose commits a follower is told. With Redis it must be made within a Tokio runtime.
    pub(crate) fn new(
        inner: Arc<dyn CubeReader>,
        follower: Arc<Follower>,
        layers: Layers,
        ledger: Arc<Ledger>,
    ) -> Self {
        let Layers { near_bytes, redis } = layers;
        Self {
            series: Shelf::new(near_bytes / 2),
            columns: Shelf::new(near_bytes / 2),
            source: Arc::new(Source {
                store: follower.head().store,
                inner,
                follower,
                link: redis.map(Link::open),
                ledger,
            }),
        }
    }

    /// Takes note of every commit up to now; entries are current only up to the newest one noted.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn catch_up(&self) -> Result<(), EngineError> {
        self.source.follower.catch_up().await.map(|_| ())
    }

    /// Whether Redis answers, if there is one.
    pub(crate) fn redis(&self) -> Option<watch::Receiver<bool>> {
        self.source.link.as_ref().map(Link::answers)
    }

    /// What became of the keys read so far.
    #[must_use]
    pub fn outcomes(&self) -> Outcomes {
        self.source.ledger.total()
    }
}

#[tonic::async_trait]
impl CubeReader for Cached {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        match detail {
            Detail::Sources => self.source.inner.series(keys, at, detail).await,
            Detail::Figures => self.series.read(&self.source, keys, at).await,
        }
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        match detail {
            Detail::Sources => self.source.inner.columns(keys, at, detail).await,
            Detail::Figures => self.columns.read(&self.source, keys, at).await,
        }
    }
}

impl Source {
    /// Whether what was read of a key at one revision is what would be read at another.
    fn current(&self, key: &impl Key, read_at: Revision, at: Revision) -> bool {
        self.follower.freshness(key.indicator()).same(read_at, at)
    }
}

impl fmt::Debug for Cached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached")
            .field("inner", &self.source.inner)
            .finish_non_exhaustive()
    }
}
