//! Words that names of zones are told by, which the catalogue doesn't know.

use crate::tables::{scopes, zones};
use crate::trie::Chars;
use crate::words::Words;

/// Words in names of zones, and before them.
#[derive(Debug, Clone)]
pub(crate) struct ZoneNameWords {
    pub(crate) endings: Words<()>,
    /// What ends like one of them and is none.
    pub(crate) no_endings: Words<()>,
    /// Last characters of the endings.
    pub(crate) marks: Chars,
    pub(crate) leads: Words<()>,
    pub(crate) no_names: Words<()>,
    /// Words inside what seems a name behind which it begins.
    pub(crate) cuts: Words<()>,
    /// What several zones are called together, and what one is called by its kind alone.
    pub(crate) grouped: Words<()>,
    pub(crate) bare_kinds: Words<()>,
    /// Words before a zone that something lies in.
    pub(crate) placing: Words<()>,
}

impl ZoneNameWords {
    pub(super) fn new() -> Self {
        let endings = zones::SURE_ENDINGS.iter();
        Self {
            marks: Chars::new(endings.filter_map(|word| word.chars().next_back())),
            endings: Words::of(zones::SURE_ENDINGS),
            no_endings: Words::of(zones::NO_ENDINGS),
            leads: Words::of(zones::LEADS),
            no_names: Words::of(zones::NO_NAME),
            cuts: Words::of(zones::CUTS),
            grouped: Words::of(scopes::GROUPED),
            bare_kinds: Words::of(zones::BARE_KINDS),
            placing: Words::of(zones::PLACING),
        }
    }
}
