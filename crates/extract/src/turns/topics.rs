//! What clauses are about: the name that heads one, or that brackets say something of.

use super::{Marks, NAME, Turn, is_stop, kind, turn};
use crate::fact::SubjectRef;
use crate::page::{Extent, is_han};
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::names::NOUN_ENDINGS;
use crate::tables::subjects::{SUPERLATIVES, THEME, TOPIC_KINDS};
use crate::tokens::Token;

/// Characters before the 的 that leads up to a topic's name.
const DESCRIBED: usize = 7;
/// Characters of brackets that name a phase: （首期, （一、二期.
const LONGEST_PHASE: usize = 7;
/// Characters of a place in the name of a firm, with what opens it.
const LONGEST_PLACE: usize = 8;
/// Characters between it and the form of the firm.
const LONGEST_TRADE: usize = 14;
/// Characters of the name of a firm that says nothing of its form.
const LONGEST_FIRM: usize = 9;
const SHORTEST_FIRM: usize = 2;
/// A character of every word that such a name stands behind, and how far from the head of a clause it may stand.
const FIRM_MARK: char = '企';
const OPENING: usize = 28;
/// What such a firm is.
const FIRMS: &str = "enterprises";
/// Characters of brackets behind a name.
const LONGEST_ASIDE: usize = 60;

