//! Hot standbys that answer reads.
//!
//! A standby applies commits in their order and late. One that has reached the revision of a read answers it. Where none
//! has, they get a short while, then the system of record answers. A standby that failed is left alone for a moment; so
//! is one that stayed behind, except by reads of what it was seen to have reached.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;
use zhibiao_model::revision::Revision;
use zhibiao_postgres::{Database, Failure, Session};

use super::head;
use crate::error::EngineError;

/// A standby that failed or stayed behind is not asked again for so long.
const REST: Duration = Duration::from_secs(1);

/// Time between looks at standbys that lag.
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
    standing: Mutex<Standing>,
}

/// What is remembered of a standby. It only tells whether asking is worth while: an address may be that of several
/// servers, or of one that was set back, so that each session is looked at again.
#[derive(Debug, Default)]
struct Standing {
    /// The revision that it was last seen at.
    reached: Revision,
    rest: Option<Rest>,
}

#[derive(Debug, Clone, Copy)]
struct Rest {
    until: Instant,
    reason: Reason,
}

/// Why a standby rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Failed,
    Behind,
}

/// A session of a standby, as far as that has come.
#[derive(Debug)]
enum Look {
    Reached(Session),
    Behind(Session),
}

impl Replicas {
    pub(super) fn new(
        options: impl IntoIterator<Item = zhibiao_postgres::Options>,
        patience: Duration,
    ) -> Result<Self, Failure> {
        let replica = |options: zhibiao_postgres::Options| {
            Ok(Replica {
                database: Database::new(&options)?,
                standing: Mutex::default(),
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
        let mut asked: Vec<(&Replica, Option<Session>)> =
            self.in_turn(at).map(|replica| (replica, None)).collect();
        let mut end = None;
        loop {
            let mut behind = Vec::with_capacity(asked.len());
            for (replica, session) in asked {
                match replica.look(session, at, self.patience).await {
                    Ok(Look::Reached(session)) => return Some(session),
                    Ok(Look::Behind(session)) => behind.push((replica, Some(session))),
                    Err(error) => {
                        tracing::warn!(%error, "replica failed");
                        replica.rest(Reason::Failed);
                    }
                }
            }
            // From when all have been asked: one that hangs takes nothing from the others.
            let end = *end.get_or_insert_with(|| Instant::now() + self.patience);
            if behind.is_empty() || Instant::now() + LOOK_EVERY > end {
                for (replica, _) in behind {
                    tracing::debug!(revision = at.get(), "replica lags");
                    replica.rest(Reason::Behind);
                }
                return None;
            }
            asked = behind;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The standbys that may answer a read. They take turns at being the first.
    fn in_turn(&self, at: Revision) -> impl Iterator<Item = &Replica> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let turn = turn.checked_rem(self.all.len()).unwrap_or(0);
        let (before, from) = self.all.split_at(turn);
        let now = Instant::now();
        from.iter()
            .chain(before)
            .filter(move |replica| replica.standing().may_answer(at, now))
    }

    pub(super) fn close(&self) {
        self.all.iter().for_each(|replica| replica.database.close());
    }
}

impl Replica {
    /// Whether a session, the one given or a new one, is of a server that has reached a revision.
    async fn look(
        &self,
        session: Option<Session>,
        at: Revision,
        patience: Duration,
    ) -> Result<Look, EngineError> {
        let session = match session {
            Some(session) => session,
            None => {
                let late = |_| EngineError::Unavailable("it does not answer".to_owned());
                let connecting = tokio::time::timeout(patience, self.database.session());
                connecting.await.map_err(late)??
            }
        };
        let reached = session.within(patience, head::read(&session)).await?.revision;
        self.standing().reached = reached;
        Ok(if reached >= at {
            Look::Reached(session)
        } else {
            Look::Behind(session)
        })
    }

    fn rest(&self, reason: Reason) {
        let until = Instant::now() + REST;
        self.standing().rest = Some(Rest { until, reason });
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Standing {
    /// Whether it is worth asking at a time.
    fn may_answer(&self, at: Revision, now: Instant) -> bool {
        match self.rest {
            Some(Rest { until, reason }) if now < until => reason == Reason::Behind && at <= self.reached,
            Some(_) | None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_rests_is_asked_for_what_it_has_reached_alone() {
        let [two, three] = [2, 3].map(|number| Revision::new(number).unwrap());
        let now = Instant::now();
        let mut standing = Standing {
            reached: two,
            rest: None,
        };
        assert!(standing.may_answer(three, now), "it may have come so far");
        let until = now + REST;
        for (reason, before) in [(Reason::Behind, [true, false]), (Reason::Failed, [false, false])] {
            standing.rest = Some(Rest { until, reason });
            assert_eq!([two, three].map(|at| standing.may_answer(at, now)), before);
            assert_eq!(
                [two, three].map(|at| standing.may_answer(at, until)),
                [true, true]
            );
        }
    }
}
