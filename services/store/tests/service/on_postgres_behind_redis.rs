//! The suite on PostgreSQL behind Redis.

use crate::store::Backend;

const BACKEND: Backend = Backend::PostgresBehindRedis;

#[path = "suite/mod.rs"]
mod suite;
