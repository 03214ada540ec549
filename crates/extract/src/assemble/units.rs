//! Units that stand elsewhere than behind their numbers: in a head, in a line above, or in the name.

use std::sync::Arc;

use zhibiao_model::unit::Unit;

use super::{Assembler, Candidate, HEAD};
use crate::fact::{Measure, Reason};
use crate::heads::{HeadUnit, split_scale};
use crate::naming::Named;
use crate::page::is_han;
use crate::quantity::{Quantity, skip_space};
use crate::scene::Scene;
use crate::tables::cues::Cue;
use crate::tables::names::{FUNDS, MONEY_NAMES, PEOPLE_NAMES};
use crate::tables::numbers::{DEGREES_OF, PARTICLES, ROUND_MARK};
use crate::units::is_money;
use crate::values::is_scale;

/// Characters of the name of a fund.
const LONGEST_FUND: usize = 14;
/// Characters from 气温 to its degrees.
const DEGREES: usize = 10;
/// What stands before a unit in the corner of a table.
const CORNER: [char; 3] = ['单', '位', ':'];

impl Assembler<'_> {
    /// Notes the units that the head of a block names.
    pub(super) fn enter_units(&mut self, text: &[char]) {
        let opens = text.iter().enumerate().filter(|(_, c)| **c == CORNER[0]);
        let mut corners = opens.map(|(at, _)| at);
        let Some(corner) = corners.find(|at| text[*at..].starts_with(&CORNER)) else {
            return;
        };
        let is_end = |c: &char| matches!(c, ')' | ' ' | '，' | '、' | '。' | ';');
        let units = text.get(corner + CORNER.len()..).unwrap_or_default();
        let first: String = units.iter().take_while(|c| !is_end(c)).collect();
        self.unit_above = split_scale(&first, &self.rules.units);
        let all = units.iter().take_while(|c| !matches!(c, ')' | '。' | ';'));
        self.has_rates = all.into_iter().any(|c| *c == '%') && first != "%";
    }

    /// The unit that a head before a number names, or a line above.
    pub(super) fn unit_ahead(&self, scene: &Scene<'_>, quantity: &Quantity) -> Option<HeadUnit> {
        let from = self.block.start.max(quantity.number.start.saturating_sub(HEAD));
        let head = scene.unit_in_head(from, quantity.number.start);
        head.or_else(|| self.unit_above.clone())
    }

    /// 分别增长5.6、6.1: the second of a list is told of as the first.
    fn is_paired_growth(&self, candidate: &Candidate<'_>) -> bool {
        let group = candidate.pair.and_then(|pair| pair.group);
        let said = self
            .here
            .paired
            .as_ref()
            .filter(|(known, _)| Some(*known) == group);
        said.is_some_and(|(_, said)| said.measure == Measure::Yoy)
    }

    /// Gives a number the unit that stands behind another one of its list, or in a head.
    pub(super) fn find_unit(
        &self,
        scene: &Scene<'_>,
        quantity: &mut Quantity,
        candidate: &Candidate<'_>,
        reasons: &mut Vec<Reason>,
    ) {
        if let Some(days) = scene.days_behind(quantity) {
            quantity.unit = Some(days);
        }
        if let Some(currency) = scene.currency_before(quantity) {
            quantity.unit = Some(currency);
        }
        if quantity.unit.is_none() {
            let is_growth = self.is_paired_growth(candidate);
            self.carry_unit(scene, quantity, candidate.from, is_growth, reasons);
        }
    }

    /// Gives a number without a unit that of its head. `from` is where the words of the number begin.
    pub(super) fn carry_unit(
        &self,
        scene: &Scene<'_>,
        quantity: &mut Quantity,
        from: usize,
        is_growth: bool,
        reasons: &mut Vec<Reason>,
    ) {
        if let Some(points) = scene.points_behind(quantity) {
            quantity.unit = Some(points);
        } else if self.has_rates && (is_growth || scene.tells_growth(quantity, from)) {
            quantity.unit = Some(Arc::clone(&scene.rules.percent));
            reasons.push(Reason::CarriedUnit);
        } else if let Some(HeadUnit { scaled, base }) = self.unit_ahead(scene, quantity)
            && let Ok(value) = scaled.convert(quantity.value, &base)
        {
            (quantity.value, quantity.unit) = (value, Some(base));
            reasons.push(Reason::CarriedUnit);
        }
    }
}

