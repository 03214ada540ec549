//! The words of the rules, one a line. Add a word to a list here; add a name of an indicator, zone or subject to the
//! catalogue; add a unit to the table of units in the model.

pub(crate) mod cues;
pub(crate) mod layout;
pub(crate) mod names;
pub(crate) mod noise;
