//! Whether a number is aimed at, expected, or done: 力争 and 预计 tell of what is to come, 争取到 and 人才计划 do not.

mod beside;
mod reach;
mod when;

use zhibiao_model::period::{Frequency, Period};

use crate::fact::{FactPeriod, Measure, PeriodBasis};
use crate::measures::Said;
use crate::page::Extent;
use crate::periods::EARLY;
use crate::quantity::Quantity;
use crate::reading::NoiseKind;
use crate::scene::{Scene, is_pause};
use crate::sides::counts;
use crate::tables::cues::{ACTUAL_NAMES, ACTUAL_THING, Cue, NO_WILL, POSSIBLE, PROGRESS, SOUGHT};
use crate::times::{Time, TimeMention};
use crate::tokens::Token;
use crate::units::is_relative;
use crate::words::Words;

pub(crate) use reach::{Plan, Reach};

/// How far before a number a plan may be told.
const PLAN: usize = 160;
/// How far behind 预计 全年 may stand.
const YEAR_EXPECTED: usize = 8;

impl Scene<'_> {
    /// A plan or a forecast told before the number, unless a clause between them tells what is done.
    pub(crate) fn plan(&self, quantity: &Quantity) -> Option<Plan> {
        let number = quantity.whole.start;
        let start = self.sentence.start.max(number.saturating_sub(PLAN));
        let told = self.cues(start, number).iter().rev().find_map(|(extent, cue)| {
            let plan = match cue {
                Cue::Target => Plan::Target,
                Cue::Forecast => Plan::Forecast,
                Cue::Growth
                | Cue::Gain
                | Cue::Decline
                | Cue::Saving
                | Cue::Compare
                | Cue::Base
                | Cue::Share
                | Cue::Rank
                | Cue::Arrival
                | Cue::Separately
                | Cue::Former
                | Cue::Latter
                | Cue::OtherPlace
                | Cue::Neutral => return None,
            };
            (!self.is_no_plan(extent, quantity)).then_some((extent.start, plan))
        });
        let told = told.map(|(at, plan)| (at, self.expected(start..at).unwrap_or(plan)));
        let Some((at, plan)) = told else {
            return self.aim_behind(quantity);
        };
        if self.is_of_past(at, number) {
            return None;
        }
        let pause = (at..number).find(|at| self.page.at(*at) == '，');
        let is_done = pause.is_some_and(|pause| {
            let behind = pause + 1..number;
            self.is_done(at, behind.clone()) || self.sums_up(at, plan) && self.has_verb(behind)
        });
        (!is_done).then_some(plan)
    }

    /// 力争产值200亿元，上年为180亿元, …比2023年的180亿元增长11%: whether a number behind a plan is told of a time that is over.
    fn is_of_past(&self, plan: usize, number: usize) -> bool {
        let open = |at: &usize| self.page.at(*at) == '(';
        let clause = self.clause_start(number).max(plan);
        let clause = (clause..number).rev().find(open).unwrap_or(clause);
        let times = self.times_in(clause..number);
        times.iter().any(|time| {
            let is_beside = time
                .beside
                .as_ref()
                .is_some_and(|beside| beside.contains(&number));
            let is_own = !time.is_compared && clause > plan;
            (is_beside && time.is_compared || is_own) && self.is_past(time)
        })
    }

    /// 预计全年: what a year that closes will come to is expected of what its clause tells, and of nothing that is done behind.
    fn sums_up(&self, word: usize, plan: Plan) -> bool {
        let near = word..word + YEAR_EXPECTED;
        plan == Plan::Forecast && self.times_in(near).iter().any(|time| time.time.closes_year())
    }

    /// Whether a name of the catalogue stands in an extent: another thing is told there.
    fn names_another(&self, extent: Extent) -> bool {
        self.hits_in(extent)
            .filter_map(|hit| self.lexicon.entry(hit.entry))
            .any(|entry| entry.indicator.is_some())
    }

    /// Whether a verb tells before a number what is done.
    pub(crate) fn names_deed(&self, quantity: &Quantity) -> bool {
        self.has_verb(self.sentence.start..quantity.whole.start)
    }

    fn has_verb(&self, extent: Extent) -> bool {
        let naming = &self.rules.naming;
        extent
            .into_iter()
            .any(|at| naming.verb_at(self.page, at).is_some())
    }

    /// 预计全年产值5亿元，税收1亿元: whether another thing is named behind a pause, of which it may be expected too or not.
    pub(crate) fn may_expect_less(&self, quantity: &Quantity) -> bool {
        let number = quantity.whole.start;
        let start = self.sentence.start.max(number.saturating_sub(PLAN));
        let mut expected = self.cues(start, number).iter();
        let Some((word, _)) =
            expected.find(|(word, cue)| *cue == Cue::Forecast && self.sums_up(word.start, Plan::Forecast))
        else {
            return false;
        };
        let pause = (word.end..number).find(|at| matches!(self.page.at(*at), '，' | ':'));
        pause.is_some_and(|pause| self.page.at(pause) == '，' && self.names_another(pause + 1..number))
    }

    /// Whether words behind a plan tell what is done: 已, or 完成 with a time that is past.
    fn is_done(&self, plan: usize, behind: Extent) -> bool {
        let has = |words: &Words<()>| words.is_in(self.page, behind.clone());
        let plans = &self.rules.plans;
        // 目标是：增长10%，实际利用外资1亿美元: a name; but 计划利用外资2亿美元，实际利用外资1亿美元.
        let is_name = |at: usize| {
            ACTUAL_NAMES.iter().any(|name| self.page.starts(at, name))
                && !self.page.text(plan..behind.start).contains(ACTUAL_THING)
        };
        let is_told = |at: usize| {
            let word = plans.done.at(self.page, at);
            word.is_some_and(|(end, ())| end <= behind.end) && !is_name(at)
        };
        let is_past = || {
            self.times_in(behind.clone())
                .iter()
                .any(|time| self.is_past(time))
        };
        behind.clone().any(is_told) || has(&plans.achieved) && is_past() || self.has_perfect(behind.clone())
    }

    /// Whether a word of planning only looks like one: 争取到资金, 人才计划12人, 按照规划，….
    fn is_no_plan(&self, word: &Extent, quantity: &Quantity) -> bool {
        // 重要项目, 需要引进.
        let is_other = self.page.at(word.start) == '要' && NO_WILL.contains(&self.page.before(word.start));
        if is_other {
            return true;
        }
        if self.is_whole_of_progress(word) {
            return true;
        }
        let says = self.page.text(word.clone());
        if says.starts_with(POSSIBLE) {
            return self.is_no_prospect(word, quantity);
        }
        match says.as_str() {
            "争取" => {
                self.page.at(word.end) == '到' && !self.is_time(word.end + 1)
                    || self.is_sought(word, quantity.whole.start)
            }
            "目标" => self.is_aimed_at(word) || self.is_attained(word),
            "计划" | "规划" => {
                self.is_made(word)
                    || self.rules.plans.laid_down.begins(self.page, word.end)
                    || self.is_programme(word, quantity)
                    || self.is_followed(word, quantity)
            }
            _ => false,
        }
    }

    /// 积极争取上级政策支持，提供…25项: what is asked of others is no aim of the clauses behind.
    fn is_sought(&self, word: &Extent, number: usize) -> bool {
        let end = self.clause_end(word.end, number);
        let said = self.page.text(word.end..end);
        end < number && SOUGHT.iter().any(|object| said.ends_with(object))
    }

    /// 目前日产能可达1000吨: what can be done now; and what can be goes no further than its clause.
    fn is_no_prospect(&self, word: &Extent, quantity: &Quantity) -> bool {
        let is_now = || {
            self.rules
                .plans
                .reached
                .is_in(self.page, self.sentence.start..word.start)
        };
        self.clause_start(quantity.whole.start) > word.start || is_now()
    }

    /// 完成年初预算54.1%: of what a progress behind it is a part.
    fn is_whole_of_progress(&self, word: &Extent) -> bool {
        let next = self.tokens.tokens.get(self.token_past(word.end));
        let is_part = matches!(next, Some(Token::Quantity(part))
            if part.extent.start == word.end && part.unit.as_deref().is_some_and(is_relative));
        let clause = || self.page.text(self.clause_start(word.start)..word.start);
        is_part && PROGRESS.iter().any(|verb| clause().contains(verb))
    }

    /// 制定项目投资计划，产值264亿元: a plan that was made tells of itself.
    fn is_made(&self, word: &Extent) -> bool {
        let clause = || self.clause_start(word.start)..word.start;
        matches!(self.page.at(word.end), '，' | '、') && self.rules.plans.making.is_in(self.page, clause())
    }

    /// 围绕招商目标，全年新引进项目96个: what was done for an aim is a result.
    fn is_aimed_at(&self, word: &Extent) -> bool {
        let clause = || self.clause_start(word.start)..word.start;
        self.page.at(word.end) == '，' && self.rules.plans.aiming.is_in(self.page, clause())
    }

    /// 争取到2026年 and 争取到“十五五”末 are plans.
    fn is_time(&self, at: usize) -> bool {
        let start = at + usize::from(self.page.at(at) == '“');
        let token = self.tokens.tokens.get(self.token_past(start));
        let is_date = token.is_some_and(|token| {
            matches!(token, Token::Noise(_, NoiseKind::Date)) && token.extent().start == start
        });
        is_date || self.time_at(start).is_some()
    }

    /// 入选省级人才计划12人: a name that ends in 计划, with what is counted behind it.
    fn is_programme(&self, word: &Extent, quantity: &Quantity) -> bool {
        let is_counted = quantity.unit.as_deref().is_some_and(counts) && quantity.whole.start == word.end;
        let goes_on = matches!(self.page.at(word.end), '”' | '》' | '、');
        (is_counted || goes_on) && self.ends_programme(word)
    }

    /// Whether a name stands right before 计划, and nobody who plans: 管委会计划 and 今年计划 tell of a plan.
    pub(crate) fn ends_programme(&self, word: &Extent) -> bool {
        let before = self.page.before(word.start);
        let is_alone = word.start <= self.sentence.start || is_pause(before) || before == ' ';
        let scope = &self.rules.scope;
        let is_planner = matches!(
            before,
            '区' | '会' | '府' | '局' | '办' | '们' | '方' | '也' | '还' | '并' | '初' | '步'
        ) || scope.endings.ends(self.page, word.start)
            || scope.zone_itself.ends(self.page, word.start)
            || self.zones.iter().any(|zone| zone.extent.end == word.start);
        !(is_alone || is_planner || self.span_ending(word.start).is_some())
    }

    /// 按照规划，2023年完成投资30亿元: what was done by a plan, unless a time to come stands between.
    fn is_followed(&self, word: &Extent, quantity: &Quantity) -> bool {
        let clause = self.clause_start(word.start)..word.start;
        let follows = self.rules.plans.according.is_in(self.page, clause);
        let times = self.times_in(word.end..quantity.whole.start);
        follows && self.page.at(word.end) == '，' && !times.iter().any(|time| self.is_to_come(time))
    }

    pub(crate) fn times_in(&self, extent: Extent) -> &[TimeMention] {
        self.here.times_in(&self.tokens.times, &extent)
    }

    fn is_past(&self, time: &TimeMention) -> bool {
        let ends = time
            .time
            .period(self.issued, None)
            .map(|reading| reading.period.end());
        let is_over = ends
            .zip(self.issued)
            .is_some_and(|(end, issued)| end <= issued.start());
        let is_before = matches!(time.time, Time::Relative(years, _) if years < 0);
        is_over || is_before || matches!(time.time, Time::Before(_) | Time::Past)
    }

    /// Whether a time that is stated with its year had not ended when the text was issued.
    fn is_open(&self, time: &TimeMention) -> bool {
        let stated = time.time.stated().zip(self.issued);
        stated.is_some_and(|(told, issued)| told.period.end() > issued.end())
    }

    fn is_to_come(&self, time: &TimeMention) -> bool {
        let begins = time
            .time
            .period(self.issued, None)
            .map(|reading| reading.period.start());
        let is_ahead = begins
            .zip(self.issued)
            .is_some_and(|(start, issued)| start >= issued.end());
        let is_until = self.page.before(time.extent.start) == '到';
        is_ahead || is_until || matches!(time.time, Time::Relative(years, _) if years > 0)
    }

    /// Whether the sentence tells that its number is reached: a plan told before it ends there. 已建成35万平方米，今年再建20万:
    /// not where it goes on to a time that has not ended.
    pub(crate) fn is_reached(&self, quantity: &Quantity) -> bool {
        let number = quantity.whole.start;
        let start = self.sentence.start.max(number.saturating_sub(PLAN));
        let reached = self.rules.plans.reached.first_in(self.page, start..number);
        let is_ahead = |time: &TimeMention| {
            let is_year = matches!(&time.time, Time::Relative(years, part) if *years >= 0 && part.is_empty());
            !time.is_compared && (is_year || self.is_open(time))
        };
        reached.is_some_and(|reached| {
            let pause = (reached..number).find(|at| is_pause(self.page.at(*at)));
            !pause.is_some_and(|pause| self.times_in(pause..number).iter().any(is_ahead))
        })
    }

    /// 企业356家，力争达到500家: whether an aim stands right behind a number, which is none itself.
    pub(crate) fn is_before_aim(&self, quantity: &Quantity) -> bool {
        let end = quantity.extent.end;
        let behind = self.cues(end + 1, end + 2).first();
        let Some((word, _)) = behind.filter(|(_, cue)| *cue == Cue::Target && self.page.at(end) == '，')
        else {
            return false;
        };
        // 重大项目80个，确保开工60个: another aim.
        let next = self.tokens.tokens.get(self.token_past(word.end));
        matches!(next, Some(Token::Quantity(next)) if next.unit == quantity.unit && self.is_beside(word.end, next.extent.start))
    }

    /// Whether the sentence states a time before its number that is past, as far as the date of issue tells.
    pub(crate) fn is_dated(&self, quantity: &Quantity) -> bool {
        let first = self
            .times_from(|time| time.extent.start < self.sentence.start)
            .first();
        let here = first.filter(|time| time.extent.end <= quantity.whole.start);
        here.is_some_and(|time| self.issued.is_none() || self.is_past(time))
    }

    /// Below a heading of plans: whether the last time before a number says that it is told of the past.
    pub(crate) fn is_told_of_past(&self, quantity: &Quantity) -> bool {
        let times = self.times_in(self.sentence.start..quantity.whole.start);
        let is_base = |time: &TimeMention| self.rules.times.bases.begins(self.page, time.extent.end);
        let last = times.iter().rev().find(|time| !time.is_compared);
        last.is_some_and(|time| self.is_past(time) && !is_base(time))
    }

    /// 2027年GDP达到5000亿元 in a text of 2025: no result is of a time to come.
    pub(crate) fn of_time_to_come(&self, said: Said, period: Option<FactPeriod>) -> Said {
        let ahead = period.zip(self.issued);
        let is_ahead = ahead.is_some_and(|(told, issued)| told.period.start() > issued.end());
        let is_result = Plan::of(said.measure).is_none() && said.measure != Measure::Rank;
        match is_ahead && is_result {
            true => Said {
                measure: Measure::Forecast,
                ..said
            },
            false => said,
        }
    }

    /// 预计全年突破1500亿元 below a paragraph of last year: nothing is expected of a year that is over, unless the sentence
    /// says so.
    pub(crate) fn period_of_plan(&self, said: &Said, period: Option<FactPeriod>) -> Option<FactPeriod> {
        let told = period?;
        // In the first months of a year it is not yet known what the one before has come to.
        let is_late = |issued: &Period| issued.start().month() > EARLY;
        let issued = self
            .issued
            .filter(|issued| told.period.end() < issued.start() && is_late(issued));
        let year = issued.and_then(|issued| Period::annual(issued.start().year()).ok());
        let is_carried = told.basis == PeriodBasis::Article
            && said.measure == Measure::Forecast
            && told.period.frequency() == Frequency::Annual;
        Some(match year {
            Some(period) if is_carried => FactPeriod { period, ..told },
            Some(_) | None => told,
        })
    }
}
