//! Weights from judgements: pairwise comparisons, and comparisons with the best and the worst.

use crate::{
    fault::{Error, Faults, counted},
    run::Halt,
    simplex,
};

/// Judgements that contradict each other more than this are refused unless forced. Source: Saaty (1980).
pub(super) const MAX_RATIO: f64 = 0.10;

/// Random index by number of components from 1. Source: Saaty (1980).
const RANDOM_INDEX: [f64; 15] = [
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
];

/// How well judgements agree with each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consistency {
    /// Greatest eigenvalue.
    pub lambda: f64,
    /// (λ − n)/(n − 1).
    pub index: f64,
    /// The index over that of random judgements; 0 for fewer than three components.
    pub ratio: f64,
}

/// Weights and consistency of a matrix of judgements; none when it is not square, positive and at most 15 × 15.
pub(super) fn ahp(judgements: &[Vec<f64>]) -> Option<(Vec<f64>, Consistency)> {
    let n = judgements.len();
    let square = judgements
        .iter()
        .all(|row| row.len() == n && row.iter().all(|v| *v > 0.0 && v.is_finite()));
    if n == 0 || !square {
        return None;
    }
    let random = *RANDOM_INDEX.get(n - 1)?;
    let mut weights = vec![1.0 / n as f64; n];
    let mut lambda = n as f64;
    // Power iteration: a positive matrix has one greatest eigenvalue, and judgements keep it well apart.
    for _ in 0..1_000 {
        let product: Vec<f64> = judgements
            .iter()
            .map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum())
            .collect();
        lambda = product.iter().sum();
        let next: Vec<f64> = product.iter().map(|value| value / lambda).collect();
        let change = next
            .iter()
            .zip(&weights)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f64::max);
        weights = next;
        if change < 1e-15 {
            break;
        }
    }
    let index = if n > 1 {
        (lambda - n as f64) / (n as f64 - 1.0)
    } else {
        0.0
    };
    let ratio = if random > 0.0 {
        (index / random).max(0.0)
    } else {
        0.0
    };
    Some((weights, Consistency { lambda, index, ratio }))
}

/// The opposite of a judgement, as people write it.
fn reciprocal(value: f64) -> String {
    let opposite = value.recip();
    if value > 1.0 && value.fract() == 0.0 {
        format!("1/{value}")
    } else if (opposite - opposite.round()).abs() < 0.02 {
        opposite.round().to_string()
    } else {
        format!("{opposite:.3}")
    }
}

/// Rows and columns of a matrix that is not square.
fn shape(judgements: &[Vec<f64>]) -> String {
    let rows = counted(judgements.len(), "row");
    let mut lengths: Vec<String> = judgements.iter().map(|row| row.len().to_string()).collect();
    lengths.dedup();
    match lengths.as_slice() {
        [] => rows,
        lengths => format!("{rows} of {}", lengths.join(", ")),
    }
}

pub(super) fn check_ahp(
    judgements: &[Vec<f64>],
    force: bool,
    path: &str,
    names: &[&str],
    faults: &mut Faults,
) {
    let n = names.len();
    let path = format!("{path}.judgements");
    let before = faults.len();
    if n > RANDOM_INDEX.len() {
        faults.add(
            path.clone(),
            format!("{n} components are more than pairwise judgement is made for, at most 15: divide the aggregate"),
        );
    } else if judgements.len() != n || judgements.iter().any(|row| row.len() != n) {
        faults.add(
            path.clone(),
            format!(
                "are {}, not {n} rows of {n}: give one for each component, in the order of the tree ({})",
                shape(judgements),
                names.join(", ")
            ),
        );
    }
    check_opposites(judgements, &path, faults);
    if let Some((_, consistency)) = ahp(judgements)
        && faults.len() == before
        && consistency.ratio > MAX_RATIO
        && !force
    {
        faults.add(
            path,
            format!(
                "contradict each other: consistency ratio {:.3} is over {MAX_RATIO:.2}; revise them, or force",
                consistency.ratio
            ),
        );
    }
}

/// Each judgement alone and beside its opposite, however many there are.
fn check_opposites(judgements: &[Vec<f64>], path: &str, faults: &mut Faults) {
    for (i, row) in judgements.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            let at = || format!("{path}[{i}][{j}]");
            let opposite = judgements.get(j).and_then(|row| row.get(i)).filter(|_| i < j);
            if !(value.is_finite() && *value > 0.0) {
                faults.add(at(), format!("is {value}: give a positive number"));
            } else if i == j && *value != 1.0 {
                faults.add(
                    at(),
                    format!("is {value}: a component is as important as itself, 1"),
                );
            } else if let Some(opposite) = opposite.filter(|opposite| (value * **opposite - 1.0).abs() > 0.02)
            {
                // Thirds and sevenths are written with two or three digits.
                faults.add(
                    at(),
                    format!(
                        "is {value}, but the opposite judgement {opposite}: it should be {}",
                        reciprocal(*value)
                    ),
                );
            }
        }
    }
}

