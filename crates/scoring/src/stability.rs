//! How far weights may move before ranks change. Exact, for additive indices without gaps: there scores are linear in
//! each weight. Scores are compared as they are, not as they are rounded.

use crate::{
    aggregate::Weights,
    evaluation::{Evaluation, Stage},
    fault::Error,
    framework::Child,
    matrix::Matrix,
};

/// Projections until the hyperplane is met to the last digits.
const BISECTIONS: usize = 200;

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The weight there.
    pub weight: f64,
    /// The unit that the one in question meets there; none where the weight itself ends, at 0 or 1.
    pub meets: Option<usize>,
}

/// How far a weight may move: of unrounded scores, see [`Evaluation::weight_intervals`].
#[derive(Debug, Clone, PartialEq)]
pub struct WeightInterval {
    /// The aggregate.
    pub aggregate: String,
    /// Its component.
    pub component: String,
    /// The component's weight; those of the others share the rest as they do now.
    pub weight: f64,
    /// Lowest weight before the rank changes.
    pub low: Bound,
    /// Highest weight.
    pub high: Bound,
}

/// The smallest change of weights that makes two units tie, of unrounded scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Swap {
    /// Weight of each indicator in the whole index now.
    pub from: Vec<f64>,
    /// Weight at which both have the same score; any further and they swap.
    pub to: Vec<f64>,
    /// Euclidean length of the change.
    pub distance: f64,
    /// Weight that moves from some indicators to others: half the sum of all changes.
    pub moved: f64,
}

impl Evaluation {
    /// For each weight, the interval in which it may move before the unit that stands at a place changes places with
    /// any other.
    ///
    /// These are intervals of unrounded scores. Published ranks are of scores rounded to the framework's decimals: there
    /// two units tie from half a unit of the last decimal before the bound to half a unit after it, and units that tie as
    /// published may have an order, and an interval, here.
    ///
    /// # Errors
    /// [`Error::Inapplicable`] when the index is not additive, weights differ between units, cells are missing, or
    /// nobody stands there.
    pub fn weight_intervals(&self, place: usize) -> Result<Vec<WeightInterval>, Error> {
        self.linear()?;
        let ranking = self.ranking(self.root());
        let unit = place
            .checked_sub(1)
            .and_then(|at| ranking.get(at))
            .ok_or_else(|| {
                Error::inapplicable(
                    "rank",
                    format!("is {place}: there are ranks 1 to {}", ranking.len()),
                )
            })?;
        let scores = self.scores.root();
        let leads: Vec<f64> = scores.iter().map(|score| scores[unit.unit] - score).collect();
        let effective = self.effective();
        let mut intervals = Vec::new();
        for (at, node) in self.framework().nodes().iter().enumerate() {
            for (part, child) in node.children.iter().enumerate() {
                let weight = self.scores.weights[at].of(0, part);
                let slopes = self.slopes(at, *child, weight, effective[at]);
                let (low, high) = if slopes.is_empty() {
                    (Bound { weight, meets: None }, Bound { weight, meets: None })
                } else {
                    bounds(unit.unit, weight, &leads, &slopes)
                };
                intervals.push(WeightInterval {
                    aggregate: node.id.clone(),
                    component: self.framework().name(*child).to_owned(),
                    weight,
                    low,
                    high,
                });
            }
        }
        Ok(intervals)
    }

    /// The smallest change of the indicators' weights in the whole index that makes two units tie; none when one is at
    /// least as good in everything and better in something, so that no weights do.
    ///
    /// # Errors
    /// As [`Evaluation::weight_intervals`].
    pub fn smallest_swap(&self, unit: usize, other: usize) -> Result<Option<Swap>, Error> {
        self.linear()?;
        let from = self.indicator_weights();
        let normalised = self.stage(Stage::Normalised);
        let differences: Vec<f64> = (0..from.len())
            .map(|leaf| normalised.get(unit, leaf) - normalised.get(other, leaf))
            .collect();
        let Some(to) = nearest_tie(&from, &differences) else {
            return Ok(None);
        };
        let changes: Vec<f64> = from.iter().zip(&to).map(|(a, b)| b - a).collect();
        Ok(Some(Swap {
            distance: changes.iter().map(|change| change * change).sum::<f64>().sqrt(),
            moved: changes.iter().map(|change| change.abs()).sum::<f64>() / 2.0,
            from,
            to,
        }))
    }

