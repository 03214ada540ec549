//! The store's services over gRPC, on the embedded engine.

mod observations;
mod store;
