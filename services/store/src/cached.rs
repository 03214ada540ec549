//! The near cache: a decorator over the two hot reads.
//!
//! An entry is what was read at one revision. It answers a read at another one only if the indicator is known not to
//! have changed in between ([`Freshness::same`]): it is checked each time and never trusted to an invalidation that
//! might have been missed. Absent or outdated is a miss, never an error.

use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use moka::{ops::compute::Op, sync::Cache};
use tokio::sync::watch;
use zhibiao_model::{
    ids::{IndicatorCode, SubjectName},
    observation::Figure,
    period::Period,
    revision::Revision,
};

use crate::{
    cube::{Cells, ColumnKey, CubeReader, Detail, SeriesKey},
    error::EngineError,
    follower::Follower,
};

#[cfg(test)]
mod tests;

/// Longest wait for another caller's load of the same key; past it the caller loads for itself.
const FLIGHT_PATIENCE: Duration = Duration::from_millis(500);

/// Memory of an entry besides its cells, in bytes: keys, counters, the cache's own nodes.
const OVERHEAD: usize = 256;

/// Reads through a cache in memory.
pub(crate) struct Cached {
    inner: Arc<dyn CubeReader>,
    follower: Arc<Follower>,
    series: Shelf<SeriesKey>,
    columns: Shelf<ColumnKey>,
}

impl Cached {
    /// A cache of so many bytes over a reader.
    pub(crate) fn new(inner: Arc<dyn CubeReader>, follower: Arc<Follower>, bytes: u64) -> Self {
        Self {
            inner,
            follower,
            series: Shelf::new(bytes / 2),
            columns: Shelf::new(bytes / 2),
        }
    }
}

#[tonic::async_trait]
impl CubeReader for Cached {
    async fn series(
        &self,
        keys: &[SeriesKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        if detail == Detail::Sources {
            return self.inner.series(keys, at, detail).await;
        }
        self.series.read(self, keys, at).await
    }

    async fn columns(
        &self,
        keys: &[ColumnKey],
        at: Revision,
        detail: Detail,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        if detail == Detail::Sources {
            return self.inner.columns(keys, at, detail).await;
        }
        self.columns.read(self, keys, at).await
    }
}

impl fmt::Debug for Cached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}

/// Something cells are cached by.
#[tonic::async_trait]
trait Key: Clone + Eq + Hash + Send + Sync + 'static {
    /// What tells the cells apart.
    type Along: Send + Sync + 'static;

    /// The indicator whose changes outdate the cells.
    fn indicator(&self) -> &IndicatorCode;

    /// Reads the figures of several keys past the cache.
    async fn load(
        reader: &dyn CubeReader,
        keys: &[Self],
        at: Revision,
    ) -> Result<Vec<Arc<Cells<Self::Along>>>, EngineError>;
}

#[tonic::async_trait]
impl Key for SeriesKey {
    type Along = Period;

    fn indicator(&self) -> &IndicatorCode {
        &self.indicator
    }

    async fn load(
        reader: &dyn CubeReader,
        keys: &[Self],
        at: Revision,
    ) -> Result<Vec<Arc<Cells<Period>>>, EngineError> {
        reader.series(keys, at, Detail::Figures).await
    }
}

#[tonic::async_trait]
impl Key for ColumnKey {
    type Along = SubjectName;

    fn indicator(&self) -> &IndicatorCode {
        &self.indicator
    }

    async fn load(
        reader: &dyn CubeReader,
        keys: &[Self],
        at: Revision,
    ) -> Result<Vec<Arc<Cells<SubjectName>>>, EngineError> {
        reader.columns(keys, at, Detail::Figures).await
    }
}

/// The cells of a key.
type CellsOf<K> = Arc<Cells<<K as Key>::Along>>;

/// Cells as they were at a revision.
struct Entry<K: Key> {
    read_at: Revision,
    cells: CellsOf<K>,
}

/// What a load under way ends with; `None` until then.
type Landing<K> = Option<Arc<Entry<K>>>;

/// Loads under way, by key.
type Flights<K> = Mutex<HashMap<K, watch::Receiver<Landing<K>>>>;

/// One of the read models.
struct Shelf<K: Key> {
    entries: Cache<K, Arc<Entry<K>>>,
    flights: Flights<K>,
}

/// Keys that this caller loads for all; when it is dropped, done or not, they are free again.
struct Lead<'a, K: Key> {
    flights: &'a Flights<K>,
    keys: Vec<(usize, K, watch::Sender<Landing<K>>)>,
}

/// Keys that somebody else loads.
type Follow<K> = Vec<(usize, watch::Receiver<Landing<K>>)>;

impl<K: Key> Drop for Lead<'_, K> {
    fn drop(&mut self) {
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, key, _) in &self.keys {
            flights.remove(key);
        }
    }
}

