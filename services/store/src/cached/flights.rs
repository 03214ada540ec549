//! Single flight: of many who miss the same key at once, one reads it and the others wait.
//!
//! A flight is one key as of one revision; whoever asks for what is known to be the same as of another waits for it too.
//! When it takes long, one of those who wait begins a second load beside the first, whose connection may hang; whichever
//! ends first lands for all. There are never more than two: an engine that is slow gets no faster by being asked the
//! same again, and its connections are needed for other keys. So who still has nothing after a few rounds of waiting
//! is told that the engine is unavailable, rather than to load for itself; the load goes on, and who tries again finds
//! what it read.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::watch, time::timeout};
use zhibiao_model::revision::Revision;

use super::key::{Entry, Key};
use crate::error::EngineError;

/// Longest wait of a round, for all keys that others load together.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// Rounds of waiting until a read gives up.
pub(super) const ROUNDS: usize = 3;

/// Most loads of a flight at once.
pub(super) const LOADS: usize = 2;

/// What a flight ends with; `None` until then.
type Landing<K> = Option<Result<Arc<Entry<K>>, EngineError>>;

/// The flights under way.
#[derive(Clone)]
pub(super) struct Flights<K: Key>(Arc<Mutex<Board<K>>>);

struct Board<K: Key> {
    flights: HashMap<K, Vec<Flight<K>>>,
    /// Flights begun so far, which numbers them.
    begun: u64,
}

struct Flight<K: Key> {
    number: u64,
    at: Revision,
    /// Loads under way.
    loads: usize,
    landing: watch::Sender<Landing<K>>,
}

/// A key that is still to be found.
pub(super) struct Missing {
    /// Which of the caller's keys it is.
    pub(super) index: usize,
    /// The flight that this caller waited for in vain.
    waited_for: Option<u64>,
    /// Why that flight failed, if it did.
    failure: Option<EngineError>,
}

/// A key that this caller loads for all. Dropped without having ended, it leaves the load to the others.
pub(super) struct Led<K: Key> {
    /// Which of the caller's keys it is.
    pub(super) index: usize,
    pub(super) key: K,
    number: u64,
    landing: watch::Sender<Landing<K>>,
    flights: Flights<K>,
    ended: bool,
}

/// A key that somebody else loads.
pub(super) struct Followed<K: Key> {
    /// Which of the caller's keys it is.
    pub(super) index: usize,
    number: u64,
    flight: watch::Receiver<Landing<K>>,
}

impl<K: Key> Flights<K> {
    /// Parts missing keys into those that this caller loads and those that somebody else does already.
    ///
    /// `same` tells whether a key is known to be the same at another revision as at the one that is asked for. That
    /// never changes again, so what lands needs no second look.
    pub(super) fn take_off(
        &self,
        keys: &[K],
        missing: Vec<Missing>,
        at: Revision,
        same: impl Fn(&K, Revision) -> bool,
    ) -> (Vec<Led<K>>, Vec<Followed<K>>) {
        let (mut led, mut followed) = (Vec::new(), Vec::new());
        let mut board = self.board();
        for Missing {
            index, waited_for, ..
        } in missing
        {
            let key = &keys[index];
            let flight = match board.flight(key, |flight| same(key, flight.at)) {
                Some(flight) if waited_for == Some(flight.number) && flight.loads < LOADS => {
                    flight.loads += 1;
                    flight
                }
                Some(flight) => {
                    followed.push(Followed {
                        index,
                        number: flight.number,
                        flight: flight.landing.subscribe(),
                    });
                    continue;
                }
                None => board.begin(key.clone(), at),
            };
            led.push(Led {
                index,
                key: key.clone(),
                number: flight.number,
                landing: flight.landing.clone(),
                flights: self.clone(),
                ended: false,
            });
        }
        (led, followed)
    }

    fn board(&self) -> MutexGuard<'_, Board<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Key> Default for Flights<K> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Board {
            flights: HashMap::new(),
            begun: 0,
        })))
    }
}

impl<K: Key> fmt::Debug for Flights<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights").finish_non_exhaustive()
    }
}

impl<K: Key> Board<K> {
    fn flight(&mut self, key: &K, which: impl Fn(&Flight<K>) -> bool) -> Option<&mut Flight<K>> {
        self.flights.get_mut(key)?.iter_mut().find(|flight| which(flight))
    }

    fn begin(&mut self, key: K, at: Revision) -> &mut Flight<K> {
        self.begun += 1;
        let flights = self.flights.entry(key).or_default();
        flights.push(Flight {
            number: self.begun,
            at,
            loads: 1,
            landing: watch::Sender::new(None),
        });
        let newest = flights.len() - 1;
        &mut flights[newest]
    }

    /// Takes note of a load's end; says whether the flight ended with it.
    fn end(&mut self, key: &K, number: u64, landed: bool) -> bool {
        let Some(flight) = self.flight(key, |flight| flight.number == number) else {
            return false;
        };
        flight.loads -= 1;
        if !landed && flight.loads > 0 {
            return false;
        }
        if let Some(flights) = self.flights.get_mut(key) {
            flights.retain(|flight| flight.number != number);
            if flights.is_empty() {
                self.flights.remove(key);
            }
        }
        true
    }
}

impl Missing {
    /// A key that nobody was waited for yet.
    pub(super) fn new(index: usize) -> Self {
        Self {
            index,
            waited_for: None,
            failure: None,
        }
    }

    /// Why there is nothing.
    pub(super) fn failure(self) -> EngineError {
        let late = || EngineError::Unavailable("others' reads of the same took too long".to_owned());
        self.failure.unwrap_or_else(late)
    }
}

impl<K: Key> Led<K> {
    /// Gives those who wait what was read.
    pub(super) fn land(mut self, entry: Arc<Entry<K>>) {
        self.end(Some(Ok(entry)));
    }

    /// Tells those who wait that the load failed, unless there is another one to wait for.
    pub(super) fn fail(mut self, error: EngineError) {
        self.end(Some(Err(error)));
    }

    fn end(&mut self, landing: Landing<K>) {
        self.ended = true;
        let landed = matches!(landing, Some(Ok(_)));
        let over = self.flights.board().end(&self.key, self.number, landed);
        if over && landing.is_some() {
            self.landing.send_replace(landing);
        }
    }
}

impl<K: Key> Drop for Led<K> {
    fn drop(&mut self) {
        if !self.ended {
            // Those who wait see the channel closed.
            self.end(None);
        }
    }
}

impl<K: Key> Followed<K> {
    /// Waits until all flights have ended, or patience has.
    pub(super) async fn wait(followed: &mut [Self]) {
        if followed.is_empty() {
            return;
        }
        let all = async {
            for other in followed {
                // Who was cancelled has ended, too.
                drop(other.flight.wait_for(Option::is_some).await);
            }
        };
        // What has not landed by now is told by each flight.
        let _ = timeout(PATIENCE, all).await;
    }

    /// What the flight ended with.
    pub(super) fn landed(self) -> Result<Arc<Entry<K>>, Missing> {
        let landing = self.flight.borrow().clone();
        let failure = match landing {
            Some(Ok(entry)) => return Ok(entry),
            Some(Err(error)) => Some(error),
            None => None,
        };
        Err(Missing {
            index: self.index,
            waited_for: Some(self.number),
            failure,
        })
    }
}
