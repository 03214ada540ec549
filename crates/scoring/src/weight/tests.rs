mod costs;

use zhibiao_model::framework::{Direction, PcaRule};

use super::*;

const GAP: f64 = f64::NAN;

fn weights(method: &Weighting, rows: &[&[f64]], directions: &[i8]) -> Vec<f64> {
    match weigh(method, rows, directions).0 {
        Weights::Shared(weights) => weights,
        Weights::PerUnit(_) => panic!("one list for all"),
    }
}

fn weigh(method: &Weighting, rows: &[&[f64]], directions: &[i8]) -> (Weights, usize) {
    let columns: Vec<Vec<f64>> = (0..rows[0].len())
        .map(|at| rows.iter().map(|row| row[at]).collect())
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let directions: Vec<Direction> = directions
        .iter()
        .map(|sign| if *sign > 0 { Direction::Up } else { Direction::Down })
        .collect();
    let parts = Components {
        columns: &columns,
        directions: &directions,
    };
    let given = vec![1.0 / columns.len() as f64; columns.len()];
    let names = vec!["x"; columns.len()];
    let mut notes = Notes::Kept(Vec::new());
    let of = Of {
        about: "index",
        names: &names,
        left_out: None,
        halt: Halt::default(),
    };
    let weights = method.weigh(&parts, &given, of, &mut notes).unwrap();
    (weights, notes.into_vec().len())
}

#[track_caller]
fn close(actual: &[f64], expected: &[f64], within: f64) {
    assert_eq!(actual.len(), expected.len());
    for (a, e) in actual.iter().zip(expected) {
        assert!((a - e).abs() <= within, "{actual:?} is not {expected:?}");
    }
}

const ENTROPY: Weighting = Weighting::Entropy { scale: Scale::None };

/// Elsayed, Dawood & Karthikeyan (2017), *Evaluating alternatives through the application of TOPSIS method with
/// entropy weight*, IJETT 46(2).
#[test]
fn entropy_of_elsayed() {
    let rows: &[&[f64]] = &[
        &[7.0, 312.0, 1891.0, 6613.0, 163.0],
        &[72.0, 88.0, 728.0, 941_804.0, 1078.0],
        &[10.0, 252.0, 2594.0, 3466.0, 117_471.0],
        &[10.0, 145.0, 980.0, 2371.0, 86_329.0],
        &[65.0, 54.0, 350.0, 501.0, 29_897.0],
        &[29.0, 48.0, 380.0, 912.0, 34_051.0],
        &[7.0, 476.0, 3300.0, 78_470.0, 2212.0],
        &[70.0, 87.0, 650.0, 733.0, 819_000.0],
        &[4.0, 86.0, 591.0, 3015.0, 103.0],
        &[12.0, 79.0, 579.0, 3240.0, 96_098.0],
        &[21.0, 45.0, 261.0, 1253.0, 453.0],
        &[1.0, 72.0, 530.0, 4333.0, 0.104_800],
    ];
    close(
        &weights(&ENTROPY, rows, &[1; 5]),
        &[0.104991, 0.069124, 0.071373, 0.449937, 0.304575],
        5e-7,
    );
}

/// Xu (2004), EJOR 156; Zavadskas & Podvezko (2016), IJITDM 15.
#[test]
fn entropy_of_xu_and_of_zavadskas() {
    let xu: &[&[f64]] = &[
        &[30.0, 30.0, 38.0, 29.0],
        &[19.0, 54.0, 86.0, 29.0],
        &[19.0, 15.0, 85.0, 28.9],
        &[68.0, 70.0, 60.0, 29.0],
    ];
    close(
        &weights(&ENTROPY, xu, &[1; 4]),
        &[0.4630, 0.3992, 0.1378, 0.0000],
        5e-5,
    );
    let zavadskas: &[&[f64]] = &[
        &[3.0, 100.0, 10.0, 7.0],
        &[2.5, 80.0, 8.0, 5.0],
        &[1.8, 50.0, 20.0, 11.0],
        &[2.2, 70.0, 12.0, 9.0],
    ];
    close(
        &weights(&ENTROPY, zavadskas, &[1; 4]),
        &[0.1146, 0.1981, 0.4185, 0.2689],
        5e-5,
    );
}

