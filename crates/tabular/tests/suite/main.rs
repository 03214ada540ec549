//! Files as offices send them, read whole: every entry with its place.

mod long;
mod support;
mod wide;
