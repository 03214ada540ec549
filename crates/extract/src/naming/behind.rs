//! Names that stand behind their number: 160家创投机构, 12个项目开工.

use super::things::held_items;
use super::{LONGEST, Named, capacity};
use crate::fact::IndicatorRef;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::sides::{REACH, Sides, counts, is_output};
use crate::tables::cues::Cue;
use crate::tables::names::{CAPACITY_OF, DONE_WITH, GENERIC, PLANS};
use crate::units::is_relative;

impl Scene<'_> {
    /// The name behind a number, from the words that stand there.
    pub(super) fn proposed_behind(&self, sides: &Sides, quantity: &Quantity, to: usize) -> Option<Named> {
        let mut extent = self.listed_behind(sides, to);
        let unit = quantity.unit.as_deref();
        // 已为213家企业发放贷款: what was done for them tells more than they do.
        let is_for = matches!(self.page.before(quantity.extent.start), '为' | '向' | '给' | '对');
        let is_count = unit.is_some_and(counts) && !is_for;
        // 12家企业户均缴税2亿元: what is said of them is named by a number of its own.
        let is_told = is_count && self.runs_into_amount(extent.end);
        if is_count {
            extent.end = self.thing_end(&extent);
            extent.end = self.past_joint(&extent, to).unwrap_or(extent.end);
        }
        let mut zh = self.trimmed(extent.clone());
        // 增长34%，高于28%的年度目标: a word for a plan names nothing.
        let is_plan = unit.is_some_and(is_relative) && PLANS.contains(&zh.as_str());
        if zh.is_empty() || is_plan {
            return None;
        }
        if unit.is_some_and(is_output) && CAPACITY_OF.iter().any(|ending| zh.ends_with(ending)) {
            zh.push_str(capacity(quantity));
        } else if let Some(items) = held_items(&zh, quantity) {
            zh = items;
        } else if let Some(named) = self.said_of_things(&zh, &extent, quantity) {
            return Some(named);
        } else if GENERIC.iter().any(|word| zh.starts_with(word)) && !is_told || !unit.is_some_and(counts) {
            (zh, extent) = self.with_said(zh, extent);
        }
        // 比上年的6000万元增加500万元: a change names nothing.
        let mut changes = self.cues(extent.start, extent.end).iter();
        if changes.any(|(word, cue)| *word == extent && matches!(cue, Cue::Growth | Cue::Decline | Cue::Gain))
        {
            return None;
        }
        Some(self.with_stage_before(zh, extent, quantity))
    }

    /// The words behind a number, or the noun that sums up a list there.
    fn listed_behind(&self, sides: &Sides, to: usize) -> Extent {
        let mut extent = sides.behind.clone();
        // 50余项办公、办会、办事等行政应用功能: what is counted stands behind the examples.
        if self.page.at(extent.end) == '、'
            && let Some(head) = self.behind_examples(extent.end, to)
        {
            extent = head;
        }
        // 两家上市公司甲公司、乙公司: the first of their names belongs to no name of what is counted.
        if let Some(thing) = self.past_thing(extent.start)
            && self.subject_in(thing..extent.end).is_some()
        {
            extent.end = thing;
        }
        extent
    }

    /// 23家企业获批…: what is said of them tells which.
    fn with_said(&self, zh: String, extent: Extent) -> (String, Extent) {
        let end = self
            .clause_end(extent.end, self.sentence.end)
            .min(extent.start + LONGEST);
        let is_pause = |at: &usize| matches!(self.page.at(*at), '、' | '(' | ')');
        let end = (extent.end..end).find(is_pause).unwrap_or(end);
        let said = self.without_numbers(extent.start..end);
        match said.chars().count() > zh.chars().count() {
            true => (said, extent.start..end),
            false => (zh, extent),
        }
    }

    /// 现场签约4个项目: what was done with them says which they are.
    fn with_stage_before(&self, zh: String, extent: Extent, quantity: &Quantity) -> Named {
        let start = quantity.extent.start;
        let end = start - usize::from(self.page.before(start) == '了');
        let is_bare = quantity.unit.as_deref().is_some_and(counts) && DONE_WITH.contains(&zh.as_str());
        let stage = is_bare
            .then(|| self.rules.fields.stages.before(self.page, end))
            .flatten();
        let indicator = match stage {
            Some((verb, ())) => self.indicator_called(format!("{}{zh}", self.page.text(verb..end))),
            None => IndicatorRef::Proposed { zh },
        };
        Named { indicator, extent }
    }

    /// 5个生物医药和医疗服务项目: what is counted stands behind both, where the first is no thing by itself.
    fn past_joint(&self, first: &Extent, to: usize) -> Option<usize> {
        let (page, things) = (self.page, &self.rules.fields.things);
        let joint = first.end;
        if !matches!(page.at(joint), '和' | '与' | '及') || first.is_empty() || things.ends(page, joint) {
            return None;
        }
        let end = self.forward_end(joint + 1, to.min(first.start + REACH));
        let second = joint + 1..end;
        let is_thing = second.len() > 2 && things.ends(page, end);
        let is_known = |extent: &Extent| {
            self.lexicon
                .indicator_named(page.text(extent.clone()).chars())
                .is_some()
        };
        (is_thing && !is_known(first) && !is_known(&second)).then_some(end)
    }

    /// The noun behind 等 that sums up a list of examples.
    fn behind_examples(&self, from: usize, to: usize) -> Option<Extent> {
        let limit = to.min(from + REACH);
        let sums_up = (from..limit).find(|at| matches!(self.page.at(*at), '等' | '，' | '。' | ';'))?;
        let start = sums_up + 1;
        let end = self.forward_end(start, limit);
        (self.page.at(sums_up) == '等' && end > start).then_some(start..end)
    }
}
