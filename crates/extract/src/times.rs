//! Times as texts state them: 2023年, 去年9月, 今年1-6月, 4月15日, 目前.

mod written;

use zhibiao_model::period::{Frequency, Period, PeriodReading, read, read_in_year};

use crate::abbreviations::abbreviated;
use crate::comparisons::compared;
use crate::fact::FactPeriod;
use crate::page::{BREAK, Extent, Page, is_han};
use crate::quantity::{is_chinese_digit, run};
use crate::rules::Rules;
use crate::scene::is_pause;
use crate::tables::cues::{
    AIMS_OF_YEAR, CLOSING, FIVE_YEARS, NO_NOW_BEFORE, NO_PAST_YEAR, NO_UNCLEAR_BEFORE, PART_OPENINGS,
    PLAN_ENDS, PLAN_TIMES, PLANNED, RIGHT_NOW,
};
use crate::values::is_scale;

use written::numeric;
pub(crate) use written::part_end;

/// What 本年 begins with.
const OWN_YEAR: char = '本';
/// What makes a beginning of a time.
const SINCE_THEN: &str = "以来";
/// Years that texts of zones look back on.
const LIKELY_YEARS: std::ops::Range<i16> = 1990..2100;
/// Characters of a multiple: 近12.5倍.
const LONGEST_MULTIPLE: usize = 8;

/// A time that a text states.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TimeMention {
    pub(crate) extent: Extent,
    pub(crate) time: Time,
    /// Whether it is looked forward to (到2026年底): what follows in other sentences is not of then.
    pub(crate) is_aim: bool,
    /// Whether figures are told as of it (截至2024年6月30日): a day is theirs then, and no date of the report.
    pub(crate) is_until: bool,
    /// Whether it is what something is compared with (较2022年的5亿元增长8%): nothing else is of then.
    pub(crate) is_compared: bool,
    /// Where the number right behind it may begin: 2022年为5亿元.
    pub(crate) beside: Option<Extent>,
}

/// What it says by itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Time {
    /// With its year.
    Whole(PeriodReading),
    /// So many years after the year of issue: 去年 is -1; with the part of the year, if any.
    Relative(i16, String),
    /// The year before the one spoken of, with the part of the year, if any: 上年, 上年末.
    Before(String),
    /// The year that the text looks back on: 过去一年.
    Past,
    /// So many months after the month of issue: 上月 is -1.
    Month(i32),
    /// A part of the year that is spoken of: 上半年, 4月15日.
    Part(String),
    /// The same part of another year as is spoken of: 上年同期.
    Same(InYear),
    /// 目前.
    Now,
    /// Years together, 2021年至2023年, 近三年, 成立以来, or a time that is not told for sure: what is told of them has no period.
    Years,
    /// From a year on: 2020年以来 is of years together, unless the text was issued in that year.
    Since(i16),
    /// A year that nothing is told of, a time of day: no period.
    Other,
}

/// Which year a time is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InYear {
    /// So many years after another, which is that of issue or, of 同期, the one spoken of: 去年 and 上年同期 are -1.
    After(i16),
    /// That year: 2022年3月, 2022年同期.
    Stated(i16),
}

impl Time {
    /// Whether words close a year that they don't name (全年): no text says them of the year that it is issued in before
    /// that is over.
    pub(crate) fn closes_year(&self) -> bool {
        matches!(self, Self::Part(part) if CLOSING.contains(&part.as_str()))
    }

    /// The period that it states by itself.
    pub(crate) fn stated(&self) -> Option<FactPeriod> {
        if let Self::Whole(reading) = self {
            return Some(FactPeriod::stated(*reading));
        }
        None
    }

    /// The year that it is in, as its own words tell, without what is spoken of.
    pub(crate) fn in_year(&self) -> Option<InYear> {
        match self {
            Self::Whole(reading) => Some(InYear::Stated(reading.period.start().year())),
            Self::Relative(years, _) => Some(InYear::After(*years)),
            Self::Before(_)
            | Self::Past
            | Self::Month(_)
            | Self::Part(_)
            | Self::Same(_)
            | Self::Now
            | Self::Years
            | Self::Since(_)
            | Self::Other => None,
        }
    }
}

