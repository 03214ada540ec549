//! Times that are written short: 2024Q2, 24Q4, 2024.06, 23年全年.

use zhibiao_model::period::{Period, PeriodReading, read};

use crate::page::{Extent, Page};
use crate::quantity::{run, skip_space};
use crate::rules::Rules;
use crate::scene::is_pause;
use crate::times::{Time, TimeMention, part_end};
use crate::tokens::Walk;
use crate::values::is_scale;

/// Years that two digits tell: what is written short is of these days.
const SHORT_YEARS: std::ops::Range<i16> = 16..40;
/// The century that they are in.
const CENTURY: i16 = 2000;

/// `2024Q2`, `24Q4`, `2024H1`, `2024.06`.
pub(crate) fn abbreviated(page: &Page<'_>, rules: &Rules, at: usize) -> Option<TimeMention> {
    let digits = run(page, at, |c| c.is_ascii_digit());
    if !matches!(page.at(digits), 'Q' | 'q' | 'H' | 'h' | '.') {
        return None;
    }
    let year = year_of(page, at..digits)?;
    let number = || page.at(digits + 1).to_digit(10);
    let mut end = digits + 2;
    let period = match page.at(digits) {
        'Q' | 'q' => Period::quarterly(year, u8::try_from(number()?).ok()?),
        'H' | 'h' => Period::semiannual(year, u8::try_from(number()?).ok()?),
        // 2024.06亿元 is a figure, and 2024.6 may be one.
        '.' if digits == at + 4 => {
            end = run(page, digits + 1, |c| c.is_ascii_digit());
            let month: String = page.slice(digits + 1..end).iter().collect();
            let counts = is_scale(page.at(end)) || rules.units.read(page, skip_space(page, end)).is_some();
            let is_month = month.len() == 2 && !counts && page.at(end) != '.';
            Period::monthly(year, month.parse().ok().filter(|_| is_month)?)
        }
        _ => return None,
    };
    let is_whole = !page.at(end).is_ascii_alphanumeric();
    let time = Time::Whole(period.ok().filter(|_| is_whole)?.into());
    Some(TimeMention::new(at..end, time))
}

/// The year that four digits or two tell.
fn year_of(page: &Page<'_>, digits: Extent) -> Option<i16> {
    if !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let year: i16 = page.text(digits.clone()).parse().ok()?;
    match digits.len() {
        4 => Some(year).filter(|year| (1900..CENTURY + 100).contains(year)),
        2 => Some(CENTURY + year).filter(|_| SHORT_YEARS.contains(&year)),
        _ => None,
    }
}

impl Walk<'_> {
    /// 23年全年, 24年营业收入: a year by what stands around it, where 成立23年 and 23年来 are spans.
    pub(crate) fn short_year(&self, at: usize) -> Option<TimeMention> {
        let (page, words) = (self.page, &self.rules.times);
        let is_digit = |at: usize| page.at(at).is_ascii_digit();
        let is_written = is_digit(at) && is_digit(at + 1) && page.at(at + 2) == '年';
        if !is_written || words.spanning.begins(page, at + 3) {
            return None;
        }
        let year = year_of(page, at..at + 2)?;
        let scope = &self.rules.scope;
        let before = page.before(at);
        let leads = is_pause(before)
            || matches!(before, '、' | '(' | ' ' | '|')
            || words.year_leads.ends(page, at)
            || scope.zone_itself.ends(page, at)
            || scope.zone_endings.ends(page, at);
        let part = part_end(page, self.rules, at + 3);
        // 20年引进企业300家 may be the work of twenty years.
        let is_round = year % 10 == 0;
        let goes_on = || {
            let naming = &self.rules.naming;
            naming.linking.begins(page, at + 3)
                || naming.verbs.begins(page, at + 3)
                || scope.zone_itself.begins(page, at + 3)
                || self.is_hit(at + 3)
        };
        if !leads || part.is_none() && (is_round || !goes_on()) {
            return None;
        }
        let end = part.unwrap_or(at + 3);
        let whole = |end: usize| -> Option<PeriodReading> { read(&format!("20{}", page.text(at..end))) };
        let reading = whole(end).or_else(|| whole(at + 3))?;
        Some(TimeMention::new(at..end, Time::Whole(reading)))
    }

    /// Whether a name of the catalogue begins at a position.
    fn is_hit(&self, at: usize) -> bool {
        let hit = self.hits.partition_point(|hit| hit.extent.start < at);
        self.hits.get(hit).is_some_and(|hit| hit.extent.start == at)
    }
}
