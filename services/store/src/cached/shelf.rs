//! One read model through its layers: memory, Redis, the engine.

use std::{fmt, sync::Arc};

use moka::{ops::compute::Op, sync::Cache};
use zhibiao_model::{observation::Figure, revision::Revision};

use super::{
    Source,
    codec::{self, Damaged},
    flights::{Flights, Lead, Led},
    key::{CellsOf, Entry, Key},
    link::Put,
    outcomes::Outcomes,
};
use crate::error::EngineError;

/// Memory of an entry besides its cells, in bytes: keys, counters, the cache's own nodes.
const OVERHEAD: usize = 256;

/// One of the read models.
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
    /// It can't be asked.
    Away,
}

impl<K: Key> Shelf<K> {
    /// A shelf with so many bytes in memory.
    pub(super) fn new(bytes: u64) -> Self {
        let weigh = |_: &K, entry: &Arc<Entry<K>>| {
            let cell = size_of::<K::Along>() + size_of::<Figure>() + size_of::<Revision>();
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
        source: &Source,
        keys: &[K],
        at: Revision,
    ) -> Result<Vec<CellsOf<K>>, EngineError> {
        let mut outcomes = Outcomes::default();
        let mut answers = Vec::with_capacity(keys.len());
        let mut missing = Vec::new();
        // Keys whose entry in memory is of another time.
        let mut outdated = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            let entry = self.near.as_ref().and_then(|near| near.get(key));
            match entry {
                Some(entry) if source.current(key, entry.read_at, at) => {
                    outcomes.near_hits += 1;
                    answers.push(Some(Arc::clone(&entry.cells)));
                    continue;
                }
                Some(_) => outdated.push(index),
                None => {}
            }
            answers.push(None);
            missing.push(index);
        }
        if !missing.is_empty() {
            let was_outdated = |index| outdated.binary_search(&index).is_ok();
            let (lead, followed) = self.flights.take_off(keys, missing.into_iter());
            for (index, cells) in self.lead(lead, source, at, was_outdated, &mut outcomes).await? {
                answers[index] = Some(cells);
            }
            let mut alone = Vec::new();
            for mut other in followed {
                let landed = other.landed().await;
                match landed.filter(|entry| source.current(&keys[other.index], entry.read_at, at)) {
                    Some(entry) => {
                        outcomes.folded += 1;
                        answers[other.index] = Some(Arc::clone(&entry.cells));
                    }
                    None => alone.push(other.index),
                }
            }
            // What others read was not what is asked for, or they gave up.
            if !alone.is_empty() {
                outcomes.misses += alone.len() as u64;
                let wanted: Vec<K> = alone.iter().map(|index| keys[*index].clone()).collect();
                let loaded = K::load(source.inner.as_ref(), &wanted, at).await?;
                for (index, cells) in alone.into_iter().zip(loaded) {
                    answers[index] = Some(cells);
                }
            }
        }
        source.ledger.add(&outcomes);
        let incomplete = || EngineError::Failed("a read gave fewer answers than keys".to_owned());
        answers
            .into_iter()
            .map(|cells| cells.ok_or_else(incomplete))
            .collect()
    }

    /// Looks up the keys that this caller leads, keeps what was read and tells those who wait.
    async fn lead(
        &self,
        lead: Lead<'_, K>,
        source: &Source,
        at: Revision,
        was_outdated: impl Fn(usize) -> bool,
        outcomes: &mut Outcomes,
    ) -> Result<Vec<(usize, CellsOf<K>)>, EngineError> {
        let mut answers = Vec::with_capacity(lead.keys.len());
        if lead.keys.is_empty() {
            return Ok(answers);
        }
        let (names, seen) = self.ask_redis(&lead, source, at).await;
        let mut wanted = Vec::new();
        let mut loading = Vec::new();
        for ((led, name), seen) in lead.keys.iter().zip(names).zip(seen) {
            let outcome = match &seen {
                Seen::Current(entry) => {
                    outcomes.redis_hits += 1;
                    self.keep(led.key.clone(), entry);
                    led.land(Arc::clone(entry));
                    answers.push((led.index, Arc::clone(&entry.cells)));
                    continue;
                }
                Seen::OtherTime(_) => &mut outcomes.too_old,
                Seen::Damaged(_) | Seen::Away => &mut outcomes.errors,
                Seen::Nothing if was_outdated(led.index) => &mut outcomes.too_old,
                Seen::Nothing => &mut outcomes.misses,
            };
            *outcome += 1;
            wanted.push(led.key.clone());
            loading.push((led, name, seen));
        }
        if wanted.is_empty() {
            return Ok(answers);
        }
        let loaded = K::load(source.inner.as_ref(), &wanted, at).await?;
        let mut puts = Vec::new();
        for ((led, name, seen), cells) in loading.into_iter().zip(loaded) {
            let entry = Arc::new(Entry {
                read_at: at,
                cells: Arc::clone(&cells),
            });
            self.keep(led.key.clone(), &entry);
            led.land(Arc::clone(&entry));
            puts.extend(seen.put(name, entry));
            answers.push((led.index, cells));
        }
        if let Some(link) = &source.link
            && !puts.is_empty()
        {
            link.put(puts);
        }
        Ok(answers)
    }

    /// What Redis has of keys, and what they are called there.
    async fn ask_redis(
        &self,
        lead: &Lead<'_, K>,
        source: &Source,
        at: Revision,
    ) -> (Vec<Vec<u8>>, Vec<Seen<K>>) {
        let count = lead.keys.len();
        let Some(link) = &source.link else {
            return (
                vec![Vec::new(); count],
                (0..count).map(|_| Seen::Nothing).collect(),
            );
        };
        let names: Vec<Vec<u8>> = lead.keys.iter().map(|led| led.key.name(source.store)).collect();
        let Some(values) = link.get(names.clone()).await else {
            return (names, (0..count).map(|_| Seen::Away).collect());
        };
        let mut values = values.into_iter();
        let mut see = |(led, name): (&Led<K>, &Vec<u8>)| match values.next().flatten() {
            Some(bytes) => see(&led.key, name, bytes, source, at),
            None => Seen::Nothing,
        };
        let seen = lead.keys.iter().zip(&names).map(&mut see).collect();
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
            Self::Current(_) | Self::Away => return None,
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
