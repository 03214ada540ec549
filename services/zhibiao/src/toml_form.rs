//! Forms written in TOML, read past what is wrong in them: everything wrong is told at once.
//!
//! A derived reader ends at its first fault. Here the key or value that it ended at is noted and left out, and the rest
//! is read again, until nothing is wrong any more or nothing can be left out.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeArray, DeString, DeTable, DeValue, Deserializer, Error},
};

use crate::reader_words::told;

/// Most faults of one file: each has the rest read again.
const MAX_FAULTS: usize = 200;

/// What was left out.
#[derive(Debug, Clone, PartialEq)]
struct LeftOut {
    /// Byte at which it stood.
    at: usize,
    /// Its key; none of an item of a list.
    key: Option<String>,
    /// Where the table is whose key it was.
    table: Range<usize>,
}

/// A form as far as it could be read.
#[derive(Debug)]
pub(crate) struct Reading<T> {
    /// What the rest of the file says; none where what is wrong can't be left out.
    pub(crate) form: Option<T>,
    /// Everything that was left out, or hindered the reading.
    pub(crate) faults: Vec<Fault>,
}

/// Something in a file that can't be read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Byte at which it stands.
    pub(crate) at: usize,
    /// What is wrong and what to do.
    pub(crate) what: String,
    /// The key that was left out, where one was.
    pub(crate) key: Option<String>,
}

impl<T> Reading<T> {
    /// Whether a key was left out that is one of those.
    pub(crate) fn lacks(&self, keys: &[&str]) -> bool {
        let mut left_out = self.faults.iter().filter_map(|fault| fault.key.as_deref());
        left_out.any(|key| keys.contains(&key))
    }
}

/// What stands in for a key of the file itself that is missing, so that the rest can still be read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StandIn {
    Text(&'static str),
    Empty,
}

