//! Files as offices send them, read whole: every entry with its place.

#![allow(clippy::unwrap_used, reason = "a test stops at the first fault")]

mod bad;
mod limits;
mod long;
mod properties;
mod sheets;
mod support;
mod wide;
mod workbooks;
