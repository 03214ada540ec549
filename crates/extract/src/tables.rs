//! The words of the rules, one a line. Add a word to a list here; add a name of an indicator, zone or subject to the
//! catalogue; add a unit to the table of units in the model.

#[rustfmt::skip] // Words stand many to a line.
pub(crate) mod cues;
#[rustfmt::skip] // Words stand many to a line.
pub(crate) mod layout;
#[rustfmt::skip] // Words stand many to a line.
pub(crate) mod names;
#[rustfmt::skip] // Words stand many to a line.
pub(crate) mod noise;
