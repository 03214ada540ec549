//! Weights from how much columns spread and how little they repeat each other. Empty results: the data give none.

use zhibiao_model::framework::Direction;

use crate::{
    aggregate::Components,
    elementary::ln,
    fault::Error,
    moments::{correlation, mean, present, range, variance},
    run::Halt,
};

pub(super) fn entropy(columns: &[Vec<f64>]) -> Vec<f64> {
    columns
        .iter()
        .map(|column| diversity(column))
        .collect::<Option<_>>()
        .unwrap_or_default()
}

/// 1 − E; zero for fewer than two units, none for negative values.
fn diversity(column: &[f64]) -> Option<f64> {
    let count = present(column).count();
    let total: f64 = present(column).sum();
    if present(column).any(|value| value < 0.0) {
        return None;
    }
    if count < 2 || total == 0.0 {
        return Some(0.0);
    }
    let sum: f64 = present(column)
        .map(|value| value / total)
        .filter(|share| *share > 0.0)
        .map(|share| share * ln(share))
        .sum();
    // Rounding can make the entropy of equal values exceed 1.
    Some((1.0 + sum / ln(count as f64)).max(0.0))
        .map(|diversity| if diversity < 1e-14 { 0.0 } else { diversity })
}

pub(super) fn critic(columns: &[Vec<f64>], halt: Halt<'_>) -> Result<Vec<f64>, Error> {
    let conflict = |a: usize| {
        halt.ask()?;
        let others = (0..columns.len()).filter(|b| *b != a);
        let conflicts = others.map(|b| 1.0 - correlation(&columns[a], &columns[b]).unwrap_or(0.0));
        Ok(conflicts.sum::<f64>())
    };
    if let [_] = columns {
        return Ok(vec![1.0]);
    }
    deviation(columns)
        .iter()
        .enumerate()
        .map(|(at, deviation)| Ok(deviation * conflict(at)?))
        .collect()
}

pub(super) fn deviation(columns: &[Vec<f64>]) -> Vec<f64> {
    columns
        .iter()
        .map(|column| variance(column).unwrap_or(0.0).sqrt())
        .collect()
}

pub(super) fn gini(columns: &[&[f64]]) -> Vec<f64> {
    columns
        .iter()
        .map(|column| gini_coefficient(column))
        .collect::<Option<_>>()
        .unwrap_or_default()
}

fn gini_coefficient(column: &[f64]) -> Option<f64> {
    let mut known: Vec<f64> = present(column).collect();
    if known.iter().any(|value| *value < 0.0) {
        return None;
    }
    known.sort_unstable_by(f64::total_cmp);
    let n = known.len() as f64;
    let centre = mean(&known).unwrap_or(0.0);
    if centre == 0.0 {
        return Some(0.0);
    }
    // ΣΣ|xᵢ − xⱼ| = 2·Σ(2i − n − 1)·x₍ᵢ₎ over sorted values.
    let sum: f64 = known
        .iter()
        .enumerate()
        .map(|(at, x)| (2.0 * at as f64 + 1.0 - n) * x)
        .sum();
    let coefficient = sum / (n * n * centre);
    Some(if coefficient < 1e-14 { 0.0 } else { coefficient })
}

/// S = ln(1 + Σ|ln n|/m), S′ without the component, weight Σ|S′ − S|; n = min/x for benefits, x/max for costs.
pub(super) fn merec(parts: &Components<'_>) -> Vec<f64> {
    let m = parts.columns.len() as f64;
    let mut logs: Vec<Vec<f64>> = Vec::new();
    for (column, direction) in parts.columns.iter().zip(parts.directions) {
        let Some((min, max)) = range(column).filter(|(min, _)| *min > 0.0) else {
            return Vec::new();
        };
        let log = |value: &f64| match direction {
            Direction::Up => ln(min / value).abs(),
            Direction::Down => ln(value / max).abs(),
        };
        logs.push(column.iter().map(log).collect());
    }
    let mut effects = vec![0.0; logs.len()];
    for unit in 0..parts.units() {
        let total: f64 = logs
            .iter()
            .map(|column| column[unit])
            .filter(|log| !log.is_nan())
            .sum();
        let whole = ln(1.0 + total / m);
        for (effect, column) in effects
            .iter_mut()
            .zip(&logs)
            .filter(|(_, column)| !column[unit].is_nan())
        {
            *effect += (ln(1.0 + (total - column[unit]) / m) - whole).abs();
        }
    }
    effects
}
