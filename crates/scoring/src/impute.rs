//! Filling missing cells, column by column. What was filled is flagged for ever after.

use std::collections::BTreeMap;

use zhibiao_model::framework::Imputation;

use crate::{
    fault::Faults,
    moments::{mean, median, present},
};

/// A value of another period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Past {
    pub(crate) unit: usize,
    pub(crate) time: f64,
    pub(crate) value: f64,
}

/// What imputation goes by.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// Group of each unit, by grouping; none where a unit has no group.
    pub(crate) groups: &'a BTreeMap<String, Vec<Option<usize>>>,
    /// Values of other periods, by unit and time.
    pub(crate) past: &'a [Past],
    /// The period that is imputed, in years.
    pub(crate) time: f64,
    /// The regressor.
    pub(crate) regressor: Option<&'a [f64]>,
}

/// What the engine does with an imputation.
pub(crate) trait Impute {
    /// Whether its parameters make sense.
    fn check(&self, path: &str, faults: &mut Faults);

    /// Fills a column's missing cells where it can.
    fn fill(&self, column: &mut [f64], context: &Context<'_>);
}

impl Impute for Imputation {
    fn check(&self, path: &str, faults: &mut Faults) {
        match self {
            Self::LastPeriod { max_age: Some(age) } | Self::LinearInTime { max_age: Some(age) } => {
                faults.check(age.is_finite() && *age > 0.0, &format!("{path}.max_age"), || {
                    format!("is {age}: give a positive number of years")
                });
            }
            Self::None
            | Self::Mean
            | Self::Median
            | Self::GroupMean { .. }
            | Self::GroupMedian { .. }
            | Self::LastPeriod { max_age: None }
            | Self::LinearInTime { max_age: None }
            | Self::Regression { .. } => {}
        }
    }

