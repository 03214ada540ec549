//! What was found in the sentence at hand: the next of its numbers may lean on it.

use super::things::Things;
use crate::fact::Measure;
use crate::measures::Said;

/// What the numbers of a sentence leave to those behind them.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What the last number says that is no place in a ranking.
    pub(super) last: Option<Measure>,
    /// Whether the last number counts firms.
    pub(super) counts_firms: bool,
    /// Whether a number counts incubators and the like.
    pub(super) counts_carriers: bool,
    /// Whether they are firms of a kind that only its own words tell.
    pub(super) counts_others: bool,
    /// Whether a number counts the firms of a place that no rule knows.
    pub(super) holds_tenants: bool,
    /// Behind the last number that is of another place, or of several zones together.
    pub(super) elsewhere: Option<usize>,
    /// Whether the sentence before in the paragraph ended with such a number, and nobody said whose the next are.
    pub(super) place_before: bool,
    /// The things that a number of the sentence counts.
    pub(super) things: Option<Things>,
    /// What 分别 says of the numbers at hand, with the token that its list begins at.
    pub(super) paired: Option<(usize, Said)>,
}
