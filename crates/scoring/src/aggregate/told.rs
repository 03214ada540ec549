//! What readers of an aggregate's scores should know.

use zhibiao_model::framework::{Aggregation, Direction};

use super::{Aggregate as _, Components, Needs, Weights, is_too_few};
use crate::{
    note::{Negatives, Note, Notes},
    weight::fills,
};

/// Whose scores are spoken of.
#[derive(Clone, Copy)]
pub(crate) struct Noted<'a> {
    /// The aggregate.
    pub(crate) about: &'a str,
    /// Its components.
    pub(crate) names: &'a [&'a str],
    /// The unit in a row.
    pub(crate) code: &'a dyn Fn(usize) -> &'a str,
    /// Share of the components that a unit needs.
    pub(crate) min_available: f64,
    /// The weights of the components.
    pub(crate) weights: &'a Weights,
    /// Greatest share of a component where each unit has weights of its own: negative components leave it without a
    /// score whatever the aggregation, and bounds of their shares may leave it without any weight.
    pub(crate) max_share: Option<f64>,
}

/// Units by what there is to tell of them.
#[derive(Debug)]
struct Sorted {
    few: Vec<usize>,
    undefined: Vec<usize>,
    zeroed: Vec<usize>,
    bounded: Vec<usize>,
    loosened: Vec<usize>,
    /// By the component that is negative.
    negative: Vec<Vec<usize>>,
    /// By the cost that is missing or zero.
    costless: Vec<Vec<usize>>,
}

impl Sorted {
    fn new(method: &Aggregation, of: Noted<'_>, parts: &Components<'_>, scores: &[f64]) -> Self {
        let none = vec![Vec::new(); parts.columns.len()];
        let mut sorted = Self {
            few: Vec::new(),
            undefined: Vec::new(),
            zeroed: Vec::new(),
            bounded: Vec::new(),
            loosened: Vec::new(),
            negative: none.clone(),
            costless: none,
        };
        for (unit, score) in scores.iter().enumerate() {
            let present = parts.present(unit);
            if !score.is_nan() {
                if of.max_share.is_some_and(|most| !fills(most, present)) {
                    sorted.loosened.push(unit);
                }
                if *score == 0.0 {
                    sorted.zero(unit, method, of, parts);
                }
            } else if is_too_few(present, parts.columns.len(), of.min_available) {
                sorted.few.push(unit);
            } else {
                sorted.missing(unit, method, of, parts);
            }
        }
        sorted
    }

    fn zero(&mut self, unit: usize, method: &Aggregation, of: Noted<'_>, parts: &Components<'_>) {
        // A product with a factor of zero is zero, as it is of logarithms.
        if method.needs() == (Needs::Scores { positive: true }) || *method == Aggregation::WeightedProduct {
            self.zeroed.push(unit);
        } else if of.max_share.is_some() && parts.columns.iter().any(|column| column[unit] > 0.0) {
            self.bounded.push(unit);
        }
    }

    /// Of a unit that has enough components, but no score.
    fn missing(&mut self, unit: usize, method: &Aggregation, of: Noted<'_>, parts: &Components<'_>) {
        let refuses = method.refuses_negatives() || of.max_share.is_some();
        let below = parts.columns.iter().position(|column| column[unit] < 0.0);
        if let Some(part) = below.filter(|_| refuses) {
            self.negative[part].push(unit);
        } else if let Some(part) = method.cost_to_blame(parts.costs_of(unit, of.weights)) {
            self.costless[part].push(unit);
        } else {
            self.undefined.push(unit);
        }
    }
}

pub(super) fn note(
    method: &Aggregation,
    of: Noted<'_>,
    parts: &Components<'_>,
    scores: &[f64],
    notes: &mut Notes,
) {
    let Noted { about, names, .. } = of;
    let sorted = Sorted::new(method, of, parts, scores);
    let negative = sorted.negative.iter().enumerate();
    for (part, units) in negative.filter(|(_, units)| !units.is_empty()) {
        let value = |unit: &usize| ((of.code)(*unit), parts.columns[part][*unit]);
        let note = Note::Negative {
            component: names[part].to_owned(),
            who: Negatives::of(units.iter().map(value)),
        };
        notes.add(about, note);
    }
    for (part, units) in sorted.costless.iter().enumerate() {
        notes.units(about, units, of.code, |who| Note::WithoutCost {
            component: names[part].to_owned(),
            who,
        });
    }
    notes.units(about, &sorted.loosened, of.code, |who| Note::SharesLoosened {
        missing: parts.missing_to(&sorted.loosened, names),
        who,
    });
    notes.units(about, &sorted.few, of.code, Note::TooFewComponents);
    notes.units(about, &sorted.undefined, of.code, Note::Undefined);
    notes.units(about, &sorted.zeroed, of.code, Note::Zeroed);
    notes.units(about, &sorted.bounded, of.code, Note::ZeroShare);
}

impl Components<'_> {
    /// A unit's costs that have weight, each with its number.
    fn costs_of<'b>(&'b self, unit: usize, weights: &'b Weights) -> impl Iterator<Item = (usize, f64)> + 'b {
        let costs = self.directions.iter().enumerate();
        costs
            .filter(move |(part, direction)| **direction == Direction::Down && weights.of(unit, *part) > 0.0)
            .map(move |(part, _)| (part, self.columns[part][unit]))
    }

    /// Names of the components that any of these units lacks.
    fn missing_to(&self, units: &[usize], names: &[&str]) -> Vec<String> {
        let named = self.columns.iter().zip(names);
        named
            .filter(|(column, _)| units.iter().any(|unit| column[*unit].is_nan()))
            .map(|(_, name)| (*name).to_owned())
            .collect()
    }
}
