mod target;

use zhibiao_model::framework::FrameworkForm;

use super::*;
use crate::{
    fault::Error,
    framework::Framework,
    index::Index,
    run::Run,
    table::{Cell, Column, Table, Unit},
};

fn framework(aggregation: &str) -> Framework {
    let text = format!(
        r#"
        id = "f"
        decimals = 6
        normalise = {{ method = "min_max", low = 1, high = 100 }}
        levels = [{{ aggregation = {{ method = "{aggregation}" }} }}, {{ aggregation = {{ method = "{aggregation}" }} }}]
        aggregates = [{{ id = "index" }}, {{ id = "a", parent = "index", weight = 2 }}, {{ id = "b", parent = "index" }}]
        indicators = [
            {{ code = "x", parent = "a" }},
            {{ code = "y", parent = "a", direction = "down", weight = 3 }},
            {{ code = "z", parent = "b", denominator = {{ by = "people", scale = 1000 }} }},
        ]
        "#
    );
    Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap()
}

fn table(rows: &[(&str, [f64; 4])]) -> Table {
    let units = rows.iter().map(|(code, _)| Unit {
        code: (*code).to_owned(),
        ..Unit::default()
    });
    let columns = ["x", "y", "z", "people"]
        .iter()
        .enumerate()
        .map(|(at, code)| Column {
            code: (*code).to_owned(),
            cells: rows.iter().map(|(_, row)| Cell::plain(Some(row[at]))).collect(),
            past: Vec::new(),
        });
    Table::new(units.collect(), 2024.5, columns.collect()).unwrap()
}

fn five() -> Table {
    table(&[
        ("a", [9.0, 2.0, 500.0, 100.0]),
        ("b", [5.0, 4.0, 900.0, 100.0]),
        ("c", [7.0, 6.0, 100.0, 200.0]),
        ("d", [1.0, 8.0, 800.0, 400.0]),
        ("e", [3.0, 9.0, 300.0, 100.0]),
    ])
}

/// Two units of one ranking have the same peers: nothing is left that no indicator accounts for.
#[test]
fn parts_of_a_gap_are_all_of_it() {
    let table = five();
    for (aggregation, attribution) in [
        ("arithmetic", Attribution::Additive),
        ("geometric", Attribution::Shapley),
        ("harmonic", Attribution::Shapley),
        ("minimum", Attribution::Shapley),
        ("topsis", Attribution::Shapley),
        ("copeland", Attribution::Shapley),
        ("vikor", Attribution::Shapley),
        ("grey_relational", Attribution::Shapley),
        ("copras", Attribution::Shapley),
        ("edas", Attribution::Shapley),
        ("promethee_ii", Attribution::Shapley),
    ] {
        let framework = framework(aggregation);
        let index = Index::new(&framework, &table).unwrap();
        let evaluation = index.evaluate().unwrap();
        for (unit, other) in [(0, 1), (3, 2), (1, 3), (4, 4)] {
            let gap = index.explain_gap(&evaluation, unit, other, &Run::on(1)).unwrap();
            let sum: f64 = gap.parts.iter().sum();
            assert!(
                (sum - (gap.score - gap.other)).abs() < 1e-9,
                "{aggregation} {gap:?}"
            );
            assert_eq!((gap.rest, gap.attribution), (0.0, attribution), "{aggregation}");
            let back = index.explain_gap(&evaluation, other, unit, &Run::on(1)).unwrap();
            for (there, back) in gap.parts.iter().zip(&back.parts) {
                assert!((there + back).abs() < 1e-9, "{aggregation}: the other way round");
            }
        }
    }
}

