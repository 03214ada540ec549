//! Times of what is planned: below 2025年重点工作 全年 is 2025, whatever year the report has looked back on.

use super::Periods;
use super::issue::LAST_MONTH;
use crate::page::Extent;
use crate::sections::Section;
use crate::tables::cues::{NO_TIME_ENDINGS, TIME_ENDINGS};
use crate::times::TimeMention;

/// Characters of what opens a sentence and says when.
const OPENING: usize = 10;

impl Periods<'_> {
    /// 国庆期间，…: whether a sentence that begins behind the times taken up opens with one that no rule reads.
    pub(super) fn opens_unread(&self, sentence: &Extent) -> bool {
        let near = sentence.start..sentence.end.min(sentence.start + OPENING);
        let Some(pause) = near.into_iter().find(|at| self.page.at(*at) == '，') else {
            return false;
        };
        // 仅用9个月，.
        if self.page.ends(pause, "个月").is_some() {
            return false;
        }
        let ends = |words: &[&str]| words.iter().any(|word| self.page.ends(pause, word).is_some());
        let is_read = self
            .times
            .get(self.next)
            .is_some_and(|time| time.extent.start < pause);
        !is_read && ends(TIME_ENDINGS) && !ends(NO_TIME_ENDINGS)
    }

    /// Goes on to a sentence of a section.
    pub(crate) fn look_ahead(&mut self, section: Section) {
        self.is_ahead = section == Section::Plans;
    }

    /// What a paragraph goes on with is done next, of a time that it has not stated.
    pub(crate) fn leave_results(&mut self) {
        self.last = None;
        self.year = self.year_of_issue();
    }

    /// The year of issue, of which the plans of a text are that state no other. A report of December plans for the next one,
    /// and may mean either.
    fn year_of_issue(&self) -> Option<i16> {
        let issued = self.issued.map(|issued| issued.start());
        issued
            .filter(|issued| issued.month() < LAST_MONTH)
            .map(|issued| issued.year())
    }

    /// Goes on to the section of a heading that announces plans, in which those times stand. 下一步工作打算 states none: what
    /// the report has looked back on is over, and what it plans is of the year of issue.
    pub(crate) fn enter_plans(&mut self, times: &[TimeMention]) {
        let of_issue = self.issued.map(|issued| issued.start().year());
        let year = times
            .iter()
            .find_map(|time| time.time.in_year()?.number(of_issue));
        (self.last, self.lead, self.lead_before, self.headed) = (None, None, None, None);
        let year = match self.issued {
            Some(_) => year.or_else(|| self.year_of_issue()),
            None => year.or(self.of_title),
        };
        (self.of_title, self.of_article) = (year, year);
    }
}
