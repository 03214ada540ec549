//! Domain types of the hub and their conversions; no input or output.

pub mod formula;
pub mod ids;
pub mod period;
pub mod qualifier;
pub mod status;
pub mod unit;

mod width;
