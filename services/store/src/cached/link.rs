//! Reads and writes of entries in Redis.
//!
//! Reads that wait for Redis at the same time go there together, in one command: that is what makes many small reads
//! cheap. Writes happen off the reader's path, and are dropped when there are too many.

use std::{fmt, sync::Arc, time::Duration};

use futures_util::{StreamExt as _, future::try_join_all, stream};
use redis::{RedisResult, Script, Value};
use tokio::{
    sync::{Semaphore, mpsc, oneshot, watch},
    time::{Instant, timeout},
};
use tokio_util::task::AbortOnDropHandle;

use super::{
    line::{Connection, Line},
    url::RedisUrl,
};

#[cfg(test)]
mod tests;

/// Most names of one command.
const NAMES: usize = 1_000;

/// Most reads that go to Redis together.
const TOGETHER: usize = 256;

/// Commands under way at once.
const TURNS: usize = 2;

/// Reads whose entries are being stored at once; those of others are dropped meanwhile.
const STORING: usize = 64;

/// Entries of a read that are stored at once.
const STORED_AT_ONCE: usize = 16;

/// Longest time to store an entry.
const STORE_PATIENCE: Duration = Duration::from_secs(1);

/// Largest entry that is stored, in bytes: larger ones keep Redis from answering others in time.
const LARGEST: usize = 1 << 20;

/// How Redis is used.
#[derive(Debug, Clone, PartialEq)]
pub struct RedisOptions {
    /// Where it is.
    pub url: RedisUrl,
    /// How long an operation may take, and how long it may wait to be sent; past either the engine is read.
    pub timeout: Duration,
    /// How long an entry is kept after it was stored.
    pub time_to_live: Duration,
}

/// An entry to store.
pub(super) struct Put {
    pub(super) name: Vec<u8>,
    /// Bytes found under the name that are no entry; empty for none.
    pub(super) damaged: Vec<u8>,
    /// Writes the entry.
    pub(super) encode: Box<dyn Fn() -> Vec<u8> + Send>,
}

/// Values by name; `None` where there is none.
type Values = Vec<Option<Vec<u8>>>;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// Others' reads left no turn in time: nothing is known of Redis.
    Unasked,
    /// Redis is away, failed or took too long.
    Away,
}

/// Names that are asked for.
struct Ask {
    names: Vec<Vec<u8>>,
    /// When it is too late to send it.
    until: Instant,
    answer: oneshot::Sender<Result<Values, Unanswered>>,
}

/// Redis as the cache uses it. What is under way ends when it is dropped.
pub(super) struct Link {
    line: Arc<Line>,
    asks: mpsc::UnboundedSender<Ask>,
    storing: Arc<Semaphore>,
    store_newer: Arc<Script>,
    time_to_live: Duration,
    _keeping: AbortOnDropHandle<()>,
    _asking: AbortOnDropHandle<()>,
}

impl RedisOptions {
    /// Usual longest time of an operation.
    pub const TIMEOUT: Duration = Duration::from_millis(50);

    /// Redis somewhere, used as is usual: 50 ms for an operation, entries kept for a day.
    #[must_use]
    pub fn at(url: RedisUrl) -> Self {
        Self {
            url,
            timeout: Self::TIMEOUT,
            time_to_live: Duration::from_secs(24 * 60 * 60),
        }
    }
}

impl Link {
    /// Begins to connect, in the background.
    pub(super) fn open(options: RedisOptions) -> Self {
        let RedisOptions {
            url,
            timeout,
            time_to_live,
        } = options;
        let line = Arc::new(Line::new(url, timeout));
        let (asks, asked) = mpsc::unbounded_channel();
        Self {
            _keeping: AbortOnDropHandle::new(tokio::spawn(Arc::clone(&line).keep())),
            _asking: AbortOnDropHandle::new(tokio::spawn(ask(Arc::clone(&line), asked))),
            line,
            asks,
            storing: Arc::new(Semaphore::new(STORING)),
            store_newer: Arc::new(Script::new(include_str!("store_newer.lua"))),
            time_to_live,
        }
    }

    /// Whether Redis answers, as far as is known.
    pub(super) fn answers(&self) -> watch::Receiver<bool> {
        self.line.answers()
    }

    /// What stands under names.
    pub(super) async fn get(&self, names: Vec<Vec<u8>>) -> Result<Values, Unanswered> {
        self.ask(names, Instant::now() + self.line.patience).await
    }

