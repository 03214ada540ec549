//! The demo hub, and every command that reads from it.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use start::{Hub, say};

#[test]
fn the_demo_answers_every_command_and_a_second_start_changes_nothing() {
    let hub = Hub::demo();
    rankings(&hub);
    comparisons_and_series(&hub);
    searches_reports_and_exports(&hub);
    figures_read_from_prose(&hub);
    names_that_lead_nowhere(&hub);
    a_second_start(hub);
}

fn rankings(hub: &Hub) {
    let words = [
        "rank",
        "营业收入",
        "--period",
        "2024",
        "--against",
        "2023",
        "--peers",
        "火炬年鉴收录样本",
    ];
    let table = hub.say(&words).ok().out;
    for part in [
        "103,022.0926",
        "91,772.4957",
        "new",
        "not reported (1): Baoding High-tech Zone",
    ] {
        assert!(table.contains(part), "{part}:\n{table}");
    }
    let zh = hub.say(&[&words[..], &["--lang", "zh"]].concat()).ok().out;
    assert!(
        zh.contains("未报送（1）：保定高新区") && zh.contains("新入榜"),
        "{zh}"
    );
    let json = hub.say(&[&words[..], &["-o", "json"]].concat()).ok().json();
    assert_eq!(json["ranked"][0]["subject"], "zones/zhongguancun");
    assert_eq!(json["ranked"][0]["rank_change"], 0.0);
    assert_eq!(json["unranked"][0]["reason"], "NOT_REPORTED");
    assert_eq!(json["ranked_count"], 3);
    let csv = hub.say(&[&words[..], &["-o", "csv"]].concat()).ok().out;
    let head = "rank,subject,name,value,unit,qualifier,status,period,rank_change,baseline_value,remarks";
    assert_eq!(csv.lines().next(), Some(head));
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let by_code = hub
        .say(&[
            "rank",
            "indicators/revenue",
            "-p",
            "2024",
            "--among",
            "中关村,石家庄",
            "-o",
            "json",
        ])
        .ok();
    assert_eq!(by_code.json()["ranked_count"], 2, "{by_code:#?}");
}

