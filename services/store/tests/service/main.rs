//! The store's services over gRPC, on the embedded engine.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod observations;
mod store;
