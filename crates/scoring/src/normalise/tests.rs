use zhibiao_model::framework::Bounds;

use super::*;

const GAP: f64 = f64::NAN;

fn normalised(method: &Normalisation, direction: Direction, column: &[f64]) -> (Outcome, Vec<f64>) {
    with_panel(method, direction, column, &[])
}

fn with_panel(
    method: &Normalisation,
    direction: Direction,
    column: &[f64],
    panel: &[f64],
) -> (Outcome, Vec<f64>) {
    let mut column = column.to_vec();
    let context = Context {
        direction,
        panel,
        range: None,
        reference: Some(0),
    };
    let outcome = method.apply(&mut column, context);
    (outcome, column)
}

fn all() -> Vec<Normalisation> {
    vec![
        Normalisation::default(),
        Normalisation::ZScore {
            mean: 0.0,
            spread: 1.0,
            bounds: Bounds::Period,
        },
        Normalisation::Goalposts {
            lower: 1.0,
            upper: 10.0,
            low: 0.0,
            high: 1.0,
            log: true,
            cap: true,
        },
        Normalisation::DistanceToTarget {
            target: 4.0,
            cap: true,
        },
        Normalisation::DistanceToReference { unit: "a".into() },
        Normalisation::FractionOfMaximum,
        Normalisation::PercentileRank,
        Normalisation::Rank,
        Normalisation::Borda,
        Normalisation::Vector,
        Normalisation::Sum,
        Normalisation::Efficacy {
            satisfactory: None,
            unacceptable: None,
            base: 60.0,
            span: 40.0,
        },
    ]
}

#[track_caller]
fn close(actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len());
    for (a, e) in actual.iter().zip(expected) {
        assert!(
            (a.is_nan() && e.is_nan()) || (a - e).abs() < 1e-12,
            "{actual:?} is not {expected:?}"
        );
    }
}

#[test]
fn better_is_higher() {
    for method in all() {
        let up = normalised(&method, Direction::Up, &[1.0, 2.0, GAP, 4.0]).1;
        assert!(
            up[0] <= up[1] && up[1] <= up[3] && up[0] < up[3] && up[2].is_nan(),
            "{method:?} {up:?}"
        );
        if let Normalisation::DistanceToTarget { .. } = method {
            continue;
        }
        let down = normalised(&method, Direction::Down, &[1.0, 2.0, GAP, 4.0]).1;
        assert!(
            down[0] >= down[1] && down[1] >= down[3] && down[0] > down[3],
            "{method:?} {down:?}"
        );
    }
}

#[test]
fn degenerate_columns_have_defined_results() {
    for method in all() {
        for direction in [Direction::Up, Direction::Down] {
            for column in [
                &[3.0; 4][..],
                &[3.0],
                &[GAP, 3.0],
                &[GAP, GAP],
                &[0.0, 0.0],
                &[-1.0, -2.0],
                &[0.0, 5.0],
            ] {
                let (outcome, after) = normalised(&method, direction, column);
                assert!(
                    after.iter().all(|value| !value.is_infinite()),
                    "{method:?} {column:?} {after:?}"
                );
                for (before, after) in column.iter().zip(&after) {
                    assert!(!before.is_nan() || after.is_nan(), "{method:?} makes up a value");
                }
                if column.iter().all(|value| *value == 3.0) {
                    // A fixed scale still has a place for a column in which all are the same.
                    let fixed = matches!(
                        method,
                        Normalisation::Goalposts { .. } | Normalisation::DistanceToTarget { .. }
                    );
                    assert!(fixed || outcome == Outcome::Constant, "{method:?}");
                    assert!(after.iter().all(|value| value.is_finite()), "{method:?}");
                }
            }
        }
    }
}

