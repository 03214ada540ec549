use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{
    catalog::{Direction, Draft, IndicatorKind, Names, Range},
    formula::Formula,
    ids::KindId,
    period::Frequency,
    unit::Unit,
};

type Cube = BTreeMap<(String, Period), Stored>;

fn indicator(code: &str, unit: &str, formula: &str) -> Arc<Indicator> {
    Arc::new(Indicator {
        code: IndicatorCode::new(code).unwrap(),
        names: Names {
            zh: String::new(),
            en: code.to_owned(),
            aliases: BTreeSet::new(),
        },
        unit: Unit::parse(unit).unwrap(),
        direction: Direction::Up,
        kind: IndicatorKind::Flow,
        theme: String::new(),
        owner: None,
        frequency: Frequency::Annual,
        range: Range::default(),
        subject_kinds: BTreeSet::from([KindId::zones()]),
        formula: (!formula.is_empty()).then(|| Formula::parse(formula).unwrap()),
        parent: None,
        dimensions: BTreeMap::new(),
        definition_zh: String::new(),
        definition_en: String::new(),
        attributes: BTreeMap::new(),
        version: 1,
    })
}

fn catalog(indicators: impl IntoIterator<Item = Arc<Indicator>>) -> Catalog {
    let indicators = indicators.into_iter().map(|i| (i.code.clone(), i)).collect();
    Catalog::build(Draft {
        indicators,
        ..Draft::default()
    })
    .unwrap()
}

fn plan(catalog: &Catalog, code: &str) -> Plan {
    Plan::new(
        catalog,
        catalog.indicator(&IndicatorCode::new(code).unwrap()).unwrap(),
    )
}

fn year(year: i16) -> Period {
    Period::annual(year).unwrap()
}

fn stored(value: f64, revision: i64) -> Stored {
    let figure = Figure::new(value, Qualifier::Exact, Status::Normal).unwrap();
    Stored {
        figure,
        revision: Revision::new(revision).unwrap(),
    }
}

fn ask(plan: &Plan, cube: &Cube, at: i16) -> Answer {
    plan.answer(year(at), &mut |code, period| {
        cube.get(&(code.id().to_owned(), period)).copied()
    })
}

fn economy() -> Catalog {
    catalog([
        indicator("profit", "万元", ""),
        indicator("revenue", "亿元", ""),
        indicator("margin", "%", "{profit} / {revenue}"),
        indicator("growth", "%", "{revenue} / year_ago({revenue}) - 1"),
        indicator("margin-twice", "%", "{margin} + {margin}"),
    ])
}

#[test]
fn a_formula_reads_canonical_units_and_dates_itself_by_its_newest_input() {
    let catalog = economy();
    let cube = Cube::from([
        (("profit".into(), year(2023)), stored(5_000.0, 7)),
        (("revenue".into(), year(2023)), stored(10.0, 4)),
    ]);
    let Answer::Computed(margin) = ask(&plan(&catalog, "margin"), &cube, 2023) else {
        panic!("computed");
    };
    assert_eq!(margin.figure.value(), Some(5.0));
    assert_eq!(margin.revision.get(), 7);
    assert_eq!(margin.newest, (IndicatorCode::new("profit").unwrap(), year(2023)));
    let Answer::Computed(twice) = ask(&plan(&catalog, "margin-twice"), &cube, 2023) else {
        panic!("computed");
    };
    assert_eq!(twice.figure.value(), Some(10.0));
    assert_eq!(twice.newest, margin.newest);
}

#[test]
fn a_stored_value_wins_and_a_stored_mark_yields() {
    let catalog = economy();
    let plan = plan(&catalog, "margin");
    let mut cube = Cube::from([
        (("profit".into(), year(2023)), stored(5_000.0, 1)),
        (("revenue".into(), year(2023)), stored(10.0, 1)),
        (("margin".into(), year(2023)), stored(6.0, 2)),
    ]);
    assert_eq!(ask(&plan, &cube, 2023), Answer::Stored(stored(6.0, 2)));
    let mark = Stored {
        figure: Figure::missing(),
        revision: Revision::ZERO,
    };
    cube.insert(("margin".into(), year(2023)), mark);
    assert!(matches!(ask(&plan, &cube, 2023), Answer::Computed(_)));
    cube.remove(&("profit".into(), year(2023)));
    assert_eq!(ask(&plan, &cube, 2023), Answer::Stored(mark));
}

