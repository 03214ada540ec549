//! Results as workbooks: every table of them, read back.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod book;
#[path = "../start/mod.rs"]
mod start;

use std::collections::BTreeMap;

use book::{Book, hub};
use start::human_development;

const CARRIED: [&str; 7] = ["rank", "-f", "both", "-p", "2024", "--carry", "1"];

#[test]
fn figures_that_are_carried_or_imputed_are_marked_where_they_stand() {
    let hub = hub();
    let book = Book::write(&hub, &CARRIED);
    let marks = [
        [
            "things/gamma",
            "Gamma",
            "t-y",
            "Second",
            "imputed",
            "",
            "mean",
            "35",
        ],
        [
            "things/beta",
            "Beta",
            "t-x",
            "First",
            "carried",
            "2023",
            "carry",
            "2",
        ],
        [
            "things/beta",
            "Beta",
            "t-y",
            "Second",
            "carried",
            "2023",
            "carry",
            "20",
        ],
    ];
    assert_eq!(book.rows("carried and imputed"), marks);
    // Alpha, Gamma, Beta.
    let order: Vec<String> = book
        .rows("as reported")
        .into_iter()
        .map(|row| row[1].clone())
        .collect();
    assert_eq!(order, ["Alpha", "Gamma", "Beta"]);
    let (reported, imputed, legend) = (
        book.place("as reported"),
        book.place("imputed"),
        book.place("legend"),
    );
    let (plain, carried, filled) = (
        book.style(reported, "C2"),
        book.style(legend, "A2"),
        book.style(legend, "A4"),
    );
    assert!(plain != carried && plain != filled && carried != filled);
    assert_eq!(book.style(reported, "C4"), carried);
    assert_eq!(book.style(reported, "D4"), carried);
    assert_eq!(book.style(imputed, "D3"), filled);
    assert_eq!(book.style(imputed, "C3"), plain);
    for sheet in ["treated", "normalised", "contributions"] {
        assert_eq!(book.style(book.place(sheet), "D3"), filled, "{sheet}");
        assert_eq!(book.style(book.place(sheet), "C4"), carried, "{sheet}");
    }
    let beta = book.row("ranking", "things/beta");
    assert_eq!(
        (
            beta["carried"].as_str(),
            beta["imputed"].as_str(),
            beta["remarks"].as_str()
        ),
        ("2", "0", "2 carried"),
        "{beta:?}"
    );
    assert_eq!(book.row("ranking", "things/gamma")["imputed"], "1");
    assert_eq!(book.row("framework", "t-y")["carried"], "1");
    let notes = book.rows("notes").concat().join("\n");
    for part in ["earlier period: 2", "imputed: 1", "3 ranked, 0 without a rank"] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

/// Gamma's figure is of the period, and what it is divided by of two years before: neither stands under the other's period.
#[test]
fn a_carried_denominator_is_told_apart_from_a_carried_figure() {
    let hub = hub();
    let book = Book::write(&hub, &["rank", "-f", "per", "-p", "2024", "--carry", "2"]);
    let of = |subject: &str, name: &str, rest: [&str; 4]| {
        let [kind, period, method, value] = rest;
        [subject, name, "t-x", "First", kind, period, method, value].map(str::to_owned)
    };
    let quotient = (3.0_f64 / 7.0).to_string();
    assert_eq!(
        book.rows("carried and imputed"),
        [
            of(
                "things/gamma",
                "Gamma",
                ["carried denominator", "2022", "carry", &quotient]
            ),
            of("things/beta", "Beta", ["carried", "2023", "carry", "2"]),
            of(
                "things/beta",
                "Beta",
                ["carried denominator", "2023", "carry", "0.1"]
            ),
        ]
    );
    let (reported, over, legend) = (
        book.place("as reported"),
        book.place("denominated"),
        book.place("legend"),
    );
    // Gamma, Alpha, Beta.
    assert_eq!(book.style(reported, "C2"), book.style(reported, "C3"));
    assert_eq!(book.style(over, "C2"), book.style(legend, "A3"));
    assert_eq!(book.style(over, "C4"), book.style(legend, "A2"));
    assert_eq!(book.row("framework", "t-x")["carried"], "2");
}

#[test]
fn a_figure_that_is_imputed_from_an_earlier_one_says_of_which_period() {
    let hub = hub();
    let last = hub.file(
        "last.toml",
        "impute = { method = \"last_period\", max_age = 3 }\n",
    );
    let book = Book::write(&hub, &["rank", "-f", "both", "-p", "2024", "--what-if", &last]);
    let gamma = ["things/gamma", "Gamma", "t-y", "Second"];
    let filled = ["imputed", "2022", "last_period (max_age 3.0)", "7"];
    assert_eq!(book.rows("carried and imputed"), [[gamma, filled].concat()]);
}

/// The same score from the sheets alone: figures as reported, weights, methods with what they found in the figures.
#[test]
fn a_ranking_can_be_computed_again_from_the_sheets() {
    let hub = hub();
    let changed = hub.file(
        "changed.toml",
        "treat = { method = \"box_cox\" }\nnormalise = { method = \"min_max\", low = 10, high = 60 }\n",
    );
    let question = [&CARRIED[..], &["--what-if", &changed, "--weight", "t-x=3"]].concat();
    let book = Book::write(&hub, &question);
    let methods: BTreeMap<(String, String), String> = book
        .rows("methods")
        .into_iter()
        .map(|row| ((row[1].clone(), row[3].clone()), row[4].clone()))
        .collect();
    let said = |code: &str, step: &str| methods[&(code.to_owned(), step.to_owned())].as_str();
    assert_eq!(said("", "decimals"), "2", "{methods:?}");
    assert_eq!(said("t-x", "direction"), "up");
    assert_eq!(said("t-x", "impute"), "mean");
    assert_eq!(
        (said("index", "weighting"), said("index", "aggregation")),
        ("given", "arithmetic")
    );
    assert_eq!(
        said("t-y", "normalise"),
        "min_max (bounds period, high 60.0, low 10.0)"
    );
    assert_eq!(said("t-y", "treat"), "box_cox");
    let number = |text: &str, key: &str| -> f64 {
        let behind = text.split(&format!("{key} ")).nth(1).unwrap();
        behind.split([',', ')']).next().unwrap().parse().unwrap()
    };
    let json = hub
        .say(&[&question[..], &["--fresh", "-o", "json"]].concat())
        .ok()
        .json();
    let figures = book.rows("imputed");
    let mut scores: BTreeMap<&str, f64> = BTreeMap::new();
    for (column, code) in [(2, "t-x"), (3, "t-y")] {
        let how = said(code, "treated");
        assert!(how.starts_with("box_cox ("), "{how}");
        let (lambda, shift) = (number(how, "lambda"), number(how, "shift"));
        let of = |one: &&serde_json::Value| one["indicator"] == format!("indicators/{code}");
        let indicator = json["indicators"].as_array().unwrap().iter().find(of).unwrap();
        assert_eq!(
            (indicator["lambda"].as_f64(), indicator["shift"].as_f64()),
            (Some(lambda), Some(shift))
        );
        assert_eq!(indicator["pulled_up"].as_u64(), Some(0));
        let treated = figures.iter().map(|row| {
            let value: f64 = row[column].parse().unwrap();
            ((value + shift).powf(lambda) - 1.0) / lambda
        });
        let treated: Vec<f64> = treated.collect();
        let (least, most) = treated
            .iter()
            .fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(*x), b.max(*x)));
        let weight: f64 = book.row("framework", code)["weight"].parse().unwrap();
        for (row, value) in figures.iter().zip(&treated) {
            let points = 10.0 + 50.0 * (value - least) / (most - least);
            *scores.entry(row[0].as_str()).or_default() += weight * points;
        }
    }
    for (subject, score) in scores {
        let told: f64 = book.row("ranking", subject)["score"].parse().unwrap();
        assert!((told - score).abs() < 1e-6, "{subject}: {told} for {score}");
    }
}

