use std::sync::atomic::{AtomicU64, Ordering};

use zhibiao_model::framework::FrameworkForm;

use super::*;
use crate::{
    framework::Framework,
    table::{Cell, Column, Table, Unit},
};

/// Three indicators that rise together, one of them twice over, and one that falls.
fn audit() -> Audit {
    let form = toml::from_str::<FrameworkForm>(
        r#"
        id = "f"
        impute = { method = "mean" }
        aggregates = [{ id = "index" }, { id = "a", parent = "index" }, { id = "b", parent = "index" }]
        indicators = [
            { code = "x", parent = "a" },
            { code = "twice-x", parent = "a" },
            { code = "near-x", parent = "b" },
            { code = "falling", parent = "b" },
        ]
        "#,
    )
    .unwrap();
    let framework = Framework::new(form).unwrap();
    let units = (0..10).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let column = |code: &str, value: &dyn Fn(usize) -> Option<f64>| Column {
        code: code.to_owned(),
        cells: (0..10).map(|unit| Cell::plain(value(unit))).collect(),
        past: Vec::new(),
    };
    let wobble = |unit: usize| [0.0, 1.0, -1.0][unit % 3];
    let mut columns = vec![
        column("x", &|unit| Some(unit as f64)),
        column("twice-x", &|unit| Some(2.0 * unit as f64)),
        column("near-x", &|unit| (unit > 3).then(|| unit as f64 + wobble(unit))),
        column("falling", &|unit| Some(10.0 - unit as f64)),
    ];
    for unit in 0..6 {
        columns[0].cells[unit].carried = true;
    }
    let table = Table::new(units.collect(), 2024.5, columns).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    index.audit(&index.evaluate().unwrap())
}

fn verdict(audit: &Audit, aspect: Aspect, about: &[&str]) -> Verdict {
    let found = audit
        .checks
        .iter()
        .find(|check| check.aspect == aspect && check.about == about);
    found.unwrap_or_else(|| panic!("{aspect:?} {about:?}")).verdict
}

#[test]
fn what_is_wrong_is_found_and_what_is_right_passes() {
    let audit = audit();
    for (aspect, about, expected) in [
        (Aspect::Availability, &["near-x"][..], Verdict::Fail),
        (Aspect::Availability, &["x"], Verdict::Pass),
        (Aspect::Coverage, &["u0"], Verdict::Warn),
        (Aspect::Timeliness, &["x"], Verdict::Fail),
        (Aspect::Timeliness, &["falling"], Verdict::Pass),
        (Aspect::Siblings, &["x", "twice-x"], Verdict::Warn),
        (Aspect::Siblings, &["near-x", "falling"], Verdict::Fail),
        (Aspect::Branch, &["falling", "a"], Verdict::Pass),
        (Aspect::Consistency, &["a"], Verdict::Pass),
        (Aspect::Consistency, &["b"], Verdict::Fail),
        (Aspect::Dimension, &["a"], Verdict::Pass),
        (Aspect::Outliers, &["x"], Verdict::Pass),
    ] {
        assert_eq!(verdict(&audit, aspect, about), expected, "{aspect:?} {about:?}");
    }
    assert_eq!(audit.verdict(), Verdict::Fail);
    assert_eq!(audit.findings()[0].verdict, Verdict::Fail);
    assert!(
        audit
            .checks
            .iter()
            .all(|check| check.value.is_finite() && !check.reason.is_empty())
    );
}

/// Every figure is of the period, but six of ten denominators are not, and the seventh is missing.
#[test]
fn figures_are_as_old_as_what_they_are_divided_by() {
    let form = toml::from_str::<FrameworkForm>(
        r#"
        id = "f"
        aggregates = [{ id = "index" }]
        indicators = [
            { code = "x", parent = "index", denominator = { by = "people" } },
            { code = "plain", parent = "index" },
        ]
        "#,
    )
    .unwrap();
    let framework = Framework::new(form).unwrap();
    let units = (0..10).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let column = |code: &str| Column {
        code: code.to_owned(),
        cells: (0..10).map(|unit| Cell::plain(Some(1.0 + unit as f64))).collect(),
        past: Vec::new(),
    };
    let mut columns = ["x", "plain", "people"].map(column);
    for unit in 0..7 {
        columns[2].cells[unit].carried = true;
    }
    columns[2].cells[6].figure = Cell::plain(None).figure;
    let table = Table::new(units.collect(), 2024.5, columns.to_vec()).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let audit = index.audit(&index.evaluate().unwrap());
    let timely = |about: &str| {
        let mut checks = audit.checks.iter();
        let found = checks.find(|check| check.aspect == Aspect::Timeliness && check.about == [about]);
        found.map(|check| (check.value, check.verdict)).unwrap()
    };
    assert_eq!(timely("x"), (0.4, Verdict::Fail));
    assert_eq!(timely("plain"), (1.0, Verdict::Pass));
}

