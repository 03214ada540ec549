//! What a formula's result measures.

use super::{Expression, Formula, Function, Operator};
use crate::unit::{Base, Dimension, Unit};

/// A formula whose units do not go together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaUnitError {
    /// A reference that the catalogue does not know.
    #[error("formula: indicator {{{code}}} is not known")]
    UnknownIndicator {
        /// Its code.
        code: String,
    },
    /// Parts that are added, subtracted or compared but measure different things.
    #[error(
        "formula: {left} measures in {left_dimension}, but {right} in {right_dimension}: no sum or comparison of the two"
    )]
    Mismatch {
        /// The first part, as text.
        left: String,
        /// What it measures.
        left_dimension: Dimension,
        /// The part that does not go with it.
        right: String,
        /// What that measures.
        right_dimension: Dimension,
    },
}

impl Formula {
    /// What the result measures, given what each indicator does.
    ///
    /// Sums, differences and comparisons need one dimension; a literal 0 goes with any. Other numbers are plain
    /// ratios.
    ///
    /// # Errors
    /// When an indicator is not known or parts do not go together.
    pub fn dimension(
        &self,
        of: &mut dyn FnMut(&str) -> Option<Dimension>,
    ) -> Result<Dimension, FormulaUnitError> {
        self.root.dimension(of)
    }

    /// Whether a result of dimension `result` can be given in `unit`.
    ///
    /// A difference of plain ratios is a number of percentage points as well: it fits `百分点` if the outermost
    /// operation is a subtraction and every term refers to an indicator (so `{a} / {b} - 1`, which is a growth
    /// rate, does not).
    pub fn result_fits(&self, result: &Dimension, unit: &Unit) -> bool {
        let is_points = *unit.dimension() == Dimension::of(Base::PercentagePoints);
        result == unit.dimension() || (is_points && result.is_one() && self.root.is_difference())
    }
}

impl Expression {
    fn dimension(
        &self,
        of: &mut dyn FnMut(&str) -> Option<Dimension>,
    ) -> Result<Dimension, FormulaUnitError> {
        match self {
            Self::Number(_) => Ok(Dimension::ONE),
            Self::Reference { code, .. } => {
                of(code).ok_or_else(|| FormulaUnitError::UnknownIndicator { code: code.clone() })
            }
            Self::Negate(inner) => inner.dimension(of),
            Self::Chain { first, rest } => match rest.first() {
                Some((Operator::Add | Operator::Subtract, _)) => common(
                    std::iter::once(first.as_ref()).chain(rest.iter().map(|(_, term)| term)),
                    of,
                ),
                Some((Operator::Multiply | Operator::Divide, _)) | None => {
                    let first = first.dimension(of)?;
                    rest.iter().try_fold(first, |product, (operator, term)| {
                        let term = term.dimension(of)?;
                        Ok(if *operator == Operator::Divide {
                            product.div(&term)
                        } else {
                            product.mul(&term)
                        })
                    })
                }
            },
            Self::Call(Function::Sum | Function::Min | Function::Max | Function::Abs, arguments) => {
                common(arguments.iter(), of)
            }
        }
    }

    fn is_zero(&self) -> bool {
        matches!(self, Self::Number(0.0))
    }

    fn is_difference(&self) -> bool {
        let Self::Chain { first, rest } = self else {
            return false;
        };
        let subtracts = rest.iter().any(|(operator, _)| *operator == Operator::Subtract);
        subtracts && first.has_reference() && rest.iter().all(|(_, term)| term.has_reference())
    }
}

/// The one dimension of all parts; literal zeros go with any.
fn common<'a>(
    parts: impl Iterator<Item = &'a Expression>,
    of: &mut dyn FnMut(&str) -> Option<Dimension>,
) -> Result<Dimension, FormulaUnitError> {
    let mut found: Option<(&Expression, Dimension)> = None;
    for part in parts.filter(|part| !part.is_zero()) {
        let dimension = part.dimension(of)?;
        match &found {
            None => found = Some((part, dimension)),
            Some((_, known)) if *known == dimension => {}
            Some((left, left_dimension)) => {
                return Err(FormulaUnitError::Mismatch {
                    left: left.to_string(),
                    left_dimension: left_dimension.clone(),
                    right: part.to_string(),
                    right_dimension: dimension,
                });
            }
        }
    }
    Ok(found.map_or(Dimension::ONE, |(_, dimension)| dimension))
}
