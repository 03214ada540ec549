//! Reads that wait for their turn, and what the breaker makes of it.

use zhibiao_testkit::{eventually, redis::RedisServer};

use super::*;

async fn open(redis: &RedisServer, timeout: Duration) -> Link {
    let url = redis.uri().parse().unwrap();
    let link = Link::open(RedisOptions {
        timeout,
        ..RedisOptions::at(url)
    });
    eventually("redis is there", || async { link.line.is_up() }).await;
    link
}

fn names() -> Vec<Vec<u8>> {
    vec![b"a".to_vec()]
}

#[tokio::test]
async fn waiting_for_a_turn_does_not_open_the_breaker() {
    let Some(redis) = RedisServer::start() else { return };
    let link = open(&redis, Duration::from_secs(1)).await;
    let over = Instant::now();
    for _ in 0..10 {
        assert_eq!(link.ask(names(), over).await, Err(Unanswered::Unasked));
    }
    assert!(link.line.is_up());
    assert_eq!(link.get(names()).await, Ok(vec![None]));
    assert!(
        redis
            .cli(&["INFO", "commandstats"])
            .contains("cmdstat_mget:calls=1,"),
        "what came too late is not sent"
    );
}

#[tokio::test]
async fn a_read_is_timed_from_when_it_is_sent() {
    let Some(redis) = RedisServer::start() else { return };
    let timeout = Duration::from_secs(2);
    let link = open(&redis, timeout).await;
    redis.pause();
    let begun = Instant::now();
    // Half a second to be sent, and then as long as an operation may take.
    let until = begun + Duration::from_millis(500);
    assert_eq!(link.ask(names(), until).await, Err(Unanswered::Away));
    assert!(begun.elapsed() >= timeout, "{:?}", begun.elapsed());
    redis.resume();
}
