//! Eigenvalues of symmetric matrices by Jacobi's rotations: slow for large matrices, exact to the last digits, and the
//! same on every machine.

use crate::{fault::Error, run::Halt};

/// An eigenvalue with its unit vector.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Component {
    pub(crate) value: f64,
    pub(crate) vector: Vec<f64>,
}

/// Sweeps after which Jacobi's method has long converged (quadratically; Golub & Van Loan, §8.5).
const SWEEPS: usize = 60;

/// Eigenvalues of a symmetric matrix, the greatest first; each vector's greatest entry is positive.
///
/// # Errors
/// [`Error::Cancelled`].
pub(crate) fn symmetric(matrix: &[Vec<f64>], halt: Halt<'_>) -> Result<Vec<Component>, Error> {
    let n = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    for _ in 0..SWEEPS {
        let off: f64 = (0..n)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| a[i][j] * a[i][j])
            .sum();
        if off < 1e-30 {
            break;
        }
        for p in 0..n {
            halt.ask()?;
            for q in p + 1..n {
                if a[p][q] != 0.0 {
                    rotate(&mut a, &mut vectors, p, q);
                }
            }
        }
    }
    let mut components: Vec<Component> = vectors
        .into_iter()
        .enumerate()
        .map(|(at, vector)| Component {
            value: a[at][at],
            vector: upright(vector),
        })
        .collect();
    components.sort_by(|x, y| y.value.total_cmp(&x.value));
    Ok(components)
}

/// Makes a[p][q] zero; row p of `vectors` is the eigenvector that belongs to a[p][p].
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let tan = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cos = (tan * tan + 1.0).sqrt().recip();
    let sin = tan * cos;
    for row in a.iter_mut() {
        (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
    }
    for rows in [a, vectors] {
        let (head, tail) = rows.split_at_mut(q);
        for (x, y) in head[p].iter_mut().zip(&mut tail[0]) {
            (*x, *y) = (cos * *x - sin * *y, sin * *x + cos * *y);
        }
    }
}

fn upright(mut vector: Vec<f64>) -> Vec<f64> {
    let greatest = vector
        .iter()
        .copied()
        .fold(0.0, |a: f64, b| if b.abs() > a.abs() + 1e-12 { b } else { a });
    if greatest < 0.0 {
        vector.iter_mut().for_each(|value| *value = -*value);
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvalues_of_a_small_matrix() {
        let matrix = vec![vec![2.0, 1.0, 0.0], vec![1.0, 2.0, 0.0], vec![0.0, 0.0, 0.5]];
        let components = symmetric(&matrix, Halt::default()).unwrap();
        let values: Vec<f64> = components.iter().map(|component| component.value).collect();
        for (value, expected) in values.iter().zip([3.0, 1.0, 0.5]) {
            assert!((value - expected).abs() < 1e-12, "{values:?}");
        }
        assert!((components[0].vector[0] - 0.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn vectors_are_turned_into_multiples_of_themselves() {
        let n: usize = 12;
        let entry = |i: usize, j: usize| ((i * 7 + j * 7 + i * j) % 11) as f64;
        let matrix: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
        for Component { value, vector } in symmetric(&matrix, Halt::default()).unwrap() {
            for (row, own) in matrix.iter().zip(&vector) {
                let product: f64 = row.iter().zip(&vector).map(|(a, b)| a * b).sum();
                assert!((product - value * own).abs() < 1e-9);
            }
        }
    }
}
