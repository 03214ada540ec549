//! Units that lack components which a method can't do without.

use super::*;

/// An index of indicators as they are: `of_index` its methods, each column with what its indicator says beyond its code.
fn of_columns(of_index: &str, columns: &[(&str, &[f64])]) -> Result<Evaluation, Error> {
    let code = |at: usize| format!("c{at}");
    let leaves: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, (says, _))| format!("{{ code = \"{}\", parent = \"index\"{says} }}", code(at)))
        .collect();
    let text = format!(
        "id = \"f\"\nnormalise = {{ method = \"as_is\" }}\naggregates = [{{ id = \"index\", {of_index} }}]\n\
         indicators = [{}]",
        leaves.join(", ")
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = ('a'..).take(columns[0].1.len()).map(|code| Unit {
        code: code.to_string(),
        ..Unit::default()
    });
    let filled = columns.iter().enumerate().map(|(at, (_, values))| Column {
        code: code(at),
        cells: values.iter().map(|value| Cell::plain(known(*value))).collect(),
        past: Vec::new(),
    });
    let table = Table::new(units.collect(), 2024.5, filled.collect()).unwrap();
    Index::new(&framework, &table)?.evaluate()
}

fn told(found: &Evaluation) -> Vec<String> {
    found.warnings().iter().map(Warning::to_string).collect()
}

/// Of two components at most 0.4 of the score each leaves nobody anything: the bound is loosened to what lets them fill it.
#[test]
fn shares_that_too_few_components_can_fill_are_loosened_and_told() {
    let columns: [(&str, &[f64]); 3] = [
        ("", &[4.0, 2.0, 3.0, 3.0]),
        ("", &[1.0, 4.0, f64::NAN, 2.0]),
        ("", &[2.0, 3.0, f64::NAN, f64::NAN]),
    ];
    let method = "weighting = { method = \"benefit_of_the_doubt\", max_share = 0.4 }";
    let found = of_columns(method, &columns).unwrap();
    for unit in 0..4 {
        let score = found.score(unit, 0).unwrap();
        assert!(score > 0.3 && score <= 1.0 + 1e-9, "{unit}: {score}");
        let parts = found.contributions(unit).unwrap();
        let most = [0.4, 0.4, 1.0, 0.5][unit];
        for part in parts.iter() {
            assert!(*part <= most * score + 1e-9, "{unit}: {parts:?} of {score}");
        }
    }
    assert_eq!(
        told(&found),
        [
            "index: components that are missing (`c1`, `c2`) leave too few to fill `max_share` for `c`, `d`, whose shares \
             are bounded by one over how many there are instead: publish figures, impute them, or raise `max_share`"
        ]
    );
    // A third of the score for each of three is all of it, to the last bit.
    let all: [(&str, &[f64]); 4] = [
        columns[0],
        columns[1],
        columns[2],
        ("", &[1.0, f64::NAN, 1.0, 1.0]),
    ];
    let found = of_columns(
        "weighting = { method = \"benefit_of_the_doubt\", max_share = 0.3 }",
        &all,
    )
    .unwrap();
    assert!(found.score(1, 0).unwrap() > 0.3, "{:?}", found.score(1, 0));
    // Bounds that those who are there can fill are not touched.
    let wide = of_columns(
        "weighting = { method = \"benefit_of_the_doubt\", max_share = 0.6 }",
        &columns[..2],
    )
    .unwrap();
    assert!(
        told(&wide).iter().all(|one| !one.contains("`a`")),
        "{:?}",
        told(&wide)
    );
}

/// Methods that divide by costs have no value for who has none, and say which cost it is.
#[test]
fn a_cost_that_is_missing_or_zero_is_named() {
    for (method, cost, value) in [
        ("copras", f64::NAN, None),
        ("copras", 0.0, Some(0.0)),
        ("weighted_product", 0.0, Some(0.0)),
    ] {
        let columns: [(&str, &[f64]); 3] = [
            ("", &[1.0, 2.0, 3.0]),
            // Nobody weighs it, so that it is not to blame.
            (", direction = \"down\", weight = 0", &[0.0, 1.0, 0.0]),
            (", direction = \"down\"", &[2.0, 4.0, cost]),
        ];
        let found = of_columns(&format!("aggregation = {{ method = \"{method}\" }}"), &columns).unwrap();
        let why = found.unscored(2).unwrap();
        let cause = Cause::WithoutCost {
            component: "c2".to_owned(),
            value,
        };
        assert_eq!(
            (why.aggregate.as_str(), &why.cause),
            ("index", &cause),
            "{method}"
        );
        assert_eq!(
            told(&found),
            [
                "index: `c2` is a cost that is missing or zero for `c`, and the aggregation divides by costs: publish \
                 figures, impute them, or take another aggregation"
            ],
            "{method}"
        );
        let said = match value {
            Some(_) => {
                "`c2` is a cost of zero, and the aggregation of `index` divides by costs: correct the figure, or take \
                 another aggregation"
            }
            None => {
                "`c2` has no value and is the cost that the aggregation of `index` divides by: publish the figure, impute \
                 it, or take another aggregation"
            }
        };
        assert_eq!(why.to_string(), said);
        assert!(found.score(0, 0).is_some());
    }
}