impl Scene<'_> {
    /// 出口港币3亿元, US$1.2亿元: the currency that stands before a number in 元.
    fn currency_before(&self, quantity: &Quantity) -> Option<Arc<Unit>> {
        let start = quantity.whole.start;
        let may_end = matches!(
            self.page.before(start),
            '币' | '金' | '元' | '镑' | '$' | 'D' | 'R'
        );
        let is_yuan = may_end
            && quantity
                .unit
                .as_ref()
                .is_some_and(|unit| **unit == *self.rules.yuan);
        let mut currencies = self.rules.currencies.iter().filter(|_| is_yuan);
        let found = currencies.find(|(word, _)| self.page.ends(start, word).is_some());
        found.map(|(_, unit)| Arc::clone(unit))
    }

    /// GDP：512.6，增长7.2 below 单位：亿元、%: the word before the number says which of the two units is meant.
    fn tells_growth(&self, quantity: &Quantity, from: usize) -> bool {
        let cues = self.cues(from, quantity.whole.start);
        let last = cues.iter().rev().find(|(_, cue)| *cue != Cue::Compare);
        last.is_some_and(|(_, cue)| matches!(cue, Cue::Growth | Cue::Decline))
    }

    /// 120亿比索: whether a word stands where the unit would that is neither a verb nor a particle. It may be a unit that
    /// nobody told us of, and none is put in its place.
    pub(super) fn has_unknown_unit(&self, quantity: &Quantity) -> bool {
        let at = skip_space(self.page, quantity.whole.end);
        let words = &self.rules.naming;
        let tables = [
            &words.verbs,
            &words.predicates,
            &words.leading,
            &words.linking,
            &words.stops,
        ];
        let goes_on = || {
            PARTICLES.contains(self.page.at(at))
                || tables.iter().any(|words| words.begins(self.page, at))
                || self.cues(at, at + 1).iter().any(|(cue, _)| cue.start == at)
                || self.time_at(at).is_some()
        };
        is_han(self.page.at(at))
            && !self.page.starts(at, ROUND_MARK)
            && !goes_on()
            && !self.is_of_fund(quantity)
    }

    /// 123亿政府引导基金: whether a scale alone tells how much money there is in what stands behind it.
    fn is_of_fund(&self, quantity: &Quantity) -> bool {
        let end = quantity.whole.end;
        let has_scale = matches!(self.page.before(quantity.number.end), '万' | '亿');
        let limit = self.sentence.end.min(end + LONGEST_FUND);
        has_scale && {
            let name = self.forward_end(end, limit);
            FUNDS.iter().any(|word| self.page.ends(name, word).is_some())
        }
    }

    /// 常住人口9.66万: a scale without a unit is of people where the name is.
    pub(super) fn people_of(&self, quantity: &Quantity, name: &Named) -> Option<Arc<Unit>> {
        let has_scale = is_scale(self.page.before(quantity.number.end));
        let zh = name.indicator.zh();
        let is_of_people = has_scale && PEOPLE_NAMES.iter().any(|ending| zh.ends_with(ending));
        is_of_people.then(|| Arc::clone(&self.rules.people))
    }

    /// 年平均气温12度, 北纬32度: degrees, no kilowatt-hours.
    pub(super) fn is_in_degrees(&self, quantity: &Quantity) -> bool {
        if self.page.before(quantity.extent.end) != '度' {
            return false;
        }
        // 用电量1.2亿度.
        if is_scale(self.page.before(quantity.number.end)) {
            return false;
        }
        let start = quantity.extent.start;
        let near = self.clause_start(start).max(start.saturating_sub(DEGREES));
        (near..start).any(|at| DEGREES_OF.iter().any(|word| self.page.starts(at, word)))
    }

    /// 授信30亿, 营业收入突破2亿: a scale without a unit is of money where the name is.
    pub(super) fn money_of(&self, quantity: &Quantity, name: &Named) -> Option<Arc<Unit>> {
        let has_scale = is_scale(self.page.before(quantity.number.end));
        let known = name
            .indicator
            .code()
            .and_then(|code| self.lexicon.indicator(code));
        let is_of_money = match known {
            Some(known) => is_money(&known.unit),
            None => MONEY_NAMES
                .iter()
                .chain(FUNDS)
                .any(|ending| name.indicator.zh().ends_with(ending)),
        };
        (has_scale && is_of_money).then(|| Arc::clone(&self.rules.yuan))
    }
}
