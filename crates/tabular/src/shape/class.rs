//! What a single cell could be.

use zhibiao_model::numeral::{self, MarkMeaning, MissingMarks};
use zhibiao_model::period;
use zhibiao_model::unit::Unit;

use crate::row::{Cell, Content, Row};

/// What a cell could be, told from itself alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A number, with its unit or a word such as 约 around it.
    Number,
    /// A bare number that could as well be a year or month: `2023`, `202309`.
    YearNumber,
    /// A mark that stands for a value: `…`, `-`.
    Mark,
    /// A period beyond doubt, or a part of a year such as `1-6月`.
    Period,
    /// Any other text.
    Text,
}

/// Marks that stand for a value.
#[derive(Clone, Debug)]
pub(crate) struct Marks(MissingMarks);

/// Marks of one file that those of the model do not have: what they mean is for the caller, but here they are data.
const MORE_MARKS: [&str; 9] = ["-", "--", "---", "–", "－", "―", "×", "\\", "……"];
/// No mark is longer.
const LONGEST_MARK: usize = 24;
/// Nothing longer is a number.
const LONGEST_NUMBER: usize = 60;

impl Marks {
    pub(crate) fn new(marks: &[String]) -> Self {
        let all = MORE_MARKS.into_iter().chain(marks.iter().map(String::as_str));
        Self(all.fold(MissingMarks::default(), |known, mark| {
            known.with(mark, MarkMeaning::Missing)
        }))
    }

    pub(crate) fn contains(&self, text: &str) -> bool {
        text.len() <= LONGEST_MARK && self.0.meaning(text).is_some()
    }
}

/// Tells what a cell could be.
pub(crate) fn classify(row: &Row, cell: &Cell, marks: &Marks) -> Class {
    match cell.content {
        Content::Number(number) if is_year_number(number) => Class::YearNumber,
        Content::Number(_) | Content::Percentage(_) | Content::Error | Content::FormulaWithoutValue => {
            Class::Number
        }
        Content::Date => Class::Period,
        Content::Text => classify_text(row.raw(cell), marks),
    }
}

/// Tells what a text could be.
pub(crate) fn classify_text(text: &str, marks: &Marks) -> Class {
    if marks.contains(text) {
        Class::Mark
    } else if text.len() > LONGEST_NUMBER {
        Class::Text
    } else if is_period(text) {
        let bare = text.chars().all(|c| half_width(c).is_ascii_digit());
        if bare { Class::YearNumber } else { Class::Period }
    } else if is_number(text) {
        Class::Number
    } else {
        Class::Text
    }
}

/// A whole number that a year could be.
pub(crate) fn is_year_number(number: f64) -> bool {
    let month = number % 100.0;
    number.fract() == 0.0
        && ((1900.0..=2100.0).contains(&number)
            || ((190_001.0..=210_012.0).contains(&number) && (1.0..=12.0).contains(&month)))
}

/// A period, or a part of a year that is named elsewhere.
pub(crate) fn is_period(text: &str) -> bool {
    // Every period has a digit or a Chinese word for a part of a year.
    text.contains(|c: char| half_width(c).is_ascii_digit() || matches!(c, '年' | '月' | '季'))
        && (period::read(text).is_some() || is_part_of_year(text))
}

/// A part of a year that is named elsewhere: `1-6月`, `三季度`.
pub(crate) fn is_part_of_year(text: &str) -> bool {
    period::read(text).is_none() && period::read_in_year(text, 2000).is_some()
}

/// Whether a text is a number: digits with separators, maybe a word before (约, 超) and a unit after.
///
/// Only the outline matters here; what the number is gets read where its indicator is known.
pub(crate) fn is_number(text: &str) -> bool {
    has_outline(text) || (text.len() <= LONGEST_NUMBER && is_numeral(text))
}

/// A number in any other writing, such as `三十余`, or one that cannot be, such as `NaN`.
fn is_numeral(text: &str) -> bool {
    match numeral::read_cell(text, &MissingMarks::none()) {
        Ok(numeral::Cell::Number(_)) | Err(_) => true,
        Ok(numeral::Cell::Missing { .. } | numeral::Cell::Blank | numeral::Cell::Text) => false,
    }
}

