//! Somebody's own file: draft, apply, check, submit, decide.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use rust_xlsxwriter::Workbook;
use start::Hub;

/// A workbook as an office makes it: a title over merged cells, units in the heads, a total, a note below.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("2024年").unwrap();
    sheet.write(0, 0, "各园区2024年主要指标").unwrap();
    for (column, head) in [
        "园区",
        "营业收入（万元）",
        "泊位利用率（%）",
        "港口吞吐量（万吨）",
    ]
    .iter()
    .enumerate()
    {
        sheet.write(1, column as u16, *head).unwrap();
    }
    let rows = [
        ("东港产业园", "1,200.5", 3.2, 40.0),
        ("西港产业园", "超800", 2.1, 35.5),
        ("合计", "2000.5", 5.3, 75.5),
    ];
    for (i, (name, revenue, ratio, cargo)) in (2..).zip(rows) {
        sheet.write(i, 0, name).unwrap();
        sheet.write(i, 1, revenue).unwrap();
        sheet.write(i, 2, ratio).unwrap();
        sheet.write(i, 3, cargo).unwrap();
    }
    sheet.write(6, 0, "注：数据为初步统计").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_file_of_one_s_own_is_in_the_hub_in_a_few_commands() {
    let hub = Hub::demo();
    let file = hub.file("mine.xlsx", workbook());
    let out = hub.folder.path().join("mine").to_str().unwrap().to_owned();
    let draft = hub
        .say(&[
            "pack",
            "draft",
            &file,
            "--out",
            &out,
            "-d",
            "港区管委会",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(draft["zones"], 2, "{draft:#}");
    assert_eq!(draft["known"], 1, "the hub has 营业收入 already: {draft:#}");
    hub.say(&["pack", "check", &out]).ok();
    let diff = hub.say(&["pack", "diff", &out, "-o", "json"]).ok().json();
    assert!(
        diff["changes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|change| change["action"] == "add"),
        "{diff:#}"
    );
    let applied = hub.say(&["pack", "apply", &out]).ok().out;
    assert!(applied.contains("zones/dong-gang-chan-ye-yuan"), "{applied}");
    assert!(
        hub.say(&["pack", "apply", &out])
            .ok()
            .out
            .contains("nothing changes")
    );
    let department = draft["department"].as_str().unwrap();
    let send = [file.as_str(), "--department", department, "--source", "港区年报"];
    let checked = hub.say(&[&["report", "check"], &send[..]].concat()).ok();
    assert!(checked.out.contains("0 errors"), "{}", checked.out);
    let filed = hub
        .say(&[&["report", "submit"], &send[..], &["-o", "json", "--as", "li"]].concat())
        .ok()
        .json();
    let report = &filed["reports"][0]["report"];
    assert_eq!(report["state"], "pending", "{filed:#}");
    let name = report["name"].as_str().unwrap();
    let own = hub.say(&["report", "approve", name, "--as", "li"]);
    assert_eq!(own.code, 77, "nobody approves what he filed: {own:#?}");
    assert!(own.err.contains("--as"), "{}", own.err);
    let approved = hub
        .say(&["report", "approve", name, "--as", "wang", "-o", "json"])
        .ok()
        .json();
    assert_eq!(approved["state"], "published");
    let peers = draft["peer_group"].as_str().unwrap();
    let ranking = hub
        .say(&["rank", "营业收入", "--peers", peers, "--fresh", "-p", "2024"])
        .ok()
        .out;
    assert!(
        ranking.contains("≥0.08"),
        "800万元 and more is kept in the hub's 亿元: {ranking}"
    );
    let cargo = hub
        .say(&["rank", "港口吞吐量", "--peers", peers, "--fresh", "-o", "json"])
        .ok()
        .json();
    assert_eq!(cargo["ranked"][0]["value"], 40.0);
    assert_eq!(cargo["ranked"][0]["names"]["zh"], "东港产业园");
    let late = hub.say(&["report", "withdraw", name, "--reason", "too late", "--as", "li"]);
    assert_eq!(late.code, 1, "what is published stays: {late:#?}");
}

/// Drafts a pack from a file, applies it, and checks the file as the draft says.
fn round_trip(hub: &Hub, name: &str, text: &str) -> serde_json::Value {
    let file = hub.file(&format!("{name}.csv"), text);
    let out = hub.folder.path().join(name).to_str().unwrap().to_owned();
    let draft = hub
        .say(&[
            "pack",
            "draft",
            &file,
            "--out",
            &out,
            "-d",
            "港区管委会",
            "-o",
            "json",
        ])
        .ok()
        .json();
    hub.say(&["pack", "apply", &out]).ok();
    let mut check = vec![
        "report",
        "check",
        &file,
        "-d",
        draft["department"].as_str().unwrap(),
    ];
    if let Some(zone) = draft["zone"].as_str() {
        check.extend(["--zone", zone]);
    }
    let said = hub.say(&check);
    assert!(
        said.code == 0 && said.out.contains("0 errors"),
        "{name}: {draft:#}\n{said:#?}"
    );
    draft
}

#[test]
fn a_file_checks_without_errors_against_the_hub_and_its_draft() {
    let hub = Hub::demo();
    let zones = "2023年主要指标\n园区,营业收入（万元）,码头订单（万元）\n东港产业园,1,2\n西港产业园,3,4\n";
    let draft = round_trip(&hub, "zones", zones);
    assert_eq!(
        (&draft["zones"], &draft["known_indicators"]),
        (&2.into(), &1.into())
    );
    let enterprises =
        "2023年重点企业,,\n,,单位：万元\n企业,订单金额,展会支出\n甲科技有限公司,1,2\n乙装备有限公司,3,4\n";
    let draft = round_trip(&hub, "enterprises", enterprises);
    assert_eq!(draft["subjects"], 2, "{draft:#}");
    let again = round_trip(&hub, "again", enterprises);
    assert_eq!(
        (&again["indicators"], &again["known_indicators"]),
        (&serde_json::json!([]), &2.into())
    );
    let one_zone = "单位：万元,,\n指标,2023年一季度,2023年二季度\n泊位收入,1,2\n仓储收入,3,4\n";
    let draft = round_trip(&hub, "one-zone", one_zone);
    assert_eq!(draft["zone"], "own-zone", "{draft:#}");
}

#[test]
fn what_blocks_is_told_cell_by_cell_and_can_go_back_alone() {
    let hub = Hub::demo();
    let text = "园区,指标,时期,数值,单位\n\
                肇庆高新区,营业收入,2023,100,亿元\n\
                肇庆高新,营业收入,2023,5,亿元\n\
                西安高新区,营业收入,2023,=cmd|x,亿元\n\
                郑州高新区,营业收入,2023,-,亿元\n";
    let file = hub.file("blocked.csv", text);
    let send = ["--department", "统计局", "--mark", "-=zero"];
    let said = hub.say(&[&["report", "check", &file], &send[..]].concat());
    assert_eq!(said.code, 1, "{said:#?}");
    for part in ["UNKNOWN_SUBJECT", "A3", "肇庆高新区"] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let csv = hub
        .say(&[&["report", "check", &file, "-o", "csv"], &send[..]].concat())
        .out;
    assert!(
        csv.starts_with("severity,place,entry,code,read,message,action\n"),
        "{csv}"
    );
    assert!(
        csv.contains("'=cmd|x") && !csv.contains(",=cmd"),
        "formulas are guarded: {csv}"
    );
    let filed = hub.say(
        &[
            &["report", "submit", &file, "-o", "json", "--as", "li"],
            &send[..],
        ]
        .concat(),
    );
    assert_eq!(filed.code, 1);
    let filed = filed.json();
    let report = &filed["reports"][0]["report"];
    assert_eq!(report["state"], "blocked", "{filed:#}");
    let name = report["name"].as_str().unwrap();
    let refused = hub.say(&["report", "approve", name, "--as", "wang"]);
    assert_eq!(refused.code, 1, "errors block: {refused:#?}");
    let json = hub
        .say(&[
            "report",
            "approve",
            name,
            "--as",
            "wang",
            "--return-blocked",
            "请核对",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(json["state"], "published", "{json:#}");
    assert_eq!(json["returned_entries"], report["blocked_entries"]);
    let series = hub
        .say(&["series", "郑州高新区", "营业收入", "--fresh", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        series["values"][0]["value"], 0.0,
        "the office's - is zero: {series:#}"
    );
    let entries = hub
        .say(&["report", "show", name, "--entries", "-o", "json"])
        .ok()
        .json();
    let back = entries["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["return_reason"] == "请核对")
        .count();
    assert_eq!(back as u64, report["blocked_entries"].as_u64().unwrap());
}

#[test]
fn reports_are_returned_and_withdrawn_and_sent_again_safely() {
    let hub = Hub::demo();
    let file = hub.file("one.csv", "园区,指标,时期,数值\n肇庆高新区,营业收入,2022,7\n");
    let id = "01JZZZZZZZZZZZZZZZZZZZZZZZ";
    let submit = [
        "report",
        "submit",
        &file,
        "-d",
        "统计局",
        "--id",
        id,
        "--as",
        "li",
        "-o",
        "json",
    ];
    let first = hub.say(&submit).ok().json();
    let again = hub.say(&submit).ok().json();
    assert_eq!(
        first["reports"][0]["report"]["digest"],
        again["reports"][0]["report"]["digest"]
    );
    let other = hub.file("two.csv", "园区,指标,时期,数值\n肇庆高新区,营业收入,2022,8\n");
    let differs = hub.say(&[
        "report",
        "submit",
        &other,
        "-d",
        "统计局",
        "--id",
        id,
        "--as",
        "li",
    ]);
    assert_eq!(differs.code, 65, "the same id with other content: {differs:#?}");
    let back = hub
        .say(&[
            "report",
            "return",
            id,
            "--reason",
            "口径不符",
            "--as",
            "wang",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(
        (&back["state"], &back["decision_reason"]),
        (&"returned".into(), &"口径不符".into())
    );
    let filed = hub
        .say(&[
            "report",
            "submit",
            &other,
            "-d",
            "统计局",
            "--as",
            "li",
            "-o",
            "json",
        ])
        .ok()
        .json();
    let name = filed["reports"][0]["report"]["name"].as_str().unwrap().to_owned();
    let gone = hub
        .say(&[
            "report", "withdraw", &name, "--reason", "重报", "--as", "li", "-o", "json",
        ])
        .ok()
        .json();
    assert_eq!(gone["state"], "withdrawn");
    let pending = hub
        .say(&["report", "list", "--state", "pending", "-o", "json"])
        .ok()
        .json();
    assert!(pending["reports"].as_array().unwrap().is_empty(), "{pending:#}");
    let missing = hub.say(&["report", "submit", "/nonexistent.csv", "-d", "统计局"]);
    assert_eq!(missing.code, 74, "{missing:#?}");
    let department = hub.say(&["report", "submit", &file, "-d", "统局"]);
    assert_eq!(department.code, 66);
    assert!(
        department.err.contains("departments/statistics"),
        "{}",
        department.err
    );
    let empty = hub.file("empty.csv", "");
    let said = hub.say(&["report", "check", &empty, "-d", "统计局"]);
    assert_eq!(said.code, 65, "{said:#?}");
    assert!(said.err.contains("the file is empty"), "{}", said.err);
}
