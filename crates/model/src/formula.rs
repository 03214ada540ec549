//! Formulas: an indicator computed from others, such as `{rd-spending} / {revenue}`.
//!
//! A formula knows references `{code}`, decimal numbers, `+ - * /`, brackets and the functions `sum`, `min`, `max`
//! and `abs`; `previous({code})` and `year_ago({code})` refer to earlier periods. It is parsed once
//! ([`Formula::parse`]), checked for units ([`Formula::dimension`]) and circles ([`find_cycle`]), and evaluated in
//! canonical units. Length and depth are bounded, so that no text can exhaust the stack.
//!
//! ```
//! use zhibiao_model::formula::Formula;
//! let formula = Formula::parse("({exports}+{imports}) / {gdp}").unwrap();
//! assert_eq!(formula.to_string(), "({exports} + {imports}) / {gdp}");
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

mod cycle;
mod evaluate;
mod parse;
#[cfg(test)]
mod tests;
mod units;

pub use cycle::find_cycle;
pub use evaluate::{Unanswerable, Value};
pub use parse::InvalidFormula;
pub use units::FormulaUnitError;

/// The longest formula, in bytes without spaces.
pub const MAX_LENGTH: usize = 4096;
/// The deepest nesting of brackets, signs and functions.
pub const MAX_DEPTH: usize = 64;

/// A computation over indicators; equal when it computes the same in the same order.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    root: Expression,
}

/// Which period a reference is about, relative to the one that is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shift {
    /// The same period.
    Same,
    /// The one just before.
    Previous,
    /// The same position one year earlier.
    YearAgo,
}

/// Chains keep all terms of one level in a list: depth is then what the author nested, not how long it is.
#[derive(Clone, Debug, PartialEq)]
enum Expression {
    Number(f64),
    Reference {
        code: String,
        shift: Shift,
    },
    Negate(Box<Expression>),
    Chain {
        first: Box<Expression>,
        rest: Vec<(Operator, Expression)>,
    },
    Call(Function, Vec<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Sum,
    Min,
    Max,
    Abs,
}

impl Formula {
    /// Reads a formula. Full-width signs and `×`, `÷` are read too.
    ///
    /// # Errors
    /// [`InvalidFormula`] with the byte position and what was expected there.
    pub fn parse(text: &str) -> Result<Self, InvalidFormula> {
        parse::formula(text).map(|root| Self { root })
    }

    /// The indicators it needs, by code, each with the period relative to the result's.
    pub fn references(&self) -> BTreeSet<(String, Shift)> {
        let mut found = BTreeSet::new();
        self.root.each_reference(&mut |code, shift| {
            found.insert((code.to_owned(), shift));
        });
        found
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl FromStr for Formula {
    type Err = InvalidFormula;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Expression {
    fn each_reference(&self, visit: &mut dyn FnMut(&str, Shift)) {
        match self {
            Self::Number(_) => {}
            Self::Reference { code, shift } => visit(code, *shift),
            Self::Negate(inner) => inner.each_reference(visit),
            Self::Chain { first, rest } => {
                first.each_reference(visit);
                rest.iter().for_each(|(_, term)| term.each_reference(visit));
            }
            Self::Call(_, arguments) => arguments
                .iter()
                .for_each(|argument| argument.each_reference(visit)),
        }
    }

    fn has_reference(&self) -> bool {
        let mut found = false;
        self.each_reference(&mut |_, _| found = true);
        found
    }

    /// Writes a part of a chain or a signed part: in brackets where the parser would else read another tree.
    fn fmt_inside(&self, f: &mut fmt::Formatter<'_>, outer: Option<Operator>) -> fmt::Result {
        let binds_tighter = |own: Operator| {
            let is_product = |operator| matches!(operator, Operator::Multiply | Operator::Divide);
            outer.is_some_and(|outer| is_product(own) && !is_product(outer))
        };
        match self {
            Self::Chain { rest, .. } if !rest.first().is_some_and(|(own, _)| binds_tighter(*own)) => {
                write!(f, "({self})")
            }
            Self::Number(_)
            | Self::Reference { .. }
            | Self::Negate(_)
            | Self::Chain { .. }
            | Self::Call(..) => fmt::Display::fmt(self, f),
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Reference {
                code,
                shift: Shift::Same,
            } => write!(f, "{{{code}}}"),
            Self::Reference { code, shift } => write!(f, "{shift}({{{code}}})"),
            Self::Negate(inner) => {
                f.write_str("-")?;
                inner.fmt_inside(f, None)
            }
            Self::Chain { first, rest } => {
                first.fmt_inside(f, rest.first().map(|(operator, _)| *operator))?;
                rest.iter().try_for_each(|(operator, term)| {
                    write!(f, " {operator} ")?;
                    term.fmt_inside(f, Some(*operator))
                })
            }
            Self::Call(function, arguments) => {
                write!(f, "{function}(")?;
                for (at, argument) in arguments.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    argument.fmt(f)?;
                }
                f.write_str(")")
            }
        }
    }
}

/// As functions of a formula are written; the same period has none.
impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Same => "same",
            Self::Previous => "previous",
            Self::YearAgo => "year_ago",
        })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        })
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Abs => "abs",
        })
    }
}
