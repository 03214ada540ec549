//! The wall clock, as a parameter.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{Timestamp, civil::Date, tz::Offset};

/// Tells the time. Revisions and sequence numbers decide order; the clock only dates things.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the wall clock"
    )]
    pub fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    /// A clock that stands still.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self(Arc::new(move || at))
    }

    /// A clock that a test sets.
    #[must_use]
    pub fn settable(at: Timestamp) -> (Self, Setter) {
        let shared = Arc::new(Mutex::new(at));
        let setter = Setter(Arc::clone(&shared));
        (
            Self(Arc::new(move || {
                *shared.lock().unwrap_or_else(PoisonError::into_inner)
            })),
            setter,
        )
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// Today in China (UTC+8 all year), where the zones are.
    #[must_use]
    pub fn today(&self) -> Date {
        Offset::constant(8).to_datetime(self.now()).date()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

/// Sets a settable clock.
#[derive(Debug, Clone)]
pub struct Setter(Arc<Mutex<Timestamp>>);

impl Setter {
    /// Sets the time.
    pub fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_china_s() {
        let (clock, setter) = Clock::settable("2024-04-14T15:59:59Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2024-04-14");
        setter.set("2024-04-14T16:00:00Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2024-04-15");
    }
}
