//! The unit that stands at a position: the longest spelling that the model knows, products and quotients included.

use std::sync::Arc;

use zhibiao_model::unit::{Base, Unit};

use crate::page::{Extent, Page};
use crate::tables::noise::{NO_UNIT, UNIT_IS_WORD};
use crate::tables::numbers::{DIVIDING, MULTIPLYING};
use crate::words::Words;

/// Longest spelling of a single unit, in characters.
const LONGEST: usize = 8;

/// The same of one behind a stroke.
const LONGEST_DIVISOR: usize = 3;

/// The unit of money that the name of another may follow.
const YUAN: &str = "元";

/// Every spelling of a unit.
#[derive(Debug, Clone)]
pub(crate) struct Units {
    spellings: Words<usize>,
    units: Vec<Arc<Unit>>,
    words: Words<()>,
    /// Every spelling of the model, those that are no units in running text too.
    known: Words<()>,
}

/// A unit in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenUnit {
    pub(crate) unit: Arc<Unit>,
    pub(crate) extent: Extent,
}

impl Units {
    /// The model's units; scales are read with the number.
    pub(crate) fn new() -> Self {
        let mut units = Vec::new();
        let mut spellings = Vec::new();
        let mut all = Vec::new();
        for known in Unit::known() {
            for spelling in std::iter::once(&known.symbol).chain(known.names) {
                all.push(*spelling);
                let fits = (1..=LONGEST).contains(&spelling.chars().count()) && !NO_UNIT.contains(spelling);
                if let (true, Ok(unit)) = (fits, Unit::parse(spelling)) {
                    spellings.push((*spelling, units.len()));
                    units.push(Arc::new(unit));
                }
            }
        }
        Self {
            spellings: Words::new(spellings),
            units,
            words: Words::of(UNIT_IS_WORD),
            known: Words::of(&all),
        }
    }

    /// Whether a text is a unit of the model without a scale, which may be part of its name: 千瓦.
    pub(crate) fn is_spelling(&self, text: &str) -> bool {
        self.known.is(text)
    }

    /// Whether a text begins like a unit of the model: nearly all that stands in brackets does not.
    pub(crate) fn may_begin(&self, text: &str) -> bool {
        self.known.opens(text).is_some()
    }

    /// The unit at a position; None when what stands there is the beginning of a word (项目, 部门).
    pub(crate) fn read(&self, page: &Page<'_>, at: usize) -> Option<WrittenUnit> {
        let (unit, mut end) = self.single(page, at)?;
        let mut unit = Arc::clone(unit);
        let divides = DIVIDING.contains(&page.at(end));
        if let Some(under) = divides.then_some(end + 1)
            && let Some((_, under_end)) = self.single(page, self.past_scale(page, under))
            && let Ok(quotient) = Unit::parse(&page.text(at..under_end))
        {
            (unit, end) = (Arc::new(quotient), under_end);
        } else if page.at(end) == '/'
            && let Some((quotient, under_end)) = self.quotient(page, at, end + 1)
        {
            (unit, end) = (quotient, under_end);
        }
        // 元/人·月: what is divided by one is divided by the next.
        if Self::is_quotient(page, at..end)
            && MULTIPLYING.contains(&page.at(end))
            && let Some((product, under_end)) = self.quotient(page, at, end + 1)
        {
            (unit, end) = (product, under_end);
        }
        Some(WrittenUnit {
            unit,
            extent: at..end,
        })
    }

    fn is_quotient(page: &Page<'_>, written: Extent) -> bool {
        page.slice(written).iter().any(|c| DIVIDING.contains(c))
    }

    /// 元/月, μg/m³: behind a stroke stand units that are other words by themselves.
    fn quotient(&self, page: &Page<'_>, at: usize, under: usize) -> Option<(Arc<Unit>, usize)> {
        let written = |extent: Extent| page.text(extent).replace('²', "2").replace('³', "3");
        let last = page.chars.len().min(under + LONGEST_DIVISOR);
        let ends = (under + 1..=last).rev();
        ends.into_iter().find_map(|end| {
            // m of m³ is none.
            let is_whole = !page.at(end).is_alphanumeric() || !page.before(end).is_ascii_alphabetic();
            let is_unit = is_whole && self.known.is(&written(under..end));
            let quotient = Unit::parse(&written(at..end)).ok().filter(|_| is_unit)?;
            Some((Arc::new(quotient), end))
        })
    }

    fn past_scale(&self, page: &Page<'_>, at: usize) -> usize {
        let scaled = (at..at + 3).find(|at| !matches!(page.at(*at), '十' | '百' | '千' | '万' | '亿'));
        match scaled {
            Some(end) if self.single(page, at).is_none() => end,
            Some(_) | None => at,
        }
    }

    fn single(&self, page: &Page<'_>, at: usize) -> Option<(&Arc<Unit>, usize)> {
        let (end, unit) = self.spellings.at(page, at)?;
        let is_part = page.before(end).is_ascii_alphabetic() && page.at(end).is_ascii_alphanumeric();
        let is_word = end == at + 1 && self.words.begins(page, at);
        let unit = self.units.get(unit).filter(|_| !is_part && !is_word)?;
        // 120亿元港币: 元 counts what is named behind it.
        let named = || self.spellings.at(page, end);
        if unit.symbol() == YUAN
            && let Some((end, currency)) = named()
            && let Some(currency) = self.units.get(currency).filter(|unit| is_money(unit))
        {
            return Some((currency, end));
        }
        Some((unit, end))
    }
}

/// The base quantity that a unit measures; None where it measures a product, a quotient or none.
pub(crate) fn base_of(unit: &Unit) -> Option<Base> {
    let mut factors = unit.dimension().factors();
    match (factors.next(), factors.next()) {
        (Some((base, 1)), None) => Some(base),
        (_, _) => None,
    }
}

/// Whether a unit measures one base quantity.
pub(crate) fn is_of(unit: &Unit, base: Base) -> bool {
    base_of(unit) == Some(base)
}

/// Whether a unit measures how long something takes.
pub(crate) fn is_length_of_time(unit: &Unit) -> bool {
    matches!(
        base_of(unit),
        Some(Base::Duration | Base::WorkingDays | Base::Months)
    )
}

/// Whether a unit tells of a part, a growth or a difference of such: %, 倍, 百分点.
pub(crate) fn is_relative(unit: &Unit) -> bool {
    unit.dimension().is_one() || is_of(unit, Base::PercentagePoints)
}

/// Whether a unit is one of money, whatever the currency.
pub(crate) fn is_money(unit: &Unit) -> bool {
    matches!(base_of(unit), Some(Base::Money(_)))
}
