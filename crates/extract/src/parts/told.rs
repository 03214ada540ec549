//! Parts of a zone that a clause says something of, and the clauses behind it go on about: 电子信息产业延续高位运行，规上工业总产值4702亿元.

use crate::naming::Named;
use crate::page::{Extent, is_han};
use crate::parts::Lead;
use crate::scene::{Scene, is_pause};
use crate::tables::names::AMONG;
use crate::tables::scopes::{NO_PARTS_OWN, NOT_ABOUT_AT_HEAD, PART_WORDS, WHOLE_STEMS};
use crate::tokens::Token;
use crate::turns::Marks;

/// Characters of such a part.
const PART: std::ops::Range<usize> = 2..20;
/// The last character of firms that are called for short.
const SHORT_MARK: char = '企';

/// A part that a clause opens with.
#[derive(Clone, Debug)]
pub(crate) struct PartTold {
    pub(crate) part: Extent,
    /// Where its clause ends.
    end: usize,
    pub(crate) said: Said,
}

/// What a clause says of the part that it opens with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// How it is doing: the figures behind are its.
    State,
    /// Words that no rule knows, and no figure: those behind may be its.
    Something,
    /// How many there are of what it is called: it has nothing by that.
    Counted,
    /// What it has: the name says so itself, and other rules tell what goes on from it.
    Figure,
}

