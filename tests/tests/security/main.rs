//! Who may: a real hub with TLS, an identity provider, keys and grants, and callers of every sort.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

#[cfg(unix)]
mod backends;
mod calls;
mod certificates;
mod comparisons;
mod credentials;
mod matrix;
mod secrets;
mod watchers;
mod world;
