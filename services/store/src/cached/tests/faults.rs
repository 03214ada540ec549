//! Redis away, slow, emptied, full, or holding what is no entry: reads go on, and right.

use std::sync::Arc;

use tokio::time::Instant;
use zhibiao_testkit::{eventually, redis::RedisServer};

use super::{
    super::{key::Key as _, link::Put, *},
    key, of,
    shared::{Process, Shared},
};

#[tokio::test]
async fn absent_at_start_then_there() {
    let Some(redis) = RedisServer::absent() else {
        return;
    };
    let shared = Shared::new(&redis.uri()).await;
    let [one, _] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    assert_eq!(one.read("a", at).await, Some(1.0));
    assert_eq!((one.cached.outcomes().errors, one.loads()), (1, 1));
    redis.restart();
    one.until_hit("a", at).await;
}

#[tokio::test]
async fn killed_and_restarted() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, other] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    one.until_hit("a", at).await;
    for _ in 0..3 {
        redis.kill();
        for _ in 0..20 {
            assert_eq!(one.read("a", at).await, Some(1.0));
        }
        let before = one.cached.outcomes();
        assert_eq!(one.read("a", at).await, Some(1.0));
        let after = one.cached.outcomes();
        assert_eq!(
            (before.errors + 1, before.redis_hits),
            (after.errors, after.redis_hits)
        );
        redis.restart();
        // It is empty now: the first to read fills it for both.
        one.until_hit("a", at).await;
        other.until_hit("a", at).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_costs_little_and_then_nothing() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let timeout = RedisOptions::TIMEOUT;
    let one = Process::with_timeout(&shared.sqlite, 0, &redis.uri(), timeout).await;
    let at = shared.write(of("a", 1.0)).await;
    one.cached.catch_up().await.unwrap();
    one.until_hit("a", at).await;
    let before = one.cached.outcomes().errors;
    redis.pause();
    let mut waits = 0;
    for _ in 0..200 {
        let begun = Instant::now();
        assert_eq!(one.read("a", at).await, Some(1.0));
        waits += usize::from(begun.elapsed() >= timeout);
    }
    // Three reads wait, and perhaps some for a turn of a busy machine; without the breaker all do.
    assert!((1..=50).contains(&waits), "{waits}");
    assert_eq!(one.cached.outcomes().errors, before + 200);
    redis.resume();
    one.until_hit("a", at).await;
}

#[tokio::test]
async fn flushed() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, _] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    one.until_hit("a", at).await;
    redis.flush();
    let before = one.cached.outcomes();
    assert_eq!(one.read("a", at).await, Some(1.0));
    assert_eq!(one.cached.outcomes().misses, before.misses + 1);
    one.until_hit("a", at).await;
    assert_eq!(one.cached.outcomes().errors, before.errors);
    // Its scripts are forgotten too; they are sent again.
    redis.cli(&["SCRIPT", "FLUSH"]);
    redis.flush();
    one.until_hit("a", at).await;
}

#[tokio::test]
async fn full() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, _] = &shared.processes;
    let mut cells = of("a", 1.0);
    cells.extend(of("b", 2.0));
    let at = shared.tell(cells).await;
    one.until_hit("a", at).await;
    redis.set_max_memory(1);
    for _ in 0..20 {
        assert_eq!(one.read("b", at).await, Some(2.0));
    }
    assert_eq!(one.held("b").await, None);
    // What it holds is still read.
    let before = one.cached.outcomes();
    assert_eq!(one.read("a", at).await, Some(1.0));
    assert_eq!(one.cached.outcomes().redis_hits, before.redis_hits + 1);
    redis.set_max_memory(0);
    one.until_hit("b", at).await;
}