impl Scene<'_> {
    /// The parts that the clauses of the sentence open with.
    pub(crate) fn parts_told(&self, marks: &Marks, parts: &mut Vec<PartTold>) {
        parts.clear();
        let words = &self.rules.naming;
        // Most sentences hold no word that ends like a part.
        let text = self.page.slice(self.sentence.clone());
        if !text
            .iter()
            .any(|c| words.part_marks.contains(*c) || *c == SHORT_MARK)
        {
            return;
        }
        for (n, head) in marks.heads.iter().copied().enumerate() {
            let close = marks.heads.get(n + 1).copied().unwrap_or(self.sentence.end);
            parts.extend(self.part_told(head, close));
        }
        // 主导产业不断壮大，民营经济活力迸发，完成固定资产投资350亿元: what comes of all that is nobody's.
        for at in 1..parts.len() {
            let Some([one, other]) = parts.get_mut(at - 1..=at) else {
                return;
            };
            let are_states =
                one.said != Said::Figure && one.said != Said::Counted && other.said == Said::State;
            if are_states && !self.tells_figure(one.part.end..other.part.start) {
                other.said = Said::Something;
            }
        }
    }

    fn tells_figure(&self, extent: Extent) -> bool {
        self.tokens_over(&extent).any(Token::is_figure)
    }

    fn part_told(&self, head: usize, close: usize) -> Option<PartTold> {
        let words = &self.rules.naming;
        let may_end = |c: char| words.part_marks.contains(c) || c == SHORT_MARK;
        // Most clauses hold nothing that ends like a part: that is seen before zones and times are passed.
        if !self.page.slice(head..close).iter().any(|c| may_end(*c)) {
            return None;
        }
        let start = self.past_leading(head).min(close);
        let limit = close.min(start + PART.end);
        let is_short = |end: usize| words.short_firms.ends(self.page, end);
        let mut ends = (start + PART.start..=limit)
            .filter(|at| may_end(self.page.before(*at)) && (self.is_part_ending(*at) || is_short(*at)));
        let is_said = |end: usize| words.states.begins(self.page, end);
        let has = |end: usize| {
            let end = self.time_at(end).unwrap_or(end);
            self.past_deeds(end) > end || self.is_measure(end) || words.earned.begins(self.page, end)
        };
        let is_counted = |end: usize| words.linking.begins(self.page, end);
        let first = ends.clone().next()?;
        let end = ends
            .find(|end| is_said(self.time_at(*end).unwrap_or(*end)) || has(*end) || is_counted(*end))
            .unwrap_or(first);
        let part = self.part_named(start, end)?;
        let said = if is_said(self.time_at(end).unwrap_or(end)) {
            Said::State
        } else if has(end) {
            Said::Figure
        } else if is_counted(end) {
            Said::Counted
        } else if self.may_be_about(end, close) {
            Said::Something
        } else {
            return None;
        };
        Some(PartTold {
            part,
            end: close,
            said,
        })
    }

    /// The part whose name ends there, if it names one and is no reason for something else.
    fn part_named(&self, start: usize, end: usize) -> Option<Extent> {
        let words = &self.rules.naming;
        let Lead::Part(part) = self.part_before(start..end, end) else {
            return None;
        };
        // 装备制造业、生物医药产业加速发展: all of the list.
        let is_list = part.start > start && self.page.before(part.start) == '、';
        let part = if is_list { start..part.end } else { part };
        let zh = self.page.text(part.clone());
        let is_whole = WHOLE_STEMS.contains(&stem(&zh));
        // 推动电子信息产业…: what is done for it.
        let is_done = NOT_ABOUT_AT_HEAD.contains(self.page.at(start))
            || (start..part.end).any(|at| words.not_about.begins(self.page, at));
        let acts = (start..part.end).any(|at| {
            let verb = words.verb_at(self.page, at);
            verb.is_some_and(|verb| verb <= part.end)
        });
        let is_name = part.start <= start || self.is_home(start..part.start);
        let has_number = self
            .tokens_over(&part)
            .any(|token| !matches!(token, Token::Noise(..)));
        (is_name
            && !is_whole
            && !is_done
            && !acts
            && !has_number
            && zh.chars().all(|c| is_han(c) || c == '、'))
        .then_some(part)
    }

    /// Whether something may be said of a part behind its name in a clause that tells no figure.
    fn may_be_about(&self, end: usize, close: usize) -> bool {
        let goes_on = self.rules.naming.part_tails.begins(self.page, end);
        let next = self.page.at(end);
        !self.tells_figure(end..close)
            && !goes_on
            && end + 1 < close
            && is_han(next)
            && !matches!(next, '的' | '和' | '与' | '及' | '等')
    }

    /// The part that a number is told of by a clause before it, or by its own where its name stands behind it.
    pub(crate) fn part_of<'p>(
        &self,
        parts: &'p [PartTold],
        name: &Named,
        number: &Extent,
    ) -> Option<&'p PartTold> {
        let mut told = parts.iter().rev().filter(|told| told.said != Said::Counted);
        let told = told.find(|told| told.part.end <= number.start)?;
        let is_own = number.start < told.end;
        // 外资企业贡献了45%的税收: the name stands behind what it is of.
        let is_behind = name.extent.start >= number.end;
        // 光子产业集群产值300亿元，其中规上企业120家: theirs.
        let is_among = || {
            let mut between = told.end..number.start;
            between.any(|at| is_pause(self.page.before(at)) && self.page.starts(at, AMONG))
        };
        let is_told_in_part = || told.said == Said::Figure && !is_among();
        if is_own && !is_behind || !is_own && is_told_in_part() {
            return None;
        }
        let zh = name.indicator.zh();
        let part = self.page.text(told.part.clone());
        let is_zones = NO_PARTS_OWN.iter().any(|word| zh.contains(word));
        let is_same = zh.contains(stem(&part)) || zh.starts_with(&part);
        let is_home = self.is_home(told.part.end..number.start);
        (!is_zones && !is_same && !is_home).then_some(told)
    }

    /// Whether the sentence opens with a part that it says something of: who was spoken of before is left.
    /// A park has industries of its own.
    pub(crate) fn opens_with_part_told(&self, parts: &[PartTold], is_park: bool) -> Option<usize> {
        let is_other = |said: Said| match said {
            Said::State => true,
            Said::Figure | Said::Counted => !is_park,
            Said::Something => false,
        };
        let first = parts.first().filter(|told| is_other(told.said))?;
        // 2024年，航空产业….
        let start = self.sentence.start;
        let time = self.time_at(start).unwrap_or(start);
        let start = time + usize::from(self.page.at(time) == '，');
        let is_head = !self
            .page
            .slice(start..first.part.start.max(start))
            .iter()
            .any(|c| is_pause(*c));
        is_head.then_some(first.part.start)
    }
}

/// What makes a part of the word for one: 电子信息 of 电子信息产业.
fn stem(part: &str) -> &str {
    PART_WORDS
        .iter()
        .find_map(|word| part.strip_suffix(word))
        .unwrap_or(part)
}
