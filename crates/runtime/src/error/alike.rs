//! Violations that say the same of several places, joined into one where an answer has no room for each.
//!
//! A framework with the codes of another hub has one for each of its indicators. Their places differ in what stands in
//! the last pair of brackets, and their words in nothing but that: one violation then lists the places, as
//! `framework.indicators[a, b]`, with the words for the first. Whoever reads it back gets them one by one.

use super::{MAX_TEXT, MAX_VIOLATIONS, Violation, cut};

/// Ends the words of a violation that stands for several.
const EACH: &str = "; so is each of these";

/// Begins what is said of one place to help and of no other.
const HINT: &str = "; the nearest is `";

/// Between places.
const COMMA: &str = ", ";

/// Room that is left for the path around the places.
const PLACES: usize = MAX_TEXT - 128;

/// A violation taken apart: where and what without what tells it from those alike, and that.
struct Parted {
    before: String,
    key: String,
    after: String,
    what: String,
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

fn part(violation: &Violation) -> Option<Parted> {
    let (before, key, after) = split(&violation.field)?;
    if key.is_empty() || key.len() > PLACES || key.contains(',') {
        return None;
    }
    let what = violation.description.split(HINT).next().unwrap_or_default();
    Some(Parted {
        before: before.to_owned(),
        key: key.to_owned(),
        after: after.to_owned(),
        what: what.replace(&quoted(key), "``"),
    })
}

/// The violations that an answer lists in so many bytes: where there is no room for each, those that say the same of
/// several places are one.
pub(super) fn listed(violations: Vec<Violation>, room: usize) -> Vec<Violation> {
    let within = |violation: Violation| Violation {
        field: cut(violation.field, MAX_TEXT),
        description: cut(violation.description, MAX_TEXT),
    };
    let size = |one: &Violation| one.field.len() + one.description.len();
    let fits = |all: &[Violation]| {
        all.len() <= MAX_VIOLATIONS
            && all.iter().map(|one| size(one).min(2 * MAX_TEXT)).sum::<usize>() <= room
    };
    let violations = match fits(&violations) {
        true => violations,
        false => joined(violations),
    };
    let mut left = room;
    let fitting = violations.into_iter().map(within).take_while(|one| {
        let fits = size(one) <= left;
        left = left.saturating_sub(size(one));
        fits
    });
    fitting.take(MAX_VIOLATIONS).collect()
}

/// Most violations that are held against each other.
const HELD: usize = 2_000;

/// Joins those that are alike, in the order of the first of each.
fn joined(violations: Vec<Violation>) -> Vec<Violation> {
    let mut groups: Vec<(Violation, Option<Parted>, Vec<String>)> = Vec::new();
    for violation in violations.into_iter().take(HELD) {
        let parted = part(&violation);
        let alike = |other: &Parted, one: &Parted| {
            (&other.before, &other.after, &other.what) == (&one.before, &one.after, &one.what)
        };
        let group = parted.as_ref().and_then(|one| {
            groups.iter_mut().find(|(_, other, keys)| {
                let size: usize = keys.iter().map(|key| key.len() + COMMA.len()).sum();
                other.as_ref().is_some_and(|other| alike(other, one)) && size + one.key.len() <= PLACES
            })
        });
        match (group, parted) {
            (Some((_, _, keys)), Some(one)) => keys.push(one.key),
            (_, parted) => {
                let keys = parted.iter().map(|one| one.key.clone()).collect();
                groups.push((violation, parted, keys));
            }
        }
    }
    let one = |(first, parted, keys): (Violation, Option<Parted>, Vec<String>)| match parted {
        Some(parted) if keys.len() > 1 => Violation {
            field: format!("{}[{}]{}", parted.before, keys.join(COMMA), parted.after),
            description: format!("{}{EACH}", parted.what.replace("``", &quoted(&parted.key))),
        },
        Some(_) | None => first,
    };
    groups.into_iter().map(one).collect()
}

/// The violations that one stands for.
pub(super) fn apart(violation: Violation) -> Vec<Violation> {
    let what = violation.description.strip_suffix(EACH);
    let Some((what, (before, keys, after))) = what.zip(split(&violation.field)) else {
        return vec![violation];
    };
    let keys: Vec<&str> = keys.split(COMMA).collect();
    let first = keys.first().map_or_else(String::new, |key| quoted(key));
    let one = |key: &&str| Violation {
        field: format!("{before}[{key}]{after}"),
        description: what.replace(&first, &quoted(key)),
    };
    keys.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(code: &str, near: &str) -> Violation {
        Violation {
            field: format!("framework.indicators[{code}].denominator.by"),
            description: format!("`{code}` is no indicator of the catalogue: correct the code{near}"),
        }
    }

    #[test]
    fn those_alike_are_joined_and_read_back() {
        let other = Violation {
            field: "framework.decimals".into(),
            description: "is 77".into(),
        };
        let many = vec![
            unknown("a", "; the nearest is `aa`"),
            other.clone(),
            unknown("b", ""),
            unknown("c, d", ""),
        ];
        let joined = joined(many);
        assert_eq!(joined.len(), 3, "{joined:?}");
        assert_eq!(joined[0].field, "framework.indicators[a, b].denominator.by");
        assert!(
            joined[0].description.starts_with("`a` is no indicator"),
            "{joined:?}"
        );
        let read: Vec<Violation> = joined.into_iter().flat_map(apart).collect();
        assert_eq!(
            read,
            [unknown("a", ""), unknown("b", ""), other, unknown("c, d", "")]
        );
    }

    #[test]
    fn a_place_that_would_not_fit_begins_another() {
        let many = (0..100).map(|at| unknown(&format!("an-indicator-{at:02}"), ""));
        let joined = joined(many.collect());
        assert!((4..8).contains(&joined.len()), "{joined:?}");
        assert!(joined.iter().all(|one| one.field.len() <= MAX_TEXT));
        let read = joined.into_iter().flat_map(apart);
        assert_eq!(read.count(), 100);
    }
}
