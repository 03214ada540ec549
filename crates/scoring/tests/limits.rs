//! What is too much is refused at once, with what to do instead.

#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use zhibiao_scoring::{
    Cell, Column, Error, Framework, FrameworkForm, Index, MAX_AGGREGATES, MAX_UNITS, Run, Table,
    UncertaintyRequest, Unit,
};

fn units(count: usize) -> Vec<Unit> {
    let unit = |at: usize| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    };
    (0..count).map(unit).collect()
}

fn column(code: &str, units: usize) -> Column {
    Column {
        code: code.to_owned(),
        cells: (0..units)
            .map(|at| Cell::plain(Some((at * 7 % 101) as f64)))
            .collect(),
        past: Vec::new(),
    }
}

fn framework(method: &str) -> Framework {
    let text = format!(
        "id = \"f\"\naggregates = [{{ id = \"index\", {method} }}]\n\
         indicators = [{{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]"
    );
    Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
}

#[test]
fn tables_that_are_too_large_are_refused() {
    let told = Table::new(units(MAX_UNITS + 1), 2024.5, Vec::new()).unwrap_err();
    assert!(
        matches!(
            told,
            Error::Limit {
                what: "subjects of a table",
                ..
            }
        ),
        "{told}"
    );
    let columns: Vec<Column> = (0..1_001).map(|at| column(&format!("c{at}"), 0)).collect();
    let told = Table::new(units(4_000), 2024.5, columns).unwrap_err();
    assert!(
        matches!(
            told,
            Error::Limit {
                what: "cells of a table",
                ..
            }
        ),
        "{told}"
    );
}

#[test]
fn frameworks_that_are_too_large_are_refused() {
    let mut form = framework("weight = 1").form().clone();
    let more = |at: usize| zhibiao_scoring::AggregateForm {
        id: format!("a{at}"),
        parent: Some("index".to_owned()),
        ..form.aggregates[0].clone()
    };
    let added: Vec<_> = (0..MAX_AGGREGATES).map(more).collect();
    form.aggregates.extend(added);
    assert!(matches!(
        Framework::new(form),
        Err(Error::Limit {
            what: "aggregates of a framework",
            ..
        })
    ));
}

#[test]
fn methods_that_compare_all_with_all_are_bounded() {
    let many = 10_000;
    let table = Table::new(units(many), 2024.5, vec![column("x", many), column("y", many)]).unwrap();
    let doubt = framework("weighting = { method = \"benefit_of_the_doubt\" }");
    assert!(Index::new(&doubt, &table).is_ok(), "2 × 10⁸ are just taken on");
    let three = Framework::new({
        let mut form = doubt.form().clone();
        form.indicators.push(zhibiao_scoring::IndicatorForm {
            code: "z".to_owned(),
            ..form.indicators[0].clone()
        });
        form
    })
    .unwrap();
    let columns = ["x", "y", "z"].map(|code| column(code, many));
    let table = Table::new(units(many), 2024.5, columns.to_vec()).unwrap();
    assert!(matches!(Index::new(&three, &table), Err(Error::Limit { .. })));
}

/// An index of so many columns that all belong to it.
fn wide(method: &str, columns: usize) -> Framework {
    let leaves: Vec<String> = (0..columns)
        .map(|at| format!("{{ code = \"c{at}\", parent = \"index\" }}"))
        .collect();
    let text = format!(
        "id = \"f\"\naggregates = [{{ id = \"index\", {method} }}]\nindicators = [{}]",
        leaves.join(", ")
    );
    Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
}

fn wide_table(units_: usize, columns: usize) -> Table {
    let columns = (0..columns).map(|at| column(&format!("c{at}"), units_)).collect();
    Table::new(units(units_), 2024.5, columns).unwrap()
}

#[test]
fn programs_that_would_pivot_for_minutes_are_refused() {
    // 600² × 400 is within what programs may compare, but each takes about 400 pivots.
    let doubt = wide("weighting = { method = \"benefit_of_the_doubt\" }", 400);
    let told = Index::new(&doubt, &wide_table(600, 400)).unwrap_err();
    assert!(
        matches!(
            told,
            Error::Limit {
                what: "steps of a benefit of the doubt",
                ..
            }
        ),
        "{told}"
    );
}

