//! A server as callers without manners meet it: over real connections, which begin much and end little.

#![allow(clippy::unwrap_used, reason = "a test that can't go on panics")]

mod connections;
mod lasting;
mod operations;
mod requests;
mod wire;
