//! Growths that the words of their clause, or of the one before, tell: 增速由负转正，为4.7%; and what they are over.

use super::Said;
use crate::fact::{FactPeriod, Measure};
use crate::page::{Extent, is_han};
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::Scene;
use crate::tables::cues::{Cue, FALLS};
use crate::tables::names::GROWTHS;
use crate::times::Time;
use crate::tokens::Token;

/// Digits of a year.
const YEAR_DIGITS: usize = 4;

impl Scene<'_> {
    /// 增速由负转正，为4.7%: the clause before is about the growth, and tells no number of it.
    pub(super) fn is_behind_growth(&self, number: usize) -> bool {
        let clause = self.clause_start(number);
        let Some(pause) = clause.checked_sub(1).filter(|pause| *pause > self.sentence.start) else {
            return false;
        };
        let start = self.clause_start(pause);
        let said = self.page.text(start..pause);
        let is_growth = GROWTHS.iter().any(|word| said.contains(word));
        self.page.at(pause) == '，'
            && is_growth
            && !self.tokens_over(&(start..pause)).any(Token::is_figure)
            && self.is_beside(clause, number)
    }

    /// 分别增长7%、45%和13%: what 分别 tells of the first number it tells of those behind it too, whoever they are of.
    pub(super) fn listed_growth(&self, quantity: &Quantity, from: usize) -> Option<Said> {
        let number = quantity.whole.start;
        let joins = |c: char| matches!(c, '、' | '和' | '与' | '及');
        let is_bare = match number.checked_sub(from) {
            Some(0) => joins(self.page.before(from)),
            Some(1) => joins(self.page.at(from)),
            _ => false,
        };
        let clause = self.clause_start(from);
        let told = self.cues(clause, from);
        let is_list = told.iter().any(|(_, cue)| *cue == Cue::Separately);
        let last = told.iter().rev().find(|(_, cue)| *cue != Cue::Neutral)?;
        let is_growth = matches!(last.1, Cue::Growth | Cue::Decline);
        (is_bare && is_list && is_growth).then(|| Said::change(Measure::Yoy, last.1))
    }

    /// 保持10%以上增长, 实现8%的增长: the word of growth stands behind its number, and ends the clause.
    pub(super) fn growth_behind(&self, quantity: &Quantity) -> Option<Cue> {
        let start = quantity.extent.end;
        let start = start + usize::from(self.page.at(start) == '的');
        let (word, cue) = self.cues(start, start + 1).first()?;
        let is_change = matches!(cue, Cue::Growth | Cue::Decline) && word.start == start;
        (is_change && !is_han(self.page.at(word.end))).then_some(*cue)
    }

    /// 比2021年净增5家: what stands between a number and the start of its words is compared with a year.
    pub(super) fn is_changed_since(&self, from: usize, number: usize) -> bool {
        let times = self.times_from(|time| time.extent.start < from);
        let here = times.iter().take_while(|time| time.extent.end <= number);
        let since = &self.rules.times.changed_since;
        here.into_iter()
            .any(|time| since.ends(self.page, time.extent.start))
    }

    /// 环比, 两年平均, 较2019年: what a growth is over; of a year the figure's own time tells whether it is the one before.
    pub(super) fn growth_base(&self, from: usize, number: usize) -> Option<Extent> {
        let word = self.cues(from, number).iter().find(|(_, cue)| *cue == Cue::Base);
        if let Some((extent, _)) = word {
            return Some(extent.clone());
        }
        let times = self.times_from(|time| time.extent.start < from);
        let mut here = times.iter().take_while(|time| time.extent.end <= number);
        here.find_map(|time| {
            let since = &self.rules.times.changed_since;
            let (start, ()) = since.before(self.page, time.extent.start)?;
            let is_year = self.page.at(time.extent.start).is_ascii_digit();
            is_year.then_some(start..time.extent.end)
        })
    }

    /// 五年净增1100亿元, 较2020年增加308家: whether a gain is over other years than the one that it is told of.
    pub(crate) fn is_gain_of_years(&self, quantity: &Quantity, period: Option<FactPeriod>) -> bool {
        let number = quantity.whole.start;
        let clause = self.clause_start(number)..number;
        let is_span = |token: &Token| {
            let Token::Noise(span, NoiseKind::TimeSpan) = token else {
                return false;
            };
            self.page.before(span.end) == '年' || self.page.at(span.end) == '年'
        };
        if self.tokens_over(&clause).any(is_span) {
            return true;
        }
        let since = &self.rules.times.changed_since;
        let own = period.map(|told| told.period.start().year());
        self.times_in(clause).iter().any(|time| match &time.time {
            Time::Years | Time::Since(_) => true,
            Time::Past | Time::Month(_) | Time::Now => false,
            Time::Relative(..)
            | Time::Before(_)
            | Time::Part(_)
            | Time::Same(_)
            | Time::Whole(_)
            | Time::Other => {
                if !since.ends(self.page, time.extent.start) {
                    return false;
                }
                let digits = self
                    .page
                    .slice(time.extent.start..time.extent.start + YEAR_DIGITS);
                let year: Option<i16> = digits.iter().collect::<String>().parse().ok();
                year.zip(own).is_some_and(|(year, own)| own - year > 1)
            }
        })
    }

    /// 增速由上年的5.2%回落至3.1%, 降幅收窄至1.5%: whether a clause is about a growth up to a position, and which way it goes.
    pub(super) fn growth_told(&self, to: usize) -> Option<Said> {
        let cues = self.cues(self.clause_start(to), to);
        let is = |words: &[&str], word: &Extent| words.contains(&self.page.text(word.clone()).as_str());
        let noun = cues
            .iter()
            .find(|(word, _)| is(GROWTHS, word) || is(FALLS, word))?;
        let is_fall = is(FALLS, &noun.0);
        Some(Said::change(
            Measure::Yoy,
            if is_fall { Cue::Decline } else { Cue::Growth },
        ))
    }

    /// 占全市比重由2020年的5.7%提高到6.4%: whether a clause is about a share up to a position.
    pub(super) fn share_told(&self, to: usize, number: usize) -> Option<Said> {
        let cues = self.cues(self.clause_start(to), to);
        // 出口占比 is the name of a ratio.
        let tells_whole = |(word, cue): &&(Extent, Cue)| *cue == Cue::Share && word.len() == 1;
        let share = cues.iter().find(tells_whole)?;
        Some(self.share(share.0.start, number))
    }

    /// The growth or share that something had before: 由上年的下降5.2%转为…, 增速由上年的5.2%….
    pub(crate) fn former_rate(&self, quantity: &Quantity) -> Option<Said> {
        let is_ratio = quantity
            .unit
            .as_deref()
            .is_some_and(|unit| unit.dimension().is_one());
        let (start, change) = self.former_change(quantity);
        let said = change.map(|change| Said::change(Measure::Yoy, change));
        said.or_else(|| self.growth_told(start))
            .or_else(|| self.share_told(start, start))
            .filter(|_| is_ratio)
    }
}
