//! What readers are told of a result.

use super::*;

/// Equal weights in place of those that were asked for are said to be, with why, of whom, and what to do.
#[test]
fn weights_that_the_figures_do_not_give_are_told_with_the_reason() {
    let told = |method: &str, x: &[f64], y: &[f64]| {
        let found = as_is(&format!("weighting = {{ method = \"{method}\" }}"), x, y).unwrap();
        let warnings = found.warnings().iter().filter(|warning| warning.about == "index");
        warnings
            .map(|warning| warning.note.to_string())
            .collect::<Vec<_>>()
    };
    for (method, x, y, why) in [
        (
            "entropy",
            [-1.0, 2.0],
            [3.0, 4.0],
            "negative values of `x`: normalise to values from 0 up",
        ),
        (
            "gini",
            [-1.0, 2.0],
            [-3.0, 4.0],
            "negative values of `x`, `y`: normalise",
        ),
        (
            "merec",
            [1.0, 2.0],
            [0.0, 4.0],
            "zero or less of `y`: normalise to positive values, such as min_max with low = 1",
        ),
        (
            "pca",
            [1.0, 2.0],
            [3.0, 3.0],
            "the same value of `y`: leave it out",
        ),
    ] {
        let told = told(method, &x, &y);
        assert_eq!(told.len(), 1, "{method}: {told:?}");
        assert!(
            told[0].starts_with("the data give no weights, and equal ones are used") && told[0].contains(why),
            "{method}: {told:?}"
        );
    }
    assert!(
        told("entropy", &[1.0, 2.0], &[3.0, 3.0]).is_empty(),
        "all weight is on the other"
    );
}

/// 功效系数 with 熵权: whether somebody is so far below the unacceptable value that points are negative is for the figures to
/// say.
#[test]
fn entropies_of_points_are_weights_unless_the_figures_make_them_negative() {
    let of = |x: [f64; 3]| {
        let framework = Framework::new(
            toml::from_str::<FrameworkForm>(
                "id = \"f\"\nnormalise = { method = \"efficacy\", satisfactory = 9, unacceptable = 5 }\n\
                 aggregates = [{ id = \"index\", weighting = { method = \"entropy\" } }]\n\
                 indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]",
            )
            .unwrap(),
        )
        .unwrap();
        let units = ["a", "b", "c"].map(|code| Unit {
            code: code.to_owned(),
            ..Unit::default()
        });
        let column = |code: &str, values: [f64; 3]| Column {
            code: code.to_owned(),
            cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
            past: Vec::new(),
        };
        let columns = vec![column("x", x), column("y", [6.0, 7.0, 7.5])];
        let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
        let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
        let told: Vec<String> = found.warnings().iter().map(ToString::to_string).collect();
        (found.indicator_weights(), told)
    };
    let (weights, told) = of([4.0, 7.0, 9.0]);
    assert!(weights[0] > 0.9 && told.is_empty(), "{weights:?} {told:?}");
    let (weights, told) = of([-4.0, 7.0, 9.0]);
    assert_eq!(weights, [0.5, 0.5]);
    assert!(
        told.len() == 1 && told[0].contains("negative values of `x`"),
        "{told:?}"
    );
}

/// A warning names whom it is about.
#[test]
fn warnings_name_whom_they_are_about() {
    let found = as_is(
        "aggregation = { method = \"geometric\" }",
        &[0.0, 2.0],
        &[1.0, 4.0],
    )
    .unwrap();
    let told: Vec<String> = found.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "index: a component of zero makes the score zero of `a`: normalise to positive values, such as min_max with low \
             = 1, or take another aggregation"
        ]
    );
}

/// Whoever is worst in a component that has to have a share has a zero whatever the rest, and is named.
#[test]
fn zeros_by_a_factor_of_zero_are_told() {
    for method in ["geometric", "weighted_product"] {
        let of = format!("aggregation = {{ method = \"{method}\" }}");
        let found = as_is(&of, &[0.0, 2.0], &[3.0, 4.0]).unwrap();
        let told = found.warnings().iter();
        assert_eq!(
            told.filter(|warning| matches!(warning.note, Note::Zeroed(_)))
                .count(),
            1,
            "{method}"
        );
    }
}

#[test]
fn zeros_by_bounded_shares_are_told() {
    let of = |shares: &str, x: &[f64], y: &[f64]| {
        let weighting = format!("weighting = {{ method = \"benefit_of_the_doubt\", {shares} }}");
        let found = as_is(&weighting, x, y).unwrap();
        let scores: Vec<f64> = (0..x.len()).filter_map(|unit| found.score(unit, 0)).collect();
        let told: Vec<String> = found.warnings().iter().map(ToString::to_string).collect();
        (scores, told)
    };
    let (x, y) = ([0.0, 50.0, 100.0, 0.0], [100.0, 80.0, 0.0, 0.0]);
    for shares in ["min_share = 0.1", "max_share = 0.9"] {
        let (scores, told) = of(shares, &x, &y);
        assert_eq!([scores[0], scores[2], scores[3]], [0.0; 3], "{scores:?}");
        assert!(scores[1] > 0.9, "{scores:?}");
        assert_eq!(
            told,
            [
                "index: a component of zero has a bounded share of the score, which makes it zero, of `a`, `c`: normalise to \
              positive values, such as min_max with low = 1, or loosen `min_share` and `max_share`"
            ]
        );
    }
    // Who has nothing at all is zero by its figures, and where shares are free a zero does no harm.
    assert_eq!(
        of("min_share = 0", &x, &y),
        (vec![1.0, 1.0, 1.0, 0.0], Vec::new())
    );
    assert!(
        of(
            "min_share = 0.1",
            &x.map(|one| one + 1.0),
            &y.map(|one| one + 1.0)
        )
        .1
        .is_empty()
    );
}

/// A figure over something negative changes its sign, and with it which end is better.
#[test]
fn negative_denominators_are_told() {
    let framework = Framework::new(
        toml::from_str::<FrameworkForm>(
            "id = \"f\"\naggregates = [{ id = \"index\" }]\n\
             indicators = [{ code = \"x\", parent = \"index\", denominator = { by = \"d\" } }]",
        )
        .unwrap(),
    )
    .unwrap();
    let units = ["a", "b", "c", "d"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str, values: [f64; 4]| Column {
        code: code.to_owned(),
        cells: values.map(|value| Cell::plain(known(value))).to_vec(),
        past: Vec::new(),
    };
    let columns = vec![
        column("x", [6.0, 6.0, 6.0, f64::NAN]),
        column("d", [2.0, -3.0, 0.0, -1.0]),
    ];
    let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    assert_eq!(found.cell(Stage::Denominated, 1, 0), Some(-2.0));
    let of_figures = found.warnings().iter().filter(|warning| warning.about == "x");
    let told: Vec<String> = of_figures.map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "x: the denominator is missing or zero for `c`, who have no figure then: publish the denominator's figures",
            "x: the denominator is negative for `b`, whose figure changes its sign with it: correct the denominator's \
             figures, or take another denominator",
        ]
    );
}
