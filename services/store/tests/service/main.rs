//! The store's services over gRPC, on the embedded engine.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod cache;
mod catalog;
mod catalog_apply;
mod catalog_views;
mod export;
mod formulas;
mod limits;
mod observations;
mod reads;
mod store;
mod watch;
mod writes;
