//! Which session a read is made on.

use std::{sync::atomic::Ordering, time::Duration};

use zhibiao_model::revision::Revision;
use zhibiao_postgres::{Lane, Session};

use super::Postgres;
use crate::{cube::Cube as _, error::EngineError};

/// How much a read asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// So little that it may share a connection with others.
    Short,
    /// Anything else.
    Any,
}

/// A session to read on.
#[derive(Debug)]
pub(super) enum Lent {
    /// The reader's alone.
    Own(Session),
    /// The reader's alone, of a standby.
    Standby(Session),
    /// Others use it too.
    Lane(Lane),
}

impl Lent {
    pub(super) fn session(&self) -> &Session {
        match self {
            Self::Own(session) | Self::Standby(session) => session,
            Self::Lane(lane) => lane,
        }
    }

    pub(super) fn is_standby(&self) -> bool {
        matches!(self, Self::Standby(_))
    }

    async fn within<T>(
        &self,
        limit: Duration,
        read: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        match self {
            Self::Own(session) | Self::Standby(session) => session.within(limit, read).await,
            Self::Lane(lane) => lane.within(limit, read).await,
        }
    }
}

impl Postgres {
    /// A session to read on as of a revision.
    ///
    /// # Errors
    /// Also when the revision lies beyond the head, which no caller may ask for.
    pub(super) async fn session_at(&self, at: Revision, size: Size) -> Result<Lent, EngineError> {
        if at.get() > self.inner.reached.load(Ordering::Acquire) {
            let head = self.head().await?.revision;
            if at > head {
                return Err(EngineError::Failed(format!(
                    "read at revision {at}, but the head is {head}"
                )));
            }
        }
        match self.inner.replicas.session_at(at).await {
            Some(session) => Ok(Lent::Standby(session)),
            None => self.session_of_primary(size).await,
        }
    }

    pub(super) async fn session_of_primary(&self, size: Size) -> Result<Lent, EngineError> {
        Ok(match size {
            Size::Short => Lent::Lane(self.inner.lanes.lane().await?),
            Size::Any => Lent::Own(self.inner.primary.session().await?),
        })
    }

    pub(super) async fn read<T>(
        &self,
        session: &Lent,
        read: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        session.within(self.inner.reading, read).await
    }
}