/// By hand: of (1,2,3) and (2,4,9) the variances are 1 and 13, that of the sums (3,6,12) is 21; α = 2·(1 − 14/21).
#[test]
fn alpha_by_hand() {
    let alpha = structure::cronbach(&[&[1.0, 2.0, 3.0, f64::NAN], &[2.0, 4.0, 9.0, 1.0]]).unwrap();
    assert!((alpha - 2.0 / 3.0).abs() < 1e-12, "{alpha}");
    assert_eq!(structure::cronbach(&[&[1.0, 2.0]]), None);
    assert_eq!(structure::cronbach(&[&[1.0, 1.0], &[2.0, 2.0]]), None);
}

#[test]
fn whoever_listens_can_stop_an_evaluation_and_an_audit() {
    let text =
        "id = \"f\"\naggregates = [{ id = \"index\" }]\nindicators = [{ code = \"x\", parent = \"index\" }]";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let units = ["a", "b"].map(|code| Unit {
        code: code.to_owned(),
        ..Unit::default()
    });
    let column = Column {
        code: "x".to_owned(),
        cells: [1.0, 2.0].map(|value| Cell::plain(Some(value))).to_vec(),
        past: Vec::new(),
    };
    let table = Table::new(units.to_vec(), 2024.5, vec![column]).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let at = |stop: u64| move |done: u64, total: u64| done < stop && done <= total;
    // Four steps for the columns, and one aggregate.
    for stop in 0..5 {
        let told = index.evaluate_until(&at(stop)).map(|_| ());
        assert_eq!(told, Err(crate::fault::Error::Cancelled), "{stop}");
    }
    let evaluation = index.evaluate_until(&at(5)).unwrap();
    assert_eq!(
        index.audit_until(&evaluation, &at(10)),
        Err(crate::fault::Error::Cancelled)
    );
    assert_eq!(
        index.audit_until(&evaluation, &at(11)),
        Ok(index.audit(&evaluation))
    );
}