    /// Weight of each indicator in the whole index, as the weights multiply down the tree. Of a unit with missing cells
    /// or weights of its own it says nothing.
    #[must_use]
    pub fn indicator_weights(&self) -> Vec<f64> {
        let effective = self.effective();
        let mut weights = vec![0.0; self.framework().leaves().len()];
        for (at, node) in self.framework().nodes().iter().enumerate() {
            for (part, child) in node.children.iter().enumerate() {
                if let Child::Leaf(leaf) = child {
                    weights[*leaf] = effective[at] * self.scores.weights[at].of(0, part);
                }
            }
        }
        weights
    }

    /// Weight of each aggregate in the whole index.
    fn effective(&self) -> Vec<f64> {
        let nodes = self.framework().nodes();
        let mut effective = vec![1.0; nodes.len()];
        for (at, node) in nodes.iter().enumerate().rev() {
            for (part, child) in node.children.iter().enumerate() {
                if let Child::Node(below) = child {
                    effective[*below] = effective[at] * self.scores.weights[at].of(0, part);
                }
            }
        }
        effective
    }

    fn linear(&self) -> Result<(), Error> {
        let missing = |matrix: &Matrix| {
            (0..matrix.columns()).any(|column| matrix.column(column).iter().any(|value| value.is_nan()))
        };
        let problem = if !self.is_additive() {
            "weights have exact intervals only where all aggregations are arithmetic"
        } else if self
            .scores
            .weights
            .iter()
            .any(|weights| matches!(weights, Weights::PerUnit(_)))
        {
            "each unit has weights of its own"
        } else if missing(self.stage(Stage::Normalised)) {
            "cells are missing, so that each unit has weights of its own: impute them"
        } else {
            return Ok(());
        };
        Err(Error::inapplicable("aggregates", problem))
    }

    /// By how much each unit's score rises with a component's weight; empty when that is the only one with weight.
    fn slopes(&self, node: usize, child: Child, weight: f64, effective: f64) -> Vec<f64> {
        if weight >= 1.0 {
            return Vec::new();
        }
        let component = match child {
            Child::Leaf(leaf) => self.stage(Stage::Normalised).column(leaf),
            Child::Node(below) => self.scores.nodes.column(below),
        };
        let whole = self.scores.nodes.column(node);
        // The others' mean is (whole − weight·x)/(1 − weight); the slope is x less that.
        component
            .iter()
            .zip(whole)
            .map(|(x, whole)| effective * (x - whole) / (1.0 - weight))
            .collect()
    }
}

/// Where the lead over some other unit ends, on either side.
fn bounds(unit: usize, weight: f64, leads: &[f64], slopes: &[f64]) -> (Bound, Bound) {
    let mut low = Bound {
        weight: 0.0,
        meets: None,
    };
    let mut high = Bound {
        weight: 1.0,
        meets: None,
    };
    for (other, lead) in leads.iter().enumerate().filter(|(other, _)| *other != unit) {
        let slope = slopes[unit] - slopes[other];
        if slope == 0.0 {
            continue;
        }
        let at = weight - lead / slope;
        let meets = Some(other);
        if at <= weight && at > low.weight {
            low = Bound { weight: at, meets };
        }
        if at >= weight && at < high.weight {
            high = Bound { weight: at, meets };
        }
    }
    (low, high)
}

