//! Indices that can't be computed as they are asked for, from the command line: everything wrong is told, with what to do.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use std::{fs, path::Path};

use serde_json::Value;
use start::Hub;

/// As they are, under a geometric mean.
const PLAIN: &str = r#"
id = "plain"
names = { zh = "原值", en = "As it is" }
peers = "countries"
normalise = { method = "as_is" }

[[aggregates]]
id = "index"
aggregation = { method = "geometric" }

[[aggregates]]
id = "years"
parent = "index"
weighting = { method = "entropy" }

[[indicators]]
code = "expected-schooling"
parent = "years"

[[indicators]]
code = "mean-schooling"
parent = "years"

[[indicators]]
code = "gni-per-capita"
parent = "index"

[uncertainty]
leave_out = 0.5
"#;

/// Switzerland's income is negative, Ireland lacks a figure of schooling.
const FIGURES: &str = "国家,预期受教育年限（年）,平均受教育年限（年）,人均国民总收入（美元）
挪威,18.1,12.9,66494
爱尔兰,18.7,,68371
瑞士,16.3,13.4,-5
德国,17.0,14.2,55314
";

/// A hub with the pack, whose incomes may be negative, and the framework.
fn hub() -> Hub {
    let hub = Hub::empty();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/packs/human-development");
    let pack = hub.folder.path().join("pack");
    fs::create_dir_all(pack.join("frameworks")).unwrap();
    for file in ["departments.csv", "kinds.csv", "peer_groups.csv", "subjects.csv"] {
        fs::copy(from.join(file), pack.join(file)).unwrap();
    }
    let indicators = fs::read_to_string(from.join("indicators.csv")).unwrap();
    let unbounded = indicators.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if cells[0] == "gni-per-capita" {
            (cells[10], cells[11]) = ("", "");
        }
        cells.join(",")
    });
    fs::write(
        pack.join("indicators.csv"),
        unbounded.collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    let about = "[pack]\nid = \"small\"\nversion = \"1.0.0\"\nname_zh = \"小\"\nname_en = \"Small\"\n";
    fs::write(pack.join("pack.toml"), about).unwrap();
    fs::write(pack.join("frameworks/plain.toml"), PLAIN).unwrap();
    hub.say(&["pack", "apply", pack.to_str().unwrap()]).ok();
    let figures = hub.file("figures.csv", FIGURES);
    let check = ["report", "check", &figures, "--period", "2019", "--lang", "zh"];
    let checked = hub.say(&[&check[..], &["--as", "li", "--department", "human-development"]].concat());
    assert!(checked.out.contains("宽表，行为对象，列为指标"), "{checked:#?}");
    let filed = hub
        .say(&[
            "report",
            "submit",
            &figures,
            "-o",
            "json",
            "--as",
            "li",
            "--department",
            "human-development",
            "--period",
            "2019",
        ])
        .ok()
        .json();
    let report = filed["reports"][0]["report"]["name"].as_str().unwrap();
    hub.say(&["report", "approve", report, "--as", "wang"]).ok();
    hub
}

fn places(error: &Value) -> Vec<(&str, &str)> {
    let places = error["error"]["places"].as_array().unwrap();
    places
        .iter()
        .map(|one| (one["where"].as_str().unwrap(), one["what"].as_str().unwrap()))
        .collect()
}