impl Scene<'_> {
    /// 某项目总投资…: the name that heads a clause, with something said of it.
    pub(super) fn topic_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        let page = self.page;
        for (n, head) in marks.heads.iter().copied().enumerate() {
            let close = marks.heads.get(n + 1).copied().unwrap_or(self.sentence.end);
            let first = marks.endings.partition_point(|end| *end < head + NAME.start);
            if marks.endings.get(first).is_none_or(|end| *end > close) {
                continue;
            }
            let (start, is_sized) = self.topic_start(head, close);
            let limit = self.sentence.end.min(start + NAME.end);
            let end = self.topic_end(start, limit);
            let is_cut = self.ends_topic(start, end);
            // （2）光伏治沙项目。 names what the item is about, with nothing else in its clause.
            let is_item = self.numbering_at(head).is_some();
            let is_phased = self.is_phase(end);
            let may_close =
                is_item || is_cut || is_sized || is_phased || matches!(page.at(end), '，' | '的' | '“');
            let name_end = (start + NAME.start..end + usize::from(may_close))
                .rev()
                .find(|at| {
                    let ending = self.rules.scope.topic_endings.before(page, *at);
                    let is_free = ending.is_some_and(|(ending, _)| !self.is_indicator(*at, ending));
                    // 某产业园3栋 is a label; 某公司2023年 is a firm, and then a time.
                    let is_label = self.is_counted(*at) && self.time_at(*at).is_none();
                    is_free
                        && !is_label
                        && !self.is_in_zone(*at)
                        && !self.is_example(*at)
                        && !page.starts(*at, THEME)
                        && !self.rules.scope.goes_on_as.begins(page, *at)
                        && (*at < end
                            || self.is_owning_firm(*at)
                            || is_item
                            || is_cut
                            || is_sized
                            || is_phased
                            || self.is_told_of(*at))
                });
            if let Some(end) = name_end
                && let Some(subject) = self.topic(start..end)
            {
                turns.push(turn(end, subject));
            }
        }
    }

    /// 走进位于某高新区的大鹏科技有限公司，…: a firm that somebody comes to is told of in the next sentences.
    pub(super) fn visited_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        for head in &marks.heads {
            let Some((start, ())) = self.rules.scope.visiting.at(self.page, *head) else {
                continue;
            };
            let limit = self.sentence.end.min(start + 2 * NAME.end);
            let ends = marks.endings.iter().filter(|end| (start..limit).contains(*end));
            let firm = ends
                .copied()
                .find(|end| self.rules.scope.firm_forms.ends(self.page, *end));
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

    /// 大鹏科技有限公司的车间里，…: what a firm has is told of the firm.
    fn is_owning_firm(&self, end: usize) -> bool {
        matches!(self.page.at(end), '的' | '“') && self.rules.scope.firm_forms.ends(self.page, end)
    }

    /// Whether brackets open at a position that say which phase of something is spoken of: 某项目（一期）.
    fn is_phase(&self, open: usize) -> bool {
        let limit = self.sentence.end.min(open + LONGEST_PHASE);
        let close = (open..limit).find(|at| self.page.at(*at) == ')');
        self.page.at(open) == '(' && close.is_some_and(|close| self.page.before(close) == '期')
    }

    /// Where the name of a clause's topic begins, behind what describes it, and whether an amount does: 此次签约的某项目,
    /// 总投资120亿元的某项目.
    fn topic_start(&self, head: usize, close: usize) -> (usize, bool) {
        let page = self.page;
        let start = self.past_opening(head);
        let sizes = |token: &Token| {
            let Token::Quantity(quantity) = token else {
                return None;
            };
            let end = quantity.extent.end;
            (page.at(end) == '的').then_some(end + 1)
        };
        let sized = self.tokens_over(&(start..close)).filter_map(sizes).last();
        if let Some(sized) = sized.filter(|at| *at < close) {
            return (sized, true);
        }
        if let Some(name) = self.behind_superlative(start, close) {
            return (name, true);
        }
        let described = (start..start + DESCRIBED).find(|at| is_stop(page.at(*at)));
        let described = described.filter(|at| page.at(*at) == '的' && at + 1 < self.sentence.end);
        (described.map_or(start, |at| at + 1), false)
    }

    /// Where the words of a topic end: at a mark or a word that goes on from it, past the place in the name of a firm.
    fn topic_end(&self, start: usize, limit: usize) -> usize {
        let mut at = start;
        while at < limit {
            match self.place_in_firm(at) {
                Some(close) => at = close + 1,
                None if is_stop(self.page.at(at)) || self.ends_topic(start, at) => return at,
                None => at += 1,
            }
        }
        limit
    }

    /// 信达生物制药（苏州）有限公司: where brackets close that a firm's form goes on behind.
    fn place_in_firm(&self, open: usize) -> Option<usize> {
        if self.page.at(open) != '(' {
            return None;
        }
        let close = (open + 1..open + LONGEST_PLACE).find(|at| !is_han(self.page.at(*at)))?;
        let forms = &self.rules.scope.firm_forms;
        let form = close + 1..close + 1 + LONGEST_TRADE;
        let has_form = || {
            let stop = form.clone().find(|at| !is_han(self.page.at(*at)));
            let form = form.start..stop.unwrap_or(form.end);
            form.clone()
                .any(|at| forms.at(self.page, at).is_some_and(|(end, ())| end <= form.end))
        };
        (self.page.at(close) == ')' && close > open + 1 && has_form()).then_some(close)
    }

    /// 最大单体项目为某产线项目: the name stands behind the word that says which it is.
    fn behind_superlative(&self, start: usize, close: usize) -> Option<usize> {
        if !SUPERLATIVES.contains(&self.page.at(start)) {
            return None;
        }
        let endings = &self.rules.scope.topic_endings;
        let names = |at: &usize| matches!(self.page.at(*at), '为' | '是') && endings.ends(self.page, *at);
        let link = (start..close.min(start + NAME.end)).find(names)?;
        Some(link + 1)
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

    /// 某电源在某高新区的新工厂，2023年实现营业收入…: where a clause ends that names nothing but a firm, by words that no rule
    /// takes for its name.
    pub(crate) fn unnamed_firm(&self, marks: &Marks, turns: &[Turn]) -> Option<usize> {
        if marks.endings.is_empty() {
            return None;
        }
        let verbs = &self.rules.naming.verbs;
        let names = |head: usize, pause: usize| {
            let ending = self.rules.scope.topic_endings.before(self.page, pause);
            ending.is_some_and(|(_, kind)| kind == FIRMS)
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

    /// Whether a sentence opens with what somebody spoken of before has done.
    pub(crate) fn opens_elided(&self) -> bool {
        let start = self.past_opening(self.sentence.start);
        let words = &self.rules.naming;
        let scope = &self.rules.scope;
        words.verbs.begins(self.page, start) && !words.no_verbs.begins(self.page, start)
            || scope.told_of.begins(self.page, start)
            || scope.anaphors.begins(self.page, start)
            || words.linking.begins(self.page, start)
    }

    /// Whether words begin that tell what a firm has done, or what is measured of it.
    fn goes_on(&self, at: usize) -> bool {
        self.is_measure(at) || self.rules.scope.told_of.begins(self.page, at)
    }

    /// Whether the name of an indicator begins at a position.
    pub(crate) fn is_measure(&self, at: usize) -> bool {
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.start < at));
        hit.filter(|hit| hit.extent.start == at)
            .and_then(|hit| self.lexicon.entry(hit.entry))
            .is_some_and(|entry| entry.indicator.is_some())
    }

    /// Whether a name of the catalogue reaches over the end of an extent.
    fn hits_over(&self, extent: Extent) -> bool {
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.end < extent.end));
        hit.is_some_and(|hit| hit.extent.start < extent.end)
    }

    /// A name that is no word of what firms have or do: 企业研发投入 and 企业数量 name none.
    fn bare_firm(&self, name: Extent) -> Option<SubjectRef> {
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
        let is_noun =
            NOUN_ENDINGS.contains(self.page.before(name.end)) || words.amounts.ends(self.page, name.end);
        let light = [&words.leading, &words.linking, &words.whole];
        let is_light = light.iter().any(|words| words.begins(self.page, name.start));
        let zh = self.page.text(name.clone());
        let is_name = name.len() >= SHORTEST_FIRM && !says_more && !is_noun && !is_light;
        let kind = kind(FIRMS).filter(|_| is_name)?;
        Some(SubjectRef::Proposed { zh, kind })
    }

    /// 某项目（总投资50亿元）、另一项目（总投资30亿元）: what stands in brackets is of the name before them, and nothing else is.
    pub(super) fn bracketed_turns(&self, marks: &Marks, turns: &mut Vec<Turn>) {
        for open in marks.openings.iter().filter(|at| self.page.at(**at) == '(') {
            let limit = self.sentence.end.min(open + LONGEST_ASIDE);
            let Some(close) = (*open..limit).find(|at| self.page.at(*at) == ')') else {
                continue;
            };
            let from = self.sentence.start.max(open.saturating_sub(NAME.end));
            let stop = (from..*open).rev().find(|at| is_stop(self.page.at(*at)));
            let start = stop.map_or(from, |at| at + 1);
            let has_figure = || {
                self.tokens_over(&(*open..close))
                    .any(|token| matches!(token, Token::Quantity(_)))
            };
            if let Some(subject) = self.subject_in(start..*open).filter(|_| has_figure()) {
                turns.push(Turn {
                    at: *open,
                    until: Some(close),
                    subject: Some(subject),
                });
            }
        }
    }

    /// The subject that the words up to a position name, behind zones, times and what is done to it: 包括某项目.
    pub(crate) fn subject_in(&self, extent: Extent) -> Option<SubjectRef> {
        let (ending, _) = self.rules.scope.topic_endings.before(self.page, extent.end)?;
        let mark = (extent.start..extent.end)
            .rev()
            .find(|at| matches!(self.page.at(*at), '-' | ':' | '的'));
        let start = self.past_leading(mark.map_or(extent.start, |at| at + 1));
        if start >= ending || self.is_indicator(extent.end, ending) {
            return None;
        }
        let mut verbs = (start..extent.end).rev();
        let noun = verbs.find_map(|at| self.noun_behind_verb(at, extent.end));
        let from = |start: usize| self.topic(start..extent.end);
        from(start).or_else(|| from(noun?))
    }

    /// Whether a word that goes on from a topic's name begins at a position; 自由 holds none.
    fn ends_topic(&self, start: usize, at: usize) -> bool {
        at >= start + NAME.start
            && self.page.before(at) != '自'
            && self.rules.scope.topic_ends.begins(self.page, at)
    }

    /// Whether a number that counts things begins at a position: 开工项目3个 names no project, 大鹏公司30亿元 a firm.
    fn is_counted(&self, at: usize) -> bool {
        let is_digit = self.page.at(at).is_ascii_digit();
        let amount = || match self.tokens.tokens.get(self.token_past(at)) {
            Some(Token::Quantity(quantity)) => quantity.unit.as_deref().is_some_and(|unit| !counts(unit)),
            _ => false,
        };
        is_digit && !(self.rules.scope.firm_names.ends(self.page, at) && amount())
    }

    /// Whether a zone's name goes on at a position: 苏州工业园 of 苏州工业园区 is no carrier.
    fn is_in_zone(&self, at: usize) -> bool {
        self.zones
            .iter()
            .any(|zone| zone.extent.start < at && at < zone.extent.end)
    }

    /// Whether what ends at a pause is what the next clause tells of: 某有限公司，2023年营收…; 某项目，总投资….
    fn is_told_of(&self, pause: usize) -> bool {
        let scope = &self.rules.scope;
        let next = pause + 1;
        scope.firm_forms.ends(self.page, pause)
            || self.time_at(next).is_some()
            || scope.told_of.begins(self.page, next)
    }

    /// A topic's name says nothing but a name: no verb, no preposition.
    pub(crate) fn topic(&self, extent: Extent) -> Option<SubjectRef> {
        let start = self.behind_owner(&extent);
        let owned = self.proposed(start..extent.end);
        // 策源资本旗下产业基金: whose it is tells which.
        let extent = if owned.is_some() {
            start..extent.end
        } else {
            extent
        };
        let subject = owned.or_else(|| self.proposed(extent.clone()))?;
        let SubjectRef::Proposed { kind, .. } = &subject else {
            return Some(subject);
        };
        // 某建设集团: a firm's name may hold any word, but no verb stands before it.
        let is_firm = self.rules.scope.firm_forms.ends(self.page, extent.end);
        let last = if is_firm { extent.start + 1 } else { extent.end };
        let says_more = (extent.start..last).any(|at| {
            let words = &self.rules.naming;
            let verb = words.verbs.at(self.page, at);
            verb.is_some_and(|(end, ())| end <= extent.end) && !words.no_verbs.begins(self.page, at)
        });
        let is_name = !says_more && !self.has_stop(&extent);
        (is_name && TOPIC_KINDS.contains(&kind.id())).then_some(subject)
    }

    /// Whether a word stands in an extent that no name holds; 天使投资 has no 使 of its own.
    fn has_stop(&self, extent: &Extent) -> bool {
        let mut at = extent.start;
        while at < extent.end {
            let word = self.rules.scope.topic_stops.at(self.page, at);
            match word.filter(|(end, _)| *end <= extent.end) {
                Some((_, true)) => return true,
                Some((end, false)) => at = end,
                None => at += 1,
            }
        }
        false
    }

    /// 宏远集团旗下子公司大鹏公司: whose it is belongs to no name.
    fn behind_owner(&self, name: &Extent) -> usize {
        let owning = &self.rules.scope.owning;
        let latest = name.end.saturating_sub(NAME.start).max(name.start);
        let behind = (name.start..=latest).rev().find(|at| owning.ends(self.page, *at));
        behind.unwrap_or(name.start)
    }

    /// Whether a name's end lies in, or just behind, the name of an indicator that begins before its last word.
    fn is_indicator(&self, at: usize, last_word: usize) -> bool {
        let from = self.first_hit(|hit| hit.extent.end < at);
        self.hits[from..]
            .iter()
            .take_while(|hit| hit.extent.start < last_word)
            .filter_map(|hit| self.lexicon.entry(hit.entry))
            .any(|entry| entry.indicator.is_some())
    }
}
