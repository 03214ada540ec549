//! Evaluating formulas, with the qualifiers of the inputs carried through.

use std::collections::BTreeMap;

use super::{Expression, Formula, Function, Operator, Shift};
use crate::qualifier::Qualifier;

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    /// Inputs without a value: all of them.
    #[error("no value for {}", names(.0))]
    Missing(Vec<(String, Shift)>),
    /// A divisor is zero.
    #[error("a divisor is zero")]
    DivisionByZero,
    /// The result is too large for a number.
    #[error("the result is not finite")]
    NotFinite,
}

/// A value in the canonical unit of its dimension, with its qualifier.
pub type Value = (f64, Qualifier);

impl Formula {
    /// Computes the value from those of its inputs; all in canonical units.
    ///
    /// The result bounds the true value where the inputs' bounds allow it (`at_least` over an exact divisor stays
    /// `at_least`), and is approximate where they do not.
    ///
    /// # Errors
    /// [`Unanswerable`]: every missing input, a zero divisor, or a result beyond f64.
    pub fn evaluate(&self, get: &mut dyn FnMut(&str, Shift) -> Option<Value>) -> Result<Value, Unanswerable> {
        let mut inputs: BTreeMap<(&str, Shift), Option<Value>> = BTreeMap::new();
        let references = self.references();
        for (code, shift) in &references {
            inputs.insert((code, *shift), get(code, *shift));
        }
        let missing: Vec<(String, Shift)> = inputs
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|((code, shift), _)| ((*code).to_owned(), *shift))
            .collect();
        if !missing.is_empty() {
            return Err(Unanswerable::Missing(missing));
        }
        self.root
            .evaluate(&|code, shift| inputs.get(&(code, shift)).copied().flatten())
    }
}

impl Expression {
    fn evaluate(&self, get: &dyn Fn(&str, Shift) -> Option<Value>) -> Result<Value, Unanswerable> {
        let (value, qualifier) = match self {
            Self::Number(number) => (*number, Qualifier::Exact),
            Self::Reference { code, shift } => {
                get(code, *shift).ok_or_else(|| Unanswerable::Missing(vec![(code.clone(), *shift)]))?
            }
            Self::Negate(inner) => negate(inner.evaluate(get)?),
            Self::Chain { first, rest } => rest
                .iter()
                .try_fold(first.evaluate(get)?, |left, (operator, term)| {
                    apply(*operator, left, term.evaluate(get)?)
                })?,
            Self::Call(function, arguments) => {
                let mut values = arguments.iter().map(|argument| argument.evaluate(get));
                let first = values.next().unwrap_or(Ok((0.0, Qualifier::Exact)))?;
                match function {
                    Function::Abs => magnitude(first),
                    Function::Sum => values.try_fold(first, |a, b| b.map(|b| merge(a, b, |a, b| a + b)))?,
                    Function::Min => values.try_fold(first, |a, b| b.map(|b| merge(a, b, f64::min)))?,
                    Function::Max => values.try_fold(first, |a, b| b.map(|b| merge(a, b, f64::max)))?,
                }
            }
        };
        // Stopped at every level, for an infinity could vanish again in a division or a minimum.
        if value.is_finite() {
            Ok((value, qualifier))
        } else {
            Err(Unanswerable::NotFinite)
        }
    }
}

fn apply(operator: Operator, left: Value, right: Value) -> Result<Value, Unanswerable> {
    let (value, qualifier) = match operator {
        Operator::Add => merge(left, right, |a, b| a + b),
        Operator::Subtract => merge(left, negate(right), |a, b| a + b),
        Operator::Multiply => (left.0 * right.0, product_qualifier(left, right)),
        Operator::Divide if right.0 == 0.0 => return Err(Unanswerable::DivisionByZero),
        Operator::Divide => (left.0 / right.0, product_qualifier(left, reciprocal(right))),
    };
    if value.is_finite() {
        Ok((value, qualifier))
    } else {
        Err(Unanswerable::NotFinite)
    }
}

/// Of a function that grows with both values.
fn merge(left: Value, right: Value, function: fn(f64, f64) -> f64) -> Value {
    (function(left.0, right.0), left.1.combine(right.1))
}

fn negate((value, qualifier): Value) -> Value {
    (-value, qualifier.flipped())
}

fn magnitude((value, qualifier): Value) -> Value {
    let bounded_away_from_zero = match qualifier {
        Qualifier::Exact => Qualifier::Exact,
        Qualifier::AtLeast if value >= 0.0 => Qualifier::AtLeast,
        Qualifier::AtMost if value <= 0.0 => Qualifier::AtLeast,
        Qualifier::AtLeast | Qualifier::AtMost | Qualifier::Approximate => Qualifier::Approximate,
    };
    (value.abs(), bounded_away_from_zero)
}

/// One over a value: a bound survives only if it keeps the true value on one side of zero.
fn reciprocal((value, qualifier): Value) -> Value {
    let qualifier = match qualifier {
        Qualifier::Exact => Qualifier::Exact,
        Qualifier::AtLeast if value > 0.0 => Qualifier::AtMost,
        Qualifier::AtMost if value < 0.0 => Qualifier::AtLeast,
        Qualifier::AtLeast | Qualifier::AtMost | Qualifier::Approximate => Qualifier::Approximate,
    };
    (value.recip(), qualifier)
}

/// With an exact factor a bound keeps or turns by its sign. Two lower bounds of values that are not negative bound
/// the product from below; nothing else is known.
fn product_qualifier(left: Value, right: Value) -> Qualifier {
    match (left, right) {
        ((factor, Qualifier::Exact), (_, qualifier)) | ((_, qualifier), (factor, Qualifier::Exact)) => {
            if factor == 0.0 {
                Qualifier::Exact
            } else if factor > 0.0 {
                qualifier
            } else {
                qualifier.flipped()
            }
        }
        ((a, Qualifier::AtLeast), (b, Qualifier::AtLeast)) if a >= 0.0 && b >= 0.0 => Qualifier::AtLeast,
        ((_, Qualifier::AtLeast | Qualifier::AtMost | Qualifier::Approximate), _) => Qualifier::Approximate,
    }
}

fn names(missing: &[(String, Shift)]) -> String {
    let names = missing.iter().map(|(code, shift)| match shift {
        Shift::Same => format!("{{{code}}}"),
        Shift::Previous | Shift::YearAgo => format!("{shift}({{{code}}})"),
    });
    names.collect::<Vec<_>>().join(", ")
}
