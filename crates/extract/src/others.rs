//! Values of others that stand beside the zone's own: an average, a whole or a plan, in brackets or before a share of it.

use crate::fact::Measure;
use crate::measures::Said;
use crate::page::Extent;
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::cues::{Cue, PLANNED};
use crate::tokens::Token;
use crate::units::is_relative;

/// Characters of brackets that tell something of a whole: （全市税收收入310亿元）.
const LONGEST_ASIDE: usize = 24;
/// Characters between the word of a whole or of a plan and its value: 占全省国家高新区2800家的12%.
const LONGEST_WHOLE: usize = 16;

/// Whose value a number is that is not what the text speaks of has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    /// That of another place, or an average over many.
    Place,
    /// A plan's.
    Plan,
}

impl Scene<'_> {
    /// Whose value a number is, if it is told to compare with only.
    pub(crate) fn other(&self, quantity: &Quantity, said: &Said) -> Option<Other> {
        let number = &quantity.extent;
        if self.page.before(number.start) == '(' && self.page.at(number.end) == ')' {
            let open = number.start - 1;
            let is_average = self.rules.times.averages.ends(self.page, open);
            let is_place = is_average || self.rules.scope.elsewhere.ends(self.page, open);
            return is_place
                .then_some(Other::Place)
                .or_else(|| self.plan_ending(open));
        }
        let is_own = matches!(said.measure, Measure::Rank | Measure::Share | Measure::Delta);
        if !is_own && self.is_aside_of_whole(number.start) {
            return Some(Other::Place);
        }
        self.is_base_of_ratio(quantity)
            .then(|| self.whose_base(number.start))?
    }

    /// 占全市9800座的21.4%: whether a ratio is taken of a number.
    pub(crate) fn is_base_of_ratio(&self, quantity: &Quantity) -> bool {
        let end = quantity.extent.end;
        if self.page.at(end) != '的' {
            return false;
        }
        let is_level = quantity.unit.as_deref().is_some_and(|unit| !is_relative(unit));
        let next = self.tokens.tokens.get(self.token_past(end));
        let is_ratio = |token: &Token| {
            let Token::Quantity(ratio) = token else {
                return false;
            };
            ratio.extent.start == end + 1 && ratio.unit.as_deref().is_some_and(is_relative)
        };
        is_level && next.is_some_and(is_ratio)
    }

    /// Whose value a ratio is taken of that the words before it name.
    fn whose_base(&self, number: usize) -> Option<Other> {
        let from = self
            .clause_start(number)
            .max(number.saturating_sub(LONGEST_WHOLE));
        let words = &self.rules.scope.elsewhere;
        let is_told = words.is_in(self.page, from..number);
        self.plan_ending(number)
            .or_else(|| is_told.then_some(Other::Place))
    }

    /// 年度目标任务（80亿元）, 为年度计划200亿元的105%.
    fn plan_ending(&self, end: usize) -> Option<Other> {
        let is_plan = PLANNED.iter().any(|word| self.page.ends(end, word).is_some());
        is_plan.then_some(Other::Plan)
    }

    /// 某高新区（全市税收收入310亿元）: brackets that open with a whole tell of it, unless they tell a share.
    fn is_aside_of_whole(&self, number: usize) -> bool {
        let from = self.sentence.start.max(number.saturating_sub(LONGEST_ASIDE));
        let open = (from..number)
            .rev()
            .find(|at| matches!(self.page.at(*at), '(' | ')'))
            .filter(|at| self.page.at(*at) == '(');
        let Some(open) = open else {
            return false;
        };
        let start = open + 1;
        let start = self.time_at(start).unwrap_or(start);
        self.rules.scope.elsewhere.begins(self.page, start) && !self.is_home(start..number)
    }

    /// Where the words of a share begin whose whole has a value: 占全市9800座的21.4%.
    pub(crate) fn share_of_value(&self, base: &Quantity) -> Option<usize> {
        let Extent { start, .. } = base.extent;
        let from = self.clause_start(start).max(start.saturating_sub(LONGEST_WHOLE));
        let share = self.cues(from, start).iter().find(|(_, cue)| *cue == Cue::Share);
        share
            .map(|(word, _)| word.start)
            .filter(|_| self.is_base_of_ratio(base))
    }
}
