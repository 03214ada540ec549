//! `zhibiao extract`: facts of a text, without a hub and with a hub's names, and what it says of files that are none.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use std::path::Path;

use start::{Hub, Said, say, zhibiao};

const TEXT: &str = "2023年，甲高新区充电塔451座。";

fn extract(file: &Path, flags: &[&str]) -> Said {
    say(zhibiao().arg("extract").arg(file).args(flags))
}

fn facts(said: &Said) -> Vec<serde_json::Value> {
    let line = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {said:#?}"));
    said.out.lines().map(line).collect()
}

#[test]
fn nothing_of_a_text_or_of_its_name_is_obeyed_by_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a\u{1b}[2J.txt");
    let text = "\u{1b}]0;owned\u{7}2023年，甲高新区\u{1b}[8m充电\u{202e}塔451座。\u{9b}2J另有77。";
    std::fs::write(&file, text).unwrap();
    let is_obeyed = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    for form in ["table", "jsonl"] {
        let said = extract(&file, &["--output", form]).ok();
        assert!(said.out.contains("451"), "{said:#?}");
        assert!(!(said.out + &said.err).contains(is_obeyed), "{form}");
    }
    std::fs::write(&file, "无数据").unwrap();
    let refused = extract(&file, &[]);
    assert!(refused.err.contains("a�[2J.txt"), "{refused:#?}");
    assert!(!refused.err.contains(is_obeyed), "{refused:#?}");
}

/// A hub with a pack that no program carries.
fn hub_with_a_pack_of_its_own() -> Hub {
    let hub = Hub::empty();
    let pack = hub.folder.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    for (file, content) in [
        ("pack.toml", "[pack]\nid = \"t\"\nversion = \"1\"\n"),
        ("zones.csv", "id,name_zh\njia,甲高新区\n"),
        ("departments.csv", "id,name_zh\nbureau,统计局\n"),
        (
            "indicators.csv",
            "code,name_zh,unit,kind,frequency,direction\ntowers,充电塔,座,stock,annual,up\n",
        ),
    ] {
        std::fs::write(pack.join(file), content).unwrap();
    }
    hub.say(&["pack", "apply", pack.to_str().unwrap()]).ok();
    hub
}

#[test]
fn a_narrative_report_is_read_without_a_hub() {
    let text = "肇庆高新区\n2023年，肇庆高新区已建成公共充电桩451个，同比增长12%。另有77。\n";
    let folder = tempfile::tempdir().unwrap();
    let (utf8, gb) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
    std::fs::write(&utf8, text).unwrap();
    std::fs::write(&gb, encoding_rs::GB18030.encode(text).0).unwrap();
    let read = |file: &std::path::Path| {
        say(zhibiao().args(["extract", file.to_str().unwrap(), "--output", "jsonl"])).ok()
    };
    let said = read(&utf8);
    let facts: Vec<serde_json::Value> = said
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(facts.len(), 2, "{}", said.out);
    assert_eq!(facts[0]["zone"], "zhaoqing-htz");
    assert_eq!(facts[0]["indicator"], "public-charging-piles");
    assert_eq!(
        (&facts[0]["value"], &facts[0]["period"]),
        (&451.0.into(), &"2023".into())
    );
    assert_eq!(facts[1]["measure"], "yoy");
    let start = facts[0]["number_start"].as_u64().unwrap() as usize;
    assert_eq!(text.chars().skip(start).take(3).collect::<String>(), "451");
    assert_eq!(read(&gb).out, said.out);
    let shown = say(zhibiao().args(["extract", utf8.to_str().unwrap()])).ok();
    for told in [
        "[451]",
        "[?77]",
        "[-2023年]",
        "[-1]: no figure",
        "dates and times: 6: 2023年",
    ] {
        assert!(shown.out.contains(told), "{told}: {}", shown.out);
    }
    let shown = say(zhibiao().args(["extract", utf8.to_str().unwrap(), "--lang", "zh"])).ok();
    let table = shown.out.split("把握").nth(1).unwrap();
    assert!(table.contains("增速") && table.contains("数值"), "{table}");
    assert!(
        !table.contains("yoy") && !table.contains("zhaoqing-htz"),
        "{table}"
    );
    std::fs::write(&gb, b"a\0b").unwrap();
    assert_eq!(say(zhibiao().args(["extract", gb.to_str().unwrap()])).code, 65);
}

#[test]
fn standard_input_is_read_and_a_zone_has_its_names() {
    let read = |zone: &str| {
        let text = "2023年，已建成公共充电桩451个。";
        say(zhibiao()
            .args(["extract", "-", "--zone", zone, "-o", "json"])
            .write_stdin(text))
    };
    for zone in ["肇庆高新区", "zhaoqing-htz", "zones/zhaoqing-htz"] {
        let said = read(zone).ok();
        assert_eq!(facts(&said)[0]["zone"], "zhaoqing-htz", "{said:#?}");
    }
    let proposed = read("咸阳高新区").ok();
    assert_eq!(facts(&proposed)[0]["zone"], "咸阳高新区", "{proposed:#?}");
    assert!(proposed.err.contains("not among the names"), "{}", proposed.err);
    let unknown = read("nosuch");
    assert_eq!((unknown.code, unknown.out.as_str()), (66, ""), "{unknown:#?}");
    assert!(unknown.err.contains("NAME_UNKNOWN"), "{}", unknown.err);
}

#[test]
fn what_can_be_read_by_nobody_is_told_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    let told = |path: &Path, flags: &[&str], code| {
        let said = extract(path, flags);
        assert_eq!(said.code, code, "{said:#?}");
        assert!(!said.err.contains("os error"), "{}", said.err);
        said.err
    };
    let next = |said: &str| assert!(said.contains("\nnext: "), "{said}");
    next(&told(&file, &[], 74));
    next(&told(folder.path(), &[], 74));
    std::fs::write(&file, "").unwrap();
    next(&told(&file, &[], 65));
    std::fs::write(&file, "会议圆满结束。\n").unwrap();
    next(&told(&file, &[], 1));
    std::fs::write(&file, TEXT).unwrap();
    assert!(told(&file, &["--issued", "2024"], 2).contains("2024-04"));
    assert!(told(&file, &["--hub", "--pack", "x"], 2).contains("--pack"));
}

