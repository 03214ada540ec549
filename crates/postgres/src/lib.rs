//! PostgreSQL as the services use it: a bounded pool, migrations that run once, errors told apart by what a caller can
//! do about them, and news of commits by other processes.
//!
//! A [`Database`] lends [`Session`]s. Work on one is given a time limit ([`Session::within`]); a session that did not
//! answer in time is closed rather than lent again, so that a server that hangs costs callers a wait and no more.

mod failure;
mod lanes;
mod migrate;
mod news;
mod pool;
mod secure;
mod url;

pub use failure::Failure;
pub use lanes::{Lane, Lanes};
pub use migrate::{MigrateError, Migrated, migrate, migrate_and};
pub use news::News;
pub use pool::{CONNECTIONS, Database, Options, Role, Session};
pub use tokio_postgres::{Error as DriverError, Row, types};
pub use url::{BadUrl, Url};

/// Parameters of a statement.
pub type Parameters<'a> = &'a [&'a (dyn types::ToSql + Sync)];
