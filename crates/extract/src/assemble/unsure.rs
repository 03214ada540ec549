//! Figures whose words allow more than one reading: a reviewer is asked.

use super::{Assembler, Candidate};
use crate::fact::{Measure, Reason};
use crate::measures::Said;
use crate::naming::Named;
use crate::page::Extent;
use crate::plans::Plan;
use crate::quantity::Quantity;
use crate::reading::Missing;
use crate::scene::Scene;
use crate::units::{is_of, is_relative};
use zhibiao_model::unit::{Base, Unit};

impl Assembler<'_> {
    /// Whether the plan of a number was told before a semicolon only: 力争达到10%；投资增速由负转正，增长0.3% may be done.
    pub(super) fn is_plan_before(&self, scene: &Scene<'_>, said: &Said, candidate: &Candidate<'_>) -> bool {
        let is_plan = Plan::of(said.measure).is_some();
        let is_growth = said.told == Measure::Yoy;
        is_plan && is_growth && self.plans.are_before() && scene.plan(candidate.quantity).is_none()
    }

    /// 总量翻一番: a growth over a time that the words beside don't tell; what stands behind is of the same name.
    pub(super) fn leave_doubling(&mut self, scene: &Scene<'_>, candidate: &Candidate<'_>) {
        let named = self
            .name(scene, candidate.quantity, candidate)
            .map(|(name, _)| name);
        self.carried = named.or(self.carried.take());
        self.unmatched(&candidate.quantity.extent, Missing::Numeral);
    }
}

impl Scene<'_> {
    /// 剔除一次性因素后增长2.2%, 拉动全区工业增长1.2个百分点: a growth that is not all of what was named, or of something else.
    pub(crate) fn is_aside_growth(&self, quantity: &Quantity, from: usize) -> bool {
        let is_ratio = quantity.unit.as_deref().is_some_and(is_change);
        is_ratio
            && self
                .rules
                .naming
                .excluding
                .is_in(self.page, from..quantity.extent.start.max(from))
    }

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

/// Whether a unit may tell a growth.
fn is_change(unit: &Unit) -> bool {
    is_relative(unit) || is_of(unit, Base::PercentagePoints)
}
