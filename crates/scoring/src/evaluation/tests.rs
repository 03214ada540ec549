use zhibiao_model::framework::FrameworkForm;

use super::*;
use crate::table::{Cell, Column, Table, Unit};

/// In tonnes or in kilogrammes, as a cost or not: what a column contributes is its weight's share.
#[test]
fn contributions_do_not_depend_on_units_of_measure() {
    for method in [
        "vikor",
        "copras",
        "edas",
        "promethee_ii",
        "copeland",
        "weighted_product",
    ] {
        let contributions = |scale: f64| {
            let text = format!(
                "id = \"f\"\nnormalise = {{ method = \"as_is\" }}\n\
                 aggregates = [{{ id = \"index\", aggregation = {{ method = \"{method}\" }} }}]\n\
                 indicators = [{{ code = \"x\", parent = \"index\", weight = 3 }},\n\
                 {{ code = \"y\", parent = \"index\", direction = \"down\" }}]"
            );
            let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
            let units = ["a", "b", "c"].map(|code| Unit {
                code: code.to_owned(),
                ..Unit::default()
            });
            let column = |code: &str, values: [f64; 3], scale: f64| Column {
                code: code.to_owned(),
                cells: values.map(|value| Cell::plain(Some(value * scale))).to_vec(),
                past: Vec::new(),
            };
            let columns = vec![
                column("x", [1.0, 5.0, 3.0], 1.0),
                column("y", [2.0, 3.0, 7.0], scale),
            ];
            let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
            let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
            let score = found.score(1, found.root()).unwrap();
            (score, found.contributions(1).unwrap())
        };
        for scale in [1.0, 1024.0] {
            let (score, parts) = contributions(scale);
            assert!(
                (parts[0] - 0.75 * score).abs() < 1e-12,
                "{method}: {parts:?} of {score}"
            );
            assert!(
                (parts[1] - 0.25 * score).abs() < 1e-12,
                "{method}: {parts:?} of {score}"
            );
        }
    }
}

/// 1e30 to the power of 20 is beyond all doubles.
#[test]
fn scores_that_overflow_are_neither_scored_nor_ranked() {
    let text = "id = \"f\"\nnormalise = { method = \"as_is\" }\n\
                aggregates = [{ id = \"index\", aggregation = { method = \"power\", exponent = 20 } }]\n\
                indicators = [{ code = \"x\", parent = \"index\" }]";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let units = ["a", "b"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = Column {
        code: "x".to_owned(),
        cells: [1e30, 7.0].map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let table = Table::new(units.to_vec(), 2024.5, vec![column]).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    assert_eq!((found.score(0, 0), found.rank(0, 0)), (None, None));
    assert_eq!(found.rank(1, 0), Some(1.0));
    assert_eq!(
        found.warnings(),
        [Warning {
            about: "index".to_owned(),
            note: crate::fault::Note::Undefined { units: 1 }
        }]
    );
}
