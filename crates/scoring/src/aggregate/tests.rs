use zhibiao_model::framework::Normalisation;

use super::*;
use crate::{
    normalise::{self, Normalise as _},
    run::Halt,
};

const GAP: f64 = f64::NAN;

/// Scores of rows of values; `directions` as +1 and −1.
fn scores(method: &Aggregation, rows: &[&[f64]], directions: &[i8], weights: &[f64]) -> Vec<f64> {
    let columns = columns(rows);
    apply(method, &columns, &directions_of(directions), weights)
}

fn apply(method: &Aggregation, columns: &[Vec<f64>], directions: &[Direction], weights: &[f64]) -> Vec<f64> {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let sum: f64 = weights.iter().sum();
    let weights = Weights::Shared(weights.iter().map(|weight| weight / sum).collect());
    let parts = Components {
        columns: &columns,
        directions,
    };
    let mut scores = vec![0.0; parts.units()];
    method
        .apply(&parts, &weights, 0.0, Halt::default(), &mut scores)
        .unwrap();
    scores
}

fn columns(rows: &[&[f64]]) -> Vec<Vec<f64>> {
    (0..rows[0].len())
        .map(|at| rows.iter().map(|row| row[at]).collect())
        .collect()
}

fn directions_of(signs: &[i8]) -> Vec<Direction> {
    signs
        .iter()
        .map(|sign| if *sign > 0 { Direction::Up } else { Direction::Down })
        .collect()
}

/// TOPSIS as the textbook has it: vector-normalised first.
fn topsis(rows: &[&[f64]], directions: &[i8], weights: &[f64]) -> Vec<f64> {
    let mut columns = columns(rows);
    for (column, direction) in columns.iter_mut().zip(directions_of(directions)) {
        let context = normalise::Context {
            direction,
            panel: &[],
            range: None,
            reference: None,
        };
        Normalisation::Vector.apply(column, context);
    }
    apply(
        &Aggregation::Topsis,
        &columns,
        &vec![Direction::Up; columns.len()],
        weights,
    )
}

#[track_caller]
fn close(actual: &[f64], expected: &[f64], within: f64) {
    assert_eq!(actual.len(), expected.len());
    for (a, e) in actual.iter().zip(expected) {
        assert!(
            (a.is_nan() && e.is_nan()) || (a - e).abs() <= within,
            "{actual:?} is not {expected:?}"
        );
    }
}

fn all() -> Vec<Aggregation> {
    vec![
        Aggregation::Arithmetic,
        Aggregation::Geometric,
        Aggregation::Harmonic,
        Aggregation::Power { exponent: 2.0 },
        Aggregation::Median,
        Aggregation::Minimum,
        Aggregation::Copeland,
        Aggregation::Topsis,
        Aggregation::Vikor { v: 0.5 },
        Aggregation::GreyRelational { rho: 0.5 },
        Aggregation::Copras,
        Aggregation::Edas,
        Aggregation::PrometheeIi {
            preference: Preference::Range,
        },
        Aggregation::WeightedProduct,
    ]
}

#[test]
fn means() {
    let rows: &[&[f64]] = &[&[4.0, 9.0], &[GAP, 9.0], &[GAP, GAP]];
    let of = |method| scores(&method, rows, &[1, 1], &[1.0, 3.0]);
    close(&of(Aggregation::Arithmetic), &[7.75, 9.0, GAP], 1e-12);
    close(
        &of(Aggregation::Geometric),
        &[2_f64.sqrt() * 27_f64.sqrt(), 9.0, GAP],
        1e-12,
    );
    close(
        &of(Aggregation::Harmonic),
        &[4.0 / (0.25 + 3.0 / 9.0), 9.0, GAP],
        1e-12,
    );
    close(
        &of(Aggregation::Power { exponent: 2.0 }),
        &[64.75_f64.sqrt(), 9.0, GAP],
        1e-12,
    );
    close(&of(Aggregation::Median), &[6.5, 9.0, GAP], 1e-12);
    close(&of(Aggregation::Minimum), &[4.0, 9.0, GAP], 1e-12);
}

