//! What is uncertain about an index, as its framework says: whether it makes sense, and how it is drawn.

use zhibiao_model::framework::{Assumptions, Direction, Spread, WeightNoise};

use crate::{
    aggregate::Aggregate as _, fault::Faults, impute::Impute as _, normalise::Normalise as _, random::Random,
    treat::Treat as _,
};

/// An error on both sides.
pub(crate) fn error(spread: Spread, random: &mut Random) -> f64 {
    match spread {
        Spread::Normal { sd } => sd * random.normal(),
        Spread::Uniform { width } => width * (2.0 * random.uniform() - 1.0),
        Spread::Triangular { width } => width * (random.uniform() - random.uniform()),
        Spread::Exponential { mean } => mean * (random.exponential() - random.exponential()),
    }
}

/// An error on the upper side.
pub(crate) fn excess(spread: Spread, random: &mut Random) -> f64 {
    match spread {
        Spread::Exponential { mean } => mean * random.exponential(),
        Spread::Uniform { width } => width * random.uniform(),
        Spread::Normal { .. } | Spread::Triangular { .. } => error(spread, random).abs(),
    }
}

/// Draws weights around nominal ones; weights of zero stay zero.
pub(crate) fn vary(noise: WeightNoise, nominal: &[f64], weights: &mut [f64], random: &mut Random) {
    for (weight, nominal) in weights.iter_mut().zip(nominal) {
        *weight = match noise {
            _ if *nominal <= 0.0 => *nominal,
            WeightNoise::Share { share } => *nominal * (1.0 + share * (2.0 * random.uniform() - 1.0)),
            WeightNoise::Dirichlet { concentration } => random.gamma(*nominal * concentration),
        };
    }
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= sum);
    } else {
        alone(nominal, weights, random);
    }
}

/// All weight on one component. When the concentration is so tiny that every gamma vanishes, that is what the Dirichlet
/// distribution comes to, with the nominal weights as chances.
fn alone(nominal: &[f64], weights: &mut [f64], random: &mut Random) {
    let mut left = random.uniform() * nominal.iter().sum::<f64>();
    let drawn = nominal.iter().position(|weight| {
        left -= weight;
        left < 0.0
    });
    weights.fill(0.0);
    if let Some(at) = drawn.or_else(|| nominal.iter().rposition(|weight| *weight > 0.0)) {
        weights[at] = 1.0;
    }
}

/// Whether its parameters make sense.
pub(crate) fn check(assumptions: &Assumptions, path: &str, faults: &mut Faults) {
    match assumptions.weights {
        Some(WeightNoise::Share { share }) => {
            faults.check(
                (0.0..=1.0).contains(&share),
                &format!("{path}.weights.share"),
                || format!("is {share}: give 0 to 1"),
            );
        }
        Some(WeightNoise::Dirichlet { concentration }) => {
            let fine = concentration > 0.0 && concentration <= 1e9;
            faults.check(fine, &format!("{path}.weights.concentration"), || {
                format!("is {concentration}: give a positive number up to 1e9")
            });
        }
        None => {}
    }
    faults.check(
        (0.0..=1.0).contains(&assumptions.leave_out),
        &format!("{path}.leave_out"),
        || format!("is {}: give a probability", assumptions.leave_out),
    );
    for (at, method) in assumptions.imputation.iter().enumerate() {
        method.check(&format!("{path}.imputation[{at}]"), faults);
    }
    for (at, method) in assumptions.treatment.iter().enumerate() {
        method.check(&format!("{path}.treatment[{at}]"), faults);
    }
    for (at, method) in assumptions.normalisation.iter().enumerate() {
        method.check(&format!("{path}.normalisation[{at}]"), Direction::Up, faults);
    }
    for (at, method) in assumptions.aggregation.iter().enumerate() {
        method.check(&format!("{path}.aggregation[{at}]"), faults);
    }
    for (kind, spread) in assumptions.data.kinds() {
        if let Some(spread) = spread {
            let size = spread.size();
            faults.check(size > 0.0 && size <= 10.0, &format!("{path}.data.{kind}"), || {
                format!("has size {size}: give a positive share up to 10")
            });
        }
    }
}
