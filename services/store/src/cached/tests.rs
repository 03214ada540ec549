//! The cache in memory; what Redis adds is tested beside.

use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};
use zhibiao_model::{
    ids::IndicatorCode,
    observation::{Figure, Observation},
};
use zhibiao_runtime::clock::Clock;
use zhibiao_testkit::observations::cell;

use super::*;
use crate::{
    cube::{Batch, Cube},
    sqlite::{Options, Sqlite},
};

/// Reads of the engine at once; more than there are in any test.
const TURNS: usize = 1_000;

/// Counts the keys that are read past the cache, and lets each read wait for its turn; without turns reads fail.
#[derive(Debug)]
struct Counting {
    inner: Arc<Sqlite>,
    keys: AtomicUsize,
    turns: Semaphore,
}

impl Counting {
    /// Keeps every read waiting until it is dropped.
    async fn shut(&self) -> SemaphorePermit<'_> {
        self.turns.acquire_many(TURNS as u32).await.unwrap()
    }
}

#[tonic::async_trait]
impl CubeReader for Counting {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        self.keys.fetch_add(keys.len(), Ordering::Relaxed);
        let _turn = self.turns.acquire().await.map_err(closed)?;
        self.inner.series(keys, at, detail).await
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        self.keys.fetch_add(keys.len(), Ordering::Relaxed);
        let _turn = self.turns.acquire().await.map_err(closed)?;
        self.inner.columns(keys, at, detail).await
    }
}

fn closed(error: AcquireError) -> EngineError {
    EngineError::Unavailable(error.to_string())
}

mod agreement;
mod faults;
mod flights;
mod shared;
mod topologies;

struct Fixture {
    _folder: TempDir,
    sqlite: Arc<Sqlite>,
    follower: Arc<Follower>,
    counting: Arc<Counting>,
    cached: Arc<Cached>,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            readers: 2,
            retention: 100,
            clock: Clock::system(),
        };
        let sqlite = Arc::new(Sqlite::open(folder.path(), options).unwrap().0);
        let follower = Arc::new(Follower::start(sqlite.clone()).await.unwrap());
        let counting = Arc::new(Counting {
            inner: Arc::clone(&sqlite),
            keys: AtomicUsize::new(0),
            turns: Semaphore::new(TURNS),
        });
        let layers = Layers {
            near_bytes: 1 << 20,
            redis: None,
        };
        let cached = Cached::new(counting.clone(), Arc::clone(&follower), layers, Arc::default());
        Self {
            _folder: folder,
            sqlite,
            follower,
            counting,
            cached: Arc::new(cached),
        }
    }

    async fn write(&self, cells: Vec<Observation>) -> Revision {
        let head = self.sqlite.head().await.unwrap().revision;
        let batch = Batch {
            id: format!("after-{head}"),
            digest: [0; 32],
            columns: Arc::new(cells.into_iter().collect()),
            catalog: Revision::ZERO,
            unchanged_since: None,
            traceparent: None,
        };
        let written = self.sqlite.write(batch).await.unwrap();
        self.follower.written(&written).await.unwrap();
        written.revision
    }

    async fn value(&self, code: &str, at: Revision) -> Option<f64> {
        let cells = self
            .cached
            .series(&[key(code)], at, Detail::Figures)
            .await
            .unwrap()
            .remove(0);
        cells.figures.first().and_then(Figure::value)
    }

    fn loads(&self) -> usize {
        self.counting.keys.swap(0, Ordering::Relaxed)
    }
}

fn key(code: &str) -> SeriesKey {
    SeriesKey {
        indicator: IndicatorCode::new(code).unwrap(),
        subject: "zones/x".parse().unwrap(),
    }
}

fn of(code: &str, value: f64) -> Vec<Observation> {
    vec![cell(code, "zones/x", "2023", value)]
}

#[tokio::test]
async fn what_did_not_change_is_read_once() {
    let fixture = Fixture::new().await;
    let first = fixture.write(of("a", 1.0)).await;
    let second = fixture.write(of("b", 2.0)).await;
    assert_eq!(fixture.value("a", second).await, Some(1.0));
    assert_eq!(fixture.loads(), 1);
    let third = fixture.write(of("b", 3.0)).await;
    for at in [first, second, third] {
        assert_eq!(fixture.value("a", at).await, Some(1.0));
    }
    assert_eq!(
        fixture.loads(),
        0,
        "another indicator's changes and earlier revisions need no read"
    );
}

#[tokio::test]
async fn a_change_outdates_and_the_past_stays_right() {
    let fixture = Fixture::new().await;
    let first = fixture.write(of("a", 1.0)).await;
    assert_eq!(fixture.value("a", first).await, Some(1.0));
    let second = fixture.write(of("a", 2.0)).await;
    assert_eq!(fixture.value("a", second).await, Some(2.0));
    assert_eq!(fixture.loads(), 2);
    // The past does not push the newer entry out.
    assert_eq!(fixture.value("a", first).await, Some(1.0));
    assert_eq!(fixture.loads(), 1);
    assert_eq!(fixture.value("a", second).await, Some(2.0));
    assert_eq!(fixture.loads(), 0);
}

#[tokio::test]
async fn what_is_unknown_at_start_is_read_again() {
    let fixture = Fixture::new().await;
    let first = fixture.write(of("a", 1.0)).await;
    let second = fixture.write(of("a", 2.0)).await;
    let follower = Arc::new(Follower::start(fixture.sqlite.clone()).await.unwrap());
    let code = IndicatorCode::new("a").unwrap();
    assert!(!follower.freshness(&code).same(second, first));
    assert!(follower.freshness(&code).same(second, second));
    assert!(
        !follower.freshness(&code).same(second, second.next()),
        "beyond the head nothing is known"
    );
}

#[tokio::test]
async fn a_stampede_is_one_read() {
    let fixture = Fixture::new().await;
    let at = fixture.write(of("a", 1.0)).await;
    let gate = fixture.counting.shut().await;
    let cached = &fixture.cached;
    let readers: Vec<_> = (0..50)
        .map(|_| {
            let cached = Arc::clone(cached);
            tokio::spawn(async move { cached.series(&[key("a")], at, Detail::Figures).await.unwrap() })
        })
        .collect();
    while fixture.counting.keys.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    drop(gate);
    for reader in readers {
        assert_eq!(reader.await.unwrap()[0].figures[0].value(), Some(1.0));
    }
    assert_eq!(fixture.loads(), 1);
    // Who comes after the read is done finds it in memory.
    let Outcomes {
        misses,
        folded,
        near_hits,
        ..
    } = fixture.cached.outcomes();
    assert_eq!((misses, folded + near_hits), (1, 49));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_read_is_stale_while_writers_write() {
    let fixture = Arc::new(Fixture::new().await);
    fixture.write(of("a", 1.0)).await;
    let reader = Arc::clone(&fixture);
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let fixture = Arc::clone(&reader);
            tokio::spawn(async move {
                loop {
                    // Batch n is revision n and has the value n.
                    let at = fixture.follower.head().revision;
                    assert_eq!(fixture.value("a", at).await, Some(at.get() as f64));
                    if at.get() == 150 {
                        return;
                    }
                }
            })
        })
        .collect();
    for number in 2..=150 {
        fixture.write(of("a", f64::from(number))).await;
    }
    for reader in readers {
        reader.await.unwrap();
    }
}