#[test]
fn a_hub_s_names_are_read_where_they_are_asked_for() {
    let hub = hub_with_a_pack_of_its_own();
    let file = hub.file("a.txt", TEXT);
    let own = hub.say(&["extract", &file, "-o", "json"]).ok();
    assert_eq!(facts(&own)[0]["indicator"], serde_json::Value::Null, "{own:#?}");
    let said = hub.say(&["extract", &file, "--hub", "-o", "json"]).ok();
    let fact = &facts(&said)[0];
    assert_eq!(
        (&fact["zone"], &fact["indicator"]),
        (&"jia".into(), &"towers".into())
    );
}

#[test]
fn a_file_that_is_no_text_is_told_as_the_hub_tells_it() {
    let hub = hub_with_a_pack_of_its_own();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write(0, 0, "企业").unwrap();
    let archive = workbook.save_to_buffer().unwrap();
    let cut = &archive[..archive.len() / 2];
    let mixed = [TEXT.as_bytes(), b"\n", &encoding_rs::GB18030.encode(TEXT).0].concat();
    for (name, content) in [
        ("cut.docx", cut),
        ("nul.docx", &b"a\0b"[..]),
        ("blank.txt", b" \n\t\n"),
        ("archive.txt", &archive),
        ("a.txt", b"%PDF-1.7"),
        ("nul.txt", b"a\0b"),
        ("mixed.txt", &mixed),
    ] {
        let file = hub.file(name, content);
        let of_hub = hub.say(&["report", "check", &file, "--department", "bureau", "-o", "json"]);
        let own = hub.say(&["extract", &file, "-o", "json"]);
        assert_eq!((of_hub.code, own.code), (65, 65), "{name}: {of_hub:#?} {own:#?}");
        for command in [
            &["report", "check", &file, "--department", "bureau", "--lang", "zh"][..],
            &["extract", &file, "--lang", "zh"],
        ] {
            let said = hub.say(command).err.replace(&file, "");
            assert!(said.contains("\n下一步："), "{name}: {said}");
            assert!(!said.contains("the ") && !said.contains(" is "), "{name}: {said}");
        }
        let error = |said: &Said| {
            let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
            error["error"].clone()
        };
        let (of_hub, own) = (error(&of_hub), error(&own));
        assert_eq!(of_hub["reason"], own["reason"], "{name}");
        let message = of_hub["message"].as_str().unwrap();
        assert!(
            own["message"].as_str().unwrap().ends_with(message),
            "{own} {of_hub}"
        );
    }
}

/// A figure of the catalogue, one that it has no name for, and a growth: the last two are rejected without their numbers.
#[test]
fn what_the_catalogue_has_no_name_for_is_rejected_in_one_go() {
    let hub = hub_with_a_pack_of_its_own();
    let file = hub.file(
        "a.txt",
        "2023年，甲高新区充电塔451座，同比增长12%。2023年，甲高新区风车33座、水车12座。\n",
    );
    let said = hub.say(&[
        "report",
        "submit",
        &file,
        "--department",
        "bureau",
        "--as",
        "li",
        "-o",
        "json",
    ]);
    let name = said.json()["reports"][0]["report"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let waiting = hub.say(&["report", "review", &name, "--lang", "zh"]).ok().out;
    assert!(
        waiting.contains("其中 2 条的指标目录中没有，也没有相近的：--reject-unnamed"),
        "{waiting}"
    );
    assert!(waiting.contains("其中 1 条是增速"), "{waiting}");
    assert!(
        !hub.say(&["report", "review", &name, "--reject-unnamed", " "])
            .err
            .is_empty()
    );
    let rejected = hub
        .say(&[
            "report",
            "review",
            &name,
            "--reject-unnamed",
            "无此指标",
            "--reject-not-levels",
            "不是数值",
            "--as",
            "wang",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(rejected["report"]["state"], "pending", "{rejected}");
    assert_eq!(rejected["report"]["rejected_entries"], 3);
    hub.say(&["report", "approve", &name, "--as", "wang"]).ok();
}
