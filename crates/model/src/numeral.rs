//! Numerals: a whole cell as offices write it, `1,100万`, `超30个`, `(12.3)`, `三十余`, `10.99%`, `…`.
//!
//! [`read_cell`] tells a number from a mark that stands for a missing one, a blank and other text. It guesses
//! nothing: digits that look like a number but cannot be one are an error, and everything else is text.

use std::collections::BTreeMap;

mod chinese;
mod decimal;
mod number;
#[cfg(test)]
mod tests;

use crate::qualifier::Qualifier;
use crate::unit::Unit;
use crate::width::half_width;

/// Longer cells are text; nothing in them is looked at.
const LONGEST: usize = 256;
/// What offices write where a number is not available.
const DEFAULT_MARKS: [&str; 20] = [
    "…", "..", "—", "N/A", "NA", "n.a.", ":", "#", "/", "无", "空", "x", "*", "暂无", "缺", "缺失", "未报",
    "null", "none", "#N/A",
];

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number.
    Number(CellNumber),
    /// A mark that says that there is no number.
    Missing {
        /// The mark as written.
        mark: String,
    },
    /// Nothing but spaces.
    Blank,
    /// Anything else.
    Text,
}

/// A number with what its cell says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct CellNumber {
    /// Finite; in `unit` if there is one. `1.4万个` is 1.4 in 万个, but `1,100万`, which names only a scale, is
    /// 11,000,000 without a unit.
    pub value: f64,
    /// How the number bounds the true value: 超, 余, 不足, 约.
    pub qualifier: Qualifier,
    /// The unit written in the cell; `%` for percentages.
    pub unit: Option<Unit>,
}

/// Text that looks like a number and cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("number \"{text}\": {fault}")]
pub struct InvalidNumeral {
    text: String,
    fault: NumeralFault,
}

/// Why a text that looks like a number is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumeralFault {
    /// NaN or an infinity.
    #[error("not a finite number")]
    NotFinite,
    /// Separators that do not part the digits in groups of three.
    #[error("separators must part the digits before the point in groups of three, such as 1,100,000")]
    Grouping,
    /// Beyond the range of a double.
    #[error("too large or too small: the size must lie between 2.2e-308 and 1.7e308")]
    OutOfRange,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkMeaning {
    /// No number is available.
    Missing,
    /// Zero, as `-` in the tables of some offices.
    Zero,
}

/// The marks that stand in for numbers, and what each means; a report may set its own.
///
/// Case, width, spaces and the kind and number of dashes do not matter: `-`, `－` and `——` are one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingMarks(BTreeMap<String, MarkMeaning>);

/// Reads a whole cell.
///
/// ```
/// use zhibiao_model::numeral::{Cell, MissingMarks, read_cell};
/// let Cell::Number(number) = read_cell("160余家", &MissingMarks::default()).unwrap() else { panic!() };
/// assert_eq!((number.value, number.qualifier.code()), (160.0, "at_least"));
/// assert_eq!(number.unit.unwrap().symbol(), "家");
/// ```
///
/// # Errors
/// [`InvalidNumeral`] for NaN and infinities, wrong groups of digits, and sizes beyond a double.
pub fn read_cell(text: &str, marks: &MissingMarks) -> Result<Cell, InvalidNumeral> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Cell::Blank);
    }
    if text.len() > LONGEST {
        return Ok(Cell::Text);
    }
    match marks.meaning(text) {
        Some(MarkMeaning::Missing) => {
            return Ok(Cell::Missing {
                mark: text.to_owned(),
            });
        }
        Some(MarkMeaning::Zero) => {
            return Ok(Cell::Number(CellNumber {
                value: 0.0,
                qualifier: Qualifier::Exact,
                unit: None,
            }));
        }
        None => {}
    }
    let invalid = |fault| InvalidNumeral {
        text: text.to_owned(),
        fault,
    };
    Ok(number::read(text)
        .map_err(invalid)?
        .map_or(Cell::Text, Cell::Number))
}

impl InvalidNumeral {
    /// The cell's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Why it is no number.
    pub fn fault(&self) -> NumeralFault {
        self.fault
    }
}

impl MissingMarks {
    /// No marks at all: such cells are then text.
    pub fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Sets what a mark means, in place of what it meant before. A number may be a mark: `-999`.
    #[must_use]
    pub fn with(mut self, mark: &str, meaning: MarkMeaning) -> Self {
        self.0.insert(fold(mark), meaning);
        self
    }

    /// What a whole cell means as a mark; None when it is none.
    pub fn meaning(&self, text: &str) -> Option<MarkMeaning> {
        // A fold of long text is wasted: marks are short.
        if text.len() > LONGEST {
            None
        } else {
            self.0.get(&fold(text)).copied()
        }
    }
}

/// `…`, `-`, `N/A`, `:`, `#`, `/`, `无`, `x` and their like: all mean that the number is missing.
impl Default for MissingMarks {
    fn default() -> Self {
        DEFAULT_MARKS
            .into_iter()
            .fold(Self::none(), |marks, mark| marks.with(mark, MarkMeaning::Missing))
    }
}

/// Marks that look alike become one text: dashes `-`, ellipses `…`.
fn fold(mark: &str) -> String {
    let mut folded = String::with_capacity(mark.len());
    for c in mark.chars().map(half_width).filter(|c| !c.is_whitespace()) {
        let c = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' => '-',
            '⋯' => '…',
            'X' | '×' => 'x',
            c => c.to_ascii_lowercase(),
        };
        if !(matches!(c, '-' | '…') && folded.ends_with(c)) {
            folded.push(c);
        }
    }
    if folded.len() >= 3 && folded.bytes().all(|byte| byte == b'.') {
        "…".to_owned()
    } else {
        folded
    }
}