#[test]
fn a_workbook_has_ties_and_is_in_chinese_for_chinese_readers() {
    let hub = hub();
    let book = Book::write(
        &hub,
        &[
            &CARRIED[..],
            &["--weight", "t-x=0", "--weight", "t-y=1", "--among", "Alpha,Beta"],
        ]
        .concat(),
    );
    assert_eq!(book.row("ranking", "things/alpha")["tied"], "false");
    let same = hub.file("same.csv", "事物,第一项（万元）\nBeta,5\n");
    let submit = ["report", "submit", &same, "-o", "json", "--as", "li"];
    let filed = hub.say(&[&submit[..], &["--department", "office", "--period", "2024"]].concat());
    let report = filed.ok().json()["reports"][0]["report"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    hub.say(&["report", "approve", &report, "--as", "wang"]).ok();
    let only = [
        "--weight",
        "t-x=1",
        "--weight",
        "t-y=0",
        "--among",
        "Alpha,Beta",
        "--lang",
        "zh",
    ];
    let book = Book::write(&hub, &[&CARRIED[..], &only].concat());
    let alpha = book.row("排名", "things/alpha");
    assert_eq!((alpha["并列"].as_str(), alpha["说明"].as_str()), ("true", "并列"));
    assert_eq!(book.rows("图例")[0][0], "carried");
}

#[test]
fn every_analysis_is_written_beside_the_tables() {
    let hub = human_development::hub();
    let rank = ["rank", "-f", "hdi"];
    let tables = [
        "ranking",
        "contributions",
        "normalised",
        "framework",
        "methods",
        "manifest",
    ];
    let uncertainty = ["--uncertainty", "--draws", "50", "--seed", "7"];
    let book = Book::write(&hub, &[&rank[..], &uncertainty].concat());
    assert_eq!(book.rows("uncertainty").len(), 18);
    assert_eq!(book.rows("chance to be above").len(), 18);
    let manifest = book.rows("manifest").concat().join("\n");
    assert!(
        manifest.contains("evaluation.result_digest") && manifest.contains("uncertainty.simulation"),
        "{manifest}"
    );
    let notes = book.rows("notes").concat().join("\n");
    for part in ["50 draws; uncertain: weights", "50 draws are too few"] {
        assert!(notes.contains(part), "{part}: {notes}");
    }

    let sensitivity = ["--sensitivity", "--base", "20", "-n", "2"];
    let book = Book::write(&hub, &[&rank[..], &sensitivity].concat());
    assert!(tables.iter().all(|sheet| !book.rows(sheet).is_empty()));
    let rows = book.rows("sensitivity");
    assert_eq!(rows.len(), 1 + 18, "all of them, whatever the screen shows");
    let norway = book.row("sensitivity", "countries/nor");
    assert!(norway.contains_key("total_q95.weights"), "{norway:?}");
    let manifest = book.rows("manifest").concat().join("\n");
    assert!(manifest.contains("sensitivity.simulation"), "{manifest}");

    let additive = hub.file("additive.toml", "aggregation = { method = \"arithmetic\" }\n");
    let stability = ["--stability", "--what-if", &additive, "--swap", "中国", "巴西"];
    let book = Book::write(&hub, &[&rank[..], &stability].concat());
    assert!(tables.iter().all(|sheet| !book.rows(sheet).is_empty()));
    let income = book.row("stability", "income");
    assert!(income["weight"].parse::<f64>().unwrap() > 0.3, "{income:?}");
    let swaps = book.rows("swaps");
    assert!(
        swaps
            .iter()
            .all(|row| row[0] == "countries/chn" && row[2] == "true" && row[4].starts_with("indicators/")),
        "{swaps:?}"
    );
}
