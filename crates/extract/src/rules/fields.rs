//! The closed lists of the field, ready to be looked up.

use crate::tables::fields;
use crate::words::Words;

/// Names that the field knows whole.
#[derive(Debug, Clone)]
pub(crate) struct FieldWords {
    pub(crate) compounds: Words<()>,
    pub(crate) compound_heads: Words<()>,
    pub(crate) things: Words<()>,
    pub(crate) adverbs: Words<()>,
    pub(crate) deeds: Words<()>,
    pub(crate) recognising: Words<()>,
    pub(crate) stages: Words<()>,
    pub(crate) reaching: Words<()>,
}

impl FieldWords {
    pub(super) fn new() -> Self {
        Self {
            compounds: Words::new(fields::compounds().map(|name| (name, ()))),
            compound_heads: Words::of(fields::HEADS),
            things: Words::of(fields::THINGS),
            adverbs: Words::of(fields::ADVERBS),
            deeds: Words::of(fields::THING_DEEDS),
            recognising: Words::of(fields::RECOGNISING),
            stages: Words::of(fields::STAGES),
            reaching: Words::of(fields::REACHING),
        }
    }
}