/// Also where weights are each unit's own, a figure is missing, and there are too many indicators for every coalition.
#[test]
fn parts_of_a_gap_are_all_of_it_whatever_differs() {
    let wide: Vec<String> = (0..12)
        .map(|at| format!("{{ code = \"i{at}\", parent = \"{}\" }}", ["a", "b"][at % 2]))
        .collect();
    let text = format!(
        r#"
        id = "f"
        normalise = {{ method = "min_max", low = 1, high = 100 }}
        indicators = [{}]
        [[aggregates]]
        id = "index"
        aggregation = {{ method = "edas" }}
        [[aggregates]]
        id = "a"
        parent = "index"
        weighting = {{ method = "benefit_of_the_doubt", min_share = 0.05 }}
        [[aggregates]]
        id = "b"
        parent = "index"
        aggregation = {{ method = "topsis" }}
        "#,
        wide.join(", ")
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = 7;
    let columns = (0..12_usize).map(|at| Column {
        code: format!("i{at}"),
        cells: (0..units)
            .map(|unit| {
                let value = ((unit * 31 + at * 17) % 23) as f64;
                Cell::plain((unit * at != 6).then_some(value))
            })
            .collect(),
        past: Vec::new(),
    });
    let named = (0..units).map(|unit| Unit {
        code: format!("u{unit}"),
        ..Unit::default()
    });
    let table = Table::new(named.collect(), 2024.5, columns.collect()).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let evaluation = index.evaluate().unwrap();
    for (unit, other) in [(0, 1), (2, 3), (6, 4)] {
        let gap = index.explain_gap(&evaluation, unit, other, &Run::on(1)).unwrap();
        let sum: f64 = gap.parts.iter().sum();
        assert!((sum - (gap.score - gap.other)).abs() < 1e-9, "{gap:?}");
        assert!(matches!(gap.attribution, Attribution::SampledShapley { .. }));
    }
}

/// Of an additive index Shapley values are the terms of the sum: w·(x − y).
#[test]
fn an_additive_gap_is_the_terms() {
    let (framework, table) = (framework("arithmetic"), five());
    let index = Index::new(&framework, &table).unwrap();
    let evaluation = index.evaluate().unwrap();
    let gap = index.explain_gap(&evaluation, 0, 3, &Run::on(1)).unwrap();
    let normalised = |unit, leaf| evaluation.cell(crate::Stage::Normalised, unit, leaf).unwrap();
    for (leaf, weight) in [2.0 / 3.0 * 0.25, 2.0 / 3.0 * 0.75, 1.0 / 3.0]
        .into_iter()
        .enumerate()
    {
        let expected = weight * (normalised(0, leaf) - normalised(3, leaf));
        assert!((gap.parts[leaf] - expected).abs() < 1e-9, "{gap:?}");
    }
}

#[test]
fn a_change_between_periods_adds_up() {
    let (before_table, mut rows) = (five(), vec![]);
    for (at, unit) in before_table.units().iter().enumerate() {
        let value = |code| before_table.column(code).unwrap().cells[at].value().unwrap();
        rows.push((
            unit.code.as_str(),
            [
                value("x") + at as f64,
                value("y") * 1.1,
                value("z") + 50.0,
                value("people"),
            ],
        ));
    }
    let after_table = table(&rows);
    for aggregation in ["arithmetic", "geometric"] {
        let framework = framework(aggregation);
        let before = Index::new(&framework, &before_table).unwrap().evaluate().unwrap();
        let index = Index::new(&framework, &after_table).unwrap();
        let after = index.evaluate().unwrap();
        for unit in 0..5 {
            let gap = index.explain_change(&after, unit, &before, &Run::on(1)).unwrap();
            let sum: f64 = gap.parts.iter().sum::<f64>() + gap.rest;
            assert!((sum - (gap.score - gap.other)).abs() < 1e-9, "{gap:?}");
        }
    }
}

#[test]
fn a_movement_is_told_by_its_causes() {
    let (old, framework) = (five(), framework("arithmetic"));
    let before = Edition {
        framework: &framework,
        table: &old,
    };
    // Only d's own figures change.
    let new = table(&[
        ("a", [9.0, 2.0, 500.0, 100.0]),
        ("b", [5.0, 4.0, 900.0, 100.0]),
        ("c", [7.0, 6.0, 100.0, 200.0]),
        ("d", [9.0, 2.0, 4000.0, 400.0]),
        ("e", [3.0, 9.0, 300.0, 100.0]),
    ]);
    let after = Edition {
        framework: &framework,
        table: &new,
    };
    let moved = explain_movement("d", before, Since::Unrevised, after, &Run::on(1)).unwrap();
    assert_eq!((moved.after, moved.revision, moved.method), (1.0, 0.0, 0.0));
    assert!(
        (moved.own - (moved.before - moved.after)).abs() < 1e-9 && moved.peers.abs() < 1e-9,
        "{moved:?}"
    );
    // Of a's point of view only a peer moved.
    let pushed = explain_movement("a", before, Since::Unrevised, after, &Run::on(1)).unwrap();
    assert!(pushed.own.abs() < 1e-9 && pushed.peers < 0.0, "{pushed:?}");
    // The same figures, now as a revision of the old ones.
    let revised = explain_movement("d", before, Since::Revised(&new), after, &Run::on(1)).unwrap();
    let sum = revised.own + revised.revision + revised.method + revised.peers;
    assert!(
        (sum - (revised.before - revised.after)).abs() < 1e-9,
        "{revised:?}"
    );
    assert!(revised.revision > 0.0);
    // They are nothing else when both editions are of one period.
    let moved = explain_movement("d", before, Since::OnePeriod, after, &Run::on(1)).unwrap();
    assert_eq!((moved.own, moved.method, moved.peers), (0.0, 0.0, 0.0));
    assert!((moved.revision - (moved.before - moved.after)).abs() < 1e-9);
    // Only the method changes.
    let other = Framework::new({
        let mut form = framework.form().clone();
        form.indicators[2].weight = 1.0;
        form.aggregates[2].weight = 50.0;
        form
    })
    .unwrap();
    let after = Edition {
        framework: &other,
        table: &old,
    };
    let method = explain_movement("b", before, Since::Unrevised, after, &Run::on(1)).unwrap();
    assert!(
        (method.method - (method.before - method.after)).abs() < 1e-9 && method.method > 0.0,
        "{method:?}"
    );
    assert!(explain_movement("nobody", before, Since::Unrevised, after, &Run::on(1)).is_err());
}

/// The later framework has an indicator that the earlier table lacks, and the other way round; on the earlier table it
/// screens everybody out.
#[test]
fn a_movement_across_frameworks_that_read_other_figures_is_told() {
    let (old, framework) = (five(), framework("arithmetic"));
    let mut form = framework.form().clone();
    let gone = form.indicators[0].code.clone();
    form.indicators[0].code = "novel".to_owned();
    form.screen.overall = 1.0;
    let other = Framework::new(form).unwrap();
    let columns = old.columns().iter().map(|column| {
        let mut column = column.clone();
        if column.code == gone {
            column.code = "novel".to_owned();
            column.cells.reverse();
        }
        column
    });
    let new = Table::new(old.units().to_vec(), old.time(), columns.collect()).unwrap();
    let before = Edition {
        framework: &framework,
        table: &old,
    };
    let after = Edition {
        framework: &other,
        table: &new,
    };
    for unit in ["a", "b", "c", "d", "e"] {
        for since in [Since::Unrevised, Since::OnePeriod] {
            let moved = explain_movement(unit, before, since, after, &Run::on(1)).unwrap();
            let sum = moved.own + moved.revision + moved.method + moved.peers;
            assert!(
                (sum - (moved.before - moved.after)).abs() < 1e-9,
                "{unit}: {moved:?}"
            );
        }
    }
}
