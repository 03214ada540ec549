//! Follows the change log: the head as this process knows it, and when each indicator last changed.
//!
//! Own commits are told at once; those of other processes when the engine hears of them, or else by a slow poll. What is
//! known here is always a whole prefix of the log, so that a cached value can be checked against it.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use zhibiao_model::{ids::IndicatorCode, revision::Revision};
use zhibiao_runtime::{health::Answers, outage::Outage};

use crate::{
    cube::{Cube, Head, LogEntry, LogError, LogKind, Written},
    error::EngineError,
};

/// Entries of the log that are read at a time.
const PAGE: usize = 256;

/// Revisions before the head that are read back at the start.
const READ_BACK: i64 = 1_000;

/// What is known of the change log.
pub(crate) struct Follower {
    cube: Arc<dyn Cube>,
    known: RwLock<Known>,
    heads: watch::Sender<Head>,
    /// Whether the engine answered when it was last looked for commits.
    answers: Answers,
}

#[derive(Debug)]
struct Known {
    head: Head,
    /// Nothing is known of single indicators up to here: all may have changed then.
    floor: Revision,
    changed: HashMap<IndicatorCode, Revision>,
}

/// How far an indicator is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Freshness {
    /// Everything up to this revision is known.
    pub(crate) head: Revision,
    /// The last revision up to the head that may have changed the indicator's cells.
    pub(crate) changed: Revision,
}

impl Freshness {
    /// Whether what was read at one revision is what would be read at another.
    pub(crate) fn same(self, read: Revision, asked: Revision) -> bool {
        read == asked || (read.max(asked) <= self.head && self.changed <= read.min(asked))
    }
}

impl Known {
    /// What the last revisions up to a head, so many, tell.
    async fn before(cube: &dyn Cube, head: Head, revisions: i64) -> Result<Self, EngineError> {
        let floor = head.revision.get().saturating_sub(revisions);
        let mut floor = Revision::new(floor).unwrap_or_default();
        let mut changed = HashMap::new();
        let mut read = floor;
        while read < head.revision {
            match cube.log(read, PAGE).await {
                Ok(entries) if !entries.is_empty() => {
                    for entry in entries
                        .into_iter()
                        .filter(|entry| entry.revision <= head.revision)
                    {
                        let touched = entry.touched.into_iter();
                        changed.extend(touched.map(|code| (code, entry.revision)));
                        read = entry.revision;
                    }
                }
                // What is left of the log is told by nobody else; not to know it costs reads, and no more.
                Ok(_) | Err(LogError::Trimmed(_)) => {
                    floor = head.revision;
                    changed.clear();
                    break;
                }
                Err(LogError::Engine(error)) => return Err(error),
            }
        }
        Ok(Self { head, floor, changed })
    }
}

