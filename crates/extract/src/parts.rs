//! Whether a name of the catalogue stands for the whole or for a part of it: 软件业高新技术企业820家 counts some of them, and
//! what 上市公司 have earned is not what the zone has.

mod actors;
mod told;

pub(crate) use told::{PartTold, Said as SaidOfPart};

use crate::fact::SubjectRef;
use crate::lexicon::Mention;
use crate::naming::Named;
use crate::page::{Extent, is_han};
use crate::quantity::Quantity;
use crate::scene::Scene;
use crate::tables::names::{ALL_OF, AMONG, DONE_BY_ALL, WHOLE_HOLDERS};
use crate::tables::subjects::{BARE_FIRM, FIRMS_DO};
use crate::tokens::{Token, is_digit};
use crate::units::{base_of, is_of};
use zhibiao_model::unit::{Base, Unit};

/// How far before a name a word may begin that explains what stands between.
const NEAR: usize = 24;
/// Characters of a topic that is a part: 集成电路产业.
const TOPIC: std::ops::Range<usize> = 2..20;

/// What stands before a name in its clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// Nothing but words that leave it the whole that it stands for.
    Whole,
    /// The words for a part of the zone whose figure it is.
    Part(Extent),
    /// A word that no rule explains: it may pick a part.
    Unclear,
}

