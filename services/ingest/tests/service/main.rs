//! The report service against the real store, over gRPC.

mod bad_input;
mod decisions;
mod hub;
mod lists;
mod submissions;
