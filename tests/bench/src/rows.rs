//! The rows of the table.

mod extract;
mod index;
pub(crate) mod ingest;
mod ingest_pg;
pub(crate) mod monte_carlo;
mod overload;
mod panel;
mod rank;
mod read_db;
mod read_hot;
mod read_redis;
mod scale;
mod start;
mod trace_cost;
mod watch;
pub(crate) mod xlsx;

use std::{path::Path, time::Duration};

use crate::{Outcome, measure::Row};

/// Every row, in the order of the table.
pub(crate) const NAMES: [&str; 15] = [
    "read-hot",
    "read-redis",
    "read-db",
    "rank",
    "index",
    "monte-carlo",
    "ingest-sqlite",
    "ingest-pg",
    "scale",
    "watch",
    "xlsx",
    "extract",
    "overload",
    "start",
    "trace-cost",
];

/// How long a load lasts.
pub(crate) const LOAD: Duration = Duration::from_secs(3);

/// Runs one row.
pub(crate) async fn run(name: &str, program: &Path, runs: usize) -> Outcome<Vec<Row>> {
    match name {
        "read-hot" => read_hot::run(program, runs).await,
        "read-redis" => read_redis::run(runs).await,
        "read-db" => read_db::run(runs).await,
        "rank" => rank::run(program, runs).await,
        "index" => index::run(program, runs).await,
        "monte-carlo" => monte_carlo::run(runs).await,
        "ingest-sqlite" => ingest::run(program, runs).await,
        "ingest-pg" => ingest_pg::run(runs).await,
        "scale" => scale::run(runs).await,
        "watch" => watch::run(program, runs).await,
        "xlsx" => xlsx::run(program, runs).await,
        "extract" => extract::run(program, runs).await,
        "overload" => overload::run(program, runs).await,
        "start" => start::run(program, runs).await,
        "trace-cost" => trace_cost::run(program, runs).await,
        other => Err(format!("no row is called `{other}`").into()),
    }
}
