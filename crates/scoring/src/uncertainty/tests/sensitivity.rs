//! Shares of variance, and of whom there are none.

use zhibiao_model::framework::FrameworkForm;

use super::table;
use crate::{
    fault::Error,
    framework::Framework,
    index::Index,
    run::Run,
    table::{Cell, Column, Table, Unit},
    uncertainty::{Indices, SensitivityRequest, sobol_indices},
};

/// Far down a ranking a rank is many times what it moves by: its level must not count as its variance.
#[test]
fn shares_of_a_unit_far_down_are_no_noise() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\" }]\n\
                indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]\n\
                [uncertainty]\nweights = { method = \"share\", share = 0.25 }\n\
                normalisation = [{ method = \"z_score\" }, { method = \"rank\" }]";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let units = (0..60).map(|at| Unit {
        code: format!("u{at:02}"),
        ..Unit::default()
    });
    let column = |code: &str, value: fn(usize) -> usize| Column {
        code: code.to_owned(),
        cells: (0..60).map(|at| Cell::plain(Some(value(at) as f64))).collect(),
        past: Vec::new(),
    };
    let columns = vec![
        column("x", |at| (60 - at) * (60 - at)),
        column("y", |at| 120 - 2 * at + at * 7 % 5),
    ];
    let table = Table::new(units.collect(), 2024.5, columns).unwrap();
    let found = Index::new(&framework, &table)
        .unwrap()
        .sensitivity(&SensitivityRequest::default(), &Run::on(2))
        .unwrap();
    let moving: Vec<&Vec<Indices>> = found.units[40..].iter().flatten().collect();
    assert!(!moving.is_empty(), "nobody moves");
    for indices in moving {
        for factor in indices {
            let (first, total) = (factor.first.value, factor.total.value);
            assert!(first > -0.3 && first < total + 0.3, "{indices:?}");
        }
    }
}

/// Ishigami's function (1990) with a = 7, b = 0.1 on −π…π: S = (0.3139, 0.4424, 0), T = (0.5576, 0.4424, 0.2437).
#[test]
fn estimators_find_the_known_indices() {
    let n = 20_000;
    let point = |set: u64, at: u64| {
        [0, 1, 2]
            .map(|x| (crate::random::Random::new(set, at, x).uniform() * 2.0 - 1.0) * std::f64::consts::PI)
    };
    let f = |x: [f64; 3]| x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin();
    let a: Vec<f64> = (0..n).map(|at| f(point(1, at))).collect();
    let b: Vec<f64> = (0..n).map(|at| f(point(2, at))).collect();
    let mixed = |factor: usize| -> Vec<f64> {
        let mix = |at| {
            let mut x = point(1, at);
            x[factor] = point(2, at)[factor];
            f(x)
        };
        (0..n).map(mix).collect()
    };
    let ab = [mixed(0), mixed(1), mixed(2)];
    let sets: Vec<&[f64]> = ab.iter().map(Vec::as_slice).collect();
    let found = sobol_indices(&a, &b, &sets, 100, 5).unwrap();
    for (indices, (first, total)) in found
        .iter()
        .zip([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)])
    {
        assert!((indices.first.value - first).abs() < 0.05, "{found:?}");
        assert!((indices.total.value - total).abs() < 0.03, "{found:?}");
        assert!(
            indices.first.q5 < first && first < indices.first.q95,
            "{indices:?}"
        );
    }
    assert_eq!(sobol_indices(&[1.0; 4], &[1.0; 4], &[&[1.0; 4]], 0, 0), None);
}

/// Every draw leaves out the only indicator: of nothing there are no shares.
#[test]
fn what_ranks_nobody_in_any_draw_has_no_shares() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\" }]\nindicators = [{ code = \"w\", parent = \"index\" }]\n\
                [uncertainty]\nleave_out = 1.0";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let table = table();
    let index = Index::new(&framework, &table).unwrap();
    let found = index.sensitivity(&SensitivityRequest::default(), &Run::on(2));
    let Err(Error::Inapplicable(faults)) = found else {
        panic!("{found:?}")
    };
    assert_eq!(
        faults[0].to_string(),
        "uncertainty: leaves nobody a rank in any draw: lower `leave_out`, or take alternatives that are defined for the \
         figures"
    );
}

/// One has a figure of one of two indicators, which the four draws of some seeds leave out.
#[test]
fn who_is_ranked_in_no_draw_is_told() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\" }]\n\
                indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]\n\
                [uncertainty]\nleave_out = 1.0";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let units = ["a", "b", "lost"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str, values: [Option<f64>; 3]| Column {
        code: code.to_owned(),
        cells: values.map(Cell::plain).to_vec(),
        past: Vec::new(),
    };
    let columns = vec![
        column("x", [Some(2.0), Some(3.0), Some(8.0)]),
        column("y", [Some(9.0), Some(5.0), None]),
    ];
    let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let lost = |seed: u64| {
        let request = SensitivityRequest {
            base: 2,
            seed,
            bootstrap: 0,
        };
        let found = index.sensitivity(&request, &Run::on(1)).unwrap();
        found.never_ranked.map(|who| who.to_string())
    };
    let told: Vec<Option<String>> = (0..100).map(lost).collect();
    assert!(told.contains(&None), "most draws rank it");
    assert!(told.contains(&Some("`lost`".to_owned())), "{told:?}");
    assert!(told.iter().flatten().all(|who| who == "`lost`"), "{told:?}");
}
