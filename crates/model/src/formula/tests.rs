use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::qualifier::Qualifier;
use crate::unit::{Dimension, Unit};

const CODES: [&str; 4] = ["a", "b", "gdp-2", "5g"];

fn formula(text: &str) -> Formula {
    Formula::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

fn evaluate(text: &str, values: &[(&str, f64)]) -> Result<f64, Unanswerable> {
    let values: BTreeMap<&str, f64> = values.iter().copied().collect();
    let mut get = |code: &str, _: Shift| values.get(code).map(|value| (*value, Qualifier::Exact));
    formula(text).evaluate(&mut get).map(|(value, _)| value)
}

fn dimension(text: &str) -> Result<Dimension, FormulaUnitError> {
    let units = BTreeMap::from([
        ("a", "万元"),
        ("b", "亿元"),
        ("n", "人"),
        ("p", "%"),
        ("q", "‰"),
        ("d", "百分点"),
    ]);
    formula(text).dimension(&mut |code| Some(Unit::parse(units.get(code)?).unwrap().dimension().clone()))
}

fn expressions() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        (0u32..100_000).prop_map(|n| Expression::Number(f64::from(n) / 64.0)),
        (
            proptest::sample::select(CODES.to_vec()),
            proptest::sample::select(vec![Shift::Same, Shift::Previous, Shift::YearAgo])
        )
            .prop_map(|(code, shift)| Expression::Reference {
                code: code.to_owned(),
                shift
            }),
    ];
    leaf.prop_recursive(6, 40, 4, |inner| {
        let chain = |operators: [Operator; 2], inner: BoxedStrategy<Expression>| {
            let rest = (proptest::sample::select(operators.to_vec()), inner.clone());
            (inner, proptest::collection::vec(rest, 1..4)).prop_map(|(first, rest)| Expression::Chain {
                first: Box::new(first),
                rest,
            })
        };
        prop_oneof![
            inner
                .clone()
                .prop_map(|inner| Expression::Negate(Box::new(inner))),
            chain([Operator::Add, Operator::Subtract], inner.clone().boxed()),
            chain([Operator::Multiply, Operator::Divide], inner.clone().boxed()),
            proptest::collection::vec(inner.clone(), 1..4)
                .prop_map(|list| Expression::Call(Function::Max, list)),
            proptest::collection::vec(inner.clone(), 1..4)
                .prop_map(|list| Expression::Call(Function::Sum, list)),
            proptest::collection::vec(inner.clone(), 1..4)
                .prop_map(|list| Expression::Call(Function::Min, list)),
            inner.prop_map(|inner| Expression::Call(Function::Abs, vec![inner])),
        ]
    })
}

#[test]
fn canonical_text_has_the_brackets_it_needs() {
    for (text, canonical) in [
        ("{a}", "{a}"),
        ("  {a}+{ b }*2 ", "{a} + {b} * 2"),
        ("({a}+{b})*2", "({a} + {b}) * 2"),
        ("({a}*{b})+2", "{a} * {b} + 2"),
        ("{a}-({b}-{c})", "{a} - ({b} - {c})"),
        ("{a}-{b}-{c}", "{a} - {b} - {c}"),
        ("-({a}*2)", "-({a} * 2)"),
        ("--{a}", "--{a}"),
        ("sum({a},{b}, 1.50)", "sum({a}, {b}, 1.5)"),
        ("（{a}＋1）÷2", "({a} + 1) / 2"),
        ("previous({a}) / year_ago({b})", "previous({a}) / year_ago({b})"),
    ] {
        assert_eq!(formula(text).to_string(), canonical);
    }
}

#[test]
fn errors_say_where_and_what() {
    for (text, message) in [
        (
            "",
            "formula at byte 0: expected a number, a reference such as {gdp}, a function or an opening bracket, found the end",
        ),
        (
            "{a} +",
            "formula at byte 5: expected a number, a reference such as {gdp}, a function or an opening bracket, found the end",
        ),
        (
            "{a} {b}",
            "formula at byte 4: expected an operator or the end, found {b}",
        ),
        (
            "({a}",
            "formula at byte 4: expected a closing bracket, found the end",
        ),
        ("{a", "formula at byte 0: expected a closing brace, found the end"),
        (
            "{GDP}",
            "formula at byte 1: expected an indicator code of lower-case letters, digits and hyphens, found GDP",
        ),
        (
            "mean({a})",
            "formula at byte 0: expected one of sum, min, max, abs, previous, year_ago, found mean",
        ),
        (
            "previous({a} + 1)",
            "formula at byte 13: expected a closing bracket, found +",
        ),
        (
            "previous(1)",
            "formula at byte 9: expected a reference such as {gdp}, found 1",
        ),
        (
            "abs({a}, {b})",
            "formula at byte 7: expected a closing bracket, found ,",
        ),
        (
            "1.",
            "formula at byte 0: expected a decimal number such as 0.5, found 1.",
        ),
        (
            "1.2.3",
            "formula at byte 0: expected a decimal number such as 0.5, found 1.2.3",
        ),
        (
            "=cmd|'/c calc'",
            "formula at byte 0: expected a number, a reference such as {gdp}, a function, an operator or a bracket, found =",
        ),
    ] {
        assert_eq!(Formula::parse(text).unwrap_err().to_string(), message, "{text}");
    }
}

