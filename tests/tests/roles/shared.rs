//! Several stores on one PostgreSQL and one Redis.

use serde_json::Value;
use tokio::process::Command;
use zhibiao_client::Hub;
use zhibiao_proto::{
    catalog::v1::CacheOutcomes,
    observation::v1::{Consistency, ReadSeriesRequest, SeriesKey, consistency::Requirement},
};
use zhibiao_testkit::{eventually, postgres::Postgres, redis::RedisServer};
use zhibiao_tests::Process;

use crate::{COMPARE, INGEST, apply_catalog, client, publish, ranking, serves, summary, write};

/// The values of a series, at least as fresh as a token.
async fn values(store: &Hub, token: &str) -> Vec<f64> {
    let request = ReadSeriesRequest {
        keys: vec![SeriesKey {
            subject: "zones/a".into(),
            indicator: "indicators/revenue".into(),
        }],
        consistency: Some(Consistency {
            requirement: Some(Requirement::AtLeastAsFresh(token.to_owned())),
        }),
        ..ReadSeriesRequest::default()
    };
    let mut answer = store.read(request).await.unwrap();
    answer.series.swap_remove(0).values
}

async fn outcomes(store: &Hub) -> CacheOutcomes {
    summary(store).await.cache.unwrap()
}

/// What `zhibiao summary` says.
async fn said(store: &Process, words: &[&str]) -> String {
    let output = Command::new(Process::built())
        .args(["summary", "--server", store.address()])
        .args(words)
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn what_one_store_wrote_the_other_serves() {
    let Some(postgres) = Postgres::start().await else {
        return;
    };
    let Some(redis) = RedisServer::start() else { return };
    let (database, cache) = (postgres.url(), redis.uri());
    // Without memory of their own, so that Redis is asked each time.
    let on = ["--postgres", &database, "--redis", &cache, "--near-cache", "0"];
    let first = Process::role("store", &on).await.unwrap();
    let second = Process::role("store", &on).await.unwrap();
    let stores = format!("{},{}", first.address(), second.address());
    let ingest = Process::role("ingest", &["--store", &stores, "--postgres", &database])
        .await
        .unwrap();
    let compare = Process::role("compare", &["--store", &stores]).await.unwrap();
    serves(&ingest, INGEST).await;
    serves(&compare, COMPARE).await;

    let both = client(&[first.address(), second.address()]);
    apply_catalog(&both).await;
    write(&both, "first", 1.0).await;
    let token = publish(&client(&[ingest.address()]), 2.0).await;
    let ranked = ranking(&client(&[compare.address()]), &token).await;
    assert_eq!(ranked, [("zones/b".to_owned(), 2.0), ("zones/a".to_owned(), 1.0)]);

    let (one, other) = (client(&[first.address()]), client(&[second.address()]));
    for turn in 0..20 {
        let value = f64::from(turn + 10);
        let (writer, reader) = if turn % 2 == 0 {
            (&one, &other)
        } else {
            (&other, &one)
        };
        let token = write(writer, &format!("turn-{turn}"), value).await;
        assert_eq!(values(reader, &token).await, [value], "turn {turn}");
        assert_eq!(values(&both, &token).await, [value], "turn {turn}");
    }

    // Storing goes on behind the answers.
    eventually("one store answers with what the other put in redis", || async {
        let before = outcomes(&other).await.redis_hits;
        values(&one, &token).await;
        values(&other, &token).await;
        outcomes(&other).await.redis_hits > before
    })
    .await;
    let json: Value = serde_json::from_str(&said(&second, &["-o", "json"]).await).unwrap();
    let known = summary(&other).await;
    assert_eq!(json["revision"], known.revision);
    assert_eq!(json["cache"]["redis_hits"], known.cache.unwrap().redis_hits);
    for (language, words) in [("en", "answered from Redis"), ("zh", "由 Redis 应答")] {
        let table = said(&second, &["--lang", language]).await;
        assert!(table.contains(words), "{table}");
    }
}