impl Scene<'_> {
    /// Walks back from a name over verbs, times and light words to what they are said of. `from` is where its words may
    /// begin.
    pub(crate) fn lead(&self, name: usize, from: usize, subject: Option<&SubjectRef>) -> Lead {
        let clause = self.past_leading(self.clause_start(name).max(from)).min(name);
        let first = clause.max(name.saturating_sub(NEAR));
        let mut at = name;
        let mut is_crossed = false;
        let mut is_timed = false;
        while at > first && is_han(self.page.before(at)) {
            if self.is_joint(at) || self.is_topic_ending(at, subject) {
                return Lead::Whole;
            }
            if self.is_part_ending(at) {
                return self.part_before(clause..at, name);
            }
            let verb = self
                .rules
                .naming
                .verbs
                .before(self.page, at)
                .map(|(start, ())| start);
            let acting = verb.or_else(|| self.rules.naming.linking_before(self.page, at));
            let timed = acting.is_none().then(|| self.span_ending(at)).flatten();
            is_crossed |= acting.is_some() || timed.is_some();
            let acting = acting.or(timed);
            match acting.or_else(|| self.light_word_ending(at)) {
                Some(start) => {
                    at = start.max(first);
                    is_timed = timed.is_some();
                }
                // 某走廊2024年实现: who is named before a time, nobody knows.
                None if is_timed => return Lead::Unclear,
                // 招商引资完成固定资产投资 says how, 阳光电源实现营业收入 whose it is.
                None if is_crossed && DONE_BY_ALL.iter().any(|word| self.page.ends(at, word).is_some()) => {
                    return Lead::Whole;
                }
                None => return Lead::Unclear,
            }
        }
        Lead::Whole
    }

    /// Whether the catalogue's name of a number is said of a part or of something that no rule knows. What is told of a
    /// project or a parcel that the catalogue knows is no part of the zone's total.
    pub(crate) fn is_modified(&self, name: &Extent, subject: Option<&SubjectRef>) -> bool {
        let is_part = !matches!(subject, Some(SubjectRef::Known { .. }))
            && self.lead(name.start, 0, subject) != Lead::Whole;
        is_part || self.is_one_of_deeds(name.end)
    }

    /// 29个项目签约或开工: how many of them were signed nobody says.
    fn is_one_of_deeds(&self, end: usize) -> bool {
        let predicates = &self.rules.naming.predicates;
        let is_joint = matches!(self.page.at(end), '或' | '及' | '和' | '与' | '、');
        is_joint && predicates.ends(self.page, end) && predicates.begins(self.page, end + 1)
    }

    /// Whether the clause of a number is about a part of the zone, not the number of its members: 集成电路产业实现营业收入210亿元.
    pub(crate) fn opens_with_part(&self, name: &Extent, number: usize) -> bool {
        let clause = self.clause_start(number);
        let marks = &self.rules.naming.part_marks;
        // Most clauses hold no word that ends like a part.
        if !self
            .page
            .slice(clause..number.min(name.end))
            .iter()
            .any(|c| marks.contains(*c))
        {
            return false;
        }
        let start = self.past_leading(clause);
        let is_said = |at: usize| {
            let words = &self.rules.naming;
            words.verbs.begins(self.page, at)
                || words.linking.begins(self.page, at)
                // 外资企业贡献了32%的地区生产总值.
                || words.part_of.begins(self.page, at)
                || self.is_measure(at)
                || self
                    .times_in(at..at + 1)
                    .iter()
                    .any(|time| time.extent.start == at)
        };
        // 高新技术企业净增62家 tells of themselves.
        let own = || {
            self.known_ending(name.start, name.end)
                .is_none_or(|(_, own)| own.start <= start)
        };
        if name.start <= start && self.is_measure(start) && own() {
            return false;
        }
        let latest = number.min(name.end.saturating_sub(1)).min(start + TOPIC.end);
        let ends = |at: &usize| self.is_part_ending(*at) && is_said(*at);
        (start + TOPIC.start..=latest)
            .find(ends)
            .is_some_and(|end| matches!(self.part_before(start..end, number), Lead::Part(_)))
    }

    /// Whether a clause behind one about a part goes on about it: it names nobody, and its number is no count of things,
    /// unless a verb says who has them.
    pub(crate) fn goes_on_about(&self, name: &Extent, unit: &Unit) -> bool {
        let start = self.past_leading(self.clause_start(name.start)).min(name.start);
        let is_thing =
            matches!(base_of(unit), Some(Base::Count | Base::Households)) || is_of(unit, Base::Rank);
        !is_thing || start < name.start && self.rules.naming.verbs.begins(self.page, start)
    }

    /// 链上企业410家，实现营业收入680亿元: the clause behind the number of some firms tells what these have done.
    pub(crate) fn is_done_by_firms(&self, name: &Named, quantity: &Quantity) -> bool {
        let start = self.past_leading(self.clause_start(quantity.whole.start));
        name.indicator.code().is_some()
            && name.extent.start >= start
            && FIRMS_DO.iter().any(|verb| self.page.starts(start, verb))
    }

    /// 某研究所孵化企业510家，其中上市企业5家: part of what was counted, not of the zone.
    pub(crate) fn is_among_them(&self, name: &Named, quantity: &Quantity) -> bool {
        let clause = self.clause_start(quantity.whole.start);
        name.indicator.code().is_some() && self.page.starts(clause, AMONG)
    }

    /// 高新技术企业、瞪羚企业3500家: a number of the last of several names may be that of all.
    pub(crate) fn is_last_of_list(&self, name: &Named, quantity: &Quantity) -> bool {
        let start = name.extent.start;
        if self.page.before(start) != '、' || name.indicator.code().is_none() || start > quantity.whole.start
        {
            return false;
        }
        let clause = self.clause_start(start)..start - 1;
        let first = self.past_leading(clause.start);
        let own = first.min(clause.end)..clause.end;
        let is_name = own.len() > 1 && self.tokens_over(&own).next().is_none();
        is_name && !self.zones.iter().any(|zone| zone.extent.end == clause.end)
    }

    /// The part whose word ends an extent; 规上工业企业利润总额 is what offices call the zone's.
    fn part_before(&self, extent: Extent, name: usize) -> Lead {
        let Extent { start: clause, end } = extent;
        let edge = self.edge_of_part(clause..end);
        let edge = self.compound_over(self.sentence.start, edge).unwrap_or(edge);
        let zone = self
            .zones
            .iter()
            .map(|zone| zone.extent.end)
            .filter(|zone| *zone < end);
        let start = zone.max().map_or(edge, |zone| edge.max(zone));
        let start = self.behind_done(start, end);
        let holder = self.page.text(start..end);
        // 重点监测的50家企业营业收入: so many of them are not all.
        let counted = self.tokens_over(&(start.saturating_sub(1)..start)).last();
        if let Some(Token::Quantity(count)) = counted.filter(|token| token.extent().end == start) {
            return Lead::Part(count.number.start..end);
        }
        let is_whole = |(words, names): &(&[&str], &[&str])| {
            let mut behind = (end..=name).flat_map(|at| names.iter().map(move |name| (at, name)));
            words.contains(&holder.as_str()) && behind.any(|(at, name)| self.page.starts(at, name))
        };
        if holder == BARE_FIRM || WHOLE_HOLDERS.iter().any(is_whole) {
            return Lead::Whole;
        }
        Lead::Part(start..end)
    }

    /// Where a part begins in the words before it: behind 的, and behind a pause unless it is a list of what makes the part,
    /// 生物、医药领域; 新材料等五大产业 is what the number counts.
    fn edge_of_part(&self, words: Extent) -> usize {
        let words = self.with_list_before(words.clone()).unwrap_or(words);
        let is_list = self.is_list_of_part(&words);
        let is_edge = |at: &usize| match self.page.before(*at) {
            '的' | ' ' | '(' | ')' => true,
            '、' => !is_list,
            '等' => is_digit(self.page.at(*at)) || self.page.at(*at + 1) == ALL_OF,
            _ => false,
        };
        let edge = words.clone().rev().find(is_edge).unwrap_or(words.start);
        let edge = edge + usize::from(edge == words.start && self.page.at(edge) == '在');
        let past = self.past_deeds(edge);
        if past + 1 < words.end { past } else { edge }
    }

    /// Whether words hold nothing but names of what makes a part.
    fn is_list_of_part(&self, words: &Extent) -> bool {
        let verbs = &self.rules.naming.verbs;
        words.len() < TOPIC.end
            && self.hits_in(words.clone()).next().is_none()
            && self.tokens_over(words).next().is_none()
            && !words.clone().any(|at| verbs.begins(self.page, at))
    }

    /// 生物、医药领域: the words with those before the pause, which open the clause.
    fn with_list_before(&self, words: Extent) -> Option<Extent> {
        if self.page.before(words.start) != '、' {
            return None;
        }
        let head = self.past_leading(self.clause_start(words.start));
        let list = head.min(words.start)..words.end;
        self.is_list_of_part(&list).then_some(list)
    }

    /// 实现高技术产业营业收入: that it was done belongs to no part.
    fn behind_done(&self, start: usize, end: usize) -> usize {
        let at = self.rules.naming.opening_verbs.past(self.page, start);
        if at < end { at } else { start }
    }

    /// Whether a word for a part of a zone ends there; 创业 and 历史性 are none.
    fn is_part_ending(&self, end: usize) -> bool {
        let words = &self.rules.naming;
        words.parts.ends(self.page, end) && !words.no_parts.ends(self.page, end)
    }

    fn is_joint(&self, end: usize) -> bool {
        matches!(self.page.before(end), '、' | '和' | '及' | '与' | '或')
    }

    /// Whether the name of what the clause is about ends there, behind which a name stands for itself.
    fn is_topic_ending(&self, end: usize, subject: Option<&SubjectRef>) -> bool {
        // 某镇常住人口 of no town that was taken up is hardly the zone's.
        let is_subject = subject.is_some_and(|subject| {
            self.page.ends(end, subject.zh()).is_some() || self.rules.scope.topic_endings.ends(self.page, end)
        });
        is_subject
            || self.rules.scope.zone_itself.ends(self.page, end)
            || self.rules.scope.several.ends(self.page, end)
            || self.zones.iter().any(|zone| zone.extent.end == end)
            || self.is_name_ending(end)
            || self.tokens_over(&(end - 1..end)).next().is_some() && self.span_ending(end).is_none()
    }

    /// Whether the name of a subject, or of a city or province, ends there.
    fn is_name_ending(&self, end: usize) -> bool {
        let hit = self.hits.get(self.first_hit(|hit| hit.extent.end < end));
        let entry = hit
            .filter(|hit| hit.extent.end == end)
            .and_then(|hit| self.lexicon.entry(hit.entry));
        entry.is_some_and(|entry| {
            let is_place = matches!(entry.zone, Some((_, Mention::Outer | Mention::City)));
            is_place || !entry.subjects.is_empty()
        })
    }

    /// Where a word begins that leaves a name the whole that it is: 全社会, 全年, 目前.
    fn light_word_ending(&self, end: usize) -> Option<usize> {
        let words = &self.rules.naming;
        let whole = words.whole.before(self.page, end);
        let light = || words.leading.before(self.page, end);
        whole.or_else(light).map(|(start, ())| start)
    }
}