/// Each unit gets the middle of the scale when all have the same value, but for what is fixed.
#[test]
fn constants_are_in_the_middle() {
    for direction in [Direction::Up, Direction::Down] {
        let middle = |method: &Normalisation, value: f64| {
            let (outcome, after) = normalised(method, direction, &[value, value, GAP, value]);
            assert_eq!(outcome, Outcome::Constant, "{method:?}");
            assert!(after[0] == after[1] && after[1] == after[3] && after[2].is_nan());
            after[0]
        };
        for (method, expected) in [
            (Normalisation::default(), 50.0),
            (Normalisation::DistanceToReference { unit: "a".into() }, 1.0),
            (Normalisation::FractionOfMaximum, 0.5),
            (Normalisation::PercentileRank, 50.0),
            (Normalisation::Rank, 2.0),
            (Normalisation::Borda, 1.0),
            (Normalisation::Vector, 0.5),
            (Normalisation::Sum, 0.5),
        ] {
            assert_eq!(middle(&method, 3.0), expected, "{method:?}");
        }
        assert_eq!(middle(&Normalisation::Vector, 0.0), 0.5);
        let target = |far: f64| Normalisation::DistanceToTarget {
            target: 3.0 + far * direction.sign(),
            cap: true,
        };
        for (far, expected) in [(1.0, 0.5), (0.0, 1.0), (-1.0, 1.0)] {
            assert_eq!(middle(&target(far), 3.0), expected);
        }
    }
    // Zeros are no costs that could be turned over.
    assert_eq!(
        normalised(&Normalisation::Sum, Direction::Up, &[0.0, 0.0]),
        (Outcome::Constant, vec![0.5, 0.5])
    );
    let beyond = Normalisation::DistanceToTarget {
        target: 1.0,
        cap: true,
    };
    let (outcome, after) = normalised(&beyond, Direction::Up, &[2.0, 4.0]);
    assert_eq!((outcome, after), (Outcome::Normalised, vec![1.0, 1.0]));
}

#[test]
fn linear_scales() {
    let column = [2.0, 4.0, 10.0, GAP];
    close(
        &normalised(&Normalisation::default(), Direction::Down, &column).1,
        &[100.0, 75.0, 0.0, GAP],
    );
    let panel = Normalisation::MinMax {
        low: 0.0,
        high: 1.0,
        bounds: Bounds::Panel,
    };
    close(
        &with_panel(&panel, Direction::Up, &column, &[0.0, 20.0]).1,
        &[0.1, 0.2, 0.5, GAP],
    );
    let z = Normalisation::ZScore {
        mean: 10.0,
        spread: 2.0,
        bounds: Bounds::Period,
    };
    close(
        &normalised(&z, Direction::Up, &[1.0, 2.0, 3.0]).1,
        &[8.0, 10.0, 12.0],
    );
    close(
        &normalised(&z, Direction::Down, &[1.0, 2.0, 3.0]).1,
        &[12.0, 10.0, 8.0],
    );
    let efficacy = Normalisation::Efficacy {
        satisfactory: Some(10.0),
        unacceptable: Some(5.0),
        base: 60.0,
        span: 40.0,
    };
    close(
        &normalised(&efficacy, Direction::Up, &column).1,
        &[36.0, 52.0, 100.0, GAP],
    );
    let target = |cap| Normalisation::DistanceToTarget { target: 6.0, cap };
    close(
        &normalised(&target(true), Direction::Up, &column).1,
        &[0.0, 0.5, 1.0, GAP],
    );
    close(
        &normalised(&target(false), Direction::Up, &column).1,
        &[0.0, 0.5, 2.0, GAP],
    );
    let reference = Normalisation::DistanceToReference { unit: "a".into() };
    close(
        &normalised(&reference, Direction::Down, &column).1,
        &[1.0, 0.75, 0.0, GAP],
    );
}

/// Human Development Report 2020, table 1: Costa Rica has a life expectancy of 80.3 years, 15.7 expected and 8.7 mean
/// years of schooling, 18,486 dollars, and an index of 0.810.
#[test]
fn goalposts_of_the_human_development_index() {
    let posts = |lower: f64, upper: f64, log: bool| Normalisation::Goalposts {
        lower,
        upper,
        low: 0.0,
        high: 1.0,
        log,
        cap: true,
    };
    let one = |method: &Normalisation, value: f64| normalised(method, Direction::Up, &[value, GAP]).1[0];
    let health = one(&posts(20.0, 85.0, false), 80.3);
    let schooling = [
        one(&posts(0.0, 18.0, false), 15.7),
        one(&posts(0.0, 15.0, false), 8.7),
    ];
    let income = posts(100.0, 75_000.0, true);
    let education = f64::midpoint(schooling[0], schooling[1]);
    let index = (health * education * one(&income, 18_486.0)).cbrt();
    assert_eq!((index * 1000.0).round(), 810.0);
    // Beyond the posts, and where there is no logarithm, the nearer post counts.
    let (_, values) = normalised(&income, Direction::Up, &[90_000.0, -3.0, 50.0]);
    close(&values, &[1.0, 0.0, 0.0]);
}

