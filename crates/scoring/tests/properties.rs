//! What holds whatever the figures are.

#![allow(clippy::unwrap_used, reason = "a test that panics says where")]

use proptest::prelude::*;
use zhibiao_scoring::{
    Aggregation, Bounds, Cell, Column, Evaluation, Framework, FrameworkForm, Index, Normalisation, Overrides,
    Run, Scale, Table, Treatment, UncertaintyRequest, Unit, Weighting,
};

const COLUMNS: usize = 5;

const FORM: &str = r#"
id = "f"
decimals = 6
impute = { method = "mean" }
aggregates = [
    { id = "index" },
    { id = "a", parent = "index", weight = 2 },
    { id = "b", parent = "index" },
]
indicators = [
    { code = "c0", parent = "a" },
    { code = "c1", parent = "a", weight = 0.5, direction = "down" },
    { code = "c2", parent = "a" },
    { code = "c3", parent = "b" },
    { code = "c4", parent = "b", weight = 3 },
]
[uncertainty]
weights = { method = "share", share = 0.5 }
leave_out = 0.3
"#;

type Rows = Vec<[Option<f64>; COLUMNS]>;

/// A unit's figures, some of them missing; every unit has the first.
fn rows() -> impl Strategy<Value = Rows> {
    let value = prop_oneof![6 => (1_i32..400).prop_map(|n| Some(f64::from(n) / 8.0)), 1 => Just(None)];
    let row = (1_i32..400, [value.clone(), value.clone(), value.clone(), value])
        .prop_map(|(first, [a, b, c, d])| [Some(f64::from(first) / 8.0), a, b, c, d]);
    prop::collection::vec(row, 2..12)
}

fn table(rows: &Rows, order: &[usize], columns: &[usize]) -> Table {
    let units = order.iter().map(|at| Unit {
        code: format!("u{at:02}"),
        ..Unit::default()
    });
    let columns = columns.iter().map(|column| Column {
        code: format!("c{column}"),
        cells: order.iter().map(|at| Cell::plain(rows[*at][*column])).collect(),
        past: Vec::new(),
    });
    Table::new(units.collect(), 2024.5, columns.collect()).unwrap()
}

fn plain(rows: &Rows) -> Table {
    table(rows, &(0..rows.len()).collect::<Vec<_>>(), &[0, 1, 2, 3, 4])
}

fn form() -> FrameworkForm {
    toml::from_str::<FrameworkForm>(FORM).unwrap()
}

fn evaluate(form: FrameworkForm, table: &Table) -> Option<Evaluation> {
    Index::new(&Framework::new(form).unwrap(), table)
        .unwrap()
        .evaluate()
        .ok()
}

fn weightings() -> impl Strategy<Value = Weighting> {
    prop::sample::select(vec![
        Weighting::Given,
        Weighting::Equal,
        Weighting::Entropy { scale: Scale::None },
        Weighting::Critic { scale: Scale::MinMax },
        Weighting::StandardDeviation { scale: Scale::MinMax },
        Weighting::Gini,
        Weighting::Merec,
    ])
}

/// Aggregations that no better figure of a unit's own can lower, weights being given.
fn monotone() -> impl Strategy<Value = Aggregation> {
    prop::sample::select(vec![
        Aggregation::Arithmetic,
        Aggregation::Geometric,
        Aggregation::Harmonic,
        Aggregation::Power { exponent: 2.0 },
        Aggregation::Median,
        Aggregation::Minimum,
        Aggregation::WeightedProduct,
    ])
}

fn aggregations() -> impl Strategy<Value = Aggregation> {
    let relational = prop::sample::select(vec![
        Aggregation::Copeland,
        Aggregation::Topsis,
        Aggregation::Vikor { v: 0.5 },
        Aggregation::GreyRelational { rho: 0.5 },
        Aggregation::Copras,
        Aggregation::Edas,
    ]);
    prop_oneof![monotone(), relational]
}

