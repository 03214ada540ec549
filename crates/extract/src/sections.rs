//! Which part of a report the text stands in: below 2024年工作回顾 all is done, below 2025年工作安排 all is planned.

use zhibiao_model::period::Period;

use crate::page::{BlockKind, Extent, Page};
use crate::rules::Rules;
use crate::tables::cues::MIXED_HEADS;
use crate::times::{InYear, Time, TimeMention};
use crate::words::Words;

/// Characters of a heading that announces plans; a longer line is an item of a list.
const LONGEST: usize = 20;
/// How much of a longer line is looked at.
const HEAD: usize = 80;
/// The last month in which a report on the year of issue can hardly look back on it.
const FIRST_HALF: i8 = 6;

/// What stands below the last heading that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Section {
    /// No heading has said.
    #[default]
    Unsaid,
    /// What has come about.
    Results,
    /// What is planned.
    Plans,
    /// The one and then the other: 形势分析与下一步打算.
    Mixed,
}

/// Follows the headings of a text.
#[derive(Debug)]
pub(crate) struct Sections<'a> {
    page: &'a Page<'a>,
    rules: &'a Rules,
    issued: Option<Period>,
    headed: Section,
    /// Whether the paragraph at hand has come to what is done next: 下一步，….
    is_next: bool,
}

impl<'a> Sections<'a> {
    pub(crate) fn new(page: &'a Page<'a>, rules: &'a Rules, issued: Option<Period>) -> Self {
        Self {
            page,
            rules,
            issued,
            headed: Section::default(),
            is_next: false,
        }
    }

    /// Goes on to a block, in which those times stand. Tells whether it is a heading that turns to plans, or to those of
    /// another time: 三、2025年工作思路 does, 主要目标 below it does not.
    pub(crate) fn enter_block(
        &mut self,
        extent: &Extent,
        kind: BlockKind,
        is_article: bool,
        times: &[TimeMention],
    ) -> bool {
        self.is_next = false;
        if is_article {
            self.headed = Section::default();
        }
        if kind != BlockKind::Line {
            return false;
        }
        let text = extent.start..extent.end.min(extent.start + HEAD);
        let announces = |words: &Words<()>| words.is_in(self.page, text.clone());
        let words = &self.rules.plans;
        let is_ahead = || times.iter().any(|time| self.is_ahead(&time.time)) && announces(&words.work_heads);
        let is_plan = text.len() <= LONGEST && (announces(&words.plan_heads) || is_ahead());
        let is_result = announces(&words.result_heads);
        let says = self.page.text(text.clone());
        let is_mixed = is_plan && MIXED_HEADS.iter().any(|word| says.contains(word));
        let was_planned = self.headed == Section::Plans;
        self.headed = match (is_mixed, is_result, is_plan) {
            (true, ..) => Section::Mixed,
            (false, true, _) => Section::Results,
            (false, false, true) => Section::Plans,
            (false, false, false) => self.headed,
        };
        is_plan && self.headed == Section::Plans && (!was_planned || !times.is_empty())
    }

    /// Goes on to a sentence. 下一步，高新区将…: what a paragraph ends with is planned. Tells whether that begins here.
    pub(crate) fn enter(&mut self, sentence: &Extent) -> bool {
        let begins = !self.is_next && self.rules.plans.next.begins(self.page, sentence.start);
        self.is_next |= begins;
        begins
    }

    /// What is told at hand.
    pub(crate) fn here(&self) -> Section {
        if self.is_next { Section::Plans } else { self.headed }
    }

    /// Whether a report that is issued now can only look forward to a year.
    fn is_ahead(&self, time: &Time) -> bool {
        let is_first_half = self
            .issued
            .is_none_or(|issued| issued.start().month() <= FIRST_HALF);
        let years = time.in_year().and_then(|year| match year {
            InYear::Stated(year) => self.issued.map(|issued| year - issued.start().year()),
            InYear::After(years) => Some(years),
        });
        years.is_some_and(|years| years > 0 || years == 0 && is_first_half)
    }
}