#[test]
fn length_and_depth_are_bounded() {
    let nested = |n: usize| format!("{}1{}", "(".repeat(n), ")".repeat(n));
    assert!(Formula::parse(&nested(MAX_DEPTH - 1)).is_ok());
    assert!(
        Formula::parse(&nested(MAX_DEPTH))
            .unwrap_err()
            .expected
            .starts_with("at most 64 levels")
    );
    assert!(Formula::parse(&"-".repeat(MAX_LENGTH)).is_err());
    let chain = |n: usize| format!("1{}", "+1".repeat(n));
    let longest = formula(&chain((MAX_LENGTH - 1) / 2));
    assert_eq!(formula(&longest.to_string()), longest);
    assert_eq!(longest.evaluate(&mut |_, _| None).unwrap().0, 2048.0);
    assert!(
        Formula::parse(&chain(MAX_LENGTH / 2))
            .unwrap_err()
            .expected
            .starts_with("at most 4096 bytes")
    );
    assert!(Formula::parse("1234567890123456").is_err());
}

#[test]
fn values_are_computed_left_to_right() {
    let values = [("a", 12.0), ("b", 4.0), ("c", 1.0)];
    for (text, value) in [
        ("{a} - {b} - {c}", 7.0),
        ("{a} / {b} / 3", 1.0),
        ("{a} + {b} * 2", 20.0),
        ("-{a} + {b}", -8.0),
        ("sum({a}, {b}, {c})", 17.0),
        ("min({a}, {b}) + max({a}, {b})", 16.0),
        ("abs({b} - {a})", 8.0),
    ] {
        assert_eq!(evaluate(text, &values).unwrap(), value, "{text}");
    }
}

#[test]
fn what_has_no_value_says_why() {
    let missing = evaluate("{x} + previous({y}) + {a}", &[("a", 1.0)]).unwrap_err();
    assert_eq!(missing.to_string(), "no value for {x}, previous({y})");
    assert_eq!(
        evaluate("1 / ({a} - {a})", &[("a", 3.0)]),
        Err(Unanswerable::DivisionByZero)
    );
    assert_eq!(
        evaluate("{a} * {a}", &[("a", 1e200)]),
        Err(Unanswerable::NotFinite)
    );
    assert_eq!(
        evaluate("1 / ({a} * {a})", &[("a", 1e200)]),
        Err(Unanswerable::NotFinite)
    );
    assert_eq!(
        evaluate("min({a}, 1)", &[("a", f64::NAN)]),
        Err(Unanswerable::NotFinite)
    );
}

#[test]
fn references_name_their_period() {
    let found = formula("{a} / year_ago({a}) - 1 + previous({b}) * {a}").references();
    let expected = [("a", Shift::Same), ("a", Shift::YearAgo), ("b", Shift::Previous)];
    assert_eq!(
        found,
        expected
            .map(|(code, shift)| (code.to_owned(), shift))
            .into_iter()
            .collect()
    );
}

#[test]
fn units_must_go_together() {
    for (text, unit) in [
        ("{a} + {b}", "元"),
        ("{a} / {n}", "元/人"),
        ("{a} / {b} - 1", "无"),
        ("max({a} - {b}, 0)", "元"),
        ("2 * {n}", "人"),
        ("{p} - {q}", "无"),
        ("0 + 0", "无"),
        ("abs({d})", "比率差"),
    ] {
        assert_eq!(dimension(text).unwrap().to_string(), unit, "{text}");
    }
    let error = dimension("{a} + 2 * {n}").unwrap_err().to_string();
    assert_eq!(
        error,
        "formula: {a} measures in 元, but 2 * {n} in 人: no sum or comparison of the two"
    );
    assert!(dimension("{a} + 1").is_err());
    assert!(dimension("{p} + {d}").is_err());
    assert_eq!(
        dimension("{z}").unwrap_err().to_string(),
        "formula: indicator {z} is not known"
    );
}