/// Whoever stops it after the aggregate was begun waits for no more than a unit: none of these would end soon.
#[test]
fn what_compares_everybody_with_everybody_stops_within() {
    for (method, units, columns) in [
        ("aggregation = { method = \"copeland\" }", 4_000, 60),
        (
            "aggregation = { method = \"promethee_ii\", preference = { shape = \"range\" } }",
            4_000,
            60,
        ),
        ("weighting = { method = \"benefit_of_the_doubt\" }", 2_000, 30),
        ("weighting = { method = \"critic\" }", 2_000, 200),
        ("weighting = { method = \"pca\" }", 2_000, 200),
    ] {
        let (framework, table) = (wide(method, columns), wide_table(units, columns));
        let index = Index::new(&framework, &table).unwrap();
        let (asked, begun) = (AtomicU64::new(0), AtomicBool::new(false));
        let progress = |done: u64, _: u64| {
            begun.fetch_or(done == 4, Ordering::Relaxed);
            let within = begun.load(Ordering::Relaxed) && done == 0;
            within
                .then(|| asked.fetch_add(1, Ordering::Relaxed))
                .is_none_or(|before| before < 3)
        };
        assert_eq!(
            index.evaluate_until(&progress).unwrap_err(),
            Error::Cancelled,
            "{method}"
        );
        assert_eq!(asked.into_inner(), 4, "{method}: it went on after it was stopped");
    }
}

#[test]
fn a_draw_stops_within_as_well() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\", aggregation = { method = \"copeland\" } }]\n\
                indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]\n\
                [uncertainty]\nweights = { method = \"share\", share = 0.2 }";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let table = Table::new(units(300), 2024.5, vec![column("x", 300), column("y", 300)]).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    // The nominal result asks less often than this, its four steps and each unit of the aggregate.
    let asked = AtomicU64::new(0);
    let progress = |_: u64, _: u64| asked.fetch_add(1, Ordering::Relaxed) < 310 + 100;
    let run = Run {
        threads: 1,
        progress: &progress,
    };
    let request = UncertaintyRequest {
        draws: 1,
        pairwise: false,
        ..UncertaintyRequest::default()
    };
    assert_eq!(index.uncertainty(&request, &run).unwrap_err(), Error::Cancelled);
}

#[test]
fn every_fault_of_a_table_is_told() {
    let mut bad = column("x", 2);
    bad.cells.push(Cell::plain(Some(1e61)));
    let told = Table::new(
        [units(2), units(1)].concat(),
        f64::NAN,
        vec![bad.clone(), bad, column("y", 1)],
    );
    let Err(Error::Table(faults)) = told else {
        panic!("{told:?}")
    };
    let text: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for place in [
        "time: is NaN",
        "units[u0]: stands",
        "columns[x]: stands",
        "columns[x].cells[2]: is beyond",
        "columns[y]: has 1 cells",
    ] {
        assert!(
            text.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among {text:?}"
        );
    }
}

#[test]
fn everything_that_a_table_lacks_is_told() {
    let mut form = framework("aggregation = { method = \"arithmetic\" }")
        .form()
        .clone();
    form.impute = zhibiao_scoring::Imputation::GroupMean {
        by: "place".to_owned(),
    };
    form.indicators[0].denominator = Some(zhibiao_scoring::Denominator {
        by: "people".to_owned(),
        scale: 1.0,
    });
    form.uncertainty.imputation = vec![zhibiao_scoring::Imputation::Regression { on: "gdp".to_owned() }];
    form.normalise = zhibiao_scoring::Normalisation::DistanceToReference {
        unit: "nobody".to_owned(),
    };
    let framework = Framework::new(form).unwrap();
    let table = Table::new(units(3), 2024.5, vec![column("x", 3)]).unwrap();
    let Err(Error::Inapplicable(faults)) = Index::new(&framework, &table) else {
        panic!("it lacks much")
    };
    let text: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for place in [
        "indicators[y]: is not in the table",
        "indicators[x].denominator.by: `people`",
        "impute.by: no subject",
        "uncertainty.imputation[0].on: `gdp`",
        "normalise.unit: `nobody`",
    ] {
        assert!(
            text.iter().any(|fault| fault.starts_with(place)),
            "{place}: not among {text:?}"
        );
    }
}

#[test]
fn an_index_of_thousands_by_hundreds_is_taken_on() {
    let (many, wide) = (3_000, 500);
    let codes: Vec<String> = (0..wide).map(|at| format!("c{at}")).collect();
    let leaves: Vec<String> = codes
        .iter()
        .map(|code| format!("{{ code = \"{code}\", parent = \"index\" }}"))
        .collect();
    let text = format!(
        "id = \"f\"\naggregates = [{{ id = \"index\" }}]\nindicators = [{}]",
        leaves.join(", ")
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let columns = codes.iter().map(|code| column(code, many)).collect();
    let table = Table::new(units(many), 2024.5, columns).unwrap();
    let evaluation = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    let ranking = evaluation.ranking(evaluation.root());
    assert_eq!(ranking.len(), many);
    // All columns are alike: the score is the one indicator's.
    assert!((ranking[0].score - 100.0).abs() < 1e-9 && ranking[many - 1].score.abs() < 1e-9);
}
