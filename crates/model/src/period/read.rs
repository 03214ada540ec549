//! Periods as people write them in heads, titles and cells: `2023年1-9月`, `2023年三季度`, `202309`, `Sep 2023`.
//!
//! The text is cut into numbers, words and marks, so that spaces, full-width forms and Chinese numerals are
//! settled once; what is left is a table of shapes. Nothing is guessed: a shape that could be a plain number
//! or another period is none.

use super::iso::calendar_day;
use super::{Frequency, Period};
use crate::width::half_width;

/// Bare years outside this range are taken for plain numbers.
const BARE_YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;
/// Longer text is no period; nothing longer is looked at.
const LONGEST: usize = 64;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A period, and whether the value is a sum since the start of its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodReading {
    /// The period; of a year-to-date value the last month.
    pub period: Period,
    /// True for year-to-date values that fill no half or whole year, such as `1-9月` or `前三季度`.
    pub cumulative: bool,
}

/// Reads a whole text as one period, leniently; None if it is none or cannot be told for sure.
///
/// ```
/// use zhibiao_model::period::read;
/// assert_eq!(read("２０２３年三季度").unwrap().period.to_string(), "2023-Q3");
/// assert!(read("2023年1—9月").unwrap().cumulative);
/// assert!(read("1850").is_none());
/// ```
pub fn read(text: &str) -> Option<PeriodReading> {
    let text = text.trim();
    // A date of a spreadsheet, written out with its time.
    let text = text
        .strip_suffix("00:00:00")
        .map_or(text, |date| date.trim_end_matches([' ', 'T']));
    if text.len() > LONGEST {
        return None;
    }
    // ISO 8601 has no other characters, and what texts write is seldom it.
    if text.is_ascii()
        && let Ok(period) = text.parse::<Period>()
        && (period.frequency() != Frequency::Annual || is_bare_year(period.ordinal().unsigned_abs()))
    {
        return Some(period.into());
    }
    let tokens = tokenize(text)?;
    match tokens.as_slice() {
        [Token::Number(number, digits)] => read_digits(*number, *digits),
        [Token::Number(year, 4), Token::Mark('年'), rest @ ..] => read_rest(civil_year(*year)?, rest),
        [Token::Number(year, 4), rest @ ..] if is_bare_year(*year) => {
            read_rest(civil_year(*year)?, rest).or_else(|| read_separated(civil_year(*year)?, rest))
        }
        [rest @ .., Token::Number(year, 4)] if is_bare_year(*year) => {
            let named = rest.iter().any(|token| matches!(token, Token::Word(_)));
            if named {
                read_rest(civil_year(*year)?, rest)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// Reads a part of a year that is given elsewhere, such as in the title above: `1-6月`, `三季度`, `9月`, `全年`.
///
/// Whole periods that name their own year are left to [`read`].
pub fn read_in_year(text: &str, year: i16) -> Option<PeriodReading> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let tokens = tokenize(text)?;
    let named = tokens
        .iter()
        .any(|token| matches!(token, Token::Word(_) | Token::Mark('年' | '月' | '季' | '周')));
    if named { read_rest(year, &tokens) } else { None }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A value and how many digits it was written with.
    Number(u32, usize),
    /// ASCII letters, lower case.
    Word(String),
    /// Any other character; all dashes are `-`.
    Mark(char),
}

impl From<Period> for PeriodReading {
    fn from(period: Period) -> Self {
        Self {
            period,
            cumulative: false,
        }
    }
}

/// `2023`, `202309`, `20230917`.
fn read_digits(number: u32, digits: usize) -> Option<PeriodReading> {
    let (year, month, day) = match digits {
        4 => (number, None, None),
        6 => (number / 100, Some(number % 100), None),
        8 => (number / 10_000, Some(number / 100 % 100), Some(number % 100)),
        _ => return None,
    };
    if !is_bare_year(year) {
        return None;
    }
    match (month, day) {
        (Some(month), Some(day)) => day_of(civil_year(year)?, month, day),
        (Some(month), None) => month_of(civil_year(year)?, month),
        (None, _) => Some(Period::annual(civil_year(year)?).ok()?.into()),
    }
}

/// What follows a year: nothing, a half, a quarter, months, a day or a week.
fn read_rest(year: i16, rest: &[Token]) -> Option<PeriodReading> {
    use Token::{Mark as M, Number as N};
    match rest {
        [] | [M('年')] | [M('度' | '末' | '底')] | [M('全'), M('年')] | [M('年'), M('度' | '末' | '底')] => {
            Some(Period::annual(year).ok()?.into())
        }
        [M('上'), M('半'), M('年')] => half_of(year, 1),
        [M('下'), M('半'), M('年')] => half_of(year, 2),
        [M('第'), rest @ ..] => match rest {
            [N(_, _), M('季'), ..] | [N(_, _), M('周')] => read_rest(year, rest),
            _ => None,
        },
        [N(quarter, _), M('季')] | [N(quarter, _), M('季'), M('度')] => quarter_of(year, *quarter),
        [N(week, _), M('周')] => week_of(year, *week),
        [N(month, _), M('月')] | [N(month, _), M('月'), M('份' | '末' | '底')] => month_of(year, *month),
        [N(month, _), M('月'), N(day, _), M('日' | '号')] => day_of(year, *month, *day),
        [N(month, _), M('月'), M('累'), M('计')] => months_of(year, 1, *month),
        [N(from, _), M('-'), N(to, _), M('月'), rest @ ..]
        | [N(from, _), M('月'), M('-'), N(to, _), M('月'), rest @ ..] => match rest {
            [] | [M('份')] | [M('累'), M('计')] => months_of(year, *from, *to),
            _ => None,
        },
        [N(from, _), M('-'), N(to, _), M('季')] | [N(from, _), M('-'), N(to, _), M('季'), M('度')] => {
            quarters_of(year, *from, *to)
        }
        [M('前'), N(to, _), M('季')]
        | [M('前'), N(to, _), M('季'), M('度')]
        | [M('前'), N(to, _), M('个'), M('季'), M('度')] => quarters_of(year, 1, *to),
        [M('前'), N(to, _), M('月')]
        | [M('前'), N(to, _), M('月'), M('份')]
        | [M('前'), N(to, _), M('个'), M('月')] => months_of(year, 1, *to),
        _ => read_named(year, rest),
    }
}

/// Latin names: `Q3`, `H1`, `S1`, `W37`, `-Q3`, `Sep`, `September 17`.
fn read_named(year: i16, rest: &[Token]) -> Option<PeriodReading> {
    let rest = rest.strip_prefix(&[Token::Mark('-')]).unwrap_or(rest);
    match rest {
        [Token::Word(word), Token::Number(number, _)] => match word.as_str() {
            "q" => quarter_of(year, *number),
            "h" | "s" => half_of(year, *number),
            "w" => week_of(year, *number),
            month => day_of(year, month_number(month)?, *number),
        },
        [Token::Word(word)] => month_of(year, month_number(word)?),
        [Token::Word(word), Token::Mark('.' | '-')] => month_of(year, month_number(word)?),
        _ => None,
    }
}

/// `2023-9`, `2023/9`, `2023.09` and the same with a day; `2023.1-6`.
///
/// A single digit after a dot must not be 1: `2023.1` is January to one and, cut by a spreadsheet, October to
/// another.
fn read_separated(year: i16, rest: &[Token]) -> Option<PeriodReading> {
    use Token::{Mark as M, Number as N};
    match rest {
        [M('.'), N(1, 1)] => None,
        [M('.'), N(1, _), M('-'), N(to, _)] => months_of(year, 1, *to),
        [M('-' | '/' | '.'), N(month, 1 | 2)] => month_of(year, *month),
        [M(one @ ('-' | '/' | '.')), N(month, 1 | 2), M(two), N(day, 1 | 2)] if one == two => {
            day_of(year, *month, *day)
        }
        _ => None,
    }
}

fn half_of(year: i16, half: u32) -> Option<PeriodReading> {
    Some(Period::semiannual(year, u8::try_from(half).ok()?).ok()?.into())
}

fn quarter_of(year: i16, quarter: u32) -> Option<PeriodReading> {
    Some(Period::quarterly(year, u8::try_from(quarter).ok()?).ok()?.into())
}

fn month_of(year: i16, month: u32) -> Option<PeriodReading> {
    Some(Period::monthly(year, u8::try_from(month).ok()?).ok()?.into())
}

fn week_of(year: i16, week: u32) -> Option<PeriodReading> {
    Some(Period::weekly(year, u8::try_from(week).ok()?).ok()?.into())
}

fn day_of(year: i16, month: u32, day: u32) -> Option<PeriodReading> {
    Some(
        calendar_day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
            .ok()?
            .into(),
    )
}

fn quarters_of(year: i16, from: u32, to: u32) -> Option<PeriodReading> {
    if (1..=4).contains(&from) && (from..=4).contains(&to) {
        months_of(year, 3 * from - 2, 3 * to)
    } else {
        None
    }
}

/// A run of months: the period it fills, or the last month as a year-to-date sum; None for any other run.
fn months_of(year: i16, from: u32, to: u32) -> Option<PeriodReading> {
    match (from, to) {
        (1, 12) => Some(Period::annual(year).ok()?.into()),
        (1, 6) => half_of(year, 1),
        (7, 12) => half_of(year, 2),
        (1, 3) => quarter_of(year, 1),
        (4, 6) => quarter_of(year, 2),
        (7, 9) => quarter_of(year, 3),
        (10, 12) => quarter_of(year, 4),
        (from, to) if from == to => month_of(year, to),
        (1, to) => month_of(year, to).map(|reading| PeriodReading {
            cumulative: true,
            ..reading
        }),
        _ => None,
    }
}

/// A month by its English name, whole or cut to three letters (`sept` as well).
fn month_number(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|name| *name == word || name[..3] == *word);
    at.or((word == "sept").then_some(8)).map(|at| at as u32 + 1)
}

fn is_bare_year(year: u32) -> bool {
    BARE_YEARS.contains(&year)
}

fn civil_year(year: u32) -> Option<i16> {
    i16::try_from(year).ok()
}

/// None when the text holds a number too long for any period.
fn tokenize(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().map(fold).peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            tokens.push(Token::Number(
                digits.parse().ok().filter(|_| digits.len() <= 8)?,
                digits.len(),
            ));
        } else if is_chinese_digit(c) {
            let mut digits = String::from(c);
            while let Some(digit) = chars.next_if(|c| is_chinese_digit(*c)) {
                digits.push(digit);
            }
            let (number, len) = chinese_number(&digits)?;
            tokens.push(Token::Number(number, len));
        } else if c.is_ascii_alphabetic() {
            let mut word = String::from(c.to_ascii_lowercase());
            while let Some(letter) = chars.next_if(char::is_ascii_alphabetic) {
                word.push(letter.to_ascii_lowercase());
            }
            tokens.push(Token::Word(word));
        } else if !(c == '-' && tokens.last() == Some(&Token::Mark('-'))) {
            tokens.push(Token::Mark(c));
        }
    }
    Some(tokens)
}