impl InYear {
    /// Its number, where `other` is the year that it may be told from.
    pub(crate) fn number(self, other: Option<i16>) -> Option<i16> {
        match self {
            Self::Stated(year) => Some(year),
            Self::After(years) => other?.checked_add(years),
        }
    }
}

impl TimeMention {
    pub(crate) fn new(extent: Extent, time: Time) -> Self {
        Self {
            extent,
            time,
            is_aim: false,
            is_until: false,
            is_compared: false,
            beside: None,
        }
    }
}

/// The time that begins at a position.
pub(crate) fn read_time(page: &Page<'_>, rules: &Rules, at: usize) -> Option<TimeMention> {
    mention(page, rules, at).map(|mention| TimeMention {
        is_until: rules.times.until.ends(page, at),
        ..compared(page, rules, mention)
    })
}

fn mention(page: &Page<'_>, rules: &Rules, at: usize) -> Option<TimeMention> {
    if page.at(at).is_ascii_digit() {
        let behind = page.at(run(page, at, |c| c.is_ascii_digit()));
        return may_date(behind).then(|| digits(page, rules, at))?;
    }
    let words = &rules.times;
    if let Some((start, years)) = words.relative.at(page, at) {
        let end = part_end(page, rules, start).unwrap_or(start);
        // 本年新开工: of the year that the text speaks of, as 全年 is.
        let is_own = page.at(at) == OWN_YEAR && end == start;
        let time = if is_own {
            Time::Part(CLOSING[0].to_owned())
        } else {
            Time::Relative(years, page.text(start..end))
        };
        return Some(TimeMention::new(at..end, time));
    }
    if let Some((start, ())) = words.years_ago.at(page, at) {
        let end = part_end(page, rules, start).unwrap_or(start);
        return Some(TimeMention::new(at..end, Time::Before(page.text(start..end))));
    }
    if let Some((end, ())) = words.past_years.at(page, at)
        && !NO_PAST_YEAR.contains(&page.before(at))
    {
        let is_rolling = page.before(at) == '近';
        let time = if is_rolling { Time::Years } else { Time::Past };
        return Some(TimeMention::new(at..end, time));
    }
    if let Some((end, months)) = words.months.at(page, at) {
        return Some(TimeMention::new(at..end, Time::Month(months)));
    }
    if let Some((end, ())) = words.unclear.at(page, at)
        && !NO_UNCLEAR_BEFORE.contains(page.before(at))
    {
        return Some(TimeMention::new(at..end, Time::Years));
    }
    if page.starts(at, SINCE_THEN) {
        return Some(TimeMention::new(at..at + 2, Time::Years));
    }
    if let Some((end, ())) = words
        .now
        .at(page, at)
        .filter(|(end, ())| !words.no_now.begins(page, *end) && !ends_otherwise(page, at))
    {
        return Some(TimeMention::new(at..end, Time::Now));
    }
    let begins = PART_OPENINGS.contains(&page.at(at)) || is_digit(page.at(at));
    let time = begins.then(|| digits(page, rules, at))??;
    (!measures_plan(page, &time)).then_some(time)
}

/// Whether 现在 is the end of another word: 体现在.
fn ends_otherwise(page: &Page<'_>, at: usize) -> bool {
    page.starts(at, RIGHT_NOW) && NO_NOW_BEFORE.contains(page.before(at))
}

/// 全年主要预期目标是…: the year that is aimed at; 完成全年目标 tells of one that is over.
pub(crate) fn names_aim(page: &Page<'_>, time: &TimeMention) -> bool {
    let is_aim = || AIMS_OF_YEAR.iter().any(|word| page.starts(time.extent.end, word));
    let before = page.before(time.extent.start);
    time.time.closes_year() && (is_pause(before) || !is_han(before)) && is_aim()
}

/// 为全年计划的52%: of what progress is a part, not when.
fn measures_plan(page: &Page<'_>, time: &TimeMention) -> bool {
    let is_plan = PLANNED.iter().any(|word| page.starts(time.extent.end, word));
    is_plan
        && time.time.closes_year()
        && matches!(page.before(time.extent.start), '为' | '占' | '成' | '达' | '的')
}

