//! An engine whose hot reads go through the cache, Redis included: nothing else may be different.

use std::{fmt, sync::Arc};

use jiff::Timestamp;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    period::Period,
    revision::Revision,
};
use zhibiao_proto::observation::v1::ObservationColumns;
use zhibiao_store::{
    EngineError,
    cached::{Cached, Layers, RedisOptions},
    catalog_log::{CatalogLog, Record, Update, UpdateError},
    cube::{
        Batch, Cells, ColumnKey, Counts, Cube, CubeReader, Detail, Head, History, LogEntry, LogError,
        SeriesKey, WriteError, Written,
    },
};
use zhibiao_testkit::redis::RedisServer;

use crate::engine::{Engine, Setup};

/// An engine behind a small near cache and Redis.
pub(crate) struct BehindRedis<E>(pub(crate) E);

/// Where the engine keeps its data, and its Redis.
#[derive(Debug)]
pub(crate) struct Place<P> {
    engine: P,
    redis: RedisServer,
}

/// A store whose reads are cached and whose writes go to the engine.
pub(crate) struct Behind<S> {
    engine: Arc<S>,
    cached: Cached,
}

impl<E: Engine> Engine for BehindRedis<E> {
    type Store = Behind<E::Store>;
    type Place = Place<E::Place>;

    async fn place(&self) -> Option<Self::Place> {
        Some(Place {
            engine: self.0.place().await?,
            redis: RedisServer::start()?,
        })
    }

    async fn open(&self, place: &Self::Place, setup: Setup) -> Arc<Self::Store> {
        let engine = self.0.open(&place.engine, setup).await;
        let layers = Layers {
            near_bytes: 1 << 14,
            redis: Some(RedisOptions::at(place.redis.uri().parse().unwrap())),
        };
        let cached = Cached::over(engine.clone(), layers).await.unwrap();
        Arc::new(Behind { engine, cached })
    }

    async fn close(&self, store: Arc<Self::Store>) {
        let Behind { engine, cached } = Arc::into_inner(store).unwrap();
        drop(cached);
        self.0.close(engine).await;
    }
}

impl<S> fmt::Debug for Behind<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Behind").field("cached", &self.cached).finish()
    }
}

#[tonic::async_trait]
impl<S: Cube> CubeReader for Behind<S> {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        self.cached.catch_up().await?;
        self.cached.series(keys, at, detail).await
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        self.cached.catch_up().await?;
        self.cached.columns(keys, at, detail).await
    }
}

#[tonic::async_trait]
impl<S: Cube> Cube for Behind<S> {
    async fn head(&self) -> Result<Head, EngineError> {
        self.engine.head().await
    }

    async fn counts(&self) -> Result<Counts, EngineError> {
        self.engine.counts().await
    }

    async fn write(&self, batch: Batch) -> Result<Written, WriteError> {
        self.engine.write(batch).await
    }

    async fn written(&self, id: &str, digest: &[u8; 32]) -> Result<Option<Written>, WriteError> {
        self.engine.written(id, digest).await
    }

    async fn periods(
        &self,
        indicators: &[IndicatorCode],
        at: Revision,
    ) -> Result<Vec<Vec<Period>>, EngineError> {
        self.engine.periods(indicators, at).await
    }

    async fn histories(&self, keys: &[SeriesKey], at: Revision) -> Result<Vec<History>, EngineError> {
        self.engine.histories(keys, at).await
    }

    async fn revision_at(&self, time: Timestamp) -> Result<Revision, EngineError> {
        self.engine.revision_at(time).await
    }

    async fn log(&self, after: Revision, limit: usize) -> Result<Vec<LogEntry>, LogError> {
        self.engine.log(after, limit).await
    }

    async fn fragment(&self, revision: Revision, fragment: u32) -> Result<ObservationColumns, LogError> {
        self.engine.fragment(revision, fragment).await
    }
}

#[tonic::async_trait]
impl<S: CatalogLog> CatalogLog for Behind<S> {
    async fn load(&self, at: Revision) -> Result<Vec<Record>, EngineError> {
        self.engine.load(at).await
    }

    async fn catalog_revision(&self, at: Revision) -> Result<Revision, EngineError> {
        self.engine.catalog_revision(at).await
    }

    async fn update(&self, update: Update) -> Result<Head, UpdateError> {
        self.engine.update(update).await
    }

    async fn referenced(
        &self,
        subjects: &[SubjectName],
        indicators: &[IndicatorCode],
    ) -> Result<Vec<String>, EngineError> {
        self.engine.referenced(subjects, indicators).await
    }
}
