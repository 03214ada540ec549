//! Faults: the hub's parts as real processes over a real PostgreSQL and a real Redis, killed, stopped and emptied while
//! callers write, read and watch; and everything that can be asked for badly.
//!
//! [`rounds`] does it at random and leaves it to the checker of `zhibiao_tests::history` to say whether the callers were
//! told the truth; the other modules show single rows of ARCHITECTURE.md's table of failures.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod bad_input;
mod calls;
mod nemesis;
mod overload;
mod postgres;
mod reader;
mod redis;
mod replicas;
mod rounds;
mod single;
mod watcher;
mod world;
mod writer;
