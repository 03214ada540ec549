//! Two processes' caches over one engine, with one Redis between them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tempfile::TempDir;
use tokio::sync::Semaphore;
use zhibiao_model::{
    observation::{Figure, Observation},
    revision::Revision,
};
use zhibiao_runtime::clock::Clock;
use zhibiao_testkit::{eventually, observations::cell, redis::RedisServer};

use super::{super::*, Counting, TURNS, key, of};
use crate::{
    cube::Batch,
    sqlite::{Options, Sqlite},
};

/// A process: its own follower and cache, over the shared engine.
pub(super) struct Process {
    pub(super) counting: Arc<Counting>,
    pub(super) follower: Arc<Follower>,
    pub(super) cached: Arc<Cached>,
}

/// An engine and the processes that read it.
pub(super) struct Shared {
    pub(super) sqlite: Arc<Sqlite>,
    pub(super) processes: [Process; 2],
    _folder: TempDir,
}

impl Process {
    /// A process that gives Redis a second: what is slow on a busy machine is not what most of these tests are about.
    pub(super) async fn new(sqlite: &Arc<Sqlite>, near_bytes: u64, url: &str) -> Self {
        Self::with_timeout(sqlite, near_bytes, url, Duration::from_secs(1)).await
    }

    pub(super) async fn with_timeout(
        sqlite: &Arc<Sqlite>,
        near_bytes: u64,
        url: &str,
        timeout: Duration,
    ) -> Self {
        let follower = Arc::new(Follower::start(sqlite.clone()).await.unwrap());
        let counting = Arc::new(Counting {
            inner: Arc::clone(sqlite),
            keys: AtomicUsize::new(0),
            turns: Semaphore::new(TURNS),
        });
        let mut redis = RedisOptions::at(url.parse().unwrap());
        redis.timeout = timeout;
        let layers = Layers {
            near_bytes,
            redis: Some(redis),
        };
        let cached = Cached::new(counting.clone(), Arc::clone(&follower), layers, Arc::default());
        Self {
            counting,
            follower,
            cached: Arc::new(cached),
        }
    }

    pub(super) async fn read(&self, code: &str, at: Revision) -> Option<f64> {
        let cells = self
            .cached
            .series(&[key(code)], at, Detail::Figures)
            .await
            .unwrap()
            .remove(0);
        cells.figures.first().and_then(Figure::value)
    }

    /// Reads until Redis answers: it is there, and the entry is stored.
    pub(super) async fn until_hit(&self, code: &str, at: Revision) {
        eventually("redis answers", || async {
            let before = self.cached.outcomes().redis_hits;
            self.read(code, at).await;
            self.cached.outcomes().redis_hits > before
        })
        .await;
    }

    /// Waits until Redis is there.
    pub(super) async fn until_up(&self) {
        let link = self.cached.source.link.as_ref().unwrap();
        eventually("redis is there", || async { link.get(Vec::new()).await.is_ok() }).await;
    }

    /// The revision of the entry that Redis holds.
    pub(super) async fn held(&self, code: &str) -> Option<Revision> {
        let name = key(code).name(self.cached.source.store);
        let link = self.cached.source.link.as_ref().unwrap();
        let bytes = link.get(vec![name.clone()]).await.ok()?.remove(0)?;
        Some(codec::open(&name, &bytes).unwrap().read_at)
    }

    pub(super) fn loads(&self) -> usize {
        self.counting.keys.swap(0, Ordering::Relaxed)
    }
}

impl Shared {
    /// Processes without a cache in memory.
    pub(super) async fn new(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            readers: 2,
            retention: 1_000,
            clock: Clock::system(),
        };
        let sqlite = Arc::new(Sqlite::open(folder.path(), options).unwrap().0);
        let processes = [
            Process::new(&sqlite, 0, url).await,
            Process::new(&sqlite, 0, url).await,
        ];
        Self {
            sqlite,
            processes,
            _folder: folder,
        }
    }

    /// Writes without telling anybody.
    pub(super) async fn write(&self, cells: Vec<Observation>) -> Revision {
        let head = self.sqlite.head().await.unwrap().revision;
        let batch = Batch {
            id: format!("after-{head}"),
            digest: [0; 32],
            columns: Arc::new(cells.into_iter().collect()),
            catalog: Revision::ZERO,
            unchanged_since: None,
            traceparent: None,
        };
        self.sqlite.write(batch).await.unwrap().revision
    }

    /// Writes, and both processes know.
    pub(super) async fn tell(&self, cells: Vec<Observation>) -> Revision {
        let at = self.write(cells).await;
        for process in &self.processes {
            process.cached.catch_up().await.unwrap();
        }
        at
    }
}