/// Whether digits may begin a time, by what stands behind them: most are figures.
fn may_date(behind: char) -> bool {
    let is_mark = matches!(
        behind,
        '年' | '月' | '日' | '季' | '个' | '-' | '~' | '至' | '到' | '/' | '.' | ':' | 'Q' | 'q' | 'H' | 'h'
    );
    is_mark || is_pause(behind) || is_chinese_digit(behind) && !is_scale(behind)
}

/// A time that begins with digits or with the word of a part of the year.
fn digits(page: &Page<'_>, rules: &Rules, at: usize) -> Option<TimeMention> {
    let part = || {
        let end = part_end(page, rules, at).filter(|end| *end > at + 1)?;
        let time = Time::Part(page.text(at..end));
        Some(TimeMention::new(at..end, time))
    };
    year(page, rules, at)
        .or_else(|| numeric(page, at))
        .or_else(|| abbreviated(page, rules, at))
        .or_else(part)
}

/// `2023年…`, `二〇二三年…`, `2021-2025年`.
fn year(page: &Page<'_>, rules: &Rules, at: usize) -> Option<TimeMention> {
    let end = at + 4;
    let digits = |from: usize, is: fn(char) -> bool| (from..from + 4).all(|at| is(page.at(at)));
    let is_year_digit =
        |c: char| is_chinese_digit(c) && !matches!(c, '十' | '百' | '千' | '万' | '亿' | '两');
    let is_arabic = digits(at, |c| c.is_ascii_digit()) && matches!(page.at(at), '1' | '2');
    if !is_arabic && !digits(at, is_year_digit) {
        return None;
    }
    // 2002――2011年.
    let second = end + 1 + usize::from(page.starts(end, "--"));
    let is_run = matches!(page.at(end), '-' | '~' | '至' | '到') && digits(second, |c| c.is_ascii_digit());
    if is_run && page.at(second + 4) == '年' {
        return Some(TimeMention::new(at..second + 5, Time::Years));
    }
    if page.at(end) != '年' {
        return bare_year(page, rules, at..end).filter(|_| is_arabic);
    }
    if page.at(end + 1) == '代' {
        return Some(TimeMention::new(at..end + 2, Time::Other));
    }
    let part = part_end(page, rules, end + 1).unwrap_or(end + 1);
    if let Some(last) = later_year(page, rules, part) {
        return Some(TimeMention::new(at..last, Time::Years));
    }
    let bare = || match is_arabic {
        true => annual(page.slice(at..end)),
        false => read(&page.text(at..end + 1)),
    };
    let with_part = (part > end + 1).then(|| read(&page.text(at..part)));
    let whole = with_part.flatten().or_else(bare);
    let words = &rules.times;
    if page.starts(part, SINCE_THEN)
        && let Some(reading) = &whole
    {
        let year = reading.period.start().year();
        return Some(TimeMention::new(at..part, Time::Since(year)));
    }
    let looks_back = words.back_before.ends(page, at)
        || words.back_behind.begins(page, part)
        || is_base(page, part)
        || words
            .begun
            .at(page, part)
            .is_some_and(|(end, ())| is_pause(page.at(end)));
    let time = whole.filter(|_| !looks_back).map_or(Time::Other, Time::Whole);
    let is_aim = page.before(at) == '到' && !words.until.ends(page, at);
    Some(TimeMention {
        is_aim,
        ..TimeMention::new(at..part, time)
    })
}

/// 回望2024，…; 2024，…: a year without 年 that is looked back on, or that opens a sentence.
fn bare_year(page: &Page<'_>, rules: &Rules, digits: Extent) -> Option<TimeMention> {
    let opens = matches!(page.before(digits.start), BREAK | '\0' | '。');
    let is_led = rules.times.retrospects.ends(page, digits.start) && is_pause(page.at(digits.end));
    let reading = annual(page.slice(digits.clone()))?;
    let is_year = LIKELY_YEARS.contains(&reading.period.start().year());
    (is_year && (is_led || opens && page.at(digits.end) == '，'))
        .then(|| TimeMention::new(digits, Time::Whole(reading)))
}