    async fn ask(&self, names: Vec<Vec<u8>>, until: Instant) -> Result<Values, Unanswered> {
        if !self.line.is_up() {
            return Err(Unanswered::Away);
        }
        let (answer, answered) = oneshot::channel();
        let ask = Ask { names, until, answer };
        self.asks.send(ask).map_err(|_| Unanswered::Away)?;
        answered.await.unwrap_or(Err(Unanswered::Away))
    }

    /// Stores entries unless newer ones are there, later and if there is room.
    pub(super) fn put(&self, puts: Vec<Put>) {
        let Ok(permit) = Arc::clone(&self.storing).try_acquire_owned() else {
            return;
        };
        let (line, script) = (Arc::clone(&self.line), Arc::clone(&self.store_newer));
        let keep = u64::try_from(self.time_to_live.as_millis())
            .unwrap_or(u64::MAX)
            .max(1);
        tokio::spawn(async move {
            let store = |put| store(&line, &script, keep, put);
            stream::iter(puts)
                .for_each_concurrent(STORED_AT_ONCE, store)
                .await;
            drop(permit);
        });
    }
}

/// Stores an entry unless a newer one is there.
async fn store(line: &Line, script: &Script, keep: u64, put: Put) {
    let Some(mut held) = line.held() else { return };
    let Put {
        name,
        damaged,
        encode,
    } = put;
    let entry = encode();
    if entry.len() > LARGEST {
        return;
    }
    let mut call = script.key(name);
    call.arg(entry).arg(keep).arg(damaged);
    let stored: Result<RedisResult<Value>, _> =
        timeout(STORE_PATIENCE, call.invoke_async(&mut held.connection)).await;
    match stored {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => line.refused(&held, &error),
        Err(_) => line.was_slow(&held),
    }
}

/// Takes what is asked for to Redis, all that waits in one go.
async fn ask(line: Arc<Line>, mut asked: mpsc::UnboundedReceiver<Ask>) {
    let turns = Arc::new(Semaphore::new(TURNS));
    loop {
        let Ok(turn) = Arc::clone(&turns).acquire_owned().await else {
            return;
        };
        let mut asks = Vec::new();
        if asked.recv_many(&mut asks, TOGETHER).await == 0 {
            return;
        }
        let asks = in_time(asks);
        if asks.is_empty() {
            continue;
        }
        let line = Arc::clone(&line);
        tokio::spawn(async move {
            answer(&line, asks).await;
            drop(turn);
        });
    }
}

/// Leaves out what waited too long for its turn. That is no sign of a slow Redis, and not counted as one.
fn in_time(asks: Vec<Ask>) -> Vec<Ask> {
    let now = Instant::now();
    let (asks, late): (Vec<Ask>, Vec<Ask>) = asks.into_iter().partition(|ask| ask.until > now);
    for ask in late {
        // Who gave up waiting needs no answer.
        let _ = ask.answer.send(Err(Unanswered::Unasked));
    }
    asks
}

/// Answers what is asked for, timed from here on: Redis does not know how long it waited. Whoever gets no answer sees the channel closed.
async fn answer(line: &Line, asks: Vec<Ask>) {
    let Some(held) = line.held() else { return };
    let mut names = asks.iter().flat_map(|ask| &ask.names);
    let mut commands = Vec::new();
    loop {
        let some: Vec<&Vec<u8>> = names.by_ref().take(NAMES).collect();
        if some.is_empty() {
            break;
        }
        commands.push(get_all(held.connection.clone(), some));
    }
    match timeout(line.patience, try_join_all(commands)).await {
        Ok(Ok(values)) => {
            line.went_well();
            let mut values = values.into_iter().flatten();
            for ask in asks {
                // Who gave up waiting needs no answer.
                let _ = ask
                    .answer
                    .send(Ok(values.by_ref().take(ask.names.len()).collect()));
            }
        }
        Ok(Err(error)) => line.failed(&held, &error),
        Err(_) => line.was_slow(&held),
    }
}

/// What stands under names.
async fn get_all(mut connection: Connection, names: Vec<&Vec<u8>>) -> RedisResult<Values> {
    let bytes = names.iter().map(|name| name.len()).sum();
    let mut command = redis::Cmd::with_capacity(names.len() + 1, bytes);
    command.arg("MGET");
    for name in &names {
        command.arg(name.as_slice());
    }
    let Value::Array(values) = command.query_async(&mut connection).await? else {
        return Ok(vec![None; names.len()]);
    };
    let value = |value| {
        if let Value::BulkString(bytes) = value {
            Some(bytes)
        } else {
            None
        }
    };
    let mut values: Values = values.into_iter().map(value).collect();
    values.resize(names.len(), None);
    Ok(values)
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}
