//! placeholder
mod delimited;
mod encoding;
mod limits;
mod number;
mod row;
mod unreadable;
pub use limits::{Format, Limits, Options};
pub use unreadable::Unreadable;
