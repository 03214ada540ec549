//! A small dense simplex method.

use crate::{fault::Error, run::Halt};

/// Pivots after which the rule that cannot cycle is used.
const PATIENCE: usize = 500;

/// Pivots after which a program is given up: Bland's rule ends long before for programs of the sizes taken on.
const MOST_PIVOTS: usize = 20_000;

/// Values up to this are rounding errors of coefficients around 1.
const TINY: f64 = 1e-11;

/// max c·x with rows·x ≤ bounds, x ≥ 0, where no bound is negative, so that x = 0 is allowed. None when nothing bounds
/// the sum.
///
/// Dictionary form; the entering variable is that of the greatest coefficient (Dantzig), after [`PATIENCE`] pivots the
/// first one (Bland), which cannot cycle.
///
/// # Errors
/// [`Error::Cancelled`]; it asks before each pivot.
pub(crate) fn maximise(
    c: &[f64],
    rows: &[Vec<f64>],
    bounds: &[f64],
    halt: Halt<'_>,
) -> Result<Option<Vec<f64>>, Error> {
    let n = c.len();
    let mut table: Vec<Vec<f64>> = rows
        .iter()
        .zip(bounds)
        .map(|(row, bound)| row.iter().copied().chain([*bound]).collect())
        .collect();
    let mut goal: Vec<f64> = c.iter().copied().chain([0.0]).collect();
    // Variables n… are the slacks.
    let mut outside: Vec<usize> = (0..n).collect();
    let mut inside: Vec<usize> = (n..n + rows.len()).collect();
    for pivots in 0..MOST_PIVOTS {
        halt.ask()?;
        let Some(enter) = entering(&goal[..n], &outside, pivots < PATIENCE) else {
            let mut x = vec![0.0; n];
            for (row, variable) in table.iter().zip(&inside).filter(|(_, variable)| **variable < n) {
                x[*variable] = row[n].max(0.0);
            }
            return Ok(Some(x));
        };
        let Some(leave) = leaving(&table, &inside, enter) else {
            return Ok(None);
        };
        pivot(&mut table, &mut goal, leave, enter);
        std::mem::swap(&mut inside[leave], &mut outside[enter]);
    }
    Ok(None)
}

fn entering(goal: &[f64], outside: &[usize], greedy: bool) -> Option<usize> {
    let gains = (0..goal.len()).filter(|at| goal[*at] > TINY);
    if greedy {
        gains.reduce(|a, b| if goal[b] > goal[a] { b } else { a })
    } else {
        gains.min_by_key(|at| outside[*at])
    }
}

/// The row that limits the entering variable most; none when none does.
fn leaving(table: &[Vec<f64>], inside: &[usize], enter: usize) -> Option<usize> {
    let limit = |row: &[f64]| row[row.len() - 1] / row[enter];
    (0..table.len())
        .filter(|at| table[*at][enter] > TINY)
        .reduce(|a, b| {
            let (x, y) = (limit(&table[a]), limit(&table[b]));
            if y < x || (y == x && inside[b] < inside[a]) {
                b
            } else {
                a
            }
        })
}

fn pivot(table: &mut [Vec<f64>], goal: &mut [f64], leave: usize, enter: usize) {
    let divisor = table[leave][enter];
    let mut row = std::mem::take(&mut table[leave]);
    row.iter_mut().for_each(|value| *value /= divisor);
    row[enter] = divisor.recip();
    let subtract = |other: &mut [f64]| {
        let factor = other[enter];
        if factor != 0.0 {
            other[enter] = 0.0;
            for (value, of_row) in other.iter_mut().zip(&row) {
                *value -= factor * of_row;
            }
        }
    };
    table
        .iter_mut()
        .filter(|other| !other.is_empty())
        .for_each(|other| subtract(other));
    subtract(goal);
    table[leave] = row;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dantzig's textbook program: max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18 is 36 at (2, 6).
    #[test]
    fn a_textbook_program() {
        let rows = vec![vec![1.0, 0.0], vec![0.0, 2.0], vec![3.0, 2.0]];
        let x = maximise(&[3.0, 5.0], &rows, &[4.0, 12.0, 18.0], Halt::default())
            .unwrap()
            .unwrap();
        assert!((x[0] - 2.0).abs() < 1e-12 && (x[1] - 6.0).abs() < 1e-12, "{x:?}");
    }

    #[test]
    fn what_nothing_bounds_has_no_maximum() {
        assert_eq!(
            maximise(&[1.0, 1.0], &[vec![1.0, -1.0]], &[1.0], Halt::default()),
            Ok(None)
        );
    }

    /// Beale's program, on which the greedy rule cycles: −z = 0.05 at (1/25, 0, 1, 0).
    #[test]
    fn degenerate_programs_end() {
        let rows = vec![
            vec![0.25, -60.0, -0.04, 9.0],
            vec![0.5, -90.0, -0.02, 3.0],
            vec![0.0, 0.0, 1.0, 0.0],
        ];
        let x = maximise(
            &[0.75, -150.0, 0.02, -6.0],
            &rows,
            &[0.0, 0.0, 1.0],
            Halt::default(),
        )
        .unwrap()
        .unwrap();
        assert!(
            (0.75 * x[0] - 150.0 * x[1] + 0.02 * x[2] - 6.0 * x[3] - 0.05).abs() < 1e-12,
            "{x:?}"
        );
    }
}
