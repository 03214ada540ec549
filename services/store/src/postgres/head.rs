//! The head row.

use jiff::Timestamp;
use zhibiao_model::revision::{Revision, StoreId};
use zhibiao_postgres::{Parameters, Row, Session};

use crate::{cube::Head, engine::codec, error::EngineError};

const READ: &str = "SELECT store_id, revision, catalog_revision, committed_at FROM head WHERE id = 1";
const LOCK: &str =
    "SELECT store_id, revision, catalog_revision, committed_at FROM head WHERE id = 1 FOR UPDATE";
const MOVE: &str = "
    UPDATE head SET revision = $1, catalog_revision = $2, committed_at = $3,
        oldest_change = greatest(oldest_change, $4), observations = observations + $5, past = past + $6
    WHERE id = 1";
const TRIM: &str = "DELETE FROM change_cells WHERE revision < $1";
const TELL: &str = "SELECT pg_notify(current_schema(), '')";

/// How a commit changes the head besides the revision.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effect {
    pub(super) inserted: u64,
    pub(super) revised: u64,
    pub(super) catalog: bool,
}

/// What a transaction becomes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    /// The head before it.
    pub(super) before: Head,
    /// The revision it becomes.
    pub(super) revision: Revision,
    /// When; never before the head.
    pub(super) committed_at: Timestamp,
}

/// Reads the head.
pub(super) async fn read(session: &Session) -> Result<Head, EngineError> {
    let select = session.prepare_cached(READ).await?;
    head(&session.query_one(&select, &[]).await?)
}

/// Takes the lock that makes the order of commits, and gives the head under it.
pub(super) async fn lock(session: &Session) -> Result<Head, EngineError> {
    let select = session.prepare_cached(LOCK).await?;
    head(&session.query_one(&select, &[]).await?)
}

impl Next {
    /// What follows a head.
    pub(super) fn after(before: Head, now: Timestamp) -> Result<Self, EngineError> {
        // Kept in microseconds; it never falls, whatever the clock does.
        let now = now.max(before.committed_at).as_microsecond();
        Ok(Self {
            before,
            revision: before.revision.next(),
            committed_at: codec::instant(now)?,
        })
    }

    /// Moves the head, trims the change log and tells other processes. Gives the new head, which counts once committed.
    pub(super) async fn advance(
        &self,
        session: &Session,
        effect: Effect,
        retention: u64,
    ) -> Result<Head, EngineError> {
        let catalog = if effect.catalog {
            self.revision
        } else {
            self.before.catalog
        };
        // The oldest revision that retention keeps; the log may hold more when retention was raised.
        let retention = i64::try_from(retention).unwrap_or(i64::MAX);
        let keep = self.revision.get().saturating_sub(retention).max(0) + 1;
        let (advance, trim, tell) = tokio::try_join!(
            biased;
            session.prepare_cached(MOVE),
            session.prepare_cached(TRIM),
            session.prepare_cached(TELL)
        )?;
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let (revision, catalog_revision) = (self.revision.get(), catalog.get());
        let committed_at = self.committed_at.as_microsecond();
        let (inserted, revised) = (count(effect.inserted), count(effect.revised));
        let trims: Parameters<'_> = &[&keep];
        let moves: Parameters<'_> = &[
            &revision,
            &catalog_revision,
            &committed_at,
            &keep,
            &inserted,
            &revised,
        ];
        tokio::try_join!(
            biased;
            session.execute(&trim, trims),
            session.execute(&advance, moves),
            session.execute(&tell, &[]),
        )?;
        Ok(Head {
            revision: self.revision,
            catalog,
            committed_at: self.committed_at,
            ..self.before
        })
    }
}

fn head(row: &Row) -> Result<Head, EngineError> {
    let store: &[u8] = row.try_get(0)?;
    let store: [u8; 16] = store
        .try_into()
        .map_err(|_| EngineError::Damaged("store id".to_owned()))?;
    Ok(Head {
        store: StoreId(u128::from_be_bytes(store)),
        revision: codec::revision(row.try_get(1)?)?,
        catalog: codec::revision(row.try_get(2)?)?,
        committed_at: codec::instant(row.try_get(3)?)?,
    })
}
