//! Composite indices from the command line, on the human development pack: its published table is what has to come out.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use std::path::Path;

use serde_json::Value;
use start::{Hub, say, zhibiao};

/// Human Development Report 2020, table 1: rank within the pack and index of 2019.
const PUBLISHED: [(&str, f64); 18] = [
    ("nor", 0.957),
    ("irl", 0.955),
    ("che", 0.955),
    ("isl", 0.949),
    ("deu", 0.947),
    ("swe", 0.945),
    ("aus", 0.944),
    ("nld", 0.944),
    ("dnk", 0.940),
    ("sgp", 0.938),
    ("usa", 0.926),
    ("jpn", 0.919),
    ("rus", 0.824),
    ("bra", 0.765),
    ("chn", 0.761),
    ("zaf", 0.709),
    ("ind", 0.645),
    ("ner", 0.394),
];

fn pack() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/human-development");
    folder.to_str().unwrap().to_owned()
}

/// A hub with the pack and its report.
fn hub() -> Hub {
    let hub = Hub::empty();
    let pack = pack();
    hub.say(&["pack", "apply", &pack]).ok();
    let file = format!("{pack}/reports/hdr-2020.csv");
    let department = ["--department", "human-development", "--period", "2019"];
    let submit = ["report", "submit", &file, "-o", "json", "--as", "li"];
    let filed = hub.say(&[&submit[..], &department].concat()).ok().json();
    let report = filed["reports"][0]["report"]["name"].as_str().unwrap();
    hub.say(&["report", "approve", report, "--as", "wang"]).ok();
    hub
}

#[test]
fn the_published_index_comes_out() {
    let hub = hub();
    let rank = hub
        .say(&["rank", "--framework", "hdi", "--fresh", "-o", "json"])
        .ok()
        .json();
    let ranked = rank["ranked"].as_array().unwrap();
    assert_eq!(
        (ranked.len(), rank["period"].as_str()),
        (PUBLISHED.len(), Some("2019"))
    );
    for (code, published) in PUBLISHED {
        let name = format!("countries/{code}");
        let row = ranked.iter().find(|row| row["subject"] == name.as_str()).unwrap();
        let index = (row["score"].as_f64().unwrap() * 1e3).round() / 1e3;
        // The table's figures are rounded, those that the report computed with are not.
        assert!(
            (index - published).abs() < 1.5e-3,
            "{code}: {index} is not {published}"
        );
    }
    let order: Vec<&str> = ranked
        .iter()
        .map(|row| row["subject"].as_str().unwrap())
        .collect();
    let apart = |code: &&(&str, f64)| !["irl", "che", "aus", "nld", "isl"].contains(&code.0);
    for (code, _) in PUBLISHED.iter().filter(apart) {
        let place = PUBLISHED.iter().position(|one| one.0 == *code);
        let found = order.iter().position(|name| name.ends_with(code));
        assert_eq!(found, place, "{code} stands elsewhere: {order:?}");
    }
    let table = hub
        .say(&["rank", "--framework", "人类发展指数", "--lang", "zh", "-n", "2"])
        .ok()
        .out;
    assert!(table.contains("挪威") && table.contains("1 健康"), "{table}");
    assert!(!table.contains("尼日尔"), "two rows were asked for:\n{table}");
    let csv = hub.say(&["rank", "--framework", "hdi", "-o", "csv"]).ok().out;
    let head = csv.lines().next().unwrap();
    assert!(head.starts_with("rank,subject,name,score,score.health"), "{head}");
    assert!(head.ends_with("contribution.gni-per-capita"), "{head}");
}

#[test]
fn a_ranking_by_a_framework_is_followed() {
    let hub = hub();
    let rank = ["rank", "--framework", "hdi", "--fresh", "-o", "json"];
    let once = hub.say(&rank).ok().json();
    let watched = hub
        .say(&[&rank[..], &["--watch", "--count", "1"]].concat())
        .ok()
        .out;
    assert_eq!(watched.trim_end().lines().count(), 1, "{watched}");
    let told: Value = serde_json::from_str(&watched).unwrap();
    assert_eq!(told, once);
    let table = hub
        .say(&["rank", "--framework", "hdi", "-n", "2", "--watch", "--count", "1"])
        .ok();
    assert!(
        table.out.contains("Norway") && !table.out.contains("Niger"),
        "{table:#?}"
    );
}