    fn fill(&self, column: &mut [f64], context: &Context<'_>) {
        match self {
            Self::None => {}
            Self::Mean => fill_with(column, mean(column)),
            Self::Median => fill_with(column, median(column)),
            Self::GroupMean { by } => by_group(column, context.groups.get(by), mean),
            Self::GroupMedian { by } => by_group(column, context.groups.get(by), median),
            Self::LastPeriod { max_age } => each_missing(column, |unit| {
                Some(last(context.past, unit, context.time, *max_age)?.value)
            }),
            Self::LinearInTime { max_age } => each_missing(column, |unit| {
                linear(
                    of_unit(context.past, unit),
                    context.time,
                    max_age.unwrap_or(f64::INFINITY),
                )
            }),
            Self::Regression { .. } => {
                if let Some(regressor) = context.regressor {
                    regress(column, regressor);
                }
            }
        }
    }
}

fn fill_with(column: &mut [f64], value: Option<f64>) {
    each_missing(column, |_| value);
}

fn each_missing(column: &mut [f64], fill: impl Fn(usize) -> Option<f64>) {
    for (unit, cell) in column.iter_mut().enumerate() {
        if cell.is_nan()
            && let Some(value) = fill(unit).filter(|value| value.is_finite())
        {
            *cell = value;
        }
    }
}

fn by_group(column: &mut [f64], groups: Option<&Vec<Option<usize>>>, centre: impl Fn(&[f64]) -> Option<f64>) {
    let Some(groups) = groups else { return };
    let mut members: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (group, value) in groups.iter().zip(column.iter()) {
        if let Some(group) = group {
            members.entry(*group).or_default().push(*value);
        }
    }
    let centres: BTreeMap<usize, f64> = members
        .into_iter()
        .filter_map(|(group, values)| Some((group, centre(&values)?)))
        .collect();
    each_missing(column, |unit| centres.get(&groups[unit]?).copied());
}

fn of_unit(past: &[Past], unit: usize) -> &[Past] {
    let from = past.partition_point(|value| value.unit < unit);
    let until = past.partition_point(|value| value.unit <= unit);
    &past[from..until]
}

/// A unit's last value before a time, no older than so many years.
pub(crate) fn last(past: &[Past], unit: usize, time: f64, max_age: Option<f64>) -> Option<&Past> {
    let values = of_unit(past, unit);
    let before = values.iter().rev().find(|past| past.time < time)?;
    (time - before.time <= max_age.unwrap_or(f64::INFINITY)).then_some(before)
}

/// The line through the values nearest in time.
fn linear(values: &[Past], time: f64, max_age: f64) -> Option<f64> {
    let near: Vec<&Past> = values
        .iter()
        .filter(|value| (value.time - time).abs() <= max_age)
        .collect();
    let split = near.partition_point(|value| value.time < time);
    let (before, after) = near.split_at(split);
    let (a, b) = match (before, after) {
        ([.., a], [b, ..]) | ([.., a, b], []) | ([], [a, b, ..]) => (a, b),
        ([] | [_], []) | ([], [_]) => return None,
    };
    let span = b.time - a.time;
    (span > 0.0).then(|| a.value + (b.value - a.value) * ((time - a.time) / span))
}

/// y = a + b·x with b = Σ(x−x̄)(y−ȳ)/Σ(x−x̄)².
fn regress(column: &mut [f64], regressor: &[f64]) {
    let known: Vec<(f64, f64)> = regressor
        .iter()
        .copied()
        .zip(column.iter().copied())
        .filter(|(x, y)| !x.is_nan() && !y.is_nan())
        .collect();
    let xs: Vec<f64> = known.iter().map(|pair| pair.0).collect();
    let ys: Vec<f64> = known.iter().map(|pair| pair.1).collect();
    let (Some(mean_x), Some(mean_y)) = (mean(&xs), mean(&ys)) else {
        return;
    };
    let spread: f64 = present(&xs).map(|x| (x - mean_x).powi(2)).sum();
    if spread > 0.0 {
        let slope = known
            .iter()
            .map(|(x, y)| (x - mean_x) * (y - mean_y))
            .sum::<f64>()
            / spread;
        each_missing(column, |unit| Some(mean_y + slope * (regressor[unit] - mean_x)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: f64 = f64::NAN;

    fn filled(method: &Imputation, column: &[f64], past: &[Past], regressor: Option<&[f64]>) -> Vec<f64> {
        let groups = BTreeMap::from([("place".to_owned(), vec![Some(0), Some(0), Some(1), Some(1), None])]);
        let mut column = column.to_vec();
        method.fill(
            &mut column,
            &Context {
                groups: &groups,
                past,
                time: 2024.0,
                regressor,
            },
        );
        column
    }

    fn at(unit: usize, time: f64, value: f64) -> Past {
        Past { unit, time, value }
    }

    #[test]
    fn centres_fill_gaps() {
        let column = [1.0, GAP, 4.0, 7.0, GAP];
        assert_eq!(
            filled(&Imputation::Mean, &column, &[], None),
            [1.0, 4.0, 4.0, 7.0, 4.0]
        );
        assert_eq!(
            filled(&Imputation::Median, &[1.0, GAP, 2.0, 9.0], &[], None),
            [1.0, 2.0, 2.0, 9.0]
        );
        let by = Imputation::GroupMean { by: "place".into() };
        let group = filled(&by, &[1.0, GAP, 4.0, 7.0, GAP], &[], None);
        assert_eq!(group[1], 1.0);
        assert!(group[4].is_nan(), "no group, nothing to go by");
        let empty = filled(
            &Imputation::GroupMedian { by: "place".into() },
            &[GAP, GAP, 4.0, GAP, 1.0],
            &[],
            None,
        );
        assert!(empty[0].is_nan() && empty[3] == 4.0);
        assert!(
            filled(&Imputation::Mean, &[GAP, GAP], &[], None)
                .iter()
                .all(|v| v.is_nan())
        );
    }

    #[test]
    fn time_fills_gaps() {
        let past = [
            at(0, 2021.0, 3.0),
            at(0, 2023.0, 5.0),
            at(1, 2022.0, 2.0),
            at(1, 2026.0, 6.0),
            at(2, 2023.0, 1.0),
        ];
        let column = [GAP, GAP, GAP, 7.0, GAP];
        let last = filled(
            &Imputation::LastPeriod { max_age: Some(1.0) },
            &column,
            &past,
            None,
        );
        assert_eq!((last[0], last[2], last[3]), (5.0, 1.0, 7.0));
        assert!(last[1].is_nan(), "older than carried");
        let line = filled(&Imputation::LinearInTime { max_age: None }, &column, &past, None);
        assert_eq!((line[0], line[1]), (6.0, 4.0), "continued and between");
        assert!(line[2].is_nan(), "one value is no line");
    }

    #[test]
    fn regression_fills_gaps() {
        let on = Imputation::Regression { on: "x".into() };
        let x = [1.0, 2.0, 3.0, 4.0, GAP];
        let y = filled(&on, &[3.0, 5.0, GAP, 9.0, GAP], &[], Some(&x));
        assert!((y[2] - 7.0).abs() < 1e-12 && y[4].is_nan());
        let constant = filled(&on, &[3.0, GAP], &[], Some(&[2.0, 2.0]));
        assert!(constant[1].is_nan(), "a constant explains nothing");
    }
}
