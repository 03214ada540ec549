//! What callers are told of the cache.

use zhibiao_proto::{
    catalog::v1::CacheOutcomes,
    observation::v1::{ReadSeriesRequest, ReadSeriesResponse},
};
use zhibiao_store::{Config, cached::RedisOptions};
use zhibiao_testkit::{eventually, observations::cell, redis::RedisServer};

use super::BACKEND;
use crate::store::{Store, key, small};

async fn read(store: &Store) -> ReadSeriesResponse {
    let request = ReadSeriesRequest {
        keys: vec![key("zones/east", "revenue"), key("zones/west", "revenue")],
        ..ReadSeriesRequest::default()
    };
    store
        .observations
        .clone()
        .read_series(request)
        .await
        .unwrap()
        .into_inner()
}

async fn outcomes(store: &Store) -> CacheOutcomes {
    store.summary().await.cache.unwrap()
}

async fn filled(store: &Store) {
    store.apply(&small()).await;
    let cells = ["zones/east", "zones/west"].map(|zone| cell("revenue", zone, "2023", 1.0));
    store.write("b1", cells).await;
}

#[tokio::test]
async fn reads_from_memory_are_counted() {
    let Some(store) = Store::start(BACKEND).await else {
        return;
    };
    filled(&store).await;
    assert_eq!(outcomes(&store).await, CacheOutcomes::default());
    let first = read(&store).await;
    assert_eq!(read(&store).await, first);
    let counted = CacheOutcomes {
        misses: 2,
        near_hits: 2,
        ..CacheOutcomes::default()
    };
    assert_eq!(outcomes(&store).await, counted);
}

#[tokio::test]
async fn reads_from_redis_are_counted() {
    let Some(redis) = RedisServer::start() else { return };
    let url = redis.uri().parse().unwrap();
    let change = |config: &mut Config| {
        config.limits.cache_bytes = 0;
        config.redis = Some(RedisOptions::at(url));
    };
    let Some(store) = Store::start_with(BACKEND, change).await else {
        return;
    };
    filled(&store).await;
    let first = read(&store).await;
    eventually("redis answers for both", || async {
        let before = outcomes(&store).await;
        assert_eq!(read(&store).await, first);
        let both = CacheOutcomes {
            redis_hits: before.redis_hits + 2,
            ..before
        };
        outcomes(&store).await == both
    })
    .await;
    assert_eq!(outcomes(&store).await.near_hits, 0);
}