#[test]
fn a_result_is_replayed_from_the_file_it_was_written_to() {
    let hub = hub();
    let what_if = [
        "rank",
        "--framework",
        "hdi",
        "--weight",
        "income=0.1",
        "--fresh",
        "-o",
        "json",
    ];
    let written = hub.say(&what_if).ok().out;
    let file = hub.file("result.json", &written);
    let again = hub.say(&["replay", &file]).ok();
    assert!(again.out.contains("bit for bit"), "{}", again.out);
    let mut other: Value = serde_json::from_str(&written).unwrap();
    other["ranked"][0]["score"] = 0.5.into();
    other["manifest"]["result_digest"] = "00".repeat(32).into();
    let file = hub.file("other.json", other.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    let reasons: Vec<Value> = differs.json()["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["reason"].clone())
        .collect();
    assert_eq!(reasons, ["RESULT", "SCORE"]);
    let mut weight: Value = serde_json::from_str(&written).unwrap();
    weight["indicators"][0]["weight"] = 0.9.into();
    weight["ranked"][1]["scores"]["health"] = 0.5.into();
    weight["ranked"][1]["contributions"]["indicators/life-expectancy"] = 0.5.into();
    let file = hub.file("weight.json", weight.to_string());
    let differs = hub.say(&["replay", &file, "-o", "json"]);
    assert_eq!(differs.code, 1, "{differs:#?}");
    let differs = differs.json();
    assert_eq!(differs["identical"], false);
    let places: Vec<&Value> = differs["differences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["about"])
        .collect();
    assert_eq!(
        places,
        [
            "indicators[0].weight",
            "ranked[1].contributions[indicators/life-expectancy]",
            "ranked[1].scores[health]"
        ]
    );
    let manifest = hub.file("manifest.json", other["manifest"].to_string());
    assert_eq!(hub.say(&["replay", &manifest]).code, 1);
    let broken = hub.file("broken.json", "{}");
    let broken = hub.say(&["replay", &broken]);
    assert_eq!(broken.code, 65);
    assert!(!broken.err.contains(":0:"), "{broken:#?}");
}

#[test]
fn uncertainty_is_shown_and_written_to_a_workbook() {
    let hub = hub();
    let book = hub.folder.path().join("hdi.xlsx").to_str().unwrap().to_owned();
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
    let table = hub.say(&[&asked[..], &["--workbook", &book]].concat()).ok();
    assert!(
        table.out.contains('●') && table.out.contains("200 draws"),
        "{}",
        table.out
    );
    let mut workbook = calamine::open_workbook_auto(&book).unwrap();
    let sheets = calamine::Reader::sheet_names(&workbook);
    for sheet in [
        "ranking",
        "uncertainty",
        "contributions",
        "normalised",
        "framework",
        "manifest",
    ] {
        assert!(sheets.iter().any(|name| name == sheet), "{sheet}: {sheets:?}");
    }
    let manifest = calamine::Reader::worksheet_range(&mut workbook, "manifest").unwrap();
    let text = format!("{manifest:?}");
    assert!(
        text.contains("evaluation.result_digest") && text.contains("uncertainty.simulation"),
        "{text}"
    );
    let ranking = calamine::Reader::worksheet_range(&mut workbook, "ranking").unwrap();
    assert_eq!(ranking.height(), 1 + PUBLISHED.len());
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
    assert_eq!(found["subjects"].as_array().unwrap().len(), PUBLISHED.len());
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
        refused.code == 1 && refused.err.contains("arithmetic"),
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

#[test]
fn ties_are_ranked_as_asked() {
    let hub = hub();
    let ranks = |ties: &str| -> Vec<f64> {
        let asked = ["rank", "-f", "hdi", "--fresh", "--ties", ties, "-o", "json"];
        let found = hub.say(&asked).ok().json();
        let ranked = found["ranked"].as_array().unwrap().clone();
        ranked.iter().map(|row| row["rank"].as_f64().unwrap()).collect()
    };
    let standard = ranks("standard");
    let tied = standard.windows(2).position(|pair| pair[0] == pair[1]).unwrap();
    assert_eq!(ranks("average")[tied], standard[tied] + 0.5);
    let mut distinct = standard.clone();
    distinct.dedup();
    assert_eq!(ranks("dense").last(), Some(&(distinct.len() as f64)));
}

#[test]
fn gaps_are_explained_and_targets_solved() {
    let hub = hub();
    let explain = hub
        .say(&[
            "explain", "中国", "--than", "巴西", "-f", "hdi", "--fresh", "-o", "json",
        ])
        .ok()
        .json();
    let parts = explain["parts"].as_array().unwrap();
    let sum: f64 = parts.iter().map(|part| part["part"].as_f64().unwrap()).sum();
    let difference = explain["score"].as_f64().unwrap() - explain["other_score"].as_f64().unwrap();
    assert!((sum - difference).abs() < 1e-9, "{explain:#}");
    let table = hub
        .say(&["explain", "中国", "--than", "巴西", "-f", "hdi"])
        .ok()
        .out;
    assert!(table.contains("Shapley"), "{table}");
    assert_eq!(
        hub.say(&["explain", "中国", "-f", "hdi"]).code,
        2,
        "with what it is compared has to be said"
    );
    let solve = hub
        .say(&["solve", "中国", "--rank", "14", "-f", "hdi", "-o", "json"])
        .ok()
        .json();
    let first = &solve["solutions"][0];
    assert_eq!(
        (solve["rank"].as_f64(), first["outcome"].as_str()),
        (Some(15.0), Some("reached"))
    );
    let unknown = hub.say(&["solve", "中国", "--rank", "14", "-f", "hd"]);
    assert!(unknown.code == 66 && unknown.err.contains("hdi"), "{unknown:#?}");
    let audit = hub.say(&["audit", "-f", "hdi", "--all", "-o", "json"]);
    assert!(
        audit.code <= 1 && audit.json()["checks"].as_array().unwrap().len() > 10,
        "{audit:#?}"
    );
}

#[test]
fn frameworks_are_checked_applied_listed_and_shown() {
    let file = format!("{}/frameworks/hdi.toml", pack());
    let checked = say(zhibiao().args(["framework", "check", &file])).ok();
    assert!(checked.out.contains("4 indicators"), "{}", checked.out);
    let hub = hub();
    let broken = hub.file(
        "broken.toml",
        "id = \"x\"\naggregates = [{ id = \"a\", parent = \"b\" }]\nindicators = []\n",
    );
    let refused = say(zhibiao().args(["framework", "check", &broken]));
    assert!(
        refused.code == 65 && refused.err.contains("aggregates[a]"),
        "{refused:#?}"
    );
    // What the hub shows is what can be applied again, to the same effect.
    let toml = hub
        .say(&["framework", "show", "hdi", "--toml", "--fresh"])
        .ok()
        .out;
    let file = hub.file("shown.toml", &toml);
    let again = hub.say(&["framework", "apply", &file]).ok().out;
    assert!(again.contains("nothing changes"), "{again}\n{toml}");
    let heavier = hub.file("heavier.toml", toml.replace("weight = 1.0", "weight = 2.0"));
    let dry = hub.say(&["framework", "apply", &heavier, "--dry-run"]).ok().out;
    assert!(dry.contains("would add 0, change 1"), "{dry}");
    hub.say(&["framework", "apply", &heavier]).ok();
    let list = hub
        .say(&["framework", "list", "--fresh", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        (list[0]["framework"].as_str(), list[0]["version"].as_u64()),
        (Some("frameworks/hdi"), Some(2))
    );
    let shown = hub.say(&["framework", "show", "hdi", "--fresh"]).ok().out;
    assert!(
        shown.contains("Life expectancy at birth") && shown.contains("33.3%"),
        "{shown}"
    );
}
