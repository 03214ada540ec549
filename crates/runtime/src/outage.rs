//! A database, of whichever engine, that can't be reached for a while: waiting for it at the start, and telling of it
//! without flooding the log.

use std::{fmt::Display, time::Duration};

use tokio::time::Instant;

/// Longest wait, at the start, for a database that can't be reached: it may be starting too.
const STARTING: Duration = Duration::from_secs(30);

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
/// What `open` failed with last: at once unless the database is away.
pub async fn once_reachable<T, E: Display, F: Future<Output = Result<T, E>>>(
    mut open: impl FnMut() -> F,
    is_away: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let begun = Instant::now();
    let mut outage = Outage::default();
    loop {
        match open().await {
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
    use std::future::ready;

    use super::*;

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
        let away = once_reachable(|| ready(Err::<(), _>("away")), |_| true).await;
        assert_eq!((away, begun.elapsed()), (Err("away"), STARTING));
        let mut tries = 0;
        let open = || {
            tries += 1;
            ready(if tries < 4 { Err("away") } else { Ok(tries) })
        };
        assert_eq!(once_reachable(open, |_| true).await, Ok(4));
        let begun = Instant::now();
        let refused = once_reachable(|| ready(Err::<(), _>("no")), |error| *error == "away").await;
        assert_eq!((refused, begun.elapsed()), (Err("no"), Duration::ZERO));
    }
}
