//! One read model through its layers: memory, Redis, the engine.

use std::{fmt, sync::Arc};

use moka::{ops::compute::Op, sync::Cache};
use tracing::Instrument as _;
use zhibiao_model::{observation::Figure, revision::Revision};

use zhibiao_runtime::telemetry::{InContext as _, KeyValue, annotate, attributes};

use super::{
    Source,
    codec::{self, Damaged},
    flights::{Flights, Followed, Led, Missing, ROUNDS},
    key::{CellsOf, Entry, Key},
    link::{Put, Unanswered},
    outcomes::Outcomes,
};
use crate::error::EngineError;

/// Memory of an entry besides its cells, in bytes: keys, counters, the cache's own nodes.
const OVERHEAD: usize = 256;

/// One of the read models.
#[derive(Clone)]
pub(super) struct Shelf<K: Key> {
    /// Entries in memory; none without a near cache.
    near: Option<Cache<K, Arc<Entry<K>>>>,
    flights: Flights<K>,
}

/// What Redis has of a key.
enum Seen<K: Key> {
    /// What is asked for.
    Current(Arc<Entry<K>>),
    /// The key at another time.
    OtherTime(Revision),
    /// Nothing.
    Nothing,
    /// Bytes that are no entry.
    Damaged(Vec<u8>),
    /// It was not asked: too many are.
    Unasked,
    /// It can't be asked.
    Away,
}

/// What memory has of the keys of a read.
struct Recalled<K: Key> {
    /// The cells of each key; `None` where they are missing.
    answers: Vec<Option<CellsOf<K>>>,
    missing: Vec<Missing>,
    /// Those of the missing whose entry is of another time, ascending.
    outdated: Vec<usize>,
}

/// A key that is read from the engine.
struct Load<K: Key> {
    led: Led<K>,
    /// What it is called in Redis, and what was seen there.
    name: Vec<u8>,
    seen: Seen<K>,
}

impl<K: Key> Shelf<K> {
    /// A shelf with so many bytes in memory.
    pub(super) fn new(bytes: u64) -> Self {
        let weigh = |_: &K, entry: &Arc<Entry<K>>| {
            let cell = size_of::<K::Along>() + size_of::<Figure>() + size_of::<Revision>() + K::ENCODED;
            u32::try_from(OVERHEAD + cell * entry.cells.keys.len()).unwrap_or(u32::MAX)
        };
        let near = || Cache::builder().max_capacity(bytes).weigher(weigh).build();
        Self {
            near: (bytes > 0).then(near),
            flights: Flights::default(),
        }
    }

    /// The cells of all keys at a revision: from memory where they are current, looked up together where they are not.
    pub(super) async fn read(
        &self,
        source: &Arc<Source>,
        keys: &[K],
        at: Revision,
    ) -> Result<Vec<CellsOf<K>>, EngineError> {
        let Recalled {
            mut answers,
            mut missing,
            outdated,
        } = self.recall(source, keys, at);
        let mut outcomes = Outcomes {
            near_hits: (keys.len() - missing.len()) as u64,
            ..Outcomes::default()
        };
        let was_outdated = |index| outdated.binary_search(&index).is_ok();
        for _ in 0..ROUNDS {
            if missing.is_empty() {
                break;
            }
            let same = |key: &K, other| source.current(key, other, at);
            let (led, mut followed) = self.flights.take_off(keys, missing, at, same);
            let waiting = async {
                Followed::wait(&mut followed).await;
                Ok(())
            };
            let leading = self.lead(led, source, at, was_outdated, &mut outcomes);
            let (looked_up, ()) = tokio::try_join!(leading, waiting)?;
            for (index, cells) in looked_up {
                answers[index] = Some(cells);
            }
            missing = Vec::new();
            for other in followed {
                let index = other.index;
                match other.landed() {
                    Ok(entry) => {
                        outcomes.folded += 1;
                        answers[index] = Some(Arc::clone(&entry.cells));
                    }
                    Err(still) => missing.push(still),
                }
            }
        }
        if let Some(missing) = missing.into_iter().next() {
            return Err(missing.failure());
        }
        source.ledger.add(&outcomes);
        annotate(|| KeyValue::new(attributes::CACHE_OUTCOME, outcomes.costliest()));
        let incomplete = || EngineError::Failed("a read gave fewer answers than keys".to_owned());
        answers
            .into_iter()
            .map(|cells| cells.ok_or_else(incomplete))
            .collect()
    }

    /// What memory has of keys.
    fn recall(&self, source: &Source, keys: &[K], at: Revision) -> Recalled<K> {
        let mut recalled = Recalled {
            answers: Vec::with_capacity(keys.len()),
            missing: Vec::new(),
            outdated: Vec::new(),
        };
        for (index, key) in keys.iter().enumerate() {
            let entry = self.near.as_ref().and_then(|near| near.get(key));
            match entry {
                Some(entry) if source.current(key, entry.read_at, at) => {
                    recalled.answers.push(Some(Arc::clone(&entry.cells)));
                    continue;
                }
                Some(_) => recalled.outdated.push(index),
                None => {}
            }
            recalled.answers.push(None);
            recalled.missing.push(Missing::new(index));
        }
        recalled
    }

