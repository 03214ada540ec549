//! What a reader ended at, mended so that it can read on.

mod guess;

use std::{marker::PhantomData, ops::Range};

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeValue, Deserializer, Error},
};

use self::guess::Fit;
use super::{
    Fault, Gap, MAX_FAULTS, Mended, Reading,
    place::{self, Document, Step},
};
use crate::{near::nearest, reader_words::told};

/// Most readings of one file: past that nothing is guessed any more.
const MAX_READINGS: usize = 4_000;

/// Why a reader ended, as far as it says.
#[derive(Debug, Clone, PartialEq)]
struct Trouble {
    message: String,
    span: Range<usize>,
}

impl Trouble {
    /// The word behind the beginning of the message, and those that are known instead.
    fn word(&self, begin: &str) -> Option<(String, Vec<String>)> {
        let rest = self.message.strip_prefix(begin)?;
        let mut words = rest.split('`').skip(1).step_by(2).map(str::to_owned);
        Some((words.next()?, words.collect()))
    }

    fn missing(&self) -> Option<String> {
        self.word("missing field ").map(|(key, _)| key)
    }
}

/// A value under a key that is not known, taken out until all else can be read.
struct Unplaced<'a> {
    table: Range<usize>,
    key: String,
    /// Known keys that the table does not have.
    free: Vec<String>,
    value: Spanned<DeValue<'a>>,
}

/// A document while it is read as a form.
pub(super) struct Mending<'a, T> {
    document: Document<'a>,
    text: &'a str,
    faults: Vec<Fault>,
    /// Keys that were left out, and where the table is that they were in.
    gone: Vec<(String, Range<usize>)>,
    mended: Mended,
    unplaced: Vec<Unplaced<'a>>,
    readings: usize,
    form: PhantomData<T>,
}

impl<'a, T: DeserializeOwned> Mending<'a, T> {
    pub(super) fn new(document: Document<'a>, text: &'a str) -> Self {
        Self {
            document,
            text,
            faults: Vec::new(),
            gone: Vec::new(),
            mended: Mended::default(),
            unplaced: Vec::new(),
            readings: 0,
            form: PhantomData,
        }
    }

    pub(super) fn read(mut self) -> Reading<T> {
        let mut form = None;
        while self.faults.len() < MAX_FAULTS {
            match T::deserialize(Deserializer::from(self.document.clone())) {
                Ok(read) => match self.unplaced.pop() {
                    Some(one) => self.place(one),
                    None => {
                        form = Some(read);
                        break;
                    }
                },
                Err(error) => {
                    let trouble = self.trouble(&error);
                    if self.mend(&trouble).is_none() {
                        break;
                    }
                }
            }
        }
        Reading {
            form,
            faults: self.faults,
            mended: self.mended,
        }
    }

    fn trouble(&self, error: &Error) -> Trouble {
        Trouble {
            message: error.message().to_owned(),
            span: error.span().unwrap_or_else(|| self.document.span()),
        }
    }

    /// Why a document can't be read; none where it can.
    fn tried(&mut self, document: Document<'a>) -> Option<Trouble> {
        self.readings += 1;
        let error = T::deserialize(Deserializer::from(document)).err()?;
        Some(self.trouble(&error))
    }

    fn may_guess(&self) -> bool {
        self.readings < MAX_READINGS
    }

    /// Tells the trouble and mends it; none where it can't be mended.
    fn mend(&mut self, trouble: &Trouble) -> Option<()> {
        if let Some(key) = trouble.missing() {
            return self.missing(trouble, &key);
        }
        if let Some((key, known)) = trouble.word("unknown field ") {
            return self.unknown_key(trouble, &key, &known);
        }
        if let Some((word, known)) = trouble.word("unknown variant ") {
            return self.unknown_word(trouble, &word, &known);
        }
        self.unfit(trouble)
    }

    fn tell(&mut self, at: usize, trouble: &Trouble) {
        let what = told(&trouble.message);
        self.faults.push(Fault { at, what });
    }

    /// Where the value or table of a span is.
    fn at(&self, span: &Range<usize>) -> Option<Vec<Step>> {
        if self.document.span() == *span {
            return Some(Vec::new());
        }
        let mut ways = place::below(&self.document, &[]).into_iter();
        ways.find(|way| place::written(&self.document, way).is_some_and(|(own, _)| own == *span))
    }

