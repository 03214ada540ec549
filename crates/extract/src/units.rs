//! The unit that stands at a position: the longest spelling that the model knows, products and quotients included.

use std::collections::BTreeMap;

use zhibiao_model::unit::{Base, Unit};

use crate::page::{Extent, Page};
use crate::tables::noise::{NO_UNIT, UNIT_IS_WORD};

/// Longest spelling of a single unit, in characters.
const LONGEST: usize = 8;

/// Every spelling of a unit, by its first character, longest first.
#[derive(Debug, Clone)]
pub(crate) struct Units(BTreeMap<char, Vec<(Vec<char>, Unit)>>);

/// A unit in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenUnit {
    pub(crate) unit: Unit,
    pub(crate) extent: Extent,
}

impl Units {
    /// The model's units; scales are read with the number.
    pub(crate) fn new() -> Self {
        let mut by_first: BTreeMap<char, Vec<(Vec<char>, Unit)>> = BTreeMap::new();
        for known in Unit::known() {
            for spelling in std::iter::once(&known.symbol).chain(known.names) {
                let chars: Vec<char> = spelling.chars().collect();
                let fits = (1..=LONGEST).contains(&chars.len()) && !NO_UNIT.contains(spelling);
                if let (Some(first), true, Ok(unit)) = (chars.first(), fits, Unit::parse(spelling)) {
                    by_first.entry(*first).or_default().push((chars, unit));
                }
            }
        }
        for spellings in by_first.values_mut() {
            spellings.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
        }
        Self(by_first)
    }

    /// The unit at a position; None when what stands there is the beginning of a word (项目, 部门).
    pub(crate) fn read(&self, page: &Page<'_>, at: usize) -> Option<WrittenUnit> {
        let (mut unit, mut end) = self.single(page, at)?;
        let slash = match page.at(end) {
            '/' => Some(end + 1),
            '每' => Some(end + 1),
            _ => None,
        };
        if let Some(under) = slash
            && let Some((_, under_end)) = self.single(page, self.past_scale(page, under))
            && let Ok(quotient) = Unit::parse(&page.text(at..under_end))
        {
            (unit, end) = (quotient, under_end);
        }
        Some(WrittenUnit {
            unit,
            extent: at..end,
        })
    }

    fn past_scale(&self, page: &Page<'_>, at: usize) -> usize {
        let scaled = (at..at + 3).find(|at| !matches!(page.at(*at), '十' | '百' | '千' | '万' | '亿'));
        match scaled {
            Some(end) if self.single(page, at).is_none() => end,
            Some(_) | None => at,
        }
    }

    fn single(&self, page: &Page<'_>, at: usize) -> Option<(Unit, usize)> {
        let spellings = self.0.get(&page.at(at))?;
        let stands = |chars: &[char]| page.chars.get(at..at + chars.len()) == Some(chars);
        let (chars, unit) = spellings.iter().find(|(chars, _)| {
            stands(chars) && !(is_latin(chars) && page.at(at + chars.len()).is_ascii_alphanumeric())
        })?;
        let end = at + chars.len();
        let is_word = chars.len() == 1 && UNIT_IS_WORD.iter().any(|word| page.starts(at, word));
        (!is_word).then(|| (unit.clone(), end))
    }
}

fn is_latin(chars: &[char]) -> bool {
    chars.last().is_some_and(char::is_ascii_alphabetic)
}

/// Whether a unit measures one base quantity.
pub(crate) fn is_of(unit: &Unit, base: Base) -> bool {
    unit.dimension().factors().eq([(base, 1)])
}

/// Whether a unit tells of a part, a growth or a difference of such: %, 倍, 百分点.
pub(crate) fn is_relative(unit: &Unit) -> bool {
    unit.dimension().is_one() || is_of(unit, Base::PercentagePoints)
}
