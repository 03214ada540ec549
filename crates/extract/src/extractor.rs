//! From a text to its facts.

mod reader;

use zhibiao_model::period::Period;
use zhibiao_model::unit::{Base, Unit};

use crate::fact::{Fact, Measure, ZoneRef};
use crate::heads::heads;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::periods::issue_stated;
use crate::reading::Reading;
use crate::rules::Rules;
use crate::tables::names::{GROWTH_ENDINGS, PER_UNITS};
use crate::tokens::walk;
use crate::units::is_of;
use reader::{Reader, Text};

/// Longest text that is read, in bytes: some thousand printed pages.
pub const LONGEST_TEXT: usize = 16 << 20;
/// Most numbers of a text, with dates, labels and whatever else has digits: more than the longest text of reports has,
/// which is mostly words. What is kept of a number takes much more room than its digits.
pub const MOST_NUMBERS: usize = 1 << 19;

/// Reads texts with the names of one catalogue; may be shared by threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    lexicon: Lexicon,
    rules: Rules,
}

/// What the caller knows about a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The zone that the text is about until it names one.
    pub zone: Option<ZoneRef>,
    /// When the text was issued, as a month or a day: what 去年 and 目前 are told from. Where it is None, the day or month
    /// that one of the text's first lines states as that of its issue is taken.
    pub issued: Option<Period>,
}

/// Why a text is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextTooLarge {
    /// It is longer than [`LONGEST_TEXT`].
    #[error("text of {bytes} bytes: at most {LONGEST_TEXT} are read; send its parts one by one")]
    Bytes {
        /// Its length.
        bytes: usize,
    },
    /// It has more numbers than [`MOST_NUMBERS`].
    #[error(
        "text of too many numbers: {MOST_NUMBERS} stand before byte {at}, and no more are read; send its parts one by one"
    )]
    Numbers {
        /// The byte from which on nothing was read.
        at: usize,
    },
}

impl Extractor {
    /// Prepares the tables of words for a lexicon.
    #[must_use]
    pub fn new(lexicon: Lexicon) -> Self {
        Self {
            lexicon,
            rules: Rules::new(),
        }
    }

    /// Whether a fact gives a value of its indicator, not of something that is told by it: 营业收入200亿元 does, its
    /// growth, plan or rank does not, unless the catalogue has an indicator for just that. Of an indicator that is not
    /// in the catalogue only levels are.
    #[must_use]
    pub fn is_value(&self, fact: &Fact) -> bool {
        let known = fact
            .indicator
            .code()
            .and_then(|code| self.lexicon.indicator(code));
        let fits = known.is_some_and(|known| known.unit.converts_to(&fact.unit));
        match fact.measure {
            Measure::Level => true,
            Measure::Yoy => {
                fits && GROWTH_ENDINGS
                    .iter()
                    .any(|ending| fact.indicator.zh().ends_with(ending))
            }
            Measure::Share | Measure::Ratio | Measure::Rank => fits,
            Measure::Delta | Measure::Target | Measure::Forecast => false,
        }
    }

    /// The unit of a fact's value as its indicator takes it: 亩均税收38万元 is in 元 as written and in 元/亩 by its name, and
    /// enterprises that a text counts in 户 are as many 家.
    #[must_use]
    pub fn unit(&self, fact: &Fact) -> Unit {
        let written = || Unit::clone(&fact.unit);
        let name = fact.indicator.zh();
        let one = PER_UNITS.iter().find(|(word, _)| name.contains(word));
        let for_one = one.and_then(|(_, one)| Unit::parse(&format!("{}/{one}", fact.unit.symbol())).ok());
        let Some(known) = fact
            .indicator
            .code()
            .and_then(|code| self.lexicon.indicator(code))
            .map(|known| &known.unit)
        else {
            let is_plain = fact.measure == Measure::Level && fact.unit.dimension().factors().count() == 1;
            return for_one.filter(|_| is_plain).unwrap_or_else(written);
        };
        if known.converts_to(&fact.unit) {
            return written();
        }
        if is_of(&fact.unit, Base::Households) && is_of(known, Base::Count) {
            return Unit::parse("个").unwrap_or_else(|_| written());
        }
        for_one
            .filter(|unit| known.converts_to(unit))
            .unwrap_or_else(written)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// When it is longer than [`LONGEST_TEXT`] or has more numbers than [`MOST_NUMBERS`].
    pub fn read(&self, text: &str, context: &Context) -> Result<Reading, TextTooLarge> {
        if text.len() > LONGEST_TEXT {
            return Err(TextTooLarge::Bytes { bytes: text.len() });
        }
        let page = Page::new(text, &self.rules.layout);
        let hits = self.lexicon.hits(&page);
        let tokens = walk(&page, &self.rules, &hits, MOST_NUMBERS)?;
        let text = Text {
            page: &page,
            rules: &self.rules,
            lexicon: &self.lexicon,
            hits: &hits,
            tokens: &tokens,
            heads: &heads(&page, &self.rules.units),
            issued: context.issued.or_else(|| issue_stated(&page, &tokens.times)),
        };
        Ok(Reader::new(&text, context.zone.clone()).read())
    }
}