/// Means go with the unit of measure, however far the powers on the way are beyond what numbers hold.
#[test]
fn power_means_of_huge_and_tiny_figures_keep_their_digits() {
    for exponent in [20.0, 7.5, -1.0, -9.0, -20.0] {
        let method = Aggregation::Power { exponent };
        let of = |unit: f64| {
            let (a, b) = ([4.0 * unit, 9.0 * unit], [7.0 * unit, GAP]);
            scores(&method, &[&a, &b, &[GAP, GAP]], &[1, 1], &[1.0, 3.0])
        };
        let plain = of(1.0);
        for unit in [1e-60, 1e-15, 1e15, 1e60] {
            let found: Vec<f64> = of(unit).into_iter().map(|score| score / unit).collect();
            close(&found, &plain, 1e-11);
        }
    }
    /// The twentieth root of 2.
    const ROOT: f64 = 1.035_264_923_841_377_6;
    // Beside the greatest component, one that is nothing to it; for negative exponents beside the least.
    let far: &[&[f64]] = &[&[1e60, 1e-60]];
    close(
        &scores(&Aggregation::Power { exponent: 20.0 }, far, &[1, 1], &[1.0, 1.0]),
        &[1e60 / ROOT],
        1e48,
    );
    close(
        &scores(&Aggregation::Power { exponent: -20.0 }, far, &[1, 1], &[1.0, 1.0]),
        &[1e-60 * ROOT],
        1e-72,
    );
}

#[test]
fn zeros_and_negatives_have_a_defined_result() {
    let rows: &[&[f64]] = &[&[0.0, 9.0], &[-1.0, 9.0], &[1.0, 1.0], &[-0.0, 4.0]];
    for (method, zero) in [
        (Aggregation::Geometric, 0.0),
        (Aggregation::Harmonic, 0.0),
        (Aggregation::Power { exponent: -2.0 }, 0.0),
        (Aggregation::WeightedProduct, 0.0),
    ] {
        close(
            &scores(&method, rows, &[1, 1], &[1.0, 1.0]),
            &[zero, GAP, 1.0, zero],
            1e-12,
        );
    }
}

#[test]
fn degenerate_tables_never_break() {
    let tables: &[&[&[f64]]] = &[
        &[&[1.0, 2.0]],
        &[&[1.0, 2.0], &[1.0, 2.0], &[1.0, 2.0]],
        &[&[GAP, GAP], &[GAP, GAP]],
        &[&[GAP, 1.0], &[2.0, GAP], &[3.0, 4.0]],
        &[&[0.0, 0.0], &[0.0, 0.0]],
        &[&[-1.0, 0.0], &[5.0, -2.0]],
    ];
    for method in all() {
        for rows in tables {
            for weights in [[1.0, 1.0], [0.0, 1.0]] {
                for directions in [[1, 1], [1, -1]] {
                    let result = scores(&method, rows, &directions, &weights);
                    assert!(
                        result.iter().all(|score| !score.is_infinite()),
                        "{method:?} {rows:?} {result:?}"
                    );
                    for (row, score) in rows.iter().zip(&result) {
                        let counted = row.iter().zip(weights).any(|(v, w)| w > 0.0 && !v.is_nan());
                        assert!(counted || score.is_nan(), "{method:?} makes up a score");
                    }
                }
            }
        }
        let equal = scores(&method, &[&[1.0, 2.0][..]; 3], &[1, 1], &[1.0, 1.0]);
        assert!(
            equal.iter().all(|score| score.is_finite() && *score == equal[0]),
            "{method:?} {equal:?}"
        );
    }
}

#[test]
fn components_that_are_too_few_make_no_score() {
    let (a, b) = ([1.0, GAP], [2.0, 2.0]);
    let parts = Components {
        columns: &[&a, &b],
        directions: &[Direction::Up; 2],
    };
    let weights = Weights::Shared(vec![0.5, 0.5]);
    for (least, expected) in [(0.5, [1.5, 2.0]), (0.51, [1.5, GAP])] {
        let mut result = [0.0; 2];
        Aggregation::Arithmetic
            .apply(&parts, &weights, least, Halt::default(), &mut result)
            .unwrap();
        close(&result, &expected, 1e-12);
    }
}

/// Tzeng & Huang (2011), *Multiple attribute decision making*, TOPSIS: the paper rounds to four places on the way.
#[test]
fn topsis_of_tzeng_and_huang() {
    let rows: &[&[f64]] = &[
        &[5.0, 8.0, 4.0],
        &[7.0, 6.0, 8.0],
        &[8.0, 8.0, 6.0],
        &[7.0, 4.0, 6.0],
    ];
    let result = topsis(rows, &[1, 1, 1], &[0.3, 0.4, 0.3]);
    close(&result, &[0.5037, 0.6581, 0.7482, 0.3340], 1e-4);
}

