//! What every service runs on: configuration, clock, errors, identity, health, telemetry, listening, shutdown, channels.
//!
//! Nothing here is global: the clock, the configuration source and the shutdown token are given to whoever needs them.

pub mod access;
mod answer;
pub mod caller;
pub mod calls;
pub mod channel;
pub mod clock;
pub mod config;
pub mod deadline;
pub mod error;
pub mod health;
pub mod identity;
pub mod language;
pub mod ops;
pub mod outage;
pub mod outlet;
pub mod page;
pub mod server;
pub mod telemetry;
