//! What needs no hub: usage, settings, packs, completions, a hub that is not there.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod start;

use start::{demo_pack, say, zhibiao};

/// A port that nobody listens on: it was free a moment ago and is not given out again so soon.
fn nobody() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn usage_errors_exit_2_and_help_lists_exit_codes() {
    assert_eq!(say(zhibiao().arg("dance")).code, 2);
    assert_eq!(say(zhibiao().args(["rank"])).code, 2);
    let help = say(zhibiao().arg("--help")).ok().out;
    for part in [
        "Exit codes:",
        "77  not permitted",
        "ZHIBIAO_SERVER",
        "ZHIBIAO_USER",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
}

#[test]
fn every_bad_setting_is_told_at_once_in_the_user_s_language() {
    let said = say(zhibiao()
        .args(["up", "--log-format", "xml"])
        .env("ZHIBIAO_LISTEN", "here")
        .env("ZHIBIAO_GRACE", "0")
        .env("ZHIBIAO_OUTPUT", "xml")
        .env("LANG", "zh_CN.UTF-8"));
    assert_eq!(said.code, 64, "{said:#?}");
    assert!(
        said.err.starts_with("错误：") && said.err.contains("下一步："),
        "{}",
        said.err
    );
    for key in [
        "ZHIBIAO_LISTEN",
        "ZHIBIAO_GRACE",
        "ZHIBIAO_LOG_FORMAT",
        "ZHIBIAO_OUTPUT",
    ] {
        assert!(said.err.contains(key), "{key}: {}", said.err);
    }
    let said = say(zhibiao()
        .args(["summary", "-o", "json"])
        .env("ZHIBIAO_LANG", "fr")
        .env("ZHIBIAO_TIMEOUT", "soon"));
    assert_eq!(said.code, 64);
    let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(error["error"]["exit"], 64);
    assert_eq!(error["error"]["places"].as_array().unwrap().len(), 2);
}

#[test]
fn settings_are_printed_with_flags_over_the_environment() {
    let said = say(zhibiao()
        .args(["up", "--print-config", "--grace", "2s", "-o", "json"])
        .env("ZHIBIAO_GRACE", "3s")
        .env("XDG_DATA_HOME", "/data"))
    .ok()
    .json();
    assert_eq!(said["ZHIBIAO_GRACE"], "2000ms");
    assert_eq!(said["ZHIBIAO_DATA"], "/data/zhibiao/hub");
    assert_eq!(said["ZHIBIAO_LISTEN"], "127.0.0.1:7890");
}

#[test]
fn an_address_beyond_loopback_is_refused() {
    let said = say(zhibiao().args(["up", "--listen", "0.0.0.0:0", "--data", "/nonexistent"]));
    assert_eq!(said.code, 64, "{said:#?}");
    assert!(said.err.contains("loopback"), "{}", said.err);
}

#[test]
fn a_hub_that_is_not_there_is_told_with_the_next_step() {
    let said = say(zhibiao().args(["summary", "--server", &nobody()]));
    assert_eq!(said.code, 69, "{said:#?}");
    assert!(said.err.contains("zhibiao up"), "{}", said.err);
    let said = say(zhibiao().args(["rank", "gdp", "--lang", "zh", "--server", &nobody()]));
    assert_eq!(said.code, 69);
    assert!(said.err.contains("指标中心"), "{}", said.err);
}

#[test]
fn packs_are_checked_without_a_hub() {
    let pack = demo_pack();
    let said = say(zhibiao().args(["pack", "check", pack.to_str().unwrap(), "-o", "json"]))
        .ok()
        .json();
    assert_eq!(said["id"], "high-tech-zones");
    assert!(said["indicators"].as_u64().unwrap() >= 120);
    assert_eq!(say(zhibiao().args(["pack", "check", "/nonexistent"])).code, 74);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("pack.toml"),
        "[pack]\nid = \"x\"\nversion = \"1\"\n",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("zones.csv"),
        "id,name_zh,parent\na,甲,b\nC,丙,\n",
    )
    .unwrap();
    let said = say(zhibiao().args(["pack", "check", folder.path().to_str().unwrap(), "-o", "json"]));
    assert_eq!(said.code, 65);
    let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    let places: Vec<&str> = error["error"]["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["where"].as_str().unwrap())
        .collect();
    assert_eq!(places.len(), 2, "{error:#}");
    assert!(places[0].starts_with("zones.csv:2 [parent]"), "{places:?}");
    assert!(places[1].starts_with("zones.csv:3"), "{places:?}");
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = say(zhibiao().args(["completions", shell])).ok().out;
        for word in ["report", "rank", "server"] {
            assert!(script.contains(word), "{shell} {word}");
        }
    }
}

#[test]
fn a_reader_that_goes_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_zhibiao"))
        .env_clear()
        .args(["completions", "bash"])
        .stdout(writer)
        .stderr(std::process::Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_draft_needs_no_hub() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("2023.csv");
    std::fs::write(&file, "园区,营业收入（亿元）\n甲高新区,1\n乙高新区,2\n").unwrap();
    let out = folder.path().join("mine");
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    let nobody = nobody();
    let said = say(zhibiao().args(["pack", "draft", file, "--out", out, "--server", &nobody])).ok();
    assert!(said.out.contains("--period 2023"), "{}", said.out);
    say(zhibiao().args(["pack", "check", out])).ok();
    let again = say(zhibiao().args(["pack", "draft", file, "--out", out, "--server", &nobody]));
    assert_eq!(again.code, 65, "a draft overwrites nothing: {again:#?}");
    let broken = folder.path().join("broken.xlsx");
    std::fs::write(&broken, b"PK\x03\x04 cut").unwrap();
    let other = folder.path().join("other");
    let said = say(zhibiao().args([
        "pack",
        "draft",
        broken.to_str().unwrap(),
        "--out",
        other.to_str().unwrap(),
        "--server",
        &nobody,
    ]));
    assert_eq!(said.code, 65, "{said:#?}");
    assert!(said.err.contains("broken.xlsx"), "{}", said.err);
}
