use zhibiao_model::framework::FrameworkForm;

use super::*;
use crate::{
    framework::Framework,
    table::{Cell, Column, Table, Unit},
};

fn table() -> Table {
    let rows: [[Option<f64>; 4]; 5] = [
        [Some(3.0), Some(2.0), Some(9.0), Some(1.0)],
        [Some(7.0), Some(5.0), Some(4.0), None],
        [Some(1.0), Some(8.0), Some(6.0), Some(5.0)],
        [Some(4.0), Some(3.0), Some(2.0), Some(8.0)],
        [Some(9.0), None, Some(5.0), Some(2.0)],
    ];
    let units = (0..rows.len()).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let column = |at: usize| Column {
        code: format!("c{at}"),
        cells: rows.iter().map(|row| Cell::plain(row[at])).collect(),
        past: Vec::new(),
    };
    Table::new(units.collect(), 2024.5, (0..4).map(column).collect()).unwrap()
}

/// Scores of the index without some of its indicators, or with one left out by a draw.
fn scores(method: &str, codes: &[usize], left_out: Option<usize>) -> Vec<Option<f64>> {
    let parent = |at: usize| if at == 3 { "alone" } else { "index" };
    let alone = if codes.contains(&3) {
        ", { id = \"alone\", parent = \"index\", weight = 2 }"
    } else {
        ""
    };
    let leaves: Vec<String> = codes
        .iter()
        .map(|at| {
            format!(
                "{{ code = \"c{at}\", parent = \"{}\", weight = {} }}",
                parent(*at),
                at + 1
            )
        })
        .collect();
    let text = format!(
        "id = \"f\"\naggregates = [{{ id = \"index\", {method} }}{alone}]\nindicators = [{}]",
        leaves.join(", ")
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let table = table();
    let index = Index::new(&framework, &table).unwrap();
    let choice = Choice {
        left_out,
        ..Choice::default()
    };
    let mut columns = index.denominated.clone();
    let notes = &mut Notes::Dropped;
    index.scale(&mut columns, &choice, &mut treat::Scratch::default(), |_, _| ());
    let mut scores = Scores::new(&index);
    index.aggregate(&columns, &choice, &mut scores, notes).unwrap();
    scores
        .root()
        .iter()
        .map(|score| crate::matrix::known(*score))
        .collect()
}

/// As if it had never been there: neither the others' weights nor the components that a unit needs know it.
#[test]
fn what_is_left_out_has_no_part_in_anything() {
    for method in [
        "min_available = 0",
        "min_available = 0.7",
        "weighting = { method = \"equal\" }",
        "weighting = { method = \"entropy\" }",
        "weighting = { method = \"critic\" }",
        "weighting = { method = \"pca\" }",
        "weighting = { method = \"benefit_of_the_doubt\" }",
        "weighting = { method = \"benefit_of_the_doubt\", max_share = 0.5 }",
        "weighting = { method = \"entropy\" }, aggregation = { method = \"topsis\" }",
    ] {
        for left_out in [0, 2, 3] {
            let rest: Vec<usize> = (0..4).filter(|at| *at != left_out).collect();
            let (drawn, without) = (
                scores(method, &[0, 1, 2, 3], Some(left_out)),
                scores(method, &rest, None),
            );
            for (drawn, without) in drawn.iter().zip(&without) {
                let same = match (drawn, without) {
                    (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                    (a, b) => a == b,
                };
                assert!(same, "{method} without c{left_out}: {drawn:?} is not {without:?}");
            }
        }
    }
}
