//! One scale for all columns, on which higher is better.

mod linear;
mod ordinal;
mod ratio;
#[cfg(test)]
mod tests;

use zhibiao_model::framework::{Direction, Normalisation};

use crate::{fault::Faults, moments::range};

/// What a column is normalised by, beyond itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) direction: Direction,
    /// Values of other periods, treated as the column was.
    pub(crate) panel: &'a [f64],
    /// The column's range, where it is known already.
    pub(crate) range: Option<(f64, f64)>,
    /// Row of the reference unit.
    pub(crate) reference: Option<usize>,
}

/// What came of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Normalised,
    /// All values are the same.
    Constant,
    /// The method is not defined for the column: all of it is missing.
    Undefined,
}

/// What the engine does with a normalisation.
pub(crate) trait Normalise {
    /// Whether its parameters make sense for a direction.
    fn check(&self, path: &str, direction: Direction, faults: &mut Faults);

    /// Normalises a column in place.
    fn apply(&self, column: &mut [f64], context: Context<'_>) -> Outcome;
}

impl Normalise for Normalisation {
    fn check(&self, path: &str, direction: Direction, faults: &mut Faults) {
        match self {
            Self::MinMax { low, high, bounds: _ } => ordered(path, ("low", *low), ("high", *high), faults),
            Self::ZScore {
                mean,
                spread,
                bounds: _,
            } => {
                finite(path, "mean", *mean, faults);
                positive(path, "spread", *spread, faults);
            }
            Self::Goalposts {
                lower,
                upper,
                low,
                high,
                log,
                cap: _,
            } => {
                ordered(path, ("lower", *lower), ("upper", *upper), faults);
                ordered(path, ("low", *low), ("high", *high), faults);
                faults.check(!log || *lower > 0.0, &format!("{path}.lower"), || {
                    format!("is {lower}, but posts on a logarithmic scale are positive: give a positive one, or leave log out")
                });
            }
            Self::DistanceToTarget { target, cap: _ } => finite(path, "target", *target, faults),
            Self::Efficacy {
                satisfactory,
                unacceptable,
                base,
                span,
            } => {
                finite(path, "base", *base, faults);
                positive(path, "span", *span, faults);
                let before = faults.len();
                for (name, given) in [("satisfactory", satisfactory), ("unacceptable", unacceptable)] {
                    if let Some(value) = given {
                        finite(path, name, *value, faults);
                    }
                }
                if let (Some(good), Some(bad)) = (satisfactory, unacceptable)
                    && faults.len() == before
                {
                    let better = (good - bad) * direction.sign() > 0.0;
                    let which = match direction {
                        Direction::Up => "higher",
                        Direction::Down => "lower",
                    };
                    faults.check(better, &format!("{path}.satisfactory"), || {
                        format!(
                            "{good} is not better than the unacceptable {bad} where {which} values are better: give such \
                             indicators other ones"
                        )
                    });
                }
            }
            Self::DistanceToReference { .. }
            | Self::FractionOfMaximum
            | Self::PercentileRank
            | Self::Rank
            | Self::Borda
            | Self::Vector
            | Self::Sum
            | Self::AsIs => {}
        }
    }

    // As that of a treatment is.
    #[inline(always)]
    fn apply(&self, column: &mut [f64], context: Context<'_>) -> Outcome {
        let direction = context.direction;
        match self {
            Self::MinMax { low, high, bounds } => {
                let Some(own) = context.range.or_else(|| range(column)) else {
                    return Outcome::Undefined;
                };
                let over = linear::over_panel(own, context.panel, *bounds);
                linear::between(column, direction, over, (*low, *high), linear::Beyond::Nobody)
            }
            Self::ZScore { mean, spread, bounds } => {
                linear::standardise(column, direction, (*bounds, context.panel), (*mean, *spread))
            }
            Self::Goalposts {
                lower,
                upper,
                low,
                high,
                log,
                cap,
            } => {
                let posts = linear::Posts {
                    range: (*lower, *upper),
                    log: *log,
                };
                linear::goalposts(column, direction, posts, (*low, *high), *cap)
            }
            Self::DistanceToTarget { target, cap } => linear::to_target(column, direction, *target, *cap),
            Self::DistanceToReference { .. } => linear::to_reference(column, direction, context.reference),
            Self::Efficacy {
                satisfactory,
                unacceptable,
                base,
                span,
            } => linear::efficacy(column, direction, (*unacceptable, *satisfactory), (*base, *span)),
            Self::PercentileRank => ordinal::percentile(column, direction),
            Self::Rank => ordinal::rank(column, direction),
            Self::Borda => ordinal::borda(column, direction),
            Self::FractionOfMaximum => ratio::of_best(column, direction),
            Self::Vector => ratio::vector(column, direction),
            Self::Sum => ratio::sum_to_one(column, direction),
            Self::AsIs => Outcome::Normalised,
        }
    }
}

fn finite(path: &str, name: &str, value: f64, faults: &mut Faults) {
    faults.check(value.is_finite(), &format!("{path}.{name}"), || {
        format!("is {value}: give a number")
    });
}

fn positive(path: &str, name: &str, value: f64, faults: &mut Faults) {
    faults.check(
        value.is_finite() && value > 0.0,
        &format!("{path}.{name}"),
        || format!("is {value}: give a positive number"),
    );
}

fn ordered(path: &str, (name, low): (&str, f64), (above, high): (&str, f64), faults: &mut Faults) {
    let before = faults.len();
    finite(path, name, low, faults);
    finite(path, above, high, faults);
    if faults.len() > before {
        return;
    }
    faults.check(low < high, &format!("{path}.{name}"), || {
        format!("is {low}, not below {above} {high}: give a lower {name}, or a higher {above}")
    });
    let apart = low < high && (high - low).is_infinite();
    faults.check(!apart, &format!("{path}.{name}"), || {
        format!("is {low:e}, too far below {above} {high:e} to be computed with: give a higher {name}, or a lower {above}")
    });
}