/// Diakoulaki, Mavrotas & Papayannakis (1995), Computers & Operations Research 22.
#[test]
fn critic_of_diakoulaki() {
    let rows: &[&[f64]] = &[
        &[61.0, 1.08, 4.33],
        &[20.7, 0.26, 4.34],
        &[16.3, 1.98, 2.53],
        &[9.0, 3.29, 1.65],
        &[5.4, 2.77, 2.33],
        &[4.0, 4.12, 1.21],
        &[-6.1, 3.52, 2.10],
        &[-34.6, 3.31, 0.98],
    ];
    let critic = |scale| Weighting::Critic { scale };
    close(
        &weights(&critic(Scale::MinMax), rows, &[1; 3]),
        &[0.20222554, 0.48090173, 0.31687273],
        5e-9,
    );
    close(
        &weights(&critic(Scale::None), rows, &[1; 3]),
        &[0.86874234, 0.08341434, 0.04784331],
        5e-9,
    );
}

/// Tuş & Aytaç Adalı (2019), Opsearch 56.
#[test]
fn critic_of_tus_and_adali() {
    let rows: &[&[f64]] = &[
        &[5000.0, 3.0, 3.0, 4.0, 3.0, 2.0],
        &[680.0, 5.0, 3.0, 2.0, 2.0, 1.0],
        &[2000.0, 3.0, 2.0, 3.0, 4.0, 3.0],
        &[600.0, 4.0, 3.0, 1.0, 2.0, 2.0],
        &[800.0, 2.0, 4.0, 3.0, 3.0, 4.0],
    ];
    let critic = Weighting::Critic { scale: Scale::MinMax };
    close(
        &weights(&critic, rows, &[1; 6]),
        &[0.157, 0.249, 0.168, 0.121, 0.154, 0.151],
        5e-4,
    );
}

/// Jahan & Edwards (2013), Materials & Design 49, of values already on 0…1; Sałabun et al. (2020), Symmetry 12(9).
#[test]
fn deviations_of_jahan_and_of_salabun() {
    let jahan: &[&[f64]] = &[
        &[0.0, 0.0, 0.0],
        &[0.39, 0.3, 0.77],
        &[0.17, 0.36, 0.8],
        &[0.35, 0.29, 0.93],
        &[0.3, 0.4, 0.94],
        &[0.84, 0.71, 1.0],
        &[1.0, 1.0, 0.99],
    ];
    let deviation = Weighting::StandardDeviation { scale: Scale::None };
    close(&weights(&deviation, jahan, &[1; 3]), &[0.35, 0.31, 0.34], 5e-3);
    let salabun: &[&[f64]] = &[
        &[0.619, 0.449, 0.447],
        &[0.862, 0.466, 0.006],
        &[0.458, 0.698, 0.771],
        &[0.777, 0.631, 0.491],
        &[0.567, 0.992, 0.968],
    ];
    close(
        &weights(&deviation, salabun, &[1; 3]),
        &[0.217, 0.294, 0.488],
        5e-4,
    );
}

/// Keshavarz-Ghorabaee et al. (2021), Symmetry 13(4).
#[test]
fn merec_of_keshavarz_ghorabaee() {
    let rows: &[&[f64]] = &[
        &[450.0, 8000.0, 54.0, 145.0],
        &[10.0, 9100.0, 2.0, 160.0],
        &[100.0, 8200.0, 31.0, 153.0],
        &[220.0, 9300.0, 1.0, 162.0],
        &[5.0, 8400.0, 23.0, 158.0],
    ];
    close(
        &weights(&Weighting::Merec, rows, &[1, 1, -1, -1]),
        &[0.5752, 0.0141, 0.4016, 0.0091],
        5e-5,
    );
}

