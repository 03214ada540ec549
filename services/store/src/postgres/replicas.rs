//! Hot standbys that answer reads.
//!
//! A standby applies commits in their order and late. One that has reached the revision of a read answers it; one that
//! has not gets a short while, then the system of record answers. A standby that fails is left alone for a moment.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use zhibiao_model::revision::Revision;
use zhibiao_postgres::{Database, Failure, Session};

use super::head;
use crate::error::EngineError;

/// A standby that failed is not asked again for so long.
const REST: Duration = Duration::from_secs(1);

/// Time between looks at a standby that lags.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The standbys of a database.
#[derive(Debug)]
pub(super) struct Replicas {
    all: Vec<Replica>,
    next: AtomicUsize,
    patience: Duration,
}

#[derive(Debug)]
struct Replica {
    database: Database,
    resting_until: Mutex<Option<Instant>>,
}

impl Replicas {
    pub(super) fn new(
        options: impl IntoIterator<Item = zhibiao_postgres::Options>,
        patience: Duration,
    ) -> Result<Self, Failure> {
        let replica = |options: zhibiao_postgres::Options| {
            Ok(Replica {
                database: Database::new(&options)?,
                resting_until: Mutex::default(),
            })
        };
        Ok(Self {
            all: options.into_iter().map(replica).collect::<Result<_, Failure>>()?,
            next: AtomicUsize::new(0),
            patience,
        })
    }

    /// A session of a standby that has reached a revision, if one is there in time.
    pub(super) async fn session_at(&self, at: Revision) -> Option<Session> {
        let replica = self.pick()?;
        match replica.session_at(at, self.patience).await {
            Ok(Some(session)) => return Some(session),
            Ok(None) => tracing::debug!(revision = at.get(), "replica lags"),
            Err(error) => {
                tracing::warn!(%error, "replica failed");
                replica.rest();
            }
        }
        None
    }

    /// The standbys take turns.
    fn pick(&self) -> Option<&Replica> {
        let turn = self
            .next
            .fetch_add(1, Ordering::Relaxed)
            .checked_rem(self.all.len())?;
        let (before, from) = self.all.split_at(turn);
        from.iter().chain(before).find(|replica| !replica.is_resting())
    }

    pub(super) fn close(&self) {
        self.all.iter().for_each(|replica| replica.database.close());
    }
}

impl Replica {
    /// A session once it has reached a revision; `None` when it lags.
    async fn session_at(&self, at: Revision, patience: Duration) -> Result<Option<Session>, EngineError> {
        let late = |_| EngineError::Unavailable("it does not answer".to_owned());
        let connecting = tokio::time::timeout(patience, self.database.session());
        let session = connecting.await.map_err(late)??;
        let end = Instant::now() + patience;
        loop {
            let head = session.within(patience, head::read(&session)).await?;
            if head.revision >= at {
                return Ok(Some(session));
            }
            if Instant::now() + LOOK_EVERY > end {
                return Ok(None);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn is_resting(&self) -> bool {
        let until = self.resting_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    fn rest(&self) {
        *self.resting_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + REST);
    }
}
