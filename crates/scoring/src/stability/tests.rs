use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use zhibiao_model::framework::{FrameworkForm, Overrides};

use super::*;
use crate::{
    framework::Framework,
    index::Index,
    table::{Cell, Column, Table, Unit},
};

/// Units by rows of figures, one of them maybe missing.
fn table(codes: &[&str], rows: &[Vec<Option<f64>>]) -> Table {
    let units = (0..rows.len()).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let columns = codes.iter().enumerate().map(|(at, code)| Column {
        code: (*code).to_owned(),
        cells: rows.iter().map(|row| Cell::plain(row[at])).collect(),
        past: Vec::new(),
    });
    Table::new(units.collect(), 2024.5, columns.collect()).unwrap()
}

fn framework(text: &str) -> Framework {
    Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap()
}

fn evaluate(weights: [f64; 2], rows: &[[f64; 2]]) -> Evaluation {
    let [x, y] = weights;
    let framework = framework(&format!(
        "id = \"f\"\ndecimals = 10\nnormalise = {{ method = \"as_is\" }}\naggregates = [{{ id = \"index\" }}]\n\
         indicators = [{{ code = \"x\", parent = \"index\", weight = {x} }},\n\
         {{ code = \"y\", parent = \"index\", weight = {y} }}]"
    ));
    let rows: Vec<Vec<Option<f64>>> = rows.iter().map(|row| row.map(Some).to_vec()).collect();
    let table = table(&["x", "y"], &rows);
    Index::new(&framework, &table).unwrap().evaluate().unwrap()
}

/// (4,0), (1,2), (0,3) at weight w of x: 4w, 2 − w, 3 − 3w. The first leads the second from 2/5 on, the third from
/// 3/7 on.
#[test]
fn weights_may_move_up_to_the_crossing() {
    let rows = [[4.0, 0.0], [1.0, 2.0], [0.0, 3.0]];
    let found = evaluate([0.5, 0.5], &rows).weight_intervals(1).unwrap();
    assert_eq!((found[0].component.as_str(), found[0].weight), ("x", 0.5));
    // The third ranks above once it leads by half of the tenth decimal.
    assert!((found[0].low.weight - 3.0 / 7.0).abs() < 1e-9, "{found:?}");
    assert_eq!(
        (found[0].low.meets, found[0].high),
        (
            Some(2),
            Bound {
                weight: 1.0,
                meets: None
            }
        )
    );
    assert!((found[1].high.weight - 4.0 / 7.0).abs() < 1e-9);
    for (weight, first) in [(0.43, 0), (0.4285, 2)] {
        let moved = evaluate([weight, 1.0 - weight], &rows);
        assert_eq!(moved.ranking(0)[0].unit, first, "{weight}");
    }
    assert!(evaluate([0.5, 0.5], &rows).weight_intervals(4).is_err());
}

#[test]
fn two_units_tie_at_the_nearest_weights() {
    let found = evaluate([0.5, 0.5], &[[4.0, 0.0], [1.0, 2.0], [0.5, 1.0]]);
    let swap = found.smallest_swap(0, 1).unwrap().unwrap();
    assert!(
        (swap.to[0] - 0.4).abs() < 1e-9 && (swap.to[1] - 0.6).abs() < 1e-9,
        "{swap:?}"
    );
    assert!((swap.moved - 0.1).abs() < 1e-9);
    assert_eq!(found.smallest_swap(1, 2).unwrap(), None, "better in everything");
}

