//! The words of the rules. Add a word to a list here; add a name of an indicator, zone or subject to the catalogue, and
//! a unit to the table of units in the model.

#[rustfmt::skip] // Words stand many to a line.
pub(crate) mod cues;
#[rustfmt::skip]
pub(crate) mod fields;
pub(crate) mod kinds;
pub(crate) mod layout;
#[rustfmt::skip]
pub(crate) mod names;
#[rustfmt::skip]
pub(crate) mod noise;
#[rustfmt::skip]
pub(crate) mod numbers;
#[rustfmt::skip]
pub(crate) mod scopes;
#[rustfmt::skip]
pub(crate) mod subjects;
#[rustfmt::skip]
pub(crate) mod zones;
