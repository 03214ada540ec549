//! Provenances: one row for each distinct one, kept in memory while they are in use.

use std::sync::Arc;

use moka::sync::Cache;
use prost::Message as _;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use zhibiao_model::observation::Provenance;
use zhibiao_proto::observation::v1;

use crate::error::EngineError;

/// Most provenances kept in memory.
const KEPT: u64 = 10_000;

/// Reads and writes provenances.
#[derive(Debug, Clone)]
pub(super) struct Provenances {
    by_id: Cache<i64, Arc<Provenance>>,
}

impl Provenances {
    pub(super) fn new() -> Self {
        Self {
            by_id: Cache::new(KEPT),
        }
    }

    /// The provenance of an id.
    pub(super) fn get(&self, connection: &Connection, id: i64) -> Result<Arc<Provenance>, EngineError> {
        if let Some(known) = self.by_id.get(&id) {
            return Ok(known);
        }
        let mut statement = connection.prepare_cached("SELECT payload FROM provenance WHERE id = ?1")?;
        let payload: Vec<u8> = statement.query_row(params![id], |row| row.get(0))?;
        let damaged =
            |error: &dyn std::fmt::Display| EngineError::Damaged(format!("provenance {id}: {error}"));
        let message = v1::Provenance::decode(payload.as_slice()).map_err(|error| damaged(&error))?;
        let provenance = Arc::new(Provenance::try_from(message).map_err(|error| damaged(&error))?);
        self.by_id.insert(id, Arc::clone(&provenance));
        Ok(provenance)
    }

    /// The id of a provenance, which is added when it is new.
    pub(super) fn id_or_add(
        transaction: &Transaction<'_>,
        provenance: &Provenance,
    ) -> Result<i64, EngineError> {
        let payload = v1::Provenance::from(provenance).encode_to_vec();
        let digest = blake3::hash(&payload);
        let mut select = transaction.prepare_cached("SELECT id FROM provenance WHERE digest = ?1")?;
        let known: Option<i64> = select
            .query_row(params![digest.as_bytes()], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        let mut insert =
            transaction.prepare_cached("INSERT INTO provenance (digest, payload) VALUES (?1, ?2)")?;
        insert.execute(params![digest.as_bytes(), payload])?;
        Ok(transaction.last_insert_rowid())
    }
}