/// With many indicators the answer is feasible and no feasible step from it is shorter.
#[test]
fn no_nearer_tie_exists() {
    let from = [0.4, 0.3, 0.2, 0.1];
    let differences = [2.0, 1.0, -0.5, -3.0];
    let to = nearest_tie(&from, &differences).unwrap();
    let weighed: f64 = to.iter().zip(differences).map(|(w, d)| w * d).sum();
    assert!(weighed.abs() < 1e-9 && (to.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    let length = |v: &[f64]| v.iter().zip(from).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
    // Directions that keep both sums: cross products of three coordinates.
    for skip in 0..4 {
        let on: Vec<usize> = (0..4).filter(|at| *at != skip).collect();
        let [a, b, c] = on[..] else { panic!("three") };
        let step = [
            (a, differences[b] - differences[c]),
            (b, differences[c] - differences[a]),
            (c, differences[a] - differences[b]),
        ];
        for size in [1e-4, -1e-4] {
            let mut other = to.clone();
            step.iter().for_each(|(at, by)| other[*at] += size * by);
            assert!(
                other.iter().any(|w| *w < 0.0) || length(&other) >= length(&to),
                "{to:?}"
            );
        }
    }
}

/// With gaps scores are quotients of weights, and published ranks are of rounded ones.
#[test]
fn intervals_are_those_of_rounded_scores_with_gaps() {
    let framework = framework(
        "id = \"f\"\ndecimals = 0\nnormalise = { method = \"as_is\" }\naggregates = [{ id = \"index\" }]\n\
         indicators = [{ code = \"x\", parent = \"index\", weight = 2 },\
         { code = \"y\", parent = \"index\" }, { code = \"z\", parent = \"index\" }]",
    );
    // At weight w of x: 10·w; 3; (8·w)/(w + (1 − w)/2) = 16·w/(1 + w).
    let table = table(
        &["x", "y", "z"],
        &[
            vec![Some(10.0), Some(0.0), Some(0.0)],
            vec![Some(3.0), Some(3.0), Some(3.0)],
            vec![Some(8.0), Some(0.0), None],
        ],
    );
    let evaluation = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    // At 1/2 they have 5, 3 and 5.33: two tie as published, at rank 1.
    assert_eq!(evaluation.root_ranks(), [1.0, 3.0, 1.0]);
    let found = evaluation.weight_intervals(1).unwrap();
    let x = &found[0];
    assert_eq!((x.component.as_str(), x.weight), ("x", 0.5));
    // Upwards 10·w rounds to 6 from 0.55 on, where 16·w/(1 + w) is 5.68 and rounds to 6 too; it does from 11/21 on, where
    // the first still rounds to 5: that is where the third comes to rank above it.
    assert!((x.high.weight - 11.0 / 21.0).abs() < 1e-12, "{x:?}");
    assert_eq!(x.high.meets, Some(2));
    // Downwards the first rounds to 4 below 0.45, where the third has 4.97; it falls to 4 below 9/23 only.
    assert!((x.low.weight - 0.45).abs() < 1e-12, "{x:?}");
    assert_eq!(x.low.meets, Some(2));
}

const MEANS: [&str; 6] = [
    "{ method = \"arithmetic\" }",
    "{ method = \"geometric\" }",
    "{ method = \"harmonic\" }",
    "{ method = \"power\", exponent = 2.0 }",
    "{ method = \"median\" }",
    "{ method = \"minimum\" }",
];

/// Who ranks above a unit.
fn above(evaluation: &Evaluation, unit: usize) -> Vec<bool> {
    let ranks = evaluation.root_ranks();
    ranks.iter().map(|rank| *rank < ranks[unit]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the means and the gaps: with any weight of an interval the same units rank above the one in question, and
    /// just beyond its ends others do.
    #[test]
    fn intervals_are_where_the_rank_stays(
        cells in prop::collection::vec(prop::option::weighted(0.8, 1_u32..1_000), 24),
        weights in prop::array::uniform4(1_u32..10),
        (lower, upper) in (0..MEANS.len(), 0..MEANS.len()),
        (decimals, place) in (0_u32..3, 1_usize..4),
    ) {
        let [a, b, c, d] = weights;
        let framework = framework(&format!(
            "id = \"f\"\ndecimals = {decimals}\nnormalise = {{ method = \"as_is\" }}\n\
             aggregates = [{{ id = \"index\", aggregation = {} }},\
             {{ id = \"branch\", parent = \"index\", weight = {d}, aggregation = {} }}]\n\
             indicators = [{{ code = \"w\", parent = \"index\", weight = {a} }},\
             {{ code = \"x\", parent = \"branch\", weight = {a} }},\
             {{ code = \"y\", parent = \"branch\", weight = {b} }},\
             {{ code = \"z\", parent = \"branch\", weight = {c} }}]",
            MEANS[upper], MEANS[lower],
        ));
        let rows: Vec<Vec<Option<f64>>> = cells
            .chunks(4)
            .map(|row| row.iter().map(|cell| cell.map(|cell| f64::from(cell) / 100.0)).collect())
            .collect();
        let table = table(&["w", "x", "y", "z"], &rows);
        let Ok(index) = Index::new(&framework, &table) else { return Ok(()) };
        let Ok(evaluation) = index.evaluate() else { return Ok(()) };
        let Ok(found) = evaluation.weight_intervals(place) else { return Ok(()) };
        let unit = evaluation.ranking(evaluation.root())[place - 1].unit;
        let now = above(&evaluation, unit);
        for interval in found {
            let WeightInterval { aggregate, component, weight, low, high } = &interval;
            // The others keep their weights, so that they share the rest as they do now.
            let given: f64 = match aggregate.as_str() {
                "branch" => f64::from(a + b + c),
                _ => f64::from(a + d),
            };
            let at = |share: f64| {
                let own = given * (1.0 - weight) * share / (1.0 - share);
                let what_if = Overrides {
                    weights: [(component.clone(), own)].into(),
                    ..Overrides::default()
                };
                let other = framework.with(&what_if).unwrap();
                let index = Index::new(&other, &table).unwrap();
                above(&index.evaluate().unwrap(), unit)
            };
            let (from, to) = (low.weight.max(1e-6) + 1e-9, high.weight.min(1.0 - 1e-6) - 1e-9);
            for step in 0..=20 {
                let share = from + (to - from) * f64::from(step) / 20.0;
                prop_assert!(from > to || at(share) == now, "{share} is in {interval:?}");
            }
            for (bound, beyond) in [(low, low.weight - 1e-9), (high, high.weight + 1e-9)] {
                if let Some(met) = bound.meets {
                    prop_assert!(at(beyond)[met] != now[met], "{beyond} is beyond {interval:?}");
                }
            }
        }
    }
}

#[test]
fn what_looks_at_all_units_has_no_intervals() {
    let framework = framework(
        "id = \"f\"\nnormalise = { method = \"as_is\" }\n\
         aggregates = [{ id = \"index\", aggregation = { method = \"topsis\" } }]\n\
         indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]",
    );
    let table = table(
        &["x", "y"],
        &[vec![Some(1.0), Some(2.0)], vec![Some(2.0), Some(1.5)]],
    );
    let evaluation = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    assert!(matches!(
        evaluation.weight_intervals(1),
        Err(Error::Inapplicable(_))
    ));
    let never = |_: u64, _: u64| false;
    let additive = evaluate([0.5, 0.5], &[[4.0, 0.0], [1.0, 2.0]]);
    assert_eq!(additive.weight_intervals_until(1, &never), Err(Error::Cancelled));
}

/// Each of many weights may have to look at many units, of which each may take long.
#[test]
fn intervals_ask_before_each_unit() {
    let rows: Vec<[f64; 2]> = (0..50).map(|at| [f64::from(at), f64::from(50 - at)]).collect();
    let evaluation = evaluate([0.6, 0.4], &rows);
    let asked = AtomicU64::new(0);
    let until = |most: u64| {
        asked.store(0, Ordering::Relaxed);
        let listening = |_: u64, _: u64| asked.fetch_add(1, Ordering::Relaxed) < most;
        evaluation.weight_intervals_until(1, &listening)
    };
    assert_eq!(until(u64::MAX), evaluation.weight_intervals(1));
    let all = asked.load(Ordering::Relaxed);
    assert!(all > 2 * 49, "{all}");
    assert_eq!(until(all - 1), Err(Error::Cancelled));
}

/// Without a figure of y a unit has no score where y alone counts: that end is not reached.
#[test]
fn an_end_at_which_somebody_has_no_score_is_not_reached() {
    let framework = framework(
        "id = \"f\"\ndecimals = 10\nnormalise = { method = \"as_is\" }\naggregates = [{ id = \"index\" }]\n\
         indicators = [{ code = \"x\", parent = \"index\" }, { code = \"y\", parent = \"index\" }]",
    );
    let table = table(&["x", "y"], &[vec![Some(4.0), None], vec![Some(1.0), Some(2.0)]]);
    let evaluation = Index::new(&framework, &table).unwrap().evaluate().unwrap();
    let found = evaluation.weight_intervals(1).unwrap();
    let of = |component: &str| found.iter().find(|one| one.component == component).unwrap();
    assert_eq!(of("x").high.weight, 1.0);
    assert!(of("x").low.weight > 0.0 && of("x").low.weight < 1e-6, "{found:?}");
    assert!(
        of("y").high.weight < 1.0 && of("y").high.weight > 0.999,
        "{found:?}"
    );
    assert_eq!(of("y").low.weight, 0.0);
}
