//! Words of a table, found where they begin or where they end in a text.

use crate::page::{Extent, Page};
use crate::trie::Trie;

/// Words with what each means; the longest wins.
#[derive(Debug, Clone)]
pub(crate) struct Words<T> {
    meanings: Vec<T>,
    forwards: Trie,
    backwards: Trie,
}

impl<T: Copy> Words<T> {
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let (words, meanings): (Vec<&str>, Vec<T>) = words.into_iter().unzip();
        Self {
            meanings,
            forwards: Trie::new(words.iter().map(|word| word.chars())),
            backwards: Trie::new(words.iter().map(|word| word.chars().rev())),
        }
    }

    /// The longest word that begins at a position: where it ends, and what it means.
    #[inline]
    pub(crate) fn at(&self, page: &Page<'_>, at: usize) -> Option<(usize, T)> {
        let chars = page.chars.get(at..)?;
        let (length, word) = self.forwards.longest(chars.iter().copied())?;
        Some((at + length, *self.meanings.get(word)?))
    }

    /// The longest word that ends at a position: where it begins, and what it means.
    #[inline]
    pub(crate) fn before(&self, page: &Page<'_>, end: usize) -> Option<(usize, T)> {
        let chars = page.chars.get(..end)?;
        let (length, word) = self.backwards.longest(chars.iter().rev().copied())?;
        Some((end - length, *self.meanings.get(word)?))
    }

    /// Behind all words that follow on each other from a position.
    pub(crate) fn past(&self, page: &Page<'_>, start: usize) -> usize {
        let mut at = start;
        while let Some((end, _)) = self.at(page, at) {
            at = end;
        }
        at
    }

    /// Whether a word begins with a character.
    pub(crate) fn opens_with(&self, c: char) -> bool {
        self.forwards.opens_with(c)
    }

    /// Where a word stands first in an extent, whole.
    pub(crate) fn first_in(&self, page: &Page<'_>, extent: Extent) -> Option<usize> {
        let chars = page.slice(extent.clone());
        let begins = |at: &usize| self.forwards.longest(chars[*at..].iter().copied()).is_some();
        (0..chars.len()).find(begins).map(|at| extent.start + at)
    }

    /// Whether a word stands in an extent, whole.
    pub(crate) fn is_in(&self, page: &Page<'_>, extent: Extent) -> bool {
        self.first_in(page, extent).is_some()
    }

    /// The length of the longest word that a line begins with.
    pub(crate) fn opening(&self, line: &[char]) -> Option<usize> {
        let found = self.forwards.longest(line.iter().copied());
        found.map(|(length, _)| length)
    }

    /// The length of the longest word that a line ends with.
    pub(crate) fn closing(&self, line: &[char]) -> Option<usize> {
        let found = self.backwards.longest(line.iter().rev().copied());
        found.map(|(length, _)| length)
    }

    /// What the longest word means that a text begins with.
    pub(crate) fn opens(&self, text: &str) -> Option<T> {
        let (_, word) = self.forwards.longest(text.chars())?;
        self.meanings.get(word).copied()
    }

    /// Whether a text is a word.
    pub(crate) fn is(&self, text: &str) -> bool {
        let found = self.forwards.longest(text.chars());
        found.is_some_and(|(length, _)| length == text.chars().count())
    }

    /// Whether a text ends with a word.
    pub(crate) fn end(&self, text: &str) -> bool {
        self.backwards.longest(text.chars().rev()).is_some()
    }

    /// Whether a word begins at a position.
    pub(crate) fn begins(&self, page: &Page<'_>, at: usize) -> bool {
        self.at(page, at).is_some()
    }

    /// Whether a word ends at a position.
    pub(crate) fn ends(&self, page: &Page<'_>, end: usize) -> bool {
        self.before(page, end).is_some()
    }
}

impl Words<()> {
    pub(crate) fn of(words: &[&str]) -> Self {
        Self::new(words.iter().map(|word| (*word, ())))
    }
}
