//! The store: the catalogue, the cube of observations with its whole history, and the change feed.
//!
//! [`Config::build`] opens a data folder and gives a [`Running`] store, whose [`routes`](Running::routes) a server
//! serves. The engine below is chosen by its contract ([`cube`], [`catalog_log`]); [`sqlite`] is the embedded one.

pub mod catalog_log;
pub mod cube;
pub mod postgres;
pub mod sqlite;

mod cached;
mod catalogs;
mod config;
mod core;
mod engine;
mod error;
mod follower;
mod library;
mod observations;
mod records;
mod search;

pub use config::{BuildError, Config, Data, Limits, Running, SERVICES};
pub use error::EngineError;
