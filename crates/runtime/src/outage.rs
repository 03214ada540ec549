//! Something outside that can't be reached for a while: telling of it without flooding the log, and waiting for a database,
//! of whichever engine, at the start.

use std::{fmt::Display, time::Duration};

use tokio::time::Instant;

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

/// Opens what needs a database, however long that is away: a process that serves waits for it, not ready meanwhile.
///
/// # Errors
/// What `open` failed with, at once, unless the database is away.
pub async fn once_reachable<T, E: Display, F: Future<Output = Result<T, E>>>(
    mut open: impl FnMut() -> F,
    is_away: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let mut outage = Outage::default();
    loop {
        let why = match tokio::time::timeout(TRY, open()).await {
            Ok(Err(error)) if is_away(&error) => error.to_string(),
            Ok(done) => {
                if done.is_ok() && outage.end() {
                    tracing::warn!("database is reached now");
                }
                return done;
            }
            Err(_) => format!("not opened within {TRY:?}"),
        };
        if outage.is_due() {
            tracing::warn!(error = why, "database can't be reached yet");
        }
        tokio::time::sleep(AGAIN).await;
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
    async fn a_database_is_waited_for_as_long_as_it_is_away() {
        let begun = Instant::now();
        let day = Duration::from_secs(24 * 60 * 60);
        let open = || {
            let away = begun.elapsed() < day;
            ready(if away { Err(Failure::Away) } else { Ok(()) })
        };
        assert_eq!(once_reachable(open, is_away).await, Ok(()));
        assert_eq!(begun.elapsed(), day);
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_refuses_is_not_waited_for() {
        let begun = Instant::now();
        let refused = || ready(Err::<(), _>(Failure::Refused));
        assert_eq!(once_reachable(refused, is_away).await, Err(Failure::Refused));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_try_that_never_ends_is_followed_by_another() {
        let mut tries = 0;
        let open = || {
            tries += 1;
            let hangs = tries == 1;
            async move {
                if hangs {
                    pending::<()>().await;
                }
                Ok::<_, Failure>(())
            }
        };
        let begun = Instant::now();
        assert_eq!(once_reachable(open, is_away).await, Ok(()));
        assert_eq!(begun.elapsed(), TRY + AGAIN);
    }
}
