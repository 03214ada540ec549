//! Words that tell what numbers say, as one tree.

use crate::tables::cues::{CUES, Cue};
use crate::tables::names;
use crate::trie::Trie;

/// Words that tell what a number says, and what each tells.
#[derive(Debug, Clone)]
pub(crate) struct Cues {
    pub(crate) words: Trie,
    pub(crate) meanings: Vec<Cue>,
}

impl Cues {
    /// The table, and 将 and 要 before each verb by which something is planned.
    pub(super) fn new() -> Self {
        let verbs = names::VERBS.iter().filter(|verb| !names::NO_PLANS.contains(verb));
        let plans = verbs.flat_map(|verb| {
            let adverbs = names::PLAN_ADVERBS.iter();
            adverbs.flat_map(move |adverb| ["将", "要"].map(|will| format!("{will}{adverb}{verb}")))
        });
        let told = CUES.iter().map(|(word, cue)| ((*word).to_owned(), *cue));
        let (words, meanings): (Vec<String>, Vec<Cue>) =
            plans.map(|word| (word, Cue::Target)).chain(told).unzip();
        Self {
            words: Trie::new(words.iter().map(|word| word.chars())),
            meanings,
        }
    }
}
