//! Provenances: one row for each distinct one, kept in memory while they are in use.

use std::{collections::HashMap, sync::Arc};

use moka::sync::Cache;
use prost::Message as _;
use zhibiao_model::observation::Provenance;
use zhibiao_postgres::Session;
use zhibiao_proto::observation::v1;

use crate::error::EngineError;

/// Most provenances kept in memory.
const KEPT: u64 = 10_000;

const BY_DIGEST: &str = "SELECT id, digest FROM provenance WHERE digest = ANY($1)";
const BY_ID: &str = "SELECT id, payload FROM provenance WHERE id = ANY($1)";
const ADD: &str = "INSERT INTO provenance (digest, payload)
    SELECT * FROM unnest($1::bytea[], $2::bytea[]) ON CONFLICT DO NOTHING";

/// Reads and writes provenances.
#[derive(Debug)]
pub(super) struct Provenances {
    by_id: Cache<i32, Arc<Provenance>>,
}

impl Provenances {
    pub(super) fn new() -> Self {
        Self {
            by_id: Cache::new(KEPT),
        }
    }

    /// The provenances of ids.
    pub(super) async fn get(
        &self,
        session: &Session,
        mut ids: Vec<i32>,
    ) -> Result<HashMap<i32, Arc<Provenance>>, EngineError> {
        ids.sort_unstable();
        ids.dedup();
        let mut found: HashMap<i32, Arc<Provenance>> = HashMap::with_capacity(ids.len());
        found.extend(ids.iter().filter_map(|id| Some((*id, self.by_id.get(id)?))));
        ids.retain(|id| !found.contains_key(id));
        if ids.is_empty() {
            return Ok(found);
        }
        let select = session.prepare_cached(BY_ID).await?;
        for row in session.query(&select, &[&ids]).await? {
            let (id, payload): (i32, &[u8]) = (row.try_get(0)?, row.try_get(1)?);
            let damaged =
                |error: &dyn std::fmt::Display| EngineError::Damaged(format!("provenance {id}: {error}"));
            let message = v1::Provenance::decode(payload).map_err(|error| damaged(&error))?;
            let provenance = Arc::new(Provenance::try_from(message).map_err(|error| damaged(&error))?);
            self.by_id.insert(id, Arc::clone(&provenance));
            found.insert(id, provenance);
        }
        Ok(found)
    }

    /// The ids of provenances, which are added when they are new; in their order.
    pub(super) async fn ids_or_add(
        &self,
        session: &Session,
        provenances: &[Arc<Provenance>],
    ) -> Result<Vec<i32>, EngineError> {
        if provenances.is_empty() {
            return Ok(Vec::new());
        }
        let payloads: Vec<Vec<u8>> = provenances
            .iter()
            .map(|provenance| v1::Provenance::from(provenance.as_ref()).encode_to_vec())
            .collect();
        let digests: Vec<Vec<u8>> = payloads
            .iter()
            .map(|payload| blake3::hash(payload).as_bytes().to_vec())
            .collect();
        let mut known = by_digest(session, &digests).await?;
        // Each once, in the order of their digests: who adds the same at the same time waits in turn, not crosswise.
        let mut new: Vec<(&Vec<u8>, &Vec<u8>)> = digests
            .iter()
            .zip(&payloads)
            .filter(|(digest, _)| !known.contains_key(*digest))
            .collect();
        new.sort_unstable();
        new.dedup();
        if !new.is_empty() {
            let (digests_added, payloads): (Vec<_>, Vec<_>) = new.into_iter().unzip();
            let add = session.prepare_cached(ADD).await?;
            session.execute(&add, &[&digests_added, &payloads]).await?;
            known = by_digest(session, &digests).await?;
        }
        let lost = || EngineError::Failed("a provenance was added and is not there".to_owned());
        digests
            .iter()
            .map(|digest| known.get(digest).copied().ok_or_else(lost))
            .collect()
    }
}

async fn by_digest(session: &Session, digests: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, i32>, EngineError> {
    let select = session.prepare_cached(BY_DIGEST).await?;
    let rows = session.query(&select, &[&digests]).await?;
    rows.iter()
        .map(|row| Ok((row.try_get(1)?, row.try_get(0)?)))
        .collect()
}
