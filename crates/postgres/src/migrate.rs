//! Migrations: each runs once, in order, under a lock that all processes share.

use std::time::Duration;

use crate::{
    failure::Failure,
    pool::{Database, Session},
};

/// Longest wait for other processes that migrate, and for each migration.
const PATIENCE: Duration = Duration::from_secs(300);

/// First half of the advisory lock's key; the second is the schema's name.
const LOCK: i32 = 0x5a42;

/// Why a schema can't be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer version of the hub wrote it.
    #[error("schema {schema} has version {found}, this hub knows up to {known}: use a newer hub")]
    TooNew {
        /// The schema.
        schema: String,
        /// Version found.
        found: usize,
        /// Newest version known.
        known: usize,
    },
    /// The database failed.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// What became of a schema: the number of its newest migration before and after, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// Version that was found.
    pub found: usize,
    /// Version that it has now.
    pub version: usize,
}

/// Brings a schema up to date, making it when it is not there. Migration `n` (from 1) is the `n`th text; each runs in a
/// transaction of its own. Processes that start at the same time take turns, and the later ones find nothing to do. Of a
/// schema that is up to date nothing is asked but its version, so that who may not change it can use it.
///
/// # Errors
/// [`MigrateError`].
pub async fn migrate(
    database: &Database,
    schema: &str,
    migrations: &[&str],
) -> Result<Migrated, MigrateError> {
    migrate_and(database, schema, migrations, None).await
}

/// As [`migrate`], with commands that run each time afterwards, under the same lock.
///
/// # Errors
/// [`MigrateError`].
pub async fn migrate_and(
    database: &Database,
    schema: &str,
    migrations: &[&str],
    then: Option<&str>,
) -> Result<Migrated, MigrateError> {
    let session = database.session().await?;
    let work = async {
        let known = migrations.len();
        match version(&session, schema).await? {
            Some(found) if found == known && then.is_none() => Ok(Migrated {
                found,
                version: known,
            }),
            Some(_) | None => run(&session, schema, migrations, then).await,
        }
    };
    let ended = session.within(PATIENCE, work).await;
    // The lock belongs to the session: it must not go back into the pool with it.
    session.give_up();
    ended
}

/// The version of a schema, where it is there.
async fn version(session: &Session, schema: &str) -> Result<Option<usize>, Failure> {
    let table = format!("{schema}.migration");
    let there = session
        .query_one("SELECT to_regclass($1) IS NOT NULL", &[&table])
        .await?;
    if !there.get::<_, bool>(0) {
        return Ok(None);
    }
    let newest = format!("SELECT coalesce(max(version), 0) FROM {table}");
    let found: i32 = session.query_one(&newest, &[]).await?.get(0);
    Ok(Some(usize::try_from(found).unwrap_or(usize::MAX)))
}

async fn run(
    session: &Session,
    schema: &str,
    migrations: &[&str],
    then: Option<&str>,
) -> Result<Migrated, MigrateError> {
    session
        .execute("SELECT pg_advisory_lock($1, hashtext($2))", &[&LOCK, &schema])
        .await
        .map_err(Failure::from)?;
    session
        .batch_execute(&format!(
            "CREATE SCHEMA IF NOT EXISTS {schema};
             CREATE TABLE IF NOT EXISTS {schema}.migration (
                 version INTEGER PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now());"
        ))
        .await
        .map_err(Failure::from)?;
    let found = version(session, schema).await?.unwrap_or_default();
    let missing = migrations.get(found..).ok_or_else(|| MigrateError::TooNew {
        schema: schema.to_owned(),
        found,
        known: migrations.len(),
    })?;
    for (version, migration) in (found + 1..).zip(missing) {
        let note = format!("INSERT INTO migration (version) VALUES ({version})");
        session
            .batch_execute(&format!("BEGIN; {migration}; {note}; COMMIT;"))
            .await
            .map_err(Failure::from)?;
        tracing::info!(schema, version, "schema migrated");
    }
    if let Some(commands) = then {
        session.batch_execute(commands).await.map_err(Failure::from)?;
    }
    Ok(Migrated {
        found,
        version: migrations.len(),
    })
}