/// Full-width forms to ASCII, every dash and "to" to `-`.
fn fold(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' | '~' | '\u{FF5E}' | '\u{301C}' | '至' | '到' => {
            '-'
        }
        _ => half_width(c),
    }
}

fn is_chinese_digit(c: char) -> bool {
    c == '十' || digit_value(c).is_some()
}

fn digit_value(c: char) -> Option<u32> {
    let at = match c {
        '〇' | '零' | '○' => 0,
        '两' => 2,
        _ => "一二三四五六七八九".chars().position(|digit| digit == c)? + 1,
    };
    u32::try_from(at).ok()
}

/// `二〇二三` digit by digit, or a number below 100 with `十`.
fn chinese_number(digits: &str) -> Option<(u32, usize)> {
    if let Some((tens, ones)) = digits.split_once('十') {
        let one = |text: &str, empty: u32| {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (None, _) => Some(empty),
                (Some(c), None) => digit_value(c),
                (Some(_), Some(_)) => None,
            }
        };
        return Some((one(tens, 1)? * 10 + one(ones, 0)?, 2));
    }
    let len = digits.chars().count();
    let number = digits
        .chars()
        .try_fold(0u32, |n, c| n.checked_mul(10)?.checked_add(digit_value(c)?))?;
    (len <= 8).then_some((number, len))
}