#[test]
fn ordinal_scales() {
    let column = [5.0, 1.0, 5.0, 9.0, GAP];
    close(
        &normalised(&Normalisation::Rank, Direction::Up, &column).1,
        &[2.0, 1.0, 2.0, 4.0, GAP],
    );
    close(
        &normalised(&Normalisation::Borda, Direction::Up, &column).1,
        &[1.5, 0.0, 1.5, 3.0, GAP],
    );
    close(
        &normalised(&Normalisation::Borda, Direction::Down, &column).1,
        &[1.5, 3.0, 1.5, 0.0, GAP],
    );
    close(
        &normalised(&Normalisation::PercentileRank, Direction::Up, &column).1,
        &[50.0, 0.0, 50.0, 100.0, GAP],
    );
}

#[test]
fn ratio_scales() {
    close(
        &normalised(&Normalisation::Vector, Direction::Up, &[3.0, 4.0]).1,
        &[0.6, 0.8],
    );
    close(
        &normalised(&Normalisation::Vector, Direction::Down, &[3.0, 4.0]).1,
        &[0.4, 0.2],
    );
    close(
        &normalised(&Normalisation::Sum, Direction::Up, &[1.0, 3.0]).1,
        &[0.25, 0.75],
    );
    close(
        &normalised(&Normalisation::Sum, Direction::Down, &[1.0, 3.0]).1,
        &[0.75, 0.25],
    );
    close(
        &normalised(
            &Normalisation::FractionOfMaximum,
            Direction::Down,
            &[2.0, 4.0, 0.0],
        )
        .1,
        &[1.0, 0.5, GAP],
    );
}

/// 0 to 100 is what it says: `low + (best − worst)·(high − low)/(best − worst)` alone gives some columns
/// 100.00000000000001 and others 99.99999999999999.
#[test]
fn the_ends_of_a_bounded_scale_are_its_own_to_the_last_bit() {
    let mut missed = 0;
    for seed in 1..2_000_u32 {
        let at = |place: u32| {
            f64::from(seed.wrapping_mul(2_654_435_761).wrapping_add(place * 40_503) % 9_973) / 7.0
        };
        let column = [at(1), at(2), at(3), at(4), at(5)];
        let min = column.into_iter().fold(f64::INFINITY, f64::min);
        let max = column.into_iter().fold(f64::NEG_INFINITY, f64::max);
        if min == max {
            continue;
        }
        missed += u32::from((max - min) * (100.0 / (max - min)) != 100.0);
        for direction in [Direction::Up, Direction::Down] {
            let min_max = Normalisation::MinMax {
                low: 0.0,
                high: 100.0,
                bounds: Bounds::Period,
            };
            let posts = Normalisation::Goalposts {
                lower: min,
                upper: max,
                low: 0.0,
                high: 100.0,
                log: false,
                cap: true,
            };
            for method in [min_max, posts] {
                let (_, after) = normalised(&method, direction, &column);
                for (before, after) in column.iter().zip(after) {
                    let at_max = if direction == Direction::Up { 100.0 } else { 0.0 };
                    let exact = match *before {
                        value if value == max => after == at_max,
                        value if value == min => after == 100.0 - at_max,
                        _ => (0.0..=100.0).contains(&after),
                    };
                    assert!(exact, "{method:?} {column:?}: {before} is at {after}");
                }
            }
        }
    }
    assert!(
        missed > 10,
        "the columns are such that arithmetic alone misses: {missed}"
    );
}

/// Of these the arithmetic alone takes the best, and who is just behind it, beyond the high end.
#[test]
fn nobody_lies_beyond_the_best() {
    let column = [
        339.334_773_752_060_24,
        3_255.350_711_727_805_4,
        3_255.350_711_727_806,
    ];
    let (low, high) = (-100.0, 0.001);
    let min_max = Normalisation::MinMax {
        low,
        high,
        bounds: Bounds::Period,
    };
    let posts = Normalisation::Goalposts {
        lower: column[0],
        upper: column[2],
        low,
        high,
        log: false,
        cap: true,
    };
    for method in [min_max, posts] {
        let (_, after) = normalised(&method, Direction::Up, &column);
        assert_eq!(after, [low, high, high], "{method:?}");
    }
}

/// A scale over so narrow a range is beyond all doubles, but not the places on it.
#[test]
fn ranges_that_nothing_can_be_divided_by_are_scaled_all_the_same() {
    let narrow = [1e-320, 2e-320, 3e-320, GAP];
    let (outcome, column) = normalised(&Normalisation::default(), Direction::Up, &narrow);
    assert_eq!((outcome, column[0], column[2]), (Outcome::Normalised, 0.0, 100.0));
    assert!((column[1] - 50.0).abs() < 0.1 && column[3].is_nan(), "{column:?}");
}
