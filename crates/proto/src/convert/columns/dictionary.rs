//! Distinct entries by index.

use std::{collections::HashMap, hash::Hash};

/// Gives each distinct entry the index of its first appearance.
#[derive(Debug)]
pub struct Dictionary<T> {
    entries: Vec<T>,
    indexes: HashMap<T, u32>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            indexes: HashMap::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Dictionary<T> {
    /// The index of an entry, which is added when it is new.
    pub fn index(&mut self, entry: T) -> u32 {
        let next = self.entries.len() as u32;
        let entries = &mut self.entries;
        *self.indexes.entry(entry).or_insert_with_key(|entry| {
            entries.push(entry.clone());
            next
        })
    }

    /// The index of an entry, if it is there.
    #[must_use]
    pub fn get(&self, entry: &T) -> Option<u32> {
        self.indexes.get(entry).copied()
    }

    /// The entries by index.
    #[must_use]
    pub fn into_entries(self) -> Vec<T> {
        self.entries
    }
}