/// The year that four digits tell: most times of a text are no more.
fn annual(digits: &[char]) -> Option<PeriodReading> {
    let year = digits
        .iter()
        .try_fold(0, |year, c| Some(year * 10 + c.to_digit(10)?))?;
    Some(Period::annual(i16::try_from(year).ok()?).ok()?.into())
}

/// “十三五”期间 is of years together, “十三五”末 of the last of them; the words alone name a plan.
pub(crate) fn five_years(page: &Page<'_>, word: &Extent) -> Option<TimeMention> {
    let name = page.text(word.clone());
    let (_, last) = FIVE_YEARS.iter().find(|(known, _)| *known == name)?;
    let behind = word.end + usize::from(page.at(word.end) == '”');
    let end_of = |words: &[&str]| {
        let word = words.iter().find(|word| page.starts(behind, word))?;
        Some(behind + word.chars().count())
    };
    if let Some(end) = end_of(PLAN_TIMES) {
        return Some(TimeMention::new(word.start..end, Time::Years));
    }
    let end = end_of(PLAN_ENDS)?;
    let reading = PeriodReading {
        period: Period::annual(*last).ok()?,
        cumulative: false,
    };
    Some(TimeMention {
        is_aim: matches!(
            page.before(word.start - usize::from(page.before(word.start) == '“')),
            '到' | '至'
        ),
        ..TimeMention::new(word.start..end, Time::Whole(reading))
    })
}

/// The end of the second of two years: 2021年至2023年, 2023年1月至2024年6月, 2020年至今.
fn later_year(page: &Page<'_>, rules: &Rules, at: usize) -> Option<usize> {
    let start = at + 1;
    if !matches!(page.at(at), '-' | '~' | '至' | '到') {
        return None;
    }
    if page.at(start) == '今' {
        return Some(start + 1);
    }
    let end = start + 4;
    let is_year = (start..end).all(|at| page.at(at).is_ascii_digit()) && page.at(end) == '年';
    is_year.then(|| part_end(page, rules, end + 1).unwrap_or(end + 1))
}

/// 2018年的1.8倍: what a multiple is taken of.
pub(crate) fn is_base(page: &Page<'_>, at: usize) -> bool {
    let mut number = (at + 1..at + LONGEST_MULTIPLE)
        .skip_while(|at| page.at(*at).is_ascii_digit() || matches!(page.at(*at), '.' | '近' | '约'));
    page.at(at) == '的' && number.next().is_some_and(|end| page.at(end) == '倍')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_digit(c)
}

impl Time {
    /// The period, in the year that is spoken of. `issued` is the year of issue, `year` the one stated last.
    pub(crate) fn period(&self, issued: Option<Period>, year: Option<i16>) -> Option<PeriodReading> {
        let of_year = |year: i16, part: &str| {
            let known = read_in_year(part, year);
            known.or_else(|| {
                Period::annual(year).ok().map(|period| PeriodReading {
                    period,
                    cumulative: false,
                })
            })
        };
        match self {
            Self::Whole(reading) => Some(*reading),
            Self::Relative(years, part) => of_year(issued?.start().year().checked_add(*years)?, part),
            Self::Month(months) => {
                let month = issued?.enclosing(Frequency::Monthly)?.offset(*months)?;
                Some(month.into())
            }
            Self::Part(part) => read_in_year(part, year.or_else(|| Some(issued?.start().year()))?),
            // A day of issue is no day of figures.
            Self::Now => {
                let issued = issued?;
                Some(issued.enclosing(Frequency::Monthly).unwrap_or(issued).into())
            }
            // What is told since a year of a text issued in it is told of that year so far.
            Self::Since(year) if issued?.start().year() == *year => of_year(*year, ""),
            // What is spoken of tells them, not the time itself.
            Self::Before(_) | Self::Past | Self::Years | Self::Since(_) | Self::Same(_) | Self::Other => None,
        }
    }
}