    /// Looks up the keys that this caller leads, keeps what was read and tells those who wait.
    async fn lead(
        &self,
        led: Vec<Led<K>>,
        source: &Arc<Source>,
        at: Revision,
        was_outdated: impl Fn(usize) -> bool,
        outcomes: &mut Outcomes,
    ) -> Result<Vec<(usize, CellsOf<K>)>, EngineError> {
        let mut answers = Vec::with_capacity(led.len());
        if led.is_empty() {
            return Ok(answers);
        }
        let (names, seen) = self.ask_redis(&led, source, at).await;
        let mut loads = Vec::new();
        for ((led, name), seen) in led.into_iter().zip(names).zip(seen) {
            let outcome = match &seen {
                Seen::Current(entry) => {
                    outcomes.redis_hits += 1;
                    self.keep(led.key.clone(), entry);
                    answers.push((led.index, Arc::clone(&entry.cells)));
                    led.land(Arc::clone(entry));
                    continue;
                }
                Seen::OtherTime(_) => &mut outcomes.too_old,
                Seen::Damaged(_) | Seen::Away => &mut outcomes.errors,
                Seen::Nothing | Seen::Unasked if was_outdated(led.index) => &mut outcomes.too_old,
                Seen::Nothing | Seen::Unasked => &mut outcomes.misses,
            };
            *outcome += 1;
            loads.push(Load { led, name, seen });
        }
        if !loads.is_empty() {
            // It goes on when this caller does not: others wait for it.
            let load = load(self.clone(), Arc::clone(source), loads, at);
            let ended = tokio::spawn(load.in_current_span().with_current_context()).await;
            let broken = |error| EngineError::Failed(format!("a load broke off: {error}"));
            answers.extend(ended.map_err(broken)??);
        }
        Ok(answers)
    }

    /// What Redis has of keys, and what they are called there.
    async fn ask_redis(&self, led: &[Led<K>], source: &Source, at: Revision) -> (Vec<Vec<u8>>, Vec<Seen<K>>) {
        let Some(link) = &source.link else {
            return (
                vec![Vec::new(); led.len()],
                led.iter().map(|_| Seen::Nothing).collect(),
            );
        };
        let names: Vec<Vec<u8>> = led.iter().map(|led| led.key.name(source.store)).collect();
        let values = match link.get(names.clone()).await {
            Ok(values) => values,
            Err(Unanswered::Unasked) => return (names, led.iter().map(|_| Seen::Unasked).collect()),
            Err(Unanswered::Away) => return (names, led.iter().map(|_| Seen::Away).collect()),
        };
        let mut values = values.into_iter();
        let mut see = |(led, name): (&Led<K>, &Vec<u8>)| match values.next().flatten() {
            Some(bytes) => see(&led.key, name, bytes, source, at),
            None => Seen::Nothing,
        };
        let seen = led.iter().zip(&names).map(&mut see).collect();
        (names, seen)
    }

    /// Keeps an entry unless a newer one is there: an entry never goes back in time.
    fn keep(&self, key: K, entry: &Arc<Entry<K>>) {
        let Some(near) = &self.near else { return };
        near.entry(key).and_compute_with(|known| match known {
            Some(known) if known.value().read_at >= entry.read_at => Op::Nop,
            Some(_) | None => Op::Put(Arc::clone(entry)),
        });
    }
}

/// Reads keys from the engine, keeps what was read and tells those who wait.
async fn load<K: Key>(
    shelf: Shelf<K>,
    source: Arc<Source>,
    loads: Vec<Load<K>>,
    at: Revision,
) -> Result<Vec<(usize, CellsOf<K>)>, EngineError> {
    let wanted: Vec<K> = loads.iter().map(|load| load.led.key.clone()).collect();
    let loaded = match K::load(source.inner.as_ref(), &wanted, at).await {
        Ok(loaded) => loaded,
        Err(error) => {
            drop(source);
            for load in loads {
                load.led.fail(error.clone());
            }
            return Err(error);
        }
    };
    let (mut answers, mut puts, mut landing) = (Vec::new(), Vec::new(), Vec::new());
    for (Load { led, name, seen }, cells) in loads.into_iter().zip(loaded) {
        let entry = Arc::new(Entry {
            read_at: at,
            cells: Arc::clone(&cells),
        });
        shelf.keep(led.key.clone(), &entry);
        puts.extend(seen.put(name, Arc::clone(&entry)));
        answers.push((led.index, cells));
        landing.push((led, entry));
    }
    if let Some(link) = &source.link
        && !puts.is_empty()
    {
        link.put(puts);
    }
    // Who has been answered may close the engine, which nobody else may hold then.
    drop(source);
    for (led, entry) in landing {
        led.land(entry);
    }
    Ok(answers)
}

/// What the bytes under a name are worth to a read.
fn see<K: Key>(key: &K, name: &[u8], bytes: Vec<u8>, source: &Source, at: Revision) -> Seen<K> {
    let entry = || {
        let sealed = codec::open(name, &bytes)?;
        let read_at = sealed.read_at;
        if !source.current(key, read_at, at) {
            return Ok(Seen::OtherTime(read_at));
        }
        let cells = Arc::new(sealed.cells()?);
        Ok(Seen::Current(Arc::new(Entry { read_at, cells })))
    };
    match entry() {
        Ok(seen) => seen,
        Err(Damaged) => Seen::Damaged(bytes),
    }
}

impl<K: Key> Seen<K> {
    /// What to put into Redis after the engine was read, if anything.
    fn put(self, name: Vec<u8>, entry: Arc<Entry<K>>) -> Option<Put> {
        let damaged = match self {
            Self::OtherTime(held) if held >= entry.read_at => return None,
            Self::Current(_) | Self::Unasked | Self::Away => return None,
            Self::OtherTime(_) | Self::Nothing => Vec::new(),
            Self::Damaged(bytes) => bytes,
        };
        let called = name.clone();
        Some(Put {
            name,
            damaged,
            encode: Box::new(move || codec::encode(&called, entry.read_at, &entry.cells)),
        })
    }
}

impl<K: Key> fmt::Debug for Shelf<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}
