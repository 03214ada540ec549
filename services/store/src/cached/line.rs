//! The connection to Redis: made in the background, given up when it fails, made anew.
//!
//! While there is none nobody waits for Redis: that is the breaker. One probe at a time, off every caller's path, tries
//! to connect again.

use std::{
    fmt,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use redis::{
    Cmd, ErrorKind, Pipeline, RedisError, RedisFuture, RedisResult, ServerErrorKind, Value,
    aio::{ConnectionLike, MultiplexedConnection},
    cluster_async::ClusterConnection,
};
use tokio::{
    sync::{Notify, watch},
    time::timeout,
};
use zhibiao_runtime::health::Answers;

use super::url::RedisUrl;

/// Time between attempts to connect.
const PAUSE: Duration = Duration::from_millis(250);

/// Longest attempt to connect.
const CONNECTING: Duration = Duration::from_secs(2);

/// Time between looks whether it still answers, however seldom it is asked for entries.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Operations in a row that may take too long before the connection is given up.
const SLOW: u32 = 3;

/// A connection that can be shared.
#[derive(Clone)]
pub(super) enum Connection {
    /// To one server, the only one or the one that a Sentinel names.
    Server(MultiplexedConnection),
    /// To the servers of a Cluster.
    Cluster(ClusterConnection),
}

/// A connection and which one it is, so that its end is noted once.
#[derive(Clone)]
pub(super) struct Held {
    number: u64,
    pub(super) connection: Connection,
}

/// The way to Redis.
pub(super) struct Line {
    url: RedisUrl,
    /// How long an operation may take.
    pub(super) patience: Duration,
    held: RwLock<Option<Held>>,
    /// Operations in a row that took too long.
    slow: AtomicU32,
    given_up: Notify,
    /// Whether there is a connection.
    answers: Answers,
}

impl Line {
    pub(super) fn new(url: RedisUrl, patience: Duration) -> Self {
        Self {
            url,
            patience,
            held: RwLock::new(None),
            slow: AtomicU32::new(0),
            given_up: Notify::new(),
            answers: Answers::new(false),
        }
    }

    /// Whether Redis answers, as far as is known.
    pub(super) fn answers(&self) -> watch::Receiver<bool> {
        self.answers.subscribe()
    }

    /// The connection; `None` while Redis is away.
    pub(super) fn held(&self) -> Option<Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether there is a connection.
    pub(super) fn is_up(&self) -> bool {
        self.held.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Takes note of an operation that went well.
    pub(super) fn went_well(&self) {
        if self.slow.load(Ordering::Relaxed) > 0 {
            self.slow.store(0, Ordering::Relaxed);
        }
    }

    /// Takes note of an operation that took too long.
    pub(super) fn was_slow(&self, held: &Held) {
        if self.slow.fetch_add(1, Ordering::Relaxed) + 1 >= SLOW {
            self.give_up(held, &"it answers too slowly");
        }
    }

    /// Takes note of a read that failed.
    pub(super) fn failed(&self, held: &Held, error: &RedisError) {
        self.give_up(held, error);
    }

    /// Takes note of a write that failed. Being full, say, leaves reads as they are.
    pub(super) fn refused(&self, held: &Held, error: &RedisError) {
        let no_master = error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly);
        if no_master || error.is_unrecoverable_error() {
            self.give_up(held, error);
        } else {
            tracing::debug!(%error, "redis did not take an entry");
        }
    }

    fn give_up(&self, held: &Held, why: &dyn fmt::Display) {
        let mut current = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if current
            .as_ref()
            .is_some_and(|current| current.number == held.number)
        {
            *current = None;
            self.answers.set(false);
            tracing::warn!(%why, redis = %self.url, "redis is given up for a while; reads go on without it");
            self.given_up.notify_one();
        }
    }

    /// Connects, again and again, as long as it is run.
    pub(super) async fn keep(self: Arc<Self>) {
        let mut told = false;
        for number in 0.. {
            match self.connect().await {
                Ok(connection) => {
                    tracing::info!(redis = %self.url, "redis is there");
                    told = false;
                    self.slow.store(0, Ordering::Relaxed);
                    let held = Held { number, connection };
                    *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held.clone());
                    self.answers.set(true);
                    tokio::select! {
                        () = self.given_up.notified() => {}
                        () = self.look_after(held) => {}
                    }
                }
                Err(error) if !told => {
                    tracing::warn!(%error, redis = %self.url, "redis is not there; reads go on without it");
                    told = true;
                }
                Err(_) => {}
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Notices that Redis is gone while nobody reads.
    async fn look_after(&self, mut held: Held) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let ping = redis::cmd("PING");
            match timeout(self.patience, ping.exec_async(&mut held.connection)).await {
                Ok(Ok(())) => self.went_well(),
                Ok(Err(error)) => self.failed(&held, &error),
                Err(_) => self.was_slow(&held),
            }
        }
    }

    /// A connection that answers in time.
    async fn connect(&self) -> RedisResult<Connection> {
        let too_slow = |_| RedisError::from((ErrorKind::Io, "it does not answer in time"));
        let mut connection = timeout(CONNECTING, self.url.connect())
            .await
            .map_err(too_slow)??;
        let ping = redis::cmd("PING");
        timeout(self.patience, ping.exec_async(&mut connection))
            .await
            .map_err(too_slow)??;
        Ok(connection)
    }
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Server(connection) => connection.req_packed_command(command),
            Self::Cluster(connection) => connection.req_packed_command(command),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Server(connection) => connection.req_packed_commands(pipeline, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Server(connection) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
