//! Which session a read is made on, and what answers when that fails.

use std::{
    ops::Deref,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use zhibiao_model::revision::Revision;
use zhibiao_postgres::{Lane, Session};

use super::Postgres;
use crate::{cube::Cube as _, error::EngineError};

/// Keys that count as a short read.
const FEW: usize = 16;

/// How much a read asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// So little that it may share a connection with others.
    Short,
    /// Anything else.
    Any,
}

/// A session to read on.
#[derive(Debug, Clone)]
pub(super) enum Lent {
    /// The reader's alone.
    Own(Arc<Session>),
    /// Others use it too.
    Lane(Lane),
}

impl Size {
    /// That of a read of so many keys with a few cells each.
    pub(super) fn of(keys: usize) -> Self {
        if keys <= FEW { Self::Short } else { Self::Any }
    }
}

impl Lent {
    async fn within<T>(
        &self,
        limit: Duration,
        read: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        match self {
            Self::Own(session) => session.within(limit, read).await,
            Self::Lane(lane) => lane.within(limit, read).await,
        }
    }
}

impl Deref for Lent {
    type Target = Session;

    fn deref(&self) -> &Session {
        match self {
            Self::Own(session) => session,
            Self::Lane(lane) => lane,
        }
    }
}

impl Postgres {
    /// Reads as of a revision: on a standby that has reached it, else on the primary, which also answers what a standby
    /// failed in the middle of.
    ///
    /// # Errors
    /// Also when the revision lies beyond the head, which no caller may ask for.
    pub(super) async fn read_at<T, F: Future<Output = Result<T, EngineError>>>(
        &self,
        at: Revision,
        size: Size,
        read: impl Fn(Lent) -> F,
    ) -> Result<T, EngineError> {
        if at.get() > self.inner.reached.load(Ordering::Acquire) {
            let head = self.head().await?.revision;
            if at > head {
                return Err(EngineError::Failed(format!(
                    "read at revision {at}, but the head is {head}"
                )));
            }
        }
        if let Some(standby) = self.inner.replicas.session_at(at).await {
            let standby = Lent::Own(Arc::new(standby));
            match standby.within(self.inner.reading, read(standby.clone())).await {
                Err(EngineError::Unavailable(error)) => {
                    tracing::warn!(%error, "replica failed while it answered");
                }
                answer => return answer,
            }
        }
        self.read_now(size, read).await
    }

    /// Reads on the primary.
    pub(super) async fn read_now<T, F: Future<Output = Result<T, EngineError>>>(
        &self,
        size: Size,
        read: impl FnOnce(Lent) -> F,
    ) -> Result<T, EngineError> {
        let lent = match size {
            Size::Short => Lent::Lane(self.inner.lanes.lane().await?),
            Size::Any => Lent::Own(Arc::new(self.inner.primary.session().await?)),
        };
        lent.within(self.inner.reading, read(lent.clone())).await
    }
}
