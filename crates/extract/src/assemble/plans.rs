//! How far a plan goes on: over semicolons, and through the section that a heading announces.

use super::{Assembler, Candidate};
use crate::fact::{Caliber, Measure, Reason};
use crate::measures::Said;
use crate::plans::{Plan, Reach};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sections::Section;
use crate::tables::cues::PLANNED;
use crate::tokens::Token;
use crate::units::{is_of, is_relative};
use zhibiao_model::unit::Base;

/// What the numbers before leave planned or expected.
#[derive(Debug, Default)]
pub(super) struct Plans {
    /// That of the last number, and how far it goes.
    here: Option<(Plan, Reach)>,
    /// The same of the last one before a semicolon.
    before: Option<(Plan, Reach)>,
}

impl Plans {
    /// Goes on to a sentence, which may stand behind a semicolon.
    pub(super) fn enter(&mut self, goes_on: bool) {
        self.here = self.here.filter(|_| goes_on);
        self.before = self.here;
    }

    /// Whether one was told before the last semicolon.
    pub(super) fn are_before(&self) -> bool {
        self.before.is_some()
    }
}

impl Assembler<'_> {
    /// 形势分析与下一步打算: what stands below is done or planned, if no word of its own tells; what has gone down is done.
    pub(super) fn may_be_plan(&self, scene: &Scene<'_>, said: &Said) -> bool {
        scene.section == Section::Mixed && Plan::of(said.measure).is_none() && !said.is_decline
    }

    /// 企业356家，力争达到500家 in a text of plans: what there is now, of a time that the text hardly tells.
    pub(super) fn is_below_plans(&self, scene: &Scene<'_>, said: &Said, candidate: &Candidate<'_>) -> bool {
        Plan::of(said.measure).is_none()
            && (scene.section == Section::Plans || self.plans.are_before())
            && scene.is_before_aim(candidate.quantity)
    }

    /// Whether an expectation may have ended before a number, or have gone on to it: 预计产值5亿元；税收1亿元.
    pub(super) fn may_be_expected(&self, scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
        let quantity = candidate.quantity;
        let is_open = matches!(self.plans.before, Some((Plan::Forecast, reach)) if reach != Reach::List);
        scene.may_expect_less(quantity)
            || is_open
                && !scene.is_reached(quantity)
                && !scene.names_deed(quantity)
                && scene.plan(quantity).is_none()
    }

    /// 力争产值900亿元；投资300亿元: a plan goes on over a semicolon until a clause tells what is done, and below a
    /// heading such as 2024年工作安排 all is planned.
    pub(super) fn planned(&mut self, scene: &Scene<'_>, said: Said, quantity: &Quantity) -> Said {
        let is_section = scene.section == Section::Plans;
        let may_go_on = is_section || self.plans.are_before();
        let is_reached = may_go_on && scene.is_reached(quantity);
        if is_reached || may_go_on && scene.is_dated(quantity) {
            self.plans.before = None;
        }
        let in_section = is_section && !is_reached && !scene.is_told_of_past(quantity);
        let carried = self.plans.before.filter(|plan| scene.carries(*plan, quantity));
        let goes_on = carried.or(in_section.then_some((Plan::Target, Reach::Semicolons)));
        let goes_on = goes_on.filter(|_| {
            said.measure != Measure::Rank
                && !scene.is_before_aim(quantity)
                && !scene.describes_thing(quantity)
        });
        self.plans.here = match Plan::of(said.measure) {
            Some(plan) => Some((plan, scene.plan_reach(quantity))),
            None => goes_on,
        };
        let planned = self.plans.here.map_or(said.measure, |(plan, _)| plan.into());
        let measure = match is_never_planned(scene, &said, quantity) {
            true => said.told,
            false => planned,
        };
        Said { measure, ..said }
    }

    /// 总产值31亿元、投资8亿元，完成全年任务的47%、42%: whether a percentage is one of several of a carried name, which are hardly all of it.
    pub(super) fn is_one_of_several(&self, scene: &Scene<'_>, quantity: &Quantity, reason: Reason) -> bool {
        let is_relative = |quantity: &Quantity| quantity.unit.as_deref().is_some_and(is_relative);
        if reason != Reason::CarriedName || !is_relative(quantity) {
            return false;
        }
        let (start, end) = (quantity.extent.start, quantity.extent.end);
        let joins = |at: usize| matches!(scene.page.at(at), '、' | '和');
        let is_next = |token: Option<&Token>, from: usize| matches!(token, Some(Token::Quantity(next)) if next.extent.start == from && is_relative(next));
        let tokens = &scene.tokens.tokens;
        let behind = joins(end) && is_next(tokens.get(scene.token_past(end)), end + 1);
        let before = scene.first_token(|token| token.extent().start < start);
        let before = before.checked_sub(1).and_then(|at| tokens.get(at));
        behind
            || joins(start.saturating_sub(1))
                && matches!(before, Some(Token::Quantity(last)) if last.extent.end + 1 == start && is_relative(last))
    }

    /// 计划新增企业500家: whether so many more are planned, which are no planned total.
    pub(super) fn is_planned_gain(&self, said: &Said) -> bool {
        said.told == Measure::Delta && Plan::of(said.measure).is_some()
    }

    /// 预计完成目标的107%, 高于全年目标2个百分点: whether a plan is told of what is none by itself.
    pub(super) fn is_beside_plan(&self, scene: &Scene<'_>, said: &Said, quantity: &Quantity) -> bool {
        self.plans.here.is_some() && is_never_planned(scene, said, quantity)
    }
}

/// So much of a target, and so many points more than a target or somebody, are no target of what they are told of; 提高2个百分点
/// is what is aimed at.
fn is_never_planned(scene: &Scene<'_>, said: &Said, quantity: &Quantity) -> bool {
    let is_points = || {
        let unit = quantity.unit.as_deref();
        unit.is_some_and(|unit| is_of(unit, Base::PercentagePoints))
    };
    let is_above_plan = || {
        let ends = |plan: &str| scene.page.ends(quantity.extent.start, plan).is_some();
        PLANNED.iter().any(|plan| ends(plan))
    };
    match said.told {
        Measure::Delta => is_points() && (said.caliber.is_some() || is_above_plan()),
        Measure::Ratio => {
            matches!(&said.caliber, Some(Caliber::Stated(of)) if PLANNED.iter().any(|plan| of.ends_with(plan)))
        }
        Measure::Level
        | Measure::Yoy
        | Measure::Share
        | Measure::Rank
        | Measure::Target
        | Measure::Forecast => false,
    }
}
