//! The schema: numbered migrations that only go forward.

use rusqlite::{Connection, TransactionBehavior};

use crate::log::LogError;

pub(super) const MIGRATIONS: [&str; 6] = [
    include_str!("migrations/0001_reports.sql"),
    include_str!("migrations/0002_seen_revision.sql"),
    include_str!("migrations/0003_streams.sql"),
    include_str!("migrations/0004_prose.sql"),
    include_str!("migrations/0005_reviews.sql"),
    include_str!("migrations/0006_aliases.sql"),
];

/// Brings a database to the newest schema, one migration a transaction.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), LogError> {
    migrate_to(connection, &MIGRATIONS)
}

/// Brings a database to the schema that these migrations make.
pub(super) fn migrate_to(connection: &mut Connection, migrations: &[&str]) -> Result<(), LogError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > known {
            return Err(LogError::TooNew { found, known });
        }
        let Some(migration) = usize::try_from(found).ok().and_then(|at| migrations.get(at)) else {
            return Ok(());
        };
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", found + 1)?;
        transaction.commit()?;
    }
}
