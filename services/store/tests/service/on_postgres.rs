//! The suite on PostgreSQL.

use crate::store::Backend;

const BACKEND: Backend = Backend::Postgres;

#[path = "suite/mod.rs"]
mod suite;