#[test]
fn components_that_are_too_many_are_not_compared() {
    let leaves: Vec<String> = (0..=crate::budget::MAX_CORRELATED)
        .map(|at| format!("{{ code = \"c{at}\", parent = \"index\" }}"))
        .collect();
    let text = format!(
        "id = \"f\"\naggregates = [{{ id = \"index\" }}]\nindicators = [{}]",
        leaves.join(", ")
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = (0..5).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let columns = (0..leaves.len()).map(|at| Column {
        code: format!("c{at}"),
        cells: (0..5)
            .map(|unit| Cell::plain(Some(((unit * at) % 7) as f64)))
            .collect(),
        past: Vec::new(),
    });
    let table = Table::new(units.collect(), 2024.5, columns.collect()).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let audit = index.audit(&index.evaluate().unwrap());
    let siblings: Vec<&Check> = audit
        .checks
        .iter()
        .filter(|one| one.aspect == Aspect::Siblings)
        .collect();
    let [one] = siblings[..] else {
        panic!("{siblings:?}")
    };
    assert_eq!((one.value, one.verdict), (301.0, Verdict::Warn));
    assert!(audit.checks.iter().all(|one| one.aspect != Aspect::Dimension));
}

/// An audit of so many branches of two indicators each, and how often it asked whether to go on, at most so often.
fn branched(branches: usize, most: u64) -> (Result<Audit, Error>, u64) {
    let (mut aggregates, mut indicators) = (vec!["{ id = \"index\" }".to_owned()], Vec::new());
    for at in 0..branches {
        aggregates.push(format!("{{ id = \"b{at}\", parent = \"index\" }}"));
        for which in ["x", "y"] {
            indicators.push(format!("{{ code = \"{which}{at}\", parent = \"b{at}\" }}"));
        }
    }
    let text = format!(
        "id = \"f\"\naggregates = [{}]\nindicators = [{}]",
        aggregates.join(", "),
        indicators.join(", ")
    );
    let framework = Framework::new(toml::from_str::<FrameworkForm>(&text).unwrap()).unwrap();
    let units = (0..5).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let columns = framework.indicators().enumerate().map(|(at, code)| Column {
        code: code.to_owned(),
        cells: (0..5)
            .map(|unit| Cell::plain(Some(((unit * (at + 3)) % 7) as f64)))
            .collect(),
        past: Vec::new(),
    });
    let table = Table::new(units.collect(), 2024.5, columns.collect()).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    let evaluation = index.evaluate().unwrap();
    let asked = AtomicU64::new(0);
    let listening = |_: u64, _: u64| asked.fetch_add(1, Ordering::Relaxed) < most;
    let audit = index.audit_until(&evaluation, &listening);
    (audit, asked.load(Ordering::Relaxed))
}

/// Thousands of correlations are not made for somebody who has gone.
#[test]
fn an_audit_asks_within_its_steps() {
    let (audit, asked) = branched(20, u64::MAX);
    let whole = audit.unwrap();
    // Siblings, parents and dimensions look at 20 branches and 40 indicators each, branches and influence at indicators.
    assert!(asked > 11 + 3 * 60 + 2 * 40, "{asked}");
    assert!(whole.checks.iter().any(|one| one.aspect == Aspect::Branch));
    for most in (0..asked).step_by(23) {
        let (audit, told) = branched(20, most);
        assert_eq!((audit, told), (Err(Error::Cancelled), most + 1));
    }
}

#[test]
fn branches_that_are_too_many_are_not_compared() {
    let (audit, _) = branched(crate::budget::MAX_CORRELATED + 1, u64::MAX);
    let audit = audit.unwrap();
    assert!(audit.checks.iter().all(|one| one.aspect != Aspect::Branch));
    let told = audit
        .checks
        .iter()
        .find(|one| one.aspect == Aspect::Siblings && one.about == ["index"]);
    assert_eq!(told.unwrap().value, 301.0);
}

/// What befell thousands is no sentence of an audit.
#[test]
fn nobody_is_told_a_few_reasons_and_how_many_more() {
    let text =
        "id = \"f\"\naggregates = [{ id = \"index\" }]\nindicators = [{ code = \"x\", parent = \"index\" }]";
    let framework = Framework::new(toml::from_str::<FrameworkForm>(text).unwrap()).unwrap();
    let unit = Unit {
        code: "a".to_owned(),
        ..Unit::default()
    };
    let column = Column {
        code: "x".to_owned(),
        cells: vec![Cell::plain(Some(1.0))],
        past: Vec::new(),
    };
    let table = Table::new(vec![unit], 2024.5, vec![column]).unwrap();
    let warnings: Vec<Warning> = (0..50)
        .map(|at| Warning {
            about: format!("a{at}"),
            note: crate::note::Note::Constant,
        })
        .collect();
    let audit = Audit::of_figures(&framework, &table, &warnings);
    let reason = &audit.checks.last().unwrap().reason;
    assert!(
        reason.starts_with("nobody has a score: a0: ") && reason.ends_with("; and 47 more"),
        "{reason}"
    );
    assert!(!reason.contains("a3: "), "{reason}");
}

/// An index of two indicators for so many units, the second unknown of all but the first.
fn gappy(units: usize, impute: &str) -> Audit {
    let form = toml::from_str::<FrameworkForm>(&format!(
        r#"
        id = "f"
        impute = {{ method = "{impute}" }}
        aggregates = [{{ id = "index" }}]
        indicators = [{{ code = "x", parent = "index" }}, {{ code = "y", parent = "index" }}]
        "#
    ))
    .unwrap();
    let framework = Framework::new(form).unwrap();
    let rows = (0..units).map(|at| Unit {
        code: format!("u{at}"),
        ..Unit::default()
    });
    let column = |code: &str, known: usize| Column {
        code: code.to_owned(),
        cells: (0..units)
            .map(|unit| Cell::plain((unit < known).then_some(unit as f64)))
            .collect(),
        past: Vec::new(),
    };
    let columns = vec![column("x", units), column("y", 1)];
    let table = Table::new(rows.collect(), 2024.5, columns).unwrap();
    let index = Index::new(&framework, &table).unwrap();
    index.audit(&index.evaluate().unwrap())
}

#[test]
fn a_reason_says_what_was_done_about_missing_figures() {
    for (impute, expected) in [
        ("mean", "rests on imputation"),
        ("none", "the rest weighs the more"),
    ] {
        let audit = gappy(4, impute);
        let few: Vec<&Check> = audit
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Fail && check.reason.contains("65 %"))
            .collect();
        assert_eq!(few.len(), 4, "y, and three units: {few:?}");
        assert!(
            few.iter().all(|check| check.reason.ends_with(expected)),
            "{few:?}"
        );
    }
}

#[test]
fn too_few_subjects_are_no_pass() {
    for (units, told) in [(1, true), (2, true), (3, false)] {
        let audit = gappy(units, "mean");
        let few = audit.checks.iter().find(|check| check.aspect == Aspect::Subjects);
        assert_eq!(few.is_some(), told, "{units}");
    }
    assert_eq!(gappy(1, "none").verdict(), Verdict::Warn);
}
