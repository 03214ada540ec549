//! Firms that a clause names: behind a word that says that it is one, where somebody comes to it, or beside a project.

use super::{Marks, NAME, Turn, kind, turn};
use crate::fact::SubjectRef;
use crate::page::{Extent, is_han};
use crate::scene::Scene;
use crate::tables::kinds::{CARRIERS, ENTERPRISES, INSTITUTIONS};
use crate::tables::names::NOUN_ENDINGS;
use crate::tables::subjects::TRADES;

/// Characters of the name of a firm that says nothing of its form.
const LONGEST_FIRM: usize = 9;
const SHORTEST_FIRM: usize = 2;
/// Characters of one that ends in its trade.
const TRADED: std::ops::Range<usize> = 4..7;
/// A character of every word that such a name stands behind, and how far from the head of a clause it may stand.
const FIRM_MARK: char = '企';
const OPENING: usize = 28;
/// Kinds of what somebody comes to in a clause of its own: 在某创新促进中心，….
const PLACE_KINDS: [&str; 2] = [INSTITUTIONS, CARRIERS];

impl Scene<'_> {
    /// 走进位于某高新区的大鹏科技有限公司，…: a firm that somebody comes to is told of in the next sentences.
    pub(super) fn visited_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        // Most sentences name no firm.
        let heads = if marks.endings.is_empty() {
            &[][..]
        } else {
            &marks.heads[..]
        };
        for head in heads {
            let Some((start, ())) = self.rules.scope.visiting.at(self.page, *head) else {
                continue;
            };
            let limit = self.sentence.end.min(start + 2 * NAME.end);
            let ends = marks.endings.iter().filter(|end| (start..limit).contains(*end));
            let is_visited = |end: &usize| {
                let ending = self.rules.scope.topic_endings.before(self.page, *end);
                let is_place = ending.is_some_and(|(_, kind)| PLACE_KINDS.contains(&kind));
                self.rules.scope.firm_forms.ends(self.page, *end) || is_place && self.page.at(*end) == '，'
            };
            let firm = ends.copied().find(is_visited);
            let Some(end) = firm.filter(|end| !self.page.slice(start..*end).contains(&'，')) else {
                continue;
            };
            let zone = self
                .zones
                .iter()
                .map(|zone| zone.extent.end)
                .filter(|zone| (start..end).contains(zone));
            let owner = (start..end)
                .rev()
                .find(|at| self.page.at(*at) == '的')
                .map(|at| at + 1);
            let start = self.past_opening(zone.max().max(owner).unwrap_or(start));
            turns.extend(self.topic(start..end).map(|subject| turn(end, subject)));
        }
    }

    /// 龙头企业隆基绿能实现营业收入825亿元: a firm that is called by its name alone, behind the word that says that it is one.
    pub(super) fn firm_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        for head in &marks.heads {
            // Most clauses open with no firm; that is seen before zones and times are passed.
            let opening = *head..self.sentence.end.min(head + OPENING);
            if !self.page.slice(opening).contains(&FIRM_MARK) {
                continue;
            }
            let lead = self.past_leading(*head);
            let Some((start, ())) = self.rules.scope.firm_leads.at(self.page, lead) else {
                continue;
            };
            let is_name = self.hits_over(lead..start + 1);
            let limit = self.sentence.end.min(start + LONGEST_FIRM);
            let end = (start..limit).find(|at| !is_han(self.page.at(*at)) || self.goes_on(*at));
            let Some(end) = end.filter(|end| self.goes_on(*end) && !is_name) else {
                continue;
            };
            turns.extend(self.bare_firm(start..end).map(|subject| turn(end, subject)));
        }
    }

    /// 华工科技前三季度签订订单4.2亿美元: a firm by its name and its trade, with a time or what firms are told of behind it.
    pub(super) fn trade_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        let scope = &self.rules.scope;
        for head in &marks.heads {
            // Most clauses open with no such name; that is seen before zones and times are passed.
            let limit = self.sentence.end.min(head + OPENING);
            let is_end = |end: &usize| {
                scope.trade_marks.contains(self.page.before(*end)) && scope.firm_trades.ends(self.page, *end)
            };
            let Some(end) = (head + TRADED.start..limit).find(is_end) else {
                continue;
            };
            let start = self.past_opening(*head);
            if !TRADED.contains(&end.saturating_sub(start)) {
                continue;
            }
            let is_told = scope.told_of.begins(self.page, end) || self.time_at(end).is_some();
            let is_trade = TRADES.iter().any(|word| self.page.starts(start, word));
            let is_name = is_told && !is_trade && self.page.slice(start..end).iter().all(|c| is_han(*c));
            if is_name && !self.hits_over(start..start + 1) {
                turns.extend(self.firm_called(start..end).map(|subject| turn(end, subject)));
            }
        }
    }

    /// 某电源在某高新区的新工厂，2023年实现营业收入…: where a clause ends that names nothing but a firm, by words that no rule
    /// takes for its name.
    pub(crate) fn unnamed_firm(&self, marks: &Marks, turns: &[Turn]) -> Option<usize> {
        if marks.endings.is_empty() {
            return None;
        }
        let verbs = &self.rules.naming.verbs;
        let names = |head: usize, pause: usize| {
            let ending = self.rules.scope.topic_endings.before(self.page, pause);
            ending.is_some_and(|(_, kind)| kind == ENTERPRISES)
                && self.is_told_of(pause)
                && !turns
                    .iter()
                    .any(|turn| (head + 1..=pause).contains(&turn.at) && turn.subject.is_some())
                && !(head..pause).any(|at| verbs.begins(self.page, at))
        };
        let clauses = marks.heads.iter().zip(marks.heads.iter().skip(1));
        let mut ends = clauses.filter(|(_, next)| self.page.before(**next) == '，');
        ends.find(|(head, next)| names(**head, **next - 1))
            .map(|(_, next)| next - 1)
    }

    /// 某项目由某公司投资建设: firms that a clause names besides what it is about.
    pub(crate) fn agents(&self, marks: &Marks) -> Vec<SubjectRef> {
        let scope = &self.rules.scope;
        let ends = marks.endings.iter().copied();
        let firms = ends.filter(|end| scope.firm_names.ends(self.page, *end));
        let named = |end: usize| {
            let from = self.clause_start(end).max(end.saturating_sub(NAME.end));
            let start = (from..end).find_map(|at| scope.firm_agents.at(self.page, at))?.0;
            self.topic(start..end)
        };
        firms.filter_map(named).collect()
    }

    /// A name that is no word of what firms have or do: 企业研发投入 and 企业数量 name none.
    fn bare_firm(&self, name: Extent) -> Option<SubjectRef> {
        let is_noun = NOUN_ENDINGS.contains(self.page.before(name.end))
            || self.rules.naming.amounts.ends(self.page, name.end);
        self.firm_called(name).filter(|_| !is_noun)
    }

    /// The same of one that ends like what firms do.
    fn firm_called(&self, name: Extent) -> Option<SubjectRef> {
        let words = &self.rules.naming;
        let says_more = name.clone().any(|at| {
            let is_inside = |end: usize| end <= name.end;
            let verb = words
                .verbs
                .at(self.page, at)
                .is_some_and(|(end, ())| is_inside(end));
            let stop = self.rules.scope.topic_stops.at(self.page, at);
            verb || stop.is_some_and(|(end, stops)| stops && is_inside(end))
        });
        let light = [&words.leading, &words.linking, &words.whole];
        let is_light = light.iter().any(|words| words.begins(self.page, name.start));
        let zh = self.page.text(name.clone());
        let is_name = name.len() >= SHORTEST_FIRM && !says_more && !is_light;
        let kind = kind(ENTERPRISES).filter(|_| is_name)?;
        Some(SubjectRef::Proposed { zh, kind })
    }
}
