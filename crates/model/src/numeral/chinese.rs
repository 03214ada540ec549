//! Numbers in Chinese numerals: 三十, 一千零五, 一点五, 二〇二三, 壹佰.

use super::decimal::Decimal;

/// Every number at the front of a text with what follows it, the longest first.
///
/// A shorter one gives back scales at its end, for they may belong to the unit: 三千瓦时 is 三 of 千瓦时.
pub(super) fn read(text: &str) -> Vec<(Decimal, &str)> {
    let mut found = Vec::new();
    let mut end = text.find(|c| symbol(c).is_none()).unwrap_or(text.len());
    while end > 0 {
        let (numeral, rest) = text.split_at(end);
        let is_longest = !rest.starts_with(|c| symbol(c).is_some());
        let may_be_unit = rest.chars().any(|c| symbol(c).is_none());
        if (is_longest || may_be_unit)
            && let Some((decimal, rest)) = number(numeral).and_then(|digits| fraction(digits, numeral, rest))
        {
            found.push((decimal, rest));
        }
        let last = numeral.chars().next_back();
        match last.and_then(symbol) {
            Some(Symbol::Scale(_)) => end -= last.map_or(0, char::len_utf8),
            Some(Symbol::Digit(_)) | None => break,
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Symbol {
    Digit(u64),
    /// 十, 百, 千, 万, 亿 as numbers.
    Scale(u64),
}

fn symbol(c: char) -> Option<Symbol> {
    Some(match c {
        '零' | '〇' | '○' => Symbol::Digit(0),
        '一' | '壹' => Symbol::Digit(1),
        '二' | '两' | '贰' => Symbol::Digit(2),
        '三' | '叁' => Symbol::Digit(3),
        '四' | '肆' => Symbol::Digit(4),
        '五' | '伍' => Symbol::Digit(5),
        '六' | '陆' => Symbol::Digit(6),
        '七' | '柒' => Symbol::Digit(7),
        '八' | '捌' => Symbol::Digit(8),
        '九' | '玖' => Symbol::Digit(9),
        '十' | '拾' => Symbol::Scale(10),
        '百' | '佰' => Symbol::Scale(100),
        '千' | '仟' => Symbol::Scale(1_000),
        '万' => Symbol::Scale(10_000),
        '亿' => Symbol::Scale(100_000_000),
        _ => return None,
    })
}

/// Appends the digits after 点; without one the number is whole.
fn fraction<'a>(whole: u64, numeral: &str, rest: &'a str) -> Option<(Decimal, &'a str)> {
    let mut digits = whole.to_string();
    let after = rest.strip_prefix('点').unwrap_or("");
    let len = after
        .find(|c| !matches!(symbol(c), Some(Symbol::Digit(_))))
        .unwrap_or(after.len());
    if len == 0 {
        return Some((Decimal { digits, exponent: 0 }, rest));
    }
    // 三万点五 is not said: a scale stands behind the fraction.
    if numeral.ends_with(['万', '亿']) {
        return None;
    }
    digits.push('.');
    for c in after[..len].chars() {
        if let Some(Symbol::Digit(digit)) = symbol(c) {
            digits.push_str(&digit.to_string());
        }
    }
    Some((Decimal { digits, exponent: 0 }, &after[len..]))
}

/// A whole number; None when the symbols do not stand as they are said.
fn number(text: &str) -> Option<u64> {
    let symbols: Vec<Symbol> = text.chars().filter_map(symbol).collect();
    let digits: Option<Vec<u64>> = symbols
        .iter()
        .map(|symbol| match symbol {
            Symbol::Digit(digit) => Some(*digit),
            Symbol::Scale(_) => None,
        })
        .collect();
    match digits {
        Some(digits) => digits
            .iter()
            .try_fold(0u64, |n, digit| n.checked_mul(10)?.checked_add(*digit)),
        None => Said::default().read(&symbols),
    }
}

/// The parts of a number as it is said: `total` 亿, `middle` 万, and the thousands that are being read.
#[derive(Default)]
struct Said {
    total: u64,
    middle: u64,
    section: u64,
    /// A digit whose scale may follow.
    digit: Option<u64>,
    /// The last scale, for 一百二 and for the order; 0 at the start of a section.
    last: u64,
    /// Whether 零 stood since the last scale: 一千零五 is 1005, 一千五 is 1500.
    after_zero: bool,
}

impl Said {
    fn read(mut self, symbols: &[Symbol]) -> Option<u64> {
        for symbol in symbols {
            match *symbol {
                Symbol::Digit(_) if self.digit.is_some_and(|digit| digit != 0) => return None,
                Symbol::Digit(digit) => {
                    self.after_zero |= digit == 0;
                    self.digit = Some(digit);
                }
                Symbol::Scale(scale) if scale < 10_000 => self.small(scale)?,
                Symbol::Scale(scale) => self.large(scale)?,
            }
        }
        let digit = self.digit.unwrap_or(0);
        let is_short = self.last >= 100 && !self.after_zero;
        let ones = if is_short {
            digit.checked_mul(self.last / 10)?
        } else {
            digit
        };
        self.total
            .checked_add(self.middle)?
            .checked_add(self.section)?
            .checked_add(ones)
    }

    /// 十, 百, 千: only 十 may open a number without a digit, and scales fall within a section.
    fn small(&mut self, scale: u64) -> Option<()> {
        let opens = self.last == 0 || self.last >= 10_000 || self.after_zero;
        let digit = match self.digit.take() {
            Some(0) | None if scale == 10 && opens => 1,
            Some(digit) if digit != 0 => digit,
            Some(_) | None => return None,
        };
        if self.section != 0 && scale >= self.last {
            return None;
        }
        self.section = self.section.checked_add(digit.checked_mul(scale)?)?;
        (self.last, self.after_zero) = (scale, false);
        Some(())
    }

    /// 万 and 亿 multiply what was said before them: 三万五千亿.
    fn large(&mut self, scale: u64) -> Option<()> {
        let section = self.section.checked_add(self.digit.take().unwrap_or(0))?;
        if scale == 10_000 {
            if section == 0 || self.middle != 0 {
                return None;
            }
            self.middle = section.checked_mul(scale)?;
        } else {
            let before = self.middle.checked_add(section)?;
            if before == 0 || self.total != 0 {
                return None;
            }
            self.total = before.checked_mul(scale)?;
            self.middle = 0;
        }
        (self.section, self.last, self.after_zero) = (0, scale, false);
        Some(())
    }
}
