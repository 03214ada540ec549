//! Words beside that of a plan by which it is another one, or none: 预计…将达到, 设立了.

use super::Plan;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::{ATTAINED, Cue};

/// How far behind a number it may be called a target.
const AIM: usize = 10;

impl Scene<'_> {
    /// 预计2025年产值将达250亿元: what is said to come about is expected where a word before it says so.
    pub(super) fn expected(&self, before: Extent) -> Option<Plan> {
        let is_will = self.page.at(before.end) == '将';
        let mut cues = self.cues(before.start, before.end).iter();
        (is_will && cues.any(|(_, cue)| *cue == Cue::Forecast)).then_some(Plan::Forecast)
    }

    /// 完成规划编制，设立了2.5亿元的基金: whether a verb tells that it was done.
    pub(super) fn has_perfect(&self, extent: Extent) -> bool {
        let verbs = &self.rules.naming.verbs;
        let ends = |at: &usize| self.page.at(*at) == '了' && verbs.ends(self.page, *at);
        extent.into_iter().any(|at| ends(&at))
    }

    /// 实现了翻番目标，…, 提前两年完成目标，…: what was aimed at is attained.
    pub(super) fn is_attained(&self, word: &Extent) -> bool {
        if self.page.at(word.end) != '，' {
            return false;
        }
        let clause = self.clause_start(word.start)..word.start;
        let achieved = &self.rules.plans.achieved;
        let Some(verb) = achieved.first_in(self.page, clause.clone()) else {
            return false;
        };
        let behind = achieved.at(self.page, verb).map(|(end, ())| end);
        let is_sooner = |at: usize| ATTAINED.iter().any(|word| self.page.starts(at, word));
        behind.is_some_and(|end| self.page.at(end) == '了') || (clause.start..verb).any(is_sooner)
    }

    /// 5.5%左右的增长目标.
    pub(super) fn aim_behind(&self, quantity: &Quantity) -> Option<Plan> {
        let start = quantity.extent.end;
        if self.page.at(start) != '的' {
            return None;
        }
        let end = self.clause_end(start, self.sentence.end.min(start + AIM));
        let text = self.page.text(start..end);
        text.ends_with("目标").then_some(Plan::Target)
    }
}
