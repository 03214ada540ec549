//! How sure ranks are, what moves them, how far weights may move, on the human development pack.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use start::human_development::hub;

/// Countries of the pack.
const COUNTRIES: usize = 18;

#[test]
fn uncertainty_is_shown_replayed_and_bounded() {
    let hub = hub();
    let asked = [
        "rank",
        "--framework",
        "hdi",
        "--fresh",
        "--uncertainty",
        "--draws",
        "200",
        "--seed",
        "7",
    ];
    let table = hub.say(&asked).ok();
    assert!(
        table.out.contains('●') && table.out.contains("200 draws"),
        "{}",
        table.out
    );
    let json = hub.say(&[&asked[..], &["-o", "json"]].concat()).ok();
    let found = json.json();
    assert_eq!(
        (found["draws"].as_u64(), found["factors"][0].as_str()),
        (Some(200), Some("weights"))
    );
    let file = hub.file("uncertainty.json", &json.out);
    hub.say(&["replay", &file]).ok();
    let mut changed = json.json();
    changed["subjects"][0]["median"] = 3.5.into();
    let file = hub.file("changed.json", changed.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    assert_eq!(differs.json()["differences"][0]["about"], "subjects[0].median");
    let refused = hub.say(&[
        "rank",
        "--framework",
        "hdi",
        "--uncertainty",
        "--draws",
        "10000000",
    ]);
    assert!(
        refused.code == 65 && refused.err.contains("1000000"),
        "{refused:#?}"
    );
    for meaningless in [
        &["--uncertainty"][..],
        &["--sensitivity"],
        &["--stability"],
        &["--weight", "x=1"],
        &["--draws", "5"],
        &["--place", "2"],
    ] {
        let said = hub.say(&[&["rank", "gni-per-capita"][..], meaningless].concat());
        assert_eq!(said.code, 2, "an indicator has none of it: {said:#?}");
    }
}

#[test]
fn what_moves_ranks_and_how_far_weights_may_move_is_shown() {
    let hub = hub();
    let asked = [
        "rank",
        "--framework",
        "hdi",
        "--fresh",
        "--sensitivity",
        "--base",
        "20",
    ];
    let json = hub
        .say(&[&asked[..], &["--seed", "7", "-o", "json"]].concat())
        .ok();
    let found = json.json();
    let factors = found["overall"].as_array().unwrap();
    let simulation = &found["manifest"]["simulation"]["analysis"]["sensitivity"];
    assert_eq!(
        (simulation["base"].as_u64(), simulation["seed"].as_u64()),
        (Some(20), Some(7)),
        "{found:#}"
    );
    assert_eq!(
        found["evaluations"].as_u64(),
        Some(20 * (factors.len() as u64 + 2))
    );
    assert_eq!(found["subjects"].as_array().unwrap().len(), COUNTRIES);
    let file = hub.file("sensitivity.json", &json.out);
    hub.say(&["replay", &file]).ok();
    let mut changed = json.json();
    changed["subjects"][0]["shares"][0]["total"]["value"] = 3.5.into();
    let file = hub.file("changed.json", changed.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    assert_eq!(
        differs.json()["differences"][0]["about"],
        "subjects[0].shares[0].total[value]"
    );
    let table = hub
        .say(&[&asked[..], &["--lang", "zh", "-n", "2"]].concat())
        .ok()
        .out;
    assert!(
        table.contains("整个排名") && table.contains("挪威") && !table.contains("尼日尔"),
        "{table}"
    );

    let asked = [
        "rank",
        "--framework",
        "hdi",
        "--fresh",
        "--stability",
        "--place",
        "15",
    ];
    let swap = ["--swap", "中国", "巴西"];
    let found = hub.say(&[&asked[..], &["-o", "json"]].concat()).ok().json();
    assert_eq!(
        (found["subject"].as_str(), found["rank"].as_f64()),
        (Some("countries/chn"), Some(15.0))
    );
    // The index is a geometric mean: its weights have intervals, but no straight way to a tie.
    let refused = hub.say(&[&asked[..], &swap].concat());
    assert!(
        refused.code == 1
            && refused.err.contains("arithmetic")
            && refused.err.contains("next: leave --swap out"),
        "{refused:#?}"
    );
    let intervals = found["intervals"].as_array().unwrap();
    let income = intervals.iter().find(|one| one["component"] == "income").unwrap();
    let high = income["high"].as_f64().unwrap();
    assert!(income["high_meets"].as_str().is_some(), "{found:#}");
    // Beside two others of weight 1.
    let rank_at = |share: f64| {
        let weight = format!("income={}", 2.0 * share / (1.0 - share));
        let others = ["-f", "hdi", "--weight", &weight, "-o", "json"];
        let found = hub.say(&[&["rank"][..], &others].concat()).ok().json();
        let ranked = found["ranked"].as_array().unwrap().clone();
        let china = ranked
            .iter()
            .find(|row| row["subject"] == "countries/chn")
            .unwrap();
        china["rank"].as_f64()
    };
    assert_eq!(rank_at(high - 1e-6), Some(15.0));
    assert_ne!(rank_at(high + 1e-6), Some(15.0));
    let table = hub.say(&asked).ok().out;
    assert!(
        table.contains("keeps rank 15") && table.contains("3 decimals"),
        "{table}"
    );
    let additive = hub.file("additive.toml", "aggregation = { method = \"arithmetic\" }\n");
    let what_if = ["--what-if", &additive, "--lang", "zh"];
    let table = hub.say(&[&asked[..], &swap, &what_if].concat()).ok().out;
    assert!(table.contains("中国与巴西"), "{table}");
    let csv = hub.say(&[&asked[..], &["-o", "csv"]].concat()).ok().out;
    let head = csv.lines().next().unwrap();
    assert!(head.starts_with("aggregate,aggregate_name,component"), "{head}");
}

/// A number that would mean another, and what has no place beside it, are told before any hub is asked.
#[test]
fn what_is_asked_of_an_analysis_means_what_it_says() {
    let rank = ["rank", "--framework", "hdi"];
    for (asked, told) in [
        (&["--uncertainty", "--draws", "0"][..], "1.."),
        (&["--uncertainty", "--top", "0"], "1.."),
        (&["--sensitivity", "--base", "0"], "1.."),
        (&["--stability", "--seed", "7"], "--seed"),
        (&["--stability", "--seed", "7"], "cannot be used with"),
        (&["--workbook", "x.csv"], ".xlsx"),
    ] {
        let refused = start::say(start::zhibiao().args(rank).args(asked));
        assert!(
            refused.code == 2 && refused.err.contains(told),
            "{asked:?}: {told}: {refused:#?}"
        );
    }
    assert!(!std::path::Path::new("x.csv").exists());
}
