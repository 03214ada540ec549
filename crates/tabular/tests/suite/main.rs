//! Files as offices send them, read whole: every entry with its place.

mod bad;
mod limits;
mod long;
mod properties;
mod support;
mod wide;
mod workbooks;
