//! The least improvement that reaches a rank.

use zhibiao_model::catalog::Range;

use super::*;

#[test]
fn the_least_improvement_reaches_the_rank_and_no_less_does() {
    let (framework, old) = (framework("arithmetic"), five());
    let index = Index::new(&framework, &old).unwrap();
    let request = TargetRequest {
        unit: "b".to_owned(),
        rank: 1,
        ..TargetRequest::default()
    };
    let solutions = index.solve_target(&request, &Run::on(2)).unwrap();
    assert_eq!(solutions.len(), 3);
    let mut reached = 0;
    for solution in &solutions {
        let [improvement] = &solution.improvements[..] else {
            panic!("one at a time")
        };
        let rank_at = |value: f64| {
            let at = old
                .columns()
                .iter()
                .position(|column| column.code == improvement.indicator)
                .unwrap();
            let mut columns = old.columns().to_vec();
            columns[at].cells[1] = Cell::plain(Some(value));
            let changed = Table::new(old.units().to_vec(), old.time(), columns).unwrap();
            let evaluation = Index::new(&framework, &changed).unwrap().evaluate().unwrap();
            evaluation.rank(1, evaluation.root()).unwrap()
        };
        match solution.outcome {
            Outcome::Reached { rank, .. } => {
                reached += 1;
                let (from, to) = (improvement.from.unwrap(), improvement.to.unwrap());
                assert_eq!((rank_at(to), rank), (1.0, 1.0), "{solution:?}");
                let less = to - (to - from) * 1e-4;
                assert!(rank_at(less) > 1.0, "{solution:?}");
            }
            Outcome::Insufficient { best } => {
                assert!(rank_at(improvement.to.unwrap()) >= best && best > 1.0);
            }
            Outcome::NotFound { .. } => panic!("ranks never fall there: {solution:?}"),
            Outcome::Immovable => assert_eq!(improvement.indicator, "z", "b is the best there"),
        }
    }
    assert!(reached > 0, "{solutions:?}");
}

#[test]
fn a_set_moves_together_and_what_cannot_be_is_said() {
    let (framework, table) = (framework("geometric"), five());
    let index = Index::new(&framework, &table).unwrap();
    let request = TargetRequest {
        unit: "e".to_owned(),
        rank: 1,
        together: true,
        ..TargetRequest::default()
    };
    let solutions = index.solve_target(&request, &Run::on(1)).unwrap();
    assert!(
        matches!(solutions[..], [Solution { outcome: Outcome::Reached { share, .. }, .. }] if share <= 1.0)
    );
    let far = TargetRequest {
        indicators: vec!["x".to_owned()],
        limits: [("x".to_owned(), 3.5)].into(),
        ..request.clone()
    };
    let solutions = index.solve_target(&far, &Run::on(1)).unwrap();
    assert!(matches!(solutions[0].outcome, Outcome::Insufficient { .. }));
    assert_eq!(solutions[0].improvements[0].to, Some(3.5));
    for (unit, rank, indicator) in [
        ("nobody", 1, "x"),
        ("e", 0, "x"),
        ("e", 6, "x"),
        ("e", 5, "x"),
        ("e", 1, "q"),
    ] {
        let wrong = TargetRequest {
            unit: unit.to_owned(),
            rank,
            indicators: vec![indicator.to_owned()],
            ..TargetRequest::default()
        };
        let told = index.solve_target(&wrong, &Run::on(1));
        assert!(
            matches!(told, Err(Error::Inapplicable(_))),
            "{unit} {rank} {indicator}: {told:?}"
        );
    }
}

/// The rank of a unit in a table in which one of its figures is another.
fn rank_with(framework: &Framework, table: &Table, unit: usize, (code, value): (&str, f64)) -> f64 {
    let mut columns = table.columns().to_vec();
    let column = columns.iter_mut().find(|column| column.code == code).unwrap();
    column.cells[unit] = Cell::plain(Some(value));
    let changed = Table::new(table.units().to_vec(), table.time(), columns).unwrap();
    let evaluation = Index::new(framework, &changed).unwrap().evaluate().unwrap();
    evaluation.rank(unit, evaluation.root()).unwrap()
}

/// People count for themselves, z is over people, and missing figures of x are read off people: with them all of it moves.
#[test]
fn what_is_made_from_a_figure_moves_with_it() {
    let framework = Framework::new(
        toml::from_str::<FrameworkForm>(
            r#"
            id = "f"
            decimals = 6
            aggregates = [{ id = "index" }]
            indicators = [
                { code = "x", parent = "index", impute = { method = "regression", on = "people" } },
                { code = "z", parent = "index", weight = 2, denominator = { by = "people", scale = 10 } },
                { code = "people", parent = "index", weight = 2 },
            ]
            "#,
        )
        .unwrap(),
    )
    .unwrap();
    let mut columns = five().columns().to_vec();
    columns.retain(|column| column.code != "y");
    columns[0].cells[3] = Cell::plain(None);
    let table = Table::new(five().units().to_vec(), 2024.5, columns).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let evaluation = index.evaluate().unwrap();
    let (mut reached, mut not_found) = (0, 0);
    for unit in 0..5 {
        let now = evaluation.rank(unit, evaluation.root()).unwrap() as usize;
        for rank in 1..now {
            let request = TargetRequest {
                unit: table.units()[unit].code.clone(),
                rank,
                indicators: vec!["people".to_owned()],
                limits: [("people".to_owned(), 1_000.0)].into(),
                ..TargetRequest::default()
            };
            let solutions = index.solve_target(&request, &Run::on(1)).unwrap();
            let to = solutions[0].improvements[0].to.unwrap();
            let found = rank_with(&framework, &table, unit, ("people", to));
            match solutions[0].outcome {
                Outcome::Reached { rank, .. } => {
                    reached += 1;
                    assert_eq!(found, rank, "{unit} {solutions:?}");
                }
                Outcome::NotFound { best } => {
                    not_found += 1;
                    assert!(found >= best, "{unit} {solutions:?}");
                }
                Outcome::Insufficient { .. } | Outcome::Immovable => panic!("{solutions:?}"),
            }
        }
    }
    assert!(reached > 0 && not_found > 0, "{reached} {not_found}");
}

