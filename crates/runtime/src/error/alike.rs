//! Violations that say the same of several places, joined into one where an answer has no room for each.
//!
//! A framework with the codes of another hub has one for each of its indicators. Their places differ in what stands in
//! the last pair of brackets, and their words in nothing but that: one violation then lists the places, as
//! `framework.indicators[a, b]`, with the words for the first and [`EACH`] behind them. Whoever reads it back gets them one
//! by one, word for word. Only what is said of one place to help is left out, where there is no room for it.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, btree_map::Entry};

use super::{ELLIPSIS, MAX_TEXT, MAX_VIOLATIONS, Violation, cut};

/// Ends the words of a violation that stands for several.
const EACH: &str = "; so is each of these";

/// Begins what is said of one place to help and of no other: a name, and the backtick that ends it.
const HINT: &str = "; the nearest is `";

/// Between places.
const COMMA: &str = ", ";

/// Stands for the place in words that are held against others; what holds it itself is not joined.
const MARK: &str = "\0";

/// Most violations that are held against each other.
const HELD: usize = 2_000;

/// What those alike have in common: where, before and behind the brackets, and what.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Common {
    before: String,
    after: String,
    what: String,
}

/// Violations that are alike.
#[derive(Debug)]
struct Group {
    /// Bytes of the field that lists their places.
    field: usize,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    /// Which of the violations it is.
    at: usize,
    /// The violation without its hint.
    bare: Violation,
}

fn quoted(key: &str) -> String {
    format!("`{key}`")
}

/// Splits a path at its last pair of brackets.
fn split(field: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = field.rsplit_once('[')?;
    let (key, after) = rest.split_once(']')?;
    Some((before, key, after))
}

/// The words without the hint in them.
fn without_hint(what: &str) -> Option<String> {
    let (before, hint) = what.split_once(HINT)?;
    let (_, after) = hint.split_once('`')?;
    Some(format!("{before}{after}"))
}

fn size(violation: &Violation) -> usize {
    violation.field.len() + violation.description.len()
}

/// A violation with words of at most so many bytes, which does not look as if it stood for several.
fn alone(violation: Violation, most: usize) -> Violation {
    let field = cut(violation.field, MAX_TEXT);
    let mut description = cut(violation.description, most);
    if description.ends_with(EACH) && split(&field).is_some_and(|(_, key, _)| key.contains(COMMA)) {
        description.truncate(description.len() - ELLIPSIS.len_utf8());
        description.push(ELLIPSIS);
    }
    Violation { field, description }
}

/// The violations that an answer lists in so many bytes: where there is no room for each, those that say the same of
/// several places are one.
pub(super) fn listed(violations: Vec<Violation>, room: usize) -> Vec<Violation> {
    let short = |one: &Violation| one.field.len().min(MAX_TEXT) + one.description.len().min(MAX_TEXT);
    let all: usize = violations.iter().map(short).sum();
    let violations = match violations.len() <= MAX_VIOLATIONS && all <= room {
        true => violations.into_iter().map(|one| alone(one, MAX_TEXT)).collect(),
        false => joined(violations, room),
    };
    let mut left = room;
    let fitting = violations.into_iter().take_while(|one| {
        let fits = size(one) <= left;
        left = left.saturating_sub(size(one));
        fits
    });
    fitting.take(MAX_VIOLATIONS).collect()
}

/// Joins those that are alike, in the order of the first of each.
fn joined(violations: Vec<Violation>, room: usize) -> Vec<Violation> {
    let held = violations.into_iter().take(HELD);
    let all: Vec<Violation> = held.map(|one| alone(one, MAX_TEXT - EACH.len())).collect();
    let mut groups = groups(&all);
    groups.retain(|group| group.members.len() > 1);
    let mut told: BTreeMap<usize, Violation> = all.iter().cloned().enumerate().collect();
    for member in groups.iter().flat_map(|group| &group.members) {
        told.remove(&member.at);
    }
    let of_groups = groups.iter().filter_map(Group::told).map(|(_, one)| size(&one));
    let taken = told.values().map(size).sum::<usize>() + of_groups.sum::<usize>();
    let mut left = room.saturating_sub(taken);
    let mut places = MAX_VIOLATIONS.saturating_sub(told.len() + groups.len());
    // The first of those that have hints keep them, as far as there is room.
    for group in &mut groups {
        group.members.retain(|member| {
            let one = &all[member.at];
            let is_kept = *one != member.bare && size(one) <= left && places > 0;
            if is_kept {
                left -= size(one);
                places -= 1;
                told.insert(member.at, one.clone());
            }
            !is_kept
        });
    }
    told.extend(groups.iter().filter_map(Group::told));
    told.into_values().collect()
}

/// Those that are alike, as many together as one violation can list.
fn groups(violations: &[Violation]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // The last group of each kind: those before it are full.
    let mut last: BTreeMap<Common, usize> = BTreeMap::new();
    for (at, violation) in violations.iter().enumerate() {
        let description = without_hint(&violation.description);
        let bare = Violation {
            field: violation.field.clone(),
            description: description.unwrap_or_else(|| violation.description.clone()),
        };
        let Some((common, key)) = common(&bare) else {
            continue;
        };
        let (field, more) = (bare.field.len(), key + COMMA.len());
        let member = Member { at, bare };
        let fresh = |member| Group {
            field,
            members: vec![member],
        };
        match last.entry(common) {
            Entry::Vacant(vacant) => {
                vacant.insert(groups.len());
                groups.push(fresh(member));
            }
            Entry::Occupied(mut occupied) => match groups.get_mut(*occupied.get()) {
                Some(group) if group.field + more <= MAX_TEXT => {
                    group.field += more;
                    group.members.push(member);
                }
                Some(_) | None => {
                    occupied.insert(groups.len());
                    groups.push(fresh(member));
                }
            },
        }
    }
    groups
}

/// What a violation has in common with those alike, and how long its key is; none of what can't be joined.
fn common(bare: &Violation) -> Option<(Common, usize)> {
    let (before, key, after) = split(&bare.field)?;
    if key.is_empty() || key.contains(',') || bare.description.contains(MARK) {
        return None;
    }
    let common = Common {
        before: before.to_owned(),
        after: after.to_owned(),
        what: bare.description.replace(&quoted(key), MARK),
    };
    Some((common, key.len()))
}

impl Group {
    /// The one violation that stands for its members; none where there are none left.
    fn told(&self) -> Option<(usize, Violation)> {
        let first = self.members.first()?;
        let (before, _, after) = split(&first.bare.field)?;
        let keys = self.members.iter().filter_map(|member| split(&member.bare.field));
        let keys: Vec<&str> = keys.map(|(_, key, _)| key).collect();
        let each = if keys.len() > 1 { EACH } else { "" };
        let told = Violation {
            field: format!("{before}[{}]{after}", keys.join(COMMA)),
            description: format!("{}{each}", first.bare.description),
        };
        Some((first.at, told))
    }
}

/// The violations that one stands for.
pub(super) fn apart(violation: Violation) -> Vec<Violation> {
    let what = violation.description.strip_suffix(EACH);
    let Some((what, (before, keys, after))) = what.zip(split(&violation.field)) else {
        return vec![violation];
    };
    let Some((first, _)) = keys.split_once(COMMA) else {
        return vec![violation];
    };
    let first = quoted(first);
    let one = |key: &str| Violation {
        field: format!("{before}[{key}]{after}"),
        description: what.replace(&first, &quoted(key)),
    };
    keys.split(COMMA).map(one).collect()
}
