//! The report service against the real store, over gRPC.

#![allow(clippy::unwrap_used, reason = "a test that can not go on fails")]

mod bad_input;
mod decisions;
mod hub;
mod limits;
mod lists;
mod meanwhile;
mod pack;
mod postgres;
mod submissions;