fn comparisons_and_series(hub: &Hub) {
    let subjects = [
        "compare",
        "苏州工业园区",
        "zones/xian-htz",
        "-i",
        "gdp,地区生产总值增速",
        "-p",
        "2023",
    ];
    let json = hub.say(&[&subjects[..], &["-o", "json"]].concat()).ok().json();
    let cells = json["indicators"][0]["values"].as_array().unwrap();
    assert_eq!(cells[1]["value"], 3332.55);
    assert!((cells[1]["difference"].as_f64().unwrap() + 353.45).abs() < 1e-9);
    assert_eq!(
        cells[1]["source"],
        "西安高新区2023年地区生产总值及增速（报道数字）"
    );
    assert_eq!(
        json["indicators"][1]["values"][0]["missing_reason"],
        "NOT_REPORTED"
    );
    let table = hub.say(&subjects).ok().out;
    assert!(
        table.contains("-353.45") && table.contains("not reported"),
        "{table}"
    );
    let json = hub
        .say(&["series", "郑州高新区", "高新技术企业数", "-o", "json"])
        .ok()
        .json();
    assert_eq!(json["values"][0]["value"], 2008.0);
    assert_eq!(json["values"][0]["department"], "departments/public-sources");
    let vintages = hub
        .say(&[
            "series",
            "郑州高新区",
            "高新技术企业数",
            "--vintages",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(vintages["values"][0]["superseded_at"], 0);
    assert!(vintages["values"][0]["committed_at"].is_string());
}

fn searches_reports_and_exports(hub: &Hub) {
    let found = hub
        .say(&["indicators", "search", "营业收入", "-o", "json"])
        .ok()
        .json();
    assert_eq!(found["matches"][0]["indicator"], "indicators/revenue");
    let reports = hub.say(&["report", "list", "-o", "json"]).ok().json();
    let reports = reports["reports"].as_array().unwrap();
    assert_eq!(reports.len(), 8);
    assert!(
        reports
            .iter()
            .all(|report| report["state"] == "published" && report["errors"] == 0),
        "{reports:#?}"
    );
    let four_eyes = reports
        .iter()
        .find(|report| report["department"] == "departments/public-sources")
        .unwrap();
    assert_eq!(
        (&four_eyes["submitter"], &four_eyes["decided_by"]),
        (&"demo-reporter".into(), &"demo-approver".into())
    );
    let name = four_eyes["name"].as_str().unwrap();
    let entries = hub
        .say(&["report", "show", name, "--entries", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        entries["entries"].as_array().unwrap().len() as u64,
        four_eyes["entries"].as_u64().unwrap()
    );
    assert!(
        hub.say(&["report", "show", name])
            .ok()
            .out
            .contains("published at revision")
    );
    let sdmx = hub.say(&["export", "-i", "gdp"]).ok().out;
    assert!(
        sdmx.starts_with("STRUCTURE,") && sdmx.contains("zones/xian-htz,3332.55"),
        "{sdmx}"
    );
    let file = hub.file("out.jsonl", "");
    hub.say(&["export", "--output", "json", "--file", &file]).ok();
    let lines = std::fs::read_to_string(&file).unwrap();
    let summary = hub.say(&["summary", "-o", "json"]).ok().json();
    assert_eq!(
        lines.lines().count() as u64,
        summary["observations"].as_u64().unwrap()
    );
    let row: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert!(
        row["subject"].is_string() && row["report"].as_str().unwrap().starts_with("reports/"),
        "{row}"
    );
    assert_eq!(row["revision"], summary["revision"], "{row}");
    let gdp = hub.say(&["export", "-i", "gdp", "-o", "json"]).ok().out;
    assert!(
        gdp.lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["unit"] == "亿元"),
        "{gdp}"
    );
    assert_eq!(hub.say(&["export", "-i", "gdp", "-o", "csv"]).ok().out, sdmx);
    let watched = hub
        .say(&["watch", "--after", "0", "--count", "2", "-o", "json"])
        .ok()
        .out;
    let kinds: Vec<String> = watched
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["kind"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(kinds.first().map(String::as_str), Some("catalog"));
    assert!(
        kinds.len() > 10 && kinds[1..].iter().all(|kind| kind == "observations"),
        "{kinds:?}"
    );
}

/// Every figure of the article is published with its sentence; what the reader was unsure of was reviewed.
fn figures_read_from_prose(hub: &Hub) {
    let reports = hub.say(&["report", "list", "-o", "json"]).ok().json();
    let reports = reports["reports"].as_array().unwrap();
    let article = reports
        .iter()
        .find(|report| report["file_name"] == "article-2024-04.txt")
        .unwrap();
    let name = article["name"].as_str().unwrap();
    let shown = hub
        .say(&["report", "show", name, "--entries", "-o", "json"])
        .ok()
        .json();
    let entries = shown["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 46);
    let is_whole = |entry: &serde_json::Value| {
        let said = entry["sentence"].as_str().unwrap();
        entry["state"] == "published" && !said.is_empty()
    };
    assert!(entries.iter().all(is_whole), "{entries:#?}");
    let of = |words: &str| {
        let says = |entry: &&serde_json::Value| entry["value_text"].as_str().unwrap().starts_with(words);
        entries.iter().find(says).unwrap()
    };
    let read = of("553");
    assert_eq!(read["indicator"], "indicators/base-stations-5g");
    assert_eq!(read["subject"], "zones/zhaoqing-htz");
    assert_eq!(read["reviewed_by"], "");
    let reviewed = of("276");
    assert_eq!(reviewed["indicator"], "indicators/data-interfaces");
    assert_eq!(reviewed["subject"], "platforms/zhaoqing-big-data");
    assert_eq!(reviewed["reviewed_by"], "demo-reporter");
    let table = hub.say(&["report", "show", name, "--entries"]).ok().out;
    // Han characters and full-width marks take two columns.
    let columns = |c| if c > '\u{2e7f}' { 2 } else { 1 };
    let widest = table.lines().map(|line| line.chars().map(columns).sum::<usize>());
    assert!(widest.max().unwrap() <= 120, "{table}");
    let number = read["entry"].to_string();
    let behind = ["report", "show", name, "--entry", &number];
    let json = hub.say(&[&behind[..], &["-o", "json"]].concat()).ok().json();
    assert_eq!(json["text"]["quoted"], read["sentence"], "{json:#}");
    assert_eq!(json["text"]["number"], read["number"]);
    let table = hub.say(&behind).ok().out;
    assert!(table.contains("«553»") && table.contains('【'), "{table}");
    let series = hub
        .say(&[
            "series",
            "肇庆高新区大数据平台",
            "对接市级以上及其他数据资源接口数",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(series["values"][0]["value"], 276.0, "{series:#}");
}

fn names_that_lead_nowhere(hub: &Hub) {
    let said = hub.say(&["compare", "肇庆高新", "不存在的园区", "-i", "营业收人"]);
    assert_eq!(said.code, 66, "{said:#?}");
    assert!(
        said.err.contains("肇庆高新区 (zones/zhaoqing-htz)"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("(indicators/revenue)"),
        "every name is told at once: {}",
        said.err
    );
    let said = hub.say(&["rank", "gdp", "--peers", "nobody"]);
    assert_eq!(said.code, 66);
    assert!(said.err.contains("national-htz"), "{}", said.err);
    let said = hub.say(&["report", "show", "01ARZ3NDEKTSV4RRFFQ69G5FAV"]);
    assert_eq!(said.code, 66, "{said:#?}");
    let said = hub.say(&["rank", "gdp", "--period", "2023-13"]);
    assert_eq!(said.code, 65, "{said:#?}");
    assert_eq!(said.err.matches("2023-13").count(), 1, "told once: {}", said.err);
    let said = hub.say(&["report", "show", "xx"]);
    let sentences: Vec<&str> = said
        .err
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(_, what)| what)
        .collect();
    assert_eq!(sentences.len(), 1, "told once: {}", said.err);
    let said = hub.say(&["report", "check", "x.csv", "-d", "nope"]);
    assert_eq!(said.code, 66, "{said:#?}");
    assert!(!said.err.contains("indicators search"), "{}", said.err);
    let said = hub.say(&["watch", "--after", "999999"]);
    assert_eq!(said.code, 65, "{said:#?}");
    assert!(said.err.contains("not there yet"), "{}", said.err);
    let said = hub.say(&["rank", "gdp", "--as-of", "999999"]);
    assert_eq!(said.code, 65, "{said:#?}");
}

fn a_second_start(hub: Hub) {
    let before = hub.say(&["summary", "-o", "json"]).ok().json();
    let (folder, status) = hub.terminate();
    assert_eq!(status.code(), Some(0));
    let mut hub = Hub::in_folder(folder, &["--demo"]);
    hub.wait_for_demo();
    let after = hub.say(&["summary", "-o", "json"]).ok().json();
    for field in ["revision", "observations", "past_observations", "store_id"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    assert_eq!(
        hub.say(&["report", "list", "-o", "json"]).ok().json()["reports"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    let taken = say(start::zhibiao()
        .args([
            "up",
            "--listen",
            hub.address.trim_start_matches("http://"),
            "--data",
        ])
        .arg(hub.folder.path().join("other")));
    assert_eq!(taken.code, 74, "the address is in use: {taken:#?}");
    let shared = say(start::zhibiao()
        .args(["up", "--listen", "127.0.0.1:0", "--data"])
        .arg(hub.folder.path().join("data")));
    assert_eq!(shared.code, 74, "the data folder is in use: {shared:#?}");
}

#[test]
fn what_the_demo_prints_can_be_typed() {
    let folder = tempfile::tempdir().unwrap();
    let address = folder.path().join("address");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_zhibiao"))
        .env_clear()
        .args([
            "up",
            "--demo",
            "--listen",
            "127.0.0.1:0",
            "--lang",
            "zh",
            "--address-file",
        ])
        .arg(&address)
        .arg("--data")
        .arg(folder.path().join("data"))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut lines = std::io::BufRead::lines(output).map(Result::unwrap);
    let greeting: Vec<String> = lines
        .by_ref()
        .take_while(|line| !line.contains("接下来可以试试"))
        .collect();
    assert!(
        greeting.iter().any(|line| line.contains("中关村")),
        "{greeting:#?}"
    );
    assert!(
        greeting
            .iter()
            .any(|line| line.contains("33个国家级创新平台、2008家")),
        "{greeting:#?}"
    );
    let mut sentences = greeting.iter().filter(|line| line.contains('←')).peekable();
    assert!(sentences.peek().is_some(), "{greeting:#?}");
    assert!(
        sentences.all(|line| line.trim_start().starts_with("郑州高新")),
        "each figure is somebody's: {greeting:#?}"
    );
    let commands: Vec<String> = lines.by_ref().take(7).collect();
    assert_eq!(std::fs::read_to_string(&address).unwrap().lines().count(), 1);
    for command in &commands {
        let said = say(assert_cmd::Command::new("sh").args(["-c", command]));
        assert_eq!(said.code, 0, "{command}: {said:#?}");
        assert!(said.out.lines().count() >= 2, "{command}: {}", said.out);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}