/// Reads a form. Keys of the file itself that it can't do without have stand-ins.
pub(crate) fn read<T: DeserializeOwned>(text: &str, stand_ins: &[(&'static str, StandIn)]) -> Reading<T> {
    let (mut document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        // What comes after a fault of the grammar may be read as something else than was meant.
        let faults = errors.iter().map(Fault::of_grammar).collect();
        return Reading { form: None, faults };
    }
    let mut faults: Vec<Fault> = Vec::new();
    let mut left_out: Vec<LeftOut> = Vec::new();
    let whole = document.span();
    while faults.len() < MAX_FAULTS {
        let error = match T::deserialize(Deserializer::from(document.clone())) {
            Ok(form) => {
                return Reading {
                    form: Some(form),
                    faults,
                };
            }
            Err(error) => error,
        };
        let named = quoted(error.message());
        let missing = named.filter(|_| error.message().starts_with("missing field"));
        let unknown = named.filter(|_| error.message().starts_with("unknown field"));
        let span = error.span().unwrap_or(whole.clone());
        // What lacks a key that was left out is no further fault.
        let follows = missing.is_some_and(|key| {
            let mut earlier = left_out.iter();
            earlier.any(|one| one.key.as_deref() == Some(key) && one.table == span)
        });
        let stood_in = missing.and_then(|key| stand_in(document.get_mut(), key, stand_ins));
        let gone = match stood_in {
            Some(_) => None,
            // What the file itself lacks can't be left out.
            None if missing.is_some() && span == whole => None,
            None => leave_out(document.get_mut(), &whole, &span, unknown),
        };
        if !follows {
            let fault = Fault::of(&error);
            let left_out = gone.as_ref();
            faults.push(Fault {
                // Of an unknown key the reader may tell the table that it stands in.
                at: left_out
                    .filter(|_| unknown.is_some())
                    .map_or(fault.at, |gone| gone.at),
                key: left_out.map_or(stood_in.map(str::to_owned), |gone| gone.key.clone()),
                ..fault
            });
        }
        if gone.is_none() && stood_in.is_none() {
            break;
        }
        left_out.extend(gone);
    }
    Reading { form: None, faults }
}

/// Puts what stands in for a missing key of the file itself; tells the key, where there is a stand-in.
fn stand_in(
    document: &mut DeTable<'_>,
    missing: &str,
    stand_ins: &[(&'static str, StandIn)],
) -> Option<&'static str> {
    let (key, value) = stand_ins.iter().find(|(key, _)| *key == missing)?;
    if document.contains_key(*key) {
        return None;
    }
    let value = match value {
        StandIn::Text(text) => DeValue::String((*text).into()),
        StandIn::Empty => DeValue::Array(DeArray::new()),
    };
    document.insert(Spanned::new(0..0, (*key).into()), Spanned::new(0..0, value));
    Some(key)
}

impl Fault {
    fn of_grammar(error: &Error) -> Self {
        Self {
            what: format!("is no TOML: {}", error.message()),
            ..Self::of(error)
        }
    }

    fn of(error: &Error) -> Self {
        Self {
            at: error.span().map_or(0, |span| span.start),
            what: told(error.message()),
            key: None,
        }
    }
}

/// The first word of a message that stands in backticks.
fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// Leaves out what an error is about: the unknown key of the table at its span, or what stands there. `own` is the span of
/// the table that is looked through.
fn leave_out(
    table: &mut DeTable<'_>,
    own: &Range<usize>,
    span: &Range<usize>,
    unknown: Option<&str>,
) -> Option<LeftOut> {
    let is_meant = |name: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>| match unknown {
        // Of a method the reader tells the whole table, not the key in it.
        Some(key) => name.get_ref() == key && (name.span() == *span || own == span),
        None => name.span() == *span || value.span() == *span,
    };
    let found = table.iter().find(|(name, value)| is_meant(name, value));
    if let Some(name) = found.map(|(name, _)| name.clone()) {
        table.remove(name.get_ref().as_ref());
        return Some(LeftOut {
            at: name.span().start,
            key: Some(name.into_inner().into_owned()),
            table: own.clone(),
        });
    }
    table
        .iter_mut()
        .find_map(|(_, value)| within(value, span, unknown))
}

fn within(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>, unknown: Option<&str>) -> Option<LeftOut> {
    let own = value.span();
    match value.get_mut() {
        DeValue::Table(table) => leave_out(table, &own, span, unknown),
        DeValue::Array(items) => {
            let meant = items
                .iter()
                .position(|item| unknown.is_none() && item.span() == *span);
            if let Some(at) = meant {
                let mut rest = DeArray::new();
                let kept = items.iter().enumerate().filter(|(place, _)| *place != at);
                kept.for_each(|(_, item)| rest.push(item.clone()));
                *items = rest;
                return Some(LeftOut {
                    at: span.start,
                    key: None,
                    table: own,
                });
            }
            items.iter_mut().find_map(|item| within(item, span, unknown))
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::FrameworkForm;

    use super::*;

    fn faults(text: &str) -> (Option<FrameworkForm>, Vec<(usize, String)>) {
        let stand_ins = [
            ("id", StandIn::Text("unnamed")),
            ("aggregates", StandIn::Empty),
            ("indicators", StandIn::Empty),
        ];
        let reading = read(text, &stand_ins);
        let row = |fault: Fault| (1 + text[..fault.at].matches('\n').count(), fault.what);
        (reading.form, reading.faults.into_iter().map(row).collect())
    }

    #[test]
    fn everything_that_cannot_be_read_is_told() {
        let text = "id = \"Not An Id\"\n\
                    decimal = 3\n\
                    colour = \"red\"\n\
                    decimals = -1\n\
                    normalise = { method = \"min_max\", lowest = 0 }\n\
                    treat = { method = \"winsorise\", max_points = -1 }\n\
                    [[aggregates]]\n\
                    id = \"index\"\n\
                    aggregation = { method = \"promethee_ii\", preference = { linear = {} } }\n\
                    [[indicators]]\n\
                    code = \"x\"\n\
                    parent = \"index\"\n\
                    weigth = 3\n\
                    [[indicators]]\n\
                    parent = \"index\"\n\
                    [[indicators]]\n\
                    code = 5\n\
                    parent = \"index\"\n";
        let (form, faults) = faults(text);
        let mut rows: Vec<usize> = faults.iter().map(|(row, _)| *row).collect();
        rows.sort_unstable();
        assert_eq!(rows, [1, 2, 3, 4, 5, 6, 9, 13, 14, 17], "{faults:#?}");
        let what = |row| &faults.iter().find(|(at, _)| *at == row).unwrap().1;
        assert!(what(2).ends_with("the nearest is `decimals`"), "{}", what(2));
        assert!(what(13).ends_with("the nearest is `weight`"), "{}", what(13));
        assert!(what(14).contains("the key `code` is missing"), "{}", what(14));
        let form = form.unwrap();
        assert_eq!((form.id.id(), form.indicators.len()), ("unnamed", 1));
    }

    #[test]
    fn a_fault_of_the_grammar_ends_the_reading() {
        let (form, faults) = faults("id = \"x\"\naggregates = [\n");
        assert!(form.is_none());
        assert!(!faults.is_empty());
    }

    #[test]
    fn everything_that_is_missing_is_told_once() {
        for (text, missing) in [
            ("", vec!["id", "aggregates", "indicators"]),
            ("id = \"x\"\naggregates = []\n", vec!["indicators"]),
        ] {
            let (_, faults) = faults(text);
            let told: Vec<&str> = faults.iter().filter_map(|(_, what)| quoted(what)).collect();
            assert_eq!(told, missing);
        }
        let alone: Reading<FrameworkForm> = read("", &[]);
        assert!(alone.form.is_none() && alone.faults.len() == 1, "{alone:?}");
    }
}