#[test]
fn a_difference_of_ratios_is_percentage_points() {
    let points = Unit::parse("百分点").unwrap();
    let percent = Unit::parse("%").unwrap();
    let fits = |text: &str, unit| formula(text).result_fits(&dimension(text).unwrap(), unit);
    assert!(fits("{p} - {q}", &points) && fits("{p} - {q}", &percent));
    assert!(fits("{p} - year_ago({p})", &points));
    assert!(fits("{d}", &points) && !fits("{d}", &percent));
    for text in [
        "{p}",
        "{p} + {q}",
        "{a} / {b} - 1",
        "-{p}",
        "2 * ({p} - {q})",
        "{a} - {b}",
    ] {
        assert!(!fits(text, &points), "{text}");
    }
    let (change, _) = formula("{p} - {q}")
        .evaluate(&mut |code, _| Some((if code == "p" { 0.75 } else { 0.5 }, Qualifier::Exact)))
        .unwrap();
    assert_eq!(points.from_canonical(change), 25.0);
}

#[test]
fn circles_are_found() {
    let edges = |pairs: &[(&str, &[&str])]| -> BTreeMap<String, BTreeSet<String>> {
        let owned = pairs
            .iter()
            .map(|(from, to)| ((*from).to_owned(), to.iter().map(|to| (*to).to_owned()).collect()));
        owned.collect()
    };
    assert_eq!(
        find_cycle(&edges(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &["leaf"])])),
        None
    );
    assert_eq!(find_cycle(&edges(&[("a", &["a"])])).unwrap(), ["a", "a"]);
    let circle = find_cycle(&edges(&[
        ("a", &["b"]),
        ("b", &["x", "c"]),
        ("c", &["d"]),
        ("d", &["b"]),
    ]));
    assert_eq!(circle.unwrap(), ["b", "c", "d", "b"]);
    let long: BTreeMap<_, _> = (0..100_000)
        .map(|n| (format!("{n:06}"), BTreeSet::from([format!("{:06}", n + 1)])))
        .collect();
    assert_eq!(find_cycle(&long), None);
}

proptest! {
    #[test]
    fn text_is_read_back(root in expressions()) {
        let formula = Formula { root };
        prop_assert_eq!(Formula::parse(&formula.to_string()).unwrap(), formula);
    }

    #[test]
    fn evaluation_follows_arithmetic(a in -1e6..1e6f64, b in -1e6..1e6f64) {
        let values = [("a", a), ("b", b)];
        prop_assert_eq!(evaluate("{a} + {b}", &values), evaluate("sum({b}, {a})", &values));
        prop_assert_eq!(evaluate("{a} - {b}", &values), evaluate("-({b} - {a})", &values));
        prop_assert_eq!(evaluate("{a} * {b}", &values).unwrap(), a * b);
        prop_assert_eq!(evaluate("max({a}, {b})", &values), evaluate("-min(-{a}, -{b})", &values));
        prop_assert_eq!(evaluate("abs({a})", &values), evaluate("max({a}, -{a})", &values));
    }

    /// Whatever the true inputs are within their bounds, the true result lies within the result's.
    #[test]
    fn bounds_hold(
        root in expressions(),
        given in proptest::collection::vec((-8i32..8, proptest::sample::select(Qualifier::ALL.to_vec()), 0i32..6), 12),
    ) {
        let formula = Formula { root };
        let keys: Vec<(String, Shift)> = formula.references().into_iter().collect();
        let at = |code: &str, shift: Shift| {
            given[keys.iter().position(|(key, at)| key == code && *at == shift).unwrap()]
        };
        let reported = formula.evaluate(&mut |code, shift| {
            let (value, qualifier, _) = at(code, shift);
            Some((f64::from(value), qualifier))
        });
        let truth = formula.evaluate(&mut |code, shift| {
            let (value, qualifier, off) = at(code, shift);
            let value = match qualifier {
                Qualifier::Exact => value,
                Qualifier::AtLeast | Qualifier::Approximate => value + off,
                Qualifier::AtMost => value - off,
            };
            Some((f64::from(value), Qualifier::Exact))
        });
        if let (Ok((value, qualifier)), Ok((truth, _))) = (reported, truth) {
            let slack = 1e-9 * value.abs().max(truth.abs()).max(1.0);
            match qualifier {
                Qualifier::Exact => prop_assert!((truth - value).abs() <= slack, "{} = {} not {}", formula, value, truth),
                Qualifier::AtLeast => prop_assert!(truth >= value - slack, "{} >= {} not {}", formula, value, truth),
                Qualifier::AtMost => prop_assert!(truth <= value + slack, "{} <= {} not {}", formula, value, truth),
                Qualifier::Approximate => {}
            }
        }
    }

    #[test]
    fn no_text_panics(text in "[{}a-z0-9()+*/. ,，（）sumabsprevious_-]{0,40}|\\PC*") {
        if let Ok(formula) = Formula::parse(&text) {
            prop_assert_eq!(Formula::parse(&formula.to_string()).unwrap(), formula.clone());
            let _ = formula.evaluate(&mut |_, _| Some((0.0, Qualifier::Exact)));
        }
    }
}
