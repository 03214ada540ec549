//! What a share is of by its name, and what only names its whole: 研发投入占销售收入的比例.

use super::Named;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tables::names::BARE_SHARES;
use crate::units::is_relative;

impl Scene<'_> {
    /// 钛材产量占全国的65%: what is a part stands before the word that says so.
    pub(super) fn part_of_whole(&self, quantity: &Quantity, from: usize) -> Option<Named> {
        let number = quantity.whole.start;
        let word = self.share_word(quantity, from)?;
        let clause = self.clause_start(number).max(from);
        (self.page.before(number) == '的')
            .then(|| self.name_in(clause..word.start))
            .flatten()
    }

    /// The word before a whole, whose part in percent a number is; 占比 tells no whole.
    pub(super) fn share_word(&self, quantity: &Quantity, from: usize) -> Option<&Extent> {
        let number = quantity.whole.start;
        let clause = self.clause_start(number).max(from);
        let is_word = |(word, cue): &&(Extent, Cue)| *cue == Cue::Share && word.len() == 1;
        let is_relative = quantity.unit.as_deref().is_some_and(is_relative);
        let word = || self.cues(clause, number).iter().find(is_word);
        is_relative.then(word)?.map(|(word, _)| word)
    }

    /// 研发投入占销售收入的比例达到3.7%: no name begins inside the whole that the share is of.
    pub(super) fn whole_share(&self, named: Named, quantity: &Quantity, from: usize) -> Option<Named> {
        let zh = named.indicator.zh();
        if !BARE_SHARES.iter().any(|word| zh.ends_with(word)) {
            return Some(named);
        }
        match self.share_word(quantity, from) {
            Some(word) if word.start < named.extent.start => {
                let clause = self.clause_start(word.start).max(from);
                self.name_in(self.past_leading(clause).min(word.start)..word.start)
            }
            Some(_) | None => Some(named),
        }
    }

    /// 总量占全区工业增加值65.7%: what stands between the word and its number is the whole.
    pub(super) fn is_whole_of_share(&self, quantity: &Quantity, from: usize, known: &Named) -> bool {
        let word = self.share_word(quantity, from);
        word.is_some_and(|word| known.extent.start >= word.end && known.extent.end <= quantity.whole.start)
    }
}
