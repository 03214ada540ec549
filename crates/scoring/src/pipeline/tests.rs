use fearless_simd::dispatch;
use zhibiao_model::framework::FrameworkForm;

use super::*;
use crate::{
    evaluation::Stage,
    framework::Framework,
    table::{Cell, Column, PastValue, Table, Unit},
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
    let scratch = &mut treat::Scratch::default();
    dispatch!(crate::registers::registers(), simd => index.scale(simd, &mut columns, &choice, scratch, |_, _| (), |_, _| ()));
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

/// What one period's figures become, in that period, with the other one as part of the panel.
fn placed(methods: &str, own: &[f64], other: &[f64]) -> Vec<Option<f64>> {
    let text = format!(
        "id = \"f\"\n{methods}\naggregates = [{{ id = \"index\" }}]\n\
         indicators = [{{ code = \"c\", parent = \"index\" }}]"
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = (0..own.len()).map(|at| Unit {
        code: format!("u{at:02}"),
        ..Unit::default()
    });
    let past = other.iter().enumerate().map(|(unit, value)| PastValue {
        unit,
        time: 2023.5,
        value: *value,
    });
    let column = Column {
        code: "c".to_owned(),
        cells: own.iter().map(|value| Cell::plain(Some(*value))).collect(),
        past: past.collect(),
    };
    let table = Table::new(units.collect(), 2024.5, vec![column]).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    (0..own.len())
        .map(|unit| found.cell(Stage::Normalised, unit, 0))
        .collect()
}

/// With the panel's bounds a figure has the same place on the scale in whatever period it is, however it is treated.
#[test]
fn periods_are_comparable_over_the_panel_whatever_the_treatment() {
    // The same first figures in both periods; then one has an outlier above, the other lower values and one outlier.
    let mut own: Vec<f64> = (0..20).map(|at| 100.0 + 5.0 * f64::from(at)).collect();
    let mut other = own.clone();
    own[18..].copy_from_slice(&[150.0, 2_500.0]);
    other[17..].copy_from_slice(&[38.0, 41.0, 900.0]);
    let treatments = [
        "none\"",
        "winsorise\"",
        "winsorise\", max_points = 0",
        "winsorise\", max_points = 0, otherwise = \"box_cox\"",
        "log\"",
        "box_cox\"",
        "box_cox\", lambda = 0.5",
    ];
    for treatment in treatments {
        for normalise in [
            "{ method = \"min_max\", low = 1, high = 100",
            "{ method = \"z_score\"",
        ] {
            let methods = format!(
                "treat = {{ method = \"{treatment} }}\nnormalise = {normalise}, bounds = \"panel\" }}"
            );
            let (here, there) = (placed(&methods, &own, &other), placed(&methods, &other, &own));
            for (unit, (a, b)) in here.iter().zip(&there).take(17).enumerate() {
                let same = a.zip(*b).is_some_and(|(a, b)| (a - b).abs() < 1e-9);
                assert!(same, "{methods}: u{unit:02} {a:?} {b:?}");
            }
            let lost = here.iter().chain(&there).filter(|place| place.is_none()).count();
            assert_eq!(lost, 0, "{methods}");
        }
    }
}
