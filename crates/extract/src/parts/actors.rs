//! Parts of a zone that do what a clause tells: 批发业完成销售额37亿元, 高技术产业创造的营业收入. What they have is called by
//! both words, also where a list, or the clause behind a semicolon, leaves the first one out.

use crate::naming::Named;
use crate::page::Extent;
use crate::parts::Lead;
use crate::quantity::Quantity;
use crate::scene::{Scene, is_pause};
use crate::tables::names::{AMONG, EARNED, THEMES};
use crate::tables::subjects::BARE_FIRM;

/// Characters of a part, and of a name with it.
const PART: std::ops::Range<usize> = 2..20;
const LONGEST: usize = 32;
/// Characters of somebody who does it and no rule knows.
const LONGEST_ACTOR: usize = 10;
/// Characters of the clause that says of which part a sentence is, and of the part: 集成电路产业方面.
const LONGEST_THEME: usize = 20;
const SHORTEST_THEME: usize = 4;

impl Scene<'_> {
    /// The part of the zone by which an extent opens, with what it does behind it, or what it has where it may own that.
    pub(crate) fn actor(&self, extent: Extent, may_own: bool) -> Option<Extent> {
        let marks = &self.rules.naming.part_marks;
        // Most clauses hold no word that ends like a part.
        if !self.page.slice(extent.clone()).iter().any(|c| marks.contains(*c)) {
            return None;
        }
        let start = self.past_leading(extent.start);
        let acts = |at: usize| {
            let at = self.time_at(at).unwrap_or(at);
            self.past_deeds(at) > at || may_own && self.is_measure(at)
        };
        let mut ends = start + PART.start..extent.end.min(start + PART.end);
        let end = ends.find(|at| self.is_part_ending(*at) && acts(*at))?;
        match self.part_before(start..end, end) {
            Lead::Part(part) => Some(part),
            Lead::Whole | Lead::Unclear => None,
        }
    }

    /// 零售业完成销售额: the part before the verbs that a name begins behind. `from` is where its words may begin.
    pub(crate) fn part_acting(&self, name: usize, from: usize) -> Option<Extent> {
        match self.lead(name, from, None) {
            Lead::Part(part) if part.end < name => Some(part),
            Lead::Part(_) | Lead::Whole | Lead::Unclear => None,
        }
    }

    /// A name by what it is of; what would be too long stays as it is.
    pub(crate) fn called_by(&self, part: &str, name: Named) -> Named {
        let zh = name.indicator.zh();
        if zh.starts_with(part) || (part.len() + zh.len()) / 3 > LONGEST {
            return name;
        }
        let indicator = self.indicator_called(format!("{part}{zh}"));
        Named { indicator, ..name }
    }

    /// 高技术产业创造的营业收入、净利润: what the first name of a list is of, the others are of too.
    pub(crate) fn with_shared_actor(&self, items: &[Extent], names: Vec<Named>) -> Vec<Named> {
        let first = items.first().and_then(|first| self.actor(first.clone(), false));
        let Some(part) = first.map(|part| self.page.text(part)) else {
            return names;
        };
        // The first is called so by itself.
        let is_own = |n: usize| {
            n == 0
                || items
                    .get(n)
                    .is_none_or(|item| self.actor(item.clone(), false).is_some())
        };
        let named = names.into_iter().enumerate();
        let shared = named.map(|(n, name)| match is_own(n) {
            true => name,
            false => self.called_by(&part, name),
        });
        shared.collect()
    }

    /// 在先进制造业领域，规上工业企业达120家: whether the sentence opens with a part that it tells of, and goes on about it up to a
    /// number. 工业方面 is no part.
    pub(crate) fn is_under_part(&self, number: usize) -> bool {
        let start = self.past_opening(self.sentence.start);
        let start = self.time_at(start).unwrap_or(start);
        let start = start + usize::from(matches!(self.page.at(start), '在' | '从'));
        let limit = number.min(start + LONGEST_THEME);
        let Some(pause) = (start..limit).find(|at| is_pause(self.page.at(*at))) else {
            return false;
        };
        let words = start..pause;
        let theme = THEMES.iter().find_map(|word| self.page.ends(pause, word));
        let end = theme.unwrap_or(pause);
        self.page.at(pause) == '，'
            && end >= start + SHORTEST_THEME
            && self.is_part_ending(end)
            && self.page.ends(end, BARE_FIRM).is_none()
            && self.tokens_over(&words).next().is_none()
            && !words
                .clone()
                .any(|at| self.rules.naming.verb_at(self.page, at).is_some())
            && !self.is_home(pause..number)
    }

    /// 其中53家规上工业企业实现产值70亿元: whether so many of what was told before are counted that do something.
    pub(crate) fn are_some_of_them(&self, name: &Named, quantity: &Quantity) -> bool {
        let number = &quantity.extent;
        let clause = self.clause_start(number.start);
        self.page.starts(clause, AMONG)
            && name.indicator.code().is_some()
            && name.extent.start >= number.end
            && self.past_deeds(name.extent.end) > name.extent.end
    }

    /// 远迈精工拥有发明专利200件: whether words that no rule knows stand before the verb that a name stands behind.
    pub(crate) fn is_done_by_unknown(&self, name: &Extent) -> bool {
        let verb = self.rules.naming.verbs.before(self.page, name.start);
        let clause = self.past_leading(self.clause_start(name.start));
        let is_short = |start: usize| (clause + PART.start..clause + LONGEST_ACTOR).contains(&start);
        verb.is_some_and(|(start, ())| is_short(start)) && self.lead(name.start, 0, None) == Lead::Unclear
    }

    /// Whether a clause goes on about who was spoken of before, with what firms have: ；实现利润总额31亿元.
    pub(crate) fn goes_on_earning(&self, name: &Named, clause: usize) -> bool {
        let zh = name.indicator.zh();
        let start = self.past_leading(clause);
        name.extent.start >= start
            && self.past_deeds(start) > start
            && EARNED.iter().any(|word| zh.contains(word))
    }

    /// Behind the words for what a part does: 共实现, 创造的.
    pub(super) fn past_deeds(&self, start: usize) -> usize {
        self.rules.naming.deeds.past(self.page, start)
    }
}
