//! A few connections that many short reads use at once.
//!
//! Statements of one connection follow each other without waiting for answers, so that neither side sleeps between
//! them. That is for single statements with small answers: a large one would hold up those behind it.

use std::{
    ops::Deref,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::{
    failure::Failure,
    pool::{Database, Session},
};

/// Lanes of a database; each takes a connection of its pool for good.
#[derive(Debug)]
pub struct Lanes {
    database: Database,
    lanes: Vec<RwLock<Option<Arc<Session>>>>,
    next: AtomicUsize,
}

/// A connection that others use too.
#[derive(Debug, Clone)]
pub struct Lane(Arc<Session>);

impl Lanes {
    /// So many lanes; they connect when first used.
    #[must_use]
    pub fn new(database: &Database, count: usize) -> Self {
        Self {
            database: database.clone(),
            lanes: (0..count.max(1)).map(|_| RwLock::default()).collect(),
            next: AtomicUsize::new(0),
        }
    }

    /// The lane whose turn it is.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when it can't be connected in time.
    pub async fn lane(&self) -> Result<Lane, Failure> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.lanes.len();
        let Some(slot) = self.lanes.get(turn) else {
            return Err(Failure::Failed("no lane".to_owned()));
        };
        let current = slot.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(session) = current.filter(|session| session.is_usable()) {
            return Ok(Lane(session));
        }
        // Two that find it gone at once both connect; one of the two goes back into the pool.
        let session = Arc::new(self.database.session().await?);
        *slot.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&session));
        Ok(Lane(session))
    }

    /// Lets the connections go.
    pub fn close(&self) {
        for slot in &self.lanes {
            slot.write().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

impl Lane {
    /// Does work within a time limit; past it the connection is closed once everybody has left it.
    ///
    /// # Errors
    /// The work's own; [`Failure::Unavailable`] when it took too long.
    pub async fn within<T, E: From<Failure>>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        self.0.within_shared(limit, work).await
    }
}

impl Deref for Lane {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}
