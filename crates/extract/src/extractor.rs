//! From a text to its facts.

use zhibiao_model::period::Period;
use zhibiao_model::unit::{Base, Unit};

use crate::assemble::{Assembler, Topics};
use crate::fact::{Fact, Measure, ZoneRef};
use crate::heads::heads;
use crate::lexicon::Lexicon;
use crate::page::{BlockKind, Page};
use crate::periods::{Periods, issue_stated};
use crate::quantity::run;
use crate::reading::Reading;
use crate::rules::Rules;
use crate::scene::{Here, Scene};
use crate::sections::Sections;
use crate::subjects::Subjects;
use crate::tables::names::{GROWTH_ENDINGS, PER_UNITS};
use crate::tokens::{is_digit, walk};
use crate::units::is_of;
use crate::zones::Zones;

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
    /// When the text was issued, as a month or a day: what 去年 and 目前 are told from.
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
        let heads = heads(&page, &self.rules.units);
        let issued = context.issued.or_else(|| issue_stated(&page, &tokens.times));
        let first = context.zone.clone();
        let mut zones = Zones::find(&page, &self.rules, &self.lexicon, &hits, first);
        let mut periods = Periods::new(&page, &tokens.times, issued);
        let mut subjects = Subjects::default();
        let mut assembler = Assembler::new(&page, &self.rules, &tokens.tokens);
        let mut sections = Sections::new(&page, &self.rules, issued);
        let mut here = Here::default();
        let mut block = None;
        let mut next = 0;
        for sentence in &page.sentences {
            let Some(inside) = page.blocks.get(sentence.block) else {
                continue;
            };
            zones.enter(&page, &self.rules, &sentence.extent, sentence.block, inside.kind);
            let is_behind_plan = page.before(sentence.extent.start) == ';'
                && !self.rules.plans.reached.is_in(&page, sentence.extent.clone());
            periods.enter(&sentence.extent, sentence.block, is_behind_plan);
            here.advance(sentence.extent.start, &hits, &tokens);
            if block != Some(sentence.block) {
                block = Some(sentence.block);
                let is_article = inside.kind == BlockKind::Line && !zones.here().is_empty();
                subjects.enter_block(&page, &inside.extent, inside.kind);
                let is_dated_anew = is_article && !is_numbered(&page, inside.extent.start);
                periods.enter_block(&inside.extent, inside.kind, is_dated_anew);
                let times = here.times_in(&tokens.times, &inside.extent);
                if sections.enter_block(&inside.extent, inside.kind, is_article, times) {
                    periods.enter_plans(times);
                }
                assembler.enter_block(inside.extent.clone(), is_article);
            }
            if sections.enter(&sentence.extent) {
                periods.leave_results();
            }
            periods.look_ahead(sections.here());
            let from = next;
            let rest = tokens.tokens.get(from..).unwrap_or_default();
            next += rest
                .iter()
                .take_while(|token| token.extent().start < sentence.extent.end)
                .count();
            let scene = Scene {
                page: &page,
                rules: &self.rules,
                lexicon: &self.lexicon,
                hits: &hits,
                tokens: &tokens,
                heads: &heads,
                sentence: sentence.extent.clone(),
                here,
                zones: zones.here(),
                groups: zones.groups(),
                zone: zones.at(sentence.extent.end).0,
                year: periods.year_spoken(),
                years: periods.years_spoken(),
                issued,
                section: sections.here(),
            };
            if inside.kind != BlockKind::Furniture {
                subjects.enter(&scene);
            }
            let mut topics = Topics {
                zones: &zones,
                subjects: &subjects,
                periods: &mut periods,
            };
            assembler.sentence(&scene, &mut topics, from..next);
            let time = scene.times_in(sentence.extent.clone()).last();
            // 2023年，某开发区…: a time ahead of the zone is not of a subject that the sentence leaves behind it.
            let is_of_subject = |at: usize| match subjects.at(at) {
                (Some(_), is_here) => is_here || subjects.at(sentence.extent.end).0.is_some(),
                (None, _) => false,
            };
            if time.is_some_and(|time| is_of_subject(time.extent.start)) {
                periods.note_subject();
            }
        }
        Ok(assembler.finish())
    }
}

/// 一、长沙高新区: a part of the article at hand, whose time it is told of, whatever zone it is about.
fn is_numbered(page: &Page<'_>, start: usize) -> bool {
    let start = start + usize::from(page.at(start) == '(');
    let end = run(page, start, is_digit);
    end > start && matches!(page.at(end), '、' | ')' | '.')
}
