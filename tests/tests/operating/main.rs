//! The operator's guide, walked word for word: what stands in its `sh` blocks is run as it is, in its order, in a scratch
//! folder, against real processes with a real PostgreSQL, Redis and nginx.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod collector;
mod guide;
mod metrics;
mod shell;
mod walk;