/// Ersoy (2021), LogForum 17(3), table of TOPSIS results.
#[test]
fn topsis_of_ersoy_with_costs() {
    let rows: &[&[f64]] = &[
        &[256.0, 8.0, 41.0, 1.6, 1.77, 7347.16],
        &[256.0, 8.0, 32.0, 1.0, 1.8, 6919.99],
        &[256.0, 8.0, 53.0, 1.6, 1.9, 8400.0],
        &[256.0, 8.0, 41.0, 1.0, 1.75, 6808.9],
        &[512.0, 8.0, 35.0, 1.6, 1.7, 8479.99],
        &[256.0, 4.0, 35.0, 1.6, 1.7, 7499.99],
    ];
    let weights = [0.405, 0.221, 0.134, 0.199, 0.007, 0.034];
    let result = topsis(rows, &[1, 1, 1, 1, -1, -1], &weights);
    close(&result, &[0.308, 0.254, 0.327, 0.263, 0.857, 0.192], 5e-3);
    // The same paper's EDAS.
    let edas = scores(&Aggregation::Edas, rows, &[1, 1, 1, 1, -1, -1], &weights);
    close(&edas, &[0.414, 0.130, 0.461, 0.212, 0.944, 0.043], 1e-3);
}

/// Opricovic & Tzeng (2004), EJOR 156, the mountain climber: risk is a cost, altitude a benefit. Q does not depend on
/// the units of measure (their second table), and A2 is the compromise.
#[test]
fn vikor_of_opricovic_and_tzeng() {
    let rows: &[&[f64]] = &[&[1.0, 3000.0], &[2.0, 3750.0], &[5.0, 4500.0]];
    let other: &[&[f64]] = &[&[6.0, 2.0], &[7.0, 2.75], &[10.0, 3.5]];
    for rows in [rows, other] {
        let columns = columns(rows);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let found = vikor(&columns, &directions_of(&[-1, 1]), &[0.5, 0.5], 0.5);
        close(&found.s, &[0.5, 0.375, 0.5], 1e-12);
        close(&found.r, &[0.5, 0.25, 0.5], 1e-12);
        close(&found.q, &[1.0, 0.0, 1.0], 1e-12);
        assert_eq!(found.compromise(), [1]);
    }
    // Their TOPSIS with linear (min-max) normalisation.
    let linear = [vec![1.0, 0.75, 0.0], vec![0.0, 0.5, 1.0]];
    let result = apply(&Aggregation::Topsis, &linear, &[Direction::Up; 2], &[0.5, 0.5]);
    close(&result, &[0.5, 0.617, 0.5], 5e-4);
}

/// Papathanasiou & Ploskas (2018), *Multiple Criteria Decision Aid*: VIKOR with v = 0.625, PROMETHEE II with linear
/// preferences (q = 1, p = 2).
#[test]
fn facilities_of_papathanasiou_and_ploskas() {
    let rows: &[&[f64]] = &[
        &[8.0, 7.0, 2.0, 1.0],
        &[5.0, 3.0, 7.0, 5.0],
        &[7.0, 5.0, 6.0, 4.0],
        &[9.0, 9.0, 7.0, 3.0],
        &[11.0, 10.0, 3.0, 7.0],
        &[6.0, 9.0, 5.0, 4.0],
    ];
    let weights = [0.4, 0.3, 0.1, 0.2];
    let q: Vec<f64> = scores(&Aggregation::Vikor { v: 0.625 }, rows, &[1; 4], &weights)
        .iter()
        .map(|score| 1.0 - score)
        .collect();
    close(&q, &[0.640, 1.000, 0.693, 0.271, 0.000, 0.694], 5e-4);
    let preference = Preference::Linear {
        indifference: 1.0,
        preference: 2.0,
    };
    let flows = scores(&Aggregation::PrometheeIi { preference }, rows, &[1; 4], &weights);
    close(&flows, &[-0.26, -0.52, -0.22, 0.36, 0.70, -0.06], 5e-3);
}

/// Zhao, Peng & Li (2013), *Revised PROMETHEE II*, Procedia Computer Science 17.
#[test]
fn promethee_of_zhao() {
    let rows: &[&[f64]] = &[&[4.0, 3.0, 2.0], &[3.0, 2.0, 4.0], &[5.0, 1.0, 3.0]];
    let usual = Aggregation::PrometheeIi {
        preference: Preference::Usual,
    };
    close(
        &scores(&usual, rows, &[1; 3], &[0.5, 0.3, 0.2]),
        &[0.1, -0.3, 0.2],
        1e-12,
    );
}

