//! What clauses are about: the name that heads one, or that brackets say something of.

use super::{Marks, NAME, Turn, is_stop, turn};
use crate::fact::SubjectRef;
use crate::page::{Extent, is_han};
use crate::scene::Scene;
use crate::sides::counts;
use crate::tables::kinds::INSTITUTIONS;
use crate::tables::subjects::{MEASURED_KINDS, SUPERLATIVES, THEME, TOPIC_KINDS};
use crate::tokens::Token;

/// Characters before the 的 that leads up to a topic's name.
const DESCRIBED: usize = 7;
/// Characters of brackets that name a phase: （首期, （一、二期.
const LONGEST_PHASE: usize = 7;
/// Characters of brackets that say what something is called for short.
const LONGEST_SHORT_FORM: usize = 16;
/// Characters of a place in the name of a firm, with what opens it.
const LONGEST_PLACE: usize = 8;
/// Characters between it and the form of the firm.
const LONGEST_TRADE: usize = 14;
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
            let is_phased = self.is_phase(end) || self.is_short_form(end);
            let may_close =
                is_item || is_cut || is_sized || is_phased || matches!(page.at(end), '，' | '的' | '“');
            let name_ends = (start + NAME.start..end + usize::from(may_close))
                .rev()
                .filter(|at| {
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
            // 某有限公司二期工程: where the longest is no name, the firm may be one.
            let mut names = name_ends.filter_map(|end| Some((end, self.topic(start..end)?)));
            if let Some((end, subject)) = names.next() {
                turns.push(turn(end, subject));
            }
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

    /// 苏州生物医药产业园（BioBAY）: whether brackets open at a position that say what something is called for short.
    fn is_short_form(&self, open: usize) -> bool {
        let limit = self.sentence.end.min(open + LONGEST_SHORT_FORM);
        let close = (open..limit).find(|at| self.page.at(*at) == ')');
        let is_told = |close: usize| {
            let inside = self.page.slice(open + 1..close);
            let is_letter = |c: &char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-');
            let is_latin = !inside.is_empty() && inside.iter().all(is_letter);
            is_latin || self.page.starts(open + 1, "简称") || self.page.starts(open + 1, "以下简称")
        };
        self.page.at(open) == '(' && close.is_some_and(is_told)
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
    pub(super) fn place_in_firm(&self, open: usize) -> Option<usize> {
        if self.page.at(open) != '(' {
            return None;
        }
        let close = (open + 1..open + LONGEST_PLACE).find(|at| !is_han(self.page.at(*at)))?;
        let forms = &self.rules.scope.firm_forms;
        let form = close + 1..close + 1 + LONGEST_TRADE;
        let has_form = || {
            let stop = form.clone().find(|at| !is_han(self.page.at(*at)));
            let form = form.start..stop.unwrap_or(form.end);
            let is_firm = |at: usize| forms.at(self.page, at).is_some_and(|(end, ())| end <= form.end);
            // 秦创原（宝鸡）创新促进中心.
            let is_institute = |end: usize| {
                let ending = self.rules.scope.topic_endings.before(self.page, end);
                ending.is_some_and(|(start, kind)| kind == INSTITUTIONS && start > form.start)
            };
            form.clone().any(|at| is_firm(at) || is_institute(at + 1))
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

    /// Whether a sentence opens with what somebody spoken of before has done.
    pub(crate) fn opens_elided(&self) -> bool {
        let start = self.past_opening(self.sentence.start);
        self.rules.scope.told_of.begins(self.page, start) || self.opens_with_deed()
    }

    /// The same where a word says so: 营业收入300亿元 may begin to tell of somebody else.
    pub(crate) fn opens_with_deed(&self) -> bool {
        let start = self.past_opening(self.sentence.start);
        let words = &self.rules.naming;
        let scope = &self.rules.scope;
        // 有效发明专利 begins with no 有.
        if self.is_measure(start) {
            return false;
        }
        words.verb_at(self.page, start).is_some()
            || scope.anaphors.begins(self.page, start)
            || words.linking.begins(self.page, start)
    }

    /// Whether words begin that tell what a firm has done, or what is measured of it.
    pub(super) fn goes_on(&self, at: usize) -> bool {
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
    pub(super) fn hits_over(&self, extent: Extent) -> bool {
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.end < extent.end));
        hit.is_some_and(|hit| hit.extent.start < extent.end)
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

    /// Whether a number that counts things begins at a position: 开工项目3个 names no project, 大鹏公司30亿元 a firm and
    /// 未来科技城286亿元 a park.
    fn is_counted(&self, at: usize) -> bool {
        let is_digit = self.page.at(at).is_ascii_digit();
        let amount = || match self.tokens.tokens.get(self.token_past(at)) {
            Some(Token::Quantity(quantity)) => quantity.unit.as_deref().is_some_and(|unit| !counts(unit)),
            _ => false,
        };
        let has_amounts = || {
            let ending = self.rules.scope.topic_endings.before(self.page, at);
            ending.is_some_and(|(_, kind)| MEASURED_KINDS.contains(&kind))
        };
        is_digit && !(has_amounts() && amount())
    }

    /// Whether a zone's name goes on at a position: 苏州工业园 of 苏州工业园区 is no carrier.
    fn is_in_zone(&self, at: usize) -> bool {
        self.zones
            .iter()
            .any(|zone| zone.extent.start < at && at < zone.extent.end)
    }

    /// Whether what ends at a pause is what the next clause tells of: 某有限公司，2023年营收…; 某项目，总投资….
    pub(super) fn is_told_of(&self, pause: usize) -> bool {
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
            let verb = self.rules.naming.verb_at(self.page, at);
            verb.is_some_and(|end| end <= extent.end)
        });
        // 与某高新区合作共建园区.
        let is_joint = matches!(
            self.page.at(extent.start),
            '与' | '同' | '和' | '跟' | '及' | '对'
        );
        let is_name = !says_more && !is_joint && !self.has_stop(&extent);
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
            // 城乡社区支出 is of no community.
            || self.compound_over(self.sentence.start, at).is_some()
    }
}
