//! Values of cells: numbers, marks, and what is neither.

use zhibiao_model::{
    numeral::{Cell, InvalidNumeral, MarkMeaning, MissingMarks, NumeralFault, read_cell},
    qualifier::Qualifier,
};
use zhibiao_tabular::Value;

use crate::{
    finding::Check,
    header::{Header, Mark},
};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    /// A number, in the unit of the cell if it names one.
    Number {
        /// The number.
        value: f64,
        /// How exact the cell says it is.
        qualifier: Qualifier,
        /// The unit written in the cell; empty for none.
        unit: String,
        /// Whether the cell names a scale but no unit.
        scaled: bool,
    },
    /// Not available, by this mark.
    Missing(String),
    /// Nothing.
    Blank,
    /// A fault.
    Fault(Check),
}

impl Reading {
    fn exact(value: f64) -> Self {
        Self::Number {
            value,
            qualifier: Qualifier::Exact,
            unit: String::new(),
            scaled: false,
        }
    }
}

/// Reads cells as a report's sender means them.
#[derive(Debug)]
pub(super) struct ValueReader {
    marks: MissingMarks,
    /// Marks that say nothing about their cell.
    blanks: MissingMarks,
    /// Whether the sender set marks, which numbers may be too.
    own_marks: bool,
}

impl ValueReader {
    /// Reads with the marks of a report.
    pub(super) fn new(header: &Header) -> Self {
        let mut reader = Self {
            marks: MissingMarks::default(),
            blanks: MissingMarks::none(),
            own_marks: !header.marks.is_empty(),
        };
        for (mark, meaning) in &header.marks {
            let (marks, meaning) = match meaning {
                Mark::Missing => (&mut reader.marks, MarkMeaning::Missing),
                Mark::Zero => (&mut reader.marks, MarkMeaning::Zero),
                Mark::Blank => (&mut reader.blanks, MarkMeaning::Missing),
            };
            *marks = std::mem::replace(marks, MissingMarks::none()).with(mark, meaning);
        }
        reader
    }

    /// Reads a cell.
    pub(super) fn read(&self, value: Value<'_>) -> Reading {
        match value {
            Value::Number(number) if self.own_marks => self.read_marked(number),
            Value::Number(number) => Reading::exact(number),
            Value::Percentage(fraction) => Reading::Number {
                value: hundredfold(fraction),
                qualifier: Qualifier::Exact,
                unit: "%".to_owned(),
                scaled: false,
            },
            Value::Text(text) => self.read_text(text),
            Value::Date(_) => Reading::Fault(Check::NotANumber),
            Value::Error(error) => match self.marks.meaning(error) {
                Some(MarkMeaning::Missing) => Reading::Missing(error.to_owned()),
                Some(MarkMeaning::Zero) => Reading::exact(0.0),
                None => Reading::Fault(Check::CellError),
            },
            Value::FormulaWithoutValue => Reading::Fault(Check::FormulaCell),
        }
    }

    /// A number cell that may be a mark, such as -999.
    fn read_marked(&self, number: f64) -> Reading {
        let text = number.to_string();
        if self.blanks.meaning(&text).is_some() {
            return Reading::Blank;
        }
        match self.marks.meaning(&text) {
            Some(MarkMeaning::Missing) => Reading::Missing(text),
            Some(MarkMeaning::Zero) => Reading::exact(0.0),
            None => Reading::exact(number),
        }
    }

    fn read_text(&self, text: &str) -> Reading {
        if self.own_marks && self.blanks.meaning(text).is_some() {
            return Reading::Blank;
        }
        match read_cell(text, &self.marks) {
            Ok(Cell::Number(number)) => Reading::Number {
                value: number.value,
                qualifier: number.qualifier,
                scaled: number.unit.is_none() && names_scale(text),
                unit: number
                    .unit
                    .map(|unit| unit.symbol().to_owned())
                    .unwrap_or_default(),
            },
            Ok(Cell::Missing { mark }) => Reading::Missing(mark),
            Ok(Cell::Blank) => Reading::Blank,
            Ok(Cell::Text) if looks_like_formula(text) => Reading::Fault(Check::FormulaInjection),
            Ok(Cell::Text) => Reading::Fault(Check::NotANumber),
            Err(error) => Reading::Fault(fault(&error)),
        }
    }
}

fn fault(error: &InvalidNumeral) -> Check {
    match error.fault() {
        NumeralFault::NotFinite | NumeralFault::OutOfRange => Check::NotFinite,
        NumeralFault::Grouping => Check::NotANumber,
    }
}

/// Whether a number is written with a scale such as 万, which a column of 亿元 would count a second time.
fn names_scale(text: &str) -> bool {
    let spelled = !text.chars().any(char::is_numeric);
    let words = text.to_ascii_lowercase();
    text.contains(['万', '亿', '萬', '億'])
        || (!spelled && text.contains(['十', '百', '千']))
        || ["thousand", "million", "billion", "trillion"]
            .iter()
            .any(|word| words.contains(word))
}

/// Whether a spreadsheet program would run a text as a formula (CSV injection).
pub(super) fn looks_like_formula(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    match chars.next() {
        Some('=' | '@' | '＝') => chars.next().is_some(),
        Some('+' | '-') => chars
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '(' | '@' | '=')),
        Some(_) | None => false,
    }
}

/// A fraction in per cent, without what binary fractions leave behind twelve places.
fn hundredfold(fraction: f64) -> f64 {
    let scaled = fraction * 1e14;
    if scaled.abs() < 9e15 {
        scaled.round() / 1e12
    } else {
        fraction * 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_told_from_numbers_and_marks() {
        for text in ["=cmd|' /C calc'!A0", "@SUM(A1)", "+cmd|x", "-(1)", " =1+1"] {
            assert!(looks_like_formula(text), "{text}");
        }
        for text in ["-5", "+5", "-", "=", "", "a=b", "——"] {
            assert!(!looks_like_formula(text), "{text}");
        }
    }

    #[test]
    fn scales_are_told_from_plain_numbers() {
        for text in ["1,100万", "1.1亿", "约３千", "十一万", "1.1 million"] {
            assert!(names_scale(text), "{text}");
        }
        for text in ["1100", "1e5", "约30", "一千二百", "约三十"] {
            assert!(!names_scale(text), "{text}");
        }
    }

    #[test]
    fn percentages_lose_no_digits() {
        assert_eq!(hundredfold(0.053), 5.3);
        assert_eq!(hundredfold(0.1099), 10.99);
        assert_eq!(hundredfold(1e300), 1e302);
    }
}
