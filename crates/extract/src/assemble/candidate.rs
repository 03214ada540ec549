//! Numbers between their neighbours: the figures beside one bound how far its words reach.

use crate::pairs::Pair;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tokens::Token;

/// A number with what its neighbours leave to it.
pub(crate) struct Candidate<'q> {
    pub(crate) quantity: &'q Quantity,
    pub(super) is_rank: bool,
    pub(super) pair: Option<&'q Pair>,
    /// Where its words may begin and end.
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Scene<'_> {
    /// Where the words of a number may begin and end, between tokens before it and behind. 5G and its like stand inside
    /// names; only figures bound the words of others.
    pub(super) fn room(&self, quantity: &Quantity, before: &[Token], behind: &[Token]) -> (usize, usize) {
        let bounds = |token: &&Token| match token {
            Token::Quantity(other) | Token::Rank(other) => {
                other.whole != quantity.whole && !self.is_for_each(other)
            }
            Token::Malformed(_) => true,
            Token::Year(_) | Token::Noise(..) | Token::Numeral(_) => false,
        };
        let last = before.iter().rev().find(bounds);
        let next = behind.iter().find(bounds);
        let from = last.map_or(self.sentence.start, |token| token.extent().end);
        let base = match last {
            Some(Token::Quantity(base)) if base.extent.end + 1 == quantity.extent.start => {
                self.share_of_value(base)
            }
            _ => None,
        };
        let from = base.unwrap_or(from);
        (
            from.min(quantity.whole.start),
            next.map_or(self.sentence.end, |token| token.extent().start),
        )
    }
}
