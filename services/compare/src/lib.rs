//! How zones compare and who ranks where.
//!
//! The service keeps the catalogue and every current value of the cube in memory ([`cube`]), filled from the store at
//! one revision and kept fresh by its change feed. Each answer is computed from the state at exactly one revision
//! ([`snapshot`]). [`Config::build`] starts it; it serves once its columns are loaded.
//!
//! Who watches a ranking shares its computation with all who watch the same: one task a question waits for states in
//! which something that the answer is made from has changed.
//!
//! [`comparison`] is the arithmetic of two values; that of ranks is [`zhibiao_scoring::ranking`].

mod answers;
mod baseline;
pub mod column;
mod compare;
pub mod comparison;
mod config;
pub mod cube;
mod export;
mod frameworks;
mod freshness;
mod index;
mod long;
mod mirror;
pub mod peers;
mod rank;
mod rankings;
mod request;
mod rights;
mod server;
mod service;
pub mod snapshot;
mod sources;
pub mod standings;
mod turns;
mod watch;

pub use compare::{MAX_INDICATORS, MAX_SUBJECTS};
pub use config::{Config, Running, SERVICE};
pub use index::warning;
pub use rank::MAX_ROWS;
pub use request::{MAX_CARRY, MAX_PEERS};