/// Bączkiewicz et al. (2021), *Towards reliable results*, cameras.
#[test]
fn gini_of_baczkiewicz() {
    let rows: &[&[f64]] = &[
        &[
            29.4, 83.0, 47.0, 114.0, 12.0, 30.0, 120.0, 240.0, 170.0, 90.0, 1717.75,
        ],
        &[
            30.0, 38.1, 124.7, 117.0, 16.0, 60.0, 60.0, 60.0, 93.0, 70.0, 2389.0,
        ],
        &[
            29.28, 59.27, 41.13, 58.0, 16.0, 30.0, 60.0, 120.0, 170.0, 78.0, 239.99,
        ],
        &[
            33.6, 71.0, 55.0, 159.0, 23.6, 60.0, 240.0, 240.0, 132.0, 140.0, 2099.0,
        ],
        &[
            21.0, 59.0, 41.0, 66.0, 16.0, 24.0, 60.0, 120.0, 170.0, 70.0, 439.0,
        ],
        &[
            35.0, 65.0, 42.0, 134.0, 12.0, 60.0, 240.0, 240.0, 145.0, 60.0, 1087.0,
        ],
        &[
            47.0, 79.0, 54.0, 158.0, 19.0, 60.0, 120.0, 120.0, 360.0, 72.0, 2499.0,
        ],
        &[
            28.3, 62.3, 44.9, 116.0, 12.0, 30.0, 60.0, 60.0, 130.0, 90.0, 999.99,
        ],
        &[
            36.9, 28.6, 121.6, 130.0, 12.0, 60.0, 120.0, 120.0, 80.0, 80.0, 1099.0,
        ],
        &[
            32.0, 59.0, 41.0, 60.0, 16.0, 30.0, 120.0, 120.0, 170.0, 60.0, 302.96,
        ],
        &[
            28.4, 66.3, 48.6, 126.0, 12.0, 60.0, 240.0, 240.0, 132.0, 135.0, 1629.0,
        ],
        &[
            29.8, 46.0, 113.0, 47.0, 18.0, 50.0, 50.0, 50.0, 360.0, 72.0, 2099.0,
        ],
        &[
            20.2, 64.0, 80.0, 70.0, 8.0, 24.0, 60.0, 120.0, 166.0, 480.0, 699.99,
        ],
        &[
            33.0, 60.0, 44.0, 59.0, 12.0, 30.0, 60.0, 120.0, 170.0, 90.0, 388.0,
        ],
        &[
            29.0, 59.0, 41.0, 55.0, 16.0, 30.0, 60.0, 120.0, 170.0, 120.0, 299.0,
        ],
        &[
            29.0, 59.0, 41.0, 182.0, 12.0, 30.0, 30.0, 60.0, 94.0, 140.0, 249.0,
        ],
        &[
            29.8, 59.2, 41.0, 65.0, 16.0, 30.0, 60.0, 120.0, 160.0, 90.0, 219.99,
        ],
        &[
            28.8, 62.5, 41.0, 70.0, 12.0, 60.0, 120.0, 120.0, 170.0, 138.0, 1399.99,
        ],
        &[
            24.0, 40.0, 59.0, 60.0, 12.0, 10.0, 30.0, 30.0, 140.0, 78.0, 269.99,
        ],
        &[
            30.0, 60.0, 45.0, 201.0, 16.0, 30.0, 30.0, 30.0, 170.0, 90.0, 199.99,
        ],
    ];
    let expected = [
        0.0362, 0.0437, 0.0848, 0.0984, 0.0480, 0.0842, 0.1379, 0.1125, 0.0745, 0.1107, 0.1690,
    ];
    close(&weights(&Weighting::Gini, rows, &[1; 11]), &expected, 5e-5);
}

/// Two indicators that say the same and one that stands alone: two components explain all; the pair shares one.
#[test]
fn principal_components_tell_repetition() {
    let rows: &[&[f64]] = &[
        &[1.0, 2.0, 1.0],
        &[2.0, 4.0, -1.0],
        &[3.0, 6.0, -1.0],
        &[4.0, 8.0, 1.0],
    ];
    let handbook = weights(
        &Weighting::Pca {
            rule: PcaRule::Handbook,
        },
        rows,
        &[1; 3],
    );
    close(&handbook, &[0.5, 0.5, 0.0], 1e-9);
    let first = weights(
        &Weighting::Pca {
            rule: PcaRule::FirstComponent,
        },
        rows,
        &[1; 3],
    );
    close(&first, &[0.5, 0.5, 0.0], 1e-9);
}

/// The Handbook's step from loadings to weights, by hand: each indicator counts where it loads most, by its share of
/// that factor (0.64 and 0.36 of 1; 1 of 1) times the factor's share of what both explain (1 of 2).
#[test]
fn loadings_become_weights() {
    let raw = principal::from_loadings(&[vec![0.8, 0.6, 0.0], vec![0.0, 0.0, 1.0]]);
    close(&raw, &[0.32, 0.18, 0.5], 1e-12);
}

