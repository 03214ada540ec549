//! Benefit of the doubt: each unit's most favourable weights, by a linear program.
//!
//! max Σ w·y(u) with Σ w·y(j) ≤ 1 for every unit j, w ≥ 0, and for each component
//! min_share·Σ w·y(u) ≤ w_c·y_c(u) ≤ max_share·Σ w·y(u). Source: Cherchye, Moesen, Rogge & Van Puyenbroeck,
//! *An introduction to 'benefit of the doubt' composite indicators*, Social Indicators Research 82 (2007).
//!
//! Where a unit lacks components, and those that it has can't fill max_share, each has an equal share of the score.

use crate::{
    aggregate::Components,
    fault::Error,
    matrix::{MISSING, Matrix},
    run::Halt,
    simplex,
};

/// Weights by unit and component; missing for a unit with a negative value or none at all.
pub(super) fn weigh(parts: &Components<'_>, shares: (f64, f64), halt: Halt<'_>) -> Result<Matrix, Error> {
    let (units, n) = (parts.units(), parts.columns.len());
    let value = |unit: usize, part: usize| parts.columns[part][unit];
    let usable = |unit: usize| {
        (0..n).all(|part| value(unit, part).is_nan() || value(unit, part) >= 0.0)
            && (0..n).any(|part| !value(unit, part).is_nan())
    };
    // A missing value neither helps a unit nor limits the others.
    let known = |unit: usize| -> Vec<f64> {
        (0..n)
            .map(|part| value(unit, part))
            .map(|y| if y.is_nan() { 0.0 } else { y })
            .collect()
    };
    let peers: Vec<Vec<f64>> = (0..units).filter(|unit| usable(*unit)).map(known).collect();
    let scale: Vec<f64> = (0..n)
        .map(|part| peers.iter().map(|row| row[part]).fold(0.0, f64::max))
        .map(|most| if most > 0.0 { most } else { 1.0 })
        .collect();
    let scaled: Vec<Vec<f64>> = peers
        .iter()
        .map(|row| row.iter().zip(&scale).map(|(y, s)| y / s).collect())
        .collect();
    let mut weights = Matrix::new(units, n);
    for (at, unit) in (0..units).filter(|unit| usable(*unit)).enumerate() {
        let own = &scaled[at];
        let has: Vec<bool> = (0..n).map(|part| !value(unit, part).is_nan()).collect();
        let (min_share, max_share) = shares;
        let present = has.iter().filter(|has| **has).count();
        let most = if fills(max_share, present) {
            max_share
        } else {
            1.0 / present as f64
        };
        let solution = favourable(own, &has, &scaled, (min_share, most), halt)?;
        for part in 0..n {
            weights.column_mut(part)[unit] = solution.as_ref().map_or(MISSING, |w| w[part] / scale[part]);
        }
    }
    Ok(weights)
}

/// Whether so many components can have the whole score between them.
pub(crate) fn fills(max_share: f64, present: usize) -> bool {
    max_share * present as f64 >= 1.0
}

fn favourable(
    own: &[f64],
    has: &[bool],
    peers: &[Vec<f64>],
    (low, high): (f64, f64),
    halt: Halt<'_>,
) -> Result<Option<Vec<f64>>, Error> {
    let mut rows = peers.to_vec();
    let mut bounds = vec![1.0; peers.len()];
    for part in (0..own.len()).filter(|part| has[*part]) {
        if low > 0.0 {
            rows.push(
                own.iter()
                    .enumerate()
                    .map(|(at, y)| low * y - if at == part { *y } else { 0.0 })
                    .collect(),
            );
            bounds.push(0.0);
        }
        if high < 1.0 {
            rows.push(
                own.iter()
                    .enumerate()
                    .map(|(at, y)| if at == part { *y } else { 0.0 } - high * y)
                    .collect(),
            );
            bounds.push(0.0);
        }
    }
    // A component that nobody has, or that this unit does not, gets no weight.
    for (part, has) in has.iter().enumerate() {
        let anybody = peers.iter().any(|row| row[part] > 0.0);
        if !has || !anybody {
            rows.push((0..own.len()).map(|at| f64::from(u8::from(at == part))).collect());
            bounds.push(0.0);
        }
    }
    simplex::maximise(own, &rows, &bounds, halt)
}
