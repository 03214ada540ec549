//! From what people write to what the catalogue knows: subjects, indicators, periods, units.
//!
//! Each distinct text is looked up once; the answers are indexes into [`Keys`].

mod keyed;
mod names;
mod period;
mod trim;
mod unit;

pub(crate) use keyed::FastMap;
pub(crate) use names::{Keys, Named, Names};
pub(crate) use period::{Fit, fit, is_year_to_date};
pub(crate) use trim::shorter;
pub(crate) use unit::{Conversion, Units, is_scaled};
