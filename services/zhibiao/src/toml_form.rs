//! Forms written in TOML, read past what is wrong in them: everything wrong is told at once.
//!
//! A derived reader ends at its first fault. Here what it ended at is noted and mended, so that nothing else is hidden by
//! it, and all is read again: a key that is missing gets a value that stands in for it, a word or key that is not known
//! becomes the one that fits, and what can't be read at all is left out.

mod mending;
mod place;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, Error};

use crate::reader_words::told;
use mending::Mending;

/// Most faults of one file: for each the rest is read again, several times.
const MAX_FAULTS: usize = 200;

/// What the parser says of values in values that are more than it goes into.
const TOO_DEEP: &str = "cannot recurse further";

/// A form as far as it could be read.
#[derive(Debug)]
pub(crate) struct Reading<T> {
    /// What the file says, as it is mended; none where what is wrong can't be mended.
    pub(crate) form: Option<T>,
    /// Everything that was mended, or hindered the reading.
    pub(crate) faults: Vec<Fault>,
    /// What was mended, for what the form is found to be later.
    pub(crate) mended: Mended,
}

/// Something in a file that can't be read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Byte at which it stands.
    pub(crate) at: usize,
    /// What is wrong and what to do.
    pub(crate) what: String,
}

/// What a form does not have from its file.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    /// Words that stand in for missing ones, each with the byte at which the table is that lacks it.
    pub(crate) words: Vec<(String, usize)>,
    /// What is not from the file: keys that stood in or were left out, and lists of which an item was left out.
    gaps: Vec<Gap>,
    /// Paths of tables with numbers or lists that were never given.
    assumed: Vec<String>,
    /// Paths of values that were read under another key, and how their own is written.
    renamed: Vec<(String, String)>,
}

/// Something that is not as the file has it.
#[derive(Debug)]
pub(crate) struct Gap {
    /// What it is, whichever item of its list: `indicators[].parent`.
    pub(crate) kind: String,
    /// Where it is: `indicators[gdp].parent`.
    pub(crate) path: String,
}

impl Mended {
    /// What is not from the file.
    pub(crate) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Whether one of these is not from the file.
    pub(crate) fn lacks(&self, kinds: &[&str]) -> bool {
        self.gaps.iter().any(|gap| kinds.contains(&gap.kind.as_str()))
    }

    /// Whether a finding may come of what stands in for something missing.
    pub(crate) fn explains(&self, path: &str, what: &str) -> bool {
        let stands_in = |word: &String| what.contains(word.as_str()) || path.ends_with(&format!("[{word}]"));
        self.words.iter().any(|(word, _)| stands_in(word))
            || self.assumed.iter().any(|table| is_below(path, table))
    }

    /// A finding without the words that stand in for missing ones, where it is about others, too.
    pub(crate) fn without_words(&self, what: String) -> String {
        let listed = what.strip_suffix(')').and_then(|what| what.rsplit_once(" (for "));
        let Some((problem, list)) = listed else {
            return what;
        };
        let stands_in = |one: &&str| self.words.iter().any(|(word, _)| one.trim_matches('`') == word);
        let (others, own): (Vec<&str>, Vec<&str>) = list.split(", ").partition(|one| !stands_in(one));
        match own.is_empty() || others.is_empty() {
            true => what,
            false => format!("{problem} (for {})", others.join(", ")),
        }
    }

    /// The path with its keys as they are written.
    pub(crate) fn written(&self, path: &str) -> String {
        let mut renamed = self.renamed.iter().filter(|(read, _)| is_below(path, read));
        match renamed.next() {
            Some((read, written)) => format!("{written}{}", &path[read.len()..]),
            None => path.to_owned(),
        }
    }
}

/// Whether a path is another or leads into what is there.
pub(crate) fn is_below(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Reads a form.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Reading<T> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What comes after a fault of the grammar may be read as something else than was meant.
        let mut faults: Vec<Fault> = errors.iter().map(Fault::of_grammar).collect();
        // What is nested too deep is told where it begins to be, however the parser goes on in it.
        let mut deep = faults.iter().filter(|fault| fault.what.contains(TOO_DEEP));
        if let Some(first) = deep.next().cloned() {
            faults.retain(|fault| !fault.what.contains(TOO_DEEP) || *fault == first);
            faults.dedup();
        }
        return Reading {
            form: None,
            faults,
            mended: Mended::default(),
        };
    }
    Mending::new(document, text).read()
}

impl Fault {
    fn of_grammar(error: &Error) -> Self {
        Self {
            at: error.span().map_or(0, |span: Range<usize>| span.start),
            what: format!("is no TOML: {}", told(error.message())),
        }
    }
}
