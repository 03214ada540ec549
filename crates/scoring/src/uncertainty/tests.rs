mod assumptions;
mod reads;
mod registers;
mod sensitivity;

use zhibiao_model::{framework::FrameworkForm, observation::Figure, qualifier::Qualifier, status::Status};

use super::*;
use crate::{
    fault::Error,
    framework::Framework,
    index::Index,
    run::Run,
    table::{Cell, Column, Table, Unit},
};

const FORM: &str = r#"
id = "f"
impute = { method = "mean" }
treat = { method = "winsorise" }
aggregates = [{ id = "index" }, { id = "a", parent = "index" }, { id = "b", parent = "index" }]
indicators = [
    { code = "w", parent = "a" },
    { code = "x", parent = "a", direction = "down" },
    { code = "y", parent = "b", weight = 2 },
    { code = "z", parent = "b" },
]
"#;

const ALL: &str = r#"
[uncertainty]
weights = { method = "share", share = 0.5 }
imputation = [{ method = "median" }]
treatment = [{ method = "none" }]
normalisation = [{ method = "rank" }, { method = "percentile_rank" }]
aggregation = [{ method = "geometric" }, { method = "median" }]
leave_out = 0.5
[uncertainty.data]
provisional = { distribution = "normal", sd = 0.1 }
imputed = { distribution = "uniform", width = 0.2 }
at_least = { distribution = "exponential", mean = 0.1 }
"#;

fn framework(uncertainty: &str) -> Framework {
    let text = format!("{FORM}{uncertainty}");
    Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
}

/// Twenty units without any pattern, with a gap and a few doubtful figures.
fn table() -> Table {
    let units = (0..20).map(|at| Unit {
        code: format!("u{at:02}"),
        ..Unit::default()
    });
    let value =
        |unit: usize, column: usize| 1.0 + ((unit * 7 + column * 5 + unit * unit * (column + 3)) % 23) as f64;
    let cell = |unit: usize, column: usize| match (unit + column) % 6 {
        0 => Cell::plain(None),
        1 => marked(value(unit, column), Qualifier::Exact, Status::Provisional),
        2 => marked(value(unit, column), Qualifier::AtLeast, Status::Normal),
        _ => Cell::plain(Some(value(unit, column))),
    };
    let columns = ["w", "x", "y", "z"].iter().enumerate().map(|(at, code)| Column {
        code: (*code).to_owned(),
        cells: (0..20).map(|unit| cell(unit, at)).collect(),
        past: Vec::new(),
    });
    Table::new(units.collect(), 2024.5, columns.collect()).unwrap()
}

fn marked(value: f64, qualifier: Qualifier, status: Status) -> Cell {
    Cell {
        figure: Figure::new(value, qualifier, status).unwrap(),
        extracted: false,
        carried: false,
    }
}

#[test]
fn the_same_seed_has_the_same_answer_on_any_number_of_threads() {
    let (framework, table) = (framework(ALL), table());
    let index = Index::new(&framework, &table).unwrap();
    let request = UncertaintyRequest {
        draws: 500,
        seed: 42,
        ..UncertaintyRequest::default()
    };
    let one = index.uncertainty(&request, &Run::on(1)).unwrap();
    for threads in [2, 8] {
        assert_eq!(index.uncertainty(&request, &Run::on(threads)).unwrap(), one);
    }
    let other = UncertaintyRequest { seed: 43, ..request };
    assert_ne!(index.uncertainty(&other, &Run::on(1)).unwrap().units, one.units);
    let request = SensitivityRequest {
        base: 40,
        seed: 42,
        bootstrap: 20,
    };
    let one = index.sensitivity(&request, &Run::on(1)).unwrap();
    assert_eq!(one.factors, Factor::ALL);
    assert_eq!(one.evaluations, 40 * 9);
    for threads in [2, 8] {
        assert_eq!(index.sensitivity(&request, &Run::on(threads)).unwrap(), one);
    }
}

/// Whose only indicator every draw leaves out has a rank in none: nobody is tied with them, and it is said.
#[test]
fn who_is_ranked_in_no_draw_is_told_and_in_no_group() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\" }]\nindicators = [{ code = \"w\", parent = \"index\" }]\n\
                [uncertainty]\nleave_out = 1.0";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let table = table();
    let index = Index::new(&framework, &table).unwrap();
    let found = index
        .uncertainty(&UncertaintyRequest::default(), &Run::on(1))
        .unwrap();
    assert!(
        found
            .units
            .iter()
            .all(|unit| unit.ranks.is_none() && unit.ranked == 0.0)
    );
    assert_eq!(found.groups, Some(Vec::new()));
    let told = found.never_ranked("index").unwrap().to_string();
    let expected = "index: no draw gives a rank to `u01`, `u02`, `u03` and 13 more, as where it leaves out the only \
                    indicator that they have: lower `leave_out`, or rank by more indicators";
    assert_eq!(told, expected);
    let sometimes = framework.form().clone();
    let assumptions = zhibiao_model::framework::Assumptions {
        leave_out: 0.5,
        ..sometimes.uncertainty
    };
    let sometimes = Framework::new(FrameworkForm {
        uncertainty: assumptions,
        ..sometimes
    })
    .unwrap();
    let index = Index::new(&sometimes, &table).unwrap();
    let found = index
        .uncertainty(&UncertaintyRequest::default(), &Run::on(1))
        .unwrap();
    assert_eq!(found.never_ranked("index"), None);
    let grouped: usize = found.groups.iter().flatten().map(Vec::len).sum();
    assert_eq!(grouped, found.units.len());
}

