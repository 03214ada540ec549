//! Whether what was committed has arrived where the cube is spread over several servers.
//!
//! Citus commits a transaction on the coordinator first and tells the workers, which have prepared their parts, a moment
//! later; after a crash of the coordinator, when it recovers. In between the head names a revision whose cells nobody
//! sees yet. So a commit notes its revision twice for each indicator it touches: in `indicator_committed`, on the
//! coordinator, and in `indicator_arrived`, beside the indicator's cells. A transaction reaches shards that lie side by
//! side over one connection, which makes them one prepared transaction: whoever sees the second note sees the cells.
//!
//! Reads and writers look at the first, then at the second, and only then at the cells; where the second is behind they
//! wait. An indicator's newest note is enough: whoever commits has waited for the one before, so that has arrived.
//!
//! One server commits everything at once: there nothing is noted and nothing looked at.

use std::{collections::BTreeMap, time::Duration};

use tokio::time::Instant;
use zhibiao_model::revision::Revision;
use zhibiao_postgres::{Parameters, Row, Session, types::ToSql};

use crate::error::EngineError;

/// Longest wait for commits to arrive. They take milliseconds unless a server is down, and a wait holds a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Longest wait for them while the head is locked: every other writer waits too.
pub(super) const PATIENCE_UNDER_LOCK: Duration = Duration::from_millis(500);

/// Time between looks at what has arrived.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What was committed of the indicators `$1` up to revision `$2`.
pub(super) const COMMITTED: &str =
    "SELECT indicator, revision FROM indicator_committed WHERE indicator = ANY($1::int[]) AND revision <= $2";
/// What has arrived of the indicators `$1`.
pub(super) const ARRIVED: &str =
    "SELECT indicator, revision FROM indicator_arrived WHERE indicator = ANY($1::int[])";
/// What has arrived of the indicator `$1`: goes to one shard.
pub(super) const ARRIVED_OF_ONE: &str =
    "SELECT indicator, revision FROM indicator_arrived WHERE indicator = $1";

const NOTE_COMMITTED: &str = "
    INSERT INTO indicator_committed (indicator, revision) SELECT i, $2 FROM unnest($1::int[]) AS i
    ON CONFLICT (indicator) DO UPDATE SET revision = excluded.revision";
/// Notes that revision `$2` touches the indicators `$1`, beside their cells.
pub(super) const NOTE_ARRIVED: &str = "
    INSERT INTO indicator_arrived (indicator, revision) SELECT i, $2 FROM unnest($1::int[]) AS i
    ON CONFLICT (indicator) DO UPDATE SET revision = excluded.revision";

/// Keeps and reads the notes of what was committed and what has arrived.
#[derive(Debug)]
pub(super) struct Arrivals {
    is_spread: bool,
}

/// The newest revision that touched each indicator.
type Notes = BTreeMap<i32, i64>;

impl Arrivals {
    pub(super) fn new(is_spread: bool) -> Self {
        Self { is_spread }
    }

    /// Reads cells of indicators with everything in them that was committed up to a revision. The read is sent right
    /// behind the looks at the notes, and made again where it came too early.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] when something does not arrive in time.
    pub(super) async fn settled<T, F: Future<Output = Result<T, EngineError>>>(
        &self,
        session: &Session,
        indicators: &[i32],
        at: Revision,
        patience: Duration,
        read: impl Fn() -> F,
    ) -> Result<T, EngineError> {
        if !self.is_spread || indicators.is_empty() {
            return read().await;
        }
        // Prepared beforehand: the looks must be sent before the read.
        let of_arrived = if indicators.len() == 1 {
            ARRIVED_OF_ONE
        } else {
            ARRIVED
        };
        let (of_committed, of_arrived) = tokio::try_join!(
            biased;
            session.prepare_cached(COMMITTED),
            session.prepare_cached(of_arrived),
        )?;
        let until = at.get();
        let of_asked: Parameters<'_> = &[&indicators, &until];
        let one_or_all: &(dyn ToSql + Sync) = match indicators {
            [one] => one,
            _ => &indicators,
        };
        let one_or_all: Parameters<'_> = &[one_or_all];
        let look = async || notes(&session.query(&of_arrived, one_or_all).await?);
        let committed = async { notes(&session.query(&of_committed, of_asked).await?) };
        let (committed, arrived, found) = tokio::try_join!(biased; committed, look(), read())?;
        if missing(&committed, &arrived).is_none() {
            return Ok(found);
        }
        let end = Instant::now() + patience;
        while let Some((indicator, revision)) = missing(&committed, &look().await?) {
            if Instant::now() >= end {
                return Err(EngineError::Unavailable(format!(
                    "revision {revision} has not arrived at the worker that keeps indicator {indicator}"
                )));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        read().await
    }

    /// Notes, in a transaction that writes cells, which indicators it touches.
    pub(super) async fn note(
        &self,
        session: &Session,
        touched: &[i32],
        revision: Revision,
    ) -> Result<(), EngineError> {
        if !self.is_spread || touched.is_empty() {
            return Ok(());
        }
        let (committed, arrived) = tokio::try_join!(
            biased;
            session.prepare_cached(NOTE_COMMITTED),
            session.prepare_cached(NOTE_ARRIVED),
        )?;
        let revision = revision.get();
        let notes: Parameters<'_> = &[&touched, &revision];
        tokio::try_join!(
            biased;
            session.execute(&committed, notes),
            session.execute(&arrived, notes),
        )?;
        Ok(())
    }
}

fn notes(rows: &[Row]) -> Result<Notes, EngineError> {
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

/// Something that was committed and has not arrived.
fn missing(committed: &Notes, arrived: &Notes) -> Option<(i32, i64)> {
    let is_missing =
        |(indicator, revision): &(&i32, &i64)| arrived.get(*indicator).is_none_or(|at| at < *revision);
    committed
        .iter()
        .find(is_missing)
        .map(|(indicator, revision)| (*indicator, *revision))
}
