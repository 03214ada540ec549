//! How a database is opened: where it is, its schema, and whether the cube is spread over several servers.

use std::time::Duration;

use zhibiao_postgres::{Database, Failure, MigrateError, Migrated, Session, Url, migrate_and};

/// Migrations in order; they only go forward.
const MIGRATIONS: [&str; 2] = [
    include_str!("migrations/0001_cube.sql"),
    include_str!("migrations/0002_trace.sql"),
];

const DISTRIBUTE: &str = include_str!("distribute.sql");

/// Every statement finds its rows through the primary keys; a planner that has not seen the tables grow must not think
/// of anything else. Compiling statements takes longer than running them.
pub(super) const SETTINGS: [&str; 4] = [
    "jit=off",
    "enable_hashjoin=off",
    "enable_mergejoin=off",
    "enable_seqscan=off",
];

/// Without partitioning a statement's plan is the same whatever it is asked for: it is made once.
pub(super) const PLAN_ONCE: &str = "plan_cache_mode=force_generic_plan";

/// How to use a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// The system of record.
    pub database: zhibiao_postgres::Options,
    /// Hot standbys of it, which answer reads once they have reached the revision asked for.
    pub replicas: Vec<Url>,
    /// Longest wait for a replica that lags.
    pub replica_patience: Duration,
    /// Longest time that one read may take.
    pub reading: Duration,
    /// Longest time that one commit may take.
    pub writing: Duration,
    /// Spread the cube's tables over the workers of a Citus cluster, if they are not yet.
    pub distribute: bool,
}

impl Options {
    /// The usual bounds, in the schema `zhibiao_store`.
    #[must_use]
    pub fn new(url: Url) -> Self {
        Self {
            database: zhibiao_postgres::Options::new(url, "zhibiao_store"),
            replicas: Vec::new(),
            replica_patience: Duration::from_millis(50),
            reading: Duration::from_secs(30),
            writing: Duration::from_secs(120),
            distribute: false,
        }
    }
}

/// Why a database can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It can't be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// It can't be reached, or refused.
    #[error(transparent)]
    Database(#[from] Failure),
    /// The cube is to be spread, and the server can't.
    #[error(
        "the database has no Citus extension: CREATE EXTENSION citus in it first, or leave out --distribute"
    )]
    NoCitus,
}

/// Brings the schema up to date, and spreads the cube where that is asked for.
///
/// # Errors
/// [`OpenError`].
pub async fn migrate(options: &Options) -> Result<Migrated, OpenError> {
    let opening = Database::new(&options.database)?;
    migrate_over(
        &opening,
        &options.database.schema,
        options.distribute,
        options.reading,
    )
    .await
}

/// Brings the schema up to date, and says whether the cube is spread over several servers. What is asked besides gets
/// `patience` for an answer each.
pub(super) async fn prepare(
    database: &zhibiao_postgres::Options,
    distribute: bool,
    patience: Duration,
) -> Result<bool, OpenError> {
    let opening = Database::new(database)?;
    migrate_over(&opening, &database.schema, distribute, patience).await?;
    let session = opening.session().await?;
    let has_citus = session.within(patience, has_citus(&session)).await?;
    Ok(has_citus && session.within(patience, is_spread(&session)).await?)
}

async fn migrate_over(
    opening: &Database,
    schema: &str,
    distribute: bool,
    patience: Duration,
) -> Result<Migrated, OpenError> {
    let session = opening.session().await?;
    let has_citus = session.within(patience, has_citus(&session)).await?;
    if distribute && !has_citus {
        return Err(OpenError::NoCitus);
    }
    // A cube that an earlier version spread lacks what this one keeps beside it.
    let spreads = distribute || has_citus && session.within(patience, is_spread(&session)).await?;
    drop(session);
    let spreading = spreads.then_some(DISTRIBUTE);
    Ok(migrate_and(opening, schema, &MIGRATIONS, spreading).await?)
}

async fn has_citus(session: &Session) -> Result<bool, Failure> {
    let sql = "SELECT FROM pg_extension WHERE extname = 'citus'";
    Ok(session.query_opt(sql, &[]).await?.is_some())
}

async fn is_spread(session: &Session) -> Result<bool, Failure> {
    let sql = "SELECT FROM pg_dist_partition WHERE logicalrelid = to_regclass('observation')";
    Ok(session.query_opt(sql, &[]).await?.is_some())
}
