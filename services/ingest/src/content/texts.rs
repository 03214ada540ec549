//! A dictionary of texts: each distinct text once, with the place where it was first read.

use std::{collections::HashMap, sync::Arc};

use super::Place;

/// Index of a text in its dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TextId(u32);

impl TextId {
    /// No text.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// The index, unless there is no text.
    pub(crate) fn index(self) -> Option<usize> {
        (self != Self::NONE).then_some(self.0 as usize)
    }

    /// The number, for use in keys.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The text at a position of a dictionary.
    pub(crate) fn at(position: usize) -> Self {
        u32::try_from(position).map_or(Self::NONE, Self)
    }
}

/// Longest text kept, in characters; no name is longer.
const LONGEST: usize = 1_000;

/// Distinct texts in the order in which they were first read.
///
/// What a reader of prose has found out about a text, its meaning, may tell two equal texts apart: 大数据平台 of one zone
/// and of another.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    entries: Vec<(Arc<str>, Place)>,
    /// What texts mean, where that was known when they were read: resource names, empty for what no catalogue names.
    meanings: HashMap<u32, Arc<str>>,
    ids: HashMap<Arc<str>, u32>,
    last: Option<u32>,
}

impl Texts {
    /// The id of a text, which is kept when it is new. Empty text is none.
    pub(crate) fn intern(&mut self, text: &str, place: Place) -> TextId {
        let text = cut(text, LONGEST);
        if text.is_empty() {
            return TextId::NONE;
        }
        // Rows that follow each other mostly share their texts.
        if let Some(last) = self.last
            && self.entries[last as usize].0.as_ref() == text
        {
            return TextId(last);
        }
        let id = match self.ids.get(text) {
            Some(id) => *id,
            None => self.add(text.into(), place),
        };
        self.last = Some(id);
        TextId(id)
    }

    /// The id of a text whose meaning is known. A dictionary has either only such texts or none.
    pub(crate) fn intern_as(&mut self, text: &str, meaning: &str, place: Place) -> TextId {
        let text = cut(text, LONGEST);
        if text.is_empty() {
            return TextId::NONE;
        }
        let key = format!("{meaning}\u{1f}{text}");
        if let Some(id) = self.ids.get(key.as_str()) {
            return TextId(*id);
        }
        let id = self.push(text.into(), place);
        self.ids.insert(key.into(), id);
        self.meanings.insert(id, meaning.into());
        TextId(id)
    }

    fn add(&mut self, text: Arc<str>, place: Place) -> u32 {
        self.ids.insert(Arc::clone(&text), self.next());
        self.push(text, place)
    }

    fn push(&mut self, text: Arc<str>, place: Place) -> u32 {
        let id = self.next();
        self.entries.push((text, place));
        id
    }

    fn next(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX - 1)
    }

    /// Number of texts.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// A text; empty for none.
    pub(crate) fn text(&self, id: TextId) -> &str {
        self.entry(id).map_or("", |(text, _)| text)
    }

    /// Where a text was first read.
    pub(crate) fn place(&self, id: TextId) -> Place {
        self.entry(id).map_or_else(Place::default, |(_, place)| *place)
    }

    /// Every text with its id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TextId, &str)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(at, (text, _))| (TextId::at(at), text.as_ref()))
    }

    /// What each text is to be looked up as: its meaning, or else itself.
    pub(crate) fn meant(&self) -> impl Iterator<Item = &str> {
        (0..).zip(&self.entries).map(move |(id, (text, _))| {
            let meaning = self.meanings.get(&id);
            meaning.map_or(text.as_ref(), AsRef::as_ref)
        })
    }

    /// What a text is to be looked up as.
    pub(crate) fn meaning(&self, id: TextId) -> &str {
        let meaning = self.meanings.get(&id.number());
        meaning.map_or_else(|| self.text(id), AsRef::as_ref)
    }

    fn entry(&self, id: TextId) -> Option<&(Arc<str>, Place)> {
        self.entries.get(id.index()?)
    }
}

/// The first characters of a text.
pub(super) fn cut(text: &str, characters: usize) -> &str {
    if text.len() <= characters {
        return text;
    }
    let end = text
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}
