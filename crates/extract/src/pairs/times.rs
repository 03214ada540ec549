//! Lists of times, each with a number of its own: 2023年和2024年分别为….

use zhibiao_model::period::{Period, PeriodReading, read, read_in_year};

use super::Items;
use crate::page::Extent;
use crate::scene::Scene;
use crate::tables::zones::JOINTS;
use crate::times::{Time, TimeMention};

const QUARTER: &str = "季度";
const YEAR_DIGITS: usize = 4;
/// Years of the longest list.
const MOST_YEARS: i16 = 12;

impl Scene<'_> {
    /// 研发投入强度2023年、2024年分别: times with their years, and the name that stands before the first or behind the last.
    pub(super) fn times_of(&self, items: &[Extent]) -> Option<Items> {
        let (first, last) = (items.first()?, items.last()?);
        let start_of = |item: &Extent| self.span_ending(item.end).filter(|start| *start >= item.start);
        // 2021年、2022年税收收入.
        let behind = self.time_at(last.start).filter(|end| *end < last.end);
        let times = items.iter().map(|item| {
            let end = behind.filter(|_| item == last).unwrap_or(item.end);
            let start = self.span_ending(end).filter(|start| *start >= item.start)?;
            // What else stands in an item makes none of a list of times.
            let is_whole = start == item.start || item == first;
            let text = self.page.text(start..end);
            let in_year = || read_in_year(&text, self.year_before(item.start)?);
            read(&text).or_else(in_year).filter(|_| is_whole)
        });
        let times = times.collect::<Option<Vec<PeriodReading>>>()?;
        let name = match behind {
            Some(end) => self.name_in(end..last.end),
            None => self.name_in(first.start..start_of(first)?),
        };
        Some(Items::Times(times, name))
    }

    /// 一至四季度，税收收入依次为…, 2021—2023年，…分别为: as many quarters or years as there are numbers.
    pub(super) fn times_in_turn(&self, cue: &Extent, wanted: usize) -> Option<Items> {
        let times = self
            .quarters_in_turn(cue.start)
            .filter(|times| times.len() == wanted)
            .or_else(|| {
                self.years_in_turn(cue.start)
                    .filter(|times| times.len() == wanted)
            })?;
        let name = self.name_in(self.clause_start(cue.start)..cue.start);
        Some(Items::Times(times, name))
    }

    /// 2023年和2024年，地区生产总值分别为…, 2024年一、二、三、四季度，…分别增长…: the last times before 分别 that are listed;
    /// None where no list of times is.
    pub(super) fn times_listed(&self, cue: &Extent) -> Option<Vec<Option<PeriodReading>>> {
        let times = self.times_from(|time| time.extent.start < self.sentence.start);
        let end = times.partition_point(|time| time.extent.end <= cue.start);
        let times = times.get(..end)?;
        let joins = |pair: &[TimeMention]| match pair {
            [one, other] => one.extent.end + 1 == other.extent.start && self.is_joint_at(one.extent.end),
            _ => false,
        };
        let first = times
            .windows(2)
            .rposition(|pair| !joins(pair))
            .map_or(0, |at| at + 1);
        let listed = times.get(first..)?;
        let head = listed.first()?;
        // 较2022年和2023年分别增长: what is compared with dates nothing.
        if head.is_compared {
            return None;
        }
        let period = |time: &TimeMention| {
            let told = time.time.period(self.issued, self.year_before(time.extent.start));
            // 和2024年 seems to be compared with.
            told.or_else(|| read(&self.page.text(time.extent.clone())))
        };
        let cut_short = self.cut_short(&head.extent);
        let periods: Vec<_> = cut_short.into_iter().chain(listed.iter().map(period)).collect();
        (periods.len() > 1).then_some(periods)
    }

    /// What stands before the first whole time of a list: 2023 of 2023、2024年, 一 of 一、二季度.
    fn cut_short(&self, whole: &Extent) -> Vec<Option<PeriodReading>> {
        let text = self.page.text(whole.clone());
        let is_year = text.ends_with('年');
        let length = if is_year { YEAR_DIGITS } else { 1 };
        if !is_year && !text.ends_with(QUARTER) {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut at = whole.start;
        while at > self.sentence.start + length && self.is_joint_at(at - 1) {
            let item = at - 1 - length..at - 1;
            let told = self.page.text(item.clone());
            let period = if is_year {
                told.parse().ok().map(Period::annual)
            } else {
                let number = quarter(self.page.at(item.start));
                number.map(|number| {
                    Period::quarterly(self.year_before(whole.start).unwrap_or_default(), number)
                })
            };
            let Some(period) = period else { break };
            found.push(period.ok().map(Into::into));
            at = item.start;
        }
        found.reverse();
        found
    }

    fn is_joint_at(&self, at: usize) -> bool {
        JOINTS.contains(&self.page.at(at))
    }

    /// A list of as many times as there are numbers, with the name before 分别.
    pub(super) fn of_times_listed(
        &self,
        cue: &Extent,
        listed: Option<&[Option<PeriodReading>]>,
        wanted: usize,
    ) -> Option<Items> {
        let times: Vec<PeriodReading> = listed?.iter().copied().collect::<Option<_>>()?;
        let name = self.name_in(self.clause_start(cue.start)..cue.start);
        (times.len() == wanted).then_some(Items::Times(times, name))
    }

    fn quarters_in_turn(&self, end: usize) -> Option<Vec<PeriodReading>> {
        let mut ends = (self.sentence.start + 3..end).rev();
        let at = ends.find(|at| self.page.starts(*at, QUARTER))?;
        let number = |at: usize| quarter(self.page.at(at));
        let is_run = matches!(self.page.at(at - 2), '至' | '到' | '-' | '~');
        let (first, last) = (number(at - 3)?, number(at - 1).filter(|_| is_run)?);
        let year = self.year_before(at)?;
        let quarters = (first..=last).map(|quarter| Some(Period::quarterly(year, quarter).ok()?.into()));
        quarters.collect()
    }

    fn years_in_turn(&self, end: usize) -> Option<Vec<PeriodReading>> {
        let times = self.times_from(|time| time.extent.start < self.sentence.start);
        let before = times.iter().take_while(|time| time.extent.end <= end);
        let years = before.filter(|time| time.time == Time::Years).last();
        // 2021年至2023年，产值分别为…;税收分别为….
        let years = years.map(|years| years.extent.clone()).or(self.years.clone())?;
        let text = self.page.text(years);
        let numbers: Vec<i16> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|digits| digits.len() == YEAR_DIGITS)
            .filter_map(|digits| digits.parse().ok())
            .collect();
        let [first, last] = numbers.as_slice() else {
            return None;
        };
        let length = last.checked_sub(*first).filter(|years| *years < MOST_YEARS)?;
        let years = (0..=length).map(|years| Some(Period::annual(first + years).ok()?.into()));
        years.collect()
    }

    /// The year that a part of a year is in: the one stated last in the sentence, else the one spoken of.
    fn year_before(&self, at: usize) -> Option<i16> {
        let times = self.times_from(|time| time.extent.start < self.sentence.start);
        let before = times.iter().take_while(|time| time.extent.start < at + 1);
        let of_issue = self.issued.map(|issued| issued.start().year());
        let stated = before.filter_map(|time| time.time.in_year()?.number(of_issue));
        stated.last().or(self.year)
    }
}

/// The number of a quarter.
fn quarter(c: char) -> Option<u8> {
    let quarters = ['一', '二', '三', '四'];
    let digit = c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    let word = || {
        quarters
            .iter()
            .zip(1..)
            .find(|(word, _)| **word == c)
            .map(|(_, n)| n)
    };
    digit.or_else(word).filter(|quarter| (1..=4).contains(quarter))
}
