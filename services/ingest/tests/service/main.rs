//! The report service against the real store, over gRPC.

#![allow(clippy::unwrap_used, reason = "a test that can not go on fails")]

mod bad_input;
mod decisions;
mod evidence;
mod hub;
mod limits;
mod line;
mod lists;
mod meanwhile;
mod pack;
mod postgres;
mod prose;
mod review;
mod stream;
mod stream_bad_input;
mod stream_limits;
mod submissions;
