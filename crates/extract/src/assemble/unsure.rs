//! Figures whose words allow more than one reading: a reviewer is asked.

use super::{Assembler, Candidate};
use crate::fact::{Measure, Reason};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::scene::Scene;

impl Assembler<'_> {
    /// Whether the plan of a number was told before a semicolon only: 力争达到10%；投资增速由负转正，增长0.3% may be done.
    pub(super) fn is_plan_before(&self, scene: &Scene<'_>, said: &Said, candidate: &Candidate<'_>) -> bool {
        let is_plan = matches!(said.measure, Measure::Target | Measure::Forecast);
        let is_growth = said.told == Measure::Yoy;
        is_plan && is_growth && self.plan_before.is_some() && scene.plan(candidate.quantity).is_none()
    }
}

impl Scene<'_> {
    /// 固定资产投资120亿元（其中工业投资68亿元），增长8%: whether a name that is carried stands in brackets that have closed.
    pub(super) fn is_carried_from_bracket(&self, name: &Named, reason: Reason, number: usize) -> bool {
        let between = Extent {
            start: name.extent.end.min(number),
            end: number,
        };
        let mark = self.page.slice(between).iter().find(|c| matches!(**c, '(' | ')'));
        reason == Reason::CarriedName && mark == Some(&')')
    }
}
