//! Many words in one tree of their characters: the longest of them at a position is found in one step a character, and
//! most positions of a text end with the first. An automaton over bytes does the same in three times as many steps, and
//! needs its matches counted back to characters.

use std::collections::BTreeMap;

use crate::page::Extent;

/// Characters of the basic plane, one bit each; all words of the tables lie in it.
const PLANE: usize = 1 << 16;
/// So many children of a node are looked through faster one by one.
const FEW: usize = 6;
/// Characters that are looked up side by side.
const RUN: usize = 64;

/// A set of characters that some things begin with. It holds every character beyond the basic plane: they are rare, and
/// a search that begins at one for nothing only takes its time.
#[derive(Debug, Clone)]
pub(crate) struct Chars(Box<[u64]>);

/// Words, each told by its place in the list that they were made of.
#[derive(Debug, Clone)]
pub(crate) struct Trie {
    /// The root, then level by level; the children of each side by side, by character.
    nodes: Vec<Node>,
    firsts: Firsts,
}

/// The node of each character that a word begins with, looked up in two steps: by its run of 64 characters, then by its
/// place in the run. Runs without such a character share the first one, which is empty.
#[derive(Debug, Clone)]
struct Firsts {
    runs: Box<[u16]>,
    /// No word begins with a character whose node is the root.
    nodes: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Node {
    c: char,
    first_child: u32,
    children: u32,
    /// The word that ends here.
    word: Option<u32>,
}

/// A tree under construction.
#[derive(Debug, Default)]
struct Draft {
    children: Vec<BTreeMap<char, usize>>,
    words: Vec<Option<u32>>,
}

impl Chars {
    pub(crate) fn new(chars: impl IntoIterator<Item = char>) -> Self {
        let mut plane = vec![0u64; PLANE / RUN].into_boxed_slice();
        for c in chars {
            if let Some(bits) = plane.get_mut(c as usize / RUN) {
                *bits |= 1 << (c as usize % RUN);
            }
        }
        Self(plane)
    }

    /// Asked of every character of a text, by each of the tables.
    #[inline]
    pub(crate) fn contains(&self, c: char) -> bool {
        let bits = self.0.get(c as usize / RUN);
        bits.is_none_or(|bits| bits >> (c as usize % RUN) & 1 == 1)
    }
}

impl Firsts {
    /// Those of the children of the root, which stand right behind it.
    fn new(children: &[Node]) -> Self {
        let mut firsts = Self {
            runs: vec![0; PLANE / RUN].into_boxed_slice(),
            nodes: vec![0; RUN],
        };
        for (child, n) in children.iter().zip(1..) {
            let c = child.c as usize;
            let Some(run) = firsts.runs.get_mut(c / RUN) else {
                continue;
            };
            if *run == 0 {
                *run = (firsts.nodes.len() / RUN) as u16;
                firsts.nodes.resize(firsts.nodes.len() + RUN, 0);
            }
            firsts.nodes[usize::from(*run) * RUN + c % RUN] = n;
        }
        firsts
    }

    /// The node of a character of the basic plane, the root where no word begins with it.
    #[inline]
    fn get(&self, c: char) -> Option<u32> {
        let run = self.runs.get(c as usize / RUN)?;
        self.nodes
            .get(usize::from(*run) * RUN + c as usize % RUN)
            .copied()
    }
}

impl Trie {
    /// Of two words that are spelled alike the first one counts.
    pub(crate) fn new<C: IntoIterator<Item = char>>(words: impl IntoIterator<Item = C>) -> Self {
        let mut draft = Draft::default();
        draft.grow();
        for (n, word) in words.into_iter().enumerate() {
            draft.insert(word, n as u32);
        }
        let nodes = draft.by_level();
        Self {
            firsts: Firsts::new(&nodes[1..=draft.children[0].len()]),
            nodes,
        }
    }

    /// The longest word that some characters begin with: its length, and its place in the list.
    #[inline]
    pub(crate) fn longest(&self, chars: impl IntoIterator<Item = char>) -> Option<(usize, usize)> {
        let mut chars = chars.into_iter();
        let first = self.first_node(chars.next()?)?;
        self.longest_from(first, chars)
    }

