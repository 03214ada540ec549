//! Places in a document of TOML.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeArray, DeString, DeTable, DeValue},
};

/// One step from a table or a list to what is in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Key(String),
    Item(usize),
}

/// A document.
pub(super) type Document<'a> = Spanned<DeTable<'a>>;

/// The value at a place; the document itself is none.
fn value<'a, 'd>(table: &'d DeTable<'a>, way: &[Step]) -> Option<&'d Spanned<DeValue<'a>>> {
    let (first, rest) = way.split_first()?;
    let Step::Key(key) = first else { return None };
    let start = table.get(key.as_str())?;
    rest.iter().try_fold(start, |at, step| match step {
        Step::Key(key) => at.get_ref().as_table()?.get(key.as_str()),
        Step::Item(item) => at.get_ref().as_array()?.get(*item),
    })
}

/// The value at a place, to be changed; the document itself is none.
pub(super) fn value_mut<'a, 'd>(
    table: &'d mut DeTable<'a>,
    way: &[Step],
) -> Option<&'d mut Spanned<DeValue<'a>>> {
    let (first, rest) = way.split_first()?;
    let Step::Key(key) = first else { return None };
    let start = table.get_mut(key.as_str())?;
    rest.iter()
        .try_fold(start, |at, step| match (step, at.get_mut()) {
            (Step::Key(key), DeValue::Table(table)) => table.get_mut(key.as_str()),
            (Step::Item(item), DeValue::Array(items)) => items.get_mut(*item),
            (Step::Key(_) | Step::Item(_), _) => None,
        })
}

/// The table at a place, to be changed.
pub(super) fn table_mut<'a, 'd>(document: &'d mut Document<'a>, way: &[Step]) -> Option<&'d mut DeTable<'a>> {
    if way.is_empty() {
        return Some(document.get_mut());
    }
    match value_mut(document.get_mut(), way)?.get_mut() {
        DeValue::Table(table) => Some(table),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_) => None,
    }
}

/// The table at a place.
pub(super) fn table<'a, 'd>(document: &'d Document<'a>, way: &[Step]) -> Option<&'d DeTable<'a>> {
    match way {
        [] => Some(document.get_ref()),
        way => value(document.get_ref(), way)?.get_ref().as_table(),
    }
}

/// What stands at a place: its bytes, and the text where it is one.
pub(super) fn written(document: &Document<'_>, way: &[Step]) -> Option<(Range<usize>, Option<String>)> {
    let value = value(document.get_ref(), way)?;
    Some((value.span(), value.get_ref().as_str().map(str::to_owned)))
}

/// Where a key stands.
pub(super) fn key_span(document: &Document<'_>, way: &[Step]) -> Option<Range<usize>> {
    let (last, table_way) = way.split_last()?;
    let Step::Key(key) = last else { return None };
    let (name, _) = table(document, table_way)?.get_key_value(key.as_str())?;
    Some(name.span())
}

/// Every place at or below another, what contains something before what is in it.
pub(super) fn below(document: &Document<'_>, way: &[Step]) -> Vec<Vec<Step>> {
    let mut found = Vec::new();
    if way.is_empty() {
        found.push(Vec::new());
        in_table(document.get_ref(), &[], &mut found);
    } else if let Some(start) = value(document.get_ref(), way) {
        from(start, way, &mut found);
    }
    found
}

fn in_table(table: &DeTable<'_>, way: &[Step], found: &mut Vec<Vec<Step>>) {
    for (name, value) in table.iter() {
        let step = Step::Key(name.get_ref().to_string());
        from(value, &[way, &[step]].concat(), found);
    }
}

fn from(value: &Spanned<DeValue<'_>>, way: &[Step], found: &mut Vec<Vec<Step>>) {
    found.push(way.to_vec());
    match value.get_ref() {
        DeValue::Table(table) => in_table(table, way, found),
        DeValue::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                from(item, &[way, &[Step::Item(at)]].concat(), found);
            }
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}

/// Puts a value under a key of a table.
pub(super) fn put<'a>(document: &mut Document<'a>, way: &[Step], key: String, value: Spanned<DeValue<'a>>) {
    let span = value.span();
    if let Some(table) = table_mut(document, way) {
        table.insert(Spanned::new(span, DeString::from(key)), value);
    }
}

/// Takes out what stands at a place.
pub(super) fn take<'a>(document: &mut Document<'a>, way: &[Step]) -> Option<Spanned<DeValue<'a>>> {
    let (last, around) = way.split_last()?;
    match last {
        Step::Key(key) => table_mut(document, around)?.remove(key.as_str()),
        Step::Item(gone) => {
            let DeValue::Array(items) = value_mut(document.get_mut(), around)?.get_mut() else {
                return None;
            };
            let mut rest = DeArray::new();
            let kept = items.iter().enumerate().filter(|(at, _)| at != gone);
            kept.for_each(|(_, item)| rest.push(item.clone()));
            let taken = items.get(*gone).cloned();
            *items = rest;
            taken
        }
    }
}

/// A place as a framework's faults call it: `indicators[gdp].normalise`.
pub(super) fn path(document: &Document<'_>, way: &[Step]) -> String {
    let mut path = String::new();
    for (at, step) in way.iter().enumerate() {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.push_str(&format!(".{key}")),
            Step::Item(item) => {
                let own = table(document, &way[..=at]);
                let named = own.and_then(|table| ["code", "id"].iter().find_map(|key| table.get(*key)));
                match named.and_then(|name| name.get_ref().as_str()) {
                    Some(name) => path.push_str(&format!("[{name}]")),
                    None => path.push_str(&format!("[{item}]")),
                }
            }
        }
    }
    path
}

/// What stands at a place, whichever item of its list: `indicators[].normalise`.
pub(super) fn kind(way: &[Step]) -> String {
    let mut kind = String::new();
    for step in way {
        match step {
            Step::Key(key) if kind.is_empty() => kind.push_str(key),
            Step::Key(key) => kind.push_str(&format!(".{key}")),
            Step::Item(_) => kind.push_str("[]"),
        }
    }
    kind
}
