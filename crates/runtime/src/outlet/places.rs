//! Places for streams: so many of a kind, of which no caller takes all.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::COME_BACK;
use crate::{
    caller::Caller,
    error::{Code, Problem},
    identity::Identity,
};

/// Share of the places that one caller may have, and that is kept for services of the hub, as its inverse.
const SHARE: usize = 4;

/// The streams of one kind that there may be at once.
#[derive(Debug, Clone)]
pub struct Places(Arc<Kind>);

#[derive(Debug)]
struct Kind {
    most: usize,
    /// What who comes too late is told.
    reason: &'static str,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: BTreeMap<Caller, usize>,
}

/// A place, which is free again when this is dropped.
#[derive(Debug)]
pub struct Place {
    of: Arc<Kind>,
    by: Option<Caller>,
}

impl Places {
    /// So many places; who finds none is told the reason.
    #[must_use]
    pub fn new(most: usize, reason: &'static str) -> Self {
        Self(Arc::new(Kind {
            most,
            reason,
            taken: Mutex::default(),
        }))
    }

    /// Takes a place, of whomever it is for.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED with the time to come back after, when all are taken.
    pub fn take(&self) -> Result<Place, Problem> {
        self.0.take(self.0.most, None)
    }

    /// Takes a place for a caller: at most a quarter of them, and none of the quarter that is kept for services of the
    /// hub, which others wait for.
    ///
    /// # Errors
    /// RESOURCE_EXHAUSTED with the time to come back after, when there is none for that caller.
    pub fn take_for(&self, who: &Identity) -> Result<Place, Problem> {
        match who {
            Identity::Service { .. } => self.take(),
            // Believed callers are not told apart by anything that they could not change.
            Identity::Trusted(_) => self.0.take(self.0.for_callers(), None),
            Identity::User { caller, .. } => self.0.take(self.0.for_callers(), Some(caller)),
        }
    }
}

impl Kind {
    fn for_callers(&self) -> usize {
        self.most - self.most / SHARE
    }

    fn take(self: &Arc<Self>, most: usize, by: Option<&Caller>) -> Result<Place, Problem> {
        let each = (self.most / SHARE).max(1);
        let mut taken = self.taken();
        if taken.all >= most {
            return Err(self.refusal(format!("{most} streams of this kind are served already")));
        }
        if let Some(by) = by {
            let count = taken.by.entry(by.clone()).or_default();
            if *count >= each {
                return Err(self.refusal(format!(
                    "you have {each} streams of this kind already: end one first"
                )));
            }
            *count += 1;
        }
        taken.all += 1;
        Ok(Place {
            of: Arc::clone(self),
            by: by.cloned(),
        })
    }

    fn refusal(&self, message: String) -> Problem {
        Problem::new(Code::ResourceExhausted, self.reason, message).retry_after(COME_BACK)
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.of.taken();
        taken.all -= 1;
        if let Some(by) = &self.by
            && let Some(count) = taken.by.get_mut(by)
        {
            *count -= 1;
            if *count == 0 {
                taken.by.remove(by);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{
        super::{End, outlet},
        *,
    };

    fn user(name: &str) -> Identity {
        Identity::User {
            caller: Caller::new(name).unwrap(),
            roles: BTreeSet::new(),
            is_admin: false,
        }
    }

    #[test]
    fn no_caller_takes_all_and_some_are_kept_for_services() {
        let places = Places::new(8, "TOO_MANY_STREAMS");
        let mut taken = Vec::new();
        for name in ["a", "b", "c"] {
            taken.push(places.take_for(&user(name)).unwrap());
            taken.push(places.take_for(&user(name)).unwrap());
            let refused = places.take_for(&user(name)).unwrap_err();
            assert_eq!(refused.reason, "TOO_MANY_STREAMS");
        }
        assert!(places.take_for(&user("d")).is_err(), "the rest is kept");
        let service = Identity::Service {
            name: "compare".into(),
            acts_for: None,
        };
        taken.push(places.take_for(&service).unwrap());
        taken.push(places.take_for(&service).unwrap());
        assert!(places.take_for(&service).is_err());
        taken.clear();
        assert!(places.take_for(&user("a")).is_ok());
    }

    #[test]
    fn a_place_is_free_again_when_nobody_holds_the_stream() {
        let places = Places::new(1, "TOO_MANY_STREAMS");
        let (outlet, sent) = outlet::<()>(1, COME_BACK);
        let sent = sent.at(places.take().unwrap());
        outlet.end(End::Complete);
        let crowded = places.take().unwrap_err();
        assert_eq!(
            (crowded.reason.as_str(), crowded.retry_after),
            ("TOO_MANY_STREAMS", Some(COME_BACK))
        );
        drop(sent);
        drop(places.take().unwrap());
    }
}
