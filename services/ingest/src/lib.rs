//! The intake of reports: receive, check, decide, publish.
//!
//! A report comes as a file or as columns, is read with the place of every value kept, resolved against the catalogue
//! and checked. What the checks say are [`finding`]s; what they block can't be published. A second person approves, or
//! nobody where the catalogue says so, and the values go to the store in one write. Everything is kept in a [`log`]
//! that a crash at any moment leaves whole.
//!
//! Build it with [`Config::build`] and serve [`Running::routes`].

mod aliases;
mod atlas;
mod changes;
mod check;
mod config;
mod content;
pub mod finding;
mod header;
mod intake;
pub mod log;
mod metrics;
mod publish;
mod published;
pub mod report;
mod resolve;
pub mod review;
mod service;
#[cfg(test)]
mod testing;

pub use config::{BuildError, Config, Data, Limits, Running, SCHEMA, SERVICES};
pub use header::read_issued;
pub use intake::{FileError, text_of_prose};
