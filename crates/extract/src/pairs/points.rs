//! Differences from several places: 增速分别高于全省、全市0.7个和0.4个百分点.

use super::items::Told;
use super::{Pair, Pairs, is_of_points};
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tokens::Token;

impl Scene<'_> {
    /// Percentage points in turn are told by the word before the first, and 个 before the last is short for them.
    pub(super) fn pair_points(&self, pairs: &mut Pairs) {
        // Most sentences tell of no percentage points.
        let is_one = |token: &Token| matches!(token, Token::Quantity(quantity) if is_of_points(quantity));
        if !self.tokens_over(&self.sentence).any(is_one) {
            return;
        }
        self.each_free_run(
            pairs,
            |first| self.run_of_points(first),
            |pairs, _, run| {
                let group = run.first().copied();
                for (at, quantity) in run.iter().zip(self.with_units(run)) {
                    pairs.told.insert(*at, Pair::of(quantity, Told::default(), group));
                }
            },
        );
    }

    /// The numbers that begin at one and are in percentage points, with nothing said between them.
    fn run_of_points(&self, first: &Extent) -> Vec<usize> {
        let run = self.run_of_numbers(first.start);
        let numbers: Vec<Quantity> = self.with_units(&run);
        let are_points = numbers.len() == run.len() && numbers.iter().all(is_of_points);
        let between = numbers.first().zip(numbers.last());
        let is_plain = between.is_some_and(|(first, last)| {
            let between = self.cues(first.extent.end, last.extent.start);
            !between.iter().any(|(_, cue)| !matches!(cue, Cue::Neutral))
        });
        if are_points && is_plain { run } else { Vec::new() }
    }
}
