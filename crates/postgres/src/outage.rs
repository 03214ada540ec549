//! A database that can't be reached for a while: waiting for it at the start, and telling of it without flooding the log.

use std::{fmt::Display, time::Duration};

use tokio::time::Instant;

use crate::failure::Failure;

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

/// Opens what needs a database, which gets half a minute to become reachable.
///
/// # Errors
/// What `open` failed with last: at once unless the database is away. [`Failure::Unavailable`] when it does not come to
/// an end.
pub async fn once_reachable<T, E: Display + From<Failure>, F: Future<Output = Result<T, E>>>(
    mut open: impl FnMut() -> F,
    is_away: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let begun = Instant::now();
    let mut outage = Outage::default();
    loop {
        let late = |_| Err(Failure::Unavailable(format!("not opened within {TRY:?}")).into());
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

    fn away<T>() -> Result<T, Failure> {
        Err(Failure::Unavailable("away".to_owned()))
    }

    fn is_away(failure: &Failure) -> bool {
        matches!(failure, Failure::Unavailable(_))
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
        let failed = once_reachable(|| ready(away::<()>()), is_away).await;
        assert!(is_away(&failed.unwrap_err()));
        assert_eq!(begun.elapsed(), STARTING);
        let mut tries = 0;
        let open = || {
            tries += 1;
            ready(if tries < 4 { away() } else { Ok(tries) })
        };
        assert_eq!(once_reachable(open, is_away).await.unwrap(), 4);
        let begun = Instant::now();
        let refused = || ready(Err::<(), _>(Failure::Refused("no".to_owned())));
        let refused = once_reachable(refused, is_away).await.unwrap_err();
        assert!(matches!(refused, Failure::Refused(_)));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_opens_is_given_up() {
        let begun = Instant::now();
        let failed = once_reachable(pending::<Result<(), Failure>>, is_away).await;
        assert!(is_away(&failed.unwrap_err()));
        assert_eq!(begun.elapsed(), TRY);
    }
}
