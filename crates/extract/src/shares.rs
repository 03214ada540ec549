//! Numbers that few texts write, none of which is to vanish: 三次产业结构为0.2:45.1:54.7, 贰佰家, ⑶家.

use std::sync::Arc;

use zhibiao_model::qualifier::Qualifier;

use crate::quantity::{self, LONGEST_NUMBER, Quantity, Script, digits_end, is_chinese_digit};
use crate::tokens::{Token, Walk};
use crate::values::plain;

/// Fewest parts that make a whole told as a proportion: 3:2 may be anything.
const FEWEST: usize = 3;
/// What shares of a whole add up to, in percent, as they are rounded.
const WHOLE: std::ops::Range<f64> = 99.5..100.5;
/// Numerals of cheques and of old dates.
const FORMAL: &str = "壹贰叁肆伍陆柒捌玖拾佰仟廿卅";

/// Whether a character is a numeral that no grammar of figures reads.
pub(crate) fn is_other_numeral(c: char) -> bool {
    !c.is_ascii() && (FORMAL.contains(c) || is_sign(c))
}

/// Roman and Arabic numerals, and numbers in brackets or rings.
pub(crate) fn other_numerals() -> impl Iterator<Item = char> {
    let signs = ('\u{660}'..='\u{669}')
        .chain('Ⅰ'..='ⅿ')
        .chain('①'..='⒛')
        .chain('㈠'..='㈩');
    signs.chain(FORMAL.chars())
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{660}'..='\u{669}' | 'Ⅰ'..='ⅿ' | '①'..='⒛' | '㈠'..='㈩')
}

impl Walk<'_> {
    /// Numerals before a measure word are left to a reviewer; others number an item.
    pub(crate) fn other_numeral(&mut self, at: usize) -> usize {
        let is_part = |c: char| is_other_numeral(c) || is_chinese_digit(c);
        let end = quantity::run(self.page, at, is_part);
        let unit = self.rules.units.read(self.page, end);
        match unit {
            Some(unit) => {
                let extent = at..unit.extent.end;
                self.found.tokens.push(Token::Numeral(extent.clone()));
                extent.end
            }
            None => end,
        }
    }

    /// 0.2:45.1:54.7: the parts of a whole, in percent.
    pub(crate) fn shares_of_whole(&self, at: usize) -> Option<Vec<Quantity>> {
        let page = self.page;
        if page.at(digits_end(page, at)) != ':' {
            return None;
        }
        let mut parts: Vec<Quantity> = Vec::new();
        let mut start = at;
        loop {
            let end = digits_end(page, start);
            let value = plain(page.slice(start..end)).filter(|_| end > start)?;
            parts.push(Quantity {
                number: start..end,
                extent: start..end,
                whole: start..end,
                value,
                unit: Some(Arc::clone(&self.rules.percent)),
                qualifier: Qualifier::Exact,
                script: Script::Arabic,
                is_range_end: false,
            });
            if page.at(end) != ':' || end - at > LONGEST_NUMBER {
                break;
            }
            start = end + 1;
        }
        let sum: f64 = parts.iter().map(|part| part.value).sum();
        (parts.len() >= FEWEST && WHOLE.contains(&sum)).then_some(parts)
    }
}
