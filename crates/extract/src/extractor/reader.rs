//! Reads a text sentence by sentence, following what it speaks of.

use std::ops::Range;

use zhibiao_model::period::Period;

use crate::assemble::{Assembler, Topics};
use crate::fact::ZoneRef;
use crate::heads::Head;
use crate::lexicon::{Hit, Lexicon};
use crate::page::{Block, BlockKind, Page, Sentence};
use crate::periods::Periods;
use crate::quantity::run;
use crate::reading::Reading;
use crate::rules::Rules;
use crate::scene::{Here, Scene};
use crate::sections::Sections;
use crate::subjects::Subjects;
use crate::tokens::{Tokens, is_digit};
use crate::zones::Zones;

/// A text, and what was found in all of it.
pub(super) struct Text<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) rules: &'a Rules,
    pub(super) lexicon: &'a Lexicon,
    pub(super) hits: &'a [Hit],
    pub(super) tokens: &'a Tokens,
    /// Units in brackets.
    pub(super) heads: &'a [Head],
    /// When it was issued, as the caller or a line of it says.
    pub(super) issued: Option<Period>,
}

/// Follows a text from sentence to sentence.
pub(super) struct Reader<'a> {
    text: &'a Text<'a>,
    zones: Zones,
    subjects: Subjects,
    periods: Periods<'a>,
    sections: Sections<'a>,
    assembler: Assembler<'a>,
    here: Here,
    /// Index of the block at hand.
    block: Option<usize>,
    /// Index of the first token that no sentence has had.
    next: usize,
}

impl<'a> Reader<'a> {
    /// `zone` is what the text is about until it names one.
    pub(super) fn new(text: &'a Text<'a>, zone: Option<ZoneRef>) -> Self {
        let Text { page, rules, .. } = *text;
        Self {
            text,
            zones: Zones::find(page, rules, text.lexicon, text.hits, zone),
            subjects: Subjects::default(),
            periods: Periods::new(page, &text.tokens.times, text.issued),
            sections: Sections::new(page, rules, text.issued),
            assembler: Assembler::new(page, rules, &text.tokens.tokens),
            here: Here::default(),
            block: None,
            next: 0,
        }
    }

    /// What becomes of every number.
    pub(super) fn read(mut self) -> Reading {
        for sentence in &self.text.page.sentences {
            if let Some(block) = self.text.page.blocks.get(sentence.block) {
                self.enter(sentence, block);
                self.sentence(sentence, block.kind);
            }
        }
        self.assembler.finish()
    }

    /// Goes on to a sentence.
    fn enter(&mut self, sentence: &Sentence, block: &Block) {
        let Text { page, rules, .. } = *self.text;
        let extent = &sentence.extent;
        self.zones.enter(page, rules, extent, sentence.block, block.kind);
        let is_behind_plan =
            page.before(extent.start) == ';' && !rules.plans.reached.is_in(page, extent.clone());
        self.periods.enter(extent, sentence.block, is_behind_plan);
        self.here.advance(extent.start, self.text.hits, self.text.tokens);
        if self.block != Some(sentence.block) {
            self.block = Some(sentence.block);
            self.enter_block(block);
        }
        if self.sections.enter(extent) {
            self.periods.leave_results();
        }
        self.periods.look_ahead(self.sections.here());
    }

    /// Goes on to a block; a line that names a zone begins another article.
    fn enter_block(&mut self, block: &Block) {
        let Block { extent, kind } = block;
        let page = self.text.page;
        let is_article = *kind == BlockKind::Line && !self.zones.here().is_empty();
        self.subjects.enter_block(page, extent, *kind);
        let is_dated_anew = is_article && !is_numbered(page, extent.start);
        self.periods.enter_block(extent, *kind, is_dated_anew);
        let times = self.here.times_in(&self.text.tokens.times, extent);
        if self.sections.enter_block(extent, *kind, is_article, times) {
            self.periods.enter_plans(times);
        }
        self.assembler.enter_block(extent.clone(), is_article);
    }

    /// Tells the numbers of the sentence at hand.
    fn sentence(&mut self, sentence: &Sentence, kind: BlockKind) {
        let numbers = self.numbers_before(sentence.extent.end);
        let text = self.text;
        let scene = Scene {
            page: text.page,
            rules: text.rules,
            lexicon: text.lexicon,
            hits: text.hits,
            tokens: text.tokens,
            heads: text.heads,
            sentence: sentence.extent.clone(),
            here: self.here,
            zones: self.zones.here(),
            groups: self.zones.groups(),
            zone: self.zones.at(sentence.extent.end).0,
            year: self.periods.year_spoken(),
            years: self.periods.years_spoken(),
            issued: text.issued,
            section: self.sections.here(),
        };
        if kind != BlockKind::Furniture {
            self.subjects.enter(&scene);
        }
        let mut topics = Topics {
            zones: &self.zones,
            subjects: &self.subjects,
            periods: &mut self.periods,
        };
        self.assembler.sentence(&scene, &mut topics, numbers);
        let time = scene.times_in(sentence.extent.clone()).last();
        // 2023年，某开发区…: a time ahead of the zone is not of a subject that the sentence leaves behind it.
        let is_of_subject = |at: usize| match self.subjects.at(at) {
            (Some(_), is_here) => is_here || self.subjects.at(sentence.extent.end).0.is_some(),
            (None, _) => false,
        };
        if time.is_some_and(|time| is_of_subject(time.extent.start)) {
            self.periods.note_subject();
        }
    }

    /// The tokens up to the end of a sentence, behind those of the one before.
    fn numbers_before(&mut self, end: usize) -> Range<usize> {
        let from = self.next;
        let rest = self.text.tokens.tokens.get(from..).unwrap_or_default();
        self.next += rest.iter().take_while(|token| token.extent().start < end).count();
        from..self.next
    }
}

/// 一、长沙高新区: a part of the article at hand, whose time it is told of, whatever zone it is about.
fn is_numbered(page: &Page<'_>, start: usize) -> bool {
    let start = start + usize::from(page.at(start) == '(');
    let end = run(page, start, is_digit);
    end > start && matches!(page.at(end), '、' | ')' | '.')
}
