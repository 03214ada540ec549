//! Redis down, slow, flushed or restarted under load: reads go on from the system of record, without an error and
//! without a value older than was asked for.

use std::sync::Arc;

use tokio::task::JoinSet;
use zhibiao_client::{Hub, Retry};
use zhibiao_tests::Process;

use crate::{
    single::{read, token, write},
    world::World,
};

/// Writes and reads between two things that happen to Redis.
const BETWEEN: u32 = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_gone_slow_or_empty_costs_no_error_and_no_stale_value() {
    let Some(world) = World::start().await else {
        return;
    };
    let Some(redis) = &world.redis else {
        return;
    };
    let mut value = 0.0;
    let happens: [(&str, &dyn Fn()); 8] = [
        ("nothing", &|| {}),
        ("it is flushed", &|| redis.flush()),
        ("it hangs", &|| redis.pause()),
        ("it goes on", &|| redis.resume()),
        ("it is killed", &|| redis.kill()),
        ("it stays away", &|| {}),
        ("it is back, empty", &|| redis.restart()),
        ("it is full", &|| redis.set_max_memory(1)),
    ];
    for (what, happens) in happens {
        happens();
        load(&world, what, &mut value).await;
    }
}

/// Two stores by turns: one writes, both answer as fresh as that, at the first try, and any client at once.
async fn load(world: &World, what: &str, value: &mut f64) {
    let stores: Vec<Hub> = world
        .stores
        .iter()
        .map(|store| store.hub().with_retry(Retry::never()))
        .collect();
    for number in 0..BETWEEN {
        *value += 1.0;
        let written = write(&stores[number as usize % 2], &format!("batch-{value}"), *value)
            .await
            .unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
        let mut readers = JoinSet::new();
        for hub in &stores {
            for consistency in [token(&written.token), None] {
                let (hub, asked) = (hub.clone(), consistency.clone());
                readers.spawn(async move { (asked.is_some(), read(&hub, asked).await) });
            }
        }
        while let Some(answer) = readers.join_next().await {
            let (is_fresh, answer) = answer.unwrap();
            let (revision, held) = answer.unwrap_or_else(|problem| panic!("{what}: {problem:?}"));
            if is_fresh {
                assert!(revision >= written.revision, "{what}");
                assert_eq!(held, Some(*value), "{what}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_starts_without_its_redis_and_takes_it_up_later() {
    let (Some(postgres), Some(redis)) = (
        zhibiao_testkit::postgres::Postgres::start().await,
        zhibiao_testkit::redis::RedisServer::absent(),
    ) else {
        return;
    };
    let (url, cache) = (postgres.url(), redis.uri());
    let arguments = ["--postgres", &url, "--redis", &cache, "--near-cache", "0"];
    let store = Process::role("store", &arguments).await.unwrap();
    let hub = Arc::new(store.client("tester").unwrap());
    crate::world::apply_catalog(&hub).await;
    let written = write(&hub, "first", 1.0).await.unwrap();
    assert_eq!(read(&hub, token(&written.token)).await.unwrap().1, Some(1.0));
    redis.restart();
    zhibiao_testkit::eventually("entries are kept in Redis", async || {
        read(&hub, None).await.unwrap();
        redis.cli(&["DBSIZE"]) != "0"
    })
    .await;
    assert_eq!(read(&hub, token(&written.token)).await.unwrap().1, Some(1.0));
}