#[test]
fn who_has_no_score_is_told_in_every_form() {
    let hub = hub();
    let rank = ["rank", "-f", "plain", "--fresh"];
    let say = |more: &[&str]| hub.say(&[&rank[..], more].concat());
    let table = say(&[]).ok().out;
    assert!(
        table.contains("no score (1): Switzerland (Gross national income per capita -5)"),
        "{table}"
    );
    let note = "note, index: Gross national income per capita is negative for 1 (Switzerland (-5))";
    assert!(
        table.contains(note) && table.contains("take another aggregation"),
        "{table}"
    );
    assert!(table.contains("1 missing"), "{table}");
    let chinese = say(&["--lang", "zh"]).ok().out;
    assert!(
        chinese.contains("为负") && chinese.contains("缺 1 项"),
        "{chinese}"
    );

    let json = say(&["-o", "json"]).ok().json();
    let mut unscored = json["unscored"].as_array().unwrap().iter();
    let unscored = unscored.find(|one| one["reason"] == "NO_SCORE").unwrap();
    assert_eq!(
        (
            unscored["subject"].as_str(),
            unscored["component"].as_str(),
            unscored["value"].as_f64()
        ),
        (Some("countries/che"), Some("gni-per-capita"), Some(-5.0))
    );
    assert!(unscored.get("available").is_none(), "{unscored}");
    let mut ranked = json["ranked"].as_array().unwrap().iter();
    let ireland = ranked.find(|row| row["subject"] == "countries/irl").unwrap();
    assert_eq!(ireland["missing"][0], "indicators/mean-schooling");

    let csv = say(&["-o", "csv"]).ok();
    let mut lines = csv.out.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert!(!head.contains(&"rank_change"), "nothing is compared: {head:?}");
    let at = |key: &str| head.iter().position(|one| *one == key).unwrap();
    let row = lines.find(|line| line.contains("countries/che")).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    assert_eq!(
        (cells[at("rank")], cells[at("reason")]),
        ("", "NO_SCORE"),
        "{row}"
    );
    assert!(row.contains("`gni-per-capita` is -5"), "{row}");
    assert!(csv.err.contains("note, index:"), "{}", csv.err);

    let uncertain = say(&["--uncertainty", "--draws", "50", "-o", "csv"]).ok().out;
    let head = uncertain.lines().next().unwrap();
    assert!(
        !head.contains("interval") && head.ends_with("remarks,reason,message"),
        "{head}"
    );
    let row = |name: &str| uncertain.lines().find(|line| line.contains(name)).unwrap();
    assert!(row("countries/irl").contains("missing=1"), "{uncertain}");
    assert!(row("countries/che").contains("NO_SCORE"), "{uncertain}");

    let explained = hub.say(&["explain", "瑞士", "--than", "挪威", "-f", "plain"]);
    assert!(
        explained.err.contains("`gni-per-capita` is -5"),
        "{}",
        explained.err
    );
}

#[test]
fn what_is_wrong_beside_a_name_is_told_with_it() {
    let hub = hub();
    let refused = hub.say(&[
        "rank",
        "-f",
        "plain",
        "--peers",
        "xx",
        "--period",
        "zz",
        "--weight",
        "foo=1",
        "--weight",
        "years=nan",
        "--carry",
        "99",
        "-o",
        "json",
    ]);
    let error: Value = serde_json::from_str(refused.err.trim()).unwrap();
    let found: Vec<&str> = places(&error).into_iter().map(|(at, _)| at).collect();
    assert_eq!(found.len(), 5, "{error}");
    for place in [
        "xx",
        "--period",
        "--carry",
        "weights[foo]",
        "aggregates[years].weight",
    ] {
        assert!(found.contains(&place), "{place}: not among {found:?}");
    }
    let draws = ["--uncertainty", "--draws", "10000000"];
    let wrong = ["rank", "-f", "plain", "--period", "zz", "-o", "json"];
    let both = hub.say(&[&wrong[..], &draws].concat());
    let error: Value = serde_json::from_str(both.err.trim()).unwrap();
    let found: Vec<&str> = places(&error).into_iter().map(|(at, _)| at).collect();
    assert_eq!(found, ["query.period", "parameters.draws"], "{error}");
    let twice = hub.say(&[
        "rank", "-f", "plain", "--weight", "years=1", "--weight", "years=2",
    ]);
    assert!(twice.err.contains("given twice for years"), "{}", twice.err);
}

#[test]
fn nobody_to_rank_is_told_with_what_to_do_and_audited() {
    let hub = hub();
    let refused = hub.say(&["rank", "-f", "plain", "--period", "2015", "--fresh", "-o", "json"]);
    let error: Value = serde_json::from_str(refused.err.trim()).unwrap();
    assert!(
        error["error"]["next"].as_str().unwrap().contains("--carry"),
        "{error}"
    );
    let norway = places(&error)
        .into_iter()
        .find(|(at, _)| *at == "countries/nor")
        .unwrap();
    assert!(norway.1.starts_with("Norway has no figure"), "{norway:?}");
    let chinese = hub.say(&["rank", "-f", "plain", "--period", "2015", "--lang", "zh"]);
    assert!(
        chinese.err.contains("挪威 没有“index”的任何数据"),
        "{}",
        chinese.err
    );
    let audit = hub.say(&["audit", "-f", "plain", "--period", "2015", "--lang", "zh"]);
    assert_eq!(audit.code, 1, "an index that fails a check: {audit:#?}");
    assert!(audit.out.contains("已知数据不足 65 %"), "{}", audit.out);
}