#[test]
fn steps_that_are_kept_change_nothing() {
    let without_data = ALL.split("[uncertainty.data]").next().unwrap();
    let (framework, table) = (framework(without_data), table());
    let index = Index::new(&framework, &table).unwrap();
    let request = UncertaintyRequest {
        draws: 300,
        ..UncertaintyRequest::default()
    };
    let anew = UncertaintyRequest {
        rebuild_all: true,
        ..request
    };
    assert_eq!(
        index.uncertainty(&request, &Run::on(2)).unwrap(),
        index.uncertainty(&anew, &Run::on(1)).unwrap()
    );
}

#[test]
fn probabilities_are_probabilities() {
    let (framework, table) = (framework(ALL), table());
    let index = Index::new(&framework, &table).unwrap();
    let request = UncertaintyRequest {
        draws: 400,
        top: 3,
        bottom: 3,
        ..UncertaintyRequest::default()
    };
    let found = index.uncertainty(&request, &Run::on(2)).unwrap();
    let pairwise = found.pairwise.as_ref().unwrap();
    for a in 0..20 {
        for b in 0..20 {
            let sum = pairwise.above(a, b) + pairwise.above(b, a) + pairwise.tied(a, b);
            assert!((sum - 1.0).abs() < 1e-12);
        }
    }
    for unit in &found.units {
        let ranks = unit.ranks.unwrap();
        assert!(ranks.q5 <= ranks.median && ranks.median <= ranks.q95);
        assert!((0.0..=1.0).contains(&unit.top) && (0.0..=1.0).contains(&unit.bottom));
        assert!((unit.ranked - 1.0).abs() < 1e-12);
    }
    // Ties at the edge make both at least full.
    let top: f64 = found.units.iter().map(|unit| unit.top).sum();
    assert!((3.0 - 1e-9..4.0).contains(&top), "{top}");
    let bottom: f64 = found.units.iter().map(|unit| unit.bottom).sum();
    assert!(bottom > 2.0 && bottom < 4.0, "{bottom}");
    let mut grouped: Vec<usize> = found.groups.unwrap().concat();
    grouped.sort_unstable();
    assert_eq!(grouped, (0..20).collect::<Vec<_>>());
}

#[test]
fn whoever_is_best_in_everything_is_first_for_certain() {
    let framework = framework("[uncertainty]\nweights = { method = \"dirichlet\", concentration = 5 }");
    let units = ["best", "middle", "worst"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str, values: [f64; 3]| Column {
        code: code.to_owned(),
        cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let columns = vec![
        column("w", [3.0, 2.0, 1.0]),
        column("x", [1.0, 2.0, 3.0]),
        column("y", [3.0, 2.0, 1.0]),
        column("z", [3.0, 1.0, 1.0]),
    ];
    let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let found = index
        .uncertainty(&UncertaintyRequest::default(), &Run::on(2))
        .unwrap();
    let pairwise = found.pairwise.unwrap();
    assert_eq!(pairwise.above(0, 1), 1.0);
    assert_eq!(found.groups.unwrap(), [[0], [1], [2]]);
    let ranks = found.units[0].ranks.unwrap();
    assert_eq!(
        (ranks.q5, ranks.q95, found.units[0].nominal),
        (1.0, 1.0, Some(1.0))
    );
    let sensitivity = index
        .sensitivity(&SensitivityRequest::default(), &Run::on(2))
        .unwrap();
    assert_eq!(sensitivity.units[0], None, "its rank never moves");
}

#[test]
fn too_much_is_refused_and_nothing_is_said() {
    let (certain, table) = (framework(""), table());
    let index = Index::new(&certain, &table).unwrap();
    let request = UncertaintyRequest::default();
    assert!(matches!(
        index.uncertainty(&request, &Run::on(1)),
        Err(Error::Inapplicable(_))
    ));
    let uncertain = framework(ALL);
    let index = Index::new(&uncertain, &table).unwrap();
    let many = UncertaintyRequest {
        draws: 10_000_000,
        ..request
    };
    assert!(matches!(
        index.uncertainty(&many, &Run::on(1)),
        Err(Error::Limit { what: "draws", .. })
    ));
    let many = SensitivityRequest {
        base: 10_000_000,
        ..SensitivityRequest::default()
    };
    assert!(matches!(
        index.sensitivity(&many, &Run::on(1)),
        Err(Error::Limit { .. })
    ));
    let many = SensitivityRequest {
        base: 10_000,
        bootstrap: 1_001,
        ..SensitivityRequest::default()
    };
    assert!(matches!(
        index.sensitivity(&many, &Run::on(1)),
        Err(Error::Limit {
            what: "rows of the bootstrap",
            ..
        })
    ));
    assert!(sobol::resampled(10_000_000, 7, 141).is_ok());
    assert!(sobol::resampled(10_000_000, 7, 142).is_err());
    let stop = |done: u64, _: u64| done < 20;
    let run = Run {
        threads: 2,
        progress: &stop,
    };
    assert_eq!(index.uncertainty(&request, &run), Err(Error::Cancelled));
}
