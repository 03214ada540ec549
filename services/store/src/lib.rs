//! The store: the catalogue, the cube of observations with its whole history, and the change feed.
//!
//! [`Config::build`] opens a data folder and gives a [`Running`] store, whose [`routes`](Running::routes) a server
//! serves. The engine below is chosen by its contract ([`cube`], [`catalog_log`]); [`sqlite`] is the embedded
//! one, [`postgres`] that of many processes.

pub mod cached;
pub mod catalog_log;
pub mod cube;
pub mod postgres;
pub mod sqlite;

mod catalogs;
mod config;
mod core;
mod data;
mod engine;
mod error;
mod feeds;
mod follower;
mod gate;
mod library;
mod metrics;
mod observations;
mod records;
mod search;

pub use config::{BuildError, Config, Limits, Running, SERVICES};
pub use data::Data;
pub use error::EngineError;