/// The outline of most numbers, told without reading them.
fn has_outline(text: &str) -> bool {
    let mut chars = text.chars().map(half_width).peekable();
    let before = |c: &char| {
        matches!(
            c,
            '约' | '近'
                | '超'
                | '过'
                | '逾'
                | '达'
                | '不'
                | '足'
                | '至'
                | '少'
                | '多'
                | '于'
                | '大'
                | '小'
                | '高'
                | '低'
        ) || matches!(
            c,
            '>' | '<' | '≥' | '≤' | '~' | '≈' | '+' | '-' | '−' | '(' | '¥' | '￥' | '$' | '€' | '=' | ' '
        )
    };
    let mut lead = 0;
    let mut equals = false;
    while let Some(c) = chars.next_if(before) {
        lead += 1;
        equals |= c == '=';
    }
    if lead > 6 || equals {
        return false;
    }
    let mut digits = 0;
    while let Some(c) =
        chars.next_if(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | '\u{a0}' | '\u{2009}'))
    {
        digits += u32::from(c.is_ascii_digit());
    }
    if digits == 0 {
        return false;
    }
    let rest: String = chars.collect();
    is_number_end(rest.trim())
}

/// What may stand behind the digits of a number.
fn is_number_end(rest: &str) -> bool {
    if rest.is_empty() || matches!(rest, ")" | "%" | "‰" | "+") {
        return true;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.trim_start_matches(['+', '-']);
        return !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit());
    }
    let bare = rest
        .trim_end_matches("以上")
        .trim_end_matches("以下")
        .trim_end_matches("以内")
        .trim_end_matches("左右")
        .trim_matches(['余', '多', '+', ' ', ')']);
    bare.is_empty()
        || is_unit(bare)
        || matches!(
            bare,
            "万" | "亿" | "千" | "百" | "十" | "万亿" | "百万" | "千万" | "百亿" | "千亿"
        )
}

/// Whether a text is a unit.
pub(crate) fn is_unit(text: &str) -> bool {
    !text.is_empty() && text.len() <= 40 && !matches!(text, "-" | "—") && Unit::parse(text).is_ok()
}

/// A full-width form as its usual character.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Cuts a text such as `营业收入（千元）` into name and unit, where its end is a unit: in brackets of any kind, or
/// behind a slash, a comma or a colon.
pub(crate) fn split_unit(text: &str) -> Option<(&str, &str)> {
    let last = text.chars().next_back()?;
    let (name, unit) = match last {
        ')' | '）' | ']' | '】' | '］' | '〕' => {
            let open = text.rfind(['(', '（', '[', '【', '［', '〔'])?;
            let inside = text.get(open..)?.trim_end_matches(last);
            (
                text.get(..open)?,
                inside.get(inside.chars().next()?.len_utf8()..)?,
            )
        }
        _ => {
            let cut = text.rfind(['/', '／', ',', '，', ':', '：'])?;
            let mark = text.get(cut..)?.chars().next()?;
            (text.get(..cut)?, text.get(cut + mark.len_utf8()..)?)
        }
    };
    let (name, unit) = (name.trim(), unit.trim());
    let unit = unit
        .strip_prefix("单位：")
        .or_else(|| unit.strip_prefix("单位:"))
        .unwrap_or(unit);
    (!name.is_empty() && is_unit(unit)).then_some((name, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes() {
        let marks = Marks::new(&["缺".to_owned()]);
        for (text, class) in [
            ("1,100万", Class::Number),
            ("１２３", Class::Number),
            ("-5.3%", Class::Number),
            ("约 3.5亿元", Class::Number),
            ("超过100家", Class::Number),
            ("1e5", Class::Number),
            ("(123)", Class::Number),
            ("100余", Class::Number),
            ("1月", Class::Period),
            ("2023", Class::YearNumber),
            ("202309", Class::YearNumber),
            ("2023年", Class::Period),
            ("2023年1-9月", Class::Period),
            ("缺", Class::Mark),
            ("…", Class::Mark),
            ("5G基站数", Class::Text),
            ("=1+2", Class::Text),
            ("郑州", Class::Text),
            ("NaN", Class::Number),
            ("三十余家", Class::Number),
            ("暂无", Class::Mark),
            ("100强企业", Class::Text),
            ("三级医院", Class::Text),
            ("一、综合", Class::Text),
        ] {
            assert_eq!(classify_text(text, &marks), class, "{text}");
        }
    }

    #[test]
    fn units_in_heads() {
        for (text, parts) in [
            ("营业收入（千元）", Some(("营业收入", "千元"))),
            ("营业收入(千元)", Some(("营业收入", "千元"))),
            ("营业收入 [亿元]", Some(("营业收入", "亿元"))),
            ("营业收入/千元", Some(("营业收入", "千元"))),
            ("营业收入\n（单位：千元）", Some(("营业收入", "千元"))),
            ("增加值（规上）", None),
            ("研发/营收", None),
            ("（千元）", None),
            ("", None),
        ] {
            assert_eq!(split_unit(text), parts, "{text}");
        }
    }
}
