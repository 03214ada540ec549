//! Guesses of what was meant, each tried by reading on with it.

use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::{Spanned, de::DeValue};

use super::{Mending, Trouble, Unplaced};
use crate::toml_form::place::{self, Document, Step};

/// What stands in for a missing value that is no word: a number, a list, a table, digits.
const OTHERS: [&str; 4] = ["1", "[]", "{}", "\"00\""];

/// How a guess fits what else there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Nothing is wrong there any more.
    Whole,
    /// Another key is missing there.
    Lacking,
    /// Another value there has no sense.
    Amiss,
    /// The other keys there are not read at all.
    Deaf,
}

impl<'a, T: DeserializeOwned> Mending<'a, T> {
    /// A place that no byte of the file has.
    fn nowhere(&self) -> Range<usize> {
        let at = self.text.len() + 1 + self.mended.gaps.len();
        at..at
    }

    /// How a guess fits, made in the stead of what was the trouble; none where it is wrong itself.
    fn fit(&mut self, document: Document<'a>, table: &[Step], trouble: &Trouble) -> Option<Fit> {
        let nowhere = self.nowhere();
        let is_there = |now: &Trouble| now.span == trouble.span || now.span == nowhere;
        let mut other = document.clone();
        let Some(now) = self.tried(document).filter(is_there) else {
            if place::table(&other, table).is_some_and(|own| own.len() < 2) {
                return Some(Fit::Whole);
            }
            // Methods without settings take any.
            let value = Spanned::new(nowhere.clone(), DeValue::Boolean(true));
            place::put(&mut other, table, self.new_word(), value);
            return Some(match self.tried(other).filter(is_there) {
                Some(_) => Fit::Whole,
                None => Fit::Deaf,
            });
        };
        match now.missing() {
            Some(_) if now != *trouble => Some(Fit::Lacking),
            None if !now.message.starts_with("unknown ") => Some(Fit::Amiss),
            Some(_) | None => None,
        }
    }

    /// The first of the guesses that fits best, no worse than `most`.
    pub(super) fn best(
        &mut self,
        guesses: Vec<Document<'a>>,
        table: &[Step],
        trouble: &Trouble,
        most: Fit,
    ) -> Option<Document<'a>> {
        let mut best: Option<(Fit, Document<'a>)> = None;
        for guess in guesses {
            let Some(fit) = self.fit(guess.clone(), table, trouble).filter(|fit| *fit <= most) else {
                continue;
            };
            if best.as_ref().is_none_or(|(known, _)| fit < *known) {
                best = Some((fit, guess));
            }
            if fit == Fit::Whole {
                break;
            }
        }
        best.map(|(_, guess)| guess)
    }

    /// Puts a value that stands in for a missing one: a word that is in no file, a word that is known there and goes with
    /// the other keys, or something else that fits.
    pub(super) fn stand_in(&mut self, trouble: &Trouble, table: &[Step], key: &str, at: usize) -> bool {
        let word = self.new_word();
        let guess = |value: DeValue<'a>, this: &Self| {
            let value = Spanned::new(this.nowhere(), value);
            let mut document = this.document.clone();
            place::put(&mut document, table, key.to_owned(), value);
            document
        };
        let named = guess(DeValue::String(word.clone().into()), self);
        let refused = self
            .tried(named.clone())
            .and_then(|now| now.word("unknown variant "));
        let known = refused.filter(|(own, _)| *own == word).map(|(_, known)| known);
        if let Some(known) = known {
            let known = known
                .into_iter()
                .map(|one| guess(DeValue::String(one.into()), self));
            let known = known.collect();
            let Some(best) = self.best(known, table, trouble, Fit::Deaf) else {
                return false;
            };
            self.document = best;
        } else if self
            .fit(named.clone(), table, trouble)
            .is_some_and(|fit| fit <= Fit::Lacking)
        {
            self.mended.words.push((word, at));
            self.document = named;
        } else {
            let values = OTHERS.iter().filter_map(|text| DeValue::parse(text).ok());
            let others = values.map(|value| guess(value.into_inner(), self)).collect();
            let Some(best) = self.best(others, table, trouble, Fit::Lacking) else {
                return false;
            };
            self.document = best;
            if !table.is_empty() {
                self.mended.assumed.push(place::path(&self.document, table));
            }
        }
        self.gap(&[table, &[Step::Key(key.to_owned())]].concat());
        true
    }

    fn new_word(&self) -> String {
        let free = (self.mended.words.len() + 1..).map(|number| format!("unnamed-{number}"));
        free.into_iter()
            .find(|word| !self.text.contains(word.as_str()))
            .unwrap_or_default()
    }

    /// Reads a value under a known key where it makes no difference under which; else it is left out.
    pub(super) fn place(&mut self, one: Unplaced<'a>) {
        let Some(table) = self.at(&one.table) else { return };
        let free: Vec<String> = {
            let own = place::table(&self.document, &table);
            let is_free = |key: &String| own.is_some_and(|own| !own.contains_key(key.as_str()));
            one.free.into_iter().filter(is_free).collect()
        };
        let mut said: Option<Option<Trouble>> = None;
        for key in &free {
            if !self.may_guess() {
                return;
            }
            let mut document = self.document.clone();
            place::put(&mut document, &table, key.clone(), one.value.clone());
            let now = self.tried(document);
            if said.get_or_insert_with(|| now.clone()) != &now {
                return;
            }
        }
        if let Some(key) = free.first() {
            let written = [table.as_slice(), &[Step::Key(one.key)]].concat();
            let written = place::path(&self.document, &written);
            self.rename(&table, key, one.value, written);
        }
    }
}
