//! Words found by their first or last character: most characters begin and end none, and are told so at once.

use crate::page::Page;

/// Characters of the basic plane, one bit each; all words of the tables lie in it.
const PLANE: usize = 1 << 16;

/// Words with what each means, found where they begin or end in a text; the longest wins.
#[derive(Debug, Clone)]
pub(crate) struct Words<T> {
    entries: Vec<(Vec<char>, T)>,
    heads: Index,
    tails: Index,
}

/// A set of characters.
#[derive(Debug, Clone)]
pub(crate) struct Chars(Box<[u64]>);

/// Entries by one of their characters, longest first.
#[derive(Debug, Clone)]
struct Index {
    known: Chars,
    by_char: Vec<(char, Vec<usize>)>,
}

impl<T: Copy> Words<T> {
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut entries: Vec<(Vec<char>, T)> = words
            .into_iter()
            .map(|(word, meaning)| (word.chars().collect(), meaning))
            .filter(|(word, _): &(Vec<char>, T)| !word.is_empty())
            .collect();
        entries.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let heads = Index::new(entries.iter().filter_map(|(word, _)| word.first().copied()));
        let tails = Index::new(entries.iter().filter_map(|(word, _)| word.last().copied()));
        Self {
            entries,
            heads,
            tails,
        }
    }

    /// The longest word that begins at a position: where it ends, and what it means.
    pub(crate) fn at(&self, page: &Page<'_>, at: usize) -> Option<(usize, T)> {
        self.heads.candidates(page.at(at)).find_map(|entry| {
            let (word, meaning) = self.entries.get(entry)?;
            let end = at + word.len();
            (page.chars.get(at..end)? == word.as_slice()).then_some((end, *meaning))
        })
    }

    /// The longest word that ends at a position: where it begins, and what it means.
    pub(crate) fn before(&self, page: &Page<'_>, end: usize) -> Option<(usize, T)> {
        self.tails.candidates(page.before(end)).find_map(|entry| {
            let (word, meaning) = self.entries.get(entry)?;
            let start = end.checked_sub(word.len())?;
            (page.chars.get(start..end)? == word.as_slice()).then_some((start, *meaning))
        })
    }

    /// The characters that words begin with.
    pub(crate) fn first_chars(&self) -> impl Iterator<Item = char> {
        self.entries.iter().filter_map(|(word, _)| word.first().copied())
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

impl Chars {
    pub(crate) fn new(chars: impl IntoIterator<Item = char>) -> Self {
        let mut set = Self(vec![0; PLANE / 64].into_boxed_slice());
        for c in chars {
            set.insert(c);
        }
        set
    }

    fn insert(&mut self, c: char) {
        if let Some(bits) = self.0.get_mut(c as usize / 64) {
            *bits |= 1 << (c as usize % 64);
        }
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        let bits = self.0.get(c as usize / 64);
        bits.is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }
}

impl Index {
    fn new(chars: impl Iterator<Item = char>) -> Self {
        let mut known = Chars::new([]);
        let mut by_char: Vec<(char, Vec<usize>)> = Vec::new();
        for (entry, c) in chars.enumerate() {
            known.insert(c);
            match by_char.binary_search_by_key(&c, |(known, _)| *known) {
                Ok(at) => by_char[at].1.push(entry),
                Err(at) => by_char.insert(at, (c, vec![entry])),
            }
        }
        Self { known, by_char }
    }

    fn candidates(&self, c: char) -> impl Iterator<Item = usize> + '_ {
        let found = self
            .known
            .contains(c)
            .then(|| self.by_char.binary_search_by_key(&c, |(known, _)| *known).ok())
            .flatten();
        found
            .and_then(|at| self.by_char.get(at))
            .map_or(&[][..], |(_, entries)| entries.as_slice())
            .iter()
            .copied()
    }
}
