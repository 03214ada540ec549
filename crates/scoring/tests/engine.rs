//! The engine's version stands for its bits.

#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

use zhibiao_scoring::{
    Cell, Column, ENGINE, Framework, FrameworkForm, Index, PastValue, Run, SensitivityRequest, Table,
    UncertaintyRequest, Unit,
};

/// A framework in which logarithms, powers, angles, random numbers of each kind and every step have a part.
const FORM: &str = r#"
id = "engine"
decimals = 6
impute = { method = "linear_in_time" }
treat = { method = "winsorise", max_points = 1, otherwise = "box_cox" }
normalise = { method = "min_max", low = 1, high = 100 }
aggregates = [
    { id = "index", aggregation = { method = "geometric" } },
    { id = "a", parent = "index", weighting = { method = "pca" } },
    { id = "b", parent = "index", weighting = { method = "entropy" }, aggregation = { method = "power", exponent = 0.3 } },
    { id = "c", parent = "index", weighting = { method = "merec" }, aggregation = { method = "weighted_product" } },
]
indicators = [
    { code = "c0", parent = "a" },
    { code = "c1", parent = "a", direction = "down", treat = { method = "log" } },
    { code = "c2", parent = "a", normalise = { method = "goalposts", lower = 1, upper = 99, low = 1, high = 50, log = true } },
    { code = "c3", parent = "b", denominator = { by = "c6" } },
    { code = "c4", parent = "b", treat = { method = "box_cox" } },
    { code = "c5", parent = "c", normalise = { method = "as_is" }, direction = "down" },
    { code = "c6", parent = "c", normalise = { method = "rank" }, impute = { method = "median" } },
    { code = "c7", parent = "a", normalise = { method = "min_max", low = 0, high = 1 } },
]
[uncertainty]
weights = { method = "dirichlet", concentration = 20 }
normalisation = [{ method = "fraction_of_maximum" }]
leave_out = 0.2
[uncertainty.data]
carried = { distribution = "normal", sd = 0.1 }
extracted = { distribution = "exponential", mean = 0.05 }
"#;

fn table() -> Table {
    let value =
        |unit: usize, column: usize| 1.0 + ((unit * 37 + column * 11 + unit * unit * 5) % 97) as f64 / 1.7;
    let units = (0..24).map(|at| Unit {
        code: format!("u{at:02}"),
        ..Unit::default()
    });
    let columns = (0..7).map(|column| Column {
        code: format!("c{column}"),
        cells: (0..24)
            .map(|unit| Cell {
                extracted: unit % 5 == 0,
                carried: unit % 7 == column,
                // One outlier for each column, one gap for some.
                ..Cell::plain((unit != 20 - column * 2).then(|| match unit {
                    23 => 4_000.0 + value(unit, column),
                    _ => value(unit, column),
                }))
            })
            .collect(),
        past: (0..24)
            .map(|unit| PastValue {
                unit,
                time: 2023.5,
                value: value(unit, column) + 0.5,
            })
            .collect(),
    });
    // Over a range of 49 the arithmetic alone gives the best 0.9999999999999999.
    let ends = Column {
        code: "c7".into(),
        cells: (0..24)
            .map(|unit| Cell::plain(Some(f64::from(unit * 49) / 23.0)))
            .collect(),
        past: Vec::new(),
    };
    Table::new(units.collect(), 2024.5, columns.chain([ends]).collect()).unwrap()
}

/// When this fails, results are no longer what they were: with the digests, raise [`ENGINE`], so that an older result
/// is told to be of another engine instead of not being reproduced.
#[test]
fn results_of_a_version_do_not_change() {
    let framework = Framework::new(toml::from_str::<FrameworkForm>(FORM).unwrap()).unwrap();
    let table = table();
    let index = Index::new(&framework, &table).unwrap();
    let evaluation = index.evaluate().unwrap();
    let request = UncertaintyRequest {
        draws: 200,
        seed: 5,
        ..UncertaintyRequest::default()
    };
    let uncertainty = index.uncertainty(&request, &Run::on(2)).unwrap();
    let request = SensitivityRequest {
        base: 30,
        seed: 5,
        bootstrap: 20,
    };
    let sensitivity = index.sensitivity(&request, &Run::on(2)).unwrap();
    assert_eq!(
        [
            ENGINE.to_owned(),
            evaluation.digest().to_string(),
            uncertainty.digest().to_string(),
            sensitivity.digest().to_string(),
        ],
        [
            "zhibiao-scoring 5",
            "09308f262b385079808049a3ef21036a6dc5cb3e62312123e901cd79164eaa98",
            "7dcbdd2875a4e228413f501ed10fb92f3e5be668cd66049dfc353d0306309cb3",
            "5d8af3aea746acf4573fac3eac00bae0d173a798c0eeaf03d8f95a20256124d3"
        ]
    );
}