/// Uysal & İnan (2022), *Performance evaluation of research assistants by COPRAS method*, IJSSER 7.
#[test]
fn copras_of_uysal_and_inan() {
    let rows: &[&[f64]] = &[
        &[3.57, 4.00, 4.00, 83.75, 3.0, 9.0, 1.0],
        &[3.07, 3.95, 4.00, 83.00, 3.0, 1.0, 3.0],
        &[3.23, 3.54, 3.46, 66.00, 4.0, 0.0, 2.0],
        &[3.42, 3.96, 4.00, 70.00, 5.0, 5.0, 7.0],
        &[2.56, 3.37, 3.79, 82.00, 4.0, 4.0, 5.0],
    ];
    let result = scores(&Aggregation::Copras, rows, &[1, 1, 1, 1, -1, 1, 1], &[1.0; 7]);
    close(&result, &[1.0, 0.788501, 0.633837, 0.986506, 0.868878], 5e-6);
}

/// Yazdani et al. (2020), *Evaluation of renewable energy resources using integrated Shannon entropy–EDAS model*.
#[test]
fn edas_of_yazdani() {
    let rows: &[&[f64]] = &[
        &[3873.0, 39.55, 0.27, 0.87, 150.0, 0.07, 12.0, 2130.0],
        &[5067.0, 67.26, 0.23, 0.23, 40.0, 0.02, 21.0, 2200.0],
        &[2213.0, 24.69, 0.08, 0.17, 200.0, 0.04, 35.0, 570.0],
        &[6243.0, 132.0, 0.07, 0.25, 100.0, 0.04, 16.0, 100.0],
        &[8312.0, 460.47, 0.05, 0.21, 25.0, 0.1, 25.0, 200.0],
    ];
    let weights = [0.131, 0.113, 0.126, 0.125, 0.126, 0.129, 0.132, 0.117];
    let result = scores(&Aggregation::Edas, rows, &[-1, -1, -1, 1, 1, -1, 1, 1], &weights);
    close(&result, &[0.841, 0.632, 0.883, 0.457, 0.104], 1e-3);
}

/// Deng's grade by hand: distances (0, 2) and (4, 0), so Δmin = 0, Δmax = 4.
#[test]
fn grey_relational_grades() {
    let grey = Aggregation::GreyRelational { rho: 0.5 };
    let result = scores(&grey, &[&[5.0, 1.0], &[1.0, 3.0]], &[1, 1], &[0.75, 0.25]);
    close(&result, &[0.75 + 0.25 * 0.5, 0.75 * (2.0 / 6.0) + 0.25], 1e-12);
}

/// Munda & Nardo (2009): the outranking of a majority does not care by how much.
#[test]
fn copeland_counts_majorities() {
    let rows: &[&[f64]] = &[&[3.0, 1.0, 9.0], &[2.0, 3.0, 1.0], &[1.0, 2.0, 2.0]];
    // a beats b by 2/3, b beats c, and a beats c.
    close(
        &scores(&Aggregation::Copeland, rows, &[1; 3], &[1.0; 3]),
        &[2.0, 0.0, -2.0],
        0.0,
    );
    let halves: &[&[f64]] = &[&[1.0, 2.0], &[2.0, 1.0]];
    close(
        &scores(&Aggregation::Copeland, halves, &[1; 2], &[1.0; 2]),
        &[0.0, 0.0],
        0.0,
    );
    // Better in 0.3 and tied in 0.6 of the weight is 0.6 of it, more than half.
    let tied: &[&[f64]] = &[&[2.0, 1.0, 5.0], &[1.0, 2.0, 5.0]];
    close(
        &scores(&Aggregation::Copeland, tied, &[1; 3], &[0.3, 0.1, 0.6]),
        &[1.0, -1.0],
        0.0,
    );
}

/// Triantaphyllou & Mann (1989): A1 over A2 is (25/10)^.2·(20/30)^.15·(15/20)^.4·(30/30)^.25 = 1.007.
#[test]
fn weighted_product_of_triantaphyllou_and_mann() {
    let rows: &[&[f64]] = &[
        &[25.0, 20.0, 15.0, 30.0],
        &[10.0, 30.0, 20.0, 30.0],
        &[30.0, 10.0, 30.0, 10.0],
    ];
    let result = scores(
        &Aggregation::WeightedProduct,
        rows,
        &[1; 4],
        &[0.20, 0.15, 0.40, 0.25],
    );
    assert!((result[0] / result[1] - 1.007).abs() < 5e-4, "{result:?}");
    assert!((result[0] / result[2] - 1.067).abs() < 5e-4, "{result:?}");
    assert!((result[1] / result[2] - 1.059).abs() < 1e-3, "{result:?}");
}