impl<K: Key> Shelf<K> {
    fn new(bytes: u64) -> Self {
        let weigh = |_: &K, entry: &Arc<Entry<K>>| {
            let cell = size_of::<K::Along>() + size_of::<Figure>() + size_of::<Revision>();
            u32::try_from(OVERHEAD + cell * entry.cells.keys.len()).unwrap_or(u32::MAX)
        };
        Self {
            entries: Cache::builder().max_capacity(bytes).weigher(weigh).build(),
            flights: Flights::default(),
        }
    }

    /// The cells of all keys at a revision: from memory where they are current, loaded together where they are not.
    async fn read(&self, cache: &Cached, keys: &[K], at: Revision) -> Result<Vec<CellsOf<K>>, EngineError> {
        let current =
            |key: &K, entry: &Entry<K>| cache.follower.freshness(key.indicator()).same(entry.read_at, at);
        let mut answers: Vec<Option<CellsOf<K>>> = keys
            .iter()
            .map(|key| {
                self.entries
                    .get(key)
                    .filter(|entry| current(key, entry))
                    .map(|e| Arc::clone(&e.cells))
            })
            .collect();
        let missing: Vec<usize> = (0..keys.len()).filter(|i| answers[*i].is_none()).collect();
        if !missing.is_empty() {
            let (lead, follow) = self.take_off(keys, &missing);
            for (i, cells) in self.lead(lead, at, cache).await? {
                answers[i] = Some(cells);
            }
            let mut alone = Vec::new();
            for (i, flight) in follow {
                match landed(flight).await.filter(|entry| current(&keys[i], entry)) {
                    Some(entry) => answers[i] = Some(Arc::clone(&entry.cells)),
                    None => alone.push(i),
                }
            }
            // What others read was not what is asked for, or they gave up.
            if !alone.is_empty() {
                let wanted: Vec<K> = alone.iter().map(|i| keys[*i].clone()).collect();
                for (i, cells) in alone
                    .into_iter()
                    .zip(K::load(cache.inner.as_ref(), &wanted, at).await?)
                {
                    answers[i] = Some(cells);
                }
            }
        }
        let incomplete = || EngineError::Failed("a read gave fewer answers than keys".to_owned());
        answers
            .into_iter()
            .map(|cells| cells.ok_or_else(incomplete))
            .collect()
    }

    /// Parts missing keys into those that nobody loads yet and those that somebody does.
    fn take_off(&self, keys: &[K], missing: &[usize]) -> (Lead<'_, K>, Follow<K>) {
        let mut lead = Lead {
            flights: &self.flights,
            keys: Vec::new(),
        };
        let mut follow = Vec::new();
        let mut flights = self.flights.lock().unwrap_or_else(PoisonError::into_inner);
        for i in missing {
            let key = &keys[*i];
            match flights.get(key) {
                Some(flight) => follow.push((*i, flight.clone())),
                None => {
                    let (sender, receiver) = watch::channel(None);
                    flights.insert(key.clone(), receiver);
                    lead.keys.push((*i, key.clone(), sender));
                }
            }
        }
        (lead, follow)
    }

    /// Loads the keys that this caller leads, keeps what was read and tells those who wait.
    async fn lead(
        &self,
        lead: Lead<'_, K>,
        at: Revision,
        cache: &Cached,
    ) -> Result<Vec<(usize, CellsOf<K>)>, EngineError> {
        if lead.keys.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: Vec<K> = lead.keys.iter().map(|(_, key, _)| key.clone()).collect();
        let loaded = K::load(cache.inner.as_ref(), &wanted, at).await?;
        let mut answers = Vec::with_capacity(loaded.len());
        for ((i, key, sender), cells) in lead.keys.iter().zip(loaded) {
            let entry = Arc::new(Entry {
                read_at: at,
                cells: Arc::clone(&cells),
            });
            self.keep(key.clone(), &entry);
            sender.send_replace(Some(entry));
            answers.push((*i, cells));
        }
        Ok(answers)
    }

    /// Keeps an entry unless a newer one is there: an entry never goes back in time.
    fn keep(&self, key: K, entry: &Arc<Entry<K>>) {
        self.entries.entry(key).and_compute_with(|known| match known {
            Some(known) if known.value().read_at >= entry.read_at => Op::Nop,
            Some(_) | None => Op::Put(Arc::clone(entry)),
        });
    }
}

/// What another caller's load ended with; `None` when it failed or takes too long.
async fn landed<K: Key>(mut flight: watch::Receiver<Landing<K>>) -> Landing<K> {
    let landing = tokio::time::timeout(FLIGHT_PATIENCE, flight.wait_for(Option::is_some)).await;
    landing.ok()?.ok()?.clone()
}