/// Benefit of the doubt by hand: a and b lead in one component each; c is half of either in both.
#[test]
fn benefit_of_the_doubt() {
    let rows: &[&[f64]] = &[&[4.0, 1.0], &[1.0, 10.0], &[2.0, 5.0], &[GAP, 5.0], &[-1.0, 2.0]];
    let method = Weighting::BenefitOfTheDoubt {
        min_share: 0.0,
        max_share: 1.0,
    };
    let (Weights::PerUnit(found), _) = weigh(&method, rows, &[1, 1]) else {
        panic!("each unit has its own");
    };
    let score = |unit: usize, by: usize| {
        (0..2)
            .map(|part| found.get(by, part) * rows[unit][part])
            .sum::<f64>()
    };
    assert!((score(0, 0) - 1.0).abs() < 1e-9 && (score(1, 1) - 1.0).abs() < 1e-9);
    // w·(4,1) ≤ 1 and w·(1,10) ≤ 1 bind at (9/39, 3/39): 2·9/39 + 5·3/39 = 33/39.
    assert!((score(2, 2) - 33.0 / 39.0).abs() < 1e-9, "{}", score(2, 2));
    assert!((found.get(3, 1) - 0.1).abs() < 1e-9 && found.get(3, 0).abs() < 1e-9);
    assert!(found.get(4, 0).is_nan(), "negative values have no benefit");
    let shared = Weighting::BenefitOfTheDoubt {
        min_share: 0.3,
        max_share: 1.0,
    };
    let (Weights::PerUnit(found), _) = weigh(&shared, rows, &[1, 1]) else {
        panic!("each unit has its own");
    };
    for (unit, row) in rows.iter().enumerate().take(3) {
        let parts: Vec<f64> = (0..2).map(|part| found.get(unit, part) * row[part]).collect();
        let total: f64 = parts.iter().sum();
        assert!(parts.iter().all(|part| *part >= 0.3 * total - 1e-9), "{parts:?}");
    }
}

#[test]
fn blends_lie_between() {
    let rows: &[&[f64]] = &[&[1.0, 2.0], &[2.0, 1.0], &[8.0, 1.5]];
    let blend = Weighting::Blend {
        first: Box::new(ENTROPY),
        second: Box::new(Weighting::Equal),
        share: 0.25,
    };
    let (entropy, found) = (weights(&ENTROPY, rows, &[1; 2]), weights(&blend, rows, &[1; 2]));
    close(
        &found,
        &[0.25 * entropy[0] + 0.375, 0.25 * entropy[1] + 0.375],
        1e-12,
    );
}

#[test]
fn data_that_give_no_weights_give_equal_ones_and_say_so() {
    let read = [
        ENTROPY,
        Weighting::Entropy { scale: Scale::MinMax },
        Weighting::Critic { scale: Scale::MinMax },
        Weighting::StandardDeviation { scale: Scale::MinMax },
        Weighting::Gini,
        Weighting::Merec,
        Weighting::Pca {
            rule: PcaRule::Handbook,
        },
    ];
    for method in &read {
        for rows in [
            &[&[3.0, 3.0][..], &[3.0, 3.0]][..],
            &[&[1.0, 2.0]],
            &[&[GAP, GAP], &[GAP, GAP]],
        ] {
            let (Weights::Shared(found), notes) = weigh(method, rows, &[1, 1]) else {
                panic!("one list for all");
            };
            close(&found, &[0.5, 0.5], 1e-12);
            // MEREC finds an effect of a unit alone.
            assert_eq!(notes, 1, "{method:?} {rows:?}");
        }
        let with_gaps = weights(
            method,
            &[&[1.0, GAP], &[2.0, 5.0], &[4.0, 6.0], &[3.0, 9.0]],
            &[1, 1],
        );
        assert!(
            (with_gaps.iter().sum::<f64>() - 1.0).abs() < 1e-12,
            "{method:?} {with_gaps:?}"
        );
        let alone = weights(method, &[&[1.0], &[2.0], &[4.0]], &[1]);
        close(&alone, &[1.0], 1e-12);
    }
    for method in [ENTROPY, Weighting::Gini, Weighting::Merec] {
        let (_, notes) = weigh(&method, &[&[-1.0, 2.0], &[3.0, 4.0]], &[1, 1]);
        assert_eq!(notes, 1, "{method:?} is not defined for negative values");
    }
}
