//! What hub and engine say about faults and checks, for those who read Chinese: they say it in English.
//!
//! A sentence is found by its words; what stands in its gaps (numbers, names) is taken over, and translated where it is a
//! sentence or a phrase itself.

#[cfg(test)]
mod coverage;
mod sentences;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use zhibiao_runtime::language::Language;

use sentences::{Pair, phrases, sentences};

/// A sentence in a language, as far as it is known; what is not known stays as it is.
pub(crate) fn told(text: &str, language: Language) -> Cow<'_, str> {
    match language {
        Language::En => Cow::Borrowed(text),
        Language::Zh => chinese(text, DEPTH).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

/// How deep sentences stand in each other: places before a sentence, a sentence in a gap of another. Deeper is what users
/// wrote, whose words may look like any of it as often as they like.
const DEPTH: usize = 6;

fn chinese(text: &str, depth: usize) -> Option<String> {
    let deeper = depth.checked_sub(1)?;
    told_of_whom(text, deeper)
        .or_else(|| best(sentences(), text, deeper))
        .or_else(|| placed(text, deeper))
        .or_else(|| several(text, deeper))
}

/// What stands in a gap: a phrase, a sentence of its own, or a list of phrases.
fn in_gap(gap: &str, depth: usize) -> Option<String> {
    let deeper = depth.checked_sub(1)?;
    best(sentences().chain(phrases()), gap, deeper)
        .or_else(|| placed(gap, deeper))
        .or_else(|| several(gap, deeper))
        .or_else(|| listed(gap, deeper))
}

/// The translation by the sentence that says most of a text itself.
fn best(known: impl Iterator<Item = Pair>, text: &str, depth: usize) -> Option<String> {
    let matching = known.filter_map(|(english, chinese)| {
        let gaps = gaps(english, text)?;
        Some((
            pieces(english).map(|(words, _)| words.len()).sum::<usize>(),
            chinese,
            gaps,
        ))
    });
    // The first of those that say as much.
    let (_, chinese, gaps) = matching.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some(filled(chinese, &gaps, depth))
}

/// A sentence with the component that it is about behind it.
fn told_of_whom(text: &str, depth: usize) -> Option<String> {
    let (sentence, whom) = text.strip_suffix(')')?.rsplit_once(" (for ")?;
    let is_name = |text: &str| text.starts_with('`') && text.ends_with('`');
    let whom = match whom
        .strip_suffix(" more")
        .and_then(|whom| whom.rsplit_once(" and "))
    {
        Some((first, more)) if is_name(first) && Gap::Number.takes(more) => {
            format!("{first} 等，另有 {more} 个")
        }
        _ => is_name(whom).then(|| whom.to_owned())?,
    };
    Some(format!("{}（针对 {whom}）", chinese(sentence, depth)?))
}

/// A sentence with its place before it.
fn placed(text: &str, depth: usize) -> Option<String> {
    let (place, rest) = text.split_once(": ")?;
    let is_place = !place.is_empty() && !place.contains(char::is_whitespace);
    is_place.then_some(())?;
    Some(format!("{place}：{}", chinese(rest, depth)?))
}

/// Several sentences in a row.
fn several(text: &str, depth: usize) -> Option<String> {
    text.contains("; ").then_some(())?;
    let alone = |part| best(sentences(), part, depth).or_else(|| placed(part, depth));
    let parts: Option<Vec<String>> = text.split("; ").map(alone).collect();
    Some(parts?.join("；"))
}

/// Several phrases in a row.
fn listed(text: &str, depth: usize) -> Option<String> {
    let parts: Vec<&str> = text.split(", ").collect();
    let phrase = |part: &&str| best(phrases(), part, depth);
    let known = parts.len() > 1 && parts.iter().any(|part| phrase(part).is_some());
    known.then(|| {
        let parts = parts
            .iter()
            .map(|part| phrase(part).unwrap_or_else(|| (*part).to_owned()));
        parts.collect::<Vec<_>>().join("、")
    })
}

/// What may stand in a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Anything,
    Number,
    /// Names in backticks.
    Names,
}

impl Gap {
    fn takes(self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Number => {
                let is_of_number = |c: char| c.is_ascii_digit() || ".,-−+e".contains(c);
                text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(is_of_number)
            }
            Self::Names => text.len() > 1 && text.starts_with('`') && text.ends_with('`'),
        }
    }
}

/// A sentence in pieces: words, each with the gap behind it.
fn pieces(sentence: &str) -> impl Iterator<Item = (&str, Option<Gap>)> {
    let mut rest = Some(sentence);
    std::iter::from_fn(move || {
        let text = rest?;
        let gaps = [("{}", Gap::Anything), ("{#}", Gap::Number), ("{`}", Gap::Names)];
        let found = gaps
            .into_iter()
            .filter_map(|(mark, gap)| Some((text.find(mark)?, mark, gap)));
        match found.min_by_key(|(at, ..)| *at) {
            None => {
                rest = None;
                Some((text, None))
            }
            Some((at, mark, gap)) => {
                rest = text.get(at + mark.len()..);
                Some((&text[..at], Some(gap)))
            }
        }
    })
}

/// What stands in a gap of a text.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    text: &'a str,
    /// Whether it is quoted, so that it is a name and no words.
    is_quoted: bool,
}

/// What stands in the gaps of a sentence; none when it is another one.
fn gaps<'a>(sentence: &str, text: &'a str) -> Option<Vec<Found<'a>>> {
    let mut pieces = pieces(sentence);
    let (first, mut gap) = pieces.next()?;
    let mut rest = text.strip_prefix(first)?;
    let mut quoted = first.ends_with(['`', '"']);
    let mut found = Vec::new();
    for (next, behind) in pieces {
        let at = if behind.is_none() {
            rest.len()
                .checked_sub(next.len())
                .filter(|at| rest.is_char_boundary(*at))?
        } else {
            rest.find(next)?
        };
        let (own, after) = rest.split_at(at);
        rest = after.strip_prefix(next)?;
        gap.filter(|gap| gap.takes(own))?;
        found.push(Found {
            text: own,
            is_quoted: quoted,
        });
        (gap, quoted) = (behind, next.ends_with(['`', '"']));
    }
    rest.is_empty().then_some(found)
}

fn filled(sentence: &str, gaps: &[Found<'_>], depth: usize) -> String {
    let mut gaps = gaps.iter();
    let mut text = String::new();
    for (words, gap) in pieces(sentence) {
        text.push_str(words);
        if gap.is_none() {
            continue;
        }
        if let Some(Found { text: own, is_quoted }) = gaps.next().copied() {
            let told = if is_quoted { None } else { in_gap(own, depth) };
            text.push_str(told.as_deref().unwrap_or(own));
        }
    }
    text
}
