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

/// Brings a schema up to date, making it when it is not there. Migration `n` (from 1) is the `n`th text; each runs in a
/// transaction of its own. Processes that start at the same time take turns, and the later ones find nothing to do.
///
/// # Errors
/// [`MigrateError`].
pub async fn migrate(database: &Database, schema: &str, migrations: &[&str]) -> Result<(), MigrateError> {
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
) -> Result<(), MigrateError> {
    let session = database.session().await?;
    let work = session.within(PATIENCE, run(&session, schema, migrations, then));
    let ended = work.await;
    // The lock belongs to the session: it must not go back into the pool with it.
    session.give_up();
    ended
}

async fn run(
    session: &Session,
    schema: &str,
    migrations: &[&str],
    then: Option<&str>,
) -> Result<(), MigrateError> {
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
    let found = session
        .query_one("SELECT coalesce(max(version), 0) FROM migration", &[])
        .await
        .map_err(Failure::from)?;
    let found = usize::try_from(found.get::<_, i32>(0)).unwrap_or(usize::MAX);
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
    Ok(())
}