/// min ξ with |w_B − a_Bj·w_j| ≤ ξ, |w_j − a_jW·w_W| ≤ ξ, Σw = 1, w ≥ 0.
///
/// All but Σw = 1 is homogeneous: with ξ fixed at 1, Σw is maximised instead, and the solution divided by it. When
/// judgements agree entirely (ξ = 0) nothing bounds that sum, and the weights are 1/a_Bj.
///
/// # Errors
/// [`Error::Cancelled`].
pub(super) fn best_worst(
    (best, worst): (usize, usize),
    to_others: &[f64],
    to_worst: &[f64],
    halt: Halt<'_>,
) -> Result<Vec<f64>, Error> {
    let n = to_others.len();
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(4 * n);
    let mut within_one = |plus: usize, minus: usize, factor: f64| {
        let mut row = vec![0.0; n];
        row[plus] += 1.0;
        row[minus] -= factor;
        rows.push(row.iter().map(|value| -value).collect());
        rows.push(row);
    };
    for other in (0..n).filter(|other| *other != best) {
        within_one(best, other, to_others[other]);
    }
    for other in (0..n).filter(|other| *other != worst && *other != best) {
        within_one(other, worst, to_worst[other]);
    }
    let bounds = vec![1.0; rows.len()];
    let found = simplex::maximise(&vec![1.0; n], &rows, &bounds, halt)?;
    Ok(found.unwrap_or_else(|| to_others.iter().map(|a| a.recip()).collect()))
}

