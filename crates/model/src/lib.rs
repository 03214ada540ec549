//! Domain types of the hub and their conversions; no input or output.

pub mod period;
pub mod unit;

mod width;