#[test]
fn a_framework_is_shown_with_its_methods_and_no_share_that_is_not_known() {
    let hub = hub();
    let shown = hub.say(&["framework", "show", "plain", "--fresh"]).ok().out;
    for part in [
        "version 1",
        "normalise as_is",
        "entropy (scale none), arithmetic",
        "geometric",
    ] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    for part in ["uncertainty.leave_out: 0.5", "ties: standard", "peers: countries"] {
        assert!(shown.contains(part), "{part}:\n{shown}");
    }
    let csv = hub.say(&["framework", "show", "plain", "-o", "csv"]).ok().out;
    for part in ["setting,,,uncertainty.leave_out,,,,,0.5,", "indicator,,", ",up,"] {
        assert!(csv.contains(part), "{part}:\n{csv}");
    }
    let row = |name: &str| shown.lines().find(|line| line.contains(name)).unwrap();
    // Entropy reads these weights off the figures; that of income is given.
    assert!(!row("mean-schooling").contains('%'), "{shown}");
    assert!(row("gni-per-capita").contains("50%"), "{shown}");
}

#[test]
fn a_workbook_is_no_manifest() {
    let hub = hub();
    let workbook = hub.file("plain.xlsx", "");
    hub.say(&["rank", "-f", "plain", "--fresh", "--workbook", &workbook])
        .ok();
    let refused = hub.say(&["replay", &workbook]);
    assert_eq!(refused.code, 65, "{refused:#?}");
    assert!(
        refused.err.contains("a workbook is not read back") && refused.err.contains("--output json"),
        "{}",
        refused.err
    );
}

/// A framework whose given weights nothing reads.
const UNREAD: &str = r#"
id = "unread"
names = { zh = "未用权重", en = "Unread" }
peers = "countries"

[[aggregates]]
id = "index"
names = { zh = "总指数", en = "The index" }
weighting = { method = "equal" }

[[indicators]]
code = "expected-schooling"
parent = "index"
weight = 3
denominator = { by = "mean-schooling" }

[[indicators]]
code = "gni-per-capita"
parent = "index"
"#;

#[test]
fn weights_that_nothing_reads_are_told_when_a_framework_is_checked_and_applied() {
    let hub = hub();
    let file = hub.file("unread.toml", UNREAD);
    let commands: [&[&str]; 3] = [
        &["framework", "check", &file],
        &["framework", "apply", &file, "--dry-run"],
        &["framework", "apply", &file],
    ];
    for command in commands {
        let say = |more: &[&str]| hub.say(&[command, more].concat()).ok();
        let table = say(&[]).out;
        assert!(
            table.contains("note, The index: the weighting does not read the weights that are given to `expected-schooling`"),
            "{table}"
        );
        let chinese = say(&["--lang", "zh"]).out;
        assert!(
            chinese.contains("注意，总指数：赋权方法不采用所给权重"),
            "{chinese}"
        );
        let json = say(&["-o", "json"]).json();
        assert_eq!(json["warnings"][0]["reason"], "WEIGHTS_UNREAD", "{json}");
        assert_eq!(json["warnings"][0]["about"], "index", "{json}");
    }
    // Who it happened to has a name, too, and it is said what to do.
    let table = hub.say(&["rank", "-f", "unread", "--fresh"]).ok().out;
    assert!(
        table.contains("the denominator is missing or zero for Ireland, who have no figure then: publish"),
        "{table}"
    );
    let chinese = hub
        .say(&["rank", "-f", "unread", "--fresh", "--lang", "zh"])
        .ok()
        .out;
    assert!(
        chinese.contains("分母缺失或为零，因而没有数据（爱尔兰）：请填报"),
        "{chinese}"
    );
}