    /// Of methods a reader tells the outermost table only: this and all tables in it.
    fn tables(&self, span: &Range<usize>) -> Vec<Vec<Step>> {
        let around = self.at(span);
        let ways = around.map(|way| match way.as_slice() {
            // The file's own keys are told where they stand.
            [] => vec![Vec::new()],
            way => place::below(&self.document, way),
        });
        let ways = ways.unwrap_or_default().into_iter();
        ways.filter(|way| place::table(&self.document, way).is_some())
            .collect()
    }

    fn missing(&mut self, trouble: &Trouble, key: &str) -> Option<()> {
        let lacks = |this: &Self, way: &Vec<Step>| {
            let table = place::table(&this.document, way);
            table.is_some_and(|table| !table.contains_key(key))
        };
        let mut lacking = self.tables(&trouble.span);
        lacking.retain(|way| lacks(self, way));
        let mut stood_in = None;
        for way in &lacking {
            let at = self.span(way).map_or(trouble.span.start, |span| span.start);
            if self.may_guess() && self.stand_in(trouble, way, key, at) {
                stood_in = Some(at);
                break;
            }
        }
        let blamed = match (stood_in, lacking.as_slice()) {
            (None, [only]) => self.span(only),
            (Some(_), _) | (None, _) => None,
        };
        let blamed = blamed.unwrap_or_else(|| trouble.span.clone());
        // What lacks a key that was left out is no further fault.
        let mut gone = self.gone.iter();
        if !gone.any(|(own, table)| own == key && [&trouble.span, &blamed].contains(&table)) {
            self.tell(stood_in.unwrap_or(blamed.start), trouble);
        }
        match stood_in {
            Some(_) => Some(()),
            None => {
                let whole = self.at(&blamed)?;
                self.leave_out(&whole)
            }
        }
    }

    fn unknown_key(&mut self, trouble: &Trouble, key: &str, known: &[String]) -> Option<()> {
        let step = Step::Key(key.to_owned());
        let ways = self.tables_with(trouble, &step);
        let way = self.first_that_matters(ways, trouble)?;
        let (_, table) = way.split_last()?;
        let at = place::key_span(&self.document, &way)?.start;
        self.tell(at, trouble);
        let own = place::table(&self.document, table)?;
        let free: Vec<&str> = known
            .iter()
            .map(String::as_str)
            .filter(|one| !own.contains_key(*one))
            .collect();
        let near = nearest(key, free.iter().copied()).map(str::to_owned);
        let span = self.span(table)?;
        match near {
            Some(near) => {
                let written = place::path(&self.document, &way);
                let value = place::take(&mut self.document, &way)?;
                self.rename(table, &near, value, written);
            }
            None => {
                let free = free.into_iter().map(str::to_owned).collect();
                let value = place::take(&mut self.document, &way)?;
                self.unplaced.push(Unplaced {
                    table: span,
                    key: key.to_owned(),
                    free,
                    value,
                });
            }
        }
        Some(())
    }

    /// Where a table is.
    fn span(&self, way: &[Step]) -> Option<Range<usize>> {
        match way {
            [] => Some(self.document.span()),
            way => place::written(&self.document, way).map(|(span, _)| span),
        }
    }

    fn rename(&mut self, table: &[Step], key: &str, value: Spanned<DeValue<'a>>, written: String) {
        place::put(&mut self.document, table, key.to_owned(), value);
        let read = [table, &[Step::Key(key.to_owned())]].concat();
        let read = place::path(&self.document, &read);
        self.mended.renamed.push((read, written));
    }

    /// A key that is not known, in every table that the trouble may be about.
    fn tables_with(&self, trouble: &Trouble, step: &Step) -> Vec<Vec<Step>> {
        let Step::Key(key) = step else { return Vec::new() };
        let of_key = |way: &Vec<Step>| place::key_span(&self.document, way) == Some(trouble.span.clone());
        let all = place::below(&self.document, &[]);
        if let Some(own) = all
            .into_iter()
            .find(|way| way.last() == Some(step) && of_key(way))
        {
            return vec![own];
        }
        let tables = self.tables(&trouble.span).into_iter();
        let having = tables.filter(|way| {
            let table = place::table(&self.document, way);
            table.is_some_and(|table| table.contains_key(key.as_str()))
        });
        having
            .map(|way| [way.as_slice(), std::slice::from_ref(step)].concat())
            .collect()
    }

