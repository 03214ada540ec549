//! Single flight: of many who miss the same key at once, one reads it and the others wait, for a while.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use super::key::{Entry, Key};

/// Longest wait for another caller's load of the same key; past it the caller loads for itself.
const PATIENCE: Duration = Duration::from_millis(500);

/// What a load under way ends with; `None` until then.
type Landing<K> = Option<Arc<Entry<K>>>;

/// Loads under way, by key.
pub(super) struct Flights<K: Key>(Mutex<HashMap<K, watch::Receiver<Landing<K>>>>);

/// Keys that this caller loads for all; when it is dropped, done or not, they are free again.
pub(super) struct Lead<'a, K: Key> {
    flights: &'a Flights<K>,
    pub(super) keys: Vec<Led<K>>,
}

/// A key that this caller loads for all.
pub(super) struct Led<K: Key> {
    /// Which of the caller's keys it is.
    pub(super) index: usize,
    pub(super) key: K,
    landing: watch::Sender<Landing<K>>,
}

/// A key that somebody else loads.
pub(super) struct Followed<K: Key> {
    /// Which of the caller's keys it is.
    pub(super) index: usize,
    flight: watch::Receiver<Landing<K>>,
}

impl<K: Key> Flights<K> {
    /// Parts missing keys into those that nobody loads yet and those that somebody does.
    pub(super) fn take_off(
        &self,
        keys: &[K],
        missing: impl Iterator<Item = usize>,
    ) -> (Lead<'_, K>, Vec<Followed<K>>) {
        let mut lead = Lead {
            flights: self,
            keys: Vec::new(),
        };
        let mut followed = Vec::new();
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for index in missing {
            let key = &keys[index];
            match flights.get(key) {
                Some(flight) => followed.push(Followed {
                    index,
                    flight: flight.clone(),
                }),
                None => {
                    let (landing, flight) = watch::channel(None);
                    flights.insert(key.clone(), flight);
                    lead.keys.push(Led {
                        index,
                        key: key.clone(),
                        landing,
                    });
                }
            }
        }
        (lead, followed)
    }
}

impl<K: Key> Default for Flights<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Key> fmt::Debug for Flights<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").finish_non_exhaustive()
    }
}

impl<K: Key> Drop for Lead<'_, K> {
    fn drop(&mut self) {
        if self.keys.is_empty() {
            return;
        }
        let mut flights = self.flights.0.lock().unwrap_or_else(PoisonError::into_inner);
        for led in &self.keys {
            flights.remove(&led.key);
        }
    }
}

impl<K: Key> Led<K> {
    /// Tells those who wait.
    pub(super) fn land(&self, entry: Arc<Entry<K>>) {
        self.landing.send_replace(Some(entry));
    }
}

impl<K: Key> Followed<K> {
    /// What the other caller's load ended with; `None` when it failed or takes too long.
    pub(super) async fn landed(&mut self) -> Landing<K> {
        let landing = tokio::time::timeout(PATIENCE, self.flight.wait_for(Option::is_some)).await;
        landing.ok()?.ok()?.clone()
    }
}