#[tokio::test]
async fn what_one_process_reads_the_other_finds() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, other] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    one.until_up().await;
    other.until_up().await;
    assert_eq!(one.read("a", at).await, Some(1.0));
    assert_eq!(one.cached.outcomes().misses, 1);
    eventually("the entry is stored", || async {
        one.held("a").await == Some(at)
    })
    .await;
    assert_eq!(other.read("a", at).await, Some(1.0));
    assert_eq!((other.cached.outcomes().redis_hits, other.loads()), (1, 0));
    // Another indicator's change leaves it as it is.
    let later = shared.tell(of("b", 2.0)).await;
    assert_eq!(other.read("a", later).await, Some(1.0));
    assert_eq!((other.cached.outcomes().redis_hits, other.loads()), (2, 0));
    let kept = redis.cli(&[
        "PTTL",
        &String::from_utf8(key("a").name(one.cached.source.store)).unwrap(),
    ]);
    assert!(kept.parse::<u64>().unwrap() <= 24 * 60 * 60 * 1_000, "{kept}");
}

#[tokio::test]
async fn columns_are_shared_too() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, other] = &shared.processes;
    let cells = (0..50).map(|i| cell("a", &format!("zones/z{i}"), "2023", f64::from(i)));
    let at = shared.tell(cells.collect()).await;
    let column = [ColumnKey {
        indicator: key("a").indicator,
        period: "2023".parse().unwrap(),
    }];
    one.until_up().await;
    let read = one.cached.columns(&column, at, Detail::Figures).await.unwrap();
    eventually("the entry answers", || async {
        let found = other.cached.columns(&column, at, Detail::Figures).await.unwrap();
        assert_eq!(found, read);
        other.cached.outcomes().redis_hits > 0
    })
    .await;
    // Sources are not cached: they come from the engine.
    let sources = other.cached.columns(&column, at, Detail::Sources).await.unwrap();
    assert_eq!(sources[0].sources.len(), 50);
}

#[tokio::test]
async fn a_change_outdates_and_a_late_process_takes_nothing_back() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, late] = &shared.processes;
    let first = shared.tell(of("a", 1.0)).await;
    one.until_up().await;
    late.until_up().await;
    one.until_hit("a", first).await;
    let second = shared.write(of("a", 2.0)).await;
    one.cached.catch_up().await.unwrap();
    let before = one.cached.outcomes().too_old;
    assert_eq!(one.read("a", second).await, Some(2.0));
    assert_eq!(one.cached.outcomes().too_old, before + 1);
    eventually("the newer one is stored", || async {
        one.held("a").await == Some(second)
    })
    .await;
    // The late process does not know of the change: it may not take the newer entry, nor put the older one back.
    assert_eq!(late.follower.head().revision, first);
    assert_eq!(late.read("a", first).await, Some(1.0));
    assert_eq!((late.cached.outcomes().too_old, late.loads()), (1, 1));
    // The past is read from the engine, and the entry stays.
    assert_eq!(one.read("a", first).await, Some(1.0));
    one.until_hit("a", second).await;
    assert_eq!(late.held("a").await, Some(second));
}

#[tokio::test]
async fn many_keys_are_one_round_trip() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, _] = &shared.processes;
    let codes: Vec<String> = (0..200).map(|i| format!("i{i}")).collect();
    let cells = codes.iter().flat_map(|code| of(code, 1.0)).collect();
    let at = shared.tell(cells).await;
    one.until_up().await;
    let keys: Vec<SeriesKey> = codes.iter().map(|code| key(code)).collect();
    eventually("all are stored", || async {
        one.cached.series(&keys, at, Detail::Figures).await.unwrap();
        redis.cli(&["DBSIZE"]) == "200"
    })
    .await;
    redis.cli(&["CONFIG", "RESETSTAT"]);
    let before = one.cached.outcomes().redis_hits;
    let read = one.cached.series(&keys, at, Detail::Figures).await.unwrap();
    assert!(read.iter().all(|cells| cells.figures[0].value() == Some(1.0)));
    assert_eq!(one.cached.outcomes().redis_hits, before + 200);
    let stats = redis.cli(&["INFO", "commandstats"]);
    assert!(stats.contains("cmdstat_mget:calls=1,"), "{stats}");
}

#[tokio::test]
async fn a_stampede_is_one_read_also_without_a_near_cache() {
    let Some(redis) = RedisServer::start() else { return };
    let shared = Shared::new(&redis.uri()).await;
    let [one, _] = &shared.processes;
    let at = shared.tell(of("a", 1.0)).await;
    one.until_up().await;
    let gate = one.counting.shut().await;
    let readers: Vec<_> = (0..50)
        .map(|_| {
            let cached = Arc::clone(&one.cached);
            tokio::spawn(async move { cached.series(&[key("a")], at, Detail::Figures).await.unwrap() })
        })
        .collect();
    eventually("somebody reads the engine", || async {
        one.counting.keys.load(Ordering::Relaxed) > 0
    })
    .await;
    drop(gate);
    for reader in readers {
        assert_eq!(reader.await.unwrap()[0].figures[0].value(), Some(1.0));
    }
    assert_eq!(one.loads(), 1);
    assert_eq!(
        (one.cached.outcomes().misses, one.cached.outcomes().folded),
        (1, 49)
    );
}