    // Apart from the look at the first character, with which most searches end: that alone is worth a place in every rule.
    #[inline(never)]
    fn longest_from(&self, first: &Node, chars: impl Iterator<Item = char>) -> Option<(usize, usize)> {
        let mut node = first;
        let mut found = node.word.map(|word| (1, word as usize));
        for (n, c) in chars.enumerate() {
            let Some(child) = self.child(node, c) else {
                break;
            };
            node = child;
            found = node.word.map(|word| (n + 2, word as usize)).or(found);
        }
        found
    }

    fn child(&self, node: &Node, c: char) -> Option<&Node> {
        let children = self
            .nodes
            .get(node.first_child as usize..)?
            .get(..node.children as usize)?;
        if children.len() <= FEW {
            return children.iter().find(|child| child.c == c);
        }
        let at = children.binary_search_by_key(&c, |child| child.c).ok()?;
        children.get(at)
    }

    /// The child of the root for a character; those beyond the basic plane are rare, and looked for.
    #[inline]
    fn first_node(&self, c: char) -> Option<&Node> {
        match self.firsts.get(c) {
            Some(0) => None,
            Some(node) => self.nodes.get(node as usize),
            None => self.child(self.nodes.first()?, c),
        }
    }

    /// The words of a text, the leftmost first and of those that begin together the longest; none overlap. `fold` is
    /// what characters are taken for.
    pub(crate) fn find<'a>(
        &'a self,
        text: &'a [char],
        fold: impl Fn(char) -> char + Copy + 'a,
    ) -> impl Iterator<Item = (usize, Extent)> + 'a {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let rest = text.get(at..)?;
                at += rest.iter().position(|c| self.opens_with(fold(*c)))?;
                let start = at;
                match self.longest(text[at..].iter().map(|c| fold(*c))) {
                    Some((length, word)) => {
                        at += length;
                        return Some((word, start..at));
                    }
                    None => at += 1,
                }
            }
        })
    }

    /// Whether a word may begin with a character: any beyond the basic plane may.
    #[inline]
    pub(crate) fn opens_with(&self, c: char) -> bool {
        self.firsts.get(c) != Some(0)
    }
}

impl Draft {
    fn grow(&mut self) -> usize {
        self.children.push(BTreeMap::new());
        self.words.push(None);
        self.words.len() - 1
    }

    fn insert(&mut self, word: impl IntoIterator<Item = char>, n: u32) {
        let mut node = 0;
        for c in word {
            node = match self.children[node].get(&c) {
                Some(child) => *child,
                None => {
                    let child = self.grow();
                    self.children[node].insert(c, child);
                    child
                }
            };
        }
        // The root is no word: an empty one stands nowhere.
        if node > 0 {
            self.words[node].get_or_insert(n);
        }
    }

    fn by_level(&self) -> Vec<Node> {
        let node = |c, draft: usize| Node {
            c,
            first_child: 0,
            children: self.children[draft].len() as u32,
            word: self.words[draft],
        };
        let mut nodes = vec![node('\0', 0)];
        let mut drafts = vec![0];
        let mut next = 0;
        while let Some(draft) = drafts.get(next).copied() {
            nodes[next].first_child = nodes.len() as u32;
            for (c, child) in &self.children[draft] {
                nodes.push(node(*c, *child));
                drafts.push(*child);
            }
            next += 1;
        }
        nodes
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by trying every word at every position.
    fn tried(words: &[String], text: &[char]) -> Vec<(usize, Extent)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < text.len() {
            let rest: String = text[at..].iter().collect();
            let here = words
                .iter()
                .enumerate()
                .filter(|(_, word)| rest.starts_with(*word));
            let longest = here.rev().max_by_key(|(_, word)| word.chars().count());
            let length = longest.map_or(1, |(_, word)| word.chars().count());
            found.extend(longest.map(|(n, _)| (n, at..at + length)));
            at += length;
        }
        found
    }

    proptest! {
        #[test]
        fn the_leftmost_longest_words_are_found(
            words in proptest::collection::vec("[增长到𠮷]{1,4}", 0..8), text in "[增长到至𠮷]{0,40}"
        ) {
            let chars: Vec<char> = text.chars().collect();
            let trie = Trie::new(words.iter().map(|word| word.chars()));
            let found: Vec<_> = trie.find(&chars, |c| c).collect();
            prop_assert_eq!(found, tried(&words, &chars));
        }
    }
}