#[test]
fn the_least_improvement_is_the_same_however_far_the_limit_is() {
    let (framework, old) = (framework("arithmetic"), five());
    let index = Index::new(&framework, &old).unwrap();
    let with = |limit: f64| {
        let request = TargetRequest {
            unit: "d".to_owned(),
            rank: 3,
            indicators: vec!["x".to_owned()],
            limits: [("x".to_owned(), limit)].into(),
            ..TargetRequest::default()
        };
        let solutions = index.solve_target(&request, &Run::on(1)).unwrap();
        assert!(
            matches!(solutions[0].outcome, Outcome::Reached { .. }),
            "{solutions:?}"
        );
        solutions[0].improvements[0].to.unwrap()
    };
    let near = with(20.0);
    for limit in [100.0, 1e6, 1e12, 1e15, 1e300] {
        let far = with(limit);
        assert!((far - near).abs() < 1e-9 * near, "{limit}: {far} is not {near}");
    }
}

#[test]
fn limits_that_make_no_sense_are_told_all_at_once() {
    let (framework, table) = (framework("arithmetic"), five());
    let index = Index::new(&framework, &table).unwrap();
    let told = |indicators: &[&str], limits: &[(&str, f64)]| {
        let request = TargetRequest {
            unit: "e".to_owned(),
            rank: 1,
            indicators: indicators.iter().map(|code| (*code).to_owned()).collect(),
            limits: limits
                .iter()
                .map(|(code, limit)| ((*code).to_owned(), *limit))
                .collect(),
            ..TargetRequest::default()
        };
        match index.solve_target(&request, &Run::on(1)) {
            Err(Error::Inapplicable(faults)) => {
                faults.into_iter().map(|fault| fault.path()).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        told(&["x", "z", "x"], &[("y", 5.0), ("z", f64::NAN)]),
        ["indicators[2]", "limits[y]", "limits[z]"]
    );
    // e has 3 of x, of which more is better, and 9 of y, of which less is.
    assert_eq!(told(&[], &[("x", 2.0), ("y", 10.0)]), ["limits[x]", "limits[y]"]);
}

/// z is over people: to have the best unit's share, d would need a figure that the indicator can't have.
#[test]
fn nothing_moves_beyond_the_values_that_an_indicator_can_have() {
    let (framework, table) = (framework("arithmetic"), five());
    let index = Index::new(&framework, &table).unwrap();
    let asked = |max: Option<f64>, limit: Option<f64>| {
        let request = TargetRequest {
            unit: "d".to_owned(),
            rank: 1,
            indicators: vec!["z".to_owned()],
            limits: limit.map(|limit| ("z".to_owned(), limit)).into_iter().collect(),
            possible: [("z".to_owned(), Range { min: Some(0.0), max })].into(),
            ..TargetRequest::default()
        };
        index.solve_target(&request, &Run::on(1))
    };
    let to = |max| asked(max, None).unwrap()[0].improvements[0].to;
    assert_eq!(to(None), Some(3600.0), "as many a head as b");
    assert_eq!(to(Some(1000.0)), Some(1000.0));
    let Err(Error::Inapplicable(told)) = asked(Some(1000.0), Some(2000.0)) else {
        panic!("beyond what there can be")
    };
    assert_eq!(
        told[0].to_string(),
        "limits[z]: is 2000, but the indicator has values from 0 to 1000: give one of them"
    );
}

/// A better worst figure makes every other's way beyond an uncapped target a greater share: it may pass who it should
/// not, and be passed itself further on. The least that reaches the rank lies before the limit.
#[test]
fn a_rank_that_is_lost_again_before_the_limit_is_found() {
    let text = "id = \"f\"\naggregates = [{ id = \"index\" }]\n\
                indicators = [{ code = \"x\", parent = \"index\", \
                normalise = { method = \"distance_to_target\", target = 10, cap = false } },\n\
                { code = \"y\", parent = \"index\", normalise = { method = \"as_is\" } }]";
    let framework = Framework::new(toml::from_str(text).unwrap()).unwrap();
    let units = ["a", "b", "c"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = |code: &str, values: [f64; 3]| Column {
        code: code.to_owned(),
        cells: values.map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let columns = vec![column("x", [0.0, 5.0, 30.0]), column("y", [1.0, 0.6, -2.41])];
    let table = Table::new(units.to_vec(), 2025.5, columns).unwrap();
    let request = TargetRequest {
        unit: "a".to_owned(),
        rank: 1,
        indicators: vec!["x".to_owned()],
        limits: [("x".to_owned(), 4.8)].into(),
        ..TargetRequest::default()
    };
    let index = Index::new(&framework, &table).unwrap();
    let solutions = index.solve_target(&request, &Run::on(1)).unwrap();
    assert!(
        matches!(solutions[0].outcome, Outcome::Reached { .. }),
        "{solutions:?}"
    );
}