    /// The first of the places without which the trouble is another.
    fn first_that_matters(&mut self, ways: Vec<Vec<Step>>, trouble: &Trouble) -> Option<Vec<Step>> {
        if ways.len() < 2 {
            return ways.into_iter().next();
        }
        ways.into_iter().find(|way| {
            let mut without = self.document.clone();
            place::take(&mut without, way);
            self.tried(without).as_ref() != Some(trouble)
        })
    }

    fn unknown_word(&mut self, trouble: &Trouble, word: &str, known: &[String]) -> Option<()> {
        let around = self.at(&trouble.span)?;
        let ways = place::below(&self.document, &around).into_iter().filter(|way| {
            let written = place::written(&self.document, way);
            written.is_some_and(|(_, text)| text.as_deref() == Some(word))
        });
        let ways = ways.collect();
        let way = self.first_that_matters(ways, trouble)?;
        let (_, around) = way.split_last()?;
        let (span, _) = place::written(&self.document, &way)?;
        self.tell(span.start, trouble);
        let mut guesses: Vec<&str> = known.iter().map(String::as_str).collect();
        let near = nearest(word, guesses.iter().copied());
        if let Some(near) = near {
            guesses = vec![near];
        }
        let guess = |known: &&str| {
            let mut document = self.document.clone();
            let value = place::value_mut(document.get_mut(), &way)?;
            *value.get_mut() = DeValue::String((*known).to_owned().into());
            Some(document)
        };
        let documents: Vec<Document<'a>> = guesses.iter().filter_map(guess).collect();
        let best = match near {
            // What does not go with the word that is meant is a fault of its own.
            Some(_) => documents.into_iter().next(),
            None => self.best(documents, around, trouble, Fit::Deaf),
        };
        match best {
            Some(best) => {
                self.document = best;
                Some(())
            }
            None => self.leave_out(&way),
        }
    }

    /// Leaves out what has no sense where it stands.
    fn unfit(&mut self, trouble: &Trouble) -> Option<()> {
        let whole = self.at(&trouble.span)?;
        let is_table = place::table(&self.document, &whole).is_some();
        let inner = if is_table {
            place::below(&self.document, &whole)
        } else {
            Vec::new()
        };
        let mut blamed = None;
        // What is in something is to blame before what it is in.
        for way in inner.into_iter().filter(|way| *way != whole).rev() {
            if !self.may_guess() {
                break;
            }
            let mut without = self.document.clone();
            place::take(&mut without, &way);
            let now = self.tried(without);
            if now.as_ref() == Some(trouble) {
                continue;
            }
            // A tag without which nothing can be read is not to blame; a key that is needed may be.
            let needed = now.as_ref().and_then(Trouble::missing);
            let is_own = needed.is_some_and(|key| way.last() == Some(&Step::Key(key)));
            match is_own {
                false => {
                    blamed = Some(way);
                    break;
                }
                true => blamed = blamed.or(Some(way).filter(|way| self.is_found(way, trouble))),
            }
        }
        let way = blamed.unwrap_or(whole);
        let at = place::key_span(&self.document, &way)
            .or_else(|| place::written(&self.document, &way).map(|(span, _)| span))
            .map_or(trouble.span.start, |span| span.start);
        self.tell(at, trouble);
        self.leave_out(&way)
    }

    /// Whether the trouble tells what stands there.
    fn is_found(&self, way: &[Step], trouble: &Trouble) -> bool {
        place::written(&self.document, way).is_some_and(|(span, text)| {
            let text = text.or_else(|| self.text.get(span).map(str::to_owned));
            text.is_some_and(|text| trouble.message.contains(&text))
        })
    }

    /// Notes that what is there is not from the file.
    fn gap(&mut self, way: &[Step]) {
        let (kind, path) = (place::kind(way), place::path(&self.document, way));
        self.mended.gaps.push(Gap { kind, path });
    }

    fn leave_out(&mut self, way: &[Step]) -> Option<()> {
        let (last, around) = way.split_last()?;
        let table = self.span(around)?;
        place::take(&mut self.document, way)?;
        match last {
            Step::Key(key) => {
                self.gap(way);
                self.gone.push((key.clone(), table));
            }
            Step::Item(_) => self.gap(around),
        }
        Some(())
    }
}