/// The weights nearest to `from`, none negative, of sum 1, at which `differences` weigh to nothing.
///
/// They are the projection of from − μ·differences onto the simplex for some μ (the conditions of Karush, Kuhn and
/// Tucker), and the sum falls as μ rises.
fn nearest_tie(from: &[f64], differences: &[f64]) -> Option<Vec<f64>> {
    let least = differences.iter().copied().fold(f64::INFINITY, f64::min);
    let most = differences.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let equal = least == 0.0 && most == 0.0;
    let dominated = (least >= 0.0 || most <= 0.0) && !equal;
    if dominated {
        return None;
    }
    let weighed = |weights: &[f64]| weights.iter().zip(differences).map(|(w, d)| w * d).sum::<f64>();
    let at = |mu: f64| {
        project(
            &from
                .iter()
                .zip(differences)
                .map(|(w, d)| w - mu * d)
                .collect::<Vec<_>>(),
        )
    };
    let sign = weighed(from).signum();
    let (mut low, mut high) = (0.0, 1.0 / (most - least).max(f64::MIN_POSITIVE));
    if equal || weighed(from) == 0.0 {
        return Some(from.to_vec());
    }
    let crossed = |mu: f64| weighed(&at(sign * mu)) * sign <= 0.0;
    while !crossed(high) && high.is_finite() {
        high *= 2.0;
    }
    for _ in 0..BISECTIONS {
        let middle = (low + high) / 2.0;
        if crossed(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(at(sign * high))
}

/// The nearest point that has no negative entry and sum 1. Source: Held, Wolfe & Crowder (1974).
fn project(point: &[f64]) -> Vec<f64> {
    let mut sorted = point.to_vec();
    sorted.sort_unstable_by(|a, b| b.total_cmp(a));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (count, value) in (1..).zip(&sorted) {
        sum += value;
        let candidate = (sum - 1.0) / f64::from(count);
        if *value > candidate {
            shift = candidate;
        }
    }
    point.iter().map(|value| (value - shift).max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use zhibiao_model::framework::FrameworkForm;

    use super::*;
    use crate::{
        framework::Framework,
        index::Index,
        table::{Cell, Column, Table, Unit},
    };

    fn evaluate(weights: [f64; 2], rows: &[[f64; 2]]) -> Evaluation {
        let text = format!(
            "id = \"f\"\ndecimals = 10\nnormalise = {{ method = \"as_is\" }}\naggregates = [{{ id = \"index\" }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\", weight = {} }},\n\
             {{ code = \"y\", parent = \"index\", weight = {} }}]",
            weights[0], weights[1]
        );
        let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
        let units = (0..rows.len()).map(|at| Unit {
            code: format!("u{at}"),
            ..Unit::default()
        });
        let columns = ["x", "y"].iter().enumerate().map(|(at, code)| Column {
            code: (*code).to_owned(),
            cells: rows.iter().map(|row| Cell::plain(Some(row[at]))).collect(),
            past: Vec::new(),
        });
        let table = Table::new(units.collect(), 2024.5, columns.collect()).unwrap();
        Index::new(&framework, &table).unwrap().evaluate().unwrap()
    }

    /// (4,0), (1,2), (0,3) at weight w of x: 4w, 2 − w, 3 − 3w. The first leads the second from 2/5 on, the third from
    /// 3/7 on.
    #[test]
    fn weights_may_move_up_to_the_crossing() {
        let rows = [[4.0, 0.0], [1.0, 2.0], [0.0, 3.0]];
        let found = evaluate([0.5, 0.5], &rows).weight_intervals(1).unwrap();
        assert_eq!((found[0].component.as_str(), found[0].weight), ("x", 0.5));
        assert!((found[0].low.weight - 3.0 / 7.0).abs() < 1e-12, "{found:?}");
        assert_eq!(
            (found[0].low.meets, found[0].high),
            (
                Some(2),
                Bound {
                    weight: 1.0,
                    meets: None
                }
            )
        );
        assert!((found[1].high.weight - 4.0 / 7.0).abs() < 1e-12);
        for (weight, first) in [(0.43, 0), (0.4285, 2)] {
            let moved = evaluate([weight, 1.0 - weight], &rows);
            assert_eq!(moved.ranking(0)[0].unit, first, "{weight}");
        }
        assert!(evaluate([0.5, 0.5], &rows).weight_intervals(4).is_err());
    }

    #[test]
    fn two_units_tie_at_the_nearest_weights() {
        let found = evaluate([0.5, 0.5], &[[4.0, 0.0], [1.0, 2.0], [0.5, 1.0]]);
        let swap = found.smallest_swap(0, 1).unwrap().unwrap();
        assert!(
            (swap.to[0] - 0.4).abs() < 1e-9 && (swap.to[1] - 0.6).abs() < 1e-9,
            "{swap:?}"
        );
        assert!((swap.moved - 0.1).abs() < 1e-9);
        assert_eq!(found.smallest_swap(1, 2).unwrap(), None, "better in everything");
    }

    /// With many indicators the answer is feasible and no feasible step from it is shorter.
    #[test]
    fn no_nearer_tie_exists() {
        let from = [0.4, 0.3, 0.2, 0.1];
        let differences = [2.0, 1.0, -0.5, -3.0];
        let to = nearest_tie(&from, &differences).unwrap();
        let weighed: f64 = to.iter().zip(differences).map(|(w, d)| w * d).sum();
        assert!(weighed.abs() < 1e-9 && (to.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let length = |v: &[f64]| v.iter().zip(from).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        // Directions that keep both sums: cross products of three coordinates.
        for skip in 0..4 {
            let on: Vec<usize> = (0..4).filter(|at| *at != skip).collect();
            let [a, b, c] = on[..] else { panic!("three") };
            let step = [
                (a, differences[b] - differences[c]),
                (b, differences[c] - differences[a]),
                (c, differences[a] - differences[b]),
            ];
            for size in [1e-4, -1e-4] {
                let mut other = to.clone();
                step.iter().for_each(|(at, by)| other[*at] += size * by);
                assert!(
                    other.iter().any(|w| *w < 0.0) || length(&other) >= length(&to),
                    "{to:?}"
                );
            }
        }
    }
}