#[tokio::test]
async fn what_is_no_entry_is_replaced() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, _] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    one.until_hit("a", at).await;
    let name = String::from_utf8(key("a").name(one.cached.source.store)).unwrap();
    let newest = "\u{1}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f} the newest there can be";
    let copy = format!("{name}-moved");
    let damages: [&[&[&str]]; 6] = [
        &[&["SET", &name, ""]],
        &[&["SET", &name, "\u{2}another format, long enough for a head"]],
        &[&["SET", &name, newest]],
        &[&["SETRANGE", &name, "12", "x"]],
        &[&["DEL", &name], &["LPUSH", &name, "a list"]],
        &[&["APPEND", &name, "x"], &["COPY", &name, &copy]],
    ];
    for damage in damages {
        let before = one.cached.outcomes();
        for command in damage {
            redis.cli(command);
        }
        assert_eq!(one.read("a", at).await, Some(1.0), "{damage:?}");
        let after = one.cached.outcomes();
        assert_eq!(before.redis_hits, after.redis_hits, "{damage:?}");
        // A value of another type is not read at all: it counts as nothing.
        assert_eq!(
            before.errors + before.misses + 1,
            after.errors + after.misses,
            "{damage:?}"
        );
        one.until_hit("a", at).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_are_stored_at_once_the_newest_stays() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let store = shared.processes[0].cached.source.store;
    let name = key("a").name(store);
    let put = |number: i64| {
        let called = name.clone();
        Put {
            name: name.clone(),
            damaged: Vec::new(),
            encode: Box::new(move || {
                let read_at = Revision::new(number).unwrap();
                codec::encode(&called, read_at, &Cells::<Period>::default())
            }),
        }
    };
    for process in &shared.processes {
        process.until_up().await;
    }
    // Beyond 32 bits, where the script compares halves.
    let newest = (7_i64 << 32) + 2_999;
    let mut seen = Revision::ZERO;
    for round in 0..30 {
        for (i, process) in (0..).zip(&shared.processes) {
            let link = process.cached.source.link.as_ref().unwrap();
            // Each number once, out of order: 1,009 and 3,000 have no common factor.
            let numbers = (0..50).map(|j| ((round * 2 + i) * 50 + j) * 1_009 % 3_000);
            let number = |n: i64| newest - n;
            link.put(
                numbers
                    .map(|n| put(if n % 2 == 0 { number(n) } else { n }))
                    .collect(),
            );
        }
        if let Some(held) = shared.processes[0].held("a").await {
            assert!(held >= seen, "{held} after {seen}");
            seen = held;
        }
    }
    eventually("all are stored", || async {
        shared.processes[1].held("a").await == Revision::new(newest)
    })
    .await;
    // Whatever comes now is older.
    let link = shared.processes[0].cached.source.link.as_ref().unwrap();
    redis.cli(&["CONFIG", "RESETSTAT"]);
    link.put((0..50).map(|n| put(newest - n)).collect());
    eventually("all are refused", || async {
        redis
            .cli(&["INFO", "commandstats"])
            .contains("cmdstat_evalsha:calls=50,")
    })
    .await;
    assert_eq!(shared.processes[0].held("a").await, Revision::new(newest));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_stay_right_while_redis_comes_and_goes() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Arc::new(Shared::new(&redis.uri()).await);
    let last = 150;
    shared.tell(of("a", 1.0)).await;
    let readers: Vec<_> = (0..4)
        .map(|i| {
            let shared = Arc::clone(&shared);
            tokio::spawn(async move {
                let process = &shared.processes[i % 2];
                loop {
                    process.cached.catch_up().await.unwrap();
                    // Batch n is revision n and has the value n.
                    let at = process.follower.head().revision;
                    assert_eq!(process.read("a", at).await, Some(at.get() as f64));
                    if at.get() == last {
                        return;
                    }
                }
            })
        })
        .collect();
    let mut seen = Revision::ZERO;
    for number in 2..=last {
        shared.write(of("a", number as f64)).await;
        match number % 30 {
            10 => redis.kill(),
            20 => {
                redis.restart();
                seen = Revision::ZERO;
            }
            25 => {
                redis.flush();
                seen = Revision::ZERO;
            }
            _ => {
                if let Some(held) = shared.processes[0].held("a").await {
                    assert!(held >= seen, "{held} after {seen}");
                    seen = held;
                }
            }
        }
    }
    for reader in readers {
        reader.await.unwrap();
    }
}