fn with(weighting: Weighting, aggregation: Aggregation) -> FrameworkForm {
    let mut form = form();
    if weighting == Weighting::Merec {
        // It takes no zeros, such as the worst has on 0…100.
        form.normalise = Normalisation::MinMax {
            low: 1.0,
            high: 100.0,
            bounds: Bounds::Period,
        };
    }
    // Two levels of a method that yields negative scores do not go together with one that takes none.
    for aggregate in form
        .aggregates
        .iter_mut()
        .filter(|aggregate| aggregate.id != "index")
    {
        aggregate.weighting = Some(weighting.clone());
        aggregate.aggregation = Some(aggregation.clone());
    }
    form
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_of_units_and_indicators_changes_nothing_else(
        (rows, order) in rows().prop_flat_map(|rows| {
            let order: Vec<usize> = (0..rows.len()).collect();
            (Just(rows), Just(order).prop_shuffle())
        }),
        columns in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(),
        weighting in weightings(),
        aggregation in aggregations(),
    ) {
        let one = evaluate(with(weighting.clone(), aggregation.clone()), &plain(&rows));
        let mut shuffled = with(weighting, aggregation);
        let indicators = std::mem::take(&mut shuffled.indicators);
        shuffled.indicators = columns.iter().map(|at| indicators[*at].clone()).collect();
        let other = evaluate(shuffled, &table(&rows, &order, &columns));
        prop_assert_eq!(one.is_some(), other.is_some());
        if let (Some(one), Some(other)) = (one, other) {
            for (place, at) in order.iter().enumerate() {
                let (a, b) = (one.score(*at, one.root()), other.score(place, other.root()));
                prop_assert_eq!(a.is_some(), b.is_some());
                let (a, b) = (a.unwrap_or(0.0), b.unwrap_or(0.0));
                prop_assert!((a - b).abs() <= 1e-7 * a.abs().max(1.0), "{} {}", a, b);
            }
        }
    }

    /// Multiples are powers of two, with which nothing is rounded.
    #[test]
    fn the_unit_of_measure_changes_nothing_under_min_max(
        rows in rows(),
        scale in prop::array::uniform5(-4_i32..8),
        aggregation in monotone(),
    ) {
        let mut scaled = rows.clone();
        for row in &mut scaled {
            for (value, power) in row.iter_mut().zip(scale) {
                *value = value.map(|value| value * 2_f64.powi(power));
            }
        }
        let one = evaluate(with(Weighting::Given, aggregation.clone()), &plain(&rows)).unwrap();
        let other = evaluate(with(Weighting::Given, aggregation), &plain(&scaled)).unwrap();
        prop_assert_eq!(one.ranking(one.root()), other.ranking(other.root()));
    }

    #[test]
    fn a_better_figure_never_lowers_the_score(
        rows in rows(),
        (unit, column, by) in (any::<prop::sample::Index>(), 0..COLUMNS, 1_i32..100),
        aggregation in monotone(),
    ) {
        let mut form = with(Weighting::Given, aggregation);
        // Posts do not move with the figures, and no cell is imputed by a mean that they move.
        form.normalise = Normalisation::Goalposts {
            lower: -20.0, upper: 100.0, low: 1.0, high: 100.0, log: false, cap: true,
        };
        form.impute = zhibiao_scoring::Imputation::None;
        let mut better = rows.clone();
        let unit = unit.index(rows.len());
        let sign = if column == 1 { -1.0 } else { 1.0 };
        better[unit][column] = better[unit][column].map(|value| value + sign * f64::from(by) / 8.0);
        let before = evaluate(form.clone(), &plain(&rows)).unwrap();
        let after = evaluate(form, &plain(&better)).unwrap();
        let (low, high) = (before.score(unit, before.root()), after.score(unit, after.root()));
        prop_assert!(high.unwrap() >= low.unwrap() - 1e-9);
        prop_assert!(after.rank(unit, after.root()) <= before.rank(unit, before.root()));
    }

    #[test]
    fn weights_sum_to_one_and_contributions_to_the_score(
        rows in rows(),
        weighting in weightings(),
        aggregation in aggregations(),
    ) {
        let Some(found) = evaluate(with(weighting, aggregation), &plain(&rows)) else { return Ok(()) };
        for unit in 0..rows.len() {
            for aggregate in 0..=found.root() {
                let weights = found.weights(unit, aggregate);
                let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
                prop_assert!((sum - 1.0).abs() < 1e-9);
            }
            if let Some(score) = found.score(unit, found.root()) {
                let sum: f64 = found.contributions(unit).unwrap().iter().sum();
                prop_assert!((sum - score).abs() <= 1e-9 * score.abs().max(1.0), "{} is not {}", sum, score);
            }
        }
    }

    #[test]
    fn pairs_stand_above_below_or_beside_each_other(rows in rows(), seed in any::<u64>()) {
        let framework = Framework::new(form()).unwrap();
        let table = plain(&rows);
        let index = Index::new(&framework, &table).unwrap();
        let request = UncertaintyRequest { draws: 50, seed, ..UncertaintyRequest::default() };
        let found = index.uncertainty(&request, &Run::on(2)).unwrap();
        let pairwise = found.pairwise.as_ref().unwrap();
        for a in 0..rows.len() {
            for b in 0..rows.len() {
                let sum = pairwise.above(a, b) + pairwise.above(b, a) + pairwise.tied(a, b);
                prop_assert!((sum - 1.0).abs() < 1e-12);
            }
        }
        prop_assert_eq!(&index.uncertainty(&request, &Run::on(1)).unwrap(), &found);
    }

    /// Any finite figures: an answer or a typed error, never a number that is none.
    #[test]
    fn wild_figures_never_break_it(
        wild in prop::collection::vec(prop::array::uniform5(prop::option::weighted(0.9, -1e60_f64..1e60)), 1..8),
        tiny in any::<bool>(),
        weighting in weightings(),
        aggregation in aggregations(),
        treat in prop::sample::select(vec![
            Treatment::None, Treatment::Log, Treatment::BoxCox { lambda: None },
            Treatment::Winsorise { max_points: 2, skew: 2.0, kurtosis: 3.5, otherwise: Default::default() },
        ]),
    ) {
        let mut rows = wild;
        if tiny {
            rows.iter_mut().flatten().for_each(|value| *value = value.map(|value| value * 1e-300));
        }
        let table = plain(&rows);
        let mut form = with(weighting, aggregation);
        form.treat = treat;
        let framework = Framework::new(form).unwrap();
        let Ok(index) = Index::new(&framework, &table) else { return Ok(()) };
        let Ok(found) = index.evaluate() else { return Ok(()) };
        for standing in found.ranking(found.root()) {
            prop_assert!(standing.score.is_finite() && standing.rank >= 1.0);
            let sum: f64 = found.contributions(standing.unit).unwrap().iter().sum();
            prop_assert!(sum.is_finite());
        }
        for check in index.audit(&found).checks {
            prop_assert!(check.value.is_finite(), "{:?}", check);
        }
    }
}

#[test]
fn overrides_answer_what_if() {
    let rows: Rows = vec![
        [Some(1.0), Some(5.0), Some(3.0), Some(9.0), Some(2.0)],
        [Some(4.0), Some(1.0), Some(2.0), Some(1.0), Some(8.0)],
        [Some(2.0), Some(3.0), Some(5.0), Some(4.0), Some(4.0)],
    ];
    let framework = Framework::new(form()).unwrap();
    let what_if = Overrides {
        weights: [("c4".to_owned(), 0.0)].into(),
        ..Overrides::default()
    };
    let changed = framework.with(&what_if).unwrap();
    let found = Index::new(&changed, &plain(&rows)).unwrap().evaluate().unwrap();
    let b = changed.aggregates().position(|id| id == "b").unwrap();
    assert_eq!(
        found.score(0, b),
        Some(100.0),
        "only c3 is left, of which the first has most"
    );
}
