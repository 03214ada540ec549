//! Domain types of the hub and their conversions; no input or output.
//!
//! Values are valid by construction: a [`period::Period`] exists, a [`unit::Unit`] converts, a
//! [`observation::Figure`] is finite, a [`catalog::Catalog`] has no dangling reference. What comes from outside is
//! parsed into these types at the edge and is not checked again further in.

pub mod access;
pub mod catalog;
pub mod computed;
pub mod formula;
pub mod framework;
pub mod ids;
pub mod numeral;
pub mod observation;
pub mod period;
pub mod qualifier;
pub mod revision;
pub mod status;
pub mod unit;
pub mod width;
