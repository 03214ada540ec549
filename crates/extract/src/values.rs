//! What digits are worth: decimals with scales, and Chinese numerals.

use zhibiao_model::numeral::{Cell, MissingMarks, read_cell};

/// Integers of so many digits, and powers of ten up to the last of [`POWERS`], are exact in f64: what one division or
/// multiplication makes of two of them is the decimal rounded once, as `parse` gives it (Clinger, PLDI 1990).
const EXACT_DIGITS: u32 = 15;
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

pub(crate) fn is_scale(c: char) -> bool {
    power_of(c).is_some()
}

/// A number without unit or qualifier; None when it is none.
pub(crate) fn plain(digits: &[char]) -> Option<f64> {
    scaled(digits, &[])
}

/// Digits with a scale that stands elsewhere, among other words: they are read as one decimal, for 78.6 times 10⁸
/// would be off by a bit.
pub(crate) fn scaled(digits: &[char], scale: &[char]) -> Option<f64> {
    let chars = || {
        let scale = scale.iter().filter(|c| is_scale(**c));
        digits.iter().chain(scale).copied()
    };
    if let ([c], []) = (digits, scale)
        && let Some(digit) = digit_of(*c)
    {
        return Some(digit);
    }
    exact(chars()).or_else(|| rounded(&chars().collect::<String>()))
}

/// What one Chinese numeral counts by itself.
fn digit_of(c: char) -> Option<f64> {
    let digit = match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    };
    Some(f64::from(digit))
}

/// A decimal of few digits, with its scale behind it.
fn exact(chars: impl Iterator<Item = char>) -> Option<f64> {
    let (mut mantissa, mut count, mut power) = (0u64, 0, 0);
    let (mut is_fraction, mut is_scaled) = (false, false);
    for c in chars {
        match c.to_digit(10) {
            Some(digit) if !is_scaled && count < EXACT_DIGITS => {
                mantissa = mantissa * 10 + u64::from(digit);
                count += 1;
                power -= i32::from(is_fraction);
            }
            None if c == '.' && count > 0 && !is_fraction && !is_scaled => is_fraction = true,
            Some(_) | None => {
                power += power_of(c).filter(|_| count > 0)?;
                is_scaled = true;
            }
        }
    }
    let size = POWERS.get(power.unsigned_abs() as usize).filter(|_| count > 0)?;
    let mantissa = mantissa as f64;
    Some(if power < 0 {
        mantissa / size
    } else {
        mantissa * size
    })
}

/// Any other: long decimals, Chinese numerals, and separators as the model reads cells.
fn rounded(text: &str) -> Option<f64> {
    let decimal = text.trim_end_matches(is_scale);
    let is_decimal = decimal.starts_with(|c: char| c.is_ascii_digit())
        && decimal.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_decimal {
        return match read_cell(&text.replace('，', ","), &MissingMarks::none()) {
            Ok(Cell::Number(number)) if number.unit.is_none() => Some(number.value),
            Ok(_) | Err(_) => None,
        };
    }
    let power: i32 = text.chars().filter_map(power_of).sum();
    let value: f64 = format!("{decimal}e{power}").parse().ok()?;
    value.is_finite().then_some(value)
}

/// The power of ten of a scale.
fn power_of(c: char) -> Option<i32> {
    Some(match c {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn short_decimals_are_rounded_once(digits in "[0-9]{1,8}(\\.[0-9]{1,7})?", scale in "[十百千万亿]{0,3}") {
            let text = format!("{digits}{scale}");
            let chars: Vec<char> = text.chars().collect();
            prop_assert_eq!(plain(&chars).map(f64::to_bits), rounded(&text).map(f64::to_bits));
        }
    }

    #[test]
    fn one_numeral_counts_what_the_model_reads() {
        for c in "零〇一二两三四五六七八九十".chars() {
            assert_eq!(digit_of(c), rounded(&c.to_string()), "{c}");
        }
    }

    #[test]
    fn a_scale_stands_among_other_words() {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        assert_eq!(scaled(&chars("78.6"), &chars("多亿")), Some(7_860_000_000.0));
        assert_eq!(plain(&chars("1,100")), Some(1100.0));
        assert_eq!(plain(&chars("1.2.3")), None);
        assert_eq!(plain(&chars("万")), None);
    }
}
