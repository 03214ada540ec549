mod alike;
mod lacking;
mod told;

use zhibiao_model::framework::FrameworkForm;

use super::*;
use crate::{
    note::{Concerned, Note},
    table::{Cell, Column, Table, Unit},
};

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

/// 1e30 to the power of 20 is beyond all doubles, but not the mean of it.
#[test]
fn powers_that_overflow_on_the_way_are_scored_and_ranked() {
    let method = "aggregation = { method = \"power\", exponent = 20 }";
    let found = as_is(method, &[1e30, 7.0], &[1e30, 7.0]).unwrap();
    let scores = [0, 1].map(|unit| found.score(unit, 0).unwrap());
    assert!((scores[0] / 1e30 - 1.0).abs() < 1e-12, "{scores:?}");
    assert!((scores[1] / 7.0 - 1.0).abs() < 1e-12, "{scores:?}");
    assert_eq!([found.rank(0, 0), found.rank(1, 0)], [Some(1.0), Some(2.0)]);
    assert!(found.warnings().is_empty(), "{:?}", found.warnings());
}

/// The sum of a column over tiny denominators is beyond all doubles.
#[test]
fn scores_that_overflow_are_told() {
    let text = "id = \"f\"\nnormalise = { method = \"as_is\" }\n\
                aggregates = [{ id = \"index\", aggregation = { method = \"edas\" } }]\n\
                indicators = [{ code = \"x\", parent = \"index\", denominator = { by = \"d\" } }]";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let units = ["a", "b", "c"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str, values: [f64; 3]| Column {
        code: code.to_owned(),
        cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let columns = vec![column("x", [1e60, 1e60, 1.0]), column("d", [1e-248, 1e-248, 1.0])];
    let table = Table::new(units.to_vec(), 2024.5, columns).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate();
    let Err(Error::Unscored(warnings)) = found else {
        panic!("{found:?}")
    };
    let who = Concerned::of(&[0, 1, 2], |row| ["a", "b", "c"][row]);
    assert_eq!(
        warnings,
        [Warning {
            about: "index".to_owned(),
            note: Note::Undefined(who)
        }]
    );
}

/// An index of `x` and `y` as they are, of units a, b, c …
fn as_is(of_index: &str, x: &[f64], y: &[f64]) -> Result<Evaluation, Error> {
    let text = format!(
        "id = \"f\"\nnormalise = {{ method = \"as_is\" }}\naggregates = [{{ id = \"index\", {of_index} }}]\n\
         indicators = [{{ code = \"x\", parent = \"index\" }}, {{ code = \"y\", parent = \"index\" }}]"
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = ('a'..).take(x.len()).map(|code| Unit {
        code: code.to_string(),
        ..Unit::default()
    });
    let column = |code: &str, values: &[f64]| Column {
        code: code.to_owned(),
        cells: values.iter().map(|value| Cell::plain(known(*value))).collect(),
        past: Vec::new(),
    };
    let table = Table::new(units.collect(), 2024.5, vec![column("x", x), column("y", y)]).unwrap();
    Index::new(&framework, &table)?.evaluate()
}

#[test]
fn a_negative_value_names_indicator_unit_and_value() {
    for method in ["geometric", "harmonic", "copras", "weighted_product"] {
        let found = as_is(
            &format!("aggregation = {{ method = \"{method}\" }}"),
            &[1.0, -3.0, 2.0, -0.5, -1.0, -2.0],
            &[1.0, 1.0, 2.0, 3.0, 4.0, -5.0],
        )
        .unwrap();
        let told: Vec<String> = found.warnings().iter().map(Warning::to_string).collect();
        let expected = "index: `x` is negative for `b` (-3), `d` (-0.5), `e` (-1) and 1 more, for which";
        assert!(
            told.len() == 1 && told[0].starts_with(expected),
            "{method}: {told:?}"
        );
        let why = found.unscored(1).unwrap();
        let cause = Cause::Negative {
            component: "x".to_owned(),
            value: -3.0,
        };
        assert_eq!(
            (why.aggregate.as_str(), &why.cause),
            ("index", &cause),
            "{method}"
        );
        assert!(
            why.to_string().contains("normalise it to positive values"),
            "{why}"
        );
        assert_eq!(found.unscored(0), None);
    }
}

#[test]
fn who_has_no_score_is_told_by_what() {
    let found = as_is("min_available = 1.0", &[1.0, 2.0], &[1.0, f64::NAN]).unwrap();
    let why = found.unscored(1).unwrap();
    assert_eq!(why.cause, Cause::TooFew { present: 1, all: 2 });
    let none = as_is(
        "aggregation = { method = \"geometric\" }",
        &[-1.0, -2.0],
        &[1.0, 2.0],
    );
    let Err(Error::Unscored(warnings)) = none else {
        panic!("{none:?}")
    };
    assert!(
        warnings[0].to_string().contains("`x` is negative"),
        "{warnings:?}"
    );
}

/// Two hundred units in three groups and none: as each group ranked by itself.
#[test]
fn ranks_in_groups_are_those_of_each_group_alone() {
    let framework = Framework::new(
        toml::from_str::<FrameworkForm>(
            "id = \"f\"\nnormalise = { method = \"as_is\" }\naggregates = [{ id = \"index\" }]\n\
             indicators = [{ code = \"x\", parent = \"index\" }]",
        )
        .unwrap(),
    )
    .unwrap();
    let group = |at: usize| (at % 4 < 3).then(|| (at % 4).to_string());
    let units: Vec<Unit> = (0..200)
        .map(|at| Unit {
            code: format!("u{at:03}"),
            groups: group(at)
                .map(|group| ("class".to_owned(), group))
                .into_iter()
                .collect(),
        })
        .collect();
    let value = |at: usize| ((at * 37) % 50) as f64;
    let column = Column {
        code: "x".to_owned(),
        cells: (0..200).map(|at| Cell::plain(Some(value(at)))).collect(),
        past: Vec::new(),
    };
    let table = Table::new(units, 2024.5, vec![column]).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    let ranks = found.ranks_in_groups(0, "class");
    for (at, rank) in ranks.iter().enumerate() {
        let better = (0..200).filter(|other| group(*other) == group(at) && value(*other) > value(at));
        let expected = group(at).map(|_| 1.0 + better.count() as f64);
        assert_eq!(*rank, expected, "{at}");
    }
    assert!(found.ranks_in_groups(0, "level").iter().all(Option::is_none));
}

/// Figures that crowd at the top are straightened by high powers; a power that was given is nobody's guess.
#[test]
fn a_likeliest_power_at_the_bound_is_told() {
    let values = [70.0, 80.0, 90.0, 95.0, 97.0, 99.0, 100.0, 100.5, 101.0, 102.0];
    let told = |treat: &str| {
        let text = format!(
            "id = \"f\"\ntreat = {treat}\naggregates = [{{ id = \"index\" }}]\n\
             indicators = [{{ code = \"x\", parent = \"index\" }}]"
        );
        let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
        let units = (0..values.len()).map(|at| Unit {
            code: format!("u{at}"),
            ..Unit::default()
        });
        let column = Column {
            code: "x".to_owned(),
            cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
            past: Vec::new(),
        };
        let table = Table::new(units.collect(), 2024.5, vec![column]).unwrap();
        let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
        let mut notes = found.warnings().iter().map(|warning| &warning.note);
        notes.any(|note| *note == Note::PowerAtBound)
    };
    assert!(told("{ method = \"box_cox\" }"));
    assert!(!told("{ method = \"box_cox\", lambda = 2 }"));
    assert!(!told("{ method = \"log\" }"));
}

/// Goalposts are in the indicator's unit: where winsorisation does not do, its column stays on that scale.
#[test]
fn goalposts_are_held_against_figures_of_their_scale() {
    let text = "id = \"f\"\ntreat = { method = \"winsorise\", max_points = 1, skew = 1.4, kurtosis = -0.2 }\n\
                normalise = { method = \"goalposts\", lower = 100, upper = 1000 }\n\
                aggregates = [{ id = \"index\" }]\nindicators = [{ code = \"x\", parent = \"index\" }]";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let values = [150.0, 200.0, 300.0, 400.0, 500.0, 900.0, 12_000.0, 16_000.0];
    let units = (0..values.len()).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let column = Column {
        code: "x".to_owned(),
        cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let table = Table::new(units.collect(), 2024.5, vec![column]).unwrap();
    let found = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    for (at, value) in values.into_iter().enumerate() {
        let wanted = ((value - 100.0) / 9.0).min(100.0);
        let score = found.score(at, found.root()).unwrap();
        assert!((score - wanted).abs() < 1e-12, "{value}: {score} for {wanted}");
    }
    let mut notes = found.warnings().iter().map(|warning| &warning.note);
    assert!(notes.any(|note| *note == Note::StillSkewed));
}
