//! Weights from the principal components of the columns' correlations.

use zhibiao_model::framework::PcaRule;

use crate::{
    eigen,
    elementary::{atan2, sin_cos},
    fault::Error,
    moments::correlation,
    run::Halt,
};

/// Rounds of varimax after which the rotation has long settled.
const ROTATIONS: usize = 100;

pub(super) fn weights(columns: &[&[f64]], rule: PcaRule, halt: Halt<'_>) -> Result<Vec<f64>, Error> {
    let Some(correlations) = correlations(columns, halt)? else {
        return Ok(Vec::new());
    };
    let components = eigen::symmetric(&correlations, halt)?;
    let retained = match rule {
        PcaRule::FirstComponent => 1,
        PcaRule::Handbook => components
            .iter()
            .filter(|component| component.value > 1.0)
            .count()
            .max(1),
    };
    let mut loadings: Vec<Vec<f64>> = components[..retained]
        .iter()
        .map(|component| {
            component
                .vector
                .iter()
                .map(|v| v * component.value.max(0.0).sqrt())
                .collect()
        })
        .collect();
    varimax(&mut loadings, halt)?;
    Ok(from_loadings(&loadings))
}

/// All correlations of the columns; none when a pair has none.
fn correlations(columns: &[&[f64]], halt: Halt<'_>) -> Result<Option<Vec<Vec<f64>>>, Error> {
    let row = |a: &&[f64]| {
        halt.ask()?;
        Ok(columns.iter().map(|b| correlation(a, b)).collect())
    };
    let rows: Vec<Option<Vec<f64>>> = columns.iter().map(row).collect::<Result<_, _>>()?;
    Ok(rows.into_iter().collect())
}

/// Each indicator's greatest squared loading over the component's sum, times the component's share of what is explained.
pub(super) fn from_loadings(loadings: &[Vec<f64>]) -> Vec<f64> {
    let explained: Vec<f64> = loadings
        .iter()
        .map(|factor| factor.iter().map(|l| l * l).sum())
        .collect();
    let total: f64 = explained.iter().sum();
    let indicators = loadings.first().map_or(0, Vec::len);
    let of_indicator = |at: usize| {
        let squares = loadings
            .iter()
            .zip(&explained)
            .map(|(factor, sum)| (factor[at].powi(2), *sum));
        let (square, sum) = squares.fold((0.0, 1.0), |a, b| if b.0 > a.0 { b } else { a });
        square / sum * (sum / total)
    };
    (0..indicators).map(of_indicator).collect()
}

/// Rotates pairs of factors so that squared loadings differ most. Source: Kaiser (1958), raw varimax.
fn varimax(loadings: &mut [Vec<f64>], halt: Halt<'_>) -> Result<(), Error> {
    let n = loadings.first().map_or(0, Vec::len) as f64;
    for _ in 0..ROTATIONS {
        halt.ask()?;
        let mut turned = 0.0_f64;
        for a in 0..loadings.len() {
            for b in a + 1..loadings.len() {
                let (mut u_sum, mut v_sum, mut uu_vv, mut uv) = (0.0, 0.0, 0.0, 0.0);
                for (x, y) in loadings[a].iter().zip(&loadings[b]) {
                    let (u, v) = (x * x - y * y, 2.0 * x * y);
                    u_sum += u;
                    v_sum += v;
                    uu_vv += u * u - v * v;
                    uv += u * v;
                }
                let numerator = 2.0 * (uv - u_sum * v_sum / n);
                let denominator = uu_vv - (u_sum * u_sum - v_sum * v_sum) / n;
                let angle = atan2(numerator, denominator) / 4.0;
                turned = turned.max(angle.abs());
                let (sin, cos) = sin_cos(angle);
                let (head, tail) = loadings.split_at_mut(b);
                for (x, y) in head[a].iter_mut().zip(&mut tail[0]) {
                    (*x, *y) = (*x * cos + *y * sin, *y * cos - *x * sin);
                }
            }
        }
        if turned < 1e-12 {
            break;
        }
    }
    Ok(())
}
