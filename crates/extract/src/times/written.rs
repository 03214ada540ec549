//! Dates in figures and the parts of a year: 2024-04-15, 前三季度, 1-9月, 4月15日.

use zhibiao_model::period::read;

use super::{Time, TimeMention};
use crate::page::Page;
use crate::quantity::{is_chinese_digit, run};
use crate::rules::Rules;
use crate::tables::cues::NO_DAYS;

/// Characters before 前 with which no months are told behind it.
const NO_MONTHS: &str = "提目以之此";

/// `2024-04-15`, `2024.4.15`, `2024/4`, `19:30`.
pub(super) fn numeric(page: &Page<'_>, at: usize) -> Option<TimeMention> {
    let parts = |c: char| matches!(c, '-' | '/' | '.' | ':');
    let is_part = |c: char| c.is_ascii_digit() || parts(c);
    if !parts(page.at(run(page, at, |c| c.is_ascii_digit()))) {
        return None;
    }
    let end = (at..at + 20).find(|at| !is_part(page.at(*at))).unwrap_or(at);
    let chars = page.slice(at..end);
    let separators = chars.iter().filter(|c| !c.is_ascii_digit()).count();
    // A decimal, mostly.
    if separators < 2 && !chars.contains(&':') {
        return None;
    }
    let text: String = chars.iter().collect();
    let is_clock = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        // 1:54:45 is a proportion, 09:54:45 a time.
        let fits_hour = !minute.contains(':') || hour.len() == 2;
        let minute = minute.split(':').next()?;
        let fits = fits_hour
            && hour.parse::<u8>().ok()? < 25
            && minute.len() == 2
            && minute.parse::<u8>().ok()? < 60;
        fits.then_some(())
    };
    if is_clock(&text).is_some() {
        return Some(TimeMention::new(at..end, Time::Other));
    }
    let is_date = text.len() >= 8 && separators == 2 && text.starts_with(['1', '2']);
    let period = read(&text).filter(|_| is_date)?;
    Some(TimeMention::new(at..end, Time::Whole(period)))
}

/// The end of a part of a year: a word, months, a day.
pub(crate) fn part_end(page: &Page<'_>, rules: &Rules, at: usize) -> Option<usize> {
    if let Some((end, ())) = rules.times.parts.at(page, at) {
        return Some(end);
    }
    let from = if page.at(at) == '前' { at + 1 } else { at };
    let first = number_end(page, from)?;
    if page.starts(first, "个月") && from > at {
        return Some(first + 2);
    }
    let second = matches!(page.at(first), '-' | '~' | '至' | '到').then(|| number_end(page, first + 1));
    let months = second.flatten().unwrap_or(first);
    if page.at(months) != '月' {
        // 15日 in a text whose month is known; 3日内 and 20工作日 are spans.
        let is_day = page.at(first) == '日'
            && page.at(from).is_ascii_digit()
            && !NO_DAYS.contains(&page.at(first + 1));
        return is_day.then_some(first + 1);
    }
    let after = match page.at(months + 1) {
        '-' | '~' | '至' | '到' => number_end(page, months + 2)
            .filter(|end| page.at(*end) == '月')
            .map_or(months + 1, |end| end + 1),
        _ => months + 1,
    };
    if let Some(day) = number_end(page, after).filter(|day| matches!(page.at(*day), '日' | '号')) {
        return Some(day + 1);
    }
    // 提前4月 is no span of months.
    if from > at && NO_MONTHS.contains(page.before(at)) {
        return None;
    }
    Some(match page.at(after) {
        '份' | '底' | '末' | '初' => after + 1,
        _ => after,
    })
}

/// The end of a number of one or two digits, or of Chinese numerals up to 十二.
fn number_end(page: &Page<'_>, at: usize) -> Option<usize> {
    let end = (at..at + 3).find(|at| !(page.at(*at).is_ascii_digit() || is_chinese_digit(page.at(*at))))?;
    (end > at).then_some(end)
}
