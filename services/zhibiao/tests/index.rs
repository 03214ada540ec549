//! Composite indices from the command line, on the human development pack: its published table is what has to come out.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use serde_json::Value;
use start::human_development::hub;

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
    let audit = hub.say(&["audit", "-f", "hdi", "--lang", "zh"]).out;
    assert!(audit.contains("教育") && !audit.contains("education"), "{audit}");
}

/// Between two moments of one period both sides have the same name and the same period.
#[test]
fn both_moments_of_a_gap_are_told() {
    let hub = hub();
    let ranking = hub
        .say(&["rank", "-f", "hdi", "--fresh", "-o", "json"])
        .ok()
        .json();
    let revision = ranking["revision"].to_string();
    let explain = |lang: &str| {
        let since = [
            "explain",
            "中国",
            "--since-moment",
            &revision,
            "-f",
            "hdi",
            "--fresh",
        ];
        hub.say(&[&since[..], &["--lang", lang]].concat()).ok().out
    };
    for (lang, moment) in [
        ("en", format!("2019 at revision {revision}")),
        ("zh", format!("2019（修订号 {revision}）")),
    ] {
        let told = explain(lang);
        assert_eq!(told.matches(&moment).count(), 2, "{moment}: {told}");
    }
}

/// A method that can't be read hides no weight, and a name that leads nowhere no limit.
#[test]
fn everything_wrong_with_a_question_is_told_at_once() {
    let hub = hub();
    let file = hub.file(
        "if.toml",
        "normalise = { method = \"rnk\" }\n[weights]\nfirst-unknown = 1\n",
    );
    let refused = hub.say(&[
        "rank",
        "-f",
        "hdi",
        "--what-if",
        &file,
        "--weight",
        "second-unknown=2",
    ]);
    assert_ne!(refused.code, 0, "{refused:#?}");
    for part in ["if.toml:1", "first-unknown", "second-unknown"] {
        assert!(refused.err.contains(part), "{part}: {}", refused.err);
    }
    let refused = hub.say(&[
        "solve",
        "中国",
        "--rank",
        "14",
        "-f",
        "hdi",
        "-i",
        "gni-per-capita,no-such-thing",
        "--limit",
        "life-expectancy=85",
    ]);
    assert_ne!(refused.code, 0, "{refused:#?}");
    for part in [
        "no-such-thing",
        "limits[life-expectancy]: `life-expectancy` may not move",
    ] {
        assert!(refused.err.contains(part), "{part}: {}", refused.err);
    }
}