pub(super) fn check_best_worst(
    (best, worst): (&str, &str),
    comparisons: [&[f64]; 2],
    path: &str,
    names: &[&str],
    faults: &mut Faults,
) {
    for (field, name) in [("best", best), ("worst", worst)] {
        faults.check(names.contains(&name), &format!("{path}.{field}"), || {
            format!("`{name}` is none of the components {}", names.join(", "))
        });
    }
    faults.check(
        best != worst || names.len() == 1,
        &format!("{path}.worst"),
        || "is also the best: name another component".to_owned(),
    );
    for (field, own, values) in [
        ("best_to_others", best, comparisons[0]),
        ("others_to_worst", worst, comparisons[1]),
    ] {
        let path = format!("{path}.{field}");
        if values.len() != names.len() {
            faults.add(
                path,
                format!(
                    "are {}: give one for each of the {} components",
                    values.len(),
                    names.len()
                ),
            );
            continue;
        }
        for (name, value) in names.iter().zip(values) {
            let fine = (1.0..=9.0).contains(value) && (*name != own || *value == 1.0);
            faults.check(fine, &format!("{path}[{name}]"), || {
                format!("is {value}: give 1 to 9, and 1 for `{own}` itself")
            });
        }
    }
    // The best over the worst stands in both lists, and is one judgement.
    let of = |list: usize, one: &str| {
        let at = names.iter().position(|name| *name == one)?;
        comparisons[list].get(at).copied()
    };
    if let (Some(first), Some(second)) = (of(0, worst), of(1, best))
        && comparisons.iter().all(|list| list.len() == names.len())
        && first != second
    {
        faults.add(
            format!("{path}.others_to_worst[{best}]"),
            format!("is {second}, but best_to_others[{worst}] is {first}: they are one judgement, give the same in both"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wang & Chin (2011), *A linear programming approximation to the eigenvector method*, table 1.
    #[test]
    fn eigenvector_of_wang_and_chin() {
        let judgements = vec![
            vec![1.0, 4.0, 3.0, 1.0, 3.0, 4.0],
            vec![1.0 / 4.0, 1.0, 7.0, 3.0, 1.0 / 5.0, 1.0],
            vec![1.0 / 3.0, 1.0 / 7.0, 1.0, 1.0 / 5.0, 1.0 / 5.0, 1.0 / 6.0],
            vec![1.0, 1.0 / 3.0, 5.0, 1.0, 1.0, 1.0 / 3.0],
            vec![1.0 / 3.0, 5.0, 5.0, 1.0, 1.0, 3.0],
            vec![1.0 / 4.0, 1.0, 6.0, 3.0, 1.0 / 3.0, 1.0],
        ];
        let (weights, consistency) = ahp(&judgements).unwrap();
        let rounded: Vec<f64> = weights.iter().map(|w| (w * 1e4).round() / 1e4).collect();
        assert_eq!(rounded, [0.3208, 0.1395, 0.0348, 0.1285, 0.2374, 0.1391]);
        assert!(consistency.ratio > 0.10);
        let mut faults = Faults::default();
        check_ahp(
            &judgements,
            false,
            "w",
            &["a", "b", "c", "d", "e", "f"],
            &mut faults,
        );
        assert_eq!(faults.len(), 1, "refused");
        check_ahp(
            &judgements,
            true,
            "w",
            &["a", "b", "c", "d", "e", "f"],
            &mut faults,
        );
        assert_eq!(faults.len(), 1, "unless forced");
    }

    #[test]
    fn judgements_of_another_number_are_checked_all_the_same() {
        let judgements = [vec![1.0, 3.0], vec![3.0, 1.0, -1.0]];
        let mut faults = Faults::default();
        check_ahp(&judgements, false, "w", &["a", "b", "c"], &mut faults);
        let found = faults.into_vec();
        let paths: Vec<&str> = found.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            paths,
            ["w.judgements", "w.judgements[0][1]", "w.judgements[1][2]"]
        );
    }

    /// Papathanasiou & Ploskas (2018), *AHP*: the criteria's matrix has consistency ratio 0.016.
    #[test]
    fn consistent_judgements_pass() {
        let judgements = vec![
            vec![1.0, 1.0, 5.0, 3.0],
            vec![1.0, 1.0, 5.0, 3.0],
            vec![0.2, 0.2, 1.0, 1.0 / 3.0],
            vec![1.0 / 3.0, 1.0 / 3.0, 3.0, 1.0],
        ];
        let (weights, consistency) = ahp(&judgements).unwrap();
        assert!((consistency.ratio - 0.016).abs() < 5e-4, "{consistency:?}");
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let mut faults = Faults::default();
        check_ahp(&judgements, false, "w", &["a", "b", "c", "d"], &mut faults);
        assert!(faults.is_empty());
    }

    /// Rezaei (2016), the first example: the comparisons agree entirely; 0.2105, 0.4211, 0.1053, 0.2105, 0.0526.
    #[test]
    fn judgements_that_agree_give_their_ratios() {
        let raw = best_worst(
            (1, 4),
            &[2.0, 1.0, 4.0, 2.0, 8.0],
            &[4.0, 8.0, 2.0, 4.0, 1.0],
            Halt::default(),
        )
        .unwrap();
        let sum: f64 = raw.iter().sum();
        for (weight, expected) in raw.iter().zip([4.0, 8.0, 2.0, 4.0, 1.0]) {
            assert!((weight / sum - expected / 19.0).abs() < 1e-12, "{raw:?}");
        }
    }

    /// By hand, with ξ fixed at 1: w₃ − 8w₁ = 1, 2w₂ − w₃ = 1 and 5w₁ − w₂ = 1 hold at (2, 9, 17), where all three bind.
    #[test]
    fn three_judgements_that_disagree_bind_at_once() {
        let raw = best_worst((2, 0), &[8.0, 2.0, 1.0], &[1.0, 5.0, 8.0], Halt::default()).unwrap();
        for (weight, exact) in raw.iter().zip([2.0, 9.0, 17.0]) {
            assert!((weight - exact).abs() < 1e-9, "{raw:?}");
        }
    }

    /// No weights near the solution have a smaller greatest deviation.
    #[test]
    fn judgements_that_disagree_give_the_least_deviation() {
        let (to_others, to_worst) = ([8.0, 2.0, 1.0], [1.0, 5.0, 8.0]);
        let raw = best_worst((2, 0), &to_others, &to_worst, Halt::default()).unwrap();
        let sum: f64 = raw.iter().sum();
        let weights: Vec<f64> = raw.iter().map(|weight| weight / sum).collect();
        let deviation = |w: &[f64]| {
            (0..3)
                .flat_map(|j| {
                    [
                        (w[2] - to_others[j] * w[j]).abs(),
                        (w[j] - to_worst[j] * w[0]).abs(),
                    ]
                })
                .fold(0.0, f64::max)
        };
        let found = deviation(&weights);
        for step in [1e-3, 1e-5] {
            for (up, down) in [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)] {
                let mut other = weights.clone();
                other[up] += step;
                other[down] -= step;
                assert!(deviation(&other) >= found - 1e-12, "{weights:?}");
            }
        }
        assert!(found > 0.0 && found < 0.1);
    }

    #[test]
    fn best_over_worst_is_one_judgement() {
        let told = |to_others: &[f64], to_worst: &[f64]| {
            let mut faults = Faults::default();
            let names = ["x", "y", "z"];
            check_best_worst(("x", "z"), [to_others, to_worst], "w", &names, &mut faults);
            faults.into_vec()
        };
        assert_eq!(told(&[1.0, 2.0, 4.0], &[4.0, 2.0, 1.0]), []);
        let faults = told(&[1.0, 2.0, 4.0], &[8.0, 2.0, 1.0]);
        let paths: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(paths, ["w.others_to_worst[x]"]);
    }
}
