//! A database, of whichever engine, that can't be reached for a while: waiting for it at the start, and telling of it
//! without flooding the log.

use std::{fmt::Display, time::Duration};

use tokio::time::Instant;

/// Longest wait, at the start, for a database that can't be reached: it may be starting too.
const STARTING: Duration = Duration::from_secs(30);

/// Longest try: each step of one has a bound of its own, and migrating may take minutes.
const TRY: Duration = Duration::from_secs(600);

/// Time between tries to reach it.
const AGAIN: Duration = Duration::from_millis(500);

/// Time between warnings of one outage.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// When an outage was last told.
#[derive(Debug, Default)]
pub struct Outage {
    told: Option<Instant>,
}

impl Outage {
    /// Whether it is to be told: at once when it begins, then at most every ten seconds.
    pub fn is_due(&mut self) -> bool {
        let due = self.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY);
        if due {
            self.told = Some(Instant::now());
        }
        due
    }

    /// Ends it; gives whether there was one.
    pub fn end(&mut self) -> bool {
        self.told.take().is_some()
    }
}

/// A database that answers, but never so that it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not opened within {TRY:?}")]
pub struct NeverOpened;

/// Opens what needs a database, which gets half a minute to become reachable.
///
/// # Errors
/// What `open` failed with last: at once unless the database is away. [`NeverOpened`] when it does not come to an end.
pub async fn once_reachable<T, E: Display + From<NeverOpened>, F: Future<Output = Result<T, E>>>(
    mut open: impl FnMut() -> F,
    is_away: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let begun = Instant::now();
    let mut outage = Outage::default();
    loop {
        let late = |_| Err(NeverOpened.into());
        match tokio::time::timeout(TRY, open()).await.unwrap_or_else(late) {
            Err(error) if is_away(&error) && begun.elapsed() < STARTING => {
                if outage.is_due() {
                    tracing::warn!(%error, "database can't be reached yet");
                }
                tokio::time::sleep(AGAIN).await;
            }
            done => {
                if done.is_ok() && outage.end() {
                    tracing::warn!("database is reached now");
                }
                return done;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[derive(Debug, PartialEq, Eq, thiserror::Error)]
    enum Failure {
        #[error("away")]
        Away,
        #[error("refused")]
        Refused,
        #[error(transparent)]
        Never(#[from] NeverOpened),
    }

    fn is_away(failure: &Failure) -> bool {
        *failure == Failure::Away
    }

    #[tokio::test(start_paused = true)]
    async fn an_outage_is_told_at_once_then_seldom() {
        let mut outage = Outage::default();
        let mut told = 0;
        for _ in 0..50 {
            told += usize::from(outage.is_due());
            tokio::time::advance(AGAIN).await;
        }
        assert_eq!(told, 3, "at 0, 10 and 20 of 25 seconds");
        assert!(outage.end() && !outage.end());
        assert!(outage.is_due(), "the next one");
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_gets_half_a_minute() {
        let begun = Instant::now();
        let failed = once_reachable(|| ready(Err::<(), _>(Failure::Away)), is_away).await;
        assert_eq!(failed, Err(Failure::Away));
        assert_eq!(begun.elapsed(), STARTING);
        let mut tries = 0;
        let open = || {
            tries += 1;
            ready(if tries < 4 { Err(Failure::Away) } else { Ok(tries) })
        };
        assert_eq!(once_reachable(open, is_away).await.unwrap(), 4);
        let begun = Instant::now();
        let refused = || ready(Err::<(), _>(Failure::Refused));
        assert_eq!(once_reachable(refused, is_away).await, Err(Failure::Refused));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_opens_is_given_up() {
        let begun = Instant::now();
        let failed = once_reachable(pending::<Result<(), Failure>>, is_away).await;
        assert_eq!(failed, Err(NeverOpened.into()));
        assert_eq!(begun.elapsed(), TRY);
    }
}
