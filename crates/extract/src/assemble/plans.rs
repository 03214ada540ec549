//! How far a plan goes on: over semicolons, and through the section that a heading announces.

use super::{Assembler, Candidate};
use crate::fact::Measure;
use crate::measures::Said;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::MIXED_HEADS;
use crate::words::Words;

/// Characters of a heading that announces plans; a longer line is an item of a list.
const LONGEST: usize = 20;

impl Assembler<'_> {
    /// Goes on to what stands below a heading.
    pub(super) fn enter_heading(&mut self, text: Extent) {
        let announces = |words: &Words<()>| words.is_in(self.page, text.clone());
        let words = &self.rules.plans;
        let is_plan = text.len() <= LONGEST && announces(&words.plan_heads);
        let is_result = announces(&words.result_heads);
        let says = self.page.text(text);
        let is_mixed = is_plan && MIXED_HEADS.iter().any(|word| says.contains(word));
        self.is_mixed = is_mixed || self.is_mixed && !is_plan && !is_result;
        self.plans_ahead = (is_plan || self.plans_ahead) && !is_result && !is_mixed;
    }

    /// 形势分析与下一步打算: what stands below is done or planned, if no word of its own tells; what has gone down is done.
    pub(super) fn may_be_plan(&self, said: &Said) -> bool {
        let is_plan = matches!(said.measure, Measure::Target | Measure::Forecast);
        self.is_mixed && !is_plan && !said.is_decline
    }

    /// 企业356家，力争达到500家 in a text of plans: what there is now, of a time that the text hardly tells.
    pub(super) fn is_below_plans(&self, scene: &Scene<'_>, said: &Said, candidate: &Candidate<'_>) -> bool {
        let is_plan = matches!(said.measure, Measure::Target | Measure::Forecast);
        !is_plan
            && (self.plans_ahead || self.plan_before.is_some())
            && scene.is_before_aim(candidate.quantity)
    }

    /// 力争产值900亿元；投资300亿元: a plan goes on over a semicolon until a clause tells what is done, and below a
    /// heading such as 2024年工作安排 all is planned.
    pub(super) fn planned(&mut self, scene: &Scene<'_>, said: Said, quantity: &Quantity) -> Said {
        let is_plan = matches!(said.measure, Measure::Target | Measure::Forecast);
        let may_go_on = self.plans_ahead || self.plan_before.is_some();
        let is_reached = may_go_on && scene.is_reached(quantity);
        if is_reached || may_go_on && scene.is_dated(quantity) {
            self.plan_before = None;
        }
        let section = (self.plans_ahead && !is_reached).then_some(Measure::Target);
        let goes_on = self.plan_before.or(section);
        let goes_on = goes_on.filter(|_| said.measure != Measure::Rank && !scene.is_before_aim(quantity));
        self.plan = is_plan.then_some(said.measure).or(goes_on);
        let measure = self.plan.unwrap_or(said.measure);
        if is_plan && scene.plan_ends_here(quantity) {
            self.plan = None;
        }
        Said { measure, ..said }
    }
}