impl Follower {
    /// Begins at the newest revision. A part of the log before it is read back, so that what was cached of the
    /// indicators that have not changed since is still known to be current.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) async fn start(cube: Arc<dyn Cube>) -> Result<Self, EngineError> {
        let head = cube.head().await?;
        let known = Known::before(cube.as_ref(), head, READ_BACK).await?;
        Ok(Self {
            cube,
            known: RwLock::new(known),
            heads: watch::Sender::new(head),
            answers: Answers::new(true),
        })
    }

    /// The newest head known.
    pub(crate) fn head(&self) -> Head {
        self.read().head
    }

    /// Wakes up when the head moves.
    pub(crate) fn subscribe(&self) -> watch::Receiver<Head> {
        self.heads.subscribe()
    }

    /// Whether the engine answers, as far as is known.
    pub(crate) fn answers(&self) -> watch::Receiver<bool> {
        self.answers.subscribe()
    }

    /// How far an indicator is known.
    pub(crate) fn freshness(&self, indicator: &IndicatorCode) -> Freshness {
        let known = self.read();
        let changed = known.changed.get(indicator).copied().unwrap_or(known.floor);
        Freshness {
            head: known.head.revision,
            changed,
        }
    }

    /// Takes note of an own commit before it is acknowledged.
    ///
    /// # Errors
    /// When commits of others came between and the engine fails to tell them.
    pub(crate) async fn written(&self, written: &Written) -> Result<(), EngineError> {
        let entry = LogEntry {
            revision: written.revision,
            committed_at: written.committed_at,
            kind: LogKind::Observations,
            batch_id: String::new(),
            traceparent: None,
            touched: written.touched.clone(),
            fragments: 0,
        };
        if self.advance(&[entry]) < written.revision {
            self.catch_up().await?;
        }
        Ok(())
    }

    /// Reads what was committed since.
    ///
    /// # Errors
    /// When the engine fails.
    pub(crate) async fn catch_up(&self) -> Result<Head, EngineError> {
        let newest = self.cube.head().await?;
        loop {
            let head = self.head();
            if head.revision >= newest.revision {
                return Ok(head);
            }
            match self.cube.log(head.revision, PAGE).await {
                Ok(entries) if entries.is_empty() => return Ok(head),
                Ok(entries) => {
                    self.advance(&entries);
                }
                Err(LogError::Trimmed(_)) => self.begin_anew(newest),
                Err(LogError::Engine(error)) => return Err(error),
            }
        }
    }

    /// Polls for commits of other processes until shutdown.
    pub(crate) async fn run(self: Arc<Self>, every: Duration, shutdown: CancellationToken) {
        let mut outage = Outage::default();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = self.cube.heard() => {}
                () = tokio::time::sleep(every) => {}
            }
            match self.answers.ask(self.catch_up()).await {
                Ok(_) if outage.end() => tracing::warn!("change log is followed again"),
                Ok(_) => {}
                Err(error) if outage.is_due() => tracing::warn!(%error, "change log can't be followed"),
                Err(_) => {}
            }
        }
    }

    /// Takes note of entries that follow the head; gives the head's revision then.
    fn advance(&self, entries: &[LogEntry]) -> Revision {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.head.revision;
        for entry in entries {
            if entry.revision != known.head.revision.next() {
                continue;
            }
            known.head.revision = entry.revision;
            known.head.committed_at = entry.committed_at;
            if entry.kind == LogKind::Catalog {
                known.head.catalog = entry.revision;
            }
            for indicator in &entry.touched {
                known.changed.insert(indicator.clone(), entry.revision);
            }
        }
        let head = known.head;
        if head.revision > before {
            self.heads.send_replace(head);
        }
        head.revision
    }

    /// Forgets what is known of single indicators.
    fn begin_anew(&self, head: Head) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if head.revision > known.head.revision {
            *known = Known {
                head,
                floor: head.revision,
                changed: HashMap::new(),
            };
            self.heads.send_replace(head);
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follower")
            .field("head", &self.head())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_runtime::clock::Clock;
    use zhibiao_testkit::observations::cell;

    use super::*;
    use crate::{
        cube::Batch,
        sqlite::{Options, Sqlite},
    };

    async fn write(cube: &Sqlite, code: &str) -> Written {
        let head = cube.head().await.unwrap().revision;
        let batch = Batch {
            id: format!("after-{head}"),
            digest: [0; 32],
            columns: Arc::new(
                [cell(code, "zones/x", "2023", head.get() as f64)]
                    .into_iter()
                    .collect(),
            ),
            catalog: Revision::ZERO,
            unchanged_since: None,
            traceparent: None,
        };
        cube.write(batch).await.unwrap()
    }

    async fn begin(folder: &tempfile::TempDir) -> (Arc<Sqlite>, Arc<Follower>) {
        let options = Options {
            readers: 1,
            retention: 2,
            clock: Clock::system(),
        };
        let cube = Arc::new(Sqlite::open(folder.path(), options).unwrap().0);
        let follower = Arc::new(Follower::start(cube.clone()).await.unwrap());
        (cube, follower)
    }

    fn changed(follower: &Follower, code: &str) -> i64 {
        follower
            .freshness(&IndicatorCode::new(code).unwrap())
            .changed
            .get()
    }

    #[tokio::test]
    async fn commits_told_out_of_order_leave_no_gap() {
        let folder = tempfile::tempdir().unwrap();
        let (cube, follower) = begin(&folder).await;
        let (first, second) = (write(&cube, "a").await, write(&cube, "b").await);
        follower.written(&second).await.unwrap();
        assert_eq!(follower.head().revision, second.revision);
        assert_eq!((changed(&follower, "a"), changed(&follower, "b")), (1, 2));
        follower.written(&first).await.unwrap();
        assert_eq!(follower.head().revision, second.revision);
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_told_is_found_by_looking() {
        let folder = tempfile::tempdir().unwrap();
        let (cube, follower) = begin(&folder).await;
        let mut heads = follower.subscribe();
        let shutdown = CancellationToken::new();
        let every = Duration::from_secs(2);
        let running = tokio::spawn(Arc::clone(&follower).run(every, shutdown.clone()));
        let written = write(&cube, "a").await;
        let found = heads
            .wait_for(|head| head.revision == written.revision)
            .await
            .unwrap()
            .revision;
        assert_eq!((found, changed(&follower, "a")), (written.revision, 1));
        shutdown.cancel();
        running.await.unwrap();
    }

    #[tokio::test]
    async fn the_last_part_of_the_log_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let (cube, _) = begin(&folder).await;
        write(&cube, "a").await;
        write(&cube, "b").await;
        let again = Follower::start(cube.clone()).await.unwrap();
        assert_eq!(["a", "b", "c"].map(|code| changed(&again, code)), [1, 2, 0]);
        let head = again.head();
        let last = Known::before(cube.as_ref(), head, 1).await.unwrap();
        assert_eq!((last.floor.get(), last.changed.len()), (1, 1));
        for _ in 0..2 {
            write(&cube, "a").await;
        }
        let trimmed = Follower::start(cube.clone()).await.unwrap();
        assert_eq!(["a", "b", "c"].map(|code| changed(&trimmed, code)), [4, 4, 4]);
    }

    #[tokio::test]
    async fn past_a_trimmed_log_everything_may_have_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (cube, follower) = begin(&folder).await;
        for _ in 0..5 {
            write(&cube, "a").await;
        }
        assert_eq!(follower.catch_up().await.unwrap().revision.get(), 5);
        assert_eq!((changed(&follower, "a"), changed(&follower, "b")), (5, 5));
    }
}