#[test]
fn every_missing_input_is_named_with_its_period() {
    let catalog = economy();
    let cube = Cube::from([(("revenue".into(), year(2023)), stored(0.0, 1))]);
    let revenue = IndicatorCode::new("revenue").unwrap();
    assert_eq!(
        ask(&plan(&catalog, "growth"), &cube, 2023),
        Answer::Unanswered(Unanswered::MissingInputs(vec![(revenue, year(2022))]))
    );
    assert_eq!(ask(&plan(&catalog, "growth"), &cube, 2020), Answer::Empty);
    assert_eq!(ask(&plan(&catalog, "profit"), &cube, 2023), Answer::Empty);
    let margin = IndicatorCode::new("margin").unwrap();
    assert_eq!(
        ask(&plan(&catalog, "margin-twice"), &cube, 2023),
        Answer::Unanswered(Unanswered::MissingInputs(vec![(margin, year(2023))]))
    );
}

#[test]
fn arithmetic_that_fails_says_how() {
    let catalog = catalog([
        indicator("a", "元", ""),
        indicator("b", "元", ""),
        indicator("quotient", "%", "{a} / {b}"),
    ]);
    let mut cube = Cube::from([
        (("a".into(), year(2023)), stored(1.0, 1)),
        (("b".into(), year(2023)), stored(0.0, 1)),
    ]);
    let quotient = plan(&catalog, "quotient");
    assert_eq!(
        ask(&quotient, &cube, 2023),
        Answer::Unanswered(Unanswered::DivisionByZero)
    );
    cube.insert(("b".into(), year(2023)), stored(1e-308, 1));
    cube.insert(("a".into(), year(2023)), stored(1e308, 1));
    assert_eq!(
        ask(&quotient, &cube, 2023),
        Answer::Unanswered(Unanswered::NotFinite)
    );
    // Finite as a plain ratio, but not in per cent.
    cube.insert(("b".into(), year(2023)), stored(1.0, 1));
    assert_eq!(
        ask(&quotient, &cube, 2023),
        Answer::Unanswered(Unanswered::NotFinite)
    );
}

#[test]
fn doubt_is_inherited() {
    let catalog = economy();
    let provisional = Figure::new(5_000.0, Qualifier::AtLeast, Status::Provisional).unwrap();
    let cube = Cube::from([
        (
            ("profit".into(), year(2023)),
            Stored {
                figure: provisional,
                revision: Revision::ZERO,
            },
        ),
        (("revenue".into(), year(2023)), stored(10.0, 1)),
    ]);
    let figure = ask(&plan(&catalog, "margin"), &cube, 2023).figure().unwrap();
    assert_eq!(
        (figure.qualifier(), figure.status()),
        (Qualifier::AtLeast, Status::Provisional)
    );
}

#[test]
fn long_chains_and_shared_inputs_take_neither_stack_nor_time() {
    // Each link reads the one before twice: unshared, 2^2000 readings.
    let link = |i: usize| {
        indicator(
            &format!("c{i}"),
            "元",
            &format!("{{c{0}}} + year_ago({{c{0}}})", i - 1),
        )
    };
    let catalog = catalog((1..12).map(link).chain([indicator("c0", "元", "")]));
    let deep = |i: usize| {
        indicator(
            &format!("c{i}"),
            "元",
            &format!("{{c{0}}} + {{c{0}}} - {{c{0}}}", i - 1),
        )
    };
    let deep = self::catalog((1..2000).map(deep).chain([indicator("c0", "元", "")]));
    let cube: Cube = (2000..2024)
        .map(|y| (("c0".to_owned(), year(y)), stored(1.0, 1)))
        .collect();
    assert_eq!(
        ask(&plan(&catalog, "c11"), &cube, 2023).figure().unwrap().value(),
        Some(2048.0)
    );
    assert_eq!(
        ask(&plan(&deep, "c1999"), &cube, 2023).figure().unwrap().value(),
        Some(1.0)
    );
}

#[test]
fn periods_follow_the_shifts() {
    let catalog = economy();
    let mut stored = |code: &IndicatorCode| {
        if code.id() == "revenue" {
            vec![year(2020)]
        } else {
            Vec::new()
        }
    };
    let periods = plan(&catalog, "growth").periods(&mut stored);
    assert_eq!(periods.into_iter().collect::<Vec<_>>(), [year(2020), year(2021)]);
}

proptest! {
    #[test]
    fn what_reads_a_period_is_found_from_it(ordinal in -20_000_i32..20_000, frequency in 0_usize..6) {
        let frequency = Frequency::ALL[frequency];
        let day = jiff::civil::date(2000, 1, 1).checked_add(jiff::Span::new().days(ordinal)).unwrap();
        let period = Period::containing(day, frequency);
        for shift in [Shift::Same, Shift::Previous, Shift::YearAgo] {
            if let Some(read) = shifted(period, shift) {
                prop_assert_eq!(unshifted(read, shift), Some(period));
            }
        }
    }
}
