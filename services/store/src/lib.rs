//! The store: the catalogue and the cube of observations, their history and their change feed.

pub mod catalog_log;
pub mod cube;
mod error;
pub mod sqlite;

pub use error::EngineError;
