//! Units: what a number counts, and exact conversion between units of one dimension.
//!
//! Every unit is a product of base units with an exact rational size, so that 千元 become 亿元 without an error
//! beyond the last bit of the answer. Amounts in different currencies, working days and calendar days, per cent
//! and percentage points are different quantities and never convert.
//!
//! ```
//! use zhibiao_model::unit::Unit;
//! let thousand = Unit::parse("千元").unwrap();
//! let hundred_million = Unit::parse("亿元").unwrap();
//! assert_eq!(thousand.convert(7_860_000.0, &hundred_million).unwrap(), 78.6);
//! ```

use std::fmt;
use std::str::FromStr;

mod dimension;
mod parse;
mod table;
#[cfg(test)]
mod tests;

pub use dimension::{Base, Currency, Dimension};
pub(crate) use parse::leading_scale;
pub use parse::{InvalidUnit, UnitFault};

/// Integers up to here are exact in f64.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A unit, such as `万元`, `件/万人` or `%`.
///
/// Equal units print alike; `件` and `个` differ although they convert one to one (see [`Self::converts_to`]).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    symbol: String,
    dimension: Dimension,
    /// Size in canonical units as a reduced fraction; neither is zero.
    num: u64,
    den: u64,
}

/// A base unit as the list of units shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownUnit {
    /// As it is printed.
    pub symbol: &'static str,
    /// Other spellings that are read.
    pub names: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
}

/// Two units between which there is no conversion.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitMismatch {
    /// Amounts in different currencies: an exchange rate is a figure of its own, not a conversion.
    #[error("{from} and {to} are amounts in different currencies, which are never converted")]
    Currency {
        /// Symbol of the unit the value is in.
        from: String,
        /// Symbol of the unit asked for.
        to: String,
    },
    /// A ratio and a difference of ratios.
    #[error("{from} and {to}: a percentage and a difference of percentages (百分点) are never converted")]
    PercentagePoints {
        /// Symbol of the unit the value is in.
        from: String,
        /// Symbol of the unit asked for.
        to: String,
    },
    /// Units that measure different things.
    #[error("{from} does not convert to {to}: one measures in {from_dimension}, the other in {to_dimension}")]
    Dimension {
        /// Symbol of the unit the value is in.
        from: String,
        /// Symbol of the unit asked for.
        to: String,
        /// What the first measures.
        from_dimension: Dimension,
        /// What the second measures.
        to_dimension: Dimension,
    },
}

impl Unit {
    /// Reads a unit in any usual spelling: a scale (`万`, `百亿`, `million`) before a base unit, quotients (`A/B`,
    /// `A每B`, `每BA`), products (`A·B`), full-width forms, surrounding brackets. Empty text, `无` and `-` are the
    /// unit of plain numbers.
    ///
    /// # Errors
    /// [`InvalidUnit`] with the part that is not known and the nearest known symbols.
    pub fn parse(text: &str) -> Result<Self, InvalidUnit> {
        parse::unit(text)
    }

    /// The unit of plain numbers, `无`.
    pub fn one() -> Self {
        Self::of(&Dimension::ONE)
    }

    /// The canonical unit of a dimension.
    pub fn of(dimension: &Dimension) -> Self {
        Self {
            symbol: dimension.to_string(),
            dimension: dimension.clone(),
            num: 1,
            den: 1,
        }
    }

    /// The text that names this unit; [`Self::parse`] reads it back.
    pub fn symbol(&self) -> &str {
        &self.symbol
    }

    /// What it measures.
    pub fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// The canonical unit of the same dimension, in which values are compared and computed.
    pub fn canonical(&self) -> Self {
        Self::of(&self.dimension)
    }

    /// Whether values in this unit can be given in the other.
    pub fn converts_to(&self, other: &Self) -> bool {
        self.dimension == other.dimension
    }

    /// A value in this unit, given in the other. Exact where the numbers are; otherwise rounded at most twice.
    ///
    /// # Errors
    /// [`UnitMismatch`] when the two measure different things.
    pub fn convert(&self, value: f64, to: &Self) -> Result<f64, UnitMismatch> {
        if !self.converts_to(to) {
            return Err(self.mismatch(to));
        }
        let num = u128::from(self.num) * u128::from(to.den);
        let den = u128::from(self.den) * u128::from(to.num);
        Ok(scale(value, num, den))
    }

    /// A value in this unit, given in the canonical one.
    pub fn to_canonical(&self, value: f64) -> f64 {
        scale(value, self.num.into(), self.den.into())
    }

    /// A value in the canonical unit, given in this one.
    pub fn from_canonical(&self, value: f64) -> f64 {
        scale(value, self.den.into(), self.num.into())
    }

    /// All base units; scales and quotients of them are units too.
    pub fn known() -> impl Iterator<Item = KnownUnit> {
        table::TABLE.iter().map(|entry| KnownUnit {
            symbol: entry.symbol,
            names: entry.names,
            dimension: entry.dimension(),
        })
    }

    fn mismatch(&self, to: &Self) -> UnitMismatch {
        let (from_dimension, to_dimension) = (self.dimension.clone(), to.dimension.clone());
        let (from, to) = (self.symbol.clone(), to.symbol.clone());
        let points = Dimension::of(Base::PercentagePoints);
        if from_dimension.ignoring_currency() == to_dimension.ignoring_currency() {
            UnitMismatch::Currency { from, to }
        } else if (from_dimension.is_one() && to_dimension == points)
            || (from_dimension == points && to_dimension.is_one())
        {
            UnitMismatch::PercentagePoints { from, to }
        } else {
            UnitMismatch::Dimension {
                from,
                to,
                from_dimension,
                to_dimension,
            }
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.symbol)
    }
}

impl FromStr for Unit {
    type Err = InvalidUnit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// `value × num ÷ den` with the fewest roundings: one if either is 1, and the division first where the product
/// would leave the exact integers and the quotient does not.
fn scale(value: f64, num: u128, den: u128) -> f64 {
    let common = gcd(num, den);
    let (num, den) = ((num / common) as f64, (den / common) as f64);
    let product = value * num;
    if product.abs() > EXACT && (value % den == 0.0 || product.is_infinite()) {
        value / den * num
    } else {
        product / den
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
