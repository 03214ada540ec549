//! The suite on SQLite.

use crate::store::Backend;

const BACKEND: Backend = Backend::Sqlite;

#[path = "suite/mod.rs"]
mod suite;
