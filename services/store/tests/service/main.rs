//! The store's services over gRPC: one suite, run on every backend.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![allow(clippy::duplicate_mod, reason = "one suite is run on several backends")]

mod on_postgres;
mod on_postgres_behind_redis;
mod on_sqlite;
mod replicas;
mod skew;
mod statements;
mod store;
